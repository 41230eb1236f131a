//! What a subscriber can do beside changing what they get.

use crate::render::t;
use leptos::prelude::*;

/// A button that asks for a test.
pub(super) fn try_out(target: String) -> impl IntoView {
    view! { <form method="post" action=target class="aside"><button class="button button-quiet">{t("send-test")}</button></form> }
}

/// The secret that signs requests to a program, and a button for another one.
pub(super) fn signing((secret, target): (String, String)) -> impl IntoView {
    view! {
        <section class="also" aria-labelledby="secret">
            <h2 id="secret">{t("secret")}</h2>
            <p class="muted">{t("secret-note")}</p>
            <p><code class="secret">{secret}</code></p>
            <form method="post" action=target><button class="button button-quiet">{t("secret-change")}</button></form>
        </section>
    }
}

/// A button that stops it all.
pub(super) fn stopping(target: String) -> impl IntoView {
    view! {
        <section class="danger" aria-labelledby="stop">
            <h2 id="stop">{t("stop-all")}</h2>
            <p>{t("stop-note")}</p>
            <form method="post" action=target><button class="button button-danger">{t("stop-all")}</button></form>
        </section>
    }
}

/// All that is kept of somebody: where it is saved, and a button that erases it.
pub(super) fn what_is_kept((save, erase): (String, String)) -> impl IntoView {
    view! {
        <section class="also" aria-labelledby="data">
            <h2 id="data">{t("your-data")}</h2>
            <p class="muted">{t("your-data-note")}</p>
            <form method="post" action=erase class="actions">
                <a class="button button-quiet" href=save download="subscription.json">{t("your-data-save")}</a>" "
                <button class="button button-quiet">{t("erase")}</button>
            </form>
        </section>
    }
}

/// What is left of a subscription that has ended.
pub(super) fn over(data: Option<(String, String)>) -> impl IntoView {
    view! {
        <h1>{t("stopped-title")}</h1>
        <p class="lede">{t("stopped-text")}</p>
        {data.map(what_is_kept)}
    }
}
