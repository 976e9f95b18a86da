//! GitHub-flavoured Markdown. Text of users is shown as it is and never read as markup.

use super::parts::{Page, note, noted, number_columns, safe, values};
use crate::document::{Bars, Block, Cell, Document, Table};
use crate::model::Lang;

pub fn render(document: &Document, page: &Page) -> String {
    let mut blocks = Vec::new();
    if !document.title.is_empty() {
        blocks.push(format!("# {}", one_line(&document.title, page)));
    }
    blocks.extend(document.blocks.iter().map(|block| written(block, document.lang, page)));
    blocks.retain(|block| !block.is_empty());
    let mut text = blocks.join("\n\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn written(block: &Block, lang: Lang, page: &Page) -> String {
    match block {
        Block::Heading(level, text) => {
            let marks = "#".repeat(usize::from(level.saturating_add(1)).min(6));
            format!("{marks} {}", one_line(text, page))
        }
        Block::Paragraph(text) => opening(text, page),
        Block::Caveat(text) => format!("> **{}** {}", note(lang), inline(text, page)),
        Block::List(items) => {
            let items: Vec<String> = items.iter().map(|item| format!("- {}", opening(item, page))).collect();
            items.join("\n")
        }
        Block::Notes(notes) => {
            let notes: Vec<String> =
                notes.iter().map(|note| format!("- {}", opening(&noted(note, lang, page), page))).collect();
            notes.join("\n")
        }
        Block::Facts(facts) => {
            let fact = |(name, cells): &(String, Vec<Cell>)| {
                let text = format!("- **{}:** {}", inline(name, page), inline(&values(cells, lang, page), page));
                text.trim_end().to_string()
            };
            facts.iter().map(fact).collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) => of_table(table, lang, page),
        Block::Bars(bars) => of_bars(bars, lang, page),
        Block::Timeline(line) => of_table(&line.table(lang), lang, page),
        Block::Foot(text) => match inline(text, page) {
            text if text.is_empty() => text,
            text => format!("*{text}*"),
        },
    }
}

fn of_table(table: &Table, lang: Lang, page: &Page) -> String {
    if table.rows.is_empty() && !table.empty.is_empty() {
        return opening(&table.empty, page);
    }
    if table.columns.is_empty() {
        return String::new();
    }
    let head: Vec<String> = table.columns.iter().map(|c| inline(&c.title, page)).collect();
    let rows = table.rows.iter().map(|row| {
        let cell = |index| row.get(index).map_or(String::new(), |cell: &Cell| cell.shown(lang));
        (0..head.len()).map(|index| inline(&cell(index), page)).collect()
    });
    piped(&head, rows, &number_columns(table))
}

fn of_bars(bars: &Bars, lang: Lang, page: &Page) -> String {
    let mut head = vec![String::new()];
    for part in &bars.legend {
        head.push(format!("{} {}", part.sign(), part.word(lang)));
    }
    let rows = bars.rows.iter().map(|(name, counts)| {
        let mut row = vec![inline(&name.shown(lang), page)];
        row.extend((0..bars.legend.len()).map(|index| counts.get(index).copied().unwrap_or(0).to_string()));
        row
    });
    let numbers: Vec<bool> = (0..head.len()).map(|index| index > 0).collect();
    let table = piped(&head, rows, &numbers);
    match opening(&bars.describes, page) {
        describes if describes.is_empty() => table,
        describes => format!("{describes}\n\n{table}"),
    }
}

fn piped(head: &[String], rows: impl Iterator<Item = Vec<String>>, numbers: &[bool]) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let rule: Vec<String> = numbers.iter().map(|n| if *n { "---:" } else { "---" }.to_string()).collect();
    let mut lines = vec![line(head), line(&rule)];
    lines.extend(rows.map(|row| line(&row)));
    lines.join("\n")
}

/// Text in the middle of a line. Line breaks are kept as such.
fn inline(text: &str, page: &Page) -> String {
    let text = safe(text, page);
    let lines: Vec<String> = text.trim().split('\n').map(escaped).collect();
    lines.join("<br>")
}

fn one_line(text: &str, page: &Page) -> String {
    let text = safe(text, page);
    escaped(&text.trim().replace('\n', " "))
}

/// Text at the start of a line, where more characters have a meaning.
fn opening(text: &str, page: &Page) -> String {
    let text = inline(text, page);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let at = match text.as_bytes().get(digits) {
        Some(b'-' | b'+' | b'=') if digits == 0 => 0,
        Some(b'.' | b')') if digits > 0 => digits,
        _ => return text,
    };
    format!("{}\\{}", &text[..at], &text[at..])
}

fn escaped(line: &str) -> String {
    let words: Vec<String> =
        line.split(' ').map(|word| if is_address(word) { format!("<{word}>") } else { escaped_word(word) }).collect();
    words.join(" ")
}

/// An address whose characters mean nothing between angle brackets. Outside them GitHub would link
/// it all the same, with the escapes in the address.
fn is_address(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    (word.starts_with("https://") || word.starts_with("http://")) && word.chars().all(plain)
}

fn escaped_word(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            // Not every reader of Markdown knows these behind a backslash.
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_whole_page() {
        let text = render(&sample::document(), &sample::page(80));
        println!("{text}");
        assert!(text.starts_with("# Kvartalsoversigt: "));
        assert!(text.contains("\n## Over frist\n"));
        assert!(text.contains("\n### Spørgsmål\n"));
        assert!(text.contains("\n> **Bemærk:** Målsætninger"));
        assert!(text.contains("\n- **Status:** i gang, ● grøn\n"));
        assert!(text.contains("| --- | --- | --- | --- | --- | --- | ---: |"));
        assert!(text.contains("|  | ● grøn | ▲ gul |"));
        assert!(text.contains("| Sundhed | 1 | 0 | 0 | 1 | 0 | 0 |"));
        assert!(text.contains(r"Fælles \*rammeaftale\* \| &lt;b&gt;vand&lt;/b&gt;"));
        assert!(text.ends_with("*fremdrift 0.1.0*\n"));
    }

    #[test]
    fn text_is_not_markup() {
        let page = sample::page(80);
        assert_eq!(
            inline("<script>x</script> & [a](javascript:b)\n`c`", &page),
            r"&lt;script&gt;x&lt;/script&gt; &amp; \[a\](javascript:b)<br>\`c\`"
        );
        assert_eq!(opening("- a", &page), r"\- a");
        assert_eq!(opening("12. a", &page), r"12\. a");
        assert_eq!(opening("2025 a", &page), "2025 a");
        assert_eq!(opening("# a", &page), r"\# a");
        assert_eq!(opening("a\n# b", &page), r"a<br>\# b");
        assert_eq!(one_line("a\nb", &page), "a b");
        assert_eq!(inline(r"a\|b", &page), r"a\\\|b");
        assert_eq!(inline("https://um.dk/a_b", &page), "<https://um.dk/a_b>");
        assert_eq!(inline("https://um.dk/<b>|", &page), r"https://um.dk/&lt;b&gt;\|");
    }

    proptest! {
        #[test]
        fn a_table_keeps_its_columns(text: String) {
            let mut table = sample::table();
            table.rows[0][1] = Cell::text(text);
            let bars = |line: &str| {
                let mut escaped = false;
                line.chars().filter(|c| {
                    let counts = *c == '|' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    counts
                }).count()
            };
            let out = of_table(&table, Lang::Da, &sample::page(80));
            prop_assert_eq!(out.split('\n').count(), 5);
            for line in out.split('\n') {
                prop_assert_eq!(bars(line), 8, "{}", line);
            }
        }
    }
}
