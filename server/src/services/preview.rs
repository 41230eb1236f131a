//! Who would hear of something, counted before anything is sent (PRODUCT 3.3).

use super::{Act, Refusal, incidents, mutes, subscriber_groups};
use crate::{
    domain::{
        audience::{Audience, LeftOut, Told},
        catalogue::Catalogue,
        channel::Channel,
        filter::{Filter, Kind, Place},
        id::{IncidentId, RegionId},
        impact::Pair,
        incident::{IncidentDraft, UpdateInput},
        maintenance::MaintenanceDraft,
        notice::{IncidentNews, NoticeKind},
        policy::Reach as PolicyReach,
    },
    store::{self, Conn, Database, StoreError, notices, policies, subscribers},
};
use std::collections::{BTreeMap, BTreeSet};

/// Who hears on one channel, and why others do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// How many hear.
    pub hears: i64,
    /// How many hear it by each of the other ways.
    pub posted: Vec<(Channel, i64)>,
    /// How many do not, by reason.
    pub left_out: BTreeMap<LeftOut, i64>,
    /// Up to ten of the addresses.
    pub sample: Vec<String>,
    /// The regions whose readers hear it, by name, each with how many it reaches; none when it concerns everybody. Who
    /// asked for several regions counts in each.
    pub regions: Vec<(String, i64)>,
}

impl Reach {
    /// What reaches nobody, wherever it hits: a drill.
    fn silenced(self) -> Self {
        let regions = self.regions.into_iter().map(|(name, _)| (name, 0)).collect();
        Self { regions, ..Self::default() }
    }
}

/// What would be told of an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ahead {
    /// Who hears it by mail.
    pub reach: Reach,
    /// How many were told of the incident before and hear this whatever their filter, where it is the end.
    pub told_before: Option<i64>,
    /// What they hear.
    pub news: IncidentNews,
    /// As what.
    pub kind: NoticeKind,
    /// Whether it goes to staff alone.
    pub is_drill: bool,
}

/// How many sample addresses staff see.
const SAMPLE: i64 = 10;

/// Counts who would hear of an incident if it were published so.
pub(crate) fn of_draft(conn: &mut Conn, catalogue: &Catalogue, draft: &IncidentDraft) -> Result<Reach, Refusal> {
    let policy = policies::current(conn)?.policy;
    let rule = policy.rule(draft.severity);
    let (email, sms, told) = (rule.email, rule.sms, Told::default());
    let places = incidents::places(&draft.hit(), draft.regions.as_ref(), catalogue);
    let within = subscriber_groups::named(conn, &draft.subscriber_groups)?;
    let audience = Audience { places, severity: Some(draft.severity), kind: Kind::Incidents, email, sms, within, told };
    let reach = count(conn, catalogue, &audience, &[])?;
    Ok(if draft.drill { reach.silenced() } else { reach })
}

/// Counts who would hear of a maintenance by mail.
pub(crate) fn of_maintenance(conn: &mut Conn, catalogue: &Catalogue, draft: &MaintenanceDraft) -> Result<Reach, Refusal> {
    let pairs: BTreeSet<Pair> = draft.pairs.iter().cloned().collect();
    let places = incidents::places(&pairs, None, catalogue);
    let within = subscriber_groups::named(conn, &draft.subscriber_groups)?;
    let (kind, email, sms) = (Kind::Maintenance, PolicyReach::Matching, PolicyReach::Matching);
    let audience = Audience { places, severity: None, kind, email, sms, within, told: Told::default() };
    count(conn, catalogue, &audience, &[])
}

