//! CSV in, in whatever form Excel left it: whole or not at all.

use crate::support::Desk;

/// Five objectives as a Danish officer types them.
const FIVE: &str = "Nummer;Indsatsområde;Titel;Ansvarlig;Frist\r\n\
    1.1;Energi;Fremme havvind på Yucatán;ENS;30-06-2027\r\n\
    1.2;Energi;Årlig dialog om el-net;ENS|UM;2028\r\n\
    1.10;Vand;Mindske vandspild;;4. kvartal 2027\r\n\
    007;Vand;Rent drikkevand til alle;UM;2027-06\r\n\
    2.1;Handel;Fremstød for fødevarer;Udenrigsministeriet;\r\n";

fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("a letter of Latin 1")).collect()
}

fn utf_16(text: &str) -> Vec<u8> {
    "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect()
}

/// A small plan with the five objectives in it.
fn five() -> Desk {
    let desk = Desk::small();
    desk.write("maal.csv", windows_1252(FIVE));
    desk.ok(&["import", "objectives", "maal.csv", "--plan", "MX-2030", "--add-areas"]);
    desk
}

/// As `Page` of the program would write it; the letters are those of the tables of Microsoft and Apple.
fn coded(text: &str, table: &[(char, u8)]) -> Vec<u8> {
    let byte = |c: char| table.iter().find(|t| t.0 == c).map_or_else(|| u8::try_from(c).expect("ASCII"), |t| t.1);
    text.chars().map(byte).collect()
}

const DOS: &[(char, u8)] = &[('æ', 0x91), ('ø', 0x9b), ('å', 0x86), ('Æ', 0x92), ('Ø', 0x9d), ('Å', 0x8f), ('á', 0xa0)];
const MAC: &[(char, u8)] = &[('æ', 0xbe), ('ø', 0xbf), ('å', 0x8c), ('Æ', 0xae), ('Ø', 0xaf), ('Å', 0x81), ('á', 0x87)];

#[test]
fn csv_of_ms_dos_and_of_the_macintosh_is_told_from_windows() {
    let desk = five();
    for (table, name) in [(DOS, "MS-DOS 850"), (MAC, "Macintosh")] {
        desk.write("in.csv", coded(FIVE, table));
        assert_eq!(desk.ok(ROWS), format!("5 rows read («;» and {name}): 0 added, 0 changed, 5 unchanged\n"));
        desk.write("log.csv", coded("reference;status;note\r\nMX-2030/1.1;i gang;Fælles køreplan på plads\r\n", table));
        desk.ok(&["log", "--file", "log.csv", "--as-of", "2026-11-01"]);
        assert!(desk.ok(&["show", "MX-2030/1.1"]).contains("Fælles køreplan på plads"));
    }
    // One letter alone may be another in the other encoding.
    desk.write("in.csv", b"Nummer;Titel\r\n9;M\x91\r\n");
    let said = desk.fails(4, ROWS);
    assert!(said.contains("it can't be told in which encoding the file was written: «M"), "{said}");
    assert!(said.contains("--encoding"), "{said}");
    desk.ok(&[ROWS, &["--encoding", "850"]].concat());
    assert!(desk.ok(&["show", "MX-2030/9"]).contains("Mæ"));
    let said = desk.fails(2, &[ROWS, &["--encoding", "koi8"]].concat());
    assert!(said.contains("it is one of utf-8, utf-16, windows-1252, 850"), "{said}");
}

const ROWS: &[&str] = &["import", "objectives", "in.csv", "--plan", "MX-2030"];

