//! Conflicts that copies left undecided are listed, shown where it matters, and settled in minutes.

use crate::copies::world::{ONE_CLOCK, World};
use crate::support::Desk;

const A: usize = 0;
const B: usize = 1;

/// Two weeks of two copies that nobody talked about.
fn two_weeks() -> World {
    let base = [
        "init",
        "plan add P --title Plan --from 2025 --to 2027",
        "authority add AA --country DK --name Aa",
        "objective add P/1 --title One --lead AA",
        "objective add P/2 --title Two --lead AA --deadline 2026",
        "objective add P/3 --title Three --lead AA",
        "log P/2 -s ongoing -l yellow -m begin --as-of 2025-02-01",
    ];
    let mut w = World::new(2, ONE_CLOCK, &base);
    w.ok(A, "objective edit P/1 --title 'By Anna'");
    w.ok(B, "objective edit P/1 --title 'By Bo'");
    w.ok(A, "objective edit P/2 --deadline-approved 2027 --reason Penge --agreed-by ENS");
    w.ok(B, "objective edit P/2 --deadline-approved 2028 --reason Vejr --agreed-by KESDM");
    w.ok(A, "log P/2 -s completed -m done --as-of 2025-12-31");
    w.ok(B, "log P/2 -l red -m not --as-of 2025-12-31");
    w.ok(A, "authority edit AA --note x");
    w.ok(B, "authority edit AA --note y");
    w.ok(A, "objective edit P/3 --interest political");
    w.ok(B, "objective edit P/3 --title-da Tre");
    w.meet();
    w
}

fn listed(w: &mut World) -> Vec<String> {
    w.columns("conflicts", &["subject", "field", "value", "by"])
}

/// The choice of a value as the list has it: 3f9a12=b.
fn choice(w: &mut World, subject: &str, value: &str) -> String {
    let rows = w.columns("conflicts", &["subject", "value", "choice"]);
    let found = rows.iter().find_map(|row| row.strip_prefix(&format!("{subject},{value},")).map(str::to_string));
    found.unwrap_or_else(|| panic!("{subject} {value}: {rows:?}"))
}

#[test]
fn what_is_undecided_is_listed_with_both_values_and_authors() {
    let mut w = two_weeks();
    assert_eq!(
        listed(&mut w),
        [
            "AA,note,y,Bo",
            "AA,note,x,Anna",
            "P/1,title,By Bo,Bo",
            "P/1,title,By Anna,Anna",
            "P/2,deadline_approved,2028,Bo",
            "P/2,deadline_approved,2027,Anna",
            "P/2@2025-12-31,status,completed,Anna",
            "P/2@2025-12-31,status,ongoing,Bo",
        ]
    );
    let page = w.alike("conflicts");
    assert!(page.starts_with("4 conflicts are undecided."), "{page}");
    // Why it was moved and who agreed; the table breaks it over lines.
    let words: String = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("(Vejr;") && words.contains("KESDM)"), "{page}");
    let rows = w.columns("conflicts P/2", &["value", "why", "agreed_by"]);
    assert_eq!(rows[..2], ["2028,Vejr,KESDM", "2027,Penge,ENS"]);
    let danish = w.alike("conflicts --lang da --format markdown");
    for word in
        ["4 konflikter er uafgjorte", "Godkendt frist", "gennemført", "i gang", "aftalt af KESDM", "alle=\"Anna\""]
    {
        assert!(danish.contains(word), "{word}: {danish}");
    }
    let data: serde_json::Value = serde_json::from_str(&w.alike("conflicts --format json")).expect("JSON");
    assert_eq!(data["conflicts"].as_array().map(Vec::len), Some(4));
    assert_eq!(data["conflicts"][1]["values"][1]["author"], "Anna");
    // Where nothing is undecided it is said.
    assert_eq!(Desk::small().ok(&["conflicts"]), "Nothing is undecided between copies.\n");
}

#[test]
fn an_objective_shows_what_is_undecided_of_it_and_a_freeze_asks() {
    let mut w = two_weeks();
    for copy in [A, B] {
        let page = w.ok(copy, "show P/2 --format markdown");
        assert!(page.contains("Undecided between copies") && page.contains("2027 (Penge; agreed by ENS)"), "{page}");
        assert!(!w.ok(copy, "show P/3").contains("Undecided"));
    }
    let found = w.alike("check undecided 2025-Q4 --format markdown");
    assert!(found.contains("| P/1 | undecided between copies (title)"), "{found}");
    assert!(found.contains("| P/2 | undecided between copies (deadline\\_approved, entry status)"), "{found}");
    let danish = w.alike("check undecided 2025-Q4 --lang da --format markdown");
    assert!(danish.contains("uafgjort mellem kopier (Godkendt frist, Indberetning: status)"), "{danish}");
    let stopped = w.run(A, "freeze 2025-Q4 --plan P --skip-earlier");
    assert_eq!(stopped.code, 4, "{stopped:?}");
    w.ok(A, "conflicts decide all=Anna");
    assert_eq!(w.run(A, "freeze 2025-Q4 --plan P --skip-earlier").code, 0);
}

