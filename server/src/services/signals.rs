//! Signals: they join what is known of their trouble, or become a suspicion when there are enough (PRODUCT 3.1).

use super::{Act, Refusal, staff};
use crate::{
    domain::{
        catalogue::Catalogue,
        health::Health,
        id::SuspicionId,
        incident::AffectedInput,
        invalid::Faults,
        notice::StaffNews,
        policy::{Policy, minutes},
        signal::{SignalDraft, SignalInput},
        suspicion::{SuspicionState, detected},
        timer::Timer,
    },
    store::{
        self, Conn, StoreError, incidents, policies, revision, signals,
        signals::Signal,
        suspicions::{self, Suspicion},
        timers,
    },
};

/// What came of a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// It waits for more of its key.
    Waits,
    /// It joined a suspicion, which may be new.
    Joined(SuspicionId),
    /// Its trouble is public already, as this incident.
    Known(crate::domain::id::IncidentId),
    /// The trouble is over; staff see it.
    Cleared,
}

/// Takes a signal in.
pub(crate) fn take(conn: &mut Conn, act: &mut Act, input: &SignalInput) -> Result<Came, Refusal> {
    let draft = SignalDraft::parse(input)?;
    let catalogue = store::catalogue::load(conn)?;
    check_places(&catalogue, &input.affected)?;
    // Taken first: it locks, so that of two signals at once the second sees what came of the first.
    revision::lock(conn)?;
    let open = suspicions::open_of(conn, &draft.key)?;
    let signal = Signal {
        id: act.id(),
        key: draft.key.clone(),
        suspicion: open.as_ref().map(|suspicion| suspicion.id.clone()),
        source: act.actor.clone(),
        title: draft.title,
        places: serde_json::to_string(&input.affected).map_err(StoreError::from)?,
        is_clear: input.is_clear,
        at: act.now,
    };
    if input.is_clear {
        return clear(conn, open.as_ref(), &signal);
    }
    if let Some(suspicion) = open {
        signals::insert(conn, &signal)?;
        widen(conn, suspicion.clone(), &input.affected)?;
        return Ok(Came::Joined(suspicion.id));
    }
    if let Some(incident) = suspicions::last_of(conn, &draft.key)?.and_then(|suspicion| suspicion.incident)
        && incidents::find(conn, &incident)?.is_some_and(|incident| incident.phase.is_open())
    {
        return Ok(Came::Known(incident));
    }
    signals::insert(conn, &signal)?;
    let policy = policies::current(conn)?.policy;
    match open_when_enough(conn, act, &policy, &draft.key)? {
        Some(id) => Ok(Came::Joined(id)),
        None => wait(conn, &policy, &signal),
    }
}

/// Looks again at the signals of a key: they may have lasted long enough by now.
pub(crate) fn look(conn: &mut Conn, act: &mut Act, key: &str) -> Result<(), Refusal> {
    revision::lock(conn)?;
    let policy = policies::current(conn)?.policy;
    open_when_enough(conn, act, &policy, key)?;
    Ok(())
}

fn clear(conn: &mut Conn, open: Option<&Suspicion>, signal: &Signal) -> Result<Came, Refusal> {
    if open.is_some() {
        signals::insert(conn, signal)?;
    } else {
        signals::forget_waiting(conn, &signal.key)?;
        timers::clear(conn, &signal.key, Timer::Lasting)?;
    }
    Ok(Came::Cleared)
}

fn wait(conn: &mut Conn, policy: &Policy, signal: &Signal) -> Result<Came, Refusal> {
    if let Some(term) = policy.signals_lasting
        && timers::find(conn, &signal.key, Timer::Lasting)?.is_none()
    {
        timers::set(conn, &signal.key, Timer::Lasting, signal.at + minutes(term))?;
    }
    Ok(Came::Waits)
}

fn open_when_enough(conn: &mut Conn, act: &mut Act, policy: &Policy, key: &str) -> Result<Option<SuspicionId>, Refusal> {
    let waiting = signals::waiting(conn, key)?;
    let times: Vec<_> = waiting.iter().map(|signal| signal.at).collect();
    let Some((since, last)) = detected(policy, &times, act.now).zip(waiting.last()) else { return Ok(None) };
    let mut places = Vec::new();
    for signal in waiting.iter().filter(|signal| signal.at >= since) {
        let more: Vec<AffectedInput> = serde_json::from_str(&signal.places).map_err(StoreError::from)?;
        places = joined(places, &more);
    }
    let suspicion = Suspicion {
        id: act.id(),
        key: key.to_owned(),
        title: last.title.clone(),
        places: serde_json::to_string(&places).map_err(StoreError::from)?,
        state: SuspicionState::Open,
        detected_at: since,
        acknowledged_at: None,
        acknowledged_by: String::new(),
        ended_at: None,
        reason: String::new(),
        incident: None,
    };
    suspicions::insert(conn, &suspicion)?;
    signals::join(conn, key, &suspicion.id)?;
    timers::clear(conn, key, Timer::Lasting)?;
    call(conn, act, &suspicion, policy)?;
    act.audit(conn, "suspicion.open", suspicion.id.as_str(), &suspicion.title)?;
    Ok(Some(suspicion.id))
}

fn call(conn: &mut Conn, act: &mut Act, suspicion: &Suspicion, policy: &Policy) -> Result<(), Refusal> {
    let news = StaffNews {
        subject: format!("Suspected: {}", suspicion.title),
        sentences: vec![
            "Something may be wrong. Customers see nothing of it before somebody confirms it.".to_owned(),
            format!("Cause, scope and end are to be assessed within {} minutes.", policy.assess_within),
        ],
        moments: vec![("First seen".to_owned(), suspicion.detected_at)],
        action: "Confirm, merge or dismiss".to_owned(),
        path: format!("/admin/suspicions/{}", suspicion.id),
    };
    let people = staff::responders(conn)?;
    Ok(staff::tell(conn, act, &people, &news)?)
}

fn widen(conn: &mut Conn, suspicion: Suspicion, more: &[AffectedInput]) -> Result<(), Refusal> {
    let known: Vec<AffectedInput> = serde_json::from_str(&suspicion.places).map_err(StoreError::from)?;
    let places = serde_json::to_string(&joined(known, more)).map_err(StoreError::from)?;
    Ok(suspicions::save(conn, &Suspicion { places, ..suspicion })?)
}

/// The places of both; what both name is as bad as the worse of them says.
pub(super) fn joined(mut known: Vec<AffectedInput>, more: &[AffectedInput]) -> Vec<AffectedInput> {
    let health = |input: &AffectedInput| input.health.parse::<Health>().ok();
    for one in more {
        match known.iter_mut().find(|other| other.component == one.component && other.region == one.region) {
            Some(other) if health(other) < health(one) => other.health.clone_from(&one.health),
            Some(_) => {}
            None => known.push(one.clone()),
        }
    }
    known
}

fn check_places(catalogue: &Catalogue, affected: &[AffectedInput]) -> Result<(), Faults> {
    let mut faults = Faults::default();
    for (place, input) in affected.iter().enumerate() {
        faults.take(catalogue.known_component(&format!("affected[{place}].component"), &input.component));
        faults.take(catalogue.known_region(&format!("affected[{place}].region"), &input.region));
        faults.parse::<Health>(&format!("affected[{place}].health"), &input.health);
    }
    faults.check()
}
