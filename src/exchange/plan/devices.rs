//! Rows about the devices of schools: a class of device with its share, or single devices, as an
//! inventory lists them, which are counted per school and class.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Planner, Ref, RowRefusal, hash, put_some, refuse};
use crate::domain::names::Match;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::text::{fold, key};
use crate::exchange::record::FileRow;

/// Single devices, counted so far.
#[derive(Debug, Default)]
pub(super) struct DeviceCounts {
    fleets: HashMap<(Ref, String), Fleet>,
    /// Places that name no school, each with the row that was refused for it first.
    nowhere: HashMap<String, u64>,
}

/// The devices of one class at one school.
#[derive(Debug)]
struct Fleet {
    /// The row of the first.
    row: u64,
    devices: usize,
    /// The oldest system version, as it is written.
    oldest: Option<String>,
    /// The first and the last day on which one of them gets its last update.
    until: Option<(NaiveDate, NaiveDate)>,
}

impl Planner<'_> {
    pub(super) fn device_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let mapping = self.reader.mapping();
        if mapping.column("serial").is_some() && mapping.column("share").is_none() {
            return self.single_device(record);
        }
        self.plain_row(record)
    }

    /// Counts one device of a list that has a row for each.
    fn single_device(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let school = self.school_of_device(record.text("school").unwrap_or_default())?;
        let class = self.class_of_device(record);
        if let Some(serial) = record.text("serial") {
            let (identity, said) = (
                hash(&("serial", key(serial))),
                hash(&(school, &class)) as u32,
            );
            let earlier = self.seen.get(identity);
            if let Some(earlier) = earlier.filter(|earlier| earlier.said != said) {
                let why = format!(
                    "row {} has this serial number at another school or as another device; keep one of \
                     the two",
                    earlier.row
                );
                return refuse("serial", serial, why);
            }
            if self.is_seen(identity, said) {
                return Ok(());
            }
        }
        let row = self.row;
        let fleet = self.counted.fleets.entry((school, class));
        let fleet = fleet.or_insert_with(|| Fleet {
            row,
            devices: 0,
            oldest: None,
            until: None,
        });
        fleet.devices += 1;
        if let Some(version) = record.text("os_min")
            && fleet
                .oldest
                .as_ref()
                .is_none_or(|oldest| numbers(version) < numbers(oldest))
        {
            fleet.oldest = Some(version.to_owned());
        }
        if let Some(day) = record.day("until") {
            let (first, last) = fleet.until.unwrap_or((day, day));
            fleet.until = Some((first.min(day), last.max(day)));
        }
        Ok(())
    }

    /// What sort of device it is: by the word of the trade in its model, else by the model itself, since
    /// nothing here is guessed.
    fn class_of_device(&mut self, record: &FileRow) -> String {
        let written = record.written("device").to_owned();
        let column = self.reader.mapping().column("device");
        let meant = record.meant.iter().any(|(at, _)| Some(*at) == column);
        match class(&written) {
            Some(class) => {
                if !meant && key(&written) != class {
                    self.warn_once("device", &written, format!("counted as {class}"));
                }
                class.to_owned()
            }
            None if meant => written,
            None => {
                let why = format!(
                    "counted under its own name; if it is a chromebook, an ipad, a windows or a mac \
                     computer, say so once: --map \"device:{written}=chromebook\""
                );
                self.warn_once("device", &written, why);
                written
            }
        }
    }

    /// The school that has a device: named as everywhere, or by a part of the path of its unit, as in
    /// `/Schools/Linden Hollow/Students`.
    fn school_of_device(&mut self, place: &str) -> Result<Ref, RowRefusal> {
        let known = self.is_school(place);
        if known || !place.contains('/') {
            return self.school("school", place);
        }
        let parts = place.split('/').map(str::trim).filter(|p| !p.is_empty());
        let parts: Vec<&str> = parts.collect();
        let named: Vec<&str> = parts
            .iter()
            .copied()
            .filter(|part| self.is_school(part))
            .collect();
        let mut schools = Vec::new();
        for part in &named {
            let school = self.school("school", part)?;
            if !schools.contains(&school) {
                schools.push(school);
            }
        }
        match schools[..] {
            [school] => Ok(school),
            [] => self.nowhere(place, &parts),
            _ => {
                let why = format!(
                    "{} of its parts are schools: {}. Say once which one has these devices: \
                     --map \"school:{place}=CODE\"",
                    schools.len(),
                    named.join(", ")
                );
                refuse("school", place, why)
            }
        }
    }

    /// Is this a word for a school, or for several?
    fn is_school(&self, word: &str) -> bool {
        self.reader.meaning("school", word).is_some()
            || self.names.school(word) != Match::None
            || self.names.school_words.find(word).is_some()
    }

    /// Refuses a place that names no school, the first time with what settles it.
    fn nowhere<T>(&mut self, place: &str, parts: &[&str]) -> Result<T, RowRefusal> {
        if let Some(row) = self.counted.nowhere.get(place) {
            let why = format!("no part of it is a school, as was said of row {row}");
            return refuse("school", place, why);
        }
        self.counted.nowhere.insert(place.to_owned(), self.row);
        let near = parts.iter().find_map(|part| {
            let [(name, code)] = self.names.near_schools(part)[..] else {
                return None;
            };
            Some((*part, name.to_owned(), code.to_owned()))
        });
        let why = match near {
            Some((part, name, code)) => format!(
                "no part of it is a school; `{part}` is nearest to {name} ({code}). If it is that one, say \
                 so once: --map \"school:{part}={code}\""
            ),
            None => format!(
                "no part of it is a school; say once which one has these devices: \
                 --map \"school:{place}=CODE\""
            ),
        };
        refuse("school", place, why)
    }

    /// The shares of the devices that were counted, in the order of the rows they began with.
    pub(super) fn tell_devices(&mut self) {
        let counted = std::mem::take(&mut self.counted);
        let mut of_school: HashMap<Ref, usize> = HashMap::new();
        for ((school, _), fleet) in &counted.fleets {
            *of_school.entry(*school).or_default() += fleet.devices;
        }
        let mut fleets: Vec<((Ref, String), Fleet)> = counted.fleets.into_iter().collect();
        fleets.sort_by_key(|(_, fleet)| fleet.row);
        for ((school, class), fleet) in fleets {
            self.row = fleet.row;
            self.plan.devices += fleet.devices;
            self.plan.classes += 1;
            if let Some((first, last)) = fleet.until.filter(|(first, last)| first < last) {
                let why = format!(
                    "the first day a {class} here gets its last update; the last one gets it on {last}"
                );
                self.warn("until", &first.to_string(), why);
            }
            let all = of_school[&school];
            let share = (fleet.devices * 200 + all) / (all * 2);
            let mut put = Put::keyed(Kind::Device)
                .with("school", school)
                .with("device", class)
                .with("share", Some(share as i64));
            put = put_some(put, "os_min", fleet.oldest.map(Some));
            put = put_some(put, "until", fleet.until.map(|(first, _)| Some(first)));
            self.add(put);
        }
    }
}

