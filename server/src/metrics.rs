//! What the program counts of itself, for Prometheus (`OpenMetrics` text). What the database knows is asked when it is read.

use crate::domain::{channel::Channel, delivery::Outcome, notice::NoticeKind};
use chrono::TimeDelta;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// Everything that is counted while the program runs.
pub(crate) struct Metrics {
    requests: Family<Status, Counter>,
    attempts: Family<Attempt, Counter>,
    first: Histogram,
    last: Histogram,
    registry: Registry,
}

/// What is known at the moment of reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Standing {
    /// Deliveries that wait, by channel.
    pub queued: Vec<(Channel, i64)>,
    /// How long the oldest news or delivery has not left.
    pub oldest: TimeDelta,
    /// Whether the database answers.
    pub database: bool,
    /// How old the page is that readers see.
    pub page_age: TimeDelta,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Status {
    /// `2xx`, `3xx`, `4xx` or `5xx`.
    class: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Attempt {
    channel: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Waiting {
    channel: &'static str,
}

/// From half a second to an hour: a first mail is promised within one second, the last of many takes its time.
const SECONDS: [f64; 11] = [0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 1_800.0, 3_600.0];

impl Metrics {
    /// Nothing counted yet.
    pub(crate) fn new() -> Self {
        let (requests, attempts) = (Family::default(), Family::default());
        let (first, last) = (Histogram::new(SECONDS), Histogram::new(SECONDS));
        let mut registry = Registry::with_prefix("allclear");
        registry.register("requests", "Requests that were answered, by class of status", requests.clone());
        registry.register("delivery_attempts", "Attempts to deliver, by channel and outcome", attempts.clone());
        registry.register("publish_to_first_seconds", "From publishing to the first delivery", first.clone());
        registry.register("publish_to_last_seconds", "From publishing until nothing waits any more", last.clone());
        Self { requests, attempts, first, last, registry }
    }

    /// A request was answered with this status.
    pub(crate) fn answered(&self, status: u16) {
        let class = match status {
            100..=299 => "2xx",
            300..=399 => "3xx",
            400..=499 => "4xx",
            _ => "5xx",
        };
        self.requests.get_or_create(&Status { class }).inc();
    }

    /// A delivery was tried on this channel.
    pub(crate) fn tried(&self, channel: Channel, outcome: &Outcome) {
        let outcome = match outcome {
            Outcome::Sent(_) => "sent",
            Outcome::Later(_) => "later",
            Outcome::Gone(_) => "gone",
            Outcome::Blocked(_) => "blocked",
        };
        self.attempts.get_or_create(&Attempt { channel: channel.as_str(), outcome }).inc();
    }

    /// The first of a notice left after so long.
    pub(crate) fn began(&self, after: TimeDelta) {
        self.first.observe(after.as_seconds_f64());
    }

    /// Nothing of a notice waits any more after so long.
    pub(crate) fn ended(&self, kind: NoticeKind, after: TimeDelta) {
        if kind.is_publication() {
            self.last.observe(after.as_seconds_f64());
        }
    }

    /// All of it as text, with what is known now.
    pub(crate) fn text(&self, standing: &Standing) -> Result<String, std::fmt::Error> {
        let mut now = Registry::with_prefix("allclear");
        let (queued, oldest, database, age) =
            (Family::<Waiting, Gauge>::default(), Gauge::<i64>::default(), Gauge::<i64>::default(), Gauge::<i64>::default());
        for (channel, count) in &standing.queued {
            queued.get_or_create(&Waiting { channel: channel.as_str() }).set(*count);
        }
        oldest.set(standing.oldest.num_seconds());
        database.set(i64::from(standing.database));
        age.set(standing.page_age.num_seconds());
        now.register("queued_deliveries", "Deliveries that wait, by channel", queued);
        now.register("oldest_unsent_seconds", "How long the oldest news or delivery has not left", oldest);
        now.register("database_up", "Whether the database answers", database);
        now.register("page_age_seconds", "How old the page is that readers see", age);
        let (mut counted, mut known) = (String::new(), String::new());
        encode(&mut counted, &self.registry)?;
        encode(&mut known, &now)?;
        // Each ends with a mark of the end; one document has one.
        Ok(counted.trim_end().trim_end_matches("# EOF").to_owned() + &known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_what_prometheus_reads() {
        let metrics = Metrics::new();
        for status in [200, 204, 304, 404, 503] {
            metrics.answered(status);
        }
        metrics.tried(Channel::Email, &Outcome::Sent("250 ok".to_owned()));
        metrics.began(TimeDelta::milliseconds(700));
        metrics.ended(NoticeKind::Opened, TimeDelta::seconds(40));
        metrics.ended(NoticeKind::Staff, TimeDelta::seconds(40));
        let queued = vec![(Channel::Email, 7)];
        let standing = Standing { queued, oldest: TimeDelta::seconds(3), database: true, page_age: TimeDelta::seconds(20) };
        let text = metrics.text(&standing).unwrap();
        // The order of a family's lines is not promised.
        let mut lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.pop(), Some("# EOF"));
        lines.sort_unstable();
        insta::assert_snapshot!(lines.join("\n"));
    }
}
