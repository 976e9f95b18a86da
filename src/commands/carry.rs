//! Carrying objectives forward: a new plan takes over objectives of an old one.

use super::log::{self, Item};
use super::upsert::{self, Because, Mode};
use crate::exchange::refused::Place;
use crate::exchange::{Reader, RowError, match_headings};
use crate::model::record::Draft;
use crate::model::{
    EntityKind, EntryUpdate, FieldUpdate, Lang, Moment, Operation, PartialDate, Reference, Refusal, Status, Value,
    Worded,
};
use crate::queries::{Error, Result};
use crate::store::{Carried, ChangeTx, Detail, Error as StoreError, Name, Store};
use chrono::NaiveDate;
use std::io::Read;

/// One line of the map: a number of the old plan, and what becomes of it.
#[derive(Clone, Debug, Default)]
pub struct Pair {
    pub from: String,
    /// A number of the new plan; nothing: it is dropped.
    pub to: Option<String>,
    pub title: Option<String>,
    pub title_da: Option<String>,
    pub area: Option<String>,
    pub deadline: Option<String>,
    pub note: Option<String>,
    /// Where it stands in the file.
    pub line: u64,
}

/// The fate of each objective of an old plan in a new one.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    pub carried: Vec<Carried>,
    /// Cancelled in the old plan, and not carried over.
    pub dropped: Vec<(Reference, String, Option<String>)>,
    /// Open in the old plan.
    pub open: Vec<(Reference, String, Option<String>)>,
    /// In the new plan, with nothing before it.
    pub new: Vec<(Reference, String, Option<String>)>,
}

const KNOWN: &[(&str, &[&str])] = &[
    ("from", &["from", "fra", "old", "gammel"]),
    ("to", &["to", "til", "new", "ny"]),
    ("title", &["title", "titel"]),
    ("title_da", &["title_da", "dansk titel"]),
    ("area", &["area", "indsatsområde", "område"]),
    ("deadline", &["deadline", "frist"]),
    ("note", &["note", "reason", "årsag"]),
];

/// Reads a map: CSV in any form that Excel leaves.
pub fn map(file: &str, source: Box<dyn Read>) -> Result<Vec<Pair>> {
    let unreadable = |source| Error::Read { file: file.to_string(), source };
    let reader = Reader::new(source).map_err(unreadable)?.held();
    let known: Vec<(&'static str, Vec<&'static str>)> = KNOWN.iter().map(|(f, names)| (*f, names.to_vec())).collect();
    let columns =
        match_headings("map", &known, &["from", "to"], reader.headings()).map_err(|problems| Error::Headings {
            file: file.into(),
            problems: problems.into_iter().map(|e| (Place { sheet: None, line: 1 }, e)).collect(),
            told: vec![],
            hint: None,
        })?;
    let mut pairs = Vec::new();
    for row in reader {
        let row = row.map_err(unreadable)?;
        let mut pair = Pair { line: row.line, ..Pair::default() };
        for (field, cell) in columns.cells(&row) {
            let cell = Some(cell.trim().to_string()).filter(|c| !c.is_empty());
            match field {
                "from" => pair.from = cell.unwrap_or_default(),
                "to" => pair.to = cell,
                "title" => pair.title = cell,
                "title_da" => pair.title_da = cell,
                "area" => pair.area = cell,
                "deadline" => pair.deadline = cell,
                _ => pair.note = cell,
            }
        }
        pairs.push(pair);
    }
    Ok(pairs)
}

/// Reads `4.1=1.3`.
pub fn pair(text: &str) -> std::result::Result<Pair, Refusal> {
    let refused = || Refusal::NotAPair { value: text.to_string() };
    let (from, to) = text.split_once('=').ok_or_else(refused)?;
    let (from, to) = (from.trim().to_string(), to.trim().to_string());
    if from.is_empty() || to.is_empty() {
        return Err(refused());
    }
    Ok(Pair { from, to: Some(to), ..Pair::default() })
}

/// The request to carry objectives over.
pub struct CarryRequest<'a> {
    pub old: &'a str,
    pub new: &'a str,
    pub pairs: &'a [Pair],
    /// The file that they are from, where they are from one.
    pub file: Option<&'a str>,
    pub as_of: NaiveDate,
    pub lang: Lang,
    pub reason: Option<&'a str>,
    pub dry_run: bool,
}

