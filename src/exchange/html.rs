//! Text on a page: what comes from outside is no mark of it.

use crate::domain::text::shown;

/// Text that is no mark of a page, and that acts on nothing where the page is read.
pub(super) fn escaped(said: &str) -> String {
    let shown = shown(said);
    let mut page = String::with_capacity(shown.len());
    for c in shown.chars() {
        match c {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            c => page.push(c),
        }
    }
    page
}
