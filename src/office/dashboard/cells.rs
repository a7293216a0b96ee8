//! The cells that a figure of the ledger is made of, as the screens page through them. In a large district there are millions:
//! where a figure has more of them than are held, only the first that were asked for stay, and another order goes through all
//! of them again.

use std::mem;

use chrono::NaiveDate;

use crate::domain::money::Cents;
use crate::domain::overlap::board::LedgerLine;
use crate::domain::text;
use crate::domain::waste::WasteFigure;
use crate::office::Office;
use crate::office::lists::waste::{WASTE, WasteRow};
use crate::office::query::dashboard::{DashboardOf, WasteCells, WasteCellsOf};
use crate::store::{Error, Head};

/// So many cells of a figure are held at once.
const HELD: usize = 50_000;

/// So many of the first are kept at the least where there are more: whoever goes on has them at once.
const AHEAD: usize = 2_000;

/// Which cells belong to a figure, whatever words narrow them.
type FigureOf = (DashboardOf, WasteFigure, bool);

/// The cells of a figure, as the records stood.
pub(in crate::office) struct HeldCells {
    at: Head,
    today: NaiveDate,
    of: FigureOf,
    /// How many cells the year has.
    all: usize,
    cells: FigureCells,
}

enum FigureCells {
    /// Every one.
    Every(Vec<LedgerLine>),
    /// The first of those that were asked for so, whichever rows; there are too many.
    First(Box<(WasteCellsOf, WasteCells)>),
}

/// The first of the cells that come by, in the order that was asked for, and what all of them come to.
struct FirstOfLedger<'o> {
    of: &'o WasteCellsOf,
    words: Vec<String>,
    most: usize,
    found: WasteCells,
}

impl FirstOfLedger<'_> {
    fn new(of: &WasteCellsOf, ahead: usize) -> FirstOfLedger<'_> {
        let words = text::fold(&of.words);
        FirstOfLedger {
            of,
            words: words.split_whitespace().map(str::to_owned).collect(),
            most: ahead.max(of.rows.end.saturating_mul(2)),
            found: WasteCells::default(),
        }
    }

    fn take(&mut self, line: &LedgerLine) {
        if !mentions(line, &self.words) {
            return;
        }
        let row = row(self.of.figure, line);
        self.found.fitting += 1;
        self.found.taken += row.taken;
        self.found.gross += row.gross;
        self.found.rows.push(row);
        if self.found.rows.len() >= self.most.saturating_mul(4) {
            self.settle();
        }
    }

    /// Puts them in order and lets go of those that come too late in it.
    fn settle(&mut self) {
        let mut rows = mem::take(&mut self.found.rows);
        rows.sort_by_cached_key(|row| row.line.cell.place());
        let mut sorted: Vec<&WasteRow> = rows.iter().collect();
        WASTE.sort(&mut sorted, self.of.by, self.of.reversed);
        sorted.truncate(self.most);
        self.found.rows = sorted.into_iter().cloned().collect();
    }

    fn in_order(mut self, all: usize) -> WasteCells {
        self.settle();
        self.found.all = all;
        self.found
    }
}

/// A cell with what the figure has of it.
fn row(figure: WasteFigure, line: &LedgerLine) -> WasteRow {
    WasteRow {
        line: line.clone(),
        taken: figure.part(&line.cell),
        gross: figure.gross(&line.cell),
        no_gap: None,
    }
}

fn mentions(line: &LedgerLine, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let all = text::fold(&format!(
        "{} {} {}",
        line.product_name, line.number, line.school_code
    ));
    words.iter().all(|word| all.contains(word.as_str()))
}

/// The rows that were asked for, of the first.
fn page(first: &WasteCells, of: &WasteCellsOf) -> WasteCells {
    let last = of.rows.end.min(first.rows.len());
    let from = of.rows.start.min(last);
    WasteCells {
        rows: first.rows[from..last].to_vec(),
        ..*first
    }
}

impl HeldCells {
    /// What is asked for, where it can be told without going through all cells again.
    fn answer(&self, of: &WasteCellsOf) -> Option<WasteCells> {
        match &self.cells {
            FigureCells::Every(lines) => {
                let mut first = FirstOfLedger::new(of, of.rows.end);
                lines.iter().for_each(|line| first.take(line));
                Some(page(&first.in_order(self.all), of))
            }
            FigureCells::First(known) => {
                let (known_of, first) = &**known;
                let asked = WasteCellsOf {
                    rows: known_of.rows.clone(),
                    ..of.clone()
                };
                let enough = first.rows.len() >= of.rows.end.min(first.fitting);
                (*known_of == asked && enough).then(|| page(first, of))
            }
        }
    }
}

