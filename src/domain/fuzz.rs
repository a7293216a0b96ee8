//! What the tests on anything at random share: how often they try, and text that somebody means harm with.
//! `tests/support` takes this file too.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// So many tries, the same each time; `HALLPASS_FUZZ=N` makes it N times as many, others each time.
pub fn tries(cases: u32) -> ProptestConfig {
    let asked = std::env::var("HALLPASS_FUZZ").ok();
    let rng_seed = match asked {
        Some(_) => RngSeed::Random,
        None => RngSeed::Fixed(20_261_130),
    };
    let times = asked.map_or(1, |n| n.parse().expect("HALLPASS_FUZZ is a number"));
    ProptestConfig {
        cases: cases * times,
        rng_seed,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Pieces of text that act on a terminal, hide, turn the reading direction, are a formula, or end a field early.
pub const SLY: [&str; 40] = [
    "\u{1b}[2J",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]52;c;aGk=\u{7}",
    "\u{1b}P+q\u{1b}\\",
    "\u{9b}31m",
    "\u{9d}0;x\u{9c}",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{ad}",
    "\u{e0041}",
    "\u{8}\u{8}\u{8}",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{2028}",
    "\0",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\u{7f}",
    "\u{301}",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\u{ff1d}1",
    "'",
    "\"",
    "`",
    "\\",
    ";",
    "|",
    ",",
    "{{ po }}",
    "](http://x.example)",
];

/// Text of a few such pieces, of words, and of any characters there are.
pub fn sly_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => prop::sample::select(SLY.to_vec()).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9 ]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

/// What no text may hold that leaves the program, a line's end aside: what acts on a terminal, hides, or turns the
/// reading direction. Said here once more than in `domain::text`, so that a slip there is seen.
pub fn harmful(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(u32::from(c),
            0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F
            | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE007F)
}

/// How a text is spoilt.
#[derive(Debug, Clone)]
pub enum Spoilt {
    /// A piece is put in here.
    Put(usize, String),
    /// From here on so much is gone.
    Cut(usize, usize),
    /// So much from here stands there twice.
    Double(usize, usize),
    /// A byte is another.
    Flip(usize, u8),
    /// So much from here on is moved to the other place.
    Move(usize, usize, usize),
}

/// A few of these, one after another.
pub fn spoilt() -> impl Strategy<Value = Vec<Spoilt>> {
    let at = any::<u16>().prop_map(usize::from);
    let few = 0usize..40;
    let one = prop_oneof![
        3 => (at.clone(), sly_text()).prop_map(|(at, text)| Spoilt::Put(at, text)),
        2 => (at.clone(), few.clone()).prop_map(|(at, n)| Spoilt::Cut(at, n)),
        1 => at.clone().prop_map(|at| Spoilt::Cut(at, usize::MAX)),
        1 => (at.clone(), few.clone()).prop_map(|(at, n)| Spoilt::Double(at, n)),
        2 => (at.clone(), any::<u8>()).prop_map(|(at, byte)| Spoilt::Flip(at, byte)),
        1 => (at.clone(), at, few).prop_map(|(from, to, n)| Spoilt::Move(from, to, n)),
    ];
    prop::collection::vec(one, 0..4)
}

/// The bytes, spoilt in all these ways; places are counted round and round.
pub fn spoil(bytes: &[u8], ways: &[Spoilt]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for way in ways {
        let place = |at: usize| at % (out.len() + 1);
        let end = |at: usize, n: usize| at.saturating_add(n).min(out.len());
        match way {
            Spoilt::Put(at, text) => {
                let at = place(*at);
                out.splice(at..at, text.bytes());
            }
            Spoilt::Cut(at, n) => {
                let at = place(*at);
                out.drain(at..end(at, *n));
            }
            Spoilt::Double(at, n) => {
                let at = place(*at);
                let again = out[at..end(at, *n)].to_vec();
                out.splice(at..at, again);
            }
            Spoilt::Flip(at, byte) => {
                let at = place(*at);
                if let Some(old) = out.get_mut(at) {
                    *old ^= byte;
                }
            }
            Spoilt::Move(from, to, n) => {
                let from = place(*from);
                let moved: Vec<u8> = out.drain(from..end(from, *n)).collect();
                let to = to % (out.len() + 1);
                out.splice(to..to, moved);
            }
        }
    }
    out
}
