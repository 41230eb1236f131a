//! `allclear check`

use crate::{
    boot::say,
    config::{self, Settings},
    domain::link,
    mail::dkim::Signer,
    secret,
    services::page,
    store::{self, StoreError},
};

/// Tells every fault of the settings and the database that can be found without changing anything.
pub(super) fn run(settings: &Settings) -> Result<(), String> {
    for name in config::strangers() {
        say(&format!("{name} is no setting and has no effect.\n"));
    }
    let signs = Signer::load(settings.mail.as_ref().and_then(|mail| mail.dkim.as_ref())).map(drop);
    let (secret, data) = (&settings.secret_file, settings.data.as_path());
    // The folder of data is made at the first start; no other is.
    let is_lost = secret.parent().is_some_and(|folder| folder != data && !folder.as_os_str().is_empty() && !folder.exists());
    let is_kept = if is_lost { Err(format!("{}: its folder is not there", secret.display())) } else { Ok(()) };
    let database = secret::look(secret).and_then(|signer| look(settings, signer.as_ref()));
    let faults: Vec<String> = [signs, is_kept, database].into_iter().filter_map(Result::err).collect();
    if faults.is_empty() {
        say("The settings are right and the database answers.\n");
        return Ok(());
    }
    Err(faults.join("\n"))
}

/// Whether the database answers and is of this instance.
fn look(settings: &Settings, signer: Option<&link::Signer>) -> Result<(), String> {
    let told = |error: StoreError| error.to_string();
    let database = store::Database::open(&settings.database).map_err(told)?;
    let is_empty = !store::check(&database).map_err(told)?;
    let Some(signer) = signer.filter(|_| !is_empty) else { return Ok(()) };
    let is_foreign = database.read(|conn| page::is_foreign(conn, &signer.mark())).map_err(told)?;
    if is_foreign { Err(told(StoreError::Foreign)) } else { Ok(()) }
}
