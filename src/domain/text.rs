//! Cleans text that comes from outside, once, at the border: nothing in it can steer a terminal.
//! Called by everything that reads files, arguments or pasted text.

/// Outside text made safe to keep and to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The safe text.
    pub text: String,
    /// Was anything taken out?
    pub changed: bool,
}

/// Takes out control characters (line breaks stay), direction overrides, zero-width and tag characters.
pub fn clean(raw: &str) -> Cleaned {
    let text: String = raw.chars().filter(|c| is_safe(*c)).collect();
    Cleaned {
        changed: text.len() != raw.len(),
        text,
    }
}

fn is_safe(c: char) -> bool {
    match c {
        '\n' => true,
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}'
        | '\u{E0000}'..='\u{E007F}' => false,
        c => !c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_words_and_drops_what_steers_a_terminal() {
        for (raw, text) in [
            ("Caf\u{e9}\nnoir", "Caf\u{e9}\nnoir"),
            ("a\u{1b}[31mb", "a[31mb"),
            ("x\u{202E}y\u{200B}z", "xyz"),
        ] {
            assert_eq!(clean(raw).text, text);
            assert_eq!(clean(raw).changed, raw != text);
        }
    }
}
