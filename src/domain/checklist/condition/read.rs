//! The words of a condition to what they mean: `not` binds closest, then `and`, then `or`.

use crate::domain::product::ProductKind;
use crate::domain::refusal::Refusal;

use super::{Fact, Means};

/// Longer ones are no longer read by anybody; it also bounds how deep parentheses go.
const LONGEST: usize = 200;

const JOINTS: [&str; 5] = ["and", "or", "not", "(", ")"];

/// Reads a condition that may name these items.
pub(super) fn read(text: &str, items: &[&str]) -> Result<Means, Refusal> {
    if text.len() > LONGEST {
        return Err(format!("a condition has at most {LONGEST} characters").into());
    }
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut words = ConditionWords {
        left: spaced.split_whitespace().rev().collect(),
        items,
    };
    let means = words.any()?;
    match words.left.pop() {
        None => Ok(means),
        Some(word) => Err(format!("`{word}` stands where `and` or `or` should").into()),
    }
}

/// The words of a condition while it is read, and the items it may name.
struct ConditionWords<'w> {
    /// The words still to read, the next one last.
    left: Vec<&'w str>,
    items: &'w [&'w str],
}

impl ConditionWords<'_> {
    fn any(&mut self) -> Result<Means, Refusal> {
        let mut parts = vec![self.all()?];
        while self.take("or") {
            parts.push(self.all()?);
        }
        Ok(joined(parts, Means::Any))
    }

    fn all(&mut self) -> Result<Means, Refusal> {
        let mut parts = vec![self.one()?];
        while self.take("and") {
            parts.push(self.one()?);
        }
        Ok(joined(parts, Means::All))
    }

    fn one(&mut self) -> Result<Means, Refusal> {
        if self.take("not") {
            return Ok(Means::Not(Box::new(self.one()?)));
        }
        if self.take("(") {
            let inner = self.any()?;
            return if self.take(")") {
                Ok(inner)
            } else {
                Err("a parenthesis is not closed".into())
            };
        }
        self.fact()
    }

    fn fact(&mut self) -> Result<Means, Refusal> {
        let word = self
            .left
            .pop()
            .ok_or("a condition word is missing at the end")?;
        if JOINTS.contains(&word) {
            return Err(format!("`{word}` stands where a condition word should").into());
        }
        if let Some(fact) = Fact::from_word(word) {
            return Ok(Means::Fact(fact));
        }
        if let Some(kind) = ProductKind::from_word(word) {
            return Ok(Means::Kind(kind));
        }
        match word {
            "tier" => self
                .number(0, 3)
                .map(|n| Means::Tier(n.into()))
                .ok_or_else(|| "after `tier` stands 0, 1, 2 or 3".into()),
            "grades" if self.take("under") => self
                .number(5, 19)
                .map(Means::Under)
                .ok_or_else(|| "after `grades under` stands an age from 5 to 19".into()),
            "grades" => Err("after `grades` stands `under` and an age".into()),
            id if self.items.contains(&id) => Ok(Means::Item(id.into())),
            other => Err(
                Refusal::from(format!("`{other}` is no condition word")).then(
                    "; ",
                    format!(
                        "the words are {}, tier, grades under, and the ids of items above",
                        known()
                    ),
                ),
            ),
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.left.last() == Some(&word);
        if there {
            self.left.pop();
        }
        there
    }

    fn number(&mut self, least: i8, most: i8) -> Option<i8> {
        let number = self.left.pop()?.parse().ok()?;
        (least..=most).contains(&number).then_some(number)
    }
}

fn joined(mut parts: Vec<Means>, join: fn(Vec<Means>) -> Means) -> Means {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

fn known() -> String {
    let facts = Fact::ALL.iter().map(|fact| fact.word());
    let kinds = ProductKind::ALL.iter().map(|kind| kind.word());
    facts.chain(kinds).collect::<Vec<_>>().join(", ")
}
