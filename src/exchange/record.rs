//! Rows to records: every mapped cell read as its field wants, complaints gathered, days settled for whole columns.
//! The import plan walks a file twice: once with `DayOrders` to look, once with `RowReader` to read.

mod aside;
mod words;

use chrono::NaiveDate;

use self::aside::{in_use, org};
use super::Complaint;
use super::ReadError;
use super::columns::{CellReads, ImportField, Mapping, Need};
use super::sheet::{FileCell, SheetRow};
use super::value::day::{DayOrder, Evidence};
use super::value::notice::NoticeLength;
use super::value::parts;
use super::value::span::{self, DayBefore};
use super::value::{self, Parsed};
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::word::Heard;
use crate::domain::zone::Zone;

/// What a field of one row says.
#[derive(Debug, Clone, PartialEq)]
pub enum RowValue {
    /// Text.
    Text(String),
    /// One lower-case word, and how it was written.
    Word(String, String),
    /// Several texts.
    List(Vec<String>),
    /// A count of people or things.
    Count(u32),
    /// US dollars.
    Money(Cents),
    /// Hundredths: of a percent, or of a plain number.
    Hundredths(i64),
    /// Yes or no, open or closed.
    Flag(bool),
    /// A day.
    Day(NaiveDate),
    /// The first and the last of several days.
    Days((NaiveDate, NaiveDate)),
    /// A day, or how many days before another one.
    DayBefore(DayBefore),
    /// Grades.
    Grades(Grades),
    /// A length of notice.
    Notice(NoticeLength),
}

/// One row, read.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRow {
    /// The row in the file.
    pub row: u64,
    values: Vec<(&'static str, RowValue)>,
    /// What was read in an unexpected way, or left blank.
    pub warnings: Vec<Complaint>,
    /// Why the row cannot be taken; empty for a good row.
    pub rejected: Vec<Complaint>,
    /// Why the row is not one to take, though nothing in it is wrong.
    pub aside: Option<Complaint>,
    /// Words of the district that were read as what they mean: the column, and the word's folded spelling.
    pub meant: Vec<(usize, String)>,
}

/// A getter for one kind of value: nothing when the cell was blank or the field has no column.
macro_rules! getter {
    ($(#[$doc:meta])* $name:ident, $variant:ident, $type:ty) => {
        $(#[$doc])*
        pub fn $name(&self, field: &str) -> Option<$type> {
            match self.get(field) {
                Some(RowValue::$variant(value)) => Some(*value),
                _ => None,
            }
        }
    };
}

impl FileRow {
    /// The value of a field, if the row has one.
    pub fn get(&self, field: &str) -> Option<&RowValue> {
        self.values
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, value)| value)
    }

    /// A field's text or word.
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.get(field) {
            Some(RowValue::Text(text) | RowValue::Word(text, _)) => Some(text),
            _ => None,
        }
    }

    /// A field's text or word as it was written.
    pub fn written(&self, field: &str) -> &str {
        match self.get(field) {
            Some(RowValue::Text(written) | RowValue::Word(_, written)) => written,
            _ => "",
        }
    }

    /// A field's texts; none when it is blank.
    pub fn list(&self, field: &str) -> &[String] {
        match self.get(field) {
            Some(RowValue::List(texts)) => texts,
            _ => &[],
        }
    }

    getter!(
        /// A field's count.
        count, Count, u32
    );
    getter!(
        /// A field's amount of money.
        money, Money, Cents
    );
    getter!(
        /// A field's percentage or decimal number, in hundredths.
        hundredths, Hundredths, i64
    );
    getter!(
        /// A field's yes or no.
        flag, Flag, bool
    );
    getter!(
        /// A field's day.
        day, Day, NaiveDate
    );
    getter!(
        /// A field's first and last day.
        days, Days, (NaiveDate, NaiveDate)
    );
    getter!(
        /// A field's day, perhaps by its distance to another.
        day_before, DayBefore, DayBefore
    );
    getter!(
        /// A field's grades; a lowest and a highest grade are one span under `grades`.
        grades, Grades, Grades
    );
    getter!(
        /// A field's length of notice.
        notice, Notice, NoticeLength
    );
}

/// First pass: gathers from all rows in which order each column writes its days.
pub struct DayOrders {
    columns: Vec<Evidence>,
    /// The column whose cells may hold two days.
    spans: Option<usize>,
}

impl DayOrders {
    /// Ready for the rows of a file with these columns.
    pub fn new(mapping: &Mapping) -> DayOrders {
        DayOrders {
            columns: vec![Evidence::default(); mapping.headers.len()],
            spans: mapping
                .fields
                .iter()
                .find(|m| m.field.reads == CellReads::Days)
                .map(|m| m.column),
        }
    }