#[test]
fn five_objectives_from_danish_excel_are_read_into_a_fresh_plan() {
    let desk = Desk::small();
    desk.write("maal.csv", windows_1252(FIVE));
    let import = ["import", "objectives", "maal.csv", "--plan", "MX-2030", "--add-areas"];
    let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
    assert_eq!(
        desk.ok(&[&import[..], &["--dry-run"]].concat()),
        "5 rows read («;» and Windows-1252): 5 would be added, 0 would be changed, 0 unchanged\n  \
         columns: Nummer → number; Indsatsområde → area; Titel → title; Ansvarlig → lead; Frist → deadline\n  \
         areas added: 1 Energi, 2 Vand, 3 Handel\n  \
         added: MX-2030/1.1, MX-2030/1.2, MX-2030/1.10, MX-2030/007, MX-2030/2.1\n\
         nothing was written: this was a dry run\n"
    );
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before);
    assert_eq!(
        desk.ok(&import),
        "5 rows read («;» and Windows-1252): 5 added, 0 changed, 0 unchanged  [change 6]\n  \
         areas added: 1 Energi, 2 Vand, 3 Handel\n"
    );
    assert_eq!(
        desk.ok(&["objective", "list"]),
        "Plan     Number  Title                      Lead     Deadline approved\n\
         ──────────────────────────────────────────────────────────────────────\n\
         MX-2030  1.1     Fremme havvind på Yucatán  ENS      2027-06-30\n\
         MX-2030  1.2     Årlig dialog om el-net     ENS, UM  2028\n\
         MX-2030  1.10    Mindske vandspild                   2027-Q4\n\
         MX-2030  2.1     Fremstød for fødevarer     UM\n\
         MX-2030  007     Rent drikkevand til alle   UM       2027-06\n"
    );
    // The second time nothing changes, and no change is made.
    let after = std::fs::read(desk.path("fremdrift.db")).unwrap();
    assert_eq!(desk.ok(&import), "5 rows read («;» and Windows-1252): 0 added, 0 changed, 5 unchanged\n");
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == after);
}

#[test]
fn the_same_table_is_read_in_every_form() {
    let desk = five();
    for (bytes, form) in [
        (FIVE.as_bytes().to_vec(), "«;» and UTF-8"),
        (format!("\u{feff}{FIVE}").into_bytes(), "«;» and UTF-8"),
        (utf_16(FIVE), "«;» and UTF-16"),
        (FIVE.replace(';', "\t").into_bytes(), "tab and UTF-8"),
        (utf_16(&FIVE.replace(';', "\t")), "tab and UTF-16"),
        (FIVE.replace(';', ",").into_bytes(), "«,» and UTF-8"),
        (FIVE.replace("\r\n", "\n").into_bytes(), "«;» and UTF-8"),
        (FIVE.replace("\r\n", "\r").into_bytes(), "«;» and UTF-8"),
        (format!("sep=;\r\n{FIVE}").into_bytes(), "«;» and UTF-8"),
        (format!("{FIVE};;;;\r\n\r\n").into_bytes(), "«;» and UTF-8"),
        (FIVE.trim_end().as_bytes().to_vec(), "«;» and UTF-8"),
    ] {
        desk.write("in.csv", bytes);
        assert_eq!(desk.ok(ROWS), format!("5 rows read ({form}): 0 added, 0 changed, 5 unchanged\n"));
    }
}

#[test]
fn headings_are_danish_or_english_in_any_order() {
    let desk = five();
    desk.write(
        "in.csv",
        "FRIST,lead,Title,nr\n30-06-2027,ENS,Fremme havvind på Yucatán,1.1\n2028,UM|ENS,Årlig dialog om el-net,1.2\n",
    );
    assert_eq!(
        desk.ok(&[ROWS, &["--dry-run"]].concat()),
        "2 rows read («,» and UTF-8): 0 would be added, 1 would be changed, 1 unchanged, 3 missing in the file and kept\n  \
         columns: FRIST → deadline; lead → lead; Title → title; nr → number\n  \
         changed MX-2030/1.2: lead UM|ENS (was ENS|UM)\n  \
         missing: MX-2030/1.10, MX-2030/007, MX-2030/2.1\n\
         nothing was written: this was a dry run\n"
    );
}

#[test]
fn blank_means_unchanged_and_none_clears() {
    let desk = five();
    desk.write("in.csv", "Nummer;Titel;Frist;Ansvarlig\n1.1;;;\n1.2;;(ingen);(none)\n");
    assert_eq!(
        desk.ok(&[ROWS, &["--reason", "Uden frist", "--agreed-by", "UM"]].concat()),
        "2 rows read («;» and UTF-8): 0 added, 1 changed, 1 unchanged, 3 missing in the file and kept  [change 7]\n  \
         changed MX-2030/1.2: lead (empty) (was ENS|UM); deadline approved (empty) (was 2028)\n  \
         missing: MX-2030/1.10, MX-2030/007, MX-2030/2.1\n"
    );
}

