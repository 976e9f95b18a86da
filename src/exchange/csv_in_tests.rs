use std::io::{self, Cursor};

use crate::model::text::composed;
use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use super::*;
use crate::model::Worded;
use crate::model::escaping::guard;

fn open(bytes: &[u8]) -> Result<Reader, ReadError> {
    Reader::new(Box::new(Cursor::new(bytes.to_vec())))
}

fn reader(bytes: &[u8]) -> Reader {
    open(bytes).unwrap_or_else(|e| panic!("{e}"))
}

fn rows(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
    let read = |row: Result<Row, ReadError>| row.map(|row| (row.line, row.cells)).expect("a row");
    reader(bytes).map(read).collect()
}

/// The first error, of the headings or of a row.
fn error(bytes: &[u8]) -> String {
    let error = match open(bytes) {
        Err(e) => e,
        Ok(mut reader) => reader.find_map(Result::err).expect("an error"),
    };
    assert!(error.to_string().contains(&error.line_number().map_or(String::new(), |l| format!("line {l}: "))));
    error.to_string()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let bytes = |unit: u16| {
        if big { unit.to_be_bytes() } else { unit.to_le_bytes() }
    };
    text.encode_utf16().flat_map(bytes).collect()
}

const TABLE: &str = "Nummer;Indsatsområde;Titel;Ansvarlig;Frist\r\n\
    4.1;Miljø;\"Første linje\r\nanden; linje\";UM;2026-02\r\n\
    ;;;;\r\n\
    4.2;Økonomi;\"Æ \"\"ø\"\" å\";FM;\r\n";

/// «;» and Windows-1252.
fn form(profile: Profile) -> String {
    format!("«{}» and {}", profile.delimiter, profile.encoding)
}

fn is_the_table(bytes: &[u8], profile: &str) {
    let reader = reader(bytes);
    assert_eq!(reader.headings(), ["Nummer", "Indsatsområde", "Titel", "Ansvarlig", "Frist"]);
    assert_eq!(form(reader.profile()), profile);
    let read = rows(bytes);
    assert_eq!(read.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 5]);
    assert_eq!(read[0].1, ["4.1", "Miljø", "Første linje\r\nanden; linje", "UM", "2026-02"]);
    assert_eq!(read[1].1, ["4.2", "Økonomi", "Æ \"ø\" å", "FM", ""]);
}

#[test]
fn danish_excel_in_every_encoding() {
    is_the_table(
        b"Nummer;Indsatsomr\xe5de;Titel;Ansvarlig;Frist\r\n\
          4.1;Milj\xf8;\"F\xf8rste linje\r\nanden; linje\";UM;2026-02\r\n\
          ;;;;\r\n\
          4.2;\xd8konomi;\"\xc6 \"\"\xf8\"\" \xe5\";FM;\r\n",
        "«;» and Windows-1252",
    );
    is_the_table(TABLE.as_bytes(), "«;» and UTF-8");
    is_the_table(format!("\u{feff}{TABLE}").as_bytes(), "«;» and UTF-8");
    is_the_table(format!("\u{feff}\u{feff}{TABLE}").as_bytes(), "«;» and UTF-8");
    is_the_table(TABLE.trim_end().as_bytes(), "«;» and UTF-8");
    for big in [false, true] {
        is_the_table(&utf16(TABLE, big), "«;» and UTF-16");
        is_the_table(&utf16(&format!("\u{feff}{TABLE}"), big), "«;» and UTF-16");
    }
}

#[test]
fn delimiters() {
    let profile = |bytes: &[u8]| form(reader(bytes).profile());
    assert_eq!(profile(b"a,b\n1,2\n"), "«,» and UTF-8");
    assert_eq!(profile(b"a\tb\n1;2\t3\n"), "«\t» and UTF-8");
    assert_eq!(profile(b"\"x,y\"\"q,,z\";b\n1;2\n"), "«;» and UTF-8");
    assert_eq!(profile(b"\"a, b, c\";\"d\"\n1;2\n"), "«;» and UTF-8");
    assert_eq!(profile(b"\n;;\n\r\n\"a\nb\",c\n1,2\n"), "«,» and UTF-8");
    assert_eq!(profile(b"title\na, b\n"), "«;» and UTF-8");
    assert_eq!(profile(b"sep=,\r\na;b,c\r\n1,2\r\n"), "«,» and UTF-8");
    assert_eq!(profile(&utf16("\u{feff}SEP=\t\r\na\tb\r\n1\t2\r\n", false)), "«\t» and UTF-16");
    assert_eq!(profile(b"\"sep=|\"\na|b\n1|2\n"), "«|» and UTF-8");
}

