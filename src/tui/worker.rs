//! The worker thread: owns whoever answers, one question at a time, and notices others' changes. What is asked with each
//! letter that is typed has a thread of its own, and so has what takes long to find out: nothing waits for it.
//!
//! Started by `tui::run`. A newer question of a kind takes the place of a waiting one and stands at
//! the end of the line; changes are never dropped and never overtaken by what was sent after them.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::event::Event;
use crate::domain::record::RecordRef;
use crate::office::Head;
use crate::office::deed::{Deed, Executor};
use crate::office::query::{Answerer, Pace, Query};

/// After so much quiet it looks whether somebody else changed the records.
const LOOK_AROUND: Duration = Duration::from_millis(750);

/// After so much quiet a thread lets go of what it keeps and nobody looks at.
const REST: Duration = Duration::from_secs(20);

/// The screen's end of the worker.
pub struct Worker {
    line: Arc<SharedLine<Sent>>,
    /// Where what was typed waits.
    typed: Arc<SharedLine<Query>>,
    /// Where the long questions wait.
    long: Arc<SharedLine<Query>>,
    /// Where those wait that look back month by month.
    back: Arc<SharedLine<Query>>,
    /// Where those wait that ask a server elsewhere; none where there is none to ask.
    elsewhere: Option<Arc<SharedLine<Query>>>,
}

/// What the worker does one after the other.
#[derive(PartialEq, Debug)]
enum Sent {
    Query(Query),
    /// A deed, and where history stood in what the person saw.
    Deed(Deed, Option<Head>),
    /// The record that the person has open to change it.
    Edits(Option<RecordRef>),
    /// The person leaves.
    Leaves,
}

impl Sent {
    /// Whether the end waits for it.
    fn is_deed(&self) -> bool {
        matches!(self, Self::Deed(..) | Self::Leaves)
    }
}

struct SharedLine<T> {
    line: Mutex<WaitingLine<T>>,
    /// Something was sent, or something was finished.
    moved: Condvar,
}

struct WaitingLine<T> {
    waiting: VecDeque<T>,
    /// A deed is being done.
    changing: bool,
    /// The thread has ended; nothing in line will be answered.
    gone: bool,
}

/// Tells so when the thread ends, a panic included.
struct Gone(Arc<SharedLine<Sent>>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.lock().gone = true;
        self.0.moved.notify_all();
    }
}

impl Worker {
    /// Starts the threads. They end with the process. The readers only ever answer: the first what is typed, the second
    /// what takes long, the third what looks back month by month; one that asks elsewhere has a thread where there is one.
    pub fn start(
        mut office: Box<dyn Executor>,
        [finder, reader, historian]: [Box<dyn Answerer>; 3],
        elsewhere: Option<Box<dyn Answerer>>,
        events: Sender<Event>,
    ) -> io::Result<Self> {
        let typed = start_reader(finder, events.clone())?;
        let long = start_reader(reader, events.clone())?;
        let back = start_reader(historian, events.clone())?;
        let elsewhere = elsewhere.map(|one| start_reader(one, events.clone()));
        let elsewhere = elsewhere.transpose()?;
        let shared = Arc::new(SharedLine::default());
        let theirs = Arc::clone(&shared);
        thread::Builder::new()
            .name("worker".into())
            .spawn(move || {
                let _gone = Gone(Arc::clone(&theirs));
                let mut editors = Vec::new();
                let mut quiet = Duration::ZERO;
                loop {
                    let next = theirs.next();
                    let before = quiet;
                    quiet = match &next {
                        Some(_) => Duration::ZERO,
                        None => quiet.saturating_add(LOOK_AROUND),
                    };
                    if before < REST && quiet >= REST {
                        office.rest();
                    }
                    // Before anything is told or done, and also where nothing is asked.
                    if let Some(why) = office.shut_out() {
                        let _ = events.send(Event::ShutOut(why));
                        return;
                    }
                    let event = match next {
                        Some(Sent::Query(query)) => {
                            let head = office.head();
                            let answer = office.answer(&query);
                            Event::Answered(query, answer, head)
                        }
                        Some(Sent::Deed(deed, seen)) => {
                            let became = office.carry_out(&deed, seen);
                            Event::Done(deed, became)
                        }
                        Some(Sent::Edits(record)) => {
                            office.edits(record);
                            continue;
                        }
                        Some(Sent::Leaves) => {
                            office.leaves();
                            theirs.done();
                            continue;
                        }
                        None => {
                            let now = office.editors();
                            if now != editors {
                                editors.clone_from(&now);
                                let _ = events.send(Event::Editors(now));
                            }
                            if !office.others_changed() {
                                continue;
                            }
                            Event::OthersChanged
                        }
                    };
                    // Told before it counts as done: whoever waits for the end finds the answer there.
                    let told = events.send(event);
                    theirs.done();
                    if told.is_err() {
                        return;
                    }
                }
            })?;
        Ok(Self {
            line: shared,
            typed,
            long,
            back,
            elsewhere,
        })
    }