#[test]
fn every_refused_row_is_told_and_nothing_is_written() {
    let desk = five();
    desk.write(
        "in.csv",
        "Nummer;Titel;Frist;Ansvarlig;Interesse\n\
         3.1;Ny;31-02-2027;ENS;\n\
         3.2;;2027;UM;\n\
         3.3;God;2027;ENSS;\n\
         3.4;To;2027;ENS;polit\n\
         3.5;Helt fin;2027;ENS;\n\
         3.6;Tre;4/5/2023;;\n",
    );
    desk.refuses(
        4,
        ROWS,
        "error: in.csv, line 2, column Frist: «31-02-2027» is not a date\n\
         error: in.csv, line 3, column Titel: the objective «MX-2030/3.2» has no title\n\
         error: in.csv, line 4, column Ansvarlig: no authority «ENSS»\n\
         error: in.csv, line 5, column Interesse: «polit» is not an interest\n\
         error: in.csv, line 7, column Frist: «4/5/2023» is not a date\n\
         hint: write 2026-02-28, 2026-02, 2026-Q1 or 2026\n\
         hint: line 3: add it: fremdrift objective add MX-2030/3.2 --title ...\n\
         hint: line 4: did you mean ENS? If it is another one, it is added with: --add-authorities\n\
         hint: line 5: did you mean politisk, political?\n\
         nothing was imported: 5 of 6 rows were refused\n",
    );
}

#[test]
fn every_wrong_cell_of_a_row_is_told() {
    let desk = five();
    desk.write("in.csv", "Nummer;Titel;Frist;Interesse\n3.1;Ny;31-02-2027;polit\n");
    let stderr = desk.fails(4, ROWS);
    assert!(stderr.contains("line 2, column Frist: «31-02-2027»"), "{stderr}");
    assert!(stderr.contains("line 2, column Interesse: «polit»"), "{stderr}");
}

#[test]
fn a_row_with_too_many_cells_is_one_refused_row_among_others() {
    let desk = five();
    desk.write("in.csv", "Nummer;Titel;Frist\n3.1;Ny;2027-13\n3.2;Ny;2027;ekstra\n3.3;Ny;2027-14\n");
    let stderr = desk.fails(4, ROWS);
    for told in ["line 2, column Frist: «2027-13»", "line 3: ", "ekstra", "line 4, column Frist: «2027-14»"] {
        assert!(stderr.contains(told), "{told}:\n{stderr}");
    }
}

#[test]
fn what_is_wrong_with_the_headings_is_told_at_once() {
    let desk = five();
    desk.write("in.csv", "Nummer;Titel;Fristt;Målsætning\n3.1;Ny;2027;x\n");
    desk.refuses(
        4,
        ROWS,
        "Fristt: its first cells are 2027\n\
         error: in.csv, line 1: the objective has no field «Fristt»\n\
         error: in.csv, line 1: the columns «Titel» and «Målsætning» are the same field, title\n\
         hint: did you mean frist, Ny frist, Forecast date?\n\
         hint: rename or remove one of them\n\
         hint: say once what a column is, and the file knows it from then on: --map \"Fristt=deadline\", or pass it over: \
         --ignore \"Fristt\"; there are: plan, number, area, title, title_da, interest, continuing, lead, supporting, \
         counterpart, deadline_original, deadline_approved, instrument, sdg, tag, basis, source, case_number, audience, \
         added_on, retired_on, retired_reason, deadline, move_reason, agreed_by, as_of, status, light, note, evidence, \
         expected, expected_reason, blocked_by, ask, entry_basis, entry_source, entry_audience, reference\n\
         nothing was imported\n",
    );
    desk.write("in.csv", "Titel;Frist\nNy;2027\n");
    desk.refuses(
        4,
        ROWS,
        "error: in.csv, line 1: the file has no column for number\n\
         hint: the first line of the file must be its headings\n\
         nothing was imported\n",
    );
}

#[test]
fn a_row_that_stands_twice_is_refused() {
    let desk = five();
    desk.write("in.csv", "Nummer;Titel\n3.1;Ny\n3.1;Ny igen\n");
    desk.refuses(
        4,
        ROWS,
        "error: in.csv, line 3: MX-2030/3.1 stands in line 2 already\n\
         hint: keep one of the two lines\n\
         nothing was imported: 1 of 2 rows was refused\n",
    );
}

