//! How many rows of a file came to what, in the words that every face says at the end.

use super::ImportPlan;
use crate::domain::counted::counted;

/// What became of the rows of a file before anything is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows read.
    pub read: usize,
    /// Rows that say what an earlier row of the file said.
    pub repeated: usize,
    /// Rows that are none to take, though nothing in them is wrong.
    pub aside: usize,
    /// Rows that are credits, which made a line cheaper.
    pub credits: usize,
    /// Rows that are half days, on which the office is open.
    pub half_days: usize,
    /// Rows that were counted into the record of an earlier one: single devices.
    pub counted: usize,
    /// Rows that cannot be taken.
    pub left_out: usize,
}

impl ImportPlan {
    /// What became of its rows.
    pub fn counts(&self) -> Counts {
        Counts {
            read: self.read,
            repeated: self.repeated,
            aside: self.aside,
            credits: self.credits,
            half_days: self.half_days,
            counted: self.devices - self.classes,
            left_out: self.rejected_rows,
        }
    }
}

impl Counts {
    /// Rows that say something for themselves.
    pub fn taken(self) -> usize {
        let besides = self.repeated + self.aside + self.credits + self.half_days;
        self.read - besides - self.counted - self.left_out
    }

    /// `, 3 repeated, 1 set aside, 1 credit taken off its line, 1 half day, not a closed day, 2 left out`; nothing where
    /// there are none.
    pub fn besides(self) -> String {
        let one = |n: usize, one: &'static str, more: &'static str| if n == 1 { one } else { more };
        let counted = [
            (self.repeated, "repeated"),
            (self.aside, "set aside"),
            (
                self.credits,
                one(
                    self.credits,
                    "credit taken off its line",
                    "credits taken off their lines",
                ),
            ),
            (
                self.half_days,
                one(
                    self.half_days,
                    "half day, not a closed day",
                    "half days, not closed days",
                ),
            ),
            (self.left_out, "left out"),
        ];
        let counted = counted.iter().filter(|(n, _)| *n > 0);
        counted.fold(String::new(), |said, (n, what)| {
            format!("{said}, {n} {what}")
        })
    }

    /// Why there is nothing to write, where there is nothing.
    pub fn nothing(self) -> String {
        if self.left_out == self.read {
            return format!("Nothing was saved: {}.", self.none_read());
        }
        if self.aside == self.read {
            return "Nothing to save: every row was set aside.".to_owned();
        }
        let rows = |n: usize| counted(n, "row");
        let were = |n: usize| if n == 1 { "was" } else { "were" };
        let mut said = Vec::new();
        if self.left_out > 0 {
            let n = self.left_out;
            said.push(format!(
                "{} could not be read and {} left out",
                rows(n),
                were(n)
            ));
        }
        if self.aside > 0 {
            let n = self.aside;
            said.push(format!("{} {} set aside", rows(n), were(n)));
        }
        if self.half_days > 0 {
            let n = self.half_days;
            let days = if n == 1 {
                "half day is no closed day"
            } else {
                "half days are no closed days"
            };
            said.push(format!("{n} {days}"));
        }
        if said.is_empty() {
            said.push("all of it was here already".to_owned());
        } else if self.left_out + self.aside + self.half_days < self.read {
            said.push("the rest was here already".to_owned());
        }
        format!("Nothing to save: {}.", said.join("; "))
    }

    /// That not one row could be read.
    pub fn none_read(self) -> String {
        match self.read {
            1 => "the only row could not be read".to_owned(),
            n => format!("none of the {n} rows could be read"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_counted_as_what_it_is() {
        let one = Counts {
            read: 4,
            credits: 1,
            half_days: 1,
            ..Counts::default()
        };
        let said = ", 1 credit taken off its line, 1 half day, not a closed day";
        assert_eq!((one.taken(), one.besides().as_str()), (2, said));
        let more = Counts {
            read: 5,
            credits: 2,
            half_days: 3,
            ..Counts::default()
        };
        let said = ", 2 credits taken off their lines, 3 half days, not closed days";
        assert_eq!((more.taken(), more.besides().as_str()), (0, said));
        let half = Counts {
            read: 1,
            half_days: 1,
            ..Counts::default()
        };
        assert_eq!(
            half.nothing(),
            "Nothing to save: 1 half day is no closed day."
        );
    }

    #[test]
    fn nothing_to_save_says_why() {
        for (read, repeated, aside, left_out, besides, said) in [
            (
                3,
                0,
                0,
                0,
                "",
                "Nothing to save: all of it was here already.",
            ),
            (
                3,
                2,
                0,
                0,
                ", 2 repeated",
                "Nothing to save: all of it was here already.",
            ),
            (
                1,
                0,
                0,
                1,
                ", 1 left out",
                "Nothing was saved: the only row could not be read.",
            ),
            (
                44,
                0,
                0,
                44,
                ", 44 left out",
                "Nothing was saved: none of the 44 rows could be read.",
            ),
            (
                4,
                1,
                0,
                2,
                ", 1 repeated, 2 left out",
                "Nothing to save: 2 rows could not be read and were left out; the rest was here already.",
            ),
            (
                3,
                0,
                2,
                0,
                ", 2 set aside",
                "Nothing to save: 2 rows were set aside; the rest was here already.",
            ),
            (
                3,
                0,
                2,
                1,
                ", 2 set aside, 1 left out",
                "Nothing to save: 1 row could not be read and was left out; 2 rows were set aside.",
            ),
        ] {
            let counts = Counts {
                read,
                repeated,
                aside,
                left_out,
                ..Counts::default()
            };
            assert_eq!(
                (counts.besides().as_str(), counts.nothing().as_str()),
                (besides, said)
            );
        }
    }
}
