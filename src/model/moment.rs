//! Who, and when: read once at the top and handed down, so that nothing below looks at a clock.

use chrono::{DateTime, NaiveDate, Utc};

#[derive(Clone, Debug)]
pub struct Moment {
    /// The instant that a change is recorded at.
    pub now: DateTime<Utc>,
    /// The calendar day where the officer sits.
    pub today: NaiveDate,
    /// The author of what is written.
    pub by: String,
}
