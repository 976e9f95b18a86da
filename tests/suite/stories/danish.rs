//! A Danish desk reads Danish: also where the command line itself can't be read.

use crate::support::{Desk, english_words};

fn told(desk: &Desk, args: &[&str]) -> (Option<i32>, String) {
    let said = desk.command().env("FREMDRIFT_LANG", "da").args(args).output().expect("the program runs");
    (said.status.code(), String::from_utf8(said.stderr).expect("UTF-8"))
}

#[test]
fn a_command_line_that_cannot_be_read_is_refused_in_danish() {
    let desk = Desk::small();
    for (args, error) in [
        (&["log", "MX-2030/1", "--staus", "i gang"][..], "fejl: ukendt argument: »--staus«\ntip: mente du --status?\n"),
        (&["sumary"], "fejl: ukendt kommando: »sumary«\ntip: mente du summary?\n"),
        (&["list", "--lang", "dansk"], "fejl: »dansk« kan ikke bruges som værdi til »--lang <LANGUAGE>«\n"),
        (&["undo", "to"], "fejl: »to« kan ikke bruges som værdi til »[CHANGE]«\n"),
        (&["backup"], "fejl: der mangler: <FILE>\n"),
        (&["list", "--plan"], "fejl: der mangler en værdi til »--plan <PLAN>«\n"),
        (&["list", "--today", "i morgen"], "fejl: »i morgen« kan ikke bruges som værdi til »--today <DAY>«\n"),
    ] {
        let (code, text) = told(&desk, args);
        assert_eq!(code, Some(2), "{text}");
        assert!(text.starts_with(error), "fremdrift {}:\n{text}", args.join(" "));
        assert!(english_words(&text).is_empty(), "{text}");
    }
}

#[test]
fn an_english_desk_is_told_by_the_same_program_in_english() {
    let desk = Desk::small();
    let said = desk.run(&["log", "MX-2030/1", "--staus", "ongoing"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.starts_with("error: unexpected argument '--staus' found"), "{}", said.stderr);
}

#[test]
fn english_words_are_found_and_danish_ones_are_none() {
    assert_eq!(english_words("fejl: the file is read-only\n"), ["the", "file", "is"]);
    assert!(english_words("fejl: »the file« er ikke en dato\ntip: se dem med: fremdrift list --plan the\n").is_empty());
}
