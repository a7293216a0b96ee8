//! The watcher: sees that the program must end, and sees to it that it does.
//!
//! Started by `tui::run`. It first asks the screen to end in order (place and drafts saved, terminal
//! given back); a screen that is stuck is not waited for.

use std::io;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

use super::event::{Event, HANG_UP};
use super::signals::Signal;
use super::terminal;

/// How long an orderly end may take before it is forced. It takes a few milliseconds, but on a busy host the screen waits
/// for its turn, and a forced end keeps no draft.
const PATIENCE: Duration = Duration::from_millis(700);

/// Ends the process at once with this exit code; handed down by `main`.
pub type EndProcess = fn(i32) -> !;

/// Starts the thread. `done` falls silent (its sender is dropped) when the screen has ended in order.
pub fn start(events: Sender<Event>, done: Receiver<()>, end: EndProcess) -> io::Result<()> {
    let signals = [SIGHUP, SIGTERM, SIGINT, SIGQUIT];
    let mut caught = Vec::new();
    for signal in signals {
        caught.push((signal, Signal::catch(signal)?));
    }
    thread::Builder::new().name("watch".into()).spawn(move || {
        let Some(code) = wait(&caught) else {
            return;
        };
        let _ = events.send(Event::End(code));
        if done.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            terminal::restore_now();
            end(code);
        }
    })?;
    Ok(())
}

/// The exit code of the first reason to end: a signal, or the terminal's far end hanging up.
fn wait(caught: &[(i32, Signal)]) -> Option<i32> {
    loop {
        // No event is asked for on the keyboard: a hang-up is reported unasked.
        let mut fds = vec![PollFd::from_borrowed_fd(stdin(), PollFlags::empty())];
        fds.extend(caught.iter().map(|(_, signal)| signal.wait()));
        match poll(&mut fds, None) {
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(_) => return None,
        }
        if !fds[0].revents().is_empty() {
            return Some(HANG_UP);
        }
        for (fd, (signal, _)) in fds[1..].iter().zip(caught) {
            if !fd.revents().is_empty() {
                return Some(128 + signal);
            }
        }
    }
}
