//! From an error to words: one line that stands alone, then what to type instead, and a code.

use fremdrift::commands;
use fremdrift::i18n;
use fremdrift::model::both;
use fremdrift::model::escaping::visible;
use fremdrift::model::{Bilingual, Lang, Refusal, Worded};
use fremdrift::render;
use fremdrift::store::{self, Problem};
use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;

/// The command line is fine by its form, but says something that can't be.
#[derive(Debug)]
pub struct Usage {
    pub what: Bilingual,
    pub hint: Bilingual,
}

impl Worded for Usage {
    fn line(&self) -> Bilingual {
        self.what.clone()
    }

    fn hint(&self) -> Option<Bilingual> {
        Some(self.hint.clone())
    }
}

fremdrift::model::worded!(Usage);

/// An output file is there already.
#[derive(Debug)]
pub struct Exists {
    pub path: String,
}

impl Worded for Exists {
    fn line(&self) -> Bilingual {
        both!("{path}: file already exists", "{path}: filen findes allerede", path = &self.path)
    }

    fn hint(&self) -> Option<Bilingual> {
        Some(both!(
            "choose another name, or write over it with --yes",
            "vælg et andet navn, eller overskriv den med --yes"
        ))
    }
}

fremdrift::model::worded!(Exists);

struct Told {
    lines: Vec<Bilingual>,
    hint: Vec<Bilingual>,
    last: Option<Bilingual>,
    code: u8,
}

impl Told {
    fn of(e: &dyn Worded, code: u8) -> Told {
        Told { lines: vec![e.line()], hint: e.hint().into_iter().collect(), last: None, code }
    }

    fn plain(line: String, code: u8) -> Told {
        Told { lines: vec![Bilingual::new(line.clone(), line)], hint: vec![], last: None, code }
    }
}

/// Says in the language of the desk what went wrong, and gives the exit code that stands for it.
pub fn tell(e: &anyhow::Error, file: &Path, lang: Lang) -> ExitCode {
    if is_closed_pipe(e) {
        // The reader of the output has seen enough.
        return ExitCode::SUCCESS;
    }
    let told = told(e, file);
    say(lang, &told.lines, &told.hint);
    if let Some(last) = &told.last {
        super::terminal::aside(last.to(lang));
    }
    ExitCode::from(told.code)
}

/// Errors, then hints, each on a line of its own.
pub fn say(lang: Lang, errors: &[Bilingual], hints: &[Bilingual]) {
    let labelled = errors.iter().map(|e| (i18n::ERROR, e)).chain(hints.iter().map(|h| (i18n::HINT, h)));
    for (label, text) in labelled {
        super::terminal::aside(&format!("{}: {}", label.to(lang), visible(text.to(lang), true)));
    }
}

fn is_closed_pipe(e: &anyhow::Error) -> bool {
    let broken = |io: &std::io::Error| io.kind() == std::io::ErrorKind::BrokenPipe;
    e.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(broken)
            || matches!(cause.downcast_ref::<store::Error>(), Some(store::Error::Io { source, .. }) if broken(source))
            || matches!(cause.downcast_ref::<commands::Error>(), Some(commands::Error::Write { source, .. }) if broken(source))
            || matches!(cause.downcast_ref::<commands::Error>(), Some(commands::Error::Store(store::Error::Io { source, .. })) if broken(source))
    })
}

