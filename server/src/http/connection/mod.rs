//! Connections, between the network and the parser of requests.
//!
//! The HTTP library takes what RFC 9112 allows to take, such as lines that end with a bare LF and extensions of chunks. A
//! server before it that reads these another way sees other requests than it does, and so somebody may put a request of
//! theirs behind another's. What no browser and no program sends is refused instead (bar S-26).

mod crowd;
mod watch;

pub(crate) use crowd::{Crowd, Guest};

use actix_web::rt::net::TcpStream;
use crowd::{Member, Stage};
use std::{
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use watch::Watch;

/// A connection that is read along, and closed when others need its room.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    watch: Watch,
    /// How many requests had come whole when something was last answered.
    answered: u64,
    /// Whether something is still to be written.
    is_behind: bool,
    member: Rc<Member>,
}

impl Connection {
    /// Joins the crowd.
    pub(crate) fn new(stream: TcpStream, crowd: &Rc<Crowd>) -> Self {
        Self { stream, watch: Watch::default(), answered: 0, is_behind: false, member: crowd.join() }
    }

    /// Who it is, for those who answer.
    pub(crate) fn guest(&self) -> Guest {
        Guest(Rc::clone(&self.member))
    }

    fn stage(&self) -> Stage {
        match self.watch.requests() {
            _ if self.is_behind => Stage::Hears,
            whole if whole > self.answered || self.watch.is_within_body() => Stage::Asks,
            0 => Stage::Silent,
            _ if !self.watch.is_between() => Stage::Asks,
            _ => Stage::Answered,
        }
    }

    /// Whether something stands behind the request that is answered now.
    fn has_more(&self) -> bool {
        self.watch.requests() > self.answered + 1 || !self.watch.is_between()
    }

    /// Writes so many bytes, unless it was let go.
    fn write(
        mut self: Pin<&mut Self>,
        length: usize,
        write: impl FnOnce(Pin<&mut TcpStream>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if self.member.listens() && self.has_more() {
            // What stands behind an answer that never ends would never be answered.
            self.member.go();
        }
        self.stays()?;
        let written = write(Pin::new(&mut self.stream));
        self.is_behind = !matches!(written, Poll::Ready(Ok(count)) if count == length);
        if let Poll::Ready(Ok(1..)) = written {
            self.answered = self.watch.requests();
            self.member.moves();
        }
        self.member.is_at(self.stage());
        written
    }

    /// Whoever hears an answer that never ends has nothing more to say: a byte or an end of theirs is its end, too.
    fn hear(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, &mut ReadBuf::new(&mut [0]));
        match read {
            Poll::Ready(_) => self.member.go(),
            Poll::Pending => self.member.waits(context),
        }
        read
    }

    fn stays(&self) -> io::Result<()> {
        if self.member.is_gone() { Err(ErrorKind::BrokenPipe.into()) } else { Ok(()) }
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.member.is_gone() || self.watch.is_over() {
            // As if they had closed it themselves.
            return Poll::Ready(Ok(()));
        }
        if self.member.listens() {
            return self.hear(context);
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        match buffer.filled_mut().get_mut(before..) {
            Some(bytes) if !bytes.is_empty() => {
                let length = self.watch.look(bytes);
                buffer.set_filled(before + length);
                self.member.is_at(self.stage());
            }
            _ => self.member.waits(context),
        }
        read
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.write(bytes.len(), |stream| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(self: Pin<&mut Self>, context: &mut Context<'_>, parts: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let length = parts.iter().map(|part| part.len()).sum();
        self.write(length, |stream| stream.poll_write_vectored(context, parts))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Whoever only listens is written to now and then; this is asked each time they are looked after.
        self.stays()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.member.leave();
    }
}
