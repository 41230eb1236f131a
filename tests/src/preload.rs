//! Libraries that are loaded before libc and do harm when a file says so.

use crate::Settings;
use std::{path::PathBuf, process::Command};

/// Builds `src/{name}.c` and puts it under a program that is not started yet; the library reads the file whose path `variable`
/// holds, and that path is given back.
///
/// # Panics
/// When there is no C compiler.
pub(crate) fn under(settings: Settings, name: &str, variable: &str) -> (PathBuf, Settings) {
    let (library, control) = (settings.folder.path().join(format!("{name}.so")), settings.folder.path().join(name));
    let source = format!("{}/src/{name}.c", env!("CARGO_MANIFEST_DIR"));
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl").status();
    assert!(compiled.expect("a C compiler").success());
    let (preload, file) = (library.display().to_string(), control.display().to_string());
    (control, settings.with("LD_PRELOAD", &preload).with(variable, &file))
}
