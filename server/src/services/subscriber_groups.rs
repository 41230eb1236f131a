//! Groups of subscribers, such as “Enterprise EU”: who is in them, and what is told to them alone (PRODUCT 7).

use super::{Act, Refusal};
use crate::{
    domain::{
        address,
        id::{IncidentId, SubscriberGroupId, SubscriberId},
        invalid::Invalid,
        phone::{self, Countries},
        subscriber_group::{self, SubscriberGroup},
        text,
    },
    store::{
        Conn,
        incidents::{self, Incident},
        subscriber_groups as store, subscribers,
    },
};
use std::collections::{BTreeSet, HashMap};

/// Longest name, in characters.
const NAME_LIMIT: usize = 60;
/// Most addresses that are added or taken out at once.
const ADDRESSES: usize = 10_000;

/// Adds a group.
pub(crate) fn add(conn: &mut Conn, act: &mut Act, name: &str) -> Result<SubscriberGroupId, Refusal> {
    let name = free(conn, name, None)?;
    let id: SubscriberGroupId = act.id();
    store::insert(conn, &id, &name, act.now)?;
    act.audit(conn, "subscriber-group.add", id.as_str(), &name)?;
    Ok(id)
}

/// Renames a group.
pub(crate) fn rename(conn: &mut Conn, act: &mut Act, id: &SubscriberGroupId, name: &str) -> Result<(), Refusal> {
    find(conn, id)?;
    let name = free(conn, name, Some(id))?;
    store::rename(conn, id, &name)?;
    Ok(act.audit(conn, "subscriber-group.change", id.as_str(), &name)?)
}

/// Removes a group. One that something was told to alone stays: without it, the next word would go to everyone.
pub(crate) fn remove(conn: &mut Conn, act: &mut Act, id: &SubscriberGroupId) -> Result<(), Refusal> {
    let group = find(conn, id)?;
    if store::is_told(conn, id)? {
        let told = "something was told to this group alone, and what follows goes to it, too; take its members out instead";
        return Err(Refusal::Conflict(told.to_owned()));
    }
    store::remove(conn, id)?;
    Ok(act.audit(conn, "subscriber-group.remove", id.as_str(), &group.name)?)
}

/// What was done with the addresses of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// They were put in.
    Add,
    /// They were taken out.
    TakeOut,
}

/// Puts subscribers into a group or takes them out, by their mail addresses and telephone numbers. Every one must be known;
/// gives how many they are.
pub(crate) fn gather(
    conn: &mut Conn,
    act: &mut Act,
    id: &SubscriberGroupId,
    (deed, field, addresses): (Deed, &str, &[String]),
) -> Result<usize, Refusal> {
    find(conn, id)?;
    let ids = known(conn, field, addresses)?;
    match deed {
        Deed::Add => store::add(conn, &ids.iter().map(|one| (id.clone(), one.clone())).collect::<Vec<_>>())?,
        Deed::TakeOut => {
            store::take_out(conn, id, &ids)?;
        }
    }
    let word = if deed == Deed::Add { "subscriber-group.fill" } else { "subscriber-group.thin" };
    act.audit(conn, word, id.as_str(), &ids.len().to_string())?;
    Ok(ids.len())
}

/// The groups of a subscriber from now on, where those that were shown were others; what changed since then stays.
pub(crate) fn assign(
    conn: &mut Conn,
    act: &mut Act,
    id: &SubscriberId,
    (shown, words): (&[String], &[String]),
) -> Result<(), Refusal> {
    subscribers::lock(conn, id)?.ok_or(Refusal::Missing("subscriber"))?;
    let (shown, wanted) = (named(conn, shown)?, named(conn, words)?);
    for group in shown.difference(&wanted) {
        store::take_out(conn, group, std::slice::from_ref(id))?;
    }
    store::add(conn, &wanted.difference(&shown).map(|group| (group.clone(), id.clone())).collect::<Vec<_>>())?;
    Ok(act.audit(conn, "subscriber.group", id.as_str(), &wanted.len().to_string())?)
}

/// The groups that are named, by id or name.
pub(crate) fn named(conn: &mut Conn, words: &[String]) -> Result<BTreeSet<SubscriberGroupId>, Refusal> {
    Ok(subscriber_group::named("subscriber_groups", words, &store::list(conn)?)?)
}