/// What a model is a class of, by the word of it that says so.
fn class(model: &str) -> Option<&'static str> {
    let folded = fold(model);
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    words.find_map(|word| match word {
        "chromebook" | "chromebooks" | "chromebox" | "chromebase" | "chromeos" => {
            Some("chromebook")
        }
        "ipad" | "ipads" => Some("ipad"),
        "mac" | "macbook" | "imac" | "macos" => Some("mac"),
        "windows" => Some("windows"),
        _ => None,
    })
}

/// The numbers of a version, in order: 9.1 is older than 10.
fn numbers(version: &str) -> Vec<u64> {
    let numbers = version.split(|c: char| !c.is_ascii_digit());
    numbers.filter_map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_a_class_only_where_a_word_says_so() {
        for (model, is) in [
            ("Acer Chromebook 314 (C934)", Some("chromebook")),
            ("iPad (9th generation)", Some("ipad")),
            ("MacBook Air 13", Some("mac")),
            ("Windows 11 laptop", Some("windows")),
            ("Machine 7", None),
            ("300e Gen 3", None),
        ] {
            assert_eq!(class(model), is, "{model}");
        }
        assert!(numbers("9.1") < numbers("10"));
        assert!(numbers("126.0.6478.57") < numbers("126.0.6478.222"));
    }
}
