//! Every order of a few acts out of every kind in up to three copies, with all merges in between: first in the
//! model alone, then in the program beside it.
//!
//! `FREMDRIFT_ORDERS=5 cargo test --release copies::search` goes through five acts of each family and four of all
//! kinds, `FREMDRIFT_PLAYED=4` through so many in the program.

use super::model::*;
use super::world::{NAMES, ONE_CLOCK, World};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

/// The kinds of act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Ongoing,
    Completed,
    Red,
    Green,
    Earlier,
    Title,
    Alike,
    Deadline,
    TagOn,
    TagOff,
    Setting,
    Add,
    AddAlike,
    Renumber,
    LogOnAdded,
    Freeze,
    Undo,
    DecideFirst,
    DecideLast,
}
use Kind::*;

/// Kinds that touch the same things; what touches nothing in common can't disturb each other.
const FAMILIES: &[(&str, &[Kind])] = &[
    ("log", &[Ongoing, Completed, Red, Green, Earlier, Undo]),
    ("fields", &[Title, Alike, Deadline, Undo]),
    ("rows", &[Add, AddAlike, Renumber, LogOnAdded, Undo]),
    ("lists", &[TagOn, TagOff, Setting, Undo]),
];
/// Those that decide; the program is not asked for them here.
const DECIDED: &[(&str, &[Kind])] = &[
    ("decided fields", &[Title, Alike, Undo, DecideFirst, DecideLast]),
    ("decided lists", &[TagOn, TagOff, Undo, DecideFirst, DecideLast]),
    ("frozen", &[Freeze, Title, DecideFirst, DecideLast]),
];
const ALL: &[Kind] = &[
    Ongoing,
    Completed,
    Red,
    Green,
    Earlier,
    Title,
    Alike,
    Deadline,
    TagOn,
    TagOff,
    Setting,
    Add,
    AddAlike,
    Renumber,
    LogOnAdded,
    Freeze,
    Undo,
    DecideFirst,
    DecideLast,
];

const DAYS: [&str; 2] = ["2025-05-10", "2025-06-30"];

/// The changes that were made so far. A copy at any time knows a part of them that is closed: with a change all
/// that it knew. Merges only say which part that is when something is done, so an act is a copy, such a part, and a
/// kind.
#[derive(Clone)]
struct Node {
    history: History,
    path: Vec<(usize, Kind)>,
}

const COPIES: usize = 3;

impl Node {
    fn new() -> Node {
        Node { history: History::default(), path: vec![] }
    }

    fn all(&self) -> Set {
        (1 << self.history.0.len()) - 1
    }

    fn closed(&self, set: Set) -> bool {
        (0..self.history.0.len()).filter(|id| holds(set, *id)).all(|id| self.history.0[id].knew & !set == 0)
    }

    /// All that a copy can know when it does something next: what it did itself, and of the others what it may
    /// have taken over by now.
    fn knowable(&self, copy: usize) -> Vec<Set> {
        let own = (0..self.history.0.len()).filter(|id| self.history.0[*id].copy == copy);
        let own = own.fold(0, |set, id| set | 1 << id | self.history.0[id].knew);
        (0..=self.all()).filter(|set| set & own == own && self.closed(*set)).collect()
    }

