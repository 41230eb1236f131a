//! How bad an incident is (PRODUCT 2).

super::words! {
    /// P1 is the worst. The order of the values is the order of urgency.
    Severity {
        /// Whole service out, data at risk, or more than a quarter of customers hit.
        P1 = "p1", "P1 critical";
        /// A major feature out or slow, or 10–25 % of customers hit.
        P2 = "p2", "P2 high";
        /// A minor feature, fewer than 10 % of customers.
        P3 = "p3", "P3 medium";
        /// Cosmetic; a work-around exists.
        P4 = "p4", "P4 low";
    }
}

impl Severity {
    /// The bare code people say, `P1`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::P4 => "P4",
        }
    }
}
