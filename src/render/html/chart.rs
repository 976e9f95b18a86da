//! Pictures as rows of a table: a name, what is drawn, and the numbers beside it. What is drawn grows
//! with the page, since its places are percentages; nothing is said by colour alone.

use super::super::parts::plain;
use super::writer::HtmlWriter;
use crate::document::Part;
use crate::document::chart::{Bars, Dates, SIGNS, Timeline};
use crate::i18n::{self, sentences};
use crate::model::PartialDate;
use crate::model::snapshot::Shown;
use chrono::NaiveDate;
use maud::{Markup, html};

/// The fills of what is no judgement.
pub(super) fn patterns() -> Markup {
    html! {
        svg .unseen aria-hidden="true" width="0" height="0" {
            defs {
                pattern #stripes width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect .mark width="2" height="5" {}
                }
                pattern #dots width="6" height="6" patternUnits="userSpaceOnUse" {
                    circle .mark cx="3" cy="3" r="1" {}
                }
            }
        }
    }
}

fn percent(part: i64, of: i64) -> String {
    format!("{:.2}%", 100.0 * part as f64 / of.max(1) as f64)
}

fn swatch(part: Part) -> Markup {
    html! {
        svg aria-hidden="true" viewBox="0 0 16 16" {
            rect class={ "p-" (part.code()) } x="1" y="1" width="14" height="14" {}
        }
    }
}

/// Older contents do not count everything.
fn count(counts: &[i64], part: usize) -> i64 {
    counts.get(part).copied().unwrap_or_default()
}

