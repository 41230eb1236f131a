//! Who hears of it, and whether they did.

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
        secret_version -> Integer,
        secret_changed_at -> Nullable<Timestamp>,
        consent -> Text,
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
        maintenance_id -> Nullable<Text>,
        done_at -> Nullable<Timestamp>,
        held_at -> Nullable<Timestamp>,
        called_off -> Nullable<Text>,
        left_out -> Text,
        first_left_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    delivery_sums (notice_id, channel, state) {
        notice_id -> Text,
        channel -> Text,
        state -> Text,
        deliveries -> BigInt,
        first_at -> Nullable<Timestamp>,
        last_at -> Nullable<Timestamp>,
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
    suppressions (mark) {
        mark -> Text,
        since -> Timestamp,
        reason -> Text,
        address -> Text,
    }
}

diesel::table! {
    subscriber_groups (id) {
        id -> Text,
        name -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    group_members (group_id, subscriber_id) {
        group_id -> Text,
        subscriber_id -> Text,
    }
}

diesel::table! {
    told_groups (subject, group_id) {
        subject -> Text,
        group_id -> Text,
    }
}

diesel::table! {
    mutes (incident_id, subscriber_id) {
        incident_id -> Text,
        subscriber_id -> Text,
    }
}

diesel::table! {
    follows (incident_id, subscriber_id) {
        incident_id -> Text,
        subscriber_id -> Text,
    }
}

diesel::table! {
    senders (server) {
        server -> Text,
        until -> Timestamp,
        moved_at -> Nullable<Timestamp>,
    }
}
