//! The policy: what each severity means, as a matrix, and what holds for all of them.

use super::{Frame, Tabs};
use crate::pieces::{At, Choice, at, errors};
use leptos::prelude::*;

/// The inputs of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Head and navigation.
    pub frame: Frame,
    /// Pages beside this one.
    pub tabs: Tabs,
    /// The severities.
    pub columns: Vec<String>,
    /// Each line of the matrix: what it is, its unit or help, and a control for each severity.
    pub rows: Vec<(String, String, Vec<Control>)>,
    /// What holds for every severity: what it is, its unit or help, and its control.
    pub general: Vec<(String, String, Control)>,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
    /// Versions before: number, author, time.
    pub versions: Vec<(i32, String, At)>,
    /// A mark of the version that the form shows.
    pub seen: String,
    /// Whether the reader may change it.
    pub may_change: bool,
}

/// One control of the matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// The name of the field.
    pub name: String,
    /// What it is, for who cannot see the table.
    pub label: String,
    /// What it is set to.
    pub value: String,
    /// What there is to choose; a number where there is nothing.
    pub choices: Vec<Choice>,
    /// Whether it is free text.
    pub is_text: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Policy {
    /// A believable policy.
    pub fn sample() -> Self {
        let number = Control {
            name: "p1.update_every".to_owned(),
            label: "Update every, P1".to_owned(),
            value: "30".to_owned(),
            ..Control::default()
        };
        let reach = Control {
            name: "p1.email".to_owned(),
            label: "Mail, P1".to_owned(),
            choices: vec![Choice::new("matching", "Everyone who matches", true), Choice::new("nobody", "Nobody", false)],
            ..Control::default()
        };
        Self {
            frame: Frame { title: "Policy".to_owned(), ..Frame::sample() },
            columns: vec!["P1 critical".to_owned()],
            rows: vec![
                ("Mail".to_owned(), String::new(), vec![reach]),
                ("Update every".to_owned(), "minutes".to_owned(), vec![number]),
            ],
            general: vec![(
                "Extended outage after".to_owned(),
                "minutes".to_owned(),
                Control {
                    name: "extended_after".to_owned(),
                    value: "0".to_owned(),
                    error: Some("is too small".to_owned()),
                    ..Control::default()
                },
            )],
            faults: vec![("extended_after".to_owned(), "is too small".to_owned())],
            versions: vec![(1, "ada@northwind.example".to_owned(), At::sample())],
            may_change: true,
            ..Self::default()
        }
    }

    /// The document.
    pub fn html(self) -> String {
        let around = self.frame.clone();
        around.around(move || {
            let heads = self.columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
            let rows = self.rows.into_iter().map(|(label, unit, cells)| {
                let cells = cells.into_iter().map(|cell| view! { <td>{control(cell)}</td> }).collect_view();
                view! { <tr><th scope="row">{label}" "<span class="hint">{unit}</span></th>{cells}</tr> }
            });
            let rows = rows.collect_view();
            let general = self.general.into_iter().map(|(label, unit, one)| {
                let id = one.name.clone();
                view! { <div class="field"><label for=id>{label}" "<span class="hint">{unit}</span></label>{control(one)}</div> }
            });
            let general = general.collect_view();
            let versions = self.versions.into_iter().map(|(number, author, time)| {
                view! { <li>{format!("Version {number}, {author}, ")}{at(time)}</li> }
            });
            let versions = versions.collect_view();
            let button =
                self.may_change.then(|| view! { <div class="actions"><button class="button">"Put it in force"</button></div> });
            view! {
                <h1>"Policy"</h1>
                {self.tabs.view()}
                <p class="hint">"What each severity means. An incident keeps the version that it was opened under."</p>
                <form class="form policy" method="post" action="/admin/policy" novalidate=true>
                    {self.frame.token()}<input type="hidden" name="seen" value=self.seen/>{errors(&self.faults)}
                    <div class="table-box" role="region" aria-label="Policy by severity" tabindex="0">
                        <table class="table matrix"><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>
                    </div>
                    <h2>"For every severity"</h2>
                    <div class="fields">{general}</div>
                    {button}
                </form>
                <h2>"Versions"</h2>
                <ul class="versions"><li>"Version 0, built in"</li>{versions}</ul>
            }
        })
    }
}

fn control(control: Control) -> impl IntoView {
    let Control { name, label, value, choices, is_text, error } = control;
    let invalid = error.is_some().then_some("true");
    let label = (!label.is_empty()).then_some(label);
    let id = name.clone();
    let said = error.map(|error| view! { <p class="error">{error}</p> });
    let input = if choices.is_empty() {
        let (mode, class) = if is_text { ("text", "wide") } else { ("numeric", "number") };
        view! { <input id=id name=name value=value inputmode=mode class=class aria-label=label aria-invalid=invalid/> }.into_any()
    } else {
        let rows = choices
            .into_iter()
            .map(|choice| view! { <option value=choice.value selected=choice.chosen>{choice.label}</option> })
            .collect_view();
        view! { <select id=id name=name aria-label=label aria-invalid=invalid>{rows}</select> }.into_any()
    };
    view! { {input}{said} }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_matrix() {
        insta::assert_snapshot!(super::Policy::sample().html());
    }
}
