//! What stands beside the fields: the products of such a name, what we own that does the same, and
//! what becomes of the request. The first two are a list to pick from.

use chrono::NaiveDate;

use super::IntakeForm;
use super::fields::PRODUCT;
use crate::domain::counted::counted;
use crate::domain::day::{near, short};
use crate::domain::product::ProductId;
use crate::domain::review::{Ours, QueueRow};
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::query::intake::Outlook;
use crate::tui::command::Command;
use crate::tui::effect::Intent;
use crate::tui::popup::Reaction;

/// Columns before what is said of a product in a line of its own.
const INDENT: usize = 3;

/// One line, and which product picks it, where it names one.
pub(super) struct AdviceLine {
    pub(super) pick: Option<usize>,
    pub(super) text: String,
}

impl From<String> for AdviceLine {
    fn from(text: String) -> AdviceLine {
        AdviceLine { pick: None, text }
    }
}

/// A titled part of what stands beside.
pub(super) struct Part {
    pub(super) title: String,
    pub(super) lines: Vec<AdviceLine>,
}

impl Outlook {
    /// What can be picked: id and name, in the order shown.
    fn picks(&self) -> Vec<(ProductId, &str)> {
        let known = self
            .known
            .iter()
            .map(|known| (known.id, known.name.as_str()));
        let ours = self.others().map(|ours| (ours.product, ours.name.as_str()));
        known.chain(ours).collect()
    }

    /// What does the same under another name.
    fn others(&self) -> impl Iterator<Item = &Ours> {
        let named = |ours: &&Ours| !self.known.iter().any(|known| known.id == ours.product);
        self.ours.iter().filter(named)
    }
}

impl IntakeForm {
    /// The cursor goes into the list beside, or down it.
    pub(super) fn step_beside(&mut self) -> Reaction {
        let count = self.outlook.as_ref().map_or(0, |seen| seen.picks().len());
        if count == 0 {
            let none = "There is nothing like it to pick. Enter keeps what you typed.";
            return Reaction::Stay(vec![Intent::Hint(none.into())]);
        }
        self.beside = Some(self.beside.map_or(0, |at| (at + 1).min(count - 1)));
        Reaction::Stay(Vec::new())
    }

    /// What a key does in the list beside; none where it is for the fields.
    pub(super) fn in_beside(&mut self, command: Command) -> Option<Reaction> {
        let at = self.beside?;
        match command {
            Command::Down => return Some(self.step_beside()),
            Command::Up => self.beside = at.checked_sub(1),
            Command::Close => self.beside = None,
            Command::Accept => return Some(self.pick(at)),
            _ => {
                self.beside = None;
                return None;
            }
        }
        Some(Reaction::Stay(Vec::new()))
    }

    /// After an answer the cursor beside is still on a line.
    pub(super) fn keep_within(&mut self) {
        let count = self.outlook.as_ref().map_or(0, |seen| seen.picks().len());
        self.beside = self.beside.filter(|at| *at < count);
    }

    fn pick(&mut self, at: usize) -> Reaction {
        self.beside = None;
        let picks = self.outlook.as_ref().map(|seen| seen.picks());
        let Some((id, name)) = picks.and_then(|picks| picks.get(at).copied()) else {
            return Reaction::Stay(Vec::new());
        };
        let name = name.to_owned();
        if let Some(row) = self.rows.get_mut(PRODUCT) {
            row.field.set(&name);
            row.complaint = None;
        }
        self.picked = Some((name, id));
        if self.at == PRODUCT {
            return self.step(true);
        }
        Reaction::Stay(vec![self.kept()])
    }

    /// The parts, each line at most so wide.
    pub(super) fn parts(&self, width: usize) -> Vec<Part> {
        let Some(outlook) = &self.outlook else {
            return vec![Part {
                title: "WE ALREADY KNOW".to_owned(),
                lines: vec![AdviceLine::from("looking".to_owned())],
            }];
        };
        vec![
            self.known_part(outlook, width),
            ours_part(outlook, width),
            send_part(outlook, width),
        ]
    }

    fn known_part(&self, outlook: &Outlook, width: usize) -> Part {
        let words = self.typed(PRODUCT).trim();
        let mut lines = Vec::new();
        for (pick, known) in outlook.known.iter().enumerate() {
            lines.push(AdviceLine {
                pick: Some(pick),
                text: apart(&known.name, known.answer.word.text(), width - 1),
            });
            if let Some(row) = &known.open {
                lines.push(AdviceLine::from(format!(
                    "{:INDENT$}{}",
                    "",
                    open(row, outlook.today)
                )));
            }
        }
        let mut say =
            |said: &str| lines.extend(wrap(said, width).into_iter().map(AdviceLine::from));
        match (words, outlook.known.first()) {
            ("", _) => say("Type its name: what we have comes first."),
            (_, None) if outlook.nearest.is_empty() => {
                say("Nothing. Nobody here has asked for it.");
            }
            (_, None) => say(&format!(
                "Nothing. Did they mean {}?",
                outlook.nearest.join(", ")
            )),
            (_, Some(first)) => {
                let meant = outlook.meant().unwrap_or(first);
                match &meant.open {
                    Some(row) => say(&format!(
                        "Ctrl-N joins {}: one review, everybody gets the answer.",
                        row.name
                    )),
                    None => say("Ctrl-N picks from this list."),
                }
            }
        }
        let title = if words.is_empty() {
            "WE ALREADY KNOW".to_owned()
        } else {
            format!("WE ALREADY KNOW \"{words}\"")
        };
        Part { title, lines }
    }
}

