//! Random lives of three to five copies over all tables. Any two copies that know the same changes say the same;
//! no line that was acknowledged is gone unless somebody withdrew it; nothing stops a merge.
//!
//! `FREMDRIFT_LIVES=10000 cargo test copies::lives` plays so many; `FREMDRIFT_LIFE=17` one of them.

use super::acts::{self, Dice};
use super::world::{Clocks, NAMES, ONE_CLOCK, Step, World};
use fremdrift::model::catalogue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock};
use std::time::Instant;

/// A life, from its number.
struct Life {
    copies: usize,
    clocks: Clocks,
    steps: Vec<Step>,
}

fn life(number: u64, acts: usize) -> Life {
    let mut dice = Dice(number.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let copies = 3 + dice.below(3);
    let clocks = if dice.below(4) == 0 { [0, 3, 1, 0, 7] } else { ONE_CLOCK };
    let mut steps = Vec::new();
    let mut bundles = 0;
    for n in 0..acts {
        let copy = dice.below(copies);
        let other = (copy + 1 + dice.below(copies - 1)) % copies;
        steps.push(match dice.below(40) {
            0..=4 => Step::Merge { into: copy, from: other },
            5..=6 => {
                bundles += 1;
                let back = i64::try_from(dice.below(30)).expect("a small number");
                Step::Send { from: copy, back, bundle: bundles }
            }
            // Late, twice or never: which one is read is a matter of chance.
            7..=8 if bundles > 0 => Step::Read { into: copy, bundle: 1 + dice.below(bundles), cut: dice.below(8) == 0 },
            9 if dice.below(3) == 0 => Step::Backup { copy },
            10 if dice.below(6) == 0 => Step::Restore { copy },
            _ => Step::Act { copy, line: acts::act(&mut dice, &format!("{}{n}", NAMES[copy])) },
        });
    }
    Life { copies, clocks, steps }
}

/// The fault, and after which step.
#[derive(Clone, Debug)]
struct Wrong {
    kind: String,
    told: String,
}

fn wrong<T>(kind: &str, told: String) -> Result<T, Wrong> {
    Err(Wrong { kind: kind.to_string(), told })
}

/// The lines that somebody was told are recorded, and those that somebody withdrew.
#[derive(Default)]
struct Acknowledged {
    told: BTreeSet<String>,
    withdrawn: BTreeSet<String>,
}

/// The steps that were played, for the figures.
#[derive(Default)]
struct Played {
    acts: usize,
    refused: usize,
    merges: usize,
    compared: usize,
    tables: BTreeSet<&'static str>,
}

fn base() -> &'static [u8] {
    static BASE: OnceLock<Vec<u8>> = OnceLock::new();
    BASE.get_or_init(|| {
        let world = World::new(1, ONE_CLOCK, acts::BASE);
        std::fs::read(world.path(0)).expect("a file")
    })
}

