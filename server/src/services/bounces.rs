//! Giving up an address that cannot be reached.

use super::{Act, Refusal, staff, subscriptions, suppressions};
use crate::{
    domain::{
        bounce::{Meaning, STRIKES, TAKES_NOTHING_FOR, WITHIN, meaning_on},
        channel::Channel,
        delivery::Outcome,
        feedback::{Feedback, Means},
        id::SubscriberId,
        link::Signer,
        notice::{NoticeKind, StaffNews},
        person::Role,
        subscriber::SubscriberState,
    },
    store::{
        Conn, StoreError,
        claims::{Claim, Reader},
        customers, deliveries, letters,
        outcomes::Verdict,
        returns, subscribers,
    },
};
use chrono::{DateTime, TimeDelta, Utc};

/// Looks at outcomes that are written down, in the same transaction: gives up each address of a subscriber, or of a contact of a
/// customer, that was refused for good.
pub(crate) fn after(conn: &mut Conn, act: &mut Act, signer: &Signer, facts: &[(Claim, Verdict)]) -> Result<(), StoreError> {
    for (claim, verdict) in facts.iter().filter(|(claim, _)| claim.reader != Reader::Staff) {
        let refused = match verdict {
            Verdict::Tried(Outcome::Gone(reply), _) if claim.reader == Reader::Contact => {
                match meaning_on(claim.channel, reply) {
                    Meaning::NoMailbox => suppressions::bar(conn, act, signer, claim.channel, &claim.address),
                    _ => Ok(()),
                }
            }
            _ if claim.reader == Reader::Contact => Ok(()),
            Verdict::Tried(Outcome::Gone(reply), _) => refused(conn, act, claim, reply),
            // What a program did not take for a whole day is a strike, too; a full mailbox is not (bar M-6).
            Verdict::Tried(Outcome::Later(reply), None) if claim.channel != Channel::Email => refused(conn, act, claim, reply),
            _ => Ok(()),
        };
        match refused {
            // What came of the others is written down all the same.
            Err(StoreError::Damaged(why)) => tracing::error!(why, reader = %claim.recipient_id, "a subscriber cannot be read"),
            other => other?,
        }
    }
    Ok(())
}

/// Something came back of a mail that a server had taken. False when nobody here is meant by it.
pub(crate) fn came_back(conn: &mut Conn, act: &mut Act, signer: &Signer, feedback: &Feedback) -> Result<bool, Refusal> {
    let recipient = match &feedback.delivery {
        Some(delivery) => returns::recipient(conn, delivery)?,
        None => None,
    };
    let recipient = match (recipient, &feedback.address) {
        (None, Some(address)) => match subscribers::by_email(conn, address)? {
            Some(row) => Some(row.id),
            None => customers::contact_by_email(conn, address)?.map(|contact| contact.id.into()),
        },
        (recipient, _) => recipient,
    };
    let Some(recipient) = recipient else { return Ok(false) };
    if let Some(delivery) = feedback.delivery.as_ref().filter(|_| feedback.means != Means::Unwanted) {
        // Of who was erased nothing is written down again, and words without a code would not count.
        let is_known = subscribers::find(conn, &recipient)?.is_some() || customers::contact(conn, recipient.as_str())?.is_some();
        let words = match feedback.means {
            _ if !is_known => String::new(),
            Means::Refused if is_wordless(&feedback.words) => format!("5.0.0 {}", feedback.words),
            _ => feedback.words.clone(),
        };
        returns::come_back(conn, delivery, &words, act.now)?;
    }
    if feedback.means != Means::Refused {
        bar_contact(conn, act, signer, &recipient)?;
    }
    match feedback.means {
        Means::Gone => give_up(conn, act, &recipient)?,
        Means::Refused if is_struck_out(conn, act, Channel::Email, &recipient)? => give_up(conn, act, &recipient)?,
        Means::Refused => {}
        // Only they themselves may come back.
        Means::Unwanted => subscriptions::stop_by(conn, act, &recipient, "subscriber.complain")?,
    }
    Ok(true)
}

