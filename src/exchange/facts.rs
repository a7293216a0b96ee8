//! What is known about a file before any row is read: its kind, encoding, sheet and size.
//! `sheet` fills it in; the command line and the screens show it as one line.

use std::fmt;

use super::cut;
use super::decode::Encoding;

/// What kind of file it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Text, with this character between cells.
    Delimited(char),
    /// Excel since 2007.
    Xlsx,
    /// OpenDocument.
    Ods,
    /// Excel before 2007.
    Xls,
    /// A calendar (`.ics`), its events a row each.
    Calendar,
}

/// What the reader found out about a file; shown before anything is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// The kind of file.
    pub format: FileFormat,
    /// How text was encoded; spreadsheets say so themselves.
    pub encoding: Option<Encoding>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// Sheets that are not read.
    pub other_sheets: Vec<String>,
    /// The rows, from and to, in which the columns are named.
    pub names_in: (u64, u64),
    /// Size of the file.
    pub bytes: u64,
}

impl fmt::Display for FileFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.format {
            FileFormat::Delimited(',') => f.write_str("CSV, comma between cells")?,
            FileFormat::Delimited('\t') => f.write_str("text, tab between cells")?,
            FileFormat::Delimited(mark) => write!(f, "text, `{mark}` between cells")?,
            FileFormat::Xlsx => f.write_str("Excel workbook")?,
            FileFormat::Ods => f.write_str("OpenDocument spreadsheet")?,
            FileFormat::Xls => f.write_str("Excel 97-2003 workbook")?,
            FileFormat::Calendar => f.write_str("calendar file")?,
        }
        if let Some(encoding) = self.encoding {
            write!(f, ", {encoding}")?;
        }
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet `{sheet}`")?;
        }
        if !self.other_sheets.is_empty() {
            let names = cut(&self.other_sheets.join("`, `"), 80);
            write!(f, " (not read: `{names}`; choose with --sheet)")?;
        }
        match self.names_in {
            (1, 1) => Ok(()),
            (from, to) if from == to => write!(f, ", names in row {from}"),
            (from, to) => write!(f, ", names in rows {from} and {to}"),
        }
    }
}
