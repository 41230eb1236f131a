//! Where requests begin and end, as RFC 9112 has it and no other way.

/// What no part of a request may be outside its body: whoever parses it says no.
const NUL: u8 = 0;
/// Longest head of a request, and longest trailer, in bytes (bar S-21).
const LONGEST: usize = 32 * 1024;
/// What is kept for the next line, in bytes: who sends a long one shall not cost its memory for as long as they stay.
const USUAL: usize = 512;
/// Most digits in the size of a chunk: as many as 64 bits have.
const DIGITS: u32 = 16;

/// Reads along with the parser of requests.
#[derive(Debug, Default)]
pub(super) struct Watch {
    place: Place,
    /// What has come of a line.
    line: Vec<u8>,
    /// How many bytes have come of a head or a trailer.
    length: usize,
    /// What the head has said about its body so far.
    body: Body,
    /// How many requests have come whole.
    requests: u64,
}

/// Where in a request the next byte is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Place {
    /// Before the line with the method.
    #[default]
    Start,
    /// In the fields behind it.
    Fields,
    /// In a body, with so many bytes to come.
    Body(u64),
    /// In the line with the size of a chunk.
    Size { size: u64, digits: u32, ends: bool },
    /// In a chunk, with so many bytes to come.
    Chunk(u64),
    /// In the fields behind the last chunk.
    Trailer,
    /// After a fault: nothing of this connection is read any more.
    Fault,
}

#[derive(Clone, Copy, Debug, Default)]
enum Body {
    #[default]
    None,
    Length(u64),
    Chunked,
}

impl Watch {
    /// Looks at what has come, and says how much of it may be read: all of it, up to a byte with which others would see
    /// another request, such as a bare LF at the end of a line, or something beside digits in the size of a chunk. In the
    /// place of that byte it puts one that nobody takes.
    pub(super) fn look(&mut self, bytes: &mut [u8]) -> usize {
        let mut at = 0;
        while let Some(rest) = bytes.get_mut(at..).filter(|rest| !rest.is_empty()) {
            let before = self.place;
            at += match self.place {
                Place::Start | Place::Fields | Place::Trailer => self.line(rest),
                Place::Body(left) => self.pass(rest.len(), left, Place::Body, Place::Start),
                Place::Chunk(left) => self.pass(rest.len(), left, Place::Chunk, Self::SIZE),
                Place::Size { .. } => self.size(rest),
                Place::Fault => break,
            };
            self.requests += u64::from(before != Place::Start && self.place == Place::Start);
        }
        at
    }

    /// Whether nothing more of this connection may be read.
    pub(super) fn is_over(&self) -> bool {
        self.place == Place::Fault
    }

    /// Whether nothing has come of a further request.
    pub(super) fn is_between(&self) -> bool {
        self.place == Place::Start && self.line.is_empty()
    }

    /// Whether the head of a request has come, and its body has not.
    pub(super) fn is_within_body(&self) -> bool {
        matches!(self.place, Place::Body(_) | Place::Size { .. } | Place::Chunk(_) | Place::Trailer)
    }

    /// How many requests have come whole so far.
    pub(super) fn requests(&self) -> u64 {
        self.requests
    }

    const SIZE: Place = Place::Size { size: 0, digits: 0, ends: false };

    /// Goes past what is nothing but content.
    fn pass(&mut self, there: usize, left: u64, within: fn(u64) -> Place, behind: Place) -> usize {
        let passed = usize::try_from(left).map_or(there, |left| left.min(there));
        let left = left - u64::try_from(passed).unwrap_or(left);
        self.place = if left == 0 { behind } else { within(left) };
        passed
    }

    /// Takes what there is of a line.
    fn line(&mut self, bytes: &mut [u8]) -> usize {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let seen = end.map_or(bytes.len(), |end| end + 1);
        self.line.extend_from_slice(bytes.get(..seen).unwrap_or_default());
        self.length += seen;
        let is_whole = self.line.ends_with(b"\r\n");
        if self.length > LONGEST || (end.is_some() && !is_whole) {
            self.fault(bytes.get_mut(seen - 1));
        } else if is_whole {
            let behind = self.behind_line();
            if !matches!((self.place, behind), (_, Place::Fields) | (Place::Trailer, Place::Trailer)) {
                self.length = 0;
            }
            self.place = behind;
            self.line.clear();
            self.line.shrink_to(USUAL);
        }
        seen
    }

    /// Where it goes on after a line that has ended as it should.
    fn behind_line(&mut self) -> Place {
        let is_empty = self.line.len() == 2;
        match self.place {
            // Empty lines before a request are passed over (RFC 9112, 2.2).
            Place::Start if is_empty => Place::Start,
            Place::Start => {
                self.body = Body::None;
                Place::Fields
            }
            Place::Fields if !is_empty => {
                self.field();
                Place::Fields
            }
            Place::Trailer if !is_empty => Place::Trailer,
            Place::Fields => match self.body {
                Body::Chunked => Self::SIZE,
                Body::Length(length) if length > 0 => Place::Body(length),
                _ => Place::Start,
            },
            _ => Place::Start,
        }
    }

