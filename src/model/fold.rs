//! A row as a function of the writes of it that a file knows. Whoever knows the same writes says the same, in
//! whatever order they came.

use super::lineage::Lineage;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Columns by name. As they are sent, a column that refers to another row holds the identity of that row.
pub type Columns = Map<String, Value>;

/// The field that says whether a row is there at all: `true` or `false`.
pub const PRESENCE: &str = "";

/// Something that one change did to a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// It was added, with all of its columns.
    Add(Columns),
    /// These columns were altered.
    Alter(Columns),
    /// It only got another place among its like, which is no ground to keep it.
    Place(Columns),
    Remove,
    /// A conflict about one field was decided.
    Decide(String, Value),
}

/// One of several values of a field that nobody has decided between.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The place in the lineage of the change that wrote it.
    pub change: usize,
    pub value: Value,
}

/// A row as it follows from its writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoldedRow {
    pub is_there: bool,
    pub columns: Columns,
    /// The change that wrote each field as it is shown.
    pub writers: BTreeMap<String, usize>,
    /// The fields with several newest values: the one that is shown first, then the others, newest first.
    pub contested: BTreeMap<String, Vec<Claim>>,
}

/// Folds the writes of one row. A field has the value of its newest writes: those that no other write of it knew
/// of. Where these differ the field is contested, and the value of the latest of them is shown (by [`Lineage::order`],
/// which is alike in every copy). A row that one removed and another wrote on is there.
///
/// ```
/// use fremdrift::model::fold::{Write, fold};
/// use fremdrift::model::lineage::Lineage;
/// use serde_json::json;
///
/// let mut lineage = Lineage::default();
/// let mut add = |uid, at, knew: &[&str]| {
///     lineage.add((uid, at), &knew.iter().map(|p| p.to_string()).collect::<Vec<_>>()).unwrap()
/// };
/// let (base, a, b) = (add("base", "1", &[]), add("a", "2", &["base"]), add("b", "3", &["base"]));
/// let title = |text: &str| json!({ "title": text }).as_object().unwrap().clone();
/// let writes = [(base, Write::Add(title("Water"))), (a, Write::Alter(title("Sea"))), (b, Write::Alter(title("Ice")))];
/// let row = fold(&lineage, &writes);
/// assert_eq!(row.columns, title("Ice"));
/// assert_eq!(row.contested["title"].len(), 2);
/// ```
pub fn fold(lineage: &Lineage, writes: &[(usize, Write)]) -> FoldedRow {
    let mut fields: BTreeMap<&str, Vec<Claim>> = BTreeMap::new();
    let mut claim = |field, change, value| fields.entry(field).or_default().push(Claim { change, value });
    for (change, write) in writes {
        match write {
            Write::Add(columns) | Write::Alter(columns) => {
                claim(PRESENCE, *change, Value::Bool(true));
                columns.iter().for_each(|(column, value)| claim(column, *change, value.clone()));
            }
            Write::Place(columns) => columns.iter().for_each(|(column, value)| claim(column, *change, value.clone())),
            Write::Remove => claim(PRESENCE, *change, Value::Bool(false)),
            Write::Decide(field, value) => claim(field, *change, value.clone()),
        }
    }
    let mut row = FoldedRow::default();
    for (field, claims) in fields {
        let standing = newest(lineage, claims);
        let Some(shown) = standing.first() else { continue };
        row.writers.insert(field.to_string(), shown.change);
        if field == PRESENCE {
            row.is_there = standing.iter().any(|c| c.value == Value::Bool(true));
        } else {
            row.columns.insert(field.to_string(), shown.value.clone());
        }
        if standing.len() > 1 {
            row.contested.insert(field.to_string(), standing);
        }
    }
    row
}