    /// An act as a change of this copy: its writes, and the line or the decision in it. `None`: it
    /// can't be done here, or changes nothing.
    fn change(&self, copy: usize, knew: Set, kind: Kind) -> Option<Change> {
        let now = self.history.content(knew);
        let id = self.history.0.len();
        let own = 100 + Value::try_from(id).expect("few changes");
        let mut change = Change {
            copy,
            at: u32::try_from(id).expect("few changes") + 1,
            stamp: (0, 0),
            knew,
            writes: vec![],
            line: None,
            decides: None,
        };
        let known = (0..id).filter(|k| holds(change.knew, *k));
        let newest = known.clone().map(|k| self.history.0[k].stamp).max().unwrap_or_default();
        change.stamp = if newest.0 >= change.at { (newest.0, newest.1 + 1) } else { (change.at, 0) };
        let first = Row::Objective(0);
        let set = |key: Key, value: Value| (now.of(key) != value).then(|| vec![(key, value)]);
        let ninth = now.named.get(&(9, 0)).copied();
        let line = |subject, day, status, light| Line { subject, day, status, light };
        let (line, writes) = match kind {
            Ongoing => (Some(line(first, 1, Some(Status::Ongoing), None)), None),
            Completed => (Some(line(first, 1, Some(Status::Completed), None)), None),
            Earlier => (Some(line(first, 0, Some(Status::Suspended), None)), None),
            // A light of what has ended is refused.
            Red | Green if now.state(first).0 == Status::Completed => return None,
            Red => (Some(line(first, 1, None, Some(Light::Red))), None),
            Green => (Some(line(first, 1, None, Some(Light::Green))), None),
            LogOnAdded => (Some(line(ninth.filter(|r| *r != first)?, 1, Some(Status::Ongoing), None)), None),
            Title => (None, set((first, Field::Title), own)),
            Alike => (None, set((first, Field::Title), 2)),
            Deadline => (None, set((first, Field::Deadline), own)),
            TagOn => (None, set((Row::Tag, Field::There), 1)),
            TagOff => (None, set((Row::Tag, Field::There), 0)),
            Setting => (None, set((Row::Setting, Field::Value), own)),
            Add | AddAlike => {
                let title = if kind == Add { own } else { 2 };
                let row = Row::Objective(title);
                let writes = vec![((row, Field::There), 1), ((row, Field::Title), title), ((row, Field::Number), 9)];
                (None, ninth.is_none().then_some(writes))
            }
            Renumber if ninth.is_some() || now.of((first, Field::Number)) == 9 => return None,
            Renumber => (None, set((first, Field::Number), 9)),
            Freeze => {
                (None, set((Row::Quarter, Field::Counts), own).filter(|_| now.of((Row::Quarter, Field::Counts)) == 0))
            }
            Undo => (None, self.taken_back(known.clone().next_back()?, knew)),
            DecideFirst | DecideLast => {
                let (key, values) = now.undecided().next()?;
                let value = if kind == DecideFirst { values.first() } else { values.last() };
                change.decides = Some((key, *value?));
                (None, Some(vec![((Row::Decision(id), Field::There), 1)]))
            }
        };
        change.line = line;
        change.writes = match line {
            Some(_) => vec![((Row::Line(id), Field::There), 1)],
            None => writes?,
        };
        Some(change)
    }

    /// The fields that a change wrote, as they would be without it. `None` where something stands on it.
    fn taken_back(&self, id: Id, known: Set) -> Option<Vec<(Key, Value)>> {
        let rows: BTreeSet<Row> = self.history.0[id].writes.iter().map(|w| w.0.0).collect();
        let later = (0..self.history.0.len()).filter(|k| holds(known, *k) && self.history.knew(*k, id));
        let stands = later.clone().any(|k| {
            let change = &self.history.0[k];
            change.writes.iter().any(|w| rows.contains(&w.0.0))
                || change.line.is_some_and(|l| rows.contains(&l.subject))
        });
        // Lines of others may hang on what this added.
        let hangs = (0..self.history.0.len())
            .filter(|k| holds(known, *k))
            .any(|k| self.history.0[k].line.is_some_and(|l| rows.contains(&l.subject)) && k != id);
        if stands || hangs || self.history.0[id].writes.iter().any(|w| w.0.1 == Field::Counts) {
            return None;
        }
        let without = self.history.content(known & !(1 << id));
        Some(self.history.0[id].writes.iter().map(|(key, _)| (*key, without.of(*key))).collect())
    }

    fn after(&self, copy: usize, knew: Set, kind: Kind) -> Option<Node> {
        let mut node = self.clone();
        node.history.0.push(self.change(copy, knew, kind)?);
        node.path.push((copy, kind));
        Some(node)
    }

    /// All that can be done next. The copies are called in the order in which they begin to do something.
    fn next(&self, kinds: &[Kind]) -> Vec<Node> {
        let begun = self.history.0.iter().map(|c| c.copy + 1).max().unwrap_or(0);
        let mut all = Vec::new();
        for copy in 0..COPIES.min(begun + 1) {
            for knew in self.knowable(copy) {
                all.extend(kinds.iter().filter_map(|kind| self.after(copy, knew, *kind)));
            }
        }
        all
    }

