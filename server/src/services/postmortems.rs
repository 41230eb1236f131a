//! Reviews of incidents (PRODUCT 3.9): drafted at the end, reminded of, finished in public or among staff.

use super::{Act, Refusal, incidents as service, staff, templates};
use crate::{
    domain::{
        id::IncidentId,
        invalid::Invalid,
        language::Language,
        notice::StaffNews,
        phase::Phase,
        policy::{Policy, Review},
        review::{self, ActionInput, BODY_LIMIT, ReviewInput},
        template::TemplateKind,
        text,
        timer::Timer,
    },
    store::{
        Conn, actions, incidents,
        postmortems::{self, Postmortem},
        responses::Response,
        revision, timers, updates,
    },
};
use chrono::TimeDelta;

/// Drafts the review of an incident that has just ended, where the worst severity it had asks for one.
pub(crate) fn draft(
    conn: &mut Conn,
    act: &mut Act,
    incident: &incidents::Incident,
    response: &Response,
    policy: &Policy,
) -> Result<(), Refusal> {
    let rule = policy.rule(response.worst);
    let wanted = incident.phase == Phase::Resolved && incident.parent.is_none() && !incident.drill;
    if !wanted || rule.review == Review::None || postmortems::find(conn, &incident.id)?.is_some() {
        return Ok(());
    }
    let mut said = updates::of_incident(conn, &incident.id)?;
    said.reverse();
    let label = |word: &str| word.parse::<Phase>().map_or("Update", Phase::label);
    let thread: Vec<_> = said.iter().map(|update| (update.said_at, label(&update.phase), update.body.as_str())).collect();
    let template = templates::find(conn, TemplateKind::Review.as_str())?;
    let text = template.page.get(&Language::En).or_else(|| template.page.values().next()).cloned().unwrap_or_default();
    let due_at = rule.review_within.map(|hours| act.now + TimeDelta::hours(i64::from(hours)));
    let row = Postmortem {
        incident: incident.id.clone(),
        body: review::draft(&text, &thread),
        published_at: None,
        is_public: rule.review == Review::Public,
        due_at,
        finished_at: None,
    };
    postmortems::insert(conn, &row)?;
    if let Some(due) = due_at {
        timers::set(conn, incident.id.as_str(), Timer::Review, review::next_reminder(due, act.now))?;
    }
    Ok(act.audit(conn, "postmortem.draft", incident.id.as_str(), "")?)
}

/// Reminds staff of a review that is not finished.
pub(crate) fn remind(conn: &mut Conn, act: &mut Act, id: &IncidentId) -> Result<(), Refusal> {
    let Some(row) = postmortems::find(conn, id)?.filter(|row| row.finished_at.is_none()) else { return Ok(()) };
    let (Some(due), Some(incident)) = (row.due_at, incidents::find(conn, id)?) else { return Ok(()) };
    let late = act.now - due;
    let subject = if late >= TimeDelta::zero() { "Post-mortem overdue" } else { "Post-mortem due soon" };
    let news = StaffNews {
        subject: format!("{subject}: {}", incident.title),
        sentences: vec!["The draft with its timeline is waiting.".to_owned()],
        moments: vec![("Due".to_owned(), due)],
        action: "Write it".to_owned(),
        path: format!("/admin/postmortems/{id}"),
    };
    let people = staff::on_incident(conn, id)?;
    staff::tell(conn, act, &people, &news)?;
    Ok(timers::set(conn, id.as_str(), Timer::Review, review::next_reminder(due, act.now))?)
}

/// Saves the text. What is public already is changed in public.
pub(crate) fn save(conn: &mut Conn, act: &mut Act, id: &IncidentId, input: &ReviewInput) -> Result<(), Refusal> {
    let body = text::body("body", &input.body, BODY_LIMIT)?;
    let row = find(conn, id)?;
    if row.published_at.is_some() && input.is_public == Some(false) {
        let told = "was published and stays public; what people have read is not taken back in silence";
        return Err(Invalid::new("is_public", told).into());
    }
    let row = Postmortem { body, is_public: input.is_public.unwrap_or(row.is_public), ..row };
    if row.published_at.is_some() {
        touch(conn, id)?;
    }
    postmortems::save(conn, &row)?;
    Ok(act.audit(conn, "postmortem.save", id.as_str(), "")?)
}

