//! A picture of the present state for shared links (Open Graph, 1200 by 630).

use allclear_app::{Tone, pieces::shape};
use flate2::read::GzDecoder;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb},
};
use std::{
    fmt::Write,
    io::Read,
    sync::{Arc, LazyLock},
};

/// What the picture says.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    /// Whose page it is.
    pub brand: String,
    /// What is wrong, or that all is well.
    pub sentence: String,
    /// What is well beside it.
    pub rest: String,
    /// The look of the state.
    pub tone: Tone,
}

/// Its size in pixels, as `og:image:width` and `height` say.
const WIDTH: u32 = 1_200;
const HEIGHT: u32 = 630;
/// Letters in a line, and lines, of the large sentence.
const LETTERS: usize = 26;
const LINES: usize = 4;

/// The machine may have no font, so one comes with the program.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for packed in [REGULAR, BOLD] {
        let mut font = Vec::new();
        match GzDecoder::new(packed).read_to_end(&mut font) {
            Ok(_) => fonts.load_font_data(font),
            Err(error) => tracing::error!(%error, "a font of the program cannot be read"),
        }
    }
    Arc::new(fonts)
});

/// Packed by the build: they are half as large so, and few pages are ever shared.
const REGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/regular.ttf.gz"));
const BOLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/bold.ttf.gz"));

/// The picture as PNG; none when it cannot be drawn.
pub(crate) fn render(card: &Card) -> Option<Vec<u8>> {
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: "DejaVu Sans".to_owned(), ..Options::default() };
    let tree = Tree::from_str(&drawing(card), &options).ok()?;
    let mut canvas = Pixmap::new(WIDTH, HEIGHT)?;
    resvg::render(&tree, Transform::identity(), &mut canvas.as_mut());
    canvas.encode_png().ok()
}

/// The same as SVG, in the light colours of the page.
fn drawing(card: &Card) -> String {
    let (ink, ground) = colours(card.tone);
    let lines = lines(&card.sentence);
    let sentence = lines.iter().zip((0..).map(|line| 270 + line * 76)).fold(String::new(), |mut text, (line, y)| {
        let line = escaped(line);
        // Writing to a String cannot fail.
        let _ = write!(text, r##"<text x="96" y="{y}" font-size="60" font-weight="bold" fill="#1b1d22">{line}</text>"##);
        text
    });
    let below = 250 + lines.len() * 76;
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">
<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/><rect width="16" height="{HEIGHT}" fill="{ink}"/>
<g transform="translate(96 84) scale(4)" fill="none" stroke="{ink}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{shape}</g>
{sentence}<text x="96" y="{below}" font-size="34" fill="#5b616d">{rest}</text>
<text x="200" y="138" font-size="40" font-weight="bold" fill="#1b1d22">{brand}</text></svg>"##,
        shape = shape(card.tone).replace(r#"class="solid""#, &format!(r#"fill="{ink}""#)),
        rest = escaped(&short(&card.rest, 54)),
        brand = escaped(&short(&card.brand, 36)),
    )
}

/// Words in lines that fit; what does not fit ends with an ellipsis.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let room = lines.last().map_or(0, |line| line.chars().count());
        if room > 0 && room + 1 + word.chars().count() > LETTERS {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&short(word, LETTERS));
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn short(text: &str, limit: usize) -> String {
    if text.chars().count() > limit {
        format!("{}…", text.chars().take(limit - 1).collect::<String>())
    } else {
        text.to_owned()
    }
}

fn escaped(text: &str) -> String {
    let safe: String = text.chars().filter(|c| !c.is_control()).collect();
    safe.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The ink of a state, and the paper tinted with it.
fn colours(tone: Tone) -> (&'static str, &'static str) {
    match tone {
        Tone::Unknown => ("#646b77", "#faf9f6"),
        Tone::Operational => ("#187347", "#faf9f6"),
        Tone::Maintenance => ("#3556b8", "#eceef3"),
        Tone::Degraded => ("#7d5a00", "#f2eee3"),
        Tone::Partial => ("#a8430f", "#f5ece4"),
        Tone::Major => ("#b91c2e", "#f6e9e7"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Card {
        Card {
            brand: "Northwind".to_owned(),
            sentence: "Payments are failing in Europe.".to_owned(),
            rest: "America & Asia are normal.".to_owned(),
            tone: Tone::Major,
        }
    }

    #[test]
    fn it_is_a_picture_of_the_right_size() {
        let png = render(&sample()).unwrap();
        assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
        assert_eq!(png[16..24], [0, 0, 4, 176, 0, 0, 2, 118]);
    }

    #[test]
    fn the_state_can_be_seen_in_it() {
        assert_ne!(render(&sample()), render(&Card { tone: Tone::Operational, ..sample() }));
    }

    #[test]
    fn long_sentences_end_where_there_is_no_more_room() {
        assert_eq!(lines("Payments are failing in Europe."), ["Payments are failing in", "Europe."]);
        assert!(lines(&"word ".repeat(60)).last().unwrap().ends_with('…'));
        assert_eq!(lines(&"x".repeat(80))[0].chars().count(), LETTERS);
    }
}
