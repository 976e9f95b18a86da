//! Every count of a report is counted again: from the lists of the report itself, and by plain SQL from
//! the file, after many random lives. Nothing here uses what the reports count with.

use crate::properties::{File, Step, cases, moment, step};
use chrono::{Days, NaiveDate};
use fremdrift::document::{Block, Cell, Document};
use fremdrift::model::{Audience, Lang, PartialDate, Quarter, Query};
use fremdrift::queries::{self, Asked};
use fremdrift::render::{self, Format, Page, Profile};
use fremdrift::report::check::Severity;
use fremdrift::report::summary::{self, Bilingual, Content, Extent, View, portfolio};
use fremdrift::report::{due, trend as over_time};
use proptest::prelude::*;
use rusqlite::{Connection, named_params};
use std::collections::BTreeMap;

/// Every objective of the plans with its state at the end of a quarter, and whether it counts in it: it is
/// reported in the quarter, or came into its plan before the quarter ended.
const STOOD: &str = "
    WITH wrote (objective, change) AS (
             SELECT o.id, min(o.since, coalesce((SELECT min(since) FROM history WHERE noun = 'objective' AND row = o.id), o.since))
             FROM objective o),
         line (plan, objective, as_of, change) AS (
             SELECT o.plan, o.id, e.as_of, e.since FROM entry e JOIN objective o ON o.id = e.objective),
         gone (plan, change) AS (
             SELECT o.plan, h.since FROM history h JOIN objective o ON o.id = h.was ->> 'objective' WHERE h.noun = 'entry'),
         heard (plan, change) AS (
             SELECT plan, min(change) FROM (SELECT plan, change FROM line UNION ALL SELECT plan, change FROM gone) GROUP BY plan),
         since (objective, day) AS (
             SELECT o.id, max(date(p.period_start || '-01-01'), CASE
                 WHEN w.change > (SELECT change FROM heard WHERE plan = o.plan)
                 THEN min(:today, coalesce((SELECT min(as_of) FROM line WHERE objective = o.id), :today))
                 ELSE min(:today, coalesce((SELECT min(as_of) FROM line WHERE plan = o.plan), :today)) END)
             FROM objective o JOIN plan p ON p.id = o.plan JOIN wrote w ON w.objective = o.id),
         later AS (SELECT * FROM deadline_move WHERE activity IS NULL AND as_of > :day),
         newest (objective, entry) AS (
             SELECT o.id, (SELECT id FROM entry WHERE objective = o.id AND activity IS NULL AND as_of <= :day ORDER BY as_of DESC, id DESC LIMIT 1)
             FROM objective o)
    SELECT p.code || '/' || o.number, e.status, e.light, e.as_of, e.expected,
           CASE WHEN EXISTS (SELECT 1 FROM later WHERE objective = o.id)
                THEN (SELECT before FROM later WHERE objective = o.id ORDER BY as_of, id LIMIT 1) ELSE o.deadline_approved END,
           p.code
    FROM objective o JOIN plan p ON p.id = o.plan JOIN newest n ON n.objective = o.id JOIN since s ON s.objective = o.id
    LEFT JOIN entry e ON e.id = n.entry
    WHERE (o.retired_on IS NULL OR o.retired_on > :day) AND (e.as_of >= :first OR s.day <= :day)";

struct Stood {
    reference: String,
    status: Option<String>,
    light: Option<String>,
    as_of: Option<String>,
    dates: Vec<NaiveDate>,
    plan: String,
}

impl Stood {
    fn is_open(&self) -> bool {
        self.status.as_deref().is_none_or(|s| ["not-started", "ongoing", "suspended"].contains(&s))
    }

    fn reported(&self, first: &str) -> bool {
        self.as_of.as_deref().is_some_and(|d| d >= first)
    }

    fn shown(&self, first: &str) -> String {
        match (self.is_open(), self.reported(first)) {
            (false, _) => "ended".into(),
            (true, true) => self.light.clone().unwrap_or("no-light".into()),
            (true, false) => "not-reported".into(),
        }
    }
}

