//! Any life of a file: a frozen quarter comes out as it was sent, undo of everything leaves
//! nothing, and what was known at an older change is what was read when it was the newest.

use crate::properties::{Dump, File, Step, answered, day, moment, pick, step};
use chrono::{TimeZone, Utc};
use fremdrift::commands::carry::{self, CarryRequest};
use fremdrift::commands::freeze::{self, FreezeRequest, Waive};
use fremdrift::commands::reorganise::{Reorganisation, reorganise};
use fremdrift::commands::setting;
use fremdrift::commands::undo::undo;
use fremdrift::model::{Audience, Lang, Moment, Quarter, Query, Refusal};
use fremdrift::queries::{self, Asked};
use fremdrift::queries::{Error, verify};
use fremdrift::report::check::Check;
use fremdrift::report::summary::Bilingual;
use fremdrift::store::{self, Store};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Plan, quarter, revision.
type Name = (String, String, i64);

/// Everything that was kept for a revision.
fn sent(store: &Store) -> BTreeMap<Name, Vec<String>> {
    let mut all = BTreeMap::new();
    for r in store.revisions(None).unwrap() {
        let mut kept = vec![store.frozen_content(r.id).unwrap(), r.digest.clone()];
        for audience in ["internal", "partner", "public"] {
            for lang in ["da", "en"] {
                for format in ["text", "markdown", "csv-excel-da", "csv-rfc4180", "json"] {
                    kept.extend(store.rendering(r.id, audience, lang, format).unwrap());
                }
            }
        }
        assert!(kept.len() >= 10);
        // Its plan may have been undone away: the row stays, the code is the one of that day.
        all.insert((r.plan.to_string(), r.quarter.to_string(), r.number), kept);
    }
    all
}

/// The summary of everything, as JSON.
fn read(store: &Store, quarter: Quarter) -> String {
    let asked = Asked {
        quarter,
        as_of: None,
        compare: None,
        query: Query { plan: store.plans().unwrap().into_iter().map(|p| p.code).collect(), ..Query::default() },
        scope: Bilingual::default(),
        command: String::new(),
        filters: String::new(),
        most_rows: 0,
        issue: None,
        audience: Audience::Internal,
    };
    serde_json::to_string(&queries::summary(store, &moment(), &asked).unwrap()).unwrap()
}

fn clock(n: u16) -> Moment {
    let today = day(u64::from(n) % 1_780);
    let now = Utc.from_utc_datetime(&today.and_hms_opt(10, 0, 0).unwrap());
    Moment { now, today, by: "Bo".into() }
}

/// Freezes a quarter, with a waiver for whatever stops it.
fn frozen(f: &mut File, m: &Moment, plan: &str, quarter: Quarter) {
    let mut ask = FreezeRequest { quarter, waive: vec![], early: Some("early".into()), skip_earlier: true };
    let prepared = freeze::plans(&f.store, &[plan.to_string()], quarter)
        .and_then(|plans| freeze::prepare(&f.store, m, &plans, &ask).map(|made| (plans, made)));
    let Some((plans, made)) = answered(prepared) else { return };
    let mut checks: Vec<_> = made.iter().flat_map(|m| m.stopped_by.iter().map(|s| s.check)).collect();
    checks.sort();
    checks.dedup();
    ask.waive = checks.into_iter().map(|check| Waive { check, reference: None, reason: "waived".into() }).collect();
    let again = |store: &Store| freeze::prepare(store, m, &plans, &ask);
    freeze::keep(&mut f.store, m, None, &again).unwrap();
}

fn restated(f: &mut File, m: &Moment, plan: &str, quarter: Quarter) {
    let Ok(plans) = freeze::plans(&f.store, &[plan.to_string()], quarter) else { return };
    let waive = |checks: &[Check]| -> Vec<Waive> {
        checks.iter().map(|c| Waive { check: *c, reference: None, reason: "waived".into() }).collect()
    };
    let first = freeze::correction(&f.store, m, &plans[0], quarter, "wrong", &[]);
    let Some((first, _, _)) = answered(first) else { return };
    let checks: Vec<Check> = first.stopped_by.iter().map(|s| s.check).collect();
    let again = |store: &Store| {
        let made = freeze::correction(store, m, &plans[0], quarter, "wrong", &waive(&checks))?;
        Ok(vec![made.0])
    };
    freeze::keep(&mut f.store, m, Some("wrong"), &again).unwrap();
}

