//! What is known beside the rows and the sheet: read when it is asked for, changed by nothing else.

use crate::domain::product::ProductId;
use crate::domain::request::RequestId;
use crate::domain::review::{Ahead, PersonName, Throughput};
use crate::office::query::neighbours::NeighboursTold;
use crate::office::query::{Answer, HistoryEntry, Query};
use crate::tui::effect::MenuItem;
use crate::tui::scene::Scene;
use crate::tui::view::from_neighbours::LatestNeighbours;

/// The answers, each as it came last.
#[derive(Default)]
pub(super) struct LatestAnswers {
    story: Option<(RequestId, Vec<HistoryEntry>)>,
    month: Option<Throughput>,
    people: Vec<PersonName>,
    ahead: Ahead,
    neighbours: LatestNeighbours,
}

impl LatestAnswers {
    /// Takes an answer, if it is one of these.
    pub(super) fn take(&mut self, query: &Query, answer: &Answer) {
        match (query, answer) {
            (Query::Story(request), Answer::Story(lines)) => {
                self.story = Some((*request, lines.clone()));
            }
            (_, Answer::Throughput(month)) => self.month = Some(*month),
            (_, Answer::People(people)) => self.people.clone_from(people),
            (_, Answer::Ahead(ahead)) => self.ahead = *ahead,
            (_, Answer::Neighbours(told)) => self.neighbours.take(query, told.as_deref()),
            _ => {}
        }
    }

    /// What was done about this request; nothing until it has come.
    pub(super) fn story(&self, request: Option<RequestId>) -> &[HistoryEntry] {
        let story = self.story.as_ref();
        let story = story.filter(|(of, _)| Some(*of) == request);
        story.map_or(&[], |(_, lines)| lines)
    }

    /// What neighbours say of this product; nothing until it has come.
    pub(super) fn neighbours(&self, product: ProductId) -> Option<&NeighboursTold> {
        self.neighbours.of(product)
    }

    /// The same as a line of a menu.
    pub(super) fn neighbours_item(
        &self,
        about: (ProductId, &str),
        scene: &Scene,
    ) -> Option<MenuItem> {
        self.neighbours.item(about, scene)
    }

    /// How this month goes; none until it has come.
    pub(super) fn month(&self) -> Option<&Throughput> {
        self.month.as_ref()
    }

    /// Everybody who may see to a condition; nobody until they have come.
    pub(super) fn people(&self) -> &[PersonName] {
        &self.people
    }

    /// Once the list is empty: how many are decided, and what comes next.
    pub(super) fn ahead(&self) -> Ahead {
        self.ahead
    }
}