fn stood(c: &Connection, quarter: Quarter, on: NaiveDate) -> Vec<Stood> {
    let mut statement = c.prepare(STOOD).unwrap();
    let bound = named_params! {
        ":day": on.to_string(), ":first": quarter.first_day().to_string(), ":today": moment().today.to_string(),
    };
    let last = |text: Option<String>| text.map(|t| PartialDate::parse(&t).unwrap().last_day());
    let rows = statement.query_map(bound, |r| {
        Ok(Stood {
            reference: r.get(0)?,
            status: r.get(1)?,
            light: r.get(2)?,
            as_of: r.get(3)?,
            dates: last(r.get(4)?).into_iter().chain(last(r.get(5)?)).collect(),
            plan: r.get(6)?,
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn by(all: &[Stood], key: impl Fn(&Stood) -> String) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for one in all {
        *counts.entry(key(one)).or_default() += 1;
    }
    counts
}

fn status(s: &Stood) -> String {
    s.status.clone().unwrap_or("never-reported".into())
}

fn asked(quarter: Quarter, query: Query) -> Asked {
    Asked {
        quarter,
        as_of: None,
        compare: None,
        query,
        scope: Bilingual::default(),
        command: String::new(),
        filters: String::new(),
        most_rows: 0,
        issue: None,
        audience: Audience::Internal,
    }
}

/// The counts that are not zero.
fn nonzero(counts: impl Iterator<Item = (String, i64)>) -> BTreeMap<String, i64> {
    counts.filter(|(_, n)| *n != 0).collect()
}

/// The counts of a summary, from its own lists.
fn adds_up(content: &Content) {
    let c = &content.comparison;
    let listed = |rows: usize, more: i64| rows as i64 + more;
    assert_eq!(c.new + c.joined + c.changed + c.unchanged, content.objectives);
    assert_eq!(c.changed + c.unchanged + c.retired + c.left, c.before);
    assert_eq!(listed(content.new.rows.len(), content.new.more), c.new);
    assert_eq!(listed(content.joined.rows.len(), content.joined.more), c.joined);
    assert_eq!(listed(content.left.rows.len(), content.left.more), c.left);
    assert_eq!(listed(content.changed.rows.len(), content.changed.more), c.changed);
    assert_eq!(listed(content.retired.rows.len(), content.retired.more), c.retired);
    assert_eq!(c.ways.iter().map(|w| w.count).sum::<i64>(), c.changed);
    for way in &c.ways {
        assert_eq!(content.changed.rows.iter().filter(|r| r.way == Some(way.way)).count() as i64, way.count);
    }
    for list in [&content.by_status, &content.by_light] {
        assert_eq!(list.iter().map(|r| r.count).sum::<i64>(), content.objectives);
        assert_eq!(list.iter().map(|r| r.before).sum::<i64>(), c.before);
    }
    let moved = |m: &summary::LightMove| m.count;
    for row in &content.by_light {
        let out: i64 = c.moves.iter().filter(|m| m.from == row.code).map(moved).sum();
        let come: i64 = c.moves.iter().filter(|m| m.to == row.code).map(moved).sum();
        assert_eq!(row.before - out + come, row.count, "{}", row.code);
    }
    // The sentences tell the same moves.
    let mut told: BTreeMap<(String, String), i64> = BTreeMap::new();
    for shown in content.changed.rows.iter().filter_map(|r| r.shown.as_ref()) {
        *told.entry((shown.before.clone().unwrap(), shown.after.clone().unwrap())).or_default() += 1;
    }
    let inner = |m: &&summary::LightMove| {
        !["new", "joined"].contains(&m.from.as_str()) && !["retired", "left"].contains(&m.to.as_str())
    };
    let counted = c.moves.iter().filter(inner).map(|m| ((m.from.clone(), m.to.clone()), m.count)).collect();
    assert_eq!(told, counted);
    for groups in [&content.by_area, &content.by_interest, &content.by_plan] {
        let sum: i64 = groups.iter().map(|g| g.objectives).sum();
        assert!(groups.is_empty() || sum == content.objectives);
        assert!(groups.iter().all(|g| g.lights.all().iter().sum::<i64>() == g.objectives));
    }
    let decide =
        |a: &&summary::Attention| a.why.iter().any(|w| ["red", "was-red", "overdue", "blocked"].contains(&w.as_str()));
    assert_eq!(content.attention.rows.iter().filter(decide).count() as i64, content.to_decide);
    assert_eq!(content.attention.rows.iter().filter(|a| a.why == ["not-reported"]).count() as i64, content.silent);
    assert!(content.attention.rows.iter().all(|a| !a.why.is_empty()));
    let activities = &content.activities;
    for list in [&activities.by_status, &activities.by_light] {
        assert_eq!(list.iter().map(|r| r.count).sum::<i64>(), activities.count);
    }
}

fn markdown(document: &Document) -> String {
    let page = Page { width: 80, colour: false, terminal: false, made: moment().now, template: None };
    String::from_utf8(render::render(document, Format::Markdown, &page, Profile::default()).unwrap()).unwrap()
}

/// The cells of the table of a name.
fn table<'a>(document: &'a Document, key: &str) -> &'a [Vec<Cell>] {
    let found = document.blocks.iter().find_map(|b| match b {
        Block::Table(t) if t.key == key => Some(&t.rows[..]),
        _ => None,
    });
    found.unwrap_or_default()
}

fn of_a_quarter(f: &File, quarter: Quarter) {
    let c = f.look();
    let m = moment();
    let (on, first) = (queries::day_of(quarter, m.today), quarter.first_day().to_string());
    let now = stood(&c, quarter, on);
    let before = stood(&c, quarter.previous(), quarter.previous().last_day());
    let first_before = quarter.previous().first_day().to_string();
    let content = queries::summary(&f.store, &m, &asked(quarter, Query::default())).unwrap();
    adds_up(&content);
    assert_eq!(content.objectives, now.len() as i64);
    assert_eq!(content.open, now.iter().filter(|s| s.is_open()).count() as i64);
    let counts = |rows: &[summary::CountOf], before: bool| {
        nonzero(rows.iter().map(|r| (r.code.clone(), if before { r.before } else { r.count })))
    };
    assert_eq!(counts(&content.by_status, false), by(&now, status));
    assert_eq!(counts(&content.by_light, false), by(&now, |s| s.shown(&first)));
    assert_eq!(counts(&content.by_status, true), by(&before, status));
    assert_eq!(counts(&content.by_light, true), by(&before, |s| s.shown(&first_before)));
    let late = |s: &&Stood| s.is_open() && s.dates.iter().any(|d| *d < on);
    let overdue: Vec<&str> = now.iter().filter(late).map(|s| s.reference.as_str()).collect();
    let told = content.attention.rows.iter().filter(|a| a.why.contains(&"overdue".to_string())).count();
    assert_eq!(told, overdue.len());
    // Every red one needs attention, also where nothing was said since.
    for s in now.iter().filter(|s| s.is_open() && s.light.as_deref() == Some("red")) {
        let word = if s.reported(&first) { "red" } else { "was-red" };
        let needs = content.attention.rows.iter().find(|a| a.subject.reference == s.reference).expect("it is red");
        assert_eq!(needs.why[0], word, "{}", s.reference);
    }
    let falls = |s: &&Stood| s.is_open() && s.dates.iter().any(|d| (on..=quarter.next().last_day()).contains(d));
    assert_eq!(content.falling_due.rows.len(), now.iter().filter(falls).count());

    // In words, in both languages.
    for lang in [Lang::Da, Lang::En] {
        let page = markdown(&summary::page(&content, lang, &View { extent: Extent::default(), ..View::default() }));
        for row in content.by_light.iter().filter(|r| r.count != 0 || r.before != 0) {
            let counted = format!("| {} | {} |", row.count, row.before);
            assert!(page.lines().any(|l| l.contains(&counted)), "{counted}\n{page}");
        }
        let red = content.by_light.iter().find(|r| r.code == "red").unwrap();
        if content.comparison.moves.iter().any(|m| m.from == "red" || m.to == "red") && content.comparison.before > 0 {
            let (before, now) = if lang == Lang::Da { ("før", "nu") } else { ("before", "now") };
            let says = |l: &str| {
                l.contains(&format!(": {} {before};", red.before)) && l.ends_with(&format!("; {} {now}.", red.count))
            };
            assert!(page.lines().any(says), "{page}");
        }
    }

    // The portfolio, plan by plan.
    let all = queries::portfolio(&f.store, &m, &asked(quarter, Query::default())).unwrap();
    for one in &all.plans {
        adds_up(&one.content);
        let own: Vec<&Stood> = now.iter().filter(|s| s.plan == one.plan.code).collect();
        assert_eq!(one.content.objectives, own.len() as i64);
    }
    for row in table(&portfolio::tidy(&all, Lang::En), "portfolio") {
        let counts: Vec<i64> =
            row.iter().filter_map(|cell| if let Cell::Count(n) = cell { Some(*n) } else { None }).collect();
        assert!(counts.is_empty() || counts[1..7].iter().sum::<i64>() == counts[0], "{row:?}");
    }

    // The checks.
    let (findings, _) = queries::check(&f.store, &m, &Query::default(), quarter, &[]).unwrap();
    let mut found: Vec<&str> =
        findings.iter().filter(|f| f.check.code() == "overdue").map(|f| f.reference.as_str()).collect();
    let mut wanted = overdue.clone();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
    let contradictions: Vec<&str> =
        findings.iter().filter(|f| f.check.is_contradiction()).map(|f| f.check.code()).collect();
    assert_eq!(content.contradictions.rows.len(), contradictions.len());
    assert!(findings.iter().all(|f| f.severity == Severity::Error || f.severity == Severity::Warning));
    let slipped = queries::slips(&f.store, &Query::default(), on).unwrap();
    assert_eq!(slipped.contradictions, content.contradictions.rows);
    let names = f.store.authority_names(on).unwrap();
    let page = fremdrift::report::slips::page(Lang::En, &slipped, on, &names);
    let sum = |key: &str, column: usize| -> i64 {
        table(&page, key).iter().map(|r| if let Cell::Count(n) = r[column] { n } else { 0 }).sum()
    };
    assert_eq!(sum("by_plan", 1), slipped.slips.len() as i64);
    assert_eq!(sum("by_plan", 2), table(&page, "moves").len() as i64);
    // An objective that is expected on another day than was promised is in both.
    for s in &content.slips.rows {
        assert!(slipped.slips.iter().any(|o| o.line.reference().to_string() == s.subject.reference), "{s:?}");
    }
}

fn due_today(f: &File) {
    let (c, m) = (f.look(), moment());
    let until = m.today + Days::new(90);
    let open = Query { open: true, ..Query::default() };
    let mut lines = Vec::new();
    f.store
        .lines(&open, m.today, None, fremdrift::store::Detail::Counts, |l, _| {
            lines.push(l);
            Ok(())
        })
        .unwrap();
    let activities = f.store.activities(&open, m.today).unwrap();
    let page = due::page(Lang::En, &lines, &activities, m.today, until, &[]);
    let mut all = c
        .prepare(
            "SELECT e.status, e.expected, s.deadline_approved FROM (
                 SELECT id AS objective, NULL AS activity, deadline_approved, retired_on, NULL AS outer_retired FROM objective
                 UNION ALL SELECT t.objective, t.id, t.deadline_approved, t.retired_on, o.retired_on FROM activity t JOIN objective o ON o.id = t.objective) s
             LEFT JOIN entry e ON e.id = (SELECT id FROM entry WHERE objective = s.objective AND activity IS s.activity AND as_of <= :day ORDER BY as_of DESC, id DESC LIMIT 1)
             WHERE (s.retired_on IS NULL OR s.retired_on > :day) AND (s.outer_retired IS NULL OR s.outer_retired > :day)
             AND (e.status IS NULL OR e.status IN ('not-started', 'ongoing', 'suspended'))",
        )
        .unwrap();
    let rows = all
        .query_map(named_params! { ":day": m.today.to_string() }, |r| Ok([r.get::<_, Option<String>>(1)?, r.get(2)?]));
    let falls = |dates: &[Option<String>; 2]| {
        dates.iter().flatten().any(|d| PartialDate::parse(d).unwrap().last_day() <= until)
    };
    let wanted = rows.unwrap().map(Result::unwrap).filter(falls).count();
    assert_eq!(table(&page, "due").len(), wanted);
    // Late is plus.
    for row in table(&page, "due") {
        let [approved, expected] =
            [&row[0], &row[1]].map(|c| if let Cell::PartialDate(d) = c { Some(*d) } else { None });
        let first = approved.into_iter().chain(expected).map(PartialDate::last_day).min().unwrap();
        let Cell::Delta(days) = row[3] else { panic!("{row:?}") };
        assert_eq!(days > 0, first < m.today);
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn every_count_is_counted_again(steps in prop::collection::vec(any::<Step>(), 1..30), at in 0u64..18) {
        let mut f = File::small();
        for s in steps {
            step(&mut f, s);
        }
        let quarter = Quarter { year: 2022 + (at / 4) as i32, number: 1 + (at % 4) as u32 };
        of_a_quarter(&f, quarter);
        due_today(&f);
        // Over time, each quarter is what its own summary says.
        let m = moment();
        let (quarters, _) = queries::over_time(&f.store, &m, &Query::default(), quarter, Audience::Internal).unwrap();
        let csv = over_time::tidy(Lang::En, &quarters);
        for (then, row) in quarters.iter().zip(table(&csv, "trend")) {
            let (first, all) = (then.quarter.first_day().to_string(), stood(&f.look(), then.quarter, then.as_of));
            prop_assert_eq!(then.tally.objectives, all.len() as i64, "{}", then.quarter);
            let lights = ["green", "yellow", "red", "no-light", "not-reported", "ended"];
            let wanted = by(&all, |s| s.shown(&first));
            let told: BTreeMap<String, i64> =
                nonzero(lights.iter().map(|l| l.to_string()).zip(then.tally.lights.all()));
            prop_assert_eq!(told, wanted, "{}", then.quarter);
            let counts: Vec<i64> = row.iter().filter_map(|c| if let Cell::Count(n) = c { Some(*n) } else { None }).collect();
            prop_assert_eq!(counts[4..12].iter().sum::<i64>(), counts[0]);
            prop_assert_eq!(counts[12..18].iter().sum::<i64>(), counts[0]);
        }
    }
}
