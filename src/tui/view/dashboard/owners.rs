//! Who answers for each product, in five roles: those nobody answers for first, the dearest of them first.

use ratatui::layout::Rect;

use super::cursor::PageRow;
use super::{Dashboard, column};
use crate::domain::counted::counted;
use crate::domain::ownership::{Filled, Held, OwnershipRow, Post};
use crate::domain::person::{OwnerId, OwnerRole};
use crate::domain::product::ProductId;
use crate::domain::review::PersonName;
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::lists::owners::{NARROW, OWNERS, USUAL, WIDE};
use crate::tui::canvas::Canvas;
use crate::tui::scene::{Scene, WindowShape};
use crate::tui::theme::TextRole;
use crate::tui::widget::list_table::ListTable;

/// Lines about the role under the cursor.
const DETAIL: u16 = 4;

pub(super) fn fill(view: &mut Dashboard) {
    let Some(owned) = &view.owned else { return };
    let typed = text::fold(view.filter.text());
    let words: Vec<&str> = typed.split_whitespace().collect();
    let fits = |row: &&OwnershipRow| words.is_empty() || mentions(row, &words);
    let mut rows: Vec<&OwnershipRow> = owned.rows.iter().filter(fits).collect();
    let order = view.owner_order;
    OWNERS.sort(&mut rows, order.by, order.reversed);
    let bands = OWNERS.bands(&rows, order.by);
    let products = rows.iter().map(|row| row.product).collect();
    view.owners.set_in_bands(products, bands);
    if let Some(PageRow::Product(product)) = view.wanted.take() {
        view.owners.select(&product);
    }
}

/// Do all these words stand in its name, its people or what is wrong with them?
fn mentions(row: &OwnershipRow, words: &[&str]) -> bool {
    let posts = row.posts.iter().map(|post| {
        let people = post.person.iter().chain(&post.deputy);
        let people: Vec<String> = people.map(PersonName::words).collect();
        format!("{} {} {}", post.role, post.filled, people.join(" "))
    });
    let all = text::fold(&format!(
        "{} {}",
        row.name,
        posts.collect::<Vec<_>>().join(" ")
    ));
    words.iter().all(|word| all.contains(word))
}

impl Dashboard {
    /// The product under the cursor, and the post of the role under it.
    pub(super) fn post(&self) -> Option<(&OwnershipRow, &Post)> {
        let row = self.owner_row(*self.owners.selected()?)?;
        Some((row, row.posts.get(self.role)?))
    }

    /// Who left and is still named for the role under the cursor.
    pub(super) fn gone(&self) -> Option<&PersonName> {
        let (_, post) = self.post()?;
        post.person.as_ref().filter(|_| post.left_on.is_some())
    }

    /// What they hold, once it has come.
    pub(super) fn held(&self) -> Option<&[Held]> {
        let (login, held) = self.held.as_ref()?;
        (*login == self.gone()?.login).then_some(held)
    }

    /// The record that fills a post.
    pub(super) fn owner_record(&self, product: ProductId, post: &Post) -> Option<OwnerId> {
        let person = post.person.as_ref()?.id;
        let mut records = self.owned.as_ref()?.records.iter();
        let known =
            records.find(|(of, role, who, _)| (*of, *role, *who) == (product, post.role, person));
        known.map(|(.., id)| *id)
    }
}

pub(super) fn draw(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let Some(owned) = &view.owned else {
        canvas.paragraph(column(area), "Reading who answers for what.");
        return;
    };
    if owned.rows.is_empty() {
        let text =
            "No product is paid for or in use yet. :import reads contracts and counts of seats.";
        canvas.paragraph(column(area), text);
        return;
    }
    let gaps = owned.rows.iter().filter(|row| !row.is_owned()).count();
    let title = format!(
        "WHO ANSWERS: {gaps} of {} lack somebody to judge, run or buy them",
        owned.rows.len()
    );
    canvas.text(
        area.x + 1,
        area.y,
        area.width.saturating_sub(1),
        &title,
        TextRole::Heading,
    );
    let table = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1 + DETAIL),
        ..area
    };
    if view.owners.is_empty() {
        let text = "No product and no person is called so. Esc clears the filter.";
        canvas.paragraph(column(table), text);
        return;
    }
    draw_table(view, table, canvas, scene);
    let detail = Rect {
        y: table.bottom(),
        height: DETAIL,
        ..area
    };
    draw_detail(view, detail, canvas);
}

