//! What each list says in which column: one description a list, read by the screen's table and its sort menu, by
//! the command's table on a terminal, and by the files and the JSON that both write.
//!
//! A column is one entry of its list, in the order of the file. New ones go to the end: names and their order are
//! a promise to scripts. What a window or a terminal shows is named below, by the columns' ids.

pub mod actions;
pub mod all;
mod aloud;
mod bands;
pub mod checklist;
pub mod coverage;
pub mod due;
pub mod gaps;
pub mod held;
pub mod history;
pub mod keys;
pub mod matrix;
pub mod overlaps;
pub mod owners;
pub mod packet;
pub mod people;
pub mod policy;
pub mod published;
pub mod queue;
pub mod region;
pub mod renewals;
pub mod schools;
mod sorting;
pub mod standards;
pub mod status;
pub mod training;
pub mod waste;
pub mod words;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use crate::domain::money::Basis;
use crate::domain::review::PersonName;
use crate::domain::text::{self, width};
use crate::exchange::write::{self, Holds, RowKeys, Table, TableCell, readable};
use crate::office::deed::{Contents, Listing};

use bands::Bands;
pub use bands::RowBand;

/// Who reads a list, and on which day: what a cell may depend on besides its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Who sits before the screen, whose things are `me`; none where it is written for anybody: below a command, in a
    /// file, in what is copied.
    pub login: Option<String>,
    /// The day from which days are counted.
    pub today: NaiveDate,
}

impl Viewer {
    /// Anybody who reads it, on this day.
    pub fn anybody(today: NaiveDate) -> Viewer {
        Viewer { login: None, today }
    }

    /// Nobody, for what is the same to everybody and on every day.
    pub fn nobody() -> Viewer {
        Viewer::anybody(NaiveDate::default())
    }

    /// Whose it is, by login: `me` where that is who sits before the screen, nothing where nobody has it.
    fn owner(&self, who: Option<&PersonName>) -> TableCell {
        let login = who.map(|who| who.login.as_str());
        let mine = login.is_some() && login == self.login.as_deref();
        if mine { "me".into() } else { login.into() }
    }

    /// The same as people read it: `kim (left)` of somebody who is not here any more; what is said where nobody has it.
    fn owner_read(&self, who: Option<&PersonName>, nobody: &str) -> String {
        match who {
            None => nobody.to_owned(),
            Some(who) if self.login.as_ref() == Some(&who.login) => "me".to_owned(),
            Some(who) => who.signed(),
        }
    }
}

/// How wide a column is on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Exactly so many cells.
    Fixed(u16),
    /// At least so many, and a share of what is left over.
    AtLeast(u16),
    /// As its title and its longest text need, between these.
    Fits(u16, u16),
    /// As its longest text needs, between these: there is room for its title beside it.
    FitsTexts(u16, u16),
    /// As the column with this id, below which it stands on a second line of the row. It has no title.
    Below(&'static str),
}

/// The columns of one window, from the left, each by its id with its width.
pub type Widths = &'static [ColumnWidth];

/// A column by its id, and how wide it is.
pub type ColumnWidth = (&'static str, Width);

type ColumnText<R> = fn(&R, &Viewer) -> String;
type ColumnCell<R> = fn(&R, &Viewer) -> TableCell;
type ColumnTexts<R> = for<'r> fn(&'r R) -> Box<dyn ExactSizeIterator<Item = &'r str> + 'r>;

/// How a column looks on the screen, or on a terminal below a command.
struct Face<R: 'static> {
    title: &'static str,
    /// None: as the cell is usually shown there.
    text: Option<ColumnText<R>>,
}

/// A line of the sort menu.
pub struct Sort<R: 'static> {
    letter: char,
    word: &'static str,
    /// None: as the rows come.
    column: Option<&'static str>,
    /// None: by the column's cell.
    by: Option<ColumnCell<R>>,
    least_first: bool,
    /// None: its rows fall into no bands.
    bands: Option<Bands<R>>,
}

impl<R> Sort<R> {
    /// By this column, at this letter and under this word: words from A, days from the first, numbers from the
    /// largest, not known last.
    const fn by(letter: char, word: &'static str, column: &'static str) -> Self {
        Self {
            letter,
            word,
            column: Some(column),
            by: None,
            least_first: false,
            bands: None,
        }
    }

    /// The rows stay as they come.
    const fn as_they_come(letter: char, word: &'static str) -> Self {
        Self {
            letter,
            word,
            column: None,
            by: None,
            least_first: false,
            bands: None,
        }
    }

