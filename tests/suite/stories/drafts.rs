//! Drafts of e-mails, read back by two readers that are not ours: Python's, under both of its policies,
//! and a parser in Rust.

use super::returns::{fill, python};
use crate::support::Desk;
use mailparse::{DispositionType, MailHeaderMap, parse_mail};

/// Prints what a reader of Python's finds, and that the sheet is what lies beside the draft.
const READ: &str = "import email,email.policy,glob,os\n\
    for f in sorted(glob.glob('ud/*.eml')):\n\
    \x20   for policy in (email.policy.default, email.policy.compat32):\n\
    \x20       m=email.message_from_bytes(open(f,'rb').read(),policy=policy)\n\
    \x20       parts=[p for p in m.walk() if not p.is_multipart()]\n\
    \x20       assert not m.defects and not any(p.defects for p in parts), (f,m.defects)\n\
    \x20       text=parts[0].get_payload(decode=True).decode(parts[0].get_content_charset())\n\
    \x20       subject=str(m['subject']) if policy is email.policy.default else str(email.header.make_header(email.header.decode_header(m['subject'])))\n\
    \x20       assert all(ord(c)<128 for c in m['message-id']+str(m['to'])), m['message-id']\n\
    \x20       assert parts[0].get_content_type()=='text/plain' and len(parts)==2, (f,len(parts))\n\
    \x20       assert parts[1].get_filename().endswith('.xlsx'), parts[1].get_filename()\n\
    \x20       assert parts[1].get_payload(decode=True)[:2]==b'PK', f\n\
    \x20       print(os.path.basename(f),'|',subject,'|',m['to'],'|',parts[1].get_filename(),'|',text.splitlines()[0])";

#[test]
fn every_draft_is_read_by_others_whatever_the_code_the_name_and_the_plan() {
    let desk = Desk::small();
    let codes = [
        "ØM",
        "Å-1",
        "æøåÆØÅ",
        "Ø",
        "日本",
        "مرحبا",
        "a=_b",
        "A.B",
        "A\"B",
        "A'B",
        "A%41",
        "A(B)",
        "A,B",
        "A:B",
        &"Ø".repeat(60),
        &"X".repeat(120),
        "BMI=?utf-8?q?x?=",
        "A&B",
        "A B",
    ];
    let title = "Økonomi, «vækst» og \"udvikling\": ".repeat(6);
    desk.ok(&["plan", "add", "ÆØ-1", "--partnership", "MX", "--title", &title, "--from", "2026", "--to", "2030"]);
    for (n, code) in codes.iter().enumerate() {
        let name = format!("Myndigheden for øer, åer og {code}");
        let email = format!("post+{n}@xn--konomi-5xa.dk");
        desk.ok(&["authority", "add", code, "--country", "DK", "--name", &name, "--email", &email]);
        desk.ok(&["objective", "add", &format!("ÆØ-1/{n}"), "--title", "Mål", &format!("--lead={code}")]);
    }
    let from = ["--reply-to", "plan@um.dk", "--due", "2026-11-30", "--plan", "ÆØ-1", "--lang", "da"];
    desk.ok(&[&["return", "send", "2026-Q3", "--out", "ud"][..], &from].concat());
    let mut files: Vec<_> = std::fs::read_dir(desk.path("ud")).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "eml"));
    assert_eq!(files.len(), codes.len());
    let mut subjects = Vec::new();
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let head = bytes.split(|b| *b == b'\n').take_while(|l| l.len() > 1);
        for line in head {
            assert!(line.is_ascii() && line.len() <= 998, "{}", String::from_utf8_lossy(line));
        }
        let mail = parse_mail(&bytes).unwrap();
        assert_eq!(mail.subparts.len(), 2, "{}", file.display());
        let subject = mail.headers.get_first_value("Subject").unwrap();
        assert!(subject.starts_with("Indberetning for 3. kvartal 2026, ÆØ-1 (Mexico): "), "{subject}");
        assert!(subject.ends_with(", senest 30. november 2026"), "{subject}");
        assert_eq!(mail.headers.get_all_values("To").len(), 1);
        assert!(mail.headers.get_first_value("Bcc").is_none());
        let text = mail.subparts[0].get_body().unwrap();
        assert!(text.starts_with("Kære kolleger\r\n\r\nVedrørende: ÆØ-1 Økonomi, «vækst» og"), "{text}");
        let sheet = mail.subparts[1].get_content_disposition();
        assert_eq!(sheet.disposition, DispositionType::Attachment);
        let name = sheet.params.get("filename").unwrap();
        assert!(name.is_ascii() || file.with_extension("xlsx").ends_with(name), "{name}");
        assert_eq!(mail.subparts[1].get_body_raw().unwrap(), std::fs::read(file.with_extension("xlsx")).unwrap());
        subjects.push(subject);
    }
    for code in &codes[..5] {
        assert!(subjects.iter().any(|s| s.contains(&format!(": {code}, "))), "{code}: {subjects:?}");
    }
    // Both forms of the name: one for Outlook, one with its letters.
    let both = desk.read("ud/2026-Q3-ØM.eml").replace("\r\n", "");
    assert!(both.contains("filename=\"2026-Q3-OEM.xlsx\""), "{both}");
    assert!(both.contains("filename*=UTF-8''2026-Q3-%C3%98M.xlsx"), "{both}");
    let Some(said) = python(&desk, "email", READ) else { return };
    assert_eq!(said.stdout.lines().count(), 2 * codes.len());
    for line in said.stdout.lines() {
        assert!(line.contains("| Indberetning for 3. kvartal 2026, ÆØ-1 (Mexico): "), "{line}");
        assert!(line.ends_with("| Kære kolleger"), "{line}");
    }
}

