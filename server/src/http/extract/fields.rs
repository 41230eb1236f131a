//! A form as it was sent: names and values in order, some more than once.

use super::body;
use actix_web::{FromRequest, HttpRequest, dev::Payload, error::ErrorUnsupportedMediaType};
use std::pin::Pin;

/// The fields of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `a=1&b=2`. Bytes that are not UTF-8 become a mark that the checks of text refuse.
    pub(crate) fn parse(text: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(text).into_owned().collect())
    }

    /// The value of a field; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The value of a field that the form had filled in beforehand: none when it is empty or was left as it was.
    pub(crate) fn typed(&self, name: &str, prefilled: &str) -> Option<String> {
        let value = self.get(name);
        (!value.is_empty() && value != prefilled).then(|| value.to_owned())
    }

    /// Every value of a field that is not empty.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.clone()).collect()
    }

    /// What follows `prefix` in the names of fields, with their values.
    pub(crate) fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?, value.as_str())))
    }
}

impl FromRequest for Fields {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = body::is_of(request, "application/x-www-form-urlencoded");
        let mut payload = payload.take();
        Box::pin(async move {
            if !is_form {
                return Err(ErrorUnsupportedMediaType("send the form as application/x-www-form-urlencoded"));
            }
            Ok(Self::parse(&body::read(&mut payload, body::FORM_LIMIT).await?))
        })
    }
}
