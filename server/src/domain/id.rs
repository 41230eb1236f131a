//! Names of things: one type each, so that a region's id is never taken for a component's.
//!
//! New ids are ULIDs: 26 characters, ordered by time. Imported things keep the id of their source.

use chrono::{DateTime, Utc};
use rand::Rng;

/// Makes the text of a new id from the time and 80 random bits (ULID specification).
pub(crate) fn new_id(now: DateTime<Utc>, rng: &mut impl Rng) -> String {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let random = (u128::from(rng.next_u32()) << 64) | u128::from(rng.next_u64());
    ulid::Ulid::from_parts(millis, random).to_string()
}

/// What is smaller than the ids of a moment and greater than all before it.
pub(crate) fn first_of(moment: DateTime<Utc>) -> String {
    ulid::Ulid::from_parts(u64::try_from(moment.timestamp_millis()).unwrap_or_default(), 0).to_string()
}

/// The next id after another, by the order of their texts: a moment has many ids, and what must follow must not depend on
/// chance.
pub(crate) fn following(id: &str) -> Option<String> {
    ulid::Ulid::from_string(id).ok()?.increment().ok().map(|next| next.to_string())
}

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String)]
        pub(crate) struct $name(String);

        impl $name {
            /// The text of the id.
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                Ok(Self(text.to_owned()))
            }
        }
    )+};
}

id! {
    /// Names a region.
    RegionId;
    /// Names a component.
    ComponentId;
    /// Names a group of components.
    GroupId;
    /// Names an incident.
    IncidentId;
    /// Names a maintenance.
    MaintenanceId;
    /// Names one update in a thread.
    UpdateId;
    /// Names a subscriber.
    SubscriberId;
    /// Names a group of subscribers.
    SubscriberGroupId;
    /// Names a notice.
    NoticeId;
    /// Names a member of staff.
    PersonId;
    /// Names a suspicion.
    SuspicionId;
    /// Names a picture.
    FileId;
}
