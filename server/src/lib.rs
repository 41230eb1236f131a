//! Allclear: a self-hosted public status page.
//!
//! ARCHITECTURE.md says how the parts hang together. Everything is private to the crate but [`run`].

mod boot;
mod channels;
mod cli;
mod config;
mod domain;
mod feeds;
mod filling;
mod http;
mod integrations;
#[cfg(test)]
mod layers;
mod locale;
mod mail;
mod markdown;
mod metrics;
mod outgoing;
mod secret;
mod services;
mod shutdown;
mod site;
mod snapshot;
mod state;
mod store;
mod telemetry;
#[cfg(test)]
mod testing;
mod tls;
mod workers;

use clap::Parser;
use std::process::ExitCode;

/// Does what the command line asks; what goes wrong is told on standard error.
pub fn run() -> ExitCode {
    let cli = cli::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.to_string()),
    };
    let system = actix_web::rt::System::with_tokio_rt(|| runtime);
    let code = match system.block_on(cli::run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    };
    // A thread that waits for a database which does not answer would be waited for as well.
    std::mem::forget(system);
    code
}

fn failed(error: &str) -> ExitCode {
    use std::io::Write;
    // Standard error may be closed; the exit code says it all the same.
    let _ = writeln!(std::io::stderr(), "allclear: {error}");
    ExitCode::FAILURE
}
