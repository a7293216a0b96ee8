//! Bringing in a file: what its rows are, where it is, what it would do, and only then saving it.
//!
//! Opened by `:import` and the first-run page. Reads nothing itself: paths, preview and import are asked
//! of the worker, so the screen stays alive and Ctrl-C stops a long file before anything is saved.

mod draw;

use std::cell::Cell;
use std::path::PathBuf;

use super::{Popup, Reaction, Rooms};
use crate::domain::person::Roles;
use crate::exchange::columns::ImportKind;
use crate::office::deed::{Deed, DeedResult, NotDone};
use crate::office::query::import::{ImportFile, Preview, Work};
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::widget::field::TextField;
use crate::tui::widget::list::List;

/// How far the person is.
enum ImportStage {
    /// Choosing what the rows are.
    What,
    /// Naming the file.
    Where,
    /// Being read and tried.
    Trying(ImportFile),
    /// Shown, nothing saved.
    Shown(ImportFile, Box<Preview>),
    /// Being saved.
    Saving(ImportFile),
}

/// The import of a file: its name, what is recognised, what it would change.
pub struct ImportPage {
    stage: ImportStage,
    kinds: List<ImportKind>,
    path: TextField,
    /// What begins like the path.
    paths: Vec<String>,
    /// Why the file was not read.
    refused: Option<String>,
    /// The first line shown of a preview; drawing keeps it within the lines.
    first: Cell<usize>,
}

impl ImportPage {
    /// Offers the kinds that somebody with these roles may bring in.
    pub fn new(roles: &Roles) -> ImportPage {
        let mut kinds = List::default();
        kinds.set(ImportKind::open_to(roles));
        ImportPage {
            stage: ImportStage::What,
            kinds,
            path: TextField::line(""),
            paths: Vec::new(),
            refused: None,
            first: Cell::new(0),
        }
    }
}

/// Would Enter save anything?
fn can_save(file: &ImportFile, preview: &Preview) -> bool {
    let whole = preview.counts.left_out == 0 || file.skip_bad;
    whole && preview.tally.added + preview.tally.changed > 0
}

fn stay() -> Reaction {
    Reaction::Stay(Vec::new())
}

fn hint(text: impl Into<String>) -> Reaction {
    Reaction::Stay(vec![Intent::Hint(text.into())])
}

impl ImportPage {
    fn kind(&self) -> ImportKind {
        self.kinds
            .selected()
            .copied()
            .unwrap_or(ImportKind::Schools)
    }

    fn choose_kind(&mut self, command: Command) -> Reaction {
        match command {
            Command::Close => return Reaction::Close(Vec::new()),
            Command::Accept => self.stage = ImportStage::Where,
            Command::Type(letter) => {
                let all = self.kinds.keys();
                let from = self.kinds.at() + 1;
                let turn = (0..all.len()).map(|step| all[(from + step) % all.len()]);
                let found = turn
                    .into_iter()
                    .find(|kind| kind.name().starts_with(letter));
                match found {
                    Some(kind) => {
                        self.kinds.select(&kind);
                    }
                    None => return hint(format!("Nothing here begins with {letter}.")),
                }
            }
            other if self.kinds.update(other) => {}
            _ => return Reaction::Pass,
        }
        stay()
    }

    fn name_file(&mut self, command: Command) -> Reaction {
        match command {
            Command::Close => self.stage = ImportStage::What,
            Command::Complete => return self.complete(),
            Command::Accept => {
                let path = self.path.text().trim().to_owned();
                if path.is_empty() {
                    return hint("Type where the file is. Tab completes a path.");
                }
                if path.ends_with('/') {
                    return hint("That is a folder. Tab shows what is in it.");
                }
                self.try_file(PathBuf::from(path), false);
            }
            other if self.path.update(other) => self.refused = None,
            _ => return Reaction::Pass,
        }
        stay()
    }

