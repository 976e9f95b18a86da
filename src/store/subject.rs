//! What a line of the log is about: rows of the file.

/// The objective, or the activity under it, that a line is about: rows of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    pub objective: i64,
    pub activity: Option<i64>,
}
