//! Returned sheets: each cell is taken in or named, whoever saved it, however it was typed.

use super::returns::{fill, python};
use crate::support::{Desk, Said, tool};
use std::io::{Read, Write};
use std::process::Command;

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(text: &str, words: &[&str]) {
    for word in words {
        assert!(flat(text).contains(word), "«{word}» is not in:\n{text}");
    }
}

/// ENS leads 1.1 and 1.2; a sheet of 2026-Q3 lies in ud.
fn sent() -> Desk {
    let desk = Desk::small();
    for (number, title) in [("1.1", "Grønne øer"), ("1.2", "Havvind")] {
        let add = ["objective", "add", &format!("MX-2030/{number}"), "--title", title, "--lead", "ENS"];
        desk.ok(&[&add[..], &["--deadline-original", "2027-06-30"]].concat());
    }
    desk.ok(&["return", "send", "2026-Q3", "--out", "ud", "--due", "2026-11-30"]);
    desk
}

const SHEET: &str = "ud/2026-Q3-ENS.xlsx";

/// The beginning of every script: the sheet, and a cell by its row and the heading of its column.
const OPEN: &str = "import openpyxl,datetime\n\
    from openpyxl.comments import Comment\n\
    wb=openpyxl.load_workbook('ud/2026-Q3-ENS.xlsx'); ws=wb.worksheets[1]\n\
    h={c.value.split('\\n')[0]:c.column for c in ws[1]}\n\
    cell=lambda r,n: ws.cell(r,h[n])\n";

fn changed(desk: &Desk, code: &str) -> Option<Said> {
    python(desk, "openpyxl", &format!("{OPEN}{code}\nwb.save('svar.xlsx')"))
}

