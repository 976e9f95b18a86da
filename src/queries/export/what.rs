//! The kinds of export.

use crate::model::EntityKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    EntityKind(EntityKind),
    Entries,
    Changes,
}

/// Whether an export has been gone through for others. What is not listed is refused.
pub fn for_others(what: What) -> bool {
    matches!(what, What::EntityKind(EntityKind::Objective | EntityKind::Activity) | What::Entries)
}

impl What {
    /// objectives, entries, changes ...
    pub fn name(self) -> &'static str {
        match self {
            What::EntityKind(entity) => entity.plural(),
            What::Entries => "entries",
            What::Changes => "changes",
        }
    }
}
