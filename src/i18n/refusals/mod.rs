//! The words of refusals in both languages: each in one line (`line.rs`), with the words to type instead
//! (`hint.rs`).

mod hint;
mod line;
mod terms;

use crate::model::{Bilingual, Refusal, Worded, worded};

pub use hint::date_forms;
pub use terms::danish_field;

impl Worded for Refusal {
    fn line(&self) -> Bilingual {
        line::line(self)
    }

    fn hint(&self) -> Option<Bilingual> {
        hint::hint(self)
    }
}

worded!(Refusal);