    /// Notes how long the body will be. What contradicts itself is refused by the parser.
    fn field(&mut self) {
        let mut halves = self.line.splitn(2, |byte| *byte == b':');
        let name = halves.next().unwrap_or_default();
        let value = String::from_utf8_lossy(halves.next().unwrap_or_default()).trim().to_ascii_lowercase();
        if name.eq_ignore_ascii_case(b"transfer-encoding") && value.ends_with("chunked") {
            self.body = Body::Chunked;
        } else if name.eq_ignore_ascii_case(b"content-length")
            && let Ok(length) = value.parse()
            && !matches!(self.body, Body::Chunked)
        {
            self.body = Body::Length(length);
        }
    }

    /// Takes one byte of the size of a chunk. Extensions (RFC 9112, 7.1.1) are used by nobody but for smuggling.
    fn size(&mut self, bytes: &mut [u8]) -> usize {
        let Some((byte, Place::Size { size, digits, ends })) = bytes.first_mut().zip(Some(self.place)) else { return 1 };
        let digit = char::from(*byte).to_digit(16).filter(|_| !ends && digits < DIGITS);
        self.place = match (*byte, digit) {
            (_, Some(digit)) => Place::Size { size: size * 16 + u64::from(digit), digits: digits + 1, ends },
            (b'\r', None) if digits > 0 && !ends => Place::Size { size, digits, ends: true },
            (b'\n', None) if ends && size == 0 => Place::Trailer,
            // The line end behind a chunk is looked at by the parser.
            (b'\n', None) if ends => Place::Chunk(size.saturating_add(2)),
            _ => {
                self.fault(Some(byte));
                Place::Fault
            }
        };
        1
    }

    fn fault(&mut self, byte: Option<&mut u8>) {
        if let Some(byte) = byte {
            *byte = NUL;
        }
        self.place = Place::Fault;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    /// What of these bytes reaches the parser, and how many requests they are, when they come in parts of these lengths.
    fn seen(bytes: &[u8], parts: &[usize]) -> (Vec<u8>, u64) {
        let (mut bytes, mut watch, mut at, mut read) = (bytes.to_vec(), Watch::default(), 0_usize, Vec::new());
        for part in parts.iter().copied().chain([usize::MAX]) {
            let end = at.saturating_add(part).min(bytes.len());
            let length = watch.look(&mut bytes[at..end]);
            read.extend_from_slice(&bytes[at..at + length]);
            assert!(length == end - at || watch.is_over());
            at = end;
        }
        (read, watch.requests())
    }

    const GOOD: [&[u8]; 6] = [
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\r\nPOST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n\n;\n\r\n",
        b"POST /b HTTP/1.1\r\nhost: a\r\ncontent-length:0\r\n\r\n",
        b"POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\n;\n\r\n0\r\n\r\n",
        b"POST /d HTTP/1.1\r\nHost: a\r\ntransfer-encoding: gzip, Chunked\r\n\r\n0A\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
        b"POST /e HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n;\n;",
    ];

    /// Each ends with the byte that must not be there.
    const BAD: [&[u8]; 9] = [
        b"GET / HTTP/1.1\n",
        b"\n",
        b"GET / HTTP/1.1\r\nHost: a\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3 ",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n00000000000000003",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\n",
    ];

    proptest! {
        #[test]
        fn good_requests_pass_in_whatever_parts_they_come(which in vec(0..GOOD.len(), 1..5), parts in vec(0_usize..20, 0..40)) {
            let bytes: Vec<u8> = which.iter().flat_map(|which| GOOD[*which]).copied().collect();
            prop_assert_eq!(seen(&bytes, &parts), (bytes, u64::try_from(which.len()).unwrap()));
        }

        #[test]
        fn one_that_two_would_read_in_two_ways_is_spoilt(
            before in vec(0..GOOD.len(), 0..4),
            bad in 0..BAD.len(),
            parts in vec(0_usize..20, 0..40),
        ) {
            let mut bytes: Vec<u8> = before.iter().flat_map(|which| GOOD[*which]).copied().collect();
            bytes.extend_from_slice(BAD[bad]);
            let mut spoilt = bytes.clone();
            *spoilt.last_mut().unwrap() = NUL;
            bytes.extend_from_slice(b"GET /admin HTTP/1.1\r\n\r\n");
            prop_assert_eq!(seen(&bytes, &parts), (spoilt, u64::try_from(before.len()).unwrap()));
        }

        #[test]
        fn whatever_comes_is_read_without_a_fault_of_ours(bytes in vec(any::<u8>(), 0..300), parts in vec(0_usize..20, 0..20)) {
            prop_assert!(seen(&bytes, &parts).0.len() <= bytes.len());
        }
    }

    #[test]
    fn a_line_without_an_end_is_not_kept_for_ever() {
        let bytes = vec![b'a'; LONGEST + 100];
        assert_eq!(seen(&bytes, &[]).0.last(), Some(&NUL));
        let many = [b"GET / HTTP/1.1\r\n".as_slice(), &b"X: y\r\n".repeat(LONGEST / 6)].concat();
        assert_eq!(seen(&many, &[9; 99]).0.last(), Some(&NUL), "nor many short ones");
        let mut watch = Watch::default();
        watch.look(&mut [b"GET / HTTP/1.1\r\nX: ", &bytes[..LONGEST / 2], b"\r\n"].concat());
        assert!(watch.line.capacity() <= USUAL);
    }
}
