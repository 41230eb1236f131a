//! Who is connected. When there is no room for one more, those who have been quiet for longest make room (bar R-16).

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    task::{Context, Waker},
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// Nobody who heard something this lately is let go.
const QUIET: Duration = Duration::from_secs(1);
/// Those who have not asked for anything yet have less time: the first packet of a browser has all of its first request.
const SILENT: Duration = Duration::from_millis(500);
/// How long somebody may be about to ask, or wait: a body comes in 10 seconds, a database is given up after 6.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long somebody may take nothing of an answer that is on its way.
const STALLED: Duration = Duration::from_secs(5);
/// How often it is looked whether there is room.
const RHYTHM: Duration = Duration::from_millis(250);
/// How often it is told that there is none.
const TOLD: Duration = Duration::from_mins(1);

/// The connections of one of the server's threads.
#[derive(Debug)]
pub(crate) struct Crowd {
    room: usize,
    members: RefCell<BTreeMap<u64, Rc<Member>>>,
    next: Cell<u64>,
}

/// One who is connected.
#[derive(Debug)]
pub(super) struct Member {
    number: u64,
    crowd: Rc<Crowd>,
    stage: Cell<Stage>,
    /// When they came to that stage, or were last told something.
    since: Cell<Instant>,
    gone: Cell<bool>,
    /// Whether an answer of theirs never ends.
    listens: Cell<bool>,
    /// Who waits for more of them.
    reader: RefCell<Option<Waker>>,
}

/// One who is connected, as those know them who answer.
pub(crate) struct Guest(pub(super) Rc<Member>);

impl Guest {
    /// The answer to them never ends by itself.
    pub(crate) fn listens(&self) {
        self.0.listens.set(true);
    }
}

/// What passed between us and one who is connected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stage {
    /// No request has come.
    Silent,
    /// A request is on its way, or its answer is being made.
    Asks,
    /// An answer is on its way.
    Hears,
    /// All that was asked is answered, or an answer goes on that never ends.
    Answered,
}

impl Crowd {
    /// Nobody yet, with room for so many.
    pub(crate) fn new(room: usize) -> Rc<Self> {
        Rc::new(Self { room, members: RefCell::default(), next: Cell::default() })
    }

    /// Keeps room for as long as the server's thread runs.
    pub(crate) async fn keep_room(self: Rc<Self>) {
        let mut told: Option<Instant> = None;
        loop {
            sleep(RHYTHM).await;
            let now = Instant::now();
            if self.make_room(now) && told.is_none_or(|told| now - told > TOLD) {
                told = Some(now);
                tracing::warn!(room = self.room, "no more connections fit; those that have been quiet for longest are closed");
            }
        }
    }

    /// When no more fit, lets those go who have not asked for anything, and an eighth of the others. True when none fit.
    fn make_room(&self, now: Instant) -> bool {
        let members = self.members.borrow();
        if members.len() < self.room {
            return false;
        }
        let leaving = members.values().filter(|member| member.is_gone()).count();
        let mut quiet: Vec<_> = members.values().filter(|member| member.is_quiet(now)).collect();
        quiet.sort_by_key(|member| (member.stage.get() != Stage::Silent, member.since.get()));
        let silent = quiet.iter().filter(|member| member.stage.get() == Stage::Silent).count();
        let many = self.room.div_ceil(8).saturating_sub(leaving).max(silent);
        quiet.iter().take(many).for_each(|member| member.go());
        true
    }

    pub(super) fn join(self: &Rc<Self>) -> Rc<Member> {
        let number = self.next.replace(self.next.get() + 1);
        let (stage, since, crowd) = (Cell::new(Stage::Silent), Cell::new(Instant::now()), Rc::clone(self));
        let (gone, listens, reader) = (Cell::default(), Cell::default(), RefCell::default());
        let member = Rc::new(Member { number, crowd, stage, since, gone, listens, reader });
        self.members.borrow_mut().insert(number, Rc::clone(&member));
        member
    }
}

impl Member {
    /// Whether they may be let go.
    fn is_quiet(&self, now: Instant) -> bool {
        let time = match self.stage.get() {
            Stage::Silent => SILENT,
            Stage::Asks => PATIENCE,
            Stage::Hears => STALLED,
            Stage::Answered => QUIET,
        };
        now.saturating_duration_since(self.since.get()) >= time && !self.is_gone()
    }

    /// Lets them go.
    pub(super) fn go(&self) {
        self.gone.set(true);
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }

    /// Whether they were let go.
    pub(super) fn is_gone(&self) -> bool {
        self.gone.get()
    }

    /// Whether an answer of theirs never ends.
    pub(super) fn listens(&self) -> bool {
        self.listens.get()
    }

    /// Something was written.
    pub(super) fn moves(&self) {
        self.since.set(Instant::now());
    }

    /// Where they are now.
    pub(super) fn is_at(&self, stage: Stage) {
        if self.stage.replace(stage) != stage {
            self.since.set(Instant::now());
        }
    }

    /// Nothing more is there to be read for now.
    pub(super) fn waits(&self, context: &Context<'_>) {
        self.reader.borrow_mut().get_or_insert_with(|| context.waker().clone()).clone_from(context.waker());
    }

    /// Makes room.
    pub(super) fn leave(&self) {
        self.crowd.members.borrow_mut().remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone(members: &[Rc<Member>]) -> Vec<usize> {
        (0..members.len()).filter(|index| members[*index].is_gone()).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn the_silent_make_room_then_the_quiet_and_nobody_who_is_in_the_middle_of_something() {
        let crowd = Crowd::new(9);
        let mut members: Vec<_> = (0..8).map(|_| crowd.join()).collect();
        members[0].is_at(Stage::Asks);
        members[1..6].iter().for_each(|member| member.is_at(Stage::Answered));
        sleep(Duration::from_millis(600)).await;
        crowd.make_room(Instant::now());
        assert_eq!(gone(&members), [0_usize; 0], "there is room");
        members.push(crowd.join());
        crowd.make_room(Instant::now());
        assert_eq!(gone(&members), [6, 7], "not who has just come");
        members[8].is_at(Stage::Answered);
        sleep(Duration::from_secs(1)).await;
        members[1].moves();
        crowd.make_room(Instant::now());
        assert_eq!(gone(&members), [6, 7], "these are not closed yet");
        // They are closed by whoever reads from them, and others have come.
        for index in [6, 7] {
            members[index].leave();
            members.push(crowd.join());
        }
        crowd.make_room(Instant::now());
        assert_eq!(gone(&members), [2, 3, 6, 7]);
        members[2].leave();
        crowd.make_room(Instant::now());
        assert_eq!(gone(&members), [2, 3, 6, 7], "there is room");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_asks_or_takes_nothing_for_very_long_goes_too() {
        for (stage, seconds) in [(Stage::Asks, 20), (Stage::Hears, 5)] {
            let crowd = Crowd::new(1);
            let member = crowd.join();
            member.is_at(stage);
            sleep(Duration::from_secs(seconds - 1)).await;
            crowd.make_room(Instant::now());
            assert!(!member.is_gone(), "{stage:?}");
            // Where they are is no other place.
            member.is_at(stage);
            sleep(Duration::from_secs(1)).await;
            crowd.make_room(Instant::now());
            assert!(member.is_gone(), "{stage:?}");
        }
    }
}
