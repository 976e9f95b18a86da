//! The summary as a page in one language, and as one table of counts.

use super::{Attention, Changed, Content, CountOf, Frame, Group, Issue, Late, Pair, Subject};
use crate::document::{Bars, Block, Cell, Column, Document, Table};
use crate::model::line::Shown;
use crate::model::withheld;
use crate::model::{Audience, Lang, Light, Partial, Quarter, Status};
use crate::words::{self, Word, sentences};

fn status_word(code: &str, lang: Lang) -> String {
    Status::from_code(code).map_or_else(|| words::NO_STATUS.owned(lang), |s| s.word(lang).to_string())
}

fn shown_of(code: &str) -> Shown {
    Shown::ALL.into_iter().find(|s| s.code() == code).unwrap_or(Shown::NoLight)
}

impl Subject {
    fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.title, self.title_da.as_deref())
    }

    fn cells(&self, lang: Lang) -> [Cell; 2] {
        [Cell::id(&self.reference).marked(self.illustrative), Cell::text(self.title(lang))]
    }
}

fn subject_columns(lang: Lang) -> [Column; 2] {
    [Column::tight("reference", words::REFERENCE.to(lang)), Column::wraps("title", words::TITLE.to(lang))]
}

/// The summary as a page. `digest` is that of the frozen content, where it is frozen.
pub fn page(content: &Content, lang: Lang, digest: Option<&str>) -> Document {
    let frame = &content.frame;
    let scope = frame.scope.to(lang);
    let mut page = Document::new(lang, sentences::summary_title(lang, frame.quarter, scope));
    match frame.state.as_str() {
        "running" => page.add(Block::Caveat(sentences::running(lang, frame.quarter, frame.as_of))),
        "ahead" => page.add(Block::Caveat(sentences::ahead(lang, frame.quarter, frame.as_of))),
        _ => &mut page,
    };
    if let Some(issue) = &frame.revision {
        issued(&mut page, issue, lang);
    }
    if frame.audience != Audience::Internal {
        let (objectives, notes) = (content.withheld.objectives, content.withheld.notes);
        page.add(Block::Caveat(sentences::for_audience(lang, frame.audience.word(lang), objectives, notes)));
    }
    for plan in &content.plans {
        if let Some(caveat) = &plan.caveat {
            let said = lang.pick(caveat, plan.caveat_da.as_deref());
            page.add(Block::Caveat(format!("{}: {said}", plan.code)));
        }
    }
    super::super::illustrative(&mut page, content.illustrative.entries, content.illustrative.of);
    for e in &content.expired {
        page.add(Block::Caveat(sentences::expired_open(lang, &e.plan, e.ended, e.open)));
    }
    let heading = |page: &mut Document, word: Word| {
        page.add(Block::Heading(1, word.owned(lang)));
    };

    heading(&mut page, words::HEADLINE);
    let marked = content.illustrative.entries > 0;
    page.add(Block::Paragraph(sentences::headline(
        lang,
        content.objectives,
        content.open,
        content.reported,
        content.due,
        marked,
    )));
    page.add(Block::Table(counts("status", words::STATUS, content, &content.by_status, lang, |c| {
        Cell::text(status_word(c, lang))
    })));
    page.add(Block::Table(counts("light", words::LIGHT, content, &content.by_light, lang, |c| {
        Cell::Shown(shown_of(c))
    })));

    if let Some(restated) = &content.restated {
        page.add(Block::Paragraph(sentences::restated(
            lang,
            restated.quarter,
            restated.revision,
            restated.reason.as_deref(),
        )));
    }

    heading(&mut page, words::WHAT_CHANGED);
    page.add(Block::Paragraph(sentences::comparison(
        lang,
        frame.compared_with,
        [content.comparison.new, content.comparison.changed, content.comparison.unchanged, content.comparison.retired],
    )));
    came_and_went(&mut page, content, lang);
    if content.changed.rows.is_empty() {
        page.add(Block::Paragraph(words::NOTHING_CHANGED.owned(lang)));
    } else {
        let mut sentences: Vec<String> =
            content.changed.rows.iter().map(|c| change_sentence(c, frame.compared_with, lang)).collect();
        more(&mut sentences, content.changed.more, "fremdrift list", frame, lang);
        page.add(Block::List(sentences));
    }

    heading(&mut page, words::ATTENTION);
    attention(&mut page, content, lang);

    heading(&mut page, words::COMPLETED_IN_QUARTER);
    let [reference, title] = subject_columns(lang);
    let mut table = Table::new(
        "ended",
        vec![
            reference,
            title,
            Column::tight("status", words::STATUS.to(lang)),
            Column::tight("as_of", words::AS_OF.to(lang)),
            Column::wraps("evidence", words::EVIDENCE.to(lang)),
        ],
    )
    .or_say(words::NOTHING_ENDED.to(lang));
    for e in &content.ended.rows {
        let [reference, title] = e.subject.cells(lang);
        let evidence = Cell::text(e.evidence.as_deref().unwrap_or_default());
        table.rows.push(vec![reference, title, Cell::Status(e.status), Cell::Day(e.as_of), evidence]);
    }
    page.add(Block::Table(table));

    heading(&mut page, words::FALLING_DUE);
    let [reference, title] = subject_columns(lang);
    let mut table = Table::new(
        "falling_due",
        vec![
            reference,
            title,
            Column::tight("lead", words::LEAD.to(lang)),
            Column::tight("deadline", words::DEADLINE.to(lang)),
            Column::tight("expected", words::EXPECTED.to(lang)),
        ],
    )
    .or_say(words::NOTHING_DUE.to(lang));
    for f in &content.falling_due.rows {
        let [reference, title] = f.subject.cells(lang);
        let expected = Cell::maybe(f.expected, Cell::Partial);
        table.rows.push(vec![
            reference,
            title,
            Cell::text(f.subject.lead.join(", ")),
            Cell::Partial(f.deadline),
            expected,
        ]);
    }
    page.add(Block::Table(table));

    if !content.by_plan.is_empty() {
        heading(&mut page, words::BY_PLAN);
        page.add(Block::Bars(bars("by_plan", content.objectives, &content.by_plan, lang)));
    }
    heading(&mut page, words::BY_AREA);
    page.add(Block::Bars(bars("by_area", content.objectives, &content.by_area, lang)));
    heading(&mut page, words::BY_AUTHORITY);
    page.add(Block::Bars(bars("by_authority", content.objectives, &content.by_authority, lang)));
    heading(&mut page, words::BY_INTEREST);
    page.add(Block::Bars(bars("by_interest", content.objectives, &content.by_interest, lang)));

    if !content.slips.rows.is_empty() {
        heading(&mut page, words::SLIPS);
        slips(&mut page, content, lang);
    }

    // What we say of ourselves is not for others.
    if frame.audience == Audience::Internal {
        heading(&mut page, words::CONTRADICTIONS);
        if content.contradictions.rows.is_empty() {
            page.add(Block::Paragraph(words::NO_CONTRADICTIONS.owned(lang)));
        } else {
            let rows = content.contradictions.rows.iter().map(|f| {
                let mark = if f.illustrative { format!(" {}", sentences::ILLUSTRATIVE_MARK) } else { String::new() };
                format!("{}{mark} {}: {}", f.reference, lang.pick(&f.title, f.title_da.as_deref()), f.says(lang))
            });
            let mut rows: Vec<String> = rows.collect();
            more(&mut rows, content.contradictions.more, "fremdrift check", frame, lang);
            page.add(Block::List(rows));
        }
    }
    if !content.waivers.is_empty() {
        heading(&mut page, words::WAIVERS);
        let waived = |w: &super::Waiver| format!("{} ({}): {}", w.check, w.references.join(", "), w.reason);
        page.add(Block::List(content.waivers.iter().map(waived).collect()));
    }
    if !content.late.rows.is_empty() {
        heading(&mut page, words::LATE_LINES);
        let mut rows: Vec<String> = content.late.rows.iter().map(|l| late(l, lang)).collect();
        more(&mut rows, content.late.more, "fremdrift quarters", frame, lang);
        page.add(Block::List(rows));
    }
    let issue = frame.revision.as_ref().zip(digest);
    let frozen = issue
        .map(|(i, digest)| sentences::frozen(lang, i.number, &i.at, &i.author, digest))
        .or_else(|| frame.sent.map(|number| sentences::not_as_sent(lang, frame.quarter, number)));
    page.add(Block::Foot(sentences::foot(lang, frame.as_of, frame.known_at, frozen.as_deref(), &frame.command)));
    page.data = serde_json::to_value(content).ok();
    page
}

