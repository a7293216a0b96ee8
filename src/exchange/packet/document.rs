//! The packet as a document in Markdown.

use super::facts::{facts, passed, signed};
use super::sums::{PacketSum, by_fund, by_kind};
use super::{BoardItem, PacketHead};
use crate::domain::money::Basis;
use crate::domain::text::shown_lines;

/// The items as a document: a summary, then each.
pub fn markdown(head: &PacketHead, items: &[BoardItem]) -> String {
    let sum = PacketSum::of(items);
    let asked = if items.is_empty() {
        head.nothing()
    } else {
        format!(
            "Items: {}. Next year: {} {}{}.",
            items.len(),
            sum.asked,
            Basis::YearPrice,
            sum.without()
        )
    };
    let mut text = format!(
        "# {}\n\n{}. As of {}.\n\n{asked}\n",
        escaped(&head.title),
        escaped(&head.district),
        head.today,
    );
    if !items.is_empty() {
        text.push_str(&summary(head, items));
    }
    for (n, item) in items.iter().enumerate() {
        let kind = if item.new { "New" } else { "Renewal" };
        let products = item.products.join(", ");
        text.push_str(&format!(
            "\n## {}. {kind}: {}\n\n",
            n + 1,
            escaped(&products)
        ));
        for (name, value) in facts(item, head) {
            text.push_str(&format!("- {name}: {}\n", escaped(&value)));
        }
    }
    shown_lines(&text).into_owned()
}

fn summary(head: &PacketHead, items: &[BoardItem]) -> String {
    let mut text = "\n## Summary\n\n| | Items | This year | Asked, a year | Change |\n\
                    |---|---:|---:|---:|---:|\n"
        .to_owned();
    for (name, sum) in by_kind(items) {
        text.push_str(&format!("| {name} | {} |\n", cells(&sum)));
    }
    text.push_str(
        "\n| Fund | Items | This year | Asked, a year | Change |\n|---|---:|---:|---:|---:|\n",
    );
    for (name, sum) in by_fund(items) {
        text.push_str(&format!("| {} | {} |\n", escaped(&name), cells(&sum)));
    }
    text.push_str(
        "\n| | Item | Asked, a year | Change | Last day to say no |\n|---:|---|---:|---:|---|\n",
    );
    for (n, item) in items.iter().enumerate() {
        let asked = item.asked();
        let asked = asked.map_or_else(|| item.row.lacking().to_owned(), |asked| asked.to_string());
        let change = if item.new {
            "new".to_owned()
        } else {
            item.change().map_or_else(|| "not known".to_owned(), signed)
        };
        let day = item.row.dates.cancel_by;
        let day = day.map_or_else(|| "none".to_owned(), |day| passed(day, head));
        text.push_str(&format!(
            "| {} | {} | {asked} | {change} | {day} |\n",
            n + 1,
            escaped(&item.products.join(", "))
        ));
    }
    text
}

fn cells(sum: &PacketSum) -> String {
    let (now, change) = sum.against_this_year("-");
    format!(
        "{} | {now} | {}{} | {change}",
        sum.items,
        sum.asked,
        sum.without()
    )
}

/// Words of the office in a Markdown document, where no sign of theirs may act.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '`' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
