//! The content of a file, as a function of the set of changes that it knows: from the page of the design, by another
//! hand than the program's. Small on purpose: one objective that is there from the beginning, some that are added,
//! a tag, a setting, a quarter, and the log.

use std::collections::{BTreeMap, BTreeSet};

/// A change, by its place in a [`History`].
pub type Id = usize;
/// Changes, one a bit.
pub type Set = u32;
/// A title, a number, a date: as a code. Of [`Field::There`] 1 and 0.
pub type Value = u16;

pub fn holds(set: Set, id: Id) -> bool {
    set & (1 << id) != 0
}

/// A row by its lasting identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// By what it was called when it was added, 0: the one that was always there.
    Objective(Value),
    Tag,
    Setting,
    Quarter,
    /// By the change that recorded it.
    Line(Id),
    Decision(Id),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    There,
    Title,
    Number,
    Deadline,
    Value,
    /// The revision of a quarter that counts.
    Counts,
}

pub type Key = (Row, Field);

/// The values before anybody did anything.
fn base((row, field): Key) -> Value {
    match (row, field) {
        (Row::Objective(0), Field::There | Field::Title | Field::Number) | (Row::Setting, Field::Value) => 1,
        _ => 0,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    pub subject: Row,
    pub day: u8,
    pub status: Option<Status>,
    pub light: Option<Light>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Light {
    Green,
    Red,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    Ongoing,
    Suspended,
    Completed,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Change {
    pub copy: usize,
    /// Its moment on the clock of its copy.
    pub at: u32,
    /// Counted on from what it knew where the clock is no later.
    pub stamp: (u32, u32),
    pub knew: Set,
    pub writes: Vec<(Key, Value)>,
    pub line: Option<Line>,
    /// A decision says which value a field has; as long as it stands it is a write.
    pub decides: Option<(Key, Value)>,
}

impl Change {
    fn order(&self) -> ((u32, u32), u32) {
        (self.stamp, self.at)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct History(pub Vec<Change>);

/// A line, and the status and the light that it records.
pub type Recorded = (Id, Status, Option<Light>);

/// Something that nobody has decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    Field(Key, BTreeSet<Value>),
    /// A row that was taken out, and that another one needs.
    Used(Row),
    /// Rows that claim one number.
    Claims(Value, BTreeSet<Row>),
    Lines(Id, Id),
}

/// The newest writes of every field: those that no other write on it knew.
pub type Newest = BTreeMap<Key, BTreeSet<(Id, Value)>>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub shown: BTreeMap<Key, Value>,
    /// The objectives that are there, by the name that is shown: a number, and the how manyeth that claims it.
    pub named: BTreeMap<(Value, usize), Row>,
    /// The lines of each objective in their order, with the status and the light that they record.
    pub lines: BTreeMap<Row, Vec<Recorded>>,
    pub conflicts: BTreeSet<Conflict>,
}

impl Content {
    pub fn of(&self, key: Key) -> Value {
        self.shown.get(&key).copied().unwrap_or_else(|| base(key))
    }

    /// How an objective stands on a day.
    pub fn state(&self, subject: Row) -> (Status, Option<Light>) {
        let line = self.lines.get(&subject).and_then(|l| l.last());
        line.map_or((Status::Ongoing, None), |(_, status, light)| (*status, *light))
    }

    /// The fields of which a decision can be made.
    pub fn undecided(&self) -> impl Iterator<Item = (Key, &BTreeSet<Value>)> {
        self.conflicts.iter().filter_map(|c| match c {
            Conflict::Field(key, values) => Some((*key, values)),
            _ => None,
        })
    }
}

impl History {
    pub fn knew(&self, later: Id, earlier: Id) -> bool {
        holds(self.0[later].knew, earlier)
    }

    /// Adds a write to those that are the newest.
    pub fn put(&self, newest: &mut Newest, key: Key, write: (Id, Value)) {
        let of = newest.entry(key).or_default();
        if of.iter().any(|(id, _)| self.knew(*id, write.0)) {
            return;
        }
        of.retain(|(id, _)| !self.knew(write.0, *id));
        of.insert(write);
    }

    /// All writes of a set of changes, without the decisions.
    pub fn newest(&self, set: Set) -> Newest {
        let mut newest = Newest::new();
        let ids = || (0..self.0.len()).filter(|id| holds(set, *id));
        for (id, key, value) in ids().flat_map(|id| self.0[id].writes.iter().map(move |(k, v)| (id, *k, *v))) {
            // By the definition: no other write on this field knew it.
            let known = ids().any(|other| self.knew(other, id) && self.0[other].writes.iter().any(|(k, _)| *k == key));
            if !known {
                newest.entry(key).or_default().insert((id, value));
            }
        }
        newest
    }

    /// The content of a file that knows these changes.
    pub fn content(&self, set: Set) -> Content {
        self.content_of(set, self.newest(set))
    }

    pub fn content_of(&self, set: Set, mut newest: Newest) -> Content {
        let ids = || (0..self.0.len()).filter(|id| holds(set, *id));
        let there = |newest: &Newest, row: Row| match newest.get(&(row, Field::There)) {
            Some(writes) => writes.iter().any(|w| w.1 == 1),
            None => base((row, Field::There)) == 1,
        };
        let decisions: Vec<Id> = ids().filter(|id| there(&newest, Row::Decision(*id))).collect();
        for id in decisions {
            let (key, value) = self.0[id].decides.expect("a decision decides");
            self.put(&mut newest, key, (id, value));
        }

        let mut shown = BTreeMap::new();
        let mut conflicts = BTreeSet::new();
        for (key, writes) in &newest {
            let values: BTreeSet<Value> = writes.iter().map(|w| w.1).collect();
            let last = writes.iter().max_by_key(|w| self.0[w.0].order()).expect("a write").1;
            shown.insert(*key, if key.1 == Field::There { *values.last().expect("a value") } else { last });
            if values.len() > 1 {
                conflicts.insert(Conflict::Field(*key, values));
            }
        }

        // A line needs its objective.
        let lines: Vec<Id> = ids().filter(|id| there(&newest, Row::Line(*id))).collect();
        for id in &lines {
            let subject = self.0[*id].line.expect("a line").subject;
            if shown.get(&(subject, Field::There)) == Some(&0) {
                shown.insert((subject, Field::There), 1);
                conflicts.insert(Conflict::Used(subject));
            }
        }

        let named = self.names(&newest, &shown, &mut conflicts);
        let lines = self.log(&lines, &mut conflicts);
        Content { shown, named, lines, conflicts }
    }

    /// The objective that claimed a number first keeps it.
    fn names(
        &self,
        newest: &Newest,
        shown: &BTreeMap<Key, Value>,
        conflicts: &mut BTreeSet<Conflict>,
    ) -> BTreeMap<(Value, usize), Row> {
        let objectives = shown.keys().map(|k| k.0).filter(|r| matches!(r, Row::Objective(_)));
        let objectives: BTreeSet<Row> = objectives.chain([Row::Objective(0)]).collect();
        let mut claims: BTreeMap<Value, Vec<_>> = BTreeMap::new();
        for row in objectives {
            let of = |field| shown.get(&(row, field)).copied().unwrap_or_else(|| base((row, field)));
            if of(Field::There) == 0 {
                continue;
            }
            let number = of(Field::Number);
            let writes = newest.get(&(row, Field::Number)).into_iter().flatten();
            let claimed = writes.filter(|w| w.1 == number).map(|w| self.0[w.0].order()).max();
            claims.entry(number).or_default().push((claimed, row));
        }
        let mut named = BTreeMap::new();
        for (number, mut rows) in claims {
            rows.sort();
            if rows.len() > 1 {
                conflicts.insert(Conflict::Claims(number, rows.iter().map(|r| r.1).collect()));
            }
            named.extend(rows.into_iter().enumerate().map(|(n, (_, row))| ((number, n), row)));
        }
        named
    }

    fn log(&self, ids: &[Id], conflicts: &mut BTreeSet<Conflict>) -> BTreeMap<Row, Vec<Recorded>> {
        let line = |id: Id| self.0[id].line.expect("a line");
        let mut logs: BTreeMap<Row, Vec<Id>> = BTreeMap::new();
        for id in ids {
            logs.entry(line(*id).subject).or_default().push(*id);
        }
        let mut all = BTreeMap::new();
        for (subject, mut log) in logs {
            log.sort_by_key(|id| (line(*id).day, self.0[*id].order()));
            let (mut status, mut light) = (Status::Ongoing, None);
            let mut recorded = Vec::new();
            for id in &log {
                let before = light.filter(|_| status != Status::Completed);
                status = line(*id).status.unwrap_or(status);
                light = line(*id).light.or(before).filter(|_| status != Status::Completed);
                recorded.push((*id, status, light));
            }
            for (n, a) in log.iter().enumerate() {
                for b in &log[n + 1..] {
                    let settled =
                        log.iter().any(|c| self.knew(*c, *a) && self.knew(*c, *b) && line(*c).day >= line(*b).day);
                    if !self.knew(*a, *b) && !self.knew(*b, *a) && contradict(line(*a), line(*b)) && !settled {
                        conflicts.insert(Conflict::Lines(*a.min(b), *a.max(b)));
                    }
                }
            }
            all.insert(subject, recorded);
        }
        all
    }
}

/// Whether two lines contradict each other of which neither author knew the other's: `a` is not the later one.
fn contradict(a: Line, b: Line) -> bool {
    let ends = |l: Line| l.status == Some(Status::Completed);
    // A light is one of what is open.
    let opens = |l: Line| l.light.is_some() || l.status.is_some_and(|s| s != Status::Completed);
    let differ = |of: fn(Line) -> Option<u8>| matches!((of(a), of(b)), (Some(x), Some(y)) if x != y);
    let of_one_day = a.day == b.day
        && (differ(|l| l.status.map(|s| s as u8)) || differ(|l| l.light.map(|l| l as u8)) || (ends(b) && opens(a)));
    (ends(a) && opens(b)) || of_one_day
}
