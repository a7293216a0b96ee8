//! Text from outside: made safe, measured in screen columns, folded for comparing.
//! Importers, forms and the store clean with `clean`; every face prints through `shown` and measures
//! with `width`; search and identity use `fold` and `key`. Knows nothing of files or screens.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// More marks than this on one letter are drawn over the lines above and below it.
const MARKS_PER_LETTER: usize = 4;

/// Text made safe to store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// Composed (NFC), with nothing in it that acts on a terminal or hides.
    pub text: String,
    /// Something other than white space was removed: worth a warning.
    pub changed: bool,
}

/// One line of outside text made safe: control, direction and invisible characters are dropped, at
/// most four marks stay on a letter, every kind of white space becomes one space, ends are trimmed.
/// Cleaning twice changes nothing more.
pub fn clean(raw: &str) -> Cleaned {
    cleaned(raw, false)
}

/// As [`clean`] for notes and other long text: line breaks stay, as `\n`.
pub fn clean_long(raw: &str) -> Cleaned {
    cleaned(raw, true)
}

fn cleaned(raw: &str, long: bool) -> Cleaned {
    // What most text is: nothing in it is dropped or composed, and no space too many.
    if is_plain(raw) && raw.trim_matches(' ').len() == raw.len() && !raw.contains("  ") {
        return Cleaned {
            text: raw.to_owned(),
            changed: false,
        };
    }
    let mut out = Tidy::default();
    let whole = raw.replace("\r\n", "\n");
    let visible = whole.chars().filter(|c| {
        let hidden = is_hidden(*c);
        out.changed |= hidden;
        !hidden
    });
    // Composed only after the hidden ones are gone: they keep letters and marks apart.
    let composed: String = visible.nfc().collect();
    for c in composed.chars() {
        out.push(c, long);
    }
    Cleaned {
        text: out.text,
        changed: out.changed,
    }
}

/// Clean text as it grows, character by character.
#[derive(Default)]
struct Tidy {
    text: String,
    changed: bool,
    space: bool,
    breaks: usize,
    marks: usize,
}

impl Tidy {
    fn push(&mut self, c: char, long: bool) {
        if is_break(c) && long {
            self.breaks += 1;
        } else if is_space(c) {
            self.space = true;
        } else if is_mark(c) {
            let no_letter = self.text.is_empty() || self.space || self.breaks > 0;
            if no_letter || self.marks == MARKS_PER_LETTER {
                self.changed = true;
            } else {
                self.marks += 1;
                self.text.push(c);
            }
        } else {
            self.gap();
            self.text.push(c);
            self.marks = 0;
        }
    }

    /// The white space seen since the last letter, written only now so that none is left at the end.
    fn gap(&mut self) {
        if !self.text.is_empty() {
            if self.breaks > 0 {
                self.text.extend(std::iter::repeat_n('\n', self.breaks));
            } else if self.space {
                self.text.push(' ');
            }
        }
        self.space = false;
        self.breaks = 0;
    }
}

/// What a face prints of text whose cleaning it does not know: whatever [`clean`] would drop shows as
/// `?`, line breaks and tabs as a space. Borrowed when there is nothing of the kind.
pub fn shown(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = None;
    for c in text.chars() {
        if is_break(c) || c == '\t' {
            out.push(' ');
            marks = None;
        } else if is_hidden(c) {
            out.push('?');
            marks = Some(0);
        } else if is_mark(c) {
            match marks {
                Some(n) if n < MARKS_PER_LETTER => out.push(c),
                Some(MARKS_PER_LETTER) | None => out.push('?'),
                Some(_) => {}
            }
            marks = Some(marks.map_or(MARKS_PER_LETTER + 1, |n| n + 1));
        } else {
            out.push(c);
            marks = if is_space(c) { None } else { Some(0) };
        }
    }
    if out == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(out)
    }
}

/// As [`shown`], line by line: what a document of several lines may have of such text.
pub fn shown_lines(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| matches!(b, b' '..=b'~' | b'\n')) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<_> = text.split('\n').map(shown).collect();
    Cow::Owned(lines.join("\n"))
}

/// JSON that says the same with every hidden character written as `\uXXXX`, so that it may go to a terminal.
pub fn json_safe(json: &str) -> Cow<'_, str> {
    if is_plain(json) || !json.chars().any(is_hidden) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Has nothing but the letters, digits, signs and spaces of a typewriter.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' '..=b'~'))
}

