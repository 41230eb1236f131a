//! The tables as Diesel sees them; a test holds them against both databases.

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    page_revision (id) {
        id -> Integer,
        value -> BigInt,
    }
}

diesel::table! {
    regions (id) {
        id -> Text,
        code -> Text,
        name -> Text,
        zone -> Text,
        position -> Integer,
    }
}

diesel::table! {
    component_groups (id) {
        id -> Text,
        name -> Text,
        position -> Integer,
    }
}

diesel::table! {
    components (id) {
        id -> Text,
        code -> Text,
        name -> Text,
        description -> Text,
        group_id -> Nullable<Text>,
        position -> Integer,
        show_uptime -> Bool,
    }
}

diesel::table! {
    placements (component_id, region_id) {
        component_id -> Text,
        region_id -> Text,
        known_since -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    people (id) {
        id -> Text,
        email -> Text,
        email_key -> Text,
        role -> Text,
        password_hash -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    sessions (id_hash) {
        id_hash -> Text,
        person_id -> Text,
        created_at -> Timestamp,
        seen_at -> Timestamp,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> Text,
        name -> Text,
        hash -> Text,
        scope -> Text,
        created_at -> Timestamp,
    }
}

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
    subscribers (id) {
        id -> Text,
        channel -> Text,
        address -> Text,
        address_key -> Text,
        state -> Text,
        filter -> Text,
        zone -> Text,
        source -> Text,
        created_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        stopped_at -> Nullable<Timestamp>,
        language -> Text,
    }
}

diesel::table! {
    notices (id) {
        id -> Text,
        kind -> Text,
        incident_id -> Nullable<Text>,
        content -> Text,
        audience -> Text,
        priority -> Integer,
        created_at -> Timestamp,
        fan_out_cursor -> Text,
        fanned_out_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    deliveries (id) {
        id -> Text,
        notice_id -> Text,
        recipient_id -> Text,
        channel -> Text,
        incident_id -> Nullable<Text>,
        state -> Text,
        priority -> Integer,
        attempts -> Integer,
        due_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        lease -> Nullable<Text>,
        reply -> Text,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    attempts (delivery_id, number) {
        delivery_id -> Text,
        number -> Integer,
        at -> Timestamp,
        outcome -> Text,
        reply -> Text,
    }
}

diesel::table! {
    idempotency_keys (key) {
        key -> Text,
        fingerprint -> Text,
        made -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    audit (id) {
        id -> Text,
        at -> Timestamp,
        actor -> Text,
        action -> Text,
        subject -> Text,
        detail -> Text,
    }
}

diesel::table! {
    postmortems (incident_id) {
        incident_id -> Text,
        body -> Text,
        published_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    translations (subject, field, lang) {
        subject -> Text,
        field -> Text,
        lang -> Text,
        text -> Text,
    }
}

diesel::table! {
    files (id) {
        id -> Text,
        media_type -> Text,
        bytes -> Binary,
        created_at -> Timestamp,
    }
}

diesel::joinable!(deliveries -> notices (notice_id));
diesel::joinable!(sessions -> people (person_id));
diesel::allow_tables_to_appear_in_same_query!(
    settings,
    page_revision,
    regions,
    component_groups,
    components,
    placements,
    people,
    sessions,
    api_tokens,
    incidents,
    maintenances,
    updates,
    impacts,
    subscribers,
    notices,
    deliveries,
    attempts,
    idempotency_keys,
    audit,
    postmortems,
    translations,
    files
);
