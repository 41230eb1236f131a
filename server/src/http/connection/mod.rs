//! Connections, between the network and the parser of requests.
//!
//! The HTTP library takes what RFC 9112 allows to take, such as lines that end with a bare LF and extensions of chunks. A
//! server before it that reads these another way sees other requests than it does, and so somebody may put a request of
//! theirs behind another's. What no browser and no program sends is refused instead (bar S-26).

mod crowd;
mod watch;

pub(crate) use crowd::Crowd;

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
    member: Rc<Member>,
}

impl Connection {
    /// Joins the crowd.
    pub(crate) fn new(stream: TcpStream, crowd: &Rc<Crowd>) -> Self {
        Self { stream, watch: Watch::default(), answered: 0, member: crowd.join() }
    }

    fn stage(&self) -> Stage {
        match self.watch.requests() {
            0 => Stage::Silent,
            whole if whole > self.answered => Stage::Asks,
            _ => Stage::Answered,
        }
    }

    /// Writes, unless it was let go.
    fn write(
        mut self: Pin<&mut Self>,
        write: impl FnOnce(Pin<&mut TcpStream>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if self.member.is_gone() {
            return Poll::Ready(Err(ErrorKind::BrokenPipe.into()));
        }
        let written = write(Pin::new(&mut self.stream));
        if let Poll::Ready(Ok(1..)) = written {
            self.answered = self.watch.requests();
            self.member.moves(Stage::Answered);
        }
        written
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.member.is_gone() {
            // As if they had closed it themselves.
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        match buffer.filled_mut().get_mut(before..) {
            Some(bytes) if !bytes.is_empty() => {
                self.watch.look(bytes);
                self.member.moves(self.stage());
            }
            _ => self.member.waits(context),
        }
        read
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.write(|stream| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(self: Pin<&mut Self>, context: &mut Context<'_>, parts: &[IoSlice<'_>]) -> Poll<io::Result<usize>> {
        self.write(|stream| stream.poll_write_vectored(context, parts))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
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
