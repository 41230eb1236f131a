//! Telling staff: queued in the same transaction as what they are told of, sent by the same road as news to customers.

use super::{Act, Refusal};
use crate::{
    domain::{
        id::{IncidentId, PersonId},
        notice::{NoticeKind, StaffNews},
        person::Role,
    },
    store::{Conn, StoreError, crew, deliveries, notices, people},
};

/// Urgent: before the mail to customers.
const PRIORITY: i32 = 0;

/// Queues a letter to each of the people.
pub(crate) fn tell(conn: &mut Conn, act: &mut Act, recipients: &[PersonId], news: &StaffNews) -> Result<(), StoreError> {
    if recipients.is_empty() {
        return Ok(());
    }
    let row = notices::Notice::letter(act.id(), NoticeKind::Staff, news, PRIORITY, act.now)?;
    notices::insert(conn, &row)?;
    let batch = deliveries::Batch { notice: &row.id, thread: None, priority: PRIORITY, now: act.now };
    deliveries::queue_people(conn, &batch, recipients)
}

/// Who is on an incident; as long as that is nobody, everybody who may respond.
pub(crate) fn on_incident(conn: &mut Conn, incident: &IncidentId) -> Result<Vec<PersonId>, Refusal> {
    let crew: Vec<PersonId> = crew::of(conn, incident)?.into_iter().map(|member| member.person).collect();
    if crew.is_empty() { responders(conn) } else { Ok(crew) }
}

/// Everybody who may respond to incidents.
pub(crate) fn responders(conn: &mut Conn) -> Result<Vec<PersonId>, Refusal> {
    Ok(with(conn, Role::Responder)?)
}

/// Everybody who may do what a role may.
pub(crate) fn with(conn: &mut Conn, role: Role) -> Result<Vec<PersonId>, StoreError> {
    let people = people::list(conn)?.into_iter().filter(|person| person.role >= role);
    Ok(people.map(|person| person.id).collect())
}
