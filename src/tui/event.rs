//! What can happen to the screens, from the keyboard, the worker, the clock or the system.
//! Sent by the threads, taken by `tui::run` and `app`. Payloads are domain types, never views.

use std::time::Duration;

use super::key::Input;
use crate::domain::presence::Editing;
use crate::office::Head;
use crate::office::deed::{Deed, DeedResult};
use crate::office::query::{Answer, Query};

/// One thing that happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// What one `read` of the keyboard brought, in order.
    Typed(Vec<Input>),
    /// The terminal answered: it has taken all that was written before it was asked.
    Taken,
    /// The window has another size.
    Resized,
    /// The program runs again after having been stopped from outside.
    Continued,
    /// What the person's editor made of the text it was given.
    Edited(String),
    /// A question was answered; else the sentence says why it cannot be. And where history stood before it was read.
    Answered(Query, Result<Answer, String>, Option<Head>),
    /// A deed was done, or not.
    Done(Deed, DeedResult),
    /// Somebody else changed the records.
    OthersChanged,
    /// Nobody pressed a key for this long, and the policy has the screens close then.
    LeftAlone(Duration),
    /// Others have these records open to change them, and no other.
    Editors(Vec<Editing>),
    /// Whoever sits here may not be in any more; the sentence says why and what to do.
    ShutOut(String),
    /// A thread other than the screen's died of a bug; its last words.
    Broke(String),
    /// The program must end: the line dropped or a signal came. Carries the exit code.
    End(i32),
}

/// Not an exit code: leave, and open the made-up district.
pub const TO_DEMO: i32 = -1;
/// Somebody may not be in any more, as a command that is refused.
pub const REFUSED: i32 = 1;
/// The terminal went away (SIGHUP), or nobody sat at it for too long.
pub const HANG_UP: i32 = 129;
