//! Text that people typed: one line or many, within limits, free of characters that break mail headers or pages.

use super::invalid::Invalid;
use std::collections::BTreeSet;

/// Longest title or name, in characters: fits a mail subject with its prefix.
pub(crate) const LINE_LIMIT: usize = 120;
/// Longest body of an update, in characters.
pub(crate) const BODY_LIMIT: usize = 20_000;

/// A required single line: trimmed, not empty, no control characters, at most `limit` characters.
pub(crate) fn line(field: &str, text: &str, limit: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if !text.chars().any(is_seen) {
        return Err(Invalid::new(field, "is empty; write something here"));
    }
    optional_line(field, text, limit)
}

/// A single line that may be empty.
pub(crate) fn optional_line(field: &str, text: &str, limit: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.chars().any(breaks_a_line) {
        return Err(Invalid::new(field, "holds a line break or control character; keep it to one plain line"));
    }
    within(field, text, limit)
}

/// Text of several lines, with line ends made `\n`.
pub(crate) fn body(field: &str, text: &str, limit: usize) -> Result<String, Invalid> {
    let text = optional_body(field, text, limit)?;
    if !text.chars().any(is_seen) {
        return Err(Invalid::new(field, "is empty; say what people should know"));
    }
    Ok(text)
}

/// Text of several lines that may be empty.
pub(crate) fn optional_body(field: &str, text: &str, limit: usize) -> Result<String, Invalid> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Invalid::new(field, "holds a control character; remove it"));
    }
    within(field, text.trim(), limit)
}

fn within(field: &str, text: &str, limit: usize) -> Result<String, Invalid> {
    // A replacement character is what is left of bytes that were not UTF-8.
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(Invalid::new(field, "is not valid UTF-8; type it again"));
    }
    let length = text.chars().count();
    if length > limit {
        return Err(Invalid::new(field, format!("is {length} characters long; at most {limit} fit")));
    }
    Ok(text.to_owned())
}

/// Whether a character leaves anything to look at: spaces, joiners and marks of direction do not.
fn is_seen(c: char) -> bool {
    let unseen = c.is_whitespace()
        || matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}');
    !unseen
}

/// Control characters and the Unicode line separators, all of which can end a line somewhere; and those that turn the
/// direction of all that follows, far beyond the line they are typed into (Unicode UAX 9, 2.1 to 2.4).
fn breaks_a_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A word for addresses and feeds: lower-case letters, digits and hyphens, as `eu` or `payments-api`.
pub(crate) fn code(field: &str, text: &str) -> Result<String, Invalid> {
    let text = line(field, text, 40)?.to_ascii_lowercase();
    let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !plain || text.starts_with('-') || text.ends_with('-') {
        return Err(Invalid::new(field, "may hold only letters a–z, digits and hyphens between them, such as eu-west"));
    }
    Ok(text)
}

/// The code that a name suggests: `Payments & Billing` gives `payments-billing`.
pub(crate) fn code_from(name: &str) -> String {
    let spaced: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let code: String = spaced.split_whitespace().collect::<Vec<_>>().join("-").chars().take(40).collect();
    if code.is_empty() { "item".to_owned() } else { code.trim_end_matches('-').to_owned() }
}

/// A code for the name that no other component has: `api`, `api-2`, `api-3`.
pub(crate) fn free_code(taken: &mut BTreeSet<String>, name: &str) -> String {
    let base = code_from(name);
    let mut code = base.clone();
    let mut number = 2;
    while !taken.insert(code.clone()) {
        code = format!("{base}-{number}");
        number += 1;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_never_gets_into_a_line() {
        for bad in ["a\r\nBcc: x@y.z", "a\nb", "a\rb", "a\0b", "a\u{2028}b", "a\u{85}b", "a\u{7f}"] {
            assert!(line("title", bad, 50).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert!(line("title", &"ä".repeat(50), 50).is_ok());
        assert!(line("title", &"ä".repeat(51), 50).is_err());
    }

    #[test]
    fn bytes_that_were_not_utf8_are_refused() {
        assert!(body("body", "caf\u{FFFD}", 50).is_err());
    }

    #[test]
    fn names_suggest_codes() {
        for (name, code) in [("API", "api"), ("Payments & Billing", "payments-billing"), ("日本", "item"), ("-x-", "x")] {
            assert_eq!(code_from(name), code);
        }
    }
}
