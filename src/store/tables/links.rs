//! Fields of an entity with several values, or with dates, in tables of their own: roles, partnerships, instruments,
//! goals, tags, the names of an authority.

use crate::model::entity::EntityKind;
use crate::model::field::FieldType;
use crate::model::{ActivityId, AuthorityId, ObjectiveId, Record, RoleId, RoleKind};
use crate::store::{ChangeTx, Result};
use chrono::NaiveDate;

impl ChangeTx<'_> {
    /// Writes what stands in tables of its own: roles, instruments, names ... `before`: what it said, if
    /// it was there.
    pub(in crate::store) fn links(
        &self,
        entity: EntityKind,
        id: i64,
        before: Option<&Record>,
        after: &Record,
        from: Option<NaiveDate>,
    ) -> Result<()> {
        let fresh = before.is_none();
        let nothing = Record::default();
        let before = before.unwrap_or(&nothing);
        if entity == EntityKind::Authority {
            self.name(AuthorityId(id), before, after)?;
        }
        for field in entity.fields() {
            if let FieldType::Authorities(role) = field.kind
                && before.many(field.name) != after.many(field.name)
            {
                match from.filter(|_| !before.many(field.name).is_empty()) {
                    Some(day) => self.change_roles(entity, id, role, after.many(field.name), day)?,
                    None => self.roles(entity, id, role, after.many(field.name), fresh)?,
                }
            }
        }
        self.lists(entity, id, before, after)
    }

    /// Columns with several names each, but for the roles.
    pub(in crate::store) fn lists(&self, entity: EntityKind, id: i64, before: &Record, after: &Record) -> Result<()> {
        for field in entity.fields().iter().filter(|f| f.is_many()) {
            let (old, new) = (before.many(field.name), after.many(field.name));
            if old == new {
                continue;
            }
            let (remove, add) = match field.kind {
                FieldType::Authorities(_) => continue,
                FieldType::Partnerships => (
                    "DELETE FROM plan_partnership WHERE plan = ?1",
                    "INSERT INTO plan_partnership (plan, partnership, since) SELECT ?1, id, ?3 FROM partnership WHERE code = ?2",
                ),
                FieldType::Instruments => (
                    "DELETE FROM objective_instrument WHERE objective = ?1",
                    "INSERT INTO objective_instrument (objective, instrument, since) SELECT ?1, id, ?3 FROM instrument WHERE code = ?2",
                ),
                FieldType::Goals => (
                    "DELETE FROM sdg WHERE objective = ?1",
                    "INSERT INTO sdg (objective, goal, since) VALUES (?1, CAST(?2 AS INTEGER), ?3)",
                ),
                _ => (
                    "DELETE FROM tag WHERE objective = ?1",
                    "INSERT INTO tag (objective, tag, since) VALUES (?1, ?2, ?3)",
                ),
            };
            if !old.is_empty() {
                self.tx.prepare_cached(remove)?.execute([id])?;
            }
            for value in new {
                self.tx.prepare_cached(add)?.execute((id, value, self.number))?;
            }
        }
        Ok(())
    }

    /// A role ends on the day for its old holders, and begins for the new ones.
    fn change_roles(
        &self,
        entity: EntityKind,
        id: i64,
        role: RoleKind,
        codes: &[String],
        day: NaiveDate,
    ) -> Result<()> {
        let conn = self.conn()?;
        let (objective, activity) = self.role_of(entity, id)?;
        let held: Vec<(RoleId, AuthorityId, Option<NaiveDate>)> = self.all(
            "SELECT id, authority, from_day FROM role
             WHERE objective = ?1 AND activity IS ?2 AND role = ?3 AND until_day IS NULL",
            (objective, activity, role.code()),
        )?;
        let wanted = codes.iter().map(|code| Ok(self.authority(code)?.0)).collect::<Result<Vec<AuthorityId>>>()?;
        for (row, _, begun) in held.iter().filter(|h| !wanted.contains(&h.1)) {
            // A holder who would have begun on that day never held it.
            if begun.is_some_and(|begun| begun >= day) {
                conn.prepare_cached("DELETE FROM role WHERE id = ?1")?.execute([row])?;
            } else {
                conn.prepare_cached("UPDATE role SET until_day = ?2, since = ?3 WHERE id = ?1")?.execute((
                    row,
                    day.to_string(),
                    self.number,
                ))?;
            }
        }
        for (place, authority) in wanted.iter().enumerate() {
            let place = place as i64 + 1;
            match held.iter().find(|h| h.1 == *authority) {
                Some((row, ..)) => conn
                    .prepare_cached("UPDATE role SET place = ?2, since = ?3 WHERE id = ?1 AND place <> ?2")?
                    .execute((row, place, self.number))?,
                None => conn
                    .prepare_cached(
                        "INSERT INTO role (objective, activity, role, authority, place, from_day, since)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    )?
                    .execute((objective, activity, role.code(), authority, place, day.to_string(), self.number))?,
            };
        }
        Ok(())
    }

    /// The subject of a role: the objective, and the activity under it where it is for that.
    fn role_of(&self, entity: EntityKind, id: i64) -> Result<(ObjectiveId, Option<ActivityId>)> {
        if entity != EntityKind::Activity {
            return Ok((ObjectiveId(id), None));
        }
        Ok((self.one("SELECT objective FROM activity WHERE id = ?1", [id])?, Some(ActivityId(id))))
    }

    /// `fresh`: the entity was just added, so nobody ever held the role.
    fn roles(&self, entity: EntityKind, id: i64, role: RoleKind, codes: &[String], fresh: bool) -> Result<()> {
        let conn = self.conn()?;
        let (objective, activity) = self.role_of(entity, id)?;
        let mut since: Option<String> = None;
        if !fresh {
            // A role that was handed over on a day stays with the one before until that day.
            since = self.one(
                "SELECT max(until_day) FROM role WHERE objective = ?1 AND coalesce(activity, 0) = coalesce(?2, 0) AND role = ?3",
                (objective, activity, role.code()),
            )?;
            conn.prepare_cached(
                "DELETE FROM role WHERE objective = ?1 AND coalesce(activity, 0) = coalesce(?2, 0) AND role = ?3 AND until_day IS NULL",
            )?
            .execute((objective, activity, role.code()))?;
        }
        for (place, code) in codes.iter().enumerate() {
            let authority = self.authority(code)?.0;
            conn.prepare_cached(
                "INSERT INTO role (objective, activity, role, authority, place, from_day, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((objective, activity, role.code(), authority, place as i64 + 1, &since, self.number))?;
        }
        Ok(())
    }

    /// Writes the name that the record carries, if it says anything new.
    fn name(&self, authority: AuthorityId, before: &Record, after: &Record) -> Result<()> {
        let fields = ["name", "name_en", "name_da", "name_from"];
        if fields.iter().all(|f| before.text(f) == after.text(f)) {
            return Ok(());
        }
        let [name, en, da, from] = fields.map(|f| after.text(f));
        let existing: Option<i64> = self.maybe(
            "SELECT id FROM authority_name WHERE authority = ?1 AND coalesce(name_from, '') = coalesce(?2, '')",
            (authority, from),
        )?;
        match existing {
            Some(id) => self.write(
                "UPDATE authority_name SET name = ?2, name_en = ?3, name_da = ?4, since = ?5 WHERE id = ?1",
                (id, name, en, da, self.number),
            )?,
            None => self.write(
                "INSERT INTO authority_name (authority, name_from, name, name_en, name_da, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (authority, from, name, en, da, self.number),
            )?,
        };
        Ok(())
    }
}
