//! Customers and their contacts, as a file of them says (PRODUCT 1 and 6).

use super::{
    address,
    catalogue::Catalogue,
    id::RegionId,
    invalid::{Faults, Invalid},
    language::Language,
    phone::{self, Countries},
    text,
};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The segment whose contacts are reached in a crisis (PRODUCT 2).
pub(crate) const ENTERPRISE: &str = "enterprise";

/// The columns of the file, in any order; those after the first may be missing.
pub(crate) const COLUMNS: [&str; 10] = [
    "customer",
    "segment",
    "regions",
    "monthly_fee",
    "currency",
    "contact_name",
    "contact_email",
    "contact_phone",
    "contact_zone",
    "contact_language",
];

/// One line of the file: a customer with one of its contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The name of the customer.
    pub name: String,
    /// Its segment, in small letters.
    pub segment: String,
    /// Where it uses the service; all regions when empty.
    pub regions: BTreeSet<RegionId>,
    /// What it pays a month, in hundredths of the currency.
    pub fee: i64,
    /// ISO 4217, such as `EUR`.
    pub currency: String,
    /// A contact, if the line has one.
    pub contact: Option<Contact>,
}

/// Somebody to reach at a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contact {
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// Their phone number in international form (E.164); empty when not known.
    pub phone: String,
    /// The zone they read times in; that of their organisation's first region when nothing else is said.
    pub zone: Tz,
    /// The language they read.
    pub language: Language,
}

impl Contact {
    /// The same for the same address at the same customer, so that a new import keeps what is on its way to them.
    pub(crate) fn id(&self, customer: &str) -> String {
        let digest = Sha256::digest(format!("{customer} {}", address::key(&self.email)));
        digest.iter().take(13).fold(String::from("C"), |id, byte| format!("{id}{byte:02X}"))
    }
}

/// Longest name, in characters.
const NAME_LIMIT: usize = 120;

impl Line {
    /// Reads one line; `cell` gives the text of a column, `number` is the line's in the file. Every fault is told.
    pub(crate) fn parse<'a>(number: u64, cell: impl Fn(&str) -> &'a str, catalogue: &Catalogue) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let field = |name: &str| format!("line {number}, {name}");
        let name = faults.take(text::line(&field("customer"), cell("customer"), NAME_LIMIT));
        let segment = faults.take(text::optional_line(&field("segment"), cell("segment"), 40));
        let regions = regions(&mut faults, &field("regions"), cell("regions"), catalogue);
        let fee = faults.take(money(&field("monthly_fee"), cell("monthly_fee")));
        let currency = faults.take(currency(&field("currency"), cell("currency")));
        let contact = contact(&mut faults, &field, &cell, zone_of(catalogue, &regions));
        faults.check()?;
        let (Some(name), Some(segment), Some(fee), Some(currency)) = (name, segment, fee, currency) else {
            return Err(Faults::default());
        };
        Ok(Self { name, segment: segment.to_lowercase(), regions, fee, currency, contact })
    }
}

fn regions(faults: &mut Faults, field: &str, text: &str, catalogue: &Catalogue) -> BTreeSet<RegionId> {
    let words = text.split([';', ' ', '|']).map(str::trim).filter(|word| !word.is_empty());
    let known = words.filter_map(|word| faults.take(catalogue.known_region(field, word)).map(|region| region.id.clone()));
    known.collect()
}

/// The zone of the first of some regions.
fn zone_of(catalogue: &Catalogue, regions: &BTreeSet<RegionId>) -> Tz {
    let first = catalogue.regions.iter().find(|region| regions.contains(&region.id));
    first.and_then(|region| region.zone.parse().ok()).unwrap_or(Tz::UTC)
}

fn contact<'a>(
    faults: &mut Faults,
    field: &impl Fn(&str) -> String,
    cell: &impl Fn(&str) -> &'a str,
    usual: Tz,
) -> Option<Contact> {
    if ["contact_name", "contact_email", "contact_phone"].iter().all(|column| cell(column).trim().is_empty()) {
        return None;
    }
    let name = faults.take(text::optional_line(&field("contact_name"), cell("contact_name"), NAME_LIMIT));
    let email = faults.take(address::email(&field("contact_email"), cell("contact_email")));
    let phone = faults.take(telephone(&field("contact_phone"), cell("contact_phone")));
    let zone = match cell("contact_zone").trim() {
        "" => Some(usual),
        name => {
            let told = |_| Invalid::new(field("contact_zone"), "is not a time zone such as Europe/Berlin");
            faults.take(name.parse().map_err(told))
        }
    };
    let language = match cell("contact_language").trim() {
        "" => Some(Language::En),
        code => faults.parse(&field("contact_language"), code),
    };
    Some(Contact { name: name?, email: email?, phone: phone?, zone: zone?, language: language? })
}

/// A number, or none.
fn telephone(field: &str, text: &str) -> Result<String, Invalid> {
    if text.trim().is_empty() { Ok(String::new()) } else { phone::parse(field, text, &Countries::default()) }
}

/// An amount with at most two decimals, as hundredths; none is nothing.
pub(crate) fn money(field: &str, text: &str) -> Result<i64, Invalid> {
    let told = || Invalid::new(field, "is not an amount such as 5000 or 4999.50");
    let text = text.trim();
    if text.is_empty() {
        return Ok(0);
    }
    let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || cents.len() > 2 || !digits(whole) || !digits(cents) {
        return Err(told());
    }
    let cents = format!("{cents:0<2}");
    Ok(whole.parse::<i64>().map_err(|_| told())? * 100 + cents.parse::<i64>().map_err(|_| told())?)
}

fn currency(field: &str, text: &str) -> Result<String, Invalid> {
    let text = text.trim().to_ascii_uppercase();
    if text.is_empty() {
        return Ok("EUR".to_owned());
    }
    let right = text.len() == 3 && text.chars().all(|c| c.is_ascii_uppercase());
    if right { Ok(text) } else { Err(Invalid::new(field, "is not a currency's three letters, such as EUR")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_and_numbers() {
        for (text, cents) in [
            ("5000", Some(500_000)),
            ("4999.5", Some(499_950)),
            ("0.07", Some(7)),
            ("", Some(0)),
            ("1.234", None),
            ("-1", None),
            ("1,5", None),
            (".5", None),
        ] {
            assert_eq!(money("fee", text).ok(), cents, "{text}");
        }
        for (text, plain) in [("+49 (30) 123-4567", Some("+49301234567")), ("", Some("")), ("030 1234567", None), ("+12", None)] {
            assert_eq!(telephone("phone", text).ok().as_deref(), plain, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_is_read_back(cents in 0..10_000_000_000i64) {
            prop_assert_eq!(money("fee", &format!("{}.{:02}", cents / 100, cents % 100)).unwrap(), cents);
        }
    }
}
