//! `hallpass export`: the records of one kind as a file that other programs read and `import` takes back.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::SecondsFormat;
use clap::Args;
use clap::builder::PossibleValue;
use serde_json::{Map, Value as Json, json};

use crate::domain::counted::counted;
use crate::domain::money::Cents;
use crate::domain::review::QueueFilter;
use crate::domain::text::json_safe;
use crate::exchange::columns::ImportKind;
use crate::exchange::save::{save, save_as_written};
use crate::exchange::standards;
use crate::exchange::write::{Format, JsonLayout, RowWriter, Table, TableCell, TableColumn};
use crate::office::lists::{self, ListColumns};
use crate::office::query::HistoryFilter;
use crate::office::{Error, Office};

use super::print::{self, Form, RowsError, StdoutText, TakeRow, take_each};
use super::waste::{LINES, WasteFile};
use super::{Context, Failure, renewals};

mod ending;

/// `hallpass export`
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// What to export
    #[arg(value_parser = kinds())]
    kind: String,
    /// How to write it; csv where neither this nor the file's name says
    #[arg(long, value_parser = ["csv", "xlsx", "json", "md", "ics"])]
    format: Option<String>,
    /// CSV for Excel: it keeps its accents, and 11/19 is no day
    #[arg(long)]
    excel: bool,
    /// The file to make; stdout where none is named, or -
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    which: renewals::Which,
    /// For renewals: only those that this person is told of
    #[arg(long = "for", value_name = "LOGIN")]
    login: Option<String>,
    /// For standards: the framework, by its short name, its title or its guid; as json it is a CASE package
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,
}

const COVERAGE: &str = "coverage";
const ROUTES: &str = "routes";
const HISTORY: &str = "history";
const STANDARDS: &str = "standards";
const QUEUE: &str = "queue";
const RENEWALS: &str = "renewals";
const OVERLAPS: &str = "overlaps";
const WASTE: &str = "waste";

/// What a file of rows begins with.
enum FileHead {
    /// A table of these columns in a format.
    Table(Vec<TableColumn>, Format),
    /// One JSON value, as the command of that name answers: an array, or an object whose last field it is.
    Value(Vec<TableColumn>, Option<(Map<String, Json>, &'static str)>),
}

impl FileHead {
    fn format(&self) -> Format {
        match self {
            FileHead::Table(_, format) => *format,
            FileHead::Value(..) => Format::Json,
        }
    }
}

fn kinds() -> Vec<PossibleValue> {
    let kinds = ImportKind::ALL.iter().map(|kind| kind.name());
    kinds
        .chain([
            STANDARDS, COVERAGE, ROUTES, QUEUE, RENEWALS, OVERLAPS, WASTE, HISTORY,
        ])
        .map(PossibleValue::new)
        .collect()
}

impl ExportArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        if self.kind == RENEWALS {
            return self.renewals(context);
        }
        let year = self.kind == WASTE && self.login.is_none();
        if (self.which.is_said() && !year) || self.login.is_some() {
            return Err(Failure::refused(
                "--within, --fy, --all and --for are about renewals",
                "leave them out, or write: hallpass export renewals",
            ));
        }
        if self.framework.is_some() && self.kind != STANDARDS {
            return Err(Failure::refused(
                "--framework is about standards",
                "leave it out, or write: hallpass export standards",
            ));
        }
        let format = self.format(context)?;
        if self.excel && format != Format::ExcelCsv {
            return Err(Failure::refused(
                "--excel is about CSV",
                "leave it out: a workbook (--format xlsx) needs no help",
            ));
        }
        let mut office = context.asked_office()?;
        if self.kind == STANDARDS {
            return self.standards(context.form, &office, format);
        }
        if let Some(kind) = ImportKind::named(&self.kind) {
            return self.records(context.form, &office, kind, format);
        }
        let form = context.form;
        match self.kind.as_str() {
            QUEUE => {
                let rows = office.queue(&QueueFilter::default())?;
                self.list(form, &office, (&lists::queue::QUEUE, format), |tell| {
                    rows.iter().try_for_each(tell)
                })
            }
            OVERLAPS => self.list(
                form,
                &office,
                (&lists::overlaps::OVERLAPS, format),
                |tell| office.each_overlap(&|_| true, tell),
            ),
            COVERAGE => {
                let rows = office.coverage_rows()?;
                self.list(
                    form,
                    &office,
                    (&lists::coverage::COVERAGE, format),
                    |tell| rows.iter().try_for_each(tell),
                )
            }
            ROUTES => {
                let rows = office.routed_rows()?;
                self.list(form, &office, (&lists::coverage::ROUTES, format), |tell| {
                    rows.iter().try_for_each(tell)
                })
            }
            WASTE => self.waste(form, &office, format),
            _ => self.history(form, &office, format),
        }
    }

