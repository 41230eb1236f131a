//! What a member of staff does on an incident (PRODUCT 3.6: one commander is named).

super::words! {
    /// The duty of one person on one incident.
    Duty {
        /// Decides, and is one person.
        Commander = "commander", "Commander";
        /// Writes what customers read.
        Communications = "communications", "Communications";
        /// Mends it.
        Operations = "operations", "Operations";
        /// Writes down what happens.
        Scribe = "scribe", "Scribe";
        /// Helps, and is reminded like the others.
        Helper = "helper", "On it";
    }
}