/// Acts on a terminal, turns the reading direction, or takes up no place: nothing a name needs.
/// Joiners, variation selectors and tags go too, since they let two names look the same.
pub fn is_hidden(c: char) -> bool {
    if is_break(c) || c == '\t' {
        return false;
    }
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{70F}' | '\u{115F}' | '\u{1160}'
            | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{13430}'..='\u{13440}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}')
}

/// White space of any kind; the empty Braille cell looks like it and is used as it.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}'
}

/// Drawn on the letter before it.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(c) || c.width() == Some(0))
}

/// The same with a capital first letter, as a sentence begins.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The text as a sentence ends: with one stop, and with none more where it ends in one of its own.
pub fn ended(text: &str) -> String {
    let text = text.trim_end();
    let stop = if text.is_empty() || text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{text}{stop}")
}

/// For searching: lower case, no accents, compatibility forms made plain (`ﬁ` as `fi`, full width as
/// ASCII), curly quotes and long dashes plain, trade marks gone. Spaces and punctuation stay.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain = text
        .chars()
        .filter(|c| !is_hidden(*c) && !matches!(c, '\u{2122}' | '\u{AE}' | '\u{A9}' | '\u{2120}'));
    let mut out = String::with_capacity(text.len());
    for c in plain.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '\u{2018}'..='\u{201B}' | '\u{2BC}' | '\u{B4}' => out.push('\''),
            '\u{201C}'..='\u{201F}' => out.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ł' | 'Ł' => out.push('l'),
            'ı' => out.push('i'),
            c => out.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c))),
        }
    }
    out
}

/// Does this `#` belong to the name, as in `C#`? Beside a number it only says "number": `Room #4`.
pub fn is_sharp(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphanumeric)
}

/// For identity: two names with the same key are the same name. Folded, letters and digits only, with
/// `&` as `and`, `+` as `plus` and the `#` of `C#` as `sharp`. A name without any letter or digit keeps
/// its signs, so that two such names are not one.
pub fn key(name: &str) -> String {
    // Nearly every name is plain, and a big import asks for a million of them.
    if let Some(letters) = plain_letters(name) {
        return letters.map(char::from).collect();
    }
    let folded = fold(name);
    let mut out = String::with_capacity(folded.len());
    let mut before = None;
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        let beside = (before.replace(c), chars.peek().copied());
        match c {
            c if c.is_alphanumeric() => out.push(c),
            '#' if is_sharp(beside.0, beside.1) => out.push_str("sharp"),
            '&' if !out.is_empty() => out.push_str("and"),
            '+' if !out.is_empty() => out.push_str("plus"),
            _ => {}
        }
    }
    if out.is_empty() {
        folded.chars().filter(|c| !is_space(*c)).collect()
    } else {
        out
    }
}

/// Has the name this [`key`]? Makes none of a plain name to compare.
pub fn has_key(name: &str, wanted: &str) -> bool {
    match plain_letters(name) {
        Some(letters) => letters.eq(wanted.bytes()),
        None => key(name) == wanted,
    }
}

/// The key of a name of plain letters, digits and spaces.
fn plain_letters(name: &str) -> Option<impl Iterator<Item = u8>> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b' ';
    let letters = || name.bytes().filter(|b| *b != b' ');
    name.bytes()
        .all(plain)
        .then(|| letters().map(|b| b.to_ascii_lowercase()))
}

/// The text as one word of a shell command that can be pasted, whatever stands in it: in single quotes, where only a
/// single quote means anything to a shell.
pub fn shell_word(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// How many screen columns the text takes. Characters of ambiguous width count one.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The text in at most `cols` columns; what had to be cut ends in `~`. Never splits a character with
/// its marks; a wide character that does not fit leaves a column unused.
pub fn cut(text: &str, cols: usize) -> Cow<'_, str> {
    // Nearly every cell is plain: each letter of it takes a column.
    if is_plain(text) {
        return match cols.checked_sub(1) {
            _ if text.len() <= cols => Cow::Borrowed(text),
            Some(room) => Cow::Owned([&text[..room], "~"].concat()),
            None => Cow::Borrowed(""),
        };
    }
    let mut used = 0;
    let mut room = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > cols {
            let tail = if cols > 0 { "~" } else { "" };
            return Cow::Owned(format!("{}{tail}", &text[..room]));
        }
        if used < cols {
            room = at + grapheme.len();
        }
    }
    Cow::Borrowed(text)
}

