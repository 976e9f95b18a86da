//! Damaged files: a page flipped, zeroed or cut off. The program never panics, and never gives another
//! answer than before without `verify` saying that the file is damaged.
//!
//! Every few pages in a usual run; `FREMDRIFT_FAULTS=all cargo test damaged` tries each one.

use crate::support::{Desk, Said};

const PAGE: usize = 4096;

/// What an officer asks; each reads other tables.
const QUESTIONS: [&[&str]; 5] = [
    &["list", "--plan", "ID-2021", "--as-of", "2023-06-30"],
    &["show", "ID-2021/4.1"],
    &["summary", "2023-Q2", "--plan", "ID-2021"],
    &["find", "vand"],
    &["changes"],
];

fn ask(desk: &Desk) -> Vec<Said> {
    QUESTIONS.iter().map(|q| desk.run(q)).collect()
}

fn step() -> usize {
    if std::env::var_os("FREMDRIFT_FAULTS").is_some() { 1 } else { 9 }
}

fn look(desk: &Desk, what: &str, right: &[Said]) {
    let verified = desk.run(&["verify"]);
    assert!(matches!(verified.code, 0 | 3), "{what}: {verified:?}");
    assert!(!verified.stderr.contains("panicked"), "{what}: {verified:?}");
    for ((question, answer), right) in QUESTIONS.iter().zip(ask(desk)).zip(right) {
        assert!((0..=4).contains(&answer.code), "{what}, {question:?}: {answer:?}");
        assert!(!answer.stderr.contains("panicked"), "{what}, {question:?}: {answer:?}");
        if verified.code == 0 {
            assert_eq!(answer, *right, "{what}, {question:?}: another answer, and verify is content");
        }
        if answer.code == 3 {
            assert!(answer.stderr.contains("hint: "), "{what}, {question:?}: what to do is not said: {answer:?}");
        }
    }
    if verified.code == 3 {
        assert!(verified.stderr.contains("restore"), "{what}: {verified:?}");
    }
}

#[test]
fn a_damaged_page_is_never_a_wrong_answer_in_silence() {
    let desk = Desk::illustrated();
    let right = ask(&desk);
    let whole = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let pages = whole.len() / PAGE;
    assert!(pages > 100, "{pages}");
    let mut told = 0;
    for page in (0..pages).step_by(step()) {
        let at = page * PAGE;
        for (how, alter) in [
            ("zeroed", (|bytes: &mut [u8]| bytes.fill(0)) as fn(&mut [u8])),
            ("flipped", |bytes| bytes.iter_mut().for_each(|b| *b = !*b)),
            ("scrambled in the middle", |bytes| bytes[1800..1900].fill(0xa5)),
        ] {
            let mut spoiled = whole.clone();
            alter(&mut spoiled[at..at + PAGE]);
            desk.write("fremdrift.db", &spoiled);
            look(&desk, &format!("page {} {how}", page + 1), &right);
            told += 1;
        }
    }
    println!("{told} damages of {pages} pages");
}

#[test]
fn a_file_that_was_cut_off_is_told() {
    let desk = Desk::illustrated();
    let right = ask(&desk);
    let whole = std::fs::read(desk.path("fremdrift.db")).unwrap();
    for page in (0..whole.len() / PAGE).step_by(step()) {
        for more in [0, 1000] {
            desk.write("fremdrift.db", &whole[..(page * PAGE + more).min(whole.len() - 1)]);
            look(&desk, &format!("cut off after {page} pages and {more} bytes"), &right);
        }
    }
}
