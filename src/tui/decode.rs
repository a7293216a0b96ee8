//! Terminal bytes to keys. A pure machine: bytes in, `Input`s out, nothing asked of the terminal.
//!
//! Called by the input thread. Unlike crossterm's reader it tells one `read` from the next (so that
//! an unmarked paste can be seen), splits Alt+x into Esc and x, and drops what it does not know whole.

use std::time::Duration;

use super::flow::PATIENCE;
use super::key::{Input, Key};

/// More bytes than this in one paste are counted, not kept.
pub const LONGEST_PASTE: usize = 64 * 1024;
/// No sequence a terminal sends for a key is this long.
const LONGEST_SEQUENCE: usize = 64;
const PASTE_END: &[u8] = b"\x1b[201~";
/// What a terminal answers that was asked whether it is there (DSR 5): it has taken all that was written before.
const TAKEN: &[u8] = b"\x1b[0n";
/// How long the rest of a sequence cut in half may take before its beginning counts as Esc.
const REST: Duration = Duration::from_millis(20);
/// The same of what may be the beginning of an answer that is on its way, which must never be taken for keys.
const REST_OF_ANSWER: Duration = Duration::from_millis(150);

/// Keeps what a `read` cut in half until the rest arrives.
#[derive(Default)]
pub struct Decoder {
    held: Vec<u8>,
    paste: Option<Vec<u8>>,
    paste_lost: usize,
    taken: bool,
    /// The terminal has answered before: what it was asked it will answer, however late.
    answers: bool,
}

/// What the front of the held bytes turned out to be.
enum DecodeStep {
    /// So many bytes are done with; perhaps they were a key.
    Took(usize, Option<Key>),
    /// A paste begins after so many bytes.
    PasteBegins(usize),
    /// The rest has not arrived.
    Unfinished,
}

impl Decoder {
    /// Takes the bytes of one `read` and appends what they mean.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        self.held.extend_from_slice(bytes);
        self.run(out);
    }

    /// Whether an unfinished sequence is held; call `settle` if nothing follows it soon.
    pub fn is_waiting(&self) -> bool {
        self.paste.is_none() && !self.held.is_empty()
    }

    /// How long to wait for the rest of what is held, where the terminal was asked so long ago and has not answered; none
    /// where all is read. One that never answers holds up no Esc.
    pub fn patience(&self, asked: Option<Duration>) -> Option<Duration> {
        let will_answer = asked.is_some_and(|ago| self.answers || ago < PATIENCE);
        let answer = will_answer && TAKEN.starts_with(&self.held);
        let rest = if answer { REST_OF_ANSWER } else { REST };
        self.is_waiting().then_some(rest)
    }

    /// Whether the terminal answered since this was last asked.
    pub fn take_answer(&mut self) -> bool {
        std::mem::take(&mut self.taken)
    }

    /// Nothing followed: a lone Esc is the Esc key, Esc and one character is Alt, the rest is dropped.
    pub fn settle(&mut self, out: &mut Vec<Input>) {
        if !self.is_waiting() {
            return;
        }
        let held = std::mem::take(&mut self.held);
        if held.first() == Some(&0x1b) && held.len() <= 2 {
            out.push(Input::Key(Key::Esc));
            if let Some(key) = held.get(1).copied().and_then(plain) {
                out.push(Input::Key(key));
            }
        }
    }

    /// Was that an answer?
    fn took(&mut self, answer: bool) {
        self.taken |= answer;
        self.answers |= answer;
    }

    fn run(&mut self, out: &mut Vec<Input>) {
        loop {
            if self.paste.is_some() && !self.take_paste(out) {
                return;
            }
            if self.held.is_empty() {
                return;
            }
            match step(&self.held) {
                DecodeStep::Took(count, key) => {
                    self.took(self.held[..count] == *TAKEN);
                    self.held.drain(..count);
                    out.extend(key.map(Input::Key));
                }
                DecodeStep::PasteBegins(count) => {
                    self.held.drain(..count);
                    self.paste = Some(Vec::new());
                    self.paste_lost = 0;
                }
                DecodeStep::Unfinished => return,
            }
        }
    }

    /// Moves held bytes into the paste; true once its end mark was seen.
    fn take_paste(&mut self, out: &mut Vec<Input>) -> bool {
        let Some(paste) = self.paste.as_mut() else {
            return true;
        };
        let end = self
            .held
            .windows(PASTE_END.len())
            .position(|w| w == PASTE_END);
        let keep = end.unwrap_or(self.held.len().saturating_sub(PASTE_END.len() - 1));
        let room = LONGEST_PASTE.saturating_sub(paste.len()).min(keep);
        paste.extend_from_slice(&self.held[..room]);
        self.paste_lost += keep - room;
        self.held.drain(..keep);
        if end.is_none() {
            return false;
        }
        self.held.drain(..PASTE_END.len());
        let mut paste = self.paste.take().unwrap_or_default();
        // The answer may come in the middle of a paste.
        while let Some(at) = paste.windows(TAKEN.len()).position(|w| w == TAKEN) {
            paste.drain(at..at + TAKEN.len());
            self.took(true);
        }
        out.push(if self.paste_lost > 0 {
            Input::TooLong(paste.len() + self.paste_lost)
        } else {
            let text = String::from_utf8_lossy(&paste);
            Input::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))
        });
        true
    }
}

