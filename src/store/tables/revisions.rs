//! Frozen quarters: what was sent, byte for byte, and what reaches back into it since.

use crate::model::catalogue;
use crate::model::revision::{Rendering, Revision, digest};
use crate::model::{EntryId, ObjectiveId, PlanId, Quarter, Refusal, RevisionId};
use crate::store::rows::{self, Select, row};
use crate::store::{ChangeTx, Result, Store, Subject};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::named_params;
use std::collections::{BTreeSet, HashMap};

/// A revision that is to be kept.
#[derive(Clone, Debug)]
pub struct Fresh {
    pub plan: String,
    pub quarter: Quarter,
    pub number: i64,
    pub as_of: NaiveDate,
    /// The newest change that it knows.
    pub known_at: i64,
    pub reason: Option<String>,
    pub content: String,
    pub renderings: Vec<Rendering>,
}

/// A line of the log that came or went after its quarter was frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateLine {
    /// The row of the line in the file.
    pub entry: EntryId,
    pub objective: ObjectiveId,
    pub plan: String,
    pub reference: String,
    pub title: String,
    pub title_da: Option<String>,
    pub illustrative: bool,
    pub as_of: NaiveDate,
    /// The first frozen quarter that it reaches back into.
    pub quarter: Quarter,
    pub change: i64,
    pub recorded: NaiveDate,
    pub author: String,
    pub withdrawn: bool,
    /// The newest revision of its quarter does not know it.
    pub waiting: bool,
}

row! {
    Revision {
        id = "r.id", plan = "r.plan", code = "coalesce((SELECT code FROM plan WHERE id = r.plan), r.code)",
        quarter = "r.quarter", number = "r.number", as_of = "r.as_of", known_at = "r.known_at", reason = "r.reason",
        digest = "r.digest", change = "r.since", at = "c.at", author = "c.author",
        has_twin = "EXISTS (SELECT 1 FROM revision o WHERE o.plan = r.plan AND o.quarter = r.quarter AND o.number = r.number AND o.id <> r.id)",
    }
}

/// A line that reaches back into a frozen quarter: when it came, and when it went.
struct Candidate {
    entry: EntryId,
    /// The identity of a line that stands.
    uid: Option<String>,
    as_of: NaiveDate,
    came: i64,
    went: Option<i64>,
    illustrative: bool,
    plan: String,
    objective: ObjectiveId,
    number: String,
    title: String,
    title_da: Option<String>,
    /// Of the change that it came or went with.
    at: DateTime<Utc>,
    author: String,
}

row! {
    Candidate {
        entry = "l.id", uid = "(SELECT uid FROM entry WHERE id = l.id)", as_of = "l.as_of", came = "l.came",
        went = "l.went", illustrative = "l.basis IS 'illustrative'", plan = "p.code", objective = "o.id",
        number = "o.number", title = "o.title", title_da = "o.title_da", at = "c.at", author = "c.author",
    }
}

/// The lines of a plan that came or went after a change, up to a day. A line that was only carried over
/// anew, because of another one, came when it first did.
const CANDIDATES: &str = "
    WITH line (id, objective, as_of, basis, came, went) AS (
        SELECT e.id, e.objective, e.as_of, e.basis,
               coalesce((SELECT min(since) FROM history h WHERE h.noun = 'entry' AND h.row = e.id), e.since), NULL
        FROM entry e JOIN objective o ON o.id = e.objective WHERE o.plan = :plan AND e.since > :oldest
        UNION ALL
        SELECT h.row, h.was ->> 'objective', h.was ->> 'as_of', h.was ->> 'basis',
               (SELECT min(since) FROM history v WHERE v.noun = 'entry' AND v.row = h.row), max(h.until)
        FROM history h JOIN objective o ON o.id = h.was ->> 'objective'
        WHERE h.noun = 'entry' AND h.until > :oldest AND o.plan = :plan
        AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = h.row OR e.uid = h.was ->> 'uid') GROUP BY h.row)
    SELECT {columns} FROM line l JOIN objective o ON o.id = l.objective JOIN plan p ON p.id = o.plan
    JOIN change c ON c.number = coalesce(l.went, l.came)
    WHERE l.as_of <= :last ORDER BY c.number, l.as_of, o.sort, l.id";