/// `R-402 for Adams ES, 4d late`.
fn open(row: &QueueRow, today: NaiveDate) -> String {
    let late = match row.clock.late() {
        0 => format!("due {}", short(row.clock.due_on, today)),
        late => format!("{late}d late"),
    };
    format!("{} for {}, {late}", row.name, row.place)
}

fn ours_part(outlook: &Outlook, width: usize) -> Part {
    let mut lines = Vec::new();
    for same in &outlook.teach_same {
        lines.push(AdviceLine::from(apart(
            &same.name,
            same.answer.text(),
            width - 1,
        )));
        let words = wrap(&same.words(), width.saturating_sub(INDENT));
        lines.extend(
            words
                .iter()
                .map(|line| AdviceLine::from(format!("{:INDENT$}{line}", ""))),
        );
    }
    for (at, ours) in outlook.others().enumerate() {
        lines.push(AdviceLine {
            pick: Some(outlook.known.len() + at),
            text: apart(&ours.name, ours.answer.text(), width - 1),
        });
        let mut said = vec![ours.place.clone()];
        match ours.seats {
            Some((_, free)) if free > 0 => said.push(format!("{} free", counted(free, "seat"))),
            Some(_) => said.push("no seats free".to_owned()),
            None => {}
        }
        said.extend(
            ours.ends
                .map(|day| format!("until {}", day.format("%b %d %Y"))),
        );
        lines.push(AdviceLine::from(format!(
            "{:INDENT$}{}",
            "",
            said.join(", ")
        )));
    }
    if lines.is_empty() {
        lines.push(AdviceLine::from("Nothing that we know of.".to_owned()));
    }
    Part {
        title: "Same job, ours already".to_owned(),
        lines,
    }
}

fn send_part(outlook: &Outlook, width: usize) -> Part {
    let reviews: Vec<String> = outlook
        .reviews
        .iter()
        .map(|(track, people)| match (track, people.is_empty()) {
            (track, true) => format!("{track} (nobody yet)"),
            (track, false) => format!("{track} ({})", some(people)),
        })
        .collect();
    let meant = outlook.meant();
    let usable = meant.filter(|known| known.answer.word.allows());
    let usable = usable.map(|known| {
        format!(
            "Already {}: perhaps there is nothing to ask.",
            known.answer.word.text()
        )
    });
    let goes = match meant.and_then(|known| known.open.as_ref()) {
        Some(row) => format!("Joins {}, in review", row.name),
        None => format!("Goes to: {}", reviews.join(" and ")),
    };
    let day = near(outlook.due_on, outlook.today);
    let due = match outlook.working_days {
        0 => format!("Due: {day}"),
        1 => format!("Due: {day}, 1 working day"),
        days => format!("Due: {day}, {days} working days"),
    };
    let say = format!("Say (Ctrl-Y copies): \"{}\"", outlook.say);
    let refused = outlook.refused.iter();
    let refused = refused.map(|why| format!("Not as it is: {why}."));
    let advice = outlook.advice.iter().map(|said| format!("Policy: {said}."));
    let texts: Vec<String> = refused
        .chain(usable)
        .chain([goes, due, say])
        .chain(advice)
        .collect();
    let lines = texts.iter().flat_map(|said| wrap(said, width));
    Part {
        title: "If you send it".to_owned(),
        lines: lines.map(AdviceLine::from).collect(),
    }
}

/// The first two, and how many more.
fn some(people: &[String]) -> String {
    let first = people
        .iter()
        .take(2)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match people.len().saturating_sub(2) {
        0 => first,
        more => format!("{first} +{more}"),
    }
}

/// Two texts at both ends of a line; the name is cut, the answer never.
fn apart(name: &str, word: &str, width: usize) -> String {
    let room = width.saturating_sub(text::width(word) + 1);
    let name = text::cut(&text::shown(name), room).into_owned();
    let blanks = width.saturating_sub(text::width(&name) + text::width(word));
    format!("{name}{:blanks$}{word}", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_never_cut_for_a_name() {
        assert_eq!(apart("Blooket", "IN REVIEW", 20), "Blooket    IN REVIEW");
        assert_eq!(apart("Blooket for Schools", "NO", 12), "Blooket ~ NO");
    }
}
