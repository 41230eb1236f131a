//! `GET /admin/incidents/{id}`

use super::{deeds, subscriber_groups, updates};
use crate::{
    domain::{
        catalogue::Catalogue,
        delivery::DeliveryState,
        health::Health,
        id::{IncidentId, NoticeId, SubscriberGroupId},
        impact::Pair,
        incident::AffectedInput,
        person::Role,
        phase::Phase,
        policy::{Policy, minutes},
        subscriber_group::SubscriberGroup,
        template::TemplateKind,
    },
    filling::Known as Filled,
    http::{answer, extract, fail, filling, present},
    services::{self, Refusal, incidents},
    state::App,
    store::{self, Conn, credits, crew, customers, ledger, notices, people, policies, responses::Response},
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    Lang, Tone,
    pages::admin::incident::Incident,
    pieces::{Fact, Post, State},
};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// One incident with the form for its next update.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    match page(&app, &staff, &IncidentId::from(id.into_inner()), None).await {
        Ok(page) => answer::private(StatusCode::OK, page.html()),
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// What is known of one incident.
pub(super) struct Known {
    /// The incident.
    pub incident: store::incidents::Incident,
    /// How staff respond to it.
    pub response: Response,
    /// The policy it goes by.
    pub policy: Policy,
    /// The version in force.
    pub in_force: i32,
    /// What runs of its impacts.
    pub impacts: Vec<(Pair, Health)>,
    /// Its parts, oldest first.
    pub parts: Vec<store::incidents::Incident>,
    /// Open incidents that it could be part of.
    pub others: Vec<store::incidents::Incident>,
    /// Who is on it.
    pub crew: Vec<crew::Member>,
    /// Enterprise customers that it hits, with their contacts.
    pub enterprise: Vec<(customers::Customer, Vec<customers::Known>)>,
    /// What customers get back, as it was last worked out.
    pub credits: Vec<credits::Credit>,
    /// Every template.
    pub templates: Vec<services::templates::Named>,
    /// Everybody who works here, by address.
    pub people: Vec<String>,
    /// Every group of subscribers.
    pub groups: Vec<SubscriberGroup>,
    /// Those that it is told to alone.
    pub told_to: BTreeSet<SubscriberGroupId>,
    said: Vec<store::updates::Update>,
    /// The newest notice, with its deliveries by state.
    told: Option<(NoticeId, Vec<(DeliveryState, i64)>)>,
}

impl Known {
    /// Whether a component is hit in any region, or nothing is.
    pub(super) fn is_hit(&self, component: &str) -> bool {
        self.impacts.is_empty() || self.impacts.iter().any(|(pair, _)| pair.component.as_str() == component)
    }
}

/// What executives write to enterprise customers in an extended outage; none in another.
pub(in crate::http) async fn draft(app: &App, id: &IncidentId) -> Result<Option<String>, Refusal> {
    let wanted = id.clone();
    let known = app.read(move |conn| known(conn, &wanted)).await?;
    Ok(known.response.extended_at.filter(|_| !known.incident.drill).map(|_| deeds::draft(app, &known)))
}

fn known(conn: &mut Conn, id: &IncidentId) -> Result<Known, Refusal> {
    let incident = store::incidents::find(conn, id)?.ok_or(Refusal::Missing("incident"))?;
    let (response, policy) = incidents::response(conn, &incident)?;
    let newest = notices::of_incident(conn, id)?.pop();
    let others = store::incidents::open(conn)?.into_iter();
    let others = others.filter(|other| other.id != *id && other.parent.is_none() && other.drill == incident.drill).collect();
    let impacts = incidents::current_impacts(conn, id)?;
    let regions = impacts.iter().map(|(pair, _)| pair.region.clone()).collect();
    Ok(Known {
        enterprise: services::customers::enterprise(conn, &regions)?,
        said: store::updates::of_incident(conn, id)?,
        groups: store::subscriber_groups::list(conn)?,
        told_to: services::subscriber_groups::told_to(conn, id)?,
        impacts,
        parts: store::incidents::parts(conn, id)?,
        others,
        credits: credits::of_incident(conn, id)?,
        templates: services::templates::list(conn)?,
        crew: crew::of(conn, id)?,
        people: people::list(conn)?.into_iter().map(|person| person.email).collect(),
        told: newest.map(|notice| ledger::counts_of(conn, &notice).map(|counts| (notice, counts))).transpose()?,
        in_force: policies::current(conn)?.number,
        incident,
        response,
        policy,
    })
}

/// The page of one incident, with what was typed if anything was.
pub(super) async fn page(
    app: &App,
    staff: &extract::Staff,
    id: &IncidentId,
    typed: Option<updates::Typed>,
) -> Result<Incident, Refusal> {
    let wanted = id.clone();
    let known = app.read(move |conn| known(conn, &wanted)).await?;
    let (snapshot, now) = (app.hub.load(), app.clock.now());
    let catalogue = &snapshot.state.catalogue;
    let worst = known.impacts.iter().map(|(_, health)| *health).max().map(present::tone);
    let is_open = known.incident.phase.is_open();
    let may_write = staff.must_be(Role::Responder).is_ok();
    let update = (is_open && may_write).then(|| updates::form(app, &known, catalogue, typed));
    let posts = posts(&known, worst.unwrap_or(Tone::Degraded), may_write, now);
    let incident = &known.incident;
    let heading = if incident.drill { format!("Drill: {}", incident.title) } else { incident.title.clone() };
    Ok(Incident {
        frame: super::frame(app, staff, "/admin/incidents", &heading),
        state: match (incident.phase, worst) {
            (Phase::FalseAlarm, _) => State::said(Tone::Unknown, "Retracted"),
            (Phase::Resolved, None) => State::said(Tone::Operational, "Over"),
            (Phase::Resolved, Some(tone)) => State::said(tone, "Over, but some is still hit"),
            (_, Some(tone)) => State::of(tone),
            (_, None) => State::said(Tone::Unknown, "No place affected"),
        },
        title: heading,
        severity: incident.severity.label().to_owned(),
        phase: incident.phase.label().to_owned(),
        public: if incident.drill { String::new() } else { format!("/incidents/{id}") },
        facts: facts(catalogue, &known, now),
        posts,
        update,
        parts: known.parts.iter().map(part).collect(),
        deeds: match (may_write, is_open) {
            (false, _) => Vec::new(),
            (true, true) => deeds::all(&known, &apology(app, &known, catalogue), now),
            (true, false) => deeds::after(&known, &apology(app, &known, catalogue)),
        },
        draft: known.response.extended_at.filter(|_| is_open && !known.incident.drill).map(|_| deeds::draft(app, &known)),
    })
}

