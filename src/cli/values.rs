//! How the values of options and arguments are read, once for all commands: a word of a list, yes or no, a day, an
//! amount of money.

use crate::domain::refusal::Refusal;
use std::ffi::OsStr;

use chrono::NaiveDate;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;

use crate::domain::money::Cents;
use crate::domain::record::Words;
use crate::domain::request::ItemResult;
use crate::domain::text;
use crate::exchange::sheet::FileCell;
use crate::exchange::value::day::typed;
use crate::exchange::value::{Parsed, number};

/// Reads one of a list of words, which help and completions name. Case does not matter, and `_`, `-` and a space
/// between two words are the same.
#[derive(Debug, Clone)]
pub(super) struct OneOf<T>(Vec<WordChoice<T>>);

#[derive(Debug, Clone)]
struct WordChoice<T> {
    word: &'static str,
    /// What else is read as this word; help does not name it.
    also: &'static [&'static str],
    means: T,
}

/// One of the words that `words!` declares.
pub(super) fn one_of<W: Words>() -> OneOf<W> {
    one_of_these(|_| true)
}

/// The same, of those words that this command takes.
pub(super) fn one_of_these<W: Words>(takes: fn(W) -> bool) -> OneOf<W> {
    let words: Vec<W> = W::EVERY
        .iter()
        .copied()
        .filter(|word| takes(*word))
        .collect();
    named(&words, W::word)
}

/// One of these, each by its name.
pub(super) fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> OneOf<T> {
    let choices = all.iter().map(|one| WordChoice {
        word: name(*one),
        also: &[],
        means: *one,
    });
    OneOf(choices.collect())
}

/// `yes` or `no`.
pub(super) fn yes_or_no() -> OneOf<bool> {
    OneOf(vec![
        WordChoice {
            word: "yes",
            also: &["y", "true"],
            means: true,
        },
        WordChoice {
            word: "no",
            also: &["n", "false"],
            means: false,
        },
    ])
}

/// What an item is said to have come to; nothing where the answer is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answered(pub Option<ItemResult>);

/// What an item came to, also by its mark on the screens.
pub(super) fn item_result() -> OneOf<Answered> {
    let words: [(_, &'static [&'static str], _); 6] = [
        ("pass", &["+"], Some(ItemResult::Pass)),
        ("partial", &["~"], Some(ItemResult::Partial)),
        ("fail", &["-"], Some(ItemResult::Fail)),
        ("na", &["n/a", "0"], Some(ItemResult::Na)),
        ("unknown", &["info", "i"], Some(ItemResult::Unknown)),
        ("blank", &["clear"], None),
    ];
    let choices = words.map(|(word, also, result)| WordChoice {
        word,
        also,
        means: Answered(result),
    });
    OneOf(choices.to_vec())
}

impl<T: Clone> OneOf<T> {
    /// What a word means.
    pub(super) fn meant(&self, said: &str) -> Option<T> {
        let plain = |word: &str| word.trim().to_lowercase().replace(['-', ' '], "_");
        let said = plain(said);
        let is_it = |choice: &&WordChoice<T>| {
            plain(choice.word) == said || choice.also.iter().any(|also| plain(also) == said)
        };
        self.0.iter().find(is_it).map(|choice| choice.means.clone())
    }

    fn words(&self) -> Vec<&'static str> {
        self.0.iter().map(|choice| choice.word).collect()
    }
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for OneOf<T> {
    type Value = T;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        let meant = value.to_str().and_then(|said| self.meant(said));
        meant.ok_or_else(|| {
            // As clap refuses what is none of a list, with the list.
            let words = PossibleValuesParser::new(self.words());
            match words.parse_ref(command, arg, value) {
                Err(error) => error,
                Ok(_) => clap::Error::new(ErrorKind::InvalidValue),
            }
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.words().into_iter().map(PossibleValue::new)))
    }
}

/// A day, in every way in which forms and files take one: `2027-03-31`, `Mar 31 2027`, `3/31/2027` where only one day
/// can be meant.
pub(super) fn day(said: &str) -> Result<NaiveDate, Refusal> {
    typed(&text::clean(said).text)
}

/// An amount in dollars; a price is none below zero.
pub(super) fn money(said: &str) -> Result<Cents, Refusal> {
    match number::money(&FileCell::Text(text::clean(said).text)) {
        Parsed::Value(cents) | Parsed::Noted(cents, _) if cents < Cents(0) => {
            Err("it cannot be negative".into())
        }
        Parsed::Value(cents) | Parsed::Noted(cents, _) => Ok(cents),
        Parsed::Refused(why) => Err(format!("it {why}").into()),
        Parsed::RefusedPart(why) => Err(why.into()),
        Parsed::Blank | Parsed::Unknown(_) => Err("write an amount, as 1980 or 1,980.00".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::overlap::alert::DismissCode;
    use crate::domain::request::RequestState;

    #[test]
    fn a_word_is_read_whatever_its_case_and_what_stands_between_its_parts() {
        let states = one_of::<RequestState>();
        for said in ["in_review", "IN-REVIEW", "in review"] {
            assert_eq!(states.meant(said), Some(RequestState::InReview), "{said}");
        }
        let codes = one_of::<DismissCode>();
        for said in ["edition-differs", "edition_differs", "Edition Differs"] {
            assert_eq!(
                codes.meant(said),
                Some(DismissCode::EditionDiffers),
                "{said}"
            );
        }
        assert_eq!(states.meant("review"), None);
        let some = one_of_these(|state| state == RequestState::Draft);
        assert_eq!(some.meant("draft"), Some(RequestState::Draft));
        assert_eq!(some.meant("decided"), None);
    }

    #[test]
    fn an_item_is_answered_by_a_word_or_by_its_mark() {
        let results = item_result();
        for (said, result) in [
            ("PASS", Some(ItemResult::Pass)),
            ("+", Some(ItemResult::Pass)),
            ("-", Some(ItemResult::Fail)),
            ("n/a", Some(ItemResult::Na)),
            ("i", Some(ItemResult::Unknown)),
            ("clear", None),
        ] {
            assert_eq!(results.meant(said), Some(Answered(result)), "{said}");
        }
        assert_eq!(results.meant("maybe"), None);
        assert_eq!(yes_or_no().meant("N"), Some(false));
    }

    #[test]
    fn a_day_is_read_as_forms_and_files_read_it() {
        let day_of = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        for said in [
            "2027-03-31",
            "Mar 31 2027",
            "31 March 2027",
            "3/31/2027",
            "31/3/2027",
        ] {
            assert_eq!(day(said), Ok(day_of(2027, 3, 31)), "{said}");
        }
        assert_eq!(
            day("3/5/2027").unwrap_err().to_string(),
            "3/5/2027 is 2027-03-05 or 2027-05-03: type the one you mean"
        );
        assert!(day("soon").is_err());
    }

    #[test]
    fn an_amount_is_read_as_files_read_it() {
        for (said, cents) in [("1980", 198_000), ("$1,980.00", 198_000), ("0.5", 50)] {
            assert_eq!(money(said), Ok(Cents(cents)), "{said}");
        }
        assert!(money("").is_err());
        assert!(money("a lot").is_err());
        assert_eq!(money("(12.50)"), Err("it cannot be negative".into()));
    }
}
