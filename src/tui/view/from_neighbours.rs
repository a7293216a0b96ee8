//! What neighbours of the region say of a product, as a line of the `o` menu: who says what, and whose decision comes into
//! the review as claims to check. The same on a card and in the queue.

use crate::domain::day::short;
use crate::domain::product::ProductId;
use crate::office::deed::Deed;
use crate::office::deed::review::TakenClaims;
use crate::office::query::Query;
use crate::office::query::neighbours::{NeighbourDecision, NeighboursTold};
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, MenuItem, NUMBERS};
use crate::tui::scene::Scene;

/// What neighbours said of a product when they were asked last.
#[derive(Default)]
pub(super) struct LatestNeighbours(Option<(ProductId, NeighboursTold)>);

impl LatestNeighbours {
    /// The question about a product, where there is a region to ask.
    pub(super) fn asks(product: ProductId, scene: &Scene) -> Option<Query> {
        scene.in_region.then_some(Query::Neighbours(product))
    }

    /// Takes the answer; none where the region could not be asked.
    pub(super) fn take(&mut self, query: &Query, told: Option<&NeighboursTold>) {
        if let Query::Neighbours(product) = query {
            self.0 = told.map(|told| (*product, told.clone()));
        }
    }

    /// What they said of this product, where that has come.
    pub(super) fn of(&self, product: ProductId) -> Option<&NeighboursTold> {
        let known = self.0.as_ref().filter(|(of, _)| *of == product);
        known.map(|(_, told)| told)
    }

    /// The line of the menu; none where nobody knows the product.
    pub(super) fn item(
        &self,
        (product, called): (ProductId, &str),
        scene: &Scene,
    ) -> Option<MenuItem> {
        let told = self.of(product)?;
        let today = scene.now.date();
        let line = format!("neighbours: {}", told.line(today)?);
        let mut items = vec![MenuItem::new(
            'w',
            "what each of them says",
            Intent::Page(format!(
                "What neighbours say of {called}\n\n{}\n",
                told.table().join("\n")
            )),
        )];
        let decisions = NUMBERS.iter().zip(&told.say.decisions);
        items.extend(decisions.map(|(letter, one)| {
            let taking = TakenClaims {
                product,
                called: called.to_owned(),
                claims: one.claims.clone(),
            };
            let label = format!("review it from: {}", in_words(one, scene));
            MenuItem::new(
                *letter,
                label,
                Intent::Change(Deed::Claims(Box::new(taking))),
            )
            .unless(scene.why_off(Command::NewRequest))
        }));
        Some(MenuItem::new(
            'n',
            line,
            Intent::Menu(Menu {
                title: format!("Neighbours on {called}; what they say comes as claims to check"),
                items,
                about_rows: false,
            }),
        ))
    }
}

/// `Lindenau district, Oct 03: conditional, for all schools, 12 answers`.
fn in_words(one: &NeighbourDecision, scene: &Scene) -> String {
    let claims = &one.claims;
    let on = claims.decided_on;
    let on = on.map(|day| format!(", {}", short(day, scene.now.date())));
    let answers = match claims.answers.len() {
        0 => String::new(),
        1 => ", 1 answer".to_owned(),
        many => format!(", {many} answers"),
    };
    format!(
        "{}{}: {}{answers}",
        claims.district,
        on.unwrap_or_default(),
        claims.decided
    )
}
