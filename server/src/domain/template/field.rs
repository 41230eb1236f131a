//! The fields that a template may name.

crate::domain::words! {
    /// Something that is put in where a text says `{word}`. The label says what it is.
    Field {
        /// The reader's organisation.
        Customer = "customer", "the reader's organisation; in mails only, its paragraph is left out for everybody else";
        /// What the reader's organisation gets back.
        Credit = "credit", "a sentence on what the reader's organisation gets back; in mails only, left out for everybody else";
        /// The title of the page.
        Company = "company", "the title of the page";
        /// The groups of what is affected.
        Service = "service", "the groups of the affected components";
        /// The components.
        Components = "components", "the affected components";
        /// The regions.
        Regions = "regions", "the affected regions";
        /// The components with their regions.
        Scope = "scope", "the affected components with their regions";
        /// The worst health.
        Impact = "impact", "the worst health of what is affected; for a maintenance what customers notice";
        /// The share of customers.
        Share = "share", "the share of customers that is affected";
        /// When it began.
        Started = "started", "when it began, on the reader's clock";
        /// When it was over.
        Ended = "ended", "when it was over, on the reader's clock";
        /// The phase.
        Phase = "phase", "the phase";
        /// What is new: the words of the update.
        WhatChanged = "what_changed", "what is new, by hand; in mails the words of the update";
        /// What nobody knows yet.
        Unknown = "unknown", "what is not known yet, by hand";
        /// The cause.
        Cause = "cause", "the cause in brief";
        /// What was done.
        Fix = "fix", "what was fixed, by hand";
        /// What prevents it.
        Prevention = "prevention", "what keeps it from coming back, by hand";
        /// When it is expected to be over.
        Eta = "eta", "a sentence on when it will be over, or that this is not known";
        /// What customers can do.
        WhatToDo = "what_to_do", "what customers can do meanwhile";
        /// When more is said.
        NextUpdate = "next_update", "a sentence on when more is said";
        /// The page of it.
        Link = "link", "the address of its page; in mails only";
        /// When planned work begins.
        Starts = "starts", "when planned work begins, on the reader's clock";
        /// When planned work ends.
        Ends = "ends", "when planned work ends, on the reader's clock";
        /// Until when to speak up.
        ContactBy = "contact_by", "until when customers may object to planned work";
        /// What happened, in brief.
        Summary = "summary", "a summary, by hand";
        /// What happened, by time.
        Timeline = "timeline", "the thread as a table, for post-mortems";
    }
}

impl Field {
    /// Whether it differs from reader to reader, or is known only once it is published: good for mails alone.
    pub(crate) fn is_personal(self) -> bool {
        matches!(self, Self::Customer | Self::Credit | Self::Link)
    }

    /// Whether only a person can say it.
    pub(crate) fn is_by_hand(self) -> bool {
        matches!(self, Self::WhatChanged | Self::Unknown | Self::Fix | Self::Prevention | Self::Summary)
    }

    /// The field of a form that says it, if one does.
    pub(crate) fn said_in(self) -> &'static str {
        match self {
            Self::Components | Self::Regions | Self::Scope | Self::Impact | Self::Service => "affected",
            Self::Share => "customers_affected",
            Self::Cause => "cause",
            Self::WhatToDo => "workaround",
            Self::Starts => "starts_at",
            Self::Ends => "ends_at",
            Self::ContactBy => "contact_by",
            _ => "body",
        }
    }
}