#[test]
fn a_reminder_names_plan_and_country_and_has_the_sheet_which_can_be_read() {
    let mut desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    desk.ok(&["authority", "edit", "ENS", "--email", "ens@ens.dk"]);
    desk.ok(&["return", "send", "2026-Q3", "--out", "a", "--due", "2026-11-30"]);
    desk.now = "2026-12-03T09:00:00Z".into();
    desk.ok(&["return", "remind", "2026-Q3", "--out", "ud"]);
    let bytes = std::fs::read(desk.path("ud/2026-Q3-ENS-rykker.eml")).unwrap();
    let mail = parse_mail(&bytes).unwrap();
    let subject = mail.headers.get_first_value("Subject").unwrap();
    assert_eq!(subject, "Påmindelse: indberetning for 3. kvartal 2026, MX-2030 (Mexico): ENS");
    let text = mail.subparts[0].get_body().unwrap();
    assert!(text.contains("Vedrørende: MX-2030 Handlingsplan 2026-2030 (Mexico)\r\n"), "{text}");
    assert!(text.contains("30. november 2026"), "{text}");
    // They fill in the sheet that was sent: its code, its rows.
    desk.write("igen.xlsx", mail.subparts[1].get_body_raw().unwrap());
    fill(&desk, "igen.xlsx", "svar.xlsx", &[("MX-2030/1", "status", "i gang")]);
    desk.ok(&["return", "read", "svar.xlsx", "--receipts", "kvit"]);
    assert!(desk.ok(&["return", "status"]).contains("received"), "{}", desk.ok(&["return", "status"]));
    let bytes = std::fs::read(desk.path("kvit/2026-Q3-ENS-kvittering.eml")).unwrap();
    let mail = parse_mail(&bytes).unwrap();
    let subject = mail.headers.get_first_value("Subject").unwrap();
    assert_eq!(subject, "Modtaget: indberetning for 3. kvartal 2026, MX-2030 (Mexico): ENS");
}

#[test]
fn the_day_that_was_set_holds_when_a_sheet_is_sent_once_more() {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind", "--lead", "ENS"]);
    desk.ok(&["return", "send", "2026-Q3", "--out", "a", "--due", "2026-11-30"]);
    desk.ok(&["return", "send", "2026-Q3", "--out", "b"]);
    assert!(desk.ok(&["return", "status"]).contains("2026-11-30"));
    let mail = std::fs::read(desk.path("b/2026-Q3-ENS.eml")).unwrap();
    let text = parse_mail(&mail).unwrap().subparts[0].get_body().unwrap();
    assert!(text.contains("senest den 30. november 2026"), "{text}");
    desk.ok(&["return", "send", "2026-Q3", "--out", "c", "--due", "2026-12-15"]);
    assert!(desk.ok(&["return", "status"]).contains("2026-12-15"));
}

#[test]
fn an_address_that_no_mail_program_takes_is_refused() {
    let desk = Desk::small();
    for address in ["søren@ens.dk", "ens@økonomi.dk", "a..b@ens.dk", "ens@ens.dk, b@c.dk"] {
        let told = desk.fails(1, &["authority", "edit", "ENS", "--email", address]);
        assert!(told.contains("is not an e-mail address"), "{told}");
    }
}
