//! Pictures that staff give: what they are is found by looking into them, not by their name.

use super::invalid::Invalid;

/// Largest picture of the brand, in bytes.
pub(crate) const LIMIT: usize = 256 * 1024;
/// Largest picture in a review, in bytes: a screenshot of a large screen fits.
const SHOT_LIMIT: usize = 2 * 1024 * 1024;
/// Most pictures in one review.
pub(crate) const SHOTS: usize = 30;

const SVG: &str = "image/svg+xml";
const KINDS: [&str; 5] = ["image/png", "image/jpeg", "image/webp", "image/x-icon", SVG];

/// The media type of a picture as we write it; none for one that we do not serve.
pub(crate) fn known(media_type: &str) -> Option<&'static str> {
    KINDS.into_iter().find(|kind| *kind == media_type)
}

/// The ending of a file of this media type.
pub(crate) fn ending(kind: &str) -> &'static str {
    match kind {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "image/x-icon" => "ico",
        _ => "svg",
    }
}

/// The media type of a picture of the brand, or what is wrong with it.
pub(crate) fn check(field: &str, bytes: &[u8]) -> Result<&'static str, Invalid> {
    fits(field, bytes, LIMIT)?;
    match (raster(bytes), bytes) {
        (Some(kind), _) => Ok(kind),
        (None, [0, 0, 1, 0, ..]) => Ok("image/x-icon"),
        (None, _) => drawing(field, bytes),
    }
}

/// The media type of a picture in a review, or what is wrong with it.
pub(crate) fn check_shot(field: &str, bytes: &[u8]) -> Result<&'static str, Invalid> {
    fits(field, bytes, SHOT_LIMIT)?;
    raster(bytes).ok_or_else(|| Invalid::new(field, "is none of the pictures we know; give a PNG, JPEG or WebP file"))
}

fn fits(field: &str, bytes: &[u8], limit: usize) -> Result<(), Invalid> {
    if bytes.len() > limit {
        return Err(Invalid::new(field, format!("has {} kB; at most {} kB fit", bytes.len() / 1024, limit / 1024)));
    }
    Ok(())
}

fn raster(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// A drawing is text that others wrote; one that could act when it is opened is refused.
fn drawing(field: &str, bytes: &[u8]) -> Result<&'static str, Invalid> {
    let unknown = || Invalid::new(field, "is none of the pictures we know; give a PNG, JPEG, WebP, SVG or ICO file");
    let text = std::str::from_utf8(bytes).map_err(|_| unknown())?.to_ascii_lowercase();
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if !(start.starts_with("<svg") || start.starts_with("<?xml") && text.contains("<svg")) {
        return Err(unknown());
    }
    let acts = ["<script", "<foreignobject", "javascript:", " on", "<!entity"].into_iter().find(|word| match *word {
        " on" => text.split(['\n', '\t', ' ']).any(|part| part.starts_with("on") && part.contains('=')),
        word => text.contains(word),
    });
    match acts {
        None => Ok(SVG),
        Some(_) => Err(Invalid::new(field, "is a drawing with script or markup in it; save it as a plain SVG")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_what_is_in_them() {
        assert_eq!(check("logo", b"\x89PNG\r\n\x1a\nrest"), Ok("image/png"));
        assert_eq!(
            check("logo", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"),
            Ok(SVG)
        );
        for bad in [
            &b"GIF89a"[..],
            b"<html><svg></svg></html>",
            b"<svg><script>alert(1)</script></svg>",
            b"<svg onload=alert(1)>",
            b"<svg><a href='javascript:alert(1)'/></svg>",
            b"",
        ] {
            assert!(check("logo", bad).is_err(), "{}", String::from_utf8_lossy(bad));
        }
        assert!(check("logo", &vec![0x89; LIMIT + 1]).is_err());
        assert_eq!(check_shot("picture", b"\xFF\xD8\xFF\xE0rest"), Ok("image/jpeg"));
        for bad in [&b"<svg></svg>"[..], b"\0\0\x01\0", b"%PDF-1.7", b""] {
            assert!(check_shot("picture", bad).is_err(), "{}", String::from_utf8_lossy(bad));
        }
    }
}
