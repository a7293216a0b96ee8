//! The intake form's questions: who else wants the product, what we own that does the same, and where
//! a request would go; and sending it.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Office, Receipt};
use crate::domain::calendar::Calendar;
use crate::domain::change::Change;
use crate::domain::checklist;
use crate::domain::day::near;
use crate::domain::grade::Grades;
use crate::domain::names::Match;
use crate::domain::person::{Person, Role};
use crate::domain::policy::Policy;
use crate::domain::product::{Product, ProductId};
use crate::domain::record::{Column, Kind, Record, Value};
use crate::domain::request::{
    Request, RequestId, RequestState, Requester, RequesterId, Track, Trigger,
};
use crate::domain::review::case::ReviewCase;
use crate::domain::review::clock::clock;
use crate::domain::review::intake;
use crate::domain::review::{Intake, Ours, Wanted};
use crate::domain::school::SchoolId;
use crate::domain::taught::TeachesSame;
use crate::domain::text;
use crate::office::query::intake::{Entered, Outlook, RequestSoFar, SimilarProduct};
use crate::store::{Done, Error, RecordOutcome, Scope};

/// Products of such a name that are shown.
const KNOWN: usize = 6;
/// Products that do the same that are shown.
const OURS: usize = 6;
/// What to say while nothing is decided.
const PLEASE: &str = "Please do not use it with students until we answer";
/// Names offered where nothing fits.
const NEAREST: usize = 3;

impl Office {
    pub(super) fn outlook(&mut self, wanting: &RequestSoFar) -> Result<Outlook, Error> {
        self.fill()?;
        let today = self.today();
        let known = self.known(wanting, today)?;
        let product = wanting.product.or_else(|| self.named(&wanting.words));
        let ours = self.ours(product, &wanting.words, wanting.school)?;
        let nearest = match self.finder.known() {
            Some(finder) if known.is_empty() && !wanting.words.is_empty() => {
                let near = finder.near(&wanting.words, NEAREST);
                near.into_iter().map(|near| near.name).collect()
            }
            _ => Vec::new(),
        };
        let policy = self.store.policy()?;
        let calendar = self.store.calendar()?;
        let case = self.case(wanting, product, &policy, &calendar, today)?;
        let meant = known.iter().find(|known| Some(known.id) == product);
        let open = meant.and_then(|known| known.open.as_ref());
        let due_on = open.map_or_else(|| clock(&case, today).due_on, |row| row.clock.due_on);
        let say = match meant {
            Some(known) if known.answer.word.allows() => known.answer.say.clone(),
            _ if due_on < today => format!("{PLEASE}."),
            _ => format!("{PLEASE}, by {}.", due_on.format("%B %-d")),
        };
        let (refused, advice) = self.advice_so_far(wanting, product, today)?;
        let teach_same = self.teach_same(product, &wanting.standards, wanting.school)?;
        Ok(Outlook {
            refused,
            advice,
            reviews: self.reviews(&case)?,
            working_days: calendar.working_days(today, due_on),
            today,
            due_on,
            say,
            product,
            known,
            nearest,
            ours: ours.into_iter().filter(|o| !o.same).take(OURS).collect(),
            teach_same,
        })
    }

    /// What is here already that does what this product does, or is called so, at this school.
    pub fn ours(
        &self,
        product: Option<ProductId>,
        words: &str,
        school: Option<SchoolId>,
    ) -> Result<Vec<Ours>, Error> {
        self.store.ours(product, words, school, self.today())
    }

    /// What of ours teaches the standards of these codes; where none is named, those that this product is said to teach.
    pub fn teach_same(
        &self,
        product: Option<ProductId>,
        codes: &[String],
        school: Option<SchoolId>,
    ) -> Result<Vec<TeachesSame>, Error> {
        let mut wanted = Vec::new();
        for code in codes {
            wanted.extend(self.store.standards_coded(code)?);
        }
        if let (true, Some(product)) = (wanted.is_empty(), product) {
            wanted = self.store.taught(product, self.today())?.standards;
        }
        let scope = self.scope(school);
        self.store.teach_same(&wanted, product, scope)
    }

    /// What the policy says of an ask, beside refusing it.
    pub fn advice(&self, intake: &Intake) -> Result<Vec<String>, Error> {
        let product = match &intake.product {
            Wanted::Known(id) => Some(*id),
            Wanted::New { .. } => None,
        };
        let asked = (intake.school, intake.grades);
        let known = self.store.known(product, asked, self.today())?;
        let advice = intake::advice(intake, &known).into_iter();
        Ok(advice.map(|advice| advice.says).collect())
    }

    /// The one product of exactly this name, also where it is archived and the finder does not list it.
    pub fn archived_named(&self, name: &str) -> Result<Option<ProductId>, Error> {
        match self.store.names()?.product(name, None) {
            Match::One(id) => Ok(Some(id)),
            _ => Ok(None),
        }
    }

    /// The product that the words name.
    fn named(&self, words: &str) -> Option<ProductId> {
        self.finder.known()?.sure_of(words)
    }

    /// Why the policy refuses the ask as far as it is filled, and what else it says.
    fn advice_so_far(
        &self,
        wanting: &RequestSoFar,
        product: Option<ProductId>,
        today: NaiveDate,
    ) -> Result<(Option<String>, Vec<String>), Error> {
        if wanting.words.is_empty() {
            return Ok((None, Vec::new()));
        }
        let said = |there: bool| there.then(|| "said".to_owned());
        let wanted = product.map_or_else(
            || Wanted::New {
                name: wanting.words.clone(),
                url: None,
            },
            Wanted::Known,
        );
        let intake = Intake {
            school: wanting.school,
            cost: wanting.cost,
            data: wanting.data,
            role: wanting.role.clone(),
            sponsor: said(wanting.sponsored),
            reason: said(wanting.reasoned),
            ..Intake::of(&wanting.words, wanted)
        };
        let asked = (wanting.school, Grades::UNSAID);
        let known = self.store.known(product, asked, today)?;
        let refused = intake::may_ask(&intake, &known).err();
        let advice = intake::advice(&intake, &known).into_iter();
        Ok((refused.map(String::from), advice.map(|a| a.says).collect()))
    }

