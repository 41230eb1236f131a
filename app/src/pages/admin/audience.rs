//! Who will hear something, counted before it is published.

use super::now::numbers;
use crate::pieces::severity;
use leptos::prelude::*;

/// Who will hear it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// A mark of what was counted.
    pub mark: String,
    /// How many by mail.
    pub by_mail: i64,
    /// How many by SMS; none where policy wants no SMS.
    pub by_sms: Option<i64>,
    /// The severity in words.
    pub severity: String,
    /// What else there is to know before publishing.
    pub notes: Vec<String>,
    /// The affected regions, each with how many hear it by mail; none when it concerns everybody.
    pub regions: Vec<(String, i64)>,
    /// Some of the addresses.
    pub sample: Vec<String>,
    /// How many do not hear it, and why.
    pub left_out: Vec<(i64, String)>,
    /// The mail, in each zone: zone, subject, text.
    pub mails: Vec<(String, String, String)>,
}

impl Audience {
    /// How many people get it by mail, in words.
    pub(super) fn people(&self) -> String {
        match self.by_mail {
            0 => "nobody".to_owned(),
            1 => "1 person".to_owned(),
            count => format!("{count} people"),
        }
    }
}

pub(super) fn counted(audience: Audience) -> impl IntoView {
    let sample_heading = match audience.sample.len() {
        0 => None,
        count => Some(format!("{count} of the {}", audience.by_mail)),
    };
    let sample = audience.sample.into_iter().map(|address| view! { <li><bdi>{address}</bdi></li> }).collect_view();
    let sample = sample_heading.map(|heading| view! { <div><h3>{heading}</h3><ul class="samples">{sample}</ul></div> });
    let left_out = left_out(audience.left_out).map(|table| view! { <div><h3>"Left out"</h3>{table}</div> });
    let badge = (!audience.severity.is_empty()).then(|| view! { <h3>"Severity"</h3><p>{severity(&audience.severity)}</p> });
    let notes = audience.notes.into_iter().map(|note| view! { <p>{note}</p> }).collect_view();
    let said = view! { <div>{badge}{notes}</div> };
    let mails = audience.mails.into_iter().map(|(zone, subject, text)| {
        let label = format!("The mail in {zone}");
        view! {
            <article class="mail" aria-label=label>
                <header><strong>{subject}</strong>" "{zone}</header>
                <pre class="letter">{text}</pre>
            </article>
        }
    });
    let mails = mails.collect_view();
    let by_sms = audience.by_sms.map(|count| ("by SMS", count, false));
    let counts = std::iter::once(("by mail", audience.by_mail, false)).chain(by_sms).collect();
    view! {
        <div class="audience" id="audience" role="status">
            {numbers(counts)}
            {said}
            <div><h3>"Regions"</h3>{regions(audience.regions)}</div>
            {sample}{left_out}
            <div><h3>"The mail"</h3><div class="mails">{mails}</div></div>
        </div>
    }
}

/// How many hear nothing, and why; nothing when everybody hears it.
pub(super) fn left_out(reasons: Vec<(i64, String)>) -> Option<impl IntoView> {
    (!reasons.is_empty()).then(|| {
        let rows = reasons
            .into_iter()
            .map(|(count, why)| view! { <tr><th scope="row" class="end">{count.to_string()}</th><td>{why}</td></tr> });
        let rows = rows.collect_view();
        view! { <table class="table"><tbody>{rows}</tbody></table> }
    })
}

/// A line for each region. Who asked for several of them counts in each.
fn regions(regions: Vec<(String, i64)>) -> AnyView {
    if regions.is_empty() {
        return view! { <p>"No place is named, so it concerns everybody."</p> }.into_any();
    }
    let rows = regions
        .into_iter()
        .map(|(name, count)| view! { <tr><th scope="row">{name}</th><td class="end">{format!("{count} by mail")}</td></tr> });
    let rows = rows.collect_view();
    view! { <table class="table"><tbody>{rows}</tbody></table> }.into_any()
}
