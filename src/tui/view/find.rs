//! The finder: a name and a school typed, the answer in the row, what to say below it.
//!
//! Its box is open when it is entered, so that the first key is already the question. The row under
//! the cursor needs no Enter; Enter opens the whole card.

mod detail;
mod out;
mod wide;

use std::cell::Cell;

use ratatui::layout::Rect;

use self::detail::Detail;
use super::{CopyForm, Offer, View};
use crate::domain::find::{SchoolName, schools_like};
use crate::domain::record::Kind;
use crate::domain::status::{Answer as Status, Verdict, Word};
use crate::domain::text;
use crate::store::Card;
use crate::tui::ask::{Answer, Ask, Choice, Found, FoundRow, Listing};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Wish, Writing};
use crate::tui::keymap::Context;
use crate::tui::place::Spot;
use crate::tui::scene::{Scene, Shape};
use crate::tui::theme::Role;
use crate::tui::widget::field::Field;
use crate::tui::widget::list::List;
use crate::tui::widget::table::{self, Column};

/// Rows that are kept at 80x24 before the detail below gets any: with twelve, two letters show every
/// product of a usual catalogue.
const ROWS: u16 = 12;

/// Rows that stay however long the sentence to say is.
const FEWEST: u16 = 6;

/// Columns that are kept for what is typed, before the school stands beside it.
const TYPED: u16 = 12;

/// Where the keys go, as it is remembered between sessions.
const BOX: usize = 0;
const LIST: usize = 1;
const CARD: usize = 2;

/// The finder.
pub struct Find {
    typed: Field,
    open: bool,
    found: Option<Found>,
    rows: List<i64>,
    card: Option<Box<Card>>,
    /// The school that card's answer is for.
    card_school: Option<i64>,
    /// A key is held: only the rows are drawn.
    passing: bool,
    /// The row to go back to, at the start.
    wanted: Option<i64>,
    /// The whole card is shown; the number is the first line shown, brought back by `draw` where it
    /// went past the end.
    reading: Option<Cell<usize>>,
    schools: Vec<Choice>,
    /// The card of a product that another view sent here.
    visit: Option<Visit>,
}

/// A card opened from elsewhere: which, where, and the tab to go back to.
struct Visit {
    product: i64,
    school: Option<Choice>,
    from: Tab,
}

impl Default for Find {
    fn default() -> Find {
        Find {
            typed: Field::line(""),
            open: true,
            found: None,
            rows: List::default(),
            card: None,
            card_school: None,
            passing: false,
            wanted: None,
            reading: None,
            schools: Vec::new(),
            visit: None,
        }
    }
}

impl Find {
    fn row(&self) -> Option<&FoundRow> {
        let id = self.rows.selected()?;
        self.found.as_ref()?.rows.iter().find(|row| row.id == *id)
    }

    /// The product the keys are about: its id and name.
    fn subject(&self) -> Option<(i64, &str)> {
        match &self.visit {
            Some(visit) => {
                let card = self.current_card()?;
                Some((visit.product, card.answer.product.as_str()))
            }
            None => self.row().map(|row| (row.id, row.name.as_str())),
        }
    }

    /// The card of that product, if it has come.
    fn current_card(&self) -> Option<&Card> {
        let id = match &self.visit {
            Some(visit) => visit.product,
            None => self.row()?.id,
        };
        self.card.as_deref().filter(|card| card.product.id.0 == id)
    }

    /// The answer of that product, with alternatives once they are known.
    fn answer(&self) -> Option<&Status> {
        if self.visit.is_some() {
            return self.current_card().map(|card| &card.answer);
        }
        let row = self.row()?;
        let whole = self
            .current_card()
            .filter(|_| self.card_school == self.place_id());
        Some(whole.map_or(&row.answer, |card| &card.answer))
    }

    fn place_id(&self) -> Option<i64> {
        self.place().and_then(|school| school.id.parse().ok())
    }

    fn place(&self) -> Option<&Choice> {
        if let Some(visit) = &self.visit {
            return visit.school.as_ref();
        }
        self.found.as_ref()?.place.as_ref()
    }

