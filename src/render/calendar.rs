//! Writes deadlines as iCalendar (RFC 5545): an all-day event for each, or a thing to do.
//!
//! The crate `icalendar` puts the lines together. What it does otherwise than we need is set here: it
//! stamps with its own clock, makes up identities, ends an all-day event on the day that it begins,
//! and folds the last piece of a line at 76 octets.

use crate::i18n::calendar as words;
use crate::model::calendar::{Calendar, Deadline};
use crate::model::escaping::{sent, sent_in_line};
use crate::model::{Lang, Status};
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use icalendar::{Alarm, Component, Event, EventLike, EventStatus, Property, Todo, TodoStatus};

/// In octets, without the line end.
const LONGEST: usize = 75;

pub fn render(calendar: &Calendar, lang: Lang) -> Vec<u8> {
    let mut out = icalendar::Calendar::empty();
    out.append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//fremdrift//fremdrift//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .append_property(Property::new("X-WR-CALNAME", line(&words::name(lang, calendar))));
    for deadline in &calendar.deadlines {
        if calendar.todos {
            out.push(todo(calendar, deadline, lang));
        } else {
            out.push(event(calendar, deadline, lang));
        }
    }
    fold(&out.to_string()).into_bytes()
}

fn event(calendar: &Calendar, d: &Deadline, lang: Lang) -> Event {
    let uid = format!("{}@fremdrift", d.mark.uid);
    let day = d.due.last_day();
    let mut event = Event::new();
    event
        .append_property(date("DTSTART", day))
        .append_property(date("DTEND", day.checked_add_days(Days::new(1)).unwrap_or(day)))
        .add_property("TRANSP", "TRANSPARENT")
        .status(if d.gone.is_some() { EventStatus::Cancelled } else { EventStatus::Confirmed });
    said(&mut event, calendar, d, &uid, lang);
    if let Some(days) = calendar.alarm.filter(|_| !d.is_over()) {
        event.alarm(alarm(calendar, d, &uid, days, lang));
    }
    event
}

fn todo(calendar: &Calendar, d: &Deadline, lang: Lang) -> Todo {
    let uid = format!("{}-todo@fremdrift", d.mark.uid);
    let mut todo = Todo::new();
    todo.append_property(date("DUE", d.due.last_day())).status(todo_status(d));
    said(&mut todo, calendar, d, &uid, lang);
    if let Some(days) = calendar.alarm.filter(|_| !d.is_over()) {
        todo.alarm(alarm(calendar, d, &uid, days, lang));
    }
    todo
}

fn todo_status(d: &Deadline) -> TodoStatus {
    match d.status() {
        _ if d.gone.is_some() => TodoStatus::Cancelled,
        None | Some(Status::NotStarted) => TodoStatus::NeedsAction,
        Some(Status::Ongoing | Status::Suspended) => TodoStatus::InProcess,
        Some(Status::Completed | Status::PartlyCompleted) => TodoStatus::Completed,
        Some(Status::Cancelled | Status::CarriedOver) => TodoStatus::Cancelled,
    }
}

/// What an event and a thing to do both say.
fn said(component: &mut impl EventLike, calendar: &Calendar, d: &Deadline, uid: &str, lang: Lang) {
    component
        .add_property("UID", uid)
        .add_property("DTSTAMP", moment(calendar.now))
        .add_property("LAST-MODIFIED", moment(d.mark.at))
        .add_property("SEQUENCE", d.mark.change.to_string())
        .add_property("SUMMARY", line(&words::summary(lang, d)))
        .add_property("DESCRIPTION", lines(&words::description(lang, d)));
    component.categories(words::categories(lang, d).iter().map(|c| line(c)));
}

/// A reminder some days before. An identity, RFC 9074, keeps it the same one in the next export.
fn alarm(calendar: &Calendar, d: &Deadline, uid: &str, days: u32, lang: Lang) -> Alarm {
    let mut trigger = Property::new("TRIGGER", format!("-P{days}D"));
    // A thing to do has no start to count from.
    if calendar.todos {
        trigger.add_parameter("RELATED", "END");
    }
    let mut alarm = Alarm::display(&line(&words::summary(lang, d)), Duration::zero());
    // The stamp is no property of an alarm; it is put here so that the crate adds none, and left out below.
    alarm
        .append_property(trigger)
        .add_property("UID", format!("alarm-{uid}"))
        .add_property("DTSTAMP", moment(calendar.now));
    alarm
}