fn draw_table(view: &Dashboard, area: Rect, canvas: &mut Canvas, scene: &Scene) {
    let window = match scene.shape {
        WindowShape::Full if scene.size.width >= 120 => WIDE,
        WindowShape::Full => USUAL,
        _ => NARROW,
    };
    let viewer = scene.viewer();
    let table = ListTable::new(&OWNERS, window, (&view.owners, true), &viewer);
    let under = view
        .post()
        .map(|(row, post)| (row.product, post.role.word()));
    table.draw_but(
        canvas,
        area,
        |_, product| view.owner_row(*product),
        |column, row| {
            let here = under == Some((row.product, column.id));
            here.then(|| {
                (
                    format!("[{}]", column.shows(row, &viewer)),
                    TextRole::Parked,
                )
            })
        },
    );
}

/// What is known of a post, in a sentence.
pub(super) fn sentence(row: &OwnershipRow, post: &Post) -> String {
    let name = post.person.as_ref().map_or("nobody", |who| &who.name);
    let state = match (post.filled, post.left_on, post.until) {
        (Filled::Nobody, ..) => "was ever named".to_owned(),
        (Filled::Left | Filled::ByDeputy, Some(day), _) => format!("left on {day}"),
        (Filled::Ended | Filled::ByDeputy, _, Some(day)) => format!("ended on {day}"),
        (Filled::Later, ..) => "begins later".to_owned(),
        _ => "answers".to_owned(),
    };
    let since = post.since.map(|day| format!(", since {day}"));
    let until = post.until.filter(|_| post.filled == Filled::Held);
    let until = until.map(|day| format!(", until {day}"));
    let deputy = match &post.deputy {
        Some(who) => format!(", deputy {}", who.name),
        None => ", no deputy".to_owned(),
    };
    let deputy = if post.filled == Filled::Nobody {
        String::new()
    } else {
        deputy
    };
    format!(
        "{} of {}: {name} {state}{}{}{deputy}.",
        job(post.role),
        row.name,
        since.unwrap_or_default(),
        until.unwrap_or_default()
    )
}

fn job(role: OwnerRole) -> &'static str {
    match role {
        OwnerRole::Evaluator => "Evaluator (judges it)",
        OwnerRole::Manager => "Manager (runs it)",
        OwnerRole::Purchaser => "Purchaser (buys it)",
        OwnerRole::Support => "Support (takes the first call)",
        OwnerRole::Trainer => "Trainer (trains people)",
    }
}

fn draw_detail(view: &Dashboard, area: Rect, canvas: &mut Canvas) {
    canvas.line(area.x, area.y, area.width);
    let Some((row, post)) = view.post() else {
        return;
    };
    let width = area.width.saturating_sub(2);
    let mut text = sentence(row, post);
    if let Some((who, held)) = view.gone().zip(view.held()) {
        let things = counted(held.len(), "thing");
        text.push_str(&format!(
            " {} still holds {things}; o hands them over.",
            who.name
        ));
    }
    let lines = wrap(&text, width.into());
    for (line, y) in lines.iter().zip(area.y + 1..area.bottom() - 1) {
        canvas.text(area.x + 1, y, width, line, TextRole::Plain);
    }
    let legends = [
        "! left or over   ( ) the deputy stands in   + begins later   - nobody",
        "! left or over  ( ) the deputy  + later  - nobody",
    ];
    let fits = |legend: &&str| legend.len() <= usize::from(width);
    let legend = legends.into_iter().find(fits).unwrap_or(legends[1]);
    canvas.text(
        area.x + 1,
        area.bottom() - 1,
        width,
        legend,
        TextRole::Plain,
    );
}