    /// `@li` and a blank: stay at the school whose name begins so.
    fn fix_school(&mut self) -> Option<Vec<Wish>> {
        if self.schools.is_empty() {
            // Typed before the schools have come: the finder understands the mark all the same.
            return None;
        }
        let text = self.typed.text().to_owned();
        let at = text.rfind('@').filter(|at| !text[*at..].contains(' '))?;
        let words = &text[at + 1..];
        let known: Vec<SchoolName> = self
            .schools
            .iter()
            .map(|s| SchoolName {
                id: s.id.parse().unwrap_or_default(),
                code: Some(s.note.clone()).filter(|note| !note.is_empty()),
                name: s.name.clone(),
            })
            .collect();
        let like = schools_like(words, &known);
        self.typed.set(&text[..at]);
        match like[..] {
            [id] => {
                let found = self
                    .schools
                    .iter()
                    .find(|s| s.id == id.to_string())
                    .cloned();
                Some(vec![Wish::Scope(found)])
            }
            [] => Some(vec![Wish::Hint(format!(
                "No school begins with `{words}`."
            ))]),
            _ => {
                let names: Vec<&str> = self
                    .schools
                    .iter()
                    .filter(|s| like.iter().any(|id| s.id == id.to_string()))
                    .map(|s| s.name.as_str())
                    .collect();
                Some(vec![Wish::Hint(format!(
                    "Which one: {}? Write more of it.",
                    names.join(", ")
                ))])
            }
        }
    }

    fn in_box(&mut self, command: Command) -> Option<Vec<Wish>> {
        match command {
            Command::Type('?') if self.typed.is_empty() => {
                return Some(vec![Wish::Run(Command::Help)]);
            }
            Command::Type(':') if self.typed.is_empty() => {
                return Some(vec![Wish::Run(Command::Palette)]);
            }
            Command::Type(' ') => {
                if let Some(wishes) = self.fix_school() {
                    return Some(wishes);
                }
                self.typed.update(command);
            }
            Command::Down | Command::Up | Command::PageDown | Command::PageUp => {
                self.rows.update(command);
            }
            Command::Close => self.open = false,
            Command::Accept => return Some(self.accept()),
            Command::Complete => self.complete(),
            Command::DeleteToStart => {
                // The school typed for this call stays while its next product is looked up.
                let kept = self.found.as_ref().filter(|found| found.place_typed);
                let kept = kept.and_then(|found| found.place.clone());
                self.typed.set("");
                return Some(
                    kept.map(|school| Wish::Scope(Some(school)))
                        .into_iter()
                        .collect(),
                );
            }
            other => return self.typed.update(other).then(Vec::new),
        }
        Some(Vec::new())
    }

    fn accept(&mut self) -> Vec<Wish> {
        if let Some(row) = self.row() {
            let looked_up = Wish::Change(Ask::LookedUp(row.id));
            self.reading = Some(Cell::new(0));
            self.open = false;
            return vec![looked_up];
        }
        let words = self.found.as_ref().map_or("", |found| &found.product_words);
        if words.is_empty() {
            Vec::new()
        } else {
            vec![new_product(words)]
        }
    }

    fn complete(&mut self) {
        let name = self.row().map(|row| row.name.clone());
        if let Some(name) = name {
            let school = self
                .found
                .as_ref()
                .map_or(String::new(), |found| found.school_words.clone());
            self.typed.set(format!("{name} {school}").trim_end());
        }
    }

    fn out_of_box(&mut self, command: Command) -> Option<Vec<Wish>> {
        if let Some(top) = self.reading.as_ref().map(Cell::get) {
            return self.in_card(command, top);
        }
        match command {
            Command::FindProduct => {
                self.typed.set("");
                self.open = true;
            }
            Command::Filter => self.open = true,
            Command::Open | Command::Product => return self.row().is_some().then(|| self.accept()),
            Command::New => return Some(vec![new_product(self.typed.text())]),
            Command::Note => return self.note(),
            Command::History => return self.history(),
            other => return self.rows.update(other).then(Vec::new),
        }
        Some(Vec::new())
    }

