//! A form as it was sent: names and values in order, some more than once.

use super::body;
use crate::domain::invalid::Invalid;
use actix_web::{FromRequest, HttpRequest, dev::Payload, error::ErrorUnsupportedMediaType};
use std::pin::Pin;

/// The fields of a form, and the files that came with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    texts: Vec<(String, String)>,
    files: Vec<(String, Vec<u8>)>,
}

impl Fields {
    /// Reads `a=1&b=2`. Bytes that are not UTF-8 become a mark that the checks of text refuse.
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self { texts: url::form_urlencoded::parse(text).into_owned().collect(), files: Vec::new() }
    }

    /// The value of a field; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.texts.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The value of a field that the form had filled in beforehand: none when it is empty or was left as it was.
    pub(crate) fn typed(&self, name: &str, prefilled: &str) -> Option<String> {
        let value = self.get(name);
        (!value.is_empty() && value != prefilled).then(|| value.to_owned())
    }

    /// Every value of a field that is not empty.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.texts.iter().filter(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.clone()).collect()
    }

    /// The file of a field; none when none was chosen.
    pub(crate) fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.iter().find(|(key, bytes)| key == name && !bytes.is_empty()).map(|(_, bytes)| bytes.as_slice())
    }

    /// The CSV file of a field.
    pub(crate) fn csv(&self, name: &str) -> Result<String, Invalid> {
        let bytes = self.file(name).ok_or_else(|| Invalid::new(name, "is not chosen; choose a CSV file"))?;
        String::from_utf8(bytes.to_vec()).map_err(|_| Invalid::new(name, "is not UTF-8; save it as CSV UTF-8"))
    }

    /// What follows `prefix` in the names of fields, with their values.
    pub(crate) fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts.iter().filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?, value.as_str())))
    }
}

impl Fields {
    /// Reads the form of a request; one with files may have so many bytes.
    pub(super) async fn read(request: &HttpRequest, payload: &mut Payload, limit: usize) -> Result<Self, actix_web::Error> {
        if body::is_of(request, "multipart/form-data") {
            return parts::read(request.headers(), body::read(payload, limit).await?).await;
        }
        if !body::is_of(request, "application/x-www-form-urlencoded") {
            return Err(ErrorUnsupportedMediaType("send the form as application/x-www-form-urlencoded"));
        }
        Ok(Self::parse(&body::read(payload, body::FORM_LIMIT).await?))
    }
}

impl FromRequest for Fields {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move { Self::read(&request, &mut payload, body::FILES_LIMIT).await })
    }
}

mod parts {
    //! Forms with files (RFC 7578).

    use super::Fields;
    use actix_multipart::Multipart;
    use actix_web::{
        error::{ErrorBadRequest, PayloadError},
        http::header::HeaderMap,
        web::Bytes,
    };
    use futures_core::Stream;
    use std::{
        future::poll_fn,
        pin::Pin,
        task::{Context, Poll},
    };

    /// A body that has come in as a whole.
    struct Whole(Option<Bytes>);

    impl Stream for Whole {
        type Item = Result<Bytes, PayloadError>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.take().map(Ok))
        }
    }

    /// Takes a body apart: what has a file name is a file, all else a text.
    pub(super) async fn read(headers: &HeaderMap, body: Bytes) -> Result<Fields, actix_web::Error> {
        let mut parts = Multipart::new(headers, Whole(Some(body)));
        let mut fields = Fields::default();
        while let Some(part) = poll_fn(|context| Pin::new(&mut parts).poll_next(context)).await {
            let mut part = part.map_err(ErrorBadRequest)?;
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = part.content_disposition().is_some_and(|said| said.get_filename().is_some());
            let mut bytes = Vec::new();
            while let Some(chunk) = poll_fn(|context| Pin::new(&mut part).poll_next(context)).await {
                bytes.extend_from_slice(&chunk.map_err(ErrorBadRequest)?);
            }
            if is_file {
                fields.files.push((name, bytes));
            } else {
                fields.texts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        Ok(fields)
    }
}
