//! Successors of authorities: reading through a reorganisation.

use chrono::NaiveDate;

/// The kinds of reorganisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reform {
    /// The same one under another code.
    Rename,
    /// It went into its successor.
    Merge,
    /// It went into several.
    Split,
    /// It goes on; some of its objectives went over.
    Transfer,
}

impl Reform {
    pub const ALL: [Reform; 4] = [Reform::Rename, Reform::Merge, Reform::Split, Reform::Transfer];

    pub fn code(self) -> &'static str {
        match self {
            Reform::Rename => "rename",
            Reform::Merge => "merge",
            Reform::Split => "split",
            Reform::Transfer => "transfer",
        }
    }

    pub fn from_code(code: &str) -> Option<Reform> {
        Reform::ALL.into_iter().find(|r| r.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    pub authority: String,
    pub successor: String,
    pub reform: Reform,
    /// First day of the successor.
    pub from: NaiveDate,
    pub reason: String,
}

/// Every succession of the file.
#[derive(Clone, Debug, Default)]
pub struct Successions(pub Vec<Succession>);

impl Successions {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The code that an authority has on a day, after it was renamed or merged into another.
    pub fn current(&self, code: &str, on: NaiveDate) -> String {
        let mut code = code.to_string();
        // A chain is at most as long as there are successions.
        for _ in 0..self.0.len() {
            let next = self
                .0
                .iter()
                .find(|s| s.authority == code && s.from <= on && matches!(s.reform, Reform::Rename | Reform::Merge));
            match next {
                Some(next) => code = next.successor.clone(),
                None => break,
            }
        }
        code
    }

    /// Are these the same authorities, whatever they were called then? What was split or handed over
    /// is with somebody else.
    pub fn same(&self, before: &[String], after: &[String]) -> bool {
        let now = |codes: &[String]| {
            let mut codes: Vec<String> = codes.iter().map(|c| self.current(c, NaiveDate::MAX)).collect();
            codes.sort();
            codes.dedup();
            codes
        };
        before == after || now(before) == now(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_of_renamings_and_mergers_is_the_same_and_a_split_is_not() {
        let one = |a: &str, b: &str, reform, from: &str| Succession {
            authority: a.into(),
            successor: b.into(),
            reform,
            from: from.parse().unwrap(),
            reason: "r".into(),
        };
        let all = Successions(vec![
            one("A", "B", Reform::Rename, "2020-01-01"),
            one("B", "C", Reform::Merge, "2021-01-01"),
            one("D", "E", Reform::Split, "2021-01-01"),
            // A circle ends.
            one("X", "Y", Reform::Merge, "2020-01-01"),
            one("Y", "X", Reform::Merge, "2021-01-01"),
        ]);
        let codes = |t: &str| t.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        assert!(all.same(&codes("A"), &codes("C")));
        assert!(all.same(&codes("A Z"), &codes("Z B")));
        assert!(!all.same(&codes("D"), &codes("E")));
        assert!(!all.same(&codes("A"), &codes("Z")));
        assert_eq!(all.current("A", "2020-06-01".parse().unwrap()), "B");
        assert_eq!(all.current("A", "2019-06-01".parse().unwrap()), "A");
        all.current("X", NaiveDate::MAX);
    }
}
