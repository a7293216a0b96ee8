//! What is told of the rows of a file: for people with like ones folded together, in JSON each by itself.

use serde_json::{Value as Json, json};

use crate::cli::print;
use crate::exchange::Complaint;

/// Most kinds of complaint listed for people; JSON lists all.
pub(super) const LISTED: usize = 20;
/// Examples of each kind of note.
pub(super) const NOTES: usize = 3;
/// Examples of each kind of row that cannot be taken: somebody has to find and mend them.
pub(super) const REJECTED: usize = 10;

/// Each complaint as JSON.
pub(super) fn complaints(complaints: &[Complaint]) -> Json {
    complaints
        .iter()
        .map(|c| json!({ "row": c.row, "column": c.column, "value": c.value, "reason": c.reason }))
        .collect()
}

/// Lists complaints, those of one column and one kind folded together, so that eighty roundings do not
/// drown the one thing worth knowing. `examples` of each kind are spelled out.
pub(super) fn list_complaints(what: &str, complaints: &[Complaint], examples: usize) {
    let mut kinds: Vec<((&str, String), Vec<&Complaint>)> = Vec::new();
    for complaint in complaints {
        let kind = (complaint.column.as_str(), pattern(&complaint.reason));
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, alike)) => alike.push(complaint),
            None => kinds.push((kind, vec![complaint])),
        }
    }
    for (_, alike) in kinds.iter().take(LISTED) {
        for c in alike.iter().take(examples) {
            print::notice(&format!("{c} ({what})"));
        }
        if alike.len() > examples {
            let more = alike.len() - examples;
            print::notice(&format!("... and {more} more like it; --json lists all"));
        }
    }
    let left: usize = kinds
        .iter()
        .skip(LISTED)
        .map(|(_, alike)| alike.len())
        .sum();
    if left > 0 {
        print::notice(&format!("... and {left} more; --json lists all"));
    }
}

/// The sentence without what differs from row to row: numbers, and what stands in backticks.
fn pattern(reason: &str) -> String {
    let mut quoted = false;
    reason
        .chars()
        .filter(|c| {
            quoted ^= *c == '`';
            !quoted && !c.is_ascii_digit()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_of_one_kind_differ_only_in_numbers_and_quoted_words() {
        let alike = |a: &str, b: &str| pattern(a) == pattern(b);
        assert!(alike(
            "read as 58, the nearest whole number",
            "read as 205, the nearest whole number"
        ));
        assert!(alike(
            "looks like `Canva` in row 38; both are kept",
            "looks like `Google Sites` in row 138; both are kept"
        ));
        assert!(!alike("`-999` means not known", "`-999` is too large"));
    }
}
