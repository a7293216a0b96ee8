//! Which request the words of a command mean.

use super::Office;
use crate::domain::find::{Finder, FinderEntry};
use crate::domain::request::Request;
use crate::domain::review::{QueueName, QueueRow};
use crate::office::deed::review::QueueSubject;
use crate::store::Error;

/// Requests that are near where nothing fits.
const NEAREST: usize = 3;

/// What a word names in the queue.
#[derive(Debug, Clone, PartialEq)]
pub enum NamedRequest {
    /// An ask or a review that somebody entered, by its `R-n`.
    Request(QueueSubject),
    /// A product whose review is due and not begun.
    Due(Box<QueueRow>),
    /// A product, by its name, of which nothing calls for a review.
    NotDue(String),
    /// Nothing; the requests that are near, each by its number with its product.
    Nothing(Vec<String>),
}

impl Office {
    /// What `R-418`, `418` or `P-31` names.
    pub fn request_named(&self, word: &str) -> Result<NamedRequest, Error> {
        let today = self.today();
        Ok(match self.store.request_named(word)? {
            Some(QueueName::Request { id, what }) => {
                let request: Request = self.store.get(id)?;
                NamedRequest::Request(QueueSubject::of_request(&request, what))
            }
            Some(QueueName::Product { id, name }) => {
                if let Some(open) = self.store.open_for(&[id], today)?.pop() {
                    return Ok(NamedRequest::Request(QueueSubject::of(&open)));
                }
                match self.store.due(id, today)? {
                    Some(row) => NamedRequest::Due(Box::new(row)),
                    None => NamedRequest::NotDue(name),
                }
            }
            None => NamedRequest::Nothing(self.requests_like(word)?),
        })
    }

    /// What every product is called, with its edition, by name.
    pub fn product_names(&self) -> Result<Vec<String>, Error> {
        let mut names: Vec<String> = self.store.product_names()?.into_values().collect();
        names.sort_unstable();
        Ok(names)
    }

    /// What is next for whoever asks; none where nothing waits for them.
    pub fn next_row(&self) -> Result<Option<QueueRow>, Error> {
        let stamp = self.stamp();
        self.store.next_for(&stamp.who, stamp.today)
    }

    fn requests_like(&self, word: &str) -> Result<Vec<String>, Error> {
        let names = self.store.product_names()?;
        let requests = self.store.all::<Request>()?;
        let called = |request: &Request| {
            let product = names.get(&request.product);
            format!("{} {}", request.number, product.map_or("", String::as_str))
        };
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        if let Ok(number) = digits.parse::<i64>() {
            let distance = |request: &&Request| {
                let own = request.number.trim_start_matches("R-").parse::<i64>();
                own.map_or(i64::MAX, |own| {
                    own.abs_diff(number).try_into().unwrap_or(i64::MAX)
                })
            };
            let mut requests: Vec<&Request> = requests.iter().collect();
            requests.sort_by_key(distance);
            return Ok(requests.into_iter().take(NEAREST).map(called).collect());
        }
        let entries = requests.iter().map(|request| FinderEntry {
            id: request.id.0,
            name: names.get(&request.product).cloned().unwrap_or_default(),
            ..FinderEntry::default()
        });
        let finder = Finder::new(entries.collect());
        let hits = finder.search(word, NEAREST).hits.into_iter();
        let mut ids: Vec<i64> = hits.map(|hit| hit.id).collect();
        if ids.is_empty() {
            let near = finder.near(word, NEAREST).into_iter();
            ids = near.map(|near| near.id).collect();
        }
        let of = |id: &i64| {
            let mut requests = requests.iter();
            requests.find(|request| request.id.0 == *id).map(called)
        };
        Ok(ids.iter().filter_map(of).collect())
    }
}
