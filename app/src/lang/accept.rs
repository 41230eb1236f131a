//! Which of our languages a browser would rather read.

use super::Lang;

/// The language with the highest weight; among equals the one named first.
pub(super) fn best(header: &str) -> Option<Lang> {
    let mut best: Option<(Lang, u16)> = None;
    for part in header.split(',') {
        let (range, parameters) = part.split_once(';').unwrap_or((part, ""));
        let weight = weight(parameters);
        // `de-CH` is served in German.
        let primary = range.trim().split('-').next().unwrap_or_default();
        let Some(lang) = Lang::parse(primary) else { continue };
        if weight > best.map_or(0, |(_, weight)| weight) {
            best = Some((lang, weight));
        }
    }
    best.map(|(lang, _)| lang)
}

/// A weight in thousandths (RFC 9110, 12.4.2); one that cannot be read counts as nothing.
fn weight(parameters: &str) -> u16 {
    let Some(text) = parameters.trim().strip_prefix("q=") else { return 1_000 };
    match text.trim().split_once('.') {
        None => text.trim().parse().map_or(0, |whole: u16| whole.min(1) * 1_000),
        Some(("1", _)) => 1_000,
        Some((_, digits)) => format!("{digits:0<3}").get(..3).and_then(|digits| digits.parse().ok()).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_weight_wins() {
        for (header, lang) in [
            ("de-CH,de;q=0.9,en;q=0.8", Some(Lang::De)),
            ("en;q=0.5, fr;q=0.7", Some(Lang::Fr)),
            ("nl, ja;q=0.1", Some(Lang::Ja)),
            ("ar-EG", Some(Lang::Ar)),
            ("ES;q=1.0", Some(Lang::Es)),
            ("en;q=0", None),
            ("*", None),
            ("", None),
            ("de;q=x,fr;q=0.001", Some(Lang::Fr)),
        ] {
            assert_eq!(best(header), lang, "{header}");
        }
    }
}
