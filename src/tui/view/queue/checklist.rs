//! One checklist: how far it is, its items with their marks, and a line about the one under the cursor.

use ratatui::layout::Rect;

use super::items::{folded, lacks_reason, mark};
use super::{Queue, QueuePane};
use crate::domain::request::{ItemResult, Track};
use crate::domain::review::on_file::ItemOnFile;
use crate::domain::review::{ItemSheet, ListSheet, gate};
use crate::domain::text::wrap;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::topic::{ReviewText, Topic};

/// From this width on, rows begin with the item's id.
const WITH_IDS: u16 = 36;

/// Below the items of a row that nobody has begun.
const UNBEGUN: &str = "t takes it, and the review begins.";

pub(super) fn draw(view: &Queue, track: Track, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    if area.height == 0 || area.width < 8 {
        return;
    }
    let focused = view.pane == QueuePane::Items(track);
    let Some(list) = view.list_sheet(track) else {
        draw_without(view, track, area, canvas, focused);
        return;
    };
    let begun = view.request().is_some();
    draw_heading(list, begun, area, canvas);
    if !list.asked {
        let text = "The policy does not ask for this checklist here.";
        draw_text(text, area, canvas);
        return;
    }
    let below = u16::from(area.height > 3);
    let room = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1 + below),
        ..area
    };
    draw_items(view, list, room, canvas, scene);
    if below > 0 {
        let line = about(view, list, focused);
        let y = area.bottom() - 1;
        canvas.text(area.x + 1, y, area.width - 1, &line, TextRole::Plain);
    }
}

/// `TECHNICAL 5 of 18, 8 do not apply: v`.
fn draw_heading(list: &ListSheet, begun: bool, area: Rect, canvas: &mut Canvas) {
    let score = gate::score(list);
    let far = if begun {
        format!("{} of {}", score.answered, score.of)
    } else {
        "not begun".to_owned()
    };
    let rest = match folded(list) {
        _ if !list.asked => " not asked".to_owned(),
        0 => format!(" {far}"),
        n => format!(" {far}, {n} do not apply: v"),
    };
    let pieces = [
        (name(list.track), TextRole::Heading),
        (rest.as_str(), TextRole::Plain),
    ];
    canvas.pieces(area.x + 1, area.y, area.width - 1, &pieces);
}

fn name(track: Track) -> &'static str {
    match track {
        Track::Technical => "TECHNICAL",
        Track::Curricular => "CURRICULAR",
    }
}

/// The sheet is on its way.
fn draw_without(view: &Queue, track: Track, area: Rect, canvas: &mut Canvas, focused: bool) {
    canvas.text(
        area.x + 1,
        area.y,
        area.width - 1,
        name(track),
        TextRole::Heading,
    );
    if view.row().is_none() {
        return;
    }
    if focused {
        canvas.text(area.x, area.y, 1, ">", TextRole::Plain);
        canvas.put_cursor(area.x, area.y);
    }
    draw_text("Reading it.", area, canvas);
}

fn draw_text(text: &str, area: Rect, canvas: &mut Canvas) {
    let width = area.width - 1;
    for (line, y) in wrap(text, width.into())
        .iter()
        .zip(area.y + 1..area.bottom())
    {
        canvas.text(area.x + 1, y, width, line, TextRole::Plain);
    }
}

