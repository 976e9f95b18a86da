//! Conflicts between copies that nobody has decided: as a page, and as a form to decide in.

use super::history;
use crate::document::form::{Asked, Form, FormRow, Guide, Holds};
use crate::document::{Block, Cell, Document, Table};
use crate::i18n::{self, conflicts as words, merge};
use crate::model::{Change, Lang};

/// A conflict as it is listed.
#[derive(Clone, Debug)]
pub struct Undecided {
    /// Six digits that name it in every copy.
    pub code: String,
    /// ID-2021/4.1, ID-2021/4.1@2025-06-30, ENS.
    pub subject: String,
    pub about: About,
    pub table: &'static str,
    pub column: String,
    /// The words that tell the parts of one thing apart: `role lead ENS`; empty where it is the thing itself.
    pub part: String,
    /// Nothing where no value can be chosen: the command that puts it right.
    pub by_hand: Option<String>,
    /// The one that is shown first.
    pub values: Vec<Stated>,
}

/// The kind of thing that is undecided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Field,
    /// A field of the log.
    Log,
    /// Whether the row is there.
    Row,
    Report,
}

/// One of the values, with its author.
#[derive(Clone, Debug)]
pub struct Stated {
    /// a, b, c.
    pub letter: String,
    /// As the file has it; `None`: empty. Of a row that is there or not `…` and `–`.
    pub value: Option<String>,
    pub by: Option<Change>,
    pub reason: Option<String>,
    pub agreed_by: Option<String>,
}

impl Stated {
    fn author(&self) -> &str {
        self.by.as_ref().map(|c| c.author.as_str()).unwrap_or_default()
    }

    fn day(&self) -> String {
        self.by.as_ref().map(|c| c.at.format("%Y-%m-%d").to_string()).unwrap_or_default()
    }

