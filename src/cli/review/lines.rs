//! One request as people read it, one fact a line.

use crate::domain::counted::counted;
use crate::domain::review::gate::BLOCKING;
use chrono::NaiveDate;

use crate::domain::approval::Approval;
use crate::domain::money::{Basis, HIDDEN};
use crate::domain::request::{ItemResult, RequestState, Requester, Track};
use crate::domain::review::gate;
use crate::domain::review::on_file::ItemOnFile;
use crate::domain::review::{Applies, ItemSheet, ListSheet, Ours, QueueRow, ReviewSheet, reply};

use super::super::print::Form;
use crate::domain::taught::TeachesSame;
use crate::domain::text::{capital, ended};
use crate::office::lists::queue::due_in_full;

/// What a row of the queue says: where it stands, why, until when, who has it.
pub(in crate::cli) fn row(row: &QueueRow) -> Vec<String> {
    let mut lines = vec![format!(
        "{} {}, {}: {}, {}, tier {}.",
        row.name,
        row.product_name,
        row.place,
        row.state.spoken(),
        row.kind(),
        row.tier
    )];
    if !row.why.is_empty() {
        lines.push(format!("Why now: {}.", row.why));
    }
    let clock = &row.clock;
    if row.state.is_open() {
        lines.push(format!(
            "Due: {}; came {}; with us {} of {} working days.",
            due_in_full(row),
            clock.received_on,
            clock.our_days,
            clock.total_days
        ));
    }
    if let Some((on, what, since)) = &row.waiting {
        lines.push(format!("Waits for the {on} since {since}: {what}."));
    }
    let owner = row.owner.as_ref();
    let owner = owner.map_or("nobody yet".into(), |who| {
        format!("{} ({})", who.name, who.login)
    });
    lines.push(format!("Owner: {owner}."));
    lines
}

/// The request: its row, who asked, what we own, what was decided.
pub(in crate::cli) fn request(sheet: &ReviewSheet) -> Vec<String> {
    let mut lines = row(&sheet.row);
    lines.extend(
        sheet
            .requesters
            .iter()
            .map(|(ask, school)| asked(ask, school)),
    );
    if let Some(cost) = sheet.row.cost {
        lines.push(format!(
            "Cost: {cost} {}, all asks together.",
            Basis::YearPrice
        ));
    }
    let facts = [
        sheet.url.clone(),
        sheet.data.map(|data| format!("data {data}")),
        sheet.instructional.map(|yes| {
            if yes {
                "it teaches".into()
            } else {
                "it does not teach".into()
            }
        }),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        lines.push(format!("Product: {}.", facts.join(", ")));
    }
    lines.extend(sheet.ours.iter().map(already));
    if let Some(reason) = &sheet.request.reason
        && sheet.request.state != RequestState::Decided
    {
        lines.push(format!(
            "{}: {reason}",
            capital(&sheet.request.state.spoken())
        ));
    }
    lines.extend(sheet.decisions.iter().map(|one| decided(sheet, one)));
    let of = sheet.conditions.len();
    for (at, condition) in sheet.conditions.iter().enumerate() {
        let due = condition.due_on.map(|day| format!(", by {day}"));
        let met = condition.met_on.map(|day| format!(", met {day}"));
        let days = format!("{}{}", due.unwrap_or_default(), met.unwrap_or_default());
        // Days stand behind the words, and no stop before them.
        let text = condition.text.trim_end_matches('.');
        lines.push(ended(&format!(
            "Condition {} of {of}: {text}{days}",
            at + 1
        )));
    }
    for note in &sheet.notes {
        let text = note.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = ended(&text);
        lines.push(format!("Note of {} by {}: {text}", note.on, note.by));
    }
    for one in &sheet.claims {
        let all = one.of_all.iter();
        lines.extend(all.map(|says| format!("{}: {says}.", one.by)));
    }
    if let Some(day) = sheet
        .appeal_by
        .filter(|_| sheet.request.state == RequestState::Decided)
    {
        lines.push(format!("Can be appealed until {day}."));
    }
    lines
}

/// The request with both checklists, what blocks and what this person may do.
pub(in crate::cli) fn review(sheet: &ReviewSheet, form: Form) -> Vec<String> {
    let mut lines = request(sheet);
    for list in &sheet.lists {
        lines.extend(checklist(sheet, list, form));
    }
    lines.extend(sheet.blocking.iter().map(|why| format!("Blocks: {why}.")));
    let may = if sheet.may.is_empty() {
        "look, and leave notes".into()
    } else {
        sheet.may.join(", ")
    };
    lines.push(format!("You may: {may}."));
    lines.extend(outcomes(sheet));
    lines
}

/// What may be decided, and why not the rest.
pub(in crate::cli) fn outcomes(sheet: &ReviewSheet) -> Vec<String> {
    if !sheet.row.state.is_open() {
        return Vec::new();
    }
    let outcomes = sheet.outcomes.iter();
    let lines = outcomes.map(|(outcome, refused)| match refused {
        None => format!("Decide {outcome}: allowed."),
        Some(why) if why.field == Some(BLOCKING) => {
            format!("Decide {outcome}: not while that blocks.")
        }
        Some(why) => format!("Decide {outcome}: no, {why}."),
    });
    lines.collect()
}

