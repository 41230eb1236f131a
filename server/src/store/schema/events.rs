//! What is wrong, what is planned, and what was said of it.

diesel::table! {
    incidents (id) {
        id -> Text,
        title -> Text,
        severity -> Text,
        phase -> Text,
        customers_affected -> Nullable<Integer>,
        started_at -> Timestamp,
        published_at -> Timestamp,
        resolved_at -> Nullable<Timestamp>,
        next_update_at -> Nullable<Timestamp>,
        revision -> BigInt,
        parent_id -> Nullable<Text>,
        eta_at -> Nullable<Timestamp>,
        cause -> Text,
        workaround -> Text,
        drill -> Bool,
    }
}

diesel::table! {
    maintenances (id) {
        id -> Text,
        title -> Text,
        phase -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        published_at -> Timestamp,
        revision -> BigInt,
        zone -> Text,
        effect -> Text,
        advice -> Text,
        contact_by -> Nullable<Timestamp>,
        ends_itself -> Bool,
        planned_end_at -> Nullable<Timestamp>,
        started_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
        sequence -> Integer,
    }
}

diesel::table! {
    updates (id) {
        id -> Text,
        incident_id -> Nullable<Text>,
        maintenance_id -> Nullable<Text>,
        phase -> Text,
        body -> Text,
        said_at -> Timestamp,
        author -> Text,
        edited_at -> Nullable<Timestamp>,
        next_at -> Nullable<Timestamp>,
        template -> Text,
    }
}

diesel::table! {
    edits (id) {
        id -> Text,
        update_id -> Text,
        body -> Text,
        author -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    impacts (id) {
        id -> Text,
        incident_id -> Nullable<Text>,
        maintenance_id -> Nullable<Text>,
        component_id -> Text,
        region_id -> Text,
        health -> Text,
        from_at -> Timestamp,
        until_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    postmortems (incident_id) {
        incident_id -> Text,
        body -> Text,
        published_at -> Nullable<Timestamp>,
        is_public -> Bool,
        due_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    actions (id) {
        id -> Text,
        incident_id -> Text,
        title -> Text,
        owner -> Text,
        due_on -> Text,
        done_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    review_pictures (incident_id, file_id) {
        incident_id -> Text,
        file_id -> Text,
        alt -> Text,
        added_at -> Timestamp,
    }
}

diesel::table! {
    templates (id) {
        id -> Text,
        kind -> Text,
        name -> Text,
        content -> Text,
        changed_at -> Timestamp,
        changed_by -> Text,
    }
}

diesel::table! {
    series (id) {
        id -> Text,
        rule -> Text,
        zone -> Text,
        first_at -> Timestamp,
        length -> Integer,
        input -> Text,
        made_until -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        wall -> Nullable<Timestamp>,
    }
}

diesel::table! {
    kinships (incident_id, whole_id, since) {
        incident_id -> Text,
        whole_id -> Text,
        since -> Timestamp,
        until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    past_placements (component_id, region_id, known_since) {
        component_id -> Text,
        region_id -> Text,
        known_since -> Timestamp,
        ended_at -> Timestamp,
    }
}

diesel::table! {
    occurrences (maintenance_id) {
        maintenance_id -> Text,
        series_id -> Text,
        announced -> Bool,
    }
}

diesel::table! {
    traffic (source, hour) {
        source -> Text,
        hour -> Timestamp,
        count -> BigInt,
    }
}
