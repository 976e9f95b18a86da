//! The columns of each export, in their order. A column is one value: how it is headed and what it holds, from
//! the catalogue where it is a field, and its cell of a row.

use super::form::ExportForm;
use super::what::What;
use crate::i18n::operations;
use crate::model::column::{self, Holds};
use crate::model::field::{Field, FieldType};
use crate::model::snapshot::more_fields;
use crate::model::{Change, EntityKind, EntryFacts, EntryField, ObjectiveSnapshot, Record, change, entry};
use crate::store::Logged;
use std::borrow::Cow;

type Cell<R> = Box<dyn for<'r> Fn(&'r R, ExportForm) -> Cow<'r, str>>;

pub(super) struct Column<R> {
    pub head: column::Column,
    cell: Cell<R>,
}

impl<R> Column<R> {
    fn new(
        head: impl Into<column::Column>,
        cell: impl for<'r> Fn(&'r R, ExportForm) -> Cow<'r, str> + 'static,
    ) -> Column<R> {
        Column { head: head.into(), cell: Box::new(cell) }
    }

    fn holds(mut self, holds: Holds) -> Column<R> {
        self.head = self.head.holds(holds);
        self
    }

    /// Several names in one cell are a text.
    fn text(self) -> Column<R> {
        self.holds(Holds::Field(FieldType::Text))
    }
}

/// The cells of a row.
pub(super) fn cells<'r, R>(columns: &[Column<R>], row: &'r R, form: ExportForm) -> Vec<Cow<'r, str>> {
    columns.iter().map(|column| (column.cell)(row, form)).collect()
}

/// The columns of an export.
pub fn columns(what: What) -> Vec<column::Column> {
    fn heads<R>(columns: Vec<Column<R>>) -> Vec<column::Column> {
        columns.into_iter().map(|column| column.head).collect()
    }
    match what {
        What::EntityKind(EntityKind::Objective) => heads(objectives()),
        What::EntityKind(entity) => heads(records(entity)),
        What::Entries => heads(entries()),
        What::Changes => heads(changes()),
    }
}

/// The columns that tell one row from another; none where it takes more than what is written down.
pub fn key(what: What) -> Vec<&'static str> {
    match what {
        // A row for each name that an authority has had, and the first name need not have a day.
        What::EntityKind(EntityKind::Authority) => Vec::new(),
        What::EntityKind(entity) => entity.key().to_vec(),
        What::Entries => vec!["entry"],
        What::Changes => vec!["change"],
    }
}

/// A column that is no field of the file.
fn own<R>(
    key: &'static str,
    da: &'static str,
    kind: FieldType,
    cell: impl for<'r> Fn(&'r R, ExportForm) -> Cow<'r, str> + 'static,
) -> Column<R> {
    Column::new(column::Column::new(key, da, kind), cell)
}

/// The names that a record goes by, outermost first: ID-2021/4.1/2.
pub(super) fn name(entity: EntityKind, record: &Record) -> String {
    entity.key().iter().map(|k| record.cell(k)).collect::<Vec<_>>().join("/")
}

pub(super) fn records(entity: EntityKind) -> Vec<Column<Record>> {
    let field = |f: &'static Field| {
        Column::new(f, move |r: &Record, form| form.word(f.kind, &r.cell(f.name)).into_owned().into())
    };
    let mut all: Vec<Column<Record>> = entity.fields().iter().map(field).collect();
    if entity == EntityKind::Activity {
        all.push(own("reference", "Reference", FieldType::Code, move |r, _| name(entity, r).into()));
    }
    all
}

