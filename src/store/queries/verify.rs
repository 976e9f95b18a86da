//! Is the file whole, and does what it says hold together?

use crate::model::{Operation, catalogue};
use crate::store::changes::lineage;
use crate::store::file::schema_check;
use crate::store::tables::sealed;
use crate::store::{Merge, Result, Store, rows};
use rusqlite::Connection;

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The part that was looked at: shape, pages, references, history ...
    pub check: &'static str,
    pub detail: String,
}

/// The result of looking at everything.
#[derive(Clone, Debug)]
pub struct Health {
    pub changes: i64,
    pub objectives: i64,
    pub entries: i64,
    pub versions: i64,
    pub findings: Vec<Finding>,
}

/// The findings of SQLite itself.
const OF_SQLITE: [(&str, &str); 2] = [
    ("pages", "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
    (
        "references",
        "SELECT \"table\" || ' ' || rowid || ': what it refers to in ' || parent || ' is not there' FROM pragma_foreign_key_check",
    ),
];

/// Each gives one row, a sentence, for everything that does not fit.
const INVARIANTS: &[(&str, &str)] = &[
    ("changes", "SELECT 'change ' || number || ' was never closed' FROM change WHERE open IS NOT NULL"),
    (
        "changes",
        "SELECT 'changes are numbered with gaps: ' || count(*) || ' of ' || max(number) FROM change
         HAVING count(*) <> coalesce(max(number), 0)",
    ),
    (
        "history",
        "SELECT noun || ' ' || row || ': two versions hold at once, until ' || ended || ' and from ' || since
         FROM (SELECT noun, row, since, max(until) OVER (
                   PARTITION BY noun, row ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended FROM history)
         WHERE since < ended",
    ),
    (
        "history",
        "SELECT noun || ' ' || row || ': a version that ended at change ' || until || ' is no JSON object' FROM history
         WHERE json_type(was) <> 'object'",
    ),
    (
        "frozen",
        "SELECT quarter || ' of ' || code || ': revision ' || number || ' is there, the one before it is not' FROM revision r
         WHERE number > 0 AND NOT EXISTS (SELECT 1 FROM revision v WHERE v.plan = r.plan AND v.quarter = r.quarter AND v.number = r.number - 1)",
    ),
    (
        "frozen",
        "SELECT quarter || ' of ' || code || ', revision ' || number || ': its quarter, number, day or change is not that of its content'
         FROM revision WHERE (quarter, number, as_of, known_at) IS NOT
         (content ->> '$.quarter', content ->> '$.revision.number', content ->> '$.as_of', content ->> '$.known_at')",
    ),
    (
        "frozen",
        "SELECT quarter || ' of ' || code || ', revision ' || number || ': its words are not there' FROM revision r
         WHERE (SELECT count(*) FROM rendering n WHERE n.revision = r.id AND n.audience = 'internal') <> 8",
    ),
    (
        "log",
        "SELECT 'entry ' || e.id || ' is about an activity of another objective' FROM entry e JOIN activity a ON a.id = e.activity
         WHERE a.objective <> e.objective",
    ),
    (
        "log",
        // An undo or a merge writes a line again, on a day of its own; the day of the first time counts.
        "SELECT 'entry ' || e.id || ' is on ' || e.as_of || ', after the day on which it was recorded' FROM entry e
         JOIN change c ON c.number = e.since WHERE e.as_of > c.day AND NOT EXISTS
         (SELECT 1 FROM history h JOIN change f ON f.number = h.since
          WHERE h.noun = 'entry' AND h.was ->> 'uid' = e.uid AND (f.day IS NULL OR e.as_of <= f.day))",
    ),
    (
        "deadlines",
        "SELECT 'objective ' || o.id || ': the approved deadline is not the one of its last move'
         FROM objective o WHERE EXISTS (SELECT 1 FROM deadline_move m WHERE m.objective = o.id AND m.activity IS NULL)
         AND o.deadline_approved IS NOT (SELECT after FROM deadline_move m WHERE m.objective = o.id AND m.activity IS NULL
                                         ORDER BY as_of DESC, id DESC LIMIT 1)
         AND NOT EXISTS (SELECT 1 FROM conflict WHERE noun = 'objective' AND uid = o.uid AND field = 'deadline_approved')",
    ),
    ("names", "SELECT 'authority ' || code || ' has no name' FROM authority a
               WHERE NOT EXISTS (SELECT 1 FROM authority_name n WHERE n.authority = a.id)"),
];

impl Store {
    pub fn verify(&self) -> Result<Health> {
        let look = || -> Result<Health> {
            let conn = &self.conn;
            // An object in the place of a table need not be one, and must not be queried.
            let strange = schema_check::strange(conn)?;
            let of_tables = strange.iter().any(|s| s.of_table);
            let mut findings: Vec<Finding> =
                strange.into_iter().map(|s| Finding { check: "shape", detail: s.detail }).collect();
            if of_tables {
                return Ok(Health { changes: 0, objectives: 0, entries: 0, versions: 0, findings });
            }
            for (check, sql) in OF_SQLITE {
                note(conn, check, sql, &mut findings)?;
            }
            findings.extend(unfit(conn)?);
            let count = |sql: &str| rows::one(conn, sql, []);
            Ok(Health {
                changes: count("SELECT count(*) FROM change")?,
                objectives: count("SELECT count(*) FROM objective")?,
                entries: count("SELECT count(*) FROM entry")?,
                versions: count("SELECT count(*) FROM history")?,
                findings,
            })
        };
        self.tell(look())
    }

    /// The first thing that does not hold together.
    pub fn unfit(&self) -> Result<Option<String>> {
        self.tell(unfit(&self.conn)).map(first)
    }
}

impl Merge<'_> {
    /// The first thing that does not hold together now that all is written.
    pub fn unfit(&self) -> Result<Option<String>> {
        unfit(self.w.conn()?).map(first)
    }
}

fn first(findings: Vec<Finding>) -> Option<String> {
    findings.into_iter().next().map(|f| f.detail)
}

/// The findings of everything but the pages and the references.
pub(in crate::store) fn unfit(conn: &Connection) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (check, sql) in INVARIANTS {
        note(conn, check, sql, &mut findings)?;
    }
    let operations = "SELECT number, operation, verb FROM change WHERE operation IS NOT NULL";
    rows::each(conn, operations, [], |(number, json, verb): (i64, String, String)| {
        if !Operation::read(&json).is_ok_and(|operation| operation.verb().code() == verb) {
            let detail = format!("change {number} does not say what a command does");
            findings.push(Finding { check: "changes", detail });
        }
        Ok(())
    })?;
    if let (_, Some(number)) = lineage::look(conn)? {
        findings.push(Finding { check: "changes", detail: lineage::told(number) });
    }
    for table in catalogue::with_history() {
        note(
            conn,
            "history",
            &format!(
                "SELECT '{table} ' || t.id || ': the row is older than a version that it replaced' FROM {table} t
                 JOIN history h ON h.noun = '{table}' AND h.row = t.id WHERE h.until > t.since"
            ),
            &mut findings,
        )?;
        note(
            conn,
            "history",
            &format!(
                "SELECT '{table} ' || t.id || ' was written by a change that is not there' FROM {table} t
                 WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.number = t.since)"
            ),
            &mut findings,
        )?;
    }
    findings.extend(sealed::broken(conn, None)?.into_iter().map(|detail| Finding { check: "frozen", detail }));
    Ok(findings)
}

/// Each row of the answer is a finding.
fn note(conn: &Connection, check: &'static str, sql: &str, findings: &mut Vec<Finding>) -> Result<()> {
    rows::each(conn, sql, [], |detail: Option<String>| {
        findings.push(Finding { check, detail: detail.unwrap_or_default() });
        Ok(())
    })
}