/// Posts an update, looks at whom it would tell, and takes it back; so what staff see is what would happen. None for what
/// is not sent by itself.
pub(crate) fn of_update(
    database: &Database,
    act: &mut Act,
    id: &IncidentId,
    input: &UpdateInput,
) -> Result<Option<Ahead>, Refusal> {
    database.rehearse(|conn| {
        let before = notices::of_incident(conn, id)?;
        incidents::post_update(conn, act, id, input, None)?;
        let newest = notices::of_incident(conn, id)?.into_iter().find(|notice| !before.contains(notice));
        let Some(newest) = newest else { return Ok(None) };
        let notice = notices::find(conn, &newest)?.ok_or(Refusal::Missing("notice"))?;
        let audience: Audience = serde_json::from_str(&notice.audience).map_err(StoreError::from)?;
        let news: IncidentNews = serde_json::from_str(&notice.content).map_err(StoreError::from)?;
        let catalogue = store::catalogue::load(conn)?;
        let around = mutes::around(conn, id)?;
        let reach = count(conn, &catalogue, &audience, &around)?;
        let is_drill = store::incidents::find(conn, id)?.is_some_and(|incident| incident.drill);
        let reach = if is_drill { reach.silenced() } else { reach };
        let told_before = if audience.told.all_told && !is_drill {
            Some(store::told::count(conn, id, &around)? + store::follows::untold(conn, id, &around)?)
        } else {
            None
        };
        Ok(Some(Ahead { reach, told_before, news, kind: notice.kind, is_drill }))
    })
}

/// Counts who hears by mail by an audience, but for those who want no more of one of the incidents. Each distinct filter is judged
/// once, however many share it.
pub(crate) fn count(conn: &mut Conn, catalogue: &Catalogue, audience: &Audience, incidents: &[String]) -> Result<Reach, Refusal> {
    let muted = store::mutes::by_filter(conn, incidents, &audience.within)?;
    let mut reach = Reach::default();
    let mut parts = regions(catalogue, audience);
    let mut hearing = Vec::new();
    let mut looked_at = 0;
    for (text, count) in subscribers::count_by_filter(conn, Channel::Email, &audience.within)? {
        looked_at += count;
        let Ok(filter) = serde_json::from_str::<Filter>(&text) else {
            *reach.left_out.entry(LeftOut::Damaged).or_default() += count;
            continue;
        };
        match audience.decide(&filter) {
            Ok(()) => {
                let silent = muted.get(&text).copied().unwrap_or_default();
                let count = count - silent;
                reach.hears += count;
                *reach.left_out.entry(LeftOut::Muted).or_default() += silent;
                parts.iter_mut().filter(|(_, part, _)| part.decide(&filter).is_ok()).for_each(|(_, _, hears)| *hears += count);
                hearing.extend((count > 0).then_some(text));
            }
            Err(reason) => *reach.left_out.entry(reason).or_default() += count,
        }
    }
    reach.left_out.retain(|_, count| *count > 0);
    if !audience.within.is_empty() {
        let others = subscribers::count_active(conn, Channel::Email)? - looked_at;
        reach.left_out.extend((others > 0).then_some((LeftOut::Group, others)));
    }
    for channel in Channel::posted() {
        let mut hears = 0;
        for (text, count) in subscribers::count_by_filter(conn, channel, &audience.within)? {
            let Ok(filter) = serde_json::from_str::<Filter>(&text) else { continue };
            hears += if audience.decide_by(channel, &filter).is_ok() { count } else { 0 };
        }
        reach.posted.extend((hears > 0).then_some((channel, hears)));
    }
    reach.regions = parts.into_iter().map(|(name, _, hears)| (name, hears)).collect();
    // A handful of filters is enough to find ten addresses, and keeps the statement short.
    hearing.truncate(100);
    reach.sample = subscribers::sample(conn, Channel::Email, (&hearing, &audience.within, incidents), SAMPLE)?;
    Ok(reach)
}

/// The regions that are hit by name, each with the audience that it would have alone and nobody counted yet.
fn regions(catalogue: &Catalogue, audience: &Audience) -> Vec<(String, Audience, i64)> {
    let of =
        |region: &RegionId| -> Vec<Place> { audience.places.iter().filter(|place| place.region == *region).cloned().collect() };
    let parts = catalogue.regions.iter().map(|region| (region.name.clone(), of(&region.id)));
    let hit = parts.filter(|(_, places)| !places.is_empty());
    hit.map(|(name, places)| (name, Audience { places, ..audience.clone() }, 0)).collect()
}
