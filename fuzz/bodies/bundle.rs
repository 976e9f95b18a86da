//! Changes of another copy: read, and taken in.

use super::desk;
use fremdrift::commands::merge::{self, MergeRequest};
use fremdrift::model::bundle::ChangeBundle;
use fremdrift::model::returns::{Decisions, Side};

/// The changes with a digest that fits, so that what is odd in them is looked at and not only that they were altered.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    let Ok(mut bundle) = serde_json::from_slice::<ChangeBundle>(bytes) else { return bytes.to_vec() };
    bundle.digest = None;
    bundle.digest = merge::digest_of(&bundle).ok();
    serde_json::to_vec(&bundle).unwrap_or_else(|_| bytes.to_vec())
}

/// A bundle that is taken in is there; taken in twice it changes nothing.
pub fn bundle(bytes: &[u8]) {
    let decisions = Decisions { all: Some(Side::Theirs), ..Decisions::default() };
    let ask = MergeRequest { decisions: &decisions, reason: None, dry_run: true, from: "a.json" };
    let moment = desk::moment();
    desk::with(|desk| {
        let bytes = sealed(bytes);
        let done = match merge::import(&mut desk.store, &moment, &bytes, &ask) {
            Ok(done) => done,
            Err(e) => return desk::tells(&e),
        };
        if done.taken.is_empty() {
            return;
        }
        let mut copy = desk.copy();
        let ask = MergeRequest { dry_run: false, ..ask };
        match merge::import(&mut copy, &moment, &bytes, &ask) {
            Ok(done) => assert!(done.kept),
            Err(e) => return desk::tells(&e),
        }
        let again = merge::import(&mut copy, &moment, &bytes, &ask).expect("it is taken in twice");
        assert!(again.taken.is_empty(), "it is taken in twice: {:?}", again.taken);
        // Whether or not anything was taken in, the file holds together.
        assert_eq!(copy.verify().expect("it can be looked at").findings, []);
    });
}

/// How many changes would be taken over; nothing if they are refused.
pub fn taken_over(bytes: &[u8]) -> Option<usize> {
    let decisions = Decisions { all: Some(Side::Theirs), ..Decisions::default() };
    let ask = MergeRequest { decisions: &decisions, reason: None, dry_run: true, from: "a.json" };
    desk::with(|desk| {
        let bytes = sealed(bytes);
        let done = merge::import(&mut desk.store, &desk::moment(), &bytes, &ask).ok()?;
        Some(done.taken.len())
    })
}