#[test]
fn the_line_that_names_the_delimiter_is_counted() {
    for end in ["\n", "\r\n", "\r"] {
        let file = ["sep=,", "a,b", "", "1,2", ""].join(end);
        assert_eq!(rows(file.as_bytes()), [(4, vec!["1".to_string(), "2".to_string()])]);
    }
}

#[test]
fn headings_are_trimmed_and_empty_lines_before_them_skipped() {
    let reader = reader(b"\r\n;;\r\n \"q\" ; b\xc2\xa0;\"\xef\xbb\xbfc\"\r\n1;2;3\r\n");
    assert_eq!(reader.headings(), ["\"q\"", "b", "c"]);
    assert_eq!(rows(b"\n\na\n\nx\n")[0].0, 5);
}

#[test]
fn lines_are_counted_through_every_line_end() {
    let read = rows(b"a;b\r1;\"x\ry\nz\r\nw\"\r\r\n\r\n2;3\n4;5");
    let lines: Vec<u64> = read.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 8, 9]);
    assert_eq!(read[0].1[1], "x\ry\nz\r\nw");
}

#[test]
fn cells_are_padded_unguarded_and_not_trimmed() {
    let read = rows(b"a;b;c\n'=1+1; x ;\n'quoted'\n1;2;3;;;\n");
    assert_eq!(read[0].1, ["=1+1", " x ", ""]);
    assert_eq!(read[1].1, ["'quoted'", "", ""]);
    assert_eq!(read[2].1, ["1", "2", "3"]);
    // A file for programs is not guarded.
    assert_eq!(rows(b"a,b\n'=1+1,x\n")[0].1, ["'=1+1", "x"]);
    assert_eq!(rows(b"\xef\xbb\xbfa,b\n'=1+1,x\n")[0].1, ["=1+1", "x"]);
}

#[test]
fn extra_cells_are_refused_and_the_next_rows_read() {
    let mut reader = reader(b"a;b\n1;2;;x;y\n3;4\n");
    let told = reader.next().and_then(Result::err).map(|e| e.to_string());
    assert_eq!(told.as_deref(), Some("line 2: there are more cells than the 2 headings: «x»"));
    assert!(reader.next().is_some_and(|row| row.is_ok_and(|row| row.line == 3)));
    assert!(reader.next().is_none());
}

