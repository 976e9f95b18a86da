//! Nothing internal leaves. A word of its own is planted in every text of every table, as the schema has
//! them; then everything that goes to somebody is unpacked and searched for words that are not for them.

use super::returns::fill;
use crate::support::Desk;
use fremdrift::model::catalogue::{self, Table, TableKind};
use fremdrift::model::{Field, FieldType};
use mailparse::parse_mail;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::io::Read;

/// Whether a column gets a word. Not what the program itself writes and reads: an identity, a number that orders, a
/// list of fields; nor what the desk below is reached by.
fn is_planted(table: &Table, column: &Field) -> bool {
    let kept = matches!(table.kind, TableKind::Frozen | TableKind::Bookkeeping | TableKind::Derived);
    let by_program = match column.kind {
        FieldType::Uid | FieldType::Sort | FieldType::Digest | FieldType::FieldNames | FieldType::Json => true,
        FieldType::Number | FieldType::Email | FieldType::Word(_) => true,
        FieldType::Code => table.name != "instrument",
        _ => false,
    };
    !kept && !by_program
}

/// The reader of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reader {
    /// A Danish authority, which leads 1, 2 and 3.
    Sum,
    /// A foreign one, which leads 1, 2 and 3 too.
    Ssa,
    Partner,
    Public,
}

/// The words that a reader may see: names of plans, things marked for them, questions to them.
/// Objective 1 is public, 2 is for the partner, 3 is internal; each has an activity of its number.
fn may_see(reader: Reader, table: &str, column: &str, row: i64) -> bool {
    let objective = |number: i64| match reader {
        Reader::Sum => true,
        Reader::Ssa | Reader::Partner => number <= 2,
        Reader::Public => number == 1,
    };
    match (table, column) {
        ("partnership", "country" | "country_da") => true,
        ("plan", "title" | "title_da" | "caveat" | "caveat_da") => true,
        ("authority_name", "name" | "name_en" | "name_da") => true,
        ("area", "title" | "title_da") => true,
        ("objective" | "activity", "title" | "title_da") => objective(row),
        ("instrument", "code") => matches!(reader, Reader::Partner | Reader::Public) && objective(row),
        ("tag", "tag") => false,
        // The question is for SUM.
        ("question", "text") => reader == Reader::Sum,
        _ => false,
    }
}

fn word(table: &str, column: &str, row: i64) -> String {
    format!("zq{}9{}9{row}qz", table.replace('_', ""), column.replace('_', ""))
}

/// Every table has a row, and as far as it can be one for each objective.
fn desk() -> Desk {
    let desk = Desk::small();
    let ok = |args: &[&str]| drop(desk.ok(args));
    ok(&["authority", "add", "SUM", "--country", "DK", "--name", "Sundhed", "--email", "sum@sum.dk"]);
    ok(&["authority", "add", "SSA", "--country", "MX", "--name", "Salud", "--email", "ssa@ssa.mx"]);
    ok(&["authority", "add", "OLD", "--country", "DK", "--name", "Gammel"]);
    ok(&["area", "add", "MX-2030/1", "--title", "Sundhed", "--title-da", "Sundhed"]);
    for (n, audience) in [("1", "public"), ("2", "partner"), ("3", "internal")] {
        let reference = format!("MX-2030/{n}");
        let instrument = format!("INS{n}");
        ok(&["instrument", "add", &instrument, "--name", "i", "--kind", "fund"]);
        ok(&[
            "objective",
            "add",
            &reference,
            "--title",
            "t",
            "--title-da",
            "t",
            "--audience",
            audience,
            "--area",
            "1",
            "--lead",
            "SUM",
            "--lead",
            "SSA",
            "--supporting",
            "UM",
            "--counterpart",
            "ENS",
            "--tag",
            "mærke",
            "--sdg",
            "3",
            "--source",
            "s",
            "--case-number",
            "c",
            "--deadline-original",
            "2027-06-30",
            "--instrument",
            &instrument,
        ]);
        ok(&["activity", "add", &format!("{reference}/1"), "--title", "a", "--lead", "SUM"]);
        let moved = ["--deadline-approved", "2028-06-30", "--reason", "r", "--agreed-by", "b"];
        ok(&[&["objective", "edit", &reference][..], &moved].concat());
        ok(&["objective", "edit", &reference, "--deadline-original", "2027-05-31", "--correction", "r"]);
    }
    ok(&["authority", "merge", "OLD", "--into", "UM", "--from", "2026-05-01", "--reason", "r"]);
    // Our own lines: before the sheets, none of them marked for others.
    for subject in ["1", "1/1", "2", "2/1", "3", "3/1"] {
        let texts = ["-m", "n", "--evidence", "e", "--expect", "2028", "--because", "b", "--blocked-by", "b"];
        let line = ["-s", "ongoing", "-l", "red", "--as-of", "2026-04-01", "--source", "s", "--ask", "UM"];
        ok(&[&["log", &format!("MX-2030/{subject}")][..], &line, &texts].concat());
    }
    ok(&["setting", "green-months", "2", "--reason", "r"]);
    desk.write("ord.csv", "Nummer;Kasse\n1;x\n");
    ok(&["import", "objectives", "ord.csv", "--plan", "MX-2030", "--ignore", "Kasse"]);
    desk
}

