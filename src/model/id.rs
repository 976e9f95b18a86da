//! The numbers of rows as types, one for each table that others refer to: a number of one is never taken
//! for a number of another. They mean something in one file only; in other copies a row is known by its
//! names or its uid.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            pub struct $name(pub i64);

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl FromStr for $name {
                type Err = ParseIntError;

                fn from_str(text: &str) -> Result<$name, ParseIntError> {
                    text.parse().map($name)
                }
            }
        )+
    };
}

ids! {
    /// A row of `partnership`.
    PartnershipId;
    /// A row of `plan`.
    PlanId;
    /// A row of `area`.
    AreaId;
    /// A row of `authority`.
    AuthorityId;
    /// A row of `instrument`.
    InstrumentId;
    /// A row of `objective`.
    ObjectiveId;
    /// A row of `activity`.
    ActivityId;
    /// A row of `role`.
    RoleId;
    /// A row of `entry`.
    EntryId;
    /// A row of `revision`.
    RevisionId;
    /// A row of `sheet`.
    SheetId;
    /// A row of `sheet_row`.
    SheetRowId;
}
