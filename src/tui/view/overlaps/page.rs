//! All about one overlap as text: every side, every cell, how the dollars are counted, what was said.

use chrono::NaiveDate;

use super::detail;
use crate::domain::money::shown;
use crate::domain::overlap::board::AlertSheet;
use crate::domain::text;

/// The widest label, and a blank.
const LABEL: usize = 16;

pub(super) fn page(sheet: &AlertSheet, today: NaiveDate) -> String {
    let row = &sheet.row;
    let mut out = vec![detail::title(row, Some(sheet)), String::new()];
    let mut fact = |label: &str, text: String| {
        out.push(format!("{}{text}", text::pad(label, LABEL)));
    };
    fact("At stake", format!("{} this fiscal year", row.at_stake));
    if let Some(day) = detail::act_by(row, today) {
        fact("Act by", day);
    }
    fact("State", row.standing.word().to_owned());
    let owner = row.owner.as_ref().map_or("nobody", |who| &who.name);
    fact("Seen to by", owner.to_owned());
    let schools: Vec<&str> = row.schools.iter().map(|(_, code)| &**code).collect();
    if !schools.is_empty() {
        fact("Schools", schools.join(", "));
    }
    out.push(String::new());
    out.extend(detail::flags(row, Some(sheet)));
    sides(&mut out, sheet, today);
    part(
        &mut out,
        "How the dollars are counted",
        detail::counted(row, sheet),
    );
    let cells = row.members().iter().map(|member| {
        format!(
            "{}  {}  {}  costs {}, claimed {}",
            member.number,
            member.product_name,
            member.school_code,
            shown(member.cost, member.hidden),
            shown(member.claimed, member.hidden)
        )
    });
    part(&mut out, "Line by line", cells.collect());
    let effects = sheet.effects.iter().map(detail::if_cancelled);
    part(&mut out, "If we cancel", effects.collect());
    part(&mut out, "Notes and history", detail::past(sheet));
    out.join("\n")
}

fn sides(out: &mut Vec<String>, sheet: &AlertSheet, today: NaiveDate) {
    let facts = detail::facts(sheet, today, true);
    for side in &sheet.sides {
        let stays = if side.stays { " (stays)" } else { "" };
        let facts = facts.iter();
        let lines =
            facts.map(|fact| format!("{}{}", text::pad(fact.label, LABEL), (fact.of)(side)));
        part(out, &format!("{}{stays}", side.label), lines.collect());
    }
    if sheet.combined.is_none() {
        return;
    }
    let facts = facts.iter().filter(|fact| !fact.together.is_empty());
    let lines = facts.map(|fact| format!("{}{}", text::pad(fact.label, LABEL), fact.together));
    part(out, "If combined", lines.collect());
}

fn part(out: &mut Vec<String>, title: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    out.push(String::new());
    out.push(title.to_uppercase());
    out.extend(lines);
}
