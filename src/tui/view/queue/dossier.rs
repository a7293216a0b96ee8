//! The right side of the layout for wide windows: the facts, both checklists, what was said so far, what
//! is ours, and what is missing.

use ratatui::layout::Rect;

use super::{Queue, TRACKS, checklist, detail, related, rows};
use crate::domain::day::full;
use crate::domain::money::{Basis, Cents, HIDDEN};
use crate::domain::record::Kind;
use crate::domain::review::{QueueRow, ReviewSheet};
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::query::HistoryEntry;
use crate::tui::canvas::Canvas;
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;

pub(super) fn draw(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(row) = view.row() else { return };
    let (story, ours) = if area.height >= 34 { (4, 3) } else { (2, 2) };
    let facts = 7 + u16::from(scene.in_region);
    let heights = [facts, 1 + story, 1 + ours, 2];
    let rules = 3;
    let panes = area
        .height
        .saturating_sub(heights.iter().sum::<u16>() + rules + 1);
    let part = |y: u16, height: u16| Rect {
        y: y.min(area.bottom()),
        height: height.min(area.bottom().saturating_sub(y)),
        ..area
    };
    draw_facts(view, row, part(area.y, facts), canvas, scene);
    let mut y = area.y + facts;
    let rule = |canvas: &mut Canvas, y: u16| {
        canvas.line(area.x, y, area.width);
        canvas.glyph(area.x - 1, y, '├');
    };
    rule(canvas, y);
    let half = (area.width - 1) / 2;
    canvas.glyph(area.x + half, y, '┬');
    let lists = part(y + 1, panes);
    let rights = Rect::new(
        area.x + half + 1,
        lists.y,
        area.width - half - 1,
        lists.height,
    );
    for (track, area) in TRACKS.into_iter().zip([
        Rect {
            width: half,
            ..lists
        },
        rights,
    ]) {
        checklist::draw(view, track, area, canvas, scene);
    }
    canvas.upright(area.x + half, lists.y, lists.height);
    y = lists.bottom();
    rule(canvas, y);
    canvas.glyph(area.x + half, y, '┴');
    draw_story(view, part(y + 1, 1 + story), canvas);
    y += 2 + story;
    rule(canvas, y);
    let Some(sheet) = view.sheet() else { return };
    draw_ours(sheet, part(y + 1, 1 + ours), canvas);
    y += 2 + ours;
    rule(canvas, y);
    draw_missing(view, sheet, part(y + 1, 2), canvas);
}

fn draw_facts(view: &Queue, row: &QueueRow, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let sheet = view.sheet();
    let due = rows::due_in_words(row);
    let used = canvas.text(
        area.x + 1,
        area.y,
        area.width - 1,
        &detail::title(row),
        TextRole::Heading,
    );
    canvas.right(
        area.x + used + 2,
        area.right() - 1,
        area.y,
        &due,
        TextRole::Plain,
    );
    let owner = match &row.owner {
        None => "nobody has it".to_owned(),
        Some(who) if who.login == scene.who => format!("Owner: me ({})", who.name),
        Some(who) => format!("Owner: {}", who.named()),
    };
    let asked = sheet
        .map(|sheet| detail::asked(sheet, true, scene.now.date()))
        .unwrap_or_default();
    let used = canvas.text(
        area.x + 1,
        area.y + 1,
        area.width - 1,
        &asked,
        TextRole::Plain,
    );
    canvas.right(
        area.x + used + 2,
        area.right() - 1,
        area.y + 1,
        &owner,
        TextRole::Plain,
    );
    let why = match sheet.and_then(detail::reason) {
        Some(reason) => format!("{}. {reason}", detail::kind(row)),
        None => detail::kind(row),
    };
    let cost = detail::cost(row, sheet);
    let cost = if cost.is_empty() {
        "not known".to_owned()
    } else {
        cost.join("   ")
    };
    let needed = sheet.into_iter().flat_map(|s| &s.requesters);
    let needed = needed.filter_map(|(one, _)| one.needed_by).min();
    let needed = needed.map(|day| format!("   needed by {}", full(day)));
    let data = sheet.map_or("not known yet", |sheet| detail::data(sheet.data));
    let site = sheet.and_then(|sheet| sheet.url.clone());
    let site = site
        .map(|url| format!("     Site {url}"))
        .unwrap_or_default();
    let lines = [
        format!("State    {}, tier {}", row.state.spoken(), row.tier),
        format!("Why      {why}"),
        format!("Cost     {cost}{}", needed.unwrap_or_default()),
        format!("Data     {data}{site}"),
    ];
    for (line, y) in lines.iter().zip(area.y + 2..area.bottom()) {
        canvas.text(area.x + 1, y, area.width - 1, line, TextRole::Plain);
    }
    if area.height > 6 {
        draw_similar(
            view,
            Rect::new(area.x + 1, area.y + 6, area.width - 1, 1),
            canvas,
        );
    }
    if area.height > 7 {
        let line = Rect::new(area.x + 1, area.y + 7, area.width - 1, 1);
        draw_neighbours(view, line, canvas, scene);
    }
}

