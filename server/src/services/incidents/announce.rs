//! Writing the notice of a change: what to say, frozen, and who hears it.

use crate::{
    domain::{
        audience::Audience,
        catalogue::Catalogue,
        filter::{Kind, Place},
        impact::Pair,
        language::Language,
        notice::{self, AffectedName, IncidentNews, NoticeKind, SaidAgain},
    },
    services::{Act, Refusal},
    store::{self, Conn, StoreError, impacts, incidents::Incident, notices, updates::Update},
};
use std::collections::{BTreeMap, BTreeSet};

/// Writes the notice of an update. Its end reaches everyone who was told of it before.
pub(super) fn announce(
    conn: &mut Conn,
    act: &mut Act,
    kind: NoticeKind,
    incident: &Incident,
    update: &Update,
    catalogue: &Catalogue,
) -> Result<(), Refusal> {
    let rows = impacts::of_incident(conn, &incident.id)?;
    let touched: BTreeSet<Pair> = rows.iter().map(|row| row.impact().pair).collect();
    let mut earlier = notices::of_incident(conn, &incident.id)?;
    earlier.drain(..earlier.len().saturating_sub(notice::EARLIER_LIMIT));
    let news = IncidentNews {
        title: incident.title.clone(),
        severity: incident.severity,
        phase: incident.phase,
        body: update.body.clone(),
        affected: affected_names(&rows, incident, catalogue),
        started_at: incident.started_at,
        said_at: update.said_at,
        next_update_at: incident.next_update_at,
        path: format!("/incidents/{}", incident.id),
        earlier,
        translations: translations(conn, incident, update)?,
    };
    let audience = Audience {
        places: audience_places(touched.iter(), catalogue),
        severity: Some(incident.severity),
        kind: Kind::Incidents,
        all_told: kind == NoticeKind::Resolved,
    };
    let row = notices::Notice {
        id: act.id(),
        kind,
        incident_id: Some(incident.id.clone()),
        content: serde_json::to_string(&news).map_err(StoreError::from)?,
        audience: serde_json::to_string(&audience).map_err(StoreError::from)?,
        priority: notice::priority(Some(incident.severity)),
        created_at: act.now,
        fan_out_cursor: String::new(),
        fanned_out_at: None,
    };
    Ok(notices::insert(conn, &row)?)
}

/// What staff say of the incident and this update in further languages.
fn translations(conn: &mut Conn, incident: &Incident, update: &Update) -> Result<BTreeMap<Language, SaidAgain>, Refusal> {
    let mut said: BTreeMap<Language, SaidAgain> = BTreeMap::new();
    for row in store::translations::of(conn, incident.id.as_str())? {
        said.entry(row.lang).or_default().title = row.text;
    }
    for row in store::translations::of(conn, update.id.as_str())? {
        said.entry(row.lang).or_default().body = row.text;
    }
    Ok(said)
}

/// The pairs as places, with the group each component stands in now.
pub(crate) fn audience_places<'a>(pairs: impl Iterator<Item = &'a Pair>, catalogue: &Catalogue) -> Vec<Place> {
    pairs.map(|pair| Place::of(catalogue, &pair.component, &pair.region)).collect()
}

/// The pairs by name with the health they have now; at the end, with the health they had come back to.
fn affected_names(rows: &[impacts::Row], incident: &Incident, catalogue: &Catalogue) -> Vec<AffectedName> {
    let mut names: Vec<AffectedName> = Vec::new();
    for impact in rows.iter().map(impacts::Row::impact).rev() {
        let component = catalogue.component(impact.pair.component.as_str()).map(|found| found.name.clone());
        let region = catalogue.region(impact.pair.region.as_str()).map(|found| found.name.clone());
        let (Some(component), Some(region)) = (component, region) else { continue };
        if names.iter().any(|name| name.component == component && name.region == region) {
            continue;
        }
        let runs = incident.phase.is_open() && impact.until.is_none();
        let health = if runs { impact.health } else { crate::domain::health::Health::Operational };
        names.push(AffectedName { component, region, health });
    }
    names.reverse();
    names
}
