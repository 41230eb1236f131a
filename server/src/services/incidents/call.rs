//! Calling those who are to be on an incident, and seeing to it that somebody is (PRODUCT 2: who of staff is told).

use super::due::{path, title};
use crate::{
    domain::{
        duty::Duty,
        notice::StaffNews,
        policy::{Policy, minutes},
        timer::Timer,
    },
    services::{Act, Refusal, staff},
    store::{Conn, crew, incidents::Incident, people, responses::Response, timers},
};

/// Calls those whom policy names for the severity that an incident has now, but for who is on it already.
pub(super) fn call(conn: &mut Conn, act: &mut Act, incident: &Incident, policy: &Policy) -> Result<(), Refusal> {
    let rule = policy.rule(incident.severity);
    let on_it = crew::of(conn, &incident.id)?;
    let mut called = people::by_emails(conn, &rule.called)?;
    called.retain(|person| on_it.iter().all(|member| member.person != *person));
    let news = StaffNews {
        subject: format!("You are called: {}", title(incident)),
        sentences: vec![
            format!("{}, {}.", incident.severity.label(), incident.phase.label()),
            "Whoever takes part is on it: post an update, or set a duty under People.".to_owned(),
        ],
        moments: vec![("Since".to_owned(), incident.started_at)],
        action: "See the incident".to_owned(),
        path: path(incident),
    };
    staff::tell(conn, act, &called, &news)?;
    match rule.called_within {
        Some(within) => timers::set(conn, incident.id.as_str(), Timer::Called, act.now + minutes(within))?,
        None => timers::clear(conn, incident.id.as_str(), Timer::Called)?,
    }
    Ok(())
}

/// Tells everybody who may respond when none of those who were called is on it by now.
pub(super) fn see(conn: &mut Conn, act: &mut Act, incident: &Incident, policy: &Policy) -> Result<(), Refusal> {
    let rule = policy.rule(incident.severity);
    let Some(within) = rule.called_within else { return Ok(()) };
    let called = people::by_emails(conn, &rule.called)?;
    let crew = crew::of(conn, &incident.id)?;
    // Whoever took the command or another duty is on it, called or not.
    if crew.iter().any(|member| called.is_empty() || member.duty != Duty::Helper || called.contains(&member.person)) {
        return Ok(());
    }
    let who = if called.is_empty() { "Nobody" } else { "Nobody of those who were called" };
    let news = StaffNews {
        subject: format!("Nobody is on it: {}", title(incident)),
        sentences: vec![
            format!("{who} took part within {within} minutes."),
            "Whoever takes part is on it: post an update, or set a duty under People.".to_owned(),
        ],
        moments: vec![("Since".to_owned(), incident.started_at)],
        action: "See the incident".to_owned(),
        path: path(incident),
    };
    let people = staff::responders(conn)?;
    Ok(staff::tell(conn, act, &people, &news)?)
}

/// What became worse may need a war room only now.
pub(super) fn summon(
    conn: &mut Conn,
    act: &Act,
    incident: &Incident,
    response: &Response,
    policy: &Policy,
) -> Result<(), Refusal> {
    let within = policy.rule(incident.severity).war_room_within.filter(|_| response.war_room_at.is_none());
    if let Some(within) = within {
        timers::set(conn, incident.id.as_str(), Timer::WarRoom, act.now + minutes(within))?;
    }
    Ok(())
}
