//! Logs: a readable sentence with fields, once, at the edge. Never an address.

use tracing_subscriber::{filter::Targets, fmt, layer::SubscriberExt, registry, util::SubscriberInitExt};

/// Sends logs that pass the filter to standard error; as JSON when they are not read by a person at a terminal.
pub(crate) fn start(filter: Targets) {
    use std::io::IsTerminal;
    let (chosen, logs) = (registry().with(filter), fmt::layer().with_writer(std::io::stderr).with_target(false));
    if std::io::stderr().is_terminal() { chosen.with(logs).init() } else { chosen.with(logs.json()).init() }
}
