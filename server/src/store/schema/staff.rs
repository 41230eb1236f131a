//! Who works here, and what they did.

diesel::table! {
    people (id) {
        id -> Text,
        email -> Text,
        email_key -> Text,
        role -> Text,
        password_hash -> Text,
        created_at -> Timestamp,
        zone -> Text,
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
        person_id -> Nullable<Text>,
        expires_at -> Nullable<Timestamp>,
        used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
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
    policies (version) {
        version -> Integer,
        content -> Text,
        author -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    timers (subject, name) {
        subject -> Text,
        name -> Text,
        due_at -> Timestamp,
    }
}
