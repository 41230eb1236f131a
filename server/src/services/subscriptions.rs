//! Subscribing, confirming, changing, stopping (PRODUCT 7).
//!
//! No answer tells whether an address is known: what differs is only which letter is written, if any.

use super::{Act, Refusal, erasure, follows, letters};
use crate::{
    domain::{
        address,
        channel::Channel,
        filter::Filter,
        id::{IncidentId, SubscriberId},
        link::{self, Signer},
        notice::NoticeKind,
        subscriber::{Preferences, SubscriberState, SubscriptionDraft, SubscriptionInput},
    },
    store::{self, Conn, StoreError, subscribers, suppressions},
};
use chrono::TimeDelta;
use chrono_tz::Tz;

/// After a change, requests are signed by the old secret, too, for so long.
pub(crate) const BOTH_SECRETS: TimeDelta = TimeDelta::hours(24);

/// Shortest pause between two letters to one address, and most letters to it in a day (bar S-9).
const LETTER_PAUSE: TimeDelta = TimeDelta::minutes(10);
const LETTERS_A_DAY: usize = 3;

/// Where somebody is reached, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// By which way.
    pub channel: Channel,
    /// Where; sealed where knowing it is enough to write there.
    pub address: String,
    /// The form of it that is unique.
    pub key: String,
}

impl Target {
    /// A mail address that was checked.
    pub(crate) fn email(email: &str) -> Self {
        Self { channel: Channel::Email, address: email.to_owned(), key: address::key(email) }
    }

    /// A telephone number that was checked.
    pub(crate) fn telephone(number: &str) -> Self {
        Self { channel: Channel::Sms, address: number.to_owned(), key: number.to_owned() }
    }

    /// An address that was checked, to which requests go. It is refused rather than kept unsealed.
    pub(crate) fn endpoint(channel: Channel, address: &str, signer: &Signer, act: &mut Act) -> Result<Self, Refusal> {
        let key = link::fingerprint(signer.derived("endpoint", address));
        let sealed = signer.seal(address, &mut act.rng);
        let address = sealed.ok_or_else(|| Refusal::Conflict("this address is too long to be kept".to_owned()))?;
        Ok(Self { channel, address, key })
    }
}

/// Refuses when `most` letters to confirm were written in the last hour, whoever asks (bar S-9): to be asked before anything
/// else, since the answer must not tell one address from another. Each way by itself, so that whoever floods one keeps nobody
/// from another.
pub(crate) fn room(conn: &mut Conn, act: &Act, channel: Channel, most: u32) -> Result<(), Refusal> {
    let letters = store::letters::count(conn, channel, &ASKED, act.now - TimeDelta::hours(1))?;
    if letters >= i64::from(most) { Err(Refusal::TooOften(3_600)) } else { Ok(()) }
}

/// Somebody asks to subscribe by mail: writes it down as pending and sends the letter to confirm.
///
/// An active subscriber gets a letter with the link to change preferences instead; nothing is changed unasked.
///
/// An address that staff want nothing sent to gets none; the answer is the same. With `follows` they ask for that incident
/// alone.
pub(crate) fn ask(
    conn: &mut Conn,
    act: &mut Act,
    signer: &Signer,
    input: &SubscriptionInput,
    follows: Option<&IncidentId>,
) -> Result<(), Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let draft = SubscriptionDraft::parse(input, &catalogue)?;
    let target = Target::email(&draft.email);
    if suppressions::is_barred(conn, &erasure::mark(signer, target.channel, &target.key))? {
        return Ok(());
    }
    asked(conn, act, &target, &draft.preferences, follows)
}

/// The same for an address to which requests go.
pub(crate) fn ask_endpoint(
    conn: &mut Conn,
    act: &mut Act,
    target: &Target,
    input: &SubscriptionInput,
    follows: Option<&IncidentId>,
) -> Result<(), Refusal> {
    let catalogue = store::catalogue::load(conn)?;
    let preferences = Preferences::parse(input, &catalogue)?;
    asked(conn, act, target, &preferences, follows)
}

