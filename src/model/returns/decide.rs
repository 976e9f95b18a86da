//! Where both sides have changed a field: which of the two counts.

use std::collections::HashMap;

/// One field as three sides have it: the sheet as it was made, the sheet as it came back, the
/// file as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Only they changed it.
    Taken,
    /// The file says so already.
    Same,
    /// Both changed it, to different values.
    Conflict,
}

/// The side whose value counts where both changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Theirs,
    Ours,
}

impl Side {
    pub fn parse(text: &str) -> Option<Side> {
        match text.trim().to_lowercase().as_str() {
            "theirs" | "their" | "deres" => Some(Side::Theirs),
            "ours" | "our" | "vores" => Some(Side::Ours),
            _ => None,
        }
    }
}

/// Decisions about conflicts: for all, or field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    pub all: Option<Side>,
    /// By reference and field; a field that is empty stands for all of its reference.
    pub each: HashMap<(String, String), Side>,
}

impl Decisions {
    pub fn add(&mut self, reference: &str, field: &str, side: Side) {
        self.each.insert((reference.to_lowercase(), field.to_string()), side);
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_none() && self.each.is_empty()
    }

    pub fn of(&self, reference: &str, field: &str) -> Option<Side> {
        let key = |field: &str| (reference.to_lowercase(), field.to_string());
        self.each.get(&key(field)).or_else(|| self.each.get(&key(""))).copied().or(self.all)
    }
}

/// Compares the three. What was settled of an earlier answer counts as known to them.
pub fn three_way(base: Option<&str>, theirs: Option<&str>, now: Option<&str>, landed: Option<Option<&str>>) -> Verdict {
    if theirs == now {
        Verdict::Same
    } else if now == base || landed == Some(now) {
        Verdict::Taken
    } else {
        Verdict::Conflict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_both_sides_changed_is_decided_in_silence() {
        use Verdict::*;
        assert_eq!(three_way(Some("a"), Some("b"), Some("a"), None), Taken);
        assert_eq!(three_way(Some("a"), Some("b"), Some("b"), None), Same);
        assert_eq!(three_way(Some("a"), Some("b"), Some("c"), None), Conflict);
        // They typed what the sheet showed, and the file has moved on: that is a statement too.
        assert_eq!(three_way(Some("a"), Some("a"), Some("c"), None), Conflict);
        // They correct what they sent before.
        assert_eq!(three_way(Some("a"), Some("c"), Some("b"), Some(Some("b"))), Taken);
        assert_eq!(three_way(None, None, Some("b"), None), Conflict);
    }
}
