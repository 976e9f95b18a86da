//! One row of an import: read, compared with what is there, written.

use super::super::Error;
use super::super::log::{self, Item};
use super::super::put::{self, Because, Mode};
use super::{Changed, Imported, Options, What};
use crate::exchange::{Refused, Row, excel_made_a_date};
use crate::model::noun::{Field, Kind};
use crate::model::record::{Draft, empties};
use crate::model::{Noun, Record, Reference, Refusal, Report, Value, entry, parse_day, withheld};
use crate::store::{self, Saved, Writing};
use std::collections::{HashMap, HashSet};

/// The cells of a row by their columns.
struct Cells<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Cells<'a> {
    fn get(&self, column: &str) -> Option<&'a str> {
        self.0.iter().find(|c| c.0 == column).map(|c| c.1)
    }
}

/// An import while it runs.
pub(super) struct Import<'a> {
    w: &'a Writing<'a>,
    what: What,
    options: &'a Options,
    pub headings: Vec<String>,
    pub columns: Vec<Option<&'static str>>,
    /// The rows of the file that were met, and in which line first.
    pub lines: HashMap<i64, u64>,
    /// Lines of the log that a row was matched with.
    logged: HashSet<i64>,
    /// Lines of the log that this import has added.
    added: HashSet<i64>,
    pub done: Imported,
}

/// A row is refused with a reason, or everything stops because the file can't be used.
pub(super) type RowError = std::result::Result<Vec<Refused>, Box<Error>>;

const MADE_A_DATE: &str = "Excel has made a date of the number: format the column as text, or use the column reference";

fn one(refused: Refused) -> RowError {
    Ok(vec![refused])
}

fn first(refused: &mut RowError) -> Option<&mut Refused> {
    refused.as_mut().ok().and_then(|all| all.first_mut())
}

/// Both, unless either was refused: then what was refused in both.
fn both<A, B>(
    a: std::result::Result<A, RowError>,
    b: std::result::Result<B, RowError>,
) -> std::result::Result<(A, B), RowError> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(a), Ok(_)) => Err(a),
        (Ok(_), Err(b)) => Err(b),
        (Err(Ok(mut a)), Err(Ok(b))) => {
            a.extend(b);
            Err(Ok(a))
        }
        (Err(a), Err(_)) => Err(a),
    }
}

impl<'a> Import<'a> {
    pub fn new(
        w: &'a Writing<'a>,
        what: What,
        options: &'a Options,
        headings: Vec<String>,
        columns: Vec<Option<&'static str>>,
        profile: String,
    ) -> Import<'a> {
        Import {
            w,
            what,
            options,
            headings,
            columns,
            lines: HashMap::new(),
            logged: HashSet::new(),
            added: HashSet::new(),
            done: Imported { profile, ..Imported::default() },
        }
    }
}

