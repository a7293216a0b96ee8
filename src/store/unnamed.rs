//! What rested on claims that a file had called verified without anybody's name, and that somebody was told so: a setting
//! for each who was, written as the program's own deed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::convert::records;
use super::fiscal::{YearRules, platforms};
use super::writer::put_by_program;
use super::{Error, Store};
use crate::domain::money::Cents;
use crate::domain::overlap::OverlapKind;
use crate::domain::overlap::engine::find_of;
use crate::domain::person::Person;
use crate::domain::product::ProductId;
use crate::domain::put::{Put, Stamp};
use crate::domain::record::Kind;
use crate::domain::rights::RightHolder;
use crate::domain::setting::TOLD_OF_CLAIMS;
use crate::domain::standards::claim::WITHOUT_A_NAME;
use crate::domain::standards::unnamed::UnnamedClaims;

impl Store {
    /// What this person is to be told of claims without a name; none where there are none, where they were told, where it
    /// is not for their roles, or where prices are hidden from them or from whoever asks.
    pub fn unnamed_to_tell(
        &self,
        login: &str,
        today: NaiveDate,
    ) -> Result<Option<UnnamedClaims>, Error> {
        let found = self.unnamed_for(login, today)?;
        if found.is_empty() {
            return Ok(None);
        }
        let claims = found.iter().map(|(_, count)| *count as usize).sum();
        let products: BTreeSet<ProductId> = found.into_iter().map(|(product, _)| product).collect();
        let less = self.at_once(|| rested(&self.conn, &products, today))?;
        Ok(Some(UnnamedClaims { claims, less }))
    }

    /// Is there anything of which [`Store::unnamed_to_tell`] would tell this person? Nothing is reckoned for it.
    pub fn unnamed_waits(&self, login: &str, today: NaiveDate) -> Result<bool, Error> {
        Ok(!self.unnamed_for(login, today)?.is_empty())
    }

    /// How many claims without a name there are of each product; none where they are not to be told to this person.
    fn unnamed_for(&self, login: &str, today: NaiveDate) -> Result<Vec<(ProductId, u32)>, Error> {
        if self.hides_prices() || !self.is_for(login, today)? {
            return Ok(Vec::new());
        }
        let sql = "SELECT product, count(*) FROM alignment WHERE status = 'claimed' AND note = ?1 GROUP BY product";
        let mut ask = self.conn.prepare_cached(sql)?;
        let found = ask.query_map([WITHOUT_A_NAME], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Is it for this person, who was not told yet?
    fn is_for(&self, login: &str, today: NaiveDate) -> Result<bool, Error> {
        let people = records::<Person>(&self.conn, "WHERE login = ?1", [login])?;
        let here = people.into_iter().find(|one| !one.has_left(today));
        let policy = self.policy()?;
        let theirs = here.is_some_and(|one| {
            let may = RightHolder::Curricular.includes(&one.roles).is_ok();
            may && policy.prices_only_of(&one.schools).is_none()
        });
        Ok(theirs && self.setting(&key(login))?.is_none())
    }

    /// Remembers that this person was told.
    pub fn unnamed_told(&mut self, login: &str, stamp: &Stamp) -> Result<(), Error> {
        self.still_there()?;
        self.write(stamp, |tx| {
            let put = Put::keyed(Kind::Setting)
                .with("key", key(login))
                .with("value", stamp.today.to_string());
            let title = format!("told {login} what nobody verified");
            put_by_program(tx, stamp, title, &put)
        })
    }
}

fn key(login: &str) -> String {
    format!("{TOLD_OF_CLAIMS}{login}")
}

/// What overlaps of standards that these products are part of are at stake for less in this fiscal year, since what files
/// called verified counts no more.
fn rested(
    conn: &Connection,
    products: &BTreeSet<ProductId>,
    today: NaiveDate,
) -> Result<Cents, Error> {
    let then = YearRules::counting(conn, None, (today, true))?;
    let claimed: BTreeSet<ProductId> = products.iter().map(|one| then.canonical(*one)).collect();
    let mut met = claimed;
    for product in met.clone() {
        met.extend(then.meetings.met_by(product));
    }
    let now = YearRules::read(conn, None, today)?;
    let (then, now) = (
        same_standards(conn, &then, &met)?,
        same_standards(conn, &now, &met)?,
    );
    Ok(then - now)
}

/// What is at stake of these products where they teach the same standards as another.
fn same_standards(
    conn: &Connection,
    rules: &YearRules,
    products: &BTreeSet<ProductId>,
) -> Result<Cents, Error> {
    let mut with = products.clone();
    for product in products {
        with.extend(rules.meetings.met_by(*product));
    }
    let (many, _) = platforms(conn, rules)?;
    let read = rules.facts(conn, &with)?;
    let many = many.as_ref().map(|(platforms, _)| platforms);
    let found = find_of(&read.facts, products, many, rules.today).overlaps;
    let same = found
        .iter()
        .filter(|one| one.kind == OverlapKind::SameStandards);
    Ok(same.map(|one| one.at_stake).sum())
}
