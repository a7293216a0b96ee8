//! A table written row by row: however long it is, what is held is a row.

use std::io::{self, Write};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::json_rows::{JsonLayout, JsonRows, RowInJson, RowKeys};
use super::spreadsheet::SheetWriter;
use super::{Format, TableCell, TableColumn, excel_csv, importable, plain, written};
use crate::exchange::guard::guarded;

/// Writes the rows of a table in one of the formats that need not know all of them first.
pub struct RowWriter<'o> {
    rows: usize,
    out: RowsOut<'o>,
}

enum RowsOut<'o> {
    Csv(csv::Writer<&'o mut dyn Write>),
    ExcelCsv(csv::Writer<&'o mut dyn Write>),
    Json(RowKeys, JsonRows<'o>),
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
        let out = match format {
            Format::Csv => {
                let mut csv = csv::Writer::from_writer(out);
                let names = columns.iter();
                csv.write_record(names.map(|c| guarded(&c.heading()).into_owned()))
                    .map_err(written)?;
                RowsOut::Csv(csv)
            }
            Format::ExcelCsv => RowsOut::ExcelCsv(excel_csv::begin(&columns, out)?),
            Format::Json => return RowWriter::objects(&columns, JsonLayout::LineEach, None, out),
            Format::Xlsx => {
                let sheet = SheetWriter::begin(title, columns, created)?;
                RowsOut::Xlsx(Box::new(sheet), out)
            }
            Format::Markdown | Format::Text => {
                plain::markdown_head(title, &columns, out)?;
                RowsOut::Markdown(out)
            }
        };
        Ok(RowWriter { rows: 0, out })
    }

    /// Begins an array of objects; where there is a head, as the last field of it, under this name.
    pub fn objects(
        columns: &[TableColumn],
        layout: JsonLayout,
        head: Option<(&Map<String, Value>, &str)>,
        out: &'o mut dyn Write,
    ) -> io::Result<RowWriter<'o>> {
        let objects = JsonRows::begin(layout, head, out)?;
        let out = RowsOut::Json(RowKeys::of(columns), objects);
        Ok(RowWriter { rows: 0, out })
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
            RowsOut::Json(keys, objects) => objects.object(&RowInJson(keys, row))?,
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
            RowsOut::Json(_, objects) => objects.end(),
            RowsOut::Markdown(_) => Ok(()),
            RowsOut::Xlsx(sheet, out) => sheet.end(out),
        }
    }
}
