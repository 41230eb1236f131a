//! The body of Statuspage's webhooks, `incident_update` (reference of its webhook notifications).

use super::{component, incident, maintenance, status::Status};
use crate::snapshot::PublicState;
use serde_json::{Value, json};

/// What is true now of an incident or a maintenance; none when it is not public. Where its receiver stops it is added by
/// whoever sends it.
pub(crate) fn body(state: &PublicState, id: &str) -> Option<Value> {
    let components = component::all(state);
    let status = Status::of(state, &components);
    let incident = match state.incident(id) {
        Some(record) => serde_json::to_value(incident::one(state, &components, record)),
        None => serde_json::to_value(maintenance::one(state, &components, state.maintenance(id)?)),
    };
    Some(json!({
        "page": {"id": state.page_id, "status_indicator": status.indicator, "status_description": status.description},
        "incident": incident.ok()?,
    }))
}
