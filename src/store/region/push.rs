//! Sends what a district shares, and takes it back. What changed is told by the history's sequence since the watermark of
//! the last push; the rows and the new watermark are one transaction of the region. So a push that dies, is repeated, comes
//! late or comes twice ends in the same rows: it begins by holding the watermark, reads the office after that, and sends
//! each product it sends whole.

use std::collections::BTreeSet;

use rusqlite::OptionalExtension;

use super::super::changed::lines_since;
use super::super::{Error, Store};
use super::client::Region;
use super::read::ParcelMaker;
use super::refused;
use super::send::{Load, number};
use super::touched::{TouchedParcels, naming, touched};
use crate::domain::product::ProductId;
use crate::domain::region::DistrictCode;
use crate::domain::region::parcel::Parcel;
use crate::domain::region::share::SharePolicy;

/// How many rows of each kind are shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SharedRows {
    /// Products.
    pub products: usize,
    /// Their other names.
    pub aliases: usize,
    /// Decisions.
    pub decisions: usize,
    /// Answers of reviews.
    pub answers: usize,
    /// Verified standards.
    pub alignments: usize,
    /// Agreements.
    pub agreements: usize,
    /// Months in which terms end.
    pub terms: usize,
    /// Prices, as bands.
    pub prices: usize,
    /// Facts that are more than a region takes of one product.
    pub left_out: usize,
    /// Texts that name somebody, or a school whose name does not go.
    pub naming: usize,
}

impl SharedRows {
    fn of(parcels: &[Parcel]) -> SharedRows {
        let mut rows = SharedRows {
            products: parcels.len(),
            ..SharedRows::default()
        };
        for parcel in parcels {
            rows.aliases += parcel.aliases.len();
            rows.decisions += parcel.decisions.len();
            rows.answers += parcel.answers.len();
            rows.alignments += parcel.alignments.len();
            rows.agreements += parcel.agreements.len();
            rows.terms += parcel.terms.len();
            rows.prices += parcel.prices.len();
            rows.left_out += parcel.left_out;
            rows.naming += parcel.naming;
        }
        rows
    }
}

/// What a push sent, or would send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// The line of history up to which it is shared now.
    pub seq: i64,
    /// Everything was sent, and not only what changed.
    pub everything: bool,
    /// What was sent.
    pub sent: SharedRows,
    /// The names of the products that were sent; the region knows them now as they are.
    pub named: Vec<String>,
    /// How many products the region had of this district, and has not any more.
    pub taken_back: u64,
}

/// Where a push begins.
struct Watermark {
    seq: i64,
    seal: String,
    shares: String,
}

impl Store {
    /// Sends to a region what a district shares under its policy and what changed since the last push.
    ///
    /// # Errors
    ///
    /// `Error::Region`; the region then has what it had, or all of it where the answer to the last step was lost.
    pub fn push(
        &self,
        region: &Region,
        district: &DistrictCode,
        name: &str,
        policy: &SharePolicy,
    ) -> Result<Pushed, Error> {
        region.is_login_of(district)?;
        region.together(|| {
            region.run(
                "INSERT INTO hallpass.member (name) VALUES ($1)
                 ON CONFLICT (district) DO UPDATE SET name = excluded.name",
                &[&name.chars().take(300).collect::<String>()],
            )?;
            region.run(
                "INSERT INTO hallpass.watermark (seq, seal, shares) VALUES (0, '', '') ON CONFLICT DO NOTHING",
                &[],
            )?;
            // Held to the end: whoever pushes at the same moment waits, and reads the office after this one.
            let was = region.watermark(district, " FOR UPDATE")?;
            let load = self.load(was.as_ref(), policy)?;
            let taken_back = region.send(district, &load)?;
            region.run(
                "UPDATE hallpass.watermark SET seq = $2, seal = $3, shares = $4 WHERE district = $1",
                &[&district.as_str(), &load.seq, &load.seal, &policy.to_string()],
            )?;
            region.run(
                "UPDATE hallpass.member SET pushed_at = now() WHERE district = $1",
                &[&district.as_str()],
            )?;
            Ok(load.pushed(taken_back))
        })
    }

    /// What a push would send now; nothing is sent.
    pub fn would_push(
        &self,
        region: &Region,
        district: &DistrictCode,
        policy: &SharePolicy,
    ) -> Result<Pushed, Error> {
        region.is_login_of(district)?;
        let was = region.watermark(district, "")?;
        let load = self.load(was.as_ref(), policy)?;
        let had = region.products_of(district)?;
        let stay: BTreeSet<i32> = load.parcels.iter().map(Parcel::number).collect();
        let gone: BTreeSet<i32> = load.gone.iter().map(|id| number(*id)).collect();
        let leaves = |had: &&i32| {
            if load.everything {
                !stay.contains(had)
            } else {
                gone.contains(had)
            }
        };
        let taken_back = had.iter().filter(leaves).count();
        Ok(load.pushed(taken_back as u64))
    }

    /// How much there is to share under a policy, all of it; no region is asked.
    pub fn shared_rows(&self, policy: &SharePolicy) -> Result<SharedRows, Error> {
        Ok(SharedRows::of(&self.load(None, policy)?.parcels))
    }