impl Store {
    /// Every revision: of one plan, by the code that it has or had, or of all; oldest quarter first. Of two that
    /// copies made under one name the last is the one that counts: the one that was decided for, else the later.
    pub fn revisions(&self, plan: Option<&str>) -> Result<Vec<Revision>> {
        let sql = format!(
            "SELECT {} FROM revision r JOIN change c ON c.number = r.since
             WHERE :plan IS NULL OR r.plan = (SELECT id FROM plan WHERE code = :plan)
                OR (r.code = :plan AND NOT EXISTS (SELECT 1 FROM plan WHERE code = :plan))
             ORDER BY r.code, r.quarter, r.number,
                      EXISTS (SELECT 1 FROM settled s WHERE s.noun = 'revision' AND s.uid = r.uid), c.at, r.uid",
            Revision::COLUMNS
        );
        self.all(&sql, named_params! { ":plan": plan })
    }

    /// The frozen content of a revision.
    pub fn frozen_content(&self, revision: RevisionId) -> Result<String> {
        self.one("SELECT content FROM revision WHERE id = ?1", [revision])
    }

    /// The rendering for an audience in a format and language. `None`: nothing was given to it.
    pub fn rendering(&self, revision: RevisionId, audience: &str, lang: &str, format: &str) -> Result<Option<String>> {
        self.maybe(
            "SELECT body FROM rendering WHERE revision = :revision AND audience = :audience AND lang = :lang
             AND format = :format",
            named_params! { ":revision": revision, ":audience": audience, ":lang": lang, ":format": format },
        )
    }

    /// The changes before a revision that it did not know: they came from another copy of the file.
    pub fn unseen_by(&self, revision: RevisionId) -> Result<BTreeSet<i64>> {
        self.all("SELECT change FROM unseen WHERE revision = ?1", [revision])
    }

    /// The changes before a revision that it did not know, by the id of the revision.
    fn unseen(&self) -> Result<BTreeSet<(RevisionId, i64)>> {
        rows::all(&self.conn, "SELECT revision, change FROM unseen", [])
    }