    fn in_card(&mut self, command: Command, top: usize) -> Option<Vec<Wish>> {
        if let Some(visit) = &self.visit {
            let from = visit.from;
            match command {
                Command::Back | Command::Left => return Some(vec![Wish::Run(Command::Show(from))]),
                Command::FindProduct | Command::Filter => self.visit = None,
                _ => {}
            }
        }
        let top = match command {
            Command::Back | Command::Left => None,
            Command::Down | Command::ScrollDown => Some(top + 1),
            Command::Up | Command::ScrollUp => Some(top.saturating_sub(1)),
            Command::PageDown => Some(top + 8),
            Command::PageUp => Some(top.saturating_sub(8)),
            Command::First => Some(0),
            Command::Last => Some(usize::MAX / 2),
            Command::FindProduct => {
                self.typed.set("");
                self.open = true;
                None
            }
            Command::Filter => {
                self.open = true;
                None
            }
            Command::Note => return self.note(),
            Command::History => return self.history(),
            _ => return None,
        };
        self.reading = top.map(Cell::new);
        Some(Vec::new())
    }

    fn note(&self) -> Option<Vec<Wish>> {
        let (id, name) = self.subject()?;
        Some(vec![Wish::Write(Writing {
            about: format!("note product {id} {name}"),
            title: format!("Note on {name}"),
            text: String::new(),
            several_lines: true,
        })])
    }

    fn history(&self) -> Option<Vec<Wish>> {
        self.subject()
            .map(|(id, name)| vec![Wish::History(Kind::Product, id, name.to_owned())])
    }

    fn draw_box(&self, area: Rect, canvas: &mut Canvas) {
        let place = match self.found.as_ref().and_then(|found| found.place.as_ref()) {
            Some(school) => format!("school: {}", school.name),
            None => "school: any".to_owned(),
        };
        canvas.text(area.x, area.y, 5, "Find:", Role::Heading);
        let wide = text::width(&place) as u16 + 1;
        let beside = area.width >= 6 + TYPED + wide;
        let room = area.width.saturating_sub(7 + if beside { wide } else { 0 });
        let field = Rect::new(area.x + 6, area.y, room, 1);
        if self.open {
            self.typed.draw(canvas, field);
        } else {
            canvas.text(
                field.x,
                field.y,
                field.width,
                self.typed.text(),
                Role::Plain,
            );
        }
        if beside {
            let end = area.right().saturating_sub(1);
            canvas.right(area.x + 6, end, area.y, &place, Role::Plain);
        }
    }

    fn draw_rows(&self, area: Rect, canvas: &mut Canvas) {
        let Some(found) = &self.found else { return };
        if found.rows.is_empty() {
            return draw_nothing(found, area, canvas);
        }
        let columns: &[Column] = if found.place.is_some() {
            &[
                Column::wide("PRODUCT", 18),
                Column::fixed("ANSWER", 16),
                Column::wide("WHY / LIMITS", 30),
            ]
        } else {
            &[
                Column::wide("PRODUCT", 18),
                Column::fixed("ANSWER", 16),
                Column::fixed("WHERE", 15),
                Column::wide("WHY / LIMITS", 20),
            ]
        };
        table::draw(canvas, area, columns, &self.rows, true, |at, _| {
            let Some(row) = found.rows.get(at) else {
                return Vec::new();
            };
            let mut cells = vec![(row.name.clone(), Role::Plain), word(row.answer.word)];
            if found.place.is_none() {
                cells.push((row.answer.where_.clone(), Role::Plain));
            }
            cells.push((why(row), Role::Plain));
            cells
        });
    }

    /// Rows above, the detail of the one under the cursor below.
    fn draw_stacked(&self, body: Rect, canvas: &mut Canvas, scene: &Scene) {
        let rows = self.rows_shown(body, scene) + 1;
        self.draw_rows(
            Rect {
                height: rows,
                ..body
            },
            canvas,
        );
        let below = Rect {
            y: body.y + rows,
            height: body.height - rows,
            ..body
        };
        self.draw_detail(below, canvas, scene);
    }

