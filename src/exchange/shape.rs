//! What stands in a table beside its rows: totals, footnotes, names said again, hidden rows, and cells that were
//! merged or have taken other rows into them. `plan` passes every row through here before it reads it.

#[cfg(test)]
mod tests;

use super::Complaint;
use super::columns::{CellReads, ImportField, Mapping, Need};
use super::sheet::{FileCell, SheetRow};
use super::value::{self, Parsed};

/// Looks at the rows of one file, in order.
pub(super) struct RowShape<'m> {
    mapping: &'m Mapping,
    /// The column that names what a row is about.
    key: usize,
    /// For each column of numbers what all rows so far come to, and those since the last total.
    sums: Vec<(usize, f64, f64)>,
    rows: usize,
    /// A total that stands above all rows, unless it is the only one.
    top: Option<SheetRow>,
    hidden: Vec<u64>,
    /// Rows that are footnotes if nothing but such rows follows.
    held: Vec<SheetRow>,
    notes: Vec<Complaint>,
}

impl<'m> RowShape<'m> {
    /// Ready for the rows of a file with these columns.
    pub(super) fn new(mapping: &'m Mapping) -> RowShape<'m> {
        let needed = |need| matches!(need, Need::Required | Need::Unless(_));
        let key = mapping.fields.iter().find(|m| needed(m.field.need));
        let numbers = mapping.fields.iter().filter(|m| is_number(m.field.reads));
        RowShape {
            mapping,
            key: key.map_or(0, |m| m.column),
            sums: numbers.map(|m| (m.column, 0.0, 0.0)).collect(),
            rows: 0,
            top: None,
            hidden: Vec::new(),
            held: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Takes the next row; gives the rows that are now known to be rows of the table.
    pub(super) fn take(&mut self, row: SheetRow) -> Vec<SheetRow> {
        if self.is_footnote(&row) {
            self.held.push(row);
            return Vec::new();
        }
        let mut rows = std::mem::take(&mut self.held);
        if let Some(why) = self.aside(&row) {
            let is_first = self.rows == 0 && rows.is_empty() && self.top.is_none();
            if is_first && !self.repeats_names(&row) {
                self.top = Some(row);
                return rows;
            }
            // A total below footnotes is still below the table; above a row they were rows.
            self.set_aside(&row, &why);
            self.held = rows;
            for (_, _, since) in &mut self.sums {
                *since = 0.0;
            }
            return Vec::new();
        }
        rows.push(row);
        if let Some(top) = self.top.take() {
            self.set_aside(&top, "looks like a total above the rows");
        }
        for row in &mut rows {
            self.settle(row);
            self.count(row);
        }
        rows
    }

    /// What was taken for a total, where no other row came.
    pub(super) fn rest(&mut self) -> Option<SheetRow> {
        self.top.take()
    }

    /// Says what was set aside, once every row was taken.
    pub(super) fn finish(mut self) -> Vec<Complaint> {
        for row in std::mem::take(&mut self.held) {
            self.set_aside(&row, "looks like a footnote below the table");
        }
        if let Some(first) = self.hidden.first() {
            let why = match self.hidden.len() {
                1 => "this row is hidden in the spreadsheet, and was read".to_owned(),
                n => format!(
                    "{n} rows are hidden in the spreadsheet, and were read: {}",
                    super::cut(&spans(&self.hidden), 60)
                ),
            };
            let why = format!("{why}; delete what shall not count");
            self.notes.push(Complaint::new(*first, "", "", why));
        }
        self.notes
    }

    fn set_aside(&mut self, row: &SheetRow, why: &str) {
        let said = row.cells.iter().enumerate();
        let said = said.filter(|(_, cell)| **cell != FileCell::Empty);
        let (at, value) = said
            .map(|(at, cell)| (at, cell.to_string()))
            .next()
            .unwrap_or_default();
        let column = self.mapping.column_name(at);
        let why = format!("{why}; it was left out");
        self.notes
            .push(Complaint::new(row.number, &column, &value, why));
    }

    fn count(&mut self, row: &SheetRow) {
        self.rows += 1;
        if row.hidden {
            self.hidden.push(row.number);
        }
        for (column, sum, since) in &mut self.sums {
            let n = number(&row.cells[*column]).unwrap_or(0.0);
            *sum += n;
            *since += n;
        }
    }

    /// Why this is no row of the table, if it is none.
    fn aside(&self, row: &SheetRow) -> Option<String> {
        if row.too_long.is_some() {
            return None;
        }
        if self.repeats_names(row) {
            return Some("says the column names again".to_owned());
        }
        let label = label(&row.cells[self.key]).or_else(|| {
            // The word may stand in a column that nothing is read from.
            let blank = row.cells[self.key] == FileCell::Empty;
            blank.then(|| row.cells.iter().find_map(label)).flatten()
        });
        // A total has numbers and its word, and says nothing else that is read.
        let bare = self.mapping.fields.iter().all(|mapped| {
            let cell = &row.cells[mapped.column];
            mapped.column == self.key
                || is_number(mapped.field.reads)
                || *cell == FileCell::Empty
                || self::label(cell).is_some()
                || self.counts_rows(cell)
                || (is_plain(mapped.field) && number(cell).is_some())
        });
        if !bare {
            return None;
        }
        let sum = self.is_sum(row);
        match label {
            Some(Label::Total | Label::OfSomething) if sum => {
                Some("looks like a total (it is the sum of the rows above)".to_owned())
            }
            Some(Label::Total) => Some("looks like a total".to_owned()),
            _ if row.cells[self.key] == FileCell::Empty && sum && self.rows > 1 => {
                Some("names nothing and is the sum of the rows above".to_owned())
            }
            _ => None,
        }
    }

    /// Is it how many rows there were so far?
    fn counts_rows(&self, cell: &FileCell) -> bool {
        number(cell).is_some_and(|n| self.rows > 0 && (n - self.rows as f64).abs() < 0.005)
    }

    /// Is every number of the row the sum of those above it, or of those since the last total? One must not
    /// be nought.
    fn is_sum(&self, row: &SheetRow) -> bool {
        let said = self.sums.iter().filter_map(|(column, sum, since)| {
            let said = number(&row.cells[*column])?;
            Some((said, *sum, *since))
        });
        let said: Vec<(f64, f64, f64)> = said.collect();
        let near = |a: f64, b: f64| (a - b).abs() < 0.005;
        said.iter().any(|(said, ..)| *said != 0.0)
            && (said.iter().all(|(said, sum, _)| near(*said, *sum))
                || said.iter().all(|(said, _, since)| near(*said, *since)))
    }

    fn repeats_names(&self, row: &SheetRow) -> bool {
        let mut said = row.cells.iter().zip(&self.mapping.headers);
        let key = &row.cells[self.key];
        *key != FileCell::Empty
            && said.all(|(cell, name)| {
                *cell == FileCell::Empty || cell.to_string().eq_ignore_ascii_case(name)
            })
    }

    /// One cell alone that begins as footnotes do, or is a whole sentence.
    fn is_footnote(&self, row: &SheetRow) -> bool {
        let mut said = row.cells.iter().filter(|cell| **cell != FileCell::Empty);
        let (Some(FileCell::Text(text)), None) = (said.next(), said.next()) else {
            return false;
        };
        self.mapping.headers.len() > 1 && row.too_long.is_none() && reads_as_footnote(text)
    }

    /// Gives merged cells their meaning, and distrusts a cell that has taken other rows into it.
    fn settle(&mut self, row: &mut SheetRow) {
        for mapped in &self.mapping.fields {
            let (at, reads) = (mapped.column, mapped.field.reads);
            let name = self.mapping.column_name(at);
            let one_line = !matches!(reads, CellReads::Note | CellReads::List);
            if one_line && row.swallowed.contains(&at) && row.too_long.is_none() {
                let why = format!(
                    "a quote opened in row {} has taken other rows into this cell; close the quote or take \
                     it out",
                    row.number
                );
                let value = row.cells[at].to_string();
                row.too_long = Some(Complaint::new(row.number, &name, &value, why));
            }
            let merged = row.merged.iter().find(|(place, ..)| *place == at);
            if let (true, Some((_, first, last))) = (is_number(reads), merged) {
                let why = format!(
                    "is merged over rows {first} to {last}; it counts once, in row {first}"
                );
                let value = row.cells[at].to_string();
                self.notes
                    .push(Complaint::new(row.number, &name, &value, why));
                row.cells[at] = FileCell::Empty;
            }
        }
    }
}

fn is_number(reads: CellReads) -> bool {
    matches!(
        reads,
        CellReads::Count
            | CellReads::RoundedCount
            | CellReads::Score
            | CellReads::Money
            | CellReads::Rate
    )
}

/// Is it a text in which a number alone says nothing?
fn is_plain(field: &ImportField) -> bool {
    field.reads == CellReads::Text && !["registry_id", "code", "number"].contains(&field.name)
}

/// The number of a cell, as far as a sum needs it.
fn number(cell: &FileCell) -> Option<f64> {
    match cell {
        FileCell::Number(n) => Some(*n),
        FileCell::Text(text) => match value::number::money(cell) {
            Parsed::Value(cents) | Parsed::Noted(cents, _) => Some(cents.0 as f64 / 100.0),
            // More decimals than money has.
            _ => text.parse().ok().filter(|n: &f64| n.is_finite()),
        },
        _ => None,
    }
}

/// What a cell says of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    /// Nothing but that it is a total.
    Total,
    /// The total of something, or a name that has the word.
    OfSomething,
}

/// Words that say of a row that it is a total.
const TOTAL: [&str; 7] = [
    "total",
    "totals",
    "subtotal",
    "subtotals",
    "sum",
    "count",
    "counts",
];

/// Words that stand beside `total` in a totals row and make no name of it.
const BESIDE: [&str; 38] = [
    "grand",
    "sub",
    "district",
    "overall",
    "report",
    "all",
    "schools",
    "school",
    "of",
    "the",
    "page",
    "annual",
    "cost",
    "number",
    "products",
    "product",
    "apps",
    "app",
    "applications",
    "tools",
    "licenses",
    "license",
    "contracts",
    "contract",
    "vendors",
    "vendor",
    "rows",
    "row",
    "records",
    "items",
    "students",
    "enrollment",
    "staff",
    "seats",
    "devices",
    "requests",
    "amount",
    "value",
];

fn label(cell: &FileCell) -> Option<Label> {
    let FileCell::Text(text) = cell else {
        return None;
    };
    if text.len() > 60 {
        return None;
    }
    let text = text.to_lowercase();
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let is_total = |word: &&str| TOTAL.contains(word);
    if !words.iter().any(is_total) {
        return None;
    }
    let counted = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    let plain = |word: &&str| is_total(word) || BESIDE.contains(word) || counted(word);
    if words.iter().all(plain) {
        Some(Label::Total)
    } else if words.first().is_some_and(is_total) || words.last().is_some_and(is_total) {
        Some(Label::OfSomething)
    } else {
        None
    }
}

fn reads_as_footnote(text: &str) -> bool {
    let lower = text.to_lowercase();
    let begins = [
        "*",
        "\u{2020}",
        "\u{2021}",
        "note:",
        "notes:",
        "source:",
        "sources:",
        "as of ",
        "list as of",
        "data as of",
        "updated ",
        "last updated",
        "printed ",
        "prepared by",
        "generated ",
        "exported ",
        "page ",
        "report run",
        "run date",
        "end of report",
    ];
    let sentence = text.ends_with('.') && text.split_whitespace().count() >= 6;
    sentence || begins.iter().any(|b| lower.starts_with(b))
}

/// `4, 7 to 9`.
fn spans(rows: &[u64]) -> String {
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for row in rows {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => spans.push((*row, *row)),
        }
    }
    let words: Vec<String> = spans
        .into_iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first} to {last}")
            }
        })
        .collect();
    words.join(", ")
}
