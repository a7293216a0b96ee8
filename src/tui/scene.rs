//! What everything on the screen may look at: the date, who, where, how big.
//! Owned by `app`, lent to views and popups. Holds no records.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use ratatui::layout::Size;

use super::command::Command;
use super::theme::{Appearance, Look};
use super::topic::Topic;
use crate::domain::find::SchoolName;
use crate::domain::person::Roles;
use crate::domain::request::RequestId;
use crate::office::lists::Viewer;

/// How much fits into the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WindowShape {
    /// Below 60x18: a note, and the finder in one line per answer.
    Tiny,
    /// One pane at a time.
    OnePane,
    /// From 80x22 on.
    Full,
}

impl WindowShape {
    /// What a window of this size can show.
    pub fn of(size: Size) -> Self {
        if size.width < 60 || size.height < 18 {
            Self::Tiny
        } else if size.width < 80 || size.height < 22 {
            Self::OnePane
        } else {
            Self::Full
        }
    }
}

/// What every view may know: the window, the day, the person, the scope.
#[derive(Clone, PartialEq, Debug)]
pub struct Scene {
    /// Local time, to the minute at least.
    pub now: NaiveDateTime,
    /// The school all views stay at; none is all schools.
    pub scope: Option<SchoolName>,
    /// What it is called where no school is picked: all schools, or on a region's screens all districts.
    pub everywhere: &'static str,
    /// The person's short name.
    pub who: String,
    /// The district's name.
    pub district: String,
    /// DEMO in a made-up district, REHEARSAL in an office to try things out: the word stays on every screen.
    pub mark: Option<&'static str>,
    /// The person came in over SSH by a key, and no file or program of the host is theirs.
    pub guarded: bool,
    /// The district takes part in a region, whose districts say something of the same products.
    pub in_region: bool,
    /// Nothing can be changed.
    pub read_only: bool,
    /// Why this person cannot change records; none where they can.
    pub no_edit: Option<String>,
    /// What this person may do.
    pub roles: Roles,
    /// How roles and lines look.
    pub look: Look,
    /// What the person chose of it.
    pub taste: Appearance,
    /// What texts are half-written about.
    pub drafts: BTreeSet<Topic>,
    /// How much fits.
    pub shape: WindowShape,
    /// Columns and rows of the terminal.
    pub size: Size,
}

impl Scene {
    /// Who reads the lists, and on which day.
    pub fn viewer(&self) -> Viewer {
        Viewer {
            login: Some(self.who.clone()),
            today: self.now.date(),
        }
    }

    /// Whether something about the review of this request is half-written.
    pub fn has_draft(&self, request: RequestId) -> bool {
        let mut drafts = self.drafts.iter();
        drafts.any(|topic| topic.request() == Some(request))
    }

    /// Why the command is off for whoever came in over SSH, as a sentence without its stop.
    pub fn over_ssh(&self, command: Command) -> Option<&'static str> {
        if !self.guarded {
            return None;
        }
        match command {
            Command::ExportMenu => Some("over SSH use ssh HOST export KIND -o - > FILE"),
            Command::Import => Some("over SSH use ssh HOST import KIND - < FILE"),
            Command::Backup => Some("over SSH no file of the host is written"),
            Command::Suspend | Command::Editor | Command::Demo => {
                Some("over SSH no other program is started")
            }
            _ => None,
        }
    }

    /// Why this person cannot carry out the command here, as a sentence without its stop.
    pub fn why_off(&self, command: Command) -> Option<String> {
        if let Some(instead) = self.over_ssh(command) {
            return Some(instead.to_owned());
        }
        if self.read_only && command.is_change() {
            let why = self.no_edit.clone();
            return Some(why.unwrap_or_else(|| "needs write access".to_owned()));
        }
        self.no_edit.clone().filter(|_| command.is_edit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_fall_into_three_shapes() {
        for (width, height, shape) in [
            (80, 24, WindowShape::Full),
            (80, 22, WindowShape::Full),
            (80, 21, WindowShape::OnePane),
            (79, 60, WindowShape::OnePane),
            (60, 18, WindowShape::OnePane),
            (60, 17, WindowShape::Tiny),
            (59, 60, WindowShape::Tiny),
            (1, 1, WindowShape::Tiny),
        ] {
            assert_eq!(
                WindowShape::of(Size::new(width, height)),
                shape,
                "{width}x{height}"
            );
        }
    }
}
