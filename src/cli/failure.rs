//! From an error to words: one line that stands alone, then what to type instead, and a code.

use fremdrift::commands;
use fremdrift::exchange::RowError;
use fremdrift::exchange::refused::Place;
use fremdrift::i18n;
use fremdrift::model::both;
use fremdrift::model::escaping::visible;
use fremdrift::model::{Bilingual, Lang, Refusal, Worded};
use fremdrift::render;
use fremdrift::store::{self, Problem};
use std::collections::HashMap;
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
    /// As far as the file was understood before it went wrong.
    before: Vec<Bilingual>,
    lines: Vec<Bilingual>,
    hint: Vec<Bilingual>,
    last: Option<Bilingual>,
    code: u8,
}

impl Told {
    fn of(e: &dyn Worded, code: u8) -> Told {
        Told { before: vec![], lines: vec![e.line()], hint: e.hint().into_iter().collect(), last: None, code }
    }

    fn plain(line: String, code: u8) -> Told {
        Told { before: vec![], lines: vec![Bilingual::new(line.clone(), line)], hint: vec![], last: None, code }
    }
}

/// Says in the language of the desk what went wrong, and gives the exit code that stands for it.
pub fn tell(e: &anyhow::Error, file: &Path, lang: Lang) -> ExitCode {
    if is_closed_pipe(e) {
        // The reader of the output has seen enough.
        return ExitCode::SUCCESS;
    }
    let told = told(e, file);
    for line in &told.before {
        super::terminal::aside(&visible(line.to(lang), true));
    }
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
        Some(commands::Error::Headings { file, problems, told, hint }) => Told {
            before: told.clone(),
            lines: problems
                .iter()
                .map(|(place, p)| {
                    let (told, at) = (p.line(), place.words());
                    Bilingual::new(format!("{file}, {}: {}", at.en, told.en), format!("{file}, {}: {}", at.da, told.da))
                })
                .collect(),
            hint: {
                let mut all = each_once(problems.iter().map(|(_, p)| (Bilingual::default(), p.hint())));
                all.extend(hint.iter().map(|hint| (**hint).clone()));
                all
            },
            last: Some(both!("nothing was imported", "intet er importeret")),
            code: 4,
        },
        Some(commands::Error::Rows { file, rows, unlisted, total, told, .. }) => {
            let lines =
                each_reason(rows).iter().map(|told| told.clone().map(|text| format!("{file}, {text}"))).collect();
            let place =
                |r: &RowError| Place { sheet: r.sheet.clone(), line: r.line }.words().map(|at| format!("{at}: "));
            let hint = each_once(rows.iter().map(|r| (place(r), r.hint.clone())));
            // Several cells of one row may be wrong.
            let lines_refused: std::collections::BTreeSet<_> = rows.iter().map(|r| (&r.sheet, r.line)).collect();
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
            Told { before: told.clone(), lines, hint, last: Some(last), code: 4 }
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

/// So many lines are named of those that are refused for the same reason.
const NAMED: usize = 8;

/// Each refused cell; where three or more of one column are refused for the same reason, in one line.
fn each_reason(rows: &[RowError]) -> Vec<Bilingual> {
    let mut all: Vec<(&RowError, Vec<u64>)> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for row in rows {
        let at = *known.entry((&row.sheet, &row.column, &row.reason.en)).or_insert(all.len());
        match all.get_mut(at) {
            Some((_, lines)) => lines.push(row.line),
            None => all.push((row, vec![row.line])),
        }
    }
    let mut sheets: Vec<&Option<String>> = rows.iter().map(|r| &r.sheet).collect();
    sheets.dedup();
    let at = |row: &RowError, line: u64| (sheets.iter().position(|s| *s == &row.sheet), line);
    let mut told = Vec::new();
    for (row, lines) in all {
        if lines.len() < 3 || row.column.is_empty() {
            told.extend(lines.iter().map(|line| (at(row, *line), RowError { line: *line, ..row.clone() }.line())));
            continue;
        }
        let first = lines.iter().take(NAMED).map(u64::to_string).collect::<Vec<_>>().join(", ");
        let more = lines.len().saturating_sub(NAMED);
        let (column, Bilingual { en, da }) = (&row.column, &row.reason);
        let line = match more {
            0 => both!("lines {first}, column {column}: {en}", "linje {first}, kolonne {column}: {da}"),
            _ => both!(
                "lines {first} and {more} more, column {column}: {en}",
                "linje {first} og {more} til, kolonne {column}: {da}"
            ),
        };
        let within = |text: String| row.sheet.as_ref().map_or(text.clone(), |sheet| format!("{sheet}, {text}"));
        told.push((at(row, lines[0]), line.map(within)));
    }
    told.sort_by_key(|(place, _)| *place);
    told.into_iter().map(|(_, line)| line).collect()
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
