//! Subscribing, and changing a subscription.

use super::{
    Frame,
    subscription::{over, signing, stopping, try_out, what_is_kept},
};
use crate::{
    pieces::{Choice, Field, Options, checks, errors, field, select},
    render::{lang, t},
    say,
};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscribe {
    /// Head and foot.
    pub frame: Frame,
    /// The address field; none where an existing subscription is changed.
    pub address: Option<Field>,
    /// By which way, in the form's own word.
    pub by: String,
    /// The other ways: label and address of their forms.
    pub ways: Vec<(String, String)>,
    /// When the form was shown, in milliseconds since 1970: people take their time with it. Only on a form that is new.
    pub since: i64,
    /// Where all that is kept can be saved, and where it is erased; only for an existing subscription.
    pub data: Option<(String, String)>,
    /// Where a test is asked for; only for an existing subscription.
    pub test: Option<String>,
    /// The secret that signs requests to a program, and where it is changed.
    pub secret: Option<(String, String)>,
    /// Whose subscription is changed, masked.
    pub whose: String,
    /// The incident that is to be followed, and nothing else: its id and title. Only on a form that is new.
    pub follows: Option<(String, String)>,
    /// Titles of what a subscriber follows.
    pub following: Vec<String>,
    /// Titles of what a subscriber wants no more of.
    pub muted: Vec<String>,
    /// Whether the subscription has ended; then what is kept is all there is.
    pub ended: bool,
    /// What was just done, or nothing.
    pub done: Option<String>,
    /// Regions.
    pub regions: Options,
    /// Components by group: the group's name, its own box, and its components.
    pub groups: Vec<(String, Option<Choice>, Vec<Choice>)>,
    /// Severities.
    pub severities: Options,
    /// Kinds of news.
    pub kinds: Options,
    /// Time zones.
    pub zone: Options,
    /// Languages of mails.
    pub language: Options,
    /// Feeds that need no address: label and address.
    pub feeds: Vec<(String, String)>,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// Where all mail is stopped; only for an existing subscription.
    pub stop: Option<String>,
}

