//! Tables for reading: Markdown for a document, aligned text for a terminal or a pipe.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Table, TableCell, TableColumn, readable};
use crate::domain::text::shown;

fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('|', "\\|");
    text.replace('<', "&lt;")
}

/// The heading of a Markdown table, and the names of its columns; numbers to the right.
pub(super) fn markdown_head(
    title: &str,
    columns: &[TableColumn],
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&shown(title)))?;
    let names: Vec<String> = columns.iter().map(|c| escaped(&c.heading())).collect();
    writeln!(out, "| {} |", names.join(" | "))?;
    let rules = columns
        .iter()
        .map(|c| if c.holds.is_number() { "---:" } else { "---" });
    writeln!(out, "| {} |", rules.collect::<Vec<_>>().join(" | "))
}

/// A row of it.
pub(super) fn markdown_row(row: &[TableCell], out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<String> = row.iter().map(|item| escaped(&readable(item))).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// Columns aligned with blanks, two between; numbers to the right, no line ends in blanks.
pub(super) fn text(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let header = table
        .columns
        .iter()
        .map(|c| c.heading().replace('_', " "))
        .collect();
    let rows = table
        .rows
        .iter()
        .map(|row| row.iter().map(readable).collect());
    let lines: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
    let mut widths = vec![0; table.columns.len()];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.width());
        }
    }
    for line in &lines {
        let mut shown = String::new();
        for ((cell, width), column) in line.iter().zip(&widths).zip(&table.columns) {
            let blanks = " ".repeat(width - cell.width());
            if !shown.is_empty() {
                shown.push_str("  ");
            }
            if column.holds.is_number() {
                shown.push_str(&blanks);
                shown.push_str(cell);
            } else {
                shown.push_str(cell);
                shown.push_str(&blanks);
            }
        }
        writeln!(out, "{}", shown.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::tests::bytes;

    #[test]
    fn text_is_aligned_and_markdown_cannot_be_broken_out_of() {
        let text = String::from_utf8(bytes(Format::Text)).unwrap();
        assert_eq!(
            text,
            "product             seats       total  term end     used  auto renew  schools\n\
             Letterloop, \"Plus\"     -3  -$1,980.50  2027-06-30  83.5%  yes         LIN; OAK\n\
             =cmd|'/c calc'!A1\n"
        );
        let markdown = String::from_utf8(bytes(Format::Markdown)).unwrap();
        assert!(
            markdown.starts_with("# Contracts\n\n| product | seats |"),
            "{markdown}"
        );
        assert!(markdown.contains("| =cmd\\|'/c calc'!A1 |"), "{markdown}");
    }
}
