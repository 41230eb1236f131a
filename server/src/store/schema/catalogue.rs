//! Regions, components, and how the page is set up.

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
        slo -> Nullable<Integer>,
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