fn draw_items(view: &Queue, list: &ListSheet, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let focused = view.pane == QueuePane::Items(list.track);
    let request = view.request().unwrap_or_default();
    let keys = view.items(list.track);
    if area.height == 0 {
        return;
    }
    if keys.is_empty() && focused {
        canvas.text(area.x, area.y, 1, ">", TextRole::Plain);
        canvas.put_cursor(area.x, area.y);
    }
    let ids = area.width >= WITH_IDS;
    if focused {
        canvas.list(area);
    }
    keys.turn(canvas.turns(area));
    for (line, position) in keys.window(area.height.into()).enumerate() {
        let y = area.y + line as u16;
        let id = &keys.keys()[position];
        let Some(one) = view.item(list.track, id) else {
            continue;
        };
        let here = position == keys.at();
        let at = match (here, focused) {
            (true, true) => ">",
            (true, false) => ".",
            (false, _) => " ",
        };
        if here && focused {
            canvas.put_cursor(area.x, y);
        }
        let role = match (here, focused) {
            (true, true) => TextRole::Selected,
            (true, false) => TextRole::Parked,
            (false, _) => TextRole::Plain,
        };
        let marked = if keys.is_marked(id) { "*" } else { " " };
        let number = if ids { format!("{id} ") } else { String::new() };
        let mark = mark(one.answer).to_string();
        let half = |text| scene.drafts.contains(&Topic::Review { request, text });
        let draft = if half(ReviewText::Note(id.clone())) || half(ReviewText::Evidence(id.clone()))
        {
            "(draft) "
        } else {
            ""
        };
        // What a neighbour claims stands beside the item until somebody here has answered it.
        let open = view.sheet().filter(|_| one.answer.is_none());
        let claimed = open.and_then(|sheet| sheet.claimed_of(id));
        let claimed = claimed.map_or_else(String::new, |said| format!("(claimed {said}) "));
        let pieces = [
            (at, TextRole::Plain),
            ("[", TextRole::Plain),
            (mark.as_str(), mark_role(one.answer)),
            ("]", TextRole::Plain),
            (marked, TextRole::Plain),
            (number.as_str(), TextRole::Plain),
            (draft, TextRole::Plain),
            (claimed.as_str(), TextRole::Plain),
            (one.item.title.as_str(), role),
        ];
        canvas.pieces(area.x, y, area.width, &pieces);
    }
}

fn mark_role(answer: Option<ItemResult>) -> TextRole {
    match answer {
        Some(ItemResult::Pass) => TextRole::GoodMark,
        Some(ItemResult::Fail) => TextRole::AlarmMark,
        _ => TextRole::Plain,
    }
}

/// The line below the items: what is said about the one under the cursor, else what lacks a reason.
fn about(view: &Queue, list: &ListSheet, focused: bool) -> String {
    let here = view.items(list.track).selected();
    let here = here
        .and_then(|id| view.item(list.track, id))
        .filter(|_| focused);
    let in_hand = view.lacking_its_reason();
    let in_hand = in_hand.filter(|(track, _)| *track == list.track);
    if let Some(one) = in_hand.map(|(_, one)| one).or(here) {
        let known = view.sheet().and_then(|sheet| sheet.known_of(&one.item.id));
        return of_item(one, known);
    }
    if view.request().is_none() {
        return match list.track {
            Track::Technical => UNBEGUN.to_owned(),
            Track::Curricular => String::new(),
        };
    }
    let silent: Vec<&str> = list
        .items
        .iter()
        .filter(|one| lacks_reason(one))
        .map(|one| one.item.id.as_str())
        .collect();
    match silent.as_slice() {
        [] => String::new(),
        [one] => format!("Needs a reason: {one} has none"),
        more => format!("Need a reason: {}", more.join(", ")),
    }
}

fn of_item(one: &ItemSheet, known: Option<&ItemOnFile>) -> String {
    let id = &one.item.id;
    let proof = one.evidence.as_ref().map(|text| format!(" Proof: {text}"));
    let proof = proof.unwrap_or_default();
    match (&one.note, &one.by) {
        _ if lacks_reason(one) => format!("{id} needs a reason: c types it.{proof}"),
        (Some(note), Some(by)) => format!("{id}: \"{note}\" {by}.{proof}"),
        (Some(note), None) => format!("{id}: \"{note}\"{proof}"),
        (None, _) if !proof.is_empty() => format!("{id}:{proof}"),
        (None, _) => match known {
            Some(known) => format!("{id} on file: {}. Enter", known.brief()),
            None => format!("{id} proof: {}", one.item.evidence),
        },
    }
}
