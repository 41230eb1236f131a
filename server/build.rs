//! Bundles and minifies the style sheets, and rebuilds when a migration changes: the macro that embeds them cannot
//! say so itself.

use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{ParserOptions, PrinterOptions},
};
use std::{env, error::Error, fs, path::Path};

#[expect(clippy::disallowed_methods, reason = "a build script is told by its environment where to write")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../migrations");
    println!("cargo:rerun-if-changed=../style");
    let out = env::var("OUT_DIR")?;
    for name in ["page.css", "admin.css"] {
        let provider = FileProvider::new();
        let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
        let sheet = bundler.bundle(&Path::new("../style").join(name)).map_err(|error| error.to_string())?;
        let css = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() })?;
        fs::write(Path::new(&out).join(name), css.code)?;
    }
    Ok(())
}