pub(super) fn objectives() -> Vec<Column<ObjectiveSnapshot>> {
    fn field(
        name: &str,
        cell: impl for<'r> Fn(&'r ObjectiveSnapshot, ExportForm) -> Cow<'r, str> + 'static,
    ) -> Column<ObjectiveSnapshot> {
        Column::new(EntityKind::Objective.field(name).expect("the catalogue has it"), cell)
    }
    /// A field that a snapshot has no value of its own for.
    fn more(name: &'static str) -> Column<ObjectiveSnapshot> {
        let kind = EntityKind::Objective.field(name).expect("the catalogue has it").kind;
        field(name, move |l, form| form.word(kind, &l.more.cell(name)).into_owned().into())
    }
    /// A fact of the entry that the state stands on.
    fn state(field: EntryField) -> Column<ObjectiveSnapshot> {
        Column::new(field.field(), move |l: &ObjectiveSnapshot, form| {
            l.state.as_ref().map_or(Cow::Borrowed(""), |s| fact(&s.facts, field, form))
        })
    }
    let mut all = vec![
        field("plan", |l, _| text(&l.plan)),
        field("number", |l, _| text(&l.number)),
        field("area", |l, _| maybe(l.area.as_ref().map(|a| &a.number))),
        own("area_title", "Indsatsområdets titel", FieldType::Text, |l: &ObjectiveSnapshot, form| {
            maybe(l.area.as_ref().map(|a| form.told_in().pick(&a.title, a.title_da.as_deref())))
        }),
        field("title", |l, _| text(&l.title)),
        field("title_da", |l, _| maybe(l.title_da.as_ref())),
        field("interest", |l, form| code(form, FieldType::Interest, l.interest.map(|i| i.code()))),
        field("continuing", |l, form| form.yes(l.continuing)),
        field("lead", |l, _| joined(&l.lead)).text(),
        field("supporting", |l, _| joined(&l.supporting)).text(),
        field("counterpart", |l, _| joined(&l.counterpart)).text(),
        state(EntryField::Status),
        state(EntryField::Light),
        Column::new(of_entry("as_of"), |l: &ObjectiveSnapshot, _| written(l.state.as_ref().map(|s| s.as_of))),
        state(EntryField::Note),
        field("deadline_original", |l, _| written(l.deadline_original)),
        field("deadline_approved", |l, _| written(l.deadline_approved)),
        own("deadline_expected", "Forventet", FieldType::PartialDate, |l: &ObjectiveSnapshot, _| {
            written(l.state.as_ref().and_then(|s| s.facts.expected))
        }),
        own("overdue", "Overskredet", FieldType::Flag, |l: &ObjectiveSnapshot, form| form.yes(l.is_overdue(form.on))),
        state(EntryField::ExpectedReason),
        state(EntryField::BlockedBy),
        state(EntryField::Ask),
        state(EntryField::Evidence),
        more("instrument").text(),
        more("sdg"),
        more("tag"),
        more("case_number"),
        field("basis", |l, form| code(form, FieldType::Basis, l.basis.map(|b| b.code()))),
        field("source", |l, _| maybe(l.source.as_ref())),
        state(EntryField::Basis),
        state(EntryField::Source),
        field("audience", |l, form| form.word(FieldType::Audience, l.audience.code())),
        state(EntryField::Audience),
        more("added_on"),
        more("retired_on"),
        more("retired_reason"),
    ];
    for field in more_fields() {
        if all.iter().all(|column| column.head.key != field.name) {
            all.push(more(field.name));
        }
    }
    all.push(own("reference", "Reference", FieldType::Code, |l: &ObjectiveSnapshot, _| written(Some(l.reference()))));
    all
}

