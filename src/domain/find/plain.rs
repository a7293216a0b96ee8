//! A name as the finder compares it: folded words with one space between them, and the measures taken
//! on such text. Called by the finder alone; knows nothing of products or schools.

use crate::domain::text::{fold, is_sharp};

/// No name is longer than this; what is pasted by mistake is.
const LONGEST: usize = 160;

/// Folded words of letters and digits, one space between. Apostrophes vanish (`childrens`), `&` reads
/// `and`, `+` reads `plus`, the `#` of `C#` reads `sharp`; a text with no letter or digit at all keeps its signs.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Nearly every name is plain, and a large district has many.
    if text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ') {
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out.make_ascii_lowercase();
        return out;
    }
    traced(text, |_, c| out.push(c));
    out
}

/// Words that people say around a name, and that by themselves name neither a product nor a school.
const PARTICLES: [&str; 38] = [
    "a", "allowed", "an", "and", "approved", "at", "by", "called", "can", "do", "does", "for",
    "from", "have", "i", "in", "is", "it", "my", "of", "ok", "okay", "on", "or", "our", "please",
    "some", "that", "the", "their", "they", "this", "to", "use", "we", "with", "you", "your",
];

/// Words for what a product is, which may be a part of its name and tell nothing by themselves.
const KINDS: [&str; 7] = [
    "app",
    "application",
    "apps",
    "program",
    "site",
    "software",
    "website",
];

/// Is it a word of either kind, as it was typed?
pub(super) fn is_small(word: &str) -> bool {
    is_particle(word) || KINDS.contains(&plain(word).as_str())
}

/// Is it said around a name, and never of what is named?
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&plain(word).as_str())
}

/// As [`plain`], telling for each character the byte in `text` it comes from.
pub(super) fn traced(text: &str, mut emit: impl FnMut(usize, char)) {
    let mut gap = false;
    let mut any = false;
    let mut before = None;
    let mut chars = text.char_indices().take(LONGEST).peekable();
    while let Some((at, c)) = chars.next() {
        let sharp = is_sharp(before.replace(c), chars.peek().map(|(_, next)| *next));
        each_folded(c, |c| {
            let spoken = match c {
                '#' if sharp => "sharp",
                '&' => "and",
                '+' => "plus",
                '\'' => return,
                c if c.is_alphanumeric() => {
                    if gap && any {
                        emit(at, ' ');
                    }
                    emit(at, c);
                    (gap, any) = (false, true);
                    return;
                }
                _ => "",
            };
            if any && !spoken.is_empty() {
                emit(at, ' ');
                spoken.chars().for_each(|c| emit(at, c));
            }
            gap = true;
        });
    }
    if !any {
        for (at, c) in text.char_indices().take(LONGEST) {
            each_folded(c, |c| {
                if !c.is_whitespace() {
                    emit(at, c);
                }
            });
        }
    }
}

fn each_folded(c: char, f: impl FnMut(char)) {
    if c.is_ascii() {
        std::iter::once(c.to_ascii_lowercase()).for_each(f);
    } else {
        fold(c.encode_utf8(&mut [0; 4])).chars().for_each(f);
    }
}

/// Which letters and digits occur: one bit each, other characters share the rest. A text can only
/// contain another whose bits it has.
pub(super) fn mask(plain: &str) -> u64 {
    plain.chars().fold(0, |mask, c| mask | bit(c))
}

fn bit(c: char) -> u64 {
    match c {
        ' ' => 0,
        'a'..='z' => 1 << (c as u32 - 'a' as u32),
        '0'..='9' => 1 << (26 + c as u32 - '0' as u32),
        _ => 1 << (36 + c as u32 % 28),
    }
}

/// How many letters of `word` do not occur in a text with this mask: each is at least one slip.
pub(super) fn strays(word: &str, mask: u64) -> usize {
    word.chars().filter(|c| bit(*c) & !mask != 0).count()
}

/// Where the words begin, in bytes.
pub(super) fn starts(plain: &str) -> impl Iterator<Item = usize> + '_ {
    let spaces = plain.bytes().enumerate().filter(|(_, b)| *b == b' ');
    std::iter::once(0).chain(spaces.map(|(at, _)| at + 1))
}

/// If `text`, its spaces left out, begins with `needle`: the byte in `text` where that ends.
pub(super) fn run(text: &str, needle: &str) -> Option<usize> {
    let mut wanted = needle.bytes();
    let mut next = wanted.next();
    for (at, byte) in text.bytes().enumerate() {
        match next {
            None => return Some(at),
            Some(b) if b == byte => next = wanted.next(),
            Some(_) if byte == b' ' => {}
            Some(_) => return None,
        }
    }
    next.is_none().then_some(text.len())
}

