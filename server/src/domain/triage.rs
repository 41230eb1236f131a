//! Four questions that propose a severity (PRODUCT 2).

use super::severity::Severity;
use serde::{Deserialize, Serialize};

/// What is known when an incident is opened. What nobody knows yet is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answers {
    /// Is the whole service out?
    #[serde(default)]
    pub complete_outage: Option<bool>,
    /// Is data or security at risk?
    #[serde(default)]
    pub data_or_security: Option<bool>,
    /// Is there a work-around?
    #[serde(default)]
    pub workaround: Option<bool>,
}

/// A severity, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Proposal {
    /// How bad it is by the answers.
    pub severity: Severity,
    /// The answer that decided.
    pub why: &'static str,
}

/// What the answers propose; none when nothing was answered. `share` is the share of customers hit, in percent.
///
/// Where the share is not known and nothing helps the customers, it is rather taken for large than for small.
pub(crate) fn propose(answers: &Answers, share: Option<i32>) -> Option<Proposal> {
    let proposed = |severity, why| Some(Proposal { severity, why });
    if answers.complete_outage == Some(true) {
        return proposed(Severity::P1, "the whole service is out");
    }
    if answers.data_or_security == Some(true) {
        return proposed(Severity::P1, "data or security is at risk");
    }
    match (share, answers.workaround) {
        (Some(26..), _) => proposed(Severity::P1, "more than 25 % of the customers are hit"),
        (Some(10..), _) => proposed(Severity::P2, "10 to 25 % of the customers are hit"),
        (Some(_), Some(true)) => proposed(Severity::P4, "fewer than 10 % are hit and there is a work-around"),
        (Some(_), _) => proposed(Severity::P3, "fewer than 10 % of the customers are hit"),
        (None, Some(true)) => proposed(Severity::P3, "there is a work-around"),
        (None, Some(false)) => proposed(Severity::P2, "there is no work-around, and how many are hit is not known"),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_answered_proposes_nothing() {
        assert_eq!(propose(&Answers::default(), None), None);
        let no = Answers { complete_outage: Some(false), data_or_security: Some(false), workaround: None };
        assert_eq!(propose(&no, None), None);
    }

    #[test]
    fn the_limits_are_those_of_the_matrix() {
        let share = |share| propose(&Answers::default(), Some(share)).unwrap().severity;
        assert_eq!(
            [share(30), share(26), share(25), share(10), share(9), share(0)].map(Severity::code),
            ["P1", "P1", "P2", "P2", "P3", "P3"]
        );
    }

    proptest! {
        #[test]
        fn a_larger_share_is_never_less_severe(a in 0..=100i32, b in 0..=100i32, workaround in any::<Option<bool>>()) {
            let answers = Answers { workaround, ..Answers::default() };
            let severity = |share| propose(&answers, Some(share)).unwrap().severity;
            prop_assert!(severity(a.max(b)) <= severity(a.min(b)));
        }

        #[test]
        fn data_or_a_whole_outage_is_always_critical(outage in any::<bool>(), share in any::<Option<u8>>(), workaround in any::<Option<bool>>()) {
            let answers = Answers { complete_outage: Some(outage), data_or_security: Some(!outage), workaround };
            prop_assert_eq!(propose(&answers, share.map(i32::from)).unwrap().severity, Severity::P1);
        }
    }
}
