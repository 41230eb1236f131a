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
        /// See whether somebody is on an incident.
        Called = "called", "Somebody on it";
        /// See whether the war room meets.
        WarRoom = "war_room", "War room";
        /// Remind staff of a review.
        Review = "review", "Post-mortem";
        /// Tell again of a maintenance that is ahead.
        Upcoming = "upcoming", "Notice ahead of maintenance";
        /// Begin a maintenance.
        Start = "start", "Start of maintenance";
        /// Ask staff whether a maintenance ends in time.
        Ask = "ask", "Will it be done in time";
        /// Tell customers that a maintenance takes longer, since nobody answered.
        Overrun = "overrun", "Maintenance takes longer";
        /// End a maintenance.
        End = "end", "End of maintenance";
        /// Write down the next dates of a maintenance that comes again.
        Series = "series", "Next dates of a maintenance";
        /// See whether trouble lasts for so long that staff are called.
        Lasting = "lasting", "Lasting trouble";
    }
}
