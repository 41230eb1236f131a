//! What staff wrote, with its moments in the reader's language: in UTC, and marked so that a script puts them on the
//! reader's clock.

use super::moment;
use crate::{domain::moment::spell, markdown};
use allclear_app::Lang;

/// An update as safe HTML.
pub(crate) fn html(lang: Lang, text: &str) -> String {
    timed(lang, &markdown::to_html(text))
}

/// A review as safe HTML, with its pictures; `base` is put before their addresses.
pub(crate) fn review(lang: Lang, text: &str, base: &str) -> String {
    timed(lang, &markdown::with_pictures(text, base))
}

/// The text without marks, for plain descriptions.
pub(crate) fn plain(lang: Lang, text: &str) -> String {
    spell(&markdown::to_text(text), |time| moment(lang, time).text)
}

/// Nothing but text can hold a moment: in an address its blanks are written otherwise.
fn timed(lang: Lang, html: &str) -> String {
    spell(html, |time| {
        let at = moment(lang, time);
        format!("<time datetime=\"{}\" data-local=\"datetime\">{}</time>", at.iso, at.text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_in_an_update_is_one_that_a_script_can_put_on_the_readers_clock() {
        let text = "Since **{2026-03-01 09:00 UTC}** `{2026-03-01 09:05 UTC}` [x](<https://a.example/{2026-03-01 09:10 UTC}>)";
        insta::assert_snapshot!(format!("{}\n{}", html(Lang::De, text), plain(Lang::De, text)));
    }
}
