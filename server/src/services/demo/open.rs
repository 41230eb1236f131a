//! What is open while somebody looks around: a P1, and a smaller incident that is part of it.

use super::thread;
use crate::{
    domain::{
        health::Health,
        history::{PastImpact, PastIncident},
        id::{ComponentId, IncidentId},
        phase::Phase,
        severity::Severity,
    },
    services::Act,
};
use chrono::TimeDelta;

/// Payments that fail, told of twice, with a promise that is still ahead.
pub(super) fn payments(act: &mut Act, components: &[(ComponentId, String)]) -> PastIncident {
    let now = act.now;
    let ago = |minutes| now - TimeDelta::minutes(minutes);
    let updates = thread(act, vec![
        (ago(38), Phase::Investigating, "Card payments fail for about a third of our customers in Europe. Bank transfers work. We are looking for the cause.".to_owned()),
        (ago(12), Phase::Identified, "The connection to **one card processor** is down. We are moving payments to the second one.\n\n- New payments: retry after 10:15 UTC\n- Payments already made are safe".to_owned()),
    ]);
    let hit = |name: &str, health| {
        let component = components.iter().find(|(_, other)| other == name).map(|(id, _)| id.clone());
        PastImpact {
            component: component.unwrap_or(ComponentId::from("")),
            region: "eu".to_owned(),
            health,
            from: ago(44),
            until: None,
        }
    };
    PastIncident {
        id: act.id(),
        title: "Payments are failing in Europe".to_owned(),
        severity: Severity::P1,
        phase: Phase::Identified,
        started_at: ago(44),
        resolved_at: None,
        next_update_at: Some(now + TimeDelta::minutes(18)),
        customers_affected: Some(30),
        parent: None,
        postmortem: None,
        updates,
        impacts: vec![hit("Payments", Health::MajorOutage), hit("Checkout", Health::PartialOutage)],
    }
}

/// What fails because of the P1, told of in its thread (PRODUCT 3.6).
pub(super) fn receipts(act: &mut Act, whole: &IncidentId, components: &[(ComponentId, String)]) -> PastIncident {
    let started_at = act.now - TimeDelta::minutes(30);
    let said = "Receipts for payments in Europe are sent once payments go through again.".to_owned();
    let refunds = components.iter().find(|(_, name)| name == "Refunds").map(|(id, _)| id.clone());
    PastIncident {
        id: act.id(),
        parent: Some(whole.clone()),
        postmortem: None,
        title: "Receipts and refunds wait for payments".to_owned(),
        severity: Severity::P3,
        phase: Phase::Identified,
        started_at,
        resolved_at: None,
        next_update_at: None,
        customers_affected: None,
        updates: thread(act, vec![(started_at, Phase::Identified, said)]),
        impacts: vec![PastImpact {
            component: refunds.unwrap_or(ComponentId::from("")),
            region: "eu".to_owned(),
            health: Health::DegradedPerformance,
            from: started_at,
            until: None,
        }],
    }
}