/// Rows wait for each other, 20 000 at a time (store/tables/queue.rs): what happens at the seam is seen nowhere else.
#[test]
fn a_file_of_more_rows_than_wait_at_once_is_like_any_other() {
    let queue = include_str!("../../../src/store/tables/queue.rs");
    assert!(queue.contains("const AT_ONCE: usize = 20_000;"), "the rows below go just beyond it");
    let desk = Desk::small();
    let row = |n: usize| format!("9.{n},Titel {n} om vand,ENS|UM,vand,2027\n");
    let rows: String = (1..=20_003).map(row).collect();
    let file = format!("number,title,lead,tag,deadline_original\n{rows}");

    desk.write("twice.csv", format!("{file}{}{}", row(1), row(20_002)));
    let refused = desk.fails(4, &["import", "objectives", "twice.csv", "--plan", "MX-2030"]);
    for told in [
        "line 20005: MX-2030/9.1 stands in line 2 already",
        "line 20006: MX-2030/9.20002 stands in line 20003 already",
        "nothing was imported: 2 of 20005 rows were refused",
    ] {
        assert!(refused.contains(told), "{told}:\n{refused}");
    }
    assert_eq!(desk.ok(&["list", "--format", "csv"]).lines().count(), 1, "{refused}");

    desk.write("in.csv", &file);
    let import = ["import", "objectives", "in.csv", "--plan", "MX-2030"];
    let done = desk.ok(&import);
    assert!(done.contains("20003 added"), "{done}");
    let of_um = desk.ok(&["list", "--authority", "lead:UM", "--tag", "vand", "--format", "csv"]);
    assert_eq!(of_um.lines().count(), 20_004);
    for n in [1, 20_000, 20_001, 20_003] {
        let found = desk.ok(&["find", &format!("Titel {n} om vand"), "--format", "csv"]);
        assert!(found.contains(&format!("MX-2030/9.{n};")), "{n}: {found}");
    }
    desk.ok(&["verify"]);
    let again = desk.ok(&import);
    assert!(again.contains("0 added, 0 changed, 20003 unchanged"), "{again}");
}

#[test]
fn what_is_no_table_is_refused() {
    let desk = five();
    for (bytes, words) in [
        (&b""[..], "the file is empty\nhint: the first line must be headings, and each line after it one row\n"),
        (
            b"PK\x03\x04zzzz",
            "it is damaged or cut short: invalid Zip archive: Could not find EOCD\nhint: ask for it once more; if it opens in Excel or LibreOffice, save it anew from there\n",
        ),
        (
            b"Nummer;Titel\n3.1;\"uafsluttet\n",
            "line 2: a quotation mark is opened here and never closed\n\
             hint: a cell that begins with a quotation mark must end with one, and those inside it are written twice\n",
        ),
    ] {
        desk.write("in.csv", bytes);
        desk.refuses(4, ROWS, &format!("error: in.csv: {words}nothing was imported\n"));
    }
}

#[test]
fn an_area_that_is_not_there_refuses_the_rows() {
    let desk = Desk::small();
    desk.write("maal.csv", windows_1252(FIVE));
    let stderr = desk.fails(4, &["import", "objectives", "maal.csv", "--plan", "MX-2030"]);
    assert!(stderr.starts_with("error: maal.csv, line 2, column Indsatsområde: no area «Energi»\n"), "{stderr}");
    assert!(stderr.ends_with("nothing was imported: 5 of 5 rows were refused\n"), "{stderr}");
}

#[test]
fn the_hint_for_an_unknown_area_names_what_adds_it() {
    let desk = Desk::small();
    desk.write("maal.csv", windows_1252(FIVE));
    let stderr = desk.fails(4, &["import", "objectives", "maal.csv", "--plan", "MX-2030"]);
    assert!(stderr.contains("--add-areas"), "{stderr}");
}

#[test]
fn rows_that_name_no_plan_need_one() {
    let desk = five();
    let said = desk.run(&["import", "objectives", "maal.csv"]);
    assert_eq!(said.code, 4);
    assert!(said.stderr.contains("hint: say which plan all rows are about: --plan ID-2021\n"), "{said:?}");
}

#[test]
fn a_row_without_a_plan_is_told_in_plain_words() {
    let desk = five();
    let stderr = desk.fails(4, &["import", "objectives", "maal.csv"]);
    assert!(!stderr.contains("column plan") && !stderr.contains("«in line 2»"), "{stderr}");
}

