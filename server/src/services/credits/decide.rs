//! Deciding on a proposed credit.

use super::tell::tell_now;
use crate::{
    domain::sla::CreditState,
    services::{Act, Refusal},
    store::{Conn, credits, incidents},
};

/// Approves or declines a credit. What is approved while its incident is open stands in the mail of its end; what is
/// approved later is told at once.
pub(crate) fn decide(conn: &mut Conn, act: &mut Act, id: &str, state: CreditState) -> Result<(), Refusal> {
    let credit = credits::find(conn, id)?.ok_or(Refusal::Missing("credit"))?;
    if !credits::decide(conn, id, state, &act.actor, act.now)? {
        return Err(Refusal::Conflict("this credit was decided already".to_owned()));
    }
    act.audit(conn, &format!("credit.{state}"), id, &format!("{} {}", credit.amount, credit.currency))?;
    let incident = credit.incident.as_ref().map(|incident| incidents::find(conn, incident)).transpose()?.flatten();
    let goes_on = incident.is_some_and(|incident| incident.phase.is_open());
    if state == CreditState::Approved && !goes_on {
        tell_now(conn, act, &credit)?;
    }
    Ok(())
}
