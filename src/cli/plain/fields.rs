//! Adding a school, a product or a contract at the prompt, and correcting one: its fields by name, what is said read back,
//! and taken in by the rules of a file with that row.

use super::line_reader::{LineReader, ReadLine, leaves};
use crate::cli::{Context, Failure, find, import, print};
use crate::domain::field::{ImportField, ImportKind, Need};
use crate::domain::text::{capital, ended, fold, key};
use crate::exchange::write::{Table, TableCell, TableColumn, readable};
use crate::office::Office;

/// A record as a row of a file of its kind, and what was said of it.
struct SaidFields {
    kind: ImportKind,
    columns: Vec<TableColumn>,
    cells: Vec<TableCell>,
    /// The fields that were said, in order.
    said: Vec<&'static ImportField>,
    /// Whether the record is there already.
    known: bool,
}

/// What becomes of a question.
enum FieldAnswer {
    Line(String),
    /// Nothing more is said of it.
    Nothing,
    /// Nothing is to be saved.
    Left,
}

/// Asks for what a new record must have, then for whatever else is known, and saves it.
pub(super) fn add(
    context: &Context,
    kind: ImportKind,
    reader: &mut LineReader,
) -> Result<(), Failure> {
    context.asked_office()?.may_add(kind.noun())?;
    let columns = Office::record_columns(kind);
    let mut fields = SaidFields {
        kind,
        cells: vec![TableCell::Blank; columns.len()],
        columns,
        said: Vec::new(),
        known: false,
    };
    let must = |need| matches!(need, Need::Required | Need::SameDayAs(..));
    for field in kind.fields().iter().filter(|field| must(field.need)) {
        let FieldAnswer::Line(value) = asked(reader, &question(field), true) else {
            left();
            return Ok(());
        };
        fields.say(field, value);
    }
    fields.go_on(context, reader)
}

/// Says what is known of the record that these words name, asks what is to be otherwise, and saves that.
pub(super) fn edit(
    context: &Context,
    kind: ImportKind,
    words: &[&str],
    reader: &mut LineReader,
) -> Result<(), Failure> {
    context.asked_office()?.may_add(kind.noun())?;
    let named = if words.is_empty() {
        let question = format!("Which {}?", noun(kind));
        let FieldAnswer::Line(named) = asked(reader, &question, true) else {
            left();
            return Ok(());
        };
        named
    } else {
        words.join(" ")
    };
    let mut rows = rows_of(context, kind, &named)?;
    let columns = Office::record_columns(kind);
    let product = columns.iter().position(|column| column.name == "product");
    let cells = match (rows.len(), product) {
        (0 | 1, _) | (_, None) => rows.pop(),
        // A contract of several products has a row for each.
        (_, Some(product)) => {
            let all: Vec<String> = rows.iter().map(|row| readable(&row[product])).collect();
            let question = format!("Which of its products: {}?", all.join(", "));
            let FieldAnswer::Line(one) = asked(reader, &question, true) else {
                left();
                return Ok(());
            };
            rows.retain(|row| key(&readable(&row[product])) == key(&one));
            rows.pop()
        }
    };
    let cells =
        cells.ok_or_else(|| Failure::NotFound(format!("no {} is called `{named}`", noun(kind))))?;
    let fields = SaidFields {
        kind,
        columns,
        cells,
        said: Vec::new(),
        known: true,
    };
    print::line(&format!("Now: {}.", fields.told().join(", ")));
    fields.go_on(context, reader)
}

/// The rows that a file would have of the record that these words name.
fn rows_of(
    context: &Context,
    kind: ImportKind,
    words: &str,
) -> Result<Vec<Vec<TableCell>>, Failure> {
    let mut office = context.asked_office()?;
    let (names, wanted): (&[&str], String) = match kind {
        ImportKind::Schools => {
            let school = find::school(&mut office, words)?;
            let school = office.school_name(school)?;
            match school.and_then(|school| school.code) {
                Some(code) => (&["code"], code),
                None => (&["name"], words.to_owned()),
            }
        }
        ImportKind::Products => {
            let product = find::product_named(&mut office, words)?;
            (&["name", "edition"], office.label(product)?)
        }
        _ => (&["number"], words.to_owned()),
    };
    let columns = Office::record_columns(kind);
    let at = names.iter();
    let at = at.filter_map(|name| columns.iter().position(|column| column.name == *name));
    let at: Vec<usize> = at.collect();
    let mut found = Vec::new();
    office.each_record(kind, |row| {
        let parts: Vec<String> = at.iter().map(|at| readable(&row[*at])).collect();
        if key(&parts.join(" ")) == key(&wanted) {
            found.push(row.to_vec());
        }
        Ok(())
    })?;
    Ok(found)
}

impl SaidFields {
    fn say(&mut self, field: &'static ImportField, value: String) {
        if let Some(at) = self.columns.iter().position(|one| one.name == field.name) {
            self.cells[at] = TableCell::Text(value);
            self.said.retain(|said| said.name != field.name);
            self.said.push(field);
        }
    }

    /// `name Linden Hollow ES`, of each field that is known.
    fn told(&self) -> Vec<String> {
        let known = self.columns.iter().zip(&self.cells);
        let known = known.map(|(column, cell)| (&column.name, readable(cell)));
        known
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{} {value}", spoken(name)))
            .collect()
    }

