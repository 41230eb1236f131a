//! The client's side of TLS: the roots of this machine, or of a file.

use std::{io, path::Path, sync::Arc};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

/// What shakes hands and believes certificates by the roots in the file (PEM), or by those of this machine. Fails where the
/// file cannot be read, or holds none.
pub(crate) fn client(roots: Option<&Path>) -> io::Result<TlsConnector> {
    let mut store = RootCertStore::empty();
    match roots {
        Some(file) => {
            for root in CertificateDer::pem_file_iter(file).map_err(io::Error::other)? {
                store.add(root.map_err(io::Error::other)?).map_err(io::Error::other)?;
            }
            if store.is_empty() {
                return Err(io::Error::other("it holds no certificate"));
            }
        }
        None => drop(store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(store)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// The name that a certificate must be good for: a host or an address.
pub(crate) fn name(host: &str) -> io::Result<ServerName<'static>> {
    ServerName::try_from(host.to_owned()).map_err(io::Error::other)
}