/// Where it came back from a contact of a customer, or from a subscriber who is one, too, they are told nothing more as that.
fn bar_contact(conn: &mut Conn, act: &mut Act, signer: &Signer, recipient: &SubscriberId) -> Result<(), StoreError> {
    let contact = match subscribers::find(conn, recipient)? {
        Some(row) if row.channel == Channel::Email => customers::contact_by_email(conn, &row.address)?,
        Some(_) => None,
        None => customers::contact(conn, recipient.as_str())?,
    };
    contact.map_or(Ok(()), |contact| suppressions::bar(conn, act, signer, Channel::Email, &contact.email))
}

/// Whether words say nothing of why. What was only given up after a while (4.x.x) is no strike (bar M-6).
fn is_wordless(words: &str) -> bool {
    meaning_on(Channel::Email, words) == Meaning::Ours && !words.starts_with('4')
}

/// Gives an address up when there is no such mailbox, or when it was refused too often.
fn refused(conn: &mut Conn, act: &mut Act, claim: &Claim, reply: &str) -> Result<(), StoreError> {
    let (id, channel) = (&claim.recipient_id, claim.channel);
    let is_gone = match meaning_on(channel, reply) {
        Meaning::Policy | Meaning::Ours => false,
        Meaning::NoMailbox => true,
        Meaning::Refusal => is_struck_out(conn, act, channel, id)?,
    };
    if is_gone { give_up(conn, act, id) } else { Ok(()) }
}

/// Whether an address was refused too often, for reasons of its own.
fn is_struck_out(conn: &mut Conn, act: &Act, channel: Channel, id: &SubscriberId) -> Result<bool, StoreError> {
    let since = if channel.is_sealed() { deliveries::last_taken(conn, id)? } else { Some(act.now - WITHIN) };
    let refusals = deliveries::refusals(conn, id, since)?;
    let strikes = refusals.iter().filter(|(_, reply)| meaning_on(channel, reply) == Meaning::Refusal);
    let began: Vec<DateTime<Utc>> = strikes.map(|(began, _)| *began).collect();
    let is_long = || began.iter().min().is_some_and(|first| *first <= act.now - TAKES_NOTHING_FOR);
    Ok(began.len() >= STRIKES && (!channel.is_sealed() || is_long()))
}

/// Gives an address up. Who comes back confirms once more.
fn give_up(conn: &mut Conn, act: &mut Act, id: &SubscriberId) -> Result<(), StoreError> {
    let Some(row) = subscribers::lock(conn, id)?.filter(|row| row.state == SubscriberState::Active) else { return Ok(()) };
    if row.channel.is_sealed() {
        tell_staff(conn, act)?;
    }
    subscribers::save(conn, &subscribers::Subscriber { state: SubscriberState::Bounced, stopped_at: Some(act.now), ..row })?;
    // The other side's words may repeat the address, and the audit is for ever.
    act.audit(conn, "subscriber.bounce", id.as_str(), "")
}

/// Of a program or a chat nobody but staff can tell its owner (bar R-15): those who look after subscribers hear of it, once a
/// day at most.
fn tell_staff(conn: &mut Conn, act: &mut Act) -> Result<(), StoreError> {
    let news = StaffNews {
        subject: "A program or a chat is told no more".to_owned(),
        sentences: vec![
            "It said that it is gone, or has taken nothing for three days, and was given up. Perhaps there are more of them today."
                .to_owned(),
            "If you know whose it is, tell them: it can be subscribed again.".to_owned(),
        ],
        moments: Vec::new(),
        action: "See what was given up".to_owned(),
        path: "/admin/subscribers?state=bounced".to_owned(),
    };
    let content = serde_json::to_string(&news)?;
    if letters::was_said(conn, NoticeKind::Staff, &content, act.now - TimeDelta::days(1))? {
        return Ok(());
    }
    let people = staff::with(conn, Role::Manager)?;
    staff::tell(conn, act, &people, &news)
}
