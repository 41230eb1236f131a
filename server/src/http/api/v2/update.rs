//! The thread of an incident or a maintenance, and what each update changed.

use super::{component::Component, page::Stamp};
use crate::{
    domain::{health::Health, impact::Impact, maintenance::MaintenancePhase, moment::spell, phase::Phase},
    http::present::Promise,
    locale,
    store::{postmortems::Postmortem, updates},
};
use allclear_app::Lang;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::borrow::Cow;

/// One update. Maintenances call themselves incidents here, too.
#[derive(Debug, Serialize)]
pub(super) struct Update<'a> {
    id: Cow<'a, str>,
    status: &'a str,
    body: String,
    incident_id: &'a str,
    created_at: Stamp,
    updated_at: Stamp,
    display_at: Stamp,
    affected_components: Option<Vec<Affected<'a>>>,
    deliver_notifications: bool,
    /// Always null.
    custom_tweet: (),
    /// Always null.
    tweet_id: (),
}

/// A component with the state it was in before an update and is in with it.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Affected<'a> {
    code: &'a str,
    name: &'a str,
    old_status: Health,
    new_status: Health,
}

/// The phase of an incident whose review is published, and of the update that brings the review.
pub(super) const REVIEWED: &str = "postmortem";

/// The updates of a thread, newest first, with what they did to its components.
pub(super) fn thread<'a>(
    id: &'a str,
    updates: &'a [updates::Update],
    impacts: &[Impact],
    components: &[&'a Component<'a>],
    promise: Promise,
) -> Vec<Update<'a>> {
    let each = updates.iter().enumerate().map(|(place, update)| Update {
        affected_components: affected(impacts, components, update, updates.get(place + 1)),
        ..said(id, update.id.as_str().into(), status(&update.phase), shown(&update.body, promise.at(place)), update.said_at)
    });
    each.collect()
}

/// The words with their moments in UTC, and with what is promised now.
fn shown(body: &str, promise: Promise) -> String {
    spell(&promise.in_words(Lang::En, body), |time| locale::moment(Lang::En, time))
}

/// A published review as the update that Statuspage makes of it. It has no id of its own, and needs one that stays.
pub(super) fn review<'a>(id: &'a str, review: &'a Postmortem, said_at: DateTime<Utc>) -> Update<'a> {
    said(id, format!("{id}-{REVIEWED}").into(), REVIEWED, shown(&review.body, Promise::Past), said_at)
}

fn said<'a>(incident_id: &'a str, id: Cow<'a, str>, status: &'a str, body: String, said_at: DateTime<Utc>) -> Update<'a> {
    Update {
        id,
        status,
        body,
        incident_id,
        created_at: Stamp(said_at),
        updated_at: Stamp(said_at),
        display_at: Stamp(said_at),
        affected_components: None,
        deliver_notifications: true,
        custom_tweet: (),
        tweet_id: (),
    }
}

/// When a phase was last entered, by its word.
pub(super) fn entered(updates: &[updates::Update], phase: &str) -> Option<DateTime<Utc>> {
    updates.iter().filter(|update| update.phase == phase).map(|update| update.said_at).max()
}

/// The word that Statuspage has for a phase: what was retracted or called off is simply over.
pub(super) fn status(phase: &str) -> &str {
    if phase == Phase::FalseAlarm.as_str() {
        Phase::Resolved.as_str()
    } else if phase == MaintenancePhase::Cancelled.as_str() {
        MaintenancePhase::Completed.as_str()
    } else {
        phase
    }
}

/// What an update did to each component; nothing when the thread names no component. Before the `older` update, which
/// the first one does not have, all was well.
fn affected<'a>(
    impacts: &[Impact],
    components: &[&'a Component<'a>],
    update: &updates::Update,
    older: Option<&updates::Update>,
) -> Option<Vec<Affected<'a>>> {
    let at = update.said_at;
    let ran_before = |impact: &Impact| impact.from < at && impact.until.is_none_or(|until| at <= until);
    let each = components.iter().map(|component| Affected {
        code: component.id,
        name: &component.full_name,
        old_status: older.map_or(Health::Operational, |_| worst(impacts, component.id, ran_before)),
        new_status: worst(impacts, component.id, |impact| impact.runs_at(at)),
    });
    (!components.is_empty()).then(|| each.collect())
}

/// The worst that impacts did to a component in any region while they ran.
fn worst(impacts: &[Impact], component: &str, runs: impl Fn(&Impact) -> bool) -> Health {
    let running = impacts.iter().filter(|impact| impact.pair.component.as_str() == component && runs(impact));
    running.map(|impact| impact.health).max().unwrap_or(Health::Operational)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{catalogue, impact::Pair},
        http::api::v2::component,
        snapshot::PublicState,
        testing::at,
    };
    use chrono::TimeDelta;

    fn minute(number: i64) -> DateTime<Utc> {
        at("2026-03-01T09:00:00Z") + TimeDelta::minutes(number)
    }

    fn state() -> PublicState {
        let payments = catalogue::Component {
            id: "c1".into(),
            code: "payments".to_owned(),
            name: "Payments".to_owned(),
            description: String::new(),
            group: Some("g1".into()),
            show_uptime: true,
            slo: None,
            placements: Vec::new(),
            past: Vec::new(),
        };
        let commerce = catalogue::Group { id: "g1".into(), name: "Commerce".to_owned() };
        let catalogue =
            catalogue::Catalogue { groups: vec![commerce], components: vec![payments], ..catalogue::Catalogue::default() };
        PublicState { catalogue, ..PublicState::default() }
    }

    fn impact(region: &str, health: Health, from: i64, until: Option<i64>) -> Impact {
        let pair = Pair { component: "c1".into(), region: region.into() };
        Impact { pair, health, from: minute(from), until: until.map(minute) }
    }

    fn said_at(number: i64) -> updates::Update {
        updates::Update {
            id: "u1".into(),
            incident_id: Some("i1".into()),
            maintenance_id: None,
            phase: "identified".to_owned(),
            body: "Worse.".to_owned(),
            said_at: minute(number),
            author: "ada".to_owned(),
            edited_at: None,
            next_at: None,
            template: String::new(),
        }
    }

    #[test]
    fn an_update_says_what_it_changed_in_the_worst_region() {
        let impacts = [impact("eu", Health::MajorOutage, 0, Some(10)), impact("us", Health::PartialOutage, 5, Some(20))];
        let state = state();
        let components = component::all(&state);
        let components = component::hit(&components, &impacts);
        let first = said_at(0);
        for (said, older, old_status, new_status) in [
            (0, None, Health::Operational, Health::MajorOutage),
            (7, None, Health::Operational, Health::MajorOutage),
            (5, Some(&first), Health::MajorOutage, Health::MajorOutage),
            (10, Some(&first), Health::MajorOutage, Health::PartialOutage),
            (12, Some(&first), Health::PartialOutage, Health::PartialOutage),
            (20, Some(&first), Health::PartialOutage, Health::Operational),
        ] {
            let expected = Affected { code: "c1", name: "Commerce - Payments", old_status, new_status };
            assert_eq!(affected(&impacts, &components, &said_at(said), older), Some(vec![expected]), "minute {said}");
        }
    }

    #[test]
    fn a_thread_without_components_changes_none() {
        assert_eq!(affected(&[], &[], &said_at(0), None), None);
    }
}