    fn author_and_day(&self) -> String {
        let both = [self.author().to_string(), self.day()];
        both.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

impl Undecided {
    /// The field in words.
    pub fn field(&self, lang: Lang) -> String {
        let table = crate::model::catalogue::table(self.table).and_then(|t| t.word);
        let part = if self.part.is_empty() { String::new() } else { words::part(lang, table, &self.part) };
        let own = match self.about {
            About::Row if part.is_empty() => words::WHETHER.owned(lang),
            About::Row => String::new(),
            About::Report => words::WHICH_REPORT.owned(lang),
            About::Log => i18n::history::field("entry", &self.column, lang),
            About::Field if part.is_empty() => i18n::history::field(self.table, &self.column, lang),
            About::Field => self.column_alone(lang),
        };
        [part, own].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(": ")
    }

    fn column_alone(&self, lang: Lang) -> String {
        let field = crate::model::catalogue::table(self.table).and_then(|t| t.field(&self.column));
        match (field, lang) {
            (Some(field), Lang::Da) if !field.da.is_empty() => field.da.to_lowercase(),
            _ => self.column.clone(),
        }
    }

    /// The field in no language: `objective.title`, `role lead ENS`.
    pub fn coded(&self) -> String {
        match self.about {
            About::Log => format!("entry.{}", self.column),
            _ if !self.part.is_empty() => self.part.clone(),
            About::Field => format!("{}.{}", self.table, self.column),
            About::Row | About::Report => self.table.to_string(),
        }
    }

    /// The objective that it is about, where it is about one: ID-2021/4.1, also of its activities and lines.
    pub fn objective(&self) -> Option<String> {
        let name = self.subject.split('@').next().unwrap_or_default();
        let mut parts = name.splitn(3, '/');
        let (plan, number) = (parts.next()?, parts.next()?);
        (self.table != "area").then(|| format!("{plan}/{number}"))
    }

    /// For programs: the column, after what tells the parts apart; empty: the row itself.
    fn field_of_data(&self) -> String {
        [self.part.as_str(), self.column.as_str()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn value(&self, lang: Lang, stated: &Stated) -> Cell {
        let named = |code: &str, word: i18n::Word| Cell::Named { code: code.into(), word: word.owned(lang) };
        let Some(value) = &stated.value else { return named("", words::EMPTY) };
        match self.about {
            About::Row if value == "–" => named("gone", words::GONE),
            About::Row => named("there", words::THERE),
            About::Log => history::value(lang, ("entry", &self.column), value),
            About::Report => Cell::text(value),
            About::Field => history::value(lang, (self.table, &self.column), value),
        }
    }

    /// With why it was moved and who agreed.
    fn value_in_full(&self, lang: Lang, stated: &Stated) -> Cell {
        match (&stated.reason, self.value(lang, stated)) {
            (Some(reason), value) => {
                Cell::text(merge::moved(lang, &value.shown(lang), reason, stated.agreed_by.as_deref()))
            }
            (None, value) => value,
        }
    }

    /// One line of what was decided: `P/1 title: Bo's title (Bo, 2026-01-06)`.
    pub fn says(&self, lang: Lang, stated: &Stated) -> String {
        let by = stated.author_and_day();
        let by = if by.is_empty() { by } else { format!(" ({by})") };
        format!("{} {}: {}{by}", self.subject, self.field(lang), self.value(lang, stated).shown(lang))
    }

    /// As it is typed: 3f9a12=b.
    pub fn choice(&self, stated: &Stated) -> String {
        if self.by_hand.is_some() { String::new() } else { format!("{}={}", self.code, stated.letter) }
    }
}

type Row<'a> = (&'a Undecided, &'a Stated);

fn rows(all: &[Undecided]) -> Vec<Row<'_>> {
    all.iter().flat_map(|c| c.values.iter().map(move |v| (c, v))).collect()
}

/// The first row of a conflict says what it is about, the others of it do not.
fn first<'a>((conflict, stated): &Row<'a>, text: String) -> Cell {
    if conflict.values.first().is_some_and(|v| std::ptr::eq(v, *stated)) { Cell::text(text) } else { Cell::Empty }
}

/// The list as a table for a page.
pub fn table(lang: Lang, all: &[Undecided]) -> Table {
    Table::of("conflicts", lang, rows(all))
        .tight("subject", words::SUBJECT, |row| first(row, row.0.subject.clone()))
        .words("field", i18n::FIELD, |row| first(row, row.0.field(lang)))
        .tight("choice", words::CHOICE, |(c, v)| Cell::id(c.choice(v)))
        .wraps("value", words::VALUE, |(c, v)| c.value_in_full(lang, v))
        .words("by", merge::BY, |(_, v)| Cell::text(v.author_and_day()))
        .done()
}

/// Everything that is undecided.
pub fn page(lang: Lang, all: &[Undecided]) -> Document {
    let mut document = Document::new(lang, "");
    document.running = Some(words::TITLE.owned(lang));
    if all.is_empty() {
        document.add(Block::Paragraph(words::NONE.owned(lang)));
    } else {
        document.add(Block::Paragraph(words::count(lang, all.len())));
        document.add(Block::Table(table(lang, all)));
    }
    let mut hints: Vec<String> = all.iter().filter_map(|c| Some(words::rename(lang, c.by_hand.as_ref()?))).collect();
    hints.dedup();
    document.blocks.extend(hints.into_iter().map(Block::Foot));
    let choosable = all.iter().find(|c| c.by_hand.is_none() && c.values.len() > 1);
    if let Some((conflict, stated)) = choosable.and_then(|c| Some((c, c.values.last()?))) {
        document.add(Block::Foot(words::how(lang, &conflict.choice(stated), stated.author())));
    }
    document.rows = Some(data_rows(lang, all));
    document.data = Some(data(all));
    document
}

/// One row a value, for programs and to be decided in the last column.
fn data_rows(lang: Lang, all: &[Undecided]) -> Table {
    Table::of("conflicts", lang, rows(all))
        .tight("conflict", words::CONFLICT, |(c, _)| Cell::id(&c.code))
        .tight("subject", words::SUBJECT, |(c, _)| Cell::id(&c.subject))
        .tight("field", i18n::FIELD, |(c, _)| Cell::Named { code: c.field_of_data(), word: c.field(lang) })
        .tight("choice", words::CHOICE, |(c, v)| Cell::id(c.choice(v)))
        .wraps("value", words::VALUE, |(c, v)| c.value(lang, v))
        .tight("by", merge::BY, |(_, v)| Cell::text(v.author()))
        .tight("at", i18n::AT, |(_, v)| {
            Cell::text(v.by.as_ref().map(|c| crate::model::change::stamp(c.at)).unwrap_or_default())
        })
        .wraps("why", words::WHY, |(_, v)| Cell::text(why(v)))
        .tight("agreed_by", words::AGREED_BY, |(_, v)| Cell::text(v.agreed_by.clone().unwrap_or_default()))
        .tight("take", words::TAKE, |_| Cell::Empty)
        .done()
}

/// Why a deadline was moved; else why the change was made.
fn why(stated: &Stated) -> String {
    let of_change = stated.by.as_ref().and_then(|c| c.reason.clone());
    stated.reason.clone().or(of_change).unwrap_or_default()
}

fn data(all: &[Undecided]) -> serde_json::Value {
    let value = |c: &Undecided, v: &Stated| {
        serde_json::json!({
            "choice": v.letter,
            "value": c.value(Lang::En, v).data(),
            "author": v.author(),
            "at": v.by.as_ref().map(|b| crate::model::change::stamp(b.at)),
            "reason": why(v),
            "agreed_by": v.agreed_by,
        })
    };
    let each = all.iter().map(|c| {
        serde_json::json!({
            "conflict": c.code,
            "subject": c.subject,
            "field": c.field_of_data(),
            "values": c.values.iter().map(|v| value(c, v)).collect::<Vec<_>>(),
        })
    });
    serde_json::json!({ "conflicts": each.collect::<Vec<_>>() })
}

/// The workbook in which they are decided: the list, with a choice in each row.
pub fn form(lang: Lang, all: &[Undecided]) -> Form {
    let table = data_rows(lang, all);
    let width = |key: &str| match key {
        "value" | "why" => 40,
        "subject" | "field" | "at" => 22,
        _ => 14,
    };
    let columns = table.columns.iter().map(|c| Asked {
        heading: c.title.clone(),
        width: width(c.key),
        fill: c.key == "take",
        holds: if c.key == "take" { Holds::Choice(vec!["x".into()]) } else { Holds::Text },
        hint: String::new(),
    });
    let quiet = rows(all).into_iter().map(|(c, _)| c.by_hand.is_some());
    let mut guide = vec![Guide::Heading(words::TITLE.owned(lang))];
    guide.extend(words::guide(lang).map(|line| Guide::Text(line.to_string())));
    guide.extend(all.iter().filter_map(|c| Some(Guide::Text(words::rename(lang, c.by_hand.as_ref()?)))));
    Form {
        lang,
        title: words::TITLE.owned(lang),
        names: [words::GUIDE_SHEET.owned(lang), words::LIST_SHEET.owned(lang)],
        guide,
        columns: columns.collect(),
        rows: table.rows.iter().zip(quiet).map(|(cells, quiet)| FormRow { cells: cells.clone(), quiet }).collect(),
        code: words::TITLE.owned(lang),
    }
}
