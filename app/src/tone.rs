//! How bad something is, as people see it: a colour, a shape and a word, always together.

use crate::Lang;

/// The look of a state. Ordered from best to worst, unknown first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Nothing is known.
    #[default]
    Unknown,
    /// Works.
    Operational,
    /// Taken out on purpose.
    Maintenance,
    /// Slow or faulty.
    Degraded,
    /// Out for some.
    Partial,
    /// Out for all.
    Major,
}

impl Tone {
    /// All of them, best to worst after unknown.
    pub const ALL: [Self; 6] = [Self::Unknown, Self::Operational, Self::Maintenance, Self::Degraded, Self::Partial, Self::Major];

    /// The classes that colour an element.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Unknown => "tone tone-unknown",
            Self::Operational => "tone tone-operational",
            Self::Maintenance => "tone tone-maintenance",
            Self::Degraded => "tone tone-degraded",
            Self::Partial => "tone tone-partial",
            Self::Major => "tone tone-major",
        }
    }

    /// The word for the state of a component.
    pub fn word(self, lang: Lang) -> String {
        match self {
            Self::Unknown => lang.say("tone-unknown"),
            Self::Operational => lang.say("tone-operational"),
            Self::Maintenance => lang.say("tone-maintenance"),
            Self::Degraded => lang.say("tone-degraded"),
            Self::Partial => lang.say("tone-partial"),
            Self::Major => lang.say("tone-major"),
        }
    }

    /// Its name in file names and programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Operational => "operational",
            Self::Maintenance => "maintenance",
            Self::Degraded => "degraded",
            Self::Partial => "partial",
            Self::Major => "major",
        }
    }
}
