//! The lines below the finder's rows, and of the whole card: one fact a line, most asked first.

use chrono::NaiveDate;

use crate::domain::counted::counted;
use crate::domain::day::full;
use crate::domain::find::SchoolName;
use crate::domain::status::{StatusAnswer, StatusWord};
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::query::neighbours::NeighboursTold;
use crate::office::query::{Card, ContractOfProduct};
use crate::tui::theme::{StyledLine, TextRole};

/// How the second and later lines of a fact begin.
pub(super) const RUNS_ON: &str = "     ";

/// So many frameworks are named among the facts.
const TEACHES: usize = 2;

/// A title under which not all is said that there is.
fn on_its_card(title: &str) -> String {
    format!("{title} (Enter: more)")
}

/// `Mar 31 2026`.
pub(super) fn short(day: NaiveDate) -> String {
    day.format("%b %d %Y").to_string()
}

/// Everything the lines are made of.
pub(super) struct Detail<'a> {
    pub(super) answer: &'a StatusAnswer,
    pub(super) card: Option<&'a Card>,
    pub(super) place: Option<&'a SchoolName>,
    /// What neighbours say of it, where that is known.
    pub(super) neighbours: Option<&'a NeighboursTold>,
    pub(super) today: NaiveDate,
    /// The key that copies what is to be said, where it can be pressed.
    pub(super) copy_key: Option<&'static str>,
}

