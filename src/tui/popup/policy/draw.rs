//! How the policy page looks: a line a knob, what the one under the cursor is about below, and over
//! that what is being chosen, typed or looked at before it is saved.

use ratatui::layout::Rect;

use super::lines::PolicyLine;
use super::{PolicyPage, PolicyStage};
use crate::domain::text;
use crate::domain::text::wrap;
use crate::domain::zone::ZONE;
use crate::office::query::policy::{PolicyEffects, PolicySetting};
use crate::tui::canvas::Canvas;
use crate::tui::popup::{Rooms, bottom};
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::widget::field::TextField;
use crate::tui::widget::layout::ScreenColumn;
use crate::tui::widget::table;

/// Lines below the knobs: a rule, what it governs, what its value means.
const BELOW: u16 = 5;
/// In a window this wide each line also says what its value means.
const WIDE: u16 = 120;

impl PolicyPage {
    pub(super) fn draw_page(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        let body = rooms.body;
        self.draw_heading(rooms, canvas, scene);
        canvas.clear(body);
        if self.in_force.is_none() {
            let state = if self.failed {
                "The policy could not be read. Esc goes back."
            } else {
                "reading"
            };
            canvas.text(body.x + 1, body.y, body.width - 1, state, TextRole::Plain);
            return;
        }
        let below = BELOW.min(body.height / 3);
        let rows = Rect {
            height: body.height - below,
            ..body
        };
        self.draw_lines(rows, canvas);
        let below = bottom(body, below);
        if let Some(line) = self.line() {
            draw_about(line, below, canvas);
        }
        match (&self.stage, self.line()) {
            (PolicyStage::Choosing(at), Some(line)) => draw_choices(line, *at, body, canvas),
            (PolicyStage::Typing(field, wrong), Some(line)) => {
                let said = wrong.as_deref().unwrap_or(line.form);
                draw_field(
                    &format!("{}, {} now: change it to", line.title, line.value),
                    field,
                    said,
                    body,
                    canvas,
                );
            }
            (PolicyStage::Why(value, field), Some(line)) => {
                let said =
                    "The history keeps this. Enter shows what would change; nothing is saved yet.";
                draw_field(
                    &format!("{} to {value}: why?", line.title),
                    field,
                    said,
                    body,
                    canvas,
                );
            }
            (PolicyStage::Shown(turning, Some(turned)), Some(line)) => {
                self.draw_turned(line, turning, turned, body, canvas);
            }
            _ => {}
        }
    }

    fn draw_heading(&self, rooms: Rooms, canvas: &mut Canvas, scene: &Scene) {
        let line = Rect {
            y: rooms.body.y.saturating_sub(1),
            height: 1,
            width: rooms.body.width
                - (text::width(&scene.who) as u16 + 2).min(rooms.body.width / 2),
            ..rooms.body
        };
        canvas.clear(line);
        let says = self.in_force.as_ref().map_or(String::new(), |in_force| {
            let base = in_force.policy.base;
            let turned = self.lines.iter().filter(|line| line.base.is_some()).count();
            let turned = match turned {
                0 => "no setting changed".to_owned(),
                1 => "1 setting changed".to_owned(),
                turned => format!("{turned} settings changed"),
            };
            format!("   {base}, {turned}: {}", base.means())
        });
        let pieces = [(" POLICY", TextRole::Heading), (&says, TextRole::Plain)];
        canvas.pieces(line.x, line.y, line.width, &pieces);
    }

    fn draw_lines(&self, area: Rect, canvas: &mut Canvas) {
        let mut columns = vec![
            ScreenColumn::fixed("SETTING", 27),
            ScreenColumn::wide("VALUE", 14),
            ScreenColumn::fixed("STARTING POINT", 16),
        ];
        if area.width >= WIDE {
            columns.push(ScreenColumn::wide("MEANS", 56));
        }
        let focus = matches!(self.stage, PolicyStage::Reading);
        table::draw(canvas, area, &columns, &self.list, focus, |_, at| {
            let Some(line) = self.lines.get(*at) else {
                return Vec::new();
            };
            let (value, role) = match &line.base {
                Some(_) => (format!("! {}", line.shown()), TextRole::Heading),
                None => (line.shown().to_owned(), TextRole::Plain),
            };
            vec![
                (line.title.to_owned(), TextRole::Plain),
                (value, role),
                (line.base.clone().unwrap_or_default(), TextRole::Plain),
                (line.means.clone(), TextRole::Plain),
            ]
        });
    }

