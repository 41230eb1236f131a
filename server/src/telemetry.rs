//! Logs: a readable sentence with fields, once, at the edge. Never an address.

use tracing_subscriber::EnvFilter;

/// Sends logs that pass the filter to standard error; as JSON when they are not read by a person at a terminal.
pub(crate) fn start(filter: &str) {
    use std::io::IsTerminal;
    let filter = EnvFilter::new(filter);
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    if std::io::stderr().is_terminal() { logs.init() } else { logs.json().init() }
}