    /// The properties that hold for every copy that knows the newest change; of the others it was looked at before.
    fn holds(&self) -> usize {
        let newest = self.history.0.len() - 1;
        let sets = (0..=self.all()).filter(|set| holds(*set, newest) && self.closed(*set));
        sets.map(|set| self.holds_for(set)).count()
    }

    fn holds_for(&self, known: Set) {
        let history = &self.history;
        let said = history.content(known);
        // Change by change it comes to what the set alone says, in whatever order they came.
        let ids = || (0..history.0.len()).filter(|id| holds(known, *id));
        for backwards in [false, true] {
            let mut joined = Newest::new();
            let order: Vec<Id> = if backwards { ids().rev().collect() } else { ids().collect() };
            for id in order {
                for (key, value) in &history.0[id].writes {
                    history.put(&mut joined, *key, (id, *value));
                }
            }
            assert_eq!(history.content_of(known, joined), said, "{:?}", self.path);
        }
        // Nothing is lost: a write is shown, known by a later one, or listed.
        for id in ids() {
            for (key, value) in &history.0[id].writes {
                let later = ids().filter(|k| history.knew(*k, id)).any(|k| {
                    let other = &history.0[k];
                    other.decides.is_some_and(|d| d.0 == *key) || other.writes.iter().any(|w| w.0 == *key)
                });
                let listed = said.undecided().any(|(k, values)| k == *key && values.contains(value))
                    || said.conflicts.contains(&Conflict::Used(key.0));
                assert!(later || listed || said.of(*key) == *value, "{key:?} {value}: {:?}", self.path);
            }
        }
        // All that is there has a name.
        for ((row, field), value) in &said.shown {
            let is_there = matches!(row, Row::Objective(_)) && *field == Field::There && *value == 1;
            assert!(!is_there || said.named.values().any(|r| r == row), "{:?}", self.path);
        }
        // A decision is followed where nobody wrote there since without knowing it.
        for id in ids() {
            let Some((key, value)) = history.0[id].decides else { continue };
            let said_of_it = |k: Id| {
                let change = &history.0[k];
                let own = change.writes.iter().any(|w| w.0 == key || w.0.0 == Row::Decision(id));
                own || change.decides.is_some_and(|d| d.0 == key)
            };
            let knew_all = ids().filter(|k| *k != id).all(|k| history.knew(id, k) || !said_of_it(k));
            assert!(!knew_all || said.of(key) == value, "{:?}", self.path);
        }
    }
}

/// Goes through all that can happen; gives how many histories there are, and how often somebody who knows a part of
/// one was looked at.
fn search(kinds: &[Kind], most: usize, look: &mut impl FnMut(&Node)) -> (usize, usize) {
    fn deeper(node: &Node, kinds: &[Kind], left: usize, look: &mut impl FnMut(&Node), count: &mut (usize, usize)) {
        if left == 0 {
            return;
        }
        for next in node.next(kinds) {
            count.0 += 1;
            count.1 += next.holds();
            look(&next);
            deeper(&next, kinds, left - 1, look, count);
        }
    }
    let mut count = (0, 0);
    deeper(&Node::new(), kinds, most, look, &mut count);
    count
}

fn number(name: &str) -> Option<usize> {
    std::env::var(name).ok().and_then(|n| n.parse().ok())
}

#[test]
fn the_model_says_the_same_in_every_order() {
    let most = number("FREMDRIFT_ORDERS").unwrap_or(3);
    let mut all = 0;
    for (name, kinds) in FAMILIES.iter().chain(DECIDED).copied().chain([("all kinds", ALL)]) {
        let (began, acts) = (Instant::now(), if name == "all kinds" { most - 1 } else { most });
        let (mut conflicts, mut undecided) = (BTreeSet::new(), 0);
        let (histories, states) = search(kinds, acts, &mut |node| {
            let said = node.history.content(node.all()).conflicts;
            undecided += usize::from(!said.is_empty());
            conflicts.extend(said.iter().map(|c| match c {
                Conflict::Field(..) => "a field",
                Conflict::Used(_) => "a row that is used",
                Conflict::Claims(..) => "a number",
                Conflict::Lines(..) => "lines",
            }));
        });
        println!(
            "{name}: {acts} acts in {COPIES} copies: {histories} histories, {undecided} of them with something undecided \
             {conflicts:?}, {states} states, {:.1} s",
            began.elapsed().as_secs_f64()
        );
        all += histories;
    }
    assert!(all > 1000, "{all} histories");
}

