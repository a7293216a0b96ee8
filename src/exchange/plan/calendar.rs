//! Rows about the district's calendar: a day, or a span of them, on which the office is closed or the
//! board meets.

use super::{Planner, RowRefusal, not_one_of, put_some, refuse};
use crate::domain::calendar::DayKind;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::exchange::record::FileRow;

/// A longer closure is a slip in a year.
const LONGEST: i64 = 200;

impl Planner<'_> {
    pub(super) fn calendar_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let word = record.text("kind").unwrap_or_default();
        let Some((first, last)) = record.days("day") else {
            return refuse("day", "", "the day is missing; every row needs one");
        };
        let last = record.day("to").unwrap_or(last);
        let length = (last - first).num_days();
        if !(0..LONGEST).contains(&length) {
            let why = format!("is a span from {first} to {last}; check the two days");
            return refuse("day", "", why);
        }
        if is_half(word) {
            let why = "half days are working days for every clock, so nothing is kept of it";
            self.warn("kind", word, why);
            self.plan.half_days += 1;
            return Ok(());
        }
        let Some(kind) = kind(word) else {
            return not_one_of(record, "kind", &["holiday", "closure", "board"]);
        };
        let cutoff = record.day_before("agenda_cutoff");
        let note = record.text("note");
        let days = first.iter_days().take(length as usize + 1);
        let puts: Vec<Put> = days
            .map(|day| {
                let mut put = Put::keyed(Kind::CalendarDay)
                    .with("day", day)
                    .with("kind", kind);
                let cutoff = cutoff.map(|cutoff| cutoff.seen_from(day));
                put = put_some(put, "agenda_cutoff", cutoff);
                put_some(put, "note", note.map(str::to_owned))
            })
            .collect();
        // A row that is refused for its last day must not have said anything of the first.
        for put in &puts {
            self.is_repeated(put)?;
        }
        for put in puts {
            self.main(put, None)?;
        }
        Ok(())
    }
}

fn is_half(word: &str) -> bool {
    ["half", "minimum_day", "early_", "late_start", "delayed"]
        .iter()
        .any(|start| word.starts_with(start))
}

/// What a district's own word for a day means.
fn kind(word: &str) -> Option<DayKind> {
    DayKind::from_word(word).or(match word {
        "holidays" | "legal_holiday" | "federal_holiday" | "state_holiday" | "public_holiday" => {
            Some(DayKind::Holiday)
        }
        "closed" | "closures" | "break" | "recess" | "vacation" | "no_school" | "snow_day"
        | "district_closed" | "office_closed" | "offices_closed" => Some(DayKind::Closure),
        "board_meeting" | "school_board" | "board_of_education" | "meeting" => Some(DayKind::Board),
        _ => None,
    })
}
