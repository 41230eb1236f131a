//! One line of a file of subscribers: whom staff add, what they want, and how it is known that they agreed (PRODUCT 7).

use super::{
    catalogue::Catalogue,
    id::SubscriberGroupId,
    invalid::{Faults, Invalid},
    subscriber::{SubscriptionDraft, SubscriptionInput},
    subscriber_group::{self, SubscriberGroup},
    text,
};
use std::collections::BTreeSet;

/// The columns that a file must have.
pub(crate) const NEEDED: [&str; 2] = ["email", "consent"];
/// Every column that it may have; several values of one cell are divided by `;`.
pub(crate) const COLUMNS: [&str; 10] =
    ["email", "consent", "regions", "components", "groups", "severities", "kinds", "zone", "language", "subscriber_groups"];

/// Longest proof of consent, in characters.
const PROOF: usize = 200;

/// Somebody to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Enrolment {
    /// Who, and what they want.
    pub draft: SubscriptionDraft,
    /// Where and when they agreed.
    pub consent: String,
    /// The groups of subscribers that they join.
    pub joins: BTreeSet<SubscriberGroupId>,
}

impl Enrolment {
    /// Reads one line; `cell` gives the text of a column, `number` is the line's in the file. Every fault is told.
    pub(crate) fn parse<'a>(
        number: u64,
        cell: impl Fn(&str) -> &'a str,
        catalogue: &Catalogue,
        groups: &[SubscriberGroup],
    ) -> Result<Self, Faults> {
        let list = |name: &str| {
            let words = cell(name).split(';').map(str::trim).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect::<Vec<_>>()
        };
        let input = SubscriptionInput {
            email: cell("email").trim().to_owned(),
            regions: list("regions"),
            components: list("components"),
            groups: list("groups"),
            severities: list("severities").iter().map(|word| word.to_lowercase()).collect(),
            kinds: list("kinds"),
            zone: cell("zone").to_owned(),
            language: cell("language").to_owned(),
        };
        let mut faults = Faults::default();
        let consent = faults.take(text::line("consent", cell("consent"), PROOF).map_err(|fault| match cell("consent").trim() {
            "" => Invalid::new("consent", "is empty; say where and when they agreed, such as “sign-up form, 2026-02-03”"),
            _ => fault,
        }));
        let draft = SubscriptionDraft::parse(&input, catalogue).map_err(|more| faults.0.extend(more.0)).ok();
        let joins = subscriber_group::named("subscriber_groups", &list("subscriber_groups"), groups);
        let joins = joins.map_err(|more| faults.0.extend(more.0)).ok();
        // Which of several values it is does not help anybody who looks at a line.
        let place = |fault: Invalid| {
            let column = fault.field.split('[').next().unwrap_or_default().to_owned();
            Invalid { field: format!("line {number}, {column}"), ..fault }
        };
        match (draft, consent, joins) {
            (Some(draft), Some(consent), Some(joins)) => Ok(Self { draft, consent, joins }),
            _ => Err(Faults(faults.0.into_iter().map(place).collect())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(cells: &[(&str, &'static str)]) -> Result<Enrolment, Faults> {
        let cell = |name: &str| cells.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        Enrolment::parse(7, cell, &Catalogue::default(), &[])
    }

    #[test]
    fn a_line_says_who_and_why() {
        let read =
            parse(&[("email", " Ada@Example.com "), ("consent", "sign-up, 2026-02-03"), ("severities", "P1; p2")]).unwrap();
        assert_eq!(read.draft.email, "Ada@example.com");
        assert_eq!(read.draft.preferences.filter.severities.unwrap().len(), 2);
    }

    #[test]
    fn every_fault_is_told_by_its_line_and_column() {
        let faults =
            parse(&[("email", "ada"), ("severities", "p9"), ("zone", "Mars"), ("subscriber_groups", "Beta")]).unwrap_err();
        let fields: Vec<&str> = faults.0.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            ["line 7, consent", "line 7, email", "line 7, severities", "line 7, zone", "line 7, subscriber_groups"]
        );
        assert!(faults.to_string().contains("say where and when they agreed"));
    }
}