#[test]
fn what_is_no_csv_is_named() {
    assert_eq!(error(b"PK\x03\x04\x14\0\x06\0"), "this is an Excel workbook, not a CSV file");
    assert_eq!(error(b"\xd0\xcf\x11\xe0\xa1\xb1"), "this is an Excel workbook, not a CSV file");
    let mut ods = vec![b'P', b'K', 3, 4];
    ods.resize(30, 0);
    ods.extend(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet");
    assert_eq!(error(&ods), "this is a LibreOffice document, not a CSV file");
    assert_eq!(error(b"SQLite format 3\0\x10"), "this is a database, not a CSV file");
    let hint = open(b"PK\x03\x04").err().and_then(|e| e.hint());
    assert!(hint.is_some_and(|hint| hint.en.contains("CSV UTF-8")));
    for empty in [&b""[..], b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n\r\n", b";;;\n", b"sep=;\n", b"\"\""] {
        assert_eq!(error(empty), "the file is empty");
    }
    for bare in [&b"a;b"[..], b"a;b\r\n", b"a;b\n;\n\n"] {
        assert_eq!(error(bare), "the file has headings, but no rows");
    }
}

#[test]
fn what_is_spoilt_is_refused_with_its_line() {
    let undecodable = |line, encoding| format!("line {line}: the text is not {encoding}, as the file before it is");
    assert_eq!(error(b"a;b\n1;x\0y\n"), "line 2: there is a NUL byte, so this is not text");
    assert_eq!(error(b"\xef\xbb\xbfa;b\r\n1;2\r\n3;\xe6\r\n"), undecodable(3, "UTF-8"));
    assert_eq!(
        error("æ;ø\nå;æ\n\n".as_bytes().iter().chain(b"1;\xff\n").copied().collect::<Vec<_>>().as_slice()),
        undecodable(4, "UTF-8")
    );
    assert_eq!(error(b"a;b\n\xe6\xf8\xe5\xc6\xd8\xc5 \xe6\xf8\xe5;1\n2;\x81\n"), undecodable(3, "Windows-1252"));
    assert_eq!(error(b"\xff\xfea\0;\0b\0\n\x001\0;\0\x00\xd8\n\0"), undecodable(2, "UTF-16"));
    assert_eq!(error(b"\xff\xfea\0\n\x001"), undecodable(2, "UTF-16"));
    let unclosed = "a quotation mark is opened here and never closed";
    assert_eq!(error(b"a;b\n1;\"x\ny\"\n2;\"z\n3;4\n"), format!("line 4: {unclosed}"));
    assert_eq!(error(b"a;\"b\n1;2\n"), format!("line 1: {unclosed}"));
    let after = "there is text after the closing quotation mark of a cell";
    assert_eq!(error(b"a;b\n\"1;x\n2;\"y\";z\n"), format!("line 2: {after}"));
}

#[test]
fn after_an_error_it_ends() {
    let mut reader = reader(b"a;b\n1;\"x");
    assert!(reader.next().is_some_and(|row| row.is_err()));
    assert!(reader.next().is_none());
    let mut bare = open(b"a").expect("headings");
    assert!(bare.next().is_some_and(|row| row.is_err()));
    assert!(bare.next().is_none());
}

#[test]
fn an_endless_cell_is_refused_before_it_fills_the_memory() {
    let endless = || io::repeat(b'x').take(200 * 1024 * 1024);
    let row = Cursor::new(b"a;b\n1;\"".to_vec()).chain(endless());
    let told = Reader::new(Box::new(row)).expect("headings").next().and_then(Result::err);
    assert!(matches!(told, Some(ReadError::TooLong { line: 2 })));
    assert!(matches!(Reader::new(Box::new(endless())).err(), Some(ReadError::TooLong { line: 1 })));
    let many = ";".repeat(MOST_CELLS) + "x\n1\n";
    let told = "there are more than 16384 cells, which no spreadsheet has";
    assert_eq!(error(many.as_bytes()), format!("line 1: {told}"));
    // Cells without anything in them cost no memory, and go on as long.
    let nothing = || io::repeat(b';').take(200 * 1024 * 1024);
    assert!(matches!(Reader::new(Box::new(nothing())).err(), Some(ReadError::TooMany { line: 1, .. })));
    let row = Cursor::new(b"a;b\n1;".to_vec()).chain(nothing());
    let row = Reader::new(Box::new(row)).expect("headings").next().and_then(Result::err);
    assert_eq!(row.map(|e| e.to_string()), Some(format!("line 2: {told}")));
    assert_eq!(rows((format!("a\n1{}\n", ";".repeat(MOST_CELLS - 1))).as_bytes()).len(), 1);
}

#[test]
fn a_file_that_is_kept_whole_does_not_grow_without_end() {
    let line = b"1;2\n";
    let rows = Cursor::new(b"a;b\n".to_vec()).chain(Cursor::new(line.repeat(600_000)));
    let mut held = Reader::new(Box::new(rows)).expect("headings").held();
    let told = held.find_map(Result::err).map(|e| (e.to_string(), e.hint()));
    let (told, hint) = told.expect("too much");
    assert!(told.ends_with(": the file is too large to be read whole") && hint.is_some(), "{told}");
}

/// The letter falls on every place around the end of the first buffer.
#[test]
fn the_first_letter_beyond_ascii_can_come_late() {
    for before in (64 * 1024 - 6)..(64 * 1024 + 3) {
        let mut head = b"a;b\n".to_vec();
        head.resize(before - 3, b'x');
        head.extend(b"\n1;");
        let windows = [&head[..], b"\xe6\xf8\xe5\n"].concat();
        let utf8 = [&head[..], "æøå\n".as_bytes()].concat();
        let utf8_wide = [&head[..], "😀\n".as_bytes()].concat();
        assert_eq!(rows(&windows)[1].1[1], "æøå");
        assert_eq!(rows(&utf8)[1].1[1], "æøå");
        assert_eq!(rows(&utf8_wide)[1].1[1], "😀");
        let at_the_end = [&head[..], b"\xe6"].concat();
        assert_eq!(rows(&at_the_end)[1].1[1], "æ");
        let mut reader = reader(&windows);
        assert_eq!(reader.by_ref().count(), 2);
        assert_eq!(reader.profile().encoding, "Windows-1252");
    }
}

/// A source that gives a byte at a time, and is interrupted.
struct Drip(Cursor<Vec<u8>>, bool);

impl Read for Drip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 = !self.1;
        if self.1 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let most = buffer.len().min(1);
        self.0.read(&mut buffer[..most])
    }
}

