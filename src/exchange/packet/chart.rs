//! Bars as inline SVG, each with its amount beside it in words: read without colour, and by a screen reader.

use crate::domain::money::Cents;
use crate::domain::text::cut;
use crate::exchange::html::escaped;

/// The width of a chart, in units of its own.
const WIDTH: i64 = 720;
/// Where bars begin, after the names.
const NAMES: i64 = 220;
/// What is left for the amounts behind the bars.
const AMOUNTS: i64 = 120;
/// The height of a bar, and of a line.
const BAR: i64 = 14;
/// The distance between groups.
const GAP: i64 = 12;
/// Most characters of a name.
const NAME: usize = 30;

/// One line of a chart: its name, and a bar for each of its amounts.
pub(super) struct ChartLine {
    /// What it is about.
    pub(super) name: String,
    /// An amount each, with the style of its bar.
    pub(super) bars: Vec<(&'static str, Cents)>,
}

/// The chart under a title; nothing without a line. Amounts below nothing have no bar.
pub(super) fn bars(title: &str, lines: &[ChartLine]) -> String {
    let most = lines.iter().flat_map(|line| &line.bars);
    let most = most.map(|(_, amount)| amount.0).max().unwrap_or(0).max(1);
    if lines.is_empty() {
        return String::new();
    }
    let mut drawn = String::new();
    let mut top = GAP / 2;
    for line in lines {
        let high = line.bars.len() as i64 * BAR;
        let name = cut(&line.name, NAME);
        drawn.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
            NAMES - 8,
            top + high / 2 + 4,
            escaped(&name)
        ));
        for (style, amount) in &line.bars {
            let room = i128::from(WIDTH - NAMES - AMOUNTS);
            let long = i128::from(amount.0.max(0)) * room / i128::from(most);
            let end = i128::from(NAMES) + long;
            drawn.push_str(&format!(
                "<rect class=\"{style}\" x=\"{NAMES}\" y=\"{top}\" width=\"{}\" height=\"{}\"/>\n\
                 <text x=\"{}\" y=\"{}\">${}</text>\n",
                long.max(1),
                BAR - 2,
                end + 6,
                top + BAR - 3,
                amount.dollars()
            ));
            top += BAR;
        }
        top += GAP;
    }
    let title = escaped(title);
    format!(
        "<figure>\n<figcaption>{title}</figcaption>\n\
         <svg viewBox=\"0 0 {WIDTH} {top}\" role=\"img\" aria-label=\"{title}\">\n{drawn}</svg>\n</figure>\n"
    )
}