fn date(name: &str, day: NaiveDate) -> Property {
    Property::new(name, day.format("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done()
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Text on one line, with nothing in it that acts.
fn line(text: &str) -> String {
    sent_in_line(text)
}

/// Text with plain line ends, and nothing else in it that acts.
fn lines(text: &str) -> String {
    sent(text).into_owned()
}

/// Folds every line at 75 octets, between two characters; leaves the stamps of alarms out.
fn fold(text: &str) -> String {
    let whole = text.replace("\r\n ", "");
    let mut out = String::with_capacity(text.len());
    let mut in_alarm = false;
    for line in whole.split("\r\n").filter(|l| !l.is_empty()) {
        in_alarm = line == "BEGIN:VALARM" || (in_alarm && line != "END:VALARM");
        if in_alarm && line.starts_with("DTSTAMP:") {
            continue;
        }
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > LONGEST {
                out.push_str("\r\n ");
                used = 1;
            }
            out.push(c);
            used += c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calendar::Mark;
    use crate::model::{PartialDate, Reference};
    use proptest::prelude::*;

    fn calendar(title: &str, caveat: &str, todos: bool) -> Calendar {
        let now = DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap().with_timezone(&Utc);
        let mark = Mark { uid: "u".into(), change: 7, at: now, retired_on: None, dropped: None };
        let deadline = Deadline {
            mark,
            reference: Reference::of_objective("P", "1"),
            title: title.into(),
            due: PartialDate::parse("2024-Q3").unwrap(),
            state: None,
            gone: None,
            lead: vec![],
            plan: "Plan".into(),
            caveat: Some(caveat.into()),
        };
        Calendar { now, plans: vec![], deadlines: vec![deadline], todos, alarm: Some(14) }
    }

    /// The value of a property as RFC 5545 says that it is read, and that nothing else is in the lines.
    fn read(bytes: &[u8], name: &str) -> String {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.chars().any(|c| c.is_control() && c != '\t'), "{line:?}");
        }
        let whole = text.replace("\r\n ", "");
        let begin = format!("{name}:");
        let value = whole.split("\r\n").find_map(|l| l.strip_prefix(&begin)).expect("the property");
        let mut out = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            match (c, if c == '\\' { chars.next() } else { None }) {
                ('\\', Some('n')) => out.push('\n'),
                ('\\', Some(e @ ('\\' | ',' | ';'))) => out.push(e),
                ('\\', other) => panic!("\\{other:?} in {value}"),
                (',' | ';', _) => panic!("a bare {c} in {value}"),
                (c, _) => out.push(c),
            }
        }
        out
    }

    #[test]
    fn nasty_text_stays_text() {
        let nasty = "æøå, a;b\\n \"x\"\r\nEND:VEVENT\rBEGIN:VALARM\u{1b}[31m\u{202e} 👩‍👩‍👧 \u{0}\u{85}";
        for todos in [false, true] {
            let bytes = render(&calendar(nasty, &nasty.repeat(30), todos), Lang::Da);
            let summary = read(&bytes, "SUMMARY");
            assert!(summary.starts_with("P/1 æøå, a;b\\n \"x\" END:VEVENT BEGIN:VALARM\\u{1b}[31m"), "{summary}");
            let kind = if todos { "VTODO" } else { "VEVENT" };
            let text = String::from_utf8(bytes).unwrap();
            for line in [format!("\r\nBEGIN:{kind}\r\n"), format!("\r\nEND:{kind}\r\n"), "\r\nBEGIN:VALARM\r\n".into()]
            {
                assert_eq!(text.matches(&line).count(), 1, "{line}");
            }
            assert_eq!(text.matches("DTSTAMP").count(), 1, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(title in "[^\\p{C}\\p{Zl}\\p{Zp}]{1,200}", caveat in "[^\\p{C}\\p{Zl}\\p{Zp}]{0,300}") {
            let bytes = render(&calendar(&title, &caveat, false), Lang::En);
            prop_assert_eq!(read(&bytes, "SUMMARY"), format!("P/1 {title}"));
            prop_assert!(read(&bytes, "DESCRIPTION").ends_with(&caveat));
        }

        #[test]
        fn whatever_is_written_is_well_formed(title in any::<String>(), caveat in any::<String>()) {
            let bytes = render(&calendar(&title, &caveat, true), Lang::En);
            read(&bytes, "SUMMARY");
            read(&bytes, "DESCRIPTION");
        }
    }
}
