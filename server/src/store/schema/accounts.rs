//! Customers, their contacts, and what they get back.

diesel::table! {
    customers (id) {
        id -> Text,
        name -> Text,
        name_key -> Text,
        segment -> Text,
        regions -> Text,
        fee -> BigInt,
        currency -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    contacts (id) {
        id -> Text,
        customer_id -> Text,
        name -> Text,
        email -> Text,
        phone -> Text,
        zone -> Text,
        language -> Text,
    }
}

diesel::table! {
    credits (id) {
        id -> Text,
        customer_id -> Text,
        month -> Text,
        incident_id -> Nullable<Text>,
        maintenance_id -> Nullable<Text>,
        component_id -> Text,
        region_id -> Text,
        availability -> Integer,
        share -> Integer,
        amount -> BigInt,
        currency -> Text,
        state -> Text,
        made_at -> Timestamp,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Text,
        told_at -> Nullable<Timestamp>,
    }
}
