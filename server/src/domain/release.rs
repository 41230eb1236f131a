//! A second pair of eyes before something is published (PRODUCT 3.10).

super::words! {
    /// Where a release stands.
    ReleaseState {
        /// For somebody to release it.
        Waiting = "waiting", "Waiting";
        /// Published.
        Released = "released", "Released";
        /// Taken back.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}
