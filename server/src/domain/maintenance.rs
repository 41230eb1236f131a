//! Planned work (PRODUCT 5): its phases.

super::words! {
    /// Where a maintenance stands.
    MaintenancePhase {
        /// Announced.
        Scheduled = "scheduled", "Scheduled";
        /// Under way.
        InProgress = "in_progress", "In progress";
        /// Done, being checked.
        Verifying = "verifying", "Verifying";
        /// Over.
        Completed = "completed", "Completed";
        /// Called off.
        Cancelled = "cancelled", "Cancelled";
    }
}

impl MaintenancePhase {
    /// Whether the work is still ahead or going on.
    pub(crate) fn is_open(self) -> bool {
        !matches!(self, Self::Completed | Self::Cancelled)
    }
}
