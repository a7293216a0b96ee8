//! The district's policy on one screen: each knob, its value, and what the starting point says. Turning
//! one asks for a reason and shows what would change in the queue before it is saved.
//!
//! Opened by `:policy`. Everybody reads it; turning knobs is the admin's.

mod draw;
mod lines;

use std::cell::Cell;

use self::lines::{PolicyLine, lines};
use super::{Popup, Reaction, Rooms};
use crate::domain::policy::Policy;
use crate::office::deed::{Deed, DeedResult};
use crate::office::query::policy::{PolicyEffects, PolicyInForce, PolicySetting};
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::keymap::KeyContext;
use crate::tui::scene::Scene;
use crate::tui::topic::Topic;
use crate::tui::widget::field::TextField;
use crate::tui::widget::list::List;

/// How far the person is.
enum PolicyStage {
    /// Looking.
    Reading,
    /// Choosing a value: the line of the choices; the last one types another.
    Choosing(usize),
    /// Typing a value, from none: what stands is said above the box; what was wrong with it.
    Typing(TextField, Option<String>),
    /// Saying why.
    Why(String, TextField),
    /// Shown what it would change, nothing saved.
    Shown(PolicySetting, Option<PolicyEffects>),
    /// Being saved.
    Saving(Deed),
}

/// The knobs of the policy, and the one that is being turned.
pub struct PolicyPage {
    in_force: Option<Box<PolicyInForce>>,
    lines: Vec<PolicyLine>,
    list: List<usize>,
    stage: PolicyStage,
    /// A reason left half written, by what its draft is kept under.
    drafts: Vec<(Topic, String)>,
    /// The first request shown of a preview; drawing keeps it within them.
    first: Cell<usize>,
    failed: bool,
}

impl PolicyPage {
    /// Opens on the starting point, with the reasons that were left half written.
    pub fn new(drafts: Vec<(Topic, String)>) -> PolicyPage {
        PolicyPage {
            in_force: None,
            lines: Vec::new(),
            list: List::default(),
            stage: PolicyStage::Reading,
            drafts,
            first: Cell::new(0),
            failed: false,
        }
    }

    fn line(&self) -> Option<&PolicyLine> {
        self.lines.get(*self.list.selected()?)
    }

    fn read(&mut self, command: Command) -> Reaction {
        match command {
            Command::Back => return Reaction::Close(Vec::new()),
            Command::Undo => {
                return Reaction::Stay(vec![Intent::Change(Deed::Undo { said: None })]);
            }
            Command::Redo => {
                return Reaction::Stay(vec![Intent::Change(Deed::Redo { said: None })]);
            }
            Command::Open | Command::Edit => return self.begin(),
            other if self.list.update(other) => {}
            _ => return Reaction::Pass,
        }
        stay()
    }

    fn begin(&mut self) -> Reaction {
        let off = self.in_force.as_ref().and_then(|p| p.no_change.clone());
        if let Some(why) = off {
            return hint(format!("It is off: {why}."));
        }
        let Some(line) = self.line() else {
            return stay();
        };
        let at = line
            .choices
            .iter()
            .position(|(value, _)| *value == line.value);
        self.stage = if line.choices.is_empty() {
            PolicyStage::Typing(TextField::line(""), None)
        } else {
            PolicyStage::Choosing(at.unwrap_or(0))
        };
        stay()
    }

    fn choose(&mut self, command: Command) -> Reaction {
        let PolicyStage::Choosing(at) = self.stage else {
            return Reaction::Pass;
        };
        let Some(line) = self.line() else {
            return Reaction::Pass;
        };
        let last = line.choices.len() - usize::from(line.form.is_empty());
        let to = match command {
            Command::Close => {
                self.stage = PolicyStage::Reading;
                return stay();
            }
            Command::Down => (at + 1).min(last),
            Command::Up => at.saturating_sub(1),
            Command::Type(letter) => {
                let values = line.choices.iter().map(|(value, _)| value);
                let found = values
                    .enumerate()
                    .find(|(_, value)| value.starts_with(letter));
                match found {
                    Some((found, _)) => found,
                    None => return hint(format!("Nothing here begins with {letter}.")),
                }
            }
            Command::Accept => {
                let value = line.choices.get(at).map(|(value, _)| value.clone());
                self.stage = PolicyStage::Typing(TextField::line(""), None);
                return value.map_or_else(stay, |value| self.ask_why(value));
            }
            _ => return Reaction::Pass,
        };
        self.stage = PolicyStage::Choosing(to);
        stay()
    }

