//! Writes deadlines as iCalendar (RFC 5545): an all-day event for each, or a thing to do.
//!
//! It is written here and by no crate: stamps come from our clock and identities from the file, an all-day event
//! ends on the day after, an alarm has no stamp, and no line is longer than 75 octets.

use crate::i18n::calendar as words;
use crate::model::calendar::{Calendar, Deadline};
use crate::model::escaping::{sent, sent_in_line};
use crate::model::{Lang, Status};
use chrono::{DateTime, Days, NaiveDate, Utc};

/// In octets, without the line end.
const LONGEST: usize = 75;

pub fn render(calendar: &Calendar, lang: Lang) -> Vec<u8> {
    let mut out = Lines(String::new());
    out.within("VCALENDAR", |out| {
        out.property("VERSION", "2.0");
        out.property("PRODID", "-//fremdrift//fremdrift//EN");
        out.property("CALSCALE", "GREGORIAN");
        out.property("METHOD", "PUBLISH");
        out.text("X-WR-CALNAME", &sent_in_line(&words::name(lang, calendar)));
        for deadline in &calendar.deadlines {
            let kind = if calendar.todos { "VTODO" } else { "VEVENT" };
            out.within(kind, |out| component(out, calendar, deadline, lang));
        }
    });
    out.0.into_bytes()
}

/// An event or a thing to do.
fn component(out: &mut Lines, calendar: &Calendar, d: &Deadline, lang: Lang) {
    let uid = format!("{}{}@fremdrift", d.mark.uid, if calendar.todos { "-todo" } else { "" });
    let day = d.due.last_day();
    let summary = sent_in_line(&words::summary(lang, d));
    out.text("DESCRIPTION", &sent(&words::description(lang, d)));
    if calendar.todos {
        out.property("DTSTAMP", &moment(calendar.now));
        out.date("DUE", day);
    } else {
        out.date("DTEND", day.checked_add_days(Days::new(1)).unwrap_or(day));
        out.property("DTSTAMP", &moment(calendar.now));
        out.date("DTSTART", day);
    }
    out.property("LAST-MODIFIED", &moment(d.mark.at));
    out.property("SEQUENCE", &d.mark.change.to_string());
    out.property("STATUS", status(calendar, d));
    out.text("SUMMARY", &summary);
    if !calendar.todos {
        out.property("TRANSP", "TRANSPARENT");
    }
    out.property("UID", &uid);
    let categories: Vec<String> = words::categories(lang, d).iter().map(|c| escaped(&sent_in_line(c))).collect();
    out.property("CATEGORIES", &categories.join(","));
    if let Some(days) = calendar.alarm.filter(|_| !d.is_over()) {
        out.within("VALARM", |out| {
            out.property("ACTION", "DISPLAY");
            out.text("DESCRIPTION", &summary);
            // A thing to do has no start to count from.
            let trigger = if calendar.todos { "TRIGGER;RELATED=END" } else { "TRIGGER" };
            out.property(trigger, &format!("-P{days}D"));
            // An identity, RFC 9074, keeps it the same one in the next export.
            out.property("UID", &format!("alarm-{uid}"));
        });
    }
}

fn status(calendar: &Calendar, d: &Deadline) -> &'static str {
    match d.status() {
        _ if d.gone.is_some() => "CANCELLED",
        _ if !calendar.todos => "CONFIRMED",
        None | Some(Status::NotStarted) => "NEEDS-ACTION",
        Some(Status::Ongoing | Status::Suspended) => "IN-PROCESS",
        Some(Status::Completed | Status::PartlyCompleted) => "COMPLETED",
        Some(Status::Cancelled | Status::CarriedOver) => "CANCELLED",
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a value.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;").replace('\n', "\\n")
}

struct Lines(String);

impl Lines {
    fn within(&mut self, kind: &str, lines: impl FnOnce(&mut Lines)) {
        self.property("BEGIN", kind);
        lines(self);
        self.property("END", kind);
    }

    fn text(&mut self, name: &str, text: &str) {
        self.property(name, &escaped(text));
    }

    fn date(&mut self, name: &str, day: NaiveDate) {
        self.property(&format!("{name};VALUE=DATE"), &day.format("%Y%m%d").to_string());
    }

    /// A line, folded between two characters where it is too long.
    fn property(&mut self, name: &str, value: &str) {
        let mut used = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if used + c.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
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
