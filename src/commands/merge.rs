//! Copies of one file become one again.

use super::log::{self, Item};
use crate::i18n::operations;
use crate::model::bundle::{BundledChange, ChangeBundle};
use crate::model::entry::{EntryField, EntryUpdate, FieldUpdate};
use crate::model::operation::file_name;
use crate::model::returns::{Decisions, Side};
use crate::model::revision::digest_bytes;
use crate::model::{Change, Did, Moment, Operation, Reference, Refusal};
use crate::queries::{Error, Result};
use crate::store::{ChangeTx, Conflict, ConflictKind, Difference, Error as StoreError, Merge, Store};
use chrono::NaiveDate;
use std::collections::HashSet;

/// The outcome of a merge, done or tried.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// The changes that were taken over, as they stand here.
    pub taken: Vec<Change>,
    /// The conflicts that were decided, each with the place of the value that was taken.
    pub decided: Vec<(Conflict, usize)>,
    /// The change that holds the decisions; `None` where nothing was decided.
    pub decided_in: Option<i64>,
    /// The conflicts that nobody has decided.
    pub conflicts: Vec<Conflict>,
    /// Whether it was written.
    pub kept: bool,
    /// Where the two copies, which know the same changes now, say different things: the first of so many.
    pub differences: Vec<Difference>,
    pub differ: usize,
    /// They differ, and only a file of the other copy is here, so that nobody can say where.
    pub differ_somewhere: bool,
    /// Frozen quarters that came with words which their digest does not cover: they are older than that.
    pub uncovered: Vec<String>,
    /// Why the two could not be held against each other.
    pub not_compared: Option<String>,
}

/// More differences than this are counted and not listed.
const LISTED: usize = 100;

/// Files of changes of this format are read: before it they named rows by their numbers in one copy.
const OLDEST: i64 = 6;

/// So often a merge begins anew because somebody else wrote to the file meanwhile.
const ATTEMPTS: usize = 5;

impl Merged {
    /// Is the file now as the merge leaves it: was everything taken over, or nothing new?
    fn is_as_it_stays(&self) -> bool {
        self.kept || self.taken.is_empty()
    }
}

/// How it is to be merged.
#[derive(Clone, Copy)]
pub struct MergeRequest<'a> {
    pub decisions: &'a Decisions,
    pub reason: Option<&'a str>,
    pub dry_run: bool,
    /// The name of the other copy in the change: embassy.db.
    pub from: &'a str,
}

/// Takes over what another copy knows and this one does not.
pub fn merge(store: &mut Store, moment: &Moment, other: &Store, ask: &MergeRequest) -> Result<Merged> {
    let known: HashSet<String> = store.change_uids()?.into_iter().collect();
    let bundle = other.bundle(&known)?;
    let theirs: HashSet<String> = bundle.changes.iter().cloned().collect();
    let mut done = take_in(store, moment, bundle, ask)?;
    if done.is_as_it_stays() && knows_the_same(store, &theirs)? {
        match store.differences(other, LISTED) {
            Ok(found) => (done.differences, done.differ) = found,
            // The changes are taken over; that the rest of the other copy can't be read is told.
            Err(e) => done.not_compared = Some(e.to_string()),
        }
    }
    Ok(done)
}

/// Are the changes of this file those of the other copy, no more and no less?
fn knows_the_same(store: &Store, theirs: &HashSet<String>) -> Result<bool> {
    let ours = store.change_uids()?;
    Ok(ours.len() == theirs.len() && ours.iter().all(|uid| theirs.contains(uid)))
}

/// The changes after number `since`, as a file that another copy takes in.
pub fn bundle(store: &Store, since: usize) -> Result<Vec<u8>> {
    let all = store.change_uids()?;
    if since > all.len() {
        return Err(Refusal::NoChange { number: i64::try_from(since).unwrap_or(i64::MAX) }.into());
    }
    let known: HashSet<String> = all.into_iter().take(since).collect();
    let mut bundle = store.bundle(&known)?;
    bundle.content = Some(store.contents()?.digest());
    bundle.digest = Some(digest_of(&bundle)?);
    let mut bytes = serde_json::to_vec(&bundle).map_err(|_| Refusal::NotABundle)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// SHA-256 of all that a file of changes says but its own digest.
pub fn digest_of(bundle: &ChangeBundle) -> Result<String> {
    let bytes = match &bundle.digest {
        None => serde_json::to_vec(bundle),
        Some(_) => serde_json::to_vec(&ChangeBundle { digest: None, ..bundle.clone() }),
    };
    Ok(digest_bytes(&bytes.map_err(|_| Refusal::NotABundle)?))
}

/// The memory of a value has nothing to do with the two letters that it may have in a file. Those that
/// are written have nineteen on average, so that a file of 64 MiB is not refused.
const VALUES: usize = 4_000_000;

/// How many values a JSON text has at most.
fn values(text: &[u8]) -> usize {
    let (mut inside, mut escaped, mut count) = (false, false, 1);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = inside,
            b'"' => inside = !inside,
            b',' | b'[' | b'{' => count += usize::from(!inside),
            _ => {}
        }
    }
    count
}