/// Columns of text.
fn texts() -> impl Iterator<Item = (&'static Table, &'static Field)> {
    let all = catalogue::TABLES.into_iter().flat_map(|table| table.columns().map(move |column| (table, column)));
    all.filter(|(_, column)| !column.kind.is_number())
}

/// Puts the words into the file, within one change. What a check refuses can't hold a word.
fn plant(desk: &Desk) -> BTreeSet<(String, String)> {
    let conn = Connection::open(desk.path("fremdrift.db")).unwrap();
    conn.execute_batch(
        "INSERT INTO change (number, uid, at, author, verb, what, program, open)
         SELECT max(number) + 1, 'planted-' || max(number), '2026-11-20T09:00:00Z', 'zqchange9author90qz', 'edit',
                'zqchange9what90qz', 'test', 1 FROM change",
    )
    .unwrap();
    let since: i64 = conn.query_row("SELECT number FROM change WHERE open = 1", [], |r| r.get(0)).unwrap();
    conn.execute(
        "INSERT INTO settled (noun, row, field, taken, dropped, since) VALUES ('entry', 1, 'note', 't', 'd', ?1)",
        [since],
    )
    .unwrap();
    let aside = "INSERT INTO put_aside (uid, code, quarter, number, digest, frozen_on, frozen_by, file, since)
                 VALUES ('u', 'MX-2030', '2026-Q1', 0, printf('%064d', 0), '2026-04-01', 'b', 'f', ?1)";
    conn.execute(aside, [since]).unwrap();
    let carried = "INSERT INTO carried (objective, predecessor, as_of, since) VALUES (1, 2, '2026-01-01', ?1)";
    conn.execute(carried, [since]).unwrap();
    // A conflict about a public objective that nobody has decided: both values are ours alone.
    let value = word("conflict", "claims", 1);
    let claims = format!(r#"[{{"change":"x","value":"{value}"}},{{"change":"y","value":"other"}}]"#);
    let undecided = "INSERT INTO conflict (noun, row, uid, field, kind, claims, since)
                     SELECT 'objective', id, uid, 'source', 'value', ?1, ?2 FROM objective WHERE number = '1'";
    conn.execute(undecided, rusqlite::params![claims, since]).unwrap();
    // Lines of the log are never altered; here they are, and the guard is put back.
    let guards = format!(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%never altered%'
         AND name LIKE '%update' AND tbl_name IN ('{}')",
        catalogue::with_history().map(|t| t.name).collect::<Vec<_>>().join("', '")
    );
    let mut guards = conn.prepare(&guards).unwrap();
    let guards = guards.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
    let guards: Vec<(String, String)> = guards.map(Result::unwrap).collect();
    guards.iter().for_each(|(name, _)| conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap());
    let mut planted = BTreeSet::new();
    for (table, column) in texts().filter(|(table, column)| is_planted(table, column)) {
        let (table, column) = (table.name, column.column);
        let mut ids = conn.prepare(&format!("SELECT id FROM {table}")).unwrap();
        let ids: Vec<i64> = ids.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
        assert!(!ids.is_empty(), "{table} has no row: add one to the desk, so that its texts can be looked for");
        for id in ids {
            let said = format!("UPDATE {table} SET {column} = ?1, since = ?2 WHERE id = ?3");
            match conn.execute(&said, rusqlite::params![word(table, column, id), since, id]) {
                Ok(_) => drop(planted.insert((table.to_string(), column.to_string()))),
                Err(e) => assert!(e.to_string().contains("CHECK constraint"), "{table}.{column}: {e}"),
            }
        }
    }
    guards.iter().for_each(|(_, sql)| conn.execute_batch(sql).unwrap());
    conn.execute("UPDATE change SET open = NULL WHERE open = 1", []).unwrap();
    planted
}

/// All that is in a file, also within files that it holds.
fn unpacked(name: &str, bytes: &[u8]) -> String {
    if bytes.starts_with(b"PK\x03\x04") {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = String::from_utf8_lossy(zip.comment()).into_owned();
        for i in 0..zip.len() {
            let mut part = zip.by_index(i).unwrap();
            let mut inside = Vec::new();
            part.read_to_end(&mut inside).unwrap();
            let named = part.name().unwrap().into_owned();
            text.push_str(&format!("\n{named}\n{}", unpacked(&named, &inside)));
        }
        return text;
    }
    if name.ends_with(".eml") {
        let mail = parse_mail(bytes).unwrap();
        let mut text: String = mail.headers.iter().map(|h| format!("{}: {}\n", h.get_key(), h.get_value())).collect();
        for part in mail.parts() {
            let inside = part.get_body_raw().unwrap();
            let file = part.get_content_disposition().params.get("filename").cloned().unwrap_or_default();
            text.push_str(&unpacked(&file, &inside));
        }
        return text;
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    if name.ends_with(".ics") { text.replace("\r\n ", "") } else { text }
}

/// The planted words in a text: table, column, row.
fn found(text: &str) -> BTreeSet<(String, String, i64)> {
    let mut all = BTreeSet::new();
    for (at, _) in text.match_indices("zq") {
        let Some(end) = text[at..].find("qz") else { continue };
        let parts: Vec<&str> = text[at + 2..at + end].splitn(3, '9').collect();
        if let [table, column, row] = parts[..]
            && let Ok(row) = row.parse()
        {
            all.insert((table.to_string(), column.to_string(), row));
        }
    }
    all
}

struct Search {
    tables: Vec<(String, String)>,
    seen: BTreeSet<(String, String, i64)>,
    files: usize,
}

impl Search {
    fn file(&mut self, reader: Reader, name: &str, bytes: &[u8]) {
        let text = unpacked(name, bytes);
        self.files += 1;
        for (table, column, row) in found(&text) {
            let of = self.tables.iter().find(|(t, c)| t.replace('_', "") == table && c.replace('_', "") == column);
            let (table, column) = of.map_or((table.as_str(), column.as_str()), |(t, c)| (t.as_str(), c.as_str()));
            assert!(
                may_see(reader, table, column, row),
                "{reader:?} sees {table}.{column} of row {row} in {name}:\n{text}"
            );
            self.seen.insert((table.to_string(), column.to_string(), row));
        }
    }
}

#[test]
fn no_word_of_ours_is_in_anything_that_goes_to_somebody() {
    let mut desk = desk();
    let secret = ["--author", "zqchange9author90qz"];
    // A quarter before: SUM has answered, and was asked a question; SSA and another have answered too.
    desk.ok(&[&["return", "send", "2026-Q2", "--out", "a", "--plan", "MX-2030"][..], &secret].concat());
    fill(
        &desk,
        "a/2026-Q2-SUM.xlsx",
        "sum.xlsx",
        &[("MX-2030/1", "note", "SVARFRASUM"), ("MX-2030/3", "light", "gul")],
    );
    fill(&desk, "a/2026-Q2-SSA.xlsx", "ssa.xlsx", &[("MX-2030/1", "note", "SVARFRASSA")]);
    desk.ok(&[&["return", "read", "sum.xlsx", "ssa.xlsx", "--take", "theirs"][..], &secret].concat());
    desk.ok(&[&["return", "question", "MX-2030/1", "q"][..], &secret].concat());
    // Later lines of ours, over theirs.
    for subject in ["1", "2", "3"] {
        let line = ["-l", "red", "-m", "n", "--blocked-by", "b", "--as-of", "2026-08-01"];
        desk.ok(&[&["log", &format!("MX-2030/{subject}")][..], &line, &secret].concat());
    }
    let planted = plant(&desk);
    // A question goes out while it is newer than the answer; the one before was touched with it.
    desk.ok(&[&["return", "question", "MX-2030/1", &word("question", "text", 2)][..], &secret].concat());
    assert!(planted.len() > 30, "{planted:?}");
    for of in [("entry", "note"), ("entry", "blocked_by"), ("deadline_move", "reason"), ("reading", "filled_by")] {
        assert!(planted.contains(&(of.0.into(), of.1.into())), "{of:?}");
    }
    let freeze = ["freeze", "2026-Q3", "--skip-earlier", "--waive", "undecided=r", "--plan", "MX-2030"];
    let found_errors = desk.run(&[&freeze[..], &["--dry-run"]].concat());
    let mut waived: Vec<String> = Vec::new();
    for check in ["no-lead", "ended-no-evidence", "green-overdue", "open-activities", "unknown-authority"] {
        if format!("{}{}", found_errors.stdout, found_errors.stderr).contains(check) {
            waived.extend(["--waive".to_string(), format!("{check}=zqchange9reason90qz")]);
        }
    }
    let waived: Vec<&str> = waived.iter().map(String::as_str).collect();
    desk.ok(&[&freeze[..], &waived, &secret].concat());

    let tables = texts().map(|(table, column)| (table.to_string(), column.column.to_string())).collect();
    let mut search = Search { tables, seen: BTreeSet::new(), files: 0 };
    let folder = |search: &mut Search, desk: &Desk, folder: &str| {
        for entry in std::fs::read_dir(desk.path(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let reader = if name.contains("-SUM") {
                Reader::Sum
            } else if name.contains("-SSA") {
                Reader::Ssa
            } else {
                continue;
            };
            search.file(reader, &name, &std::fs::read(&path).unwrap());
        }
    };
    let of = ["--plan", "MX-2030"];
    desk.ok(&[&["return", "send", "2026-Q3", "--out", "ud", "--due", "2026-11-25"][..], &of].concat());
    desk.ok(&[&["return", "send", "2026-Q3", "--out", "csv", "--format", "csv"][..], &of].concat());
    desk.now = "2026-12-03T09:00:00Z".into();
    desk.ok(&["return", "remind", "2026-Q3", "--out", "rykker"]);
    fill(&desk, "ud/2026-Q3-SUM.xlsx", "sum3.xlsx", &[("MX-2030/2", "note", "Nyt"), ("MX-2030/2", "light", "gul")]);
    fill(&desk, "ud/2026-Q3-SSA.xlsx", "ssa3.xlsx", &[("MX-2030/2", "no_change", "x")]);
    desk.ok(&["return", "read", "sum3.xlsx", "ssa3.xlsx", "--receipts", "kvit"]);
    desk.ok(&["return", "send", "2026-Q2", "--out", "igen", "-a", "SUM", "--plan", "MX-2030"]);
    for name in ["ud", "csv", "rykker", "kvit", "igen"] {
        folder(&mut search, &desk, name);
    }
    assert_eq!(search.files, 14);
    // Their own answers stand in their sheets, and not in those of others.
    let sheet = |name: &str| unpacked("x.xlsx", &std::fs::read(desk.path(name)).unwrap());
    assert!(
        sheet("ud/2026-Q3-SUM.xlsx").contains("SVARFRASUM") && !sheet("ud/2026-Q3-SUM.xlsx").contains("SVARFRASSA")
    );
    assert!(
        sheet("ud/2026-Q3-SSA.xlsx").contains("SVARFRASSA") && !sheet("ud/2026-Q3-SSA.xlsx").contains("SVARFRASUM")
    );
    assert!(sheet("ud/2026-Q3-SUM.xlsx").contains("6 andre bemærkninger er udeladt"));

    for (reader, audience, langs) in [(Reader::Partner, "partner", ["da"]), (Reader::Public, "public", ["en"])] {
        for lang in langs {
            let asked = ["--audience", audience, "--lang", lang, "--yes", "-q"];
            let go = |search: &mut Search, args: &[&str], ending: &str| {
                let out = format!("ud.{ending}");
                desk.ok(&[args, &["-o", &out][..], &asked].concat());
                search.file(reader, &format!("{} {out}", args.join(" ")), &std::fs::read(desk.path(&out)).unwrap());
            };
            for ending in ["txt", "md", "csv", "json", "html", "docx", "xlsx"] {
                for which in [&["summary", "2026-Q2"][..], &["summary", "2026-Q3"], &["summary", "2026-Q4"]] {
                    go(&mut search, &[which, &of[..]].concat(), ending);
                }
                go(&mut search, &["summary", "--as-reported", "2026-Q3", "--plan", "MX-2030"], ending);
                go(&mut search, &["portfolio", "2026-Q3"], ending);
                go(&mut search, &["trend"], ending);
            }
            for what in ["objectives", "activities", "entries"] {
                for profile in ["excel-da", "rfc4180"] {
                    go(&mut search, &["export", what, "--profile", profile], "csv");
                }
            }
            go(&mut search, &["export", "calendar"], "ics");
            go(&mut search, &["export", "calendar", "--todos", "--alarm", "7d"], "ics");
        }
    }
    assert!(search.files > 100, "{}", search.files);
    // The search finds what may be seen; else it would find nothing at all.
    for seen in
        [("objective", "title", 1), ("objective", "title_da", 3), ("activity", "title", 1), ("question", "text", 2)]
    {
        let seen = (seen.0.to_string(), seen.1.to_string(), seen.2);
        assert!(search.seen.contains(&seen), "{seen:?} of {:?}", search.seen);
    }
}

#[test]
fn another_country_is_not_asked_about_what_is_internal() {
    let desk = desk();
    let said = desk.run(&["return", "send", "2026-Q3", "--out", "ud", "-a", "SSA", "--plan", "MX-2030"]);
    assert!(said.stdout.contains("SSA Salud: 2 of 2 rows to be answered"), "{said:?}");
    assert!(
        said.stderr.contains("SSA is not asked about what is for internal use, 1 objective: MX-2030/3"),
        "{said:?}"
    );
    for n in ["1", "2"] {
        desk.ok(&["objective", "edit", &format!("MX-2030/{n}"), "--audience", "internal"]);
    }
    let said = desk.run(&["return", "send", "2026-Q3", "--out", "ud2", "-a", "SSA", "--plan", "MX-2030"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stderr.contains("3 objectives: MX-2030/1, MX-2030/2, MX-2030/3"), "{said:?}");
    assert!(!desk.path("ud2").exists());
}
