//! Everything that reads, tried with files that are spoilt: the corpus of the fuzzers (`fuzz/corpus`), each
//! file as it is and with mutations that are the same in every run. `FREMDRIFT_LIVES` says how many a file.

#[path = "../../fuzz/bodies/mod.rs"]
mod bodies;

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// A hang is a failure; this is far above what the slowest takes on a busy machine.
const LONGEST: Duration = Duration::from_secs(60);
const FEW: u64 = 12;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = root().join("fuzz/corpus").join(target);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut all: Vec<PathBuf> = files.map(|f| f.expect("a file").path()).collect();
    all.sort();
    let name = |p: &Path| p.file_name().expect("a name").to_string_lossy().into_owned();
    all.iter().map(|p| (name(p), std::fs::read(p).expect("a file"))).collect()
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    fn piece(&mut self, of: &[u8]) -> std::ops::Range<usize> {
        let from = self.below(of.len());
        from..from + self.below((of.len() - from).min(64) + 1)
    }
}

/// Words for nothing, too much or the end of something.
const WORDS: [&[u8]; 12] = [
    b"9223372036854775807",
    b"-9223372036854775808",
    b"1e308",
    b"null",
    b"\"",
    b"[[[[[[[[",
    b"\0",
    b"\xff\xfe",
    b"\xc3",
    b"+262142-12-31",
    b"\r\n",
    b"'=",
];

/// The file with one to four things done to it: bits, cuts, pieces of another, pieces again, digits.
fn spoilt(file: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        match dice.below(7) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(dice.piece(&bytes.clone()))),
            3 => drop(bytes.splice(at..at, other[dice.piece(other)].to_vec())),
            4 => {
                let piece = bytes[dice.piece(&bytes)].repeat(1 + dice.below(40));
                bytes.splice(at..at, piece);
            }
            5 => {
                // In the place of a number, where there is one after this.
                let number = bytes[at..].iter().position(u8::is_ascii_digit).map_or(at, |n| at + n);
                let digits = bytes[number..].iter().take_while(|b| b.is_ascii_digit()).count();
                bytes.splice(number..number + digits, WORDS[dice.below(3)].to_vec());
            }
            _ => drop(bytes.splice(at..at, WORDS[dice.below(WORDS.len())].to_vec())),
        }
    }
    bytes
}

/// Runs a target on all of its corpus, in a thread that is given up when it does not come back.
fn tried(target: &'static str) {
    let lives = std::env::var("FREMDRIFT_LIVES").ok().and_then(|n| n.parse().ok()).unwrap_or(FEW);
    let files = corpus(target);
    assert!(!files.is_empty(), "{target} has no corpus");
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{target}-broke"));
    let broke = kept.clone();
    let (began, next) = mpsc::channel::<String>();
    std::thread::spawn(move || {
        let run = bodies::of(target);
        let mut dice = Dice(1);
        for (at, (name, file)) in files.iter().enumerate() {
            for life in 0..=lives {
                let other = &files[(at + life as usize) % files.len()].1;
                let bytes = if life == 0 { file.clone() } else { spoilt(file, other, &mut dice) };
                std::fs::write(&broke, &bytes).expect("a file");
                began.send(format!("{name}, mutation {life}")).expect("somebody listens");
                run(&bytes);
            }
        }
        began.send(String::new()).expect("somebody listens");
    });
    let mut last = String::new();
    loop {
        match next.recv_timeout(LONGEST) {
            Ok(done) if done.is_empty() => break,
            Ok(what) => last = what,
            Err(e) => panic!("{target}: {last} ({e}); the bytes are in {}", kept.display()),
        }
    }
    let _ = std::fs::remove_file(kept);
}

macro_rules! targets {
    ($($name:ident),+) => {
        $(#[test] fn $name() { tried(stringify!($name)); })+

        #[test]
        fn every_target_is_tried_here_and_by_the_fuzzers() {
            let here = [$(stringify!($name)),+];
            assert_eq!(bodies::TARGETS.map(|t| t.0), here);
            let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("a manifest");
            for name in here {
                assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
                let bin = std::fs::read_to_string(root().join(format!("fuzz/targets/{name}.rs"))).expect("a target");
                assert!(bin.contains(&format!("bodies::of(\"{name}\")")), "{name}");
            }
        }
    };
}

targets!(csv, import, workbook, words, configuration, bundle, frozen, template, returns, mail, conflicts);

/// A corpus that is refused at the door tries nothing behind it.
#[test]
fn the_corpus_gets_through_the_door() {
    let bytes = |target: &str, name: &str| std::fs::read(root().join("fuzz/corpus").join(target).join(name));
    let bundle = bytes("bundle", "log.json").expect("a seed");
    assert_eq!(bodies::taken_over(&bundle), Some(2));
    let frozen = bytes("bundle", "frozen.json").expect("a seed");
    assert!(bodies::taken_over(&frozen).is_some_and(|n| n > 5));
    let filled = bytes("returns", "filled.xlsx").expect("a seed");
    assert_eq!(bodies::taken_from(&filled), Some(1));
    let stored = bytes("workbook", "stored.xlsx").expect("a seed");
    assert_eq!(fremdrift::exchange::workbook::read(&stored).expect("a workbook").sheets.len(), 1);
}
