//! What a neighbour decided and answered, taken over into a review as claims to check: it answers nothing, and stands
//! beside the items until somebody here has. Kept as a note on the request, which history tells and undo takes back; how
//! that note is written and read again is said here alone.

use chrono::NaiveDate;

use crate::domain::request::ItemResult;

/// What a neighbour decided about a product, and what its review answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NeighbourClaims {
    /// What the neighbour is called.
    pub district: String,
    /// When it decided; none where it does not say.
    pub decided_on: Option<NaiveDate>,
    /// What it decided and where, in words: `conditional, for all schools`.
    pub decided: String,
    /// On what conditions.
    pub conditions: Vec<String>,
    /// Why.
    pub reason: Option<String>,
    /// What its review answered.
    pub answers: Vec<ClaimedAnswer>,
}

/// What a neighbour's review answered to an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimedAnswer {
    /// The item: `T05`.
    pub item: String,
    /// The answer.
    pub answer: ItemResult,
    /// The edition of its checklist; 1 is the same in every district.
    pub edition: i64,
}

/// How a note of claims begins.
pub const BEGINS: &str = "Claimed by ";
/// How its first line ends.
const TO_CHECK: &str = ", to be checked here:";
/// How lines begin that are no item's.
const DECIDED: &str = "decided: ";
const CONDITION: &str = "condition: ";
const REASON: &str = "reason: ";

/// A text of others as one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl NeighbourClaims {
    /// Who claims it, and since when: `Claimed by Lindenau district, Oct 3 2026`.
    fn by(&self) -> String {
        let on = self.decided_on;
        let on = on.map(|day| day.format(", %b %-d %Y").to_string());
        format!("{BEGINS}{}{}", line(&self.district), on.unwrap_or_default())
    }

    /// The note that keeps it.
    pub fn note(&self) -> String {
        let mut lines = vec![format!("{}{TO_CHECK}", self.by())];
        lines.push(format!("{DECIDED}{}", line(&self.decided)));
        let conditions = self.conditions.iter().map(|text| line(text));
        lines.extend(conditions.map(|text| format!("{CONDITION}{text}")));
        let reason = self.reason.as_ref().map(|text| line(text));
        lines.extend(reason.map(|text| format!("{REASON}{text}")));
        lines.extend(self.answers.iter().map(|one| {
            let edition = match one.edition {
                1 => String::new(),
                edition => format!(" (edition {edition} of its list)"),
            };
            format!("{}: {}{edition}", line(&one.item), one.answer)
        }));
        lines.join("\n")
    }
}

/// A note of claims as it is read again: who claims it, and what of which item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadClaims {
    /// `Claimed by Lindenau district, Oct 3 2026`.
    pub by: String,
    /// What is claimed of items: the item, and the words.
    pub of_items: Vec<(String, String)>,
    /// What was decided, on what conditions and why.
    pub of_all: Vec<String>,
}

impl ReadClaims {
    /// Reads a note; none of one that keeps no claims.
    pub fn of_note(note: &str) -> Option<ReadClaims> {
        let (first, rest) = note.split_once('\n')?;
        let by = first.strip_suffix(TO_CHECK)?;
        if !by.starts_with(BEGINS) {
            return None;
        }
        let mut read = ReadClaims {
            by: by.to_owned(),
            of_items: Vec::new(),
            of_all: Vec::new(),
        };
        for line in rest.lines() {
            let of_all = [DECIDED, CONDITION, REASON];
            match line.split_once(": ") {
                Some((item, says)) if !of_all.iter().any(|of| line.starts_with(of)) => {
                    read.of_items.push((item.to_owned(), says.to_owned()));
                }
                _ => read.of_all.push(line.to_owned()),
            }
        }
        Some(read)
    }

    /// What is claimed of an item, in a sentence without its stop; none where nothing is.
    pub fn of_item(&self, item: &str) -> Option<String> {
        let says = self.says_of(item)?;
        Some(format!("{}: {says}", self.by))
    }

    /// The answer alone that is claimed of an item: `pass`.
    pub fn answer_of(&self, item: &str) -> Option<&str> {
        self.says_of(item)?.split(' ').next()
    }

    fn says_of(&self, item: &str) -> Option<&str> {
        let mut found = self.of_items.iter();
        let found = found.find(|(of, _)| of == item);
        found.map(|(_, says)| says.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> NeighbourClaims {
        NeighbourClaims {
            district: "Lindenau district".to_owned(),
            decided_on: NaiveDate::from_ymd_opt(2026, 10, 3),
            decided: "conditional, for all schools".to_owned(),
            conditions: vec![
                "Teacher accounts only".to_owned(),
                "T05: pass\nC02: pass".to_owned(),
            ],
            reason: Some("safe enough".to_owned()),
            answers: vec![
                ClaimedAnswer {
                    item: "T05".to_owned(),
                    answer: ItemResult::Fail,
                    edition: 1,
                },
                ClaimedAnswer {
                    item: "C02".to_owned(),
                    answer: ItemResult::Partial,
                    edition: 3,
                },
            ],
        }
    }

    #[test]
    fn a_note_of_claims_is_read_as_it_was_written() {
        let note = claims().note();
        assert_eq!(
            note,
            "Claimed by Lindenau district, Oct 3 2026, to be checked here:\n\
             decided: conditional, for all schools\n\
             condition: Teacher accounts only\n\
             condition: T05: pass C02: pass\n\
             reason: safe enough\n\
             T05: fail\n\
             C02: partial (edition 3 of its list)"
        );
        let read = ReadClaims::of_note(&note).unwrap();
        assert_eq!(
            read.of_item("T05").as_deref(),
            Some("Claimed by Lindenau district, Oct 3 2026: fail")
        );
        assert_eq!(
            read.of_item("C02").as_deref(),
            Some("Claimed by Lindenau district, Oct 3 2026: partial (edition 3 of its list)")
        );
        assert_eq!(read.of_item("T06"), None);
        assert_eq!(read.answer_of("C02"), Some("partial"));
        assert_eq!(read.answer_of("T06"), None);
        assert_eq!(read.of_all.len(), 4);
    }

    #[test]
    fn what_others_wrote_claims_nothing_of_another_item() {
        let sly = NeighbourClaims {
            district: "Sly, to be checked here:\nT05: pass".to_owned(),
            reason: Some("x\nT06: pass".to_owned()),
            answers: Vec::new(),
            ..claims()
        };
        let read = ReadClaims::of_note(&sly.note()).unwrap();
        assert_eq!(read.of_items, []);
    }

    #[test]
    fn another_note_is_none_of_claims() {
        for note in [
            "",
            "Claimed by Lindenau",
            "Claimed by Lindenau\nT05: pass",
            "See: mail\nT05: pass",
        ] {
            assert_eq!(ReadClaims::of_note(note), None, "{note}");
        }
    }
}