fn issued(page: &mut Document, issue: &Issue, lang: Lang) {
    let reason = issue.reason.as_deref().unwrap_or_default();
    if issue.number > 0 {
        page.add(Block::Caveat(sentences::restatement(lang, issue.number, reason)));
    } else if issue.early {
        page.add(Block::Caveat(sentences::frozen_early(lang, reason)));
    }
}

fn came_and_went(page: &mut Document, content: &Content, lang: Lang) {
    let named = |s: &Subject| format!("{} {}", s.reference, s.title(lang));
    let mut told = Vec::new();
    // In the first quarter of a plan everything is new, and a list of everything says nothing.
    if content.comparison.new < content.objectives {
        told.extend(content.new.rows.iter().map(|s| format!("{}: {}", words::NEW.to(lang), named(s))));
    }
    told.extend(content.retired.rows.iter().map(|r| {
        let reason = r.reason.as_deref().map(|t| format!(" ({t})")).unwrap_or_default();
        format!("{}: {}{reason}", words::TAKEN_OUT.to(lang), named(&r.subject))
    }));
    if !told.is_empty() {
        page.add(Block::List(told));
    }
}

fn late(l: &Late, lang: Lang) -> String {
    let mark = if l.subject.illustrative { format!(" {}", sentences::ILLUSTRATIVE_MARK) } else { String::new() };
    let told = sentences::late(lang, l.as_of, l.quarter, l.recorded, &l.author, l.withdrawn, l.waiting);
    format!("{}{mark} {}. {told}", l.subject.reference, l.subject.title(lang))
}

