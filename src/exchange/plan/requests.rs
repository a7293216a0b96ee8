//! Rows about asks for products: many asks for one product become one open request with each ask on it.
//! An ask the office knows stays with its request, whatever became of that meanwhile.

use chrono::NaiveDate;

use super::finish::set;
use super::purchases::is_everywhere;
use super::{Planner, Ref, Refusal, hash, put_some, refuse};
use crate::domain::change::{Given, Put};
use crate::domain::money::Cents;
use crate::domain::names::AskKey;
use crate::domain::record::{Column, Kind};
use crate::domain::request::{DataUse, RequestState, Trigger};
use crate::exchange::record::Record;

impl Planner<'_> {
    pub(super) fn request_row(&mut self, record: &Record) -> Result<(), Refusal> {
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
        let key = AskKey::new(
            product.number(),
            school.map(Ref::number),
            requester,
            record.text("reason"),
            asked_on,
        );
        let fields = said(record, school);
        let (identity, words) = (hash(&key), hash(&fields) as u32);
        if let Some((row, before)) = self.seen.get(&identity).copied() {
            if before != words {
                let why = format!("asked the same on the same day in row {row}; that row is kept");
                self.warn("requester", requester.unwrap_or_default(), why);
            }
            return Ok(());
        }
        let known = self.names.asked.asks.get(&key).copied();
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
            let request = self.request(product, asked_on);
            put = put.with("request", request);
            request
        };
        self.facts(product, record);
        let ask = self.add(put);
        self.seen.insert(identity, (self.row as u32, words));
        self.plan.requests.insert(request.number());
        self.enter(move |names| {
            let numbers = (ask.number(), request.number());
            names.asked.asks.insert(key, numbers);
        });
        Ok(())
    }

    /// The open request of the product, made if there is none. It came on the day of its first ask.
    fn request(&mut self, product: Ref, asked_on: Option<NaiveDate>) -> Ref {
        let came = asked_on.unwrap_or(self.today).min(self.today);
        if let Some(open) = self.names.asked.open.get(&product.number()) {
            let open = Ref::known(*open);
            if let Ref::Made(at) = open {
                earlier(&mut self.plan.puts[at], came);
            }
            return open;
        }
        self.names.asked.last_number += 1;
        let (technical, curricular) = self.names.asked.editions;
        let put = Put::new(Kind::Request)
            .with("number", format!("R-{}", self.names.asked.last_number))
            .with("product", product)
            .with("trigger", Trigger::New)
            .with("state", RequestState::Triaged)
            .with("technical_edition", technical)
            .with("curricular_edition", curricular)
            .with("received_on", came);
        let made = self.add(put);
        self.enter(move |names| {
            names.asked.open.insert(product.number(), made.number());
        });
        made
    }

    /// What the row says of the product that nobody has said yet.
    fn facts(&mut self, product: Ref, record: &Record) {
        let mut put = Put {
            target: product.target(),
            ..Put::new(Kind::Product)
        };
        put = put_some(put, "url", record.text("url").map(str::to_owned));
        put = put_some(put, "instructional", record.flag("instructional"));
        if let Some(word) = record.text("data") {
            if let Some(data) = data_use(word) {
                put = put.with("data", data);
            } else {
                let why = "not one of none, login, pii, sensitive; left empty";
                self.warn("data", word, why);
            }
        }
        let number = product.number();
        let known = &self.names.asked.facts;
        put.fields
            .retain(|(field, _)| !known.contains(&(number, *field)));
        if put.fields.is_empty() {
            return;
        }
        let told: Vec<&str> = put.fields.iter().map(|(field, _)| *field).collect();
        self.enter(move |names| {
            let told = told.into_iter().map(|field| (number, field));
            names.asked.facts.extend(told);
        });
        self.add(put);
    }
}

/// What a row says of an ask besides product and request.
fn said(record: &Record, school: Option<Ref>) -> Vec<(&'static str, Given)> {
    let mut put = Put::new(Kind::Requester);
    if let Some(school) = school {
        put = put.with("school", school);
    }
    put = put_some(put, "name", record.text("requester").map(str::to_owned));
    for field in ["role", "reason", "subject", "fund"] {
        put = put_some(put, field, record.text(field).map(str::to_owned));
    }
    put = put_some(put, "grades", record.grades("grades"));
    put = put_some(put, "seats", record.count("seats").map(i64::from));
    put = put_some(put, "cost_cents", record.money("cost"));
    put = put_some(put, "needed_by", record.day("needed_by"));
    put_some(put, "asked_on", record.day("asked_on")).fields
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

/// What a form's answer about student data means.
fn data_use(word: &str) -> Option<DataUse> {
    DataUse::from_word(word).or(match word {
        "no" | "no_data" | "no_student_data" => Some(DataUse::None),
        "login_only" | "account" | "accounts" | "sign_in" => Some(DataUse::Login),
        "yes" | "student_data" | "personal" | "personal_data" | "names" => Some(DataUse::Pii),
        "sensitive_data" | "health" | "medical" => Some(DataUse::Sensitive),
        _ => None,
    })
}