#[test]
fn a_number_that_excel_made_a_date_of_is_refused() {
    let desk = five();
    desk.write("in.csv", "Nummer;Titel\n04-okt;Ny\n");
    let stderr = desk.fails(4, ROWS);
    assert!(stderr.contains("line 2, column Nummer: «04-okt»"), "{stderr}");
    assert!(stderr.contains("Excel has made a date of the number"), "{stderr}");
}

#[test]
fn a_moved_approved_deadline_needs_a_reason() {
    let desk = five();
    desk.write("in.csv", "Nummer;Godkendt frist\n1.1;2028\n");
    desk.refuses(
        4,
        ROWS,
        "error: in.csv, line 2, column Godkendt frist: the approved deadline of MX-2030/1.1 would move from 2027-06-30 to 2028, so a reason is needed\n\
         hint: say why and who agreed: --reason \"...\" --agreed-by \"...\", or in columns «Årsag til flytning» and \
         «Aftalt af» (move_reason, agreed_by)\n\
         nothing was imported: the only row was refused\n",
    );
    let said = desk.ok(&[ROWS, &["--reason", "Udbud forsinket", "--agreed-by", "UM"]].concat());
    assert!(said.contains("  changed MX-2030/1.1: deadline approved 2028 (was 2027-06-30)\n"), "{said}");
    assert!(desk.ok(&["show", "MX-2030/1.1"]).contains("- 2026-11-23: 2027-06-30 → 2028. Udbud forsinket (UM)\n"));
}

#[test]
fn a_status_column_becomes_entries() {
    let desk = five();
    desk.write(
        "in.csv",
        "Nummer;Status;Trafiklys;Bemærkning;Gælder pr.\n1.1;i gang;grøn;Udbud åbnet;30-09-2026\n1.10;ikke påbegyndt;;;\n",
    );
    let missing = "  missing: MX-2030/1.2, MX-2030/007, MX-2030/2.1\n";
    assert_eq!(
        desk.ok(ROWS),
        format!(
            "2 rows read («;» and UTF-8): 0 added, 2 changed, 0 unchanged, 3 missing in the file and kept  [change 7]\n  \
             2 entries added to the log\n  changed MX-2030/1.1: a new entry: status ongoing (was (empty)); \
             light green (was (empty)); note Udbud åbnet (was (empty))\n  \
             changed MX-2030/1.10: a new entry: status not started (was (empty))\n{missing}"
        )
    );
    assert_eq!(
        desk.ok(ROWS),
        format!(
            "2 rows read («;» and UTF-8): 0 added, 0 changed, 2 unchanged, 3 missing in the file and kept\n{missing}"
        )
    );
    let objectives = desk.ok(&["export", "objectives", "--profile", "rfc4180"]);
    assert!(objectives.contains(",ongoing,green,2026-09-30,Udbud åbnet,"), "{objectives}");
    assert!(objectives.contains(",not-started,,2026-11-23,,"), "{objectives}");
    desk.write("in.csv", "Nummer;Status;Trafiklys\n1.1;gennemført;grøn\n");
    desk.refuses(
        4,
        ROWS,
        "error: in.csv, line 2, column Trafiklys: completed has a light: what has ended has none\n\
         hint: leave the light out, or keep the status open: -s ongoing -l green\n\
         nothing was imported: the only row was refused\n",
    );
}

#[test]
fn an_area_may_lie_in_one_that_stands_further_down() {
    let desk = Desk::small();
    desk.write("in.csv", "number,parent,title\n4A1,4A,Under-under\n4A,4,Under\n4,,Top\n");
    let import = ["import", "areas", "in.csv", "--plan", "MX-2030"];
    assert_eq!(desk.ok(&import), "3 rows read («,» and UTF-8): 3 added, 0 changed, 0 unchanged  [change 6]\n");
    assert_eq!(desk.ok(&import), "3 rows read («,» and UTF-8): 0 added, 0 changed, 3 unchanged\n");
    desk.write("in.csv", "number,parent,title\n5,6,A\n6,5,B\n7,99,C\n");
    desk.refuses(
        4,
        &import,
        "error: in.csv, line 2, column parent: no area «6»\n\
         error: in.csv, line 3, column parent: no area «5»\n\
         error: in.csv, line 4, column parent: no area «99»\n\
         hint: see them with: fremdrift area list\n\
         nothing was imported: 3 of 3 rows were refused\n",
    );
}