    /// Is there nothing to settle, so that the first pass can be left out?
    pub fn needed(mapping: &Mapping) -> bool {
        mapping.fields.iter().any(|m| m.field.reads.is_day())
    }

    /// Takes one row into account, columns that are not imported too: they were written by the same hand.
    pub fn observe(&mut self, row: &SheetRow) {
        for (evidence, cell) in self.columns.iter_mut().zip(&row.cells) {
            evidence.observe(row.number, cell);
        }
        if let Some(at) = self.spans
            && let Some(FileCell::Text(text)) = row.cells.get(at)
            && let (first, Some(last)) = span::ends(text)
        {
            for end in [first, last] {
                self.columns[at].observe(row.number, &FileCell::Text(end.to_owned()));
            }
        }
    }

    /// Settles every column of days, or says which one must be asked about.
    pub fn settle(self, mapping: Mapping) -> Result<RowReader, ReadError> {
        let mut proven: Vec<DayOrder> = self.columns.iter().filter_map(Evidence::proven).collect();
        proven.dedup();
        let elsewhere = match proven[..] {
            [order] => Some(order),
            _ => None,
        };
        let mut orders = Vec::with_capacity(mapping.fields.len());
        for mapped in &mapping.fields {
            orders.push(if mapped.field.reads.is_day() {
                let name = mapping.column_name(mapped.column);
                let settled = self.columns[mapped.column].settle(
                    mapped.field.name,
                    &name,
                    mapped.order,
                    elsewhere,
                );
                settled.map_err(|(what, hint)| ReadError::by_option(what, hint))?
            } else {
                DayOrder::MonthFirst
            });
        }
        let heard = vec![Heard::new(); orders.len()];
        Ok(RowReader {
            mapping,
            orders,
            heard,
            zone: Zone::utc(),
        })
    }
}

/// Second pass: reads rows as the mapping says.
pub struct RowReader {
    mapping: Mapping,
    orders: Vec<DayOrder>,
    /// Whose days instants are.
    zone: Zone,
    /// What the district's own words mean, for each field that has a column.
    heard: Vec<Heard>,
}

impl RowReader {
    /// Instants are read as the days they are in this zone.
    #[must_use]
    pub fn in_zone(mut self, zone: Zone) -> RowReader {
        self.zone = zone;
        self
    }

    /// Which column is read as what.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// Reads one row. Nothing is lost: what cannot be read is in `rejected`.
    pub fn read(&self, row: &SheetRow) -> FileRow {
        let mut record = FileRow {
            row: row.number,
            values: Vec::with_capacity(self.mapping.fields.len()),
            warnings: Vec::new(),
            rejected: row.too_long.iter().cloned().collect(),
            aside: None,
            meant: Vec::new(),
        };
        for (at, mapped) in self.mapping.fields.iter().enumerate() {
            let cell = &row.cells[mapped.column];
            let replaced = self.instead(at, cell, &mut record);
            let cell = replaced.as_ref().unwrap_or(cell);
            let instant = self.instant(mapped.field, cell);
            let cell = instant.as_ref().unwrap_or(cell);
            let parsed = match mapped.field.reads {
                CellReads::LowGrade => self.joined(row, mapped.column),
                // Its column was read together with the lowest grade, or stands alone.
                CellReads::HighGrade if self.mapping.column("grade_low").is_some() => continue,
                reads => read(reads, cell, self.orders[at]),
            };
            let name = match mapped.field.reads {
                CellReads::LowGrade | CellReads::HighGrade
                    if self.mapping.column("grades").is_some() =>
                {
                    continue;
                }
                CellReads::LowGrade | CellReads::HighGrade => "grades",
                _ => mapped.field.name,
            };
            if row.cleaned.contains(&mapped.column) {
                record.warnings.push(self.complain(
                    row,
                    mapped.column,
                    "invisible or control characters were taken out",
                ));
            }
            // The day that is written before the time may be another one.
            let written = row.cells[mapped.column].to_string();
            if let Some(day) = instant.filter(|day| !written.starts_with(&day.to_string())) {
                let zone = self.zone.name();
                let why = format!("is an instant; read as {day}, the day it is in {zone}");
                record
                    .warnings
                    .push(self.complain(row, mapped.column, &why));
            }
            let parsed = self.each_instead(at, parsed, &mut record);
            self.keep(&mut record, row, mapped.column, name, parsed);
        }
        self.check_parts(row, &mut record);
        self.check_required(row, &mut record);
        self.set_aside(row, &mut record);
        record
    }

    /// The day of an instant in a column of days.
    fn instant(&self, field: &ImportField, cell: &FileCell) -> Option<FileCell> {
        match cell {
            FileCell::Text(text) if field.reads.is_day() => {
                self.zone.day_of(text.trim()).map(FileCell::Day)
            }
            _ => None,
        }
    }

