//! Text messages to the contacts of enterprise customers, where the policy wants them (PRODUCT 2): of the beginning, and to
//! those who got it of the end.

use crate::{
    domain::{
        audience::Audience,
        channel::Channel,
        id::RegionId,
        notice::NoticeKind,
        policy::{Policy, Reach},
    },
    services::{Refusal, customers},
    store::{Conn, deliveries, incidents::Incident, notices::Notice},
};
use std::collections::BTreeSet;

/// Queues them with the notice.
pub(super) fn queue(
    conn: &mut Conn,
    notice: &Notice,
    incident: &Incident,
    policy: &Policy,
    audience: &Audience,
) -> Result<(), Refusal> {
    let begins = notice.kind == NoticeKind::Opened && policy.rule(incident.severity).sms == Reach::Matching;
    let ends = matches!(notice.kind, NoticeKind::Resolved | NoticeKind::Retracted);
    if incident.drill || !(begins || ends) {
        return Ok(());
    }
    // No place is all of them; the end goes to those who were told, wherever they are.
    let places = if begins { audience.places.as_slice() } else { &[] };
    let regions: BTreeSet<RegionId> = places.iter().map(|place| place.region.clone()).collect();
    let enterprise = customers::enterprise(conn, &regions)?;
    let contacts = enterprise.into_iter().flat_map(|(_, contacts)| contacts);
    let mut ids: Vec<String> = contacts.filter(|contact| !contact.phone.is_empty()).map(|contact| contact.id).collect();
    if ends {
        ids = deliveries::told_by(conn, &incident.id, Channel::Sms, &ids)?;
    }
    let batch =
        deliveries::Batch { notice: &notice.id, thread: notice.thread(), priority: notice.priority, now: notice.created_at };
    for id in ids {
        deliveries::queue_one(conn, &batch, Channel::Sms, &id)?;
    }
    Ok(())
}
