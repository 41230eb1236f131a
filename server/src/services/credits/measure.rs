//! What a month was like, for everything that runs.

use crate::{
    domain::{
        catalogue::Catalogue,
        health::Health,
        impact::{Impact, Pair},
        maintenance::Effect,
        policy::minutes,
        sla::{Month, Percent, Terms},
        uptime::{self, Spent},
    },
    services::Refusal,
    store::{self, Conn, impacts, placements, settings},
};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, HashMap};

/// A component in one region over a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Measured {
    /// Which.
    pub pair: Pair,
    /// What was promised, if anything.
    pub slo: Option<Percent>,
    /// What the month was like.
    pub spent: Spent,
}

/// What a month was like. What goes on is taken to end now, and what is left of the month to be without trouble.
pub(crate) fn measure(conn: &mut Conn, month: Month, now: DateTime<Utc>) -> Result<(Vec<Measured>, Catalogue), Refusal> {
    let terms = settings::terms(conn)?;
    let catalogue = store::catalogue::load(conn)?;
    let mut by_pair: HashMap<Pair, Vec<Impact>> = HashMap::new();
    for (row, late) in impacts::happened(conn, month.start(), month.end())? {
        let impact = row.impact();
        let ended = Impact { until: Some(impact.until.unwrap_or(now).max(impact.from)), ..impact };
        by_pair.entry(ended.pair.clone()).or_default().extend(counted(ended, late, &terms));
    }
    let mut known: BTreeMap<Pair, Vec<uptime::Span>> = BTreeMap::new();
    for (component, region, since, ended) in placements::known(conn, month.start(), month.end())? {
        let span = (since.clamp(month.start(), month.end()), ended.map_or(month.end(), |ended| ended.min(month.end())));
        known.entry(Pair { component, region }).or_default().push(span);
    }
    let mut measured = Vec::new();
    for component in &catalogue.components {
        let regions = catalogue.regions.iter().map(|region| Pair { component: component.id.clone(), region: region.id.clone() });
        for pair in regions {
            let Some(spans) = known.remove(&pair) else { continue };
            let impacts: Vec<&Impact> = by_pair.get(&pair).into_iter().flatten().collect();
            measured.push(Measured {
                slo: component.slo,
                spent: uptime::between(&impacts, &spans, month.start(), month.end()),
                pair,
            });
        }
    }
    Ok((measured, catalogue))
}

/// An impact as the terms count it: a maintenance that took much longer than planned is down time from its planned end on
/// (PRODUCT 5).
fn counted(impact: Impact, late: Option<impacts::Late>, terms: &Terms) -> Vec<Impact> {
    let Some((Some(planned), effect)) = late else { return vec![impact] };
    let until = impact.until.unwrap_or(planned);
    if until <= planned + minutes(terms.overrun_after) {
        return vec![impact];
    }
    let health = match effect {
        Effect::Unavailable => Health::MajorOutage,
        Effect::Degraded => Health::DegradedPerformance,
        Effect::None => Health::Operational,
    };
    let before = Impact { until: Some(planned.max(impact.from)), ..impact.clone() };
    vec![before, Impact { from: planned.max(impact.from), until: Some(until), health, ..impact }]
}
