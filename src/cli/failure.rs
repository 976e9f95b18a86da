//! From an error to words: one line that stands alone, then what to type instead, and a code.

use fremdrift::actions;
use fremdrift::model::Refusal;
use fremdrift::model::guard::visible;
use fremdrift::render;
use fremdrift::store::{self, Problem};
use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;
use thiserror::Error;

/// The command line is fine by its form, but says something that can't be.
#[derive(Debug, Error)]
#[error("{what}")]
pub struct Usage {
    pub what: String,
    pub hint: String,
}

/// An output file is there already.
#[derive(Debug, Error)]
#[error("{path}: there is a file already")]
pub struct Exists {
    pub path: String,
}

/// What clap says, in its own words; help and version are no errors.
pub fn usage(e: &clap::Error) -> ExitCode {
    let plain = e.render().to_string();
    match visible(&plain, false) {
        // What was typed may hold characters that a terminal obeys.
        Cow::Owned(shown) => super::terminal::aside(shown.trim_end()),
        Cow::Borrowed(_) => drop(e.print()),
    }
    ExitCode::from(u8::try_from(e.exit_code()).unwrap_or(2))
}

struct Told {
    lines: Vec<String>,
    hint: Vec<String>,
    last: Option<String>,
    code: u8,
}

/// Says what went wrong, and gives the exit code that stands for it.
pub fn tell(e: &anyhow::Error, file: &Path) -> ExitCode {
    if is_closed_pipe(e) {
        // Whoever read the output has seen enough.
        return ExitCode::SUCCESS;
    }
    let told = words(e, file);
    for line in &told.lines {
        super::terminal::aside(&format!("error: {}", visible(line, true)));
    }
    for hint in &told.hint {
        super::terminal::aside(&format!("hint: {}", visible(hint, true)));
    }
    if let Some(last) = &told.last {
        super::terminal::aside(last);
    }
    ExitCode::from(told.code)
}

fn is_closed_pipe(e: &anyhow::Error) -> bool {
    let broken = |io: &std::io::Error| io.kind() == std::io::ErrorKind::BrokenPipe;
    e.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(broken)
            || matches!(cause.downcast_ref::<store::Error>(), Some(store::Error::Io { source, .. }) if broken(source))
            || matches!(cause.downcast_ref::<actions::Error>(), Some(actions::Error::Write { source, .. }) if broken(source))
            || matches!(cause.downcast_ref::<actions::Error>(), Some(actions::Error::Store(store::Error::Io { source, .. })) if broken(source))
    })
}

fn words(e: &anyhow::Error, file: &Path) -> Told {
    let plain = |line: String, hint: Option<String>, code: u8| Told {
        lines: vec![line],
        hint: hint.into_iter().collect(),
        last: None,
        code,
    };
    if let Some(e) = e.downcast_ref::<Usage>() {
        return plain(e.to_string(), Some(e.hint.clone()), 2);
    }
    if let Some(e) = e.downcast_ref::<Exists>() {
        return plain(e.to_string(), Some("choose another name, or write over it with --yes".into()), 1);
    }
    if let Some(e) = e.downcast_ref::<Refusal>() {
        return plain(e.to_string(), e.hint(), 1);
    }
    if let Some(e) = e.downcast_ref::<store::Error>() {
        return of_store(e, file);
    }
    if let Some(e) = e.downcast_ref::<render::Error>() {
        return of_render(e);
    }
    match e.downcast_ref::<actions::Error>() {
        Some(actions::Error::Store(e)) => of_store(e, file),
        Some(actions::Error::Read { file, source }) => {
            Told { last: Some("nothing was imported".into()), ..plain(format!("{file}: {source}"), source.hint(), 4) }
        }
        Some(actions::Error::Sheet { file, source }) => Told {
            last: Some("nothing of it was taken in".into()),
            ..plain(format!("{file}: {source}"), source.hint(), 4)
        },
        Some(actions::Error::Headings { file, problems }) => Told {
            lines: problems.iter().map(|p| format!("{file}, line 1: {p}")).collect(),
            hint: each_once(problems.iter().map(|p| (String::new(), p.hint()))),
            last: Some("nothing was imported".into()),
            code: 4,
        },
        Some(actions::Error::Rows { file, rows, total }) => {
            let lines = rows.iter().map(|r| format!("{file}, {r}")).collect();
            let hint = each_once(rows.iter().map(|r| (format!("line {}: ", r.line), r.hint.clone())));
            // Several cells of one row may be wrong.
            let lines_refused: std::collections::BTreeSet<u64> = rows.iter().map(|r| r.line).collect();
            let last = match lines_refused.len() {
                1 if *total == 1 => "nothing was imported: the only row was refused".to_string(),
                1 => format!("nothing was imported: 1 of {total} rows was refused"),
                n => format!("nothing was imported: {n} of {total} rows were refused"),
            };
            Told { lines, hint, last: Some(last), code: 4 }
        }
        Some(actions::Error::Render(e)) => of_render(e),
        Some(actions::Error::Write { source, .. })
            if matches!(source.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge) =>
        {
            of_store(&store::Error::io(Path::new("output"), source.kind().into()), file)
        }
        Some(e @ actions::Error::Write { .. }) => plain(e.to_string(), None, 3),
        None => {
            let line = e.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ");
            plain(line.trim_end().to_string(), None, 1)
        }
    }
}

/// The same hint is given once, without its line; more than a handful nobody reads.
fn each_once(hints: impl Iterator<Item = (String, Option<String>)>) -> Vec<String> {
    let mut all: Vec<(String, String, usize)> = Vec::new();
    for (line, hint) in hints {
        let Some(hint) = hint else { continue };
        match all.iter_mut().find(|(_, h, _)| *h == hint) {
            Some((_, _, n)) => *n += 1,
            None => all.push((line, hint, 1)),
        }
    }
    let several = all.len() > 1;
    all.into_iter()
        .take(8)
        .map(|(line, hint, n)| if several && n == 1 { format!("{line}{hint}") } else { hint })
        .collect()
}

fn of_render(e: &render::Error) -> Told {
    let (line, hint) = match e {
        render::Error::Word(e) => (format!("the template: {e}"), Some(e.hint().to_string())),
        e => (e.to_string(), None),
    };
    Told { lines: vec![line], hint: hint.into_iter().collect(), last: None, code: 1 }
}

fn of_store(e: &store::Error, file: &Path) -> Told {
    if let store::Error::Sqlite(sqlite) = e
        && let Some(problem) = Problem::of(sqlite)
    {
        return of_store(&store::Error::file(file, problem), file);
    }
    let (hint, code) = match e {
        store::Error::Refusal(refusal) => (refusal.hint(), 1),
        // Something is where a new file should go: nothing is wrong with it.
        store::Error::File { problem: problem @ Problem::Exists, .. } => (Some(problem.hint().to_string()), 1),
        store::Error::File { problem, .. } => (Some(problem.hint().to_string()), 3),
        store::Error::Io { .. } => (None, 3),
        store::Error::Sqlite(_) => (Some("look at the file with: fremdrift verify".into()), 3),
    };
    Told { lines: vec![e.to_string()], hint: hint.into_iter().collect(), last: None, code }
}
