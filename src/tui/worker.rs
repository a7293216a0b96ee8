//! The worker thread: owns whoever answers, one question at a time, and notices others' changes. What
//! takes long to find out has a second thread, so that no other answer waits for it.
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
use crate::office::ask::{Answerer, Ask};

/// After so much quiet it looks whether somebody else changed the records.
const LOOK_AROUND: Duration = Duration::from_millis(750);

/// The screen's end of the worker.
pub struct Worker {
    line: Arc<Shared>,
    /// Where the long questions wait.
    long: Arc<Shared>,
    /// Where those wait that look back month by month.
    back: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    line: Mutex<Line>,
    /// Something was sent, or something was finished.
    moved: Condvar,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<Ask>,
    changing: bool,
    /// The thread has ended; nothing in line will be answered.
    gone: bool,
}

/// Tells so when the thread ends, a panic included.
struct Gone(Arc<Shared>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.lock().gone = true;
        self.0.moved.notify_all();
    }
}

impl Worker {
    /// Starts the threads. They end with the process. The readers only ever answer: the first what takes long,
    /// the second what looks back month by month.
    pub fn start(
        mut answerer: Box<dyn Answerer>,
        [reader, historian]: [Box<dyn Answerer>; 2],
        events: Sender<Event>,
    ) -> io::Result<Self> {
        let long = start_reader(reader, events.clone())?;
        let back = start_reader(historian, events.clone())?;
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        thread::Builder::new()
            .name("worker".into())
            .spawn(move || {
                let _gone = Gone(Arc::clone(&theirs));
                loop {
                    let event = match theirs.next() {
                        Some(ask) => {
                            let answer = answerer.answer(&ask);
                            Event::Answered(ask, answer)
                        }
                        None if answerer.others_changed() => Event::OthersChanged,
                        None => continue,
                    };
                    // Told before it counts as done: whoever waits for the end finds the answer there.
                    let told = events.send(event);
                    theirs.lock().changing = false;
                    theirs.moved.notify_all();
                    if told.is_err() {
                        return;
                    }
                }
            })?;
        Ok(Self {
            line: shared,
            long,
            back,
        })
    }

    /// Sends a question or a change.
    pub fn send(&self, ask: Ask) {
        let shared = if ask.looks_back() {
            &self.back
        } else if ask.is_long() {
            &self.long
        } else {
            &self.line
        };
        join(&mut shared.lock().waiting, ask);
        shared.moved.notify_all();
    }

    /// Waits until no change is under way or in line, or none can be made any more; false when that
    /// takes longer than the limit.
    pub fn finish_changes(&self, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        let mut line = self.line.lock();
        while !line.gone && (line.changing || line.waiting.iter().any(Ask::is_change)) {
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
fn start_reader(mut reader: Box<dyn Answerer>, events: Sender<Event>) -> io::Result<Arc<Shared>> {
    let shared = Arc::new(Shared::default());
    let theirs = Arc::clone(&shared);
    thread::Builder::new()
        .name("reader".into())
        .spawn(move || {
            loop {
                let ask = theirs.first();
                // Changes of this person are another's to the reader: it notices them here.
                reader.others_changed();
                let answer = reader.answer(&ask);
                let newer = theirs.lock();
                if newer.waiting.iter().any(|newer| newer.replaces(&ask)) {
                    continue;
                }
                drop(newer);
                if events.send(Event::Answered(ask, answer)).is_err() {
                    return;
                }
            }
        })?;
    Ok(shared)
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Line> {
        // A panic elsewhere leaves the line as it was: still good to read.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next in line, however long that takes.
    fn first(&self) -> Ask {
        let mut line = self.lock();
        loop {
            if let Some(ask) = line.waiting.pop_front() {
                return ask;
            }
            let waited = self.moved.wait(line);
            line = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next in line; none after a while of quiet.
    fn next(&self) -> Option<Ask> {
        let mut line = self.lock();
        if line.waiting.is_empty() {
            let waited = self.moved.wait_timeout(line, LOOK_AROUND);
            line = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let ask = line.waiting.pop_front()?;
        line.changing = ask.is_change();
        Some(ask)
    }
}

fn join(line: &mut VecDeque<Ask>, ask: Ask) {
    line.retain(|older| !ask.replaces(older));
    line.push_back(ask);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::ask::Answer;
    use std::sync::mpsc;

    #[test]
    fn questions_coalesce_and_changes_keep_their_order() {
        let mut line = VecDeque::new();
        for ask in [Ask::Schools, Ask::Undo, Ask::Schools, Ask::Redo, Ask::Undo] {
            join(&mut line, ask);
        }
        assert_eq!(line, [Ask::Undo, Ask::Schools, Ask::Redo, Ask::Undo]);
    }

    struct Slow(mpsc::Receiver<()>);

    impl Answerer for Slow {
        fn answer(&mut self, _ask: &Ask) -> Answer {
            let _ = self.0.recv();
            Answer::Done("done".into())
        }
        fn others_changed(&mut self) -> bool {
            true
        }
    }

    #[test]
    fn the_end_waits_for_changes_but_not_for_ever() {
        let (go, wait) = mpsc::channel();
        let (events, inbox) = mpsc::channel();
        let (_never, none) = mpsc::channel();
        let (_nor, nobody) = mpsc::channel();
        let worker = Worker::start(
            Box::new(Slow(wait)),
            [Box::new(Slow(none)), Box::new(Slow(nobody))],
            events,
        )
        .unwrap();
        worker.send(Ask::Undo);
        assert!(!worker.finish_changes(Duration::from_millis(5)));
        go.send(()).unwrap();
        assert!(worker.finish_changes(Duration::from_secs(10)));
        let done = Answer::Done("done".into());
        assert_eq!(inbox.recv().unwrap(), Event::Answered(Ask::Undo, done));
        assert_eq!(inbox.recv().unwrap(), Event::OthersChanged);
    }

    #[test]
    fn a_long_question_holds_up_no_other_and_only_its_newest_answer_counts() {
        let (go, wait) = mpsc::channel();
        let (read, reading) = mpsc::channel();
        let (_never, nobody) = mpsc::channel();
        let (events, inbox) = mpsc::channel();
        let worker = Worker::start(
            Box::new(Slow(wait)),
            [Box::new(Slow(reading)), Box::new(Slow(nobody))],
            events,
        )
        .unwrap();
        let long = |row: &str| Ask::Overlap(row.to_owned());
        let done = || Answer::Done("done".into());
        worker.send(long("a"));
        worker.send(Ask::Schools);
        go.send(()).unwrap();
        assert_eq!(inbox.recv().unwrap(), Event::Answered(Ask::Schools, done()));
        // Wait until the first is being answered, so that the second has to wait behind it.
        while !worker.long.lock().waiting.is_empty() {
            thread::yield_now();
        }
        worker.send(long("b"));
        read.send(()).unwrap();
        read.send(()).unwrap();
        let mut answered = inbox.iter();
        let next = answered.find(|event| *event != Event::OthersChanged);
        assert_eq!(next, Some(Event::Answered(long("b"), done())));
    }
}
