//! What a customer gets back, as mail.

use super::{Draft, Site};
use crate::{
    domain::{notice::CreditNews, sla::Month},
    locale,
};
use allclear_app::{Lang, emails::letter::Letter, say};

/// What an organisation gets back for a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credit {
    /// The month, `2026-03`.
    pub month: String,
    /// In hundredths of the currency.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
}

/// The mail that tells a customer of a credit.
pub(crate) fn credit(news: &CreditNews, site: Site<'_>, lang: Lang) -> Draft {
    let month = month(lang, &news.month);
    let amount = locale::money(lang, news.amount, &news.currency);
    let percent = say!(lang, "percent", number = locale::exact(lang, &news.availability.to_string()));
    let scope = say!(lang, "names-in-regions", names = news.component.as_str(), regions = news.region.as_str());
    let text = say!(lang, "credit-text", month = month.as_str(), scope = scope, percent = percent, amount = amount);
    let mail = Letter {
        lang,
        heading: lang.say("credit-heading"),
        sentences: vec![text],
        action: site.title.to_owned(),
        link: site.url.to_owned(),
        reason: say!(lang, "credit-reason", brand = site.title),
    };
    Draft::of(&say!(lang, "credit-subject", month = month), mail.text(), mail.html())
}

/// A month as people write it.
fn month(lang: Lang, month: &str) -> String {
    month.parse::<Month>().map_or_else(|_| month.to_owned(), |month| locale::month(lang, month.first_day()))
}

/// One sentence on a credit, for the end of an incident.
pub(super) fn sentence(lang: Lang, credit: &Credit) -> String {
    let amount = locale::money(lang, credit.amount, &credit.currency);
    say!(lang, "fill-credit", month = month(lang, &credit.month), amount = amount)
}
