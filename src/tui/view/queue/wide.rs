//! The layout for wide windows: rows of two lines, who we wait for and this month on the left; on the
//! right the facts, both checklists, what was said so far, what is ours, and what is missing.

use ratatui::layout::Rect;

use super::draw::{draw_similar, nothing, paragraph};
use super::rows::{self, Shown};
use super::{Pane, Queue, TRACKS, facts, list, panes, related};
use crate::domain::money::Cents;
use crate::domain::review::{QueueRow, Sheet};
use crate::domain::text;
use crate::store::Entry;
use crate::tui::canvas::{Canvas, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// At most so many of those that wait.
const WAITING: u16 = 4;

/// Whether the window is wide and high enough.
pub(super) fn fits(scene: &Scene) -> bool {
    scene.size.width >= 120 && scene.size.height >= 32
}

/// How many rows of the queue the window holds.
pub(super) fn rows(view: &Queue, body: Rect) -> u16 {
    body.height.saturating_sub(2 + foot(view)) / 2
}

/// The lines at the foot of the left side.
fn foot(view: &Queue) -> u16 {
    let waiting = waiting(view).len() as u16;
    6 + waiting.clamp(1, WAITING)
}

fn waiting(view: &Queue) -> Vec<&QueueRow> {
    let rows = view.rows.iter().flatten();
    rows.filter(|row| view.shown == Shown::Open && rows::waits(row))
        .take(WAITING.into())
        .collect()
}

pub(super) fn draw(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let left = (area.width * 35 / 100).clamp(46, 60);
    canvas.line(area.x, area.y, area.width);
    let side = Rect::new(area.x, area.y + 1, left, area.height - 1);
    draw_left(view, side, canvas, scene);
    let x = area.x + left;
    canvas.upright(x, area.y + 1, area.height - 1);
    canvas.glyph(x, area.y, '┬');
    let right = Rect::new(x + 1, area.y + 1, area.width - left - 1, area.height - 1);
    draw_right(view, right, canvas, scene);
}

fn draw_left(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let foot = foot(view).min(area.height);
    let upper = Rect {
        height: area.height - foot,
        ..area
    };
    draw_rows(view, upper, canvas, scene);
    let mut y = upper.bottom();
    let width = area.width;
    let mut say = |canvas: &mut Canvas, text: &str| {
        canvas.text(area.x + 2, y, width.saturating_sub(3), text, Role::Plain);
        y += 1;
        y
    };
    say(canvas, "Second line: where, kind, curricular");
    let y = say(canvas, "");
    canvas.rule(Rect::new(area.x, y, width, 1), "Waiting on others");
    let mut y = y + 1;
    let waiting = waiting(view);
    if waiting.is_empty() {
        canvas.text(area.x + 2, y, width - 3, "nobody", Role::Plain);
        y += 1;
    }
    for row in waiting {
        let Some((on, what, since)) = &row.waiting else {
            continue;
        };
        let what = if what.is_empty() {
            on.to_string()
        } else {
            what.clone()
        };
        let line = format!(
            "{:<6} {} {}  since {}",
            row.name,
            text::pad(&text::cut(&row.product_name, 14), 14),
            what,
            since.format("%b %d")
        );
        canvas.text(area.x + 2, y, width - 3, &line, Role::Plain);
        y += 1;
    }
    y += 1;
    draw_month(view, Rect::new(area.x, y, width, 2), canvas);
}

fn draw_month(view: &Queue, area: Rect, canvas: &mut Canvas) {
    let Some(month) = &view.month else { return };
    let median = month
        .median_days
        .map_or(String::new(), |days| format!(", median {days} days"));
    let title = format!("This month: {} decided{median}", month.decided);
    canvas.rule(Rect { height: 1, ..area }, &title);
    let line = format!(
        "{} approved, {} with conditions, {} back, {} no",
        month.approved, month.conditional, month.returned, month.denied
    );
    let width = area.width.saturating_sub(3);
    canvas.text(area.x + 2, area.y + 1, width, &line, Role::Plain);
}

/// Where the columns of the left side begin, and how wide they are.
struct Columns {
    request: u16,
    product: u16,
    due: u16,
    score: u16,
    owner: u16,
}

fn draw_rows(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    if view.list.is_empty() {
        paragraph(canvas, area, &nothing(view));
        return;
    }
    let names = view.rows.iter().flatten().map(|row| row.name.len() as u16);
    let request = names.max().unwrap_or(0).clamp(5, 9);
    let product = area.width.saturating_sub(2 + request + 1 + 15 + 6 + 7);
    let columns = Columns {
        request: area.x + 2,
        product: area.x + 3 + request,
        due: area.x + 3 + request + product,
        score: area.x + 3 + request + product + 15,
        owner: area.x + 3 + request + product + 21,
    };
    let head = [
        (columns.request, "REQ"),
        (columns.product, "PRODUCT"),
        (columns.due, "DUE"),
        (columns.score, "TECH"),
        (columns.owner, "OWNER"),
    ];
    for (x, title) in head {
        canvas.text(
            x,
            area.y,
            area.right().saturating_sub(x),
            title,
            Role::Heading,
        );
    }
    let focused = view.pane == Pane::List;
    for (line, position) in view
        .list
        .window((area.height.saturating_sub(1) / 2).into())
        .enumerate()
    {
        let y = area.y + 1 + line as u16 * 2;
        let key = view.list.keys()[position];
        let Some(row) = view.find(key) else { continue };
        let mut role = Role::Plain;
        if position == view.list.at() {
            let mark = if focused { ">" } else { "." };
            role = if focused {
                Role::Selected
            } else {
                Role::Parked
            };
            canvas.text(area.x, y, 1, mark, Role::Plain);
            if focused {
                canvas.put_cursor(area.x, y);
            }
        }
        if view.list.is_marked(&key) {
            canvas.text(area.x + 1, y, 1, "*", Role::Plain);
        }
        draw_row(view, row, (y, role), &columns, canvas, area.right(), scene);
    }
}

fn draw_row(
    view: &Queue,
    row: &QueueRow,
    (y, role): (u16, Role),
    columns: &Columns,
    canvas: &mut Canvas,
    end: u16,
    scene: &Scene,
) {
    let (technical, curricular) = list::scores(view, row);
    let late = if rows::is_late(row) {
        Role::Alarm
    } else {
        Role::Plain
    };
    let product = columns.due - columns.product - 1;
    canvas.text(
        columns.request,
        y,
        columns.product - columns.request - 1,
        &row.name,
        role,
    );
    canvas.text(columns.product, y, product, &row.product_name, Role::Plain);
    canvas.text(columns.due, y, 14, &rows::due(row), late);
    canvas.text(columns.score, y, 6, &technical, Role::Plain);
    let owner = rows::owner_word(row, &scene.who);
    canvas.text(
        columns.owner,
        y,
        end.saturating_sub(columns.owner),
        &owner,
        Role::Plain,
    );
    canvas.text(columns.product, y + 1, product, &row.place, Role::Plain);
    let kind = if list::has_draft(row, scene) {
        "draft"
    } else {
        row.kind()
    };
    canvas.text(columns.due, y + 1, 14, kind, Role::Plain);
    canvas.text(columns.score, y + 1, 6, &curricular, Role::Plain);
}

fn draw_right(view: &Queue, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(row) = view.row() else { return };
    let (story, ours) = if area.height >= 34 { (4, 3) } else { (2, 2) };
    let heights = [7, 1 + story, 1 + ours, 2];
    let rules = 3;
    let panes = area
        .height
        .saturating_sub(heights.iter().sum::<u16>() + rules + 1);
    let part = |y: u16, height: u16| Rect {
        y: y.min(area.bottom()),
        height: height.min(area.bottom().saturating_sub(y)),
        ..area
    };
    draw_facts(view, row, part(area.y, 7), canvas, scene);
    let mut y = area.y + 7;
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
        panes::draw(view, track, area, canvas, scene);
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
    draw_missing(sheet, part(y + 1, 2), canvas);
}

fn draw_facts(view: &Queue, row: &QueueRow, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let sheet = view.sheet();
    let due = rows::due_in_words(row);
    let used = canvas.text(
        area.x + 1,
        area.y,
        area.width - 1,
        &facts::title(row),
        Role::Heading,
    );
    canvas.right(
        area.x + used + 2,
        area.right() - 1,
        area.y,
        &due,
        Role::Plain,
    );
    let owner = match &row.owner {
        None => "nobody has it".to_owned(),
        Some(who) if who.login == scene.who => format!("Owner: me ({})", who.name),
        Some(who) => format!("Owner: {}", who.name),
    };
    let asked = sheet
        .map(|sheet| facts::asked(sheet, true))
        .unwrap_or_default();
    let used = canvas.text(area.x + 1, area.y + 1, area.width - 1, &asked, Role::Plain);
    canvas.right(
        area.x + used + 2,
        area.right() - 1,
        area.y + 1,
        &owner,
        Role::Plain,
    );
    let why = match sheet.and_then(facts::reason) {
        Some(reason) => format!("{}. {reason}", facts::kind(row)),
        None => facts::kind(row),
    };
    let cost = facts::cost(row, sheet);
    let cost = if cost.is_empty() {
        "not known".to_owned()
    } else {
        cost.join("   ")
    };
    let needed = sheet.into_iter().flat_map(|s| &s.requesters);
    let needed = needed.filter_map(|(one, _)| one.needed_by).min();
    let needed = needed.map(|day| format!("   needed by {}", rows::weekday(day)));
    let data = sheet.map_or("not known yet", |sheet| facts::data(sheet.data));
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
        canvas.text(area.x + 1, y, area.width - 1, line, Role::Plain);
    }
    if area.height > 6 {
        draw_similar(
            view,
            Rect::new(area.x + 1, area.y + 6, area.width - 1, 1),
            canvas,
        );
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
        Role::Heading,
    );
    canvas.right(
        area.x + 20,
        area.right() - 1,
        area.y,
        "newest first, H all",
        Role::Plain,
    );
    let lines = view
        .story
        .as_ref()
        .filter(|(id, _)| Some(*id) == view.request());
    let lines = lines.into_iter().flat_map(|(_, lines)| lines);
    for (entry, y) in lines.zip(area.y + 1..area.bottom()) {
        canvas.text(area.x + 1, y, area.width - 1, &told(entry), Role::Plain);
    }
}

