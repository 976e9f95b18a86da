//! Two copies of one file become one again.

use super::log;
use crate::i18n::operations;
use crate::model::bundle::{BundledChange, ChangeBundle};
use crate::model::operation::file_name;
use crate::model::returns::{Decisions, Side};
use crate::model::revision::digest_bytes;
use crate::model::{Change, Did, Moment, Operation, Refusal};
use crate::queries::{Error, Result};
use crate::store::{Conflict, Difference, Error as StoreError, Merge, Reopened, Store, Subject};
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashSet};

/// The outcome of a merge, done or tried.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// The changes that were taken over, as they stand here.
    pub taken: Vec<Change>,
    /// Where both copies wrote the same field.
    pub conflicts: Vec<Conflict>,
    /// By whom and when theirs was written, for each conflict.
    pub theirs_by: Vec<String>,
    /// The change that holds the decisions; `None` where nothing was to be decided.
    pub decided: Option<i64>,
    /// Objectives that one copy has ended and the other, which did not know it, says are open.
    pub reopened: Vec<Reopened>,
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

/// Files of changes of this format are read; what they do not say yet, nobody knew.
const OLDEST: i64 = 5;

/// Since this format they carry a digest of their own.
const DIGESTED: i64 = 6;

/// So often a merge begins anew because somebody else wrote to the file meanwhile.
const ATTEMPTS: usize = 5;

impl Merged {
    /// The conflicts that nobody has decided.
    pub fn open(&self) -> usize {
        self.conflicts.iter().filter(|c| c.take.is_none()).count()
    }

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
    /// Somebody said that what one copy has ended may be open again.
    pub reopen: bool,
    /// The name of the other copy in the change: embassy.db.
    pub from: &'a str,
}

/// Takes over what another copy knows and this one does not, or nothing where a conflict is undecided.
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
    // Older ones had no digest, and are taken at their word.
    let told = bundle.digest.take();
    if (told.is_some() || bundle.format >= DIGESTED) && told != Some(digest_of(&bundle)?) {
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

/// One change of the other copy. Gives the logs that it touched, and the change as it stands here.
fn follow(merging: &mut Merge, at: usize, step: &BundledChange) -> Result<(BTreeSet<Subject>, Change)> {
    merging.open(at, step)?;
    let logs = merging.apply(at)?;
    for of in &logs {
        log::rebase_later_entries(&merging.w, *of, NaiveDate::MIN, NaiveDate::MAX)?;
    }
    let change = merging.close(step)?;
    Ok((logs, change))
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
    if bundle.steps.is_empty() {
        return Ok(Some(done));
    }
    let bundle = &*bundle;
    let decide = |name: &str, field: &str| ask.decisions.of(name, field).map(|side| side == Side::Theirs);
    let mut merging = store.merging(moment, bundle, &decide)?;
    if !merging.begins_with(&ours) {
        merging.end(false)?;
        return Ok(None);
    }
    if let Err((at, why)) = merging.follow_parents() {
        return Err(in_step(Error::Store(why.into()), &bundle.steps[at]));
    }
    let mut logs = BTreeSet::new();
    for (at, step) in bundle.steps.iter().enumerate() {
        let (touched, change) = follow(&mut merging, at, step).map_err(|e| in_step(e, step))?;
        logs.extend(touched);
        done.taken.push(change);
    }
    done.conflicts = merging.conflicts.clone();
    let by = |c: &Conflict| {
        bundle.steps.get(c.theirs_by).map(|s| format!("{}, {}", s.author, s.at.get(..10).unwrap_or_default()))
    };
    done.theirs_by = done.conflicts.iter().map(|c| by(c).unwrap_or_default()).collect();
    if done.open() == 0 && !done.conflicts.is_empty() {
        merging.open_own(ask.reason)?;
        merging.record_resolutions()?;
        done.decided = Some(merging.w.number);
        let (taken, resolved) = (done.taken.len(), done.conflicts.len());
        merging.close_own(&Operation::Merge { file: file_name(ask.from), taken, resolved })?;
    }
    if let Some(refusal) = merging.hanging()? {
        return Err(refusal.into());
    }
    if done.open() == 0
        && let Some(refusal) = merging.lost()?
    {
        return Err(refusal.into());
    }
    // A damaged copy would otherwise be found by verify when it is too late.
    if done.open() == 0
        && let Some(detail) = merging.unfit()?
    {
        merging.end(false)?;
        return Err(match store.unfit()? {
            None => Refusal::Unfit { detail },
            Some(detail) => Refusal::UnfitHere { detail },
        }
        .into());
    }
    done.uncovered = merging.uncovered.clone();
    done.reopened = merging.reopened(&logs)?;
    done.kept = done.open() == 0 && !ask.dry_run && (ask.reopen || done.reopened.is_empty());
    merging.end(done.kept)?;
    Ok(Some(done))
}