/// The text with which a false alarm is taken back.
fn apology(app: &App, known: &Known, catalogue: &Catalogue) -> String {
    let hit: Vec<AffectedInput> = known
        .impacts
        .iter()
        .map(|(pair, health)| AffectedInput {
            component: pair.component.to_string(),
            region: pair.region.to_string(),
            health: health.to_string(),
        })
        .collect();
    let facts = filling::places(app, catalogue, &hit);
    let facts = Filled { started_at: Some(known.incident.started_at), ..facts };
    let template = known.templates.iter().find(|one| one.word == TemplateKind::FalseAlarm.as_str());
    template.map(|one| filling::prefilled(&one.template, &facts)).unwrap_or_default()
}

fn part(part: &store::incidents::Incident) -> (String, String, String) {
    (part.title.clone(), format!("/admin/incidents/{}", part.id), part.phase.label().to_owned())
}

fn posts(known: &Known, worst: Tone, may_write: bool, now: DateTime<Utc>) -> Vec<Post> {
    let promise = present::Promise::of_incident(&known.incident, now);
    let edit = |post: &Post| may_write.then(|| format!("/admin/updates/{}", post.id));
    let posts = present::posts(Lang::En, &known.said, worst, promise).into_iter();
    posts.map(|post| Post { edit: edit(&post), ..post }).collect()
}

fn facts(catalogue: &Catalogue, known: &Known, now: DateTime<Utc>) -> Vec<Fact> {
    let (incident, response) = (&known.incident, &known.response);
    let text = |label: &str, text: String| Fact::Text(label.to_owned(), text);
    let mut facts = Vec::new();
    if let Some(whole) = &incident.parent {
        let href = format!("/admin/incidents/{whole}");
        facts.push(Fact::Link("Part of".to_owned(), "a larger incident".to_owned(), href));
    }
    if let Some(due) = incident.next_update_at.filter(|_| incident.phase.is_open()) {
        facts.push(Fact::Moment("Next update".to_owned(), present::countdown(due, now)));
    }
    facts.extend(clocks(known, now));
    if let Some((notice, counts)) = &known.told {
        let total: i64 = counts.iter().map(|(_, count)| count).sum();
        let sent = counts.iter().find(|(state, _)| *state == DeliveryState::Sent).map_or(0, |(_, count)| *count);
        let words = format!("{sent} of {total} mails sent");
        facts.push(Fact::Link("Last word".to_owned(), words, format!("/admin/notices/{notice}")));
    }
    facts.extend(subscriber_groups::fact(&known.groups, &known.told_to));
    facts.extend(response.proposed.map(|proposed| text("Proposed", proposed.label().to_owned())));
    facts.extend((!response.reason.is_empty()).then(|| text("Why another", response.reason.clone())));
    let states = known.impacts.iter().map(|(pair, health)| State::at(present::tone(*health), present::named(catalogue, pair)));
    facts.push(Fact::States("Affected now".to_owned(), states.collect()));
    facts
}

/// The clocks of the response: what they stopped at, or what is left until they should.
fn clocks(known: &Known, now: DateTime<Utc>) -> Vec<Fact> {
    let (incident, response, policy) = (&known.incident, &known.response, &known.policy);
    let moment = |label: &str, time| Fact::Moment(label.to_owned(), present::staff_moment(time));
    let target = |label: &str, time| Fact::Moment(label.to_owned(), present::countdown(time, now));
    let mut clocks = vec![moment("Started", incident.started_at), moment("Detected", response.detected_at)];
    clocks.extend(response.acknowledged_at.map(|time| moment("Acknowledged", time)));
    let assess_by = response.detected_at + minutes(policy.assess_within);
    clocks.push(response.assessed_at.map_or_else(|| target("To be assessed", assess_by), |time| moment("Assessed", time)));
    clocks.push(moment("Published", incident.published_at));
    clocks.extend(response.first_told_at.map(|time| moment("First told", time)));
    let within = policy.rule(incident.severity).resolve_within.map(minutes);
    let end = incident.resolved_at.unwrap_or(now);
    match (incident.resolved_at, within.map(|within| incident.started_at + within)) {
        (None, Some(by)) => clocks.push(target("To be resolved", by)),
        (Some(resolved), by) => {
            let missed = by.is_some_and(|by| end > by);
            clocks.push(moment(if missed { "Resolved, after its target" } else { "Resolved" }, resolved));
        }
        (None, None) => {}
    }
    clocks.extend(response.extended_at.map(|time| moment("Extended outage", time)));
    clocks
}
