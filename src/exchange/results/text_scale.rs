//! What the words of a score mean, as a person says once: `1=below,2=below,3=at,4=at`.

use super::counter::fold;

/// What each word or number of a score means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextScale(Vec<(String, bool)>);

impl TextScale {
    /// Reads `1=below,2=below,3=at`; anything but `below` is not below. None for a text without a pair, and for a word
    /// that is given two meanings.
    pub fn read(text: &str) -> Option<TextScale> {
        let mut pairs: Vec<(String, bool)> = Vec::new();
        for part in text.split(',').filter(|part| !part.trim().is_empty()) {
            let (word, meaning) = part.split_once('=')?;
            let below = match meaning.trim().to_lowercase().as_str() {
                "below" => true,
                "at" | "above" => false,
                _ => return None,
            };
            let word = fold(word);
            if word.is_empty()
                || pairs
                    .iter()
                    .any(|(one, other)| *one == word && *other != below)
            {
                return None;
            }
            pairs.push((word, below));
        }
        (!pairs.is_empty()).then_some(TextScale(pairs))
    }

    /// Is a score of this word below? None for a word nobody said anything of.
    pub(super) fn is_below(&self, cell: &[u8]) -> Option<bool> {
        let word = fold(std::str::from_utf8(cell).ok()?);
        let pair = self.0.iter().find(|(one, _)| *one == word);
        pair.map(|(_, below)| *below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_says_which_words_are_below() {
        let scale = TextScale::read("1=below, 2=below,Meets=at").unwrap();
        assert_eq!(scale.is_below(b"2"), Some(true));
        assert_eq!(scale.is_below(b"MEETS"), Some(false));
        assert_eq!(scale.is_below(b"3"), None);
        for text in ["", "1", "1=maybe", "1=below,1=at", "=below"] {
            assert_eq!(TextScale::read(text), None, "{text}");
        }
    }
}
