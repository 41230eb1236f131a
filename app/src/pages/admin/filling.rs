//! Filling in the words of a form from a template.

use crate::pieces::{Options, select};
use leptos::prelude::*;

/// What the return key does, since browsers press the first button of a form.
pub(super) fn by_return(act: &'static str) -> impl IntoView {
    view! { <button class="visually-hidden" name="act" value=act tabindex="-1" aria-hidden="true">"Go on"</button> }
}

/// Fills in the words from a template and comes back to a place of the page; nothing where there is none.
pub(super) fn from_template(template: Options, back_to: String) -> impl IntoView + use<> {
    (!template.choices.is_empty()).then(|| {
        view! {
            <div class="fields template">
                {select(template)}<button class="button button-quiet" name="act" value="fill" formaction=back_to>"Fill in"</button>
            </div>
        }
    })
}
