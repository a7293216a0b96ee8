//! Who is editing which record now, as one session tells the others: advice, never a lock.
//!
//! A slot of the file beside the office file holds one session's words. Anybody who may write that file can write
//! anything into it, so that what is read is cut to the slot's length, cleaned, and left out where it makes no sense.

use super::record::{Kind, RecordRef};
use super::text;

/// Bytes of one session's slot.
pub const SLOT: usize = 128;

/// Somebody has a record open to change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editing {
    /// The login of who it is.
    pub who: String,
    /// What they have open.
    pub record: RecordRef,
}

impl Editing {
    /// What stands in the slot: the noun, the number and the login, each ended by a line's end, and zeros. A login that
    /// is too long is cut.
    pub fn to_slot(&self) -> [u8; SLOT] {
        let RecordRef { kind, id } = self.record;
        let mut said = format!("{}\n{id}\n", kind.word());
        for letter in self.who.chars() {
            if said.len() + letter.len_utf8() >= SLOT {
                break;
            }
            said.push(letter);
        }
        said.push('\n');
        let mut slot = [0; SLOT];
        slot.iter_mut()
            .zip(said.bytes())
            .for_each(|(to, byte)| *to = byte);
        slot
    }

    /// What a slot says; none where that is nothing, or nonsense.
    pub fn of_slot(slot: &[u8]) -> Option<Editing> {
        let said = std::str::from_utf8(slot.get(..SLOT.min(slot.len()))?).ok()?;
        let mut parts = said.split('\n');
        let (kind, id, who) = (parts.next()?, parts.next()?, parts.next()?);
        let record = RecordRef {
            kind: Kind::from_word(kind)?,
            id: id.parse().ok()?,
        };
        let who = text::clean(who).text;
        (!who.is_empty()).then_some(Editing { who, record })
    }
}

/// `kim is editing this now.`, as whoever is called `me` reads it; none where nobody is.
pub fn in_words(editing: &[Editing], record: RecordRef, me: &str) -> Option<String> {
    let here = editing.iter().filter(|one| one.record == record);
    let (mine, others): (Vec<_>, Vec<_>) = here.partition(|one| one.who == me);
    let mut names: Vec<&str> = others.iter().map(|one| one.who.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    Some(match (names.as_slice(), mine.is_empty()) {
        ([], true) => return None,
        ([], false) => "You are editing this in another window.".to_owned(),
        ([one], _) => format!("{one} is editing this now."),
        ([one, other], _) => format!("{one} and {other} are editing this now."),
        ([one, rest @ ..], _) => format!("{one} and {} others are editing this now.", rest.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editing(who: &str, id: i64) -> Editing {
        Editing {
            who: who.to_owned(),
            record: RecordRef {
                kind: Kind::Product,
                id,
            },
        }
    }

    #[test]
    fn what_is_said_is_read_again_and_a_long_login_is_cut() {
        for who in ["kim", "Åse Ødegård", "4711"] {
            let said = editing(who, i64::MAX);
            assert_eq!(Editing::of_slot(&said.to_slot()), Some(said), "{who}");
        }
        let long = "é".repeat(200);
        let read = Editing::of_slot(&editing(&long, 7).to_slot()).unwrap();
        assert!(
            long.starts_with(&read.who) && read.who.len() > 90,
            "{read:?}"
        );
    }

    #[test]
    fn what_makes_no_sense_is_nobody_and_what_is_no_text_never_reaches_a_terminal() {
        let slot = |said: &[u8]| {
            let mut slot = [0; SLOT];
            slot[..said.len()].copy_from_slice(said);
            Editing::of_slot(&slot)
        };
        let nothing: [&[u8]; 8] = [
            b"",
            b"product\n7\n",
            b"product\n7\n\n",
            b"product\n\nkim\n",
            b"product\nseven\nkim\n",
            b"nonsense\n7\nkim\n",
            b"product\n7\n\xff\xfe\n",
            b"product\n99999999999999999999\nkim\n",
        ];
        for said in nothing {
            assert_eq!(slot(said), None, "{said:?}");
        }
        let hostile = slot(b"product\n7\n\x1b[2Jkim\x07\n").unwrap();
        assert!(!hostile.who.chars().any(char::is_control), "{hostile:?}");
        assert_eq!(Editing::of_slot(&[b'x'; 4096]), None);
        assert_eq!(Editing::of_slot(&[]), None);
    }

    #[test]
    fn it_is_said_in_a_sentence_of_those_who_edit_this_record() {
        let record = editing("", 7).record;
        for (who, said) in [
            (&[][..], None),
            (&["kim"], Some("kim is editing this now.")),
            (
                &["lee", "kim", "ada"],
                Some("kim and lee are editing this now."),
            ),
            (
                &["lee", "kim", "bo"],
                Some("bo and 2 others are editing this now."),
            ),
            (&["kim", "kim"], Some("kim is editing this now.")),
            (&["ada"], Some("You are editing this in another window.")),
        ] {
            let mut all: Vec<Editing> = who.iter().map(|who| editing(who, 7)).collect();
            all.push(editing("max", 8));
            assert_eq!(in_words(&all, record, "ada").as_deref(), said, "{who:?}");
        }
    }
}
