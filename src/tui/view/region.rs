//! A region of districts on its own screens: find, what ends together, about what things cost, and where districts
//! differ. One view a list, all alike; nothing is changed here. The region gives rows by the page, in one order; sorted
//! otherwise the list is read to its end first.

use std::collections::HashSet;

use ratatui::layout::Rect;

use super::narrowed::{self, Narrowed};
use super::{CopyForm, Offer, View};
use crate::domain::counted::counted;
use crate::domain::region::FEWEST_PRICES;
use crate::office::deed::{Contents, Listing};
use crate::office::lists::Widths;
use crate::office::lists::region::{
    DIFFERENCES_NARROW, DIFFERENCES_USUAL, ENDING_NARROW, ENDING_USUAL, PRICES_NARROW,
    PRICES_USUAL, PRODUCTS_NARROW, PRODUCTS_USUAL, columns,
};
use crate::office::query::region::{
    ENDING_WITHIN, MOST_SHARED, SharedList, SharedOf, SharedPage, SharedRow,
};
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::Intent;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::widget::filter::Filter;
use crate::tui::widget::list::List;
use crate::tui::widget::list_table::ListTable;
use crate::tui::widget::order::Order;
use crate::tui::widget::reading::ReadText;

/// So many rows are asked for at once.
const PAGE: usize = 50;
/// The numbers of months ahead of which what ends can be told.
const MONTHS: [u32; 6] = [1, 3, ENDING_WITHIN, 12, 24, 36];

/// One list over all districts.
pub struct SharedView {
    which: SharedList,
    filter: Filter,
    order: Order,
    /// Of what ends, in this month or the next so many.
    within: u32,
    page: Option<SharedPage>,
    /// Its rows as they are listed.
    rows: Vec<SharedRow>,
    list: List<String>,
    /// So many rows are wanted.
    wanted: usize,
    /// The thing that fills the page, and what is shared of it.
    opened: Option<(String, Option<Vec<String>>)>,
    /// How far that was read.
    text: ReadText,
}

impl SharedView {
    /// The view of a list.
    pub fn new(which: SharedList) -> SharedView {
        let mut filter = Filter::default();
        if which == SharedList::Products {
            // As in a district's finder the first key is already the question.
            filter.open();
        }
        SharedView {
            which,
            filter,
            order: Order::default(),
            within: ENDING_WITHIN,
            page: None,
            rows: Vec::new(),
            list: List::default(),
            wanted: PAGE,
            opened: None,
            text: ReadText::default(),
        }
    }

    fn widths(&self) -> [Widths; 2] {
        match self.which {
            SharedList::Products => [PRODUCTS_USUAL, PRODUCTS_NARROW],
            SharedList::Ending => [ENDING_USUAL, ENDING_NARROW],
            SharedList::Prices => [PRICES_USUAL, PRICES_NARROW],
            SharedList::Differences => [DIFFERENCES_USUAL, DIFFERENCES_NARROW],
        }
    }

    /// `the next 6 months`.
    fn months(&self) -> String {
        match self.within {
            1 => "the next month".to_owned(),
            months => format!("the next {months} months"),
        }
    }

    /// More or fewer months ahead; none where there is no other number, or nothing ends.
    fn other_months(&self, more: bool) -> Option<u32> {
        if self.which != SharedList::Ending {
            return None;
        }
        let mut others = MONTHS.iter().copied();
        if more {
            others.find(|months| *months > self.within)
        } else {
            others.rev().find(|months| *months < self.within)
        }
    }

    /// What its rows are, where there are none.
    fn none(&self) -> String {
        match self.which {
            SharedList::Products => "No district shares a product that is called so.".to_owned(),
            SharedList::Ending => {
                let months = self.months();
                format!("Nothing that two districts share ends in {months}.")
            }
            SharedList::Prices => format!(
                "No price is told: fewer than {FEWEST_PRICES} districts share what they pay by one unit."
            ),
            SharedList::Differences => {
                "No product is allowed by some and refused by others.".to_owned()
            }
        }
    }

    fn question(&self) -> SharedOf {
        SharedOf {
            list: self.which,
            words: self.filter.text().to_owned(),
            within: self.within,
            rows: self.wanted,
        }
    }

    fn row(&self) -> Option<&SharedRow> {
        let key = self.list.selected()?;
        self.find(self.list.at(), key)
    }

    fn find(&self, at: usize, key: &String) -> Option<&SharedRow> {
        let row = self.rows.get(at)?;
        (row.key() == *key).then_some(row)
    }

