//! A page as it reads in a copy: its links are relative, and it does not wait for news.

use super::address::{file, is_kept, relative};

/// The attributes that hold addresses of ours.
const ATTRIBUTES: [&str; 3] = [" href=\"/", " src=\"/", " action=\"/"];

/// A page for the file `from`, with every address of ours that it links. `url` is the public address, where what needs
/// the program is.
pub(super) fn page(html: &str, from: &str, url: &str) -> (String, Vec<String>) {
    let mut out = String::with_capacity(html.len());
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((start, attribute)) = first(rest) {
        let value_at = start + attribute.len() - 1;
        let (before, after) = rest.split_at(value_at);
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(before);
        let address = value.replace("&amp;", "&");
        if is_kept(&address) && !attribute.contains("action") {
            out.push_str(&relative(from, &file(&address)));
            if let Some((_, fragment)) = address.split_once('#') {
                out.push('#');
                out.push_str(fragment);
            }
            found.push(address.split('#').next().unwrap_or_default().to_owned());
        } else {
            out.push_str(url);
            out.push_str(value);
        }
        out.push('"');
        rest = after;
    }
    out.push_str(rest);
    (still(out), found)
}

/// Where the next address begins, and in which attribute.
fn first(text: &str) -> Option<(usize, &'static str)> {
    ATTRIBUTES.into_iter().filter_map(|attribute| Some((text.find(attribute)?, attribute))).min()
}

/// Without the stream, and without the line that says of which minute the page is: both belong to the program.
fn still(mut html: String) -> String {
    for (start, end) in
        [(" data-live=\"/live\" data-revision=\"", "\""), ("<p id=\"age\"", "</p>"), ("<button id=\"pause\"", "</button>")]
    {
        if let Some(from) = html.find(start)
            && let Some(length) = html.get(from + start.len()..).and_then(|rest| rest.find(end))
        {
            html.replace_range(from..from + start.len() + length + end.len(), "");
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_relative_and_what_needs_the_program_points_to_it() {
        let html = concat!(
            r#"<body data-live="/live" data-revision="7.1" class="page"><a href="/history?month=2026-03&amp;region=eu">x</a>"#,
            r#"<a href="/subscribe">y</a><form action="/history"></form><img src="/files/1" alt=""><a href="https://other.example/">z</a>"#,
            r#"<p id="age" data-live="by itself">State of now</p></body>"#
        );
        let (page, found) = page(html, "incidents/1/index.html", "https://status.example");
        assert_eq!(
            page,
            concat!(
                r#"<body class="page"><a href="../../history/month-2026-03/region-eu/index.html">x</a>"#,
                r#"<a href="https://status.example/subscribe">y</a><form action="https://status.example/history"></form>"#,
                r#"<img src="../../files/1/index.html" alt=""><a href="https://other.example/">z</a></body>"#
            )
        );
        assert_eq!(found, ["/history?month=2026-03&region=eu", "/files/1"]);
    }
}
