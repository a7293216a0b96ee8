//! What is given out to anybody: every product that may be used, with what belongs on its public page.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::approval::Agreement;
use crate::domain::product::{Alias, AliasKind, Product, ProductId};
use crate::domain::published::{GivenOutChange, PublicAgreement, PublicProduct};
use crate::domain::put::{Put, Stamp};
use crate::domain::record::{Column, Kind};
use crate::domain::setting::GIVEN_OUT;
use crate::domain::status::{self, NamedSchool};
use crate::domain::text::fold;

use super::actor::acting;
use super::convert::records;
use super::status::Scope;
use super::writer::put_by_program;
use super::{Error, Store};

impl Store {
    /// Every product that may be used somewhere today, in order of name. Read in one moment.
    pub fn published(&self, today: NaiveDate) -> Result<Vec<PublicProduct>, Error> {
        self.at_once(|| {
            let reader = self.status_reader()?;
            let question = reader.question(Scope {
                school: None,
                grade: None,
                today,
            })?;
            let open = self.school_names()?.into_iter();
            let open = open.map(|school| NamedSchool {
                closed: false,
                id: school.id,
                name: school.name,
                ..NamedSchool::default()
            });
            let open: Vec<NamedSchool> = open.collect();
            let former = self.former_names()?;
            let mut listed = Vec::new();
            for id in self.decided_products()? {
                let about = reader.about(id, today)?;
                let facts = reader.at(&about, &question)?;
                let Some(answer) = status::published(&question, &facts, &open) else {
                    continue;
                };
                let agreement = self.public_agreement(&about.product, today)?;
                let Product {
                    id,
                    url,
                    subjects,
                    grades,
                    kind,
                    data,
                    ..
                } = about.product;
                let url = url.filter(|url| is_web_address(url));
                listed.push(PublicProduct {
                    name: facts.product.full_name(),
                    vendor: facts.product.vendor.clone(),
                    former: former.get(&id).cloned().unwrap_or_default(),
                    functions: self.functions_of(id)?,
                    agreement,
                    id,
                    url,
                    subjects,
                    grades,
                    kind,
                    data,
                    answer,
                });
            }
            listed.sort_by_cached_key(|product| (fold(&product.name), product.id));
            Ok(listed)
        })
    }

    /// What changed lately of what is given out, and whether this login was told a digest since the last of it.
    pub fn given_out(&self, login: &str) -> Result<(Vec<GivenOutChange>, bool), Error> {
        let kept = self.setting(GIVEN_OUT)?.unwrap_or_default();
        let sql = "SELECT
             ifnull((SELECT max(h.change_set) FROM history h JOIN setting s ON h.record = s.id
                 WHERE h.kind = 'setting' AND s.\"key\" = ?1), 0)
             < ifnull((SELECT max(h.change_set) FROM history h JOIN digest d ON h.record = d.id
                 WHERE h.kind = 'digest' AND d.login = ?2), 0)";
        let mut ask = self.conn.prepare_cached(sql)?;
        let told = ask.query_row([GIVEN_OUT, login], |row| row.get(0))?;
        Ok((GivenOutChange::read(&kept), told))
    }

    /// Remembers what changed of what is given out, as the program's own deed; `false` where nobody who may write
    /// anything here gives it out.
    pub fn gave_out(&mut self, new: Vec<GivenOutChange>, stamp: &Stamp) -> Result<bool, Error> {
        self.still_there()?;
        match acting(&self.conn, stamp) {
            Err(Error::Refused(_)) => return Ok(false),
            known => drop(known?),
        }
        let known = self.setting(GIVEN_OUT)?.unwrap_or_default();
        let kept = GivenOutChange::kept(GivenOutChange::read(&known), new, stamp.today);
        self.write(stamp, |tx| {
            let put = Put::keyed(Kind::Setting)
                .with("key", GIVEN_OUT.to_owned())
                .with("value", kept);
            let title = "what is given out changed".to_owned();
            put_by_program(tx, stamp, title, &put).map(|()| true)
        })
    }

    /// The products about which anything was decided, as they are listed.
    fn decided_products(&self) -> Result<Vec<ProductId>, Error> {
        let sql = "SELECT p.id FROM product p WHERE p.archived = 0 AND p.merged_into IS NULL
                   AND EXISTS (SELECT 1 FROM approval a WHERE a.product = p.id) ORDER BY p.id";
        let mut ask = self.conn.prepare_cached(sql)?;
        let ids = ask.query_map([], |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    fn former_names(&self) -> Result<HashMap<ProductId, Vec<String>>, Error> {
        let kind = AliasKind::Former.to_value();
        let mut former: HashMap<ProductId, Vec<String>> = HashMap::new();
        for alias in records::<Alias>(&self.conn, "WHERE kind = ?1 ORDER BY alias", [kind])? {
            former.entry(alias.product).or_default().push(alias.alias);
        }
        Ok(former)
    }

    /// The agreement about this product's data that lasts longest, its own or one for all of its vendor's products.
    fn public_agreement(
        &self,
        product: &Product,
        today: NaiveDate,
    ) -> Result<Option<PublicAgreement>, Error> {
        let agreements = records::<Agreement>(
            &self.conn,
            "WHERE product = ?1 OR (product IS NULL AND vendor = ?2)",
            rusqlite::params![product.id, product.vendor],
        )?;
        let started = agreements.into_iter();
        let started = started.filter(|a| a.from.is_none_or(|from| from <= today));
        let last = started.max_by_key(|a| (a.until.is_none(), a.until, a.id));
        Ok(last.map(|agreement| PublicAgreement {
            kind: agreement.kind,
            until: agreement.until,
            elements: agreement.elements,
        }))
    }
}

/// An address that a browser may be led to: nothing that runs, and nothing of this house's own network names.
fn is_web_address(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let rest = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !host.contains('@') && !rest.contains(char::is_whitespace)
    })
}