    /// What the queue would look like, before anything is saved.
    fn draw_turned(
        &self,
        line: &PolicyLine,
        turning: &PolicySetting,
        turned: &PolicyEffects,
        body: Rect,
        canvas: &mut Canvas,
    ) {
        let open = match turned.open {
            1 => "1 open request".to_owned(),
            open => format!("{open} open requests"),
        };
        let sum = match turned.effects.len() {
            _ if line.key == ZONE => {
                "Which day today is may change; no open request does.".to_owned()
            }
            0 => format!("Of {open} nothing changes."),
            1 => format!("Of {open} 1 changes:"),
            some => format!("Of {open} {some} change:"),
        };
        let width = body.width.saturating_sub(4) as usize;
        let mut lines = Vec::new();
        for effect in &turned.effects {
            let said = format!("{} {}: {}", effect.number, effect.product, effect.words());
            lines.extend(wrap(&said, width));
        }
        let height = (lines.len() as u16 + 5).min(body.height);
        let title = format!("{}: {} to {}", line.title, line.shown(), turning.value);
        let inside = canvas.boxed(bottom(body, height), &title);
        let put = |canvas: &mut Canvas, y: u16, text: &str| {
            canvas.text(
                inside.x + 1,
                y,
                inside.width.saturating_sub(1),
                text,
                TextRole::Plain,
            );
        };
        put(canvas, inside.y, &sum);
        let rows = inside.height.saturating_sub(3) as usize;
        self.first
            .set(self.first.get().min(lines.len().saturating_sub(rows)));
        let shown = lines.iter().skip(self.first.get()).take(rows);
        for (text, y) in shown.zip(inside.y + 1..) {
            put(canvas, y, text);
        }
        let last = inside.bottom().saturating_sub(2);
        put(canvas, last, &format!("Why: {}", turning.reason));
        let left = lines.len().saturating_sub(self.first.get() + rows);
        let rest = match left {
            0 => String::new(),
            left => format!("  {left} more lines, Down"),
        };
        let foot = format!("Nothing is saved yet. Enter saves, Esc goes back.{rest}");
        put(canvas, last + 1, &foot);
        canvas.put_cursor(inside.x + 1, last + 1);
    }
}

fn draw_about(line: &PolicyLine, area: Rect, canvas: &mut Canvas) {
    canvas.rule(Rect { height: 1, ..area }, line.title);
    let mut said = vec![line.explains.to_owned()];
    if !line.means.is_empty() {
        said.push(format!("{}: {}", line.value, line.means));
    }
    if let Some(base) = &line.base {
        said.push(format!("The starting point says {base}."));
    }
    let width = area.width.saturating_sub(2) as usize;
    let lines = said.iter().flat_map(|said| wrap(said, width));
    for (text, y) in lines.zip(area.y + 1..area.bottom()) {
        canvas.text(area.x + 1, y, area.width - 1, &text, TextRole::Plain);
    }
}

/// The values, each with its meaning; where those are too wide, that of the one under the cursor below.
fn draw_choices(line: &PolicyLine, at: usize, body: Rect, canvas: &mut Canvas) {
    let mut rows: Vec<(String, String)> = line.choices.clone();
    if !line.form.is_empty() {
        rows.push(("another".to_owned(), line.form.to_owned()));
    }
    let wide = rows.iter().map(|(value, _)| text::width(value)).max();
    let wide = wide.unwrap_or(0) as u16 + 3;
    let room = body.width.saturating_sub(wide + 4) as usize;
    let fits = rows.iter().all(|(_, means)| text::width(means) <= room);
    let wrapped = |means: &str| wrap(means, body.width.saturating_sub(4) as usize);
    let meaning = rows.get(at).filter(|_| !fits);
    let meaning = meaning.map(|(_, means)| wrapped(means));
    // Room for the longest, so that nothing moves while choosing.
    let longest = rows.iter().map(|(_, means)| wrapped(means).len() + 1);
    let below = longest.max().filter(|_| !fits).unwrap_or(0) as u16;
    let height = rows.len() as u16 + 2 + below;
    let inside = canvas.boxed(
        bottom(body, height),
        &format!("{}: change it to", line.title),
    );
    let list = Rect {
        height: inside.height.saturating_sub(below),
        ..inside
    };
    let first = (at + 1).saturating_sub(list.height as usize);
    let shown = rows.iter().enumerate().skip(first);
    for ((row, (value, means)), y) in shown.zip(list.y..list.bottom()) {
        let (mark, role) = if row == at {
            canvas.put_cursor(list.x, y);
            (">", TextRole::Selected)
        } else {
            (" ", TextRole::Plain)
        };
        canvas.text(list.x, y, 1, mark, TextRole::Plain);
        canvas.text(list.x + 2, y, list.width.saturating_sub(2), value, role);
        if fits {
            let x = list.x + 2 + wide;
            canvas.text(x, y, list.right().saturating_sub(x), means, TextRole::Plain);
        }
    }
    for (text, y) in meaning
        .iter()
        .flatten()
        .zip(list.bottom() + 1..inside.bottom())
    {
        canvas.text(
            inside.x + 1,
            y,
            inside.width.saturating_sub(1),
            text,
            TextRole::Plain,
        );
    }
}

fn draw_field(title: &str, field: &TextField, said: &str, body: Rect, canvas: &mut Canvas) {
    let lines = wrap(said, body.width.saturating_sub(4) as usize);
    let area = bottom(body, lines.len() as u16 + 3);
    let inside = canvas.boxed(area, title);
    for (text, y) in lines.iter().zip(inside.y + 1..inside.bottom()) {
        canvas.text(
            inside.x + 1,
            y,
            inside.width.saturating_sub(1),
            text,
            TextRole::Plain,
        );
    }
    field.draw(
        canvas,
        Rect::new(inside.x + 1, inside.y, inside.width.saturating_sub(2), 1),
    );
}