fn more(rows: &mut Vec<String>, more: i64, command: &str, frame: &Frame, lang: Lang) {
    if more > 0 {
        rows.push(sentences::and_more(lang, more, format!("{command} {}", frame.filters).trim()));
    }
}

fn counts(
    key: &'static str,
    word: Word,
    content: &Content,
    rows: &[CountOf],
    lang: Lang,
    cell: impl Fn(&str) -> Cell,
) -> Table {
    let then = sentences::quarter(lang, content.frame.compared_with);
    let now = sentences::quarter(lang, content.frame.quarter);
    let mut table = Table::new(
        if key == "status" { "by_status" } else { "by_light" },
        vec![
            Column::tight(key, word.to(lang)),
            Column::tight("count", now),
            Column::tight("before", then),
            Column::tight("change", words::SINCE_BEFORE.to(lang)),
        ],
    );
    // A figure that is no longer the one that was sent carries an r, as in statistics.
    let restated = rows.iter().any(|r| r.sent.is_some());
    if restated {
        table.columns.insert(3, Column::tight("restated", "r"));
    }
    for row in rows.iter().filter(|r| r.count != 0 || r.before != 0 || r.sent.is_some()) {
        let mut cells =
            vec![cell(&row.code), Cell::Count(row.count), Cell::Count(row.before), Cell::Delta(row.count - row.before)];
        if restated {
            cells.insert(3, Cell::text(if row.sent.is_some() { "r" } else { "" }));
        }
        table.rows.push(cells);
    }
    table
}

fn change_sentence(c: &Changed, before: Quarter, lang: Lang) -> String {
    let pair = |p: &Pair<Partial>| {
        (p.before.map(|d| sentences::partial(lang, d)), p.after.map(|d| sentences::partial(lang, d)))
    };
    let moved = sentences::Moved {
        status: c.status.as_ref().and_then(|p| {
            let after = p.after?;
            Some((p.before.map(|s| s.word(lang).to_string()), after.word(lang).to_string()))
        }),
        light: c
            .light
            .as_ref()
            .map(|p| (p.before.map(|l| l.word(lang).to_string()), p.after.map(|l| l.word(lang).to_string()))),
        expected: c.expected.as_ref().map(pair),
        approved: c.approved.as_ref().map(pair),
        reason: c.reason.clone(),
        note: c.note.clone().map(|n| if withheld::is_word(&n) { withheld::word(lang).to_string() } else { n }),
    };
    let mark = if c.subject.illustrative { format!(" {}", sentences::ILLUSTRATIVE_MARK) } else { String::new() };
    format!("{}{mark} {}. {}", c.subject.reference, c.subject.title(lang), sentences::moved(lang, before, &moved))
}

