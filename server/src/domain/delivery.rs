//! The state of one delivery, and what one attempt came to.

super::words! {
    /// Where a delivery stands in the ledger.
    DeliveryState {
        /// Waiting for its time, new or after a temporary failure.
        Queued = "queued", "Queued";
        /// Held by staff.
        Held = "held", "Held";
        /// The next hop took it.
        Sent = "sent", "Sent";
        /// Refused for good, or tried for too long.
        Failed = "failed", "Failed";
        /// Not sent, because the subscriber had stopped by then, a newer one took its place, or staff called it off.
        Skipped = "skipped", "Skipped";
    }
}

/// What one attempt came to, with the other side's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Taken.
    Sent(String),
    /// Not now; try again.
    Later(String),
    /// Never.
    Gone(String),
    /// The sending account itself is refused or unreachable: says nothing of this recipient, so no strike is counted.
    Blocked(String),
}

/// How what has not left of a notice should stand, by staff's hand on it (PRODUCT 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    /// It leaves.
    Queued,
    /// It waits for staff.
    Held,
    /// It never leaves, and why.
    CalledOff(String),
}

impl Stand {
    /// Whether a notice is held, and why it was called off.
    pub(crate) fn of(is_held: bool, called_off: Option<String>) -> Self {
        match called_off {
            Some(why) => Self::CalledOff(why),
            None if is_held => Self::Held,
            None => Self::Queued,
        }
    }

    /// The state of a delivery that stands so.
    pub(crate) fn state(&self) -> DeliveryState {
        match self {
            Self::Queued => DeliveryState::Queued,
            Self::Held => DeliveryState::Held,
            Self::CalledOff(_) => DeliveryState::Skipped,
        }
    }

    /// What the ledger says of it.
    pub(crate) fn why(&self) -> &str {
        match self {
            Self::Queued => "",
            Self::Held => "held by staff",
            Self::CalledOff(why) => why,
        }
    }

    /// The states of what has not left and stands otherwise.
    pub(crate) fn others(&self) -> impl Iterator<Item = DeliveryState> + use<> {
        let state = self.state();
        [DeliveryState::Queued, DeliveryState::Held].into_iter().filter(move |other| *other != state)
    }
}
