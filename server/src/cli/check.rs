//! `allclear check`

use crate::{
    boot::{self, say},
    config::{self, Settings},
    mail::dkim::Signer,
    secret,
    store::Database,
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
    let database = secret::look(secret).and_then(|signer| {
        let database = Database::open(&settings.database);
        database.and_then(|database| boot::look(&database, signer.as_ref())).map_err(|error| error.to_string())
    });
    let faults: Vec<String> = [signs, is_kept, database].into_iter().filter_map(Result::err).collect();
    if faults.is_empty() {
        say("The settings are right and the database answers.\n");
        return Ok(());
    }
    Err(faults.join("\n"))
}
