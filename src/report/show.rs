//! Everything about one objective or activity on one screen.

use super::conflicts::Undecided;
use super::data;
use crate::document::{Block, Cell, Document, Table};
use crate::i18n::{self, Word, sentences};
use crate::model::computed::{self, Thresholds};
use crate::model::names::{Authorities, authority};
use crate::model::snapshot::Shown;
use crate::model::{
    ActivitySnapshot, Audience, Basis, Correction, EntityKind, Entry, EntryBasis, EntryField, EntryId, Held, Lang,
    Light, Move, ObjectiveSnapshot, PartialDate, PlanInfo, Quarter, Record, Reference, State, day,
};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// The facts about one objective.
pub struct Objective<'a> {
    pub line: &'a ObjectiveSnapshot,
    pub record: &'a Record,
    pub plan: &'a PlanInfo,
    /// The objectives of other plans that it goes on with, and those that it became.
    pub before: &'a [Reference],
    pub after: &'a [Reference],
    pub activities: &'a [ActivitySnapshot],
    /// Every line of the log that stands, oldest first.
    pub log: &'a [Entry],
    /// The lines that came after their quarter was frozen.
    pub late: &'a HashSet<EntryId>,
    /// The lines that are about an objective that this one goes on with.
    pub earlier: &'a HashMap<EntryId, Reference>,
    pub moves: &'a [Move],
    pub corrections: &'a [Correction],
    pub undecided: &'a [Undecided],
    pub authorities: &'a Authorities,
    pub thresholds: Thresholds,
    pub on: NaiveDate,
}

/// The facts about one activity.
pub struct Activity<'a> {
    pub line: &'a ActivitySnapshot,
    pub record: &'a Record,
    pub plan: &'a PlanInfo,
    pub log: &'a [Entry],
    /// The lines that came after their quarter was frozen.
    pub late: &'a HashSet<EntryId>,
    /// The lines that are about an objective that this one goes on with.
    pub earlier: &'a HashMap<EntryId, Reference>,
    pub moves: &'a [Move],
    pub corrections: &'a [Correction],
    pub undecided: &'a [Undecided],
    pub authorities: &'a Authorities,
    pub thresholds: Thresholds,
    pub on: NaiveDate,
}

/// Conflicts between copies that nobody has decided.
fn undecided(page: &mut Document, lang: Lang, all: &[Undecided]) {
    if !all.is_empty() {
        page.add(Block::Heading(1, i18n::conflicts::TITLE.owned(lang)));
        page.add(Block::Table(super::conflicts::table(lang, all)));
    }
}

/// The light that the dates give.
fn by_dates(
    thresholds: Thresholds,
    approved: Option<PartialDate>,
    state: Option<&State>,
    on: NaiveDate,
) -> Option<Light> {
    let open = !state.is_some_and(|s| s.facts.status.is_ended());
    computed::light(thresholds, approved, state.and_then(|s| s.facts.expected), open, on)
}

type Facts = Vec<(String, Vec<Cell>)>;

fn fact(facts: &mut Facts, word: Word, lang: Lang, cells: Vec<Cell>) {
    if cells.iter().any(|c| *c != Cell::Empty) {
        facts.push((word.owned(lang), cells));
    }
}