fn asked(
    conn: &mut Conn,
    act: &mut Act,
    target: &Target,
    preferences: &Preferences,
    follows: Option<&IncidentId>,
) -> Result<(), Refusal> {
    let known = subscribers::lock_by_key(conn, target.channel, &target.key)?;
    if let Some(row) = &known
        && !is_rare(conn, act, &row.id, &ASKED)?
    {
        return Ok(());
    }
    let row = match known {
        // Anybody can type an address: who is here, or has stopped, stays as they are until they press the button themselves.
        Some(row) if row.state != SubscriberState::Pending => row,
        Some(mut row) => {
            row.created_at = act.now;
            if follows.is_none() {
                prefer(&mut row, preferences);
            }
            subscribers::save(conn, &row)?;
            row
        }
        None => {
            let row = new_row(act, target, preferences, SubscriberState::Pending, "page");
            subscribers::insert(conn, &row)?;
            row
        }
    };
    match follows {
        Some(incident) => letters::to_follow(conn, act, &row.id, incident),
        // Who is for nothing but what they follow wants something new.
        None if row.only_follows() || row.state == SubscriberState::Pending => {
            letters::to_confirm(conn, act, &row.id, preferences)
        }
        None if row.state == SubscriberState::Active => letters::write(conn, act, NoticeKind::Manage, &row.id),
        // Who had stopped comes back with what they chose then.
        None => letters::to_confirm(conn, act, &row.id, &preferences_of(&row)?),
    }
}

fn preferences_of(row: &subscribers::Subscriber) -> Result<Preferences, StoreError> {
    Ok(Preferences { filter: row.wants()?, zone: row.zone.parse().unwrap_or(Tz::UTC), language: row.language })
}

/// Sends a subscriber something that only shows that it arrives. False when one was sent a moment ago.
pub(crate) fn test(conn: &mut Conn, act: &mut Act, id: &SubscriberId) -> Result<bool, Refusal> {
    let row = active(conn, id)?;
    if !is_rare(conn, act, &row.id, &[NoticeKind::Test])? {
        return Ok(false);
    }
    letters::write(conn, act, NoticeKind::Test, &row.id)?;
    act.audit(conn, "subscriber.test", id.as_str(), "")?;
    Ok(true)
}

/// Gives a subscriber's program another secret. For a day requests are signed by the old one, too.
pub(crate) fn change_secret(conn: &mut Conn, act: &mut Act, id: &SubscriberId) -> Result<(), Refusal> {
    let row = active(conn, id)?;
    if row.channel != Channel::Webhook {
        return Err(Refusal::Missing("secret of this subscription"));
    }
    // The program has the old one for a day; a second change would take it away.
    if row.secret_changed_at.is_some_and(|changed| act.now < changed + BOTH_SECRETS) {
        return Err(Refusal::Conflict(
            "this secret was changed within a day; use the new one, and change it again tomorrow".to_owned(),
        ));
    }
    let row = subscribers::Subscriber { secret_version: row.secret_version + 1, secret_changed_at: Some(act.now), ..row };
    subscribers::save(conn, &row)?;
    Ok(act.audit(conn, "subscriber.secret", id.as_str(), "")?)
}

fn active(conn: &mut Conn, id: &SubscriberId) -> Result<subscribers::Subscriber, Refusal> {
    let row = subscribers::lock(conn, id)?.filter(|row| row.state == SubscriberState::Active);
    row.ok_or_else(|| Refusal::Conflict("this subscription has ended; subscribe again".to_owned()))
}

/// The holder of a confirmation link pressed the button; who had stopped comes back with what they chose then.
/// Pressing it again changes nothing, and whom staff want nothing sent to stays out. With `follows` they want that alone.
pub(crate) fn confirm(
    conn: &mut Conn,
    act: &mut Act,
    signer: &Signer,
    id: &SubscriberId,
    follows: Option<&IncidentId>,
) -> Result<(), Refusal> {
    let mut row = subscribers::lock(conn, id)?.ok_or(Refusal::Missing("subscription"))?;
    if suppressions::is_barred(conn, &erasure::mark(signer, row.channel, &row.address_key))? {
        return Ok(());
    }
    if let Some(incident) = follows {
        return follows::begin(conn, act, row, incident);
    }
    // Who has followed an incident meanwhile wants nothing else until now.
    let wanted = if row.only_follows() { letters::wanted(conn, id)? } else { None };
    if row.state == SubscriberState::Active && wanted.is_none() {
        return Ok(());
    }
    if let Some(preferences) = &wanted {
        prefer(&mut row, preferences);
    }
    if row.state != SubscriberState::Active {
        row.state = SubscriberState::Active;
        row.confirmed_at = Some(act.now);
        row.stopped_at = None;
    }
    subscribers::save(conn, &row)?;
    Ok(act.audit(conn, "subscriber.confirm", id.as_str(), "")?)
}

