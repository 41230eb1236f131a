//! How the page looks and what it calls itself (PRODUCT 11).

use super::{
    colour::{self, Colour},
    id::FileId,
    invalid::Faults,
    text,
};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// The brand, as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Appearance {
    /// One sentence on the page, for search engines; empty for the usual one.
    pub description: String,
    /// Colours that differ from the usual ones.
    pub colours: Colours,
    /// Links beside the brand.
    pub header: Vec<Link>,
    /// Links in the foot.
    pub footer: Vec<Link>,
    /// Rules that come after all others.
    pub css: String,
    /// The picture in place of the title.
    pub logo: Option<FileId>,
    /// The icon in place of the one that shows the state.
    pub favicon: Option<FileId>,
}

/// Colours of links and buttons, and of the ground, in light and in dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Colours {
    /// Links, buttons and focus on light ground.
    pub accent_light: Option<Colour>,
    /// The same on dark ground.
    pub accent_dark: Option<Colour>,
    /// The light ground.
    pub ground_light: Option<Colour>,
    /// The dark ground.
    pub ground_dark: Option<Colour>,
}

/// A link somewhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Link {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// The brand as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AppearanceInput {
    /// The title of the page.
    pub title: String,
    /// One sentence on the page.
    pub description: String,
    /// Colours as `#2f4fd0`; empty for the usual ones. In the order of [`Colours`].
    pub colours: [String; 4],
    /// A line for each link: label, a blank, address.
    pub header: String,
    /// The same for the foot.
    pub footer: String,
    /// Rules of style.
    pub css: String,
}

/// The names of the fields for colours, in the order of [`Colours`].
pub(crate) const COLOUR_FIELDS: [&str; 4] = ["accent_light", "accent_dark", "ground_light", "ground_dark"];

/// Most links in one place, and longest style, in bytes.
const LINKS: usize = 8;
const CSS_LIMIT: usize = 20_000;
/// Least contrast of text (WCAG 2.2, 1.4.3).
const CONTRAST: f64 = 4.5;
/// The usual colours, as `style/tokens.css` has them: accents, grounds, and everything else that stands on a ground.
const USUAL: [Colour; 4] =
    [Colour(0x2f, 0x4f, 0xd0), Colour(0x9d, 0xb1, 0xff), Colour(0xfa, 0xf9, 0xf6), Colour(0x10, 0x12, 0x17)];
const ON_LIGHT: [Colour; 8] = [
    Colour(0x1b, 0x1d, 0x22),
    Colour(0x5b, 0x61, 0x6d),
    Colour(0x18, 0x73, 0x47),
    Colour(0x7d, 0x5a, 0x00),
    Colour(0xa8, 0x43, 0x0f),
    Colour(0xb9, 0x1c, 0x2e),
    Colour(0x35, 0x56, 0xb8),
    Colour(0x64, 0x6b, 0x77),
];
const ON_DARK: [Colour; 8] = [
    Colour(0xe9, 0xea, 0xee),
    Colour(0xa0, 0xa7, 0xb3),
    Colour(0x4c, 0xc3, 0x8a),
    Colour(0xe2, 0xb1, 0x3c),
    Colour(0xf0, 0x89, 0x4a),
    Colour(0xff, 0x7a, 0x80),
    Colour(0x8a, 0xa8, 0xff),
    Colour(0x8b, 0x93, 0xa1),
];

impl Appearance {
    /// Checks what was typed; pictures stay as they are. Gives the title beside, which is kept by itself.
    pub(crate) fn parse(input: &AppearanceInput, before: &Self) -> Result<(String, Self), Faults> {
        let mut faults = Faults::default();
        let title = faults.take(text::line("title", &input.title, 60)).unwrap_or_default();
        let description = faults.take(text::optional_line("description", &input.description, 200)).unwrap_or_default();
        let colours = colours(&mut faults, &input.colours);
        let header = links(&mut faults, "header", &input.header);
        let footer = links(&mut faults, "footer", &input.footer);
        let css = style(&mut faults, &input.css);
        faults.check()?;
        let logo = before.logo.clone();
        Ok((title, Self { description, colours, header, footer, css, logo, favicon: before.favicon.clone() }))
    }

