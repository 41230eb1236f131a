//! A place where components run (PRODUCT 1).

use super::{
    invalid::{Faults, Invalid},
    text,
};
use chrono_tz::Tz;

/// What staff say of a region, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegionDraft {
    /// The short word in addresses and feeds, `eu`.
    pub code: String,
    /// What customers call it, `Europe`.
    pub name: String,
    /// Its IANA time zone.
    pub zone: Tz,
}

impl RegionDraft {
    /// Checks what was typed.
    pub(crate) fn parse(code: &str, name: &str, zone_name: &str) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let code = faults.take(text::code("code", code));
        let name = faults.take(text::line("name", name, 60));
        let zone = faults.take(zone("zone", zone_name));
        let (Some(code), Some(name), Some(zone)) = (code, name, zone) else { return Err(faults) };
        Ok(Self { code, name, zone })
    }
}

/// An IANA time zone by its name.
pub(crate) fn zone(field: &str, name: &str) -> Result<Tz, Invalid> {
    name.trim().parse().map_err(|_| Invalid::new(field, "is not a time zone; write its IANA name, such as Europe/Berlin or UTC"))
}
