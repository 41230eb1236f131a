//! Who hears of an incident: what was hit and when, what staff chose, what policy says.

use crate::{
    domain::{
        audience::{Audience, Told},
        catalogue::Catalogue,
        filter::{Kind, Place},
        id::{RegionId, SubscriberGroupId},
        impact::Pair,
        notice::NoticeKind,
        policy::{Policy, Reach},
    },
    services::Refusal,
    store::{
        Conn, StoreError, impacts,
        incidents::{self, Incident},
        responses::Response,
    },
};
use std::collections::BTreeSet;

/// What an incident and its parts hit: when it was published, and later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hit {
    first: BTreeSet<Pair>,
    later: BTreeSet<Pair>,
}

impl Hit {
    /// From what it did so far.
    pub(super) fn of(rows: &[impacts::Row], incident: &Incident) -> Self {
        let is_later = |row: &&impacts::Row| row.impact().from > incident.published_at;
        let (later, first): (Vec<_>, Vec<_>) = rows.iter().partition(is_later);
        let pairs = |rows: Vec<&impacts::Row>| rows.iter().map(|row| row.impact().pair).collect();
        Self { first: pairs(first), later: pairs(later) }
    }

    /// The places whose readers are told. What staff chose holds for what was hit when they chose; what is hit later joins.
    fn told(&self, chosen: Option<&BTreeSet<RegionId>>, catalogue: &Catalogue) -> Vec<Place> {
        if self.first.is_empty() && !self.later.is_empty() && chosen.is_none() {
            return places(&self.later, None, catalogue);
        }
        let mut told = places(&self.first, chosen, catalogue);
        // What names no place concerns everybody, and stays so.
        if !told.is_empty() {
            told.extend(places(&self.later, None, catalogue));
        }
        told
    }
}

/// What the incident and its parts did.
pub(super) fn impacts_of(conn: &mut Conn, incident: &Incident) -> Result<Vec<impacts::Row>, Refusal> {
    let mut rows = impacts::of_incident(conn, &incident.id)?;
    for part in incidents::parts(conn, &incident.id)? {
        rows.extend(impacts::of_incident(conn, &part.id)?);
    }
    Ok(rows)
}

/// What decides who hears of an incident as it is, or would be; `within` are the groups that it is told to alone.
pub(super) fn of(
    kind: NoticeKind,
    incident: &Incident,
    response: &Response,
    policy: &Policy,
    (hit, within): (&Hit, BTreeSet<SubscriberGroupId>),
    catalogue: &Catalogue,
) -> Result<Audience, Refusal> {
    let chosen = response.regions.as_deref().map(serde_json::from_str).transpose().map_err(StoreError::from)?;
    // Who asked for reviews asked for them by kind; policy has no say in that.
    let reviewed = kind == NoticeKind::Reviewed;
    // The end of a part is told alone only where the whole was none; then to those who had been told of the part.
    let (ends, is_part) = (kind == NoticeKind::Resolved, incident.parent.is_some());
    Ok(Audience {
        places: hit.told(chosen.as_ref(), catalogue),
        severity: Some(if reviewed { response.worst } else { incident.severity }),
        kind: if reviewed { Kind::Postmortems } else { Kind::Incidents },
        email: if reviewed { Reach::Matching } else { policy.rule(incident.severity).email },
        sms: if reviewed { Reach::Matching } else { policy.rule(incident.severity).sms },
        within,
        told: Told { all_told: ends && !is_part, only_told: kind == NoticeKind::Retracted || ends && is_part },
    })
}

/// The regions whose readers were told so far; all of them where no place is named.
pub(super) fn regions(
    conn: &mut Conn,
    incident: &Incident,
    response: &Response,
    policy: &Policy,
    catalogue: &Catalogue,
) -> Result<BTreeSet<RegionId>, Refusal> {
    let hit = Hit::of(&impacts_of(conn, incident)?, incident);
    let told = of(NoticeKind::Updated, incident, response, policy, (&hit, BTreeSet::new()), catalogue)?.places;
    if told.is_empty() {
        return Ok(catalogue.regions.iter().map(|region| region.id.clone()).collect());
    }
    Ok(told.into_iter().map(|place| place.region).collect())
}

/// The places whose readers are told: the affected ones, or their components in the regions that staff chose.
pub(crate) fn places(touched: &BTreeSet<Pair>, chosen: Option<&BTreeSet<RegionId>>, catalogue: &Catalogue) -> Vec<Place> {
    let Some(chosen) = chosen else {
        return touched.iter().map(|pair| Place::of(catalogue, &pair.component, &pair.region)).collect();
    };
    let all = || catalogue.components.iter().map(|component| &component.id).collect();
    let components: BTreeSet<_> = if touched.is_empty() { all() } else { touched.iter().map(|pair| &pair.component).collect() };
    let each = components.into_iter().flat_map(|component| chosen.iter().map(move |region| (component, region)));
    each.map(|(component, region)| Place::of(catalogue, component, region)).collect()
}
