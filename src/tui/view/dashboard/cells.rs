//! The cells a figure is made of: a contract's product at a school, what it costs, what is taken.

use ratatui::layout::Rect;

use super::cursor::{CellKey, PageRow};
use super::empty::no_cells;
use super::{Dashboard, column, words};
use crate::domain::dashboard::{BOXES, taken};
use crate::domain::money::Cents;
use crate::domain::overlap::board::LedgerLine;
use crate::domain::text;
use crate::domain::waste::{Factor, WasteCell};
use crate::office::export::counted;
use crate::office::lists::waste::{NARROW, USUAL, WASTE, WIDE, WasteRow};
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::list_table::ListTable;

/// Which figure is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shows {
    /// What is at risk in all.
    Risk,
    /// One factor of it.
    Of(Factor),
    /// What of the total can still be stopped.
    Stoppable,
    /// What cannot.
    Locked,
    /// Spend where use was not counted.
    Unmeasured,
    /// Everything that is spent.
    Spend,
}

/// In the order of Tab.
const ALL: [Shows; 9] = [
    Shows::Risk,
    Shows::Of(BOXES[0]),
    Shows::Of(BOXES[1]),
    Shows::Of(BOXES[2]),
    Shows::Of(BOXES[3]),
    Shows::Stoppable,
    Shows::Locked,
    Shows::Unmeasured,
    Shows::Spend,
];

impl Shows {
    pub(super) fn next(self, forward: bool) -> Shows {
        let at = ALL.iter().position(|known| *known == self).unwrap_or(0);
        let step = if forward { 1 } else { ALL.len() - 1 };
        ALL[(at + step) % ALL.len()]
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Shows::Risk => "risk",
            Shows::Of(factor) => factor.word(),
            Shows::Stoppable => "stoppable",
            Shows::Locked => "locked",
            Shows::Unmeasured => "unmeasured",
            Shows::Spend => "spend",
        }
    }

    pub(super) fn from_word(word: &str) -> Shows {
        let found = ALL.iter().find(|known| known.word() == word);
        found.copied().unwrap_or(Shows::Risk)
    }

    /// As a title says it.
    pub(super) fn title(self) -> String {
        match self {
            Shows::Risk => "AT RISK, all factors".to_owned(),
            Shows::Of(factor) => {
                format!("{}: {}", words::title(factor), words::meaning(factor))
            }
            Shows::Stoppable => "AT RISK, can still be stopped".to_owned(),
            Shows::Locked => "AT RISK, locked until a renewal".to_owned(),
            Shows::Unmeasured => "NOT MEASURED: nobody counted use".to_owned(),
            Shows::Spend => "SPEND, all of it".to_owned(),
        }
    }

    /// What the figure has of a cell.
    pub(super) fn part(self, cell: &WasteCell) -> Cents {
        match self {
            Shows::Risk => cell.at_risk(),
            Shows::Of(factor) => taken(&cell.taken, factor).net,
            Shows::Stoppable if cell.stoppable => cell.at_risk(),
            Shows::Locked if !cell.stoppable => cell.at_risk(),
            Shows::Stoppable | Shows::Locked => Cents(0),
            Shows::Unmeasured => cell.unmeasured,
            Shows::Spend => cell.cost,
        }
    }

    /// The same were the factor the only one.
    pub(super) fn gross(self, cell: &WasteCell) -> Cents {
        match self {
            Shows::Of(factor) => taken(&cell.taken, factor).gross,
            Shows::Unmeasured | Shows::Spend => self.part(cell),
            Shows::Stoppable if !cell.stoppable => Cents(0),
            Shows::Locked if cell.stoppable => Cents(0),
            _ => cell.taken.iter().map(|taken| taken.gross).sum(),
        }
    }
}

/// Does it belong to the open figure, to the school and to the filter?
fn listed(view: &Dashboard, line: &LedgerLine, words: &[&str]) -> bool {
    let here = view.school().is_none_or(|id| line.cell.school == id);
    // What only the factor alone would take belongs to its gross.
    let made_of = view.shows.gross(&line.cell) > Cents(0);
    here && made_of && (words.is_empty() || mentions(line, words))
}

fn mentions(line: &LedgerLine, words: &[&str]) -> bool {
    let all = text::fold(&format!(
        "{} {} {}",
        line.product_name, line.number, line.school_code
    ));
    words.iter().all(|word| all.contains(word))
}

/// A cell with what the open figure has of it.
pub(super) fn row(view: &Dashboard, line: &LedgerLine) -> WasteRow {
    WasteRow {
        line: line.clone(),
        taken: view.shows.part(&line.cell),
        gross: view.shows.gross(&line.cell),
        no_gap: None,
    }
}

pub(super) fn fill(view: &mut Dashboard) {
    let Some(known) = &view.counted else { return };
    let typed = text::fold(view.filter.text());
    let words: Vec<&str> = typed.split_whitespace().collect();
    let lines = &known.ledger.lines;
    let listed = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| listed(view, line, &words));
    let listed: Vec<(usize, WasteRow)> = listed.map(|(at, line)| (at, row(view, line))).collect();
    let mut rows: Vec<&WasteRow> = listed.iter().map(|(_, row)| row).collect();
    WASTE.sort(&mut rows, view.cell_order.by, false);
    if view.cell_order.reversed {
        rows.reverse();
    }
    let key = |row: &WasteRow| -> CellKey { (row.line.cell.line, row.line.cell.school) };
    let keys = rows.iter().map(|row| key(row)).collect();
    view.places = listed.iter().map(|(at, row)| (key(row), *at)).collect();
    view.cells.set(keys);
    if let Some(PageRow::Cell(key)) = view.wanted.take() {
        view.cells.select(&key);
    }
}

/// What is listed, all together.
pub(super) fn sum(view: &Dashboard) -> (Cents, Cents) {
    let lines = view.cells.keys().iter().filter_map(|key| view.line(*key));
    let mut sums = (Cents(0), Cents(0));
    for line in lines {
        sums.0 += view.shows.part(&line.cell);
        sums.1 += view.shows.gross(&line.cell);
    }
    sums
}

pub(super) fn draw(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    if view.counted.is_none() {
        canvas.paragraph(column(area), "Counting. Every key works meanwhile.");
        return;
    }
    let (net, gross) = sum(view);
    let title = format!(
        "{}: {}, ${}, gross ${}",
        view.shows.title(),
        counted(view.cells.len(), "cell"),
        net.dollars(),
        gross.dollars()
    );
    canvas.text(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &title,
        TextRole::Heading,
    );
    let table = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    if view.cells.is_empty() {
        canvas.paragraph(column(table), &no_cells(view));
        return;
    }
    draw_table(view, table, canvas, scene);
}

fn draw_table(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let window = match scene.size.width {
        120.. => WIDE,
        80.. => USUAL,
        _ => NARROW,
    };
    let viewer = scene.viewer();
    let table = ListTable::new(&WASTE, window, (&view.cells, true), &viewer);
    table.draw(canvas, area, |_, key| {
        view.line(*key).map(|line| row(view, line))
    });
}