impl Import<'_> {
    pub fn row(&mut self, row: &Row) -> std::result::Result<(), RowError> {
        let mut cells = Cells(Vec::with_capacity(row.cells.len()));
        for (i, cell) in row.cells.iter().enumerate() {
            match self.columns.get(i).copied().flatten() {
                Some(column) => {
                    cells.0.push((column, cell.as_str()));
                }
                None if !cell.trim().is_empty() => {
                    return Err(one(Refused {
                        line: row.line,
                        column: String::new(),
                        value: cell.clone(),
                        reason: format!("«{cell}» stands under no heading"),
                        hint: Some("give the column a heading, or empty it".into()),
                    }));
                }
                None => {}
            }
        }
        if let Some((field, cell)) = cells.0.iter().find(|(_, cell)| withheld::is_word(cell)) {
            let refusal = Refusal::WasWithheld { value: cell.trim().to_string() };
            return Err(self.refuse(row.line, Some(field), cell, &refusal));
        }
        match self.what {
            What::Noun(noun) => self.noun(noun, row.line, &cells),
            What::Entries => self.entry(row.line, &cells),
        }
    }

    /// The heading as the file writes it, for messages.
    pub fn heading(&self, field: &str) -> String {
        let at = self.columns.iter().position(|c| *c == Some(field));
        at.map_or(field.to_string(), |i| self.headings[i].clone())
    }

    fn refuse(&self, line: u64, field: Option<&str>, value: &str, refusal: &Refusal) -> RowError {
        one(Refused {
            line,
            column: field.map(|f| self.heading(f)).unwrap_or_default(),
            value: value.to_string(),
            reason: refusal.to_string(),
            hint: refusal.hint(),
        })
    }

    fn blame(&self, line: u64, field: Option<&str>, cells: &Cells, e: store::Error) -> RowError {
        match e {
            store::Error::Refusal(refusal) => {
                let value = field.and_then(|f| cells.get(f)).unwrap_or_default();
                let new_area = self.what == What::Noun(Noun::Objective)
                    && matches!(&refusal, Refusal::Unknown { noun: "area", nearest, .. } if nearest.is_empty());
                let mut refused = self.refuse(line, field, value, &refusal);
                if let (true, Some(r)) = (new_area, first(&mut refused)) {
                    r.hint = Some("to add the areas of the file to the plan: --add-areas".into());
                }
                if let Some(r) = first(&mut refused)
                    && matches!(field, Some("number" | "objective"))
                    && excel_made_a_date(value)
                {
                    r.hint = Some(
                        "Excel has made a date of the number: format the column as text, or use the column reference"
                            .into(),
                    );
                }
                refused
            }
            e => Err(Box::new(e.into())),
        }
    }

    /// Reads the cells of the named fields: blank says nothing, the clearing word clears.
    fn draft(&self, line: u64, fields: &'static [Field], cells: &Cells) -> std::result::Result<Draft, RowError> {
        let mut draft = Draft::new();
        let mut refused = Vec::new();
        for field in fields {
            let Some(text) = cells.get(field.name) else { continue };
            if text.trim().is_empty() {
                // The first of several names of an authority is the one without a day.
                if field.name == "name_from" {
                    draft.insert(field.name, None);
                }
                continue;
            }
            if empties(text) {
                draft.insert(field.name, None);
                continue;
            }
            let value = match (field.kind, field.name) {
                (Kind::Day, "as_of") => parse_day(text, Some(self.w.moment().today)).map(|d| Value::One(d.to_string())),
                _ => field.read(text),
            };
            match value {
                Ok(value) => {
                    draft.insert(field.name, Some(value));
                }
                Err(r) => refused.extend(self.refuse(line, Some(field.name), text, &r).map_err(Err)?),
            }
        }
        if refused.is_empty() { Ok(draft) } else { Err(Ok(refused)) }
    }

    /// The parts of the key, from their own columns or from a reference.
    fn key(&self, line: u64, names: &[&'static str], cells: &Cells) -> std::result::Result<Vec<String>, RowError> {
        let reference: Vec<&str> = match cells.get("reference").map(|r| r.trim()) {
            Some(r) if !r.is_empty() => r.split('/').map(str::trim).collect(),
            _ => vec![],
        };
        let mut key = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let own = cells.get(name).map(|c| c.trim()).filter(|c| !c.is_empty());
            let part = match (reference.get(i).copied(), own, *name) {
                // What Excel has made of a number does not count beside a reference.
                (Some(part), _, _) => part,
                (None, Some(own), _) => own,
                (None, None, "plan") => match &self.options.plan {
                    Some(plan) => plan,
                    None => {
                        return Err(one(Refused {
                            line,
                            column: String::new(),
                            value: String::new(),
                            reason: "the row does not say which plan".into(),
                            hint: Some("say which plan all rows are about: --plan ID-2021".into()),
                        }));
                    }
                },
                (None, None, name) => {
                    let refusal = Refusal::NotACode { what: name, value: String::new() };
                    return Err(self.refuse(line, Some(name), "", &refusal));
                }
            };
            key.push(part.to_string());
        }
        Ok(key)
    }

    /// Everything in a row that the file does not know, not only what was met first.
    fn all_unknown(
        &self,
        line: u64,
        noun: Noun,
        key: &[String],
        draft: &Draft,
        cells: &Cells,
        (field, e): put::Blame,
    ) -> RowError {
        let mut blames = self.blame(line, field, cells, e)?;
        for other in noun.fields() {
            let Some(Some(value)) = draft.get(other.name) else { continue };
            let mut record = Record::default();
            if noun.key()[0] == "plan" {
                record.set_text("plan", key[0].clone());
            }
            record.set(other.name, Some(value.clone()));
            if field != Some(other.name)
                && let Err((name, e)) = self.w.resolve(noun, &mut record)
                && name == other.name
            {
                blames.extend(self.blame(line, Some(name), cells, e)?);
            }
        }
        Ok(blames)
    }

    fn noun(&mut self, noun: Noun, line: u64, cells: &Cells) -> std::result::Result<(), RowError> {
        let key = self.key(line, noun.key(), cells)?;
        if let (Some(last), Some(field)) = (key.last(), noun.key().last())
            && let Some(described) = noun.field(field)
        {
            described.read(last).map_err(|r| self.refuse(line, Some(field), last, &r))?;
        }
        let dated = matches!(noun, Noun::Objective | Noun::Activity);
        let report = if dated { self.draft(line, entry::FIELDS, cells) } else { Ok(Draft::new()) };
        let (mut draft, report) = both(self.draft(line, noun.fields(), cells), report)?;
        noun.key().iter().for_each(|k| {
            draft.remove(k);
        });
        if noun == Noun::Authority && draft.get("name_from") == Some(&None) && !draft.contains_key("name") {
            draft.remove("name_from");
        }
        if self.options.add_areas && noun == Noun::Objective {
            self.area(line, &key[0], &draft, cells)?;
        }
        let put = put::write(self.w, noun, &key, &draft, Mode::Either, &self.options.because)
            .map_err(|(field, e)| self.all_unknown(line, noun, &key, &draft, cells, (field, e)))?;
        let number = key.last().map(String::as_str).unwrap_or_default();
        if dated && put.saved == Saved::Added && excel_made_a_date(number) {
            return Err(one(Refused {
                line,
                column: self.heading("number"),
                value: number.to_string(),
                reason: format!("«{number}» is a date, not a number of a plan"),
                hint: Some(MADE_A_DATE.into()),
            }));
        }
        if noun != Noun::Authority
            && let Some(first) = self.lines.insert(put.id, line)
        {
            return Err(one(Refused {
                line,
                column: String::new(),
                value: put.name.clone(),
                reason: format!("{} stands in line {first} already", put.name),
                hint: Some("keep one of the two lines".into()),
            }));
        }
        self.lines.entry(put.id).or_insert(line);
        match put.saved {
            Saved::Added => self.done.added.push(put.name.clone()),
            Saved::Changed => self.done.changed.push(Changed { name: put.name.clone(), differs: put.differs }),
            Saved::Unchanged => self.done.unchanged += 1,
        }
        if !report.is_empty() {
            let reference = match &key[..] {
                [plan, objective, activity] => {
                    Reference { plan: plan.clone(), objective: objective.clone(), activity: Some(activity.clone()) }
                }
                _ => Reference::of_objective(&key[0], &key[1]),
            };
            self.state(line, reference, put.saved, &put.name, &report, cells)?;
        }
        Ok(())
    }

    /// What a row of an objective says about how it goes becomes a line of the log, where it differs
    /// from the newest one.
    fn state(
        &mut self,
        line: u64,
        reference: Reference,
        saved: Saved,
        name: &str,
        draft: &Draft,
        cells: &Cells,
    ) -> std::result::Result<(), RowError> {
        let report = Report::of(draft).map_err(|r| self.refuse(line, None, "", &r))?;
        if report.is_empty() {
            return Ok(());
        }
        let today = self.w.moment().today;
        let as_of = match draft.get("as_of") {
            Some(Some(day)) => {
                parse_day(&day.cell(), None).map_err(|r| self.refuse(line, Some("as_of"), &day.cell(), &r))?
            }
            _ => self.options.as_of.unwrap_or(today),
        };
        let store_error = |e: store::Error| self.blame(line, None, cells, e);
        let (subject, _) = self.w.subject(&reference).map_err(store_error)?;
        let latest = self.w.latest(subject, today).map_err(store_error)?;
        if let Some(latest) = &latest {
            let mut report = report.clone();
            if let Some(Some(ask)) = &report.ask {
                report.ask =
                    Some(Some(self.w.authority_code(ask).map_err(|e| self.blame(line, Some("ask"), cells, e))?));
            }
            let differs = (report.status.is_some_and(|s| s != latest.status))
                || report.light.is_some_and(|l| l != latest.light)
                || report.note.is_some() && report.note != latest.note
                || report.evidence.is_some() && report.evidence != latest.evidence
                || report.expected.is_some_and(|e| e != latest.expected)
                || report.blocked_by.as_ref().is_some_and(|b| *b != latest.blocked_by)
                || report.ask.as_ref().is_some_and(|a| *a != latest.ask);
            if !differs {
                return Ok(());
            }
            if as_of < latest.as_of {
                return Err(one(Refused {
                    line,
                    column: self.heading("as_of"),
                    value: as_of.to_string(),
                    reason: format!("{name} has a newer entry, as of {}", latest.as_of),
                    hint: Some("give a later day in as_of, or use: fremdrift import entries".into()),
                }));
            }
        }
        let item = Item { reference, as_of, report, corrects: None, uid: None };
        self.record(line, &item, cells)?;
        self.done.reported += 1;
        if saved == Saved::Unchanged {
            self.done.unchanged = self.done.unchanged.saturating_sub(1);
            self.done.changed.push(Changed { name: name.to_string(), differs: vec![] });
        }
        Ok(())
    }

    fn record(&mut self, line: u64, item: &Item, cells: &Cells) -> std::result::Result<i64, RowError> {
        match log::record(self.w, item) {
            Ok(recorded) => Ok(recorded.now.id),
            Err(Error::Store(e)) => {
                let field = match &e {
                    store::Error::Refusal(refusal) => match refusal {
                        Refusal::Unknown { noun: "authority", .. } => Some("ask"),
                        Refusal::Unknown { noun: "plan", .. } => Some("plan"),
                        Refusal::Unknown { noun: "activity", .. } => Some("activity"),
                        Refusal::Unknown { .. } => Some("objective"),
                        Refusal::LightOnEnded { .. } => Some("light"),
                        Refusal::Future { .. } | Refusal::Retired { .. } => Some("as_of"),
                        Refusal::ExpectedNeedsReason => Some("expected_reason"),
                        Refusal::FirstNeedsStatus { .. } => Some("status"),
                        _ => None,
                    },
                    _ => None,
                };
                let field = match field {
                    Some("objective") if !self.columns.contains(&Some("objective")) => Some("reference"),
                    other => other,
                };
                Err(self.blame(line, field, cells, e))
            }
            Err(e) => Err(Err(Box::new(e))),
        }
    }

    /// Adds the area of a row to its plan, numbered after those that are there.
    fn area(&mut self, line: u64, plan: &str, draft: &Draft, cells: &Cells) -> std::result::Result<(), RowError> {
        let Some(Some(Value::One(title))) = draft.get("area") else { return Ok(()) };
        let number = self.w.area_to_add(plan, title).map_err(|e| self.blame(line, Some("area"), cells, e))?;
        let Some(number) = number else { return Ok(()) };
        let mut area = Draft::new();
        area.insert("title", Some(Value::One(title.clone())));
        let key = [plan.to_string(), number.clone()];
        put::write(self.w, Noun::Area, &key, &area, Mode::Add, &Because::default())
            .map_err(|(_, e)| self.blame(line, Some("area"), cells, e))?;
        self.done.areas_added.push(format!("{number} {title}"));
        Ok(())
    }

    /// A row of the log. A row that names its entry corrects it; a row that says what an entry of
    /// that day says already is unchanged; any other is added.
    fn entry(&mut self, line: u64, cells: &Cells) -> std::result::Result<(), RowError> {
        let has_activity = cells.get("activity").is_some_and(|a| !a.trim().is_empty())
            || cells.get("reference").is_some_and(|r| r.split('/').count() == 3);
        let names: &[&'static str] =
            if has_activity { &["plan", "objective", "activity"] } else { &["plan", "objective"] };
        let key = self.key(line, names, cells)?;
        let reference = match &key[..] {
            [plan, objective, activity] => {
                Reference { plan: plan.clone(), objective: objective.clone(), activity: Some(activity.clone()) }
            }
            _ => Reference::of_objective(&key[0], &key[1]),
        };
        let draft = self.draft(line, entry::FIELDS, cells)?;
        let mut report = Report::of(&draft).map_err(|r| self.refuse(line, None, "", &r))?;
        let as_of = match draft.get("as_of") {
            Some(Some(day)) => {
                parse_day(&day.cell(), None).map_err(|r| self.refuse(line, Some("as_of"), &day.cell(), &r))?
            }
            _ => self.options.as_of.unwrap_or(self.w.moment().today),
        };
        let (subject, spelled) = self.w.subject(&reference).map_err(|e| {
            let field = match &e {
                store::Error::Refusal(Refusal::Unknown { noun: "plan", .. }) => "plan",
                store::Error::Refusal(Refusal::Unknown { noun: "activity", .. }) => "activity",
                _ => "objective",
            };
            let field = if cells.get(field).is_some() { field } else { "reference" };
            self.blame(line, Some(field), cells, e)
        })?;
        if let Some(Some(ask)) = &report.ask {
            report.ask = Some(Some(self.w.authority_code(ask).map_err(|e| self.blame(line, Some("ask"), cells, e))?));
        }
        let uid = cells.get("entry").map(|u| u.trim()).filter(|u| !u.is_empty());
        let store_error = |e: store::Error| self.blame(line, None, cells, e);
        let known = match uid {
            Some(uid) => self.w.entry_by_uid(uid).map_err(store_error)?,
            None => None,
        };
        // A line that was corrected since is known by the one that corrects it.
        let known = match (uid, known) {
            (Some(uid), None) => {
                let log = self.w.log(subject).map_err(store_error)?;
                log.into_iter().find(|e| e.supersedes.as_deref() == Some(uid)).map(|e| (subject, e))
            }
            (_, known) => known,
        };
        // A line of another copy of the file: one that a row of objectives made of it gives way.
        if let (Some(_), None) = (uid, &known) {
            let log = self.w.log(subject).map_err(store_error)?;
            let stand_in = log.iter().find(|e| {
                let free = !self.logged.contains(&e.id);
                free && e.as_of == as_of
                    && report.status == Some(e.status)
                    && report.note == e.note
                    && report.basis == e.basis
            });
            if let Some(e) = stand_in {
                self.w.withdraw_entry(e.id).map_err(store_error)?;
            }
        }
        if let Some(said) = cells.get("said").filter(|s| !s.trim().is_empty()) {
            let before = match &known {
                Some((_, old)) => Some(old.clone()),
                None => self.w.latest(subject, as_of).map_err(store_error)?,
            };
            report.forget_carried(said, before.as_ref());
        }
        if let Some((_, old)) = &known {
            report.audience = report.audience.or(Some(old.audience));
        }
        let alike = |e: &crate::model::Entry| {
            e.as_of == as_of
                && report.status.is_none_or(|s| s == e.status)
                && report.light.is_none_or(|l| l == e.light)
                && report.note == e.note
                && (report.evidence.is_none() || report.evidence == e.evidence)
                && report.expected.is_none_or(|x| x == e.expected)
                && (report.expected_reason.is_none() || report.expected_reason == e.expected_reason)
                && report.blocked_by.as_ref().is_none_or(|b| *b == e.blocked_by)
                && report.ask.as_ref().is_none_or(|a| *a == e.ask)
                && report.basis == e.basis
                && report.source == e.source
                && report.audience.is_none_or(|a| a == e.audience)
        };
        let corrects = match known {
            Some((of, old)) if of == subject => {
                if alike(&old) {
                    self.logged.insert(old.id);
                    self.done.unchanged += 1;
                    return Ok(());
                }
                Some(old.uid)
            }
            Some(_) => {
                return Err(one(Refused {
                    line,
                    column: self.heading("entry"),
                    value: uid.unwrap_or_default().to_string(),
                    reason: format!("this entry is not about {spelled}"),
                    hint: Some("leave the cell empty to add a new entry".into()),
                }));
            }
            None => {
                let log = self.w.log(subject).map_err(store_error)?;
                if let Some(same) = log.iter().find(|e| !self.logged.contains(&e.id) && alike(e)) {
                    // Lines of one day stand in the order of the file.
                    let last = log.iter().filter(|e| e.as_of == as_of).map(|e| e.id).max();
                    let id = if last.is_some_and(|last| last > same.id && self.added.contains(&last)) {
                        self.w.withdraw_entry(same.id).map_err(store_error)?;
                        self.w
                            .add_entry(subject, &crate::model::Entry { id: 0, ..same.clone() })
                            .map_err(store_error)?
                    } else {
                        same.id
                    };
                    self.logged.insert(id);
                    self.done.unchanged += 1;
                    return Ok(());
                }
                None
            }
        };
        let other = uid.filter(|_| corrects.is_none()).map(str::to_string);
        let item = Item { reference, as_of, report, corrects: corrects.clone(), uid: other };
        let id = self.record(line, &item, cells)?;
        self.logged.insert(id);
        self.added.insert(id);
        let name = format!("{spelled} {as_of}");
        match corrects {
            Some(_) => self.done.changed.push(Changed { name, differs: vec![] }),
            None => self.done.added.push(name),
        }
        Ok(())
    }
}