impl Detail<'_> {
    /// A title, and as many lines as there is room for: the verdict first, what to say last and never
    /// left out. Where only that fits, the verdict is the title.
    pub(super) fn brief(&self, name: &str, width: usize, room: usize) -> (String, Vec<StyledLine>) {
        let say = self.say(width);
        let mut lines = self.verdict_under(&self.headline_in(width), width);
        if say.len() >= room {
            let verdict = self.headline(true);
            // Which product before how long, and a day whole or not at all. Seats and what there is instead have no room.
            let short = self.headline(false);
            let both = |verdict: &str| format!("{name}: {verdict}");
            let fits = |title: &String| text::width(title) + 4 <= width;
            let titles = [both(&verdict), both(&short), verdict, short.clone()];
            let title = titles.iter().map(|title| on_its_card(title)).find(fits);
            let title = title.unwrap_or(short);
            let mut cut = say;
            if cut.len() > room {
                cut.truncate(room);
                cut.iter_mut()
                    .last()
                    .into_iter()
                    .for_each(|last| last.0.push('~'));
            }
            return (title, cut);
        }
        let told = lines.len();
        lines.extend(self.facts(width));
        let fit = room - say.len();
        let mut title = name.to_owned();
        if lines.len() > fit {
            // Not even the seats: the card has them.
            if fit <= told {
                title = on_its_card(name);
            }
            // What runs over several lines is shown whole or not at all; the verdict always is.
            let mut end = fit;
            while end > 1 && lines[end].0.starts_with(RUNS_ON) {
                end -= 1;
            }
            lines.truncate(end);
        }
        if lines.len() < fit {
            lines.push((String::new(), TextRole::Plain));
        }
        lines.extend(say);
        (title, lines)
    }

    pub(super) fn whole(&self, width: usize) -> Vec<StyledLine> {
        let mut lines = self.verdict(width);
        lines.push((String::new(), TextRole::Plain));
        lines.extend(self.say(width));
        lines.push((String::new(), TextRole::Plain));
        lines.extend(self.facts(width));
        lines.extend(self.four());
        if let Some(card) = self.card {
            lines.extend(schools(card));
            lines.extend(contracts(card));
            if card.teaches.lines().len() > TEACHES {
                lines.extend(taught(card, width));
            }
            lines.extend(self.neighbours.map(said_elsewhere).unwrap_or_default());
            lines.extend(history(card));
        }
        lines
    }

    /// The same in so many columns: the day stands whole or not at all, and what is to be said has it too.
    fn headline_in(&self, width: usize) -> String {
        let [whole, short] = [true, false].map(|until| self.headline(until));
        if text::width(&whole) <= width {
            whole
        } else {
            short
        }
    }

    /// The word and where, and until when if that is wanted.
    fn headline(&self, until: bool) -> String {
        let answer = self.answer;
        let at = match self.place {
            Some(school) => format!(" at {}", school.name),
            None if answer.at().is_empty() && !answer.where_.is_empty() => {
                format!(": {}", answer.where_)
            }
            None => answer.at().to_owned(),
        };
        let until = match answer.valid_until {
            Some(day) if until && answer.word.allows() => format!(", until {}", full(day)),
            _ => String::new(),
        };
        let conditions = if answer.word == StatusWord::YesConditions {
            ", with conditions"
        } else {
            ""
        };
        let word = if answer.word == StatusWord::YesConditions {
            "YES"
        } else {
            answer.word.text()
        };
        format!("{word}{at}{conditions}{until}")
    }

    pub(super) fn verdict(&self, width: usize) -> Vec<StyledLine> {
        self.verdict_under(&self.headline(true), width)
    }

    fn verdict_under(&self, headline: &str, width: usize) -> Vec<StyledLine> {
        let answer = self.answer;
        let role = if matches!(answer.word, StatusWord::No | StatusWord::Expired) {
            TextRole::Alarm
        } else {
            TextRole::Heading
        };
        let headline = wrap(headline, width).into_iter();
        let mut lines: Vec<StyledLine> = headline.map(|line| (line, role)).collect();
        for (n, condition) in answer.conditions.iter().enumerate() {
            for (i, part) in wrap(condition, width.saturating_sub(6))
                .into_iter()
                .enumerate()
            {
                let lead = if i == 0 {
                    format!("  {}  ", n + 1)
                } else {
                    "     ".to_owned()
                };
                lines.push((format!("{lead}{part}"), TextRole::Plain));
            }
        }
        if answer.conditions.is_empty()
            && !answer.reason.is_empty()
            && answer.word != StatusWord::Yes
        {
            lines.extend(labelled("Why", &answer.reason, width));
        }
        lines
    }

    pub(super) fn facts(&self, width: usize) -> Vec<StyledLine> {
        let answer = self.answer;
        let mut lines = Vec::new();
        if let Some(seats) = self.seats() {
            lines.extend(labelled("Seats", &seats, width));
        }
        if !answer.next_step.is_empty() {
            lines.extend(labelled("Next", &answer.next_step, width));
        }
        if !answer.alternatives.is_empty() {
            let names: Vec<String> = answer
                .alternatives
                .iter()
                .map(|other| {
                    let free = other
                        .free
                        .map(|n| format!(", {} free", counted(n, "seat")))
                        .unwrap_or_default();
                    let here = if other.licensed_here {
                        " (licensed here"
                    } else {
                        " ("
                    };
                    format!(
                        "{}{here}{}{free})",
                        other.product,
                        if other.licensed_here { "" } else { "allowed" }
                    )
                })
                .collect();
            lines.extend(labelled("Instead", &names.join("; "), width));
        }
        let Some(card) = self.card else { return lines };
        if let Some(told) = self.neighbours.and_then(|told| told.line(self.today)) {
            lines.extend(labelled("Neighbours", &told, width));
        }
        if let Some(elsewhere) = card.elsewhere(self.place.map(|school| school.id)) {
            lines.extend(labelled("Elsewhere", &elsewhere, width));
        }
        for bought in &card.contracts {
            lines.extend(labelled("Contract", &contract(bought), width));
        }
        if let Some(all) = card.total {
            lines.extend(labelled("Together", &all.to_string(), width));
        }
        if let Some(who) = card.support {
            lines.extend(labelled("Support", who, width));
        }
        for agreement in card.agreements.iter().take(2) {
            let until = agreement
                .until
                .map(|day| format!(", ends {}", short(day)))
                .unwrap_or_default();
            let ended = agreement.until.is_some_and(|day| day < self.today);
            let words = format!(
                "{}{until}{}",
                agreement.kind,
                if ended { " (ended)" } else { "" }
            );
            lines.extend(labelled("Privacy", &words, width));
        }
        let owners: Vec<String> = card
            .owners
            .iter()
            .map(|(role, name, _)| format!("{role} {name}"))
            .collect();
        let owners = if owners.is_empty() {
            "nobody is named".to_owned()
        } else {
            owners.join(", ")
        };
        lines.extend(labelled("Owners", &owners, width));
        if !card.functions.is_empty() {
            lines.extend(labelled("For", &card.functions.join(", "), width));
        }
        lines.extend(teaches(card, width));
        if let Some(what) = card.teaches.tests() {
            lines.extend(labelled("Tests", &what, width));
        }
        let names: Vec<&str> = card
            .aliases
            .iter()
            .map(|alias| alias.alias.as_str())
            .collect();
        if !names.is_empty() {
            lines.extend(labelled("Also", &names.join(", "), width));
        }
        if let Some(change) = card.changes.first() {
            let words = format!(
                "{} {} {}   H shows all",
                &change.at[..10],
                change.who,
                change.told()
            );
            lines.extend(labelled("Changed", &words, width));
        }
        lines
    }

    fn seats(&self) -> Option<String> {
        let seats = self.answer.seats.words()?;
        let who = self
            .answer
            .who
            .as_ref()
            .map(|who| format!(". Ask {who}"))
            .unwrap_or_default();
        Some(format!("{seats}{who}"))
    }

    pub(super) fn say(&self, width: usize) -> Vec<StyledLine> {
        let mut lines: Vec<StyledLine> = said(self.answer, width)
            .into_iter()
            .map(|line| (line, TextRole::Plain))
            .collect();
        if let (Some(last), Some(key)) = (lines.last_mut(), self.copy_key) {
            let hint = format!("{key} copies this");
            let used = text::width(&last.0);
            if used + 2 + hint.len() <= width {
                last.0 = format!("{}{}{hint}", last.0, " ".repeat(width - used - hint.len()));
            }
        }
        lines
    }

    pub(super) fn four(&self) -> Vec<StyledLine> {
        let four = &self.answer.four;
        [
            ("Approval", &four.approval),
            ("License", &four.entitlement),
            ("Switches", &four.provisioning),
            ("Devices", &four.fit),
        ]
        .into_iter()
        .map(|(label, words)| (format!("{label:<11}{words}"), TextRole::Plain))
        .collect()
    }
}