fn attention(page: &mut Document, content: &Content, lang: Lang) {
    let [reference, title] = subject_columns(lang);
    let mut table = Table::new(
        "attention",
        vec![reference, title, Column::tight("lead", words::LEAD.to(lang)), Column::wraps("why", words::WHY.to(lang))],
    )
    .or_say(words::NOTHING_TO_ATTEND.to(lang));
    // Silence alone is told shortly, after what needs a decision.
    let (silent, loud): (Vec<&Attention>, Vec<&Attention>) =
        content.attention.rows.iter().partition(|a| a.why == ["not-reported"]);
    for a in &loud {
        let [reference, title] = a.subject.cells(lang);
        table.rows.push(vec![reference, title, Cell::text(a.subject.lead.join(", ")), Cell::text(why(a, lang))]);
    }
    if !loud.is_empty() || silent.is_empty() {
        page.add(Block::Table(table));
    }
    if !silent.is_empty() {
        page.add(Block::Heading(
            2,
            match lang {
                Lang::En => format!("Not reported in the quarter: {}", silent.len()),
                Lang::Da => format!("Ikke indberettet i kvartalet: {}", silent.len()),
            },
        ));
        let [reference, title] = subject_columns(lang);
        let word = Word("Not reported since", "Ikke indberettet siden");
        let since = Column::tight("since", word.to(lang));
        let columns = vec![
            reference,
            title,
            Column::tight("lead", words::LEAD.to(lang)),
            Column::tight("status", words::STATUS.to(lang)),
            since,
        ];
        let mut table = Table::new("not_reported", columns);
        for a in silent {
            let [reference, title] = a.subject.cells(lang);
            let status = Cell::maybe(a.status, Cell::Status);
            table.rows.push(vec![
                reference,
                title,
                Cell::text(a.subject.lead.join(", ")),
                status,
                a.since.map_or(Cell::text(words::NO_STATUS.to(lang)), Cell::Day),
            ]);
        }
        page.add(Block::Table(table));
    }
    let mut rest = Vec::new();
    more(&mut rest, content.attention.more, "fremdrift list", &content.frame, lang);
    if !rest.is_empty() {
        page.add(Block::List(rest));
    }
}

fn why(a: &Attention, lang: Lang) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for word in &a.why {
        reasons.push(match word.as_str() {
            "red" => crate::document::shown(Shown::Light(Light::Red), lang),
            "yellow" => crate::document::shown(Shown::Light(Light::Yellow), lang),
            "overdue" => sentences::overdue_by(lang, a.days_late.unwrap_or_default()),
            "blocked" => {
                let what = a.blocked_by.as_deref().unwrap_or_default().trim_end_matches('.');
                let who = a.ask.as_deref().map(|code| match &a.ask_name {
                    Some(name) => format!("{code} {}", name.to(lang)),
                    None => code.to_string(),
                });
                match (lang, who) {
                    (Lang::En, Some(who)) => format!("blocked by: {what} (can be solved by {who})"),
                    (Lang::Da, Some(who)) => format!("blokeret af: {what} (kan løses af {who})"),
                    (Lang::En, None) => format!("blocked by: {what}"),
                    (Lang::Da, None) => format!("blokeret af: {what}"),
                }
            }
            _ => sentences::not_reported_since(lang, a.since),
        });
    }
    reasons.join("; ")
}

fn bars(key: &'static str, total: i64, groups: &[Group], lang: Lang) -> Bars {
    let legend: Vec<(Shown, String)> = Shown::ALL.iter().map(|s| (*s, crate::document::shown(*s, lang))).collect();
    Bars {
        key,
        describes: match lang {
            Lang::En => format!("{} by light", sentences::objectives(lang, total)),
            Lang::Da => format!("{} efter trafiklys", sentences::objectives(lang, total)),
        },
        legend,
        rows: groups
            .iter()
            .map(|g| {
                // The code of an interest is its name already.
                let code = if key == "by_interest" { "" } else { g.code.as_str() };
                (format!("{code} {}", lang.pick(&g.name, Some(&g.name_da))).trim().to_string(), g.lights.all().to_vec())
            })
            .collect(),
    }
}