/// A word in pieces of at most `cols` columns each, broken behind a slash where it has one: nothing of a path is lost. A word
/// that fits is one piece, as is any where there is no room.
pub fn broken(word: &str, cols: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut used, mut slash) = (0, 0, 0);
    for (at, grapheme) in word.grapheme_indices(true) {
        if used > 0 && used + grapheme.width() > cols && cols > 0 {
            let end = if slash > from { slash } else { at };
            pieces.push(&word[from..end]);
            used = width(&word[end..at]);
            from = end;
        }
        used += grapheme.width();
        if grapheme == "/" {
            slash = at + 1;
        }
    }
    pieces.push(&word[from..]);
    pieces
}

/// Breaks text at blanks into lines of at most `cols` columns; longer words, as paths are, are broken too.
pub fn wrap(text: &str, cols: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let mut pieces = broken(word, cols).into_iter();
            let first = pieces.next().unwrap_or_default();
            if line.is_empty() {
                first.clone_into(&mut line);
            } else if width(&line) + 1 + width(word) <= cols {
                line.push(' ');
                line.push_str(first);
            } else {
                lines.push(std::mem::replace(&mut line, first.to_owned()));
            }
            for piece in pieces {
                lines.push(std::mem::replace(&mut line, piece.to_owned()));
            }
        }
        lines.push(line);
    }
    lines
}

/// A line broken at blanks so that each of its lines has at most `cols` columns, all as far in as the first. A longer word
/// stays whole, so that a path can be copied; blanks between words stay as they are.
pub fn wrap_words(line: &str, cols: usize) -> Vec<String> {
    let inner = line.trim_start_matches(' ');
    let indent = &line[..line.len() - inner.len()];
    let mut lines = Vec::new();
    let mut current = indent.to_owned();
    for word in inner.split_inclusive(' ') {
        let begins = current.len() == indent.len();
        if !begins && width(&current) + width(word.trim_end_matches(' ')) > cols {
            lines.push(current.trim_end_matches(' ').to_owned());
            indent.clone_into(&mut current);
            current.push_str(word.trim_start_matches(' '));
        } else {
            current.push_str(word);
        }
    }
    lines.push(current);
    lines
}

/// The text in exactly `cols` columns: cut when too long, filled with spaces on the right when short.
pub fn pad(text: &str, cols: usize) -> String {
    let mut out = String::with_capacity(cols);
    push_padded(&mut out, text, cols);
    out
}

/// As [`pad`] with the spaces on the left: for numbers.
pub fn pad_left(text: &str, cols: usize) -> String {
    let mut out = String::with_capacity(cols);
    push_padded_left(&mut out, text, cols);
    out
}

/// As [`pad`], behind what stands there already.
pub fn push_padded(out: &mut String, text: &str, cols: usize) {
    let cut = cut(text, cols);
    out.push_str(&cut);
    out.extend(std::iter::repeat_n(' ', missing(&cut, cols)));
}

/// As [`pad_left`], behind what stands there already.
pub fn push_padded_left(out: &mut String, text: &str, cols: usize) {
    let cut = cut(text, cols);
    out.extend(std::iter::repeat_n(' ', missing(&cut, cols)));
    out.push_str(&cut);
}