pub fn objective(lang: Lang, o: &Objective) -> Document {
    let line = o.line;
    let mut page = Document::new(lang, format!("{}  {}", line.reference(), line.title(lang)));
    super::caveats(&mut page, std::slice::from_ref(o.plan), |_| true);
    let mut facts: Facts = Vec::new();
    let dates = by_dates(o.thresholds, line.deadline_approved, line.state.as_ref(), o.on);
    state(&mut facts, lang, line.state.as_ref(), dates, o.authorities, o.on);
    if let Some(area) = &line.area {
        let name = |a: &crate::model::snapshot::AreaName| {
            format!("{} {}", a.number, lang.pick(&a.title, a.title_da.as_deref()))
        };
        let above = line
            .root
            .as_ref()
            .filter(|r| r.number != area.number)
            .map(|r| format!("{} > ", name(r)))
            .unwrap_or_default();
        fact(&mut facts, i18n::AREA, lang, vec![Cell::text(format!("{above}{}", name(area)))]);
    }
    let all =
        |codes: &[String]| codes.iter().map(|c| Cell::text(authority(o.authorities, c, lang))).collect::<Vec<_>>();
    fact(
        &mut facts,
        i18n::LEAD,
        lang,
        if line.lead.is_empty() { vec![Cell::text(i18n::NO_LEAD.to(lang))] } else { all(&line.lead) },
    );
    fact(&mut facts, i18n::SUPPORTING, lang, all(&line.supporting));
    fact(&mut facts, i18n::COUNTERPART, lang, all(&line.counterpart));
    deadline(&mut facts, lang, line.deadline_original, line.deadline_approved, line.state.as_ref(), o.on);
    let interest = line.interest.map(|i| i.word(lang).to_string()).unwrap_or_default();
    fact(&mut facts, i18n::INTEREST, lang, vec![Cell::text(interest)]);
    if line.continuing {
        fact(&mut facts, i18n::CONTINUING, lang, vec![Cell::YesNo(true)]);
    }
    let all = |references: &[Reference]| references.iter().map(|r| Cell::id(r.to_string())).collect::<Vec<_>>();
    fact(&mut facts, Word("Carried over from", "Videreført fra"), lang, all(o.before));
    fact(&mut facts, Word("Carried over to", "Videreført som"), lang, all(o.after));
    record(&mut facts, lang, o.record, line.basis);
    page.add(Block::Facts(facts));
    undecided(&mut page, lang, o.undecided);
    if !o.activities.is_empty() {
        page.add(Block::Heading(1, i18n::ACTIVITIES.owned(lang)));
        let state = |a: &ActivitySnapshot, cell: &dyn Fn(&State) -> Cell| Cell::maybe(a.state.as_ref(), cell);
        let marked = |a: &ActivitySnapshot| a.state.as_ref().is_some_and(State::is_illustrative);
        let status = |a: &ActivitySnapshot| match &a.state {
            Some(state) => Cell::Status(state.facts.status),
            None => Cell::text(i18n::NEVER_REPORTED.to(lang)),
        };
        let table = Table::of("activities", lang, o.activities)
            .tight("reference", i18n::REFERENCE, |a| Cell::id(a.reference.to_string()).marked(marked(a)))
            .wraps("title", i18n::TITLE, |a| Cell::text(lang.pick(&a.title, a.title_da.as_deref())))
            .tight("lead", i18n::LEAD, |a| Cell::text(a.lead.join(", ")))
            .tight("status", i18n::STATUS, |a| status(a))
            .tight("light", i18n::LIGHT, |a| state(a, &|s| Cell::maybe(s.facts.light, Cell::Light)))
            .tight("deadline", i18n::DEADLINE, |a| Cell::maybe(a.deadline_approved, Cell::PartialDate));
        page.add(Block::Table(table.done()));
    }
    moves(&mut page, lang, o.moves);
    corrections(&mut page, lang, o.corrections);
    log(&mut page, lang, o.log, (o.late, o.earlier), o.activities.iter().filter_map(|a| a.state.as_ref()));
    let data = data::Page {
        entity: EntityKind::Objective,
        reference: &line.reference(),
        record: o.record,
        state: line.state.as_ref(),
        approved: line.deadline_approved,
        carried: [o.before, o.after],
        activities: o.activities,
        log: o.log,
        late: o.late,
        earlier: o.earlier,
        moves: o.moves,
        thresholds: o.thresholds,
        on: o.on,
    };
    page.data = Some(data::page(&data, o.plan.caveat(lang).into_iter().collect()));
    page
}

pub fn activity(lang: Lang, a: &Activity) -> Document {
    let line = a.line;
    let title = lang.pick(&line.title, line.title_da.as_deref());
    let mut page = Document::new(lang, format!("{}  {title}", line.reference));
    super::caveats(&mut page, std::slice::from_ref(a.plan), |_| true);
    let mut facts: Facts = Vec::new();
    let dates = by_dates(a.thresholds, line.deadline_approved, line.state.as_ref(), a.on);
    state(&mut facts, lang, line.state.as_ref(), dates, a.authorities, a.on);
    let all = |field: &str| {
        a.record.many(field).iter().map(|c| Cell::text(authority(a.authorities, c, lang))).collect::<Vec<_>>()
    };
    fact(&mut facts, i18n::LEAD, lang, all("lead"));
    fact(&mut facts, i18n::SUPPORTING, lang, all("supporting"));
    fact(&mut facts, i18n::COUNTERPART, lang, all("counterpart"));
    deadline(&mut facts, lang, line.deadline_original, line.deadline_approved, line.state.as_ref(), a.on);
    let basis = a.record.text("basis").and_then(Basis::from_code);
    record(&mut facts, lang, a.record, basis);
    page.add(Block::Facts(facts));
    undecided(&mut page, lang, a.undecided);
    moves(&mut page, lang, a.moves);
    corrections(&mut page, lang, a.corrections);
    log(&mut page, lang, a.log, (a.late, a.earlier), std::iter::empty());
    let data = data::Page {
        entity: EntityKind::Activity,
        reference: &line.reference,
        record: a.record,
        state: line.state.as_ref(),
        approved: line.deadline_approved,
        carried: [&[], &[]],
        activities: &[],
        log: a.log,
        late: a.late,
        earlier: a.earlier,
        moves: a.moves,
        thresholds: a.thresholds,
        on: a.on,
    };
    page.data = Some(data::page(&data, a.plan.caveat(lang).into_iter().collect()));
    page
}

