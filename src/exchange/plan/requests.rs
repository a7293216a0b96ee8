//! Rows about asks for products: many asks for one product become one open request with each ask on it.
//! An ask the office knows stays with its request, whatever became of that meanwhile.

use std::sync::Arc;

use chrono::{Months, NaiveDate};

use super::finish::set;
use super::plain::meant;
use super::purchases::is_everywhere;
use super::{ImportKind, Planner, Ref, RowRefusal, all_of, hash, put_some, refuse};
use crate::domain::money::Cents;
use crate::domain::names::{Ask, AskKey};
use crate::domain::product::ProductId;
use crate::domain::put::{Given, Put};
use crate::domain::record::{Column, Kind};
use crate::domain::request::{RequestId, RequestState, RequesterId, Trigger};
use crate::domain::review::intake::{self, IntakeFacts};
use crate::domain::review::{Intake, Wanted};
use crate::domain::school::SchoolId;
use crate::exchange::record::FileRow;

impl Planner<'_> {
    pub(super) fn request_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let school = match record.text("school").unwrap_or_default() {
            word if is_everywhere(word) => None,
            name => Some(self.school("school", name)?),
        };
        if record.money("cost").is_some_and(|cost| cost < Cents(0)) {
            return refuse("cost", "", "a cost cannot be negative");
        }
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let requester = record.text("requester");
        let asked_on = record.day("asked_on");
        self.strange_days(record);
        let key = AskKey::new(
            product.number(),
            school.map(Ref::number),
            requester,
            record.text("reason"),
            asked_on,
        );
        let fields = self.said(record, school)?;
        let (identity, words) = (hash(&key), hash(&fields) as u32);
        if let Some(before) = self.seen.get(identity) {
            if before.said == words {
                self.is_seen(identity, words);
            } else {
                let row = before.row;
                let why = format!("asked the same on the same day in row {row}; that row is kept");
                self.warn("requester", requester.unwrap_or_default(), why);
            }
            return Ok(());
        }
        let known = self.known_ask(&key, &fields)?;
        let mut put = match known {
            Some((ask, _)) => Put {
                target: Ref::known(ask).target(),
                ..Put::new(Kind::Requester)
            },
            None => Put::new(Kind::Requester).with("product", product),
        };
        put.fields.extend(fields);
        let request = if let Some((_, request)) = known {
            Ref::known(request)
        } else {
            let judged = self.judged(product, school, record)?;
            let request = self.request(product, asked_on, judged.as_ref(), record)?;
            put = put.with("request", request);
            request
        };
        self.facts(product, record)?;
        let ask = self.add(put);
        self.is_seen(identity, words);
        self.plan.requests.insert(request.number());
        self.enter(move |names| {
            names.asked.asks.entry(key).or_default().push(Ask {
                id: ask.number(),
                request: request.number(),
                values: Vec::new(),
            });
        });
        Ok(())
    }

    /// The ask of this key that the office knows, with its request; of several the one that says all of it.
    fn known_ask(
        &self,
        key: &AskKey,
        fields: &[(&'static str, Given)],
    ) -> Result<Option<(RequesterId, RequestId)>, RowRefusal> {
        let known = self
            .names
            .asked
            .asks
            .get(key)
            .map_or(&[][..], Vec::as_slice);
        let says = known.iter().find(|ask| ask.says(fields));
        match (known, says) {
            ([], _) => Ok(None),
            ([ask], _) | (_, Some(ask)) => Ok(Some((ask.id, ask.request))),
            (several, None) => {
                let of: Vec<String> = several
                    .iter()
                    .map(|ask| self.request_number(ask.request))
                    .collect();
                let why = format!(
                    "fits {} asks of the same person and day, on {}; change the one that is meant there, and \
                     take this row out",
                    several.len(),
                    all_of(&of)
                );
                refuse("requester", "", why)
            }
        }
    }

    fn request_number(&self, id: RequestId) -> String {
        let number = self.names.asked.numbers.get(&id);
        number.cloned().unwrap_or_else(|| format!("request {id}"))
    }

    /// What the policy says of a new ask, as the form would be told, and what it knows; nothing where
    /// no office is asked.
    fn judged(
        &mut self,
        product: Ref,
        school: Option<Ref>,
        record: &FileRow,
    ) -> Result<Option<JudgedAsk>, RowRefusal> {
        let Some(office) = self.office else {
            return Ok(None);
        };
        let intake = intake_of(record, school);
        let asked = (intake.school, intake.grades);
        let known = office.known(product.id().map(ProductId), asked);
        let known = known.or_else(|why| refuse("product", "", why))?;
        if let Err(refusal) = intake::may_ask(&intake, &known) {
            return refuse(refusal.field.unwrap_or("product"), "", refusal);
        }
        for advice in intake::advice(&intake, &known) {
            let said = record.text(advice.field).unwrap_or_default();
            self.warn(advice.field, said, advice.says);
        }
        Ok(Some(JudgedAsk { intake, known }))
    }

    /// Says of days that cannot be meant so: an ask of a day to come, a need that was over before it was asked.
    fn strange_days(&mut self, record: &FileRow) {
        let asked_on = record.day("asked_on");
        if let Some(day) = asked_on.filter(|day| *day > self.today) {
            let why = "has not come yet; the request counts from today";
            self.warn("asked_on", &day.to_string(), why);
        }
        // Of one whose day nobody said, only what is over for a year.
        let asked = match asked_on {
            Some(asked) => asked.min(self.today),
            None => self.today - Months::new(12),
        };
        if let Some(day) = record.day("needed_by").filter(|day| *day < asked) {
            self.warn(
                "needed_by",
                &day.to_string(),
                format!("was over before {asked}; look whether the year is right"),
            );
        }
    }

    /// The open request of the product, made if there is none. It came on the day of its first ask, and
    /// its risk is that of all its asks together.
    fn request(
        &mut self,
        product: Ref,
        asked_on: Option<NaiveDate>,
        judged: Option<&JudgedAsk>,
        record: &FileRow,
    ) -> Result<Ref, RowRefusal> {
        let came = asked_on.unwrap_or(self.today).min(self.today);
        // One of the office's that was withdrawn by itself meanwhile is open no more.
        let stands = |id: &RequestId| id.0 < 0 || judged.is_none_or(|j| j.known.open.is_some());
        let open = self.names.asked.open.get(&product.number());
        let open = open.into_iter().flatten().copied().filter(stands);
        let open: Vec<RequestId> = open.collect();
        if open.len() > 1 {
            let of: Vec<String> = open.iter().map(|id| self.request_number(*id)).collect();
            let why = format!(
                "fits {}, which are open about this product; decide or withdraw all but one, then import this \
                 row: hallpass request withdraw {} --reason TEXT",
                all_of(&of),
                of[1]
            );
            return refuse("product", "", why);
        }
        let open = open.first().copied().map(Ref::known);
        let tier = judged.map(|judged| self.tier(product, judged));
        if let Some(open) = open {
            match (open, tier) {
                (Ref::Made(at), tier) => {
                    earlier(&mut self.plan.puts[at], came);
                    if let Some(tier) = tier {
                        set(&mut self.plan.puts[at], "tier", Some(tier));
                    }
                }
                (Ref::Id(id), Some(tier)) => self.raised(RequestId(id), tier, judged),
                (Ref::Id(_), None) => {}
            }
            return Ok(open);
        }
        self.names.asked.last_number += 1;
        let (technical, curricular) = self.names.asked.editions;
        let mut put = Put::new(Kind::Request)
            .with("number", format!("R-{}", self.names.asked.last_number))
            .with("product", product)
            .with("trigger", Trigger::New)
            .with("state", RequestState::Triaged);
        if let Some(tier) = tier {
            put = put.with("tier", Some(tier));
        }
        put = put
            .with("technical_edition", technical)
            .with("curricular_edition", curricular)
            .with("received_on", came);
        put = put_some(put, "sponsor", record.text("sponsor").map(str::to_owned));
        let made = self.add(put);
        self.enter(move |names| {
            names
                .asked
                .open
                .insert(product.number(), vec![made.number()]);
        });
        Ok(made)
    }

    /// The risk of a product with this ask and all before it, the office's and the file's.
    fn tier(&mut self, product: Ref, judged: &JudgedAsk) -> i64 {
        let JudgedAsk { intake, known } = judged;
        let before = self.asked.get(&product.number()).copied();
        let (cost, data) = before.unwrap_or_default();
        let cost = cost + intake.cost.unwrap_or_default();
        let data = data.or(intake.data);
        // No row is refused any more once its risk is asked.
        self.asked.insert(product.number(), (cost, data));
        let all = Intake {
            cost: Some(cost),
            data: known.product.as_ref().and_then(|p| p.data).or(data),
            ..intake.clone()
        };
        intake::tier(&all, known)
    }

    /// More people may make an open request of the office riskier.
    fn raised(&mut self, id: RequestId, tier: i64, judged: Option<&JudgedAsk>) {
        let Some(open) = judged.and_then(|judged| judged.known.open.as_ref()) else {
            return;
        };
        if open.tier.is_none_or(|settled| settled >= tier) {
            return;
        }
        let mut put = Put::id(id).with("tier", Some(tier));
        if open.state == RequestState::DecisionPending {
            put = put.with("state", RequestState::InReview);
        }
        self.add(put);
    }

    /// What the row says of the product that nobody has said yet.
    fn facts(&mut self, product: Ref, record: &FileRow) -> Result<(), RowRefusal> {
        let mut put = Put {
            target: product.target(),
            ..Put::new(Kind::Product)
        };
        put = self.some(put, record, &["url", "instructional", "data"])?;
        let number = product.number();
        let known = &self.names.asked.facts;
        put.fields
            .retain(|(field, _)| !known.contains(&(number, *field)));
        if put.fields.is_empty() {
            return Ok(());
        }
        let told: Vec<&str> = put.fields.iter().map(|(field, _)| *field).collect();
        self.enter(move |names| {
            let told = told.into_iter().map(|field| (number, field));
            names.asked.facts.extend(told);
        });
        self.add(put);
        Ok(())
    }

    /// What a row says of an ask besides product and request.
    fn said(
        &mut self,
        record: &FileRow,
        school: Option<Ref>,
    ) -> Result<Vec<(&'static str, Given)>, RowRefusal> {
        let mut put = Put::new(Kind::Requester);
        if let Some(school) = school {
            put = put.with("school", school);
        }
        let told = [
            "requester",
            "role",
            "reason",
            "subject",
            "fund",
            "grades",
            "seats",
            "cost",
            "needed_by",
            "sign_in",
            "asked_on",
        ];
        put = self.some(put, record, &told)?;
        Ok(self.rest(put, record)?.fields)
    }
}

/// An ask as the policy looks at it, and what it knows.
struct JudgedAsk {
    intake: Intake,
    known: Arc<IntakeFacts>,
}

/// A row as the form would have it, as far as the policy looks.
fn intake_of(record: &FileRow, school: Option<Ref>) -> Intake {
    let text = |field| record.text(field).map(str::to_owned);
    let name = text("product").unwrap_or_default();
    let wanted = Wanted::New {
        name: name.clone(),
        url: text("url"),
    };
    Intake {
        school: school.and_then(Ref::id).map(SchoolId),
        role: text("role"),
        sponsor: text("sponsor"),
        reason: text("reason"),
        cost: record.money("cost"),
        grades: record.grades("grades").unwrap_or_default(),
        data: meant(record, ImportKind::Requests, "data"),
        sign_in: meant(record, ImportKind::Requests, "sign_in"),
        ..Intake::of(&name, wanted)
    }
}

/// Moves the day a new request came forward to that of an earlier ask.
fn earlier(put: &mut Put, came: NaiveDate) {
    let on = put.fields.iter().find_map(|(field, given)| match given {
        Given::Value(value) if *field == "received_on" => NaiveDate::from_value(value),
        _ => None,
    });
    if on.is_some_and(|on| came < on) {
        set(put, "received_on", came);
    }
}
