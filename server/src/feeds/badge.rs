//! A badge: the state of a thing as a small picture, for the pages of others.
//!
//! No font is at hand, so widths are guessed by the kind of character, and `textLength` holds each text to its guess.

use super::feed::clean;
use allclear_app::{Tone, pieces::shape};

/// Space at both ends and on both sides of the line, in pixels like all sizes here.
const PAD: u32 = 10;
/// The side of the shape.
const ICON: u32 = 16;
/// Space between the shape and its word.
const GAP: u32 = 6;

/// Characters about half as wide as most.
const NARROW: &str = " !'(),-./:;I[]fijlrt|";
/// Characters half as wide again as most.
const WIDE: &str = "%@MWmw—…";

/// What an image cannot say in attributes: filled parts, and the colours on dark pages.
const LOOK: &str =
    ".solid{fill:currentColor}@media (prefers-color-scheme:dark){.paper{fill:#101217;stroke:#2a2e37}.ink{fill:#e9eaee}}";

/// What a badge says.
#[derive(Clone, Debug)]
pub(crate) struct Badge {
    /// What it is of.
    pub label: String,
    /// Its state in words.
    pub word: String,
    /// The look of its state.
    pub tone: Tone,
}

/// The badge as SVG. Colours for light pages are attributes, so that it can be read where its style is refused.
pub(crate) fn render(badge: &Badge) -> String {
    let (label, word) = (clean(&badge.label), clean(&badge.word));
    let (light, dark) = colours(badge.tone);
    // Heavy letters are about a tenth wider.
    let (label_width, word_width) = (width(&label), width(&word) * 11 / 10);
    let line = PAD + label_width + PAD;
    let icon = line + PAD;
    let after = icon + ICON + GAP;
    let total = after + word_width + PAD;
    let inner = total - 1;
    let title = escaped(&format!("{label}: {word}"));
    let shape = shape(badge.tone);
    let label = text(PAD, label_width, r##"class="ink" fill="#1b1d22""##, &label);
    let word = text(after, word_width, r#"fill="currentColor" font-weight="600""#, &word);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="28" viewBox="0 0 {total} 28" role="img">
<title>{title}</title>
<style>{LOOK}@media (prefers-color-scheme:dark){{.tone{{color:{dark}}}}}</style>
<g class="paper" fill="#faf9f6" stroke="#e4e2dd">
<rect x=".5" y=".5" width="{inner}" height="27" rx="6"/>
<path d="M{line}.5 1v26"/>
</g>
<g class="tone" color="{light}" font-size="13"
 font-family="system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif">
{label}
<svg x="{icon}" y="6" width="{ICON}" height="{ICON}" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2"
 stroke-linecap="round" stroke-linejoin="round">{shape}</svg>
{word}
</g>
</svg>
"##
    )
}

/// A text in its paint, from `x` on.
fn text(x: u32, width: u32, paint: &str, said: &str) -> String {
    let said = escaped(said);
    format!(r#"<text x="{x}" y="18.5" textLength="{width}" lengthAdjust="spacingAndGlyphs" {paint}>{said}</text>"#)
}

/// The colour of a state on light and on dark paper, as in `style/tokens.css`, which a picture cannot ask.
fn colours(tone: Tone) -> (&'static str, &'static str) {
    match tone {
        Tone::Unknown => ("#646b77", "#8b93a1"),
        Tone::Operational => ("#187347", "#4cc38a"),
        Tone::Maintenance => ("#3556b8", "#8aa8ff"),
        Tone::Degraded => ("#7d5a00", "#e2b13c"),
        Tone::Partial => ("#a8430f", "#f0894a"),
        Tone::Major => ("#b91c2e", "#ff7a80"),
    }
}

/// About how wide a text is.
fn width(text: &str) -> u32 {
    text.chars().map(advance).sum()
}

/// About how wide a character is at 13 px in the fonts of common systems.
fn advance(c: char) -> u32 {
    match c {
        c if NARROW.contains(c) => 4,
        c if WIDE.contains(c) => 11,
        // Marks upon other characters, and what joins characters.
        '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' => 0,
        // Chinese, Japanese, Korean and pictures fill a square.
        '\u{2E80}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{1F300}'..='\u{3FFFD}' => 14,
        c if c.is_uppercase() => 9,
        _ => 7,
    }
}

/// Text for inside an element.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn badge(label: &str, word: &str, tone: Tone) -> String {
        render(&Badge { label: label.to_owned(), word: word.to_owned(), tone })
    }

    #[test]
    fn a_badge_of_a_component() {
        insta::assert_snapshot!(badge("Card payments", "Partial outage", Tone::Partial));
    }

    #[test]
    fn a_hostile_label_is_escaped() {
        let svg = badge("</title><script>alert(1)</script>\u{0} & co", "Well", Tone::Operational);
        assert!(!svg.contains("<script") && !svg.contains('\u{0}'), "{svg}");
        assert!(svg.contains("<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; co: Well</title>"), "{svg}");
    }

    #[test]
    fn longer_words_make_wider_badges() {
        let total = |word: &str| -> u32 { badge("Shop", word, Tone::Major).split('"').nth(3).unwrap().parse().unwrap() };
        let widths = ["", "ill", "down", "DOWN", "停止中です", "Major outage", "Größerer Ausfall aller Dienste"].map(total);
        assert!(widths.is_sorted_by(|a, b| a < b), "{widths:?}");
    }

    #[test]
    fn colours_are_those_of_the_page() {
        let tokens = include_str!("../../../style/tokens.css");
        let papers = [("ground", ("#faf9f6", "#101217")), ("line", ("#e4e2dd", "#2a2e37")), ("ink", ("#1b1d22", "#e9eaee"))];
        for tone in Tone::ALL {
            let svg = badge("Shop", "well", tone);
            for (name, (light, dark)) in papers.into_iter().chain([(tone.name(), colours(tone))]) {
                assert!(tokens.contains(&format!("--{name}: light-dark({light}, {dark});")), "{name}");
                assert!(svg.contains(light) && svg.contains(dark), "{name}");
            }
        }
    }
}
