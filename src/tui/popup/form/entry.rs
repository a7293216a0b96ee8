//! One field of a form: what it is called, how it is typed and read, what to say about it.

use crate::domain::field::CellReads;
use crate::domain::record::{Field, Shape};

/// How a field is typed and read.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui::popup) enum Reads {
    /// As a record's field of this shape is, which may be optional: then nothing can be chosen too.
    Field(Shape, bool),
    /// A percentage, kept in hundredths of a percent.
    Percent,
    /// One of these words, all of them in sight.
    Options(&'static [&'static str]),
    /// The name of a fund: as a text is, with a list of those that are named somewhere already.
    Fund,
    /// Where a line's money comes from, `;` between.
    Funding,
    /// What schools bear of a line, `;` between.
    Shares,
}

impl Reads {
    /// Read as its type says; a number whose cells are percentages is one here too.
    pub(super) fn of(field: &Field, cells: CellReads) -> Reads {
        match (field.shape, cells) {
            (Shape::Count, CellReads::Percent) => Reads::Percent,
            (shape, _) => Reads::Field(shape, field.optional),
        }
    }

    /// The words to choose from, where it is a choice.
    pub(in crate::tui::popup) fn words(self) -> Vec<&'static str> {
        match self {
            Reads::Field(Shape::Word(words), optional) => {
                let none = optional.then_some("");
                none.into_iter().chain(words.iter().copied()).collect()
            }
            Reads::Options(words) => words.to_vec(),
            Reads::Field(Shape::YesNo, false) => vec!["no", "yes"],
            Reads::Field(Shape::YesNo, true) => vec!["", "yes", "no"],
            _ => Vec::new(),
        }
    }
}

/// One field of a form.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui::popup) struct Entry {
    /// The record's field; empty for the reason, which goes to history only.
    pub(in crate::tui::popup) field: &'static str,
    /// What it is called.
    pub(in crate::tui::popup) label: &'static str,
    /// How it is read.
    pub(in crate::tui::popup) reads: Reads,
    /// Nothing can be saved without it.
    pub(in crate::tui::popup) needed: bool,
    /// Asked only of a new record.
    pub(in crate::tui::popup) once: bool,
    /// What to type, and what an empty field means.
    pub(in crate::tui::popup) help: &'static str,
}
