//! The life of a confirmed incident, and what may follow what (PRODUCT 3).

super::words! {
    /// Where an incident stands. What is only suspected is no incident yet (`suspicion`), so none of these hides one.
    Phase {
        /// Confirmed; the cause is being looked for.
        Investigating = "investigating", "Investigating";
        /// The cause is known.
        Identified = "identified", "Identified";
        /// A fix is in; being watched.
        Monitoring = "monitoring", "Monitoring";
        /// Over.
        Resolved = "resolved", "Resolved";
        /// Retracted: there was no trouble.
        FalseAlarm = "false_alarm", "False alarm";
    }
}

impl Phase {
    /// Whether work on the incident goes on.
    pub(crate) fn is_open(self) -> bool {
        !matches!(self, Self::Resolved | Self::FalseAlarm)
    }

    /// Whether an incident may be opened in this phase.
    pub(crate) fn may_begin(self) -> bool {
        matches!(self, Self::Investigating | Self::Identified | Self::Monitoring)
    }

    /// The phases an update may set from here: going back is allowed while open, nothing follows the end.
    pub(crate) fn may_follow(self) -> &'static [Self] {
        match self {
            Self::Investigating | Self::Identified | Self::Monitoring => {
                &[Self::Investigating, Self::Identified, Self::Monitoring, Self::Resolved]
            }
            Self::Resolved | Self::FalseAlarm => &[],
        }
    }

    /// Moves on to `next`, or says why not.
    pub(crate) fn advance(self, next: Self) -> Result<Self, String> {
        if self.may_follow().contains(&next) {
            return Ok(next);
        }
        Err(match self {
            Self::Resolved => "this incident is resolved; open a new one if the trouble is back".to_owned(),
            Self::FalseAlarm => "this incident was retracted as a false alarm; open a new one".to_owned(),
            _ => format!("{} cannot follow {}; choose one of: {}", next.as_str(), self.as_str(), listed(self.may_follow())),
        })
    }
}

fn listed(phases: &[Phase]) -> String {
    phases.iter().map(|phase| phase.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_follows_an_end(steps in proptest::collection::vec(proptest::sample::select(Phase::ALL), 1..20)) {
            let mut phase = Phase::Investigating;
            let mut ended = false;
            for next in steps {
                if let Ok(moved) = phase.advance(next) {
                    prop_assert!(!ended, "{phase} went on to {moved}");
                    phase = moved;
                }
                ended = !phase.is_open();
            }
        }
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        insta::assert_snapshot!(Phase::Resolved.advance(Phase::Monitoring).unwrap_err(), @"this incident is resolved; open a new one if the trouble is back");
        insta::assert_snapshot!(Phase::Monitoring.advance(Phase::FalseAlarm).unwrap_err(), @"false_alarm cannot follow monitoring; choose one of: investigating, identified, monitoring, resolved");
    }
}
