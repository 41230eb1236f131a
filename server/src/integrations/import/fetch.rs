//! Getting the documents of an import: from a folder or over HTTP.

use std::{path::Path, time::Duration};

/// Largest document that is read, in bytes.
const LIMIT: u64 = 256 * 1024 * 1024;

/// The text of `name` in a folder, or below a base URL.
pub(crate) fn document(source: &str, name: &str) -> Result<String, String> {
    if source.starts_with("http://") || source.starts_with("https://") {
        return download(&format!("{}/{name}", source.trim_end_matches('/')));
    }
    let path = Path::new(source).join(name);
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Import runs once by command, so a blocking client in the foreground is all it needs.
#[expect(clippy::disallowed_methods, reason = "the one home of the import's client")]
fn download(url: &str) -> Result<String, String> {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_mins(1))).build().into();
    let told = |error: ureq::Error| format!("{url}: {error}");
    let mut answer = agent.get(url).call().map_err(told)?;
    answer.body_mut().with_config().limit(LIMIT).read_to_string().map_err(told)
}
