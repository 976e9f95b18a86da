//! Bars of signs.

fn part(count: i64) -> u128 {
    u128::try_from(count).unwrap_or(0)
}

pub(super) fn total(parts: &[i64]) -> u128 {
    parts.iter().map(|count| part(*count)).sum()
}

/// The counts that are not nothing, each with its sign.
pub(super) fn counted(signs: &[char], parts: &[i64]) -> String {
    let counts: Vec<String> = parts
        .iter()
        .zip(signs)
        .filter(|(count, _)| **count != 0)
        .map(|(count, sign)| format!("{count}\u{a0}{sign}"))
        .collect();
    if counts.is_empty() { "0".to_string() } else { counts.join(" ") }
}

/// One sign for each, or to scale where the longest bar has no room for that. Every part that is
/// there is seen.
pub(super) fn drawn_bar(signs: &[char], parts: &[i64], longest: u128, room: usize) -> String {
    let scale = |count: u128| {
        if longest <= room as u128 {
            count as usize
        } else {
            // Rounded at the ends of the parts, so that the errors do not add up.
            ((count * room as u128 + longest / 2) / longest) as usize
        }
    };
    let (mut sum, mut end) = (0, 0);
    let mut lengths = Vec::new();
    for count in parts.iter().take(signs.len()).map(|count| part(*count)) {
        sum += count;
        let next = scale(sum);
        lengths.push((next - end).max(usize::from(count > 0)));
        end = next;
    }
    while lengths.iter().sum::<usize>() > room {
        match lengths.iter_mut().max() {
            Some(longest) if *longest > 1 => *longest -= 1,
            _ => break,
        }
    }
    signs.iter().zip(lengths).map(|(sign, length)| sign.to_string().repeat(length)).collect()
}
