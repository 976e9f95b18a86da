//! The shapes of the file, and the steps from one to the next.

/// The shape that this program writes: `user_version` in schema.sql.
pub const CURRENT: i64 = STEPS.len() as i64 + 1;

/// Step n brings shape n + 1 to shape n + 2. A released step is never altered.
pub(super) const STEPS: &[&str] = &[
    include_str!("2-search.sql"),
    include_str!("3-frozen.sql"),
    include_str!("4-returns.sql"),
    include_str!("5-two-copies.sql"),
    include_str!("6-truth.sql"),
];
