//! Notices of the file while something is done with it: that somebody else holds it, that
//! it lies where locks can't be trusted. Nothing is printed here; whoever wants to know says so once.

use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// How long a file that is in use is waited for, unless something else was said.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// After so long a wait is told, and told again after so long.
const FIRST: Duration = Duration::from_millis(500);
const AGAIN: Duration = Duration::from_secs(10);

/// The pauses between two looks at a lock, in milliseconds: those of SQLite's own handler.
const PAUSES: [u64; 12] = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice<'a> {
    /// Somebody else holds the file; so long it was waited for, and so long it will be at most.
    Waiting { file: &'a Path, waited: Duration, limit: Duration },
    /// The file is written on a share, of this kind: not all of them keep locks.
    Share { file: &'a Path, kind: &'a str },
    /// Somebody had switched the file to WAL, which shares and copies can't bear; it is switched back.
    WriteAhead { file: &'a Path },
    /// The newest change is of a later day than today: a clock is wrong.
    Clock { newest: &'a str, today: &'a str },
}

struct Listener {
    patience: Duration,
    tell: Box<dyn Fn(Notice) + Send + Sync>,
}

static LISTENER: OnceLock<Listener> = OnceLock::new();

/// For how many milliseconds the newest lock was waited for.
static WAITED: AtomicU64 = AtomicU64::new(0);

/// How long a lock is waited for, and who is told: once in a program, before it opens a file.
pub fn listen(patience: Duration, tell: impl Fn(Notice) + Send + Sync + 'static) {
    let _ = LISTENER.set(Listener { patience, tell: Box::new(tell) });
}

pub(in crate::store) fn tell(notice: Notice) {
    if let Some(listener) = LISTENER.get() {
        (listener.tell)(notice);
    }
}

/// For how long the newest lock was waited for.
pub(in crate::store) fn waited() -> Duration {
    Duration::from_millis(WAITED.load(Relaxed))
}

/// Each lock that this connection meets, at its first look, at BEGIN or at COMMIT, is waited for.
pub(in crate::store) fn wait(conn: &mut Connection, path: &Path) -> rusqlite::Result<()> {
    let limit = LISTENER.get().map_or(PATIENCE, |l| l.patience);
    let (file, mut slept) = (PathBuf::from(path), Duration::ZERO);
    conn.busy_handler(Some(move |times: i32| {
        if times == 0 {
            slept = Duration::ZERO;
            WAITED.store(0, Relaxed);
        }
        let pause = PAUSES[usize::try_from(times).unwrap_or(usize::MAX).min(PAUSES.len() - 1)];
        let pause = Duration::from_millis(pause).min(limit.saturating_sub(slept));
        if pause.is_zero() {
            return false;
        }
        std::thread::sleep(pause);
        let before = slept;
        slept += pause;
        WAITED.store(u64::try_from(slept.as_millis()).unwrap_or(u64::MAX), Relaxed);
        // Told when it becomes noticeable, and then every ten seconds.
        let tellings = |t: Duration| t.checked_sub(FIRST).map_or(0, |t| 1 + t.as_millis() / AGAIN.as_millis());
        if tellings(slept) > tellings(before) && slept < limit {
            tell(Notice::Waiting { file: &file, waited: slept, limit });
        }
        true
    }))
}