fn first(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// A message without the names in it, so that like ones are counted together.
fn bare(message: &str) -> String {
    let words = message.split(' ').filter(|w| w.chars().all(|c| c.is_ascii_lowercase() || "':,".contains(c)));
    words.collect::<Vec<_>>().join(" ")
}

/// A bundle may come before the one that it goes on from, or come to half: it is refused, and comes again.
fn may_wait(step: &Step, said: &str) -> bool {
    matches!(step, Step::Read { .. })
        && ["not here", "lack", "not as it was written", "not a file of changes", "can't be read", "could not be read"]
            .iter()
            .any(|k| said.contains(k))
}

fn step(world: &mut World, step: &Step, lines: &mut Acknowledged, played: &mut Played) -> Result<(), Wrong> {
    let (at, merges) = match step {
        Step::Act { copy, .. } | Step::Backup { copy } | Step::Restore { copy } => (*copy, false),
        Step::Merge { into, .. } | Step::Read { into, .. } => (*into, true),
        Step::Send { from, .. } => (*from, false),
    };
    if let Step::Read { bundle, .. } = step
        && !world.file(&format!("{bundle}.json")).exists()
    {
        return Ok(());
    }
    let before = world.lines(at);
    let done = world.play(step);
    let after = world.lines(at);
    let gone: BTreeSet<String> = before.difference(&after).cloned().collect();
    if done.stderr.contains("panicked") || !matches!(done.code, 0..=4) {
        return wrong("panic", format!("{step}: {}{}", done.stdout, done.stderr));
    }
    if merges {
        played.merges += 1;
        if done.code == 1 && may_wait(step, &done.stderr) {
            return Ok(());
        }
        if !matches!(done.code, 0 | 4) || done.stdout.contains("say different things") {
            let kind = if done.code == 4 { "stopped".to_string() } else { bare(first(&done.stderr)) };
            return wrong(&kind, format!("{step}: [{}] {}{}", done.code, first(&done.stdout), first(&done.stderr)));
        }
        if let Some(uid) = gone.iter().find(|uid| !lines.withdrawn.contains(*uid)) {
            return wrong("lost", format!("{step}: the line {uid} is gone"));
        }
    } else {
        played.acts += 1;
        played.refused += usize::from(done.code != 0);
        if done.code != 0 && std::env::var_os("FREMDRIFT_REFUSED").is_some() {
            println!("refused: {step}: {}", first(&done.stderr));
        }
        match step {
            // A backup is older. Lines that nobody else holds are put aside with the file, and this is told.
            Step::Restore { .. } => {
                let held: BTreeSet<String> = (0..world.copies).flat_map(|copy| world.lines(copy)).collect();
                lines.told.retain(|uid| held.contains(uid));
            }
            _ => lines.withdrawn.extend(gone),
        }
        lines.told.extend(after);
    }
    if let Step::Act { line, .. } = step
        && line.starts_with("return send")
        && done.code == 0
    {
        answer(world, line);
    }
    Ok(())
}

/// The sheets come back filled in, and wait for whoever reads them.
fn answer(world: &World, line: &str) {
    let folder = line.split_once("--out ").and_then(|(_, r)| r.split(' ').next()).expect("a folder");
    for entry in std::fs::read_dir(world.file(folder)).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|e| e != "csv") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a sheet");
        let heading = text.lines().next().unwrap_or_default();
        let Some(at) = heading.split(';').position(|h| matches!(h, "Ny status" | "New status")) else { continue };
        let rows = text.lines().map(|row| {
            let mut cells: Vec<&str> = row.split(';').collect();
            let is_row = row.starts_with("P;") || row.starts_with("P/");
            if let Some(cell) = cells.get_mut(at).filter(|_| is_row) {
                *cell = "i gang";
            }
            cells.join(";")
        });
        std::fs::write(world.file("answer.csv"), rows.collect::<Vec<_>>().join("\r\n")).expect("a sheet");
    }
}

/// Copies that know the same changes say the same.
fn agree(world: &World, played: &mut Played) -> Result<(), Wrong> {
    let mut seen: BTreeMap<BTreeSet<String>, (usize, String)> = BTreeMap::new();
    for (copy, name) in NAMES.iter().enumerate().take(world.copies) {
        let digest = world.digest(copy);
        match seen.get(&world.knows(copy)) {
            Some((other, said)) if *said != digest => {
                return wrong("differ", format!("{} {}: {}", NAMES[*other], name, world.differences(*other, copy)));
            }
            Some(_) => played.compared += 1,
            None => {
                seen.insert(world.knows(copy), (copy, digest));
            }
        }
    }
    Ok(())
}

/// Plays a life, and lets all copies meet at its end.
fn play(life: &Life, played: &mut Played) -> Result<(), Wrong> {
    let mut world = World::of_bytes(life.copies, life.clocks, base());
    std::fs::write(world.file("lines.csv"), acts::LINES).expect("a file");
    let mut lines = Acknowledged::default();
    for s in &life.steps {
        step(&mut world, s, &mut lines, played)?;
        if !matches!(s, Step::Act { .. }) {
            agree(&world, played)?;
        }
    }
    // The first meets all others, and these meet it.
    let others = 1..life.copies;
    let there = others.clone().map(|from| Step::Merge { into: 0, from });
    let back = others.clone().map(|into| Step::Merge { into, from: 0 });
    for s in there.chain(back) {
        step(&mut world, &s, &mut lines, played)?;
    }
    let all = world.knows(0);
    if let Some(copy) = others.clone().find(|copy| world.knows(*copy) != all) {
        return wrong("unmet", format!("{} does not know what A knows", NAMES[copy]));
    }
    agree(&world, played)?;
    for (copy, name) in NAMES.iter().enumerate().take(life.copies) {
        let stand = world.lines(copy);
        if let Some(uid) = lines.told.difference(&lines.withdrawn).find(|uid| !stand.contains(*uid)) {
            return wrong("lost", format!("{}: the line {uid} is gone", name));
        }
        let verified = world.run(copy, "verify");
        if !verified.stdout.contains(" is whole") {
            return wrong("damaged", format!("{}: {}{}", name, verified.stdout, verified.stderr));
        }
    }
    played.tables.extend(world.written(0));
    Ok(())
}

