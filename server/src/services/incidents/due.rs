//! What happens to an open incident by itself: reminders, the extended outage, word to executives, the war room.

use super::{
    call,
    conduct::{keep, plan, response},
};
use crate::{
    domain::{
        id::IncidentId,
        notice::StaffNews,
        policy::minutes,
        reminder::{self, Reminder},
        timer::Timer,
    },
    services::{Act, Refusal, credits, staff},
    store::{Conn, incidents, people, revision, timers},
};

/// Does what is due of an incident. What ended in the meantime needs nothing.
pub(crate) fn fire(conn: &mut Conn, act: &mut Act, id: &IncidentId, timer: Timer) -> Result<(), Refusal> {
    let Some(incident) = incidents::find(conn, id)?.filter(|incident| incident.phase.is_open() && incident.parent.is_none())
    else {
        return Ok(());
    };
    match timer {
        Timer::Remind => remind(conn, act, &incident),
        Timer::Extend => extend(conn, act, incident),
        Timer::Executives => executives(conn, act, &incident),
        Timer::Called => {
            let (_, policy) = response(conn, &incident)?;
            call::see(conn, act, &incident, &policy)
        }
        Timer::WarRoom => war_room(conn, act, &incident),
        _ => Ok(()),
    }
}

/// The title as staff read it; an exercise says that it is one.
pub(super) fn title(incident: &incidents::Incident) -> String {
    if incident.drill { format!("DRILL: {}", incident.title) } else { incident.title.clone() }
}

/// Its page among staff, from the root.
pub(super) fn path(incident: &incidents::Incident) -> String {
    format!("/admin/incidents/{}", incident.id)
}

fn remind(conn: &mut Conn, act: &mut Act, incident: &incidents::Incident) -> Result<(), Refusal> {
    let Some(due) = incident.next_update_at else { return Ok(()) };
    if let Some(reminder) = reminder::at(due, act.now) {
        let (subject, sentence) = match reminder {
            Reminder::Soon => ("Update due in 5 minutes", "Customers were promised an update soon.".to_owned()),
            Reminder::Due => ("Update due now", "Customers were promised an update by now.".to_owned()),
            Reminder::Late(late) => (
                "Update overdue",
                format!(
                    "The update is {} minutes late{}.",
                    late.num_minutes(),
                    if incident.drill { "" } else { ", and the page says so to everybody" }
                ),
            ),
        };
        let news = StaffNews {
            subject: format!("{subject}: {}", title(incident)),
            sentences: vec![sentence, "Say what is known, even when nothing changed.".to_owned()],
            moments: vec![("Promised by".to_owned(), due)],
            action: "Post an update".to_owned(),
            path: format!("{}#post", path(incident)),
        };
        let people = staff::on_incident(conn, &incident.id)?;
        staff::tell(conn, act, &people, &news)?;
    }
    Ok(timers::set(conn, incident.id.as_str(), Timer::Remind, reminder::next(due, act.now))?)
}

/// Open for long without an end in sight: told of more often, and by more people (PRODUCT 3.5).
fn extend(conn: &mut Conn, act: &mut Act, incident: incidents::Incident) -> Result<(), Refusal> {
    let (mut response, policy) = response(conn, &incident)?;
    if response.extended_at.is_some() || incident.eta_at.is_some_and(|eta| eta > act.now) {
        return plan(conn, act, &incident, &response, &policy);
    }
    response.extended_at = Some(act.now);
    keep(conn, &response)?;
    let sooner = policy.next_update(incident.severity, true, act.now);
    let next_update_at = incident.next_update_at.into_iter().chain(sooner).min();
    let revision = revision::next(conn)?;
    let incident = incidents::Incident { next_update_at, revision, ..incident };
    incidents::save(conn, &incident)?;
    plan(conn, act, &incident, &response, &policy)?;
    act.audit(conn, "incident.extend", incident.id.as_str(), "")?;
    credits::work_out(conn, act, &credits::Cause::Incident(incident.id.clone()))?;
    let hours = (act.now - incident.started_at).num_hours();
    let news = StaffNews {
        subject: format!("Extended outage: {}", title(&incident)),
        sentences: vec![
            format!("This has been open for {hours} hours and has no expected end."),
            format!(
                "From now on an update is due every {} minutes: what we know, and what we do not know.",
                policy.extended_every
            ),
            "Naming an expected end returns to the usual pace.".to_owned(),
        ],
        moments: next_update_at.map(|due| ("Next update by".to_owned(), due)).into_iter().collect(),
        action: "Post an update".to_owned(),
        path: format!("{}#post", path(&incident)),
    };
    let people = staff::on_incident(conn, &incident.id)?;
    staff::tell(conn, act, &people, &news)?;
    let draft = StaffNews {
        subject: format!("Please write to our enterprise customers: {}", title(&incident)),
        sentences: vec![
            format!("This incident has been open for {hours} hours without an expected end."),
            "A draft and the people to write to are on the page of the incident.".to_owned(),
        ],
        action: "Open the draft".to_owned(),
        path: format!("{}#executives", path(&incident)),
        ..StaffNews::default()
    };
    if incident.drill {
        // Nobody shall write to real customers because of an exercise.
        return Ok(());
    }
    let executives = people::by_emails(conn, &policy.executives)?;
    Ok(staff::tell(conn, act, &executives, &draft)?)
}

fn executives(conn: &mut Conn, act: &mut Act, incident: &incidents::Incident) -> Result<(), Refusal> {
    let (_, policy) = response(conn, incident)?;
    let Some(pause) = policy.rule(incident.severity).executives_every else { return Ok(()) };
    let said = crate::store::updates::of_incident(conn, &incident.id)?;
    let mut sentences = vec![format!("{}, {}.", incident.severity.label(), incident.phase.label())];
    if let Some(share) = incident.customers_affected {
        sentences.push(format!("{share} % of the customers are affected."));
    }
    sentences.extend((!incident.cause.is_empty()).then(|| format!("Cause: {}", incident.cause)));
    sentences.extend(said.first().map(|last| format!("The last word to customers: {}", last.body)));
    let mut moments = vec![("Since".to_owned(), incident.started_at)];
    moments.extend(incident.eta_at.map(|eta| ("Expected end".to_owned(), eta)));
    let news = StaffNews {
        subject: format!("Hourly word: {}", title(incident)),
        sentences,
        moments,
        action: "See the incident".to_owned(),
        path: path(incident),
    };
    let executives = people::by_emails(conn, &policy.executives)?;
    staff::tell(conn, act, &executives, &news)?;
    Ok(timers::set(conn, incident.id.as_str(), Timer::Executives, act.now + minutes(pause))?)
}

fn war_room(conn: &mut Conn, act: &mut Act, incident: &incidents::Incident) -> Result<(), Refusal> {
    let (response, policy) = response(conn, incident)?;
    let wanted = policy.rule(incident.severity).war_room_within.filter(|_| response.war_room_at.is_none());
    let Some(within) = wanted else { return Ok(()) };
    let news = StaffNews {
        subject: format!("The war room does not meet yet: {}", title(incident)),
        sentences: vec![
            format!("It was to meet within {within} minutes."),
            "Name a commander and say where it meets.".to_owned(),
        ],
        action: "Open the war room".to_owned(),
        path: format!("{}#war-room", path(incident)),
        ..StaffNews::default()
    };
    let people = staff::responders(conn)?;
    Ok(staff::tell(conn, act, &people, &news)?)
}