#[test]
fn an_area_may_lie_in_one_further_down_under_danish_headings() {
    let desk = Desk::small();
    desk.write("in.csv", "Nummer;Overordnet;Titel\n4A1;4A;Under-under\n4A;4;Under\n4;;Top\n");
    desk.ok(&["import", "areas", "in.csv", "--plan", "MX-2030"]);
}

#[test]
fn an_authority_may_have_several_names_with_their_first_days() {
    let desk = Desk::small();
    desk.write(
        "in.csv",
        "code,country,name,name_from\nKEFM,DK,Klima- og Energiministeriet,\n\
         KEFM,DK,\"Klima-, Energi- og Forsyningsministeriet\",2019-06-27\n",
    );
    let said = desk.ok(&["import", "authorities", "in.csv"]);
    assert!(said.starts_with("2 rows read («,» and UTF-8): 1 added, 1 changed, 0 unchanged, "), "{said}");
    let again = desk.ok(&["import", "authorities", "in.csv"]);
    assert!(again.starts_with("2 rows read («,» and UTF-8): 0 added, 0 changed, 2 unchanged, "), "{again}");
    assert_eq!(
        desk.ok(&["authority", "list"]),
        "Code  Country  Name                                      Name en  Name from\n\
         ────────────────────────────────────────────────────────────────────────────\n\
         ENS   DK       Energistyrelsen\n\
         KEFM  DK       Klima- og Energiministeriet\n\
         KEFM  DK       Klima-, Energi- og Forsyningsministeriet           2019-06-27\n\
         UM    DK       Udenrigsministeriet\n"
    );
}

#[test]
fn entries_are_read_once_and_corrected_by_their_identity() {
    let desk = five();
    desk.write(
        "in.csv",
        "plan,objective,as_of,status,light,note\nMX-2030,1.2,2026-09-30,ongoing,green,Hej\nMX-2030,1.2,2026-10-30,,yellow,Nu gul\n",
    );
    let import = ["import", "entries", "in.csv"];
    assert_eq!(desk.ok(&import), "2 rows read («,» and UTF-8): 2 added, 0 changed, 0 unchanged  [change 7]\n");
    assert_eq!(desk.ok(&import), "2 rows read («,» and UTF-8): 0 added, 0 changed, 2 unchanged\n");
    let all = desk.ok(&["export", "entries", "--profile", "rfc4180"]);
    desk.write("in.csv", all.replace("Nu gul", "Stadig gul"));
    let first = desk.ok(&import);
    assert_eq!(
        first,
        "2 rows read («,» and UTF-8): 0 added, 1 changed, 1 unchanged  [change 8]\n  \
         changed MX-2030/1.2 2026-10-30: a new entry: note Stadig gul (was Nu gul)\n  not taken, because computed: recorded\n"
    );
    assert!(desk.ok(&import).starts_with("2 rows read («,» and UTF-8): 0 added, 0 changed, 2 unchanged\n"));
    let now = desk.ok(&["export", "entries", "--profile", "rfc4180"]);
    assert!(now.contains("Stadig gul") && !now.contains("Nu gul"), "{now}");
    // The old one stays readable.
    assert!(desk.ok(&["history", "MX-2030/1.2"]).contains("Nu gul"));
}

#[test]
fn an_entry_of_another_objective_is_not_taken_over() {
    let desk = five();
    desk.ok(&["log", "MX-2030/1.1", "-s", "ongoing", "-m", "et"]);
    let all = desk.ok(&["export", "entries", "--profile", "rfc4180"]);
    desk.write("in.csv", all.replace("MX-2030,1.1,", "MX-2030,1.2,").replace("MX-2030/1.1", "MX-2030/1.2"));
    let stderr = desk.fails(4, &["import", "entries", "in.csv"]);
    assert!(stderr.contains("line 2, column entry: this entry is not about MX-2030/1.2\n"), "{stderr}");
}