/// A single byte that is a key by itself.
fn plain(byte: u8) -> Option<Key> {
    Some(match byte {
        b'\r' => Key::Enter,
        b'\t' => Key::Tab,
        0x08 | 0x7f => Key::Backspace,
        0x1b => Key::Esc,
        0x00 => Key::Ctrl(' '),
        0x01..=0x1a => Key::Ctrl((byte - 1 + b'a') as char),
        0x1c..=0x1f => Key::Ctrl((byte - 0x1c + b'\\') as char),
        b' '..=b'~' => Key::Char(byte as char),
        _ => return None,
    })
}

fn step(held: &[u8]) -> DecodeStep {
    match held[0] {
        0x1b => escape(held),
        0x80..=0x9f => eight_bit(held, 1),
        0xc2 if matches!(held.get(1), Some(0x80..=0x9f)) => eight_bit(held, 2),
        byte if byte < 0x80 => DecodeStep::Took(1, plain(byte)),
        _ => utf8(held),
    }
}

/// A C1 byte, bare or as UTF-8: the eight-bit form of Esc and a letter, with what belongs to it. No terminal that
/// we know sends it for a key, so it is dropped whole.
fn eight_bit(held: &[u8], long: usize) -> DecodeStep {
    let mut seven = vec![0x1b, held[long - 1] - 0x40];
    seven.extend_from_slice(&held[long..]);
    match escape(&seven) {
        DecodeStep::Unfinished => DecodeStep::Unfinished,
        DecodeStep::Took(1, _) => DecodeStep::Took(long, None),
        DecodeStep::Took(count, _) | DecodeStep::PasteBegins(count) => {
            DecodeStep::Took(count - 2 + long, None)
        }
    }
}

fn utf8(held: &[u8]) -> DecodeStep {
    let length = match held[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return DecodeStep::Took(1, None),
    };
    let there = held.len().min(length);
    match std::str::from_utf8(&held[..there]) {
        Ok(text) => {
            let key = text.chars().next().filter(|c| !c.is_control());
            DecodeStep::Took(length, key.map(Key::Char))
        }
        Err(bad) if there < length && bad.error_len().is_none() => DecodeStep::Unfinished,
        Err(_) => DecodeStep::Took(1, None),
    }
}

