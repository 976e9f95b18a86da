//! Quarters that were frozen or restated in another copy, and those of which there are two.

use super::bundle::{add_row, checked};
use super::conflict::{self, Kind};
use super::folder::{Folder, odd};
use crate::model::bundle::{Frozen, Odd};
use crate::model::catalogue;
use crate::model::fold::{Claim, PRESENCE, newest};
use crate::store::Result;
use crate::store::rows::{self, row};
use crate::store::tables::sealed::covers_words;
use rusqlite::Connection;
use serde_json::Value;
use std::collections::BTreeMap;

/// A revision that has the name of another one.
struct Twin {
    id: i64,
    uid: String,
    plan: i64,
    quarter: String,
    number: i64,
    digest: String,
    since: i64,
}

row! { Twin { id, uid, plan, quarter, number, digest, since } }

/// Plan, quarter and number, and the revisions of that name: number here, identity, and the change that made it.
type Groups = BTreeMap<(i64, String, i64), Vec<(i64, String, Claim)>>;

impl Folder {
    /// Takes over a frozen quarter. Gives its name where its digest does not cover its words.
    pub fn freeze(&mut self, conn: &Connection, frozen: &Frozen) -> Result<Option<String>> {
        let text = |column: &str| frozen.columns.get(column).and_then(Value::as_str).unwrap_or_default().to_string();
        if rows::one(conn, "SELECT EXISTS (SELECT 1 FROM revision WHERE uid = ?1)", [text("uid")])? {
            return Ok(None);
        }
        let plan = self.ids.rows(conn, &catalogue::PLAN, &frozen.plan)?.last().copied();
        let plan = plan.ok_or_else(|| odd(Odd::Reference { table: "revision".into(), column: "plan".into() }))?;
        checked(&catalogue::REVISION, &frozen.columns)?;
        for words in &frozen.renderings {
            checked(&catalogue::RENDERING, words)?;
        }
        let revision = add_row(conn, &catalogue::REVISION, &frozen.columns, &[("plan", Some(plan))], self.number)?;
        for words in &frozen.renderings {
            add_row(conn, &catalogue::RENDERING, words, &[("revision", Some(revision))], self.number)?;
        }
        // The changes that stand before it here and that it did not know.
        let place = self.places[&self.number];
        for number in 1..self.number {
            if !self.places.get(&number).is_some_and(|earlier| self.lineage.happened_before(*earlier, place)) {
                conn.prepare_cached("INSERT INTO unseen (revision, change, since) VALUES (?1, ?2, ?3)")?.execute((
                    revision,
                    number,
                    self.number,
                ))?;
            }
        }
        let name = || format!("{}.{} of {}", text("quarter"), frozen.columns["number"], text("code"));
        Ok((!covers_words(&text("content"))).then(name))
    }

    /// Keeps the quarters that were frozen more than once under one name, and of which nobody who knew them has said
    /// which counts: by a decision, or by a restatement.
    pub fn frozen_twice(&mut self, conn: &Connection) -> Result<()> {
        let sql = "SELECT r.id, r.uid, r.plan, r.quarter, r.number, r.digest, r.since FROM revision r
                   WHERE EXISTS (SELECT 1 FROM revision o WHERE o.plan = r.plan AND o.quarter = r.quarter
                                 AND o.number = r.number AND o.id <> r.id) ORDER BY r.plan, r.quarter, r.number, r.uid";
        let found: Vec<Twin> = rows::all(conn, sql, [])?;
        let mut groups = Groups::new();
        for Twin { id, uid, plan, quarter, number, digest, since } in found {
            let Some(change) = self.places.get(&since).copied() else { continue };
            let claim = Claim { change, value: digest.into() };
            groups.entry((plan, quarter, number)).or_default().push((id, uid, claim));
        }
        for (_, identity) in conflict::of_kind(conn, Kind::Frozen)? {
            conflict::forget_kind(conn, "revision", &identity, Kind::Frozen)?;
        }
        for ((plan, quarter, number), revisions) in groups {
            let claims: Vec<Claim> = revisions.iter().map(|r| r.2.clone()).collect();
            let later: Vec<i64> = rows::all(
                conn,
                "SELECT since FROM revision WHERE plan = ?1 AND quarter = ?2 AND number > ?3
                 UNION SELECT s.since FROM settled s JOIN revision r ON s.noun = 'revision' AND s.uid = r.uid
                 WHERE r.plan = ?1 AND r.quarter = ?2 AND r.number = ?3",
                (plan, quarter, number),
            )?;
            let knew_all = |later: usize| claims.iter().all(|c| self.lineage.happened_before(c.change, later));
            if later.iter().filter_map(|n| self.places.get(n)).any(|place| knew_all(*place)) {
                continue;
            }
            let standing = newest(&self.lineage, claims);
            if let (true, Some((id, uid, _))) = (standing.len() > 1, revisions.first()) {
                let told = conflict::claims(&self.lineage, &standing);
                conflict::add(conn, ("revision", *id, uid), PRESENCE, Kind::Frozen, &told, self.number)?;
            }
        }
        Ok(())
    }
}
