//! The district's own words above the list, from a text file: paragraphs, each part below a line with its language.

use std::fs;
use std::path::Path;

use crate::domain::text::clean_long;
use crate::exchange::ReadError;

/// Longest file, in bytes: two pages in each of a dozen languages.
const LONGEST: u64 = 64 * 1024;

/// Languages that are written from the right.
const FROM_THE_RIGHT: [&str; 9] = ["ar", "arc", "dv", "fa", "he", "ku", "ps", "ur", "yi"];

/// The language of what stands above the first line that names one.
const OURS: &str = "en";

/// Words in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadWords {
    /// As browsers know it: `es`, `pt-BR`.
    pub language: String,
    /// A paragraph each.
    pub paragraphs: Vec<String>,
}

impl HeadWords {
    /// From which side it is written, as a page says it.
    pub fn direction(&self) -> &'static str {
        let main = self.language.split('-').next().unwrap_or_default();
        let right = FROM_THE_RIGHT
            .iter()
            .any(|one| main.eq_ignore_ascii_case(one));
        if right { "rtl" } else { "ltr" }
    }
}

/// Reads the file. The error says which line will not do.
pub fn head(path: &Path) -> Result<Vec<HeadWords>, ReadError> {
    let unread = |why: String| {
        ReadError::new(
            format!("{} could not be read: {why}", path.display()),
            "Name a text file in UTF-8: paragraphs, and a line such as [es] above those of another language.",
        )
    };
    let size = fs::metadata(path)
        .map_err(|why| unread(why.to_string()))?
        .len();
    if size > LONGEST {
        return Err(unread(format!("it is longer than {LONGEST} bytes")));
    }
    let text = fs::read_to_string(path).map_err(|why| unread(why.to_string()))?;
    read(&text).map_err(unread)
}

fn read(text: &str) -> Result<Vec<HeadWords>, String> {
    let mut parts: Vec<HeadWords> = Vec::new();
    let mut language = OURS.to_owned();
    let mut begins = true;
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = clean_long(line).text;
        let line = line.trim();
        if let Some(named) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            if !is_language(named) {
                return Err(format!(
                    "line {} names no language that a browser knows: [{named}]",
                    at + 1
                ));
            }
            named.clone_into(&mut language);
            begins = true;
            continue;
        }
        if line.is_empty() {
            begins = true;
            continue;
        }
        if parts.last().is_none_or(|part| part.language != language) {
            parts.push(HeadWords {
                language: language.clone(),
                paragraphs: Vec::new(),
            });
            begins = true;
        }
        let Some(part) = parts.last_mut() else {
            continue;
        };
        match part.paragraphs.last_mut() {
            Some(paragraph) if !begins => {
                paragraph.push(' ');
                paragraph.push_str(line);
            }
            _ => part.paragraphs.push(line.to_owned()),
        }
        begins = false;
    }
    Ok(parts)
}

/// `es`, `pt-BR`, `zh-Hans`
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let main = parts.next().unwrap_or_default();
    let letters = main.chars().all(|c| c.is_ascii_alphabetic());
    (2..=3).contains(&main.len())
        && letters
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stand_below_their_language() {
        let parts =
            read("Ask before\nyou buy.\n\nThank you.\n[es]\nPregunte.\n[ar]\n\nاسأل\n").unwrap();
        let told = parts.iter().map(|part| {
            let all = part.paragraphs.join(" / ");
            format!("{} {}: {all}", part.language, part.direction())
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "en ltr: Ask before you buy. / Thank you.",
                "es ltr: Pregunte.",
                "ar rtl: اسأل"
            ]
        );
        assert_eq!(
            read("a\n[Español]\nb").unwrap_err(),
            "line 2 names no language that a browser knows: [Español]"
        );
        assert_eq!(read("").unwrap(), []);
    }
}
