//! A connection on which every request reads in one way alone.
//!
//! The HTTP library takes what RFC 9112 allows to take, such as lines that end with a bare LF and extensions of chunks. A
//! server before it that reads these another way sees other requests than it does, and so somebody may put a request of
//! theirs behind another's. What no browser and no program sends is refused instead (bar S-26).

mod watch;

use actix_web::rt::net::TcpStream;
use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use watch::Watch;

/// A connection that is read along.
#[derive(Debug)]
pub(crate) struct Strict {
    stream: TcpStream,
    watch: Watch,
}

impl Strict {
    /// Reads along from the beginning of a connection.
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self { stream, watch: Watch::default() }
    }
}

impl AsyncRead for Strict {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.watch.look(buffer.filled_mut().get_mut(before..).unwrap_or_default());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Strict {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
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
