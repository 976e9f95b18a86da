//! The sheet itself.

use crate::document::Cell;
use crate::document::form::{Asked, Form, FormRow, Guide, Holds};
use crate::i18n::returns as words;
use crate::model::returns::{COLUMNS, Column, Sheet, SheetRow};
use crate::model::{Lang, Light, PlanInfo, Status};
use chrono::NaiveDate;

/// A sheet that was put together, with what its words need.
#[derive(Clone, Debug)]
pub struct Made {
    pub sheet: Sheet,
    /// How many notes its reader may not see.
    pub notes_left_out: usize,
    /// The plans that its rows belong to.
    pub plans: Vec<PlanInfo>,
    /// The name of the authority: `ENS Energistyrelsen`.
    pub authority: String,
    /// Where the sheet is sent.
    pub email: Option<String>,
    /// The day whose state is asked for.
    pub as_of: NaiveDate,
    /// The day it was made.
    pub made: NaiveDate,
    /// The identity of the file.
    pub file: String,
}

impl Made {
    pub fn asked(&self) -> usize {
        self.sheet.rows.iter().filter(|r| r.asked).count()
    }

    pub fn questions(&self) -> usize {
        self.sheet.rows.iter().filter(|r| r.question.is_some()).count()
    }

    /// The caveats that every view of these plans carries.
    pub fn caveats(&self, lang: Lang) -> Vec<String> {
        let said = |plan: &PlanInfo| plan.caveat(lang).map(|caveat| format!("{}: {caveat}", plan.code));
        self.plans.iter().filter_map(said).collect()
    }

    /// The sentence on earlier reports, and how much is left out.
    pub fn left_out(&self, lang: Lang) -> String {
        words::left_out(lang, self.notes_left_out as i64)
    }
}

/// The sheet in the language of the authority; its first page in both.
pub fn form(made: &Made, reply_to: Option<&str>) -> Form {
    let lang = made.sheet.lang;
    let other = match lang {
        Lang::Da => Lang::En,
        Lang::En => Lang::Da,
    };
    let both = |w: crate::i18n::Word| {
        if w.to(lang) == w.to(other) { w.owned(lang) } else { format!("{} / {}", w.to(lang), w.to(other)) }
    };
    let mut guide = Vec::new();
    for (i, l) in [lang, other].into_iter().enumerate() {
        if i > 0 {
            guide.push(Guide::Space);
        }
        guide.push(Guide::Heading(words::title(l, made.sheet.quarter, &made.authority)));
        guide.push(Guide::Text(words::request(
            l,
            made.sheet.quarter,
            made.as_of,
            made.sheet.due,
            reply_to,
            made.asked() as i64,
        )));
        if made.questions() > 0 {
            guide.push(Guide::Text(words::mail_questions(l, made.questions())));
        }
        guide.push(Guide::Heading(words::HOW.owned(l)));
        guide.extend(words::how(l).into_iter().map(|line| Guide::Text(line.to_string())));
        guide.push(Guide::Text(made.left_out(l)));
        guide.extend(made.caveats(l).into_iter().map(Guide::Text));
    }
    guide.push(Guide::Space);
    guide.push(Guide::Fill(both(words::FILLED_BY)));
    let plans: Vec<&str> = made.plans.iter().map(|p| p.code.as_str()).collect();
    let facts = [
        (words::SHEET, made.sheet.code.clone()),
        (words::QUARTER, made.sheet.quarter.to_string()),
        (words::AUTHORITY, made.authority.clone()),
        (words::PLANS, plans.join(", ")),
        (words::DUE, made.sheet.due.map(|d| d.to_string()).unwrap_or_default()),
        (words::TO, reply_to.unwrap_or_default().to_string()),
        (words::MADE, made.made.to_string()),
        (words::ROWS, made.asked().to_string()),
        (words::OF_FILE, made.file.clone()),
    ];
    for (name, value) in facts {
        if !value.is_empty() {
            guide.push(Guide::Fact(both(name), value));
        }
    }
    Form {
        lang,
        title: words::title(lang, made.sheet.quarter, &made.authority),
        names: [both(words::GUIDE_SHEET).replace(" / ", " - "), both(words::RETURN_SHEET).replace(" / ", " - ")],
        guide,
        columns: COLUMNS.iter().map(|c| column(c, lang, other)).collect(),
        rows: made
            .sheet
            .rows
            .iter()
            .map(|row| FormRow {
                cells: COLUMNS.iter().map(|c| cell(c, &made.sheet.code, row)).collect(),
                quiet: !row.asked,
            })
            .collect(),
        code: made.sheet.code.clone(),
    }
}

fn column(column: &Column, lang: Lang, other: Lang) -> Asked {
    let (first, second) = (column.heading(lang), column.heading(other));
    let holds = match column.field.name {
        "no_change" => Holds::Choice(vec!["x".into()]),
        "status" => Holds::Choice(Status::ALL.iter().map(|s| s.word(lang).to_string()).collect()),
        "light" => Holds::Choice(Light::ALL.iter().map(|l| l.word(lang).to_string()).collect()),
        "expected" | "deadline" | "last_day" | "last_expected" => Holds::Date,
        _ => Holds::Text,
    };
    let width = match column.field.name {
        "about" | "last_note" | "note" => 33,
        "question" | "last_blocked" | "blocked_by" | "evidence" | "expected_reason" => 20,
        "reference" | "status" | "last_status" => 14,
        "sheet" => 22,
        _ => 11,
    };
    Asked {
        heading: if first == second { first.to_string() } else { format!("{first}\n{second}") },
        width,
        fill: column.is_filled,
        holds,
        hint: if column.is_filled { words::hint(lang, column.field.name).to_string() } else { String::new() },
    }
}

fn cell(column: &Column, code: &str, row: &SheetRow) -> Cell {
    let shown = row.shown.clone().unwrap_or_default();
    let known = shown.last.known;
    match column.field.name {
        "reference" => Cell::id(row.reference.to_string()),
        "about" => Cell::text(shown.about),
        "asked" => Cell::YesNo(row.asked),
        "deadline" => Cell::maybe(shown.deadline, Cell::PartialDate),
        "last_day" => Cell::maybe(shown.last.as_of, Cell::Day),
        "last_status" => Cell::maybe(known.status.value().copied(), Cell::Status),
        "last_light" => Cell::maybe(known.light.value().copied(), Cell::Light),
        "last_note" => Cell::maybe(known.note.value().cloned(), Cell::text),
        "last_expected" => Cell::maybe(known.expected.value().copied(), Cell::PartialDate),
        "last_blocked" => Cell::maybe(known.blocked_by.value().cloned(), Cell::text),
        "question" => Cell::maybe(row.question.clone(), Cell::text),
        "version" => Cell::id(&row.version),
        "sheet" => Cell::id(code),
        _ => Cell::Empty,
    }
}
