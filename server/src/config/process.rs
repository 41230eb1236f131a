//! What this process was started with: its environment, and the file in its folder.

use super::{Fault, KEYS, Settings, read};
use std::path::Path;

/// Reads the settings of this process: its environment, and `allclear.toml` in the working folder.
#[expect(clippy::disallowed_methods, reason = "the one home of the environment")]
pub(crate) fn load() -> Result<Settings, Vec<Fault>> {
    let path = Path::new("allclear.toml");
    let file = match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            let expected = format!("a file that can be read ({error})");
            return Err(vec![Fault { key: "allclear.toml".to_owned(), value: path.display().to_string(), expected }]);
        }
    };
    read(|key| std::env::var(key).ok(), file.as_deref())
}

/// Variables of this process that look like settings and are none. A cluster may set some of its own, so that they are no
/// faults.
pub(crate) fn strangers() -> Vec<String> {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names.filter(|name| is_stranger(name)).collect()
}

fn is_stranger(name: &str) -> bool {
    // Those of our own tests are for whoever starts the program.
    let key = name.strip_prefix("ALLCLEAR_").filter(|key| !key.starts_with("TEST_") && !key.starts_with("BENCH_"));
    key.is_some_and(|key| !KEYS.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_looks_like_a_setting_is_known() {
        assert!(is_stranger("ALLCLEAR_LISTN") && is_stranger("ALLCLEAR_PORT_8080_TCP"));
        for known in ["ALLCLEAR_LISTEN", "ALLCLEAR_LOG", "ALLCLEAR_TEST_POSTGRES", "PATH"] {
            assert!(!is_stranger(known), "{known}");
        }
    }
}
