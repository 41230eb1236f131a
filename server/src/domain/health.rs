//! The health of one component in one region (PRODUCT 1).

super::words! {
    /// Ordered from best to worst, so the worst of several is their maximum.
    Health {
        /// Works as it should.
        Operational = "operational", "Operational";
        /// Taken out on purpose.
        UnderMaintenance = "under_maintenance", "Under maintenance";
        /// Works, but slowly or with errors.
        DegradedPerformance = "degraded_performance", "Degraded performance";
        /// Out for some.
        PartialOutage = "partial_outage", "Partial outage";
        /// Out for all.
        MajorOutage = "major_outage", "Major outage";
    }
}