    /// How many rows the list may show: the sentence to say is never cut off for them.
    fn rows_shown(&self, body: Rect, scene: &Scene) -> u16 {
        let room = body.height.saturating_sub(1);
        let matches = self.rows.len().max(2) as u16;
        let rows = match scene.shape {
            Shape::Full => matches.min(ROWS.max(body.height.saturating_sub(22))),
            Shape::OnePane | Shape::Tiny if matches + FEWEST < room => matches,
            Shape::OnePane | Shape::Tiny => return room,
        };
        let say = self.answer().map_or(0, |answer| {
            detail::said(answer, body.width as usize - 2).len() as u16
        });
        rows.min(room.saturating_sub(say + 1).max(FEWEST)).min(room)
    }

    fn draw_detail(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        let (Some(row), Some(answer)) = (self.row(), self.answer()) else {
            return;
        };
        if area.height == 0 || self.passing {
            return;
        }
        let detail = Detail {
            answer,
            card: self.current_card(),
            place: self.place(),
            today: scene.now.date(),
        };
        let room = area.height as usize - 1;
        let (title, lines) = detail.brief(&row.name, area.width.saturating_sub(2) as usize, room);
        canvas.rule(Rect { height: 1, ..area }, &title);
        for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
            canvas.text(area.x + 1, y, area.width - 1, &line.0, line.1);
        }
    }

    fn draw_card(&self, first: &Cell<usize>, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        let (Some((_, name)), Some(answer)) = (self.subject(), self.answer()) else {
            return;
        };
        canvas.rule(Rect { height: 1, ..area }, name);
        let detail = Detail {
            answer,
            card: self.current_card(),
            place: self.place(),
            today: scene.now.date(),
        };
        let lines = detail.whole(area.width.saturating_sub(2) as usize);
        let room = (area.height as usize).saturating_sub(1);
        let top = first.get().min(lines.len().saturating_sub(room));
        first.set(top);
        for (line, y) in lines.iter().skip(top).zip(area.y + 1..area.bottom()) {
            canvas.text(area.x + 1, y, area.width.saturating_sub(1), &line.0, line.1);
        }
        if lines.len() > top + room {
            let more = format!(" {} more lines, j ", lines.len() - top - room);
            canvas.right(area.x, area.right(), area.y, &more, Role::Plain);
        }
        canvas.put_cursor(area.x, area.y);
    }
}

fn new_product(words: &str) -> Wish {
    Wish::Write(Writing {
        about: "new product".to_owned(),
        title: "Add a product nobody has asked about yet: its name".to_owned(),
        text: words.to_owned(),
        several_lines: false,
    })
}

fn draw_nothing(found: &Found, area: Rect, canvas: &mut Canvas) {
    let words = &found.product_words;
    let mut lines = if found.known == 0 {
        vec![
            "Type a product name. 0 products are known; anything you type can be added.".to_owned(),
        ]
    } else if words.is_empty() {
        vec!["Type a product name.".to_owned()]
    } else {
        vec![format!(
            "Nobody has asked about \"{words}\". Enter adds it as not reviewed."
        )]
    };
    if !found.nearest.is_empty() {
        lines.push(format!("Nearest names: {}.", found.nearest.join(", ")));
    }
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
        canvas.text(
            area.x + 2,
            y,
            area.width.saturating_sub(2),
            line,
            Role::Plain,
        );
    }
}

fn word(word: Word) -> table::Cell {
    let role = if matches!(word, Word::No | Word::Expired) {
        Role::Alarm
    } else {
        Role::Plain
    };
    (word.text().to_owned(), role)
}

/// The one thing to know beside the word.
fn why(row: &FoundRow) -> String {
    let answer = &row.answer;
    let limits = match answer.verdict {
        Verdict::Yes | Verdict::YesUntil => answer
            .valid_until
            .map(|day| format!("until {}", detail::short(day)))
            .unwrap_or_default(),
        Verdict::NotReviewed | Verdict::NotListed => String::new(),
        _ => answer.conditions.first().unwrap_or(&answer.reason).clone(),
    };
    match &row.alias {
        Some(alias) if limits.is_empty() => format!("also {alias}"),
        Some(alias) => format!("also {alias}; {limits}"),
        None => limits,
    }
}

impl View for Find {
    fn tab(&self) -> Tab {
        Tab::Find
    }

    fn context(&self) -> Context {
        if self.open {
            Context::Picker
        } else {
            Context::Global
        }
    }