/// Reads such a file, and takes it in.
pub fn import(store: &mut Store, moment: &Moment, bytes: &[u8], ask: &MergeRequest) -> Result<Merged> {
    if values(bytes) > VALUES {
        return Err(Refusal::TooManyChanges { most: VALUES }.into());
    }
    let mut bundle: ChangeBundle = serde_json::from_slice(bytes).map_err(|_| Refusal::NotABundle)?;
    let told = bundle.digest.take();
    if bundle.format >= OLDEST && told != Some(digest_of(&bundle)?) {
        return Err(Refusal::BundleAltered.into());
    }
    let (theirs, content) = (bundle.changes.iter().cloned().collect(), bundle.content.take());
    let mut done = take_in(store, moment, bundle, ask)?;
    if let Some(content) = content
        && done.is_as_it_stays()
        && knows_the_same(store, &theirs)?
    {
        done.differ_somewhere = store.contents()?.digest() != content;
    }
    Ok(done)
}

/// One change of the other copy. Gives the change as it stands here.
fn follow(merging: &mut Merge, step: &BundledChange) -> Result<Change> {
    let logs = merging.take_over(step)?;
    for of in &logs {
        log::rebase_later_entries(&merging.w, *of, NaiveDate::MIN, NaiveDate::MAX)?;
    }
    Ok(merging.close(step, &logs)?)
}

/// The error of a step, with the change that it was in.
fn in_step(e: Error, step: &BundledChange) -> Error {
    let operation = step.operation.as_ref().map(ToString::to_string);
    let what = operations::did(&Did::kept(&step.what, operation.as_deref()));
    match e {
        Error::Store(StoreError::Refusal(Refusal::OddChange { why })) => {
            let (by, on) = (step.author.clone(), step.at.get(..10).unwrap_or_default().into());
            Refusal::NotFollowed { what: Box::new(what), by, on, why }.into()
        }
        Error::Store(e) => Error::Store(e.brought(what)),
        e => e,
    }
}

fn take_in(store: &mut Store, moment: &Moment, mut bundle: ChangeBundle, ask: &MergeRequest) -> Result<Merged> {
    if moment.by.trim().is_empty() {
        return Err(Refusal::NoAuthor.into());
    }
    let known = store.format()?;
    if !(OLDEST..=known).contains(&bundle.format) {
        return Err(Refusal::OtherFormat { found: bundle.format, known }.into());
    }
    for _ in 0..ATTEMPTS {
        if let Some(done) = attempt(store, moment, &mut bundle, ask)? {
            return Ok(done);
        }
    }
    Err(Refusal::WroteMeanwhile.into())
}