/// Says of a workbook when it was saved.
fn saved(desk: &Desk, name: &str, moment: &str) {
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(std::fs::read(desk.path(name)).unwrap())).unwrap();
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..old.len() {
        let mut part = old.by_index(i).unwrap();
        let called = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if called == "docProps/core.xml" {
            let text = String::from_utf8(bytes).unwrap();
            let (before, rest) = text.split_once("<dcterms:modified").unwrap();
            let (tag, rest) = rest.split_once('>').unwrap();
            let (_, after) = rest.split_once('<').unwrap();
            bytes = format!("{before}<dcterms:modified{tag}>{moment}<{after}").into_bytes();
        }
        new.start_file(called, zip::write::SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    std::fs::write(desk.path(name), new.finish().unwrap().into_inner()).unwrap();
}

fn entry(desk: &Desk, reference: &str) -> serde_json::Value {
    let all = desk.ok(&["export", "objectives", "--profile", "rfc4180", "--as-of", "2026-09-30"]);
    let mut reader = csv::Reader::from_reader(all.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let (_, number) = reference.split_once('/').unwrap();
    let row = reader.records().map(Result::unwrap).find(|r| &r[1] == number).unwrap();
    headings.iter().zip(row.iter()).map(|(h, v)| (h.to_string(), serde_json::Value::from(v))).collect()
}

#[test]
fn whatever_was_typed_is_taken_in_or_named() {
    let desk = sent();
    let code = "cell(1,'Ny bemærkning').value='Ny bemærkning:'\n\
        cell(2,'Ny bemærkning').value='Taget'\n\
        cell(2,'Ny status').value='i gang'\n\
        ws.cell(1,30).value='Vores egen'; ws.cell(2,30).value='bla'; ws.cell(3,30).value='blaa'\n\
        cell(2,'Godkendt frist').value=datetime.date(2028,1,1)\n\
        cell(3,'Målsætning eller aktivitet').value='Havvind og sol'\n\
        cell(2,'Sidste trafiklys').value='rød'\n\
        cell(3,'Nyt trafiklys').comment=Comment('Vi ved det ikke','Mette')\n\
        cell(9,'Reference').value='Vi har ingen bemærkninger'\n\
        g=wb.worksheets[0]; g.cell(4,4).value='Ring til mig'\n\
        n=wb.create_sheet('Noter'); n['A1']='Husk mødet'; n['B2']='på fredag'\n\
        k=wb.copy_worksheet(ws); k.title='Kopi'\n\
        for r in range(2,10):\n\
        \x20   for c in range(1,31):\n\
        \x20       if r!=3: k.cell(r,c).value=None\n\
        k.cell(3,h['Ny status']).value='sat i bero'; k.cell(3,30).value=None; k.cell(1,30).value=None\n\
        k.cell(3,h['Målsætning eller aktivitet']).value='Havvind'";
    let Some(_) = changed(&desk, code) else { return };
    let dry = desk.run(&["return", "read", "svar.xlsx", "--dry-run"]);
    let said = desk.run(&["return", "read", "svar.xlsx", "--receipts", "kvit"]);
    assert_eq!(said.code, 0, "{said:?}");
    for said in [&dry, &said] {
        says(
            &said.stdout,
            &[
                "Not taken in",
                "Indberetning - Return!AD1: the column «Vores egen» is their own (2 cells: «bla»)",
                "Indberetning - Return!D2, Approved deadline: «2028-01-01» is typed over what was shown («2027-06-30»)",
                "Indberetning - Return!B3, Objective or activity: «Havvind og sol» is typed over what was shown («Havvind»)",
                "Indberetning - Return!G2, Last light: «rød» is typed where nothing was shown",
                "Indberetning - Return!M3, comment: «Vi ved det ikke»",
                "Indberetning - Return!A9: «Vi har ingen bemærkninger» stands where no answer is read",
                "D4: «Ring til mig» stands where no answer is read",
                "the sheet «Noter» has no headings of ours (2 cells filled in)",
            ],
        );
    }
    // The second table is read too.
    assert_eq!(entry(&desk, "MX-2030/1.1")["note"], "Taget");
    assert_eq!(entry(&desk, "MX-2030/1.2")["status"], "suspended");
    let receipt = std::fs::read(desk.path("kvit/2026-Q3-ENS-kvittering.eml")).unwrap();
    let text = mailparse::parse_mail(&receipt).unwrap().get_body().unwrap();
    says(&text, &["Ikke taget med:", "kolonnen »Vores egen« er myndighedens egen (2 felter: »bla«)"]);
    let told = desk.run(&["return", "read", "svar.xlsx", "--lang", "da"]).stdout;
    says(&told, &["Ikke taget med", "arket »Noter« har ikke skemaets overskrifter (2 felter udfyldt)"]);
}

#[test]
fn a_heading_that_is_no_more_known_is_refused_where_answers_stand_under_it() {
    let desk = sent();
    for (heading, hint) in [("Ny bemærknink", "did you mean Ny bemærkning?"), ("", "write the heading as it was sent")]
    {
        let code = format!(
            "cell(1,'Ny bemærkning').value='{heading}' or None\ncell(2,'Ny bemærkning').value='Vigtigt'\ncell(2,'Ny status').value='i gang'"
        );
        let Some(_) = changed(&desk, &code) else { return };
        let said = desk.run(&["return", "read", "svar.xlsx"]);
        assert_eq!(said.code, 4, "{said:?}");
        says(&said.stdout, &[&format!("N1: «{heading}» is no heading of the sheet, and 1 cells under it"), hint]);
    }
    // Untouched headings, nothing to name.
    let Some(_) = changed(&desk, "cell(2,'Ny status').value='i gang'") else { return };
    let said = desk.ok(&["return", "read", "svar.xlsx"]);
    assert!(!said.contains("Not taken in") && said.contains("1 new"), "{said}");
}

#[test]
fn of_two_answers_the_newer_counts_whatever_they_are_called() {
    let desk = sent();
    std::fs::create_dir(desk.path("svar")).unwrap();
    let (newer, older) = ("svar/a - rettet.xlsx", "svar/b (1).xlsx");
    let all = |light| [("MX-2030/1.1", "status", "i gang"), ("MX-2030/1.1", "light", light)];
    fill(&desk, SHEET, newer, &all("rød"));
    fill(&desk, SHEET, older, &all("grøn"));
    saved(&desk, newer, "2026-11-21T09:00:00Z");
    saved(&desk, older, "2026-11-20T09:00:00Z");
    desk.ok(&["return", "read", "svar"]);
    assert_eq!(entry(&desk, "MX-2030/1.1")["light"], "red");
    // Once more, together and one by one: nothing changes.
    let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
    says(&desk.ok(&["return", "read", "svar"]), &["and a newer answer since: nothing changes", "was read before"]);
    says(&desk.ok(&["return", "read", older]), &["and a newer answer since: nothing changes"]);
    assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before);
    // An older one that turns up later does not win in silence.
    fill(&desk, SHEET, "sen.xlsx", &all("gul"));
    saved(&desk, "sen.xlsx", "2026-11-19T09:00:00Z");
    let said = desk.run(&["return", "read", "sen.xlsx"]);
    assert_eq!(said.code, 4, "{said:?}");
    says(&said.stdout, &["1 in conflict"]);
    // A newer one corrects.
    saved(&desk, "sen.xlsx", "2026-11-22T09:00:00Z");
    desk.ok(&["return", "read", "sen.xlsx"]);
    assert_eq!(entry(&desk, "MX-2030/1.1")["light"], "yellow");
}

#[test]
fn what_lies_in_a_folder_and_is_no_sheet_is_named() {
    let desk = sent();
    std::fs::create_dir_all(desk.path("svar/under")).unwrap();
    fill(&desk, SHEET, "svar/a.xlsx", &[("MX-2030/1.1", "status", "i gang")]);
    for name in ["b.zip", "e.pdf", "Thumbs.db", "~$a.xlsx", ".lås"] {
        desk.write(&format!("svar/{name}"), b"x");
    }
    let said = desk.run(&["return", "read", "svar"]);
    assert_eq!(said.code, 0, "{said:?}");
    let told = said.stderr.replace('\\', "/");
    for name in ["svar/b.zip", "svar/e.pdf", "svar/under"] {
        says(&told, &[&format!("not read: {name}")]);
    }
    assert_eq!(told.matches("not read").count(), 3, "{told}");
    // An e-mail that brings no answer says so: the draft that went out has the sheet with it, unfilled.
    desk.write("svar/c.eml", "From: a@ens.dk\r\nMIME-Version: 1.0\r\n\r\nVi vender tilbage.\r\n");
    let mail = desk.run(&["return", "read", "svar/c.eml"]);
    assert_eq!(mail.code, 4, "{mail:?}");
    says(&mail.stderr, &["svar/c.eml: there is no sheet in the e-mail", "write it down with: fremdrift log"]);
}

#[test]
fn a_cell_is_read_as_it_is_shown() {
    let desk = sent();
    for (code, note) in [
        ("c.value=0.75; c.number_format='0%'", "75 %"),
        ("c.value=0.755; c.number_format='0.0%'", "75.5 %"),
        ("c.value=datetime.time(14,30); c.number_format='hh:mm'", "14:30"),
        ("c.value=datetime.datetime(2027,3,31,14,30); c.number_format='yyyy-mm-dd hh:mm'", "2027-03-31 14:30"),
        ("c.value=datetime.date(2027,3,31); c.number_format='yyyy-mm-dd'", "2027-03-31"),
        ("c.value=True", "TRUE"),
        ("c.value=7", "7"),
        ("c.value='Notat'; c.hyperlink='https://um.dk/notat?a=1'", "Notat (https://um.dk/notat?a=1)"),
        ("c.value='https://um.dk/'; c.hyperlink='https://um.dk/'", "https://um.dk/"),
        ("c.value='_x005F_x0041_'", "_x0041_"),
    ] {
        let code = format!("cell(2,'Ny status').value='i gang'; c=cell(2,'Ny bemærkning'); {code}");
        let Some(_) = changed(&desk, &code) else { return };
        desk.ok(&["return", "read", "svar.xlsx"]);
        assert_eq!(entry(&desk, "MX-2030/1.1")["note"], note, "{code}");
        desk.ok(&["undo"]);
    }
}

#[test]
fn every_form_of_a_date_is_read_in_the_cell_for_dates() {
    let desk = sent();
    let Some(format) = python(&desk, "openpyxl", &format!("{OPEN}print(cell(2,'Ny forventet dato').number_format)"))
    else {
        return;
    };
    // A cell of text: what is typed stays as it is typed.
    assert_eq!(format.stdout, "@\n");
    let old = "c.number_format='yyyy-mm-dd'";
    for (code, date) in [
        ("c.value='2028'", "2028"),
        ("c.value=2028", "2028"),
        // In a sheet that was sent before its cells were text, a year is the day of that number.
        (&*format!("c.value=2028; {old}"), "2028"),
        (&*format!("c.value=datetime.date(2028,3,1); {old}"), "2028-03-01"),
        (&*format!("c.value='marts 2028'; {old}"), "2028-03"),
        ("c.value='2028-03'", "2028-03"),
        ("c.value='2028-Q1'", "2028-Q1"),
        ("c.value='1. kvartal 2028'", "2028-Q1"),
        ("c.value='31-03-2028'", "2028-03-31"),
        ("c.value='31.03.2028'", "2028-03-31"),
        ("c.value=46478", "2027-04-01"),
    ] {
        let code = format!(
            "cell(2,'Ny status').value='i gang'; cell(2,'Årsag til ny dato').value='vejret'; c=cell(2,'Ny forventet dato'); {code}"
        );
        let Some(_) = changed(&desk, &code) else { return };
        desk.ok(&["return", "read", "svar.xlsx"]);
        assert_eq!(entry(&desk, "MX-2030/1.1")["deadline_expected"], date, "{code}");
        desk.ok(&["undo"]);
    }
    for before in ["'1905-07-20'", "datetime.date(2025,12,31)", "'2025'"] {
        let code = format!(
            "cell(2,'Ny status').value='i gang'; cell(2,'Årsag til ny dato').value='v'; cell(2,'Ny forventet dato').value={before}"
        );
        let Some(_) = changed(&desk, &code) else { return };
        let said = desk.run(&["return", "read", "svar.xlsx"]);
        assert_eq!(said.code, 4, "{said:?}");
        says(&said.stdout, &["lies before MX-2030 begins (2026-01-01)", "write a date within the plan"]);
    }
}

#[test]
fn an_expected_day_before_the_plan_is_refused_on_every_way_in() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    let log = ["log", "MX-2030/1", "-s", "ongoing", "-m", "x"];
    let words = "error: 1905-07-20 lies before MX-2030 begins (2026-01-01)\n\
                 hint: write a date within the plan: 2027-06-30, 2027-06, 2027-Q2 or 2027\n";
    desk.refuses(1, &[&log[..], &["--expect", "1905-07-20"]].concat(), words);
    desk.write("linjer.csv", "Plan;Nummer;Gælder pr.;Status;Note;Forventet\r\nMX-2030;1;2026-09-30;i gang;x;1905\r\n");
    let said = desk.run(&["import", "entries", "linjer.csv"]);
    assert_eq!(said.code, 4, "{said:?}");
    says(&said.stderr, &["1905 lies before MX-2030 begins (2026-01-01)"]);
    // The year in which it begins is none before it.
    desk.ok(&[&log[..], &["--expect", "2026"]].concat());
}

