//! `allclear import …`

use crate::{
    boot::say,
    domain::region::RegionDraft,
    integrations::import::{fetch, statuspage},
    services::{
        enrolments::{self, Deed},
        history,
    },
    state::App,
};
use std::path::Path;

/// Adds subscribers from a file, or says what would come of it.
pub(super) fn subscribers(app: &App, file: &Path, dry_run: bool) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut act = app.act("import");
    let catalogue = &app.hub.load().state.catalogue;
    let deed = if dry_run { Deed::Check } else { Deed::Import };
    let count =
        enrolments::enrol(&app.database, &mut act, &app.signer, (&text, deed), catalogue).map_err(|error| error.to_string())?;
    say(&format!(
        "{}: {} new, {} known and brought up to date, {} left alone, {} lines repeated.\n",
        if dry_run { "Only checked" } else { "Imported" },
        count.fresh,
        count.known,
        count.left_alone,
        count.repeated
    ));
    Ok(())
}

/// Loads the history of a Statuspage.
pub(super) fn statuspage(app: &App, source: &str, region: &str) -> Result<(), String> {
    let name: String = region.chars().take(1).flat_map(char::to_uppercase).chain(region.chars().skip(1)).collect();
    let region = RegionDraft::parse(region, &name, "UTC").map_err(|faults| format!("--region {faults}"))?;
    let [components, incidents, maintenances] = statuspage::NAMES;
    let documents = statuspage::Documents {
        components: fetch::document(source, components)?,
        incidents: fetch::document(source, incidents)?,
        maintenances: fetch::document(source, maintenances)?,
    };
    let past = statuspage::read(&documents, &region)?;
    let mut act = app.act("import");
    let written = app.database.write(|conn| history::write(conn, &mut act, &past)).map_err(|error| error.to_string())?;
    say(&format!(
        "Loaded {} components, {} incidents with {} updates, and {} maintenances; the rest was here already.\n",
        written.components, written.incidents, written.updates, written.maintenances
    ));
    Ok(())
}
