//! One column of a file: what it is called, how its cells are read, and which field of a record it fills.

use crate::domain::record::{Kind, Shape};

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
    /// A whole number from 0 to 100.
    Score,
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
    pub(super) fills: Option<&'static [(Kind, &'static str)]>,
    /// What the two made-up rows of a template say in its column; empty where they leave it blank.
    pub examples: [&'static str; 2],
    /// Its box on the form of its noun, where it has one.
    pub(super) form: Option<FormWords>,
    /// The plan of an import has code of its own for it, so that its type alone does not say how it is read.
    pub special: bool,
    /// A word that is none of its own is told of and left out; elsewhere it refuses the row.
    pub or_blank: bool,
    /// What districts write for its words: ours, and theirs with `, ` between.
    pub(super) theirs: &'static [(&'static str, &'static str)],
    /// A number is kept as this part of the hundredths that a cell has.
    pub(super) scale: (i64, i64),
}

/// A column that stands for one field of a record as it is.
#[derive(Debug, Clone, Copy)]
pub struct PlainColumn {
    /// The column that a file may have.
    pub column: &'static ImportField,
    /// Whose field it fills.
    pub noun: Kind,
    /// The name of the record's field that it fills.
    pub field: &'static str,
    /// What the field stands for.
    pub shape: Shape,
}

/// What a form says of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormWords {
    /// The noun whose form it is on, where that is not the noun of the field its column fills.
    pub(super) of: Option<Kind>,
    /// What it is called, in 10 characters at most.
    pub label: &'static str,
    /// What to type, and what an empty box means, in 76 characters at most.
    pub help: &'static str,
    /// Nothing can be saved without it.
    pub needed: bool,
    /// Asked only of a new record: what it is known by stays.
    pub once: bool,
}

pub(super) const fn required(
    name: &'static str,
    reads: CellReads,
    names: &'static str,
) -> ImportField {
    field(name, Need::Required, reads, names)
}

pub(super) const fn optional(
    name: &'static str,
    reads: CellReads,
    names: &'static str,
) -> ImportField {
    field(name, Need::Optional, reads, names)
}

pub(super) const fn field(
    name: &'static str,
    need: Need,
    reads: CellReads,
    names: &'static str,
) -> ImportField {
    ImportField {
        name,
        need,
        reads,
        names,
        fills: None,
        examples: ["", ""],
        form: None,
        special: false,
        or_blank: false,
        theirs: &[],
        scale: (1, 1),
    }
}

/// A field that has a box on the form of its noun and no column.
pub(super) const fn typed(name: &'static str) -> ImportField {
    optional(name, CellReads::Text, "").fills(&[])
}

impl ImportField {
    /// The same, filling these fields of records.
    pub(super) const fn fills(mut self, fills: &'static [(Kind, &'static str)]) -> ImportField {
        self.fills = Some(fills);
        self
    }

    /// The same, with what a template's two rows say in its column.
    pub(super) const fn shows(mut self, one: &'static str, other: &'static str) -> ImportField {
        self.examples = [one, other];
        self
    }

    /// The same, with what the form of its noun says of it.
    pub(super) const fn form(mut self, label: &'static str, help: &'static str) -> ImportField {
        self.form = Some(FormWords {
            of: None,
            label,
            help,
            needed: false,
            once: false,
        });
        self
    }

    /// The same, on the form of another noun than its column's.
    pub(super) const fn on(mut self, noun: Kind) -> ImportField {
        if let Some(form) = &mut self.form {
            form.of = Some(noun);
        }
        self
    }

    /// The same, and nothing can be saved without it.
    pub(super) const fn needed(mut self) -> ImportField {
        if let Some(form) = &mut self.form {
            form.needed = true;
        }
        self
    }

    /// The same, and asked only of a new record.
    pub(super) const fn once(mut self) -> ImportField {
        if let Some(form) = &mut self.form {
            form.once = true;
        }
        self
    }

    /// The same, for whose cells the plan has code of its own.
    pub(super) const fn special(mut self) -> ImportField {
        self.special = true;
        self
    }

    /// The same, left empty where a cell has a word that nobody knows.
    pub(super) const fn or_blank(mut self) -> ImportField {
        self.or_blank = true;
        self
    }

    /// The same, with what districts write for its words.
    pub(super) const fn theirs(
        mut self,
        theirs: &'static [(&'static str, &'static str)],
    ) -> ImportField {
        self.theirs = theirs;
        self
    }

    /// The same, its number kept as this part of the hundredths that a cell has.
    pub(super) const fn scaled(mut self, times: i64, over: i64) -> ImportField {
        self.scale = (times, over);
        self
    }

    /// Which of these words is meant, written as ours or as districts write it.
    pub fn meant(&self, said: &str, words: &[&'static str]) -> Option<&'static str> {
        let is = |ours: &&str| ours.eq_ignore_ascii_case(said.trim());
        words.iter().copied().find(is).or_else(|| {
            let mut theirs = self.theirs.iter();
            let fits = |(_, theirs): &&(_, &str)| theirs.split(", ").any(|one| one == said);
            let (meant, _) = theirs.find(fits)?;
            words.iter().copied().find(|word| word == meant)
        })
    }

    /// What is kept of a number that a cell has, which is in hundredths.
    pub fn kept(&self, hundredths: i64) -> i64 {
        let (times, over) = self.scale;
        (hundredths * times + over / 2) / over
    }

    /// The hundredths that a cell has of a number that is kept.
    pub fn shown(&self, kept: i64) -> i64 {
        let (times, over) = self.scale;
        (kept * over + times / 2) / times
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
