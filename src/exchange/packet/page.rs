//! The packet as a page of its own, without anything from elsewhere: a summary with charts, then an item a page. It is made
//! to be printed.

use super::chart::{ChartLine, bars};
use super::facts::{facts, passed, percent, signed};
use super::sums::{PacketSum, by_fund, by_kind};
use super::{BoardItem, PacketHead};
use crate::domain::counted::counted;
use crate::domain::money::{Basis, Cents};
use crate::domain::status::date_in_words;
use crate::exchange::html::escaped;

/// So many of the dearest items are drawn.
const DRAWN: usize = 12;

/// How the page looks.
const STYLE: &str = include_str!("page.css");

/// The items as a page.
pub fn html(head: &PacketHead, items: &[BoardItem]) -> String {
    let title = escaped(&head.title);
    let mut text = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <p class=\"district\">{}</p>\n<h1>{title}</h1>\n<p>As of {}.</p>\n",
        escaped(&head.district),
        date_in_words(head.today)
    );
    text.push_str(&summary(head, items));
    for (n, item) in items.iter().enumerate() {
        text.push_str(&one(n + 1, item, head));
    }
    text.push_str("</main>\n</body>\n</html>\n");
    text
}

fn summary(head: &PacketHead, items: &[BoardItem]) -> String {
    if items.is_empty() {
        return format!("<p class=\"asked\">{}</p>\n", escaped(&head.nothing()));
    }
    let sum = PacketSum::of(items);
    let (asked, without) = (sum.asked, sum.without());
    let count = counted(items.len(), "item");
    let mut text = format!(
        "<h2>What is asked</h2>\n<p class=\"asked\">{count}: <strong>{asked}</strong> {}{without}.{}</p>\n",
        Basis::YearPrice,
        against(&sum)
    );
    let kinds = by_kind(items).into_iter();
    let kinds: Vec<(String, PacketSum)> = kinds.map(|(name, sum)| (name.to_owned(), sum)).collect();
    text.push_str(&sums("New against renewal", "", &kinds));
    let funds = by_fund(items);
    text.push_str(&sums("By fund", "Fund", &funds));
    let lines: Vec<ChartLine> = funds
        .iter()
        .map(|(name, sum)| ChartLine {
            name: name.clone(),
            bars: vec![("next", sum.asked)],
        })
        .collect();
    text.push_str(&bars("Asked for a year, by fund", &lines));
    text.push_str(&dearest(items));
    text.push_str(&listed(head, items));
    text
}

/// ` That is $99.00 more than the same cost this year, +5.00%.`
fn against(sum: &PacketSum) -> String {
    let Some(change) = sum.change() else {
        return String::new();
    };
    let of = if sum.pairs == sum.items {
        "the same cost".to_owned()
    } else {
        format!("the {} that can be compared cost", sum.pairs)
    };
    let by = percent(sum.change_bp());
    let how = match change.0 {
        0 => "as much as".to_owned(),
        more if more > 0 => format!("{change} more than"),
        less => format!("{} less than", Cents(-less)),
    };
    format!(" That is {how} {of} this year{by}.")
}

fn sums(caption: &str, first: &str, rows: &[(String, PacketSum)]) -> String {
    let rows = rows.iter().map(|(name, sum)| {
        let (now, change) = sum.against_this_year("\u{2013}");
        format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{now}</td><td>{}{}</td><td>{change}</td></tr>\n",
            escaped(name),
            sum.items,
            sum.asked,
            sum.without()
        )
    });
    format!(
        "<table>\n<caption>{caption}</caption>\n<tr><th scope=\"col\">{first}</th><th scope=\"col\">Items</th>\
         <th scope=\"col\">This year</th><th scope=\"col\">Asked, a year</th><th scope=\"col\">Change</th></tr>\n\
         {}</table>\n",
        rows.collect::<String>()
    )
}

/// This year and the next of the dearest items.
fn dearest(items: &[BoardItem]) -> String {
    let mut known: Vec<(&BoardItem, Vec<_>)> = items
        .iter()
        .filter_map(|item| {
            let next = item.asked()?;
            let now = item.row.annual.filter(|_| !item.new);
            let bars = now.map(|now| ("now", now)).into_iter();
            Some((item, bars.chain([("next", next)]).collect()))
        })
        .collect();
    known.sort_by_key(|(item, _)| std::cmp::Reverse(item.asked()));
    let more = known.len().saturating_sub(DRAWN);
    let lines: Vec<ChartLine> = known
        .into_iter()
        .take(DRAWN)
        .map(|(item, bars)| ChartLine {
            name: item.products.join(", "),
            bars,
        })
        .collect();
    let title = match more {
        0 => "This year (light) and what is asked (dark)".to_owned(),
        more => format!(
            "This year (light) and what is asked (dark), the dearest; {more} more are below"
        ),
    };
    bars(&title, &lines)
}

fn listed(head: &PacketHead, items: &[BoardItem]) -> String {
    let rows = items.iter().enumerate().map(|(n, item)| {
        let asked = item.asked();
        let asked = asked.map_or_else(|| item.row.lacking().to_owned(), |asked| asked.to_string());
        let change = if item.new {
            "new".to_owned()
        } else {
            item.change().map_or_else(|| "not known".to_owned(), signed)
        };
        let day = item.row.dates.cancel_by;
        let late = day.is_some_and(|day| day < head.today);
        let mark = if late { " class=\"passed\"" } else { "" };
        let day = day.map_or_else(|| "none".to_owned(), |day| passed(day, head));
        format!(
            "<tr><th scope=\"row\"><a href=\"#item-{0}\">{0}. {1}</a></th><td>{asked}</td><td>{change}</td>\
             <td{mark}>{day}</td></tr>\n",
            n + 1,
            escaped(&item.products.join(", ")),
        )
    });
    format!(
        "<table>\n<caption>Items</caption>\n<tr><th scope=\"col\">Item</th><th scope=\"col\">Asked, a year</th>\
         <th scope=\"col\">Change</th><th scope=\"col\">Last day to say no</th></tr>\n{}</table>\n",
        rows.collect::<String>()
    )
}

fn one(n: usize, item: &BoardItem, head: &PacketHead) -> String {
    let kind = if item.new { "New" } else { "Renewal" };
    let facts = facts(item, head).into_iter().map(|(name, value)| {
        let late = name == "LATE" || value.ends_with("PASSED");
        let mark = if late { " class=\"passed\"" } else { "" };
        format!("<dt>{name}</dt><dd{mark}>{}</dd>\n", escaped(&value))
    });
    format!(
        "<section id=\"item-{n}\">\n<h2>{n}. {kind}: {}</h2>\n<dl>\n{}</dl>\n</section>\n",
        escaped(&item.products.join(", ")),
        facts.collect::<String>()
    )
}
