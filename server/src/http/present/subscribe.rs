//! The forms of subscribers.

use super::{forms, frame, tone, view::View};
use crate::domain::{
    channel::Channel,
    filter::Kind,
    id::GroupId,
    invalid::{Faults, Invalid},
    language::Language,
    severity::Severity,
    subscriber::SubscriptionInput,
};
use allclear_app::{
    Lang,
    pages::subscribe::Subscribe,
    pieces::{self, Choice, Field},
    say,
};

/// By which way somebody wants to be told, and where; by mail the address is in the input.
pub(crate) struct Way {
    /// The way.
    pub channel: Channel,
    /// The address as it was typed.
    pub address: String,
    /// The incident that is to be followed and nothing else; empty for a subscription.
    pub follows: String,
}

impl Default for Way {
    fn default() -> Self {
        Self { channel: Channel::Email, address: String::new(), follows: String::new() }
    }
}

/// The form to subscribe, with what was typed; `has_sms` says whether SMS can be sent.
pub(crate) fn subscribe(view: View<'_>, input: &SubscriptionInput, way: &Way, has_sms: bool, faults: &Faults) -> Subscribe {
    let lang = view.lang;
    let faults = &in_language(lang, faults);
    let address = if way.channel == Channel::Email {
        let field = forms::field("email", lang.say("email"), &lang.say("email-hint"), &input.email, faults);
        Field { kind: pieces::Kind::Email, ..field }
    } else {
        let hint = lang.say(&format!("endpoint-{}", way.channel));
        let label = match way.channel {
            Channel::Sms => lang.say("telephone"),
            Channel::Webhook => lang.say("endpoint"),
            other => format!("{}: {}", other.label(), lang.say("endpoint")),
        };
        let field = forms::field("endpoint", label, &hint, &way.address, faults);
        let kind = if way.channel == Channel::Sms { pieces::Kind::Telephone } else { pieces::Kind::Url };
        Field { kind, ..field }
    };
    let named = |channel: Channel| match channel {
        Channel::Email => lang.say("by-mail"),
        Channel::Sms => lang.say("by-sms"),
        Channel::Webhook => lang.say("webhook"),
        // Names of services are the same in every language.
        other => other.label().to_owned(),
    };
    let offered = |channel: &&Channel| **channel != way.channel && (has_sms || **channel != Channel::Sms);
    let others = Channel::ALL.iter().filter(offered);
    let incident = if way.follows.is_empty() { String::new() } else { format!("&incident={}", way.follows) };
    let ways = others.map(|channel| (named(*channel), view.plain(&format!("/subscribe?by={channel}{incident}")))).collect();
    let frame = frame(view, &lang.say(if way.follows.is_empty() { "subscribe-title" } else { "follow" }));
    let path = if way.follows.is_empty() { "/subscribe".to_owned() } else { format!("/subscribe?incident={}", way.follows) };
    let languages = Lang::ALL.into_iter().map(|lang| (lang, view.to_language(&path, lang))).collect();
    let frame = allclear_app::pages::Frame { languages, ..frame };
    let feeds = frame.feeds.iter().map(|(_, label, href)| (label.clone(), href.clone())).collect();
    Subscribe { address: Some(address), by: way.channel.to_string(), ways, feeds, ..common(view, frame, input, faults) }
}

/// The form to change a subscription.
pub(crate) fn preferences(view: View<'_>, input: &SubscriptionInput, faults: &Faults, whose: &str, stop: String) -> Subscribe {
    let frame = frame(view, &view.lang.say("preferences-title"));
    let mut common = common(view, frame, input, &in_language(view.lang, faults));
    if input.kinds.is_empty() {
        // Who only follows an incident chose none.
        common.kinds.choices.iter_mut().for_each(|choice| choice.chosen = false);
    }
    Subscribe { whose: whose.to_owned(), stop: Some(stop), ..common }
}

/// What people get wrong in these forms is their address, and that is told in their language.
fn in_language(lang: Lang, faults: &Faults) -> Faults {
    let told = faults.0.iter().map(|fault| match fault.field.as_str() {
        "email" if lang != Lang::En => Invalid::new("email", lang.say("fault-email")),
        _ => fault.clone(),
    });
    Faults(told.collect())
}

fn common(view: View<'_>, frame: allclear_app::pages::Frame, input: &SubscriptionInput, faults: &Faults) -> Subscribe {
    let (catalogue, lang) = (&view.state.catalogue, view.lang);
    let chosen = |list: &[String], id: &str, code: &str| list.iter().any(|word| word == id || word == code);
    let regions = catalogue
        .regions
        .iter()
        .map(|one| Choice::new(one.id.as_str(), &one.name, chosen(&input.regions, one.id.as_str(), &one.code)));
    let severities = Severity::ALL.iter().map(|one| Choice {
        hint: lang.say(&format!("severity-{one}-means")),
        ..Choice::new(one.as_str(), tone::severity(lang, *one), chosen(&input.severities, one.as_str(), ""))
    });
    let kinds = Kind::ALL.iter().map(|one| {
        let preset = input.kinds.is_empty() && *one != Kind::Postmortems;
        Choice::new(one.as_str(), lang.say(&format!("kind-{one}")), preset || chosen(&input.kinds, one.as_str(), ""))
    });
    let spoken = if input.language.is_empty() { lang.code() } else { input.language.as_str() };
    let languages = Language::ALL.iter().map(|one| Choice::new(one.as_str(), one.label(), one.as_str() == spoken));
    Subscribe {
        frame,
        regions: forms::options("regions", lang.say("regions"), &lang.say("regions-hint"), regions.collect(), faults),
        groups: groups(view, input),
        severities: forms::options("severities", lang.say("how-bad"), &lang.say("how-bad-hint"), severities.collect(), faults),
        kinds: forms::options("kinds", lang.say("what-about"), "", kinds.collect(), faults),
        zone: forms::zones(lang, &input.zone, faults),
        language: forms::options("language", lang.say("mail-language"), "", languages.collect(), faults),
        faults: forms::summary(faults),
        ..Subscribe::default()
    }
}

fn groups(view: View<'_>, input: &SubscriptionInput) -> Vec<(String, Option<Choice>, Vec<Choice>)> {
    let members = |group: Option<&GroupId>| -> Vec<Choice> {
        let mine = view.state.catalogue.components.iter().filter(|component| component.group.as_ref() == group);
        mine.map(|one| {
            Choice::new(
                one.id.as_str(),
                &one.name,
                input.components.iter().any(|word| word == one.id.as_str() || *word == one.code),
            )
        })
        .collect()
    };
    let grouped = view.state.catalogue.groups.iter().map(|group| {
        let whole = Choice::new(
            group.id.as_str(),
            say!(view.lang, "all-of", group = group.name.as_str()),
            input.groups.iter().any(|word| word == group.id.as_str()),
        );
        (group.name.clone(), Some(whole), members(Some(&group.id)))
    });
    let loose = (view.lang.say("components"), None, members(None));
    grouped.chain(std::iter::once(loose)).filter(|(_, _, members)| !members.is_empty()).collect()
}
