//! The public pages: what everybody sees comes from the snapshot, what one person does goes to the services.

pub(super) mod confirm;
pub(super) mod feed;
pub(super) mod history;
pub(super) mod home;
pub(super) mod incident;
pub(super) mod preferences;
pub(super) mod robots;
pub(super) mod subscribe;
pub(super) mod unsubscribe;

use crate::{domain::catalogue::Region, snapshot::PublicState};

/// The value of a field in a query.
pub(super) fn query(text: &str, name: &str) -> Option<String> {
    url::form_urlencoded::parse(text.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .filter(|value| !value.is_empty())
}

/// The region a query names: none when it names none, an error when there is no such region.
fn region<'a>(state: &'a PublicState, word: Option<&str>) -> Result<Option<&'a Region>, ()> {
    match word {
        None => Ok(None),
        Some(word) => state.catalogue.region(word).map(Some).ok_or(()),
    }
}
