//! Which column of a district's file means which field: recognised by meaning, corrected by `--map`.
//! The importer shows the `Mapping` before anything is saved, then reads every row through it (`record`).

mod fields;
mod mapping;
mod names;

use std::fmt;

use super::ReadError;
use super::value::day::DayOrder;
use crate::domain::record;
use crate::domain::text::{clean, key};
use crate::domain::word::EVERY_FILE;

pub use mapping::{Mapped, Mapping};
pub(super) use names::no_field;

/// What a file can be imported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportKind {
    /// Products: apps, sites, content.
    Products,
    /// The district's schools.
    Schools,
    /// What may be used where, until when.
    Approvals,
    /// What was bought.
    Contracts,
    /// Seats per school and product.
    Inventory,
    /// Use over a span of days, in counts or shares.
    Usage,
    /// Who was trained in what.
    Training,
    /// People with a login.
    People,
    /// Who answers for a product.
    Owners,
    /// Privacy agreements.
    Agreements,
    /// What is switched on where.
    Provisioning,
    /// Device classes at a school.
    Devices,
    /// What works on which device.
    Compatibility,
    /// Days that are not like the others.
    Calendar,
    /// Asks for products, as a form brings them.
    Requests,
    /// Which standards a product teaches or tests.
    Alignments,
}

impl ImportKind {
    /// All kinds, in the order they are best imported: what others name comes first.
    pub const ALL: [ImportKind; 16] = [
        ImportKind::Schools,
        ImportKind::People,
        ImportKind::Products,
        ImportKind::Approvals,
        ImportKind::Contracts,
        ImportKind::Inventory,
        ImportKind::Usage,
        ImportKind::Training,
        ImportKind::Owners,
        ImportKind::Agreements,
        ImportKind::Provisioning,
        ImportKind::Devices,
        ImportKind::Compatibility,
        ImportKind::Calendar,
        ImportKind::Requests,
        ImportKind::Alignments,
    ];

    /// The word the command line uses.
    pub fn name(self) -> &'static str {
        match self {
            ImportKind::Products => "products",
            ImportKind::Schools => "schools",
            ImportKind::Approvals => "approvals",
            ImportKind::Contracts => "contracts",
            ImportKind::Inventory => "inventory",
            ImportKind::Usage => "usage",
            ImportKind::Training => "training",
            ImportKind::People => "people",
            ImportKind::Owners => "owners",
            ImportKind::Agreements => "agreements",
            ImportKind::Provisioning => "provisioning",
            ImportKind::Devices => "devices",
            ImportKind::Compatibility => "compatibility",
            ImportKind::Calendar => "calendar",
            ImportKind::Requests => "requests",
            ImportKind::Alignments => "alignments",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<ImportKind> {
        ImportKind::ALL.into_iter().find(|k| k.name() == name)
    }

    /// The fields of records that a column of this kind fills; none where it only decides how a row is read.
    pub fn filled_by(self, field: &ImportField) -> Vec<(record::Kind, &'static str)> {
        match field.fills {
            Some(fills) => fills.to_vec(),
            // A row of contracts is a line, and says the rest of its contract.
            None if self == ImportKind::Contracts && self.noun().position(field.name).is_none() => {
                vec![(record::Kind::Contract, field.name)]
            }
            None => vec![(self.noun(), field.name)],
        }
    }

    /// The field of that name.
    pub fn field(self, name: &str) -> Option<&'static ImportField> {
        self.fields().iter().find(|f| f.name == name)
    }
}

/// Whether a file must have a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Every row must have it.
    Required,
    /// It may be missing.
    Optional,
    /// Required where this other field has no column.
    Unless(&'static str),
    /// Required, but where that other field's column has one of these names (`, ` between), its day stands for both.
    SameDayAs(&'static str, &'static str),
}

/// How a field's cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellReads {
    /// Words on one line.
    Text,
    /// Words over several lines.
    Note,
    /// One of a few words, lower case.
    Word,
    /// Texts separated by `;` or `|`.
    List,
    /// A whole number of people or things.
    Count,
    /// A count that may come in fractions.
    RoundedCount,
    /// US dollars.
    Money,
    /// US dollars for a part of the term; the price of the whole of it is computed.
    Rate,
    /// Percent, in hundredths of a percent.
    Percent,
    /// A number with two decimals, in hundredths.
    Decimal,
    /// Yes or no.
    YesNo,
    /// Open or closed.
    Open,
    /// On, off, pending or not applicable.
    Switch,
    /// A day.
    Day,
    /// A day, or the first and the last of several.
    Days,
    /// The last of several days; becomes part of `day`.
    LastDay,
    /// A day, or how many days before another one.
    DayBefore,
    /// A span or list of grades.
    Grades,
    /// The lowest grade; becomes part of `grades`.
    LowGrade,
    /// The highest grade; becomes part of `grades`.
    HighGrade,
    /// A length of notice.
    Notice,
    /// What was decided, in the district's words.
    Status,
    /// What sort of organisation it is; a row that is no school's is set aside.
    Org,
    /// A part of a person's name, for files that have no whole one.
    NamePart,
    /// What tells one device from the others, in a list with a row for each; ours has a row for each class.
    Serial,
    /// Whether a device is in use; the row of one that is not is set aside.
    InUse,
    /// What a row's money is counted in; nothing but US dollars will do.
    Currency,
}

