//! Plain values and the rules about them: no file, no clock, no environment.

pub mod change;
pub mod choice;
pub mod day;
pub mod deadline;
pub mod entry;
pub mod guard;
pub mod lang;
pub mod line;
pub mod moment;
pub mod names;
pub mod nearest;
pub mod noun;
pub mod number;
pub mod quarter;
pub mod query;
pub mod record;
pub mod reference;
pub mod refusal;
pub mod withheld;

pub use change::Change;
pub use choice::{Audience, Basis, Interest, Light, RoleKind, Status};
pub use day::{Partial, parse_day};
pub use deadline::Move;
pub use entry::{Entry, Report};
pub use lang::Lang;
pub use line::{ActivityLine, Line, State};
pub use moment::Moment;
pub use names::{Authorities, AuthorityName, PlanInfo};
pub use noun::{Field, Kind, Noun};
pub use number::sort_key;
pub use quarter::Quarter;
pub use query::Query;
pub use record::{Draft, Record, Value};
pub use reference::Reference;
pub use refusal::Refusal;
pub use withheld::Withheld;