#[test]
fn a_slow_source_reads_the_same() {
    let drip = Drip(Cursor::new(TABLE.as_bytes().to_vec()), false);
    let read: Vec<_> = Reader::new(Box::new(drip)).expect("a table").map(|row| row.expect("a row").cells).collect();
    assert_eq!(read, rows(TABLE.as_bytes()).into_iter().map(|(_, cells)| cells).collect::<Vec<_>>());
}

struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("gone"))
    }
}

#[test]
fn a_failing_source_is_an_error() {
    let row = Cursor::new(vec![b'\n'; 64 * 1024]).chain(Failing);
    assert!(matches!(Reader::new(Box::new(row)).err(), Some(ReadError::Io(_))));
}

/// Generates a table as it is read, and never holds more than one row of it.
struct Generated {
    row: Cursor<Vec<u8>>,
    left: usize,
}

impl Read for Generated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.row.read(buffer)?;
        if read > 0 || self.left == 0 {
            return Ok(read);
        }
        self.left -= 1;
        self.row = Cursor::new(format!("{};Miljø og \"klima\";\"to\nlinjer\"\r\n", self.left).into_bytes());
        self.row.read(buffer)
    }
}

#[test]
fn a_long_stream_is_read_in_one_buffer() {
    let left = 150_000;
    let row = Cursor::new(b"a;b;c\r\n".to_vec());
    let mut reader = Reader::new(Box::new(Generated { row, left })).expect("headings");
    let mut last = 0;
    let mut count = 0;
    for row in reader.by_ref() {
        last = row.expect("a row").line;
        count += 1;
    }
    assert_eq!((count, last), (left, 2 * left as u64));
    assert!(reader.text.capacity() <= 8 * 64 * 1024, "{}", reader.text.capacity());
}

#[derive(Clone, Copy, Debug)]
enum FileForm {
    Utf8,
    Utf8Marked,
    Utf16Le,
    Utf16Be,
    Windows,
}

fn encoded(text: &str, form: FileForm) -> Vec<u8> {
    match form {
        FileForm::Utf8 => text.into(),
        FileForm::Utf8Marked => format!("\u{feff}{text}").into(),
        FileForm::Utf16Le => utf16(&format!("\u{feff}{text}"), false),
        FileForm::Utf16Be => utf16(&format!("\u{feff}{text}"), true),
        FileForm::Windows => WINDOWS_1252.encode(text).0.into_owned(),
    }
}

fn lines_in(text: &str) -> u64 {
    text.replace("\r\n", "\n").replace('\r', "\n").matches('\n').count() as u64
}

/// The text of the table as the csv crate writes it, and the line of each of its rows.
fn written(table: &[Vec<String>], (delimiter, guarded): (u8, bool), end: csv::Terminator) -> (String, Vec<u64>) {
    let mut lines = Vec::new();
    let mut text = String::new();
    for row in table {
        lines.push(lines_in(&text) + 1);
        let mut builder = csv::WriterBuilder::new();
        let mut writer = builder.delimiter(delimiter).terminator(end).from_writer(Vec::new());
        let cells = row.iter().map(|cell| if guarded { guard(cell).into_owned() } else { cell.clone() });
        writer.write_record(cells).expect("written");
        text += &String::from_utf8(writer.into_inner().expect("flushed")).expect("UTF-8");
    }
    (text, lines)
}

