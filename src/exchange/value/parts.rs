//! Who pays for a line and who bears it, as people write it: `Title I 60% (10-221) promise by 2027-06-30`,
//! `LIN 40%`, `ADA $600.00`. Read and printed alike by forms, imports and exports.

use crate::domain::refusal::Refusal;
use std::fmt;

use chrono::NaiveDate;

use super::Parsed;
use super::number::{money, percent};
use crate::domain::cost::HUNDRED_PERCENT;
use crate::domain::cost::parts::CostPart;
use crate::domain::money::Cents;
use crate::domain::renewal::Funding;
use crate::exchange::sheet::FileCell;

/// A source of a line's money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fund {
    /// `general`, `Title I`, `grant`...
    pub source: String,
    /// How much of the line it pays.
    pub part: CostPart,
    /// The account it is booked on; none where none is said.
    pub account: Option<String>,
    /// The last day on which it can be promised.
    pub obligate_by: Option<NaiveDate>,
    /// The last day on which what it bought can arrive.
    pub receive_by: Option<NaiveDate>,
    /// The last day the term it pays for may have.
    pub must_end_by: Option<NaiveDate>,
}

impl From<&Funding> for Fund {
    fn from(funding: &Funding) -> Fund {
        Fund {
            source: funding.source.clone(),
            part: CostPart::Percent(funding.percent_bp),
            account: funding.account.clone(),
            obligate_by: funding.obligate_by,
            receive_by: funding.receive_by,
            must_end_by: funding.must_end_by,
        }
    }
}

impl fmt::Display for Fund {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.source, self.part)?;
        if let Some(account) = &self.account {
            write!(f, " ({account})")?;
        }
        let days = [
            ("promise by", self.obligate_by),
            ("receive by", self.receive_by),
            ("end by", self.must_end_by),
        ];
        for (word, day) in days {
            if let Some(day) = day {
                write!(f, " {word} {day}")?;
            }
        }
        Ok(())
    }
}

/// One source; all of the money where no part is said. The error is a sentence on what to write.
pub fn fund(said: &str) -> Result<Fund, Refusal> {
    let (rest, [obligate_by, receive_by, must_end_by]) = days(said.trim())?;
    let bracketed = rest
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    let (rest, account) = match bracketed {
        Some((rest, account)) => (rest.trim_end(), Some(account.trim())),
        None => (rest, None),
    };
    let no_part = || {
        Refusal::from("is no part of the money").then(
            "; ",
            "write a source and its percent, as in Title I 60%, with the day it can be promised until: \
             promise by 2027-06-30",
        )
    };
    let (source, part) = match named(rest)? {
        Some((source, part)) => (source, part),
        None if rest.contains(['%', '$']) || rest.is_empty() => return Err(no_part()),
        None => (rest, CostPart::Percent(HUNDRED_PERCENT)),
    };
    if source.is_empty() || [CostPart::Percent(0), CostPart::Amount(Cents(0))].contains(&part) {
        return Err(no_part());
    }
    Ok(Fund {
        source: source.to_owned(),
        part,
        account: account.filter(|a| !a.is_empty()).map(str::to_owned),
        obligate_by,
        receive_by,
        must_end_by,
    })
}

/// A school, by code or name, and its part.
pub fn share(said: &str) -> Result<(&str, CostPart), Refusal> {
    match named(said.trim())? {
        Some((school, part)) if !school.is_empty() => Ok((school, part)),
        _ => Err(Refusal::from("is no school's part")
            .then("; ", "write a school and its percent, as in LIN 40%")),
    }
}

/// The name before a part, and the part; none where no part stands at the end.
fn named(said: &str) -> Result<Option<(&str, CostPart)>, Refusal> {
    let Some((name, part)) = said.rsplit_once(char::is_whitespace) else {
        return Ok(None);
    };
    let cell = FileCell::Text(part.to_owned());
    let part = if part.ends_with('%') {
        match percent(&cell) {
            Parsed::Value(part) if (0..=HUNDRED_PERCENT).contains(&part) => CostPart::Percent(part),
            Parsed::Refused(why) => return Err(why.into()),
            _ => return Err("is no part of the money: it is 0% to 100%".into()),
        }
    } else if part.starts_with(|c: char| !c.is_alphanumeric() && c != '(') {
        match money(&cell) {
            Parsed::Value(cents) if cents >= Cents(0) => CostPart::Amount(cents),
            Parsed::Refused(why) => return Err(why.into()),
            _ => return Err("a price cannot be negative".into()),
        }
    } else if is_fraction(part) {
        let why = Refusal::from(format!("{part} is no percentage and no amount"));
        return Err(why.then("; ", "write 33.33% and 66.67%, or dollars: $600"));
    } else {
        return Ok(None);
    };
    Ok(Some((name.trim_end(), part)))
}

