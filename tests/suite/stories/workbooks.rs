//! Workbooks as offices make them, by other people's programs (`fixtures/workbooks/make.py`), read as they lie.

use crate::support::Desk;
use std::path::PathBuf;

fn workbook(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/workbooks").join(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A desk with a plan for Vietnam and no authority.
fn vietnam() -> Desk {
    let desk = Desk::new();
    desk.ok(&["partnership", "add", "VN", "--country-code", "Vietnam", "--country", "Vietnam"]);
    desk.ok(&[
        "plan",
        "add",
        "VN-2028",
        "--partnership",
        "VN",
        "--title",
        "Handlingsplan",
        "--from",
        "2025",
        "--to",
        "2028",
    ]);
    desk
}

const OFFICE: [&str; 6] = ["import", "objectives", "plan", "--plan", "VN-2028", "--add-areas"];

/// The columns of the export that the office sheet fills.
fn exported(desk: &Desk) -> String {
    let csv = desk.ok(&["export", "objectives", "--plan", "VN-2028", "--profile", "rfc4180"]);
    let mut rows = csv.lines().map(|l| l.split(',').collect::<Vec<_>>());
    let headings = rows.next().expect("headings");
    let at = |name: &str| headings.iter().position(|h| *h == name).unwrap_or_else(|| panic!("{name} in {headings:?}"));
    let wanted =
        ["number", "area", "title", "lead", "supporting", "continuing", "deadline_original", "status", "light"].map(at);
    rows.map(|row| wanted.map(|at| row[at]).join(";") + "\n").collect()
}

const CELLS: &str = "\
1.1;1;Vindkraft til havs;Energistyrelsen;Energinet;no;2026-12-31;ongoing;yellow
1.2;1;Energieffektivitet i industrien;Energistyrelsen;;no;2026-12;ongoing;red
1.10;1;Fælles kontor;Energistyrelsen;;no;2026-06;completed;
2.1;2;Klimatilpasning;Miljøministeriet;Energistyrelsen|Energinet;no;2027-Q2;not-started;
2.2;2;Grøn omstilling;Miljøministeriet;;no;2027-06;ongoing;green
2.3;2;CO2-lager;Energistyrelsen;;no;2026-12;ongoing;red
3.1;3;Diabetes;Sundhedsministeriet;;no;2027-07-01;cancelled;
3.2;3;Hospitaler;Sundhedsministeriet;;no;2027-03-31;suspended;
3.3;3;Medicin;Sundhedsministeriet;;no;2027-03-31;ongoing;green
4.1;4;Svin;Landbrugsstyrelsen;;no;2027-03-28;ongoing;green
4.2;4;Mejeri;Landbrugsstyrelsen;;no;2027-03;ongoing;yellow
4.3;4;Fødevaresikkerhed;Landbrugsstyrelsen;;yes;;ongoing;green
";

#[test]
fn the_sheet_of_an_office_comes_in_at_the_second_try() {
    let desk = vietnam();
    desk.write("plan", workbook("office.xlsx"));
    // All that is not known is told at once, with the word that adds it.
    let told = desk.fails(4, &OFFICE);
    assert!(desk.fails(4, &OFFICE[..5]).contains("lines 14, 15, 16, column Emne: no area «Landbrug»\n"));
    for line in [
        "error: plan, lines 5, 6, 7, 10, column Ansvarlig: no authority «Energistyrelsen»\n",
        "error: plan, line 5, column Medansvarlig: no authority «Energinet»\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    assert!(
        told.contains("--add-authorities") && told.ends_with("nothing was imported: 12 of 12 rows were refused\n"),
        "{told}"
    );
    let all = [&OFFICE[..], &["--add-authorities", "--as-of", "2026-10-01"]].concat();
    let tried = desk.ok(&[&all[..], &["--dry-run"]].concat());
    for line in [
        "12 rows read (workbook): 12 would be added, 0 would be changed, 0 unchanged\n",
        "  lines 1, 3 are no headings and were passed over: Handlingsplan Vietnam – status pr. 1. oktober 2026 | Indhold Ansvar Stade\n",
        "  Emne: 4 merged cells count for each of their rows, the first A5:A7\n",
        "  hidden rows were read too: 9\n",
        "  Trafiklys: 2 cells with only a colour, read as the light, the first H6: red\n",
        "  line 18 is no row of the table and was passed over: Opdateret af: mbj\n",
        "  line 19 is no row of the table and was passed over: I alt 12\n",
        "  «ultimo 2026»: 1 cell, read as 2026-12\n",
        "  «løbende» in the place of a deadline: 1 cell, read as continuing\n",
        "  columns: Emne → area; Nr. → number; Titel → title; Ansvarlig → lead; Medansvarlig → supporting; Slutdato → deadline; \
         Status → status; Trafiklys → light; Bemærkninger → note\n",
        "  areas added: 1 Energi, 2 Klima, 3 Sundhed, 4 Landbrug\n",
    ] {
        assert!(tried.contains(line), "{line}{tried}");
    }
    desk.ok(&all);
    assert_eq!(exported(&desk), CELLS);
    let again = desk.ok(&all);
    assert!(again.contains("0 added, 0 changed, 12 unchanged"), "{again}");
}

/// The same workbook, saved by other programs, says the same, but for colours and what is hidden.
#[test]
fn every_kind_of_workbook_says_the_same() {
    let whole = [&OFFICE[..], &["--add-authorities", "--as-of", "2026-10-01"]].concat();
    for name in ["office.xls", "office.ods"] {
        let desk = vietnam();
        desk.write("plan", workbook(name));
        desk.ok(&whole);
        let plain = CELLS.replace(";2026-12;ongoing;red\n1.10", ";2026-12;ongoing;\n1.10");
        assert_eq!(exported(&desk), plain.replace("2027-03-28;ongoing;green", "2027-03-28;ongoing;"), "{name}");
    }
}

#[test]
fn the_day_of_the_title_is_offered() {
    let desk = vietnam();
    desk.write("plan", workbook("office.xlsx"));
    let told = desk.ok(&[&OFFICE[..], &["--add-authorities", "--dry-run"]].concat());
    assert!(
        told.contains("the title says 2026-10-01: if that is the day of what is reported, add: --as-of 2026-10-01"),
        "{told}"
    );
}

#[test]
fn a_sheet_may_be_an_area() {
    let desk = vietnam();
    desk.write("plan", workbook("sheets.xlsx"));
    let told = desk.fails(4, &OFFICE);
    assert!(told.contains("the rows stand on 2 sheets, Energi, Vand: are these the areas?\n"), "{told}");
    assert!(told.contains("the sheet «Gammelt» is hidden and was passed over"), "{told}");
    assert!(told.contains("the sheet «Oversigt» has none of the headings and was passed over"), "{told}");
    let told = desk.ok(&[&OFFICE[..], &["--area-from", "sheet"]].concat());
    assert!(told.contains("areas added: 1 Energi, 2 Vand\n"), "{told}");
    assert!(told.contains("Energi: Frist: 1 cell with only a month, the first C3: 2027-06\n"), "{told}");
    // Days are counted from 1904 in it; a number is what the cell shows.
    let rows = exported(&desk);
    for row in
        ["1.1;1;Vindkraft;;;no;2026-12-31;;", "1.10;1;Solkraft;;;no;2027-06;;", "2.1;2;Spildevand;;;no;2027-03-31;;"]
    {
        assert!(rows.contains(row), "{row}: {rows}");
    }
    let told = desk.ok(&[&OFFICE[..], &["--sheet", "gammelt"]].concat());
    assert!(told.starts_with("1 row read (workbook): 1 added"), "{told}");
    let told = desk.fails(4, &[&OFFICE[..], &["--sheet", "Luft"]].concat());
    assert!(
        told.contains("the workbook has no sheet «Luft»\nhint: its sheets are: Oversigt, Energi, Vand, Gammelt\n"),
        "{told}"
    );
}

#[test]
fn a_row_may_be_an_area_and_a_formula_a_value() {
    let desk = vietnam();
    desk.write("plan", workbook("rows.xlsx"));
    let told = desk.fails(4, &OFFICE);
    for line in [
        "line 5 is no row of the table and was passed over: Subtotal 2\n",
        "error: plan, line 2: «1. Energi» stands alone in its row\n",
        "error: plan, line 6: «2. Vand» stands alone in its row\n",
        "error: plan, line 8, column Frist: a formula stands here that has gone wrong: #DIV/0!\n",
        "error: plan, line 8, column Note: a formula stands here, and the file does not say what it comes to\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    let rows = [&OFFICE[..], &["--area-from", "row"]].concat();
    let told = desk.fails(4, &rows);
    assert!(told.ends_with("nothing was imported: 1 of 4 rows was refused\n"), "{told}");
}

#[test]
fn a_workbook_without_styles_is_read() {
    let desk = vietnam();
    desk.write("plan", workbook("google.xlsx"));
    let told = desk.ok(&OFFICE);
    assert!(told.starts_with("2 rows read (workbook): 2 added"), "{told}");
}

#[test]
fn a_csv_file_has_a_title_and_a_remark_too() {
    let desk = vietnam();
    let rows = "Handlingsplan Vietnam, status pr. 1. oktober 2026\r\n\r\nNr;Titel;Slutdato;Land\r\n1,1;Vind;ultimo 2026;\r\n\
        1,2;Sol;2027;\r\nOpdateret af: mbj;;;\r\n";
    desk.write("plan", rows.replace(";Land", "").replace(";\r\n", "\r\n"));
    let told = desk.ok(&OFFICE);
    for line in [
        "2 rows read («;» and UTF-8): 2 added",
        "  line 1 is no heading and was passed over: Handlingsplan Vietnam, status pr. 1. oktober 2026\n",
        "  line 6 is no row of the table and was passed over: Opdateret af: mbj\n",
        "  2 numbers with a comma were read with a point, as in 1,1: 1.1\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    assert!(desk.ok(&["show", "VN-2028/1.2"]).contains("Sol"));
}

/// A workbook that says it has cells without end is refused, and a sheet of a million rows is read or refused soon.
#[test]
fn a_workbook_that_is_too_large_is_refused() {
    let desk = vietnam();
    let content = |rows: &str| {
        let of = "urn:oasis:names:tc:opendocument:xmlns";
        format!(
            "<office:document-content xmlns:office=\"{of}:office:1.0\" xmlns:table=\"{of}:table:1.0\" xmlns:text=\"{of}:text:1.0\">\
             <office:body><office:spreadsheet><table:table table:name=\"A\">{rows}</table:table></office:spreadsheet></office:body>\
             </office:document-content>"
        )
    };
    let cell = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"900\"><text:p>x</text:p></table:table-cell>";
    for rows in [
        format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>"),
        "<table:table-row table:number-rows-repeated=\"1048576\"/>".repeat(5000),
        format!("<table:table-row>{}", "<table:table-cell>".repeat(100_000)),
    ] {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_string()),
            ("content.xml", content(&rows)),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
            std::io::Write::write_all(&mut zip, text.as_bytes()).expect("memory");
        }
        desk.write("plan", zip.finish().expect("memory").into_inner());
        let told = desk.fails(4, &OFFICE);
        assert!(told.contains("far outside") || told.contains("damaged") || told.contains("no sheet"), "{told}");
    }
}

#[test]
fn a_word_is_asked_for_once() {
    let desk = vietnam();
    desk.write(
        "plan.csv",
        "Nr;Titel;Deadline EU;Rum;Status;Ansvarlig\n1;Vind;snarest;K1;Forsinket;Energimyndigheden\n",
    );
    let ask = ["import", "objectives", "plan.csv", "--plan", "VN-2028"];
    let told = desk.fails(4, &ask);
    for line in [
        "Deadline EU: its first cells are snarest\n",
        "Rum: its first cells are K1\n",
        "hint: say once what a column is, and the file knows it from then on: --map \"Deadline EU=deadline\", \
         or pass it over: --ignore \"Deadline EU\"; there are: plan, number, area, title",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    let headings = [&ask[..], &["--map", "Deadline EU=frist", "--ignore", "Rum"]].concat();
    // All that is not known in a row is told at once.
    let told = desk.fails(4, &headings);
    for line in ["--map \"snarest=2027-06\"", "--map \"Forsinket=ongoing\"", "--add-authorities"] {
        assert!(told.contains(line), "{line}{told}");
    }
    // Nothing is kept of what was refused or tried.
    assert_eq!(desk.ok(&["words"]), "There are none.\n");
    desk.ok(&["authority", "add", "ENS", "--country", "Danmark", "--name", "Energistyrelsen"]);
    let values = ["--map", "snarest=ultimo 2026", "--map", "Forsinket=i gang", "--map", "Energimyndigheden=ENS"];
    let all = [&headings[..], &values].concat();
    assert!(desk.ok(&[&all[..], &["--dry-run"]].concat()).contains("Rum → passed over"));
    assert_eq!(desk.ok(&["words"]), "There are none.\n");
    let told = desk.ok(&all);
    for line in
        ["words remembered: 5", "«Forsinket»: 1 cell, read as ongoing\n", "«snarest»: 1 cell, read as 2026-12\n"]
    {
        assert!(told.contains(line), "{line}{told}");
    }
    let row = desk.ok(&["export", "objectives", "--plan", "VN-2028", "--profile", "rfc4180"]);
    for cell in ["ENS", "2026-12", "ongoing"] {
        assert!(row.contains(cell), "{cell}: {row}");
    }
    // From then on nobody is asked, and a change of mind is one word.
    assert!(desk.ok(&ask).contains("0 added, 0 changed, 1 unchanged"));
    let listed = desk.ok(&["words", "--lang", "da"]);
    for line in ["Deadline EU", "frist", "springes over", "i gang", "myndighed"] {
        assert!(listed.contains(line), "{line}: {listed}");
    }
    assert!(desk.ok(&["words", "--format", "csv"]).contains("Forsinket"));
    desk.ok(&["words", "forget", "rum"]);
    assert!(desk.fails(4, &ask).contains("no field «Rum»"));
    desk.ok(&["undo"]);
    desk.ok(&ask);
    desk.refuses(1, &["words", "forget", "Rumm"], "error: no word «Rumm»\nhint: did you mean Rum?\n");
    desk.refuses(
        1,
        &[&ask[..], &["--map", "Rum=vrøvl"]].concat(),
        "error: «Rum=vrøvl» does not say what a word means\n\
         hint: write the word of the file, = and a field, a status, a light, a date or an authority: --map \"Slutdato=deadline\"\n",
    );
}

/// Another copy knows the word after a merge.
#[test]
fn a_word_goes_to_other_copies() {
    let desk = vietnam();
    desk.ok(&["backup", "other.db"]);
    desk.write("plan.csv", "Nr;Titel;Rum\n1;Vind;K1\n");
    desk.ok(&["import", "objectives", "plan.csv", "--plan", "VN-2028", "--ignore", "Rum", "--db", "other.db"]);
    desk.ok(&["merge", "other.db"]);
    assert!(desk.ok(&["words"]).contains("Rum"));
    assert!(desk.ok(&["changes"]).contains("import objectives"));
    desk.ok(&["verify"]);
}

/// A row of a sheet that was read: its cells by their headings.
fn cells(book: &fremdrift::exchange::workbook::Sheet, line: usize) -> Vec<(String, String)> {
    use fremdrift::exchange::workbook::CellValue;
    let text = |column: usize, line: usize| {
        let row = book.rows.iter().find(|r| r.line == line)?;
        let cell = row.cells.iter().find(|c| c.column == column)?;
        match &cell.value {
            CellValue::Text(text) => Some(text.clone()),
            other => panic!("{other:?} is no text"),
        }
    };
    (0..20).filter_map(|column| Some((text(column, 1)?, text(column, line).unwrap_or_default()))).collect()
}

#[test]
fn what_is_refused_goes_back_and_comes_in_mended() {
    let desk = vietnam();
    desk.ok(&["authority", "add", "ENS", "--country", "Danmark", "--name", "Energistyrelsen"]);
    desk.write("plan.csv", "Nr;Titel;Frist;Ansvarlig;Status;Løbende\n1.1;Vind;31-02-2027;ENS;i gang;nej\n1.10;Sol;2027;ENSS;i gangg;nej\n1.2;Bølger;2028;ENS;;\n");
    let ask = ["import", "objectives", "plan.csv", "--plan", "VN-2028", "--lang", "da", "--mend", "ret.xlsx"];
    let told = desk.fails(4, &ask);
    assert!(told.starts_with("ret.xlsx er skrevet\n"), "{told}");
    let book = fremdrift::exchange::workbook::read(&std::fs::read(desk.path("ret.xlsx")).expect("a file"))
        .expect("a workbook");
    let [sheet] = &book.sheets[..] else { panic!("{} sheets", book.sheets.len()) };
    let (first, second, third) = (cells(sheet, 2), cells(sheet, 3), cells(sheet, 4));
    // Her own rows as they were, and why.
    assert_eq!(second[0].1, "1.10");
    assert_eq!(second[4].1, "i gangg");
    assert_eq!(first[6].0, "Afvist fordi");
    assert!(first[6].1.starts_with("Frist: »31-02-2027« er ikke en dato"), "{first:?}");
    for why in ["Ansvarlig: ukendt myndighed: »ENSS« (mente du ENS?", "Status: »i gangg« er ikke en status"] {
        assert!(second[6].1.contains(why), "{why}: {second:?}");
    }
    assert_eq!(third[6].1, "");
    let noted: Vec<&str> = sheet.comments.iter().map(|c| c.0.as_str()).collect();
    assert_eq!(noted, ["C2", "D3", "E3"]);
    // It lies there already, and nothing is written over it.
    assert!(desk.fails(1, &ask).contains("ret.xlsx: filen findes allerede"));
    // As it is it is refused like before; mended in CSV or in the workbook it comes in.
    desk.fails(4, &["import", "objectives", "ret.xlsx", "--plan", "VN-2028"]);
    let code = "import openpyxl\nb=openpyxl.load_workbook('ret.xlsx'); s=b.worksheets[0]\n\
        print(s['C2'].fill.fgColor.rgb, s['A2'].fill.fill_type, len(s.data_validations.dataValidation), b.worksheets[1].sheet_state)\n\
        s['C2']='ultimo 2026'; s['D3']='ENS'; s['E3']='i gang'\nb.save('rettet.xlsx')";
    let Some(said) = super::returns::python(&desk, "openpyxl", code) else { return };
    assert_eq!(said.stdout, "FFF8D0CC None 3 veryHidden\n");
    let told = desk.ok(&["import", "objectives", "rettet.xlsx", "--plan", "VN-2028"]);
    assert!(told.starts_with("3 rows read (workbook): 3 added"), "{told}");
    assert!(desk.ok(&["show", "VN-2028/1.10"]).contains("Sol"));
}

#[test]
fn an_empty_table_has_the_headings_that_are_read() {
    let desk = vietnam();
    desk.ok(&["authority", "add", "ENS", "--country", "DK", "--name", "Energistyrelsen"]);
    for what in ["objectives", "activities", "authorities", "areas", "plans", "partnerships", "instruments", "entries"]
    {
        for lang in ["da", "en"] {
            let file = format!("{what}-{lang}.xlsx");
            desk.ok(&["import", what, "--template", &file, "--lang", lang]);
            let told = desk.ok(&["import", what, &file, "--plan", "VN-2028", "--dry-run"]);
            assert!(told.starts_with("0 rows read (workbook)"), "{file}: {told}");
        }
    }
    desk.fails(1, &["import", "objectives", "--template", "objectives-da.xlsx"]);
    desk.fails(2, &["import", "objectives"]);
}
