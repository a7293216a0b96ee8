//! A table written row by row: however long it is, what is held is a row.

use std::io::{self, Write};

use chrono::{DateTime, Utc};

use super::spreadsheet::SheetWriter;
use super::{Format, TableCell, TableColumn, excel_csv, importable, key, object, plain, written};
use crate::domain::text::json_safe;
use crate::exchange::guard::guarded;

/// Writes the rows of a table in one of the formats that need not know all of them first.
pub struct RowWriter<'o> {
    /// What the columns are called in JSON.
    keys: Vec<String>,
    rows: usize,
    out: RowsOut<'o>,
}

enum RowsOut<'o> {
    Csv(csv::Writer<&'o mut dyn Write>),
    ExcelCsv(csv::Writer<&'o mut dyn Write>),
    Json(&'o mut dyn Write),
    Markdown(&'o mut dyn Write),
    Xlsx(Box<SheetWriter>, &'o mut dyn Write),
}

impl<'o> RowWriter<'o> {
    /// Begins a table; `created` is what an XLSX file says about its age. Aligned text is no such format: it is written
    /// as Markdown.
    ///
    /// # Errors
    ///
    /// Where it cannot be written; `InvalidData` where the format cannot hold it.
    pub fn begin(
        title: &str,
        columns: Vec<TableColumn>,
        (format, created): (Format, DateTime<Utc>),
        out: &'o mut dyn Write,
    ) -> io::Result<RowWriter<'o>> {
        let keys = columns.iter().map(key).collect();
        let out = match format {
            Format::Csv => {
                let mut csv = csv::Writer::from_writer(out);
                let names = columns.iter();
                csv.write_record(names.map(|c| guarded(&c.heading()).into_owned()))
                    .map_err(written)?;
                RowsOut::Csv(csv)
            }
            Format::ExcelCsv => RowsOut::ExcelCsv(excel_csv::begin(&columns, out)?),
            Format::Json => {
                out.write_all(b"[")?;
                RowsOut::Json(out)
            }
            Format::Xlsx => {
                let sheet = SheetWriter::begin(title, columns, created)?;
                RowsOut::Xlsx(Box::new(sheet), out)
            }
            Format::Markdown | Format::Text => {
                plain::markdown_head(title, &columns, out)?;
                RowsOut::Markdown(out)
            }
        };
        Ok(RowWriter { keys, rows: 0, out })
    }

    /// The next row; it has as many cells as there are columns.
    pub fn row(&mut self, row: &[TableCell]) -> io::Result<()> {
        match &mut self.out {
            RowsOut::Csv(csv) => csv
                .write_record(row.iter().map(importable))
                .map_err(written)?,
            RowsOut::ExcelCsv(csv) => csv
                .write_record(row.iter().map(excel_csv::cell))
                .map_err(written)?,
            RowsOut::Json(out) => {
                out.write_all(if self.rows == 0 { b"\n  " } else { b",\n  " })?;
                let object = serde_json::to_string(&object(&self.keys, row))?;
                out.write_all(json_safe(&object).as_bytes())?;
            }
            RowsOut::Markdown(out) => plain::markdown_row(row, out)?,
            RowsOut::Xlsx(sheet, _) => sheet.row(row)?,
        }
        self.rows += 1;
        Ok(())
    }

    /// How many rows were written.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The end of the table.
    pub fn end(self) -> io::Result<()> {
        match self.out {
            RowsOut::Csv(mut csv) | RowsOut::ExcelCsv(mut csv) => csv.flush(),
            RowsOut::Json(out) => out.write_all(if self.rows == 0 { b"]\n" } else { b"\n]\n" }),
            RowsOut::Markdown(_) => Ok(()),
            RowsOut::Xlsx(sheet, out) => out.write_all(&sheet.end()?),
        }
    }
}