    /// The style sheet that makes the difference; none when there is none.
    pub(crate) fn sheet(&self) -> Option<String> {
        let Colours { accent_light, accent_dark, ground_light, ground_dark } = self.colours;
        let [accent, accent_on_dark, ground, ground_of_dark] = USUAL;
        let mut sheet = String::new();
        for (name, light, dark, usual) in [
            ("accent", accent_light, accent_dark, (accent, accent_on_dark)),
            ("ground", ground_light, ground_dark, (ground, ground_of_dark)),
        ] {
            if light.is_some() || dark.is_some() {
                let (light, dark) = (light.unwrap_or(usual.0), dark.unwrap_or(usual.1));
                // Writing to a String cannot fail.
                let _ = writeln!(sheet, ":root{{--{name}:light-dark({light},{dark})}}");
            }
        }
        sheet.push_str(&self.css);
        (!sheet.is_empty()).then_some(sheet)
    }
}

/// Reads colours and holds what stands on a ground against it.
fn colours(faults: &mut Faults, typed: &[String; 4]) -> Colours {
    let mut read = [None; 4];
    for ((slot, text), field) in read.iter_mut().zip(typed).zip(COLOUR_FIELDS) {
        *slot = faults.take(colour::optional(field, text)).flatten();
    }
    let [accent_light, accent_dark, ground_light, ground_dark] = read;
    let [usual_light, usual_dark, light, dark] = USUAL;
    let (light, dark) = (ground_light.unwrap_or(light), ground_dark.unwrap_or(dark));
    let grounds = [("ground_light", ground_light, light, ON_LIGHT), ("ground_dark", ground_dark, dark, ON_DARK)];
    for (field, chosen, ground, above) in grounds {
        let worst = above.iter().map(|colour| colour.contrast(ground)).fold(f64::INFINITY, f64::min);
        if chosen.is_some() && worst < CONTRAST {
            faults.add(field, format!("leaves text at a contrast of {worst:.1}:1; choose a ground nearer to white or black, so that it is at least {CONTRAST}:1"));
        }
    }
    let accents = [("accent_light", accent_light, usual_light, light), ("accent_dark", accent_dark, usual_dark, dark)];
    for (field, chosen, usual, ground) in accents {
        let contrast = chosen.unwrap_or(usual).contrast(ground);
        if chosen.is_some() && contrast < CONTRAST {
            faults.add(field, format!("has a contrast of {contrast:.1}:1 on its ground; links need at least {CONTRAST}:1"));
        }
    }
    Colours { accent_light, accent_dark, ground_light, ground_dark }
}

fn links(faults: &mut Faults, field: &str, typed: &str) -> Vec<Link> {
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > LINKS {
        faults.add(field, format!("has {} links; keep to {LINKS}", lines.len()));
    }
    lines.into_iter().take(LINKS).filter_map(|line| faults.take(link(field, line))).collect()
}

fn link(field: &str, line: &str) -> Result<Link, super::invalid::Invalid> {
    let wrong = || {
        super::invalid::Invalid::new(
            field,
            format!(
                "“{}” is not a link; write a label and its whole address, such as: Support https://example.com/support",
                line.escape_debug()
            ),
        )
    };
    let (label, href) = line.rsplit_once(char::is_whitespace).ok_or_else(wrong)?;
    let url = url::Url::parse(href).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "https" | "http" | "mailto") {
        return Err(wrong());
    }
    Ok(Link { label: text::line(field, label, 40)?, href: url.to_string() })
}