/// One try; nothing where somebody else wrote to this file since it was looked at.
fn attempt(
    store: &mut Store,
    moment: &Moment,
    bundle: &mut ChangeBundle,
    ask: &MergeRequest,
) -> Result<Option<Merged>> {
    let ours = store.change_uids()?;
    if bundle.changes.first() != ours.first() {
        return Err(Refusal::NotACopy.into());
    }
    let here: HashSet<&String> = ours.iter().collect();
    bundle.steps.retain(|s| !here.contains(&s.uid));
    let brought: HashSet<&String> = bundle.steps.iter().map(|s| &s.uid).collect();
    let lacks = |uid: &&String| !here.contains(uid) && !brought.contains(uid);
    let lacking = bundle.changes.iter().filter(lacks).count();
    if lacking > 0 {
        let from = bundle.changes.iter().take_while(|uid| here.contains(uid)).count();
        let since = bundle.changes.iter().position(|uid| brought.contains(uid)).unwrap_or(bundle.changes.len());
        return Err(Refusal::ChangesLack { since, lacking, from }.into());
    }
    let mut done = Merged::default();
    if bundle.steps.is_empty() && ask.decisions.is_empty() {
        done.conflicts = store.conflicts()?;
        return Ok(Some(done));
    }
    let bundle = &*bundle;
    let mut merging = store.merging(moment, bundle)?;
    if !merging.begins_with(&ours) {
        merging.end(false)?;
        return Ok(None);
    }
    if let Err((at, why)) = merging.follow_parents() {
        return Err(in_step(Error::Store(why.into()), &bundle.steps[at]));
    }
    for step in &bundle.steps {
        done.taken.push(follow(&mut merging, step).map_err(|e| in_step(e, step))?);
    }
    decide_some(&mut merging, ask, &mut done)?;
    if let Some(refusal) = merging.hanging()? {
        return Err(refusal.into());
    }
    // A damaged copy would otherwise be found by verify when it is too late.
    if let Some(detail) = merging.unfit()? {
        merging.end(false)?;
        return Err(match store.unfit()? {
            None => Refusal::Unfit { detail },
            Some(detail) => Refusal::UnfitHere { detail },
        }
        .into());
    }
    done.conflicts = merging.w.conflicts()?;
    done.uncovered = merging.uncovered.clone();
    done.kept = !ask.dry_run;
    merging.end(done.kept)?;
    Ok(Some(done))
}

/// Decides what was asked to be decided, in a change of our own.
fn decide_some(merging: &mut Merge, ask: &MergeRequest, done: &mut Merged) -> Result<()> {
    let side = |c: &Conflict| {
        let dated = c.day.and_then(|day| ask.decisions.of(&c.name, &format!("{} {day}", c.field)));
        let side = dated.or_else(|| ask.decisions.of(&c.name, &c.field)).filter(|_| c.is_decidable())?;
        c.values.iter().position(|v| v.is_ours == (side == Side::Ours))
    };
    let mut decided: Vec<(Conflict, usize)> = Vec::new();
    for conflict in merging.w.conflicts()? {
        if let Some(taken) = side(&conflict) {
            decided.push((conflict, taken));
        }
    }
    if decided.is_empty() {
        return Ok(());
    }
    merging.open_own(ask.reason)?;
    for (conflict, taken) in &decided {
        settle(&merging.w, conflict, *taken, ask.reason)?;
    }
    done.decided_in = Some(merging.w.number);
    let (taken, resolved) = (done.taken.len(), decided.len());
    merging.close_own(&Operation::Merge { file: file_name(ask.from), taken, resolved })?;
    done.decided = decided;
    Ok(())
}

/// Decides one conflict inside a change. One of a log is decided by a line of its day, which says the value again.
pub(super) fn settle(w: &ChangeTx, conflict: &Conflict, taken: usize, reason: Option<&str>) -> Result<()> {
    let (ConflictKind::Log, Some(day), Some(field)) =
        (conflict.kind, conflict.day, EntryField::named(&conflict.column))
    else {
        return Ok(w.decide(conflict, taken, reason)?);
    };
    let refused = || Refusal::NotADecision { value: (taken + 1).to_string() };
    let value = conflict.values.get(taken).ok_or_else(refused)?;
    let subject = w.subject_in_conflict(conflict)?.ok_or_else(refused)?;
    let beside: &[EntryField] = match field {
        EntryField::Expected => &[EntryField::Expected, EntryField::ExpectedReason],
        EntryField::BlockedBy => &[EntryField::BlockedBy, EntryField::Ask],
        _ => &[],
    };
    let says = |facts: &crate::model::entry::EntryFacts| facts.code(field).map(|c| c.into_owned()) == value.words;
    let lines = w.log(subject)?;
    let line = lines.iter().rev().find(|l| l.as_of == day && l.explicit.contains(field) && says(&l.facts));
    let update = match (line, &value.words) {
        (Some(line), _) => EntryUpdate::of_facts(&line.facts, beside.iter().copied().chain([field])),
        (None, Some(text)) => {
            let mut update = EntryUpdate::default();
            update.say(field, FieldUpdate::Set(text))?;
            update
        }
        (None, None) => {
            let mut update = EntryUpdate::default();
            update.say(field, FieldUpdate::Clear)?;
            update
        }
    };
    let reference = Reference::parse(&conflict.name, None, |_| true)?;
    log::record(w, &Item { reference, as_of: day, update, corrects: None, uid: None, is_shared: false, reopen: true })?;
    Ok(())
}
