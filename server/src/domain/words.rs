//! One way to write an enum that is stored, sent and typed as a word.
//!
//! The word is the wire and database form; the label is what people read.

/// Declares an enum with `as_str`, `label`, `ALL`, `FromStr`, `Display` and serde in its word form.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:tt, $label:tt;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub(crate) enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+ }

        #[expect(clippy::allow_attributes, reason = "a macro cannot know which of its methods a type will use")]
        #[allow(dead_code, reason = "each word type offers the same few methods")]
        impl $name {
            /// Every value, in the order of declaration.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word stored and sent.
            pub(crate) fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The words people read.
            pub(crate) fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!("“{}” is not one of: {}", word.escape_debug(), [$($word),+].join(", "))),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;
