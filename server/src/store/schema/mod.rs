//! The tables, as both databases have them; a test holds the migrations against these.

mod accounts;
mod catalogue;
mod delivery;
mod events;
mod response;
mod staff;

pub(super) use accounts::*;
pub(super) use catalogue::*;
pub(super) use delivery::*;
pub(super) use events::*;
pub(super) use response::*;
pub(super) use staff::*;

diesel::joinable!(deliveries -> notices (notice_id));
diesel::joinable!(follows -> incidents (incident_id));
diesel::joinable!(follows -> subscribers (subscriber_id));
diesel::joinable!(mutes -> incidents (incident_id));
diesel::joinable!(mutes -> subscribers (subscriber_id));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(api_tokens -> people (person_id));
diesel::joinable!(crew -> people (person_id));
diesel::joinable!(occurrences -> series (series_id));
diesel::joinable!(occurrences -> maintenances (maintenance_id));
diesel::joinable!(credits -> customers (customer_id));
diesel::joinable!(contacts -> customers (customer_id));
diesel::joinable!(review_pictures -> postmortems (incident_id));
diesel::allow_tables_to_appear_in_same_query!(
    settings,
    page_revision,
    regions,
    component_groups,
    components,
    placements,
    translations,
    files,
    people,
    sessions,
    api_tokens,
    idempotency_keys,
    audit,
    policies,
    timers,
    incidents,
    maintenances,
    updates,
    edits,
    templates,
    series,
    traffic,
    occurrences,
    kinships,
    past_placements,
    suppressions,
    impacts,
    postmortems,
    actions,
    review_pictures,
    responses,
    customers,
    contacts,
    credits,
    crew,
    suspicions,
    signals,
    releases,
    subscribers,
    subscriber_groups,
    group_members,
    told_groups,
    follows,
    mutes,
    notices,
    deliveries,
    attempts,
    senders
);