    /// The field that is called so, in our words or in those of a district's files.
    fn called(&self, words: &str) -> Option<&'static ImportField> {
        let words = fold(words.trim());
        let is = |field: &&ImportField| {
            let mut names = field.names.split(", ");
            fold(&spoken(field.name)) == words
                || field.name == words
                || names.any(|one| one == words)
        };
        self.asked_of().find(is)
    }

    /// The fields that may be said.
    fn asked_of(&self) -> impl Iterator<Item = &'static ImportField> {
        self.kind.fields().iter().filter(|field| field.is_written())
    }

    /// Asks for field after field until nothing more is said, and saves.
    fn go_on(mut self, context: &Context, reader: &mut LineReader) -> Result<(), Failure> {
        let question = if self.known {
            "Which field is otherwise? Nothing saves; help names them."
        } else {
            "What else is known? Say a field; nothing saves; help names them."
        };
        loop {
            let words = match asked(reader, question, false) {
                FieldAnswer::Line(words) => words,
                FieldAnswer::Nothing if self.said.is_empty() => {
                    left();
                    return Ok(());
                }
                FieldAnswer::Nothing => {
                    if self.is_tried(context)? {
                        break;
                    }
                    continue;
                }
                FieldAnswer::Left => {
                    left();
                    return Ok(());
                }
            };
            if ["help", "?"].contains(&words.as_str()) {
                self.asked_of()
                    .for_each(|field| print::line(&said_as(field)));
                continue;
            }
            let Some(field) = self.called(&words) else {
                let noun = noun(self.kind);
                print::line(&format!(
                    "`{words}` is no field of a {noun}; help names them."
                ));
                continue;
            };
            if let FieldAnswer::Line(value) = asked(reader, &self::question(field), true) {
                self.say(field, value);
            } else {
                left();
                return Ok(());
            }
        }
        self.save(context, reader)
    }

    fn row(&self) -> Table {
        Table {
            title: self.kind.name().to_owned(),
            columns: self.columns.clone(),
            rows: vec![self.cells.clone()],
        }
    }

    /// Tries the row; says why it cannot be taken, so that it can be said otherwise.
    fn is_tried(&self, context: &Context) -> Result<bool, Failure> {
        let tried = import::take_row(&context.at_this_moment(), self.kind, &self.row(), true)?;
        for complaint in &tried.rejected {
            let field = spoken(&complaint.column);
            print::line(&format!(
                "{field} `{}`: {}",
                complaint.value,
                ended(&complaint.reason)
            ));
        }
        if !tried.rejected.is_empty() {
            print::line("Say that field again, or quit.");
            return Ok(false);
        }
        for complaint in &tried.warnings {
            print::line(&format!(
                "Note: {} {}",
                spoken(&complaint.column),
                ended(&complaint.reason)
            ));
        }
        Ok(true)
    }

    fn save(&self, context: &Context, reader: &mut LineReader) -> Result<(), Failure> {
        let doing = if self.known { "edit" } else { "add" };
        let said = self.said.iter().map(|field| {
            let at = self.columns.iter().position(|one| one.name == field.name);
            let value = at.map(|at| readable(&self.cells[at])).unwrap_or_default();
            format!("{} {value}", spoken(field.name))
        });
        let said: Vec<String> = said.collect();
        print::line(&format!(
            "You said: {doing} {}; {}.",
            noun(self.kind),
            said.join("; ")
        ));
        if !reader.saves() {
            left();
            return Ok(());
        }
        let done = import::take_row(&context.at_this_moment(), self.kind, &self.row(), false)?;
        for complaint in &done.rejected {
            print::line(&ended(&complaint.reason));
        }
        let noun = noun(self.kind);
        print::line(&if !done.rejected.is_empty() {
            "Nothing was saved.".to_owned()
        } else if done.tally.added > 0 {
            format!("Added the {noun}. undo takes it back.")
        } else if done.tally.changed > 0 {
            format!("Changed the {noun}. undo takes it back.")
        } else {
            "It was so already; nothing was saved.".to_owned()
        });
        if let Some(open) = done.unknown.sentence() {
            print::line(&ended(&open));
        }
        Ok(())
    }
}

/// A question until it is answered, or until nothing may stand for an answer.
fn asked(reader: &mut LineReader, question: &str, must: bool) -> FieldAnswer {
    loop {
        match reader.asked(question, &|_| Vec::new()) {
            ReadLine::Said(line) if leaves(&line) => return FieldAnswer::Left,
            ReadLine::Said(line) if !line.trim().is_empty() => return FieldAnswer::Line(line),
            ReadLine::Said(_) if must => print::line("It does not go without; quit leaves."),
            ReadLine::Said(_) => return FieldAnswer::Nothing,
            ReadLine::Stopped | ReadLine::Over => return FieldAnswer::Left,
        }
    }
}

fn left() {
    print::line("Nothing was saved.");
}

/// What a row of the kind is to whoever adds one.
fn noun(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Schools => "school",
        ImportKind::Products => "product",
        _ => "contract",
    }
}

fn spoken(name: &str) -> String {
    name.replace('_', " ")
}

/// `Term end, as 2027-06-30?`
fn question(field: &ImportField) -> String {
    let said = said_as(field);
    format!("{}?", said.trim_end_matches('.'))
}

/// `Term end, as 2027-06-30.`
fn said_as(field: &ImportField) -> String {
    let name = capital(&spoken(field.name));
    match field.examples.iter().find(|example| !example.is_empty()) {
        Some(example) => format!("{name}, as {example}."),
        None => format!("{name}."),
    }
}