/// The same life with as few steps as go wrong in the same way.
fn shrunk(life: Life, was: &Wrong) -> (Life, Wrong) {
    let (mut life, mut was) = (life, was.clone());
    let mut size = life.steps.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        while at < life.steps.len() {
            let mut steps = life.steps.clone();
            steps.drain(at..(at + size).min(life.steps.len()));
            let fewer = Life { copies: life.copies, clocks: life.clocks, steps };
            match play(&fewer, &mut Played::default()) {
                Err(w) if w.kind == was.kind => (life, was) = (fewer, w),
                _ => at += size,
            }
        }
        size /= 2;
    }
    (life, was)
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|n| n.parse().ok())
}

/// All lives together.
#[derive(Default)]
struct Total {
    played: Played,
    kinds: BTreeMap<String, usize>,
    listed: Vec<String>,
}

/// More lives that went wrong than this are counted and not made smaller.
const LISTED: usize = 12;

fn lived(number: u64, acts: usize, total: &Mutex<Total>) {
    let life = life(number, acts);
    let mut played = Played::default();
    let ended = play(&life, &mut played);
    let is_listed = {
        let mut total = total.lock().expect("the figures");
        let of = &mut total.played;
        of.acts += played.acts;
        of.refused += played.refused;
        of.merges += played.merges;
        of.compared += played.compared;
        of.tables.extend(played.tables);
        if let Err(was) = &ended {
            *total.kinds.entry(was.kind.clone()).or_default() += 1;
        }
        total.kinds.values().sum::<usize>() <= LISTED
    };
    if let Err(was) = ended
        && is_listed
    {
        let (copies, clocks) = (life.copies, life.clocks);
        let (life, was) = shrunk(life, &was);
        let steps: Vec<String> = life.steps.iter().map(|s| format!("  {s}\n")).collect();
        let told = format!(
            "life {number} ({copies} copies, clocks {clocks:?}): {}: {}\n{}",
            was.kind,
            was.told,
            steps.concat()
        );
        println!("{told}");
        total.lock().expect("the figures").listed.push(told);
    }
}

#[test]
fn whoever_knows_the_same_changes_says_the_same() {
    let (first, count) = match number("FREMDRIFT_LIFE") {
        Some(one) => (one, 1),
        None => (0, number("FREMDRIFT_LIVES").unwrap_or(12)),
    };
    let acts = number("FREMDRIFT_ACTS").map_or(60, |n| usize::try_from(n).expect("a number of acts"));
    let (next, began) = (AtomicU64::new(0), Instant::now());
    let total = Mutex::new(Total::default());
    std::thread::scope(|s| {
        for _ in 0..std::thread::available_parallelism().map_or(2, |n| n.get()) {
            s.spawn(|| {
                while let Some(n) = Some(next.fetch_add(1, Relaxed)).filter(|n| *n < count) {
                    lived(first + n, acts, &total);
                }
            });
        }
    });
    let Total { played, kinds, listed } = total.into_inner().expect("the figures");
    println!(
        "{count} lives, {} acts, {} of them refused, {} merges, {} times two copies knew the same: {} s; {kinds:?}",
        played.acts,
        played.refused,
        played.merges,
        played.compared,
        began.elapsed().as_secs(),
    );
    assert!(kinds.is_empty(), "{kinds:?}\n{}", listed.concat());
    let tables = catalogue::ordered().filter(|t| t.shared).map(|t| t.name);
    let unwritten: Vec<&str> = tables.filter(|t| !played.tables.contains(t)).collect();
    println!("{} tables written; not {unwritten:?}", played.tables.len());
    assert!(count < 10 || unwritten.len() < 6, "no life wrote to {unwritten:?}");
}
