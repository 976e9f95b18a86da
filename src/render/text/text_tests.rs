//! The rules of the form for a terminal, at every width.

use super::*;
use crate::document::Column;
use crate::render::sample;
use proptest::prelude::*;

fn assert_fits(text: &str, width: usize) {
    for line in text.lines() {
        assert!(line.width() <= width, "{} > {width}: {line:?}\n{text}", line.width());
        assert_eq!(line, line.trim_end());
    }
}

fn unpainted(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    out + rest
}

#[test]
fn a_danish_table_at_80_columns() {
    let mut document = Document::new(Lang::Da, "");
    document.add(Block::Table(sample::table()));
    let text = render(&document, &sample::page(80));
    assert_fits(&text, 80);
    for whole in ["IND2024/3.10 ", "■ rød", "▲ gul", "påbegyndt", "indberettet", "gennemført", "2025-06-30    91"]
    {
        assert!(text.contains(whole), "{whole}\n{text}");
    }
    assert!(text.lines().any(|line| line.chars().all(|c| c == '─') && line.width() > 70));
}

#[test]
fn what_is_tight_is_not_broken_while_there_is_room() {
    let mut table = sample::table();
    table.columns.truncate(5);
    let mut document = Document::new(Lang::Da, "");
    document.add(Block::Table(table));
    let text = render(&document, &sample::page(92));
    assert_fits(&text, 92);
    for whole in ["IND2024/3.10 ", "delvist gennemført ◊", "ikke påbegyndt", "○ ikke indberettet"] {
        assert!(text.contains(whole), "{whole}\n{text}");
    }
}

#[test]
fn every_block_fits_every_width() {
    for width in 40..=130 {
        assert_fits(&render(&sample::document(), &sample::page(width)), width);
    }
}

#[test]
fn too_many_columns_become_names_and_values() {
    let columns = (0..20).map(|_| Column::tight("x", "Overskrift")).collect();
    let mut table = Table::new("t", columns);
    table.rows = vec![vec![Cell::Count(12345); 20]; 2];
    let mut document = Document::new(Lang::Da, "");
    document.add(Block::Table(table));
    let text = render(&document, &sample::page(40));
    assert_fits(&text, 40);
    assert_eq!(text.matches("Overskrift  12345").count(), 40);
}

#[test]
fn an_empty_table_says_so() {
    let mut table = sample::table();
    table.rows.clear();
    let mut document = Document::new(Lang::Da, "");
    document.add(Block::Table(table));
    assert_eq!(render(&document, &sample::page(80)), "Ingen målsætninger.\n");
}

#[test]
fn colour_is_only_put_on_top() {
    let plain = render(&sample::document(), &sample::page(80));
    assert!(!plain.contains('\u{1b}'));
    let page = Page { colour: true, ..sample::page(80) };
    let painted = render(&sample::document(), &page);
    assert_eq!(unpainted(&painted), plain);
    assert!(painted.contains("\u{1b}[33m▲ gul\u{1b}[0m"), "{painted}");
    assert!(painted.contains("\u{1b}[31m■ rød\u{1b}[0m"), "{painted}");
    assert!(painted.contains("\u{1b}[32m● grøn\u{1b}[0m"), "{painted}");
}

#[test]
fn a_terminal_is_shown_escape_sequences() {
    let mut document = Document::new(Lang::En, "");
    document.add(Block::Paragraph("a\u{1b}[31mb".into()));
    let page = Page { terminal: true, ..sample::page(80) };
    assert_eq!(render(&document, &page), "a\\u{1b}[31mb\n");
}

#[test]
fn line_breaks_in_a_cell_stay_in_its_column() {
    let mut table = Table::new("t", vec![Column::tight("a", "A"), Column::wraps("b", "B")]);
    table.rows = vec![vec![Cell::id("1"), Cell::text("one\r\ntwo\tthree")]];
    let mut document = Document::new(Lang::En, "");
    document.add(Block::Table(table));
    assert_eq!(render(&document, &sample::page(80)), "A  B\n────────────\n1  one\n   two three\n");
}