fn told(e: &anyhow::Error, file: &Path) -> Told {
    if let Some(e) = e.downcast_ref::<Usage>() {
        return Told::of(e, 2);
    }
    if let Some(e) = e.downcast_ref::<Exists>() {
        return Told::of(e, 1);
    }
    if let Some(e) = e.downcast_ref::<Refusal>() {
        return Told::of(e, 1);
    }
    if let Some(e) = e.downcast_ref::<store::Error>() {
        return of_store(e, file);
    }
    if let Some(e) = e.downcast_ref::<render::Error>() {
        return Told::of(e, 1);
    }
    match e.downcast_ref::<commands::Error>() {
        Some(commands::Error::Store(e)) => of_store(e, file),
        Some(commands::Error::Read { file, source }) => {
            let last = both!("nothing was imported", "intet er importeret");
            in_file(file, source, last)
        }
        Some(commands::Error::Sheet { file, source }) => {
            let last = both!("nothing of it was taken in", "intet af det er læst ind");
            in_file(file, source, last)
        }
        Some(commands::Error::Headings { file, problems }) => Told {
            lines: problems
                .iter()
                .map(|p| {
                    let told = p.line();
                    both!("{file}, line 1: {en}", "{file}, linje 1: {da}", en = told.en, da = told.da)
                })
                .collect(),
            hint: each_once(problems.iter().map(|p| (Bilingual::default(), p.hint()))),
            last: Some(both!("nothing was imported", "intet er importeret")),
            code: 4,
        },
        Some(commands::Error::Rows { file, rows, unlisted, total }) => {
            let lines = rows.iter().map(|r| r.line().map(|text| format!("{file}, {text}"))).collect();
            let place = |line: u64| both!("line {line}: ", "linje {line}: ");
            let hint = each_once(rows.iter().map(|r| (place(r.line), r.hint.clone())));
            // Several cells of one row may be wrong.
            let lines_refused: std::collections::BTreeSet<u64> = rows.iter().map(|r| r.line).collect();
            let listed = lines_refused.len();
            let last = match listed + unlisted {
                n if *unlisted > 0 => both!(
                    "nothing was imported: {n} of {total} rows were refused; the first {listed} are listed",
                    "intet er importeret: {n} af {total} rækker blev afvist; de første {listed} er vist"
                ),
                1 if *total == 1 => both!(
                    "nothing was imported: the only row was refused",
                    "intet er importeret: den eneste række blev afvist"
                ),
                1 => both!(
                    "nothing was imported: 1 of {total} rows was refused",
                    "intet er importeret: 1 af {total} rækker blev afvist"
                ),
                n => both!(
                    "nothing was imported: {n} of {total} rows were refused",
                    "intet er importeret: {n} af {total} rækker blev afvist"
                ),
            };
            Told { lines, hint, last: Some(last), code: 4 }
        }
        Some(commands::Error::Render(e)) => Told::of(e, 1),
        Some(commands::Error::Write { source, .. })
            if matches!(source.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge) =>
        {
            of_store(&store::Error::io(Path::new("output"), source.kind().into()), file)
        }
        Some(e @ commands::Error::Write { .. }) => Told::plain(e.to_string(), 3),
        None => {
            let line = e.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ");
            Told::plain(line.trim_end().to_string(), 1)
        }
    }
}

/// An input that can't be read as a whole.
fn in_file(file: &str, source: &dyn Worded, last: Bilingual) -> Told {
    let mut told = Told::of(source, 4);
    told.lines = told.lines.into_iter().map(|line| line.map(|text| format!("{file}: {text}"))).collect();
    told.last = Some(last);
    told
}

/// The same hint is given once, without its line; more than a handful nobody reads.
fn each_once(hints: impl Iterator<Item = (Bilingual, Option<Bilingual>)>) -> Vec<Bilingual> {
    let mut all: Vec<(Bilingual, Bilingual, usize)> = Vec::new();
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
        .map(
            |(line, hint, n)| {
                if several && n == 1 { Bilingual::new(line.en + &hint.en, line.da + &hint.da) } else { hint }
            },
        )
        .collect()
}

fn of_store(e: &store::Error, file: &Path) -> Told {
    if let store::Error::Sqlite(sqlite) = e
        && let Some(problem) = Problem::of(sqlite)
    {
        return of_store(&store::Error::file(file, problem), file);
    }
    let code = match e {
        // Something is where a new file should go: nothing is wrong with it.
        store::Error::Refusal(_) | store::Error::File { problem: Problem::Exists, .. } => 1,
        store::Error::File { .. } | store::Error::Io { .. } | store::Error::Sqlite(_) => 3,
    };
    Told::of(e, code)
}
