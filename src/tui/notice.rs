//! The message line: what happened and what to do; errors stay until read, and hide nothing that came after.
//! Fed by `app`, drawn by `frame`, listed by the messages page. Knows nothing of what it says.

use std::collections::VecDeque;

use chrono::NaiveDateTime;

/// How many messages can be read again.
const KEPT: usize = 50;

/// Before a success that came after an error nobody has read.
pub const OK: &str = "OK";

/// Before an error.
pub const ERROR: &str = "!!";

/// What the person is told on the message line, and how urgent it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// What happened, what was kept, what to press.
    pub text: String,
    /// It stays until it is read.
    pub is_error: bool,
}

impl Notice {
    /// Something went well; the next message replaces it.
    pub fn ok(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_error: false,
        }
    }

    /// Something went wrong; it stays until Esc or M.
    pub fn error(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_error: true,
        }
    }
}

/// All messages of this session that still matter.
#[derive(Default)]
pub struct Notices {
    line: Option<String>,
    hint: Option<String>,
    question: Option<String>,
    unread: VecDeque<String>,
    /// The line came after the newest error, and nobody has taken it away.
    newer: bool,
    log: VecDeque<(NaiveDateTime, Notice)>,
}

impl Notices {
    /// Shows the message and remembers it.
    pub fn tell(&mut self, notice: Notice, now: NaiveDateTime) {
        if notice.is_error {
            // The newest first: it answers the key that was pressed last.
            self.unread.push_front(notice.text.clone());
            self.newer = false;
            self.hint = None;
        } else {
            self.newer = true;
            self.line = Some(notice.text.clone());
            self.hint = None;
        }
        if self.log.len() == KEPT {
            self.log.pop_front();
        }
        self.log.push_back((now, notice));
    }

    /// Shows a remark about a key, until the next key; nobody needs to read it again.
    pub fn hint(&mut self, text: impl Into<String>) {
        self.hint = Some(text.into());
    }

    /// Says what the same key once more would do: before all else, since it must be read before the next key.
    pub fn ask(&mut self, text: impl Into<String>) {
        self.question = Some(text.into());
    }

    /// Takes the remark and the question off the line; messages stay.
    pub fn next_key(&mut self) {
        self.hint = None;
        self.question = None;
    }

    /// Another view is shown: what was said in the one before is about nothing that can be seen. Only errors
    /// that nobody has read stay; all of it can be read again.
    pub fn other_view(&mut self) {
        self.line = None;
        self.hint = None;
        self.question = None;
        self.newer = false;
    }

    /// Takes away what stands before an error, else marks the error shown as read; false if there was none.
    pub fn dismiss(&mut self) -> bool {
        if self.waiting().is_some() {
            self.newer = false;
            return true;
        }
        self.unread.pop_front().is_some()
    }

    /// Marks the error as read that is shown in front of all else; false where none is.
    pub fn dismiss_error(&mut self) -> bool {
        self.shows_error() && self.unread.pop_front().is_some()
    }

    /// Does an error stand in front of all else?
    fn shows_error(&self) -> bool {
        self.question.is_none() && self.waiting().is_none() && !self.unread.is_empty()
    }

    /// How an error goes that stands in front: ` (Esc clears it)`; else how many wait, as [`waiting`](Notices::waiting).
    pub fn tail(&self) -> Option<String> {
        let clears = || self.shows_error().then(|| " (Esc clears it)".to_owned());
        self.waiting().or_else(clears)
    }

    /// Marks all errors as read.
    pub fn dismiss_all(&mut self) {
        self.unread.clear();
    }

    /// How many errors wait behind what came after them, a success or a remark on the last key: ` (1 !! waits: M)`.
    pub fn waiting(&self) -> Option<String> {
        let behind = self.newer || self.hint.is_some();
        match self.unread.len() {
            _ if !behind || self.question.is_some() => None,
            0 => None,
            1 => Some(" (1 !! waits: M)".to_owned()),
            many => Some(format!(" ({many} !! wait: M)")),
        }
    }

    /// The line to show: the mark and the text. The mark is `!!` of an error (with a count if more wait) and
    /// `OK` of a success that came after one.
    pub fn shown(&self) -> (String, &str) {
        if let Some(question) = &self.question {
            return (String::new(), question);
        }
        if self.waiting().is_some() {
            return match &self.hint {
                Some(hint) => (String::new(), hint),
                None => (OK.to_owned(), self.line.as_deref().unwrap_or_default()),
            };
        }
        match self.unread.front() {
            Some(text) if self.unread.len() == 1 => (ERROR.to_owned(), text),
            Some(text) => (format!("{ERROR} 1 of {}", self.unread.len()), text),
            None => {
                let line = self.hint.as_deref().or(self.line.as_deref());
                (String::new(), line.unwrap_or_default())
            }
        }
    }

