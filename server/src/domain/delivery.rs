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
