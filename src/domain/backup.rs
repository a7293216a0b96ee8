//! Backups that are kept in a folder: what their files are called, and which of them a rule lets go.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use crate::domain::refusal::Refusal;

/// How the moment is written in a file's name.
const MOMENT: &str = "%Y%m%d-%H%M%S";

/// The most of each period that a rule can ask for.
const MOST: usize = 999;

/// When a backup was made, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupMoment {
    /// The date and the time on the wall of the district, to the second.
    pub at: NaiveDateTime,
    /// The newest line of history that is in it.
    pub seq: i64,
}

impl BackupMoment {
    /// A backup made at this moment, whose parts of a second its file's name does not tell and so are left out: what is
    /// read from the name is the same moment.
    pub fn new(at: NaiveDateTime, seq: i64) -> BackupMoment {
        let at = at.with_nanosecond(0).unwrap_or(at);
        BackupMoment { at, seq }
    }

    /// The next second, where a backup of this one is there already.
    #[must_use]
    pub fn a_second_later(self) -> BackupMoment {
        let at = self.at.checked_add_signed(TimeDelta::seconds(1));
        BackupMoment {
            at: at.unwrap_or(self.at),
            ..self
        }
    }

    /// The name of its file, for the office file `office.db` called `office`: `office-20260310-094000-512.db`.
    pub fn file(self, office: &str) -> String {
        format!("{office}-{}-{}.db", self.at.format(MOMENT), self.seq)
    }

    /// What a file's name says; none where it is no backup of this office, letter for letter.
    pub fn of_file(office: &str, file: &str) -> Option<BackupMoment> {
        let said = file
            .strip_prefix(office)?
            .strip_prefix('-')?
            .strip_suffix(".db")?;
        let (moment, seq) = said.rsplit_once('-')?;
        let read = BackupMoment {
            at: NaiveDateTime::parse_from_str(moment, MOMENT).ok()?,
            seq: seq.parse().ok()?,
        };
        // Numbers can be written in several ways, and hallpass writes one.
        (read.file(office) == file).then_some(read)
    }
}

/// How many days, weeks and months a backup is kept of. Only those count in which one was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepRule {
    days: usize,
    weeks: usize,
    months: usize,
}

impl KeepRule {
    /// Reads `7d,5w,12m`: any of the three, each once, at least one of them above zero.
    pub fn read(text: &str) -> Result<KeepRule, Refusal> {
        let mut rule = [None; 3];
        for part in text.split(',') {
            let part = part.trim();
            let unit = part.chars().last();
            let place = unit.and_then(|unit| "dwm".find(unit));
            let number = unit.map_or("", |unit| &part[..part.len() - unit.len_utf8()]);
            let digits = number.bytes().all(|byte| byte.is_ascii_digit());
            match (place, number.parse::<usize>()) {
                (Some(place), Ok(number)) if digits && number <= MOST => {
                    if rule[place].replace(number).is_some() {
                        return Err(format!("`{text}` says the same period twice").into());
                    }
                }
                _ => {
                    let why = format!("`{part}` is not a number of days, weeks or months");
                    let next = format!("write it as 7d,5w,12m, each at most {MOST}");
                    return Err(Refusal::from(why).then("; ", next));
                }
            }
        }
        let [days, weeks, months] = rule.map(Option::unwrap_or_default);
        if days + weeks + months == 0 {
            let why = Refusal::from("a rule that keeps nothing is none");
            return Err(why.then("; ", "write it as 7d,5w,12m"));
        }
        Ok(KeepRule {
            days,
            weeks,
            months,
        })
    }

    /// The backups that are not kept, oldest first: all but the newest of each of the last days, weeks (from Monday)
    /// and months that have one. The newest of all stays, and so does the one that was `made` just now, whatever the
    /// clock says.
    pub fn lets_go(self, backups: &[BackupMoment], made: BackupMoment) -> Vec<BackupMoment> {
        let all: BTreeSet<BackupMoment> = backups.iter().copied().collect();
        let newest_first: Vec<BackupMoment> = all.iter().rev().copied().collect();
        let periods: [(usize, Period); 3] = [
            (self.days, |day| (day.year(), day.ordinal())),
            (self.weeks, |day| {
                (day.iso_week().year(), day.iso_week().week())
            }),
            (self.months, |day| (day.year(), day.month())),
        ];
        let mut kept: BTreeSet<BackupMoment> = newest_first.iter().take(1).copied().collect();
        kept.insert(made);
        for (number, period) in periods {
            let period = |backup: &BackupMoment| period(backup.at.date());
            let each = newest_first.chunk_by(|a, b| period(a) == period(b));
            kept.extend(each.take(number).filter_map(|same| same.first()));
        }
        all.difference(&kept).copied().collect()
    }
}