    /// The same, numbers from the smallest.
    const fn least_first(mut self) -> Self {
        self.least_first = true;
        self
    }

    /// The same, as if this stood in the column; numbers from the smallest.
    const fn valued(mut self, by: ColumnCell<R>) -> Self {
        self.by = Some(by);
        self.least_first = true;
        self
    }

    /// The same, whose rows fall into bands: what stands above those that a row is one of, and what is told of them
    /// beside how many they are.
    const fn in_bands(mut self, heading: fn(&R) -> String, told: fn(&[&R]) -> String) -> Self {
        self.bands = Some(Bands { heading, told });
        self
    }
}

/// One column of a list of `R`.
pub struct ListColumn<R: 'static> {
    /// Its name in files and, with `_cents` for money, in JSON.
    pub id: &'static str,
    holds: Holds,
    cell: ColumnCell<R>,
    several: Option<ColumnTexts<R>>,
    screen: Option<Face<R>>,
    terminal: Option<Face<R>>,
    /// In fewer words, where the whole table has no room.
    brief: Option<Face<R>>,
    /// To how many columns a text may be cut there; none where it stands whole or not at all.
    least: Option<usize>,
    /// When it is left out there: the lowest first, the others last.
    leaves: Option<u8>,
    aloud: Option<ColumnText<R>>,
    alarms: Option<fn(&R, &Viewer) -> bool>,
    not_in_files: Option<&'static str>,
    basis: Option<Basis>,
    summed: bool,
}

impl<R> ListColumn<R> {
    /// A column with this name in files, what it holds, and its value in a row.
    const fn new(id: &'static str, holds: Holds, cell: ColumnCell<R>) -> Self {
        Self {
            id,
            holds,
            cell,
            several: None,
            screen: None,
            terminal: None,
            brief: None,
            least: None,
            leaves: None,
            aloud: None,
            alarms: None,
            not_in_files: None,
            basis: None,
            summed: false,
        }
    }

    /// A column of amounts of contracts, and what they are the price of.
    const fn money(id: &'static str, basis: Basis, cell: ColumnCell<R>) -> Self {
        let mut column = Self::new(id, Holds::Cents, cell);
        column.basis = Some(basis);
        column
    }

    /// What all amounts of the list are the price of: the same word in each row, for whoever reads a file of it.
    const fn basis(basis: Basis) -> Self {
        let cell: ColumnCell<R> = match basis {
            Basis::FyShare => |_, _| Basis::FyShare.word().into(),
            Basis::YearPrice => |_, _| Basis::YearPrice.word().into(),
            Basis::TermPrice => |_, _| Basis::TermPrice.word().into(),
        };
        let mut column = Self::new("basis", Holds::Text, cell);
        column.basis = Some(basis);
        column
    }

    /// Stands on the screen under this title.
    const fn screen(mut self, title: &'static str) -> Self {
        self.screen = Some(Face { title, text: None });
        self
    }

    /// The same, in other words than the cell's own.
    const fn screen_as(mut self, title: &'static str, text: ColumnText<R>) -> Self {
        let text = Some(text);
        self.screen = Some(Face { title, text });
        self
    }

    /// Stands in the command's table on a terminal under this title.
    const fn terminal(mut self, title: &'static str) -> Self {
        self.terminal = Some(Face { title, text: None });
        self
    }

    /// The same, in other words than the cell's own.
    const fn terminal_as(mut self, title: &'static str, text: ColumnText<R>) -> Self {
        let text = Some(text);
        self.terminal = Some(Face { title, text });
        self
    }

    /// The same under this title and in fewer words, where the table has no room for those.
    const fn brief(mut self, title: &'static str, text: ColumnText<R>) -> Self {
        let text = Some(text);
        self.brief = Some(Face { title, text });
        self
    }

    /// A name or a sentence, that is cut to so many columns where the table has no room. Numbers, days, ids and verdicts
    /// are never cut.
    const fn shrinks(mut self, least: usize) -> Self {
        self.least = Some(least);
        self
    }

    /// Is left out where the table has no room for all, after those with a lower number.
    const fn leaves(mut self, turn: u8) -> Self {
        self.leaves = Some(turn);
        self
    }

    /// The texts of its cell one by one, where they may be thousands: on a terminal only those are looked at that are
    /// named there.
    const fn several(mut self, texts: ColumnTexts<R>) -> Self {
        self.several = Some(texts);
        self
    }