#[test]
fn decisions_travel_and_count_everywhere() {
    let mut w = two_weeks();
    let title = choice(&mut w, "P/1", "By Anna");
    let done = w.ok(A, &format!("conflicts decide P/2=Bo {title} AA=a --reason Aftalt"));
    assert_eq!(
        done.lines().collect::<Vec<_>>()[..4],
        [
            "AA note: y (Bo, 2026-02-02)",
            "P/1 title: By Anna (Anna, 2026-02-02)",
            "P/2 deadline_approved: 2028 (Bo, 2026-02-02)",
            "P/2@2025-12-31 entry status: ongoing (Bo, 2026-02-02)",
        ]
    );
    w.meet();
    assert_eq!(listed(&mut w), [""; 0]);
    let rows = w.columns("export objectives", &["title", "status", "deadline_approved"]);
    assert_eq!(rows[..2], ["By Anna,,", "Two,ongoing,2028"]);
    assert!(w.alike("changes --limit 1 --format markdown").contains("decide 4 conflicts between copies | Aftalt"));
    // The decision is a change like any other: taken back in the other copy, the conflicts are open again.
    w.ok(B, "undo {newest-0}");
    w.meet();
    assert_eq!(listed(&mut w).len(), 8);
    w.ok(A, "undo {newest-0}");
    w.meet();
    assert_eq!(listed(&mut w), [""; 0]);
}

#[test]
fn a_workbook_lists_them_and_is_read_back() {
    for name in ["c.csv", "c.xlsx"] {
        let mut w = two_weeks();
        w.ok(A, &format!("conflicts -o {name}"));
        let title = choice(&mut w, "P/1", "By Anna");
        let deadline = choice(&mut w, "P/2", "2027");
        if name == "c.csv" {
            let text = std::fs::read_to_string(w.file(name)).expect("a file");
            let chosen = |line: &str| [&title, &deadline].iter().any(|c| line.contains(&format!(";{c};")));
            let rows = text.lines().map(|l| if chosen(l) { format!("{l}x") } else { l.to_string() });
            std::fs::write(w.file(name), rows.collect::<Vec<_>>().join("\r\n")).expect("a file");
        } else {
            filled(&w, name, &[&title, &deadline]);
        }
        // Meanwhile Bo has said something else of one of them.
        w.ok(B, "objective edit P/1 --title 'By Bo, who knew both'");
        w.take_over(A, B);
        let done = w.run(A, &format!("conflicts decide --from {name}"));
        assert_eq!(done.code, 4, "{done:?}");
        assert!(done.stdout.starts_with("P/2 deadline_approved: 2027 (Anna, 2026-02-02)\n"), "{done:?}");
        let code = title.split('=').next().expect("a code");
        assert!(done.stderr.contains(&format!("somebody has said something else since: {code}")), "{done:?}");
        w.meet();
        assert_eq!(w.columns("export objectives", &["title", "deadline_approved"])[1], "Two,2027");
    }
}

/// Puts an x into the last column of some rows of a workbook.
fn filled(w: &World, name: &str, choices: &[&String]) {
    use rust_xlsxwriter::Workbook;
    let read = fremdrift::exchange::workbook::read(&std::fs::read(w.file(name)).expect("a file")).expect("a workbook");
    let list = read.sheets.last().expect("a list");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in &list.rows {
        let line = u32::try_from(row.line - 1).expect("few lines");
        let mut is_chosen = false;
        for cell in &row.cells {
            if let fremdrift::exchange::workbook::CellValue::Text(text) = &cell.value {
                is_chosen |= choices.contains(&text);
                let column = u16::try_from(cell.column).expect("few columns");
                sheet.write_string(line, column, text).expect("a cell");
            }
        }
        if is_chosen {
            sheet.write_string(line, 9, "x").expect("a cell");
        }
    }
    book.save(w.file(name)).expect("a workbook");
}

#[test]
fn what_does_not_decide_is_refused_in_words() {
    let mut w = two_weeks();
    w.ok(A, "objective add P/9 --title Mine");
    w.ok(B, "objective add P/9 --title Theirs");
    w.meet();
    for (line, words) in [
        ("conflicts decide P/1", "error: «P/1» does not say how to decide\nhint: write 3f9a12=b as the list has it"),
        (
            "conflicts decide P/3=a",
            "error: nothing is undecided under «P/3»\nhint: see what is with: fremdrift conflicts\n",
        ),
        (
            "conflicts decide P/1=Cecilie",
            "error: «Cecilie» is none of the values of P/1, or several of them\nhint: write one of the letters: a, b\n",
        ),
        (
            "conflicts decide P/9=a",
            "error: which of the rows is P/9 can't be chosen from a list\nhint: give one of them another number: fremdrift objective edit \"P/9\" --number ...\n",
        ),
    ] {
        let before = std::fs::read(w.path(A)).expect("a file");
        let done = w.run(A, line);
        assert_eq!(done.code, 1, "{line}: {done:?}");
        assert!(done.stderr.starts_with(words), "{line}: {done:?}");
        assert!(std::fs::read(w.path(A)).expect("a file") == before, "{line}");
        let danish = w.run(A, &format!("{line} --lang da"));
        let english = crate::support::english_words(&danish.stderr);
        assert!(english.is_empty(), "{line}: {english:?} in {}", danish.stderr);
    }
    // A name is no value to choose; all else is decided as Bo has it, and the name is left.
    let done = w.ok(A, "conflicts decide all=Bo");
    assert!(done.contains("decided 4 conflicts, 2 left") || done.contains("decided 4 conflicts, 1 left"), "{done}");
    let tried = w.ok(A, "conflicts decide all=Bo --dry-run");
    assert!(tried.contains("decided 0 conflicts"), "{tried}");
    std::fs::write(w.file("odd.csv"), "choice,take\r\n3f9a12=a,x\r\n3f9a12=b,x\r\n").expect("a file");
    let odd = w.run(A, "conflicts decide --from odd.csv");
    assert!(odd.code == 4 && odd.stderr.contains("two values of one conflict are chosen"), "{odd:?}");
    std::fs::write(w.file("bare.csv"), "a,b\r\n1,2\r\n").expect("a file");
    assert_eq!(w.run(A, "conflicts decide --from bare.csv").code, 4);
}
