//! `/admin/suspicions`: what seems to be wrong, and what staff decide of it.

use super::health_grid;
use crate::{
    domain::{
        id::{IncidentId, SuspicionId},
        incident::{AffectedInput, IncidentInput},
        invalid::Faults,
        person::Role,
        policy::{Policy, minutes},
        signal::SignalInput,
        suspicion::SuspicionState,
    },
    http::{
        answer, extract, fail,
        present::{self, forms},
    },
    services::{
        Act, Refusal,
        signals::{self, Came},
        suspicions as service,
    },
    state::App,
    store::{self, Conn, StoreError, signals as rows, suspicions},
};
use actix_web::{HttpResponse, http::StatusCode, web};
use allclear_app::{
    pages::admin::{
        form::{Form, Part},
        listing::{Item, Listing, Row},
        report::Report,
    },
    pieces::{Choice, Fact, Field, Kind, Options},
};

/// Suspicions on the page, of each state.
const SHOWN: i64 = 50;

/// What is open and what was decided, with a form to report something.
pub(crate) async fn list(app: web::Data<App>, staff: extract::Staff) -> HttpResponse {
    show(&app, &staff, StatusCode::OK, &SignalInput::default(), &Faults::default()).await
}

/// Takes in what staff report.
pub(crate) async fn report(app: web::Data<App>, form: extract::StaffForm) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let input = SignalInput {
        title: fields.get("title").to_owned(),
        affected: health_grid::read(&fields, false),
        ..SignalInput::default()
    };
    let sent = input.clone();
    match app.write(&staff.email, move |conn, act| signals::take(conn, act, &sent)).await {
        Ok(Came::Joined(id)) => answer::go(&format!("/admin/suspicions/{id}")),
        Ok(Came::Known(id)) => answer::go(&format!("/admin/incidents/{id}")),
        Ok(Came::Waits | Came::Cleared) => answer::go("/admin/suspicions"),
        Err(Refusal::Invalid(faults)) => show(&app, &staff, StatusCode::UNPROCESSABLE_ENTITY, &input, &faults).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

async fn show(app: &App, staff: &extract::Staff, status: StatusCode, input: &SignalInput, faults: &Faults) -> HttpResponse {
    let read = app
        .read(|conn| {
            let mut all = Vec::new();
            for state in SuspicionState::ALL {
                all.extend(suspicions::list(conn, *state, SHOWN)?);
            }
            Ok(all)
        })
        .await;
    let all = match read {
        Ok(all) => all,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let rows = all.into_iter().map(|one| Row {
        cells: vec![
            Item::Link(one.title, format!("/admin/suspicions/{}", one.id)),
            Item::Text(one.state.label().to_owned()),
            Item::Moment(Some(present::staff_moment(one.detected_at))),
            Item::Text(if one.acknowledged_by.is_empty() { "nobody yet".to_owned() } else { one.acknowledged_by }),
            Item::Text(one.reason),
        ],
        ..Row::default()
    });
    let snapshot = app.hub.load();
    let advice = "What seems to be wrong. Customers see nothing of it.";
    let page = Report {
        list: Listing {
            frame: super::frame(app, staff, "/admin/suspicions", "Suspected"),
            heads: vec!["Suspected", "Stands", "Detected", "Taken on by", "Reason"],
            rows: rows.collect(),
            empty: "Nothing is suspected.",
            ..Listing::default()
        },
        title: forms::field("title", "What seems to be wrong", advice, &input.title, faults),
        grid: health_grid::grid(&snapshot.state.catalogue, &input.affected, |_| true),
        faults: forms::summary(faults),
        may_report: staff.must_be(Role::Responder).is_ok(),
    };
    answer::private(status, page.html())
}

/// One suspicion with what was reported, and what may be decided.
pub(crate) async fn get(app: web::Data<App>, staff: extract::Staff, id: web::Path<String>) -> HttpResponse {
    one(&app, &staff, SuspicionId::from(id.into_inner()), None).await
}

struct Known {
    suspicion: suspicions::Suspicion,
    signals: Vec<rows::Signal>,
    others: Vec<suspicions::Suspicion>,
    incidents: Vec<store::incidents::Incident>,
    policy: Policy,
}

fn known(conn: &mut Conn, id: &SuspicionId) -> Result<Known, Refusal> {
    let others = suspicions::list(conn, SuspicionState::Open, SHOWN)?.into_iter().filter(|other| other.id != *id);
    let incidents = store::incidents::open(conn)?.into_iter().filter(|one| one.parent.is_none() && !one.drill);
    Ok(Known {
        others: others.collect(),
        incidents: incidents.collect(),
        signals: rows::of(conn, id)?,
        policy: store::policies::current(conn)?.policy,
        suspicion: suspicions::find(conn, id)?.ok_or(Refusal::Missing("suspicion"))?,
    })
}

async fn one(app: &App, staff: &extract::Staff, id: SuspicionId, wrong: Option<(extract::Fields, Faults)>) -> HttpResponse {
    let wanted = id.clone();
    let known = match app.read(move |conn| known(conn, &wanted)).await {
        Ok(known) => known,
        Err(refusal) => return fail::page(app, extract::Reader::default(), &refusal),
    };
    let is_open = known.suspicion.state == SuspicionState::Open && staff.must_be(Role::Responder).is_ok();
    let rows = known.signals.iter().map(|signal| Row {
        cells: vec![
            Item::Text(signal.title.clone()),
            Item::Text(if signal.is_clear { "Clear" } else { "Trouble" }.to_owned()),
            Item::Moment(Some(present::staff_moment(signal.at))),
            Item::Text(signal.source.clone()),
        ],
        ..Row::default()
    });
    let mut decisions = if is_open { decisions(&known) } else { Vec::new() };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some((sent, faults)) = wrong {
        for form in &mut decisions {
            forms::refill(&mut form.parts, &sent, &faults);
        }
    }
    let publish = format!("/admin/incidents/new?suspicion={id}");
    let page = Listing {
        frame: super::frame(app, staff, "/admin/suspicions", &known.suspicion.title),
        button: is_open.then(|| ("Confirm and publish".to_owned(), publish)),
        facts: facts(app, &known),
        heads: vec!["Signal", "Says", "When", "From"],
        rows: rows.collect(),
        empty: "No signal is known.",
        forms: decisions,
        ..Listing::default()
    };
    answer::private(status, page.html())
}

fn facts(app: &App, known: &Known) -> Vec<Fact> {
    let suspicion = &known.suspicion;
    let text = |label: &str, text: String| Fact::Text(label.to_owned(), text);
    let mut facts = vec![
        text("Stands", suspicion.state.label().to_owned()),
        Fact::Moment("Detected".to_owned(), present::staff_moment(suspicion.detected_at)),
    ];
    facts.push(if let Some(time) = suspicion.acknowledged_at {
        Fact::Moment("Taken on".to_owned(), present::staff_moment(time))
    } else {
        let by = suspicion.detected_at + minutes(known.policy.assess_within);
        Fact::Moment("To be assessed".to_owned(), present::countdown(by, app.clock.now()))
    });
    facts.push(text("Maps to", places(app, &suspicion.places)));
    let merged = suspicion.state == SuspicionState::Merged;
    facts.extend((!suspicion.reason.is_empty() && !merged).then(|| text("Reason", suspicion.reason.clone())));
    if merged && suspicion.incident.is_none() {
        let href = format!("/admin/suspicions/{}", suspicion.reason);
        facts.push(Fact::Link("Merged".to_owned(), "into another suspicion".to_owned(), href));
    }
    if let Some(incident) = &suspicion.incident {
        facts.push(Fact::Link("Became".to_owned(), "an incident".to_owned(), format!("/admin/incidents/{incident}")));
    }
    facts
}

fn places(app: &App, text: &str) -> String {
    let snapshot = app.hub.load();
    let catalogue = &snapshot.state.catalogue;
    let places: Vec<AffectedInput> = serde_json::from_str(text).unwrap_or_default();
    let named = places.iter().map(|place| {
        let component = catalogue.known_component("", &place.component).map_or(place.component.as_str(), |one| one.name.as_str());
        let region = catalogue.known_region("", &place.region).map_or(place.region.as_str(), |one| one.name.as_str());
        format!("{component} in {region}")
    });
    let named: Vec<_> = named.collect();
    if named.is_empty() { "no place".to_owned() } else { named.join(", ") }
}

fn decisions(known: &Known) -> Vec<Form> {
    let form = |heading: &str, deed: &str, parts: Vec<Part>, button: &str| Form {
        heading: heading.to_owned(),
        action: format!("/admin/suspicions/{}/{deed}", known.suspicion.id),
        parts,
        button: button.to_owned(),
        ..Form::default()
    };
    let list = |name: &'static str, legend: &str, choices: Vec<Choice>| {
        vec![Part::Select(Options { name, legend: legend.to_owned(), choices, ..Options::default() })]
    };
    let mut forms = Vec::new();
    if known.suspicion.acknowledged_at.is_none() {
        forms.push(form("I look at it", "acknowledge", Vec::new(), "Take it on"));
    }
    if !known.others.is_empty() {
        let others = known.others.iter().map(|one| Choice::new(one.id.to_string(), one.title.clone(), false)).collect();
        forms.push(form("The same as another suspicion", "merge", list("into", "Which", others), "Merge"));
    }
    if !known.incidents.is_empty() {
        let open = known.incidents.iter().map(|one| Choice::new(one.id.to_string(), one.title.clone(), false)).collect();
        forms.push(form("Part of an open incident", "join", list("whole", "Which", open), "Make it a public part"));
    }
    let advice = "For the reports. Nobody outside hears of it.";
    let reason = forms::field("reason", "Why it is nothing", advice, "", &Faults::default());
    forms.push(form("It is nothing", "dismiss", vec![Part::Field(Field { kind: Kind::Body, ..reason })], "Dismiss"));
    forms
}

/// Takes it on, merges it, makes it a part, or dismisses it.
pub(crate) async fn decide(app: web::Data<App>, form: extract::StaffForm, path: web::Path<(String, String)>) -> HttpResponse {
    let extract::StaffForm { staff, fields } = form;
    if let Err(refusal) = staff.must_be(Role::Responder) {
        return fail::page(&app, extract::Reader::default(), &refusal);
    }
    let (id, deed) = path.into_inner();
    let id = SuspicionId::from(id);
    let (wanted, sent) = (id.clone(), fields.clone());
    match app.write(&staff.email, move |conn, act| decided(conn, act, &wanted, &deed, &sent)).await {
        Ok(path) => answer::go(&path),
        Err(Refusal::Invalid(faults)) => one(&app, &staff, id, Some((fields, faults))).await,
        Err(refusal) => fail::page(&app, extract::Reader::default(), &refusal),
    }
}

/// Does what was decided, and says where to go on.
fn decided(conn: &mut Conn, act: &mut Act, id: &SuspicionId, deed: &str, sent: &extract::Fields) -> Result<String, Refusal> {
    let here = format!("/admin/suspicions/{id}");
    match deed {
        "acknowledge" => service::acknowledge(conn, act, id).map(|()| here),
        "dismiss" => service::dismiss(conn, act, id, sent.get("reason")).map(|()| "/admin/suspicions".to_owned()),
        "merge" => {
            let into = SuspicionId::from(sent.get("into"));
            service::merge(conn, act, id, &into).map(|()| format!("/admin/suspicions/{into}"))
        }
        "join" => {
            let whole = IncidentId::from(sent.get("whole"));
            let input = part(conn, id, &whole)?;
            service::join(conn, act, id, &input, &whole).map(|_| format!("/admin/incidents/{whole}"))
        }
        _ => Err(Refusal::Missing("deed")),
    }
}

/// The part that a suspicion becomes: as severe as the whole, with the title that it has.
fn part(conn: &mut Conn, id: &SuspicionId, whole: &IncidentId) -> Result<IncidentInput, Refusal> {
    let suspicion = suspicions::find(conn, id)?.ok_or(Refusal::Missing("suspicion"))?;
    let incident = store::incidents::find(conn, whole)?.ok_or(Refusal::Missing("incident"))?;
    Ok(IncidentInput {
        title: suspicion.title.clone(),
        severity: incident.severity.to_string(),
        body: suspicion.title,
        affected: serde_json::from_str(&suspicion.places).map_err(StoreError::from)?,
        started_at: Some(suspicion.detected_at.to_rfc3339()),
        ..IncidentInput::default()
    })
}