    /// What it says of a row on a terminal; of several as many as fit into so many columns.
    fn told(&self, row: &R, viewer: &Viewer, room: usize) -> String {
        match self.several {
            Some(texts) => within(texts(row), ", ", room),
            None => fitting(&(self.cell)(row, viewer), room),
        }
    }

    /// Is read aloud so: a whole fact with its name in it; empty where there is nothing to say.
    const fn aloud(mut self, text: ColumnText<R>) -> Self {
        self.aloud = Some(text);
        self
    }

    /// Stands out on the screen in such rows.
    const fn alarms(mut self, when: fn(&R, &Viewer) -> bool) -> Self {
        self.alarms = Some(when);
        self
    }

    /// Its amounts of all rows make a sum, in which each dollar is once; workbooks have it below the last row.
    const fn summed(mut self) -> Self {
        self.summed = true;
        self
    }

    /// Is shown but never written, and why.
    const fn not_in_files(mut self, why: &'static str) -> Self {
        self.not_in_files = Some(why);
        self
    }

    /// Numbers and money end at the same place.
    pub fn is_number(&self) -> bool {
        self.holds.is_number()
    }

    /// Its title on the screen.
    pub fn title(&self) -> &'static str {
        self.screen.as_ref().map_or("", |face| face.title)
    }

    /// What it says of a row on the screen: dollars without cents, `-` where nothing is known.
    pub fn shows(&self, row: &R, viewer: &Viewer) -> String {
        if let Some(text) = self.screen.as_ref().and_then(|face| face.text) {
            return text(row, viewer);
        }
        match (self.cell)(row, viewer) {
            TableCell::Blank => "-".to_owned(),
            TableCell::Cents(amount) => amount.dollars(),
            other => readable(&other),
        }
    }

    /// Does it stand out on the screen in this row?
    pub fn is_alarm(&self, row: &R, viewer: &Viewer) -> bool {
        self.alarms.is_some_and(|alarms| alarms(row, viewer))
    }
}

/// A list: its columns, and which of them are seen where.
pub struct ListColumns<R: 'static> {
    /// What its file is called.
    pub name: &'static str,
    /// All, in the order of the file.
    pub all: &'static [ListColumn<R>],
    /// What JSON has first, by id, where its order is an older promise than that of the file.
    pub json_first: &'static [&'static str],
    /// What each kind of window shows.
    pub windows: &'static [Widths],
    /// What each command's table shows on a terminal, by id, from the left.
    pub terminals: &'static [&'static [&'static str]],
    /// The lines of the sort menu, in its order.
    pub sorts: &'static [Sort<R>],
    /// What is copied of a row, by id, from the left; none where no row is copied.
    pub copied: &'static [&'static str],
}

type TerminalText<'c, R> = Box<dyn Fn(&R, usize) -> String + 'c>;

/// A column as a command tells it on a terminal, shown or read aloud.
pub struct TerminalColumn<'c, R> {
    /// In capitals.
    pub title: &'static str,
    /// Its texts stand at the right.
    pub right: bool,
    /// To how many columns a text may be cut; none where it stands whole or not at all.
    pub least: Option<usize>,
    /// When it is left out where there is no room for all: the lowest first, the others last.
    pub leaves: Option<u8>,
    text: TerminalText<'c, R>,
    /// The same title and text in fewer words, where it has them.
    brief: Option<(&'static str, TerminalText<'c, R>)>,
}

impl<'c, R> TerminalColumn<'c, R> {
    /// A column of this title, whose texts stand at the right or not, and what it says of a row.
    pub fn new(
        title: &'static str,
        right: bool,
        text: impl Fn(&R, usize) -> String + 'c,
    ) -> TerminalColumn<'c, R> {
        TerminalColumn {
            title,
            right,
            least: None,
            leaves: None,
            text: Box::new(text),
            brief: None,
        }
    }

    /// The same, whose texts may be cut to so many columns.
    #[must_use]
    pub fn shrinks(self, least: Option<usize>) -> TerminalColumn<'c, R> {
        TerminalColumn { least, ..self }
    }

    /// The same, that is left out at this turn where there is no room for all.
    #[must_use]
    pub fn leaves(self, leaves: Option<u8>) -> TerminalColumn<'c, R> {
        TerminalColumn { leaves, ..self }
    }

    /// The same, that has this title and says this in fewer words.
    #[must_use]
    pub fn brief(
        self,
        title: &'static str,
        text: impl Fn(&R, usize) -> String + 'c,
    ) -> TerminalColumn<'c, R> {
        TerminalColumn {
            brief: Some((title, Box::new(text))),
            ..self
        }
    }

    /// The column in fewer words, once; none where it has none.
    pub fn in_brief(&mut self) -> Option<TerminalColumn<'c, R>> {
        let (title, text) = self.brief.take()?;
        Some(TerminalColumn {
            title,
            text,
            brief: None,
            ..*self
        })
    }

    /// What it says of a row; empty where there is nothing to say. Of several, such as the schools of a row, so many are
    /// named as fit into `room`, and the rest are counted.
    pub fn text(&self, row: &R, room: usize) -> String {
        (self.text)(row, room)
    }
}