fn cell() -> impl Strategy<Value = String> {
    let any_text = prop::collection::vec(any::<char>().prop_filter("NUL", |c| *c != '\0'), 0..12);
    let spiky = "[=+@'\"\";,\t\r\n a-cæøåÆØÅ\u{feff}-]{0,8}";
    prop_oneof![any_text.prop_map(String::from_iter), spiky]
}

/// Without the pairs of letters that are one letter of UTF-8.
fn windows_cell() -> impl Strategy<Value = String> {
    "[=+@'\"\";,\t\r\n a-zæøåÆØÅéü€–“”«»-]{0,12}"
}

fn round_trip(body: Vec<Vec<String>>, form: FileForm, delimiter: u8, end: csv::Terminator) {
    let columns = body[0].len();
    // So many Danish letters that no chance pair in a cell makes Windows-1252 look like UTF-8.
    let heading = |n: usize| {
        if n == 0 { "å".repeat(300) } else { format!("h{n}") }
    };
    let headings: Vec<String> = (0..columns).map(heading).collect();
    let mut table = vec![headings.clone()];
    table.extend(body);
    // Only files for spreadsheets are guarded.
    let guarded = delimiter != b',' || !matches!(form, FileForm::Utf8 | FileForm::Windows);
    let (text, lines) = written(&table, (delimiter, guarded), end);
    let bytes = encoded(&text, form);
    let wanted: Vec<(u64, Vec<String>)> = lines
        .into_iter()
        .zip(table)
        .skip(1)
        .filter(|(_, cells)| !cells.iter().all(|cell| is_blank(&if guarded { guard(cell) } else { cell.into() })))
        // A letter and the sign above it are one.
        .map(|(line, cells)| (line, cells.iter().map(|cell| composed(cell).into_owned()).collect()))
        .collect();
    let reader = reader(&bytes);
    assert_eq!(reader.headings(), headings);
    assert_eq!(reader.profile().delimiter, char::from(delimiter));
    if wanted.is_empty() {
        assert_eq!(error(&bytes), "the file has headings, but no rows");
    } else {
        assert_eq!(rows(&bytes), wanted);
    }
}

fn table(cell: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = Vec<Vec<String>>> {
    (2..5_usize).prop_flat_map(move |columns| {
        let row = prop::collection::vec(cell.clone(), columns);
        prop::collection::vec(row, 1..6)
    })
}

fn delimiter() -> impl Strategy<Value = u8> {
    prop::sample::select(vec![b';', b',', b'\t'])
}

fn line_end() -> impl Strategy<Value = csv::Terminator> {
    use csv::Terminator::{Any, CRLF};
    prop::sample::select(vec![CRLF, Any(b'\n'), Any(b'\r')])
}

fn unicode_form() -> impl Strategy<Value = FileForm> {
    prop::sample::select(vec![FileForm::Utf8, FileForm::Utf8Marked, FileForm::Utf16Le, FileForm::Utf16Be])
}

/// Bytes that often come near to being a file.
fn file_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"a"[..],
        b";",
        b",",
        b"\t",
        b"\"",
        b"\r",
        b"\n",
        b"sep=;",
        b"\0",
        b"\xe6",
        b"\xc3\xa6",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xd8",
        b"a\0",
        b"\0a",
        b";\0",
        b"\n\0",
        b"'=",
        b" ",
        b"\x81",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn reads_to_an_end(bytes: &[u8]) {
    if let Ok(reader) = open(bytes) {
        let width = reader.headings().len();
        let most = bytes.len() + 2;
        let read = reader.take(most).inspect(|row| {
            if let Ok(row) = row {
                assert_eq!(row.cells.len(), width);
            }
        });
        assert!(read.count() < most);
    }
}

proptest! {
    #[test]
    fn every_table_comes_back(
        body in table(cell().boxed()), form in unicode_form(), delimiter in delimiter(), end in line_end(),
    ) {
        round_trip(body, form, delimiter, end);
    }

    #[test]
    fn every_table_that_windows_1252_holds_comes_back(
        body in table(windows_cell().boxed()), delimiter in delimiter(), end in line_end(),
    ) {
        round_trip(body, FileForm::Windows, delimiter, end);
    }

    #[test]
    fn any_bytes_are_read_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        reads_to_an_end(&bytes);
    }

    #[test]
    fn anything_like_a_file_is_read_to_an_end(bytes in file_like()) {
        reads_to_an_end(&bytes);
    }
}
