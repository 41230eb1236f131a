//! What each severity means (PRODUCT 2): the matrix that staff edit.
//!
//! An incident keeps the version of the policy that it was opened under.

use super::{invalid::Faults, severity::Severity};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

super::words! {
    /// Who on a channel hears of an incident.
    Reach {
        /// Everyone whose filter matches.
        Matching = "matching", "Everyone who matches";
        /// Only those who chose the severity by hand.
        Asked = "asked", "Only who asked";
        /// Nobody.
        Nobody = "nobody", "Nobody";
    }
}

super::words! {
    /// What is written after an incident.
    Review {
        /// Nothing.
        None = "none", "None";
        /// A review for staff.
        Internal = "internal", "Internal";
        /// A review that everybody may read.
        Public = "public", "Public";
    }
}

/// What one severity means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    /// Whether a banner in the customer's own application tells of it.
    pub banner: bool,
    /// Who hears by mail.
    pub email: Reach,
    /// Who hears by SMS.
    pub sms: Reach,
    /// Whether it is posted on social media.
    #[serde(default)]
    pub social: bool,
    /// Addresses of the people here who are called when it is published.
    #[serde(default)]
    pub called: Vec<String>,
    /// Minutes within which one of those who are called is on it; when nobody is called by name, anybody at all. None
    /// leaves it to the normal queue.
    #[serde(default)]
    pub called_within: Option<u32>,
    /// Minutes until an update is due; none promises no time.
    pub update_every: Option<u32>,
    /// Minutes within which it should be over; none for no target.
    pub resolve_within: Option<u32>,
    /// Minutes within which a war room meets; none for no war room.
    pub war_room_within: Option<u32>,
    /// Minutes between two words to the executives; none for none.
    pub executives_every: Option<u32>,
    /// What is written afterwards.
    pub review: Review,
    /// Hours within which it is due.
    pub review_within: Option<u32>,
    /// Minutes for which only a second person may release it; none when one person publishes alone.
    pub second_pair_for: Option<u32>,
}

/// The whole matrix and what holds for every severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    /// The whole service is out, data is at risk, or more than a quarter of the customers are hit.
    pub p1: Rule,
    /// A major feature is out or slow.
    pub p2: Rule,
    /// A minor feature.
    pub p3: Rule,
    /// Cosmetic.
    pub p4: Rule,
    /// Minutes within which cause, end and scope are assessed after detection.
    pub assess_within: u32,
    /// Minutes after which an incident without an ETA is an extended outage.
    pub extended_after: u32,
    /// Minutes until an update is due in an extended outage.
    pub extended_every: u32,
    /// So many signals of one key open a suspicion…
    pub signals_needed: u32,
    /// …when they come within so many minutes.
    pub signals_within: u32,
    /// Trouble that lasts so many minutes opens one, however few the signals; none for never.
    pub signals_lasting: Option<u32>,
    /// Addresses of the executives, who are people here.
    pub executives: Vec<String>,
    /// Minutes before a maintenance begins at which its readers are told again.
    #[serde(default = "notices_ahead")]
    pub maintenance_notices: Vec<u32>,
}

/// Seven days, one day, one hour.
fn notices_ahead() -> Vec<u32> {
    vec![7 * 24 * HOUR, 24 * HOUR, HOUR]
}

const HOUR: u32 = 60;
/// Longest pause or term in minutes, and hours: thirty days.
const LONGEST: u32 = 30 * 24 * HOUR;

/// The rules of P1 to P4 to begin with (PRODUCT 2).
fn first_rules() -> [Rule; 4] {
    let p1 = Rule {
        banner: true,
        email: Reach::Matching,
        sms: Reach::Matching,
        social: true,
        called: Vec::new(),
        // Whether the war room meets is asked by then already.
        called_within: None,
        update_every: Some(30),
        resolve_within: Some(2 * HOUR),
        war_room_within: Some(15),
        executives_every: Some(HOUR),
        review: Review::Public,
        review_within: Some(48),
        second_pair_for: None,
    };
    let p2 = Rule {
        sms: Reach::Nobody,
        called_within: Some(30),
        update_every: Some(HOUR),
        resolve_within: Some(4 * HOUR),
        war_room_within: None,
        executives_every: None,
        review_within: Some(72),
        ..p1.clone()
    };
    let p3 = Rule {
        email: Reach::Asked,
        social: false,
        called_within: Some(2 * HOUR),
        update_every: Some(2 * HOUR),
        resolve_within: Some(8 * HOUR),
        review: Review::Internal,
        review_within: Some(7 * 24),
        ..p2.clone()
    };
    let p4 = Rule {
        banner: false,
        called_within: None,
        update_every: None,
        resolve_within: None,
        review: Review::None,
        review_within: None,
        ..p3.clone()
    };
    [p1, p2, p3, p4]
}