/// So many columns are left beside the text.
fn missing(text: &str, cols: usize) -> usize {
    cols.saturating_sub(width(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(
            wrap("one two three\n\nfour", 7),
            ["one two", "three", "", "four"]
        );
        assert_eq!(wrap("incomprehensible", 6), ["incomp", "rehens", "ible"]);
        assert_eq!(
            wrap("It is in /srv/hallpass/sheets.md.", 16),
            ["It is in", "/srv/hallpass/", "sheets.md."]
        );
    }

    #[test]
    fn a_line_is_broken_at_blanks_alone_as_far_in_as_it_began() {
        let told = |line| wrap_words(line, 12);
        assert_eq!(told("  one  two three"), ["  one  two", "  three"]);
        assert_eq!(told("one two six "), ["one two six "]);
        assert_eq!(told(""), [""]);
        assert_eq!(told("     "), ["     "]);
        assert_eq!(
            told("in /srv/hallpass/a.md now"),
            ["in", "/srv/hallpass/a.md", "now"]
        );
        assert_eq!(
            told("            a b c"),
            ["            a", "            b", "            c"]
        );
    }

    #[test]
    fn a_path_is_broken_behind_a_slash_and_any_other_long_word_where_the_room_ends() {
        assert_eq!(
            broken("/srv/office/exports/route.md", 14),
            ["/srv/office/", "exports/", "route.md"]
        );
        assert_eq!(
            broken("/a/internationally", 8),
            ["/a/", "internat", "ionally"]
        );
        assert_eq!(broken("short", 5), ["short"]);
        assert_eq!(broken("", 5), [""]);
        // Two columns each.
        assert_eq!(broken("日本語", 5), ["日本", "語"]);
    }

    #[test]
    fn a_word_for_a_shell_is_one_word_whatever_stands_in_it() {
        for (text, word) in [
            ("office.db", "'office.db'"),
            ("", "''"),
            ("my office $HOME `x`.db", "'my office $HOME `x`.db'"),
            ("O'Hara's.db", r"'O'\''Hara'\''s.db'"),
        ] {
            assert_eq!(shell_word(text), word);
        }
    }

    #[test]
    fn cleaning_drops_what_acts_or_hides() {
        for (raw, text, changed) in [
            ("Kahoot!", "Kahoot!", false),
            ("  Khan \t\u{A0} Academy\r\n", "Khan Academy", false),
            ("cafe\u{301}", "caf\u{e9}", false),
            ("\u{1b}[31mred\u{1b}[0m", "[31mred[0m", true),
            ("a\u{9b}2Jb", "a2Jb", true),
            ("a\u{7f}b\0c", "abc", true),
            ("pay\u{202e}lap", "paylap", true),
            ("pay\u{2066}lap\u{2069}", "paylap", true),
            ("zero\u{200b}width\u{feff}", "zerowidth", true),
            ("e\u{200d}\u{301}", "\u{e9}", true),
            ("tag\u{e0041}ged", "tagged", true),
            ("text\u{fe0f}", "text", true),
            ("soft\u{ad}hyphen", "softhyphen", true),
            ("fill\u{3164}er", "filler", true),
            ("a\u{2028}b", "a b", false),
            ("\u{301}lone", "lone", true),
            ("", "", false),
            ("   ", "", false),
            ("\u{2800}", "", false),
            ("\u{1100}\u{1161}\u{11a8}", "\u{ac01}", false),
            ("\u{ffff}x", "x", true),
        ] {
            let cleaned = clean(raw);
            assert_eq!(
                (cleaned.text.as_str(), cleaned.changed),
                (text, changed),
                "{raw:?}"
            );
        }
    }

    #[test]
    fn long_text_keeps_its_lines() {
        for (raw, text) in [
            ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
            ("one  \n\n  two", "one\n\ntwo"),
            ("\n\n\x1bone", "one"),
        ] {
            assert_eq!(clean_long(raw).text, text, "{raw:?}");
        }
    }

    #[test]
    fn stacked_marks_are_limited_to_four() {
        let stacked = format!("Z{}o", "\u{335}".repeat(50));
        let cleaned = clean(&stacked);
        assert_eq!(cleaned.text, format!("Z{}o", "\u{335}".repeat(4)));
        assert!(cleaned.changed);
        assert_eq!(shown(&stacked), format!("Z{}?o", "\u{335}".repeat(4)));
    }

    #[test]
    fn showing_replaces_and_borrows_when_harmless() {
        for (text, seen) in [
            ("plain", "plain"),
            ("\u{e9}lan \u{6f22}", "\u{e9}lan \u{6f22}"),
            ("\u{1b}]0;x\u{7}", "?]0;x?"),
            ("a\u{202e}b", "a?b"),
            ("a\tb\nc", "a b c"),
            ("\u{301}x", "?x"),
            ("\u{9b}", "?"),
        ] {
            let out = shown(text);
            assert_eq!(out, seen, "{text:?}");
            assert_eq!(matches!(out, Cow::Borrowed(_)), text == seen, "{text:?}");
        }
    }

    #[test]
    fn json_keeps_its_meaning_and_hides_nothing() {
        for (json, safe) in [
            (r#"{"a":"plain"}"#, r#"{"a":"plain"}"#),
            ("[\"a\u{202e}b\u{9b}\"]\n", "[\"a\\u202eb\\u009b\"]\n"),
            ("\"\u{e0061}\"", "\"\\udb40\\udc61\""),
        ] {
            assert_eq!(json_safe(json), safe);
        }
    }

    #[test]
    fn folding_forgives_case_accents_and_forms() {
        for (text, folded) in [
            ("\u{c9}lan", "elan"),
            ("Caf\u{e9} Lingo", "cafe lingo"),
            ("\u{fb01}le \u{ff21}\u{ff22}", "file ab"),
            ("Kahoot!\u{2122}", "kahoot!"),
            ("Children\u{2019}s", "children's"),
            ("Stra\u{df}e", "strasse"),
            ("\u{130}stanbul", "istanbul"),
            ("7 Mindsets", "7 mindsets"),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn the_key_of_a_name_ignores_how_it_is_written() {
        for (a, b, same) in [
            ("Kahoot!", "kahoot", true),
            ("Khan Academy", "KhanAcademy", true),
            ("Children's Library", "Children\u{2019}s Library", true),
            ("Read & Write", "Read and Write", true),
            ("Disney+", "Disney", false),
            ("!!!", "???", false),
            ("\u{1f389}", "\u{1f38a}", false),
            ("Core5", "Core 5", true),
            ("C# Primer", "C Primer", false),
            ("F#", "f #", false),
            ("C#", "c sharp", true),
            ("C++", "C", false),
            ("Room #4", "Room 4", true),
            ("Unit#4", "Unit 4", true),
        ] {
            assert_eq!(key(a) == key(b), same, "{a} / {b}");
            assert_eq!(has_key(a, &key(b)), same, "{a} / {b}");
        }
    }

    #[test]
    fn cutting_counts_columns() {
        for (text, cols, out) in [
            ("Kahoot", 6, "Kahoot"),
            ("Kahoot", 5, "Kaho~"),
            ("Kahoot", 1, "~"),
            ("Kahoot", 0, ""),
            ("\u{6f22}\u{5b57}\u{6f22}", 6, "\u{6f22}\u{5b57}\u{6f22}"),
            ("\u{6f22}\u{5b57}\u{6f22}", 5, "\u{6f22}\u{5b57}~"),
            ("\u{6f22}\u{5b57}\u{6f22}", 4, "\u{6f22}~"),
            ("cafe\u{301}s", 5, "cafe\u{301}s"),
            ("cafe\u{301}s", 4, "caf~"),
            ("\u{b1}\u{b1}", 2, "\u{b1}\u{b1}"),
        ] {
            assert_eq!(cut(text, cols), out, "{text} to {cols}");
        }
        assert_eq!(pad("ab", 4), "ab  ");
        assert_eq!(pad("\u{6f22}\u{5b57}", 3), "\u{6f22}~");
        assert_eq!(pad("\u{6f22}\u{5b57}\u{6f22}", 4), "\u{6f22}~ ");
        assert_eq!(pad_left("42", 4), "  42");
    }

    fn nasty() -> impl Strategy<Value = String> {
        let sly = prop::sample::select(vec![
            'a',
            ' ',
            '\u{1b}',
            '\u{301}',
            '\u{200d}',
            '\u{1100}',
            '\u{1161}',
            '\u{11a8}',
            '\u{6f22}',
            '\u{1f469}',
            '\u{fe0f}',
            '\u{202e}',
            '\n',
            '\t',
            '\u{9b}',
            '\u{e0061}',
            '\u{9be}',
            '\u{9c7}',
        ]);
        prop_oneof![
            any::<String>(),
            prop::collection::vec(sly, 0..40).prop_map(|c| c.into_iter().collect()),
        ]
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(raw in nasty()) {
            for clean in [clean, clean_long] {
                let once = clean(&raw);
                let twice = clean(&once.text);
                prop_assert_eq!(&twice.text, &once.text);
                prop_assert!(!twice.changed);
                let safe = shown(&once.text);
                prop_assert_eq!(safe.as_ref(), once.text.replace('\n', " "));
            }
        }

        #[test]
        fn nothing_shown_is_dangerous(raw in nasty()) {
            let safe = shown(&raw).into_owned();
            prop_assert!(!safe.chars().any(is_hidden), "{:?}", safe);
            prop_assert!(!safe.chars().any(char::is_control));
            let again = shown(&safe).into_owned();
            prop_assert_eq!(again, safe);
        }

        #[test]
        fn cut_and_pad_keep_their_width(raw in nasty(), cols in 0usize..30) {
            let cut = cut(&raw, cols);
            prop_assert!(width(&cut) <= cols);
            prop_assert_eq!(width(&pad(&raw, cols)), cols);
            prop_assert_eq!(width(&pad_left(&raw, cols)), cols);
        }
    }
}