    fn type_value(&mut self, command: Command) -> Reaction {
        let Some(key) = self.line().map(|line| line.key) else {
            return Reaction::Pass;
        };
        let PolicyStage::Typing(field, wrong) = &mut self.stage else {
            return Reaction::Pass;
        };
        match command {
            Command::Close => self.stage = PolicyStage::Reading,
            Command::Accept | Command::Save => match Policy::check(key, field.text()) {
                Ok(value) => return self.ask_why(value),
                Err(why) => *wrong = Some(why.to_string()),
            },
            other if field.update(other) => *wrong = None,
            _ => return Reaction::Pass,
        }
        stay()
    }

    /// Goes on to the reason, unless the value is what it is already.
    fn ask_why(&mut self, value: String) -> Reaction {
        let same = self.line().is_some_and(|line| line.value == value);
        if same {
            self.stage = PolicyStage::Reading;
            return hint("It is so already.");
        }
        let about = self.about();
        let draft = self.drafts.iter().find(|(key, _)| *key == about);
        let reason = draft.map_or("", |(_, text)| text.as_str());
        self.stage = PolicyStage::Why(value, TextField::line(reason));
        stay()
    }

    /// What the reason's draft is kept under.
    fn about(&self) -> Topic {
        let key = self.line().map_or("", |line| line.key);
        Topic::Policy(key.to_owned())
    }

    fn keep(&mut self, text: &str) -> Intent {
        let about = self.about();
        self.drafts.retain(|(known, _)| *known != about);
        if !text.is_empty() {
            self.drafts.push((about.clone(), text.to_owned()));
        }
        let text = text.to_owned();
        Intent::Draft { about, text }
    }

    fn say_why(&mut self, command: Command) -> Reaction {
        let key = self.line().map_or("", |line| line.key).to_owned();
        let PolicyStage::Why(value, field) = &mut self.stage else {
            return Reaction::Pass;
        };
        match command {
            Command::Close => self.stage = PolicyStage::Reading,
            Command::Accept | Command::Save if field.text().trim().is_empty() => {
                return hint("The history keeps why. Write a few words, or Esc.");
            }
            Command::Accept | Command::Save => {
                let turning = PolicySetting {
                    key,
                    value: value.clone(),
                    reason: field.text().trim().to_owned(),
                };
                self.first.set(0);
                self.stage = PolicyStage::Shown(turning, None);
            }
            other if field.update(other) => {
                let text = field.text().to_owned();
                return Reaction::Stay(vec![self.keep(&text)]);
            }
            _ => return Reaction::Pass,
        }
        stay()
    }

    fn preview(&mut self, command: Command) -> Reaction {
        let PolicyStage::Shown(turning, turned) = &self.stage else {
            return Reaction::Pass;
        };
        match command {
            Command::Close => {
                self.stage =
                    PolicyStage::Why(turning.value.clone(), TextField::line(&turning.reason));
                return hint("Nothing was saved.");
            }
            Command::Accept if turned.is_some() => {
                let deed = Deed::SetPolicy(Box::new(turning.clone()));
                self.stage = PolicyStage::Saving(deed.clone());
                return Reaction::Stay(vec![Intent::Change(deed)]);
            }
            Command::Down => self.first.set(self.first.get() + 1),
            Command::Up => self.first.set(self.first.get().saturating_sub(1)),
            Command::Accept => {}
            Command::Type(letter) => {
                return hint(format!(
                    "{letter} is not used here. Enter saves, Esc goes back."
                ));
            }
            _ => return Reaction::Pass,
        }
        stay()
    }
}

