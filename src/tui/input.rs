//! The keyboard thread: waits for keys, a new window size or a continue, and sends them on.
//!
//! Started by `tui::run`. Sleeps without a time-out, so an idle screen costs nothing; what one `read`
//! brought travels as one event, so the screen is drawn once for it.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use signal_hook::consts::{SIGCONT, SIGWINCH};

use super::decode::Decoder;
use super::event::Event;
use super::signals::Signal;

/// Who may read the keyboard: this thread, or a program the terminal was lent to.
#[derive(Clone, Default)]
pub struct Keyboard(Arc<(Mutex<bool>, Condvar)>, Arc<Mutex<Option<Instant>>>);

impl Keyboard {
    /// Since when an answer of the terminal is on its way; none where it came.
    pub fn expect_answer(&self, asked: Option<Instant>) {
        *self.1.lock().unwrap_or_else(PoisonError::into_inner) = asked;
    }

    /// How long ago the terminal was asked, where its answer has not come.
    fn asked(&self) -> Option<Duration> {
        let asked = *self.1.lock().unwrap_or_else(PoisonError::into_inner);
        asked.map(|at| at.elapsed())
    }

    /// Leaves every key to somebody else until `body` ends.
    pub fn lent<T>(&self, body: impl FnOnce() -> T) -> T {
        self.set(true);
        let result = body();
        self.set(false);
        result
    }

    fn set(&self, lent: bool) {
        let (flag, changed) = &*self.0;
        *flag.lock().unwrap_or_else(PoisonError::into_inner) = lent;
        changed.notify_all();
    }

    /// Waits until the keyboard is ours; false where it was so all along.
    fn wait(&self) -> bool {
        let (flag, changed) = &*self.0;
        let lent = flag.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = *lent;
        drop(changed.wait_while(lent, |lent| *lent));
        waited
    }
}

/// Starts the thread. It ends by itself when the terminal is gone.
pub fn start(events: Sender<Event>) -> io::Result<Keyboard> {
    let keyboard = Keyboard::default();
    let ours = keyboard.clone();
    let resized = Signal::catch(SIGWINCH)?;
    let continued = Signal::catch(SIGCONT)?;
    thread::Builder::new()
        .name("input".into())
        .spawn(move || listen(&events, &ours, (&resized, &continued)))?;
    Ok(keyboard)
}

fn listen(events: &Sender<Event>, keyboard: &Keyboard, (resized, continued): (&Signal, &Signal)) {
    let mut decoder = Decoder::default();
    let mut bytes = [0_u8; 4096];
    loop {
        let mut fds = [
            PollFd::from_borrowed_fd(stdin(), PollFlags::IN),
            resized.wait(),
            continued.wait(),
        ];
        let limit = decoder.patience(keyboard.asked());
        let limit = limit.map(|limit| Timespec {
            tv_sec: 0,
            tv_nsec: limit.subsec_nanos().into(),
        });
        let ready = match poll(&mut fds, limit.as_ref()) {
            Ok(ready) => ready,
            Err(Errno::INTR) => continue,
            Err(_) => return,
        };
        // What is there to be read is the other program's; look again once the keyboard is ours.
        if keyboard.wait() {
            continue;
        }
        let [keys, window, running] = fds.map(|fd| fd.revents());
        let mut typed = Vec::new();
        if ready == 0 {
            decoder.settle(&mut typed);
        }
        if keys.contains(PollFlags::IN) {
            match rustix::io::read(stdin(), &mut bytes) {
                Ok(0) => return,
                Ok(count) => decoder.feed(&bytes[..count], &mut typed),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => return,
            }
        } else if !keys.is_empty() {
            // Hung up: the watcher ends the process; reading on would only burn the processor.
            return;
        }
        let mut happened = Vec::new();
        if !running.is_empty() {
            continued.clear();
            happened.push(Event::Continued);
        }
        if !window.is_empty() {
            resized.clear();
            happened.push(Event::Resized);
        }
        if decoder.take_answer() {
            happened.push(Event::Taken);
        }
        if !typed.is_empty() {
            happened.push(Event::Typed(typed));
        }
        for event in happened {
            if events.send(event).is_err() {
                return;
            }
        }
    }
}