#[test]
fn a_row_is_told_what_is_wrong_with_it_and_nothing_else() {
    let desk = sent();
    let typed = [("MX-2030/1.2", "status", "Forsinket"), ("MX-2030/1.2", "note", "Vi venter")];
    fill(&desk, SHEET, "a.xlsx", &typed);
    let said = desk.run(&["return", "read", "a.xlsx"]);
    assert_eq!(said.code, 4, "{said:?}");
    says(&said.stdout, &["«Forsinket» says that it is late, and that is no status"]);
    let told = desk.run(&["return", "read", "a.xlsx", "--lang", "da"]).stdout;
    says(&told, &["»Forsinket« siger, at det er forsinket, og det er ingen status"]);
    let log = ["log", "MX-2030/1.2", "-s", "forsinket", "-m", "x"];
    says(&desk.fails(1, &log), &["says that it is late, and that is no status"]);
    assert!(!said.stdout.contains("nothing has been reported"), "{}", said.stdout);

    // «No change» means what the sheet shows, also where the file has no such line any more.
    desk.ok(&["log", "MX-2030/1.1", "-s", "ongoing", "--as-of", "2026-09-01", "--audience", "partner"]);
    desk.ok(&["return", "send", "2026-Q3", "--out", "ud2"]);
    desk.ok(&["undo", "9"]);
    fill(&desk, "ud2/2026-Q3-ENS.xlsx", "c.xlsx", &[("MX-2030/1.1", "no_change", "x")]);
    says(&desk.ok(&["return", "read", "c.xlsx"]), &["rows with no change: 1"]);
    says(&desk.ok(&["show", "MX-2030/1.1"]), &["ongoing, as of 30 September 2026"]);
}

