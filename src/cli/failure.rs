//! What a command that failed says, and the exit code scripts rely on.

use std::path::Path;
use std::time::Duration;

use crate::office::{self, left_alone};

use super::print;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The store said no.
    Store(office::Error),
    /// A rule, or a file, said no: what happened, and what to do now.
    Refused(String, Option<String>),
    /// Nothing matches.
    NotFound(String),
    /// The command line makes no sense; that was printed already.
    Usage,
    /// Nothing was asked for over SSH, and there is no terminal for the screens.
    NoTerminal,
    /// A check found something wrong; it was printed already.
    Unsound,
    /// The person stopped it.
    Stopped,
    /// Nobody typed a line at the prompt for so long.
    LeftAlone(Duration),
    /// The prompt was told to end.
    Terminated,
}

impl Failure {
    /// A refusal with a hint.
    pub fn refused(what: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::Refused(what.into(), Some(hint.into()))
    }

    /// A refusal of the office gets a hint where it has none: what to do now, in words of the command line.
    pub fn hinted(error: office::Error, hint: impl Into<String>) -> Failure {
        match error {
            office::Error::Refused(why) if why.next.is_none() => Failure::refused(why, hint),
            other => other.into(),
        }
    }

    /// Says which office file it was where the store did not.
    #[must_use]
    pub fn at(self, file: &Path) -> Failure {
        match self {
            Failure::Store(error) => Failure::Store(error.at(file)),
            other => other,
        }
    }

    /// What happened, and what to do now.
    pub fn words(&self) -> (Option<String>, Option<String>) {
        match self {
            Failure::Store(error) => (
                Some(error.to_string()),
                error.hint().or_else(|| reason_hint(error)),
            ),
            Failure::Refused(what, hint) => (Some(what.clone()), hint.clone()),
            Failure::NotFound(what) => (Some(what.clone()), None),
            Failure::Usage | Failure::Unsound => (None, None),
            Failure::NoTerminal => (
                Some("nothing was asked for, and there is no terminal to draw the screens on".into()),
                Some("ask something, as in: ssh HOST status kahoot lincoln; or take a terminal along: ssh -t HOST".into()),
            ),
            Failure::Terminated => (
                Some("ended from outside".into()),
                Some("every answer was saved when it was given".into()),
            ),
            Failure::Stopped => (Some("stopped; nothing was changed".into()), None),
            Failure::LeftAlone(limit) => (
                Some(left_alone(*limit)),
                Some("every answer was saved when it was given; start it again to go on".into()),
            ),
        }
    }

    /// Says on stderr what happened and what to do now.
    pub fn tell(&self) {
        let (what, hint) = self.words();
        if let Some(what) = what {
            print::notice(&format!("error: {what}"));
        }
        if let Some(hint) = hint {
            print::notice(&format!("hint: {hint}"));
        }
    }

    /// What the process ends with: 1 refused, 2 usage, 3 not found, 4 unsound, 64 no terminal, 75 busy or a region that
    /// cannot be reached, 129 left alone, 130 stopped, 143 ended from outside.
    pub fn code(&self) -> u8 {
        match self {
            Failure::Store(
                office::Error::Busy { .. } | office::Error::Region { away: true, .. },
            ) => 75,
            Failure::Store(_) | Failure::Refused(..) => 1,
            Failure::Usage => 2,
            Failure::NotFound(_) => 3,
            Failure::Unsound => 4,
            Failure::NoTerminal => 64,
            Failure::LeftAlone(_) => 129,
            Failure::Stopped => 130,
            Failure::Terminated => 143,
        }
    }
}

/// What to do where a deed lacks its reason.
fn reason_hint(error: &office::Error) -> Option<String> {
    let office::Error::Refused(why) = error else {
        return None;
    };
    let lacks = why.field == Some("reason") && why.next.is_none();
    lacks.then(|| "add --reason TEXT".to_owned())
}

impl From<std::io::Error> for Failure {
    /// The screens found no terminal to draw on.
    fn from(error: std::io::Error) -> Failure {
        Failure::refused(
            format!("there is no terminal to draw on: {error}"),
            "ask one question with: hallpass status WORDS, or use hallpass --plain",
        )
    }
}

impl From<office::Error> for Failure {
    fn from(error: office::Error) -> Failure {
        match error {
            office::Error::Cancelled => Failure::Stopped,
            other => Failure::Store(other),
        }
    }
}
