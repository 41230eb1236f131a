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
    /// Its entity tag, without quotes and the mark of an encoding.
    pub etag: String,
    /// Its media type.
    pub kind: &'static str,
    /// The last change that it shows (RFC 9110, 8.8.2), where readers ask for it.
    pub modified: Option<DateTime<Utc>>,
    /// The same as HTTP writes it (RFC 9110, 5.6.7).
    pub last_modified: Option<String>,
}

/// Brotli at five is within a few percent of the best and twenty times as fast.
const BROTLI_QUALITY: u32 = 5;
/// log2 of Brotli's window: more than any of our pages.
const BROTLI_WINDOW: u32 = 20;

impl Page {
    /// Compresses a document.
    pub(crate) fn new(text: String, kind: &'static str, modified: Option<DateTime<Utc>>) -> Self {
        let tag: String = fingerprint(&text).chars().take(24).collect();
        Self {
            gzip: gzip(text.as_bytes()),
            brotli: brotli(text.as_bytes()),
            plain: Bytes::from(text),
            etag: tag,
            kind,
            modified,
            last_modified: modified.map(|time| time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
        }
    }
}

impl Page {
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
