//! Planned work (PRODUCT 5): its phases, what is planned, and what happens by itself.

mod clock;
mod input;
mod quiet;
mod repeat;
mod rhythm;
mod window;

pub(crate) use input::{MaintenanceDraft, MaintenanceInput, MoveInput, OverrunInput, parse_move, parse_overrun};
pub(crate) use quiet::{Hours, Quiet, quietest};
pub(crate) use repeat::{HORIZON, Repeat};
pub(crate) use rhythm::{ask_at, give_up_at, next_notice, revised_end};
pub(crate) use window::Window;

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

super::words! {
    /// What customers notice of the work.
    Effect {
        /// What is worked on does not answer.
        Unavailable = "unavailable", "Unavailable";
        /// It is slow, or fails now and then.
        Degraded = "degraded", "Degraded";
        /// Nothing, if all goes well.
        None = "none", "None expected";
    }
}

impl MaintenancePhase {
    /// Whether the work is still ahead or going on.
    pub(crate) fn is_open(self) -> bool {
        !matches!(self, Self::Completed | Self::Cancelled)
    }

    /// Whether the work goes on now.
    pub(crate) fn is_running(self) -> bool {
        matches!(self, Self::InProgress | Self::Verifying)
    }
}