fn state(
    facts: &mut Facts,
    lang: Lang,
    state: Option<&State>,
    dates: Option<Light>,
    names: &Authorities,
    on: NaiveDate,
) {
    let Some(s) = state else {
        fact(facts, i18n::STATUS, lang, vec![Cell::text(i18n::NEVER_REPORTED.to(lang))]);
        return;
    };
    let as_of = match lang {
        Lang::En => format!("as of {}", sentences::day(lang, s.as_of)),
        Lang::Da => format!("pr. {}", sentences::day(lang, s.as_of)),
    };
    let word = Cell::text(format!("{}, {as_of}", s.facts.status.word(lang))).marked(s.is_illustrative());
    fact(facts, i18n::STATUS, lang, vec![word]);
    let light = match Shown::of(state, Quarter::of(on)) {
        Shown::Ended => Cell::Empty,
        Shown::NotReported => {
            let old = s.facts.light.map(|l: Light| format!(", {} {}", l.symbol(), l.word(lang))).unwrap_or_default();
            Cell::text(format!("{}{old}", sentences::not_reported_since(lang, Some(s.as_of))))
        }
        shown => Cell::Shown(shown),
    };
    fact(facts, i18n::LIGHT, lang, vec![light]);
    if let Some(dates) = dates {
        let greener = match (Shown::of(state, Quarter::of(on)), lang) {
            (Shown::Light(judged), Lang::En) if computed::is_greener(judged, dates) => ", worse than judged",
            (Shown::Light(judged), Lang::Da) if computed::is_greener(judged, dates) => ", dårligere end vurderet",
            _ => "",
        };
        let shown = crate::document::shown(Shown::Light(dates), lang);
        fact(facts, i18n::COMPUTED_LIGHT, lang, vec![Cell::text(format!("{shown}{greener}"))]);
    }
    fact(facts, i18n::BLOCKED_BY, lang, vec![Cell::text(s.facts.blocked_by.as_deref().unwrap_or_default())]);
    let ask = s.facts.ask.as_deref().map(|c| authority(names, c, lang)).unwrap_or_default();
    fact(facts, i18n::ASK, lang, vec![Cell::text(ask)]);
}

fn deadline(
    facts: &mut Facts,
    lang: Lang,
    original: Option<PartialDate>,
    approved: Option<PartialDate>,
    state: Option<&State>,
    on: NaiveDate,
) {
    let open = !state.is_some_and(|s| s.facts.status.is_ended());
    let passed = |held: Held, date: Option<PartialDate>| {
        let late = date.map(|d| day::days_between(d.last_day(), on)).filter(|d| open && *d > 0);
        late.map(|days| format!(", {}", sentences::overdue_by(lang, days, held))).unwrap_or_default()
    };
    let mut cells = Vec::new();
    if let Some(approved) = approved {
        let mut text = approved.to_string();
        if let Some(original) = original.filter(|o| *o != approved) {
            text.push_str(&match lang {
                Lang::En => format!(" (originally {original})"),
                Lang::Da => format!(" (oprindelig {original})"),
            });
        }
        text.push_str(&passed(Held::Approved, Some(approved)));
        cells.push(Cell::text(text));
    } else if let Some(original) = original {
        cells.push(Cell::PartialDate(original));
    }
    fact(facts, i18n::DEADLINE, lang, cells);
    if let Some(s) = state {
        let reason = s.facts.expected_reason.as_deref().map(|r| format!(" ({r})")).unwrap_or_default();
        let expected =
            s.facts.expected.map(|e| format!("{e}{reason}{}", passed(Held::Expected, Some(e)))).unwrap_or_default();
        fact(facts, i18n::EXPECTED, lang, vec![Cell::text(expected)]);
    }
}