/// Finishes a review. A public one is on the page, in feeds, and mailed to those who asked for reviews.
pub(crate) fn finish(conn: &mut Conn, act: &mut Act, id: &IncidentId) -> Result<(), Refusal> {
    touch(conn, id)?;
    let row = find(conn, id)?;
    // One that was finished among staff may be published later.
    if row.finished_at.is_some() && (row.published_at.is_some() || !row.is_public) {
        return Err(Refusal::Conflict("this post-mortem was finished already".to_owned()));
    }
    let unwritten = review::unwritten(&row.body);
    if !unwritten.is_empty() {
        let told =
            format!("still says what is to be written: {{{}}}; write it in its place, or remove it", unwritten.join("}, {"));
        return Err(Invalid::new("body", told).into());
    }
    let published_at = row.is_public.then_some(act.now);
    let row = Postmortem { published_at, finished_at: row.finished_at.or(Some(act.now)), ..row };
    postmortems::save(conn, &row)?;
    timers::clear(conn, id.as_str(), Timer::Review)?;
    if row.is_public {
        service::announce_review(conn, act, id, &review::summary(&row.body))?;
    }
    let action = if row.is_public { "postmortem.publish" } else { "postmortem.finish" };
    Ok(act.audit(conn, action, id.as_str(), "")?)
}

/// Adds something to be done.
pub(crate) fn add_action(conn: &mut Conn, act: &mut Act, id: &IncidentId, input: &ActionInput) -> Result<String, Refusal> {
    let (title, owner, due_on) = review::action(input)?;
    find(conn, id)?;
    let row = actions::Action { id: act.id(), incident: id.clone(), title, owner, due_on, done_at: None };
    actions::insert(conn, &row)?;
    act.audit(conn, "action.add", id.as_str(), &row.title)?;
    Ok(row.id)
}

/// Notes that something is done, or not after all.
pub(crate) fn set_done(conn: &mut Conn, act: &mut Act, id: &IncidentId, action: &str, done: bool) -> Result<(), Refusal> {
    if !actions::set_done(conn, id, action, done.then_some(act.now))? {
        return Err(Refusal::Missing("action item"));
    }
    Ok(act.audit(conn, "action.done", action, if done { "done" } else { "not done" })?)
}

/// What was none needs no review. One that people have read is not taken back in silence.
pub(crate) fn not_needed(conn: &mut Conn, act: &mut Act, id: &IncidentId) -> Result<(), Refusal> {
    let Some(row) = postmortems::find(conn, id)?.filter(|row| row.published_at.is_some() || row.finished_at.is_none()) else {
        return Ok(());
    };
    if row.published_at.is_some() {
        return Err(Refusal::Conflict("its post-mortem is public, so it was no false alarm".to_owned()));
    }
    postmortems::save(conn, &Postmortem { is_public: false, finished_at: Some(act.now), ..row })?;
    timers::clear(conn, id.as_str(), Timer::Review)?;
    Ok(act.audit(conn, "postmortem.drop", id.as_str(), "")?)
}

fn find(conn: &mut Conn, id: &IncidentId) -> Result<Postmortem, Refusal> {
    postmortems::find(conn, id)?.ok_or(Refusal::Missing("post-mortem"))
}

/// The review changes with the revision of its incident.
fn touch(conn: &mut Conn, id: &IncidentId) -> Result<(), Refusal> {
    let revision = revision::next(conn)?;
    let incident = incidents::find(conn, id)?.ok_or(Refusal::Missing("incident"))?;
    Ok(incidents::save(conn, &incidents::Incident { revision, ..incident })?)
}
