//! Walks through the site and writes down what it sees.

use super::{
    address::{STARTS, file, is_kept},
    rewrite,
};
use std::{
    collections::{BTreeSet, VecDeque},
    fs, io,
    path::Path,
    time::Duration,
};

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Files of the site.
    pub files: usize,
    /// Those that are new or differ from what was there.
    pub changed: usize,
}

/// Longest that a page may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Writing a copy is a command, so a blocking client is all it needs.
#[expect(clippy::disallowed_methods, reason = "the one home of this client, which asks nobody but this program")]
fn client() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into()
}

/// Writes the site that answers at `base` into `folder`. `url` is its public address.
pub(crate) fn walk(base: &str, url: &str, folder: &Path) -> Result<Written, String> {
    let agent = client();
    let mut waiting: VecDeque<String> = STARTS.into_iter().map(str::to_owned).collect();
    let mut seen: BTreeSet<String> = STARTS.into_iter().map(file).collect();
    let mut written = Written::default();
    while let Some(address) = waiting.pop_front() {
        let (bytes, is_html) = fetch(&agent, base, &address)?;
        let path = file(&address);
        let bytes = if is_html {
            let (page, found) = rewrite::page(&String::from_utf8_lossy(&bytes), &path, url);
            for next in found.into_iter().filter(|next| is_kept(next)) {
                if seen.insert(file(&next)) {
                    waiting.push_back(next);
                }
            }
            page.into_bytes()
        } else {
            bytes
        };
        written.files += 1;
        if write(&folder.join(&path), &bytes).map_err(|error| format!("{}: {error}", folder.join(&path).display()))? {
            written.changed += 1;
        }
    }
    Ok(written)
}

fn fetch(agent: &ureq::Agent, base: &str, address: &str) -> Result<(Vec<u8>, bool), String> {
    let told = |error: ureq::Error| format!("{address}: {error}");
    let mut response = agent.get(format!("{base}{address}")).call().map_err(told)?;
    let kind = response.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_html = kind.starts_with("text/html");
    Ok((response.body_mut().with_config().limit(u64::MAX).read_to_vec().map_err(told)?, is_html))
}

/// Writes a file whole or not at all, and only when it differs: true when it did.
fn write(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    if fs::read(path).is_ok_and(|before| before == bytes) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("part");
    fs::write(&beside, bytes)?;
    fs::rename(&beside, path)?;
    Ok(true)
}