/// Something already owned, in a line.
pub(in crate::cli) fn already(ours: &Ours) -> String {
    let what = if ours.same {
        "Already here"
    } else {
        "We own similar"
    };
    let seats = ours
        .seats
        .map(|(seats, free)| format!(", {}, {free} free", counted(seats, "seat")));
    let cost = match ours.cost {
        _ if ours.hidden => Some(format!(", price {HIDDEN}")),
        known => known.map(|cost| format!(", {cost} {}", Basis::YearPrice)),
    };
    let ends = ours.ends.map(|day| format!(", until {day}"));
    format!(
        "{what}: {} at {}{}{}{}: {}.",
        ours.name,
        ours.place,
        seats.unwrap_or_default(),
        cost.unwrap_or_default(),
        ends.unwrap_or_default(),
        ours.answer
    )
}

/// Something of ours that teaches the same standards, in a line.
pub(in crate::cli) fn teaches_same(same: &TeachesSame) -> String {
    format!("{} {}: {}.", same.name, same.words(), same.answer)
}

fn asked(ask: &Requester, school: &str) -> String {
    let day = |word: &str, day: Option<NaiveDate>| day.map(|day| format!("{word} {day}"));
    let facts = [
        ask.role.clone(),
        Some(school.to_owned()),
        Some(ask.grades.to_string())
            .filter(|g| !g.is_empty())
            .map(|g| format!("grades {g}")),
        ask.subject.clone(),
        ask.seats.map(|n| counted(n, "seat")),
        ask.cost_cents
            .map(|cost| format!("{cost} {}", Basis::YearPrice)),
        ask.fund.as_ref().map(|fund| format!("paid by {fund}")),
        day("needed by", ask.needed_by),
        ask.sign_in.map(|how| format!("sign-in: {how}")),
        day("asked", ask.asked_on),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let reason = ask.reason.as_ref().map(|reason| format!(": {reason}"));
    format!(
        "Asked by {}, {}{}",
        ask.name.as_deref().unwrap_or("somebody"),
        facts.join(", "),
        reason.unwrap_or_default()
    )
}

fn decided(sheet: &ReviewSheet, approval: &Approval) -> String {
    let until = approval.until.map(|day| format!(", until {day}"));
    let on = approval.decided_on.map(|day| format!(" on {day}"));
    let by = approval.decided_by.as_ref().map(|by| format!(" by {by}"));
    let reason = approval.reason.as_ref().map(|reason| format!(": {reason}"));
    format!(
        "Decided{}{}: {} {}{}{}",
        on.unwrap_or_default(),
        by.unwrap_or_default(),
        approval.status.word().replace('_', " "),
        reply::place(sheet, approval),
        until.unwrap_or_default(),
        reason.unwrap_or_default()
    )
}

fn checklist(sheet: &ReviewSheet, list: &ListSheet, form: Form) -> Vec<String> {
    let name = track(list.track);
    if !list.asked {
        return vec![format!("{name}: the policy does not ask for it here.")];
    }
    let score = gate::score(list);
    let mut lines = vec![format!(
        "{name}: {} of {} answered, {} failed, edition {}.",
        score.answered, score.of, score.failed, list.edition
    )];
    for one in &list.items {
        lines.push(item(one, form));
        lines.extend(on_file(sheet, &one.item.id));
    }
    lines
}

/// What is on file about an item, below it.
pub(in crate::cli) fn on_file(sheet: &ReviewSheet, item: &str) -> Vec<String> {
    let known = sheet.known_of(item);
    let lines = known.into_iter().flat_map(ItemOnFile::lines);
    lines
        .map(|line| format!("      On file: {line}."))
        .collect()
}

fn item(one: &ItemSheet, form: Form) -> String {
    let (answer, why) = match &one.applies {
        Applies::No(why) => (Some(ItemResult::Na), Some(why)),
        Applies::Yes => (one.answer, one.note.as_ref()),
    };
    let note = why.map(|why| format!(": {why}")).unwrap_or_default();
    let proof = one.evidence.as_ref().map(|link| format!(" <{link}>"));
    let proof = proof.unwrap_or_default();
    let (id, title) = (&one.item.id, &one.item.title);
    if form == Form::Plain {
        let word = answer.map_or("blank", ItemResult::word);
        return format!("{id} {title}, {}: {word}{note}{proof}", one.item.gate);
    }
    format!("  [{}] {id} {title}{note}{proof}", mark(answer))
}

/// The mark that is also the key on the screens.
fn mark(answer: Option<ItemResult>) -> char {
    match answer {
        None => ' ',
        Some(ItemResult::Pass) => '+',
        Some(ItemResult::Partial) => '~',
        Some(ItemResult::Fail) => '-',
        Some(ItemResult::Unknown) => 'i',
        Some(ItemResult::Na) => '0',
    }
}

/// `Technical`
pub(in crate::cli) fn track(track: Track) -> String {
    capital(track.word())
}
