//! From settings to a running program, and from a signal to its end.

use crate::{
    config::Settings,
    domain::clock::Clock,
    http::routes,
    secret, services, shutdown,
    state::App,
    store::{Database, migrate},
    workers,
};
use actix_web::{App as Site, HttpServer, dev::Server, web};
use std::{net::TcpListener, time::Duration};

/// Longest time that requests in hand get to finish, in seconds.
const GRACE: u64 = 25;
/// Longest time for the head of a request, and for a connection without one.
const HEAD: Duration = Duration::from_secs(5);
const IDLE: Duration = Duration::from_secs(15);

/// Prepares data folder, key and database.
pub(crate) fn prepare(settings: Settings) -> Result<App, String> {
    let clock = Clock::System;
    let told = |path: &std::path::Path| format!("{} cannot be made", path.display());
    std::fs::create_dir_all(&settings.data).map_err(|error| format!("{}: {error}", told(&settings.data)))?;
    let mut act = services::Act::new(clock.now(), "system");
    let signer = secret::signer(&settings.secret_file, &mut act.rng)?;
    let database = Database::open(&settings.database).map_err(|error| error.to_string())?;
    let ran = migrate(&database).map_err(|error| error.to_string())?;
    if !ran.is_empty() {
        tracing::info!(migrations = ran.len(), "the database was brought up to date");
    }
    App::new(settings, database, signer, clock).map_err(|error| error.to_string())
}

/// Serves until it is told to stop, then finishes what is in hand.
pub(crate) async fn serve(app: App) -> Result<(), String> {
    let listener =
        TcpListener::bind(app.settings.listen).map_err(|error| format!("cannot listen on {}: {error}", app.settings.listen))?;
    greet(&app).await?;
    let (stop, shutdown) = shutdown::switch();
    let mut workers = workers::start(&app, &shutdown);
    let server = server(app, listener)?;
    // Returns when a signal has come and requests in hand are done.
    let outcome = server.await.map_err(|error| error.to_string());
    stop.stop();
    while let Some(ended) = workers.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a worker died");
        }
    }
    tracing::info!("stopped");
    outcome
}

fn server(app: App, listener: TcpListener) -> Result<Server, String> {
    let data = web::Data::new(app);
    let server = HttpServer::new(move || Site::new().app_data(data.clone()).configure(routes::set_up))
        .client_request_timeout(HEAD)
        .keep_alive(IDLE)
        .shutdown_timeout(GRACE)
        .listen(listener)
        .map_err(|error| error.to_string())?;
    Ok(server.run())
}

/// Says where the page is, and how to make the first owner as long as there is nobody.
async fn greet(app: &App) -> Result<(), String> {
    let secret = app.write("system", services::people::setup_secret).await.map_err(|error| error.to_string())?;
    say(&format!("The page:            {}\n", app.settings.url("/")));
    if let Some(secret) = secret {
        let link = app.settings.url(&format!("/setup/{secret}"));
        say(&format!("Make the first owner: {link}   (works once, for 30 minutes)\n"));
    }
    tracing::info!(listen = %app.settings.listen, mail = ?app.settings.smtp, "started");
    Ok(())
}

/// Prints for the person at the terminal.
pub(crate) fn say(text: &str) {
    use std::io::Write;
    // A closed terminal is no reason to stop serving.
    let _ = std::io::stdout().write_all(text.as_bytes());
}