/// The sentence to say, in lines.
pub(super) fn said(answer: &StatusAnswer, width: usize) -> Vec<String> {
    wrap(&format!("Say: \"{}\"", answer.say), width)
}

fn labelled(label: &str, words: &str, width: usize) -> Vec<StyledLine> {
    let parts = wrap(words, width.saturating_sub(11));
    let lines = parts.into_iter().enumerate();
    lines
        .map(|(i, part)| {
            (
                format!("{:<11}{part}", if i == 0 { label } else { "" }),
                TextRole::Plain,
            )
        })
        .collect()
}

fn contract(bought: &ContractOfProduct) -> String {
    let cost = bought.cost().map(|cost| format!("{cost}, "));
    let cost = cost.unwrap_or_default();
    let by = if bought.by == "district" {
        String::new()
    } else {
        format!(", bought by {}", bought.by)
    };
    format!(
        "{}  {cost}{} {}{by}",
        bought.contract.number,
        bought.ending(),
        full(bought.contract.term_end)
    )
}

/// What it teaches in the frameworks that come first; the rest is counted, and told below the facts of the card.
fn teaches(card: &Card, width: usize) -> Vec<StyledLine> {
    let all = card.teaches.lines();
    let said = match all.get(..TEACHES) {
        Some(first) if all.len() > TEACHES => {
            format!(
                "{}; {} more frameworks",
                first.join("; "),
                all.len() - TEACHES
            )
        }
        _ => all.join("; "),
    };
    if said.is_empty() {
        return Vec::new();
    }
    labelled("Teaches", &said, width)
}

/// Every framework of which it teaches something, and who says so.
fn taught(card: &Card, width: usize) -> Vec<StyledLine> {
    let lines = card.teaches.lines().into_iter();
    let mut lines: Vec<StyledLine> = lines
        .flat_map(|line| wrap(&line, width))
        .map(|line| (line, TextRole::Plain))
        .collect();
    if !lines.is_empty() {
        lines.insert(0, ("TEACHES".to_owned(), TextRole::Heading));
        lines.insert(0, (String::new(), TextRole::Plain));
    }
    lines
}

fn schools(card: &Card) -> Vec<StyledLine> {
    if card.schools.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![
        (String::new(), TextRole::Plain),
        (
            format!(
                "{:<28} {:<16} {:>7} {:>7}",
                "SCHOOL", "ANSWER", "SEATS", "USED"
            ),
            TextRole::Heading,
        ),
    ];
    let number = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
    for school in &card.schools {
        let name = text::pad(&school.name, 28);
        let (seats, used) = (number(school.seats), number(school.used));
        lines.push((
            format!("{name} {:<16} {seats:>7} {used:>7}", school.word),
            TextRole::Plain,
        ));
    }
    lines
}

/// What each neighbour says; nothing where none knows the product.
fn said_elsewhere(told: &NeighboursTold) -> Vec<StyledLine> {
    if told.say.said.is_empty() {
        return Vec::new();
    }
    let table = told.table().into_iter().enumerate();
    let table = table.map(|(at, line)| {
        let role = if at == 0 {
            TextRole::Heading
        } else {
            TextRole::Plain
        };
        (line, role)
    });
    [(String::new(), TextRole::Plain)]
        .into_iter()
        .chain(table)
        .collect()
}

fn contracts(card: &Card) -> Vec<StyledLine> {
    let lines = card.contracts.iter().map(|bought| {
        let fund = bought
            .contract
            .fund
            .as_ref()
            .map(|fund| format!(", paid from {fund}"))
            .unwrap_or_default();
        (format!("{}{fund}", contract(bought)), TextRole::Plain)
    });
    let mut lines: Vec<StyledLine> = lines.collect();
    if !lines.is_empty() {
        lines.insert(0, ("CONTRACTS".to_owned(), TextRole::Heading));
        lines.insert(0, (String::new(), TextRole::Plain));
    }
    lines
}

pub(super) fn history(card: &Card) -> Vec<StyledLine> {
    let mut lines = vec![
        (String::new(), TextRole::Plain),
        ("HISTORY   H shows all".to_owned(), TextRole::Heading),
    ];
    for change in &card.changes {
        let field = change
            .field
            .as_ref()
            .map(|f| format!(" {f}: {} -> {}", change.old, change.new));
        let when = change.at.get(..10).unwrap_or(&change.at);
        lines.push((
            format!(
                "{when}  {:<9} {}{}",
                change.who,
                change.told(),
                field.unwrap_or_default()
            ),
            TextRole::Plain,
        ));
    }
    lines
}
