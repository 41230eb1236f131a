//! Writing a past down: all of it in one transaction, and nothing twice.

use super::{Act, Refusal};
use crate::{
    domain::{
        history::{History, PastImpact, PastUpdate},
        id::RegionId,
        impact::{Impact, Pair},
        invalid::Invalid,
        maintenance::Effect,
        text,
    },
    store::{
        self, Conn, components, groups, impacts, incidents, maintenances, placements,
        postmortems::{self, Postmortem},
        regions, revision, settings, updates,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// What was written; what was there already is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// New components.
    pub components: usize,
    /// New incidents.
    pub incidents: usize,
    /// New updates.
    pub updates: usize,
    /// New maintenances.
    pub maintenances: usize,
}

/// Writes what is not there yet, with its original ids and times. Nobody is told of it.
pub(crate) fn write(conn: &mut Conn, act: &mut Act, history: &History) -> Result<Written, Refusal> {
    let revision = revision::next(conn)?;
    if let Some(title) = &history.title
        && settings::get(conn, settings::PAGE_TITLE)?.is_none()
    {
        settings::set(conn, settings::PAGE_TITLE, title)?;
    }
    let mut writer = Writer { act, revision, regions: BTreeMap::new(), written: Written::default() };
    writer.regions(conn, history)?;
    writer.components(conn, history)?;
    writer.incidents(conn, history)?;
    writer.maintenances(conn, history)?;
    let written = writer.written;
    act.audit(conn, "history.import", "", &format!("{written:?}"))?;
    Ok(written)
}

struct Writer<'a> {
    act: &'a mut Act,
    revision: i64,
    regions: BTreeMap<String, RegionId>,
    written: Written,
}

impl Writer<'_> {
    fn regions(&mut self, conn: &mut Conn, history: &History) -> Result<(), Refusal> {
        for region in regions::list(conn)? {
            self.regions.insert(region.code, region.id);
        }
        for draft in &history.regions {
            if !self.regions.contains_key(&draft.code) {
                let id: RegionId = self.act.id();
                regions::insert(conn, &id, draft)?;
                self.regions.insert(draft.code.clone(), id);
            }
        }
        Ok(())
    }

    fn components(&mut self, conn: &mut Conn, history: &History) -> Result<(), Refusal> {
        let known = store::catalogue::load(conn)?;
        for (id, name) in &history.groups {
            if known.group(id.as_str()).is_none() {
                groups::insert(conn, id, name)?;
            }
        }
        let mut codes: BTreeSet<String> = known.components.iter().map(|component| component.code.clone()).collect();
        for component in &history.components {
            if known.component(component.id.as_str()).is_some() {
                continue;
            }
            let row = components::Row {
                id: component.id.clone(),
                code: text::free_code(&mut codes, &component.name),
                name: component.name.clone(),
                description: component.description.clone(),
                group_id: component.group.clone(),
                position: components::next_position(conn)?,
                show_uptime: true,
                slo: None,
            };
            components::insert(conn, &row)?;
            for code in &component.regions {
                let region = self.region(code)?;
                placements::insert(conn, &component.id, &region, component.known_since)?;
            }
            self.written.components += 1;
        }
        Ok(())
    }

    fn incidents(&mut self, conn: &mut Conn, history: &History) -> Result<(), Refusal> {
        for past in &history.incidents {
            if incidents::find(conn, &past.id)?.is_some() {
                continue;
            }
            let row = incidents::Incident {
                id: past.id.clone(),
                title: past.title.clone(),
                severity: past.severity,
                phase: past.phase,
                customers_affected: past.customers_affected,
                started_at: past.started_at,
                published_at: past.updates.first().map_or(past.started_at, |first| first.said_at),
                resolved_at: past.resolved_at,
                next_update_at: past.next_update_at,
                revision: self.revision,
                parent: past.parent.clone(),
                eta_at: None,
                cause: String::new(),
                workaround: String::new(),
                drill: false,
            };
            incidents::insert(conn, &row)?;
            self.thread(conn, &impacts::Cause::Incident(past.id.clone()), &past.updates, &past.impacts)?;
            if let Some((body, published_at)) = &past.postmortem {
                let published_at = Some(*published_at);
                let row = Postmortem {
                    incident: past.id.clone(),
                    body: body.clone(),
                    published_at,
                    is_public: true,
                    due_at: None,
                    finished_at: published_at,
                };
                postmortems::insert(conn, &row)?;
            }
            self.written.incidents += 1;
        }
        Ok(())
    }

    fn maintenances(&mut self, conn: &mut Conn, history: &History) -> Result<(), Refusal> {
        for past in &history.maintenances {
            if maintenances::exists(conn, &past.id)? {
                continue;
            }
            let row = maintenances::Maintenance {
                id: past.id.clone(),
                title: past.title.clone(),
                phase: past.phase,
                starts_at: past.starts_at,
                ends_at: past.ends_at,
                published_at: past.published_at,
                revision: self.revision,
                zone: "UTC".to_owned(),
                effect: Effect::Unavailable,
                advice: String::new(),
                contact_by: None,
                // What was planned elsewhere went by itself there.
                ends_itself: true,
                planned_end_at: None,
                started_at: None,
                finished_at: None,
                sequence: i32::try_from(past.updates.len().saturating_sub(1)).unwrap_or(i32::MAX),
            };
            maintenances::insert(conn, &row)?;
            self.thread(conn, &impacts::Cause::Maintenance(past.id.clone()), &past.updates, &past.impacts)?;
            self.written.maintenances += 1;
        }
        Ok(())
    }

    fn thread(
        &mut self,
        conn: &mut Conn,
        cause: &impacts::Cause,
        said: &[PastUpdate],
        hit: &[PastImpact],
    ) -> Result<(), Refusal> {
        let (incident_id, maintenance_id) = match cause {
            impacts::Cause::Incident(id) => (Some(id.clone()), None),
            impacts::Cause::Maintenance(id) => (None, Some(id.clone())),
        };
        for past in said {
            let update = updates::Update {
                id: past.id.clone(),
                incident_id: incident_id.clone(),
                maintenance_id: maintenance_id.clone(),
                phase: past.phase.clone(),
                body: past.body.clone(),
                said_at: past.said_at,
                author: self.act.actor.clone(),
                edited_at: None,
                next_at: None,
                template: String::new(),
            };
            updates::insert(conn, &update)?;
            self.written.updates += 1;
        }
        for past in hit {
            let pair = Pair { component: past.component.clone(), region: self.region(&past.region)? };
            let impact = Impact { pair, health: past.health, from: past.from, until: past.until };
            let id: String = self.act.id();
            impacts::insert(conn, &id, cause, &impact)?;
        }
        Ok(())
    }

    fn region(&self, code: &str) -> Result<RegionId, Refusal> {
        let found = self.regions.get(code).cloned();
        found.ok_or_else(|| Invalid::new("region", format!("there is no region “{code}”")).into())
    }
}