/// `1/3`, `3/4`, and not `2026/27` or `10/221`, which are names.
fn is_fraction(said: &str) -> bool {
    let Some((part, whole)) = said.split_once('/') else {
        return false;
    };
    let count = |text: &str| text.parse::<u8>().ok();
    matches!((count(part), count(whole)), (Some(part), Some(whole)) if part < whole && whole <= 12)
}

/// The days at the end, each after its words: to promise by, to receive by, to end by.
fn days(mut said: &str) -> Result<(&str, [Option<NaiveDate>; 3]), Refusal> {
    const WORDS: [(&str, usize); 4] = [
        ("promise by", 0),
        ("receive by", 1),
        ("must end by", 2),
        ("end by", 2),
    ];
    let mut found = [None; 3];
    loop {
        let Some((before, day)) = said.trim_end_matches(',').rsplit_once(char::is_whitespace)
        else {
            return Ok((said, found));
        };
        let before = before.trim_end();
        let word = WORDS.iter().find(|(word, _)| {
            let start = before.strip_suffix(word);
            start.is_some_and(|start| start.ends_with([' ', ',']))
        });
        let Some((word, at)) = word else {
            return Ok((said, found));
        };
        let Ok(date) = day.parse() else {
            let why = Refusal::from(format!("has no day after {word}"));
            return Err(why.then(": ", "write 2027-06-30"));
        };
        if found[*at].replace(date).is_some() {
            return Err(format!("has two days after {word}").into());
        }
        said = before.strip_suffix(word).unwrap_or(before).trim_end();
        said = said.trim_end_matches(',').trim_end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_printed_as_it_is_read() {
        for (said, printed) in [
            ("Title I 60%", "Title I 60%"),
            ("Title I  60.5%  (10-221)", "Title I 60.5% (10-221)"),
            ("Grant (state) 39.5%", "Grant (state) 39.5%"),
            ("PTO", "PTO 100%"),
            ("ESSER 3", "ESSER 3 100%"),
            ("Bond 2026/27", "Bond 2026/27 100%"),
            ("General $600", "General $600.00"),
            (
                "Title I 60% (7), promise by 2027-06-30, must end by 2027-09-30",
                "Title I 60% (7) promise by 2027-06-30 end by 2027-09-30",
            ),
            (
                "IDEA 1% promise by 2027-06-30 receive by 2027-09-28 end by 2028-06-30",
                "IDEA 1% promise by 2027-06-30 receive by 2027-09-28 end by 2028-06-30",
            ),
        ] {
            let read = fund(said).unwrap();
            assert_eq!(read.to_string(), printed);
            assert_eq!(fund(printed).as_ref(), Ok(&read));
        }
    }

    #[test]
    fn what_is_no_part_says_what_to_write() {
        for (said, why) in [
            ("Title I 160%", "not a percentage between 0 and 100"),
            ("Title I 0%", "no part of the money"),
            ("Title I -5%", "not a percentage"),
            ("Title I 60% soon", "promise by 2027-06-30"),
            ("Title I 60% promise by soon", "no day after promise by"),
            ("Title I \u{20ac}600", "not in US dollars"),
            ("Title I -$5", "cannot be negative"),
            ("60%", "no part of the money"),
            ("Title I 1/3", "1/3 is no percentage and no amount"),
            ("General 3/4 (10-221)", "write 33.33% and 66.67%"),
        ] {
            let found = fund(said).unwrap_err();
            assert!(found.to_string().contains(why), "{said}: {found}");
        }
        assert_eq!(
            share("Oak Hill ES $12.50"),
            Ok(("Oak Hill ES", CostPart::Amount(Cents(1_250))))
        );
        for said in ["LIN", "40%", "LIN many%", "LIN 1/2"] {
            assert!(share(said).is_err(), "{said}");
        }
    }
}
