//! Printed output: safe on a terminal, quiet when nobody reads, complete for the shell and for man.

use crate::support::{Desk, said, tool};
use std::process::{Command, Stdio};

const WILD: &str = "a\u{1b}[31mred\u{7}\u{202e}b";

fn wild() -> Desk {
    let desk = Desk::small();
    desk.ok(&["objective", "add", "MX-2030/1", "--title", "Havvind \u{1b}]0;x\u{7}"]);
    desk.ok(&["log", "MX-2030/1", "-s", "ongoing", "-m", WILD]);
    desk
}

#[test]
fn control_characters_are_kept_in_the_file() {
    let desk = wild();
    let shown: serde_json::Value = serde_json::from_str(&desk.ok(&["show", "MX-2030/1", "--format", "json"])).unwrap();
    assert!(shown.to_string().contains(r"a\u001b[31mred\u0007"), "{shown}");
    assert!(desk.ok(&["export", "entries", "--profile", "rfc4180"]).contains(WILD));
}

#[test]
fn control_characters_are_shown_escaped_on_a_terminal() {
    let desk = wild();
    for args in [
        "show MX-2030/1",
        "list",
        "summary",
        "history MX-2030/1",
        "find Havvind",
        "due --within 9y",
        "changes",
        "objective list",
        "export entries",
        "export objectives --profile rfc4180",
        "export summary",
        "export calendar",
        "list --format csv",
        "verify",
    ] {
        let program = env!("CARGO_BIN_EXE_fremdrift");
        let mut script = Command::new("script");
        script.args(["-qec", &format!("{program} {args} --color never"), "/dev/null"]).stdin(Stdio::null());
        script
            .current_dir(desk.folder())
            .env("FREMDRIFT_TODAY", &desk.now)
            .env("FREMDRIFT_LANG", "en")
            .env("COLUMNS", "200");
        let Some(said) = tool(&mut script) else { return };
        assert_eq!(said.code, 0, "{said:?}");
        for c in ['\u{1b}', '\u{7}', '\u{202e}'] {
            assert!(!said.stdout.contains(c), "{args} lets {c:?} through:\n{:?}", said.stdout);
        }
    }
}

#[test]
fn answers_and_refusals_show_control_characters_escaped() {
    let desk = wild();
    let said = desk.run(&["log", "MX-2030/\u{1b}[31m", "-s", "ongoing"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.starts_with("error: no objective «MX-2030/\\u{1b}[31m»\n"), "{said:?}");
    desk.write("in.csv", "objective;status;note\n1;i g\u{1b}[31mng;x\n");
    let said = desk.run(&["log", "--file", "in.csv", "--plan", "MX-2030"]);
    assert!(said.stderr.contains("«i g\\u{1b}[31mng» is not a status"), "{said:?}");
    let said = desk.run(&["objective", "edit", "MX-2030/1", "--title", WILD]);
    assert!(!said.stdout.contains('\u{1b}'), "{said:?}");
}

#[test]
fn text_for_people_is_escaped_in_a_pipe_too() {
    let desk = wild();
    for args in [&["show", "MX-2030/1"][..], &["list"], &["summary"], &["history", "MX-2030/1"]] {
        assert!(!desk.ok(args).contains('\u{1b}'), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    for args in ["list", "summary 2023-Q2", "changes", "export objectives", "man", "completions bash", "find e"] {
        ends_quietly(args);
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_a_long_export_quietly() {
    ends_quietly("export entries");
    ends_quietly("export entries --profile rfc4180");
}

#[cfg(unix)]
#[track_caller]
fn ends_quietly(args: &str) {
    let desk = Desk::illustrated();
    {
        let program = env!("CARGO_BIN_EXE_fremdrift");
        let mut sh = Command::new("sh");
        // The exit code of the program itself is written beside the pipe.
        sh.args(["-c", &format!("({program} {args}; echo $? >code) | head -n 1 >first")]);
        sh.current_dir(desk.folder()).env("FREMDRIFT_TODAY", &desk.now).stdin(Stdio::null());
        let said = said(sh.output().unwrap());
        assert_eq!((said.stderr.as_str(), desk.read("code").as_str()), ("", "0\n"), "{args}");
        assert_eq!(desk.read("first").lines().count(), 1, "{args}");
    }
}

#[test]
fn a_full_disk_is_told() {
    if !std::path::Path::new("/dev/full").exists() {
        eprintln!("not tried: there is no /dev/full");
        return;
    }
    let desk = Desk::illustrated();
    for args in [&["list"][..], &["export", "entries"], &["summary", "2023-Q2", "--format", "json"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let said = said(desk.command().args(args).stdout(full).output().unwrap());
        assert_ne!(said.code, 0, "{args:?}");
        assert!(said.stderr.starts_with("error: "), "{args:?}: {said:?}");
    }
}

#[test]
fn every_shell_gets_completions() {
    let desk = Desk::empty();
    for (shell, sign) in [
        ("bash", "complete -F _fremdrift"),
        ("zsh", "#compdef fremdrift"),
        ("fish", "complete -c fremdrift"),
        ("powershell", "Register-ArgumentCompleter -Native -CommandName 'fremdrift'"),
    ] {
        let script = desk.ok(&["completions", shell]);
        for word in [sign, "summary", "objective", "retire", "blocked-by"] {
            assert!(script.contains(word), "{shell} has no {word}");
        }
    }
    desk.write("c.bash", desk.ok(&["completions", "bash"]));
    if let Some(said) = tool(Command::new("bash").arg("-n").arg(desk.path("c.bash"))) {
        assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    }
    let stderr = desk.fails(2, &["completions", "tcsh"]);
    assert!(stderr.contains("[possible values: bash, elvish, fish, powershell, zsh]"), "{stderr}");
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let desk = Desk::empty();
    let page = desk.ok(&["man"]);
    assert!(page.contains(".TH fremdrift 1 ") && page.contains("Keep the objectives of action plans in one file"));
    assert!(desk.ok(&["man", "log"]).contains("fremdrift\\-log \\- Log how an objective or activity goes"));
    assert!(desk.ok(&["man", "objective", "edit"]).contains("fremdrift\\-objective\\-edit \\- Change an objective"));
    desk.ok(&["man", "--all", "pages"]);
    let pages = std::fs::read_dir(desk.path("pages")).unwrap().count();
    assert!(pages > 50, "{pages}");
    for name in ["fremdrift.1", "fremdrift-summary.1", "fremdrift-authority-retire.1"] {
        assert!(desk.read(&format!("pages/{name}")).contains(".SH SYNOPSIS"), "{name}");
    }
}

#[test]
fn an_unknown_page_of_the_manual_is_refused_without_an_empty_hint() {
    let stderr = Desk::empty().fails(2, &["man", "nope"]);
    assert!(stderr.starts_with("error: no command «nope»\n") && !stderr.contains("did you mean ?"), "{stderr}");
}

#[test]
fn quiet_leaves_only_what_was_asked_for() {
    let desk = Desk::empty();
    for args in [&["init", "-q"][..], &["plan", "list", "-q"], &["verify", "-q"]] {
        assert_eq!(desk.run(args).stderr, "", "{args:?}");
    }
}
