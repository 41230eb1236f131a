//! One document as bytes, compressed once, with its entity tag.

use crate::domain::link::fingerprint;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use std::io::Write;

/// A document ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// As it is.
    pub plain: Bytes,
    /// In gzip.
    pub gzip: Bytes,
    /// In Brotli.
    pub brotli: Bytes,
    /// Its entity tags, in quotes: as it is, in gzip, in Brotli (RFC 9110, 8.8.3: each form has its own).
    pub etags: [Bytes; 3],
    /// Its media type.
    pub kind: &'static str,
    /// The last change that it shows (RFC 9110, 8.8.2), where readers ask for it.
    pub modified: Option<DateTime<Utc>>,
    /// The same as HTTP writes it (RFC 9110, 5.6.7).
    pub last_modified: Option<Bytes>,
}

/// Brotli at five is within a few percent of the best and twenty times as fast.
const BROTLI_QUALITY: u32 = 5;
/// log2 of Brotli's window: more than any of our pages.
const BROTLI_WINDOW: u32 = 20;

impl Page {
    /// Compresses a text.
    pub(crate) fn new(text: String, kind: &'static str, modified: Option<DateTime<Utc>>) -> Self {
        let (gzip, brotli) = (gzip(text.as_bytes()), brotli(text.as_bytes()));
        Self::of(Bytes::from(text), gzip, brotli, kind, modified)
    }

    /// A page of HTML.
    pub(crate) fn html(text: String) -> Self {
        Self::new(text, "text/html; charset=utf-8", None)
    }

    /// What is compressed by its own format, such as a picture.
    pub(crate) fn packed(bytes: Vec<u8>, kind: &'static str) -> Self {
        Self::of(Bytes::from(bytes), Bytes::new(), Bytes::new(), kind, None)
    }

    fn of(plain: Bytes, gzip: Bytes, brotli: Bytes, kind: &'static str, modified: Option<DateTime<Utc>>) -> Self {
        let tag: String = fingerprint(&plain).chars().take(24).collect();
        Self {
            plain,
            gzip,
            brotli,
            etags: ["", "-gzip", "-br"].map(|form| Bytes::from(format!("\"{tag}{form}\""))),
            kind,
            modified,
            last_modified: modified.map(|time| Bytes::from(time.format("%a, %d %b %Y %H:%M:%S GMT").to_string())),
        }
    }

    /// Bytes it takes in memory.
    pub(crate) fn size(&self) -> usize {
        self.plain.len() + self.gzip.len() + self.brotli.len()
    }
}

/// Writing into memory cannot fail; should it, the empty encoding is never offered.
fn gzip(bytes: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map(Bytes::from).unwrap_or_default()
}

fn brotli(bytes: &[u8]) -> Bytes {
    let mut out = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut out, 4_096, BROTLI_QUALITY, BROTLI_WINDOW);
    let written = encoder.write_all(bytes).and_then(|()| encoder.flush());
    drop(encoder);
    written.map(|()| Bytes::from(out)).unwrap_or_default()
}
