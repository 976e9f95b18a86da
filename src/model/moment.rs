//! Who, and when: read once at the top and handed down, so that nothing below looks at a clock.

use chrono::{DateTime, NaiveDate, Utc};
use std::cell::LazyCell;
use std::ops::Deref;
use std::rc::Rc;

/// A name that is found out when something is written, and not before: a directory of the whole
/// ministry may have to be asked for it.
#[derive(Clone)]
pub struct Author(Rc<LazyCell<String, Box<dyn FnOnce() -> String>>>);

impl Author {
    pub fn ask(name: impl FnOnce() -> String + 'static) -> Author {
        Author(Rc::new(LazyCell::new(Box::new(name))))
    }
}

impl From<&str> for Author {
    fn from(name: &str) -> Author {
        let name = name.to_string();
        Author::ask(|| name)
    }
}

impl Deref for Author {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Author {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(self)
    }
}

#[derive(Clone, Debug)]
pub struct Moment {
    /// The instant that a change is recorded at.
    pub now: DateTime<Utc>,
    /// The calendar day where the officer sits.
    pub today: NaiveDate,
    /// The author of what is written.
    pub by: Author,
}
