//! The languages that readers choose from (PRODUCT 11).

use allclear_app::Lang;

super::words! {
    /// A language of pages and mails.
    Language {
        /// English.
        En = "en", "English";
        /// German.
        De = "de", "Deutsch";
        /// French.
        Fr = "fr", "Français";
        /// Spanish.
        Es = "es", "Español";
        /// Japanese.
        Ja = "ja", "日本語";
        /// Arabic.
        Ar = "ar", "العربية";
    }
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::De => Self::De,
            Language::Fr => Self::Fr,
            Language::Es => Self::Es,
            Language::Ja => Self::Ja,
            Language::Ar => Self::Ar,
        }
    }
}
