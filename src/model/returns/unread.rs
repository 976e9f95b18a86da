//! Text in a sheet that came back and is no answer to it: not taken in, but named.

/// Where it stands, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A sheet of the workbook that is none of ours.
    Tab {
        name: String,
        cells: usize,
    },
    /// A column of their own.
    Column {
        place: String,
        heading: String,
        cells: usize,
        first: String,
    },
    /// Over, under or beside the table, or on the page that says how.
    Cell {
        place: String,
        text: String,
    },
    Comment {
        place: String,
        text: String,
    },
    /// Over what the sheet showed.
    Over {
        place: String,
        field: String,
        text: String,
        shown: String,
    },
}