impl CellReads {
    /// Does the order of day and month matter to it?
    pub fn is_day(self) -> bool {
        matches!(
            self,
            CellReads::Day | CellReads::Days | CellReads::LastDay | CellReads::DayBefore
        )
    }
}

/// One field of an import kind.
#[derive(Debug, PartialEq, Eq)]
pub struct ImportField {
    /// The name `--template` writes and `--map` takes.
    pub name: &'static str,
    /// Must a file have it?
    pub need: Need,
    /// How its cells are read.
    pub reads: CellReads,
    /// Other names for its column, surest first, `, ` between. `~how many` fits any longer header that
    /// has both words, as the questions of a form do.
    pub names: &'static str,
    /// The records' fields that it fills, where that is not the one of its own name in what its row is about.
    fills: Option<&'static [(record::Kind, &'static str)]>,
    /// What the two made-up rows of a template say in its column; empty where they leave it blank.
    pub examples: [&'static str; 2],
}

/// One `--map FIELD=COLUMN` as the person gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedColumn {
    /// The field's name.
    pub field: String,
    /// A header, or a spreadsheet's column letter; empty leaves the field out.
    pub column: String,
    /// `:mdy` or `:dmy` behind the column.
    pub order: Option<DayOrder>,
}

impl MappedColumn {
    /// Reads `FIELD=COLUMN`, `FIELD=COLUMN:mdy`, `FIELD=COLUMN:dmy` or `FIELD=`.
    pub fn parse(text: &str) -> Result<MappedColumn, ReadError> {
        let Some((field, column)) = text.split_once('=') else {
            return Err(ReadError::new(
                format!("--map `{text}` has no `=`"),
                "Write --map FIELD=COLUMN, for example --map \"name=School Name\".",
            ));
        };
        let (column, order) = match column.rsplit_once(':') {
            Some((column, "mdy")) => (column, Some(DayOrder::MonthFirst)),
            Some((column, "dmy")) => (column, Some(DayOrder::DayFirst)),
            _ => (column, None),
        };
        Ok(MappedColumn {
            field: field.trim().to_lowercase(),
            column: column.trim().to_owned(),
            order,
        })
    }
}

/// One `--map "FIELD:THEIR WORD=OURS"` as the person gave it: what a word in the file means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// The field's name.
    pub field: String,
    /// The word as the file has it.
    pub theirs: String,
    /// What is to be read instead; empty for nothing.
    pub ours: String,
}

impl Meant {
    /// Reads `FIELD:THEIR WORD=OURS`; nothing where the text tells of a column.
    pub fn parse(text: &str) -> Option<Result<Meant, ReadError>> {
        let (field, rest) = text.split_once(':')?;
        if field.contains('=') {
            return None;
        }
        let said = rest.rsplit_once('=');
        let said = said.map(|(theirs, ours)| (clean(theirs).text, clean(ours).text));
        Some(match said {
            Some((theirs, ours)) if !key(&theirs).is_empty() => Ok(Meant {
                field: field.trim().to_lowercase(),
                theirs,
                ours,
            }),
            _ => Err(ReadError::new(
                format!("--map `{text}` does not say what a word means"),
                "Write --map \"FIELD:THEIR WORD=OURS\", for example --map \"status:Do Not Use=denied\".",
            )),
        })
    }
}

impl ImportKind {
    /// Where a word of a field is at home: a name in the files of every kind, any other word in files of
    /// this kind. None where the kind has no such field.
    pub fn home(self, field: &str) -> Option<(&'static str, &'static str)> {
        if let Some(field) = self.field(field) {
            let name = self.names(field).map(|name| (EVERY_FILE, name));
            return Some(name.unwrap_or((self.name(), field.name)));
        }
        let mut names = self.fields().iter().filter_map(|one| self.names(one));
        let name = names.find(|name| *name == field)?;
        Some((EVERY_FILE, name))
    }

    /// What the field holds the name of, if it holds names of what else is on record.
    fn names(self, field: &ImportField) -> Option<&'static str> {
        match (self, field.name) {
            (_, "school" | "schools" | "bought_by" | "shares") => Some("school"),
            (_, "product") => Some("product"),
            (_, "vendor") => Some("vendor"),
            (_, "person" | "deputy") | (ImportKind::Contracts, "owner") => Some("person"),
            _ => None,
        }
    }
}

impl ImportField {
    /// The same, filling these fields of records.
    const fn fills(mut self, fills: &'static [(record::Kind, &'static str)]) -> ImportField {
        self.fills = Some(fills);
        self
    }

    /// The same, with what a template's two rows say in its column.
    const fn shows(mut self, one: &'static str, other: &'static str) -> ImportField {
        self.examples = [one, other];
        self
    }

    /// Does our own file have it? The halves of a span are for files that have them; ours writes the
    /// span, all its money is dollars, its prices are those of the whole term, and its devices are classes.
    pub fn is_written(&self) -> bool {
        !matches!(
            self.reads,
            CellReads::LowGrade
                | CellReads::HighGrade
                | CellReads::LastDay
                | CellReads::Org
                | CellReads::NamePart
                | CellReads::Serial
                | CellReads::InUse
                | CellReads::Currency
                | CellReads::Rate
        )
    }
}

impl fmt::Display for ImportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