fn reorganised(f: &mut File, m: &Moment, n: u8) {
    let code = |n: u8| pick(&["A", "B", "C"], n).to_string();
    let it = match n % 3 {
        0 => Reorganisation::Rename { code: code(n), to: None, name: format!("N{n}"), name_en: None, name_da: None },
        1 => Reorganisation::Transfer { from: code(n), to: code(n / 3), references: None },
        _ => Reorganisation::Merge { codes: vec![code(n)], into: code(n / 3) },
    };
    answered(reorganise(&mut f.store, m, &it, m.today, "reform", n > 200));
}

fn carried(f: &mut File, n: u8) {
    let pairs = [carry::pair(&format!("{}={}", pick(&["1.1", "1.2"], n), 1 + n % 3)).unwrap()];
    let m = moment();
    let ask = CarryRequest {
        old: "P",
        new: "Q",
        pairs: &pairs,
        file: None,
        as_of: m.today,
        lang: Lang::Da,
        reason: None,
        dry_run: false,
    };
    answered(carry::forward(&mut f.store, &m, &ask));
}

/// How many lives: FREMDRIFT_LIVES asks for more.
fn lives() -> ProptestConfig {
    let cases = std::env::var("FREMDRIFT_LIVES").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(lives())]

    #[test]
    fn what_was_frozen_comes_out_as_it_was_sent(
        steps in prop::collection::vec((any::<u8>(), any::<u16>(), any::<Step>()), 4..30)
    ) {
        let mut f = File::small();
        let mut kept: BTreeMap<Name, Vec<String>> = BTreeMap::new();
        let mut known: Vec<(i64, Quarter, String)> = Vec::new();
        for (what, n, s) in steps {
            let m = clock(n);
            let plan = pick(&["P", "Q"], s.1);
            let quarter = Quarter::of(day(u64::from(s.2) * 7));
            match what % 12 {
                0 | 1 => frozen(&mut f, &m, plan, quarter),
                2 | 3 => {
                    let all = f.store.revisions(None).unwrap();
                    let asked = all.get(s.3 as usize % all.len().max(1)).map(|r| (r.code.clone(), r.quarter));
                    if let Some((plan, quarter)) = asked { restated(&mut f, &m, &plan, quarter); }
                }
                4 => reorganised(&mut f, &m, s.1),
                5 => carried(&mut f, s.1),
                6 => { answered(setting::set(&mut f.store, &m, pick(&setting::NAMES, s.1), u32::from(s.2 % 8), "r")); }
                _ => step(&mut f, s),
            }
            for (name, bytes) in sent(&f.store) {
                let first = kept.entry(name.clone()).or_insert_with(|| bytes.clone());
                prop_assert_eq!(&*first, &bytes, "{:?} is not what was sent", name);
            }
            known.push((f.newest(), quarter, read(&f.store, quarter)));
        }
        let health = verify::verify(&f.store).unwrap();
        prop_assert!(health.findings.is_empty(), "{:?}", health.findings);
        for (number, quarter, then) in &known {
            let store = f.store.as_known(*number).unwrap();
            prop_assert_eq!(&read(&store, *quarter), then, "as known at change {}", number);
        }
        let m = clock(7);
        for times in 0.. {
            match undo(&mut f.store, &m, None, None) {
                Ok(_) => {}
                Err(Error::Store(store::Error::Refusal(Refusal::StandsOn { by, .. }))) => super::properties::undo_first(&mut f, &m, &by),
                Err(Error::Store(store::Error::Refusal(Refusal::NothingToUndo))) => break,
                Err(e) => prop_assert!(false, "after {} undos: {}", times, e),
            }
            prop_assert!(times < 200, "undo has no end");
        }
        prop_assert_eq!(f.dump(), Dump::new());
        prop_assert_eq!(sent(&f.store), kept);
        f.verified();
    }
}
