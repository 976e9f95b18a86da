//! Everything that can be done to a file, as command lines with random words in them.

/// Random numbers that are the same in every run: splitmix64.
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n as u64).expect("a small number")
    }

    pub fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// The file that all lives begin with.
pub const BASE: &[&str] = &[
    "init",
    "partnership add XX --country-code MX --country Mexico",
    "partnership add YY --country-code ID --country Indonesia",
    "plan add P --partnership XX --title Plan --from 2025 --to 2027",
    "plan add Q --partnership XX --title Next --from 2025 --to 2029",
    "authority add AA --country DK --name Aa",
    "authority add BB --country DK --name Bb",
    "authority add CC --country DK --name Cc",
    "instrument add I1 --name One --kind fund",
    "instrument add I2 --name Two --kind pool",
    "area add P/A --title Aaa",
    "area add P/B --title Bbb",
    "objective add P/1 --title One --lead AA --area A --tag vand --deadline 2026",
    "objective add P/2 --title Two --lead BB --supporting AA --sdg 7",
    "objective add P/3 --title Three --instrument I1 --deadline 2027-Q2",
    "objective add Q/1 --title Later",
    "activity add P/1/1 --title Part --lead AA",
    "log P/1 -s ongoing -l green -m begin --as-of 2025-01-15",
    "log P/2 -s ongoing -l yellow -m begin --as-of 2025-02-01",
    "log P/1/1 -s ongoing --as-of 2025-02-01",
    "freeze 2025-Q1 --plan P",
];

/// By what share of all acts: how often it is done among a hundred or so, and how. `{o}` and the like stand for
/// random words, `{w}` for a word that nobody else says, `{v}` for one that others may say too.
const ACTS: &[(usize, &str)] = &[
    (9, "log {o} -s {s} --as-of {d} --reopen"),
    (5, "log {o} -s {s} -m {w} --reopen"),
    (6, "log {o} -l {l} --as-of {d}"),
    (5, "log {o} -m {w} --as-of {d}"),
    (2, "log {o} -s ongoing -l {l} --expect {y}-Q3 --because {w} --as-of {d} --reopen"),
    (2, "log {o} --expect {y} --because {w} --as-of {d}"),
    (2, "log {o} -m {v} --blocked-by {w} --ask {a} --as-of {d}"),
    (1, "log {o} --blocked-by none --as-of {d}"),
    (2, "log {o}/{c} -s {s} --as-of {d} --reopen"),
    (1, "log {o} {o} -m {v}"),
    (1, "import entries lines.csv --reopen"),
    (3, "objective edit {o} --title {w}"),
    (2, "objective edit {o} --title-da {v}"),
    (1, "objective edit {o} --interest {interest}"),
    (1, "objective edit {o} --continuing {yes}"),
    (1, "objective edit {o} --audience {audience}"),
    (1, "objective edit {o} --case-number {v}"),
    (3, "objective edit {o} --tag {tags}"),
    (3, "objective edit {o} --lead {leads}"),
    (2, "objective edit {o} --supporting {a}"),
    (1, "objective edit {o} --counterpart {a}"),
    (2, "objective edit {o} --sdg {sdgs}"),
    (2, "objective edit {o} --instrument {i}"),
    (2, "objective edit {o} --area {r}"),
    (1, "objective edit {o} --clear tag"),
    (1, "objective edit {o} --clear lead"),
    (3, "objective edit {o} --number {k}"),
    (4, "objective edit {o} --deadline-approved {y} --reason {w} --agreed-by {a}"),
    (1, "objective edit {o} --deadline-original {y} --correction {w}"),
    (4, "objective add P/{k} --title {v} --lead {a}"),
    (2, "objective add P/{k} --title {w} --tag {tags} --deadline {y}"),
    (1, "objective retire {o} --from 2026-01-01 --reason {w}"),
    (2, "activity add {o}/{c} --title {v} --lead {a}"),
    (1, "activity edit {o}/{c} --title {w} --deadline-approved {y} --reason {w} --agreed-by {a}"),
    (1, "activity edit {o}/{c} --number {c}"),
    (1, "activity retire {o}/{c} --from 2026-01-01 --reason {w}"),
    (2, "area add P/{r} --title {v}"),
    (1, "area add P/{r} --title {w} --parent {r}"),
    (2, "area edit P/{r} --parent {r}"),
    (1, "area edit P/{r} --number {r}"),
    (1, "area edit P/{r} --title {w}"),
    (1, "area retire P/{r} --from 2026-01-01 --reason {w}"),
    (1, "plan add {p} --title {v} --partnership {z} --from 2026 --to 2028"),
    (1, "plan edit {p} --title {w} --note {v}"),
    (1, "plan edit {p} --partnership {z}"),
    (1, "plan edit Q --code {p}"),
    (1, "plan retire Q --from 2026-01-01 --reason {w}"),
    (1, "partnership add {z} --country-code SE --country {v}"),
    (1, "partnership edit {z} --note {w}"),
    (1, "partnership retire {z} --from 2026-01-01 --reason {w}"),
    (2, "authority add {a} --country DK --name {v}"),
    (1, "authority edit {a} --note {w} --email x@y.dk"),
    (1, "authority edit {a} --name {w}"),
    (1, "authority edit {a} --name {w} --name-from {d}"),
    (1, "authority retire {a} --from 2026-01-01 --reason {w}"),
    (1, "authority rename {a} --name {w} --from {d} --reason {w}"),
    (1, "authority rename {a} --to {a} --name {w} --from {d} --reason {w}"),
    (1, "authority merge {a} --into {a} --from {d} --reason {w}"),
    (1, "authority split {a} --into {a} --into {a} --rest {a} --from {d} --reason {w}"),
    (1, "authority transfer {a} {a} --all --from {d} --reason {w}"),
    (1, "authority transfer {a} {a} {o} --from {d} --reason {w}"),
    (1, "instrument add {i} --name {v} --kind pool"),
    (1, "instrument edit {i} --note {w}"),
    (1, "instrument retire {i} --from 2026-01-01 --reason {w}"),
    (2, "plan carry-forward P Q {n}={n} --reason {w}"),
    (1, "setting green-months {m} --reason {w}"),
    (1, "setting yellow-months 1{m} --reason {w}"),
    (2, "freeze 2025-{q} --plan P --skip-earlier"),
    (2, "restate 2025-{q} --plan P --reason {w}"),
    (1, "freeze 2025-{q} --plan Q --skip-earlier"),
    (2, "return send 2025-Q4 --plan P --authority {a} --out {w} --format csv"),
    (1, "return question P/{n} {w}"),
    (2, "return read answer.csv"),
    (1, "return accept 2025-Q4"),
    (7, "undo"),
    (4, "undo {newest-0}"),
    (3, "undo {newest-1}"),
    (2, "undo {newest-2}"),
    (1, "undo {newest-4}"),
];