    /// Lists the rows that were read, in the order that was chosen.
    fn list_rows(&mut self) {
        let Some(page) = &self.page else { return };
        let mut rows: Vec<&SharedRow> = page.rows.iter().collect();
        columns(self.which).sort(&mut rows, self.order.by, self.order.reversed);
        self.rows = rows.into_iter().cloned().collect();
        self.list
            .set(self.rows.iter().map(SharedRow::key).collect());
    }

    /// The next page is asked for once the cursor comes near the end of this one.
    fn go_on(&mut self) {
        let more = self.page.as_ref().is_some_and(|page| page.more);
        if more && self.wanted < MOST_SHARED && self.list.at() + PAGE / 2 >= self.list.len() {
            self.wanted = (self.list.len() + PAGE).min(MOST_SHARED);
        }
    }
}

impl Narrowed for SharedView {
    fn filter(&mut self) -> &mut Filter {
        &mut self.filter
    }

    fn order(&mut self) -> &mut Order {
        &mut self.order
    }

    fn refill(&mut self) {
        let as_they_come = self.order == Order::default();
        self.wanted = if as_they_come { PAGE } else { MOST_SHARED };
        self.list_rows();
    }

    fn take_marks_off(&mut self) -> bool {
        self.list.unmark()
    }

    fn move_below(&mut self, command: Command) {
        self.list.update(command);
        self.go_on();
    }

    fn run(&mut self, command: Command, _scene: &Scene) -> Option<Vec<Intent>> {
        match command {
            Command::Back if self.opened.is_some() => self.opened = None,
            Command::Back => {
                self.filter.clear();
                self.refill();
            }
            Command::Filter | Command::FindProduct => {
                self.opened = None;
                self.filter.open();
            }
            Command::SortMenu if self.opened.is_none() => {
                let menu = self.order.menu(&columns(self.which).orders());
                return Some(vec![Intent::Menu(menu)]);
            }
            Command::PreviousTab | Command::NextTab if self.opened.is_none() => {
                self.within = self.other_months(command == Command::NextTab)?;
                self.refill();
            }
            Command::Open if self.opened.is_none() => {
                self.opened = Some((self.row()?.thing.clone(), None));
                self.text.to_top();
            }
            other if self.opened.is_some() => return self.text.update(other).then(Vec::new),
            other => {
                let moved = self.list.update(other);
                self.go_on();
                return moved.then(Vec::new);
            }
        }
        Some(Vec::new())
    }
}

impl View for SharedView {
    fn tab(&self) -> Tab {
        match self.which {
            SharedList::Products => Tab::Find,
            SharedList::Ending => Tab::Renewals,
            SharedList::Prices => Tab::Schools,
            SharedList::Differences => Tab::Overlaps,
        }
    }

    fn names(&self) -> [&'static str; 3] {
        match self.which {
            SharedList::Products => ["Find"; 3],
            SharedList::Ending => ["Ending", "Ending", "End"],
            SharedList::Prices => ["Prices"; 3],
            SharedList::Differences => ["Differences", "Differ", "Differ"],
        }
    }

    fn narrowing(&self) -> Option<&Filter> {
        Some(&self.filter)
    }

    fn heading(&self, _scene: &Scene) -> Vec<String> {
        let Some(page) = &self.page else {
            return Vec::new();
        };
        let more = if page.more { " and more" } else { "" };
        let mut parts = vec![format!("{}{more}", counted(page.rows.len(), "row"))];
        let words = self.filter.text();
        parts.extend((!words.is_empty()).then(|| format!("begins \"{words}\"")));
        if self.which == SharedList::Ending {
            parts.push(self.months());
        }
        let marks = self.list.marks();
        parts.extend((marks > 0).then(|| format!("{marks} marked")));
        let sorts = columns(self.which).orders();
        parts.push(format!("sort: {}", self.order.label(&sorts)));
        parts
    }

