//! How bad something is, as people see it: a colour, a shape and a word, always together.

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
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown",
            Self::Operational => "Operational",
            Self::Maintenance => "Under maintenance",
            Self::Degraded => "Degraded performance",
            Self::Partial => "Partial outage",
            Self::Major => "Major outage",
        }
    }
}