    /// What changed since a watermark, or everything where its history is not this file's, or the policy was another.
    fn load(&self, was: Option<&Watermark>, policy: &SharePolicy) -> Result<Load, Error> {
        self.at_once(|| {
            let seq = self.head()?.seq;
            let maker = ParcelMaker::of(self, policy)?;
            let changed = match was {
                Some(was) if was.shares == policy.to_string() => self.changed_products(was)?,
                _ => None,
            };
            let everything = changed.is_none();
            let ids = match changed {
                Some(ids) => ids,
                None => self.every_product()?,
            };
            let (mut parcels, mut gone) = (Vec::new(), Vec::new());
            for id in ids {
                match maker.of_product(id)? {
                    Some(parcel) => parcels.push(parcel),
                    None => gone.push(id),
                }
            }
            Ok(Load {
                seq,
                seal: self.seal_at(seq)?.unwrap_or_default(),
                everything,
                parcels,
                gone,
            })
        })
    }

    /// The seal of the change set that wrote a line of history: it speaks for all before.
    fn seal_at(&self, seq: i64) -> Result<Option<String>, Error> {
        let sql = "SELECT ifnull(c.seal, '') FROM history h JOIN change_set c ON c.id = h.change_set WHERE h.seq = ?1";
        let mut ask = self.conn.prepare_cached(sql)?;
        Ok(ask.query_row([seq], |row| row.get(0)).optional()?)
    }

    /// The products whose parcels may have changed; none where that cannot be told, so that all are sent.
    fn changed_products(&self, was: &Watermark) -> Result<Option<BTreeSet<ProductId>>, Error> {
        // A file that was put back from a backup has another history from some line on.
        if was.seal.is_empty() || self.seal_at(was.seq)?.as_deref() != Some(&was.seal) {
            return Ok(None);
        }
        let Some(lines) = lines_since(&self.conn, was.seq)? else {
            return Ok(None);
        };
        let (mut changed, mut names) = (BTreeSet::new(), Vec::new());
        for line in &lines {
            match touched(&self.conn, line)? {
                TouchedParcels::Products(ids) => changed.extend(ids),
                TouchedParcels::Naming(said, ids) => {
                    names.extend(said);
                    changed.extend(ids);
                }
                TouchedParcels::All => return Ok(None),
            }
        }
        if !names.is_empty() {
            changed.extend(naming(&self.conn, &names)?);
        }
        Ok(Some(changed))
    }

    fn every_product(&self) -> Result<BTreeSet<ProductId>, Error> {
        let mut ask = self.conn.prepare_cached("SELECT id FROM product")?;
        let ids = ask.query_map([], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}

impl Load {
    fn pushed(self, taken_back: u64) -> Pushed {
        Pushed {
            seq: self.seq,
            everything: self.everything,
            sent: SharedRows::of(&self.parcels),
            named: self.parcels.into_iter().map(|parcel| parcel.name).collect(),
            taken_back,
        }
    }
}

impl Region {
    /// Takes everything of a district back out.
    ///
    /// # Errors
    ///
    /// `Error::Region`; everything is there then as it was.
    pub fn take_out(&self, district: &DistrictCode) -> Result<u64, Error> {
        self.is_login_of(district)?;
        self.together(|| {
            let had = self.products_of(district)?.len() as u64;
            // All that is a district's hangs on this row.
            self.run(
                "DELETE FROM hallpass.member WHERE district = $1",
                &[&district.as_str()],
            )?;
            Ok(had)
        })
    }

    /// Refuses where the login is not this district's, so that nothing is ever shared under another's name.
    pub fn is_login_of(&self, district: &DistrictCode) -> Result<(), Error> {
        let row = self.row("SELECT hallpass.mine(), session_user::text", &[])?;
        let row = row.ok_or_else(|| refused::region("the region says nothing", "try again"))?;
        let (mine, login): (Option<String>, String) = (row.get(0), row.get(1));
        match mine {
            Some(code) if code == district.as_str() => Ok(()),
            Some(code) => Err(refused::region(
                format!(
                    "the login {login} is district {code}'s there, and this office joined as {district}"
                ),
                "name your own login in the address: hallpass region join URL --district CODE",
            )),
            None => Err(refused::region(
                format!("the login {login} is no district's there"),
                format!(
                    "whoever runs the region lets you in: hallpass region init URL --district {district}; the login is then {}",
                    district.login()
                ),
            )),
        }
    }

    fn watermark(&self, district: &DistrictCode, held: &str) -> Result<Option<Watermark>, Error> {
        let sql =
            format!("SELECT seq, seal, shares FROM hallpass.watermark WHERE district = $1{held}");
        let row = self.row(&sql, &[&district.as_str()])?;
        Ok(row.map(|row| Watermark {
            seq: row.get(0),
            seal: row.get(1),
            shares: row.get(2),
        }))
    }

    fn products_of(&self, district: &DistrictCode) -> Result<Vec<i32>, Error> {
        let sql = "SELECT product FROM hallpass.product WHERE district = $1";
        let rows = self.rows(sql, &[&district.as_str()])?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }
}
