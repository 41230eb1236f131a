//! What a reader looks at: the state, the language, the region; and addresses that keep both.

use crate::{domain::catalogue::Region, http::extract::Reader, snapshot::PublicState};
use allclear_app::Lang;

/// What a reader looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    /// The state, in the reader's language.
    pub state: &'a PublicState,
    /// The language.
    pub lang: Lang,
    /// Whether links keep the language.
    pub chosen: bool,
    /// The region; none for all.
    pub region: Option<&'a Region>,
}

impl<'a> View<'a> {
    /// The whole page as a reader sees it.
    pub(crate) fn new(state: &'a PublicState, reader: Reader) -> Self {
        Self { state, lang: reader.lang, chosen: reader.chosen, region: None }
    }

    /// The same of one region; none when there is no region of that name.
    pub(crate) fn of_region(self, word: Option<&str>) -> Option<Self> {
        let region = word.map(|word| self.state.catalogue.region(word).ok_or(())).transpose().ok()?;
        Some(Self { region, ..self })
    }

    /// An address of ours that keeps region and language.
    pub(crate) fn to(self, path: &str) -> String {
        address(path, self.region, self.chosen.then_some(self.lang))
    }

    /// The same page of another region.
    pub(crate) fn to_region(self, path: &str, region: Option<&Region>) -> String {
        address(path, region, self.chosen.then_some(self.lang))
    }

    /// The same page in another language.
    pub(crate) fn to_language(self, path: &str, lang: Lang) -> String {
        address(path, self.region, Some(lang))
    }

    /// An address that keeps the language alone, for what has no region.
    pub(crate) fn plain(self, path: &str) -> String {
        address(path, None, self.chosen.then_some(self.lang))
    }

    /// The regions that are shown.
    pub(crate) fn regions(self) -> impl Iterator<Item = &'a Region> + use<'a> {
        let only = self.region;
        self.state.catalogue.regions.iter().filter(move |other| only.is_none_or(|only| only.id == other.id))
    }

    /// The region switch of a page; nothing where there is only one region.
    pub(crate) fn switch(self, path: &str) -> Vec<(String, String, bool)> {
        if self.state.catalogue.regions.len() < 2 {
            return Vec::new();
        }
        let all = (self.lang.say("all-regions"), self.to_region(path, None), self.region.is_none());
        let each = self.state.catalogue.regions.iter().map(|region| {
            let present = self.region.is_some_and(|present| present.id == region.id);
            (region.name.clone(), self.to_region(path, Some(region)), present)
        });
        std::iter::once(all).chain(each).collect()
    }
}

fn address(path: &str, region: Option<&Region>, lang: Option<Lang>) -> String {
    let region = region.map(|region| ("region", region.code.as_str()));
    let lang = lang.map(|lang| ("lang", lang.code()));
    region.into_iter().chain(lang).fold(path.to_owned(), |address, (name, value)| {
        let mark = if address.contains('?') { '&' } else { '?' };
        format!("{address}{mark}{name}={value}")
    })
}