    fn heading(&self, _scene: &Scene) -> String {
        if let Some(visit) = &self.visit {
            return format!("card   Esc goes back to {}", visit.from.name());
        }
        let counts = match &self.found {
            None => String::new(),
            Some(found) => {
                let fit = if found.total == 1 {
                    "1 match".to_owned()
                } else {
                    format!("{} match", found.total)
                };
                format!("{} products, {fit}", found.known)
            }
        };
        match self.found.as_ref().and_then(|found| found.note.as_ref()) {
            Some(note) => format!("{note}   {counts}"),
            None => format!("type a product, then a school   {counts}"),
        }
    }

    fn offers(&self, _scene: &Scene) -> Vec<Offer> {
        let nothing = self
            .subject()
            .is_none()
            .then(|| "No product is under the cursor.".to_owned());
        let in_card = (self.reading.is_some() && !self.open)
            .then(|| "A card is one product. Esc goes back to the list.".to_owned());
        let one_list = || Some("The answers stand in the order of the best fit.".to_owned());
        let mut offers = vec![
            Offer::called(Command::Open, "card").unless(in_card.clone().or(nothing.clone())),
            Offer::called(Command::Filter, "box"),
            Offer::of(Command::FindProduct),
            Offer::of(Command::New),
        ];
        for command in [
            Command::Copy,
            Command::CopyMenu,
            Command::Note,
            Command::History,
        ] {
            offers.push(Offer::of(command).unless(nothing.clone()));
        }
        for command in [Command::Mark, Command::MarkAll] {
            offers.push(Offer::of(command).unless(in_card.clone().or(nothing.clone())));
        }
        offers.push(Offer::of(Command::ExportMenu).unless(nothing.clone()));
        offers.push(Offer::of(Command::Scope));
        offers.push(Offer::of(Command::Undo));
        offers.push(Offer::of(Command::SortMenu).unless(one_list()));
        offers
    }

    fn can_go_back(&self) -> bool {
        self.reading.is_some()
    }

    fn asks(&self, scene: &Scene) -> Vec<Ask> {
        let scope = scene
            .scope
            .as_ref()
            .and_then(|school| school.id.parse().ok());
        let mut asks = vec![
            Ask::Schools,
            Ask::Find {
                typed: self.typed.text().to_owned(),
                school: scope,
            },
        ];
        if let Some(visit) = &self.visit {
            let school = visit.school.as_ref();
            asks.push(Ask::Card {
                product: visit.product,
                school: school.and_then(|school| school.id.parse().ok()),
            });
        } else if let Some(row) = self.row().filter(|_| !self.passing) {
            asks.push(Ask::Card {
                product: row.id,
                school: self.place_id(),
            });
        }
        asks
    }

    fn waits_for(&self, ask: &Ask, command: Command) -> bool {
        // What is copied is never half of it.
        let whole = matches!(command, Command::Copy | Command::CopyMenu) || self.visit.is_some();
        ask.brings_rows() || (whole && matches!(ask, Ask::Card { .. }))
    }

    fn stay(&mut self, school: Option<&Choice>) {
        if let Some(visit) = &mut self.visit
            && visit.school.as_ref() != school
        {
            visit.school = school.cloned();
            self.card = None;
        }
    }

    fn show_card(&mut self, product: i64, school: Option<Choice>, from: Tab) {
        self.card = None;
        self.visit = Some(Visit {
            product,
            school,
            from,
        });
        self.reading = Some(Cell::new(0));
        self.open = false;
    }

