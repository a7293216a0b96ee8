//! Bytes to text, as a stream: finds out how a file was encoded and how its lines end,
//! then hands on UTF-8 with LF line ends. Called by `delimited`; knows nothing of columns.

use std::fmt;
use std::io::{self, Read};

use encoding_rs::{CoderResult, DecoderResult, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

const CHUNK: usize = 64 * 1024;

/// How the bytes of a text file are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, or plain ASCII.
    Utf8,
    /// UTF-8 that begins with a byte order mark, as Excel's "CSV UTF-8" does.
    Utf8Marked,
    /// UTF-16, low byte first: Excel's "Unicode text".
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// What Windows programs wrote before Unicode.
    Windows1252,
    /// What Macintosh programs wrote before Unicode.
    MacRoman,
    /// Any other, which nothing but the person can know.
    Other(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// The encoding that a person names: `utf-8`, `windows-1252`, `cp1251`, `shift_jis`, `mac roman`.
    /// None for a name nobody knows and for what is not read (`cp437`).
    pub fn named(name: &str) -> Option<Encoding> {
        let label = name.trim().to_lowercase().replace(['_', ' '], "-");
        let label = match label.as_str() {
            "mac-roman" | "macroman" => "macintosh",
            "shift-jis" | "sjis" => "shift_jis",
            "utf16" => "utf-16",
            label => label,
        };
        let known = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())?;
        let ours = [
            (UTF_8, Encoding::Utf8),
            (UTF_16LE, Encoding::Utf16Le),
            (UTF_16BE, Encoding::Utf16Be),
            (WINDOWS_1252, Encoding::Windows1252),
            (MACINTOSH, Encoding::MacRoman),
        ];
        let ours = ours.into_iter().find(|(one, _)| *one == known);
        Some(ours.map_or(Encoding::Other(known), |(_, encoding)| encoding))
    }

    fn decoder(self) -> encoding_rs::Decoder {
        let encoding = match self {
            Encoding::Utf8 | Encoding::Utf8Marked => UTF_8,
            Encoding::Utf16Le => UTF_16LE,
            Encoding::Utf16Be => UTF_16BE,
            Encoding::Windows1252 => WINDOWS_1252,
            Encoding::MacRoman => MACINTOSH,
            Encoding::Other(encoding) => encoding,
        };
        encoding.new_decoder_with_bom_removal()
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Marked => "UTF-8 with a byte order mark",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            Encoding::Windows1252 => "Windows-1252",
            Encoding::MacRoman => "Mac Roman",
            Encoding::Other(encoding) => encoding.name(),
        })
    }
}

/// What one pass over a text file found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Examined {
    /// How to read the bytes.
    pub encoding: Encoding,
    /// Do lines end with a lone carriage return?
    pub cr_only: bool,
    /// Is this no text at all (NUL bytes that are not UTF-16)?
    pub binary: bool,
    /// May there be bytes that mean nothing in this encoding?
    pub damaged: bool,
    /// Bytes in the file.
    pub bytes: u64,
}

impl Examined {
    /// Reads the file as the person says, whatever it looks like.
    pub fn read_as(&mut self, encoding: Encoding) {
        self.encoding = encoding;
        self.binary = false;
        self.damaged = true;
    }
}

/// So many bytes that are not UTF-8, for each letter that is UTF-8 and no ASCII, are slips in a UTF-8 file.
/// In another encoding such a letter is a rare accident among many such bytes.
const SLIPS: u64 = 3;

/// How much of a text is UTF-8 beyond ASCII, and how much is not UTF-8 at all.
#[derive(Default)]
struct Utf8Counts {
    letters: u64,
    malformed: u64,
}

/// Reads the source once to its end. Every byte counts: the one accent that is not UTF-8 may be on the last line.
pub fn examine(mut source: impl Read) -> io::Result<Examined> {
    let mut head = Vec::with_capacity(CHUNK);
    source.by_ref().take(CHUNK as u64).read_to_end(&mut head)?;
    let (mut bytes, mut seen) = (head.len() as u64, Utf8Counts::default());
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut scratch = vec![0; CHUNK * 3];
    let mut chunk = head.clone();
    loop {
        let last = chunk.is_empty();
        let mut from = 0;
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(&chunk[from..], &mut scratch, last);
            from += read;
            let letters = scratch[..written].iter().filter(|b| **b >= 0xC0);
            seen.letters += letters.count() as u64;
            match result {
                DecoderResult::Malformed(..) => seen.malformed += 1,
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
            }
        }
        if last {
            break;
        }
        chunk.clear();
        source.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
        bytes += chunk.len() as u64;
    }
    let cr_only = head.contains(&b'\r') && !head.contains(&b'\n');
    let (encoding, binary) = judge(&head, &seen, cr_only);
    let damaged = match encoding {
        Encoding::Utf8 | Encoding::Utf8Marked => seen.malformed > 0,
        // A half of a pair, or an odd byte at the end.
        Encoding::Utf16Le | Encoding::Utf16Be => true,
        _ => false,
    };
    Ok(Examined {
        encoding,
        cr_only,
        binary,
        damaged,
        bytes,
    })
}

