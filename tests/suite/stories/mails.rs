//! Answers that come as e-mails: the sheet is found by what is in it, its sender and day are kept, and what is passed
//! over is named.

use super::returns::{fill, python};
use crate::support::Desk;
use base64::Engine as _;
use std::io::{Cursor, Write};

fn says(text: &str, words: &[&str]) {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        assert!(flat.contains(word), "«{word}» is not in:\n{text}");
    }
}

/// ENS leads 1.1; its sheet of 2026-Q3 has come back filled in, as skema.xlsx.
fn answered() -> (Desk, Vec<u8>) {
    let desk = Desk::small();
    let add = ["objective", "add", "MX-2030/1.1", "--title", "Grønne øer", "--lead", "ENS"];
    desk.ok(&[&add[..], &["--deadline-original", "2027-06-30"]].concat());
    desk.ok(&["return", "send", "2026-Q3", "--out", "ud", "--due", "2026-11-30"]);
    fill(
        &desk,
        "ud/2026-Q3-ENS.xlsx",
        "skema.xlsx",
        &[("MX-2030/1.1", "status", "i gang"), ("MX-2030/1.1", "note", "Fra mail")],
    );
    let sheet = std::fs::read(desk.path("skema.xlsx")).expect("a sheet");
    (desk, sheet)
}

const HEAD: &str = "From: =?utf-8?q?S=C3=B8ren_=C3=86r=C3=B8?= <soren@ens.dk>\r\nTo: plan@um.dk\r\nSubject: SV: Indberetning\r\n\
    Date: Thu, 19 Nov 2026 10:12:00 +0100\r\nMIME-Version: 1.0\r\n";

fn part(kind: &str, name: &str, bytes: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
    let lines: Vec<&str> = text.as_bytes().chunks(76).map(|c| std::str::from_utf8(c).expect("ASCII")).collect();
    format!(
        "--skel\r\nContent-Type: {kind}; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        lines.join("\r\n")
    )
}

fn message(parts: &[String]) -> Vec<u8> {
    let body = "--skel\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHermed vores svar.\r\n";
    format!("{HEAD}Content-Type: multipart/mixed; boundary=\"skel\"\r\n\r\n{body}{}--skel--\r\n", parts.concat())
        .into_bytes()
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
    zip.write_all(bytes).expect("memory");
    zip.finish().expect("memory").into_inner()
}

fn attribute(id: u32, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).expect("a short one").to_le_bytes();
    [&[2][..], &id.to_le_bytes(), &length, value, &[0, 0]].concat()
}

/// As Outlook packs attachments for programs that it does not know ([MS-OXTNEF]).
fn winmail(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut all = 0x223e_9f78_u32.to_le_bytes().to_vec();
    all.extend([1, 0]);
    all.extend(attribute(0x0006_9002, &[0; 14]));
    all.extend(attribute(0x0001_8010, format!("{name}\0").as_bytes()));
    all.extend(attribute(0x0006_800f, bytes));
    all
}

/// A message of Outlook ([MS-OXMSG]) with one attachment, in a message that is attached where that is wanted.
fn outlook(name: &str, bytes: &[u8], within: bool) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let mut put =
        |path: &str, bytes: &[u8]| file.create_stream(path).expect("a stream").write_all(bytes).expect("memory");
    let mut properties = vec![0; 32];
    let ticks: u64 = (1_795_079_520 + 11_644_473_600) * 10_000_000;
    properties.extend([&0x0039_0040_u32.to_le_bytes()[..], &[6, 0, 0, 0], &ticks.to_le_bytes()].concat());
    put("/__properties_version1.0", &properties);
    put("/__substg1.0_0C1A001F", &wide("Søren Ærø"));
    put("/__substg1.0_5D01001F", &wide("soren@ens.dk"));
    file.create_storage("/__attach_version1.0_#00000000").expect("a storage");
    let mut at = "/__attach_version1.0_#00000000".to_string();
    if within {
        for inner in ["/__substg1.0_3701000D", "/__attach_version1.0_#00000000"] {
            at.push_str(inner);
            file.create_storage(&at).expect("a storage");
        }
    }
    let mut put = |path: &str, bytes: &[u8]| {
        file.create_stream(format!("{at}/{path}")).expect("a stream").write_all(bytes).expect("memory");
    };
    put("__substg1.0_3707001F", &wide(name));
    put("__substg1.0_37010102", bytes);
    file.into_inner().into_inner()
}

const XLSX: &str = "application/octet-stream";

/// The same answer, as it may come.
const FORMS: [&str; 8] = [
    "svar.eml",
    "videresendt.eml",
    "pakket.eml",
    "outlook.eml",
    "kasse.mbox",
    "svar.msg",
    "videresendt.msg",
    "uden navn",
];

