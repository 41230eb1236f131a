//! Who asked to be told: states, and the checks on a subscription.

use super::{
    address,
    catalogue::Catalogue,
    filter::{Chosen, Filter, Kind},
    invalid::Faults,
    language::Language,
    region,
    severity::Severity,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

super::words! {
    /// Where a subscriber stands.
    SubscriberState {
        /// Asked, not confirmed.
        Pending = "pending", "Waiting for confirmation";
        /// Hears of what matches.
        Active = "active", "Active";
        /// Wants no more.
        Stopped = "stopped", "Stopped";
        /// Cannot be reached: the other side refused for good.
        Bounced = "bounced", "Cannot be reached";
    }
}

/// A subscription as it was typed or sent. Empty lists mean *all*, except for severities, where empty leaves it to policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubscriptionInput {
    /// The mail address.
    pub email: String,
    /// Ids or codes of regions.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Ids or codes of components.
    #[serde(default)]
    pub components: Vec<String>,
    /// Ids of groups, which stand for their future members too.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Severities chosen by hand: `p1` … `p4`.
    #[serde(default)]
    pub severities: Vec<String>,
    /// `incidents`, `maintenance`, `postmortems`; the first two when empty.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// IANA time zone for the times in mails; UTC when empty.
    #[serde(default)]
    pub zone: String,
    /// Language of the mails: `en`, `de`, `fr`, `es`, `ja` or `ar`; English when empty.
    #[serde(default)]
    pub language: String,
}

/// A subscription, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SubscriptionDraft {
    /// The mail address.
    pub email: String,
    /// What is wanted.
    pub preferences: Preferences,
}

/// What is wanted and how times are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Preferences {
    /// What is wanted.
    pub filter: Filter,
    /// The reader's zone.
    pub zone: Tz,
    /// The reader's language.
    pub language: Language,
}

impl SubscriptionDraft {
    /// Checks a subscription; every fault is told.
    pub(crate) fn parse(input: &SubscriptionInput, catalogue: &Catalogue) -> Result<Self, Faults> {
        let email = address::email("email", &input.email);
        let preferences = Preferences::parse(input, catalogue);
        match (email, preferences) {
            (Ok(email), Ok(preferences)) => Ok(Self { email, preferences }),
            (email, preferences) => {
                let mut faults = Faults(email.err().into_iter().collect());
                faults.0.extend(preferences.err().unwrap_or_default().0);
                Err(faults)
            }
        }
    }
}

impl Preferences {
    /// Checks everything but the address.
    pub(crate) fn parse(input: &SubscriptionInput, catalogue: &Catalogue) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let regions =
            each(&mut faults, "regions", &input.regions, |field, word| Ok(catalogue.known_region(field, word)?.id.clone()));
        let components = each(&mut faults, "components", &input.components, |field, word| {
            Ok(catalogue.known_component(field, word)?.id.clone())
        });
        let groups = each(&mut faults, "groups", &input.groups, |field, word| {
            let unknown = || super::invalid::Invalid::new(field, "names no group; reload the page and choose again");
            Ok(catalogue.group(word).ok_or_else(unknown)?.id.clone())
        });
        let severities: BTreeSet<Severity> = words(&mut faults, "severities", &input.severities);
        let kinds: BTreeSet<Kind> = words(&mut faults, "kinds", &input.kinds);
        let zone_name = if input.zone.trim().is_empty() { "UTC" } else { &input.zone };
        let zone = faults.take(region::zone("zone", zone_name)).unwrap_or(Tz::UTC);
        let language = match input.language.trim() {
            "" => Language::En,
            word => faults.parse("language", word).unwrap_or(Language::En),
        };
        faults.check()?;
        let chosen = Chosen { components, groups };
        let filter = Filter {
            regions: (!regions.is_empty()).then_some(regions),
            components: (chosen != Chosen::default()).then_some(chosen),
            severities: (!severities.is_empty()).then_some(severities),
            kinds: if kinds.is_empty() { Filter::default().kinds } else { kinds },
        };
        Ok(Self { filter, zone, language })
    }
}

fn each<T: Ord>(
    faults: &mut Faults,
    name: &str,
    words: &[String],
    find: impl Fn(&str, &str) -> Result<T, super::invalid::Invalid>,
) -> BTreeSet<T> {
    words.iter().enumerate().filter_map(|(place, word)| faults.take(find(&format!("{name}[{place}]"), word))).collect()
}

fn words<T: Ord + std::str::FromStr<Err = String>>(faults: &mut Faults, name: &str, words: &[String]) -> BTreeSet<T> {
    words.iter().enumerate().filter_map(|(place, word)| faults.parse(&format!("{name}[{place}]"), word)).collect()
}
