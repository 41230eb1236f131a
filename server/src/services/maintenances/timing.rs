//! The timers of a maintenance.

use crate::{
    domain::{
        maintenance::{MaintenancePhase, ask_at, give_up_at, next_notice},
        timer::Timer,
    },
    services::{Act, Refusal},
    store::{Conn, maintenances::Maintenance, policies, timers},
};

/// Sets the timers of a maintenance as it stands now.
pub(super) fn set(conn: &mut Conn, act: &Act, row: &Maintenance) -> Result<(), Refusal> {
    let id = row.id.as_str();
    timers::clear_all(conn, id)?;
    match row.phase {
        MaintenancePhase::Completed | MaintenancePhase::Cancelled => {}
        MaintenancePhase::Scheduled => {
            timers::set(conn, id, Timer::Start, row.starts_at)?;
            let policy = policies::current(conn)?.policy;
            if let Some((due, _)) = next_notice(&policy, row.starts_at, act.now) {
                timers::set(conn, id, Timer::Upcoming, due)?;
            }
        }
        MaintenancePhase::InProgress | MaintenancePhase::Verifying if row.ends_itself => {
            timers::set(conn, id, Timer::End, row.ends_at)?;
        }
        MaintenancePhase::InProgress | MaintenancePhase::Verifying => {
            timers::set(conn, id, Timer::Ask, ask_at(row.starts_at, row.ends_at))?;
            timers::set(conn, id, Timer::Overrun, give_up_at(row.starts_at, row.ends_at))?;
        }
    }
    Ok(())
}
