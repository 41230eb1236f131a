//! What is kept of a subscriber: shown to them, and erased at their wish (GDPR, articles 15 and 17).

use super::{Act, Refusal};
use crate::{
    domain::{
        channel::Channel,
        id::SubscriberId,
        link::{Signer, fingerprint},
        subscriber_group::SubscriberGroup,
    },
    store::{
        Conn, follows, ledger, mutes, subscriber_groups, subscribers,
        suppressions::{self, Reason},
    },
};
use serde_json::{Value, json};

/// The mark under which an address stays known as erased, from the form of it that is unique.
pub(crate) fn mark(signer: &Signer, channel: Channel, key: &str) -> String {
    fingerprint(signer.derived("suppressed", &format!("{channel} {key}")))
}

/// The mark under which somebody is told nothing more as a contact of a customer; by it they may still subscribe.
pub(crate) fn contact_mark(signer: &Signer, channel: Channel, key: &str) -> String {
    fingerprint(signer.derived("suppressed", &format!("contact {channel} {key}")))
}

/// Removes all that is known of a subscriber. The ledger keeps that something was sent, and to nobody; a keyed mark keeps
/// imports from bringing the address back. Its holder may subscribe again.
pub(crate) fn erase(conn: &mut Conn, act: &mut Act, signer: &Signer, id: &SubscriberId) -> Result<(), Refusal> {
    let row = subscribers::lock(conn, id)?.ok_or(Refusal::Missing("subscriber"))?;
    suppressions::keep(conn, &mark(signer, row.channel, &row.address_key), Reason::Erased, "", act.now)?;
    suppressions::erase(conn, id)?;
    Ok(act.audit(conn, "subscriber.erase", id.as_str(), "")?)
}

/// All that is known of a subscriber.
pub(crate) fn export(conn: &mut Conn, signer: &Signer, id: &SubscriberId) -> Result<Value, Refusal> {
    let row = subscribers::find(conn, id)?.ok_or(Refusal::Missing("subscriber"))?;
    let names = subscriber_groups::list(conn)?;
    let inside = subscriber_groups::of_subscribers(conn, std::slice::from_ref(id))?;
    let is_inside = |group: &SubscriberGroup| inside.iter().any(|(_, of)| *of == group.id);
    let groups: Vec<String> = names.into_iter().filter(is_inside).map(|group| group.name).collect();
    let mut sent = ledger::of_recipient(conn, id)?;
    if row.channel.is_sealed() {
        // Of what stands at an address that somebody typed, they learn the status and no word more (bar S-13).
        for one in &mut sent {
            one.reply = one.reply.chars().take_while(char::is_ascii_digit).collect();
        }
    }
    Ok(json!({
        "id": row.id,
        "channel": row.channel,
        "address": signer.open(&row.address).unwrap_or_else(|| row.address.clone()),
        "state": row.state,
        "filter": row.wants()?,
        "zone": row.zone,
        "language": row.language,
        "subscriber_groups": groups,
        "follows": follows::of(conn, id)?,
        "muted": mutes::of(conn, id)?,
        "source": row.source,
        "consent": row.consent,
        "created_at": row.created_at,
        "confirmed_at": row.confirmed_at,
        "stopped_at": row.stopped_at,
        "deliveries": sent,
    }))
}
