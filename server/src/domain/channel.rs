//! The ways to reach a subscriber.

super::words! {
    /// One way to reach somebody. Each value is one file in `channels/`.
    Channel {
        /// Electronic mail.
        Email = "email", "Email";
    }
}
