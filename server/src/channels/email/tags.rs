//! Headers by which readers have their programs sort mails.

use crate::domain::{
    id::{IncidentId, MaintenanceId},
    notice::AffectedName,
    severity::Severity,
};
use std::collections::BTreeSet;

/// Headers of a message with what they say.
pub(crate) type Tags = Vec<(&'static str, String)>;

/// Regions that are named at most: a header that is longer is of no use to a rule.
const REGIONS: usize = 20;

/// Of an incident: which, how bad and where.
pub(crate) fn of_incident(id: &IncidentId, severity: Severity, affected: &[AffectedName]) -> Tags {
    let what = [("X-Allclear-Incident", id.to_string()), ("X-Allclear-Severity", severity.as_str().to_uppercase())];
    what.into_iter().chain(regions(affected)).collect()
}

/// Of a maintenance: which and where.
pub(crate) fn of_maintenance(id: &MaintenanceId, affected: &[AffectedName]) -> Tags {
    std::iter::once(("X-Allclear-Maintenance", id.to_string())).chain(regions(affected)).collect()
}

/// Where; nothing where no place is named.
fn regions(affected: &[AffectedName]) -> Option<(&'static str, String)> {
    let names: BTreeSet<&str> = affected.iter().map(|one| one.region.as_str()).filter(|name| !name.is_empty()).collect();
    let names: Vec<&str> = names.into_iter().take(REGIONS).collect();
    (!names.is_empty()).then(|| ("X-Allclear-Region", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::health::Health;

    #[test]
    fn each_region_is_named_once() {
        let hit = |component: &str, region: &str| AffectedName {
            component: component.to_owned(),
            region: region.to_owned(),
            health: Health::MajorOutage,
        };
        let tags = of_incident(&"i1".into(), Severity::P1, &[hit("API", "Europe"), hit("API", "Asia"), hit("Web", "Europe")]);
        let text: Vec<String> = tags.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
        assert_eq!(text, ["X-Allclear-Incident: i1", "X-Allclear-Severity: P1", "X-Allclear-Region: Asia, Europe"]);
        assert_eq!(of_maintenance(&"m1".into(), &[]).len(), 1);
    }
}
