//! TLS over a stream of our own, so that `TCP_NODELAY` can be set under it.

use crate::tls;
use lettre::transport::smtp::client::AsyncTokioStream;
use std::{io, net::SocketAddr, pin::Pin, task};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::client::TlsStream;

/// TLS from the first byte, over a stream of our own.
#[derive(Debug)]
pub(super) struct Protected(TlsStream<TcpStream>);

impl Protected {
    /// Shakes hands; the certificate must be good for `host`.
    pub(super) async fn open(tcp: TcpStream, host: &str) -> io::Result<Self> {
        tls::client(None)?.connect(tls::name(host)?, tcp).await.map(Self)
    }
}

impl AsyncTokioStream for Protected {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Protected {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> task::Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Protected {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut task::Context<'_>, bytes: &[u8]) -> task::Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> task::Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> task::Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
