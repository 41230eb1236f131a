//! Whose page it is, which every document says first, and how all of them write a moment.

use crate::snapshot::PublicState;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

/// The page.
#[derive(Debug, Serialize)]
pub(super) struct Page<'a> {
    id: &'a str,
    name: &'a str,
    url: &'a str,
    time_zone: &'static str,
    updated_at: Stamp,
}

/// A moment in RFC 3339 with milliseconds, in the zone of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp(pub DateTime<Utc>);

/// The zone of every moment. Clients compare the word, and Statuspage says it this way.
const ZONE: &str = "Etc/UTC";

impl<'a> Page<'a> {
    /// The page with the time of its newest update; 1970 where nothing was said yet, since clients expect a time.
    pub(super) fn of(state: &'a PublicState) -> Self {
        let of_incidents = state.incidents.iter().filter_map(|record| record.updates.first());
        let of_maintenances = state.maintenances.iter().filter_map(|record| record.updates.first());
        let newest = of_incidents.chain(of_maintenances).map(|update| update.said_at).max();
        Self {
            id: &state.page_id,
            name: &state.title,
            url: &state.url,
            time_zone: ZONE,
            updated_at: Stamp(newest.unwrap_or(DateTime::UNIX_EPOCH)),
        }
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}