    /// The products of such a name, each with its answer at the school and its open request.
    fn known(
        &self,
        wanting: &RequestSoFar,
        today: NaiveDate,
    ) -> Result<Vec<SimilarProduct>, Error> {
        let Some(finder) = self.finder.known().filter(|_| !wanting.words.is_empty()) else {
            return Ok(Vec::new());
        };
        let found = finder.search(&wanting.words, KNOWN).hits.into_iter();
        let hits: Vec<(ProductId, Option<String>)> = found.map(|hit| (hit.id, hit.alias)).collect();
        let scope = Scope {
            school: wanting.school,
            grade: None,
            today,
        };
        let answers = self.store.brief_answers(&hits, scope)?;
        let ids: Vec<ProductId> = hits.iter().map(|(id, _)| *id).collect();
        let open = self.store.open_for(&ids, today)?;
        let known = ids
            .into_iter()
            .zip(answers)
            .map(|(id, answer)| SimilarProduct {
                id,
                name: answer.product.clone(),
                answer,
                open: open.iter().find(|row| row.product == id).cloned(),
            });
        Ok(known.collect())
    }

    /// The request as it would stand before anybody looks at it.
    fn case(
        &self,
        wanting: &RequestSoFar,
        product: Option<ProductId>,
        policy: &Policy,
        calendar: &Calendar,
        today: NaiveDate,
    ) -> Result<ReviewCase, Error> {
        let mut product = match product {
            Some(id) => self.store.get::<Product>(id)?,
            None => nobody_knows(&wanting.words)?,
        };
        product.data = wanting.data.or(product.data);
        product.instructional = wanting.instructional.or(product.instructional);
        let asked = Requester {
            id: RequesterId(0),
            version: 0,
            request: RequestId(0),
            product: product.id,
            school: wanting.school,
            name: None,
            role: None,
            reason: None,
            grades: Grades::UNSAID,
            subject: None,
            seats: None,
            cost_cents: wanting.cost,
            fund: None,
            needed_by: None,
            asked_on: Some(today),
            sign_in: None,
        };
        Ok(ReviewCase {
            request: request(product.id, today),
            product,
            requesters: vec![asked],
            technical: checklist::shipped(Track::Technical),
            curricular: checklist::shipped(Track::Curricular),
            answers: Vec::new(),
            conditions: Vec::new(),
            pauses: Vec::new(),
            approvals: Vec::new(),
            policy: Arc::new(policy.clone()),
            calendar: Arc::new(calendar.clone()),
            next_number: 0,
        })
    }

    /// The reviews the policy asks for, each with who may do it.
    fn reviews(&self, case: &ReviewCase) -> Result<Vec<(Track, Vec<String>)>, Error> {
        let people = self.store.all::<Person>()?;
        let here = |person: &&Person| !person.has_left(case.request.received_on);
        let tracks = Track::ALL.iter().filter(|track| case.asks(**track));
        Ok(tracks
            .map(|track| {
                let role = match track {
                    Track::Technical => Role::Technical,
                    Track::Curricular => Role::Curricular,
                };
                let able = people
                    .iter()
                    .filter(here)
                    .filter(|p| p.roles.0.contains(&role));
                (*track, able.map(|p| p.login.clone()).collect())
            })
            .collect())
    }

    /// Somebody asks for a product; an ask for one that is under review joins that request.
    pub fn request(&mut self, intake: &Intake) -> Result<Entered, Error> {
        let change = Change::Intake(Box::new(intake.clone()));
        let applied = self.apply(&change)?;
        let what = &intake.what;
        let product = match &intake.product {
            Wanted::Known(id) => Some(*id),
            Wanted::New { .. } => None,
        };
        let Some(request) = self.request_of(&applied, product)? else {
            return Ok(Entered {
                receipt: Receipt::unchanged(format!("{what} was asked for already.")),
                request: None,
            });
        };
        let made =
            |one: &Done| one.record.kind == Kind::Request && one.outcome == RecordOutcome::Added;
        let deed = match applied.done.iter().any(made) {
            _ if !applied.changed() => "Already in",
            true => "Sent",
            false => "Joined",
        };
        let row = self.sheet(request)?.row;
        let due = near(row.clock.due_on, self.today());
        let said = format!("{deed} {} {what}, due {due}.", row.name);
        Ok(Entered {
            receipt: Receipt::of(said, applied.change_set),
            request: Some(request),
        })
    }
}

/// A product of which there is only the name.
fn nobody_knows(name: &str) -> Result<Product, Error> {
    let name = text::clean(name).text.to_value();
    let values: Vec<Value> = Product::FIELDS
        .iter()
        .map(|field| match field.name {
            "name" => name.clone(),
            _ => (field.blank)(),
        })
        .collect();
    Product::from_values(0, 0, &values).map_err(|misfit| Error::Sql(misfit.to_string()))
}

fn request(product: ProductId, today: NaiveDate) -> Request {
    Request {
        id: RequestId(0),
        version: 0,
        number: String::new(),
        product,
        trigger: Trigger::New,
        state: RequestState::Triaged,
        tier: None,
        owner: None,
        technical_edition: 1,
        curricular_edition: 1,
        received_on: today,
        decided_on: None,
        appealed_on: None,
        answered_by: None,
        sponsor: None,
        reason: None,
    }
}
