//! Where the prompt's lines come from: whoever types them, who may have walked away. The screens close then, and so
//! does the prompt.

use std::cell::Cell;
use std::io::{self, ErrorKind, Read};
use std::os::fd::AsFd;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

/// How long nobody types until that is too long, and whether it was.
#[derive(Default)]
pub(super) struct Patience {
    /// None is never.
    limit: Cell<Option<Duration>>,
    ended: Cell<Option<Duration>>,
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
}

/// What is typed, as far as patience goes. Beyond that it cannot be read: a line half typed is none.
pub(super) struct Listener<'p, F> {
    input: F,
    patience: &'p Patience,
}

impl<'p, F: AsFd> Listener<'p, F> {
    /// Listens here.
    pub(super) fn new(input: F, patience: &'p Patience) -> Listener<'p, F> {
        Listener { input, patience }
    }
}

impl<F: AsFd> Read for Listener<'_, F> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left_alone = || Err(ErrorKind::TimedOut.into());
        if self.patience.ended().is_some() {
            return left_alone();
        }
        let limit = self.patience.limit.get();
        let wait = limit.and_then(|limit| Timespec::try_from(limit).ok());
        loop {
            let mut fds = [PollFd::new(&self.input, PollFlags::IN)];
            match poll(&mut fds, wait.as_ref()) {
                Ok(0) => {
                    self.patience.ended.set(limit);
                    return left_alone();
                }
                Ok(_) => return Ok(rustix::io::read(&self.input, bytes)?),
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
        let mut input = BufReader::new(Listener::new(typed, &patience));
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
        let mut input = BufReader::new(Listener::new(typed, &patience));
        assert_eq!(input.read_line(&mut line).unwrap(), 0);
        assert_eq!(patience.ended(), None);

        let (typed, mut keys) = io::pipe().unwrap();
        patience.set(None);
        let mut input = BufReader::new(Listener::new(typed, &patience));
        let late = std::thread::spawn(move || {
            std::thread::sleep(2 * SOON);
            keys.write_all(b"queue\n").unwrap();
        });
        assert_eq!(input.read_line(&mut line).unwrap(), 6);
        late.join().unwrap();
    }
}