impl<R> ListColumns<R> {
    /// A list that no window shows: commands print it and files have it.
    const fn of_commands(
        name: &'static str,
        all: &'static [ListColumn<R>],
        terminals: &'static [&'static [&'static str]],
    ) -> Self {
        Self {
            name,
            all,
            json_first: &[],
            windows: &[],
            terminals,
            sorts: &[],
            copied: &[],
        }
    }

    /// The column with this id.
    pub fn get(&self, id: &str) -> Option<&'static ListColumn<R>> {
        self.all.iter().find(|column| column.id == id)
    }

    /// The columns of a window with their widths.
    pub fn window(&self, widths: Widths) -> Vec<(&'static ListColumn<R>, Width)> {
        let columns = widths.iter();
        columns
            .filter_map(|(id, width)| Some((self.get(id)?, *width)))
            .collect()
    }

    /// These columns, as a person reads them on a terminal.
    pub fn shown<'c>(&'c self, ids: &[&str], viewer: &'c Viewer) -> Vec<TerminalColumn<'c, R>> {
        self.told(ids, |column, face| shown(column, face, viewer))
    }

    /// The same as they are read aloud: a column without a title says its fact in full.
    pub fn aloud<'c>(&'c self, ids: &[&str], viewer: &'c Viewer) -> Vec<TerminalColumn<'c, R>> {
        self.told(ids, |column, face| {
            let is_whole = column.aloud.is_some();
            let text = move |row: &R, room| match column.aloud.or(face.text) {
                Some(text) => text(row, viewer),
                None if column.several.is_some() => column.told(row, viewer, room),
                None => match (column.cell)(row, viewer) {
                    TableCell::Day(day) => aloud::day(day),
                    cell => fitting(&cell, room),
                },
            };
            TerminalColumn::new(if is_whole { "" } else { face.title }, false, text)
        })
    }

    /// Those of these columns that have a face on a terminal, each as `face` has it told.
    fn told<'c>(
        &'c self,
        ids: &[&str],
        face: impl Fn(&'c ListColumn<R>, &'c Face<R>) -> TerminalColumn<'c, R>,
    ) -> Vec<TerminalColumn<'c, R>> {
        let columns = ids.iter().filter_map(|id| self.get(id));
        let faces = columns.filter_map(|column| Some(face(column, column.terminal.as_ref()?)));
        faces.collect()
    }

    /// All that files say of these rows.
    pub fn table<'r>(&self, rows: impl IntoIterator<Item = &'r R>, viewer: &Viewer) -> Table {
        let file = self.file(viewer);
        Table {
            title: self.name.to_owned(),
            columns: file.columns(),
            rows: rows.into_iter().map(|row| file.cells(row)).collect(),
        }
    }

    /// All that files say, for rows that are written one by one.
    pub fn file(&self, viewer: &Viewer) -> ListFile<R> {
        ListFile::of(self.all.iter(), viewer)
    }

    /// The same in the order of JSON.
    pub fn json_file(&self, viewer: &Viewer) -> ListFile<R> {
        let first = self.json_first.iter().filter_map(|id| self.get(id));
        let rest = self.all.iter();
        let rest = rest.filter(|column| !self.json_first.contains(&column.id));
        ListFile::of(first.chain(rest), viewer)
    }

    /// The same as JSON, an object a row.
    pub fn json<'r>(
        &self,
        rows: impl IntoIterator<Item = &'r R>,
        viewer: &Viewer,
    ) -> Vec<Map<String, Json>> {
        let file = self.json_file(viewer);
        let keys = RowKeys::of(&file.columns());
        let rows = rows.into_iter();
        rows.map(|row| keys.object(&file.cells(row))).collect()
    }

    /// One row to be pasted, with tabs between: dollars without cents, nothing where nothing is known.
    pub fn tabbed(&self, row: &R, viewer: &Viewer) -> String {
        let columns = self.copied.iter().filter_map(|id| self.get(id));
        let anybody = Viewer::anybody(viewer.today);
        let texts = columns.map(|column| match (column.cell)(row, &anybody) {
            TableCell::Cents(amount) => amount.dollars(),
            other => readable(&other),
        });
        texts.collect::<Vec<_>>().join("\t")
    }

    /// One row as JSON.
    pub fn object(&self, row: &R, viewer: &Viewer) -> Map<String, Json> {
        self.json([row], viewer).pop().unwrap_or_default()
    }

    /// What is to be written to a file called after the list; none without a row.
    pub fn listing<'r>(
        &self,
        rows: impl IntoIterator<Item = &'r R>,
        viewer: &Viewer,
    ) -> Option<Listing> {
        let table = self.table(rows, viewer);
        (!table.rows.is_empty()).then(|| Listing {
            name: self.name.to_owned(),
            contents: Contents::Table(table),
        })
    }
}

