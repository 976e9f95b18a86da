//! Updates of one fact, and how its value is written.

use crate::model::{Audience, EntryBasis, Light, PartialDate, Refusal, Status};
use std::borrow::Cow;

/// The update of a field. A blank cell and a flag that is not given keep; «(none)» clears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldUpdate<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<T> FieldUpdate<T> {
    /// The field is to hold exactly this.
    pub fn exactly(value: Option<T>) -> FieldUpdate<T> {
        value.map_or(FieldUpdate::Clear, FieldUpdate::Set)
    }

    pub fn is_keep(&self) -> bool {
        matches!(self, FieldUpdate::Keep)
    }

    /// The new value, where there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            FieldUpdate::Set(value) => Some(value),
            _ => None,
        }
    }

    pub fn try_map<U, E>(self, read: impl FnOnce(T) -> Result<U, E>) -> Result<FieldUpdate<U>, E> {
        Ok(match self {
            FieldUpdate::Keep => FieldUpdate::Keep,
            FieldUpdate::Clear => FieldUpdate::Clear,
            FieldUpdate::Set(value) => FieldUpdate::Set(read(value)?),
        })
    }
}

/// A value of a fact, as the file, CSV and flags write it.
pub(super) trait Value: Clone + PartialEq {
    fn code(&self) -> Cow<'_, str>;
    /// Reads what the file holds.
    fn from_code(code: &str) -> Option<Self>;
    /// Reads what a person types.
    fn parse(text: &str) -> Result<Self, Refusal>;
}

macro_rules! choices {
    ($($choice:ident),+) => {
        $(impl Value for $choice {
            fn code(&self) -> Cow<'_, str> {
                $choice::code(*self).into()
            }
            fn from_code(code: &str) -> Option<$choice> {
                $choice::from_code(code)
            }
            fn parse(text: &str) -> Result<$choice, Refusal> {
                $choice::parse(text)
            }
        })+
    };
}

choices!(Status, Light, EntryBasis, Audience);

impl Value for PartialDate {
    fn code(&self) -> Cow<'_, str> {
        self.to_string().into()
    }
    fn from_code(code: &str) -> Option<PartialDate> {
        PartialDate::parse(code).ok()
    }
    fn parse(text: &str) -> Result<PartialDate, Refusal> {
        PartialDate::parse(text)
    }
}

impl Value for String {
    fn code(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
    fn from_code(code: &str) -> Option<String> {
        Some(code.to_string())
    }
    fn parse(text: &str) -> Result<String, Refusal> {
        Ok(text.to_string())
    }
}

/// A fact: a value that may be missing, or one that never is.
pub(super) trait Fact: Sized {
    type Value;
    fn value(&self) -> Option<&Self::Value>;
    /// `None`: there is no such fact without a value.
    fn of(value: Option<Self::Value>) -> Option<Self>;
}

impl<T: Value> Fact for Option<T> {
    type Value = T;
    fn value(&self) -> Option<&T> {
        self.as_ref()
    }
    fn of(value: Option<T>) -> Option<Option<T>> {
        Some(value)
    }
}

impl Fact for Status {
    type Value = Status;
    fn value(&self) -> Option<&Status> {
        Some(self)
    }
    fn of(value: Option<Status>) -> Option<Status> {
        value
    }
}

/// Not said is internal.
impl Fact for Audience {
    type Value = Audience;
    fn value(&self) -> Option<&Audience> {
        Some(self)
    }
    fn of(value: Option<Audience>) -> Option<Audience> {
        Some(value.unwrap_or(Audience::Internal))
    }
}