/// Changes what an active subscriber wants.
pub(crate) fn change(conn: &mut Conn, act: &mut Act, id: &SubscriberId, input: &SubscriptionInput) -> Result<(), Refusal> {
    let mut row = subscribers::lock(conn, id)?.ok_or(Refusal::Missing("subscription"))?;
    let catalogue = store::catalogue::load(conn)?;
    let mut preferences = Preferences::parse(input, &catalogue)?;
    if row.state != SubscriberState::Active {
        return Err(Refusal::Conflict("this subscription has ended; subscribe again".to_owned()));
    }
    if input.kinds.is_empty() && row.only_follows() {
        preferences.filter = Filter::nothing();
    }
    prefer(&mut row, &preferences);
    subscribers::save(conn, &row)?;
    Ok(act.audit(conn, "subscriber.change", id.as_str(), "")?)
}

/// Stops a subscription at once. Stopping what is stopped, or unknown, is no fault (bar M-5).
pub(crate) fn stop(conn: &mut Conn, act: &mut Act, id: &SubscriberId) -> Result<(), Refusal> {
    stop_by(conn, act, id, "subscriber.stop")
}

/// The same, known in the audit by how they said it. Incidents that were followed are not any more.
pub(super) fn stop_by(conn: &mut Conn, act: &mut Act, id: &SubscriberId, deed: &str) -> Result<(), Refusal> {
    let Some(mut row) = subscribers::lock(conn, id)? else { return Ok(()) };
    store::follows::end_all(conn, id)?;
    if row.state != SubscriberState::Stopped {
        row.state = SubscriberState::Stopped;
        row.stopped_at = Some(act.now);
        subscribers::save(conn, &row)?;
        act.audit(conn, deed, id.as_str(), "")?;
    }
    Ok(())
}

/// A subscription as it begins.
pub(super) fn new_row(
    act: &mut Act,
    target: &Target,
    preferences: &Preferences,
    state: SubscriberState,
    source: &str,
) -> subscribers::Subscriber {
    subscribers::Subscriber {
        id: act.id(),
        channel: target.channel,
        address: target.address.clone(),
        address_key: target.key.clone(),
        state,
        filter: preferences.filter.canonical(),
        zone: preferences.zone.name().to_owned(),
        source: source.to_owned(),
        created_at: act.now,
        confirmed_at: (state == SubscriberState::Active).then_some(act.now),
        stopped_at: None,
        language: preferences.language,
        secret_version: 1,
        secret_changed_at: None,
        consent: String::new(),
    }
}

/// Puts down what is wanted.
pub(super) fn prefer(row: &mut subscribers::Subscriber, preferences: &Preferences) {
    row.filter = preferences.filter.canonical();
    preferences.zone.name().clone_into(&mut row.zone);
    row.language = preferences.language;
}

/// The letters that somebody gets because somebody, perhaps another, typed their address.
const ASKED: [NoticeKind; 2] = [NoticeKind::Confirm, NoticeKind::Manage];

/// Whether a recipient got few enough letters of some kinds to get another.
fn is_rare(conn: &mut Conn, act: &Act, id: &SubscriberId, kinds: &[NoticeKind]) -> Result<bool, Refusal> {
    let sent = store::letters::since(conn, id, kinds, act.now - TimeDelta::days(1))?;
    let recent = sent.first().is_some_and(|newest| act.now - *newest < LETTER_PAUSE);
    Ok(!recent && sent.len() < LETTERS_A_DAY)
}
