//! Returns: sheets go out to authorities, come back, are doubted and accepted.

mod belongs;
mod cells;
pub mod made;
pub mod read;
pub mod send;
pub mod standing;
