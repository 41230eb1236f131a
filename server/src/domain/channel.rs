//! The ways to reach a subscriber.

super::words! {
    /// One way to reach somebody. Each value is one file in `channels/`.
    Channel {
        /// Electronic mail.
        Email = "email", "Email";
        /// A text message to a telephone.
        Sms = "sms", "SMS";
        /// A channel of Slack, by an incoming webhook.
        Slack = "slack", "Slack";
        /// A channel of Microsoft Teams, by a workflow.
        Teams = "teams", "Microsoft Teams";
        /// A channel of Discord, by a webhook.
        Discord = "discord", "Discord";
        /// A space of Google Chat, by an incoming webhook.
        GoogleChat = "google_chat", "Google Chat";
        /// A program, by a request signed as Standard Webhooks has it.
        Webhook = "webhook", "Webhook";
    }
}

impl Channel {
    /// Those that are reached by a request.
    pub(crate) fn posted() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|channel| *channel != Self::Email)
    }

    /// Whether its addresses are secrets: whoever knows one may write there.
    pub(crate) fn is_sealed(self) -> bool {
        !matches!(self, Self::Email | Self::Sms)
    }
}
