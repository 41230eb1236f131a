//! What happens by itself when its time comes.

super::words! {
    /// One thing to do at a time, once.
    Timer {
        /// Remind staff of the next update of an incident.
        Remind = "remind", "Remind of the next update";
        /// See whether an incident has become an extended outage.
        Extend = "extend", "Extended outage";
        /// Write to the executives.
        Executives = "executives", "Word to the executives";
        /// See whether the war room meets.
        WarRoom = "war_room", "War room";
        /// See whether trouble lasts for so long that staff are called.
        Lasting = "lasting", "Lasting trouble";
    }
}