    fn offers(&self, _scene: &Scene) -> Vec<Offer> {
        if self.filter.is_open() {
            return narrowed::offers();
        }
        let none = self.list.is_empty();
        let none = none.then(|| "No product is under the cursor.".to_owned());
        let open = self.opened.is_some();
        let open = open.then(|| "It is open already.".to_owned());
        let mut offers = vec![
            Offer::of(Command::Open)
                .near()
                .unless(open.clone().or(none.clone())),
            Offer::of(Command::Filter).near(),
            Offer::of(Command::SortMenu).unless(open.clone()),
        ];
        if self.which == SharedList::Ending {
            for (command, label, more) in [
                (Command::PreviousTab, "nearer", false),
                (Command::NextTab, "further", true),
            ] {
                let most = self.other_months(more).is_none();
                let most = most.then(|| format!("It tells of {} already.", self.months()));
                offers.push(Offer::called(command, label).unless(open.clone().or(most)));
            }
        }
        offers.extend(
            [Command::Mark, Command::MarkAll]
                .map(|c| Offer::of(c).unless(open.clone().or(none.clone()))),
        );
        offers.push(Offer::of(Command::FindProduct));
        let rest = [Command::Copy, Command::CopyMenu, Command::ExportMenu];
        offers.extend(rest.map(|command| Offer::of(command).unless(none.clone())));
        offers
    }

    fn can_go_back(&self) -> bool {
        self.opened.is_some() || !self.filter.is_empty()
    }

    fn asks(&self, _scene: &Scene) -> Vec<Query> {
        let mut asks = vec![Query::Shared(self.question())];
        let opened = self.opened.as_ref();
        asks.extend(opened.map(|(thing, _)| Query::SharedThing(thing.clone())));
        asks
    }

    fn take(&mut self, query: &Query, answer: &Answer) {
        match (query, answer) {
            (Query::Shared(of), Answer::Shared(page)) if *of == self.question() => {
                self.page = Some((**page).clone());
                self.list_rows();
            }
            (Query::SharedThing(thing), Answer::SharedThing(lines)) => {
                if let Some((opened, told)) = &mut self.opened
                    && opened == thing
                {
                    *told = Some(lines.clone());
                }
            }
            _ => {}
        }
    }

    fn narrowed(&mut self) -> Option<&mut dyn Narrowed> {
        Some(self)
    }

    fn export(&self, scene: &Scene) -> Option<Listing> {
        let page = self.page.as_ref()?;
        let list = columns(self.which);
        if page.more && self.list.marks() == 0 {
            return Some(Listing {
                name: list.name.to_owned(),
                contents: Contents::Shared {
                    of: SharedOf {
                        rows: MOST_SHARED,
                        ..self.question()
                    },
                    order: (self.order.by, self.order.reversed),
                },
            });
        }
        let chosen: HashSet<&String> = self.list.chosen_or_all().into_iter().collect();
        let rows = self.rows.iter();
        list.listing(
            rows.filter(|row| chosen.contains(&row.key())),
            &scene.viewer(),
        )
    }

    fn copies(&self, scene: &Scene) -> Vec<CopyForm> {
        let told = self.opened.as_ref().and_then(|(_, told)| told.as_ref());
        let [window, _] = self.widths();
        let text = match (told, self.row()) {
            (Some(lines), _) => lines.join("\n"),
            (None, Some(row)) => {
                let viewer = scene.viewer();
                let cells = columns(self.which).window(window).into_iter();
                let cells = cells.map(|(column, _)| column.shows(row, &viewer));
                cells.collect::<Vec<_>>().join("\t")
            }
            (None, None) => return Vec::new(),
        };
        vec![CopyForm {
            letter: 'a',
            label: "what is shown",
            text,
        }]
    }

    fn leave(&mut self) {
        self.opened = None;
        narrowed::widen(self);
        if self.which == SharedList::Products {
            self.filter.open();
        }
    }

    fn draw(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        match &self.opened {
            Some((_, Some(told))) => {
                let inside = Rect {
                    x: area.x + 1,
                    width: area.width.saturating_sub(2),
                    ..area
                };
                let lines: Vec<&str> = told.iter().map(|line| line.trim_start()).collect();
                self.text.draw(&lines.join("\n"), inside, canvas);
            }
            Some((_, None)) => canvas.paragraph(area, "Asking the region."),
            None => self.draw_list(area, canvas, scene),
        }
        self.filter.draw(area, canvas, " Names that begin: ");
    }
}

impl SharedView {
    fn draw_list(&self, area: Rect, canvas: &mut Canvas, scene: &Scene) {
        if self.page.is_none() {
            return canvas.paragraph(area, "Asking the region.");
        }
        if self.list.is_empty() {
            return canvas.paragraph(area, &self.none());
        }
        let [usual, narrow] = self.widths();
        let window = match scene.shape {
            WindowShape::Full => usual,
            _ => narrow,
        };
        let viewer = scene.viewer();
        let table = ListTable::new(columns(self.which), window, (&self.list, true), &viewer)
            .measured(self.rows.iter());
        table.draw(canvas, area, |at, key| self.find(at, key));
    }
}