    /// The lines of the log that came or went after their quarter was frozen; of one plan or of all.
    pub fn late_lines(&self, plan: Option<&str>) -> Result<Vec<LateLine>> {
        let revisions = self.revisions(plan)?;
        if revisions.is_empty() {
            return Ok(vec![]);
        }
        let read = || -> Result<Vec<LateLine>> {
            let mut frozen: HashMap<PlanId, Vec<&Revision>> = HashMap::new();
            for r in &revisions {
                frozen.entry(r.plan).or_default().push(r);
            }
            let mut late = Vec::new();
            let unseen = self.unseen()?;
            // A revision knew every change before it, but those that came from another copy.
            let knew = |r: &Revision, change: i64| change < r.change && !unseen.contains(&(r.id, change));
            for (plan, revisions) in &mut frozen {
                revisions.sort_by_key(|r| (r.quarter, r.number));
                let oldest = revisions.iter().map(|r| r.change - 1).min().unwrap_or_default();
                let hidden = unseen.iter().filter(|u| revisions.iter().any(|r| r.id == u.0)).map(|u| u.1 - 1);
                let oldest = hidden.min().map_or(oldest, |h| h.min(oldest));
                let last = revisions.iter().map(|r| r.quarter.last_day()).max().unwrap_or_default();
                let candidates: Vec<Candidate> = rows::all(
                    &self.conn,
                    &CANDIDATES.replace("{columns}", Candidate::COLUMNS),
                    named_params! { ":plan": plan, ":oldest": oldest, ":last": last.to_string() },
                )?;
                for line in candidates {
                    let (as_of, went, mut came) = (line.as_of, line.went, line.came);
                    // A merge may have given it a new id.
                    if let Some(uid) = line.uid.filter(|_| went.is_none()) {
                        came = crate::store::changes::history::first_written(
                            &self.conn,
                            &catalogue::ENTRY,
                            line.entry.0,
                            &uid,
                        )?;
                    }
                    let Some(quarter) = revisions.iter().map(|r| r.quarter).find(|q| as_of <= q.last_day()) else {
                        continue;
                    };
                    let of: Vec<&&Revision> = revisions.iter().filter(|r| r.quarter == quarter).collect();
                    let (first, newest) = (of[0], of[of.len() - 1]);
                    let change = went.unwrap_or(came);
                    // A line that came and went between two revisions was never sent and is not waited for.
                    let told = if went.is_some() { of.iter().any(|r| knew(r, came)) } else { !knew(first, came) };
                    if !told || knew(first, change) {
                        continue;
                    }
                    late.push(LateLine {
                        entry: line.entry,
                        objective: line.objective,
                        reference: format!("{}/{}", line.plan, line.number),
                        plan: line.plan,
                        title: line.title,
                        title_da: line.title_da,
                        illustrative: line.illustrative,
                        as_of,
                        quarter,
                        change,
                        recorded: line.at.date_naive(),
                        author: line.author,
                        withdrawn: went.is_some(),
                        waiting: !knew(newest, change) && (went.is_none() || knew(newest, came)),
                    });
                }
            }
            late.sort_by_key(|l| (l.change, l.entry));
            Ok(late)
        };
        self.tell(read())
    }
}

impl ChangeTx<'_> {
    /// The first frozen quarter that a line as of this day reaches back into, and its newest revision.
    pub fn frozen_since(&self, subject: Subject, as_of: NaiveDate) -> Result<Option<(Quarter, i64)>> {
        self.maybe(
            "SELECT quarter, max(number) FROM revision WHERE plan = (SELECT plan FROM objective WHERE id = :objective)
             AND quarter >= :quarter GROUP BY quarter ORDER BY quarter LIMIT 1",
            named_params! { ":objective": subject.objective, ":quarter": Quarter::of(as_of).to_string() },
        )
    }

    /// Keeps a revision. Refused where something was written since it was put together.
    pub fn add_revision(&self, fresh: &Fresh) -> Result<String> {
        if fresh.known_at != self.number - 1 {
            return Err(Refusal::WroteMeanwhile.into());
        }
        let digest_of_content = digest(&fresh.content);
        let id: RevisionId = self.one(
            "INSERT INTO revision (uid, plan, code, quarter, number, as_of, known_at, reason, content, digest, since)
             SELECT :uid, id, code, :quarter, :number, :as_of, :known_at, :reason, :content, :digest, :since
             FROM plan WHERE code = :plan RETURNING id",
            named_params! {
                ":uid": self.uid(),
                ":plan": fresh.plan,
                ":quarter": fresh.quarter.to_string(),
                ":number": fresh.number,
                ":as_of": fresh.as_of.to_string(),
                ":known_at": fresh.known_at,
                ":reason": fresh.reason,
                ":content": fresh.content,
                ":digest": digest_of_content,
                ":since": self.number,
            },
        )?;
        let mut insert = self.conn()?.prepare_cached(
            "INSERT INTO rendering (revision, audience, lang, format, body, digest, since)
             VALUES (:revision, :audience, :lang, :format, :body, :digest, :since)",
        )?;
        for rendering in &fresh.renderings {
            insert.execute(named_params! {
                ":revision": id,
                ":audience": rendering.audience,
                ":lang": rendering.lang,
                ":format": rendering.format,
                ":body": rendering.body,
                ":digest": digest(&rendering.body),
                ":since": self.number,
            })?;
        }
        Ok(digest_of_content)
    }
}
