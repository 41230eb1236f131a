//! The lines of a conversation by SMTP.

use std::io::{BufRead, BufReader, Read, Write};

/// A line to a client, protected or not.
pub(crate) trait Stream: Read + Write {}

impl<T: Read + Write> Stream for T {}

/// A line to a client, read by lines.
pub(crate) type Lines = BufReader<Box<dyn Stream>>;

/// Says one line, or several.
pub(crate) fn say(lines: &mut Lines, text: &str) -> std::io::Result<()> {
    lines.get_mut().write_all(format!("{text}\r\n").as_bytes())?;
    lines.get_mut().flush()
}

/// A line that ends with CRLF; one that ends otherwise is a fault of the sender and ends the session.
pub(crate) fn line(lines: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    lines.read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let line = text.strip_suffix("\r\n").filter(|line| !line.contains('\r'));
    line.map(|line| Some(line.to_owned())).ok_or_else(|| std::io::Error::other(format!("a bare line end: {text:?}")))
}

/// A message up to the dot that ends it, dots unstuffed.
pub(crate) fn message(lines: &mut impl BufRead) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let line = line(lines)?.ok_or_else(|| std::io::Error::other("the message does not end"))?;
        if line == "." {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push_str("\r\n");
    }
}
