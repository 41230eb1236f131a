//! From settings to a running program, and from a signal to its end.

mod arrive;
mod listen;
mod room;

pub(crate) use arrive::{join, look, prepare};

use crate::{config::Settings, services, shutdown, site, state::App, workers};
use actix_web::dev::ServerHandle;
use std::{net::TcpListener, path::PathBuf, time::Duration};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    task::JoinSet,
    time::{sleep, timeout},
};

/// How long a program that stops still takes requests, and says with each answer that it leaves.
const FAREWELL: Duration = Duration::from_secs(1);
/// Longest time that workers get to finish, and what they have done to be written down.
const LONGEST: Duration = Duration::from_secs(28);

/// Serves until it is told to stop, then finishes what is in hand.
pub(crate) async fn serve(settings: Settings) -> Result<(), String> {
    let listener =
        TcpListener::bind(settings.listen).map_err(|error| format!("cannot listen on {}: {error}", settings.listen))?;
    let (app, is_there) = arrive::begin(settings).await?;
    let (stop, shutdown) = shutdown::switch();
    let server = listen::server(app.clone(), listener)?;
    let handle = server.handle();
    let serving = actix_web::rt::spawn(server);
    let mut workers = JoinSet::new();
    // From here on a signal is heard whatever goes on.
    let mut signals = Signals::listen()?;
    workers::watch(&mut workers, &app, &shutdown);
    let goes_on = if is_there {
        arrive::read_the_past(&app, &mut signals).await?
    } else {
        arrive::wait_for_database(&app, &mut signals).await?
    };
    if goes_on {
        greet(&app).await?;
        workers::start(&mut workers, &app, &shutdown);
        signals.stop().await;
    }
    // Open pages are let go first: their streams never end by themselves.
    app.hub.close();
    app.leave();
    // Both at once: what is under way here and there has the same time.
    stop.stop();
    tokio::join!(let_go(&handle), wind_up(workers));
    serving.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}

/// Lets whoever keeps a connection open hear with an answer that this was the last, then finishes what is in hand (bar R-19).
async fn let_go(handle: &ServerHandle) {
    sleep(FAREWELL).await;
    handle.stop(true).await;
}

/// Sends and does what is due until it is told to stop, and serves nothing.
pub(crate) async fn work(app: App) -> Result<(), String> {
    let (stop, shutdown) = shutdown::switch();
    let (mut signals, mut workers) = (Signals::listen()?, JoinSet::new());
    workers::watch(&mut workers, &app, &shutdown);
    workers::start(&mut workers, &app, &shutdown);
    say("Working: sending and doing what is due, serving nothing.\n");
    signals.stop().await;
    stop.stop();
    wind_up(workers).await;
    Ok(())
}

/// Waits until every worker has finished what is in hand, and no longer than anybody waits for a program to end (bar R-19).
async fn wind_up(mut workers: JoinSet<()>) {
    let ends = async { while workers.join_next().await.is_some() {} };
    if timeout(LONGEST, ends).await.is_ok() {
        tracing::info!("stopped");
    } else {
        tracing::error!("stopped before all was written down; some messages may be sent again under the same id");
    }
}

/// The signals with which systems and people end a program. One that came before anybody waited is kept.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> Result<Self, String> {
        let listen = |kind| signal(kind).map_err(|error| format!("cannot listen for signals: {error}"));
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    /// Waits until the program is told to stop.
    async fn stop(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Writes the public site into a folder: serves it on a port of its own and walks through it.
pub(crate) async fn write_site(app: App, folder: PathBuf) -> Result<(), String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| format!("cannot listen: {error}"))?;
    let base = listener.local_addr().map(|address| format!("http://{address}")).map_err(|error| error.to_string())?;
    let server = listen::server(app.clone(), listener)?;
    let handle = server.handle();
    let serving = actix_web::rt::spawn(server);
    let (url, target) = (app.settings.url(""), folder.clone());
    let walked = tokio::task::spawn_blocking(move || site::walk(&base, &url, &target)).await;
    handle.stop(true).await;
    serving.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
    let written = walked.map_err(|error| error.to_string())??;
    say(&format!("{} files in {}; {} of them new or changed.\n", written.files, folder.display(), written.changed));
    Ok(())
}

/// Says where the page is, and how to make the first owner as long as there is nobody.
async fn greet(app: &App) -> Result<(), String> {
    let secret = app.write("system", services::people::setup_secret).await.map_err(|error| error.to_string())?;
    say(&format!("The page:            {}\n", app.settings.url("/")));
    if let Some(secret) = secret {
        let link = app.settings.url(&format!("/setup/{secret}"));
        say(&format!("Make the first owner: {link}   (works once, for 30 minutes)\n"));
    }
    let servers = app.settings.mail.iter().flat_map(|mail| &mail.accounts);
    let servers: Vec<String> = servers.map(|smtp| format!("{}:{}", smtp.host, smtp.port)).collect();
    tracing::info!(listen = %app.settings.listen, mail = servers.join(", "), "started");
    Ok(())
}

/// Prints for the person at the terminal.
pub(crate) fn say(text: &str) {
    use std::io::Write;
    // A closed terminal is no reason to stop serving.
    let _ = std::io::stdout().write_all(text.as_bytes());
}
