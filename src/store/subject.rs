//! The subject of a line of the log: rows of the file.

use crate::model::{ActivityId, ObjectiveId};

/// The objective, or the activity under it, that a line is about: rows of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    pub objective: ObjectiveId,
    pub activity: Option<ActivityId>,
}