    fn take(&mut self, ask: &Ask, answer: Answer) {
        match answer {
            Answer::Found(found) => {
                let typed_more = self
                    .found
                    .as_ref()
                    .is_none_or(|old| old.product_words != found.product_words);
                self.rows.set(found.rows.iter().map(|row| row.id).collect());
                if typed_more && self.open {
                    self.rows.update(Command::First);
                }
                if let Some(row) = self.wanted.take() {
                    self.rows.select(&row);
                }
                self.found = Some(*found);
            }
            Answer::Card(card) => {
                self.card = Some(card);
                if let Ask::Card { school, .. } = ask {
                    self.card_school = *school;
                }
            }
            Answer::Schools(schools) => self.schools = schools,
            _ => {}
        }
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Option<Vec<Wish>> {
        if self.open {
            self.in_box(command)
        } else {
            self.out_of_box(command)
        }
    }

    fn paste(&mut self, text: &str) -> bool {
        if self.open {
            self.typed.insert(text);
        }
        self.open
    }

    fn written(&mut self, about: &str, text: &str) -> Vec<Wish> {
        if about == "new product" {
            self.typed.set(text);
            return vec![Wish::Change(Ask::AddProduct(text.to_owned()))];
        }
        let about = about
            .strip_prefix("note product ")
            .and_then(|rest| rest.split_once(' '));
        match about.and_then(|(id, name)| Some((id.parse().ok()?, name.to_owned()))) {
            Some((record, what)) => {
                vec![Wish::Change(Ask::Note {
                    about: Kind::Product,
                    record,
                    what,
                    text: text.to_owned(),
                })]
            }
            None => Vec::new(),
        }
    }

    fn copies(&self, scene: &Scene) -> Vec<CopyForm> {
        let (Some((_, name)), Some(answer)) = (self.subject(), self.answer()) else {
            return Vec::new();
        };
        let detail = Detail {
            answer,
            card: self.current_card(),
            place: self.place(),
            today: scene.now.date(),
        };
        let row = self.row().filter(|_| self.visit.is_none());
        let limits = row.map_or_else(|| answer.reason.clone(), why);
        let card: Vec<String> = detail.whole(76).into_iter().map(|line| line.0).collect();
        vec![
            CopyForm {
                letter: 's',
                label: "the sentence to say",
                text: answer.say.clone(),
            },
            CopyForm {
                letter: 'r',
                label: "the row",
                text: format!("{name}\t{}\t{limits}", answer.word),
            },
            CopyForm {
                letter: 'c',
                label: "the whole card",
                text: card.join("\n"),
            },
        ]
    }

    fn export(&self, _scene: &Scene) -> Option<Listing> {
        out::listing(self)
    }

    fn leave(&mut self) {
        self.visit = None;
        self.reading = None;
        self.open = true;
    }

    fn remember(&self) -> Spot {
        Spot {
            row: self.rows.selected().map(i64::to_string).unwrap_or_default(),
            filter: self.typed.text().to_owned(),
            pane: match (self.open, self.reading.is_some()) {
                (true, _) => BOX,
                (false, false) => LIST,
                (false, true) => CARD,
            },
            ..Spot::default()
        }
    }

    fn restore(&mut self, spot: &Spot) {
        self.typed.set(&spot.filter);
        self.wanted = spot.row.parse().ok();
        self.open = spot.pane == BOX;
        self.reading = (spot.pane == CARD).then(|| Cell::new(0));
    }

    fn pass_by(&mut self, passing: bool) {
        self.passing = passing;
    }

    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        if let Some(top) = &self.reading {
            return self.draw_card(top, area, canvas, scene);
        }
        canvas.line(area.x, area.y + 1, area.width);
        let body = Rect {
            y: area.y + 2,
            height: area.height.saturating_sub(2),
            ..area
        };
        if wide::fits(body) {
            self.draw_wide(body, area.y + 1, canvas, scene);
        } else {
            self.draw_stacked(body, canvas, scene);
        }
        // The box last: while it is open, the real cursor is in it.
        self.draw_box(Rect { height: 1, ..area }, canvas);
    }

    fn draw_tiny(&self, area: Rect, canvas: &mut Canvas, _scene: &Scene) -> bool {
        if !self.open || area.height < 2 {
            return false;
        }
        self.draw_box(Rect { height: 1, ..area }, canvas);
        let rows = self.found.iter().flat_map(|found| &found.rows);
        for (row, y) in rows.zip(area.y + 1..area.bottom()) {
            // A name may be cut short, an answer never.
            let word = row.answer.word.text();
            let room = (area.width as usize).saturating_sub(word.len() + 2);
            let line = format!("{}: {word}", text::cut(&text::shown(&row.name), room));
            canvas.text(area.x, y, area.width, &line, Role::Plain);
        }
        true
    }
}
