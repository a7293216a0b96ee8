//! Keeps a spreadsheet program from taking an exported cell for a formula, and takes our own mark off again on the way in.
//! `write` guards, `sheet` unguards; together a round trip gives back the exact text.

use std::borrow::Cow;

use crate::domain::text::shown;

/// Would a spreadsheet program read this text as a formula (or already as a guarded text)?
pub fn would_calculate(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| {
        c == '\'' || (c.is_whitespace() && !matches!(c, '\t' | '\r'))
    });
    bare.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\0', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ])
}

/// The text as it may stand in an exported text cell: with a leading apostrophe where it needs one.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if would_calculate(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text as it may stand in a cell of a workbook that says it is text: as it is, unless its own apostrophe would be taken
/// for ours.
pub fn kept_as_text(text: &str) -> Cow<'_, str> {
    if unguarded(text) == text {
        Cow::Borrowed(text)
    } else {
        guarded(text)
    }
}

/// The text without the apostrophe that `guarded` put before it; any other text as it is.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if would_calculate(rest) => rest,
        _ => text,
    }
}

/// The text as it may be handed to a clipboard, from which it goes into a terminal or a spreadsheet: nothing in it acts on
/// either. Lines stay, and tabs between the cells of a row.
pub fn pasted(text: &str) -> String {
    let cell = |cell: &str| {
        let cell = shown(cell);
        let number = cell.replace(['$', ',', '%'], "").parse::<f64>().is_ok();
        if number {
            cell.into_owned()
        } else {
            guarded(&cell).into_owned()
        }
    };
    let line = |line: &str| {
        if line.contains('\t') {
            line.split('\t').map(cell).collect::<Vec<_>>().join("\t")
        } else {
            shown(line).into_owned()
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_spreadsheet_would_calculate_is_guarded() {
        for (text, out) in [
            ("=1+1", "'=1+1"),
            ("  =1+1", "'  =1+1"),
            ("@import", "'@import"),
            ("-5", "'-5"),
            ("\u{FF1D}cmd", "'\u{FF1D}cmd"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("Quizlet", "Quizlet"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), out);
            assert_eq!(unguarded(out), text);
        }
    }

    #[test]
    fn what_is_pasted_acts_on_no_terminal_and_no_spreadsheet() {
        for (text, out) in [
            ("Quill Pad", "Quill Pad"),
            ("a\u{1b}[2J\rb\nc\u{202e}", "a?[2J b\nc?"),
            // A sentence is no cell; of a row each cell is.
            ("-1 is left", "-1 is left"),
            ("=1+1\t-5\t-$1,200\t+x", "'=1+1\t-5\t-$1,200\t'+x"),
        ] {
            assert_eq!(pasted(text), out);
        }
    }

    proptest! {
        #[test]
        fn guarding_is_undone_exactly(text in "['=+@ \\-a-c\t\r\u{FF1D}]{0,6}") {
            let out = guarded(&text).into_owned();
            prop_assert_eq!(unguarded(&out), &text);
            let harmful = ['=', '+', '-', '@', '\u{FF1D}'];
            prop_assert!(!out.trim_start().starts_with(harmful));
        }
    }
}
