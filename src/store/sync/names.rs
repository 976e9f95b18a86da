//! Names and places in a tree, which no two rows may share. Where writes that did not know each other would have it
//! so, one row is shown otherwise, by a rule that every copy follows, until somebody decides.

use super::conflict::{self, Kind};
use super::folder::Folder;
use crate::model::bundle::Columns;
use crate::model::catalogue::{self, Table, TableKind};
use crate::model::fold::Claim;
use crate::model::sort_key;
use crate::store::{Result, rows};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The column by which no two rows of an entity are called alike, and the column in whose row that holds.
fn unique(table: &Table) -> Option<(&'static str, Option<&'static str>)> {
    if table.kind != TableKind::Entity {
        return None;
    }
    let name = table.called.first().copied()?;
    Some((name, table.parent.first().copied()))
}

/// Names that a person takes for the same.
fn alike(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// The `n`th row that claims a name: `5.3 (2)`.
fn apart(name: &str, n: usize) -> String {
    format!("{name} ({n})")
}

impl Folder {
    /// Rows of one table within one row: number, and the name that is shown.
    fn beside(&self, conn: &Connection, table: &Table, within: Option<i64>) -> Result<Vec<(i64, String)>> {
        let Some((name, parent)) = unique(table) else { return Ok(vec![]) };
        match (parent, within) {
            (Some(parent), Some(within)) => {
                rows::all(conn, &format!("SELECT id, {name} FROM {table} WHERE {parent} = ?1"), [within])
            }
            _ => rows::all(conn, &format!("SELECT id, {name} FROM {table}"), []),
        }
    }

    /// Whether another row is shown under a name, or claims it. Upper and lower case are alike to whoever types it.
    fn holds(
        &self,
        conn: &Connection,
        table: &Table,
        within: Option<i64>,
        text: &str,
        own: Option<i64>,
    ) -> Result<bool> {
        let Some((name, parent)) = unique(table) else { return Ok(false) };
        // Names that differ in case alone sort alike.
        let near: Vec<(i64, String)> = match (parent, within) {
            (Some(parent), Some(within)) if table.column("sort").is_some() => rows::all(
                conn,
                &format!("SELECT id, {name} FROM {table} WHERE {parent} = ?1 AND sort = ?2"),
                (within, sort_key(text)),
            )?,
            _ => self.beside(conn, table, within)?,
        };
        if near.iter().any(|(id, shown)| Some(*id) != own && alike(shown, text)) {
            return Ok(true);
        }
        conflict::claims_name(conn, table.name, within, text)
    }

    /// Gives a row that is to be called like another one a name that is free meanwhile.
    pub(super) fn named_apart(
        &mut self,
        conn: &Connection,
        table: &'static Table,
        live: Option<i64>,
        here: &mut Columns,
    ) -> Result<()> {
        let Some((name, parent)) = unique(table) else { return Ok(()) };
        let Some(text) = here.get(name).and_then(Value::as_str).map(str::to_string) else { return Ok(()) };
        let within = parent.and_then(|parent| here.get(parent)).and_then(Value::as_i64);
        if !self.holds(conn, table, within, &text, live)? {
            return Ok(());
        }
        let all = self.beside(conn, table, within)?;
        let taken = |shown: &str| all.iter().any(|(id, other)| Some(*id) != live && alike(other, shown));
        let free = (2..).map(|n| apart(&text, n)).find(|shown| !taken(shown)).expect("numbers do not end");
        // It keeps the name under which it is shown already.
        let own = live.and_then(|live| all.iter().find(|(id, _)| *id == live)).map(|(_, shown)| shown.clone());
        let keeps = |own: &String| *own == text || own.starts_with(&format!("{text} ("));
        let shown = own.filter(keeps).unwrap_or(free);
        set_name(here, table, name, &shown);
        self.claimed.insert((table.name, within, text));
        Ok(())
    }

    /// Gives each name to the row that claimed it first, and the others the name with a number behind it.
    pub(super) fn settle_names(&mut self, conn: &Connection) -> Result<()> {
        let mut groups = std::mem::take(&mut self.claimed);
        for (table, within, text) in conflict::claimed_names(conn)? {
            groups.insert((table.name, within, text));
        }
        for (table, within, text) in groups {
            let table = catalogue::table(table).expect("it was taken from the catalogue");
            let Some((name, _)) = unique(table) else { continue };
            let all = self.beside(conn, table, within)?;
            let mut claims: Vec<(Claim, i64, String, String)> = Vec::new();
            for (id, shown) in &all {
                let begins = shown.to_lowercase().starts_with(&text.to_lowercase());
                let Some(identity) = self.ids.of(conn, table, *id)?.filter(|_| begins) else { continue };
                let Some(folded) = self.folded(conn, table, &identity)? else { continue };
                let Some(wanted) = folded.columns.get(name).and_then(Value::as_str).filter(|w| alike(w, &text)) else {
                    continue;
                };
                let change = folded.writers.get(name).copied().unwrap_or_default();
                let claim = Claim { change, value: wanted.into() };
                claims.push((claim, *id, identity.to_string(), shown.clone()));
            }
            claims.sort_by(|a, b| {
                let order = |c: &Claim| self.lineage.order(c.change);
                order(&a.0).cmp(&order(&b.0)).then_with(|| a.2.cmp(&b.2))
            });
            conflict::forget_name(conn, table.name, within, &text)?;
            let in_group: BTreeSet<i64> = claims.iter().map(|c| c.1).collect();
            let taken = |shown: &str| all.iter().any(|(id, other)| !in_group.contains(id) && alike(other, shown));
            let mut n = 1;
            let mut rename: Vec<(i64, String)> = Vec::new();
            for (at, (claim, id, _, shown)) in claims.iter().enumerate() {
                let wanted = claim.value.as_str().unwrap_or_default();
                let right = if at == 0 {
                    wanted.to_string()
                } else {
                    loop {
                        n += 1;
                        let next = apart(wanted, n);
                        if !taken(&next) {
                            break next;
                        }
                    }
                };
                if right != *shown {
                    rename.push((*id, right));
                }
            }
            // Two that change places would meet on the way.
            for (id, _) in &rename {
                let mut here = Columns::new();
                set_name(&mut here, table, name, &format!("~ {id}"));
                self.rename(conn, table, *id, &here)?;
            }
            for (id, right) in &rename {
                let mut here = Columns::new();
                set_name(&mut here, table, name, right);
                self.rename(conn, table, *id, &here)?;
            }
            if claims.len() > 1 {
                let told: Vec<Claim> = claims.iter().map(|c| c.0.clone()).collect();
                for (_, id, identity, _) in &claims {
                    conflict::add_name(
                        conn,
                        (table.name, *id, identity),
                        name,
                        (within, &text),
                        &conflict::claims(&self.lineage, &told),
                        self.number,
                    )?;
                }
            }
        }
        Ok(())
    }

    fn rename(&mut self, conn: &Connection, table: &'static Table, id: i64, here: &Columns) -> Result<()> {
        let columns: Vec<&str> = here.keys().map(String::as_str).collect();
        self.update(conn, table, id, &columns, here)
    }

    /// An area that would lie in itself is shown without what it lies in, until the tree is looked at again.
    pub(super) fn untangled(
        &mut self,
        conn: &Connection,
        table: &'static Table,
        (identity, live): (&str, Option<i64>),
        here: &mut Columns,
    ) -> Result<()> {
        let mut at = here.get("parent").and_then(Value::as_i64).filter(|_| table.name == "area");
        let mut seen = BTreeSet::new();
        while let Some(above) = at.filter(|above| seen.insert(*above)) {
            if Some(above) == live {
                self.moved.insert(identity.to_string());
                here.insert("parent".into(), Value::Null);
                break;
            }
            at = rows::one(conn, "SELECT parent FROM area WHERE id = ?1", [above])?;
        }
        Ok(())
    }

    /// Writes what areas lie in. Of areas that would lie in each other the last that was moved lies in none.
    pub(super) fn untangle(&mut self, conn: &Connection) -> Result<()> {
        let mut looked_at = std::mem::take(&mut self.moved);
        looked_at.extend(conflict::of_kind(conn, Kind::Circle)?.into_iter().map(|(_, identity)| identity));
        if looked_at.is_empty() {
            return Ok(());
        }
        let live: Vec<(i64, Option<i64>)> = rows::all(conn, "SELECT id, parent FROM area", [])?;
        let stands: BTreeMap<i64, Option<i64>> = live.into_iter().collect();
        // All areas of a circle are judged together, whichever of them was written now.
        let (links, broken) = loop {
            let links = self.links(conn, &looked_at)?;
            let mut parents: BTreeMap<i64, i64> =
                stands.iter().filter_map(|(id, parent)| Some((*id, (*parent)?))).collect();
            for link in &links {
                parents.remove(&link.area);
            }
            let (mut broken, mut met) = (BTreeSet::new(), looked_at.clone());
            for link in &links {
                let mut on_the_way = vec![link.area];
                let mut at = link.above;
                while let Some(next) = at.filter(|next| *next != link.area) {
                    on_the_way.push(next);
                    at = parents.get(&next).copied();
                }
                match (at, link.above) {
                    (Some(_), _) => {
                        broken.insert(link.area);
                        for area in on_the_way {
                            met.extend(self.ids.of(conn, area_table(), area)?.map(|identity| identity.to_string()));
                        }
                    }
                    (None, Some(above)) => {
                        parents.insert(link.area, above);
                    }
                    (None, None) => {}
                }
            }
            if met == looked_at {
                break (links, broken);
            }
            looked_at = met;
        };
        for Link { claim, area, identity, above } in links {
            conflict::forget_kind(conn, "area", &identity, Kind::Circle)?;
            let is_broken = broken.contains(&area);
            if is_broken {
                let told = conflict::claims(&self.lineage, &[claim]);
                conflict::add(conn, ("area", area, &identity), "parent", Kind::Circle, &told, self.number)?;
            }
            let right = above.filter(|_| !is_broken);
            if stands.get(&area).copied().flatten() != right {
                let here = Columns::from_iter([("parent".to_string(), Value::from(right))]);
                self.update(conn, area_table(), area, &["parent"], &here)?;
            }
        }
        Ok(())
    }

    /// The parents of some areas by their writes, the oldest of these first.
    fn links(&mut self, conn: &Connection, areas: &BTreeSet<String>) -> Result<Vec<Link>> {
        let mut links = Vec::new();
        for identity in areas {
            let Some(area) = self.live(conn, area_table(), identity)? else { continue };
            let Some(folded) = self.folded(conn, area_table(), identity)? else { continue };
            let value = folded.columns.get("parent").cloned().unwrap_or_default();
            let above = value.as_str().map(|above| self.live(conn, area_table(), above)).transpose()?.flatten();
            let change = folded.writers.get("parent").copied().unwrap_or_default();
            links.push(Link { claim: Claim { change, value }, area, identity: identity.clone(), above });
        }
        links.sort_by(|a, b| {
            let order = |link: &Link| {
                self.lineage.order(link.claim.change).map(|(at, n, uid)| (at.to_string(), n, uid.to_string()))
            };
            (order(a), &a.identity).cmp(&(order(b), &b.identity))
        });
        Ok(links)
    }
}

/// An area and what it lies in by its writes.
struct Link {
    claim: Claim,
    area: i64,
    identity: String,
    above: Option<i64>,
}

fn area_table() -> &'static Table {
    &catalogue::AREA
}

fn set_name(here: &mut Columns, table: &Table, name: &str, text: &str) {
    here.insert(name.to_string(), text.into());
    if table.column("sort").is_some() {
        here.insert("sort".into(), sort_key(text).into());
    }
}
