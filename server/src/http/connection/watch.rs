//! Where requests begin and end, as RFC 9112 has it and no other way.

/// What no part of a request may be outside its body: whoever parses it says no.
const NUL: u8 = 0;
/// Longest line that is kept to be read, in bytes. The parser takes no head of this length.
const LONGEST: usize = 128 * 1024;
/// Most digits in the size of a chunk: as many as 64 bits have.
const DIGITS: u32 = 16;

/// Reads along with the parser of requests.
#[derive(Debug, Default)]
pub(super) struct Watch {
    place: Place,
    /// What has come of a line.
    line: Vec<u8>,
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
    /// Looks at what has come, and puts a byte that nobody takes in the place of one with which others would see another
    /// request: a line that ends with a bare LF, or a size of a chunk that is not digits alone.
    pub(super) fn look(&mut self, mut bytes: &mut [u8]) {
        while !bytes.is_empty() {
            let before = self.place;
            let seen = match self.place {
                Place::Start | Place::Fields | Place::Trailer => self.line(bytes),
                Place::Body(left) => self.pass(bytes.len(), left, Place::Body, Place::Start),
                Place::Chunk(left) => self.pass(bytes.len(), left, Place::Chunk, Self::SIZE),
                Place::Size { .. } => self.size(bytes),
                Place::Fault => return,
            };
            self.requests += u64::from(before != Place::Start && self.place == Place::Start);
            bytes = bytes.get_mut(seen..).unwrap_or_default();
        }
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
        let is_whole = self.line.ends_with(b"\r\n");
        if self.line.len() > LONGEST || (end.is_some() && !is_whole) {
            self.fault(bytes.get_mut(seen - 1));
        } else if is_whole {
            self.place = self.behind_line();
            self.line.clear();
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
        let (mut bytes, mut watch, mut at) = (bytes.to_vec(), Watch::default(), 0_usize);
        for part in parts.iter().copied().chain([usize::MAX]) {
            let end = at.saturating_add(part).min(bytes.len());
            watch.look(&mut bytes[at..end]);
            at = end;
        }
        (bytes, watch.requests())
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
            let fault = bytes.len() - 1;
            bytes.extend_from_slice(b"GET /admin HTTP/1.1\r\n\r\n");
            let mut spoilt = bytes.clone();
            spoilt[fault] = NUL;
            prop_assert_eq!(seen(&bytes, &parts), (spoilt, u64::try_from(before.len()).unwrap()));
        }

        #[test]
        fn whatever_comes_is_read_without_a_fault_of_ours(bytes in vec(any::<u8>(), 0..300), parts in vec(0_usize..20, 0..20)) {
            prop_assert_eq!(seen(&bytes, &parts).0.len(), bytes.len());
        }
    }

    #[test]
    fn a_line_without_an_end_is_not_kept_for_ever() {
        let bytes = vec![b'a'; LONGEST + 100];
        assert!(seen(&bytes, &[]).0.contains(&NUL));
    }
}