/// A file of lines, alike on every desk: two that import it say the same thing.
pub const LINES: &str = "plan,number,as_of,status,note\nP,1,2025-06-30,ongoing,ens\nP,2,2025-06-30,completed,ens\nP,3,2025-06-30,ongoing,ens\n";

fn word(dice: &mut Dice, name: &str, mine: &str) -> String {
    let fixed = |dice: &mut Dice, all: &[&str]| dice.of(all).to_string();
    match name {
        "o" => fixed(dice, &["P/1", "P/1", "P/1", "P/2", "P/2", "P/3", "P/4", "Q/1"]),
        "n" => fixed(dice, &["1", "2", "3", "4"]),
        "k" => fixed(dice, &["4", "4", "5", "2"]),
        "c" => fixed(dice, &["1", "2"]),
        "s" => fixed(dice, &["ongoing", "suspended", "completed", "not-started", "cancelled", "partly-completed"]),
        "l" => fixed(dice, &["green", "yellow", "red"]),
        "d" => fixed(dice, &["2025-06-30", "2025-06-30", "2025-09-30", "2025-05-01", "2025-12-31"]),
        "y" => fixed(dice, &["2026", "2027", "2028"]),
        "a" => fixed(dice, &["AA", "AA", "BB", "BB", "CC", "NY"]),
        "leads" => fixed(dice, &["AA", "BB", "'AA|BB'", "'CC|AA'", "NY"]),
        "tags" => fixed(dice, &["vand", "skov", "'vand|skov'", "luft"]),
        "sdgs" => fixed(dice, &["7", "13", "'7|13'"]),
        "i" => fixed(dice, &["I1", "I2", "I3"]),
        "r" => fixed(dice, &["A", "B", "C", "D"]),
        "p" => fixed(dice, &["P", "Q", "R"]),
        "z" => fixed(dice, &["XX", "YY", "ZZ"]),
        "q" => fixed(dice, &["Q1", "Q2", "Q3", "Q4"]),
        "m" => fixed(dice, &["1", "2", "3"]),
        "yes" => fixed(dice, &["yes", "no"]),
        "interest" => fixed(dice, &["political", "commercial"]),
        "audience" => fixed(dice, &["internal", "partner", "public"]),
        "v" => fixed(dice, &["alike", "same"]),
        "w" => mine.to_string(),
        other => format!("{{{other}}}"),
    }
}

/// A random act of the desk that says `mine` where a word is its own.
pub fn act(dice: &mut Dice, mine: &str) -> String {
    let all: usize = ACTS.iter().map(|a| a.0).sum();
    let mut at = dice.below(all);
    let template = ACTS
        .iter()
        .find(|(share, _)| match at.checked_sub(*share) {
            Some(less) => {
                at = less;
                false
            }
            None => true,
        })
        .expect("an act")
        .1;
    fill(dice, template, mine)
}

fn fill(dice: &mut Dice, template: &str, mine: &str) -> String {
    let mut line = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').expect("a brace that closes");
        line.push_str(before);
        line.push_str(&word(dice, name, mine));
        rest = after;
    }
    line + rest
}