impl Default for Policy {
    fn default() -> Self {
        let [p1, p2, p3, p4] = first_rules();
        Self {
            p1,
            p2,
            p3,
            p4,
            assess_within: 15,
            extended_after: 4 * HOUR,
            extended_every: 15,
            signals_needed: 1,
            signals_within: 5,
            signals_lasting: None,
            executives: Vec::new(),
            maintenance_notices: notices_ahead(),
        }
    }
}

impl Policy {
    /// What a severity means.
    pub(crate) fn rule(&self, severity: Severity) -> &Rule {
        match severity {
            Severity::P1 => &self.p1,
            Severity::P2 => &self.p2,
            Severity::P3 => &self.p3,
            Severity::P4 => &self.p4,
        }
    }

    /// How long staff may be silent; none when no time is promised. An extended outage is never told of more rarely.
    pub(crate) fn cadence(&self, severity: Severity, extended: bool) -> Option<TimeDelta> {
        let usual = self.rule(severity).update_every;
        let pause =
            if extended { Some(usual.map_or(self.extended_every, |usual| usual.min(self.extended_every))) } else { usual };
        pause.map(minutes)
    }

    /// When the next update is due after one made at `now`.
    pub(crate) fn next_update(&self, severity: Severity, extended: bool, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.cadence(severity, extended).map(|pause| now + pause)
    }

    /// Checks the numbers; every fault is told under its field, `p1.update_every`.
    pub(crate) fn check(&self, faults: &mut Faults) {
        for severity in Severity::ALL {
            let rule = self.rule(*severity);
            let terms = [
                ("called_within", rule.called_within),
                ("update_every", rule.update_every),
                ("resolve_within", rule.resolve_within),
                ("war_room_within", rule.war_room_within),
                ("executives_every", rule.executives_every),
                ("review_within", rule.review_within),
                ("second_pair_for", rule.second_pair_for),
            ];
            for (name, term) in terms {
                within(faults, &format!("{severity}.{name}"), term);
            }
            if (rule.review == Review::None) != rule.review_within.is_none() {
                faults.add(format!("{severity}.review_within"), "is given exactly when a post-mortem is written");
            }
        }
        let terms = [
            ("assess_within", Some(self.assess_within)),
            ("extended_after", Some(self.extended_after)),
            ("extended_every", Some(self.extended_every)),
            ("signals_needed", Some(self.signals_needed)),
            ("signals_within", Some(self.signals_within)),
            ("signals_lasting", self.signals_lasting),
        ];
        for (name, term) in terms {
            within(faults, name, term);
        }
        for ahead in &self.maintenance_notices {
            within(faults, "maintenance_notices", Some(*ahead));
        }
    }
}

/// So many minutes.
pub(crate) fn minutes(count: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(count))
}

fn within(faults: &mut Faults, field: &str, term: Option<u32>) {
    if term.is_some_and(|term| !(1..=LONGEST).contains(&term)) {
        faults.add(field, format!("is a whole number from 1 to {LONGEST}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worse_the_sooner() {
        let policy = Policy::default();
        let pauses: Vec<_> = Severity::ALL.iter().filter_map(|severity| policy.cadence(*severity, false)).collect();
        assert!(pauses.is_sorted());
        assert_eq!(pauses.len(), 3);
    }

    #[test]
    fn an_extended_outage_is_told_of_more_often() {
        let policy = Policy::default();
        for severity in Severity::ALL {
            assert_eq!(policy.cadence(*severity, true), Some(TimeDelta::minutes(15)));
        }
    }

    #[test]
    fn the_default_is_sound_and_faults_are_named() {
        let mut faults = Faults::default();
        Policy::default().check(&mut faults);
        assert_eq!(faults, Faults::default());
        let mut policy = Policy { assess_within: 0, ..Policy::default() };
        policy.p4.review = Review::Public;
        policy.p1.update_every = Some(LONGEST + 1);
        policy.check(&mut faults);
        let fields: Vec<_> = faults.0.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["p1.update_every", "p4.review_within", "assess_within"]);
    }
}
