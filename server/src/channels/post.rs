//! What is posted to a channel of a chat service: the same news as in a mail, in the form of each service.

use super::{discord, google_chat, slack, teams};
use crate::domain::channel::Channel;
use allclear_app::{Lang, Tone, emails::news::News, say};
use serde_json::Value;

/// What a post says, on any service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Post {
    /// How bad it looks.
    pub tone: Tone,
    /// Where it stands, and what it is about: `Investigating: Payments are failing`.
    pub heading: String,
    /// Label and value of each fact, in order.
    pub facts: Vec<(String, String)>,
    /// What is said, in Markdown.
    pub text: String,
    /// Label and address of the one thing to do.
    pub action: (String, String),
    /// From whom it is.
    pub brand: String,
    /// Label and address of where this is changed or stopped; none where there is nothing to stop yet.
    pub manage: Option<(String, String)>,
}

impl Post {
    /// News, with where its reader changes what they get.
    pub(crate) fn of(news: News, manage: String) -> Self {
        Self {
            tone: news.tone,
            heading: format!("{}: {}", news.state, news.title),
            facts: news.facts,
            text: news.body_text,
            action: (news.lang.say("all-updates"), news.link),
            brand: news.brand,
            manage: Some((news.lang.say("change-what-you-get"), manage)),
        }
    }

    /// The request to confirm, or the answer to one who is subscribed already.
    pub(crate) fn letter(lang: Lang, brand: &str, known: bool, link: String) -> Self {
        let word = |ours: &str, other: &str| lang.say(if known { ours } else { other });
        Self {
            tone: Tone::Unknown,
            heading: word("letter-known", "letter-confirm"),
            facts: Vec::new(),
            text: format!("{} {}", say!(lang, "post-asked", brand = brand), word("letter-known-text", "letter-confirm-text")),
            action: (word("change-what-you-get", "confirm-button"), link),
            brand: brand.to_owned(),
            manage: None,
        }
    }

    /// A message that only shows that it arrives.
    pub(crate) fn test(lang: Lang, brand: &str, manage: String) -> Self {
        Self {
            tone: Tone::Operational,
            heading: lang.say("post-test"),
            facts: Vec::new(),
            text: say!(lang, "post-test-text", brand = brand),
            action: (lang.say("change-what-you-get"), manage),
            brand: brand.to_owned(),
            manage: None,
        }
    }

    /// The body that the service expects. Mail, SMS and signed requests have forms of their own.
    pub(crate) fn body(&self, channel: Channel) -> Option<Value> {
        match channel {
            Channel::Slack => Some(slack::compose(self)),
            Channel::Teams => Some(teams::compose(self)),
            Channel::Discord => Some(discord::compose(self)),
            Channel::GoogleChat => Some(google_chat::compose(self)),
            Channel::Email | Channel::Sms | Channel::Webhook => None,
        }
    }
}

/// At most so many characters, with an ellipsis where something was left out.
pub(super) fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    // Between words where there is a space in reach, and never inside a link, whether of Slack and Google Chat or in Markdown.
    let reach = (limit / 4).min(200);
    let is_near = |at: &usize| kept.get(*at..).unwrap_or_default().chars().count() <= reach;
    let at_word = kept.rfind(char::is_whitespace).filter(is_near).unwrap_or(kept.len());
    let kept = kept.get(..at_word).unwrap_or(&kept);
    let open = kept.rfind("<http").filter(|at| !kept.get(*at..).unwrap_or_default().contains('>'));
    let kept = kept.get(..open.unwrap_or(kept.len())).unwrap_or(kept);
    format!("{}…", kept.get(..begun_link(kept).unwrap_or(kept.len())).unwrap_or(kept).trim_end())
}

/// Where a link in Markdown begins that does not end.
fn begun_link(text: &str) -> Option<usize> {
    let open = text.rmatch_indices('[').map(|(at, _)| at).find(|at| !text.get(..*at).unwrap_or_default().ends_with('\\'))?;
    let link = text.get(open..)?;
    let is_whole = match link.split_once("](") {
        Some((_, address)) => address.contains(')'),
        // Behind a bracket at the very end an address may have stood.
        None => link.contains(']') && !link.ends_with(']'),
    };
    // A bracket that stands alone, far back, begins no link.
    (!is_whole && link.len() < LONGEST_LINK).then_some(open)
}

/// Longest link that is kept whole, in bytes.
const LONGEST_LINK: usize = 2_000;

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A post that holds what each service gives a meaning of its own.
    pub(in super::super) fn sample() -> Post {
        Post {
            tone: Tone::Major,
            heading: "Investigating: Payments <!channel> & @everyone fail".to_owned(),
            facts: vec![
                ("Severity".to_owned(), "P1 critical".to_owned()),
                ("Affected".to_owned(), "Payments in Europe: Major outage".to_owned()),
            ],
            text: "Card payments **fail** <!here> since *ten*; see [the guide](https://x.example/a?b=c&d).\n\n- retry\n- wait, `3` min"
                .to_owned(),
            action: ("All updates".to_owned(), "https://status.example/incidents/i1?lang=en".to_owned()),
            brand: "Northwind".to_owned(),
            manage: Some(("Change what you get".to_owned(), "https://status.example/subscriptions/s1".to_owned())),
        }
    }

    #[test]
    fn each_service_gets_its_form() {
        for channel in [Channel::Slack, Channel::Teams, Channel::Discord, Channel::GoogleChat] {
            let body = serde_json::to_string_pretty(&sample().body(channel).unwrap()).unwrap();
            insta::assert_snapshot!(channel.as_str(), body);
        }
    }

    #[test]
    fn nothing_is_cut_inside_a_link() {
        let text = "See [the guide](https://x.example/guide) and more of it";
        for limit in 1..text.chars().count() {
            let cut = cut(text, limit);
            let is_whole = cut.contains("[the guide](https://x.example/guide)");
            assert!(is_whole || !cut.contains('['), "{cut}");
        }
        assert_eq!(cut("a \\[b c d e", 9), "a \\[b c…");
    }

    #[test]
    fn the_longest_texts_keep_to_the_limits() {
        let long = |count: usize| "ü&".repeat(count);
        let post = Post {
            heading: long(200),
            facts: (0..60).map(|_| (long(200), long(2_000))).collect(),
            text: long(20_000),
            ..sample()
        };
        let size = |channel| serde_json::to_string(&post.body(channel).unwrap()).unwrap().len();
        assert!(size(Channel::Teams) <= 24 * 1024, "{}", size(Channel::Teams));
        assert!(size(Channel::GoogleChat) <= 32 * 1024, "{}", size(Channel::GoogleChat));
        let slack = post.body(Channel::Slack).unwrap();
        let blocks = slack["blocks"].as_array().unwrap();
        assert!(blocks.len() <= 50);
        for text in blocks.iter().filter_map(|block| block["text"]["text"].as_str()) {
            assert!(text.chars().count() <= 3_000);
        }
        let discord = post.body(Channel::Discord).unwrap();
        let embed = &discord["embeds"][0];
        let length = |value: &Value| value.as_str().unwrap_or_default().chars().count();
        let fields = embed["fields"].as_array().unwrap();
        let all: usize = fields.iter().map(|field| length(&field["name"]) + length(&field["value"])).sum();
        assert!(all + length(&embed["title"]) + length(&embed["description"]) + length(&embed["footer"]["text"]) <= 6_000);
    }
}