#[test]
fn words_break_between_and_long_ones_are_cut() {
    assert_eq!(wrap("rød grød med fløde", 9), ["rød grød", "med fløde"]);
    assert_eq!(wrap("speciallægepraksis", 8), ["speciall", "ægepraks", "is"]);
    assert_eq!(wrap("a 😀😀😀", 4), ["a", "😀😀", "😀"]);
    assert_eq!(wrap("https://um.dk/da/nyheder", 18), ["https://um.dk/da/", "nyheder"]);
}

#[test]
fn every_part_of_a_bar_is_seen() {
    let signs = ['a', 'b', 'c'];
    assert_eq!(drawn_bar(&signs, &[3, 0, 2], 5, 20), "aaacc");
    assert_eq!(drawn_bar(&signs, &[1000, 1, 1], 1002, 10), "aaaaaaaabc");
    assert_eq!(drawn_bar(&signs, &[0, 0, 0], 1002, 10), "");
    assert_eq!(drawn_bar(&signs, &[-5, i64::MAX, i64::MAX], 2 * i64::MAX as u128, 10), "bbbbbccccc");
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        any::<String>().prop_map(Cell::text),
        "[ -~æøåÆØÅ\n]{0,200}".prop_map(Cell::text),
        "[a-zæøå]{0,80}".prop_map(Cell::id),
        "[😀👍🏽🇩🇰☂️é\u{200d} ]{0,30}".prop_map(Cell::text),
        any::<i64>().prop_map(Cell::Count),
        any::<i64>().prop_map(Cell::Delta),
        Just(Cell::Shown(Shown::Light(Light::Green))),
        Just(Cell::Light(Light::Red).marked(true)),
        Just(Cell::Shown(Shown::NotReported)),
        Just(Cell::Empty),
    ]
}

fn any_table() -> impl Strategy<Value = Table> {
    let column = ("[a-zæøå ]{0,40}", any::<bool>()).prop_map(|(title, tight)| match tight {
        true => Column::tight("k", title),
        false => Column::wraps("k", title),
    });
    (1usize..12).prop_flat_map(move |n| {
        let row = prop::collection::vec(any_cell(), 0..=n);
        let columns = prop::collection::vec(column.clone(), n);
        (columns, prop::collection::vec(row, 0..5)).prop_map(|(columns, rows)| {
            let mut table = Table::new("t", columns);
            table.rows = rows;
            table
        })
    })
}

proptest! {
    #[test]
    fn no_table_is_wider_than_the_page(table in any_table(), width in 40usize..=200, terminal: bool) {
        let mut document = Document::new(Lang::Da, "");
        document.add(Block::Table(table));
        let page = Page { width, terminal, ..sample::page(80) };
        let text = render(&document, &page);
        assert_fits(&text, width);
        if terminal {
            prop_assert!(!text.contains('\u{1b}'), "an escape");
            let painted = render(&document, &Page { colour: true, ..page });
            prop_assert_eq!(unpainted(&painted), text);
        }
    }

    #[test]
    fn no_other_block_is_wider_than_the_page(
        text: String, name in "[ -~æøå]{0,90}", counts in prop::collection::vec(0i64..2000, 0..8), width in 40usize..=200
    ) {
        let mut document = Document::new(Lang::En, text.clone());
        let mut bars = sample::bars();
        bars.rows.push((Cell::text(name.clone()), counts));
        document
            .add(Block::Heading(1, text.clone()))
            .add(Block::Heading(2, name.clone()))
            .add(Block::Caveat(text.clone()))
            .add(Block::List(vec![text.clone(), name.clone()]))
            .add(Block::Facts(vec![(name, vec![Cell::text(text.clone()), Cell::Light(Light::Red)])]))
            .add(Block::Bars(bars))
            .add(Block::Foot(text));
        assert_fits(&render(&document, &sample::page(width)), width);
    }
}