fn record(facts: &mut Facts, lang: Lang, record: &Record, basis: Option<Basis>) {
    let text = |field: &str| vec![Cell::text(record.cell(field).replace('|', ", "))];
    fact(facts, i18n::INSTRUMENT, lang, text("instrument"));
    fact(facts, i18n::SDG, lang, text("sdg"));
    fact(facts, i18n::TAG, lang, text("tag"));
    fact(facts, i18n::CASE_NUMBER, lang, text("case_number"));
    fact(facts, i18n::BASIS, lang, vec![Cell::text(basis.map(|b| b.word(lang)).unwrap_or_default())]);
    fact(facts, i18n::SOURCE, lang, text("source"));
    let audience = record.text("audience").and_then(Audience::from_code).filter(|a| *a != Audience::Internal);
    fact(
        facts,
        Word("Audience", "Målgruppe"),
        lang,
        vec![Cell::text(audience.map(|a| a.word(lang)).unwrap_or_default())],
    );
    if let Some(on) = record.text("retired_on") {
        let reason = record.text("retired_reason").unwrap_or_default();
        fact(facts, i18n::RETIRED, lang, vec![Cell::text(format!("{on} {reason}"))]);
    }
}

fn corrections(page: &mut Document, lang: Lang, corrections: &[Correction]) {
    if corrections.is_empty() {
        return;
    }
    page.add(Block::Heading(1, i18n::CORRECTIONS.owned(lang)));
    let date = |d: Option<PartialDate>| d.map_or("–".to_string(), |d| d.to_string());
    let rows = corrections.iter().map(|c| format!("{}: {} → {}. {}", c.as_of, date(c.before), date(c.after), c.reason));
    page.add(Block::List(rows.collect()));
}

fn moves(page: &mut Document, lang: Lang, moves: &[Move]) {
    if moves.is_empty() {
        return;
    }
    page.add(Block::Heading(1, i18n::MOVES.owned(lang)));
    let rows = moves.iter().map(|m| {
        let date = |d: Option<PartialDate>| d.map_or("–".to_string(), |d| d.to_string());
        let agreed = m.agreed_by.as_deref().map(|a| format!(" ({a})")).unwrap_or_default();
        format!("{}: {} → {}. {}{agreed}", m.as_of, date(m.before), date(m.after), m.reason)
    });
    page.add(Block::List(rows.collect()));
}

fn log<'a>(
    page: &mut Document,
    lang: Lang,
    log: &[Entry],
    (late, earlier): (&HashSet<EntryId>, &HashMap<EntryId, Reference>),
    others: impl Iterator<Item = &'a State>,
) {
    page.add(Block::Heading(1, i18n::LOG.owned(lang)));
    let note = |e: &Entry| {
        let said = |field: EntryField| e.explicit.contains(field);
        let mut note = e.facts.note.clone().unwrap_or_default();
        if let Some(reference) = earlier.get(&e.id) {
            note = format!("[{reference}] {note}");
        }
        if let Some(evidence) = e.facts.evidence.as_deref().filter(|_| said(EntryField::Evidence)) {
            note.push_str(&format!(" [{evidence}]"));
        }
        if let Some(blocked) = e.facts.blocked_by.as_deref().filter(|_| said(EntryField::BlockedBy)) {
            let word = i18n::BLOCKED_BY.to(lang).to_lowercase();
            let ask = e.facts.ask.as_deref().map(|a| format!(" ({a})")).unwrap_or_default();
            note.push_str(&format!(" ({word}: {blocked}{ask})"));
        }
        if late.contains(&e.id) {
            note.push_str(Word(" [late]", " [sen]").to(lang));
        }
        if e.facts.basis == Some(EntryBasis::Sourced) {
            let word = i18n::SOURCE.to(lang).to_lowercase();
            note.push_str(&format!(" [{word}: {}]", e.facts.source.as_deref().unwrap_or_default()));
        }
        Cell::text(note.trim())
    };
    let made_up = |e: &Entry| e.facts.basis == Some(EntryBasis::Illustrative);
    let table = Table::of("log", lang, log.iter().rev())
        .tight("as_of", i18n::AS_OF, |e| Cell::Day(e.as_of).marked(made_up(e)))
        .tight("status", i18n::STATUS, |e| Cell::Status(e.facts.status))
        .tight("light", i18n::LIGHT, |e| Cell::maybe(e.facts.light, Cell::Light))
        .wraps("note", i18n::NOTE, |e| note(e))
        .tight("expected", i18n::EXPECTED, |e| Cell::maybe(e.facts.expected, Cell::PartialDate))
        .tight("change", i18n::CHANGE, |e| Cell::Count(e.changed_in))
        .or_say(Word("Nothing has been reported.", "Intet er indberettet."));
    page.add(Block::Table(table.done()));
    let marked = |basis: Option<EntryBasis>| i64::from(basis == Some(EntryBasis::Illustrative));
    let (mut made_up, mut of) = (log.iter().map(|e| marked(e.facts.basis)).sum::<i64>(), log.len() as i64);
    for state in others {
        made_up += marked(state.facts.basis);
        of += 1;
    }
    super::illustrative(page, made_up, of);
}
