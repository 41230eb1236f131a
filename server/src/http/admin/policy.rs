//! `GET` and `POST /admin/policy`

use super::stale::{carried, unchanged};
use crate::{
    domain::{
        invalid::Faults,
        person::Role,
        policy::{Policy, Reach, Review, Rule},
        severity::Severity,
    },
    http::{
        answer, extract, fail,
        present::{self, forms},
    },
    services::{self, Refusal},
    state::App,
    store::policies,
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::policy::{Control, Policy as Page},
    pieces::Choice,
};

/// The policy in force.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    match app.read(|conn| Ok(policies::current(conn)?.policy)).await {
        Ok(policy) => show(&app, &staff, StatusCode::OK, &value_of(&policy), (&Faults::default(), "")).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Puts another in force.
pub(crate) async fn post(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Manager) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let typed = |name: &str| fields.get(name).trim().to_owned();
    let mut faults = Faults::default();
    let policy = read(&typed, &mut faults);
    // Numbers that could not be read stand for none while the rest is checked; all is told at once.
    let unread = !faults.0.is_empty();
    policy.check(&mut faults);
    if unread || !faults.0.is_empty() {
        return show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &typed, (&faults, fields.get("seen"))).await;
    }
    let brought = fields.get("seen").to_owned();
    let seen = brought.clone();
    let done = app
        .write(&staff.email, move |conn, act| {
            unchanged("policy", &seen, &policies::current(conn)?.number.to_string())?;
            services::policy::change(conn, act, &policy)
        })
        .await;
    match done {
        Ok(_) => answer::go("/admin/policy"),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &typed, (&faults, &brought)).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// A policy from what was typed. What cannot be read is a fault, and stands for nothing.
fn read(typed: &impl Fn(&str) -> String, faults: &mut Faults) -> Policy {
    let mut number = |field: &str| {
        let text = typed(field);
        let count = text.parse::<u32>();
        if count.is_err() && !text.is_empty() {
            faults.add(field, "is not a whole number; leave it empty for none");
        }
        count.ok()
    };
    let mut rule = |severity: Severity| {
        let name = |field: &str| format!("{severity}.{field}");
        Rule {
            banner: typed(&name("banner")) == "yes",
            email: typed(&name("email")).parse().unwrap_or(Reach::Nobody),
            sms: typed(&name("sms")).parse().unwrap_or(Reach::Nobody),
            social: typed(&name("social")) == "yes",
            called: listed(&typed(&name("called"))),
            called_within: number(&name("called_within")),
            update_every: number(&name("update_every")),
            resolve_within: number(&name("resolve_within")),
            war_room_within: number(&name("war_room_within")),
            executives_every: number(&name("executives_every")),
            review: typed(&name("review")).parse().unwrap_or(Review::None),
            review_within: number(&name("review_within")),
            second_pair_for: number(&name("second_pair_for")),
        }
    };
    let [p1, p2, p3, p4] = [Severity::P1, Severity::P2, Severity::P3, Severity::P4].map(&mut rule);
    let mut required = |field: &str| number(field).unwrap_or_default();
    let (assess_within, extended_after, extended_every) =
        (required("assess_within"), required("extended_after"), required("extended_every"));
    let (signals_needed, signals_within) = (required("signals_needed"), required("signals_within"));
    let signals_lasting = number("signals_lasting");
    let mut ahead = Vec::new();
    for part in listed(&typed("maintenance_notices")) {
        match part.parse() {
            Ok(minutes) => ahead.push(minutes),
            Err(_) => faults.add("maintenance_notices", "are whole numbers of minutes, with commas between"),
        }
    }
    Policy {
        p1,
        p2,
        p3,
        p4,
        assess_within,
        extended_after,
        extended_every,
        signals_needed,
        signals_within,
        signals_lasting,
        executives: listed(&typed("executives")),
        maintenance_notices: ahead,
    }
}

