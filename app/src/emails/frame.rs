//! What every HTML mail has in common: one column, dark mode, no images, nothing from elsewhere.

use crate::{Lang, render::html};
use leptos::prelude::*;

/// The few rules a mail needs; clients that drop them still show plain, readable text.
const STYLE: &str = ":root{color-scheme:light dark}\
body{margin:0;padding:24px 16px;background:#faf9f6;color:#1b1d22;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif}\
main{max-width:560px;margin:0 auto}\
h1{font-size:22px;line-height:1.25;margin:4px 0 16px}\
h2{font-size:16px;line-height:1.25;margin:24px 0 8px}\
a{color:#2f4fd0}\
.then{margin:8px 0 0}.said{margin:0 0 12px;white-space:pre-line}\
.state{font-weight:600;margin:0}\
table{border-collapse:collapse;width:100%;margin:0 0 16px}\
th,td{text-align:start;vertical-align:top;padding:6px 12px 6px 0;border-top:1px solid #e4e2dd;font-weight:400}\
th{color:#5b616d;width:35%}\
.go{display:inline-block;padding:10px 16px;border-radius:6px;background:#2f4fd0;color:#fff;text-decoration:none}\
.foot{border-top:1px solid #e4e2dd;margin-top:24px;padding-top:12px;color:#5b616d;font-size:14px}\
.major{color:#b91c2e}.partial{color:#a8430f}.degraded{color:#7d5a00}.maintenance{color:#3556b8}.operational{color:#187347}\
@media (prefers-color-scheme:dark){\
body{background:#101217;color:#e9eaee}a{color:#9db1ff}th,.foot{color:#a0a7b3}th,td,.foot{border-color:#2a2e37}\
.go{background:#9db1ff;color:#101217}\
.major{color:#ff7a80}.partial{color:#f0894a}.degraded{color:#e2b13c}.maintenance{color:#8aa8ff}.operational{color:#4cc38a}}";

/// A whole mail around its body. The preheader, which may be empty, is what lists of mails show beside the subject.
pub(super) fn frame<V: IntoView>(lang: Lang, title: &str, preheader: &str, body: impl FnOnce() -> V) -> String {
    let (title, preheader) = (title.to_owned(), preheader.to_owned());
    let preheader = (!preheader.is_empty()).then(|| view! { <div style="display:none">{preheader}</div> });
    let inner = html(lang, move || {
        view! {
            <html lang=lang.code() dir=lang.dir()>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{title}</title>
                    <style inner_html=STYLE></style>
                </head>
                <body>
                    {preheader}
                    <main>{body()}</main>
                </body>
            </html>
        }
    });
    format!("<!DOCTYPE html>{inner}")
}