fn escape(held: &[u8]) -> DecodeStep {
    match held.get(1) {
        None => DecodeStep::Unfinished,
        Some(b'[') => csi(held),
        Some(b'O') => match held.get(2) {
            None => DecodeStep::Unfinished,
            Some(b'M') => DecodeStep::Took(3, Some(Key::Enter)),
            Some(&last) => DecodeStep::Took(3, arrow(last).or_else(|| function(last, b'P', b'S'))),
        },
        Some(b']' | b'P' | b'X' | b'^' | b'_') => string(held),
        // Alt+x, or Esc typed just before x where tmux joined them: the Esc, then x by itself.
        Some(_) => DecodeStep::Took(1, Some(Key::Esc)),
    }
}

/// `ESC [`, parameters, one final byte.
fn csi(held: &[u8]) -> DecodeStep {
    if held.get(2) == Some(&b'[') {
        // The Linux console's function keys: one more letter that must not be typed as text.
        return match held.get(3) {
            None => DecodeStep::Unfinished,
            Some(&last) => DecodeStep::Took(4, function(last, b'A', b'E')),
        };
    }
    if held.get(2) == Some(&b'M') {
        return mouse(held);
    }
    for (at, &byte) in held.iter().enumerate().skip(2) {
        match byte {
            0x40..=0x7e => return csi_key(&held[2..at], byte, at + 1),
            0x20..=0x3f if at < LONGEST_SEQUENCE => {}
            _ => return DecodeStep::Took(at, None),
        }
    }
    DecodeStep::Unfinished
}

/// `ESC [ M`, then a button, a column and a row, each a byte or, where the mouse speaks UTF-8, two: what a terminal
/// tells of its mouse though nobody asked. Typed as keys it would do things.
fn mouse(held: &[u8]) -> DecodeStep {
    let mut at = 3;
    for _ in 0..3 {
        at += match (held.get(at), held.get(at + 1)) {
            (None, _) => return DecodeStep::Unfinished,
            (Some(0xc2..=0xdf), Some(0x80..=0xbf)) => 2,
            _ => 1,
        };
    }
    DecodeStep::Took(at, None)
}

fn csi_key(parameters: &[u8], last: u8, length: usize) -> DecodeStep {
    let key = match (parameters, last) {
        (b"", b'Z') => Some(Key::BackTab),
        (b"" | b"1", _) if last != b'~' => arrow(last),
        (b"1" | b"7", b'~') => Some(Key::Home),
        (b"4" | b"8", b'~') => Some(Key::End),
        (b"3", b'~') => Some(Key::Delete),
        (b"5", b'~') => Some(Key::PageUp),
        (b"6", b'~') => Some(Key::PageDown),
        (&[tens @ (b'1' | b'2'), ones @ b'0'..=b'9'], b'~') => {
            // Numbered with gaps: 11 to 15 are F1 to F5, 17 to 21 F6 to F10, 23 and 24 F11 and F12.
            let number = (tens - b'0') * 10 + (ones - b'0');
            match number {
                11..=15 => Some(Key::Function(number - 10)),
                17..=21 => Some(Key::Function(number - 11)),
                23..=24 => Some(Key::Function(number - 12)),
                _ => None,
            }
        }
        (b"200", b'~') => return DecodeStep::PasteBegins(length),
        _ => None,
    };
    DecodeStep::Took(length, key)
}

/// A function key by its letter, of those that count from `first`, which is F1.
fn function(last: u8, first: u8, to: u8) -> Option<Key> {
    (first..=to)
        .contains(&last)
        .then(|| Key::Function(last - first + 1))
}

fn arrow(last: u8) -> Option<Key> {
    Some(match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        _ => return None,
    })
}

