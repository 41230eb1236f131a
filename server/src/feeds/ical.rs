//! iCalendar (RFC 5545, RFC 7986) of maintenance windows, for the calendars of customers.
//!
//! Written by hand: the `icalendar` crate (0.17) folds some lines at 76 octets and leaves `NAME` unescaped.

use super::feed::clean;
use allclear_app::Lang;
use chrono::{DateTime, Utc};

/// Most octets in a line, its end not counted (RFC 5545, 3.1).
const WIDTH: usize = 75;

/// How every calendar begins. An hour is soon enough for what is planned days ahead.
const HEAD: [&str; 6] = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Allclear//Status page//EN",
    "CALSCALE:GREGORIAN",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
];

/// What the calendar is of.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    /// What readers see it called.
    pub name: String,
    /// The language of its texts.
    pub lang: Lang,
    /// What is to be done with it: `PUBLISH`, or `CANCEL` what was published (RFC 5546, 3.2).
    pub method: &'static str,
    /// Its windows.
    pub windows: Vec<Window>,
}

/// One maintenance.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    /// Its name for ever, the same after every change.
    pub uid: String,
    /// What it is called.
    pub title: String,
    /// What is done, without marks.
    pub text: String,
    /// Where to read it.
    pub link: String,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// When any of this was last changed.
    pub changed_at: DateTime<Utc>,
    /// How often it was changed.
    pub sequence: u32,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// The calendar as text; the same windows give the same octets.
pub(crate) fn render(calendar: &Calendar) -> String {
    let (lang, name) = (calendar.lang.code(), escaped(&calendar.name));
    let mut lines: Vec<String> = HEAD.map(str::to_owned).into();
    lines.push(format!("METHOD:{}", calendar.method));
    lines.push(format!("NAME;LANGUAGE={lang}:{name}"));
    lines.push(format!("X-WR-CALNAME:{name}"));
    lines.extend(calendar.windows.iter().flat_map(|window| event(window, lang)));
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// The lines of one event. Transparent: work on our side makes no customer busy.
fn event(window: &Window, lang: &str) -> [String; 13] {
    let status = if window.cancelled { "CANCELLED" } else { "CONFIRMED" };
    let changed = stamp(window.changed_at);
    [
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&window.uid)),
        format!("DTSTAMP:{changed}"),
        format!("LAST-MODIFIED:{changed}"),
        format!("SEQUENCE:{}", window.sequence),
        format!("DTSTART:{}", stamp(window.starts_at)),
        format!("DTEND:{}", stamp(window.ends_at)),
        format!("SUMMARY;LANGUAGE={lang}:{}", escaped(&window.title)),
        format!("DESCRIPTION;LANGUAGE={lang}:{}", escaped(&window.text)),
        format!("URL:{}", window.link),
        format!("STATUS:{status}"),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ]
}

/// A time in UTC.
fn stamp(time: DateTime<Utc>) -> String {
    time.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a value (RFC 5545, 3.3.11). Backslashes first, or those of the other marks would be doubled.
fn escaped(text: &str) -> String {
    clean(text).replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// The line with its end, cut where it gets too long but never inside a character; a space opens each further piece.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 2);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > WIDTH {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn calendar(title: &str) -> Calendar {
        let window = Window {
            uid: "m1@status.example".to_owned(),
            title: title.to_owned(),
            text: "Card payments pause; refunds, too.\nNothing is lost.".to_owned(),
            link: "https://status.example/maintenance/1".to_owned(),
            starts_at: "2026-03-08T02:00:00Z".parse().unwrap(),
            ends_at: "2026-03-08T03:30:00Z".parse().unwrap(),
            changed_at: "2026-03-01T09:00:00.5Z".parse().unwrap(),
            sequence: 2,
            cancelled: false,
        };
        let cancelled = Window { uid: "m2@status.example".to_owned(), cancelled: true, ..window.clone() };
        Calendar {
            name: "Northwind: maintenance".to_owned(),
            lang: Lang::En,
            method: "PUBLISH",
            windows: vec![window, cancelled],
        }
    }

    /// The title of the first event, as a program would read it.
    fn title(text: &str) -> String {
        let whole = text.replace("\r\n ", "");
        let value = whole.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY;LANGUAGE=en:")).unwrap();
        let (mut read, mut chars) = (String::new(), value.chars());
        while let Some(c) = chars.next() {
            read.push(match c {
                '\\' => chars.next().map(|c| if c == 'n' { '\n' } else { c }).unwrap(),
                c => c,
            });
        }
        read
    }

    #[test]
    fn an_event_per_window() {
        insta::assert_snapshot!(render(&calendar("Database upgrade")).replace("\r\n", "\n"));
    }

    #[test]
    fn a_line_of_two_full_pieces_is_not_too_long() {
        let first = "x".repeat(WIDTH);
        let second = "y".repeat(WIDTH - 1);
        assert_eq!(folded(&format!("{first}{second}")), format!("{first}\r\n {second}\r\n"));
        assert_eq!(folded(&format!("{first}{second}z")), format!("{first}\r\n {second}\r\n z\r\n"));
    }

    #[test]
    fn a_hostile_name_stays_in_its_line() {
        let text = render(&Calendar { name: "a\r\nMETHOD:CANCEL".to_owned(), ..calendar("Upgrade") });
        assert!(text.contains("\r\nX-WR-CALNAME:a\\nMETHOD:CANCEL\r\n"), "{text}");
    }

    proptest! {
        #[test]
        fn any_title_reads_back(said in "[\\PC\n\r\t\\\\;,]{0,200}") {
            let text = render(&calendar(&said));
            prop_assert!(text.split("\r\n").all(|line| line.len() <= WIDTH), "{text}");
            prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
            prop_assert_eq!(title(&text), clean(&said));
        }
    }
}
