//! Both sides write, in any way: either both are in the file, or it is a listed conflict.

use crate::properties::{File, moment};
use fremdrift::commands::log::{self, Item};
use fremdrift::commands::returns::{read, send};
use fremdrift::model::FieldUpdate::Set;
use fremdrift::model::returns::{Became, Decisions, Side};
use fremdrift::model::{EntryUpdate, Light, Quarter, Reference, Status};
use fremdrift::render::Profile;
use fremdrift::render::form;
use fremdrift::report::returns;
use fremdrift::store::Store;
use proptest::prelude::*;

/// The words of one side about an objective: status, light, note, obstacle; 0 says nothing.
type Words = (u8, u8, u8, u8);

fn status(n: u8) -> Option<Status> {
    [None, Some(Status::Ongoing), Some(Status::Suspended)][n as usize % 3]
}

fn light(n: u8) -> Option<Light> {
    [None, Some(Light::Green), Some(Light::Yellow), Some(Light::Red)][n as usize % 4]
}

fn text(n: u8, side: &str) -> Option<String> {
    [None, Some("a".to_string()), Some(format!("b {side}"))][n as usize % 3].clone()
}

fn update(w: Words, side: &str) -> EntryUpdate {
    EntryUpdate {
        status: status(w.0).map(Set).unwrap_or_default(),
        light: light(w.1).map(Set).unwrap_or_default(),
        note: text(w.2, side).map(Set).unwrap_or_default(),
        blocked_by: text(w.3, side).map(Set).unwrap_or_default(),
        ..EntryUpdate::default()
    }
}

fn write(store: &mut Store, number: &str, w: Words, side: &str, first: bool) {
    let update = if first {
        EntryUpdate { status: Set(status(w.0).unwrap_or(Status::NotStarted)), ..update(w, side) }
    } else {
        update(w, side)
    };
    if update.is_empty() {
        return;
    }
    let reference = Reference::of_objective("P", number);
    let as_of = Quarter::parse("2026-Q3").unwrap().last_day();
    log::log(
        store,
        &moment(),
        &[Item { reference, as_of, update, corrects: None, uid: None, is_shared: false, reopen: false }],
        None,
    )
    .unwrap();
}

type Values = [Option<String>; 4];

fn values(store: &Store, number: &str) -> Values {
    let (subject, _) = store.subject(&Reference::of_objective("P", number)).unwrap();
    let e = store.latest(subject, Quarter::parse("2026-Q3").unwrap().last_day()).unwrap();
    let Some(e) = e else { return [None, None, None, None] };
    [Some(e.facts.status.code().into()), e.facts.light.map(|l| l.code().into()), e.facts.note, e.facts.blocked_by]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_either_side_wrote_is_lost_in_silence(
        first in any::<(Words, bool)>(), ours in any::<(Words, bool)>(), theirs in any::<Words>(), side in 0u8..3
    ) {
        let mut f = File::small();
        let quarter = Quarter::parse("2026-Q3").unwrap();
        let number = "1.1";
        if first.1 { write(&mut f.store, number, first.0, "f", true); }
        let base = values(&f.store, number);
        let plans = ["P".to_string()];
        let ask = send::SendRequest { quarter, plans: &plans, authorities: &[], due: None };
        let made = send::prepare(&f.store, &moment(), &ask).unwrap().made;
        prop_assume!(!made.is_empty());
        send::keep(&mut f.store, &moment(), quarter, &made).unwrap();
        let mine = made.iter().find(|m| m.sheet.rows.iter().any(|r| r.reference.objective == number));
        prop_assume!(mine.is_some());
        let sheet = form::csv(&returns::form(mine.unwrap(), None), Profile::Rfc4180).unwrap();
        if ours.1 { write(&mut f.store, number, ours.0, "o", !first.1); }
        let now = values(&f.store, number);

        // They fill in the row, in the words of the sheet.
        let said: Values = [
            status(theirs.0).map(|s| s.code().to_string()),
            light(theirs.1).map(|l| l.code().to_string()),
            text(theirs.2, "t"),
            text(theirs.3, "t"),
        ];
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&sheet[..]);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let at = |h: &str| rows[0].iter().position(|c| c == h).unwrap();
        let cells = [at("Ny status"), at("Nyt trafiklys"), at("Ny bemærkning"), at("Afventer")];
        let mut out = csv::Writer::from_writer(Vec::new());
        for row in &rows {
            let mut row: Vec<String> = row.iter().map(str::to_string).collect();
            if row[at("Reference")] == "P/1.1" {
                for (at, value) in cells.iter().zip(&said) {
                    row[*at] = value.clone().unwrap_or_default();
                }
            }
            out.write_record(&row).unwrap();
        }
        let bytes = out.into_inner().unwrap();
        let take = [None, Some(Side::Theirs), Some(Side::Ours)][side as usize];
        let decisions = Decisions { all: take, ..Decisions::default() };
        let before = f.newest();
        let go = |f: &mut File, decisions: &Decisions| {
            let ask = read::ReadRequest {
                file: "s.csv", bytes: &bytes, received_on: moment().today, decisions, rest: false, dry_run: false,
                sender: None,
            };
            read::read(&mut f.store, &moment(), &ask).unwrap()
        };
        let done = go(&mut f, &decisions);
        let after = values(&f.store, number);
        if !done.is_clean() {
            prop_assert_eq!(f.newest(), before, "something was written");
            prop_assert_eq!(&after, &now);
            // A conflict is where both have changed, to different values, and nowhere else.
            let listed: Vec<&str> = done.rows.iter().flat_map(|r| &r.fields).filter(|x| x.became == Became::Open).filter_map(|x| Some(x.field?.column())).collect();
            for (i, field) in ["status", "light", "note", "blocked_by"].iter().enumerate() {
                let both = said[i].is_some() && said[i] != now[i] && now[i] != base[i];
                prop_assert_eq!(listed.contains(field), both, "{}: {:?} {:?} {:?}", field, base[i], said[i], now[i]);
            }
        } else {
            for i in 0..4 {
                let conflict = said[i].is_some() && said[i] != now[i] && now[i] != base[i];
                prop_assert!(!conflict || take.is_some(), "decided in silence");
                let wanted = match (&said[i], conflict, take) {
                    (None, ..) | (_, true, Some(Side::Ours)) => &now[i],
                    (said, ..) => said,
                };
                // A note belongs to its own line; a new line without one has none.
                if i != 2 || said[i].is_some() && (!conflict || take == Some(Side::Theirs)) {
                    prop_assert_eq!(&after[i], wanted, "field {}", i);
                }
            }
            // The second time nothing changes.
            let newest = f.newest();
            let again = go(&mut f, &Decisions::default());
            prop_assert!(again.is_clean(), "{:?}", again.rows);
            prop_assert_eq!(f.newest(), newest);
            prop_assert_eq!(values(&f.store, number), after);
        }
        f.verified();
    }
}
