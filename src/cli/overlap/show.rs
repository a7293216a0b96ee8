//! One overlap as people read it, one fact a line, and as scripts have it.

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use crate::cli::overlaps;
use crate::domain::counted::counted;
use crate::domain::money::{Basis, Cents, lacking};
use crate::domain::overlap::alert::{Action, DismissCode};
use crate::domain::overlap::board::{AlertSheet, Combined, IfCancelled, Side};
use crate::domain::renewal::digest::when;
use crate::office::query::overlap::AlertDetails;

/// Everything about it.
pub(super) fn lines(details: &AlertDetails, today: NaiveDate) -> Vec<String> {
    let sheet = &details.sheet;
    let row = &sheet.row;
    let mut lines = vec![format!(
        "{} {}: {}, {} {} at stake.",
        row.name,
        row.kind.spoken(),
        row.title,
        row.at_stake,
        Basis::FyShare
    )];
    lines.push(format!("Why: {}.", row.why));
    lines.extend(sheet.formula.iter().cloned());
    if row.savings.0 != row.savings.1 {
        let (low, high) = row.savings;
        lines.push(format!(
            "Saves {low} to {high} {}, by what stays.",
            Basis::FyShare
        ));
    }
    if row.masked > Cents(0) {
        lines.push(format!(
            "Were they one record, {} {} would be at stake.",
            row.masked,
            Basis::FyShare
        ));
    }
    if let Some(day) = row.act_by {
        lines.push(format!("Act by {}.", when(day, today)));
    }
    lines.extend(said(sheet));
    lines.extend(sheet.sides.iter().map(|side| side_line(side, today)));
    lines.extend(
        sheet
            .combined
            .iter()
            .map(|combined| combined_line(combined, today)),
    );
    lines.extend(sheet.effects.iter().flat_map(effect));
    let opens = details.opens.iter();
    lines.extend(opens.map(|opened| format!("{}: it {}.", row.title, opened.told())));
    if let Some(day) = sheet.found_on {
        lines.push(format!("The records show it since {day}."));
    }
    lines.extend(
        sheet
            .past
            .iter()
            .map(|(at, who, what)| format!("{at} {who}: {what}")),
    );
    lines
}

/// How far it is, and what people said.
pub(super) fn said(sheet: &AlertSheet) -> Vec<String> {
    let row = &sheet.row;
    let owner = row
        .owner
        .as_ref()
        .map(|who| format!(", with {}", who.login));
    let mut lines = vec![format!(
        "State: {}{}.",
        row.standing,
        owner.unwrap_or_default()
    )];
    if let Some(why) = &row.returned {
        lines.push(format!("It came back: {why}."));
    }
    let Some(alert) = &sheet.said else {
        return lines;
    };
    let reason = alert.reason.as_deref().map(|reason| format!(" ({reason})"));
    let reason = reason.unwrap_or_default();
    let by = alert.said_by.as_deref().unwrap_or("somebody");
    let on = alert
        .said_on
        .map(|day| format!(" on {day}"))
        .unwrap_or_default();
    if let Some(action) = alert.action {
        let keeper = row
            .keeper
            .as_deref()
            .map(|keeper| format!(", {keeper} stays"));
        lines.push(format!(
            "Planned by {by}{on}: {action}{}{reason}.",
            keeper.unwrap_or_default()
        ));
    }
    if let Some(code) = alert.code {
        let until = alert
            .until
            .map(|day| format!(", until {day}"))
            .unwrap_or_default();
        lines.push(format!(
            "Dismissed by {by}{on}: {}{reason}{until}.",
            code.means()
        ));
    }
    lines
}

fn side_line(side: &Side, today: NaiveDate) -> String {
    let at = side
        .part
        .map(|(here, all)| format!(" at {here} of its {all} schools"));
    let at = at.unwrap_or_default();
    let mut facts = vec![share(side.cost, side.hidden) + &at];
    match (side.seats, side.used) {
        (Some(seats), Some(used)) => {
            facts.push(format!("{used} of {} used", counted(seats, "seat")));
        }
        (Some(seats), None) => facts.push(format!("{}, use not counted", counted(seats, "seat"))),
        (None, Some(used)) => facts.push(format!("{used} use it")),
        (None, None) => {}
    }
    if let Some(end) = side.term_end {
        let how = match side.auto_renew {
            Some(true) => "renews by itself",
            Some(false) => "ends",
            None => "ends, or renews by itself (not known)",
        };
        facts.push(format!("{how} {end}"));
    }
    if let Some(day) = side.cancel_by {
        facts.push(format!("cancel by {}", when(day, today)));
    }
    if !side.funds.is_empty() {
        facts.push(format!("paid from {}", side.funds.join(", ")));
    }
    if !side.approval.is_empty() {
        facts.push(side.approval.clone());
    }
    facts.push(
        side.owner
            .as_ref()
            .map_or("nobody runs it".into(), |who| format!("run by {who}")),
    );
    let numbers: Vec<&str> = side
        .contracts
        .iter()
        .map(|(_, number)| number.as_str())
        .collect();
    let stays = if side.stays { "Stays" } else { "Goes" };
    let numbers = if numbers.is_empty() {
        String::new()
    } else {
        format!(" {}", numbers.join(", "))
    };
    format!("{stays}: {}{numbers}: {}.", side.label, facts.join("; "))
}

