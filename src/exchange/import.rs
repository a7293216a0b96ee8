//! One file, from its name to what it would write: open, recognise the columns, settle the days, plan.
//! The import command and the import popup both call this and carry the plan to the store.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::NaiveDate;

use super::ReadError;
use super::columns::{ImportKind, KnownNames, MappedColumn, Mapping, Meant, no_field};
use super::decode::Encoding;
use super::plan::{ImportPlan, Known, plan};
use super::record::DayOrders;
use super::results::is_of_a_person;
use super::sheet::{FileFacts, FileFormat, ReadOptions, Sheet};
use crate::domain::change::Change;
use crate::domain::counted::counted;
use crate::domain::person::Roles;
use crate::domain::rights::may_write;
use crate::domain::zone::Zone;

/// What a person asked to import.
#[derive(Debug)]
pub struct ImportRequest<'r> {
    /// What the rows are.
    pub kind: ImportKind,
    /// Where the file is.
    pub path: &'r Path,
    /// The sheet of a spreadsheet; the first that has the columns where none is named.
    pub sheet: Option<&'r str>,
    /// The row with the names of the columns; the one that fits best where none is named.
    pub header: Option<u64>,
    /// How its text is encoded; as it looks where none is named.
    pub encoding: Option<Encoding>,
    /// Columns the person named.
    pub told: &'r [MappedColumn],
    /// What the person said of words in the file.
    pub meant: &'r [Meant],
    /// The district's day on which it is imported.
    pub today: NaiveDate,
    /// Whose days the instants of the file are.
    pub zone: &'r Zone,
}

/// A file whose columns are recognised; nothing but its head is read yet.
pub struct Recognised {
    /// What is known about the file.
    pub facts: FileFacts,
    /// Which column is read as what.
    pub mapping: Mapping,
    /// For each column the first value it holds.
    pub samples: Vec<String>,
    sheet: Sheet,
}

/// Told how many bytes of the file are read; may say stop.
pub type ReadWatch<'w> = &'w mut dyn FnMut(u64) -> ControlFlow<()>;

impl ImportRequest<'_> {
    /// Opens the file and recognises its columns.
    pub fn recognise(&self) -> Result<Recognised, ReadError> {
        let mut sheet = self.open()?;
        if sheet.facts().format == FileFormat::Calendar && self.kind != ImportKind::Calendar {
            return Err(ReadError::new(
                format!(
                    "{} is a calendar, it has no {}",
                    self.path.display(),
                    self.kind
                ),
                "Import it with: hallpass import calendar FILE.",
            ));
        }
        if self.kind == ImportKind::Usage {
            of_nobody(self.path, sheet.headers())?;
        }
        let mapping = Mapping::find(self.kind, sheet.headers(), self.told)
            .map_err(|error| sheet.pointing_on(error))?;
        let samples = sheet.samples()?;
        Ok(Recognised {
            facts: sheet.facts().clone(),
            mapping,
            samples,
            sheet,
        })
    }

    /// Opens the file at the table that fits best.
    fn open(&self) -> Result<Sheet, ReadError> {
        let known = KnownNames::of(self.kind);
        let judge = |names: &[String]| Mapping::fit(&known, names, self.told);
        let how = ReadOptions {
            sheet: self.sheet,
            header: self.header,
            encoding: self.encoding,
            judge: Some(&judge),
        };
        Sheet::read(self.path, &how)
    }

    /// Reads the rows of a recognised file and plans what to write, asking the office what its policy
    /// says of them.
    pub fn plan(
        &self,
        recognised: Recognised,
        mut known: Known,
        watch: ReadWatch,
    ) -> Result<ImportPlan, ReadError> {
        let mut orders = DayOrders::new(&recognised.mapping);
        let mut sheet = recognised.sheet;
        let twice = DayOrders::needed(&recognised.mapping);
        if twice {
            while let Some(row) = sheet.next() {
                orders.observe(&row?);
                if watch(sheet.consumed() / 2).is_break() {
                    return Err(ReadError::new(
                        "stopped before it was done",
                        "Nothing was saved.",
                    ));
                }
            }
            sheet = self.open()?;
        }
        for said in self.meant {
            let home = self.kind.home(&said.field);
            let home = home.ok_or_else(|| no_field(self.kind, &said.field))?;
            known.names.words.say(home, &said.theirs, &said.ours);
        }
        let reader = orders
            .settle(recognised.mapping)?
            .in_zone(self.zone.clone())
            .knowing(&known.names.words);
        let all = recognised.facts.bytes;
        let watch = &mut |bytes| watch(if twice { all.midpoint(bytes) } else { bytes });
        plan(&reader, &mut sheet, known, self.today, watch)
    }
}

/// Refuses a file of use that has a row a person: who used what is nothing the office keeps.
fn of_nobody(path: &Path, headers: &[String]) -> Result<(), ReadError> {
    match headers.iter().find(|name| is_of_a_person(name)) {
        Some(column) => Err(ReadError::new(
            format!("{} has a column of persons: {column}", path.display()),
            "Send counts by product, school and month.",
        )),
        None => Ok(()),
    }
}

impl ImportKind {
    /// The kinds that somebody with these roles may bring in, as far as roles tell.
    pub fn open_to(roles: &Roles) -> Vec<ImportKind> {
        let open = |kind: &ImportKind| may_write(&[kind.noun()], roles).is_ok();
        ImportKind::ALL.into_iter().filter(open).collect()
    }
}

impl ImportPlan {
    /// `12 asks, 5 requests; ` where rows are asks, `900 devices, 6 classes of device at schools; ` where
    /// they are single devices; nothing elsewhere.
    pub fn folded(&self) -> String {
        if self.devices > 0 {
            let devices = counted(self.devices, "device");
            let classes = counted(self.classes, "class of device at schools");
            return format!("{devices}, {classes}; ");
        }
        match (self.read - self.rejected_rows, self.requests.len()) {
            (_, 0) => String::new(),
            (asks, requests) => {
                format!(
                    "{}, {}; ",
                    counted(asks, "ask"),
                    counted(requests, "request")
                )
            }
        }
    }

    /// The plan as one change, named after the file.
    pub fn change(mut self, kind: ImportKind, path: &Path) -> Change {
        let file = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy();
        let file = crate::domain::text::clean(&file).text;
        let taken = self.read - self.rejected_rows;
        let what = format!("{} from {file}", counted(taken, kind.one()));
        match self.take_kept() {
            None => Change::Import {
                what,
                puts: self.puts,
            },
            Some(puts) => Change::LongImport { what, puts },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_open_to_those_who_may_write_them() {
        let open = |roles: &str| ImportKind::open_to(&Roles::read(roles).unwrap());
        assert_eq!(open("admin"), ImportKind::ALL);
        for role in ["technical", "curricular", "renewals"] {
            let theirs = ImportKind::ALL.into_iter().filter(|kind| match kind {
                ImportKind::People => false,
                ImportKind::Relations => role == "curricular",
                _ => true,
            });
            assert_eq!(open(role), theirs.collect::<Vec<_>>(), "{role}");
        }
        assert_eq!(open("helpdesk"), []);
    }
}
