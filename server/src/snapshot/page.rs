//! One document as bytes, packed at most once in each form, with its entity tag.

use crate::domain::link::fingerprint;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use std::{io::Write, sync::OnceLock};

/// How a document is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// In Brotli.
    Brotli,
    /// In gzip.
    Gzip,
    /// As it is.
    Plain,
}

impl Form {
    /// The packed ones, the better first.
    pub(crate) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Its name in HTTP.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Plain => "identity",
        }
    }
}

/// A document ready to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    plain: Sealed,
    /// In Brotli and in gzip, each packed when the first reader asks for it; none for what is packed already.
    packed: Option<[(Bytes, OnceLock<Bytes>); 2]>,
    /// Its media type.
    pub kind: &'static str,
    /// The last change that it shows (RFC 9110, 8.8.2), where readers ask for it.
    pub modified: Option<DateTime<Utc>>,
    /// The same as HTTP writes it (RFC 9110, 5.6.7).
    pub last_modified: Option<Bytes>,
}

/// Bytes with their entity tag, in quotes.
#[derive(Clone, Debug)]
struct Sealed {
    bytes: Bytes,
    tag: Bytes,
}

/// Brotli at five is within a few percent of the best and twenty times as fast.
const BROTLI_QUALITY: u32 = 5;
/// log2 of Brotli's window: more than any of our pages.
const BROTLI_WINDOW: u32 = 20;

impl Page {
    /// A text, which is packed for those who take it packed.
    pub(crate) fn new(text: String, kind: &'static str, modified: Option<DateTime<Utc>>) -> Self {
        Self::of(Bytes::from(text), true, kind, modified)
    }

    /// A page of HTML.
    pub(crate) fn html(text: String) -> Self {
        Self::new(text, "text/html; charset=utf-8", None)
    }

    /// What is compressed by its own format, such as a picture.
    pub(crate) fn packed(bytes: Vec<u8>, kind: &'static str) -> Self {
        Self::of(Bytes::from(bytes), false, kind, None)
    }

    fn of(bytes: Bytes, packs: bool, kind: &'static str, modified: Option<DateTime<Utc>>) -> Self {
        let hash: String = fingerprint(&bytes).chars().take(24).collect();
        // Each form has a tag of its own (RFC 9110, 8.8.3).
        let tag = |form: Form| (Bytes::from(format!("\"{hash}-{}\"", form.name())), OnceLock::new());
        Self {
            plain: Sealed { bytes, tag: Bytes::from(format!("\"{hash}\"")) },
            packed: packs.then(|| Form::ALL.map(tag)),
            kind,
            modified,
            last_modified: modified.map(|time| Bytes::from(time.format("%a, %d %b %Y %H:%M:%S GMT").to_string())),
        }
    }

    /// Whether it comes in a form.
    pub(crate) fn comes(&self, form: Form) -> bool {
        form == Form::Plain || self.packed.is_some()
    }

    /// The bytes of a form.
    pub(crate) fn body(&self, form: Form) -> &Bytes {
        match (form, &self.packed) {
            (Form::Brotli, Some([(_, bytes), _])) => bytes.get_or_init(|| brotli(&self.plain.bytes)),
            (Form::Gzip, Some([_, (_, bytes)])) => bytes.get_or_init(|| gzip(&self.plain.bytes)),
            _ => &self.plain.bytes,
        }
    }

    /// The tag of a form.
    pub(crate) fn etag(&self, form: Form) -> &Bytes {
        match (form, &self.packed) {
            (Form::Brotli, Some([(tag, _), _])) | (Form::Gzip, Some([_, (tag, _)])) => tag,
            _ => &self.plain.tag,
        }
    }

    /// The tags of all forms.
    pub(crate) fn etags(&self) -> impl Iterator<Item = &Bytes> {
        std::iter::once(&self.plain.tag).chain(self.packed.iter().flatten().map(|(tag, _)| tag))
    }

    /// Bytes it takes in memory, about: packed it is a fraction of that.
    pub(crate) fn size(&self) -> usize {
        self.plain.bytes.len() + self.plain.bytes.len() / 4
    }
}

/// Writing into memory cannot fail.
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