#[test]
fn what_is_not_answered_is_the_same_in_a_dry_run() {
    let desk = sent();
    desk.ok(&["log", "MX-2030/1.1", "-s", "suspended", "--as-of", "2026-09-30"]);
    fill(&desk, SHEET, "a.xlsx", &[("MX-2030/1.1", "status", "i gang")]);
    let dry = desk.run(&["return", "read", "a.xlsx", "--dry-run"]);
    let said = desk.run(&["return", "read", "a.xlsx"]);
    assert_eq!((dry.code, said.code), (4, 4));
    assert_eq!(dry.stdout, said.stdout);
    says(&said.stdout, &["Not answered: MX-2030/1.2"]);
}

#[test]
fn a_month_that_excel_abbreviated_is_the_month_that_it_was_made_of() {
    let desk = Desk::small();
    let rows = "Plan;Nummer;Titel;Frist\r\nMX-2030;1;A;mar-27\r\nMX-2030;2;B;Oct-28\r\n";
    desk.write("maal.csv", rows);
    desk.ok(&["import", "objectives", "maal.csv"]);
    assert_eq!(entry(&desk, "MX-2030/1")["deadline_approved"], "2027-03");
    assert_eq!(entry(&desk, "MX-2030/2")["deadline_approved"], "2028-10");
}