/// `2026-03-10 09:12  ortiz    T05 note: Vendor sent DPA`.
fn told(entry: &Entry) -> String {
    let when: String = entry.at.replace('T', " ").chars().take(16).collect();
    let what = match &entry.field {
        Some(field) if entry.new.is_empty() => format!("{} {field}: none", entry.name),
        Some(field) => format!("{} {field}: {}", entry.name, entry.new),
        None => format!("{}: {}", entry.name, entry.new),
    };
    format!(
        "{when}  {}  {what}",
        text::pad(&text::cut(&entry.who, 8), 8)
    )
}

fn draw_ours(sheet: &Sheet, area: Rect, canvas: &mut Canvas) {
    if area.height == 0 {
        return;
    }
    let place = area.width.saturating_sub(66).max(8);
    let columns = [1, 22, 22 + place, 46 + place];
    let titles = ["ALREADY OURS", "WHERE", "SEATS FREE", "ENDS"];
    for (x, title) in columns.iter().zip(titles) {
        canvas.text(
            area.x + x,
            area.y,
            area.width.saturating_sub(*x),
            title,
            Role::Heading,
        );
    }
    canvas.right(area.x, area.x + 44 + place, area.y, "$/YR", Role::Heading);
    canvas.right(area.x, area.right() - 1, area.y, "HERE", Role::Heading);
    if sheet.ours.is_empty() {
        let none = "Nothing we own is on record for the same job.";
        canvas.text(area.x + 1, area.y + 1, area.width - 1, none, Role::Plain);
    }
    for (one, y) in sheet.ours.iter().zip(area.y + 1..area.bottom()) {
        let ends = one.ends.map(|day| day.format("%b %d %Y").to_string());
        let cells = [
            (columns[0], 20, one.name.clone()),
            (columns[1], place - 1, one.place.clone()),
            (columns[2], 15, facts::seats(one).unwrap_or_default()),
            (columns[3], 11, ends.unwrap_or_default()),
        ];
        for (x, width, text) in &cells {
            canvas.text(
                area.x + x,
                y,
                *width,
                text.trim_end_matches(" free"),
                Role::Plain,
            );
        }
        let cost = one.cost.map(Cents::dollars).unwrap_or_default();
        canvas.right(
            area.x + columns[2] + 15,
            area.x + 44 + place,
            y,
            &cost,
            Role::Plain,
        );
        canvas.right(
            area.x + columns[3] + 12,
            area.right() - 1,
            y,
            facts::answer(one.answer),
            Role::Plain,
        );
    }
}