    fn joined(&self, row: &SheetRow, low: usize) -> Parsed<RowValue> {
        let high = self.mapping.column("grade_high");
        let high = high.map_or(&FileCell::Empty, |at| &row.cells[at]);
        value::grades::low_to_high(&row.cells[low], high).map(RowValue::Grades)
    }

    fn keep(
        &self,
        record: &mut FileRow,
        row: &SheetRow,
        column: usize,
        name: &'static str,
        parsed: Parsed<RowValue>,
    ) {
        match parsed {
            Parsed::Value(value) => record.values.push((name, value)),
            Parsed::Noted(value, note) => {
                record.values.push((name, value));
                record.warnings.push(self.complain(row, column, &note));
            }
            Parsed::Blank => {}
            Parsed::Unknown(note) => record.warnings.push(self.complain(row, column, &note)),
            Parsed::Refused(why) | Parsed::RefusedPart(why) => {
                record.rejected.push(self.complain(row, column, &why));
            }
        }
    }

    fn complain(&self, row: &SheetRow, column: usize, reason: &str) -> Complaint {
        let value = row.cells[column].to_string();
        Complaint::new(
            row.number,
            &self.mapping.column_name(column),
            &value,
            reason,
        )
    }

    /// Each part of a line's money is read here as other cells are, so that one that cannot be read hides no other fault
    /// of its row.
    fn check_parts(&self, row: &SheetRow, record: &mut FileRow) {
        for field in ["funding", "shares"] {
            let unread = |said: &str| match field {
                "funding" => parts::fund(said).err(),
                _ => parts::share(said).err(),
            };
            let Some(column) = self.mapping.column(field) else {
                continue;
            };
            let name = self.mapping.column_name(column);
            let said = record.list(field).iter();
            let unread = said.filter_map(|said| Some((said, unread(said)?)));
            let told: Vec<Complaint> = unread
                .map(|(said, why)| Complaint::new(row.number, &name, said, why.to_string()))
                .collect();
            record.rejected.extend(told);
        }
    }

    fn check_required(&self, row: &SheetRow, record: &mut FileRow) {
        for mapped in &self.mapping.fields {
            let must = match mapped.field.need {
                Need::Required | Need::SameDayAs(..) => true,
                Need::Unless(other) => record.get(other).is_none(),
                Need::Optional => false,
            };
            let column = self.mapping.column_name(mapped.column);
            let said = record.rejected.iter().any(|c| c.column == column);
            if must && !said && record.get(mapped.field.name).is_none() {
                record
                    .rejected
                    .push(self.complain(row, mapped.column, &missing(mapped.field)));
            }
        }
        // Where only the stand-in has a column, it is the one that must be filled.
        for field in self.mapping.kind.fields() {
            if let Need::Unless(other) = field.need
                && self.mapping.column(field.name).is_none()
                && record.get(other).is_none()
                && let Some(column) = self.mapping.column(other)
                && record.rejected.is_empty()
            {
                record
                    .rejected
                    .push(self.complain(row, column, &missing(field)));
            }
        }
    }
}

fn missing(field: &ImportField) -> String {
    format!(
        "the {} is missing; every row needs one",
        field.name.replace('_', " ")
    )
}

