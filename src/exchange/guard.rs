//! Keeps a spreadsheet program from taking an exported cell for a formula, and takes our own mark off again on the way in.
//! `write` guards, `sheet` unguards; together a round trip gives back the exact text.

use std::borrow::Cow;

/// Would a spreadsheet program read this text as a formula (or already as a guarded text)?
fn needs_guard(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| {
        c == '\'' || (c.is_whitespace() && !matches!(c, '\t' | '\r'))
    });
    bare.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\0', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}',
    ])
}

/// The text as it may stand in an exported text cell: with a leading apostrophe where it needs one.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if needs_guard(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text without the apostrophe that `guarded` put before it; any other text as it is.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => rest,
        _ => text,
    }
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