/// What stands in the way; of a decided one, its conditions.
fn draw_missing(sheet: &Sheet, area: Rect, canvas: &mut Canvas) {
    if !sheet.conditions.is_empty() {
        let heading = related::conditions_in_words(&sheet.conditions).to_uppercase();
        let pieces = [
            (heading.as_str(), Role::Heading),
            ("   o c: owner, day, met", Role::Plain),
        ];
        canvas.pieces(area.x + 1, area.y, area.width - 1, &pieces);
        let open = sheet.conditions.iter().filter(|one| one.met_on.is_none());
        let open: Vec<String> = open.map(related::in_words).collect();
        if area.height > 1 {
            canvas.text(
                area.x + 1,
                area.y + 1,
                area.width - 1,
                &open.join("   "),
                Role::Plain,
            );
        }
        return;
    }
    let missing = facts::missing(sheet).unwrap_or_else(|| "nothing is missing".to_owned());
    let missing = format!("{missing}. d shows what may be decided, and why not the rest.");
    let used = canvas.text(
        area.x + 1,
        area.y,
        area.width - 1,
        "BEFORE YOU DECIDE  ",
        Role::Heading,
    );
    let width = area.width.saturating_sub(used + 2);
    for (line, y) in wrap(&missing, width.max(1).into())
        .iter()
        .zip(area.y..area.bottom())
    {
        canvas.text(area.x + 1 + used, y, width, line, Role::Plain);
    }
}