/// Reads one cell as a field wants it.
fn read(reads: CellReads, cell: &FileCell, order: DayOrder) -> Parsed<RowValue> {
    match reads {
        CellReads::Text | CellReads::Status | CellReads::NamePart | CellReads::Serial => {
            value::text(cell).map(RowValue::Text)
        }
        CellReads::Org => org(cell),
        CellReads::InUse => in_use(cell),
        CellReads::Note => value::note(cell).map(RowValue::Text),
        CellReads::Word => value::word(cell).map(|word| RowValue::Word(word, cell.to_string())),
        CellReads::List => value::list(cell).map(RowValue::List),
        CellReads::Count => value::number::count(cell).map(RowValue::Count),
        CellReads::Score => value::number::score(cell).map(RowValue::Count),
        CellReads::RoundedCount => value::number::rounded_count(cell).map(RowValue::Count),
        CellReads::Money | CellReads::Rate => value::number::money(cell).map(RowValue::Money),
        CellReads::Percent => value::number::percent(cell).map(RowValue::Hundredths),
        CellReads::Decimal => value::number::decimal(cell).map(RowValue::Hundredths),
        CellReads::YesNo => value::yes_no(cell).map(RowValue::Flag),
        CellReads::Open => value::open(cell).map(RowValue::Flag),
        CellReads::Switch => value::switch(cell).map(|w| RowValue::Text(w.to_owned())),
        CellReads::Day | CellReads::LastDay => value::day::day(cell, order).map(RowValue::Day),
        CellReads::Days => span::days(cell, order).map(RowValue::Days),
        CellReads::DayBefore => span::day_before(cell, order).map(RowValue::DayBefore),
        CellReads::Grades | CellReads::LowGrade | CellReads::HighGrade => {
            value::grades::grades(cell).map(RowValue::Grades)
        }
        CellReads::Notice => {
            value::notice::notice(&value::number::in_digits(cell)).map(RowValue::Notice)
        }
        CellReads::Currency => value::number::currency(cell).map(RowValue::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::ImportKind;
    use super::*;

    fn records(kind: ImportKind, table: &str) -> Result<Vec<FileRow>, ReadError> {
        let mut rows = table.lines().enumerate().map(|(at, line)| {
            let cell = |text: &str| match text {
                "" => FileCell::Empty,
                text => FileCell::Text(text.to_owned()),
            };
            let cells = line.split(',').map(cell).collect();
            SheetRow {
                number: at as u64 + 1,
                cells,
                cleaned: Vec::new(),
                too_long: None,
                hidden: false,
                merged: Vec::new(),
                swallowed: Vec::new(),
            }
        });
        let headers: Vec<String> = rows
            .next()
            .unwrap()
            .cells
            .iter()
            .map(FileCell::to_string)
            .collect();
        let mapping = Mapping::find(kind, &headers, &[]).unwrap();
        let rows: Vec<SheetRow> = rows.collect();
        let mut orders = DayOrders::new(&mapping);
        for row in &rows {
            orders.observe(row);
        }
        let reader = orders.settle(mapping)?;
        Ok(rows.iter().map(|r| reader.read(r)).collect())
    }

    #[test]
    fn a_row_is_read_field_by_field() {
        let rows = records(
            ImportKind::Contracts,
            "product,ends,total,seats,notice,schools\nLetterloop,6/30/2027,\"$1\",120,60 days,LIN;OAK\nLetterloop,soon,$9.50,-1,,\n,7/1/2027,,,,",
        )
        .unwrap();
        assert_eq!(rows[0].day("term_end").unwrap().to_string(), "2027-06-30");
        assert_eq!(
            (
                rows[0].count("quantity"),
                rows[0].notice("notice").unwrap().value
            ),
            (Some(120), 60)
        );
        assert_eq!(rows[0].list("schools"), ["LIN", "OAK"]);
        assert_eq!(rows[0].rejected[0].column, "total");
        assert_eq!(rows[1].money("total"), Some(Cents(950)));
        let complaint = &rows[1].rejected[0];
        assert_eq!(
            (
                complaint.row,
                complaint.column.as_str(),
                complaint.value.as_str()
            ),
            (3, "ends", "soon")
        );
        assert_eq!((rows[1].warnings.len(), rows[1].rejected.len()), (1, 1));
        assert_eq!(
            rows[2].rejected[0].reason,
            "the product is missing; every row needs one"
        );
    }

    #[test]
    fn one_column_of_days_settles_another_and_doubt_is_asked_about() {
        let rows = records(
            ImportKind::Approvals,
            "product,status,from,until\nA,ok,1/2/2026,12/31/2026",
        )
        .unwrap();
        assert_eq!(rows[0].day("from").unwrap().to_string(), "2026-01-02");
        let asked =
            records(ImportKind::Approvals, "product,status,from\nA,ok,1/2/2026").unwrap_err();
        assert!(asked.what.contains("`1/2/2026` in row 2"), "{asked}");
        assert!(
            asked.hint.contains("--map \"from=from:dmy\""),
            "{}",
            asked.hint
        );
        let rows = records(
            ImportKind::Approvals,
            "product,status,from,printed\nA,ok,1/2/2026,13/2/2026",
        )
        .unwrap();
        assert_eq!(rows[0].day("from").unwrap().to_string(), "2026-02-01");
    }

    #[test]
    fn low_and_high_become_one_span_and_one_day_stands_for_two() {
        let rows = records(
            ImportKind::Schools,
            "NAME,GSLO,GSHI\nLincoln,KG,05\nOak,M,M\nElm,09,",
        )
        .unwrap();
        let spans: Vec<Option<String>> = rows
            .iter()
            .map(|r| r.grades("grades").map(|g| g.to_string()))
            .collect();
        assert_eq!(spans, [Some("K-5".to_owned()), None, Some("9".to_owned())]);
        assert_eq!(rows[1].warnings.len(), 1);
        let rows = records(
            ImportKind::Usage,
            "time,lp_id,pct_access\n2026-01-02,77,0.34\n2026-01-02,,1",
        )
        .unwrap();
        assert_eq!(rows[0].day("from"), rows[0].day("to"));
        assert_eq!(
            (rows[0].text("registry_id"), rows[0].hundredths("share")),
            (Some("77"), Some(34))
        );
        assert_eq!(rows[1].rejected[0].column, "lp_id");
    }
}