fn judge(head: &[u8], seen: &Utf8Counts, cr_only: bool) -> (Encoding, bool) {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return (Encoding::Utf8Marked, false),
        [0xFF, 0xFE, ..] => return (Encoding::Utf16Le, false),
        [0xFE, 0xFF, ..] => return (Encoding::Utf16Be, false),
        _ => {}
    }
    let nuls = |odd: usize| {
        let places = head.iter().skip(odd).step_by(2);
        places.filter(|b| **b == 0).count()
    };
    let (even, odd, pairs) = (nuls(0), nuls(1), head.len() / 2);
    if odd * 10 > pairs * 4 && even * 10 < pairs {
        return (Encoding::Utf16Le, false);
    }
    if even * 10 > pairs * 4 && odd * 10 < pairs {
        return (Encoding::Utf16Be, false);
    }
    let binary = (even + odd) * 100 > head.len();
    // Lone carriage returns come from old Macintosh programs, which wrote Mac Roman.
    let utf8 = seen.malformed == 0 || seen.malformed <= seen.letters * SLIPS;
    let encoding = match (utf8, cr_only) {
        (true, _) => Encoding::Utf8,
        (false, true) => Encoding::MacRoman,
        (false, false) => Encoding::Windows1252,
    };
    (encoding, binary)
}

/// A reader of UTF-8 text with LF line ends over a source in any of the encodings.
/// Bytes that mean nothing become U+FFFD.
pub struct Decoded<R> {
    source: R,
    decoder: encoding_rs::Decoder,
    cr_only: bool,
    held_cr: bool,
    raw: Vec<u8>,
    wide: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    done: bool,
}

impl<R: Read> Decoded<R> {
    /// Reads `source` from its first byte, as examined.
    pub fn new(source: R, examined: Examined) -> Decoded<R> {
        Decoded {
            source,
            decoder: examined.encoding.decoder(),
            cr_only: examined.cr_only,
            held_cr: false,
            raw: vec![0; CHUNK],
            wide: vec![0; CHUNK * 3 + 16],
            ready: Vec::with_capacity(CHUNK * 3 + 16),
            at: 0,
            done: false,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.at = 0;
        while self.ready.is_empty() && !self.done {
            let got = match self.source.read(&mut self.raw) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                got => got?,
            };
            self.done = got == 0;
            let mut from = 0;
            loop {
                let (result, read, written, _) =
                    self.decoder
                        .decode_to_utf8(&self.raw[from..got], &mut self.wide, self.done);
                from += read;
                self.end_lines(written);
                if result == CoderResult::InputEmpty {
                    break;
                }
            }
            if self.done && self.held_cr {
                self.ready.push(b'\r');
            }
        }
        Ok(())
    }

    /// Appends the decoded chunk to what is ready, CRLF (and lone CR in a CR-only file) made LF.
    fn end_lines(&mut self, written: usize) {
        let chunk = &self.wide[..written];
        for piece in chunk.split_inclusive(|b| *b == b'\r') {
            if self.held_cr && !piece.starts_with(b"\n") {
                self.ready.push(b'\r');
            }
            self.held_cr = false;
            match piece.split_last() {
                Some((b'\r', before)) => {
                    self.ready.extend_from_slice(before);
                    if self.cr_only {
                        self.ready.push(b'\n');
                    } else {
                        self.held_cr = true;
                    }
                }
                _ => self.ready.extend_from_slice(piece),
            }
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.ready.len() {
            self.fill()?;
        }
        let take = out.len().min(self.ready.len() - self.at);
        out[..take].copy_from_slice(&self.ready[self.at..self.at + take]);
        self.at += take;
        Ok(take)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out one byte at a time: every boundary falls between any two bytes once.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let (Some(first), false) = (self.0.first(), out.is_empty()) else {
                return Ok(0);
            };
            out[0] = *first;
            self.0 = &self.0[1..];
            Ok(1)
        }
    }

