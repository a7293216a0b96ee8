//! Fills the dictionary of names, in one pass over each noun.

use std::collections::HashMap;

use crate::domain::checklist::Checklist;
use crate::domain::contract::{Contract, Line, LineId};
use crate::domain::names::{ContractKey, Covering, Match, Names, number_key};
use crate::domain::person::Person;
use crate::domain::product::{Alias, Function, Product, Vendor};
use crate::domain::record::{Column, Kind, Record, Value};
use crate::domain::renewal::{Funding, Share};
use crate::domain::request::{Request, Requester, Track};
use crate::domain::school::{School, SchoolId};
use crate::domain::text::{has_key, key};
use crate::domain::word::Word;

use super::convert::records;
use super::review::write::next_number;
use super::{Error, Store};

impl Store {
    /// Every name the office knows.
    pub fn names(&self) -> Result<Names, Error> {
        let conn = &self.conn;
        let mut names = Names::default();
        for vendor in records::<Vendor>(conn, "", [])? {
            names.add_vendor(&vendor);
        }
        for function in records::<Function>(conn, "", [])? {
            names.functions.add(&function.name, function.id);
        }
        for product in records::<Product>(conn, "", [])? {
            match (product.merged_into, &product.registry_id) {
                // Its names are the other record's now; its number leads there too.
                (Some(into), Some(number)) => names.product_registry.add(number, into),
                (Some(_), None) => {}
                (None, _) => names.add_product(&product),
            }
        }
        for alias in records::<Alias>(conn, "", [])? {
            names.add_alias(&alias);
        }
        for school in records::<School>(conn, "", [])? {
            names.add_school(&school);
        }
        for person in records::<Person>(conn, "", [])? {
            for name in [
                Some(&person.login),
                Some(&person.name),
                person.email.as_ref(),
            ] {
                names.people.add(name.map_or("", String::as_str), person.id);
            }
            names.logins.insert(person.login, person.id);
        }
        let lines = records::<Line>(conn, "ORDER BY contract", [])?;
        let mut parts = self.parts()?;
        for contract in records::<Contract>(conn, "ORDER BY id", [])? {
            if let Some(given) = contract
                .number
                .strip_prefix("C-")
                .and_then(|n| n.parse().ok())
            {
                names.last_contract = names.last_contract.max(given);
            }
            let first = lines.partition_point(|l| l.contract < contract.id);
            for line in lines[first..]
                .iter()
                .take_while(|l| l.contract == contract.id)
            {
                names
                    .contract_keys
                    .entry(contract_key(&contract, line))
                    .or_default()
                    .push(covering(&contract, line, &mut parts));
            }
            if let Some(po) = &contract.po {
                let holders = names.pos.entry(number_key(po)).or_default();
                holders.push(contract.id);
            }
            names.contracts.add(&contract.number, contract.id);
        }
        self.requests(&mut names)?;
        for word in records::<Word>(conn, "", [])? {
            names.words.add(&word);
        }
        names.fiscal_years = self.policy()?.fiscal_years();
        Ok(names)
    }

    /// The school of this code, name or directory number: looks at what all schools are called, and reads whole only
    /// those that are called so.
    pub fn school_called(&self, name: &str) -> Result<Match<SchoolId>, Error> {
        let (number, wanted) = (name.trim(), key(name));
        let sql = "SELECT id, registry_id, code, name FROM school";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut bearers: Vec<i64> = Vec::new();
        while let Some(row) = rows.next()? {
            let said = |at: usize| {
                row.get_ref(at)?
                    .as_str_or_null()
                    .map_err(rusqlite::Error::from)
            };
            let bears = said(1)? == Some(number)
                || [said(2)?, said(3)?]
                    .iter()
                    .flatten()
                    .any(|said| has_key(said, &wanted));
            if bears {
                bearers.push(row.get(0)?);
            }
        }
        let mut names = Names::default();
        for id in bearers {
            for school in records::<School>(&self.conn, "WHERE id = ?1", [id])? {
                names.add_school(&school);
            }
        }
        Ok(names.school(name))
    }

    /// Where the money of each line comes from, and who bears it.
    fn parts(&self) -> Result<RecordsByLine, Error> {
        let mut parts = RecordsByLine::new();
        for funding in records::<Funding>(&self.conn, "", [])? {
            let of_line = parts.entry(funding.line).or_default();
            of_line.push((Kind::Funding, funding.values()));
        }
        for share in records::<Share>(&self.conn, "", [])? {
            let of_line = parts.entry(share.line).or_default();
            of_line.push((Kind::Share, share.values()));
        }
        Ok(parts)
    }

    /// Every word of the district's files that is remembered, by field.
    pub fn words(&self) -> Result<Vec<Word>, Error> {
        records::<Word>(&self.conn, "ORDER BY files, field, theirs", [])
    }

    fn requests(&self, names: &mut Names) -> Result<(), Error> {
        let asked = &mut names.asked;
        for request in records::<Request>(&self.conn, "ORDER BY id", [])? {
            asked.add_request(&request);
        }
        for ask in records::<Requester>(&self.conn, "ORDER BY id DESC", [])? {
            asked.add_ask(&ask);
        }
        asked.last_number = next_number(&self.conn)? - 1;
        asked.editions = (1, 1);
        for list in records::<Checklist>(&self.conn, "ORDER BY edition", [])? {
            match list.track {
                Track::Technical => asked.editions.0 = list.edition,
                Track::Curricular => asked.editions.1 = list.edition,
            }
        }
        Ok(())
    }
}

/// Records by the line that they are a part of.
type RecordsByLine = HashMap<LineId, Vec<(Kind, Vec<Value>)>>;

/// A contract and one of its lines, which takes its parts with it.
fn covering(contract: &Contract, line: &Line, parts: &mut RecordsByLine) -> Covering {
    let mut records = vec![
        (Kind::Contract, contract.values()),
        (Kind::Line, line.values()),
    ];
    records.extend(parts.remove(&line.id).unwrap_or_default());
    Covering {
        contract: contract.id,
        records,
    }
}

fn contract_key(contract: &Contract, line: &Line) -> ContractKey {
    let day = |value: Value| value.text().map(str::to_owned);
    ContractKey {
        product: line.product,
        buyer: contract.buyer,
        term_start: day(contract.term_start.to_value()),
        term_end: day(contract.term_end.to_value()).unwrap_or_default(),
        po: contract.po.as_deref().map(number_key),
    }
}
