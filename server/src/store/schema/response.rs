//! How staff respond, which the public does not see.

diesel::table! {
    responses (incident_id) {
        incident_id -> Text,
        policy -> Integer,
        worst -> Text,
        proposed -> Nullable<Text>,
        reason -> Text,
        regions -> Nullable<Text>,
        detected_at -> Timestamp,
        acknowledged_at -> Nullable<Timestamp>,
        assessed_at -> Nullable<Timestamp>,
        hypothesis -> Text,
        first_told_at -> Nullable<Timestamp>,
        extended_at -> Nullable<Timestamp>,
        war_room_at -> Nullable<Timestamp>,
        war_room_link -> Text,
    }
}

diesel::table! {
    crew (incident_id, person_id) {
        incident_id -> Text,
        person_id -> Text,
        duty -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    suspicions (id) {
        id -> Text,
        key -> Text,
        title -> Text,
        places -> Text,
        state -> Text,
        detected_at -> Timestamp,
        acknowledged_at -> Nullable<Timestamp>,
        acknowledged_by -> Text,
        ended_at -> Nullable<Timestamp>,
        reason -> Text,
        incident_id -> Nullable<Text>,
    }
}

diesel::table! {
    signals (id) {
        id -> Text,
        key -> Text,
        suspicion_id -> Nullable<Text>,
        source -> Text,
        title -> Text,
        places -> Text,
        is_clear -> Bool,
        at -> Timestamp,
    }
}

diesel::table! {
    releases (id) {
        id -> Text,
        input -> Text,
        title -> Text,
        severity -> Text,
        proposed_by -> Text,
        proposed_at -> Timestamp,
        alone_at -> Timestamp,
        state -> Text,
        ended_by -> Text,
        incident_id -> Nullable<Text>,
    }
}
