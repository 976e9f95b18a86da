//! The trials of everything that reads: one function a target, bytes from anywhere in. It must
//! come back without a panic, soon, and in bounded memory, and hold what it states.
//!
//! The fuzzers (`fuzz/`) and the tests over the corpus (`tests/suite/corpus.rs`) run the same functions.

mod answers;
mod bundle;
mod files;
mod tables;
mod words;

pub use answers::entries as taken_from;
pub use bundle::taken_over;

pub type Target = fn(&[u8]);

/// The name of each, which is that of its folder in `fuzz/corpus`.
pub const TARGETS: [(&str, Target); 11] = [
    ("csv", tables::csv),
    ("import", tables::import),
    ("workbook", tables::workbook),
    ("words", words::words),
    ("configuration", words::configuration),
    ("bundle", bundle::bundle),
    ("frozen", files::frozen),
    ("template", files::template),
    ("returns", answers::returns),
    ("mail", answers::mail),
    ("conflicts", answers::conflicts),
];

/// The function of a target.
pub fn of(name: &str) -> Target {
    let found = TARGETS.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("no target {name}")).1
}

/// The file of a desk: a small one, upgraded to the shape of today, with a sheet that went out.
mod desk {
    use chrono::{DateTime, NaiveDate};
    use fremdrift::model::Moment;
    use fremdrift::store::{Error, Store};
    use std::cell::RefCell;
    use std::path::PathBuf;

    /// Seeds of changes and sheets were made from this file, and fit no other.
    const FILE: &[u8] = include_bytes!("../../fixtures/versions/format-4.db");

    pub struct Desk {
        folder: tempfile::TempDir,
        pub store: Store,
        /// The file as it was before anybody wrote to it.
        fresh: Vec<u8>,
    }

    thread_local! {
        static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
    }

    impl Desk {
        fn new() -> Desk {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("fremdrift.db");
            std::fs::write(&path, FILE).expect("a file");
            let store = Store::open(&path).expect("it opens");
            let fresh = std::fs::read(&path).expect("a file");
            Desk { folder, store, fresh }
        }

        fn at(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// Another copy, that may be written to.
        pub fn copy(&self) -> Store {
            let path = self.at("copy.db");
            std::fs::write(&path, &self.fresh).expect("a file");
            Store::open(&path).expect("it opens")
        }
    }

    /// Does something at the desk of this thread. Nothing that is kept may be written there.
    pub fn with<T>(what: impl FnOnce(&mut Desk) -> T) -> T {
        DESK.with_borrow_mut(|desk| what(desk.get_or_insert_with(Desk::new)))
    }

    /// The moment at which everything happens.
    pub fn moment() -> Moment {
        let now = DateTime::from_timestamp(1_795_424_400, 0).expect("a moment");
        Moment { now, today: today(), by: "Anna Ågård".into() }
    }

    pub fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
    }

    /// Input may be refused, and the words of SQLite are no refusal.
    pub fn is_told(error: &Error) -> bool {
        !matches!(error, Error::Sqlite(_))
    }

    /// The same of an action.
    pub fn tells(error: &fremdrift::queries::Error) {
        if let fremdrift::queries::Error::Store(error) = error {
            assert!(is_told(error), "it is told in the words of SQLite: {error}");
        }
    }
}
