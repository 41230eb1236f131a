//! Moving an open incident to the version of the policy that is in force now (PRODUCT 2).

use super::{
    conduct::{join, keep, plan, response},
    respond::open,
};
use crate::{
    domain::id::IncidentId,
    services::{Act, Refusal},
    store::{
        Conn,
        incidents::{self, Incident},
        policies, revision,
    },
};

/// Lets an incident go by the policy in force from now on. What customers were promised may come sooner, never later.
pub(crate) fn adopt(conn: &mut Conn, act: &mut Act, id: &IncidentId) -> Result<(), Refusal> {
    let incident = open(conn, id)?;
    let (mut row, _) = response(conn, &incident)?;
    let version = policies::current(conn)?;
    if row.policy == version.number {
        return Err(Refusal::Conflict("this incident goes by the policy in force already".to_owned()));
    }
    let before = std::mem::replace(&mut row.policy, version.number);
    keep(conn, &row)?;
    let sooner = version.policy.next_update(incident.severity, row.extended_at.is_some(), act.now);
    let next_update_at = incident.next_update_at.into_iter().chain(sooner).min().filter(|_| incident.parent.is_none());
    let incident = Incident { next_update_at, revision: revision::next(conn)?, ..incident };
    incidents::save(conn, &incident)?;
    join(conn, act, id)?;
    plan(conn, act, &incident, &row, &version.policy)?;
    Ok(act.audit(conn, "incident.adopt", id.as_str(), &format!("policy {before} to {}", version.number))?)
}
