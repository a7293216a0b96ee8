//! A verification being made: task after task is looked at, where it is and whether it met the standard, and then it is
//! saved or the claim rejected.

use crate::domain::standards::claim::enough_met;
use crate::office::query::standards::Verifiable;
use crate::tui::effect::{Intent, Menu, MenuItem, Pick, StandardPick, Writing};
use crate::tui::topic::{StandardText, Topic};

/// A verification being made: what was seen so far.
pub(super) struct Verifying {
    pub(super) what: Verifiable,
    /// What its drafts are kept under.
    pub(super) about: String,
    /// How many tasks are looked at.
    pub(super) tasks: usize,
    pub(super) links: Vec<String>,
    pub(super) met: usize,
}

impl Verifying {
    pub(super) fn new(what: Verifiable, tasks: usize) -> Verifying {
        Verifying {
            about: format!("{} {}", what.code, what.product.0),
            tasks,
            what,
            links: Vec::new(),
            met: 0,
        }
    }

    fn topic(&self, task: usize) -> Topic {
        Topic::Standard {
            about: self.about.clone(),
            text: StandardText::Task(task),
        }
    }

    /// The box for where the next task is.
    pub(super) fn ask_link(&self, typed: &str) -> Intent {
        let task = self.links.len() + 1;
        Intent::Write(Writing {
            about: self.topic(task),
            title: format!(
                "{} on {}: link to task {task} of {}",
                self.what.name, self.what.code, self.tasks
            ),
            text: typed.to_owned(),
            several_lines: false,
        })
    }

    /// Did the task that was named last meet the standard?
    pub(super) fn ask_met(&self) -> Intent {
        let task = self.links.len();
        menu(
            format!("Did task {task} of {} meet {}?", self.tasks, self.what.code),
            vec![
                line('y', "Yes, it met the standard", StandardPick::Met(true)),
                line('n', "No, it did not", StandardPick::Met(false)),
            ],
        )
    }

    /// What was seen, to be saved or not.
    pub(super) fn ask_save(&self) -> Intent {
        let (met, tasks) = (self.met, self.tasks);
        let enough = enough_met(self.tasks as i64, self.met as i64);
        let why = "two thirds of them have to meet it".to_owned();
        menu(
            format!(
                "{} on {}: {met} of {tasks} tasks met it",
                self.what.name, self.what.code
            ),
            vec![
                line('v', "Verify it, by these tasks", StandardPick::Verified)
                    .unless((!enough).then_some(why)),
                line('r', "Reject the claim, and say why", StandardPick::Reject),
            ],
        )
    }
}

/// A line of a menu about a gap or a claim.
pub(super) fn line(letter: char, label: &str, pick: StandardPick) -> MenuItem {
    MenuItem::new(letter, label, Intent::Pick(Pick::Standard(pick)))
}

/// A menu that belongs to what was chosen before, wherever the cursor is.
fn menu(title: String, items: Vec<MenuItem>) -> Intent {
    Intent::Menu(Menu {
        title,
        items,
        about_rows: false,
    })
}

/// The drafts of a verification that is made, or is not.
pub(super) fn forgotten(verifying: &Verifying) -> Vec<Intent> {
    let tasks = 1..=verifying.tasks;
    let forgotten = tasks.map(|task| Intent::Draft {
        about: verifying.topic(task),
        text: String::new(),
    });
    forgotten.collect()
}