    fn utf16(text: &str, swap: bool, mark: bool) -> Vec<u8> {
        let mark = if mark { "\u{feff}" } else { "" };
        format!("{mark}{text}")
            .encode_utf16()
            .flat_map(|u| {
                if swap {
                    u.to_be_bytes()
                } else {
                    u.to_le_bytes()
                }
            })
            .collect()
    }

    #[test]
    fn every_encoding_and_line_end_gives_the_same_text() {
        let text = "name,code\nCaf\u{e9} School,CAF\n";
        let crlf = text.replace('\n', "\r\n");
        let cr = text.replace('\n', "\r");
        let mut roman = cr.replace('\u{e9}', "@").into_bytes();
        roman
            .iter_mut()
            .filter(|b| **b == b'@')
            .for_each(|b| *b = 0x8E);
        let cases = [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (crlf.clone().into_bytes(), Encoding::Utf8),
            (cr.into_bytes(), Encoding::Utf8),
            (format!("\u{feff}{crlf}").into_bytes(), Encoding::Utf8Marked),
            (utf16(&crlf, false, true), Encoding::Utf16Le),
            (utf16(&crlf, true, true), Encoding::Utf16Be),
            (utf16(text, false, false), Encoding::Utf16Le),
            (utf16(text, true, false), Encoding::Utf16Be),
            (
                WINDOWS_1252.encode(&crlf).0.into_owned(),
                Encoding::Windows1252,
            ),
            (roman, Encoding::MacRoman),
        ];
        for (bytes, encoding) in cases {
            let examined = examine(&bytes[..]).unwrap();
            assert_eq!(examined.encoding, encoding);
            assert_eq!(examined.bytes, bytes.len() as u64);
            for drip in [false, true] {
                let mut out = String::new();
                if drip {
                    Decoded::new(Drip(&bytes), examined)
                        .read_to_string(&mut out)
                        .unwrap();
                } else {
                    Decoded::new(&bytes[..], examined)
                        .read_to_string(&mut out)
                        .unwrap();
                }
                assert_eq!(out, text, "{encoding:?} drip {drip}");
            }
        }
    }

    #[test]
    fn one_late_accent_decides_and_a_lone_cr_stays_in_its_cell() {
        let mut late = b"a,b\n".repeat(40_000);
        late.push(0xE9);
        assert_eq!(examine(&late[..]).unwrap().encoding, Encoding::Windows1252);
        let mut out = String::new();
        let odd = b"a\rb\nc\r";
        Decoded::new(&odd[..], examine(&odd[..]).unwrap())
            .read_to_string(&mut out)
            .unwrap();
        assert_eq!(out, "a\rb\nc\r");
    }

    #[test]
    fn a_slip_in_a_utf8_file_does_not_make_it_another_encoding() {
        let judged = |bytes: &[u8]| {
            let examined = examine(bytes).unwrap();
            (examined.encoding, examined.damaged)
        };
        let utf8 = "Avancé,¡Sí!\n".as_bytes();
        assert_eq!(judged(utf8), (Encoding::Utf8, false));
        let slip = [utf8, b"Caf\xE9\n"].concat();
        assert_eq!(judged(&slip), (Encoding::Utf8, true));
        let marked = [b"\xEF\xBB\xBF", &slip[..]].concat();
        assert_eq!(judged(&marked), (Encoding::Utf8Marked, true));
        // One accident of two bytes among many accents.
        let old = [&b"Caf\xE9,\xC9\xBB\n"[..], &b"\xE9t\xE9,n\xE9\n".repeat(10)].concat();
        assert_eq!(judged(&old), (Encoding::Windows1252, false));
    }

    #[test]
    fn encodings_have_the_names_people_use() {
        for (name, told) in [
            ("UTF-8", "UTF-8"),
            ("cp1252", "Windows-1252"),
            ("Mac Roman", "Mac Roman"),
            ("windows-1251", "windows-1251"),
            ("Shift JIS", "Shift_JIS"),
            ("utf16", "UTF-16"),
        ] {
            let named = Encoding::named(name).map(|e| e.to_string());
            assert_eq!(named.as_deref(), Some(told), "{name}");
        }
        for name in ["", "cp437", "hz-gb-2312", "klingon"] {
            assert_eq!(Encoding::named(name), None, "{name}");
        }
    }

    #[test]
    fn nul_bytes_that_are_no_utf16_are_no_text() {
        assert!(examine(&[0u8; 100][..]).unwrap().binary);
        assert!(!examine(&b"a,b\n1,2\n"[..]).unwrap().binary);
        assert!(!examine(&b""[..]).unwrap().binary);
    }
}