/// The columns of a list that a file has, and what they say of a row.
pub struct ListFile<R: 'static> {
    columns: Vec<&'static ListColumn<R>>,
    anybody: Viewer,
}

impl<R> ListFile<R> {
    fn of(columns: impl Iterator<Item = &'static ListColumn<R>>, viewer: &Viewer) -> ListFile<R> {
        ListFile {
            columns: columns.filter(|c| c.not_in_files.is_none()).collect(),
            anybody: Viewer::anybody(viewer.today),
        }
    }

    /// The columns, in order.
    pub fn columns(&self) -> Vec<write::TableColumn> {
        let columns = self.columns.iter();
        let columns = columns.map(|c| write::TableColumn::new(c.id, c.holds).summed(c.summed));
        columns.collect()
    }

    /// What a row says in each.
    pub fn cells(&self, row: &R) -> Vec<TableCell> {
        let columns = self.columns.iter();
        columns.map(|c| (c.cell)(row, &self.anybody)).collect()
    }
}

/// A column as a person reads it on a terminal with this face.
fn shown<'c, R>(
    column: &'c ListColumn<R>,
    face: &'c Face<R>,
    viewer: &'c Viewer,
) -> TerminalColumn<'c, R> {
    let text = |face: &'c Face<R>| {
        move |row: &R, room: usize| match face.text {
            Some(text) => text(row, viewer),
            None => column.told(row, viewer, room),
        }
    };
    let told = TerminalColumn::new(face.title, column.is_number(), text(face));
    let told = told.shrinks(column.least).leaves(column.leaves);
    match &column.brief {
        Some(brief) => told.brief(brief.title, text(brief)),
        None => told,
    }
}

/// What a cell says; of several as many as fit into so many columns, with how many more there are.
fn fitting(cell: &TableCell, room: usize) -> String {
    match cell {
        TableCell::List(texts) => within(texts.iter().map(String::as_str), "; ", room),
        TableCell::Json(Json::Array(all), _) => {
            let texts: Vec<&str> = all.iter().filter_map(Json::as_str).collect();
            if texts.is_empty() {
                return readable(cell);
            }
            within(texts.into_iter(), ", ", room)
        }
        _ => readable(cell),
    }
}

/// As many of these as fit into so many columns, with how many more there are. Those that do not fit are not looked at.
fn within<'t>(texts: impl ExactSizeIterator<Item = &'t str>, between: &str, room: usize) -> String {
    let all = texts.len();
    let (mut first, mut wide) = (Vec::new(), 0);
    for text in texts {
        first.push(text);
        wide += width(text) + between.len();
        if wide > room + between.len() {
            break;
        }
    }
    if all == 1 || wide <= room + between.len() {
        return text::shown(&first.join(between)).into_owned();
    }
    let mut said = String::new();
    for (at, text) in first.iter().enumerate() {
        let left = all - at;
        let after = format!("{said}{text}{between}{} more", left - 1);
        // One is named in any case, or nobody would know what is counted.
        if at > 0 && width(&after) > room {
            return format!("{said}{left} more");
        }
        said.push_str(text);
        said.push_str(between);
    }
    format!("{said}{} more", all - first.len())
}

#[cfg(test)]
mod tests;