/// Nothing of the page comes from elsewhere, so neither does its style.
fn style(faults: &mut Faults, typed: &str) -> String {
    let lower = unescaped(typed).to_ascii_lowercase();
    if typed.len() > CSS_LIMIT {
        faults.add("css", format!("is longer than {CSS_LIMIT} characters"));
    }
    let elsewhere = lower.match_indices("url(").any(|(place, found)| {
        let target = lower.get(place + found.len()..).unwrap_or_default();
        !target.trim_start_matches(['"', '\'', ' ']).starts_with("data:")
    });
    if lower.contains("@import") || elsewhere {
        faults.add("css", "brings in something from another address; put it into the rules as a data: URL");
    }
    if typed.matches('{').count() != typed.matches('}').count() {
        faults.add("css", "has a brace { without its partner }");
    }
    typed.trim().to_owned()
}

/// Style without its escapes (CSS Syntax 3, 4.3.7): written with them, the same words would not be found.
fn unescaped(typed: &str) -> String {
    let mut plain = String::with_capacity(typed.len());
    let mut rest = typed.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        let mut digits = String::new();
        while digits.len() < 6 && rest.peek().is_some_and(char::is_ascii_hexdigit) {
            digits.extend(rest.next());
        }
        if digits.is_empty() {
            plain.extend(rest.next());
        } else {
            plain.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
            rest.next_if(|next| next.is_whitespace());
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> AppearanceInput {
        AppearanceInput { title: "Northwind".to_owned(), ..AppearanceInput::default() }
    }

    fn fault(input: &AppearanceInput) -> String {
        Appearance::parse(input, &Appearance::default()).unwrap_err().to_string()
    }

    #[test]
    fn pale_links_are_refused_with_the_number() {
        let pale = AppearanceInput { colours: ["#9db1ff".to_owned(), String::new(), String::new(), String::new()], ..input() };
        assert!(fault(&pale).contains("contrast of 2.0:1"), "{}", fault(&pale));
        let strong = AppearanceInput { colours: ["#7a1fa2".to_owned(), String::new(), String::new(), String::new()], ..input() };
        let (_, appearance) = Appearance::parse(&strong, &Appearance::default()).unwrap();
        assert_eq!(appearance.sheet().unwrap(), ":root{--accent:light-dark(#7a1fa2,#9db1ff)}\n");
    }

    #[test]
    fn nothing_comes_from_elsewhere() {
        for css in [
            "@import url(x.css);",
            "a{background:url(https://evil.example/x.png)}",
            "a{b:URL( \"//x\")}",
            "a{",
            "a{b:u\\72l(//x)}",
            "@\\69 mport '//x'",
        ] {
            assert!(fault(&AppearanceInput { css: css.to_owned(), ..input() }).contains("css"), "{css}");
        }
        let own = AppearanceInput { css: "a{background:url(data:image/png;base64,AA)}".to_owned(), ..input() };
        assert!(Appearance::parse(&own, &Appearance::default()).is_ok());
    }

    #[test]
    fn links_have_a_label_and_an_address() {
        let typed = AppearanceInput { header: "Contact us https://example.com/contact\n\n".to_owned(), ..input() };
        let (_, appearance) = Appearance::parse(&typed, &Appearance::default()).unwrap();
        assert_eq!(appearance.header, [Link { label: "Contact us".to_owned(), href: "https://example.com/contact".to_owned() }]);
        for bad in ["https://example.com", "Click javascript:alert(1)", "Support /support"] {
            assert!(fault(&AppearanceInput { footer: bad.to_owned(), ..input() }).contains("footer"), "{bad}");
        }
    }

    #[test]
    fn the_usual_colours_stand_the_test_themselves() {
        let [light, dark, ground, dark_ground] = USUAL;
        assert!(ON_LIGHT.iter().chain([&light]).all(|colour| colour.contrast(ground) >= CONTRAST));
        assert!(ON_DARK.iter().chain([&dark]).all(|colour| colour.contrast(dark_ground) >= CONTRAST));
    }
}
