//! From an address of the site to a file, and from one file to another.

/// Where a walk begins; all pages are linked from one of these. The last are for programs, which no page links.
pub(super) const STARTS: [&str; 19] = [
    "/",
    "/sitemap.xml",
    "/robots.txt",
    "/embed.js",
    "/banner.json",
    "/badge.svg",
    "/card.png",
    "/history.rss",
    "/history.atom",
    "/api/v2/summary.json",
    "/api/v2/status.json",
    "/api/v2/components.json",
    "/api/v2/incidents.json",
    "/api/v2/incidents/unresolved.json",
    "/api/v2/incidents/resolved.json",
    "/api/v2/scheduled-maintenances.json",
    "/api/v2/scheduled-maintenances/upcoming.json",
    "/api/v2/scheduled-maintenances/active.json",
    "/api/v3/openapi.json",
];

/// Pages that only a running program can answer.
const LIVE: [&str; 6] = ["/subscribe", "/subscriptions", "/confirm", "/mute", "/unsubscribe", "/admin"];

/// Whether an address can be a file. A search cannot: there are as many as there are texts.
pub(super) fn is_kept(address: &str) -> bool {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let live = LIVE.iter().any(|live| path == *live || path.starts_with(&format!("{live}/")));
    !live && !query.split('&').any(|part| part.starts_with("q=") || part.starts_with("severity="))
}

/// The file of an address, from the root of the copy: `/history?month=2026-03` is `history/month-2026-03/index.html`.
pub(super) fn file(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = path.trim_matches('/');
    let parts: Vec<String> = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}-{}", plain(&name), plain(&value)))
        .collect();
    let last = path.rsplit('/').next().unwrap_or_default();
    if let Some((_, ending)) = last.rsplit_once('.') {
        // A file of its own kind keeps its ending.
        let stem = path.strip_suffix(&format!(".{ending}")).unwrap_or(path).to_owned();
        return [vec![stem], parts, vec![ending.to_owned()]].concat().join(".");
    }
    let folders = [vec![path.to_owned()], parts, vec!["index.html".to_owned()]].concat();
    folders.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

/// Only what every file system and bucket takes.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' }).collect()
}

/// The way from one file to another.
pub(super) fn relative(from: &str, to: &str) -> String {
    let depth = from.matches('/').count();
    format!("{}{to}", "../".repeat(depth))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_a_file_of_its_own() {
        for (address, path) in [
            ("/", "index.html"),
            ("/?region=eu&lang=de", "region-eu/lang-de/index.html"),
            ("/incidents/01J/postmortem", "incidents/01J/postmortem/index.html"),
            ("/history?month=2026-03&region=eu", "history/month-2026-03/region-eu/index.html"),
            ("/feed.rss?region=eu", "feed.region-eu.rss"),
            ("/api/v2/incidents/unresolved.json", "api/v2/incidents/unresolved.json"),
            ("/uptime?component=api#calendar", "uptime/component-api/index.html"),
            ("/maintenance/1/calendar.ics", "maintenance/1/calendar.ics"),
            ("/history?component=..%2F..%2Fetc", "history/component-______etc/index.html"),
        ] {
            assert_eq!(file(address), path, "{address}");
        }
    }

    #[test]
    fn what_needs_the_program_is_left_to_it() {
        assert!(is_kept("/history?month=2026-03") && is_kept("/subscriber-news"));
        for live in ["/subscribe", "/subscribe?region=eu", "/admin", "/history?month=2026-03&q=cards"] {
            assert!(!is_kept(live), "{live}");
        }
    }

    #[test]
    fn links_lead_from_folder_to_folder() {
        assert_eq!(relative("index.html", "history/index.html"), "history/index.html");
        assert_eq!(relative("incidents/1/index.html", "assets/page.css"), "../../assets/page.css");
    }
}
