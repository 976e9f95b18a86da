//! The sentences, in both languages: dates, counts with their plurals, what a memo says.

mod counts;
mod dates;
mod frozen;
mod moved;
mod pages;

pub use counts::*;
pub use dates::*;
pub use frozen::*;
pub use moved::*;
pub use pages::*;