    /// The last fifty, newest first.
    pub fn log(&self) -> impl Iterator<Item = &(NaiveDateTime, Notice)> {
        self.log.iter().rev()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_stay_in_line_until_read() {
        let now = NaiveDateTime::default();
        let mut notices = Notices::default();
        notices.tell(Notice::ok("Saved."), now);
        assert_eq!(notices.shown(), (String::new(), "Saved."));
        notices.tell(Notice::error("Disk full."), now);
        notices.tell(Notice::ok("Saved again."), now);
        notices.tell(Notice::error("Line down."), now);
        assert_eq!(notices.shown(), ("!! 1 of 2".to_string(), "Line down."));
        assert!(notices.dismiss());
        assert_eq!(notices.shown(), ("!!".to_string(), "Disk full."));
        assert!(notices.dismiss());
        assert_eq!(notices.shown(), (String::new(), "Saved again."));
        assert!(!notices.dismiss());
    }

    #[test]
    fn a_success_after_an_error_is_shown_and_the_error_waits() {
        let now = NaiveDateTime::default();
        let mut notices = Notices::default();
        notices.tell(Notice::error("Disk full."), now);
        notices.tell(Notice::ok("Saved."), now);
        assert_eq!(notices.shown(), ("OK".to_string(), "Saved."));
        assert_eq!(notices.waiting().as_deref(), Some(" (1 !! waits: M)"));
        notices.next_key();
        assert_eq!(notices.shown(), ("OK".to_string(), "Saved."));
        // The next success is shown as well.
        notices.tell(Notice::ok("Withdrawn."), now);
        assert_eq!(notices.shown(), ("OK".to_string(), "Withdrawn."));
        assert!(notices.dismiss());
        assert_eq!(notices.shown(), ("!!".to_string(), "Disk full."));
        assert_eq!(notices.waiting(), None);
        notices.tell(Notice::error("Line down."), now);
        notices.tell(Notice::ok("Saved."), now);
        assert_eq!(notices.waiting().as_deref(), Some(" (2 !! wait: M)"));
        notices.dismiss_all();
        assert_eq!(notices.shown(), (String::new(), "Saved."));
        assert!(!notices.dismiss());
    }

    #[test]
    fn a_remark_on_a_key_is_shown_before_an_error_that_waits_until_the_next_key() {
        let now = NaiveDateTime::default();
        let mut notices = Notices::default();
        notices.hint("an old remark");
        notices.tell(Notice::error("Disk full."), now);
        assert_eq!(notices.shown(), ("!!".to_string(), "Disk full."));
        notices.next_key();
        notices.hint("Now a reason letter.");
        assert_eq!(notices.shown(), (String::new(), "Now a reason letter."));
        assert_eq!(notices.waiting().as_deref(), Some(" (1 !! waits: M)"));
        notices.next_key();
        assert_eq!(notices.shown(), ("!!".to_string(), "Disk full."));
        assert!(notices.dismiss() && !notices.dismiss());
    }

    #[test]
    fn what_was_said_in_a_view_goes_with_it_but_for_unread_errors() {
        let now = NaiveDateTime::default();
        let mut notices = Notices::default();
        notices.tell(Notice::ok("Saved."), now);
        notices.hint("a remark");
        notices.other_view();
        assert_eq!(notices.shown(), (String::new(), ""));
        notices.tell(Notice::error("Disk full."), now);
        notices.tell(Notice::ok("Saved again."), now);
        notices.other_view();
        assert_eq!(notices.shown(), ("!!".to_string(), "Disk full."));
        assert_eq!(notices.waiting(), None);
        assert_eq!(notices.log().count(), 3);
    }

    #[test]
    fn the_last_fifty_can_be_read_again() {
        let mut notices = Notices::default();
        for n in 0..60 {
            notices.tell(Notice::ok(n.to_string()), NaiveDateTime::default());
        }
        notices.hint("a remark");
        let texts: Vec<&str> = notices.log().map(|(_, n)| n.text.as_str()).collect();
        assert_eq!(texts.len(), 50);
        assert_eq!((texts[0], texts[49]), ("59", "10"));
    }
}