/// The command line of an act.
fn line((id, copy): (Id, usize), kind: Kind, newest: i64) -> String {
    let last = DAYS[1];
    match kind {
        Ongoing => format!("log P/1 -s ongoing --as-of {last} --reopen"),
        Completed => format!("log P/1 -s completed --as-of {last}"),
        Red => format!("log P/1 -l red --as-of {last}"),
        Green => format!("log P/1 -l green --as-of {last}"),
        Earlier => format!("log P/1 -s suspended --as-of {} --reopen", DAYS[0]),
        LogOnAdded => format!("log P/9 -s ongoing --as-of {last}"),
        Title => format!("objective edit P/1 --title T{}", 100 + id),
        Alike => "objective edit P/1 --title T2".into(),
        Deadline => format!("objective edit P/1 --deadline-approved {} --reason r{id} --agreed-by {copy}", 2030 + id),
        TagOn => "objective edit P/1 --tag vand".into(),
        TagOff => "objective edit P/1 --clear tag".into(),
        Setting => format!("setting yellow-months {} --reason r{id}", 10 + id),
        Add => format!("objective add P/9 --title T{}", 100 + id),
        AddAlike => "objective add P/9 --title T2".into(),
        Renumber => "objective edit P/1 --number 9".into(),
        Undo => format!("undo {newest}"),
        Freeze | DecideFirst | DecideLast => unreachable!("the program is not asked for these here"),
    }
}

/// The content of the model, in the words of [`in_program`].
fn in_model(said: &Content) -> Vec<String> {
    let mut all = Vec::new();
    for ((number, n), row) in &said.named {
        let of = |field| said.of((*row, field));
        let name = if *n == 0 { format!("P/{number}") } else { format!("P/{number} ({})", n + 1) };
        let deadline = match of(Field::Deadline) {
            0 => String::new(),
            d => (2030 + d - 100).to_string(),
        };
        all.push(format!("{name} T{} {deadline}", of(Field::Title)));
        for (id, status, light) in said.lines.get(row).into_iter().flatten() {
            let light = light.map_or(String::new(), |l| format!("{l:?}"));
            all.push(format!("{name} line {id} {status:?} {light}").to_lowercase());
        }
    }
    all.push(format!("tag {}", said.of((Row::Tag, Field::There))));
    all.push(match said.of((Row::Setting, Field::Value)) {
        1 => "setting".into(),
        v => format!("setting {}", 10 + v - 100),
    });
    all
}

/// The content of a copy, as rows of text; lines by the change that recorded them.
fn in_program(file: &Path, of: &BTreeMap<String, Id>) -> Vec<String> {
    let conn = Connection::open(file).expect("a file");
    let mut all = Vec::new();
    let sql = "SELECT id, number, title, coalesce(deadline_approved, '') FROM objective ORDER BY CAST(number AS INTEGER), number";
    let mut rows = conn.prepare(sql).expect(sql);
    let rows = rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).expect(sql);
    for row in rows {
        let (id, number, title, deadline): (i64, String, String, String) = row.expect("a row");
        all.push(format!("P/{number} {title} {deadline}"));
        let sql = "SELECT uid, status, coalesce(light, '') FROM entry WHERE objective = ?1 ORDER BY as_of, id";
        let mut lines = conn.prepare(sql).expect(sql);
        let lines = lines.query_map([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).expect(sql);
        for line in lines {
            let (uid, status, light): (String, String, String) = line.expect("a line");
            // The line of the beginning is nobody's here.
            if let Some(id) = of.get(&uid) {
                all.push(format!("P/{number} line {id} {status} {light}").to_lowercase());
            }
        }
    }
    let count = |sql: &str| -> i64 { conn.query_row(sql, [], |r| r.get(0)).expect(sql) };
    all.push(format!("tag {}", count("SELECT count(*) FROM tag")));
    let setting = count("SELECT coalesce(max(value), 0) FROM setting");
    all.push(if setting == 0 { "setting".into() } else { format!("setting {setting}") });
    all
}

