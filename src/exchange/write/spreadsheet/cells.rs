//! The cells of a workbook: real numbers and dates, and how they look by what they hold.

use chrono::Datelike;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::super::{TableCell, importable, listed};
use crate::domain::money::Cents;
use crate::domain::text::shown_lines;
use crate::exchange::guard::{kept_as_text, would_calculate};

/// Most characters Excel takes in one cell.
const LONGEST: usize = 32_767;

/// How cells look, by what they hold.
pub(super) struct CellLooks {
    pub(super) heading: Format,
    text: Format,
    /// Text that would be a formula if it were typed.
    quoted: Format,
    money: Format,
    day: Format,
    percent: Format,
    pub(super) total: Format,
    pub(super) total_money: Format,
}

impl CellLooks {
    pub(super) fn new() -> CellLooks {
        let money = "$#,##0.00;[Red]-$#,##0.00";
        let total = Format::new().set_bold().set_border_top(FormatBorder::Thin);
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        CellLooks {
            heading: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Thin),
            quoted: text.clone().set_quote_prefix(),
            text,
            money: Format::new()
                .set_num_format(money)
                .set_align(FormatAlign::Top),
            day: Format::new()
                .set_num_format("yyyy-mm-dd")
                .set_align(FormatAlign::Top),
            // The number stays what it is in every other format: 83.5, not 0.835.
            percent: Format::new()
                .set_num_format("0.##\"%\"")
                .set_align(FormatAlign::Top),
            total_money: total.clone().set_num_format(money),
            total,
        }
    }
}

/// Writes a cell as what it is.
pub(super) fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    item: &TableCell,
    looks: &CellLooks,
) -> Result<(), XlsxError> {
    match item {
        TableCell::Blank => {}
        TableCell::Count(n) => {
            sheet.write_number_with_format(row, column, *n as f64, &looks.text)?;
        }
        TableCell::Decimal(hundredths) => {
            sheet.write_number_with_format(row, column, *hundredths as f64 / 100.0, &looks.text)?;
        }
        TableCell::Percent(hundredths) => {
            let percent = *hundredths as f64 / 100.0;
            sheet.write_number_with_format(row, column, percent, &looks.percent)?;
        }
        TableCell::Cents(amount) => {
            sheet.write_number_with_format(row, column, dollars(*amount), &looks.money)?;
        }
        TableCell::Day(date) if (1900..=9999).contains(&date.year()) => {
            let date =
                ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)?;
            sheet.write_datetime_with_format(row, column, &date, &looks.day)?;
        }
        TableCell::Hidden
        | TableCell::Text(_)
        | TableCell::List(_)
        | TableCell::Flag(_)
        | TableCell::Day(_)
        | TableCell::Json(..) => {
            let text: String = as_text(item).chars().take(LONGEST).collect();
            // Whoever edits the cell keeps a text, too.
            let look = if would_calculate(&text) {
                &looks.quoted
            } else {
                &looks.text
            };
            sheet.write_string_with_format(row, column, text, look)?;
        }
    }
    Ok(())
}

/// What stands in a cell of text: it says itself that it is no formula, and needs no apostrophe for that.
fn as_text(item: &TableCell) -> String {
    match item {
        TableCell::Text(text) | TableCell::Json(_, text) => {
            kept_as_text(&shown_lines(text)).into_owned()
        }
        TableCell::List(texts) => kept_as_text(&shown_lines(&listed(texts))).into_owned(),
        other => importable(other),
    }
}

pub(super) fn dollars(amount: Cents) -> f64 {
    amount.0 as f64 / 100.0
}