/// From now on an incident or a maintenance is told to these groups alone; to everyone who matches when none is named.
pub(crate) fn tell(conn: &mut Conn, subject: &str, words: &[String]) -> Result<(), Refusal> {
    let within = named(conn, words)?;
    Ok(store::tell(conn, subject, &within)?)
}

/// The words under which something may be kept: ids, since a name may change.
pub(crate) fn lasting(within: &BTreeSet<SubscriberGroupId>) -> Vec<String> {
    within.iter().map(ToString::to_string).collect()
}

/// The groups that an incident is told to alone: those of its parts hear of it, too (PRODUCT 3.6). None where one of them is
/// told to everyone.
pub(crate) fn told_to(conn: &mut Conn, id: &IncidentId) -> Result<BTreeSet<SubscriberGroupId>, Refusal> {
    let mut all = store::told(conn, id.as_str())?;
    for part in incidents::parts(conn, id)? {
        let of_part = store::told(conn, part.id.as_str())?;
        if all.is_empty() || of_part.is_empty() {
            return Ok(BTreeSet::new());
        }
        all.extend(of_part);
    }
    Ok(all)
}

/// From now on an incident and its parts are told to these groups alone. What staff chose for a part holds again once it is
/// split out, unless they choose anew for the whole.
pub(crate) fn choose(conn: &mut Conn, incident: &Incident, words: &[String]) -> Result<(), Refusal> {
    let wanted = named(conn, words)?;
    if incident.parent.is_some() {
        let told = "are those of the whole, which tells of this part, too; choose there";
        return if wanted.is_empty() { Ok(()) } else { Err(Invalid::new("subscriber_groups", told).into()) };
    }
    if wanted == told_to(conn, &incident.id)? {
        return Ok(());
    }
    store::tell(conn, incident.id.as_str(), &wanted)?;
    for part in incidents::parts(conn, &incident.id)? {
        store::tell(conn, part.id.as_str(), &wanted)?;
    }
    Ok(())
}

fn find(conn: &mut Conn, id: &SubscriberGroupId) -> Result<SubscriberGroup, Refusal> {
    store::list(conn)?.into_iter().find(|group| group.id == *id).ok_or(Refusal::Missing("group of subscribers"))
}

/// A name that no other group has, whatever its capitals.
fn free(conn: &mut Conn, name: &str, own: Option<&SubscriberGroupId>) -> Result<String, Refusal> {
    let name = text::line("name", name, NAME_LIMIT)?;
    if name.contains(';') {
        return Err(Invalid::new("name", "holds a semicolon, which divides names in files; leave it out").into());
    }
    let same = |group: &SubscriberGroup| group.name.to_lowercase() == name.to_lowercase() && Some(&group.id) != own;
    if store::list(conn)?.iter().any(same) {
        return Err(Invalid::new("name", format!("“{name}” is a group already; take another name")).into());
    }
    Ok(name)
}

/// The subscribers behind addresses as they were typed.
fn known(conn: &mut Conn, field: &str, addresses: &[String]) -> Result<Vec<SubscriberId>, Refusal> {
    let typed: Vec<&str> = addresses.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    if typed.is_empty() || typed.len() > ADDRESSES {
        let told = format!("holds {} addresses; name at least one, and at most {ADDRESSES}", typed.len());
        return Err(Invalid::new(field, told).into());
    }
    let keys: Vec<String> = typed.iter().map(|text| key(text)).collect();
    let mut found: HashMap<String, SubscriberId> = HashMap::new();
    for part in keys.chunks(1_000) {
        found.extend(subscribers::by_keys(conn, part)?);
    }
    let unknown: Vec<&str> =
        keys.iter().zip(&typed).filter(|(key, _)| !found.contains_key(*key)).map(|(_, text)| *text).collect();
    if !unknown.is_empty() {
        let shown = unknown.iter().take(10).map(|text| text.escape_debug().to_string()).collect::<Vec<_>>().join(", ");
        let more = if unknown.len() > 10 { format!(" and {} more", unknown.len() - 10) } else { String::new() };
        return Err(Invalid::new(field, format!("nobody subscribed with {shown}{more}; take them out of the list")).into());
    }
    Ok(keys.iter().filter_map(|key| found.get(key).cloned()).collect::<BTreeSet<_>>().into_iter().collect())
}

/// The form in which an address is unique: a number where it is one.
fn key(text: &str) -> String {
    phone::parse("", text, &Countries::default()).unwrap_or_else(|_| address::key(text))
}