    /// Has a question answered; an older one of its kind that still waits is dropped.
    pub fn ask(&self, query: Query) {
        match query.pace() {
            Pace::Quick => {
                let older =
                    |sent: &Sent| matches!(sent, Sent::Query(older) if query.replaces(older));
                self.line.join(older, Sent::Query(query.clone()));
            }
            Pace::Typed => self
                .typed
                .join(|older| query.replaces(older), query.clone()),
            Pace::Long => self.long.join(|older| query.replaces(older), query.clone()),
            Pace::LooksBack => self.back.join(|older| query.replaces(older), query.clone()),
            Pace::Elsewhere => {
                if let Some(elsewhere) = &self.elsewhere {
                    elsewhere.join(|older| query.replaces(older), query.clone());
                }
            }
        }
    }

    /// Has a deed done, after everything that was sent before. `seen` is where history stood in what the person saw.
    pub fn carry_out(&self, deed: Deed, seen: Option<Head>) {
        self.line.join(|_| false, Sent::Deed(deed, seen));
    }

    /// Has the others told which record the person has open to change it.
    pub fn edits(&self, record: Option<RecordRef>) {
        let older = |sent: &Sent| matches!(sent, Sent::Edits(_));
        self.line.join(older, Sent::Edits(record));
    }

    /// Has written down what was only counted, once everything is done that was sent before.
    pub fn leaves(&self) {
        self.line.join(|_| false, Sent::Leaves);
    }