const BASE: &[&str] = &[
    "init",
    "plan add P --title Plan --from 2025 --to 2027",
    "objective add P/1 --title T1",
    "log P/1 -s ongoing --as-of 2025-05-01",
];

/// The program beside a node of the model: a file for each change, as its copy was after it.
#[derive(Clone)]
struct Beside {
    files: Vec<Rc<Snapshot>>,
    /// The changes and the lines of the program by their identities.
    changes: BTreeMap<String, Id>,
    lines: BTreeMap<String, Id>,
}

/// A file that goes when nobody needs it any more.
struct Snapshot(PathBuf);

impl Drop for Snapshot {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

enum Ended {
    Done,
    /// The program does not undo what the model would.
    NotUndone,
    Wrong(String),
}

struct Program {
    world: World,
    base: PathBuf,
    count: usize,
}

impl Program {
    fn new() -> Program {
        let world = World::new(COPIES, ONE_CLOCK, BASE);
        let base = world.file("base");
        std::fs::copy(world.path(0), &base).expect("a copy");
        Program { world, base, count: 0 }
    }

    /// Puts into the place of a copy what it is after these changes: of its own last file, or of the beginning,
    /// and the files of the others merged into it, in this order. Says what went wrong.
    fn knowing(&self, beside: &Beside, node: &Node, copy: usize, set: Set, own: Option<Id>) -> Result<(), String> {
        let from = own.map_or(&self.base, |id| &beside.files[id].0);
        std::fs::copy(from, self.world.path(copy)).expect("a copy");
        let mut known = own.map_or(0, |id| node.history.0[id].knew | 1 << id);
        let is_head = |id: &Id| !(0..node.history.0.len()).any(|k| holds(set, k) && node.history.knew(k, *id));
        for id in (0..node.history.0.len()).filter(|id| holds(set, *id)).filter(is_head) {
            if holds(known, id) {
                continue;
            }
            known |= node.history.0[id].knew | 1 << id;
            let done =
                self.world.run_at(200 + node.history.0.len(), copy, &format!("merge {}", beside.files[id].0.display()));
            if !matches!(done.code, 0 | 4) {
                return Err(format!("{} takes over {id}: {done:?}", NAMES[copy]));
            }
        }
        Ok(())
    }

    /// Does what the last change of `node` is.
    fn step(&mut self, node: &Node, beside: &mut Beside) -> Ended {
        let id = node.history.0.len() - 1;
        let (copy, kind) = node.path[id];
        let knew = node.history.0[id].knew;
        let own = (0..id).rfind(|k| node.path[*k].0 == copy);
        let before = Node { history: History(node.history.0[..id].to_vec()), path: node.path[..id].to_vec() };
        if let Err(told) = self.knowing(beside, &before, copy, knew, own) {
            return Ended::Wrong(told);
        }
        let (knows, stood) = (self.world.knows(copy), self.world.lines(copy));
        let newest = (0..id).rfind(|k| holds(knew, *k));
        let command = line((id, copy), kind, newest.map_or(0, |newest| self.number(copy, beside, newest)));
        let done = self.world.run_at(100 + id, copy, &command);
        match done.code {
            0 => {}
            1 if kind == Undo => return Ended::NotUndone,
            _ => return Ended::Wrong(format!("{} {command}: {done:?}", NAMES[copy])),
        }
        let new: Vec<String> = self.world.knows(copy).difference(&knows).cloned().collect();
        let [uid] = &new[..] else { return Ended::Wrong(format!("{} {command}: {} changes", NAMES[copy], new.len())) };
        beside.changes.insert(uid.clone(), id);
        if kind != Undo {
            beside.lines.extend(self.world.lines(copy).difference(&stood).map(|uid| (uid.clone(), id)));
        }
        self.count += 1;
        let file = self.world.file(&format!("{}.snapshot", self.count));
        std::fs::copy(self.world.path(copy), &file).expect("a copy");
        beside.files.push(Rc::new(Snapshot(file)));
        self.agrees(node, beside, copy, knew | 1 << id)
    }

