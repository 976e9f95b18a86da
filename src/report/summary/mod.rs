//! The quarterly summary: counted (`build`) as content in no language (`content`, `listed`); the page in
//! one language is made from it in `page`.

mod build;
mod change;
mod changes;
mod content;
mod frozen;
mod listed;
mod lists;
mod page;
mod paper;
pub mod portfolio;
mod sections;
mod subjects;
mod tidy;

pub use build::{Activity, Builder, Since};
pub use change::Was;
pub use content::*;
pub use frozen::{kept, part, value};
pub use listed::*;
use page::Draft;
pub use page::{Extent, Section, View, page};
pub use subjects::Told;
pub use tidy::{data, tidy};

#[cfg(test)]
mod sections_tests;
#[cfg(test)]
mod seldom_tests;
