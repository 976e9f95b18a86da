//! Words that people type: references, dates, quarters, filters, values of fields; and the configuration.

use super::desk;
use fremdrift::commands::conflicts::{self, Of};
use fremdrift::commands::freeze::Waive;
use fremdrift::commands::{carry, setting};
use fremdrift::exchange::excel_made_a_date;
use fremdrift::model::Worded;
use fremdrift::model::choice::{InstrumentKind, PlanState};
use fremdrift::model::returns::Decisions;
use fremdrift::model::{
    Audience, Basis, EntityKind, EntryBasis, Interest, Lang, Light, PartialDate, Quarter, Reference, RoleKind, Status,
    entry, escaping, nearest, parse_day, revision, sort_key,
};
use fremdrift::queries::calendar;
use fremdrift::report::check::Check;
use fremdrift::report::summary::Section;

#[path = "../../src/cli/configuration.rs"]
#[allow(dead_code)] // Not every field is held against something here.
mod configuration;
use configuration::Configuration;

/// A value that is read prints, and reads to the same.
pub fn words(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    dates(text);
    names(text);
    choices(text);
    fields(text);
    texts(text);
    looked_up(text);
}

fn dates(text: &str) {
    let today = desk::today();
    if let Ok(partial) = PartialDate::parse(text) {
        assert_eq!(PartialDate::parse(&partial.to_string()), Ok(partial));
        assert!(partial.first_day() <= partial.last_day());
        let json = serde_json::to_string(&partial).expect("JSON");
        assert_eq!(serde_json::from_str::<PartialDate>(&json).expect("a date"), partial);
    }
    if let Ok(day) = parse_day(text, Some(today)) {
        assert_eq!(parse_day(&day.to_string(), None), Ok(day));
        assert_eq!(PartialDate::parse(&day.to_string()), Ok(PartialDate::Day(day)));
    }
    if let Ok(quarter) = Quarter::parse(text) {
        assert_eq!(Quarter::parse(&quarter.to_string()), Ok(quarter));
        assert_eq!(quarter.previous().next(), quarter);
        assert_eq!(Quarter::of(quarter.first_day()), quarter);
        assert!(quarter.contains(quarter.last_day()));
        assert_eq!(PartialDate::parse(&quarter.to_string()), Ok(PartialDate::Quarter(quarter)));
    }
    if let Ok(asked) = revision::Asked::parse(text) {
        let printed = match asked.number {
            Some(number) => format!("{}.{number}", asked.quarter),
            None => asked.quarter.to_string(),
        };
        assert_eq!(revision::Asked::parse(&printed), Ok(asked));
    }
    let _ = excel_made_a_date(text);
}

fn names(text: &str) {
    for plan in [None, Some("ID-2021")] {
        let is_plan = |p: &str| p == "ID-2021";
        if let Ok(reference) = Reference::parse(text, plan, is_plan) {
            let printed = reference.to_string();
            assert_eq!(Reference::parse(&printed, None, is_plan), Ok(reference));
        }
    }
    if let Ok(pair) = carry::pair(text) {
        assert!(!pair.from.is_empty() && pair.to.is_some_and(|to| !to.is_empty()));
    }
    let _ = Waive::parse(text);
    let _ = calendar::alarm(text);
    let _ = setting::named(text);
    for of in [Of::Sheet, Of::Copy] {
        let _ = conflicts::decide(of, text, &mut Decisions::default());
    }
}

macro_rules! each_choice {
    ($text:ident: $($name:ident),+) => {
        $(match $name::parse($text) {
            Ok(choice) => {
                assert_eq!($name::from_code(choice.code()), Some(choice));
                for spelled in [choice.code(), choice.word(Lang::Da), choice.word(Lang::En)] {
                    assert_eq!($name::parse(spelled), Ok(choice));
                }
            }
            Err(refusal) => assert!(refusal.hint().is_some()),
        })+
    };
}

fn choices(text: &str) {
    each_choice!(text: Status, Light, Interest, RoleKind, Basis, EntryBasis, Audience, PlanState, InstrumentKind);
    if let Some(section) = Section::parse(text) {
        assert_eq!(Section::parse(section.code()), Some(section));
    }
    if let Ok(check) = Check::parse(text) {
        assert_eq!(Check::parse(check.code()), Ok(check));
    }
}

fn fields(text: &str) {
    let all = EntityKind::ALL.iter().flat_map(|n| n.fields()).chain(entry::fields());
    for field in all {
        if let Ok(value) = field.read(text) {
            let cell = value.cell();
            let again = field.read(&cell).map(|v| v.cell());
            assert!(cell.is_empty() || again.as_ref() == Ok(&cell), "{}: {cell:?} is read as {again:?}", field.name);
        }
    }
}

fn texts(text: &str) {
    assert_eq!(escaping::unguard(&escaping::guard(text)), text);
    for one_line in [true, false] {
        let shown = escaping::visible(text, one_line);
        assert_eq!(escaping::visible(&shown, one_line), shown);
    }
    let _ = sort_key(text);
    assert!(nearest::of(text, Status::ALL.iter().map(|s| s.code())).len() <= 3);
}

/// No look-up makes SQLite say that it did not understand.
fn looked_up(text: &str) {
    desk::with(|desk| {
        let store = &desk.store;
        let told = |e: Option<fremdrift::store::Error>| assert!(e.iter().all(desk::is_told), "{e:?}");
        told(store.plan_code(text).err());
        told(store.partnership_code(text).err());
        told(store.authority_code(text).err());
        told(store.authority_filter(text).err());
        told(store.area_filter(&["ID-2021".into()], text).err());
        told(store.plans_with(text).err());
        told(store.find(&[text.to_string()], 5).err());
        let words: Vec<String> = text.split(' ').map(str::to_string).collect();
        told(store.find(&words, 5).err());
        if let Ok(reference) = Reference::parse(text, Some("ID-2021"), |p| store.is_plan(p)) {
            told(store.subject(&reference).err());
        }
    });
}

/// A configuration is read, and reads the same when it is written; or it is told in one line what is wrong.
pub fn configuration(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let said = |text: &str| {
        Configuration::read(text).map(|c| {
            let database = c.database.map(|d| d.to_string_lossy().into_owned());
            [("author", c.author), ("lang", c.lang), ("plan", c.plan), ("database", database), ("email", c.email)]
        })
    };
    match said(text) {
        Ok(fields) => {
            let line = |(name, value): &(&str, Option<String>)| {
                value.as_ref().map(|v| format!("{name} = {}\n", toml::Value::from(v.as_str()))).unwrap_or_default()
            };
            let written: String = fields.iter().map(line).collect();
            assert_eq!(said(&written), Ok(fields));
        }
        Err(why) => assert!(!why.trim().is_empty() && !why.contains('\n'), "{why:?}"),
    }
}