    /// The copy that did it says what the model says, and so does whoever knows all, however it came to it.
    fn agrees(&self, node: &Node, beside: &Beside, copy: usize, known: Set) -> Ended {
        let differs = |at: usize, set: Set| {
            let model = in_model(&node.history.content(set));
            let program = in_program(&self.world.path(at), &beside.lines);
            (model != program).then(|| format!("{}: the model says {model:?}, the program {program:?}", NAMES[at]))
        };
        if let Some(told) = differs(copy, known) {
            return Ended::Wrong(told);
        }
        if known == node.all() {
            return Ended::Done;
        }
        let last = node.history.0.len() - 1;
        for (at, own) in [(0, Some(last)), (1, None), (2, Some(0))] {
            if let Err(told) = self.knowing(beside, node, at, node.all(), own) {
                return Ended::Wrong(told);
            }
            if let Some(told) = differs(at, node.all()) {
                return Ended::Wrong(told);
            }
            if self.world.digest(at) != self.world.digest(0) {
                return Ended::Wrong(format!("who knows all differs: {}", self.world.differences(0, at)));
            }
        }
        Ended::Done
    }

    /// The number that a change has in a copy.
    fn number(&self, copy: usize, beside: &Beside, id: Id) -> i64 {
        let conn = Connection::open(self.world.path(copy)).expect("a file");
        let uid = beside.changes.iter().find(|(_, of)| **of == id).expect("a change").0;
        conn.query_row("SELECT number FROM change WHERE uid = ?1", [uid], |r| r.get(0)).expect("it is known")
    }
}

/// A history as a script: each change with those that it knew.
fn script(node: &Node) -> String {
    let each = node.history.0.iter().zip(&node.path).enumerate().map(|(id, (change, (copy, kind)))| {
        let knew: Vec<Id> = (0..id).filter(|k| holds(change.knew, *k)).collect();
        let newest = knew.last().map_or(0, |k| i64::try_from(*k).expect("few"));
        format!("  {id}: {} {} (knew {knew:?})\n", NAMES[*copy], line((id, *copy), *kind, newest))
    });
    each.collect()
}

/// Plays what the search finds in the program; gives how many histories, and where the two differ.
fn played(kinds: &[Kind], most: usize, wrong: &mut Vec<String>) -> (usize, usize) {
    fn deeper(
        program: &mut Program,
        (node, beside): (&Node, &Beside),
        kinds: &[Kind],
        left: usize,
        wrong: &mut Vec<String>,
        count: &mut (usize, usize),
    ) {
        if left == 0 {
            return;
        }
        for next in node.next(kinds) {
            let mut beside = beside.clone();
            count.0 += 1;
            match program.step(&next, &mut beside) {
                Ended::Done => deeper(program, (&next, &beside), kinds, left - 1, wrong, count),
                Ended::NotUndone => count.1 += 1,
                Ended::Wrong(told) => wrong.push(format!("{}{told}\n", script(&next))),
            }
        }
    }
    let mut count = (0, 0);
    let none = Beside { files: vec![], changes: BTreeMap::new(), lines: BTreeMap::new() };
    deeper(&mut Program::new(), (&Node::new(), &none), kinds, most, wrong, &mut count);
    count
}

#[test]
fn the_program_says_what_the_model_says() {
    let most = number("FREMDRIFT_PLAYED").unwrap_or(2);
    let (mut all, mut wrong) = (0, Vec::new());
    for (name, kinds) in FAMILIES {
        let began = Instant::now();
        let (histories, refused) = played(kinds, most, &mut wrong);
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "{name}: {most} acts in {COPIES} copies: {histories} histories, {refused} undos refused, {seconds:.1} s"
        );
        all += histories;
    }
    wrong.sort_by_key(String::len);
    let listed: Vec<String> = wrong.iter().take(12).cloned().collect();
    assert!(wrong.is_empty(), "{} of {all} histories differ:\n{}", wrong.len(), listed.concat());
    assert!(all > 100, "{all} histories");
}
