//! Finds the names of the columns: the row of the first few in which most names are known, or two rows of
//! which the upper one stands over groups of columns. `sheet` asks; which names are known is the caller's to say.

use super::cell::FileCell;

/// How well names fit what a file is imported as; the greater the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct HeaderFit {
    /// Is there a column for all that is needed?
    pub complete: bool,
    /// How many columns are known by their name.
    pub known: usize,
}

/// Says how well names fit.
pub type Judge<'j> = &'j dyn Fn(&[String]) -> HeaderFit;

/// So many rows that hold something are looked at.
pub(super) const LOOKED_AT: usize = 20;

/// Where the names are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeaderRow {
    /// The place of the (upper) row among those looked at.
    pub at: usize,
    /// One row, or two.
    pub rows: usize,
    /// The names, one a column; a nameless column is an empty text.
    pub names: Vec<String>,
    /// How well they fit.
    pub fit: HeaderFit,
}

/// Finds the names in rows that all hold something: at any of them, or `only` at the first.
pub(super) fn find(rows: &[&[FileCell]], judge: Judge, only: bool) -> Option<HeaderRow> {
    let most = if only { rows.len().min(1) } else { rows.len() };
    let mut all = Vec::new();
    for at in 0..most {
        let mut put = |rows, names: Vec<String>| {
            let fit = judge(&names);
            all.push(HeaderRow {
                at,
                rows,
                names,
                fit,
            });
        };
        put(1, names(rows[at]));
        if let Some(below) = rows.get(at + 1)
            && is_group(rows[at], below)
        {
            put(2, joined(rows[at], below));
            // Where the lower row has a name for all, it is the header alone.
            if (0..rows[at].len()).any(|place| self::at(below, place).is_empty()) {
                put(2, lowest(rows[at], below));
            }
        }
    }
    let best = all.iter().map(|found| found.fit).max()?;
    if best.known == 0 {
        // Nothing is known anywhere: a title stands alone, names stand in company.
        let several = |found: &&HeaderRow| found.names.iter().filter(|n| !n.is_empty()).count() > 1;
        let row = all.iter().filter(|f| f.rows == 1).find(several);
        return row.or(all.first()).cloned();
    }
    all.sort_by_key(|found| (std::cmp::Reverse(found.fit), found.rows, found.at));
    all.into_iter().next()
}

/// The texts of a row as names, up to the last that says anything.
pub(super) fn names(cells: &[FileCell]) -> Vec<String> {
    let last = cells.iter().rposition(|c| *c != FileCell::Empty);
    let cells = &cells[..last.map_or(0, |at| at + 1)];
    cells.iter().map(name).collect()
}

fn name(cell: &FileCell) -> String {
    let text = cell.to_string();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn at(cells: &[FileCell], place: usize) -> String {
    cells.get(place).map(name).unwrap_or_default()
}

/// Can these two rows be names over names? The lower one is all words, and has some where the upper one is
/// blank beside a name.
fn is_group(top: &[FileCell], below: &[FileCell]) -> bool {
    let words = |cell: &FileCell| match cell {
        FileCell::Text(text) => text.chars().any(char::is_alphabetic),
        cell => *cell == FileCell::Empty,
    };
    let first = top.iter().position(|c| *c != FileCell::Empty).unwrap_or(0);
    let hangs = |place: usize| at(top, place).is_empty() && !at(below, place).is_empty();
    below.iter().all(words) && (first + 1..below.len()).any(hangs)
}

/// `Term` over `Start` and `End` is `Term Start` and `Term End`.
fn joined(top: &[FileCell], below: &[FileCell]) -> Vec<String> {
    let mut over = String::new();
    let one = |place| {
        let (own, low) = (at(top, place), at(below, place));
        if !own.is_empty() {
            over.clone_from(&own);
        } else if low.is_empty() {
            over.clear();
        }
        match (low.is_empty(), over.is_empty() || over == low) {
            (true, _) => own,
            (false, true) => low,
            (false, false) => format!("{over} {low}"),
        }
    };
    (0..top.len().max(below.len())).map(one).collect()
}

/// The names nearest to the values: of the lower row, else of the upper one.
fn lowest(top: &[FileCell], below: &[FileCell]) -> Vec<String> {
    let one = |place| match at(below, place) {
        low if low.is_empty() => at(top, place),
        low => low,
    };
    (0..top.len().max(below.len())).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Vec<FileCell> {
        let cell = |text: &str| match text {
            "" => FileCell::Empty,
            text => FileCell::Text(text.to_owned()),
        };
        text.split(',').map(cell).collect()
    }

    fn found(table: &str, known: &[&str], needed: usize) -> (usize, usize, String) {
        let rows: Vec<Vec<FileCell>> = table.lines().map(row).collect();
        let rows: Vec<&[FileCell]> = rows.iter().map(Vec::as_slice).collect();
        let judge = |names: &[String]| {
            let known = names.iter().filter(|n| known.contains(&n.as_str())).count();
            HeaderFit {
                complete: known >= needed,
                known,
            }
        };
        let found = find(&rows, &judge, false).unwrap();
        (found.at, found.rows, found.names.join("|"))
    }

    #[test]
    fn the_row_with_most_known_names_is_the_header() {
        let known = ["product", "vendor", "ends"];
        for (table, at, names) in [
            ("product,vendor\nQuillbarrow,vendor\n", 0, "product|vendor"),
            ("Software 2026\nproduct,vendor,,\nA,B", 1, "product|vendor"),
            (
                "product\nUpdated\nproduct,vendor,ends\nA,B,C",
                2,
                "product|vendor|ends",
            ),
            ("Software 2026\nSoft,Vend\nA,B", 1, "Soft|Vend"),
            ("Software 2026", 0, "Software 2026"),
        ] {
            assert_eq!(
                found(table, &known, 2),
                (at, 1, names.to_owned()),
                "{table}"
            );
        }
    }

    #[test]
    fn a_name_over_names_belongs_to_each_of_them() {
        let known = ["product", "term start", "term end", "cost"];
        assert_eq!(
            found(
                "Office\nproduct,term,,cost\n,start,end,\nA,b,c,d",
                &known,
                3
            ),
            (1, 2, "product|term start|term end|cost".to_owned())
        );
        // The upper name says nothing that is known; the lower ones do.
        assert_eq!(
            found("this year,,\nproduct,term end,cost\nA,b,c", &known, 3),
            (1, 1, "product|term end|cost".to_owned())
        );
        assert_eq!(
            found("product,2026,\n,term end,cost\nA,b,c", &known, 3),
            (0, 2, "product|term end|cost".to_owned())
        );
    }

    #[test]
    fn a_row_of_values_is_never_taken_for_names() {
        // Joined with the header the first row would know one name more, but nothing hangs under a gap.
        let table = "product,x\nA,cost\nB,cost";
        assert_eq!(found(table, &["product", "cost"], 1).1, 1);
        let numbers = [
            row("product,,"),
            vec![FileCell::Empty, FileCell::Number(1.0), FileCell::Empty],
        ];
        assert!(!is_group(&numbers[0], &numbers[1]));
    }
}