/// The claims that no other knew of, one for each value: the latest first. What one change wrote last counts.
pub fn newest(lineage: &Lineage, claims: Vec<Claim>) -> Vec<Claim> {
    let mut of_changes: BTreeMap<usize, Value> = BTreeMap::new();
    for claim in claims {
        of_changes.insert(claim.change, claim.value);
    }
    let is_known = |change: usize| of_changes.keys().any(|later| lineage.happened_before(change, *later));
    let mut standing: Vec<Claim> = of_changes
        .iter()
        .filter(|(change, _)| !is_known(**change))
        .map(|(change, value)| Claim { change: *change, value: value.clone() })
        .collect();
    standing.sort_by(|a, b| lineage.order(b.change).cmp(&lineage.order(a.change)));
    let mut distinct: Vec<Claim> = Vec::new();
    for claim in standing {
        if distinct.iter().all(|c| c.value != claim.value) {
            distinct.push(claim);
        }
    }
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// `d2:b,c` is a change d at moment 2 that knew b and c.
    fn lineage(text: &str) -> Lineage {
        let mut lineage = Lineage::default();
        for change in text.split(' ') {
            let (head, knew) = change.split_once(':').expect("a colon");
            let (uid, at) = head.split_at(1);
            let knew: Vec<String> = knew.split(',').filter(|p| !p.is_empty()).map(str::to_string).collect();
            lineage.add((uid, at), &knew).expect("a lineage");
        }
        lineage
    }

    fn columns(value: Value) -> Columns {
        value.as_object().expect("an object").clone()
    }

    fn title(text: &str) -> Write {
        Write::Alter(columns(json!({ "title": text })))
    }

    fn added() -> (usize, Write) {
        (0, Write::Add(columns(json!({ "title": "Water", "number": "1" }))))
    }

    #[test]
    fn a_write_that_knew_the_other_wins_whatever_the_clocks_say() {
        let l = lineage("a1: b9:a c2:b");
        let row = fold(&l, &[added(), (1, title("from the future")), (2, title("later"))]);
        assert_eq!(row.columns, columns(json!({ "title": "later", "number": "1" })));
        assert!(row.contested.is_empty() && row.is_there);
        assert_eq!(row.writers["title"], 2);
    }

    #[test]
    fn two_that_did_not_know_each_other_are_both_kept_and_the_later_is_shown() {
        let l = lineage("a1: b2:a c3:a");
        let row = fold(&l, &[added(), (1, title("Sea")), (2, title("Ice"))]);
        let claim = |change, text: &str| Claim { change, value: text.into() };
        assert_eq!(row.contested["title"], [claim(2, "Ice"), claim(1, "Sea")]);
        assert_eq!(row.columns["title"], "Ice");
        // Two that wrote the same do not differ.
        assert!(fold(&l, &[added(), (1, title("Sea")), (2, title("Sea"))]).contested.is_empty());
    }

    #[test]
    fn whoever_knew_both_decides_also_where_it_stands_first_in_the_list() {
        let l = lineage("a1: b2:a c3:a d4:b,c");
        let decided = (3, Write::Decide("title".into(), "Sea".into()));
        let row = fold(&l, &[decided, (2, title("Ice")), (1, title("Sea")), added()]);
        assert_eq!((row.columns["title"].as_str(), row.contested.len()), (Some("Sea"), 0));
    }

    #[test]
    fn a_row_that_one_removed_and_another_wrote_on_is_there_and_contested() {
        let l = lineage("a1: b2:a c3:a d4:c");
        let row = fold(&l, &[added(), (1, title("Sea")), (2, Write::Remove)]);
        assert!(row.is_there);
        assert_eq!(row.contested[PRESENCE].iter().map(|c| c.change).collect::<Vec<_>>(), [2, 1]);
        assert!(!fold(&l, &[added(), (2, Write::Remove)]).is_there);
        // Put back by one who knew that it was removed.
        let back = fold(&l, &[added(), (2, Write::Remove), (3, Write::Add(columns(json!({ "title": "Water" }))))]);
        assert!(back.is_there && back.contested.is_empty());
    }

    #[test]
    fn the_order_in_which_writes_come_is_no_matter() {
        let l = lineage("a1: b2:a c3:a d4:b e1:c f6:d,e");
        let writes = [
            added(),
            (1, title("b")),
            (2, Write::Remove),
            (3, title("d")),
            (4, Write::Add(columns(json!({ "title": "e" })))),
        ];
        let once = fold(&l, &writes);
        for turn in 0..writes.len() {
            let mut turned = writes.to_vec();
            turned.rotate_left(turn);
            assert_eq!(fold(&l, &turned), once);
            turned.reverse();
            assert_eq!(fold(&l, &turned), once);
        }
        assert_eq!(once.contested["title"].len(), 2);
    }
}