fn slips(page: &mut Document, content: &Content, lang: Lang) {
    let [reference, title] = subject_columns(lang);
    let mut table = Table::new(
        "slips",
        vec![
            reference,
            title,
            Column::tight("original", words::ORIGINAL.to(lang)),
            Column::tight("approved", words::APPROVED.to(lang)),
            Column::tight("expected", words::EXPECTED.to(lang)),
            Column::tight("days", words::DAYS.to(lang)),
            Column::tight("computed", words::COMPUTED.to(lang)),
            Column::wraps("reason", words::REASON.to(lang)),
        ],
    );
    for s in &content.slips.rows {
        let [reference, title] = s.subject.cells(lang);
        let date = |d: Option<Partial>| Cell::maybe(d, Cell::Partial);
        table.rows.push(vec![
            reference,
            title,
            date(s.original),
            date(s.approved),
            date(s.expected),
            Cell::Delta(s.days),
            Cell::maybe(s.computed, Cell::Light),
            Cell::text(s.reason.as_deref().unwrap_or_default()),
        ]);
    }
    page.add(Block::Table(table));
}

/// The counts as one table with a row for each, for programs and pivot tables.
pub fn tidy(content: &Content, lang: Lang) -> Document {
    let mut document = Document::new(lang, "");
    let word = |en: &'static str, da: &'static str| Word(en, da).owned(lang);
    let mut table = Table::new(
        "summary",
        vec![
            Column::tight("quarter", word("Quarter", "Kvartal")),
            Column::tight("as_of", words::AS_OF.to(lang)),
            Column::tight("scope", word("Scope", "Omfang")),
            Column::tight("section", word("Section", "Afsnit")),
            Column::tight("code", words::CODE.to(lang)),
            Column::wraps("name", words::NAME.to(lang)),
            Column::tight("measure", word("Measure", "Mål")),
            Column::tight("count", word("Count", "Antal")),
            Column::tight("before", words::BEFORE.to(lang)),
        ],
    );
    let frame = &content.frame;
    let scope = frame.scope.to(lang).to_string();
    let mut row = |section: &str, code: &str, name: &str, measure: &str, count: i64, before: Option<i64>| {
        table.rows.push(vec![
            Cell::id(frame.quarter.to_string()),
            Cell::Day(frame.as_of),
            Cell::text(&scope),
            Cell::id(section),
            Cell::id(code),
            Cell::text(name),
            Cell::id(measure),
            Cell::Count(count),
            Cell::maybe(before, Cell::Count),
        ]);
    };
    let total = words::TOTAL.to(lang);
    row("total", "", total, "objectives", content.objectives, None);
    row("total", "", total, "open", content.open, None);
    row("total", "", total, "due", content.due, None);
    row("total", "", total, "reported", content.reported, None);
    row("total", "", total, "illustrative", content.illustrative.entries, None);
    if frame.audience != Audience::Internal {
        row("total", "", total, "withheld", content.withheld.objectives, None);
    }
    for c in &content.by_status {
        row("status", &c.code, &status_word(&c.code, lang), "objectives", c.count, Some(c.before));
    }
    for c in &content.by_light {
        row("light", &c.code, &crate::document::shown(shown_of(&c.code), lang), "objectives", c.count, Some(c.before));
    }
    for (section, groups) in [
        ("plan", &content.by_plan),
        ("area", &content.by_area),
        ("authority", &content.by_authority),
        ("interest", &content.by_interest),
    ] {
        for g in groups {
            let name = lang.pick(&g.name, Some(&g.name_da));
            row(section, &g.code, name, "objectives", g.objectives, None);
            for (shown, count) in Shown::ALL.iter().zip(g.lights.all()) {
                row(section, &g.code, name, shown.code(), count, None);
            }
        }
    }
    document.add(Block::Table(table));
    document.data = serde_json::to_value(content).ok();
    document
}