/// Carries over all, or nothing: every pair that can't be is named at once. Gives the change.
pub fn forward(store: &mut Store, moment: &Moment, ask: &CarryRequest) -> Result<Option<i64>> {
    if ask.old == ask.new {
        return Err(Refusal::PlanIntoItself { plan: ask.old.to_string() }.into());
    }
    let writing = store.begin(moment, ask.reason)?;
    let mut refused = Vec::new();
    for pair in ask.pairs {
        match (one(&writing, ask, pair), ask.file) {
            (Ok(()), _) => {}
            (Err(Error::Store(StoreError::Refusal(r))), Some(_)) => refused.push(RowError {
                sheet: None,
                line: pair.line,
                column: String::new(),
                value: pair.from.clone(),
                hint: r.hint(),
                reason: r.line(),
            }),
            (Err(e), _) => return Err(e),
        }
    }
    if let (Some(file), false) = (ask.file, refused.is_empty()) {
        return Err(Error::Rows {
            file: file.into(),
            rows: refused,
            unlisted: 0,
            total: ask.pairs.len(),
            told: vec![],
            mend: None,
        });
    }
    if ask.dry_run {
        writing.abandon()?;
        return Ok(None);
    }
    let (old, new) = (ask.old.to_string(), ask.new.to_string());
    Ok(Some(writing.finish(&Operation::CarryForward { old, new, objectives: ask.pairs.len() })?))
}

fn one(w: &ChangeTx, ask: &CarryRequest, pair: &Pair) -> Result<()> {
    let (before, from) = w.subject(&Reference::of_objective(ask.old, &pair.from))?;
    let state = w.latest(before, ask.as_of)?;
    let ended = state.as_ref().map(|s| s.facts.status).filter(|s| s.is_ended());
    let Some(to) = &pair.to else {
        let note = pair.note.clone().ok_or_else(|| Refusal::DroppedNeedsReason { reference: from.to_string() })?;
        if let Some(status) = ended {
            return Err(Refusal::HasEnded { reference: from.to_string(), status: status.coded() }.into());
        }
        return say(w, ask, from, Status::Cancelled, note);
    };
    if let Some(status) = ended.filter(|s| *s != Status::CarriedOver) {
        return Err(Refusal::HasEnded { reference: from.to_string(), status: status.coded() }.into());
    }
    let key = [ask.new.to_string(), to.clone()];
    let parts: Vec<&str> = key.iter().map(String::as_str).collect();
    if w.find(EntityKind::Objective, &parts)?.is_none() {
        let record = w.load(EntityKind::Objective, before.objective.0, &Name::Current)?.record;
        let mut draft = Draft::new();
        // A deadline of the old plan is no promise in the new one.
        for field in [
            "title",
            "title_da",
            "interest",
            "continuing",
            "lead",
            "supporting",
            "counterpart",
            "instrument",
            "sdg",
            "tag",
            "basis",
            "source",
            "audience",
        ] {
            if let Some(value) = record.0.get(field) {
                draft.insert(field, Some(value.clone()));
            }
        }
        for (field, value) in [("title", &pair.title), ("title_da", &pair.title_da), ("area", &pair.area)] {
            if let Some(value) = value {
                draft.insert(field, Some(Value::One(value.clone())));
            }
        }
        if let Some(deadline) = &pair.deadline {
            draft.insert("deadline_original", Some(Value::One(PartialDate::parse(deadline)?.to_string())));
        }
        upsert::write(w, EntityKind::Objective, &key, &draft, Mode::Add, &Because::default()).map_err(|(_, e)| e)?;
    }
    let (after, to) = w.subject(&Reference::of_objective(ask.new, to))?;
    let linked = w.carry(after.objective, before.objective, ask.as_of)?;
    if linked && ended.is_none() {
        let note = match ask.lang {
            Lang::En => format!("Carried over to {to}"),
            Lang::Da => format!("Videreført som {to}"),
        };
        say(w, ask, from, Status::CarriedOver, note)?;
    }
    Ok(())
}

fn say(w: &ChangeTx, ask: &CarryRequest, reference: Reference, status: Status, note: String) -> Result<()> {
    let update =
        EntryUpdate { status: FieldUpdate::Set(status), note: FieldUpdate::Set(note), ..EntryUpdate::default() };
    log::record(
        w,
        &Item { reference, as_of: ask.as_of, update, corrects: None, uid: None, is_shared: false, reopen: false },
    )?;
    Ok(())
}

/// The objectives that were carried over, that were dropped, that are open, and that are new.
pub fn listing(store: &Store, old: &str, new: &str, on: NaiveDate) -> Result<Listing> {
    let mut list = Listing { carried: store.carried(old, new)?, ..Listing::default() };
    let of = |plan: &str| crate::model::Query { plan: vec![plan.to_string()], ..Default::default() };
    let row = |line: &crate::model::ObjectiveSnapshot| (line.reference(), line.title.clone(), line.title_da.clone());
    store.lines(&of(old), on, None, Detail::Counts, |line, _| {
        let carried = list.carried.iter().any(|c| c.from == line.reference());
        match line.status() {
            _ if carried => {}
            Some(Status::Cancelled) => list.dropped.push(row(&line)),
            _ if line.is_open() => list.open.push(row(&line)),
            _ => {}
        }
        Ok(())
    })?;
    store.lines(&of(new), on, None, Detail::Counts, |line, _| {
        if !list.carried.iter().any(|c| c.to == line.reference()) {
            list.new.push(row(&line));
        }
        Ok(())
    })?;
    Ok(list)
}
