//! Text from outside, made safe to draw and measured in columns.
//! Called by both faces before anything reaches a terminal. Knows nothing of terminals itself.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The text with everything that could steer a terminal or hide itself shown as a plain mark.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| if is_plain(c) { c } else { '?' })
            .collect(),
    )
}

/// How many columns the text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text in at most `cols` columns; a cut is marked by a final `~`.
pub fn cut(text: &str, cols: usize) -> String {
    if width(text) <= cols {
        return text.to_string();
    }
    if cols == 0 {
        return String::new();
    }
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = width(grapheme);
        if used + wide > cols - 1 {
            break;
        }
        kept.push_str(grapheme);
        used += wide;
    }
    kept.push('~');
    kept
}

fn is_plain(c: char) -> bool {
    !c.is_control() && (c.width().unwrap_or(0) > 0 || is_mark(c))
}

/// Combining marks have no width of their own but belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidi_never_pass() {
        for hostile in ["a\u{1b}[2Jb", "a\u{202e}b", "a\u{200b}b", "a\nb"] {
            let safe = shown(hostile);
            assert!(safe.chars().all(is_plain), "{safe:?}");
        }
    }

    #[test]
    fn a_cut_ends_in_a_tilde_and_fits() {
        assert_eq!(cut("Kahoot", 6), "Kahoot");
        assert_eq!(cut("Kahoots", 6), "Kahoo~");
        assert_eq!(cut("日本語", 4), "日~");
        assert_eq!(cut("x", 0), "");
    }
}