    /// Waits until no change is under way or in line, or none can be made any more; false when that
    /// takes longer than the limit.
    pub fn finish_changes(&self, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        let mut line = self.line.lock();
        while !line.gone && (line.changing || line.waiting.iter().any(Sent::is_deed)) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let waited = self.line.moved.wait_timeout(line, left);
            line = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

/// Answers what takes long. An answer that a newer question of its kind waits behind is dropped: it may
/// rest on records as they were before a change.
fn start_reader(
    mut reader: Box<dyn Answerer>,
    events: Sender<Event>,
) -> io::Result<Arc<SharedLine<Query>>> {
    let shared = Arc::new(SharedLine::default());
    let theirs = Arc::clone(&shared);
    thread::Builder::new()
        .name("reader".into())
        .spawn(move || {
            let mut resting = true;
            loop {
                let next = theirs.first_within(if resting { None } else { Some(REST) });
                resting = next.is_none();
                let Some(query) = next else {
                    reader.rest();
                    continue;
                };
                // Changes of this person are another's to the reader: it notices them here.
                reader.others_changed();
                let head = reader.head();
                let answer = reader.answer(&query);
                reader.keep(&query);
                let newer = theirs.lock();
                if newer.waiting.iter().any(|newer| newer.replaces(&query)) {
                    continue;
                }
                drop(newer);
                if events.send(Event::Answered(query, answer, head)).is_err() {
                    return;
                }
            }
        })?;
    Ok(shared)
}

impl<T> Default for SharedLine<T> {
    fn default() -> Self {
        let line = WaitingLine {
            waiting: VecDeque::new(),
            changing: false,
            gone: false,
        };
        Self {
            line: Mutex::new(line),
            moved: Condvar::new(),
        }
    }
}

impl<T> SharedLine<T> {
    fn lock(&self) -> MutexGuard<'_, WaitingLine<T>> {
        // A panic elsewhere leaves the line as it was: still good to read.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts it at the end of the line; what it makes pointless leaves.
    fn join(&self, pointless: impl Fn(&T) -> bool, sent: T) {
        let mut line = self.lock();
        line.waiting.retain(|older| !pointless(older));
        line.waiting.push_back(sent);
        drop(line);
        self.moved.notify_all();
    }

    /// The next in line, however long that takes; none where it takes longer than the limit.
    fn first_within(&self, limit: Option<Duration>) -> Option<T> {
        let end = limit.map(|limit| Instant::now() + limit);
        let mut line = self.lock();
        loop {
            if let Some(sent) = line.waiting.pop_front() {
                return Some(sent);
            }
            line = match end {
                None => {
                    let waited = self.moved.wait(line);
                    waited.unwrap_or_else(PoisonError::into_inner)
                }
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return None;
                    }
                    let waited = self.moved.wait_timeout(line, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }
}

impl SharedLine<Sent> {
    /// What was next is done.
    fn done(&self) {
        self.lock().changing = false;
        self.moved.notify_all();
    }

    /// The next in line; none after a while of quiet.
    fn next(&self) -> Option<Sent> {
        let mut line = self.lock();
        if line.waiting.is_empty() {
            let waited = self.moved.wait_timeout(line, LOOK_AROUND);
            line = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let sent = line.waiting.pop_front()?;
        line.changing = sent.is_deed();
        Some(sent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::product::ProductId;
    use crate::office::deed::{DeedDone, DeedResult};
    use crate::office::query::Answer;
    use std::sync::mpsc;

    #[test]
    fn questions_coalesce_and_deeds_keep_their_order() {
        let worker = Worker {
            line: Arc::default(),
            typed: Arc::default(),
            long: Arc::default(),
            back: Arc::default(),
            elsewhere: None,
        };
        worker.ask(Query::Schools);
        worker.carry_out(Deed::Undo { said: None }, None);
        worker.ask(Query::Schools);
        worker.carry_out(Deed::Redo { said: None }, None);
        worker.carry_out(Deed::Undo { said: None }, None);
        worker.ask(Query::Trend);
        worker.ask(Query::Owners);
        worker.ask(Query::Trend);
        let left = [
            Sent::Deed(Deed::Undo { said: None }, None),
            Sent::Query(Query::Schools),
            Sent::Deed(Deed::Redo { said: None }, None),
            Sent::Deed(Deed::Undo { said: None }, None),
        ];
        assert_eq!(worker.line.lock().waiting, left);
        assert_eq!(worker.long.lock().waiting, [Query::Owners]);
        assert_eq!(worker.back.lock().waiting, [Query::Trend]);
    }

    struct Slow(mpsc::Receiver<()>);

    fn nothing() -> Answer {
        Answer::Schools(Vec::new())
    }

    impl Answerer for Slow {
        fn answer(&mut self, _query: &Query) -> Result<Answer, String> {
            let _ = self.0.recv();
            Ok(nothing())
        }
        fn others_changed(&mut self) -> bool {
            true
        }
    }

    impl Executor for Slow {
        fn carry_out(&mut self, _deed: &Deed, _seen: Option<Head>) -> DeedResult {
            let _ = self.0.recv();
            Ok(DeedDone::told("done"))
        }
    }

    #[test]
    fn the_end_waits_for_changes_but_not_for_ever() {
        let (go, wait) = mpsc::channel();
        let (events, inbox) = mpsc::channel();
        let (_never, none) = mpsc::channel();
        let (_nor, nobody) = mpsc::channel();
        let (_neither, typed) = mpsc::channel();
        let readers = [typed, none, nobody].map(|go| Box::new(Slow(go)) as Box<dyn Answerer>);
        let worker = Worker::start(Box::new(Slow(wait)), readers, None, events).unwrap();
        worker.carry_out(Deed::Undo { said: None }, None);
        assert!(!worker.finish_changes(Duration::from_millis(5)));
        go.send(()).unwrap();
        assert!(worker.finish_changes(Duration::from_secs(10)));
        let done = Ok(DeedDone::told("done"));
        assert_eq!(
            inbox.recv().unwrap(),
            Event::Done(Deed::Undo { said: None }, done)
        );
        assert_eq!(inbox.recv().unwrap(), Event::OthersChanged);
    }

    #[test]
    fn a_server_elsewhere_that_is_silent_holds_up_nothing_and_the_newest_question_is_next() {
        let (go, wait) = mpsc::channel();
        let (region, asked) = mpsc::channel();
        let silent = [(); 3].map(|()| mpsc::channel().1);
        let readers = silent.map(|go| Box::new(Slow(go)) as Box<dyn Answerer>);
        let (events, inbox) = mpsc::channel();
        let elsewhere = Box::new(Slow(asked));
        let worker = Worker::start(Box::new(Slow(wait)), readers, Some(elsewhere), events).unwrap();
        let of = |product| Query::Neighbours(ProductId(product));
        let first = || {
            let mut told = inbox.iter();
            told.find(|event| *event != Event::OthersChanged).unwrap()
        };
        worker.ask(of(1));
        worker.ask(Query::Schools);
        go.send(()).unwrap();
        assert_eq!(
            first(),
            Event::Answered(Query::Schools, Ok(nothing()), None)
        );
        while !worker.elsewhere.as_ref().unwrap().lock().waiting.is_empty() {
            thread::yield_now();
        }
        worker.ask(of(2));
        worker.ask(of(3));
        region.send(()).unwrap();
        region.send(()).unwrap();
        assert_eq!(first(), Event::Answered(of(3), Ok(nothing()), None));
    }

    #[test]
    fn a_long_question_holds_up_no_other_and_only_its_newest_answer_counts() {
        let (go, wait) = mpsc::channel();
        let (read, reading) = mpsc::channel();
        let (_never, nobody) = mpsc::channel();
        let (letter, typing) = mpsc::channel();
        let (events, inbox) = mpsc::channel();
        let readers = [typing, reading, nobody].map(|go| Box::new(Slow(go)) as Box<dyn Answerer>);
        let worker = Worker::start(Box::new(Slow(wait)), readers, None, events).unwrap();
        // Whatever takes long, or is only quick where nothing else stands in line: what is typed is answered.
        let typed = |words: &str| Query::Find {
            typed: words.to_owned(),
            school: None,
            rows: 0..10,
        };
        worker.ask(Query::Overlap("a".to_owned()));
        worker.ask(Query::Agenda);
        worker.ask(typed("k"));
        letter.send(()).unwrap();
        assert_eq!(
            inbox.recv().unwrap(),
            Event::Answered(typed("k"), Ok(nothing()), None)
        );
        read.send(()).unwrap();
        go.send(()).unwrap();
        let (mut agenda, mut overlap) = (false, false);
        for event in &inbox {
            agenda |= matches!(event, Event::Answered(Query::Agenda, ..));
            overlap |= matches!(event, Event::Answered(Query::Overlap(_), ..));
            if agenda && overlap {
                break;
            }
        }
        let long = |row: &str| Query::Overlap(row.to_owned());
        worker.ask(long("a"));
        worker.ask(Query::Schools);
        go.send(()).unwrap();
        let mut answered = inbox.iter();
        let next = answered.find(|event| *event != Event::OthersChanged);
        assert_eq!(
            next,
            Some(Event::Answered(Query::Schools, Ok(nothing()), None))
        );
        // Wait until the first is being answered, so that the second has to wait behind it.
        while !worker.long.lock().waiting.is_empty() {
            thread::yield_now();
        }
        worker.ask(long("b"));
        read.send(()).unwrap();
        read.send(()).unwrap();
        let mut answered = inbox.iter();
        let next = answered.find(|event| *event != Event::OthersChanged);
        assert_eq!(next, Some(Event::Answered(long("b"), Ok(nothing()), None)));
    }
}
