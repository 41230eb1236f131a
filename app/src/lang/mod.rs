//! The languages of pages and mails: their words (Fluent) and which of them a reader wants.

mod accept;
mod words;

pub use fluent_bundle::FluentValue as Value;

/// A language that every page and mail can be read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Japanese.
    Ja,
    /// Arabic, written from right to left.
    Ar,
}

impl Lang {
    /// All of them, English first.
    pub const ALL: [Self; 6] = [Self::En, Self::De, Self::Fr, Self::Es, Self::Ja, Self::Ar];

    /// Its tag (BCP 47).
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Ja => "ja",
            Self::Ar => "ar",
        }
    }

    /// What its readers call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Fr => "Français",
            Self::Es => "Español",
            Self::Ja => "日本語",
            Self::Ar => "العربية",
        }
    }

    /// The direction it is written in, as HTML names it.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            _ => "ltr",
        }
    }

    /// The language with this tag.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code))
    }

    /// The best of ours for an `Accept-Language` header (RFC 9110, 12.5.4).
    pub fn accepted(header: &str) -> Option<Self> {
        accept::best(header)
    }

    /// What a message reads in this language.
    pub fn say(self, key: &str) -> String {
        words::say(self, key, None)
    }

    /// The same with values for its variables.
    pub fn say_with(self, key: &str, values: &[(&'static str, Value<'_>)]) -> String {
        words::say(self, key, Some(values))
    }
}

/// `say!(lang, "key", name = value)`: a message with values for its variables.
#[macro_export]
macro_rules! say {
    ($lang:expr, $key:expr $(,)?) => { $lang.say($key) };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $lang.say_with($key, &[$((stringify!($name), $crate::Value::from($value))),+])
    };
}