/// The year and the number of the period in it that a day belongs to.
type Period = fn(NaiveDate) -> (i32, u32);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str, seq: i64) -> BackupMoment {
        let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        BackupMoment { at, seq }
    }

    fn rule(text: &str) -> KeepRule {
        KeepRule::read(text).unwrap()
    }

    #[test]
    fn a_name_is_read_as_it_was_written_and_no_other_is() {
        let made = at("2026-03-10 09:40", 512);
        assert_eq!(made.file("office"), "office-20260310-094000-512.db");
        for office in ["office", "a-b", "Büro 1", "office-20260310-094000-1.db"] {
            assert_eq!(
                BackupMoment::of_file(office, &made.file(office)),
                Some(made)
            );
        }
        for other in [
            "office.db",
            "office-before-restore-20260310-094000-512.db",
            "office-20260310-094000-512.db-wal",
            "office-20260310-094000-0512.db",
            "office-20260310-094000-+512.db",
            "office-20260310-094000-512.DB",
            "office-20260310-094000.db",
            "office-20261310-094000-512.db",
            "office-2026310-094000-512.db",
            "office2-20260310-094000-512.db",
            "my-office-20260310-094000-512.db",
        ] {
            assert_eq!(BackupMoment::of_file("office", other), None, "{other}");
        }
    }

    #[test]
    fn a_moment_is_the_one_that_its_name_says_whatever_part_of_a_second_it_was_made_in() {
        for nanos in [1, 500_000_000, 999_999_999, 1_999_999_999] {
            let second = at("2026-03-10 09:40", 512).at;
            let made = BackupMoment::new(second + TimeDelta::nanoseconds(nanos), 512);
            let read = BackupMoment::of_file("office", &made.file("office"));
            assert_eq!(read, Some(made), "{nanos}");
            // One of a later day, as a clock that was wrong or another zone left it, does not make it the one that goes.
            let later = at("2026-12-01 02:00", 1);
            let there = [read.unwrap(), later];
            assert_eq!(rule("1d").lets_go(&there, made), [], "{nanos}");
        }
    }

    #[test]
    fn a_rule_is_read_in_any_order_and_what_is_none_is_refused() {
        let whole = KeepRule {
            days: 7,
            weeks: 5,
            months: 12,
        };
        assert_eq!(rule("7d,5w,12m"), whole);
        assert_eq!(rule("12m, 7d ,5w"), whole);
        assert_eq!(
            rule("3w"),
            KeepRule {
                days: 0,
                weeks: 3,
                months: 0
            }
        );
        for wrong in [
            "", "7", "d", "7d,", "7d,7d", "0d", "0d,0m", "-1d", "+1d", "7y", "1000d", "7 d,é",
        ] {
            assert!(KeepRule::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_newest_of_each_day_week_and_month_stays() {
        // Monday, March 9 2026 begins a week; March 1 was the Sunday of the week before the last.
        let [jan, feb, sunday, monday, morning, noon] = [
            at("2026-01-31 20:00", 1),
            at("2026-02-28 20:00", 2),
            at("2026-03-08 20:00", 3),
            at("2026-03-09 20:00", 4),
            at("2026-03-10 08:00", 5),
            at("2026-03-10 12:00", 6),
        ];
        let all = [noon, jan, feb, sunday, monday, morning];
        // Days: the 10th (noon). Weeks: that of the 9th (noon), that of the 2nd (sunday). Months: March, February.
        assert_eq!(rule("1d,2w,2m").lets_go(&all, noon), [jan, monday, morning]);
        assert_eq!(rule("2d").lets_go(&all, noon), [jan, feb, sunday, morning]);
        assert_eq!(rule("3m").lets_go(&all, noon), [sunday, monday, morning]);
        assert_eq!(rule("4d").lets_go(&all, noon), [jan, morning]);
    }

    #[test]
    fn days_without_a_backup_do_not_count() {
        let (long_ago, now) = (at("2024-05-01 20:00", 1), at("2026-03-10 20:00", 2));
        assert_eq!(rule("2d").lets_go(&[long_ago, now], now), []);
    }

    #[test]
    fn a_clock_that_was_put_back_costs_neither_the_newest_nor_the_one_just_made() {
        let (ahead, made) = (at("2031-01-01 00:00", 8), at("2026-03-10 12:00", 9));
        let old = at("2026-03-10 08:00", 7);
        assert_eq!(rule("1d").lets_go(&[old, ahead, made], made), [old]);
    }

    proptest! {
        #[test]
        fn whatever_is_there_the_newest_stays_and_a_second_look_removes_nothing(
            hours in prop::collection::vec(0..40_000_i64, 1..60),
            (days, weeks, months) in (0..9_usize, 0..6_usize, 1..14_usize),
        ) {
            let first = at("2023-12-20 00:30", 0);
            let moments = hours.iter().map(|h| BackupMoment { at: first.at + TimeDelta::hours(*h), seq: *h });
            let all: Vec<BackupMoment> = moments.collect();
            let rule = KeepRule { days, weeks, months };
            let newest = *all.iter().max().unwrap();
            let gone = rule.lets_go(&all, newest);
            prop_assert!(!gone.contains(&newest));
            prop_assert!(gone.iter().all(|one| all.contains(one)));
            let kept: Vec<BackupMoment> = all.iter().filter(|one| !gone.contains(one)).copied().collect();
            let distinct: BTreeSet<_> = kept.iter().collect();
            prop_assert!(distinct.len() <= days + weeks + months + 1);
            prop_assert_eq!(rule.lets_go(&kept, newest), []);
            let days_kept: BTreeSet<NaiveDate> = kept.iter().map(|one| one.at.date()).collect();
            let days_made: BTreeSet<NaiveDate> = all.iter().map(|one| one.at.date()).collect();
            for day in days_made.iter().rev().take(days) {
                prop_assert!(days_kept.contains(day));
            }
        }
    }
}
