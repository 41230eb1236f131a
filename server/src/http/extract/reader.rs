//! In which language a reader wants the page.

use crate::snapshot::{Document, Key};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use allclear_app::Lang;
use std::future::{Ready, ready};

/// The language of a reader: `?lang=` goes before `Accept-Language`, and English stands in for the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reader {
    /// The language.
    pub lang: Lang,
    /// Whether it was chosen by hand, so that links keep it.
    pub chosen: bool,
}

impl Reader {
    /// What a request says.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        let query = request.query_string();
        // Most requests name no language, and then there is nothing to take apart.
        let named = query.contains("lang=").then(|| value(query, "lang")).flatten();
        if let Some(lang) = named.and_then(|code| Lang::parse(code.split('-').next().unwrap_or_default())) {
            return Self { lang, chosen: true };
        }
        let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Self { lang: accepted.and_then(Lang::accepted).unwrap_or_default(), chosen: false }
    }

    /// The language that the address names, for documents that are the same for everybody who asks for that address.
    pub(crate) fn named(request: &HttpRequest) -> Self {
        Some(Self::of(request)).filter(|reader| reader.chosen).unwrap_or_default()
    }

    /// The name of a document as this reader sees it.
    pub(crate) fn key(self, document: Document) -> Key {
        Key { document, lang: self.lang, chosen: self.chosen }
    }
}

impl FromRequest for Reader {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// The value of a field in a query; none when it is missing or empty.
pub(crate) fn value(query: &str, name: &str) -> Option<String> {
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .filter(|value| !value.is_empty())
}
