//! Bundles and minifies the style sheets, packs the fonts and the program, and rebuilds when a migration changes: the macro
//! that embeds them cannot say so itself.

use flate2::{Compression, write::GzEncoder};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{ParserOptions, PrinterOptions},
};
use std::{
    env,
    error::Error,
    fs::{self, File},
    io::Write,
    path::Path,
};

#[expect(clippy::disallowed_methods, reason = "a build script is told by its environment where to write")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../migrations");
    println!("cargo:rerun-if-changed=../style");
    link_small()?;
    let out = env::var("OUT_DIR")?;
    for name in ["page.css", "admin.css"] {
        let provider = FileProvider::new();
        let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
        let sheet = bundler.bundle(&Path::new("../style").join(name)).map_err(|error| error.to_string())?;
        let css = sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() })?;
        fs::write(Path::new(&out).join(name), css.code)?;
    }
    for (name, font) in [("regular.ttf.gz", dejavu::sans::regular()), ("bold.ttf.gz", dejavu::sans::bold())] {
        let mut packed = GzEncoder::new(File::create(Path::new(&out).join(name))?, Compression::best());
        packed.write_all(font)?;
        packed.finish()?;
    }
    Ok(())
}

/// Has the linker make the program smaller, where it is known to understand that.
#[expect(clippy::disallowed_methods, reason = "a build script is told by its environment for what it builds")]
fn link_small() -> Result<(), env::VarError> {
    let target = [env::var("CARGO_CFG_TARGET_ARCH")?, env::var("CARGO_CFG_TARGET_OS")?, env::var("CARGO_CFG_TARGET_ENV")?];
    // For this target alone rustc brings a linker of its own.
    if target == ["x86_64", "linux", "gnu"] && env::var("PROFILE")? == "release" {
        // The table of places to be adjusted at the start, in a hundredth of the room (DT_RELR; glibc 2.36 reads it).
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
        // Functions that came out the same, once; nothing here depends on their being two.
        println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
    }
    Ok(())
}