#[test]
fn what_is_refused_in_a_sheet_is_told_in_danish() {
    let desk = sent();
    let typed =
        [("MX-2030/1.1", "no_change", "x"), ("MX-2030/1.1", "light", "rød"), ("MX-2030/1.2", "status", "(ingen)")];
    fill(&desk, SHEET, "a.xlsx", &typed);
    let said = desk.run(&["return", "read", "a.xlsx", "--lang", "da"]);
    assert_eq!(said.code, 4, "{said:?}");
    says(
        &said.stdout,
        &[
            "rækken siger både »ingen ændring« og noget nyt; fjern krydset, eller tøm de andre felter",
            "det kan ikke tømmes; lad feltet stå tomt",
        ],
    );
}

#[test]
fn the_guide_promises_what_the_protection_lets() {
    let desk = sent();
    let code = "p=ws.protection; print(p.sheet,p.formatColumns,p.sort,p.autoFilter)\n\
        print([c.value for r in wb.worksheets[0].iter_rows() for c in r if c.value and 'beskyttet' in c.value])";
    let Some(said) = python(&desk, "openpyxl", &format!("{OPEN}{code}")) else { return };
    assert_eq!(said.stdout.lines().next(), Some("True False True True"));
    assert!(said.stdout.contains("Kolonner kan gøres bredere og skjules."), "{}", said.stdout);
    assert!(!said.stdout.contains("Kolonner må flyttes"), "{}", said.stdout);
}

#[test]
fn a_question_goes_to_all_who_have_answered_the_row() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS", "--lead", "UM"]);
    desk.ok(&["return", "send", "2026-Q3", "--out", "ud"]);
    for code in ["ENS", "UM"] {
        let (from, to) = (format!("ud/2026-Q3-{code}.xlsx"), format!("{code}.xlsx"));
        fill(&desk, &from, &to, &[("MX-2030/1", "status", "i gang")]);
        desk.ok(&["return", "read", &to]);
    }
    let said = desk.ok(&["return", "question", "MX-2030/1", "Hvilken havn?"]);
    says(&said, &["is sent back to ENS, UM with a question", "--authority ENS --authority UM"]);
    says(&desk.ok(&["return", "status"]), &["ENS question not sent", "UM question not sent"]);
    desk.ok(&["return", "send", "2026-Q3", "--out", "igen"]);
    says(&desk.ok(&["return", "status"]), &["ENS returned with questions", "UM returned with questions"]);
}

