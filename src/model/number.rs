//! Numbers of objectives are texts (1.10, 007, IV.2); this orders them as a person does.

/// A key that sorts bytewise as a reader expects: 1.9 before 1.10, 3 before 3B, 3B before 10.
///
/// Each run of digits becomes its length without leading zeros (two digits), then those digits; other
/// characters stay, in lower case. Numbers that differ only in leading zeros or case get equal keys.
pub fn sort_key(number: &str) -> String {
    let mut key = String::with_capacity(number.len() + 8);
    let mut digits = String::new();
    let flush = |digits: &mut String, key: &mut String| {
        if digits.is_empty() {
            return;
        }
        let significant = digits.trim_start_matches('0');
        key.push_str(&format!("{:02}{significant}", significant.len().min(99)));
        digits.clear();
    };
    for c in number.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            flush(&mut digits, &mut key);
            // A separator sorts before any letter, so 3.1 comes before 3B.
            if matches!(c, '.' | '-' | ' ' | '/') {
                key.push('!');
            } else {
                key.extend(c.to_lowercase());
            }
        }
    }
    flush(&mut digits, &mut key);
    key
}

#[cfg(test)]
mod tests {
    use super::sort_key;

    #[test]
    fn numbers_sort_as_a_person_reads_them() {
        let mut numbers = ["10", "1.10", "3B", "1.9", "2", "1", "3", "3.1", "1.1.2", "1.1", "A2", "A10"];
        numbers.sort_by_key(|n| sort_key(n));
        assert_eq!(numbers, ["1", "1.1", "1.1.2", "1.9", "1.10", "2", "3", "3.1", "3B", "10", "A2", "A10"]);
    }
}