/// What stands between commas.
fn listed(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// What each field of the form shows for a policy.
fn value_of(policy: &Policy) -> impl Fn(&str) -> String + use<> {
    let policy = policy.clone();
    move |field| {
        let number = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
        let yes_or_no = |is: bool| if is { "yes" } else { "no" }.to_owned();
        let Some((severity, name)) = field.split_once('.') else {
            return match field {
                "assess_within" => policy.assess_within.to_string(),
                "extended_after" => policy.extended_after.to_string(),
                "extended_every" => policy.extended_every.to_string(),
                "signals_needed" => policy.signals_needed.to_string(),
                "signals_within" => policy.signals_within.to_string(),
                "signals_lasting" => number(policy.signals_lasting),
                "maintenance_notices" => policy.maintenance_notices.iter().map(u32::to_string).collect::<Vec<_>>().join(", "),
                _ => policy.executives.join(", "),
            };
        };
        let rule = policy.rule(severity.parse().unwrap_or(Severity::P1));
        match name {
            "banner" => yes_or_no(rule.banner),
            "social" => yes_or_no(rule.social),
            "called" => rule.called.join(", "),
            "called_within" => number(rule.called_within),
            "email" => rule.email.to_string(),
            "sms" => rule.sms.to_string(),
            "update_every" => number(rule.update_every),
            "resolve_within" => number(rule.resolve_within),
            "war_room_within" => number(rule.war_room_within),
            "executives_every" => number(rule.executives_every),
            "review" => rule.review.to_string(),
            "review_within" => number(rule.review_within),
            _ => number(rule.second_pair_for),
        }
    }
}

/// Words to choose from with their labels.
type Words = Vec<(&'static str, &'static str)>;

/// The lines of the matrix: field, label, unit, and what there is to choose.
fn lines() -> Vec<(&'static str, &'static str, &'static str, Words)> {
    let reach: Vec<_> = Reach::ALL.iter().map(|reach| (reach.as_str(), reach.label())).collect();
    let review = Review::ALL.iter().map(|review| (review.as_str(), review.label())).collect();
    let yes_or_no = vec![("yes", "Yes"), ("no", "No")];
    vec![
        ("banner", "In-app banner", "", yes_or_no.clone()),
        ("email", "Mail", "", reach.clone()),
        ("sms", "SMS", "", reach),
        ("social", "Social posts", "", yes_or_no),
        ("called", "Staff who are called", "addresses, with commas between", Vec::new()),
        ("called_within", "On it within", "minutes; empty for the normal queue", Vec::new()),
        ("update_every", "Update every", "minutes", Vec::new()),
        ("resolve_within", "Resolve within", "minutes", Vec::new()),
        ("war_room_within", "War room within", "minutes", Vec::new()),
        ("executives_every", "Executives hear every", "minutes", Vec::new()),
        ("review", "Post-mortem", "", review),
        ("review_within", "Post-mortem within", "hours", Vec::new()),
        ("second_pair_for", "Second person for", "minutes", Vec::new()),
    ]
}

/// What holds for every severity: field, label, unit.
const GENERAL: [(&str, &str, &str); 8] = [
    ("assess_within", "Assess within", "minutes"),
    ("extended_after", "Extended outage after", "minutes without an expected end"),
    ("extended_every", "Update then every", "minutes"),
    ("signals_needed", "Signals that call staff", "of one key"),
    ("signals_within", "within", "minutes"),
    ("signals_lasting", "or trouble that lasts", "minutes; empty for never"),
    ("maintenance_notices", "Notices ahead of maintenance", "minutes before, with commas between"),
    ("executives", "Executives", "addresses of people here, with commas between"),
];

async fn show(
    app: &App,
    staff: &extract::Staff,
    status: StatusCode,
    value: &impl Fn(&str) -> String,
    (faults, seen): (&Faults, &str),
) -> HttpResponse {
    let versions = match app.read(|conn| Ok(policies::list(conn)?)).await {
        Ok(versions) => versions,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let control = |name: String, label: String, choices: &[(&str, &str)]| {
        let value = value(&name);
        Control {
            choices: choices.iter().map(|(word, label)| Choice::new(*word, *label, *word == value)).collect(),
            error: forms::error(faults, &name),
            is_text: name.ends_with(".called") || matches!(name.as_str(), "executives" | "maintenance_notices"),
            name,
            label,
            value,
        }
    };
    let rows = lines().into_iter().map(|(field, label, unit, choices)| {
        let cells = Severity::ALL
            .iter()
            .map(|severity| control(format!("{severity}.{field}"), format!("{label}, {}", severity.code()), &choices));
        (label.to_owned(), unit.to_owned(), cells.collect())
    });
    let general = GENERAL
        .iter()
        .map(|(field, label, unit)| ((*label).to_owned(), (*unit).to_owned(), control((*field).to_owned(), String::new(), &[])));
    let seen = carried(seen, faults, &versions.first().map_or(0, |(number, ..)| *number).to_string());
    let page = Page {
        frame: super::frame(app, staff, "/admin/components", "Policy"),
        tabs: super::settings_tabs("/admin/policy"),
        columns: Severity::ALL.iter().map(|severity| severity.label().to_owned()).collect(),
        rows: rows.collect(),
        general: general.collect(),
        faults: forms::summary(faults),
        versions: versions.into_iter().map(|(number, author, at)| (number, author, present::staff_moment(at))).collect(),
        seen,
        may_change: staff.must_be(Role::Manager).is_ok(),
    };
    answer::private(status, page.html())
}