/// An answer or title (OSC, DCS, ...) up to BEL or `ESC \`: never ours, dropped whole.
fn string(held: &[u8]) -> DecodeStep {
    for (at, &byte) in held.iter().enumerate().skip(2) {
        if byte == 0x07 {
            return DecodeStep::Took(at + 1, None);
        }
        if byte == 0x1b {
            return match held.get(at + 1) {
                None => DecodeStep::Unfinished,
                Some(b'\\') => DecodeStep::Took(at + 2, None),
                Some(_) => DecodeStep::Took(at, None),
            };
        }
    }
    if held.len() > LONGEST_PASTE {
        return DecodeStep::Took(held.len(), None);
    }
    DecodeStep::Unfinished
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(bytes: &[u8]) -> Vec<Input> {
        let mut decoder = Decoder::default();
        let mut out = Vec::new();
        decoder.feed(bytes, &mut out);
        decoder.settle(&mut out);
        out
    }

    fn key(key: Key) -> Input {
        Input::Key(key)
    }

    #[test]
    fn every_bound_key_arrives_in_each_of_its_forms() {
        for (bytes, expected) in [
            (&b"j"[..], Key::Char('j')),
            (b"\r", Key::Enter),
            (b"\t", Key::Tab),
            (b"\x1b", Key::Esc),
            (b"\x1b[Z", Key::BackTab),
            (b"\x7f", Key::Backspace),
            (b"\x08", Key::Backspace),
            (b"\x04", Key::Ctrl('d')),
            (b"\x1a", Key::Ctrl('z')),
            (b"\x1c", Key::Ctrl('\\')),
            (b"\x1b[A", Key::Up),
            (b"\x1bOA", Key::Up),
            (b"\x1b[H", Key::Home),
            (b"\x1b[1~", Key::Home),
            (b"\x1b[7~", Key::Home),
            (b"\x1b[F", Key::End),
            (b"\x1b[4~", Key::End),
            (b"\x1b[3~", Key::Delete),
            (b"\x1b[5~", Key::PageUp),
            (b"\x1b[6~", Key::PageDown),
            ("é".as_bytes(), Key::Char('é')),
            ("日".as_bytes(), Key::Char('日')),
        ] {
            assert_eq!(keys(bytes), [key(expected)], "{bytes:?}");
        }
    }

    /// As xterm, PuTTY and the Linux console send them: one key each, and no letter of it typed.
    #[test]
    fn function_keys_are_known_to_be_none_of_ours() {
        for (bytes, number) in [
            (&b"\x1bOP"[..], 1),
            (b"\x1bOS", 4),
            (b"\x1b[11~", 1),
            (b"\x1b[15~", 5),
            (b"\x1b[17~", 6),
            (b"\x1b[21~", 10),
            (b"\x1b[24~", 12),
            (b"\x1b[[A", 1),
            (b"\x1b[[E", 5),
        ] {
            assert_eq!(keys(bytes), [key(Key::Function(number))], "{bytes:?}");
        }
    }

    #[test]
    fn alt_is_read_as_escape_then_the_key() {
        assert_eq!(keys(b"\x1bj"), [key(Key::Esc), key(Key::Char('j'))]);
        assert_eq!(keys(b"\x1b["), [key(Key::Esc), key(Key::Char('['))]);
        assert_eq!(keys(b"\x1b\x1b[A"), [key(Key::Esc), key(Key::Up)]);
    }

    #[test]
    fn unknown_sequences_vanish_whole() {
        for bytes in [
            &b"\x1b[1;5A"[..],
            b"\x1b[1;2P",
            b"\x1b[15;2~",
            b"\x1b[16~",
            b"\x1b[25~",
            b"\x1bOX",
            b"\x1b[[Z",
            b"\x1b[?1;2c",
            b"\x1b[97;5u",
            b"\x1b]11;rgb:0/0/0\x07",
            b"\x1bP1$r0m\x1b\\",
            b"\x1b[1;2",
            b"\xff",
            "\u{85}".as_bytes(),
            // A click in column 85, one in column 200 and row 100, and the same told in UTF-8.
            b"\x1b[M\x20uu",
            b"\x1b[M#\xe8\x84",
            "\x1b[M \u{e8}\u{84}".as_bytes(),
            b"\x1b[<0;85;10M",
            b"\x1b[32;85;10M",
            b"\x85",
            b"\x9bA",
            b"\x9b3~",
            b"\x9bM uu",
            b"\x8fA",
            b"\x9d0;u\x07",
            b"\x90u\x1b\\",
            "\u{9b}3~".as_bytes(),
            "\u{9b}200~".as_bytes(),
        ] {
            assert_eq!(keys(bytes), [], "{bytes:?}");
            let mut followed = bytes.to_vec();
            if bytes != b"\x1b[1;2" {
                followed.push(b'j');
                assert_eq!(keys(&followed), [key(Key::Char('j'))], "{bytes:?} then j");
            }
        }
    }

    #[test]
    fn a_sequence_cut_anywhere_is_put_together_again() {
        let whole = "a\x1b[6~é\x1b[200~two\rlines\x1b[201~z".as_bytes();
        let expected = keys(whole);
        assert_eq!(expected[3], Input::Paste("two\nlines".into()));
        for at in 0..=whole.len() {
            let mut decoder = Decoder::default();
            let mut out = Vec::new();
            decoder.feed(&whole[..at], &mut out);
            decoder.feed(&whole[at..], &mut out);
            assert_eq!(out, expected, "cut at {at}");
        }
    }

    #[test]
    fn an_answer_is_no_key_wherever_it_comes_and_however_it_is_cut() {
        for (bytes, expected) in [
            (&b"\x1b[0n"[..], vec![]),
            (b"a\x1b[0nb", vec![key(Key::Char('a')), key(Key::Char('b'))]),
            (
                b"\x1b[200~one\x1b[0n two\x1b[201~",
                vec![Input::Paste("one two".into())],
            ),
        ] {
            for at in 0..=bytes.len() {
                let mut decoder = Decoder::default();
                let mut out = Vec::new();
                decoder.feed(&bytes[..at], &mut out);
                decoder.feed(&bytes[at..], &mut out);
                assert_eq!(out, expected, "{bytes:?} cut at {at}");
                assert!(decoder.take_answer(), "{bytes:?} cut at {at}");
                assert!(!decoder.take_answer());
            }
        }
        let mut decoder = Decoder::default();
        decoder.feed(b"\x1b[1n\x1b[3n0n", &mut Vec::new());
        assert!(!decoder.take_answer());
    }

    #[test]
    fn what_may_begin_an_answer_is_waited_for_longer_while_one_is_on_its_way() {
        let waits = |bytes: &[u8], asked: Option<Duration>| {
            let mut decoder = Decoder::default();
            decoder.feed(bytes, &mut Vec::new());
            decoder.patience(asked)
        };
        let (now, late) = (Some(Duration::ZERO), Some(PATIENCE));
        assert_eq!(waits(b"a", now), None);
        assert_eq!(waits(b"\x1b", None), Some(REST));
        assert_eq!(waits(b"\x1b[0", None), Some(REST));
        for cut in 1..4 {
            assert_eq!(waits(&TAKEN[..cut], now), Some(REST_OF_ANSWER));
            // One that has never answered holds up no Esc for longer than it was to be waited for.
            assert_eq!(waits(&TAKEN[..cut], late), Some(REST));
            // One that has is on a slow line.
            let answered = [TAKEN, &TAKEN[..cut]].concat();
            assert_eq!(waits(&answered, late), Some(REST_OF_ANSWER));
            assert_eq!(waits(&answered, None), Some(REST));
        }
        assert_eq!(waits(b"\x1b[1", now), Some(REST));
    }

    #[test]
    fn a_paste_is_one_event_and_has_a_limit() {
        let mut bytes = b"\x1b[200~".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', LONGEST_PASTE + 9));
        bytes.extend_from_slice(b"\x1b[201~j");
        assert_eq!(
            keys(&bytes),
            [Input::TooLong(LONGEST_PASTE + 9), key(Key::Char('j'))]
        );
    }
}