impl Office {
    /// The cells of the ledger that a figure is made of: those that were asked for, in their order.
    pub fn waste_cells(&mut self, of: &WasteCellsOf) -> Result<WasteCells, Error> {
        let figure = (of.of, of.figure, of.every);
        let at = self.store.head()?;
        let known = self.cells.take();
        let known = known.filter(|held| held.of == figure && held.today == self.today());
        if let Some(held) = known
            && !self.store.moved_dollars_since(held.at)?
            && let Some(answer) = held.answer(of)
        {
            self.cells = Some(HeldCells { at, ..held });
            return Ok(answer);
        }
        let (held, answer) = self.cells_anew(of, at, (HELD, AHEAD))?;
        self.cells = Some(held);
        Ok(answer)
    }

    /// Goes through all cells; holds so many of a figure at the most, and of more than that so many of the first at the least.
    fn cells_anew(
        &self,
        of: &WasteCellsOf,
        at: Head,
        (most, ahead): (usize, usize),
    ) -> Result<(HeldCells, WasteCells), Error> {
        let (today, school) = (self.today(), of.of.school);
        let mut all = 0;
        let mut first = FirstOfLedger::new(of, ahead);
        let mut held = Some(Vec::new());
        self.store.each_cell(of.of.year, today, |line| {
            all += 1;
            let here = school.is_none_or(|school| school == line.cell.school);
            // What only the factor alone would take belongs to its gross.
            let made_of = of.every || of.figure.gross(&line.cell) > Cents(0);
            if !here || !made_of {
                return;
            }
            first.take(&line);
            if let Some(lines) = &mut held {
                lines.push(line);
            }
            held = held.take().filter(|lines| lines.len() <= most);
        })?;
        let first = first.in_order(all);
        let answer = page(&first, of);
        let cells = match held {
            Some(lines) => FigureCells::Every(lines),
            None => FigureCells::First(Box::new((of.clone(), first))),
        };
        let of = (of.of, of.figure, of.every);
        let held = HeldCells {
            at,
            today,
            of,
            all,
            cells,
        };
        Ok((held, answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::put::Stamp;
    use crate::domain::waste::Factor;
    use crate::store::{Access, Store};

    #[test]
    fn the_first_cells_are_those_of_the_whole_ledger_in_each_order_however_few_are_held() {
        let dir = tempfile::tempdir().unwrap();
        let today: NaiveDate = "2026-03-10".parse().unwrap();
        let now = today.and_hms_opt(9, 40, 0).unwrap().and_utc();
        let path = dir.path().join("office.db");
        crate::tests::district(&path);
        let store = Store::open(&path, Access::Write).unwrap();
        let ledger = store.waste(None, today).unwrap();
        let school = ledger.lines[3].cell.school;
        let office = Office::of_command(store, Stamp::own("ada", now, today));
        let at = office.store.head().unwrap();
        let of = |school, figure, every, words: &str, (by, reversed)| WasteCellsOf {
            of: DashboardOf { year: None, school },
            figure,
            every,
            words: words.to_owned(),
            by,
            reversed,
            rows: 3..9,
        };
        let risk = WasteFigure::Risk;
        let idle = WasteFigure::Of(Factor::Untrained);
        for of in [
            of(None, risk, false, "", ('t', false)),
            of(None, WasteFigure::Spend, false, "", ('c', true)),
            of(None, idle, false, "", ('g', false)),
            of(Some(school), risk, true, "", (' ', false)),
            of(None, WasteFigure::Unmeasured, false, "", ('p', false)),
            of(None, WasteFigure::Stoppable, false, "a", ('s', true)),
            of(None, WasteFigure::Locked, false, "", ('n', false)),
        ] {
            // All of them, put in order at once.
            let here = ledger.lines.iter().filter(|line| {
                let cell = &line.cell;
                let named = format!("{}{}{}", line.product_name, line.number, line.school_code);
                of.of.school.is_none_or(|school| school == cell.school)
                    && (of.every || of.figure.gross(cell) > Cents(0))
                    && named.to_lowercase().contains(&of.words)
            });
            let rows: Vec<WasteRow> = here.map(|line| row(of.figure, line)).collect();
            assert!(rows.len() > 9, "{of:?}");
            let mut sorted: Vec<&WasteRow> = rows.iter().collect();
            WASTE.sort(&mut sorted, of.by, of.reversed);
            let expected = WasteCells {
                all: ledger.lines.len(),
                fitting: rows.len(),
                taken: rows.iter().map(|row| row.taken).sum(),
                gross: rows.iter().map(|row| row.gross).sum(),
                rows: sorted[3..9].iter().map(|row| (*row).clone()).collect(),
            };
            for most in [1, 100_000] {
                let (held, answer) = office.cells_anew(&of, at, (most, 4)).unwrap();
                assert_eq!(answer, expected, "{of:?}");
                assert_eq!(held.answer(&of), Some(expected.clone()), "{of:?}");
                // Twice as many of the first are held as were asked for; who asks for more is not told by them.
                let on = WasteCellsOf {
                    rows: 0..100_000,
                    ..of.clone()
                };
                let told = held.answer(&on).map(|all| all.rows.len());
                assert_eq!(
                    told,
                    (most > 1 || rows.len() <= 18).then_some(rows.len()),
                    "{of:?}"
                );
            }
        }
    }
}
