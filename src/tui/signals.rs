//! Signals as file descriptors, so that one `poll` waits for the keyboard and for them.
//! Called by the input thread and the watcher. Knows nothing of what a signal means.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;

use rustix::event::{PollFd, PollFlags};

/// One signal that becomes readable when it arrives.
pub struct Signal(OwnedFd);

impl Signal {
    /// Catches the signal from now on, for as long as the process lives.
    pub fn catch(signal: i32) -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        signal_hook::low_level::pipe::register(signal, write)?;
        Ok(Self(read.into()))
    }

    /// This signal as one of the things to wait for.
    pub fn wait(&self) -> PollFd<'_> {
        PollFd::new(&self.0, PollFlags::IN)
    }

    /// Forgets all arrivals so far; call when `wait` said there is one.
    pub fn clear(&self) {
        let mut bytes = [0_u8; 64];
        let _ = rustix::io::read(&self.0, &mut bytes);
    }
}