impl Subscribe {
    /// A believable form, filled in wrong.
    pub fn sample() -> Self {
        let options = |name, legend: &str, choices| Options { name, legend: legend.to_owned(), choices, ..Options::default() };
        Self {
            frame: Frame::sample(),
            by: "email".to_owned(),
            ways: vec![("Slack".to_owned(), "/subscribe?by=slack".to_owned())],
            address: Some(Field {
                name: "email",
                label: "Email address".to_owned(),
                kind: crate::pieces::Kind::Email,
                value: "ada@example".to_owned(),
                error: Some("is not a mail address".to_owned()),
                ..Field::default()
            }),
            regions: options("regions", "Regions", vec![Choice::new("eu", "Europe", true)]),
            groups: vec![(
                "Commerce".to_owned(),
                Some(Choice::new("g1", "All of Commerce", false)),
                vec![Choice::new("c1", "Payments", true)],
            )],
            severities: options("severities", "How bad", vec![Choice::new("p1", "P1 critical", false)]),
            kinds: options("kinds", "What about", vec![Choice::new("incidents", "Incidents", true)]),
            zone: options("zone", "Time zone", vec![Choice::new("", "UTC", true)]),
            language: options("language", "Language", vec![Choice::new("en", "English", true)]),
            feeds: vec![("RSS".to_owned(), "/feed.rss".to_owned())],
            faults: vec![("email".to_owned(), "is not a mail address".to_owned())],
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        if self.ended {
            return self.frame.around("page reading", || (), move || over(self.data));
        }
        self.frame.around("page reading", || (), move || {
            let (is_new, is_whole) = (self.address.is_some(), self.follows.is_none());
            let (heading, lede) = head(is_new, is_whole, &self.by, self.whose);
            let done = self.done.map(|text| view! { <p class="notice" role="status">{text}</p> });
            let by = is_new.then(|| view! { <input type="hidden" name="by" value=self.by/> });
            view! {
                <h1>{heading}</h1>
                <p class="lede">{lede}</p>
                {done}
                {self.following.into_iter().map(following).collect_view()}
                {self.muted.into_iter().map(muted).collect_view()}
                <form class="form" method="post" novalidate=true>
                    {errors(&self.faults)}
                    {self.follows.map(followed)}
                    {self.address.map(field)}{by}{other_ways(self.ways)}
                    {is_new.then(|| trap(self.since))}
                    {is_whole.then(|| what(self.regions, self.groups, self.severities, self.kinds))}
                    {select(self.zone)}
                    {select(self.language)}
                    <div class="actions"><button class="button">{if is_new { t("subscribe") } else { t("save") }}</button></div>
                </form>
                {self.test.map(try_out)}
                {self.secret.map(signing)}
                {self.stop.map(stopping)}
                {self.data.map(what_is_kept)}
                {(is_new && is_whole).then(|| rather(self.feeds))}
            }
        })
    }
}

/// What stands above the form. A text message has no room for a link that changes what one gets.
fn head(is_new: bool, is_whole: bool, by: &str, whose: String) -> (String, String) {
    match (is_new, is_whole) {
        (false, _) => (t("preferences-heading"), say!(lang(), "preferences-lede", whose = whose)),
        (true, false) => (t("follow"), t("follow-lede")),
        (true, true) if by == "sms" => (t("subscribe-heading"), t("subscribe-lede-sms")),
        (true, true) => (t("subscribe-heading"), t("subscribe-lede")),
    }
}

fn muted(title: String) -> impl IntoView {
    view! { <p class="notice">{say!(lang(), "muted-text", title = title)}</p> }
}

fn following(title: String) -> impl IntoView {
    view! { <p class="notice">{say!(lang(), "follows", title = title)}</p> }
}

/// The incident that the form is about.
fn followed((id, title): (String, String)) -> impl IntoView {
    view! {
        <p><b><bdi>{title}</bdi></b></p>
        <input type="hidden" name="incident" value=id/>
    }
}

fn other_ways(ways: Vec<(String, String)>) -> Option<impl IntoView> {
    if ways.is_empty() {
        return None;
    }
    let links = ways.into_iter().map(|(label, href)| view! { <li><a href=href>{label}</a></li> }).collect_view();
    Some(view! { <nav class="ways" aria-label=t("rather-in")><p class="hint">{t("rather-in")}</p><ul>{links}</ul></nav> })
}

/// People leave this field empty since they do not see it, and take their time; programs fill it in at once.
fn trap(since: i64) -> impl IntoView {
    view! {
        <input type="hidden" name="since" value=since/>
        <p class="visually-hidden" aria-hidden="true"><label>{t("leave-empty")}<input name="website" tabindex="-1" autocomplete="off"/></label></p>
    }
}

/// What one wants to hear of.
fn what(
    regions: Options,
    groups: Vec<(String, Option<Choice>, Vec<Choice>)>,
    severities: Options,
    kinds: Options,
) -> impl IntoView {
    view! {
        {checks(regions, "checks")}
        {components(groups)}
        {checks(severities, "checks one")}
        {checks(kinds, "checks")}
    }
}

fn rather(feeds: Vec<(String, String)>) -> impl IntoView {
    let rows = feeds.into_iter().map(|(label, href)| view! { <li><a href=href>{label}</a></li> }).collect_view();
    view! {
        <section class="also" aria-labelledby="feeds">
            <h2 id="feeds">{t("rather-a-feed")}</h2>
            <p class="muted">{t("feeds-note")}</p>
            <ul>{rows}</ul>
        </section>
    }
}

fn components(groups: Vec<(String, Option<Choice>, Vec<Choice>)>) -> Option<impl IntoView> {
    if groups.is_empty() {
        return None;
    }
    let folds = groups.into_iter().map(|(name, whole, members)| {
        let chosen = members.iter().filter(|choice| choice.chosen).count();
        let all = whole.as_ref().is_some_and(|choice| choice.chosen);
        let hint = match (all, chosen) {
            (true, _) => t("all"),
            (false, 0) => String::new(),
            (false, count) => count.to_string(),
        };
        let whole = whole.map(|choice| crate::pieces::boxes("groups", vec![choice]));
        view! {
            <details class="fold" open=!hint.is_empty()>
                <summary>{name}<span class="hint">{hint.clone()}</span></summary>
                <div class="checks">{whole}{crate::pieces::boxes("components", members)}</div>
            </details>
        }
    });
    let folds = folds.collect_view();
    Some(view! {
        <fieldset id="components" tabindex="-1">
            <legend>{t("components")}</legend>
            <p class="hint">{t("components-hint")}</p>
            {folds}
        </fieldset>
    })
}

#[cfg(test)]
mod tests {
    use super::Subscribe;

    #[test]
    fn a_form_that_came_back() {
        insta::assert_snapshot!(Subscribe::sample().html());
    }

    #[test]
    fn one_incident_is_followed_by_an_address_alone() {
        let follows = Some(("1".to_owned(), "Payments are failing in Europe".to_owned()));
        insta::assert_snapshot!(Subscribe { follows, faults: Vec::new(), ..Subscribe::sample() }.html());
    }

    #[test]
    fn of_what_has_ended_only_the_data_is_left() {
        let data = Some(("/subscriptions/x/data".to_owned(), "/subscriptions/x/erase".to_owned()));
        insta::assert_snapshot!(Subscribe { ended: true, data, ..Subscribe::sample() }.html());
    }

    #[test]
    fn preferences_show_no_address_field() {
        let page = Subscribe {
            address: None,
            ways: Vec::new(),
            data: Some(("/subscriptions/x/data".to_owned(), "/subscriptions/x/erase".to_owned())),
            test: Some("/subscriptions/x/test".to_owned()),
            secret: Some(("whsec_c2VjcmV0".to_owned(), "/subscriptions/x/secret".to_owned())),
            whose: "a…@example.com".to_owned(),
            following: vec!["Payments are failing in Europe".to_owned()],
            muted: vec!["Search is slow".to_owned()],
            stop: Some("/unsubscribe/x".to_owned()),
            ..Subscribe::sample()
        };
        insta::assert_snapshot!(page.html());
    }
}
