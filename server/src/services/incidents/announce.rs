//! Writing the notice of a change: what to say, frozen, and who hears it.

use super::{
    audience::{self, Hit, impacts_of},
    conduct::response,
};
use crate::{
    domain::{
        catalogue::Catalogue,
        id::{IncidentId, NoticeId},
        language::Language,
        notice::{self, AffectedName, Before, IncidentNews, NoticeKind, SaidAgain},
        template::{TemplateKind, Texts},
    },
    services::{Act, Refusal, credits, staff, subscriber_groups, templates},
    store::{
        self, Conn, deliveries, impacts,
        incidents::{self, Incident},
        notices,
        responses::Response,
        updates::{self, Update},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// Updates before the new one that are told again.
const BEFORE: usize = 3;

/// Writes the notice of an update, for everyone whom the incident and its parts concern.
///
/// Its end reaches everyone who was told of it before; taking it back reaches them and nobody else. What is told of a
/// drill goes to staff alone.
pub(super) fn announce(
    conn: &mut Conn,
    act: &mut Act,
    kind: NoticeKind,
    incident: &Incident,
    update: &Update,
    catalogue: &Catalogue,
) -> Result<(), Refusal> {
    let (response, policy) = response(conn, incident)?;
    let ends = kind == NoticeKind::Resolved && !incident.drill;
    let credited = if ends { store::credits::tell(conn, &incident.id, act.now)? } else { Vec::new() };
    let rows = impacts_of(conn, incident)?;
    let subject = Subject { kind, incident, update, response: &response, rows: &rows, credited: !credited.is_empty() };
    let news = news(conn, &subject, catalogue)?;
    let told = (&Hit::of(&rows, incident), subscriber_groups::told_to(conn, &incident.id)?);
    let audience = audience::of(kind, incident, &response, &policy, told, catalogue)?;
    let priority = notice::priority(Some(incident.severity));
    let row = notices::Notice {
        incident_id: Some(incident.id.clone()),
        fanned_out_at: incident.drill.then_some(act.now),
        ..notices::Notice::news(act.id_after(news.earlier.last()), kind, (&news, &audience), priority, act.now)?
    };
    notices::insert(conn, &row)?;
    credits::queue(conn, act, &row, &credited)?;
    if incident.drill {
        let people = staff::responders(conn)?;
        let batch = deliveries::Batch { notice: &row.id, thread: row.thread(), priority: row.priority, now: act.now };
        deliveries::queue_people(conn, &batch, &people)?;
    }
    Ok(())
}

/// What is told of.
struct Subject<'a> {
    kind: NoticeKind,
    incident: &'a Incident,
    update: &'a Update,
    response: &'a Response,
    rows: &'a [impacts::Row],
    /// Whether customers are owed something for it.
    credited: bool,
}

/// What an update says, as it stands now.
fn news(conn: &mut Conn, subject: &Subject<'_>, catalogue: &Catalogue) -> Result<IncidentNews, Refusal> {
    let Subject { kind, incident, update, response, rows, credited } = *subject;
    Ok(IncidentNews {
        title: if incident.drill { format!("DRILL: {}", incident.title) } else { incident.title.clone() },
        severity: incident.severity,
        phase: incident.phase,
        body: update.body.clone(),
        affected: affected_names(rows, incident, catalogue),
        started_at: incident.started_at,
        said_at: update.said_at,
        next_update_at: incident.next_update_at,
        eta_at: incident.eta_at,
        cause: incident.cause.clone(),
        workaround: incident.workaround.clone(),
        path: match kind {
            NoticeKind::Reviewed => format!("/incidents/{}/postmortem", incident.id),
            // Nobody but staff can see an exercise.
            _ if incident.drill => format!("/admin/incidents/{}", incident.id),
            _ => format!("/incidents/{}", incident.id),
        },
        before: before(conn, kind, update)?,
        earlier: earlier(conn, incident)?,
        translations: translations(conn, incident, update)?,
        credited,
        layout: layout(conn, kind, response, update)?,
        share: incident.customers_affected,
        groups: groups(rows, catalogue),
    })
}

/// What mails say around the words of this kind of update.
fn layout(conn: &mut Conn, kind: NoticeKind, response: &Response, update: &Update) -> Result<Texts, Refusal> {
    let kind = match kind {
        NoticeKind::Opened => TemplateKind::Alert,
        NoticeKind::Resolved => TemplateKind::Resolution,
        NoticeKind::Retracted => TemplateKind::FalseAlarm,
        NoticeKind::Reviewed => TemplateKind::Review,
        _ if response.extended_at.is_some() => TemplateKind::Extended,
        _ => TemplateKind::Progress,
    };
    templates::layout(conn, &update.template, kind)
}

/// The groups of what was hit, in the order of the page.
fn groups(rows: &[impacts::Row], catalogue: &Catalogue) -> Vec<String> {
    let hit = rows.iter().filter_map(|row| catalogue.component(row.impact().pair.component.as_str())?.group.clone());
    let hit: BTreeSet<_> = hit.collect();
    catalogue.groups.iter().filter(|group| hit.contains(&group.id)).map(|group| group.name.clone()).collect()
}

/// Writes the notice that the review of an incident is public, with its summary.
pub(crate) fn announce_review(conn: &mut Conn, act: &mut Act, id: &IncidentId, summary: &str) -> Result<(), Refusal> {
    let incident = incidents::find(conn, id)?.ok_or(Refusal::Missing("incident"))?;
    let catalogue = store::catalogue::load(conn)?;
    let update = Update {
        id: act.id(),
        incident_id: Some(id.clone()),
        maintenance_id: None,
        phase: incident.phase.to_string(),
        body: summary.to_owned(),
        said_at: incident.resolved_at.unwrap_or(act.now),
        author: act.actor.clone(),
        edited_at: None,
        next_at: None,
        template: String::new(),
    };
    announce(conn, act, NoticeKind::Reviewed, &incident, &update, &catalogue)
}

/// The last updates before this one; the end of a review or of a false alarm needs none.
fn before(conn: &mut Conn, kind: NoticeKind, update: &Update) -> Result<Vec<Before>, Refusal> {
    let Some(id) = update.incident_id.as_ref().filter(|_| matches!(kind, NoticeKind::Updated | NoticeKind::Resolved)) else {
        return Ok(Vec::new());
    };
    let is_before = |row: &Update| row.id != update.id && row.said_at <= update.said_at && !row.body.is_empty();
    let rows = updates::of_incident(conn, id)?.into_iter().filter(is_before).take(BEFORE);
    rows.map(|row| {
        let translations = store::translations::of(conn, row.id.as_str())?.into_iter().map(|one| (one.lang, one.text)).collect();
        Ok(Before { phase: row.phase, said_at: row.said_at, body: row.body, translations })
    })
    .collect()
}

/// The notices before this one that a reader's mail program may know.
fn earlier(conn: &mut Conn, incident: &Incident) -> Result<Vec<NoticeId>, Refusal> {
    let mut earlier = notices::of_incident(conn, &incident.id)?;
    earlier.drain(..earlier.len().saturating_sub(notice::EARLIER_LIMIT));
    Ok(earlier)
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