/// Types into cells of the return as a person does, in LibreOffice, and saves; `None` where it is not installed.
fn typed_in_libreoffice(desk: &Desk, cells: &[(String, &str)]) -> Option<()> {
    let profile = format!("-env:UserInstallation=file://{}", desk.path("lo").display());
    let office = |what: &str| {
        let mut command = Command::new("soffice");
        command.current_dir(desk.folder()).args([&profile, "--headless", "--norestore", what]);
        tool(&mut command)
    };
    // The first start makes the folder that the second reads the macro from.
    office("--terminate_after_init")?;
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE";
    desk.write(
        "lo/user/basic/Standard/script.xlb",
        format!(
            "{head} library:library PUBLIC \"-//OpenOffice.org//DTD OfficeDocument 1.0//EN\" \"library.dtd\">\n\
             <library:library xmlns:library=\"http://openoffice.org/2000/library\" library:name=\"Standard\" \
             library:readonly=\"false\" library:passwordprotected=\"false\"><library:element library:name=\"Typing\"/>\
             </library:library>"
        ),
    );
    desk.write(
        "lo/user/basic/Standard/Typing.xba",
        format!(
            "{head} script:module PUBLIC \"-//OpenOffice.org//DTD OfficeDocument 1.0//EN\" \"module.dtd\">\n\
             <script:module xmlns:script=\"http://openoffice.org/2000/script\" script:name=\"Typing\" \
             script:language=\"StarBasic\">\n\
             Sub Fill(source As String, target As String, typed As String)\n\
             Dim saved(0) As New com.sun.star.beans.PropertyValue\n\
             Dim opened(0) As New com.sun.star.beans.PropertyValue\n\
             Dim doc, sheet, one, parts\n\
             opened(0).Name = \"Hidden\"\nopened(0).Value = True\n\
             doc = StarDesktop.loadComponentFromURL(source, \"_blank\", 0, opened())\n\
             sheet = doc.Sheets.getByIndex(1)\n\
             For Each one In Split(typed, \"|\")\n\
             parts = Split(one, \"=\")\n\
             sheet.getCellRangeByName(parts(0)).FormulaLocal = parts(1)\n\
             Next\n\
             saved(0).Name = \"FilterName\"\nsaved(0).Value = \"Calc MS Excel 2007 XML\"\n\
             doc.storeToURL(target, saved())\ndoc.close(True)\n\
             End Sub\n</script:module>"
        ),
    );
    let typed: Vec<String> = cells.iter().map(|(cell, text)| format!("{cell}={text}")).collect();
    let [from, to] = [SHEET, "svar.xlsx"].map(|f| format!("file://{}", desk.path(f).display()));
    office(&format!("macro:///Standard.Typing.Fill(\"{from}\",\"{to}\",\"{}\")", typed.join("|")))?;
    assert!(desk.path("svar.xlsx").exists(), "LibreOffice saved nothing");
    Some(())
}

#[test]
fn what_is_typed_in_libreoffice_stays_as_it_was_typed() {
    let desk = Desk::small();
    let dates = [
        ("2028", "2028"),
        ("2028-03", "2028-03"),
        ("2028-Q1", "2028-Q1"),
        ("2028-03-31", "2028-03-31"),
        ("31-03-2028", "2028-03-31"),
        ("31.03.2028", "2028-03-31"),
        ("marts 2028", "2028-03"),
        ("March 2028", "2028-03"),
        ("mar-28", "2028-03"),
        ("1. kvartal 2028", "2028-Q1"),
        ("Q1 2028", "2028-Q1"),
    ];
    let texts = ["75 %", "14:30", "TRUE", "2028", "1,5", "01-02-2027", "1-2", "007", "1E5", "marts 2028", "31/12"];
    for n in 1..=dates.len() {
        desk.ok(&["objective", "add", &format!("MX-2030/{n}"), "--title", "Mål", "--lead", "ENS"]);
    }
    desk.ok(&["return", "send", "2026-Q3", "--out", "ud"]);
    let mut cells = Vec::new();
    for (at, ((date, _), text)) in dates.iter().zip(texts).enumerate() {
        let line = at + 2;
        let row = [('L', "i gang"), ('N', text), ('O', *date), ('P', text), ('Q', text), ('R', text)];
        cells.extend(row.map(|(column, text)| (format!("{column}{line}"), text)));
    }
    let Some(()) = typed_in_libreoffice(&desk, &cells) else { return };
    let said = desk.run(&["return", "read", "svar.xlsx"]);
    assert_eq!(said.code, 0, "{said:?}");
    for (at, ((typed, date), text)) in dates.iter().zip(texts).enumerate() {
        let found = entry(&desk, &format!("MX-2030/{}", at + 1));
        assert_eq!(found["deadline_expected"], *date, "«{typed}»");
        for field in ["note", "expected_reason", "blocked_by", "evidence"] {
            assert_eq!(found[field], text, "{field}");
        }
    }
}
