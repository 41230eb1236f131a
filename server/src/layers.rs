//! Which module may know which, and how long a file may be. See ARCHITECTURE.md.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Each module with those of ours that it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("markdown", &[]),
    ("locale", &[]),
    ("feeds", &["domain"]),
    ("filling", &["domain", "locale"]),
    ("integrations", &["domain"]),
    ("store", &["domain", "tls"]),
    ("services", &["domain", "filling", "store"]),
    ("channels", &["domain", "feeds", "filling", "locale", "markdown"]),
    ("config", &["domain", "integrations", "store"]),
    ("mail", &["config", "domain", "tls"]),
    ("metrics", &["domain"]),
    ("outgoing", &["domain"]),
    ("secret", &["domain"]),
    ("shutdown", &[]),
    ("site", &[]),
    ("snapshot", &["domain", "store"]),
    ("tls", &[]),
    ("state", &["config", "domain", "http", "metrics", "services", "snapshot", "store"]),
    (
        "http",
        &[
            "channels",
            "config",
            "domain",
            "feeds",
            "filling",
            "integrations",
            "locale",
            "markdown",
            "metrics",
            "outgoing",
            "services",
            "snapshot",
            "state",
            "store",
        ],
    ),
    ("workers", &["channels", "config", "domain", "mail", "outgoing", "services", "shutdown", "state", "store"]),
];

/// Longest file, in lines.
const LONGEST: usize = 300;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    for folder in ["app/src", "server/src", "tests/src", "tests/tests"] {
        if root.join(folder).is_dir() {
            files(&root.join(folder), &mut found);
        }
    }
    found.into_iter().map(|path| (path.strip_prefix(root).unwrap().to_owned(), fs::read_to_string(&path).unwrap())).collect()
}

/// The modules of ours that a text names as `crate::NAME`, its tests left out.
fn used(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let mut names = Vec::new();
    for part in code.split("crate::").skip(1) {
        if let Some(group) = part.strip_prefix('{') {
            let mut depth = 0;
            let mut start = true;
            let mut name = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 && (c == ',' || c == ':' || c == '{') {
                    if start && !name.is_empty() {
                        names.push(name.clone());
                    }
                    name.clear();
                    start = c == ',';
                } else if c.is_alphanumeric() || c == '_' {
                    name.push(c);
                }
            }
            if start && !name.is_empty() {
                names.push(name);
            }
        } else {
            names.push(part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    names
}

#[test]
fn no_arrow_points_the_wrong_way() {
    let modules: Vec<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Ok(inner) = path.strip_prefix("server/src") else { continue };
        let module = inner.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if inner.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else { continue };
        for name in used(&text) {
            if modules.contains(&name.as_str()) && name != module && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_reader_of_arrows_sees_them() {
    assert_eq!(
        used("use crate::{\n    store::{self, Conn},\n    domain::id,\n};\ncrate::http::x()"),
        ["store", "domain", "http"]
    );
}

#[test]
fn only_the_store_knows_sql() {
    let knows = |text: &str| text.contains("diesel::") || text.contains("use diesel");
    let outside = |path: &Path| {
        path.starts_with("server/src") && !path.starts_with("server/src/store") && !path.starts_with("server/src/testing")
    };
    let wrong: Vec<_> = sources()
        .into_iter()
        .filter(|(path, text)| outside(path) && !path.ends_with("layers.rs") && knows(text))
        .map(|(path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<_> = sources().into_iter().filter(|(_, text)| text.lines().count() > LONGEST).map(|(path, _)| path).collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_module_says_what_it_is() {
    let mute: Vec<_> = sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).collect();
    assert!(mute.is_empty(), "{mute:?}");
}