#[test]
fn a_whole_meeting_is_logged_from_the_pipe() {
    let desk = five();
    let log = ["log", "--file", "-", "--plan", "MX-2030"];
    let said =
        desk.pipe(&log, "objective;status;light;note\n1.10;i gang;grøn;Fra mødet\n2.1;ikke påbegyndt;;\n".as_bytes());
    assert_eq!(
        (said.stdout.as_str(), said.stderr.as_str(), said.code),
        ("2 rows read («;» and UTF-8): 2 added, 0 changed, 0 unchanged  [change 7]\n", "", 0)
    );
    let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let said = desk.pipe(&log, "objective;as_of;note\n2.1;2026-12-01;Fra mødet\n1.10;;God\n9.9;;x\n".as_bytes());
    assert_eq!(
        (said.stdout.as_str(), said.stderr.as_str(), said.code),
        (
            "",
            "error: stdin, line 2, column as_of: 2026-12-01 is in the future: today is 2026-11-23\n\
             error: stdin, line 4, column objective: no objective «MX-2030/9.9»\n\
             hint: line 2: log what is true now, and say what is to come with --expect DATE\n\
             hint: line 4: see them with: fremdrift list --plan MX-2030\n\
             nothing was imported: 2 of 3 rows were refused\n",
            4
        )
    );
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before);
}

#[test]
fn a_lead_that_is_changed_by_import_begins_on_a_day() {
    let desk = five();
    desk.write("in.csv", "Nummer;Ansvarlig\n1.1;UM\n1.2;UM|ENS\n");
    let said = desk.ok(&[ROWS, &["--as-of", "2026-11-20"]].concat());
    assert!(said.contains("changed MX-2030/1.1: lead UM (was ENS)"), "{said}");
    let lead = |day: &str| {
        let listed = desk.ok(&["list", "--as-of", day, "--authority", "lead:ENS", "--format", "csv"]);
        listed.lines().filter(|l| l.starts_with("MX-2030/1.1;")).count()
    };
    assert_eq!((lead("2026-11-19"), lead("2026-11-20")), (1, 0), "the past is as it was");
    assert!(desk.ok(ROWS).contains("2 unchanged"));
    desk.ok(&["verify"]);
    // A slip of the pen was never so.
    desk.write("in.csv", "Nummer;Ansvarlig\n2.1;ENS\n");
    desk.ok(&[ROWS, &["--correction", "tastefejl"]].concat());
    let listed = desk.ok(&["list", "--as-of", "2026-11-01", "--authority", "lead:ENS", "--format", "csv"]);
    assert!(listed.contains("MX-2030/2.1"), "{listed}");
}

#[test]
fn what_excel_leaves_in_place_of_a_value_is_refused() {
    let desk = five();
    desk.write(
        "in.csv",
        "Nummer;Titel;Frist;Sagsnummer;Indsatsområde\n\
         3.1;#I/T;2027;;\n3.2;Ny;########;;\n3.3;Ny;;2,02612E+13;\n3.4;Ny;;;01-jan\n",
    );
    let said = desk.fails(4, &[ROWS, &["--add-areas"]].concat());
    for told in [
        "line 2, column Titel: «#I/T» is an error of Excel, and no value",
        "line 3, column Frist: «########» is what Excel shows in a column that is too narrow",
        "line 4, column Sagsnummer: «2,02612E+13» is a long number that Excel has shortened",
        "line 5, column Indsatsområde: «01-jan» is a date, not an area",
        "nothing was imported: 4 of 4 rows were refused",
    ] {
        assert!(said.contains(told), "{told}:\n{said}");
    }
    desk.write("areas.csv", "Nummer;Titel\n01-jan;Vand\n");
    let said = desk.fails(4, &["import", "areas", "areas.csv", "--plan", "MX-2030"]);
    assert!(said.contains("«01-jan» is a date"), "{said}");
    // A text that is kept from being made a number is that text.
    desk.write("in.csv", "Nummer;Titel\n=\"007\";Rent drikkevand\n");
    assert!(desk.ok(ROWS).contains("changed MX-2030/007: title Rent drikkevand"));
}

#[test]
fn refused_rows_that_are_not_listed_and_short_rows_are_told() {
    let desk = five();
    let rows: String = (0..1500).map(|n| format!("9.{n};Ny;2027-13\n")).collect();
    desk.write("in.csv", format!("Nummer;Titel;Frist\n{rows}"));
    let said = desk.fails(4, ROWS);
    assert!(said.ends_with("1500 of 1500 rows were refused; the first 1000 are listed\n"));
    desk.write("in.csv", "Nummer;Titel;Frist\n1.1;Havvind\n1.2\n007;Vand;\n");
    let said = desk.ok(ROWS);
    assert!(said.contains("lines with fewer cells than headings, of which the last count as empty: 2, 3\n"), "{said}");
}
