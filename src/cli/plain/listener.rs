//! Where the prompt's lines come from: whoever types them, who may have walked away. The screens close then, and so
//! does the prompt. Ctrl-C takes a line back and does not end the talk.

use std::cell::Cell;
use std::io::{self, ErrorKind, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

/// How long nobody types until that is too long, and whether it was; and whether a signal came meanwhile.
#[derive(Default)]
pub(in crate::cli) struct Patience {
    /// None is never.
    limit: Cell<Option<Duration>>,
    ended: Cell<Option<Duration>>,
    stopped: Cell<bool>,
    terminated: Cell<bool>,
}

impl Patience {
    /// From now on so long; none is for ever.
    pub(super) fn set(&self, limit: Option<Duration>) {
        self.limit.set(limit);
    }

    /// How long nobody typed, where that was too long.
    pub(super) fn ended(&self) -> Option<Duration> {
        self.ended.get()
    }

    /// Did Ctrl-C take back what was being typed? Asked once.
    pub(super) fn stopped(&self) -> bool {
        self.stopped.take()
    }

    /// Was the program told to end? Then nothing is read any more.
    pub(in crate::cli) fn terminated(&self) -> bool {
        self.terminated.get()
    }
}

/// Signals that are waited for like keys, in place of what they do by themselves.
pub(super) struct Signals {
    stop: OwnedFd,
    terminate: OwnedFd,
}

impl Signals {
    /// Catches Ctrl-C, and the request to end, from now on.
    pub(super) fn catch() -> io::Result<Signals> {
        let caught = |signal| -> io::Result<OwnedFd> {
            let (read, write) = UnixStream::pair()?;
            signal_hook::low_level::pipe::register(signal, write)?;
            Ok(read.into())
        };
        Ok(Signals {
            stop: caught(signal_hook::consts::SIGINT)?,
            terminate: caught(signal_hook::consts::SIGTERM)?,
        })
    }
}

/// What is typed, as far as patience goes. Beyond that it cannot be read: a line half typed is none.
pub(super) struct Listener<'p, F> {
    input: F,
    patience: &'p Patience,
    /// None where they keep doing what they do by themselves.
    signals: Option<Signals>,
}

impl<'p, F: AsFd> Listener<'p, F> {
    /// Listens here.
    pub(super) fn new(
        input: F,
        patience: &'p Patience,
        signals: Option<Signals>,
    ) -> Listener<'p, F> {
        Listener {
            input,
            patience,
            signals,
        }
    }
}

/// Forgets a signal that was told; says whether there was one.
fn told(fds: &[PollFd], at: usize, of: &OwnedFd) -> bool {
    let came = fds.get(at).is_some_and(|fd| !fd.revents().is_empty());
    if came {
        let _ = rustix::io::read(of, &mut [0_u8; 64]);
    }
    came
}

impl<F: AsFd> Read for Listener<'_, F> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left_alone = || Err(ErrorKind::TimedOut.into());
        if self.patience.ended().is_some() || self.patience.terminated() {
            return left_alone();
        }
        let limit = self.patience.limit.get();
        let wait = limit.and_then(|limit| Timespec::try_from(limit).ok());
        loop {
            let mut fds = vec![PollFd::new(&self.input, PollFlags::IN)];
            if let Some(signals) = &self.signals {
                fds.push(PollFd::new(&signals.stop, PollFlags::IN));
                fds.push(PollFd::new(&signals.terminate, PollFlags::IN));
            }
            match poll(&mut fds, wait.as_ref()) {
                Ok(0) => {
                    self.patience.ended.set(limit);
                    return left_alone();
                }
                Ok(_) => {
                    if let Some(signals) = &self.signals {
                        if told(&fds, 2, &signals.terminate) {
                            self.patience.terminated.set(true);
                            return left_alone();
                        }
                        if told(&fds, 1, &signals.stop) {
                            self.patience.stopped.set(true);
                            return Err(ErrorKind::ConnectionAborted.into());
                        }
                    }
                    return Ok(rustix::io::read(&self.input, bytes)?);
                }
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};

    const SOON: Duration = Duration::from_millis(30);

    #[test]
    fn a_line_is_waited_for_and_not_for_ever() {
        let (typed, mut keys) = io::pipe().unwrap();
        let patience = Patience::default();
        let mut input = BufReader::new(Listener::new(typed, &patience, None));
        let mut line = String::new();
        keys.write_all(b"status\nqueue\nhalf").unwrap();
        patience.set(Some(SOON));
        assert_eq!(input.read_line(&mut line).unwrap(), 7);
        assert_eq!(input.read_line(&mut line).unwrap(), 6);
        assert_eq!(patience.ended(), None);
        let mut late = || input.read_line(&mut line).unwrap_err().kind();
        assert_eq!(late(), ErrorKind::TimedOut);
        assert_eq!(patience.ended(), Some(SOON));
        // Nobody is waited for a second time.
        keys.write_all(b" a line\n").unwrap();
        assert_eq!(late(), ErrorKind::TimedOut);
    }

    #[test]
    fn the_end_of_the_input_is_no_walking_away_and_nought_is_never() {
        let (typed, keys) = io::pipe().unwrap();
        let patience = Patience::default();
        patience.set(Some(SOON));
        drop(keys);
        let mut line = String::new();
        let mut input = BufReader::new(Listener::new(typed, &patience, None));
        assert_eq!(input.read_line(&mut line).unwrap(), 0);
        assert_eq!(patience.ended(), None);

        let (typed, mut keys) = io::pipe().unwrap();
        patience.set(None);
        let mut input = BufReader::new(Listener::new(typed, &patience, None));
        let late = std::thread::spawn(move || {
            std::thread::sleep(2 * SOON);
            keys.write_all(b"queue\n").unwrap();
        });
        assert_eq!(input.read_line(&mut line).unwrap(), 6);
        late.join().unwrap();
    }
}
