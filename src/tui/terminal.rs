//! The person's terminal: taken over, given back, and given back even when things go wrong.
//!
//! Called by `tui::run` and the watcher. Nothing here asks the terminal a question: over a slow line the answer comes
//! late or never, so that only `flow` asks one, and depends on no answer. The real cursor stays visible; screen readers
//! follow it.

use std::io;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{isatty, tcgetwinsize};

use super::event::Event;

/// Whether the terminal is ours now, so that it is given back exactly once, by whoever comes first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Switches off every way of telling where the mouse is, which another program may have left on: its bytes would
/// act as keys.
const NO_MOUSE: &str =
    "\x1b[?9l\x1b[?1000l\x1b[?1001l\x1b[?1002l\x1b[?1003l\x1b[?1005l\x1b[?1006l\x1b[?1015l";

/// The most columns and rows that are drawn: a terminal that claims more must not cost all memory.
const LARGEST: Size = Size::new(1_000, 500);

/// What `Ctrl-Z` leaves on the shell's screen.
const PAUSED: &str = "hallpass is paused. Type fg and Enter. (Undo is the u key.)\r\n";

/// The terminal while it is ours; dropping it gives it back.
pub struct Terminal(());

impl Terminal {
    /// Takes the terminal: raw keys, the alternate screen, pastes marked as such; no mouse.
    /// Fails when standard input or output is not a terminal.
    pub fn enter() -> io::Result<Self> {
        if !isatty(stdin()) || !isatty(stdout()) {
            return Err(io::Error::other(
                "standard input and output are not a terminal",
            ));
        }
        let terminal = Self(());
        terminal.take()?;
        Ok(terminal)
    }

    /// Takes the terminal again after somebody else had it. The next frame must be painted whole.
    pub fn take(&self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let mut out = String::new();
        ansi(&mut out, EnterAlternateScreen);
        out.push_str(NO_MOUSE);
        ansi(&mut out, EnableBracketedPaste);
        ansi(&mut out, Show);
        self.write(out.as_bytes())
    }

    /// Gives the terminal back as it was found.
    pub fn leave(&self) {
        if TAKEN.swap(false, Ordering::SeqCst) {
            let _ = self.write(goodbye().as_bytes());
            let _ = disable_raw_mode();
        }
    }

    /// Columns and rows that are drawn; 80 by 24 where the terminal does not know.
    pub fn size(&self) -> Size {
        match tcgetwinsize(stdout()) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => drawn(size.ws_col, size.ws_row),
            _ => Size::new(80, 24),
        }
    }

    /// Writes all the bytes with as few system calls as the terminal allows.
    pub fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match rustix::io::write(stdout(), bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => wait_for_room(),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Hands the text to the terminal's clipboard. Whether it arrives, nobody can tell.
    pub fn copy(&self, text: &str) -> io::Result<()> {
        let mut out = String::new();
        ansi(&mut out, CopyToClipboard::to_clipboard_from(text));
        self.write(out.as_bytes())
    }

    /// Gives the terminal back and stops the program. False, and nothing happens, where no shell
    /// would be there to type `fg` into. The stop may reach this thread a moment later: the caller
    /// waits for the news that the program continues, then calls `take`.
    pub fn pause(&self) -> io::Result<bool> {
        if !has_shell_above() {
            return Ok(false);
        }
        self.leave();
        self.write(PAUSED.as_bytes())?;
        process::kill_current_process_group(process::Signal::TSTP)?;
        Ok(true)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Gives the terminal back from another thread, without waiting for a terminal that takes no bytes.
pub fn restore_now() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
        let mut fds = [PollFd::from_borrowed_fd(stdout(), PollFlags::OUT)];
        if poll(&mut fds, Some(&Timespec::default())).is_ok_and(|ready| ready > 0) {
            let _ = rustix::io::write(stdout(), goodbye().as_bytes());
        }
    }
}

/// Installs the one panic hook. A panic of the calling thread ends the process, so the terminal is
/// given back and the message printed; a panic elsewhere is only told to the screen.
pub fn install_panic_hook(events: Sender<Event>) {
    let ours = thread::current().id();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == ours || !TAKEN.load(Ordering::SeqCst) {
            restore_now();
            usual(info);
        } else {
            let told = info
                .payload()
                .downcast_ref::<&str>()
                .map(ToString::to_string);
            let told = told.or_else(|| info.payload().downcast_ref::<String>().cloned());
            let _ = events.send(Event::Broke(told.unwrap_or_default()));
        }
    }));
}

fn goodbye() -> String {
    // Margins and attributes first: a frame may have been cut short in the middle.
    let mut out = String::from("\x1b[r\x1b[m");
    ansi(&mut out, DisableBracketedPaste);
    ansi(&mut out, LeaveAlternateScreen);
    ansi(&mut out, Show);
    out
}

fn ansi(out: &mut String, command: impl Command) {
    // Writing to a String cannot fail.
    let _ = command.write_ansi(out);
}

fn drawn(columns: u16, rows: u16) -> Size {
    Size::new(columns.min(LARGEST.width), rows.min(LARGEST.height))
}

fn wait_for_room() {
    let wait = Timespec {
        tv_sec: 0,
        tv_nsec: i64::try_from(Duration::from_millis(100).as_nanos()).unwrap_or(0),
    };
    let mut fds = [PollFd::from_borrowed_fd(stdout(), PollFlags::OUT)];
    let _ = poll(&mut fds, Some(&wait));
}

/// What the system knows of a process.
struct Lineage {
    parent: i32,
    group: i32,
    session: i32,
}

/// A shell with job control is our parent's session-mate in another process group. Where the system
/// does not tell, none is there.
fn has_shell_above() -> bool {
    let Some(own) = lineage("self") else {
        return false;
    };
    let mut parent = own.parent;
    // A wrapper (`sh -c`, `cargo run`) shares our group: look past it to the group's leader.
    while let Some(above) = lineage(&parent.to_string()) {
        if above.session != own.session {
            return false;
        }
        if above.group != own.group {
            return true;
        }
        parent = above.parent;
    }
    false
}

/// Read from /proc and not asked of the system by number: in a container a parent's session may lie
/// outside, and is then told as 0, which is no number of a process.
fn lineage(process: &str) -> Option<Lineage> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let after_name = stat.rsplit_once(')')?.1;
    let mut numbers = after_name
        .split_whitespace()
        .skip(1)
        .map_while(|word| word.parse().ok());
    Some(Lineage {
        parent: numbers.next()?,
        group: numbers.next()?,
        session: numbers.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_drawn_than_anybody_can_look_at() {
        for (columns, rows, size) in [
            (80, 24, (80, 24)),
            (1_000, 500, (1_000, 500)),
            (1_001, 24, (1_000, 24)),
            (65_535, 65_535, (1_000, 500)),
        ] {
            assert_eq!(drawn(columns, rows), Size::from(size));
        }
    }
}