fn draw_story(view: &Queue, area: Rect, canvas: &mut Canvas) {
    if area.height == 0 {
        return;
    }
    canvas.text(
        area.x + 1,
        area.y,
        area.width - 1,
        "NOTES AND HISTORY",
        TextRole::Heading,
    );
    canvas.right(
        area.x + 20,
        area.right() - 1,
        area.y,
        "newest first, H all",
        TextRole::Plain,
    );
    let lines = view.known.story(view.request());
    let deeds = lines.chunk_by(|a, b| a.change_set == b.change_set);
    // The request's own name stands above.
    let name = view
        .row()
        .map(|row| format!("{} {}: ", row.name, row.product_name));
    let name = name.unwrap_or_default();
    for (deed, y) in deeds.zip(area.y + 1..area.bottom()) {
        canvas.text(
            area.x + 1,
            y,
            area.width - 1,
            &told(deed, &name),
            TextRole::Plain,
        );
    }
}

/// One deed: `2026-03-10 09:12  ortiz    T05 unknown: "Vendor sent DPA"`.
fn told(lines: &[HistoryEntry], name: &str) -> String {
    let Some(first) = lines.first() else {
        return String::new();
    };
    let when: String = first.at.replace('T', " ").chars().take(16).collect();
    let who = text::pad(&text::cut(&first.who, 8), 8);
    let what = first.what.strip_prefix(name).unwrap_or(&first.what);
    let note = lines.iter().find(|line| match &line.field {
        Some(field) => field == "note" && !line.new.is_empty(),
        None => line.entity == Kind::Note,
    });
    let words = note.map(|line| &line.new).or(first.reason.as_ref());
    let words = words.filter(|words| !words.is_empty());
    let words = words.map(|words| format!(": \"{words}\""));
    format!("{when}  {who}  {what}{}", words.unwrap_or_default())
}

