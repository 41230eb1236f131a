//! Who is connected. When there is no room for one more, those who have been quiet for longest make room (bar R-16).

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    task::{Context, Waker},
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// Nobody who said or heard something this lately is let go.
const QUIET: Duration = Duration::from_secs(1);
/// Those who have not asked for anything yet have less time: the first packet of a browser has all of its first request.
const SILENT: Duration = Duration::from_millis(500);
/// How often it is looked whether there is room.
const RHYTHM: Duration = Duration::from_millis(250);

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
    /// When the last byte went to and fro.
    moved: Cell<Instant>,
    stage: Cell<Stage>,
    gone: Cell<bool>,
    /// Who waits for more of them.
    reader: RefCell<Option<Waker>>,
}

/// What passed between us and one who is connected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stage {
    /// No request has come whole.
    Silent,
    /// A request has, and nothing was answered yet.
    Asks,
    /// Something was answered.
    Answered,
}

impl Crowd {
    /// Nobody yet, with room for so many.
    pub(crate) fn new(room: usize) -> Rc<Self> {
        Rc::new(Self { room, members: RefCell::default(), next: Cell::default() })
    }

    /// Keeps room for as long as the server's thread runs.
    pub(crate) async fn keep_room(self: Rc<Self>) {
        let mut was_full = false;
        loop {
            sleep(RHYTHM).await;
            let is_full = self.is_full();
            if is_full && !was_full {
                tracing::warn!(room = self.room, "no more connections fit; those that have been quiet for longest are closed");
            }
            was_full = is_full;
            self.make_room(Instant::now());
        }
    }

    fn is_full(&self) -> bool {
        self.members.borrow().len() >= self.room
    }

    /// When no more fit, lets those go who have not asked for anything, and an eighth of those who have their answers.
    fn make_room(&self, now: Instant) {
        if !self.is_full() {
            return;
        }
        let members = self.members.borrow();
        let quiet = |stage, time| members.values().filter(move |member| member.is_quiet(stage, time, now));
        quiet(Stage::Silent, SILENT).for_each(|member| member.go());
        let mut answered: Vec<_> = quiet(Stage::Answered, QUIET).collect();
        answered.sort_by_key(|member| member.moved.get());
        answered.iter().take(self.room.div_ceil(8)).for_each(|member| member.go());
    }

    pub(super) fn join(self: &Rc<Self>) -> Rc<Member> {
        let number = self.next.replace(self.next.get() + 1);
        let (moved, stage, crowd) = (Cell::new(Instant::now()), Cell::new(Stage::Silent), Rc::clone(self));
        let member = Rc::new(Member { number, crowd, moved, stage, gone: Cell::default(), reader: RefCell::default() });
        self.members.borrow_mut().insert(number, Rc::clone(&member));
        member
    }
}

impl Member {
    /// Whether they are at this stage, were not let go yet, and have been quiet for so long.
    fn is_quiet(&self, stage: Stage, time: Duration, now: Instant) -> bool {
        self.stage.get() == stage && !self.gone.get() && now.saturating_duration_since(self.moved.get()) >= time
    }

    fn go(&self) {
        self.gone.set(true);
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }

    /// Whether they were let go.
    pub(super) fn is_gone(&self) -> bool {
        self.gone.get()
    }

    /// Something was read or written.
    pub(super) fn moves(&self, stage: Stage) {
        self.moved.set(Instant::now());
        self.stage.set(stage);
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
    async fn the_silent_make_room_then_the_quiet_and_nobody_who_waits_for_an_answer() {
        let crowd = Crowd::new(9);
        let mut members: Vec<_> = (0..8).map(|_| crowd.join()).collect();
        members[0].moves(Stage::Asks);
        members[1..6].iter().for_each(|member| member.moves(Stage::Answered));
        sleep(Duration::from_millis(600)).await;
        crowd.make_room(Instant::now());
        assert_eq!(gone(&members), [0_usize; 0], "there is room");
        members.push(crowd.join());
        crowd.make_room(Instant::now());
        assert_eq!(gone(&members), [6, 7], "not who has just come");
        sleep(Duration::from_secs(1)).await;
        members[1].moves(Stage::Answered);
        crowd.make_room(Instant::now());
        assert_eq!(gone(&members), [2, 3, 6, 7, 8]);
        // They are closed by whoever reads from them, and then there is room.
        members[6].leave();
        sleep(Duration::from_secs(1)).await;
        crowd.make_room(Instant::now());
        assert_eq!(gone(&members), [2, 3, 6, 7, 8]);
    }
}
