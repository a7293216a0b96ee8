//! What neighbours of the region say of a product, as it is shown beside the district's own answer.

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::day::short;
use crate::domain::text;
pub use crate::store::region::{NeighbourDecision, NeighboursSay};

/// What neighbours said when they were asked last.
#[derive(Clone, PartialEq, Debug)]
pub struct NeighboursTold {
    /// What they said.
    pub say: NeighboursSay,
    /// When the region was asked: local time.
    pub read_at: NaiveDateTime,
}

/// So many of them are told one by one; the commands tell all.
const TOLD: usize = 20;

impl NeighboursTold {
    /// What they say in a few words with its age: `9 of 12 yes, 1 no; 2 asked for a DPA (read 10:32)`. None where nobody
    /// knows the product.
    pub fn line(&self, today: NaiveDate) -> Option<String> {
        let words = self.say.words()?;
        Some(format!(
            "{words} ({}read {})",
            self.how("by its name, "),
            self.age(today)
        ))
    }

    /// The same for a line that is cut at its end, the age first: `Neighbours 10:32: 9 of 12 yes, 1 no`.
    pub fn short_line(&self, today: NaiveDate) -> Option<String> {
        let words = self.say.words()?;
        Some(format!(
            "Neighbours {}{}: {words}",
            self.how("by name, "),
            self.age(today)
        ))
    }

    /// What is said where only the name tells that it is the same product.
    fn how(&self, by_name: &'static str) -> &'static str {
        if self.say.confirmed { "" } else { by_name }
    }

    /// When they were asked: `10:32`, or of another day `Mar 10 10:32`.
    fn age(&self, today: NaiveDate) -> String {
        let (day, time) = (self.read_at.date(), self.read_at.format("%H:%M"));
        if day == today {
            time.to_string()
        } else {
            format!("{} {time}", short(day, today))
        }
    }

    /// The same one by one, under a heading: who decided what and when, and when they told the region last.
    pub fn table(&self) -> Vec<String> {
        let row = |name: &str, answer: &str, decided: &str, pushed: &str| {
            let name = text::pad(&text::cut(name, 22), 22);
            format!("{name} {answer:<11} {decided:<10} {pushed}")
        };
        let mut lines = vec![row("NEIGHBOUR", "ANSWER", "DECIDED", "AS OF")];
        for one in self.say.said.iter().take(TOLD) {
            let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "-".to_owned());
            lines.push(row(
                &one.name,
                one.answer.word(),
                &day(&one.decided_on),
                &day(&one.pushed_on),
            ));
            lines.extend(one.reason.as_ref().map(|why| format!("  {why}")));
        }
        let more = self.say.said.len().saturating_sub(TOLD);
        if more > 0 {
            lines.push(format!("and {more} more: hallpass region product NAME"));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::region::stance::{DistrictAnswer, Stance};
    use crate::store::region::Neighbour;

    fn said(name: &str, stance: Stance) -> Neighbour {
        Neighbour {
            district: name.to_lowercase(),
            name: name.to_owned(),
            product: "Gimkit".to_owned(),
            vendor: None,
            answer: DistrictAnswer::One(stance),
            reason: (stance == Stance::No).then(|| "sells data".to_owned()),
            decided_on: Some("2026-01-05".to_owned()),
            pushed_on: None,
        }
    }

    #[test]
    fn what_neighbours_say_is_told_with_its_age() {
        let read_at = "2026-03-10T10:32:00".parse().unwrap();
        let mut told = NeighboursTold {
            say: NeighboursSay {
                confirmed: true,
                said: vec![said("Ash", Stance::Yes), said("Birch", Stance::No)],
                agreed: vec![("DPA".to_owned(), 1)],
                decisions: Vec::new(),
            },
            read_at,
        };
        let line = |told: &NeighboursTold, day: &str| told.line(day.parse().unwrap());
        assert_eq!(
            line(&told, "2026-03-10").as_deref(),
            Some("1 of 2 yes, 1 no; 1 asked for a DPA (read 10:32)")
        );
        told.say.confirmed = false;
        assert_eq!(
            line(&told, "2026-03-12").as_deref(),
            Some("1 of 2 yes, 1 no; 1 asked for a DPA (by its name, read Mar 10 10:32)")
        );
        assert_eq!(
            told.short_line("2026-03-10".parse().unwrap()).as_deref(),
            Some("Neighbours by name, 10:32: 1 of 2 yes, 1 no; 1 asked for a DPA")
        );
        assert_eq!(
            told.table(),
            [
                "NEIGHBOUR              ANSWER      DECIDED    AS OF",
                "Ash                    yes         2026-01-05 -",
                "Birch                  no          2026-01-05 -",
                "  sells data"
            ]
        );
        told.say.said = vec![said("Ash", Stance::Yes); 23];
        assert_eq!(
            told.table().last().map(String::as_str),
            Some("and 3 more: hallpass region product NAME")
        );
        told.say.said.clear();
        assert_eq!(line(&told, "2026-03-10"), None);
    }
}