fn draw_ours(sheet: &ReviewSheet, area: Rect, canvas: &mut Canvas) {
    if area.height == 0 {
        return;
    }
    let place = area.width.saturating_sub(70).max(8);
    let columns = [1, 22, 22 + place, 46 + place];
    let titles = ["ALREADY OURS", "WHERE", "SEATS FREE", "ENDS"];
    for (x, title) in columns.iter().zip(titles) {
        canvas.text(
            area.x + x,
            area.y,
            area.width.saturating_sub(*x),
            title,
            TextRole::Heading,
        );
    }
    canvas.right(
        area.x,
        area.x + 44 + place,
        area.y,
        Basis::YearPrice.heading(),
        TextRole::Heading,
    );
    canvas.right(area.x, area.right() - 1, area.y, "HERE", TextRole::Heading);
    if sheet.ours.is_empty() {
        let none = "Nothing we own is on record for the same job.";
        canvas.text(
            area.x + 1,
            area.y + 1,
            area.width - 1,
            none,
            TextRole::Plain,
        );
    }
    for (one, y) in sheet.ours.iter().zip(area.y + 1..area.bottom()) {
        let ends = one.ends.map(|day| day.format("%b %d %Y").to_string());
        let cells = [
            (columns[0], 20, one.name.clone()),
            (columns[1], place - 1, one.place.clone()),
            (columns[2], 15, detail::seats(one).unwrap_or_default()),
            (columns[3], 11, ends.unwrap_or_default()),
        ];
        for (x, width, text) in &cells {
            canvas.text(
                area.x + x,
                y,
                *width,
                text.trim_end_matches(" free"),
                TextRole::Plain,
            );
        }
        let cost = match one.cost {
            _ if one.hidden => HIDDEN.to_owned(),
            known => known.map(Cents::dollars).unwrap_or_default(),
        };
        canvas.right(
            area.x + columns[2] + 15,
            area.x + 44 + place,
            y,
            &cost,
            TextRole::Plain,
        );
        canvas.right(
            area.x + columns[3] + 12,
            area.right() - 1,
            y,
            detail::answer(one.answer),
            TextRole::Plain,
        );
    }
}

/// What stands in the way; of a decided one, its conditions.
fn draw_missing(view: &Queue, sheet: &ReviewSheet, area: Rect, canvas: &mut Canvas) {
    if !sheet.conditions.is_empty() {
        let heading = related::conditions_in_words(&sheet.conditions).to_uppercase();
        let pieces = [
            (heading.as_str(), TextRole::Heading),
            ("   o c: owner, day, met", TextRole::Plain),
        ];
        canvas.pieces(area.x + 1, area.y, area.width - 1, &pieces);
        let open = sheet.conditions.iter().filter(|one| one.met_on.is_none());
        let open: Vec<String> = open
            .map(|one| related::in_words(one, view.known.people()))
            .collect();
        if area.height > 1 {
            canvas.text(
                area.x + 1,
                area.y + 1,
                area.width - 1,
                &open.join("   "),
                TextRole::Plain,
            );
        }
        return;
    }
    let missing = match sheet.row.request {
        Some(_) => {
            let missing = detail::missing(sheet).unwrap_or_else(|| "nothing is missing".to_owned());
            format!("{missing}. d shows what may be decided, and why not the rest.")
        }
        None => "Nobody has begun this review. t takes it, and it begins.".to_owned(),
    };
    let used = canvas.text(
        area.x + 1,
        area.y,
        area.width - 1,
        "BEFORE YOU DECIDE  ",
        TextRole::Heading,
    );
    let width = area.width.saturating_sub(used + 2);
    for (line, y) in wrap(&missing, width.max(1).into())
        .iter()
        .zip(area.y..area.bottom())
    {
        canvas.text(area.x + 1 + used, y, width, line, TextRole::Plain);
    }
}

/// What is ours for the same job, in one line.
pub(super) fn draw_similar(view: &Queue, area: Rect, canvas: &mut Canvas) {
    let Some(sheet) = view.sheet() else { return };
    let Some(text) = detail::similar(sheet) else {
        let none = "Nothing we own is on record for the same job.";
        canvas.text(area.x, area.y, area.width, none, TextRole::Plain);
        return;
    };
    let pieces = [
        ("! ", TextRole::AlarmMark),
        (text.as_str(), TextRole::Plain),
        (" o: open", TextRole::Plain),
    ];
    canvas.pieces(area.x, area.y, area.width, &pieces);
}

/// What neighbours of the region say, in one line; nothing where nobody could be asked or none knows the product.
pub(super) fn draw_neighbours(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let told = view
        .row()
        .and_then(|row| view.known.neighbours(row.product));
    if let Some(line) = told.and_then(|told| told.short_line(scene.now.date())) {
        let line = format!("{line}  o n");
        canvas.text(area.x, area.y, area.width, &line, TextRole::Plain);
    }
}
