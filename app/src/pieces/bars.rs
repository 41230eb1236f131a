//! Ninety days as bars: height and colour both tell what was lost.

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
    /// The same in words.
    pub label: String,
    /// Oldest first.
    pub days: Vec<Bar>,
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
        Self { label: "Payments: 99.93 % available over 90 days, trouble on 2 days.".to_owned(), days }
    }
}

/// Height of the drawing; a lost share never shows smaller than `LEAST`, so that a short outage is seen.
const HEIGHT: u16 = 32;
const LEAST: u16 = 5;

/// Each colour is one path, so that a page of bars stays small.
pub(crate) fn bars(bars: &Bars) -> impl IntoView + use<> {
    let mut up = Paint::new("up");
    let mut lost = [Paint::new("major"), Paint::new("partial"), Paint::new("degraded"), Paint::new("maintenance")];
    let mut unknown = String::new();
    for (place, day) in bars.days.iter().enumerate() {
        let x = place * 4;
        if day.unknown {
            // Writing to a String cannot fail.
            let _ = write!(unknown, "M{x}.5 .5h2v31h-2z");
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
    for paint in [up, maintenance, degraded, partial, major, Paint { class: "unknown", d: unknown }] {
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

struct Paint {
    class: &'static str,
    d: String,
}

impl Paint {
    fn new(class: &'static str) -> Self {
        Self { class, d: String::new() }
    }

    fn block(&mut self, x: usize, top: u16, height: u16) {
        if height > 0 {
            let _ = write!(self.d, "M{x} {top}h3v{height}h-3z");
        }
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
