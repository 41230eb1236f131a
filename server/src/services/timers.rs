//! Doing what is due by itself, once, whoever looks first.

use super::{Act, Refusal, incidents, maintenances, postmortems, signals};
use crate::{
    domain::{
        id::{IncidentId, MaintenanceId},
        timer::Timer,
    },
    store::{Conn, Database, revision, timers},
};

/// How many are looked at in one go.
const BATCH: i64 = 50;

/// Does all that is due, each in a transaction of its own. True when anything was done.
///
/// One that fails stays due and is told of; it does not keep the others from being done.
pub(crate) fn step(database: &Database, act: &mut Act) -> Result<bool, Refusal> {
    let due = database.read(|conn| timers::due(conn, act.now, BATCH))?;
    let mut done = false;
    for (subject, timer) in due {
        match database.write(|conn| fire(conn, act, &subject, timer)) {
            Ok(fired) => done |= fired,
            Err(error) => tracing::error!(%error, subject, %timer, "what was due could not be done; it is tried again"),
        }
    }
    Ok(done)
}

fn fire(conn: &mut Conn, act: &mut Act, subject: &str, timer: Timer) -> Result<bool, Refusal> {
    // Everything that changes an incident takes this lock first; so does this, or two of them could wait for each other.
    revision::lock(conn)?;
    if !timers::take(conn, subject, timer, act.now)? {
        return Ok(false);
    }
    match timer {
        Timer::Remind | Timer::Extend | Timer::Executives | Timer::Called | Timer::WarRoom => {
            incidents::fire(conn, act, &IncidentId::from(subject), timer)?;
        }
        Timer::Upcoming | Timer::Start | Timer::Ask | Timer::Overrun | Timer::End => {
            maintenances::fire(conn, act, &MaintenanceId::from(subject), timer)?;
        }
        Timer::Series => maintenances::continue_series(conn, act, subject)?,
        Timer::Review => postmortems::remind(conn, act, &IncidentId::from(subject))?,
        Timer::Lasting => signals::look(conn, act, subject)?,
    }
    Ok(true)
}
