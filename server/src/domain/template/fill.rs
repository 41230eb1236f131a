//! Putting values into a text.

use super::Field;
use crate::domain::invalid::Faults;

/// What stands in the place of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// This.
    Known(String),
    /// Nobody said it yet: the field stays, and is asked for.
    Missing,
    /// It does not concern this reader: its paragraph is left out.
    NotForThem,
}

/// The words in braces of a text: `{word}`, of small letters and underscores.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    parts(text).filter_map(|(_, word)| word)
}

/// A text piece by piece: what is literal, and the word in braces that follows it.
fn parts(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        for (open, _) in text.match_indices('{') {
            let (before, behind) = text.split_at(open);
            let inner = behind.get(1..).unwrap_or_default();
            let Some((word, after)) = inner.split_once('}') else { break };
            if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
                rest = Some(after);
                return Some((before, Some(word)));
            }
        }
        rest = None;
        Some((text, None))
    })
}

/// A text with the values of its fields in their places, and the fields that nobody said. Words in braces that are no
/// field stay as they are.
pub(crate) fn fill(text: &str, value: impl Fn(Field) -> Value) -> (String, Vec<Field>) {
    let mut missing = Vec::new();
    let paragraphs = text.split("\n\n").filter_map(|paragraph| one(paragraph, &value, &mut missing));
    (paragraphs.collect::<Vec<_>>().join("\n\n"), missing)
}

/// Words of staff as a reader has them now: `{next_update}` says what is promised at this moment, so that no text promises
/// an hour that has passed or is another one by now (PRODUCT 3.4). Empty where nothing is promised any more.
pub(crate) fn promised(text: &str, promise: &str) -> String {
    let mark = format!("{{{}}}", Field::NextUpdate);
    if !text.contains(&mark) {
        return text.to_owned();
    }
    let said = text.replace(&mark, promise);
    let paragraphs = said.split("\n\n").map(|paragraph| if promise.is_empty() { paragraph.trim_end() } else { paragraph });
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The fields that words of staff still name, as faults of `field`: nothing fills them in any more. The next promise alone
/// is filled in for each reader.
pub(crate) fn leftover(field: &str, text: &str) -> Faults {
    let mut faults = Faults::default();
    let fields = words_of(text).filter(|word| word.parse::<Field>().is_ok_and(|field| field != Field::NextUpdate));
    for word in fields {
        faults.add(field, format!("still says {{{word}}}; write it in its place, or remove it"));
    }
    faults
}

fn one(paragraph: &str, value: &impl Fn(Field) -> Value, missing: &mut Vec<Field>) -> Option<String> {
    let mut filled = String::new();
    let mut gaps = Vec::new();
    for (before, word) in parts(paragraph) {
        filled.push_str(before);
        let Some(word) = word else { continue };
        match word.parse::<Field>().map(|field| (field, value(field))) {
            Ok((_, Value::Known(said))) => filled.push_str(&said),
            Ok((_, Value::NotForThem)) => return None,
            unsaid => {
                gaps.extend(unsaid.ok().map(|(field, _)| field));
                filled.extend(["{", word, "}"]);
            }
        }
    }
    missing.extend(gaps);
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(field: Field) -> Value {
        match field {
            Field::Scope => Value::Known("Payments in {Europe}".to_owned()),
            Field::Customer => Value::NotForThem,
            _ => Value::Missing,
        }
    }

    #[test]
    fn values_take_their_places_and_gaps_are_told() {
        let (text, missing) = fill("Dear {customer},\n\nabout {scope}: {cause}. Not {this one} nor {id}, {} or {cut", value);
        assert_eq!(text, "about Payments in {Europe}: {cause}. Not {this one} nor {id}, {} or {cut");
        assert_eq!(missing, [Field::Cause]);
    }

    #[test]
    fn what_is_left_out_asks_for_nothing() {
        assert_eq!(fill("{cause} for {customer}", value), (String::new(), Vec::new()));
    }

    #[test]
    fn a_promise_is_said_as_it_is_now_or_not_at_all() {
        let text = "We look. {next_update}\n\n{next_update}\n\nSorry.";
        assert_eq!(promised(text, "More by ten."), "We look. More by ten.\n\nMore by ten.\n\nSorry.");
        assert_eq!(promised(text, ""), "We look.\n\nSorry.");
        assert_eq!(promised("No \n\n\n\nmark ", ""), "No \n\n\n\nmark ");
    }

    #[test]
    fn what_nothing_fills_in_is_left_over() {
        let told = leftover("body", "Since {started}: {next_update} {id} {cause}").0;
        assert_eq!(told.len(), 2);
        assert!(told[0].message.contains("{started}") && told[1].message.contains("{cause}"));
    }

    proptest! {
        #[test]
        fn a_text_without_fields_is_unchanged(text in "[a-zA-Z{}_\n ]{0,40}") {
            prop_assume!(words_of(&text).all(|word| word.parse::<Field>().is_err()));
            prop_assert_eq!(fill(&text, value), (text, Vec::new()));
        }

        #[test]
        fn nothing_missing_is_ever_a_blank(text in "(\\{(scope|cause|fix)\\}| |a|\n){0,20}") {
            let (filled, missing) = fill(&text, value);
            for field in missing {
                let gap = format!("{{{field}}}");
                prop_assert!(filled.contains(&gap));
            }
        }
    }
}