    /// Writes a list as its rows are told; its JSON is as the command of its name answers.
    fn list<R: 'static>(
        &self,
        form: Form,
        office: &Office,
        (list, format): (&ListColumns<R>, Format),
        each: impl FnOnce(&mut TakeRow<R>) -> Result<(), Error>,
    ) -> Result<(), Failure> {
        let viewer = office.viewer();
        let (file, head) = if format == Format::Json {
            let file = list.json_file(&viewer);
            let head = FileHead::Value(file.columns(), None);
            (file, head)
        } else {
            let file = list.file(&viewer);
            let head = FileHead::Table(file.columns(), format);
            (file, head)
        };
        self.each(form, office, head, |tell| {
            each(&mut |row| tell(&file.cells(row)))
        })
    }

    /// Writes the ledger of a fiscal year.
    fn waste(&self, form: Form, office: &Office, format: Format) -> Result<(), Failure> {
        let lines = office.ledger_lines(self.which.only_year()?, |_| Some(Cents(0)))?;
        let waste = WasteFile {
            lines,
            factor: None,
            idle: office.idle_as_seen()?,
        };
        if format == Format::Json {
            let head = FileHead::Value(WasteFile::json_columns(), Some((waste.sums(), LINES)));
            return self.each(form, office, head, |tell| waste.each_as_json(tell));
        }
        self.list(form, office, (&lists::waste::WASTE, format), |tell| {
            waste.each(usize::MAX, tell)
        })
    }

    /// Writes the records of a kind.
    fn records(
        &self,
        form: Form,
        office: &Office,
        kind: ImportKind,
        format: Format,
    ) -> Result<(), Failure> {
        let columns = Office::record_columns(kind);
        self.each(form, office, FileHead::Table(columns, format), |tell| {
            office.each_record(kind, tell)
        })
    }

    /// Writes all of history, newest first.
    fn history(&self, form: Form, office: &Office, format: Format) -> Result<(), Failure> {
        let all = HistoryFilter {
            limit: usize::MAX >> 1,
            ..HistoryFilter::default()
        };
        let file = lists::history::HISTORY.file(&office.viewer());
        let head = FileHead::Table(file.columns(), format);
        self.each(form, office, head, |tell| {
            office.each_history(&all, |entry| tell(&file.cells(&entry)))
        })
    }

    /// Writes rows as `each` tells them, one by one: of a large district they are millions.
    fn each(
        &self,
        form: Form,
        office: &Office,
        head: FileHead,
        each: impl FnOnce(&mut TakeRow<[TableCell]>) -> Result<(), Error>,
    ) -> Result<(), Failure> {
        let path = print::file(self.output.as_deref());
        let at = office.stamp().at;
        let (format, is_value) = (head.format(), matches!(head, FileHead::Value(..)));
        let write = |out: &mut dyn Write| -> Result<usize, RowsError> {
            let mut rows = match head {
                FileHead::Table(columns, format) => {
                    RowWriter::begin(&self.kind, columns, (format, at), out)?
                }
                FileHead::Value(columns, inside) => {
                    let layout = match path {
                        Some(_) => JsonLayout::Indented,
                        None => print::layout(),
                    };
                    let inside = inside.as_ref().map(|(head, field)| (head, *field));
                    RowWriter::objects(&columns, layout, inside, out)?
                }
            };
            take_each(each, |row| rows.row(row))?;
            let written = rows.rows();
            rows.end()?;
            Ok(written)
        };
        let Some(path) = path else {
            if format == Format::Xlsx {
                return Err(no_text(&self.kind));
            }
            let text = if is_value {
                StdoutText::AsItIs
            } else {
                StdoutText::of(format)
            };
            let told = print::streamed(text, |out| write(out).map(drop));
            return told.map_err(|why| self.unwritten(why));
        };
        not_the_office_file(office, path)?;
        let mut written = 0;
        self.saved(path, |out| {
            written = write(out)?;
            Ok(())
        })?;
        self.written(form, written, path);
        Ok(())
    }

    /// Saves a file as `write` makes it.
    fn saved(
        &self,
        path: &Path,
        write: impl FnOnce(&mut dyn Write) -> Result<(), RowsError>,
    ) -> Result<(), Failure> {
        let mut failed = None;
        let saved = save_as_written(path, self.force, |out| match write(out) {
            Ok(()) => Ok(()),
            Err(RowsError::Out(error)) if error.kind() != io::ErrorKind::InvalidData => Err(error),
            Err(why) => {
                failed = Some(why);
                Err(io::ErrorKind::Other.into())
            }
        });
        if let Some(why) = failed {
            return Err(self.unwritten(why));
        }
        Ok(saved?)
    }

    /// Why rows were not written to their end.
    fn unwritten(&self, why: RowsError) -> Failure {
        match why {
            RowsError::Unread(error) => error.into(),
            RowsError::Out(error) if error.kind() == io::ErrorKind::InvalidData => {
                self.does_not_fit(&error)
            }
            RowsError::Out(error) => error.into(),
        }
    }

    /// Says that the file is there.
    fn written(&self, form: Form, rows: usize, path: &Path) {
        let file = path.display().to_string();
        let value = json!({ "kind": self.kind, "rows": rows, "file": file });
        let said = format!("{} of {} in {file}", counted(rows, "row"), self.kind);
        print::done(form, &value, &said);
    }

    fn does_not_fit(&self, why: &dyn Display) -> Failure {
        Failure::refused(
            format!("{} do not fit this format: {why}", self.kind),
            "choose csv",
        )
    }

    /// Writes frameworks: as a table, or one as the CASE package that it came as.
    fn standards(&self, form: Form, office: &Office, format: Format) -> Result<(), Failure> {
        let all = match office.standards_out(self.framework.as_deref()) {
            Err(missing @ Error::Missing { .. }) => {
                return Err(Failure::NotFound(missing.to_string()));
            }
            all => all?,
        };
        let nested = match (&all[..], format) {
            ([one], Format::Json) => {
                let now = office.stamp().at.to_rfc3339_opts(SecondsFormat::Secs, true);
                Some(standards::package(one, &now))
            }
            ([], _)
            | (
                _,
                Format::Csv | Format::ExcelCsv | Format::Xlsx | Format::Markdown | Format::Text,
            ) => None,
            (several, Format::Json) => {
                let names = several.iter().map(|one| one.framework.short.as_str());
                let names: Vec<&str> = names.collect();
                return Err(Failure::refused(
                    format!(
                        "a CASE package has one framework, and there are {}",
                        names.join(", ")
                    ),
                    "say which with --framework NAME, or write csv",
                ));
            }
        };
        self.put(
            form,
            office,
            &standards::table(&all),
            nested.as_ref(),
            format,
        )
    }

    /// Puts a table where it is wanted; `nested` is what stands for it in JSON where a table will not do.
    fn put(
        &self,
        form: Form,
        office: &Office,
        table: &Table,
        nested: Option<&Json>,
        format: Format,
    ) -> Result<(), Failure> {
        match print::file(self.output.as_deref()) {
            Some(path) => {
                let bytes = match nested {
                    Some(json) => json_safe(&format!("{json:#}\n")).as_bytes().to_vec(),
                    None => self.bytes(office, table, format)?,
                };
                self.write(office, &bytes, path)?;
                self.written(form, table.rows.len(), path);
                Ok(())
            }
            None if format == Format::Xlsx => Err(no_text(&self.kind)),
            None => {
                match nested {
                    Some(json) => print::json(json),
                    None => print::document(table, format),
                }
                Ok(())
            }
        }
    }

    /// The format's word, as it is said or as the file's name says; empty where neither does.
    fn word(&self, context: &Context) -> String {
        let extension = self.output.as_deref().and_then(Path::extension);
        let extension = extension.map(|e| e.to_string_lossy().to_lowercase());
        match (&self.format, context.form) {
            (Some(word), _) => word.clone(),
            (None, Form::Json) => "json".into(),
            (None, Form::Csv) => "csv".into(),
            (None, _) => extension.unwrap_or_default(),
        }
    }

    fn format(&self, context: &Context) -> Result<Format, Failure> {
        match self.word(context).as_str() {
            "xlsx" => Ok(Format::Xlsx),
            "json" => Ok(Format::Json),
            "md" => Ok(Format::Markdown),
            "ics" => Err(Failure::refused(
                format!("{} cannot be written as a calendar", self.kind),
                "choose csv, xlsx, json or md",
            )),
            _ if self.excel => Ok(Format::ExcelCsv),
            _ => Ok(Format::Csv),
        }
    }

    fn bytes(&self, office: &Office, table: &Table, format: Format) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let made = table.write(format, office.stamp().at, &mut bytes);
        made.map_err(|why| self.does_not_fit(&why))?;
        Ok(bytes)
    }

    fn write(&self, office: &Office, bytes: &[u8], path: &Path) -> Result<(), Failure> {
        not_the_office_file(office, path)?;
        Ok(save(path, self.force, bytes)?)
    }
}

/// That a spreadsheet needs a file.
pub(super) fn no_text(name: &str) -> Failure {
    Failure::refused(
        "a spreadsheet is no text for a terminal or a pipe",
        format!("name its file: -o {name}.xlsx"),
    )
}

/// Nothing is written over the office file.
pub(super) fn not_the_office_file(office: &Office, path: &Path) -> Result<(), Failure> {
    if office.is_its_file(path) {
        return Err(Failure::refused(
            format!("{} is the office file itself", path.display()),
            "name another file",
        ));
    }
    Ok(())
}
