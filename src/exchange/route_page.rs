//! What to use for a gap, on one sheet for the principal and the teacher: as Markdown, or as a page to print.

use chrono::DateTime;

use super::html::escaped;
use super::write::{Format, Table, readable};
use crate::domain::text;

/// One sheet.
#[derive(Debug, Clone)]
pub struct RoutePage {
    /// What it is about: `4.NF.B.3 at Rillwater ES, grade 4`.
    pub title: String,
    /// What is said of it, line by line.
    pub lines: Vec<String>,
    /// What may be used, in order.
    pub table: Table,
}

impl RoutePage {
    /// The sheet in Markdown.
    pub fn markdown(&self) -> String {
        let mut table = self.table.clone();
        table.title.clone_from(&self.title);
        let mut made = Vec::new();
        // Writing to memory does not fail, and this format has no date.
        let _ = table.write(Format::Markdown, DateTime::UNIX_EPOCH, &mut made);
        let made = String::from_utf8_lossy(&made).into_owned();
        let (head, rows) = made.split_once('\n').unwrap_or((made.as_str(), ""));
        let lines = self
            .lines
            .iter()
            .map(|line| format!("{}\n\n", marked(line)));
        format!(
            "{head}\n\n{}{}",
            lines.collect::<String>(),
            rows.trim_start()
        )
    }

    /// The sheet as a page of its own, without anything from elsewhere.
    pub fn html(&self) -> String {
        let title = escaped(&self.title);
        let lines = self
            .lines
            .iter()
            .map(|line| format!("<p>{}</p>\n", escaped(line)));
        let lines: String = lines.collect();
        let names = self
            .table
            .columns
            .iter()
            .map(|column| format!("<th>{}</th>", escaped(&column.name)));
        let names: String = names.collect();
        let rows = self.table.rows.iter().map(|row| {
            let cells = row
                .iter()
                .map(|cell| format!("<td>{}</td>", escaped(&readable(cell))));
            format!("<tr>{}</tr>\n", cells.collect::<String>())
        });
        let rows: String = rows.collect();
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\n<style>\
             body {{ font: 11pt sans-serif; margin: 2em }} table {{ border-collapse: collapse }} \
             td, th {{ border: 1px solid #999; padding: 3pt 6pt; text-align: left }}</style></head>\n<body>\n\
             <h1>{title}</h1>\n{lines}<table>\n<tr>{names}</tr>\n{rows}</table>\n</body>\n</html>\n"
        )
    }
}

/// Text that is no mark of Markdown.
fn marked(said: &str) -> String {
    let mut line = String::with_capacity(said.len());
    for c in text::shown(said).chars() {
        if "\\`*_[]<>#|".contains(c) {
            line.push('\\');
        }
        line.push(c);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::write::{Holds, TableCell, TableColumn};

    #[test]
    fn what_comes_from_outside_is_no_mark_of_the_page() {
        let page = RoutePage {
            title: "3.NF.1 at Larkfen ES, grade 3".to_owned(),
            lines: vec!["<script>a & b</script> *x*".to_owned()],
            table: Table {
                title: String::new(),
                columns: vec![TableColumn::new("product", Holds::Text)],
                rows: vec![vec![TableCell::Text("Sum<grove> | 2".to_owned())]],
            },
        };
        let html = page.html();
        assert!(
            html.contains("<p>&lt;script&gt;a &amp; b&lt;/script&gt; *x*</p>"),
            "{html}"
        );
        assert!(html.contains("<td>Sum&lt;grove&gt; | 2</td>"), "{html}");
        let markdown = page.markdown();
        assert!(
            markdown.starts_with("# 3.NF.1 at Larkfen ES, grade 3\n"),
            "{markdown}"
        );
        assert!(
            markdown.contains("\\<script\\>a & b\\</script\\> \\*x\\*\n"),
            "{markdown}"
        );
    }
}
