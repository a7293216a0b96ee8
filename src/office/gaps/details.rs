//! Everything about one gap, for the pane below the list of gaps.

use chrono::{Datelike, NaiveDate};

use super::placing::placed;
use super::standing::StandingGaps;
use super::{GapOffer, PlacedOffer};
use crate::domain::person::{Actor, Person};
use crate::domain::rights::{RightHolder, may_write_at};
use crate::domain::school::{SchoolId, Schools};
use crate::domain::standards::framework::StandardId;
use crate::domain::standards::matching::MatchWay;
use crate::domain::standards::route::RouteStep;
use crate::office::query::standards::{GapDetails, GapKey, Verifiable};
use crate::office::{Error, Office};
use crate::store::StoredReading;

impl StandingGaps {
    fn details(&mut self, office: &Office, key: GapKey) -> Result<Option<GapDetails>, Error> {
        let Some(cell) = self.cell(office, key)? else {
            return Ok(None);
        };
        let Some((_, row)) = self.row(office, &cell)? else {
            return Ok(None);
        };
        let (of, at) = ((key.standard, cell.gap.wide), (key.school, key.grade));
        let all = self.desk.offers(&office.store, of, at)?;
        let tasks = office.store.policy()?.sample_tasks.0;
        let in_order = placed(all.clone(), row.score.below);
        let options: Vec<GapOffer> = in_order.iter().map(|(offer, _)| offer.clone()).collect();
        let mut said = row.explained(&options, tasks as usize);
        if options.is_empty() && !all.is_empty() {
            said = row.explained(&all, tasks as usize);
        }
        let listed = in_order.into_iter().enumerate();
        let mut offers: Vec<PlacedOffer> = listed
            .map(|(at, (offer, step))| PlacedOffer {
                place: at + 1,
                offer,
                step: step.map_or("", RouteStep::word),
            })
            .collect();
        for way in [MatchWay::Before, MatchWay::Related] {
            let beside = all.iter().filter(|offer| offer.way == way).cloned();
            offers.extend(beside.map(|offer| PlacedOffer {
                place: 0,
                offer,
                step: "",
            }));
        }
        let person = office.person(&office.stamp().who)?;
        let reading = &self.readings[cell.reading];
        Ok(Some(GapDetails {
            key,
            told_by: told_by(reading),
            verifiable: options
                .iter()
                .filter_map(|offer| self.verifiable(offer))
                .collect(),
            named: self.named(key.standard),
            no_saying: why_not_say(person.as_ref()),
            no_routing: why_not_route(person, key.school),
            tasks: tasks as usize,
            row,
            offers,
            said,
        }))
    }

    fn verifiable(&self, offer: &GapOffer) -> Option<Verifiable> {
        let claim = offer.claim.as_ref().filter(|_| offer.is_verifiable())?;
        Some(Verifiable {
            product: offer.product,
            name: offer.name.clone(),
            module: offer.module.clone(),
            code: self.named(claim.item?),
        })
    }

    /// A standard so that nobody takes it for another of the same code.
    fn named(&self, standard: StandardId) -> String {
        let Some(standard) = self.desk.standards.get(&standard) else {
            return String::new();
        };
        let framework = self.frameworks.iter();
        let mut framework = framework.filter(|one| one.id == standard.framework);
        match framework.next().filter(|_| standard.has_code) {
            Some(framework) => format!("{}:{}", framework.short, standard.called),
            None => standard.called.to_string(),
        }
    }
}

/// `Star Math, Sep 8 to 26`, or its window where its files did not say the days.
fn told_by(reading: &StoredReading) -> String {
    let day = |day: NaiveDate| day.format("%b %-d").to_string();
    match reading.starts.zip(reading.ends) {
        Some((first, last)) => {
            let same = (first.year(), first.month()) == (last.year(), last.month());
            let last = if same {
                last.day().to_string()
            } else {
                day(last)
            };
            format!("{}, {} to {last}", reading.test, day(first))
        }
        None => format!("{}, {}", reading.test, reading.window),
    }
}

fn why_not_say(person: Option<&Person>) -> Option<String> {
    let roles = person.map(|one| one.roles.clone()).unwrap_or_default();
    let refused = RightHolder::Curricular.includes(&roles).err();
    refused.map(|why| why.to_string())
}

fn why_not_route(person: Option<Person>, school: SchoolId) -> Option<String> {
    let no_role = why_not_say(person.as_ref());
    no_role.or_else(|| {
        let actor = Actor::from(person?);
        let refused = may_write_at(&Schools::only(vec![school]), &actor).err();
        refused.map(|why| why.to_string())
    })
}

impl Office {
    /// Everything about one gap; none where it is told no more.
    pub fn gap_details(&mut self, key: GapKey) -> Result<Option<GapDetails>, Error> {
        self.of_standing_gaps(|office, gaps| gaps.details(office, key))
    }
}
