//! Days as bars: height and colour both tell what was lost, and a list says the same in words.

use crate::render::t;
use leptos::prelude::*;
use std::fmt::Write;

/// What one day was like, in thousandths of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// Nothing is known of the day.
    pub unknown: bool,
    /// Out for all.
    pub major: u16,
    /// Out for some.
    pub partial: u16,
    /// Slow or faulty.
    pub degraded: u16,
    /// Under maintenance.
    pub maintenance: u16,
}

/// The bars of one component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bars {
    /// The same in one sentence.
    pub label: String,
    /// The first day, as in `2026-08-26`.
    pub from: String,
    /// Oldest first.
    pub days: Vec<Bar>,
    /// How many days had trouble, in words; nothing when none had.
    pub summary: String,
    /// The days that had trouble, newest first: the day and what was lost on it.
    pub troubled: Vec<(String, String)>,
    /// The availability over all of it in words; nothing when it is not known.
    pub availability: String,
}

impl Bars {
    /// Bars with some trouble.
    pub fn sample() -> Self {
        let mut days = vec![Bar::default(); 90];
        for (place, day) in days.iter_mut().enumerate() {
            day.unknown = place < 5;
            day.major = if place == 40 { 120 } else { 0 };
            day.partial = if place == 70 { 300 } else { 0 };
        }
        Self {
            label: "Payments: 99.93 % available over 90 days, trouble on 2 days.".to_owned(),
            from: "2025-12-02".to_owned(),
            days,
            summary: "Trouble on 2 days".to_owned(),
            troubled: vec![
                ("2026-02-10".to_owned(), "10 February: 7 h 12 min partial outage".to_owned()),
                ("2026-01-11".to_owned(), "11 January: 2 h 52 min major outage".to_owned()),
            ],
            availability: "99.93 % over 90 days".to_owned(),
        }
    }
}

/// Height of the drawing; a lost share never shows smaller than `LEAST`, so that a short outage is seen.
const HEIGHT: u16 = 32;
const LEAST: u16 = 5;

/// The bars, and under them the days that had trouble.
pub(crate) fn bars(bars: Bars) -> impl IntoView + use<> {
    let drawing = drawing(&bars);
    let troubled = (!bars.troubled.is_empty()).then(|| {
        let rows = bars.troubled.into_iter().map(|(day, text)| view! { <li data-day=day>{text}</li> }).collect_view();
        view! { <details class="troubled"><summary>{bars.summary}</summary><ol>{rows}</ol></details> }
    });
    view! {
        <div class="uptime" data-from=bars.from data-quiet=t("no-trouble") data-unknown=t("nothing-known")>{drawing}</div>
        <div class="bars-foot">{troubled}<span class="availability">{bars.availability}</span></div>
    }
}

/// Each colour is one path, so that a page of bars stays small.
fn drawing(bars: &Bars) -> impl IntoView + use<> {
    let mut up = Paint::new("up");
    let mut lost = [Paint::new("major"), Paint::new("partial"), Paint::new("degraded"), Paint::new("maintenance")];
    let mut unknown = Paint::new("unknown");
    for (x, day) in (0..).step_by(4).zip(&bars.days) {
        if day.unknown {
            unknown.hollow(x);
            continue;
        }
        let shares = [day.major, day.partial, day.degraded, day.maintenance];
        let mut top = 0;
        for (paint, share) in lost.iter_mut().zip(shares) {
            let height = height(share).min(HEIGHT - top);
            paint.block(x, top, height);
            top += height;
        }
        up.block(x, top, HEIGHT - top);
    }
    let [major, partial, degraded, maintenance] = lost;
    let mut paths = String::new();
    for paint in [up, maintenance, degraded, partial, major, unknown] {
        if !paint.d.is_empty() {
            let _ = write!(paths, r#"<path class="{}" d="{}"/>"#, paint.class, paint.d);
        }
    }
    let label = bars.label.clone();
    view! { <svg class="bars" viewBox="0 0 360 32" preserveAspectRatio="none" role="img" aria-label=label inner_html=paths></svg> }
}

fn height(share: u16) -> u16 {
    if share == 0 { 0 } else { (share.min(1_000) / 4 * HEIGHT / 250).max(LEAST) }
}

/// All blocks of one colour. Each is drawn from where the last began, so that equal days are equal text and pack well.
struct Paint {
    class: &'static str,
    d: String,
    last: (i32, i32),
}

impl Paint {
    fn new(class: &'static str) -> Self {
        Self { class, d: String::new(), last: (0, 0) }
    }

    fn block(&mut self, x: i32, top: u16, height: u16) {
        if height > 0 {
            let (dx, dy) = (x - self.last.0, i32::from(top) - self.last.1);
            self.last = (x, i32::from(top));
            // Writing to a String cannot fail.
            let _ = write!(self.d, "m{dx} {dy}h3v{height}h-3z");
        }
    }

    /// A day of which nothing is known; its line lies on whole pixels.
    fn hollow(&mut self, x: i32) {
        let _ = write!(self.d, "M{x}.5 .5h2v31h-2z");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_of_outage_is_seen_and_a_whole_day_is_full() {
        assert_eq!((height(0), height(1), height(1_000), height(5_000)), (0, LEAST, HEIGHT, HEIGHT));
    }
}