fn form(name: &str, sheet: &[u8]) -> Vec<u8> {
    let png = b"\x89PNG\r\n\x1a\n logo";
    let mail = || {
        message(&[
            part("image/png", "logo.png", png),
            part(XLSX, "Kopi af svar.bin", sheet),
            part("application/pdf", "bilag.pdf", b"%PDF-1.4"),
        ])
    };
    match name {
        "videresendt.eml" => {
            let inner = String::from_utf8(message(&[part(XLSX, "skema.xlsx", sheet)])).expect("ASCII");
            let body = format!("--skal\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--skal--\r\n");
            format!("{HEAD}Content-Type: multipart/mixed; boundary=\"skal\"\r\n\r\n{body}").into_bytes()
        }
        "pakket.eml" => message(&[part("application/zip", "svar.zip", &zipped("skema.xlsx", sheet))]),
        "outlook.eml" => message(&[part("application/ms-tnef", "winmail.dat", &winmail("skema.xlsx", sheet))]),
        "kasse.mbox" => {
            let from = b"From soren@ens.dk Thu Nov 19 10:12:00 2026\r\n";
            [&from[..], &message(&[]), b"\r\n", from, &mail()].concat()
        }
        "svar.msg" => outlook("skema.xlsx", sheet, false),
        "videresendt.msg" => outlook("skema.xlsx", sheet, true),
        _ => mail(),
    }
}

#[test]
fn the_sheet_of_an_e_mail_is_found_by_what_is_in_it() {
    for name in FORMS {
        let (desk, sheet) = answered();
        desk.write(name, form(name, &sheet));
        let said = desk.run(&["return", "read", name]);
        assert_eq!(said.code, 0, "{name}: {said:?}");
        // The day is that of the e-mail, and who sent it is kept.
        says(&said.stdout, &["2 new", "Søren Ærø <soren@ens.dk>"]);
        says(&desk.ok(&["show", "MX-2030/1.1"]), &["Fra mail"]);
        says(&desk.ok(&["return", "status", "2026-Q3"]), &["2026-11-19"]);
        let told = said.stderr.matches("not read: bilag.pdf").count();
        assert_eq!(told, usize::from(["svar.eml", "kasse.mbox", "uden navn"].contains(&name)), "{name}: {said:?}");
        assert!(!said.stderr.contains("logo"), "{said:?}");
        // Once more it changes nothing.
        let again = desk.run(&["return", "read", name]);
        assert_eq!(again.code, 0, "{name}: {again:?}");
        says(&again.stdout, &["everything in it was read before (2026-11-19): nothing changes"]);
    }
}

#[test]
fn a_folder_of_e_mails_is_read() {
    let (desk, sheet) = answered();
    std::fs::create_dir(desk.path("svar")).expect("a folder");
    desk.write("svar/a.eml", message(&[part(XLSX, "skema.xlsx", &sheet)]));
    desk.write("svar/b.eml", message(&[]));
    let said = desk.run(&["return", "read", "svar", "--lang", "da"]);
    assert_eq!(said.code, 4, "{said:?}");
    let told = said.stderr.replace('\\', "/");
    says(
        &told,
        &[
            "fejl: svar/b.eml: der er intet skema i mailen",
            "tip: står svaret i teksten, så registrer det med: fremdrift log",
        ],
    );
    says(&desk.ok(&["show", "MX-2030/1.1"]), &["Fra mail"]);
}

/// Written by Python's package for e-mails, as other programs write them.
#[test]
fn an_e_mail_of_another_program_is_read() {
    let (desk, _) = answered();
    let code = "from email.message import EmailMessage\n\
        m=EmailMessage(); m['From']='Søren Ærø <soren@ens.dk>'; m['Date']='Thu, 19 Nov 2026 10:12:00 +0100'; m['Subject']='Svar på jeres brev – æøå'\n\
        m.set_content('Hermed.'); m.add_alternative('<p>Hermed.</p>',subtype='html')\n\
        m.add_attachment(open('skema.xlsx','rb').read(),maintype='application',subtype='vnd.ms-excel',filename='Indberetning – rettet æøå.xlsx')\n\
        open('svar.eml','wb').write(bytes(m))";
    if python(&desk, "email", code).is_none() {
        return;
    }
    let said = desk.ok(&["return", "read", "svar.eml"]);
    says(&said, &["2 new", "Søren Ærø <soren@ens.dk>", "svar.eml: Indberetning – rettet æøå.xlsx"]);
}

/// Messages in messages without end, and archives that unpack without end, are given up.
#[test]
fn an_e_mail_that_packs_itself_is_given_up() {
    let (desk, sheet) = answered();
    let mut nested = message(&[part(XLSX, "skema.xlsx", &sheet)]);
    let mut packed = zipped("skema.xlsx", &sheet);
    for _ in 0..10 {
        nested = message(&[part("application/octet-stream", "mail.eml", &nested)]);
        packed = zipped("igen.zip", &packed);
    }
    let bomb = zipped("a.txt", &vec![b' '; 70 << 20]);
    for (name, bytes) in [
        ("a.eml", nested),
        ("b.eml", message(&[part("application/zip", "svar.zip", &packed)])),
        ("c.eml", message(&[part("application/zip", "svar.zip", &bomb)])),
        ("d.msg", outlook("x", b"x", true)[..900].to_vec()),
    ] {
        desk.write(name, bytes);
        let said = desk.run(&["return", "read", name]);
        assert_eq!(said.code, 4, "{name}: {said:?}");
        says(&said.stderr, &["nothing of it was taken in"]);
    }
}