/// Is `needle` a beginning of the first letters of the words?
pub(super) fn initials(text: &str, needle: &str) -> bool {
    let mut heads = starts(text);
    needle
        .chars()
        .all(|c| heads.next().is_some_and(|s| text[s..].starts_with(c)))
}

/// How many slips of the finger may lie in a typed word of this many letters.
pub(super) fn slips(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    }
}

/// How far `typed` is from a beginning of `text`, its spaces left out: two for each slip (a letter
/// swapped, missed, added or wrong), one less where all letters are the right ones, since fingers swap
/// letters more often than they miss them. Nothing when there are more slips than [`slips`] allows; three
/// letters allow only a swap. `anywhere` lets the first letter be wrong too.
pub(super) fn misspelt(text: &str, typed: &str, anywhere: bool) -> Option<usize> {
    let letters = typed.chars().count();
    let allowed = slips(letters);
    let mut wanted = typed.chars();
    let (first, second) = (wanted.next(), wanted.next());
    let mut target = text.chars().filter(|c| *c != ' ');
    let (one, two) = (target.next(), target.next());
    if allowed == 0 || !(anywhere || first == one || (first == two && second == one)) {
        return None;
    }
    let spread = if letters == 3 { 0 } else { allowed };
    let letters_of_text = text.chars().filter(|c| *c != ' ');
    let longest: String = letters_of_text.take(letters + spread).collect();
    if strays(typed, mask(&longest)) > allowed {
        return None;
    }
    let ends = longest.char_indices().map(|(at, c)| at + c.len_utf8());
    let prefixes = (1..).zip(ends).map(|(n, end)| (n, &longest[..end]));
    prefixes
        .filter(|(n, _)| n + spread >= letters)
        .filter_map(|(n, prefix)| {
            let slips = strsim::osa_distance(prefix, typed);
            let swapped = slips > 0 && n == letters && mask(prefix) == mask(typed);
            let fits = slips <= allowed && (letters > 3 || swapped);
            fits.then(|| 2 * slips - usize::from(swapped))
        })
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_plain_words() {
        for (name, words) in [
            ("Kahoot! EDU", "kahoot edu"),
            ("Children\u{2019}s Library", "childrens library"),
            ("7 Mindsets", "7 mindsets"),
            ("Read&Write", "read and write"),
            ("Lexia+ ", "lexia plus"),
            ("\u{a1}Avancemos!", "avancemos"),
            ("i-Ready", "i ready"),
            ("\u{c9}LAN", "elan"),
            ("!!!", "!!!"),
            ("C# Primer", "c sharp primer"),
            ("C++", "c plus plus"),
            ("PS #9", "ps 9"),
            ("  ", ""),
        ] {
            assert_eq!(plain(name), words, "{name}");
        }
    }

    #[test]
    fn runs_skip_spaces() {
        for (text, needle, end) in [
            ("khan academy", "khanac", Some(7)),
            ("khan academy", "khan", Some(4)),
            ("khan", "khana", None),
            ("core5", "core5", Some(5)),
            ("khan", "", Some(0)),
        ] {
            assert_eq!(run(text, needle), end, "{needle} in {text}");
        }
    }

    #[test]
    fn a_plain_name_is_folded_as_any_other() {
        let mut dice = fastrand::Rng::with_seed(7);
        let slowly = |text: &str| {
            let mut out = String::new();
            traced(text, |_, c| out.push(c));
            out
        };
        for letters in [0, 1, 2, 5, 20, 159, 160, 161, 200] {
            for _ in 0..50 {
                let text: String = (0..letters)
                    .map(|_| *dice.choice(b"aZq9  ").unwrap() as char)
                    .collect();
                assert_eq!(plain(&text), slowly(&text), "`{text}`");
            }
        }
    }

    #[test]
    fn slips_are_counted_on_beginnings() {
        for (text, typed, anywhere, far) in [
            ("quizlet", "quizelt", false, Some(1)),
            ("scratch junior", "scracth", false, Some(1)),
            ("khan academy", "kahn", false, Some(1)),
            ("kahoot", "kahn", false, Some(2)),
            ("khan academy", "khanacadmey", false, Some(1)),
            ("ixl", "ilx", false, Some(1)),
            ("ixl", "ipl", false, None),
            ("kahoot", "lahoot", false, None),
            ("kahoot", "lahoot", true, Some(2)),
            ("kahoot", "akhoot", false, Some(1)),
            ("kahoot", "zzzzzz", true, None),
            ("ab", "ba", false, None),
        ] {
            assert_eq!(misspelt(text, typed, anywhere), far, "{typed} for {text}");
        }
    }
}