fn stay() -> Reaction {
    Reaction::Stay(Vec::new())
}

fn hint(text: impl Into<String>) -> Reaction {
    Reaction::Stay(vec![Intent::Hint(text.into())])
}

impl Popup for PolicyPage {
    fn context(&self) -> KeyContext {
        match self.stage {
            PolicyStage::Reading => KeyContext::Global,
            PolicyStage::Choosing(_) | PolicyStage::Shown(..) | PolicyStage::Saving(_) => {
                KeyContext::Menu
            }
            PolicyStage::Typing(..) | PolicyStage::Why(..) => KeyContext::Text,
        }
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        match self.stage {
            PolicyStage::Reading => vec![
                (Command::Open, "change"),
                (Command::Down, "down"),
                (Command::Undo, "undo"),
            ],
            PolicyStage::Choosing(_) => vec![(Command::Accept, "take"), (Command::Down, "choose")],
            PolicyStage::Typing(..) => vec![
                (Command::Accept, "take"),
                (Command::Close, "leave, it stays as it is"),
            ],
            PolicyStage::Why(..) => vec![(Command::Accept, "what would it change?")],
            PolicyStage::Shown(..) => vec![(Command::Accept, "save"), (Command::Down, "more")],
            PolicyStage::Saving(_) => Vec::new(),
        }
    }

    fn asks(&self) -> Vec<Query> {
        let mut asks = vec![Query::Policy];
        if let PolicyStage::Shown(turning, _) = &self.stage {
            asks.push(Query::PolicyEffects(Box::new(turning.clone())));
        }
        asks
    }

    fn take(&mut self, query: &Query, answer: &Answer) {
        match (answer, &mut self.stage) {
            (Answer::Policy(in_force), _) => {
                self.lines = lines(&in_force.policy, in_force.zone.as_deref());
                self.list.set((0..self.lines.len()).collect());
                self.in_force = Some(in_force.clone());
            }
            (Answer::PolicyEffects(found), PolicyStage::Shown(turning, turned)) if matches!(query, Query::PolicyEffects(asked) if **asked == *turning) =>
            {
                *turned = Some((**found).clone());
            }
            _ => {}
        }
    }

    fn refused(&mut self, _query: &Query, _why: &str) -> bool {
        if let PolicyStage::Shown(turning, None) = &self.stage {
            self.stage = PolicyStage::Why(turning.value.clone(), TextField::line(&turning.reason));
        } else {
            self.failed = true;
        }
        false
    }

    fn changed(&mut self, deed: &Deed, became: &DeedResult) -> Option<Reaction> {
        match &self.stage {
            PolicyStage::Saving(mine) if mine == deed => {}
            _ => return None,
        }
        self.stage = PolicyStage::Reading;
        Some(match became {
            Ok(_) => Reaction::Stay(vec![self.keep("")]),
            Err(_) => stay(),
        })
    }

    fn holds_keys(&self) -> bool {
        let waits = matches!(
            self.stage,
            PolicyStage::Saving(_) | PolicyStage::Shown(_, None)
        );
        waits || (self.in_force.is_none() && !self.failed)
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match self.stage {
            PolicyStage::Reading => self.read(command),
            PolicyStage::Choosing(_) => self.choose(command),
            PolicyStage::Typing(..) => self.type_value(command),
            PolicyStage::Why(..) => self.say_why(command),
            PolicyStage::Shown(..) => self.preview(command),
            PolicyStage::Saving(_) => Reaction::Pass,
        }
    }

    fn paste(&mut self, text: &str) -> Option<Vec<Intent>> {
        match &mut self.stage {
            PolicyStage::Typing(field, wrong) => {
                field.insert(text);
                *wrong = None;
                Some(Vec::new())
            }
            PolicyStage::Why(_, field) => {
                field.insert(text);
                let text = field.text().to_owned();
                Some(vec![self.keep(&text)])
            }
            _ => None,
        }
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        self.draw_page(rooms, canvas, scene);
    }
}