/// `$1,980.00 FY share`, `FY share hidden`, `FY share not known`.
fn share(cost: Option<Cents>, hidden: bool) -> String {
    let basis = Basis::FyShare;
    cost.map_or_else(
        || format!("{basis} {}", lacking(hidden)),
        |cost| format!("{cost} {basis}"),
    )
}

fn combined_line(combined: &Combined, today: NaiveDate) -> String {
    let mut facts = vec![share(combined.cost, combined.hidden)];
    if let (Some(used), Some(seats)) = (combined.used, combined.seats) {
        facts.push(format!(
            "{} on {}",
            counted(used, "person"),
            counted(seats, "seat")
        ));
    }
    if combined.more_seats > 0 {
        let cost = combined
            .more_cost
            .map(|cost| format!(", about {cost} {}", Basis::YearPrice));
        facts.push(format!(
            "buy {} more{}",
            combined.more_seats,
            cost.unwrap_or_default()
        ));
    }
    if let Some(day) = combined.stop_by {
        facts.push(format!("stop the rest by {}", when(day, today)));
    }
    format!("If combined into {}: {}.", combined.keeps, facts.join("; "))
}

fn effect(effect: &IfCancelled) -> Vec<String> {
    let mut facts = match effect.schools.as_slice() {
        [one] => vec![one.clone()],
        more => vec![format!("{} schools", more.len())],
    };
    if !effect.grades.is_unsaid() {
        facts.push(format!("grades {}", effect.grades));
    }
    if let Some(people) = effect.people {
        facts.push(match people {
            1 => "1 person uses it".to_owned(),
            people => format!("{people} people use it"),
        });
    }
    facts.push(format!("{} trained", effect.trained));
    facts.extend(effect.integrations.iter().cloned());
    let mut lines = vec![format!("If {} ends: {}.", effect.what, facts.join("; "))];
    if effect.schools.len() > 1 {
        lines.push(format!("  Schools: {}.", effect.schools.join(", ")));
    }
    if !effect.alternatives.is_empty() {
        lines.push(format!("  Instead: {}.", effect.alternatives.join(", ")));
    }
    lines
}

/// As scripts have it: the row, and what the sheet adds.
pub(super) fn json(details: &AlertDetails) -> Json {
    let sheet = &details.sheet;
    let mut json = overlaps::row(&sheet.row);
    let more = json!({
        "sides": sheet.sides.iter().map(side_json).collect::<Vec<Json>>(),
        "combined": sheet.combined.as_ref().map(|c| json!({
            "keeps": c.keeps, "seats": c.seats, "used": c.used, "more_seats": c.more_seats,
            "more_cents": c.more_cost.map(|cost| cost.0), "cost_cents": c.cost.map(|cost| cost.0),
            "stop_by": c.stop_by.map(|day| day.to_string()),
        })),
        "if_cancelled": sheet.effects.iter().map(|e| json!({
            "what": e.what, "schools": e.schools, "grades": e.grades.to_string(), "people": e.people,
            "trained": e.trained, "integrations": e.integrations, "alternatives": e.alternatives,
        })).collect::<Vec<Json>>(),
        "opens": details.opens.iter().map(|opened| json!({
            "school": opened.school_name, "standards": opened.standards,
        })).collect::<Vec<Json>>(),
        "formula": sheet.formula, "found_on": sheet.found_on.map(|day| day.to_string()),
        "action": sheet.said.as_ref().and_then(|s| s.action).map(Action::word),
        "dismissal": sheet.said.as_ref().and_then(|s| s.code).map(DismissCode::word),
        "reason": sheet.said.as_ref().and_then(|s| s.reason.clone()),
        "until": sheet.said.as_ref().and_then(|s| s.until).map(|day| day.to_string()),
    });
    if let (Some(all), Some(more)) = (json.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    json
}

fn side_json(side: &Side) -> Json {
    json!({
        "label": side.label, "product": side.product_name,
        "contracts": side.contracts.iter().map(|(_, number)| number).collect::<Vec<_>>(),
        "seats": side.seats, "used": side.used, "cost_cents": side.cost.map(|cost| cost.0),
        "term_end": side.term_end.map(|day| day.to_string()), "auto_renew": side.auto_renew,
        "cancel_by": side.cancel_by.map(|day| day.to_string()), "funds": side.funds,
        "approval": side.approval, "owner": side.owner, "stays": side.stays,
        "at_schools": side.part.map(|(here, _)| here), "of_schools": side.part.map(|(_, all)| all),
    })
}