pub(super) fn entries() -> Vec<Column<Logged>> {
    let mut all = vec![
        own("plan", "Plan", FieldType::Plan, |l: &Logged, _| text(&l.reference.plan)),
        own("objective", "Målsætning", FieldType::Objective, |l: &Logged, _| text(&l.reference.objective)),
        own("activity", "Aktivitet", FieldType::Number, |l: &Logged, _| maybe(l.reference.activity.as_ref())),
        Column::new(of_entry("as_of"), |l: &Logged, _| written(Some(l.entry.as_of))),
    ];
    all.extend(EntryField::ALL.iter().map(|field| {
        Column::new(field.field(), move |l: &Logged, form| {
            form.or_cleared(&l.entry, *field, fact(&l.entry.facts, *field, form))
        })
    }));
    all.extend([
        own("said", "Skrevet", FieldType::Text, |l: &Logged, _| written(Some(l.entry.explicit))),
        own("recorded", "Registreret", FieldType::Text, |l: &Logged, _| written(Some(l.entry.changed_in)))
            .holds(Holds::Number),
        own("supersedes", "Retter", FieldType::Code, |l: &Logged, _| written(l.entry.supersedes.as_ref())),
        own("entry", "Indberetning", FieldType::Code, |l: &Logged, _| text(&l.entry.uid)),
        own("reference", "Reference", FieldType::Code, |l: &Logged, _| written(Some(&l.reference))),
    ]);
    all
}

pub(super) fn changes() -> Vec<Column<Change>> {
    vec![
        own("change", "Ændring", FieldType::Text, |c: &Change, _| written(Some(c.number))).holds(Holds::Number),
        own("at", "Tidspunkt", FieldType::Text, |c: &Change, _| change::stamp(c.at).into()).holds(Holds::Moment),
        own("author", "Forfatter", FieldType::Text, |c: &Change, _| text(&c.author)),
        own("verb", "Kommando", FieldType::Text, |c: &Change, _| text(&c.verb)),
        own("what", "Hvad", FieldType::Text, |c: &Change, form| form.bilingual(&operations::change(c)))
            .holds(Holds::Bilingual),
        own("reason", "Årsag", FieldType::Text, |c: &Change, _| maybe(c.reason.as_ref())),
        own("undoes", "Fortryder", FieldType::Text, |c: &Change, _| written(c.undoes)).holds(Holds::Number),
        own("uid", "Identitet", FieldType::Code, |c: &Change, _| text(&c.uid)),
    ]
}

fn of_entry(name: &str) -> &'static Field {
    entry::fields().iter().find(|f| f.name == name).expect("the catalogue has it")
}

fn text(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

/// A cell that may be empty.
fn maybe<T: AsRef<str> + ?Sized>(text: Option<&T>) -> Cow<'_, str> {
    Cow::Borrowed(text.map_or("", |t| t.as_ref()))
}

fn written<'a>(value: Option<impl ToString>) -> Cow<'a, str> {
    value.map_or(Cow::Borrowed(""), |v| Cow::Owned(v.to_string()))
}

fn code<'a>(form: ExportForm, kind: FieldType, code: Option<&'static str>) -> Cow<'a, str> {
    code.map_or(Cow::Borrowed(""), |c| form.word(kind, c))
}

/// A fact of an entry: its code, or its word.
fn fact(facts: &EntryFacts, field: EntryField, form: ExportForm) -> Cow<'_, str> {
    match facts.code(field) {
        None => Cow::Borrowed(""),
        Some(Cow::Borrowed(code)) => form.word(field.field().kind, code),
        // A column that is written anew is a date, and dates have no words.
        Some(Cow::Owned(written)) => written.into(),
    }
}

/// Several in one cell; mostly there is one.
fn joined(all: &[String]) -> Cow<'_, str> {
    match all {
        [one] => Cow::Borrowed(one),
        all => Cow::Owned(all.join("|")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_export_has_its_columns_and_no_heading_twice() {
        let whats = EntityKind::ALL.map(What::EntityKind).into_iter().chain([What::Entries, What::Changes]);
        for what in whats {
            let columns = columns(what);
            for heading in [|c: &column::Column| c.key, |c: &column::Column| c.da] {
                let mut all: Vec<&str> = columns.iter().map(heading).collect();
                all.sort_unstable();
                all.dedup();
                assert_eq!(all.len(), columns.len(), "{}", what.name());
            }
            assert!(key(what).iter().all(|key| columns.iter().any(|c| c.key == *key)), "{}", what.name());
        }
    }
}
