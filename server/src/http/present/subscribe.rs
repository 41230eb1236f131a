//! The forms of subscribers.

use super::{forms, frame};
use crate::{
    domain::{filter::Kind, id::GroupId, invalid::Faults, severity::Severity, subscriber::SubscriptionInput},
    snapshot::PublicState,
};
use allclear_app::{
    pages::subscribe::Subscribe,
    pieces::{self, Choice, Field},
};

/// The form to subscribe, with what was typed.
pub(crate) fn subscribe(state: &PublicState, input: &SubscriptionInput, faults: &Faults) -> Subscribe {
    let hint = "We send one mail to confirm it. Nothing else until you do.";
    let email = Field { kind: pieces::Kind::Email, ..forms::field("email", "Email address", hint, &input.email, faults) };
    Subscribe { frame: frame(state, "Get updates", None), email: Some(email), ..common(state, input, faults) }
}

/// The form to change a subscription.
pub(crate) fn preferences(
    state: &PublicState,
    input: &SubscriptionInput,
    faults: &Faults,
    whose: &str,
    stop: String,
) -> Subscribe {
    Subscribe {
        frame: frame(state, "What you get", None),
        whose: whose.to_owned(),
        stop: Some(stop),
        ..common(state, input, faults)
    }
}

fn common(state: &PublicState, input: &SubscriptionInput, faults: &Faults) -> Subscribe {
    let catalogue = &state.catalogue;
    let chosen = |list: &[String], id: &str, code: &str| list.iter().any(|word| word == id || word == code);
    let regions = catalogue
        .regions
        .iter()
        .map(|one| Choice::new(one.id.as_str(), &one.name, chosen(&input.regions, one.id.as_str(), &one.code)));
    let severities = Severity::ALL.iter().map(|one| Choice {
        hint: meaning(*one).to_owned(),
        ..Choice::new(one.as_str(), one.label(), chosen(&input.severities, one.as_str(), ""))
    });
    let kinds = Kind::ALL.iter().map(|one| {
        let preset = input.kinds.is_empty() && *one != Kind::Postmortems;
        Choice::new(one.as_str(), one.label(), preset || chosen(&input.kinds, one.as_str(), ""))
    });
    Subscribe {
        regions: forms::options("regions", "Regions", "Choose none to hear of all.", regions.collect(), faults),
        groups: groups(state, input),
        severities: forms::options(
            "severities",
            "How bad",
            "Choose none and you hear of P1 and P2.",
            severities.collect(),
            faults,
        ),
        kinds: forms::options("kinds", "What about", "", kinds.collect(), faults),
        zone: forms::zones(&input.zone, faults),
        faults: forms::summary(faults),
        ..Subscribe::default()
    }
}

fn groups(state: &PublicState, input: &SubscriptionInput) -> Vec<(String, Option<Choice>, Vec<Choice>)> {
    let members = |group: Option<&GroupId>| -> Vec<Choice> {
        let mine = state.catalogue.components.iter().filter(|component| component.group.as_ref() == group);
        mine.map(|one| {
            Choice::new(
                one.id.as_str(),
                &one.name,
                input.components.iter().any(|word| word == one.id.as_str() || *word == one.code),
            )
        })
        .collect()
    };
    let grouped = state.catalogue.groups.iter().map(|group| {
        let whole = Choice::new(
            group.id.as_str(),
            format!("All of {}", group.name),
            input.groups.iter().any(|word| word == group.id.as_str()),
        );
        (group.name.clone(), Some(whole), members(Some(&group.id)))
    });
    let loose = ("Components".to_owned(), None, members(None));
    grouped.chain(std::iter::once(loose)).filter(|(_, _, members)| !members.is_empty()).collect()
}

/// The meaning of a severity to customers (PRODUCT 2).
fn meaning(severity: Severity) -> &'static str {
    match severity {
        Severity::P1 => "A whole service is out, or data or security is at risk.",
        Severity::P2 => "A major feature is out or slow.",
        Severity::P3 => "A smaller feature has trouble; most can work.",
        Severity::P4 => "Cosmetic, or there is an easy way round.",
    }
}