pub(super) fn bars(form: &mut HtmlWriter, bars: &Bars) -> Markup {
    let lang = form.lang;
    let there: Vec<usize> = (0..bars.legend.len()).filter(|i| bars.is_somewhere(*i)).collect();
    let longest = bars.longest();
    let told = |counts: &[i64]| {
        let one = |i: &usize| {
            (count(counts, *i) > 0).then(|| format!("{} {}", count(counts, *i), bars.legend[*i].word(lang)))
        };
        let told: Vec<String> = there.iter().filter_map(one).collect();
        if told.is_empty() { i18n::NOTHING.owned(lang) } else { told.join(", ") }
    };
    let name = plain(&bars.of).into_owned();
    html! {
        figure {
            figcaption { (plain(&bars.describes)) }
            ul .legend {
                @for part in there.iter().map(|i| bars.legend[*i]) {
                    li { (swatch(part)) (part.sign()) " " (part.word(lang)) }
                }
            }
            table .drawn {
                thead { tr {
                    th .name scope="col" { (name) }
                    th scope="col" { (i18n::SHARES.to(lang)) }
                    th .counts scope="col" { (i18n::COUNT.to(lang)) }
                } }
                tbody {
                    @for (name, counts) in &bars.rows {
                        tr {
                            th .name scope="row" { (form.cell(name)) }
                            td {
                                svg role="img" aria-label={ (plain(&name.shown(lang))) ": " (told(counts)) } {
                                    @for i in &there {
                                        @let before: i64 = there.iter().take_while(|j| *j < i).map(|j| count(counts, *j)).sum();
                                        @if count(counts, *i) > 0 {
                                            rect class={ "p-" (bars.legend[*i].code()) } x=(percent(before, longest))
                                                width=(percent(count(counts, *i), longest)) height="100%" {}
                                            @if before > 0 {
                                                line class="year" x1=(percent(before, longest)) x2=(percent(before, longest)) y2="100%" {}
                                            }
                                        }
                                    }
                                }
                            }
                            td .counts {
                                div aria-hidden="true" {
                                    @for i in &there {
                                        @if count(counts, *i) > 0 { span { (bars.legend[*i].sign()) " " (count(counts, *i)) } " " }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The years that a line is drawn over.
struct Scale {
    first: NaiveDate,
    days: i64,
    years: std::ops::RangeInclusive<i32>,
}

impl Scale {
    fn of(line: &Timeline) -> Scale {
        let (first, last) = line.years();
        let start = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let days = crate::model::day::days_between(start(first), start(last.saturating_add(1)));
        Scale { first: start(first), days, years: first..=last }
    }

    fn at(&self, day: NaiveDate) -> String {
        percent(crate::model::day::days_between(self.first, day), self.days)
    }

    fn new_year(&self, year: i32) -> String {
        self.at(NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default())
    }
}

pub(super) fn timeline(form: &mut HtmlWriter, line: &Timeline) -> Markup {
    let lang = form.lang;
    let scale = Scale::of(line);
    // So many years have room for their names.
    let step = scale.years.clone().count().div_ceil(10).max(1);
    html! {
        figure {
            figcaption { (plain(&line.describes)) }
            ul .legend {
                @for (code, sign, word) in SIGNS {
                    li {
                        svg aria-hidden="true" viewBox="-8 -8 16 16" { (shape(code, false)) }
                        span .unseen { (sign) } (word.to(lang))
                    }
                }
            }
            table .drawn {
                thead { tr {
                    th .name scope="col" { (i18n::OBJECTIVE.to(lang)) }
                    th scope="col" {
                        span .unseen { (i18n::DEADLINES.to(lang)) }
                        svg aria-hidden="true" {
                            @for year in scale.years.clone().step_by(step) {
                                text .axis x=(scale.new_year(year)) y="100%" { (year) }
                            }
                        }
                    }
                    th .counts scope="col" { (i18n::DATES.to(lang)) }
                } }
                tbody {
                    @for row in &line.rows {
                        tr {
                            th .name scope="row" { (form.cell(&row.about[0])) " " (form.cell(&row.about[1])) }
                            td { (dates(form, line, &scale, row)) }
                            td .counts { div aria-hidden="true" { (in_figures(form, line, row)) } }
                        }
                    }
                }
            }
        }
    }
}

fn dates(form: &HtmlWriter, line: &Timeline, scale: &Scale, row: &Dates) -> Markup {
    let lang = form.lang;
    let late = row.is_overdue(line.today);
    let days: Vec<NaiveDate> = row.days().collect();
    let (first, last) = (days.iter().min().copied(), days.iter().max().copied());
    let last = if late { last.max(Some(line.today)) } else { last };
    let mut label = sentences::dates(lang, row.original, row.approved, row.expected, late);
    if row.shown == Shown::Ended {
        label = format!("{label}, {}", i18n::ENDED.to(lang));
    }
    let place = |date: Option<PartialDate>, code: &str| {
        let at = date.map(|d| scale.at(d.last_day()));
        html! { @if let Some(at) = at { svg x=(at) y="50%" width="1" height="1" { (shape(code, row.is_past_approved(line.today))) } } }
    };
    html! {
        svg role="img" aria-label={ (plain(&row.about[0].shown(lang))) ": " (label) } {
            @for year in scale.years.clone() {
                line .year x1=(scale.new_year(year)) x2=(scale.new_year(year)) y2="100%" {}
            }
            line .today x1=(scale.at(line.today)) x2=(scale.at(line.today)) y2="100%" {}
            @if let (Some(first), Some(last)) = (first, last) {
                line class={ "span" @if late { " late" } } x1=(scale.at(first)) x2=(scale.at(last)) y1="50%" y2="50%" {}
            }
            (place(row.expected.filter(|e| row.approved.map(PartialDate::last_day) != Some(e.last_day())), "expected"))
            (place(row.original.filter(|o| row.approved != Some(*o)), "original"))
            (place(row.approved, "approved"))
        }
    }
}

/// Drawn around the middle of what it stands in.
fn shape(code: &str, late: bool) -> Markup {
    html! {
        @match code {
            "expected" => path .expected d="M-4-5 5 0-4 5z" {},
            "today" => line .today y1="-8" y2="8" {},
            "approved" if late => path class="approved late" d="M0-5.5 5.5 0 0 5.5-5.5 0z" {},
            code => path class=(code) d="M0-5.5 5.5 0 0 5.5-5.5 0z" {},
        }
    }
}

/// The dates in figures, the approved one alone where nothing moved.
fn in_figures(form: &HtmlWriter, line: &Timeline, row: &Dates) -> Markup {
    let approved = row.approved.map(|d| d.to_string());
    let original = row.original.filter(|_| row.original != row.approved).map(|d| d.to_string());
    let expected = row.expected.filter(|_| row.expected != row.approved).map(|d| d.to_string());
    html! {
        @if let Some(d) = original { span { "◇ " (d) } " " }
        @if let Some(d) = approved { span class=[row.is_past_approved(line.today).then_some("over")] { "◆ " (d) } " " }
        @if let Some(d) = expected { span { "▸ " (d) } " " }
        @if row.is_overdue(line.today) { span .over { (i18n::OVERDUE.to(form.lang).to_lowercase()) } }
        @if row.shown == Shown::Ended { span { (crate::document::shown(row.shown, form.lang)) } }
    }
}