    /// Writes as much as all paths that begin so have in common.
    fn complete(&mut self) -> Reaction {
        let Some(first) = self.paths.first() else {
            return hint("Nothing there begins so.");
        };
        let common = self.paths.iter().fold(first.as_str(), |common, path| {
            let same = common.chars().zip(path.chars());
            let length = same.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8());
            &common[..length.sum()]
        });
        if common.len() > self.path.text().len() {
            let common = common.to_owned();
            self.path.set(&common);
            stay()
        } else if self.paths.len() == 1 {
            hint("That is the whole name. Enter reads it.")
        } else {
            hint(format!("{} begin so; type more.", self.paths.len()))
        }
    }

    fn try_file(&mut self, path: PathBuf, skip_bad: bool) {
        self.refused = None;
        self.first.set(0);
        self.stage = ImportStage::Trying(ImportFile {
            kind: self.kind(),
            path,
            skip_bad,
            work: Work::default(),
        });
    }

    fn in_preview(&mut self, command: Command) -> Reaction {
        let ImportStage::Shown(file, preview) = &self.stage else {
            return Reaction::Pass;
        };
        let bad = preview.counts.left_out > 0;
        match command {
            Command::Close => {
                self.stage = ImportStage::Where;
                return hint("Nothing was saved.");
            }
            Command::Down => self.first.set(self.first.get() + 1),
            Command::Up => self.first.set(self.first.get().saturating_sub(1)),
            Command::Type('s') if bad && !file.skip_bad => {
                let path = file.path.clone();
                self.try_file(path, true);
            }
            Command::Accept if bad && !file.skip_bad => {
                return hint(
                    "Not while rows cannot be read. s leaves those rows out, Esc goes back.",
                );
            }
            Command::Accept if preview.tally.added + preview.tally.changed == 0 => {
                return hint(preview.counts.nothing());
            }
            Command::Accept => {
                let file = ImportFile {
                    work: Work::default(),
                    ..file.clone()
                };
                self.stage = ImportStage::Saving(file.clone());
                return Reaction::Stay(vec![Intent::Change(Deed::Import(file))]);
            }
            Command::Type(letter) => {
                let saves = if can_save(file, preview) {
                    "Enter saves, "
                } else {
                    ""
                };
                return hint(format!("{letter} is not used here. {saves}Esc goes back."));
            }
            _ => return Reaction::Pass,
        }
        stay()
    }

    fn working(&mut self, command: Command) -> Reaction {
        match (&self.stage, command) {
            (ImportStage::Trying(file), Command::Close) => {
                file.work.stop();
                self.stage = ImportStage::Where;
                hint("Stopped. Nothing was saved.")
            }
            (ImportStage::Saving(file), Command::Close) => {
                file.work.stop();
                hint("Stopping; what was written is taken back.")
            }
            _ => hint("The file is being read. Ctrl-C stops."),
        }
    }
}

impl Popup for ImportPage {
    fn context(&self) -> KeyContext {
        match self.stage {
            ImportStage::Where => KeyContext::Picker,
            _ => KeyContext::Menu,
        }
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        match &self.stage {
            ImportStage::What => vec![(Command::Accept, "this"), (Command::Down, "choose")],
            ImportStage::Where => vec![
                (Command::Accept, "read it"),
                (Command::Complete, "complete the path"),
            ],
            ImportStage::Shown(file, preview) => {
                let mut hints = vec![(Command::Down, "more")];
                if can_save(file, preview) {
                    hints.insert(0, (Command::Accept, "save"));
                }
                hints
            }
            ImportStage::Trying(_) | ImportStage::Saving(_) => Vec::new(),
        }
    }

    fn asks(&self) -> Vec<Query> {
        match &self.stage {
            ImportStage::Where => vec![Query::Paths(self.path.text().to_owned())],
            ImportStage::Trying(file) => vec![Query::Preview(file.clone())],
            ImportStage::What | ImportStage::Shown(..) | ImportStage::Saving(_) => Vec::new(),
        }
    }

    fn take(&mut self, _query: &Query, answer: &Answer) {
        match (answer, &self.stage) {
            (Answer::Paths(paths), _) => self.paths.clone_from(paths),
            (Answer::Preview(preview), ImportStage::Trying(file)) => {
                self.stage = ImportStage::Shown(file.clone(), preview.clone());
            }
            _ => {}
        }
    }

    fn refused(&mut self, _query: &Query, why: &str) -> bool {
        if let ImportStage::Trying(_) = self.stage {
            self.refused = Some(why.to_owned());
            self.stage = ImportStage::Where;
        }
        true
    }

    fn changed(&mut self, deed: &Deed, became: &DeedResult) -> Option<Reaction> {
        match (&self.stage, deed) {
            (ImportStage::Saving(mine), Deed::Import(file)) if mine == file => {}
            _ => return None,
        }
        if let Err(NotDone::Failed(why)) = became {
            self.refused = Some(why.clone());
            self.stage = ImportStage::Where;
            return Some(stay());
        }
        Some(Reaction::Close(Vec::new()))
    }

    fn is_working(&self) -> bool {
        matches!(self.stage, ImportStage::Trying(_) | ImportStage::Saving(_))
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match self.stage {
            ImportStage::What => self.choose_kind(command),
            ImportStage::Where => self.name_file(command),
            ImportStage::Shown(..) => self.in_preview(command),
            ImportStage::Trying(_) | ImportStage::Saving(_) => self.working(command),
        }
    }

    fn paste(&mut self, text: &str) -> Option<Vec<Intent>> {
        if !matches!(self.stage, ImportStage::Where) {
            return None;
        }
        self.path.insert(text.trim());
        Some(Vec::new())
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, _scene: &Scene) {
        self.draw_page(rooms.body, canvas);
    }
}
