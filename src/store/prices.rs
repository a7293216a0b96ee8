//! Whose prices somebody sees: what the policy shows to people who act for some schools only.
//!
//! What is hidden from whoever asks is hidden where it is read, and nowhere else: the connection that is asked then has
//! views of its own in place of the tables with prices, which know of no others. Whatever is asked of it, a list, a sum,
//! an export or history, takes them for prices that nobody knows. What the policy shows to everybody, the district's sums,
//! is read on a second connection that has no such views.

use std::collections::HashMap;

use chrono::NaiveDate;

use rusqlite::Connection;

use super::card::{Card, CardTotal};
use super::convert::records;
use super::desk::Desk;
use super::schools::{Overview, Placed};
use super::unpriced::HIDDEN_CONTRACTS;
use super::{Error, Store, days, fiscal, open, settings};
use crate::domain::contract::ContractId;
use crate::domain::money::Cents;
use crate::domain::person::{Actor, Person};
use crate::domain::policy::Policy;
use crate::domain::product::ProductId;
use crate::domain::put::Stamp;
use crate::domain::record::{Kind, RecordRef};
use crate::domain::school::{SchoolId, Schools};

/// What one person may see of prices.
#[derive(Debug, Clone)]
pub struct VisiblePrices {
    policy: Policy,
    schools: Schools,
}

impl VisiblePrices {
    /// May the person see what this buyer pays? The district is none.
    pub fn include(&self, buyer: Option<SchoolId>) -> bool {
        self.policy.shows_price(&self.schools, buyer)
    }
}

/// The nouns that have prices, and where a record of it says who pays: the buyer's field, or that of its contract.
const PRICED: [(Kind, PaidBy); 6] = [
    (Kind::Contract, PaidBy::Buyer("buyer")),
    (Kind::Line, PaidBy::Contract("contract")),
    (Kind::Term, PaidBy::Contract("contract")),
    (Kind::Renewal, PaidBy::Contract("contract")),
    (Kind::Requester, PaidBy::Buyer("school")),
    // Of several contracts, whoever bought them.
    (Kind::Alert, PaidBy::Several),
];

/// Where a record says who pays.
#[derive(Clone, Copy)]
enum PaidBy {
    /// In this field of its own.
    Buyer(&'static str),
    /// In the contract that this field names.
    Contract(&'static str),
    /// Nowhere: it is hidden from whoever does not see all prices.
    Several,
}

impl PaidBy {
    /// Whether one of these schools pays, in SQL.
    fn by(self, own: &str) -> String {
        match self {
            PaidBy::Buyer(field) => format!("ifnull(\"{field}\" IN ({own}), 0)"),
            PaidBy::Contract(field) => {
                format!("\"{field}\" IN (SELECT id FROM main.contract WHERE buyer IN ({own}))")
            }
            PaidBy::Several => "0".to_owned(),
        }
    }
}

/// Is it an amount? Every field that is ends so, and no other.
pub(super) fn is_price(field: &str) -> bool {
    field == "cents" || field.ends_with("_cents")
}

/// Which records' prices are hidden from one person, while they write: the policy is read once.
#[derive(Default)]
pub(super) struct HiddenPrices {
    /// Once the policy is read: the schools whose prices alone they may see, or all.
    shown: Option<Schools>,
}

impl HiddenPrices {
    /// Are the prices of this record hidden from whoever acts? Asked of one actor only.
    pub(super) fn hide(
        &mut self,
        conn: &Connection,
        record: RecordRef,
        actor: &Actor,
    ) -> Result<bool, Error> {
        let priced = PRICED.iter().find(|(kind, _)| *kind == record.kind);
        let (Some((kind, paid)), Schools::Only(_)) = (priced, &actor.schools) else {
            return Ok(false);
        };
        if self.shown.is_none() {
            let policy = &Desk::new(conn)?.policy;
            let own = policy.prices_only_of(&actor.schools);
            self.shown = Some(own.map_or(Schools::All, |own| Schools::Only(own.to_vec())));
        }
        let Some(Schools::Only(own)) = &self.shown else {
            return Ok(false);
        };
        let by = paid.by(&list(own));
        let sql = format!("SELECT {by} FROM main.\"{kind}\" WHERE id = ?1");
        let shown: bool = conn
            .prepare_cached(&sql)?
            .query_row([record.id], |row| row.get(0))?;
        Ok(!shown)
    }
}

/// The schools as SQL lists them.
fn list(schools: &[SchoolId]) -> String {
    let schools: Vec<String> = schools.iter().map(ToString::to_string).collect();
    schools.join(", ")
}

/// Lets this connection know prices only of what these schools pay; of everybody where none are named.
fn know_prices_of(conn: &mut Connection, own: Option<&[SchoolId]>) -> Result<(), Error> {
    let mut sql = String::new();
    let tables = PRICED.iter().map(|(kind, _)| kind.word());
    for table in tables.chain(["history", HIDDEN_CONTRACTS]) {
        sql.push_str(&format!("DROP VIEW IF EXISTS temp.\"{table}\";"));
    }
    if let Some(own) = own {
        let own = list(own);
        sql.push_str(&format!(
            "CREATE TEMP VIEW \"{HIDDEN_CONTRACTS}\" AS SELECT id FROM main.contract WHERE NOT ifnull(buyer IN ({own}), 0);"
        ));
        let mut seen = Vec::new();
        for (kind, paid) in PRICED {
            let by = paid.by(&own);
            let columns = columns_of(conn, kind.word())?;
            let shown = columns.iter().map(|(name, may_be_empty)| {
                if is_price(name) {
                    let hidden = if *may_be_empty { "NULL" } else { "0" };
                    format!("CASE WHEN {by} THEN \"{name}\" ELSE {hidden} END AS \"{name}\"")
                } else {
                    format!("\"{name}\"")
                }
            });
            let shown: Vec<String> = shown.collect();
            sql.push_str(&format!(
                "CREATE TEMP VIEW \"{kind}\" AS SELECT {} FROM main.\"{kind}\";",
                shown.join(", ")
            ));
            seen.push(format!(
                "kind = '{kind}' AND record IN (SELECT id FROM main.\"{kind}\" WHERE {by})"
            ));
        }
        let price = "(field = 'cents' OR field LIKE '%\\_cents' ESCAPE '\\')";
        let shown: Vec<String> = columns_of(conn, "history")?
            .into_iter()
            .map(|(name, _)| match name.as_str() {
                "old" | "new" => format!(
                    "CASE WHEN ifnull({price}, 0) AND NOT ({}) THEN NULL ELSE \"{name}\" END AS \"{name}\"",
                    seen.join(" OR ")
                ),
                _ => format!("\"{name}\""),
            })
            .collect();
        sql.push_str(&format!(
            "CREATE TEMP VIEW history AS SELECT {} FROM main.history;",
            shown.join(", ")
        ));
    }
    settings::unbound(conn, |conn| Ok(conn.execute_batch(&sql)?))
}

/// The columns of a table, and whether each may be empty.
fn columns_of(conn: &Connection, table: &str) -> Result<Vec<(String, bool)>, Error> {
    let mut ask = conn.prepare(&format!("PRAGMA main.table_info(\"{table}\")"))?;
    let columns = ask.query_map([], |row| {
        Ok((row.get("name")?, row.get::<_, i64>("notnull")? == 0))
    })?;
    Ok(columns.collect::<Result<_, _>>()?)
}

impl Store {
    /// From here on whoever asks is this person: no price that the policy hides from them is read for them.
    ///
    /// # Errors
    ///
    /// Where it cannot be read who they are; nobody's price is read then.
    pub fn is_asked_by(&mut self, stamp: &Stamp) -> Result<(), Error> {
        let found = self.only_of(stamp);
        let own = found.clone().unwrap_or_else(|_| Some(Vec::new()));
        if self.prices_only_of != own {
            know_prices_of(&mut self.conn, own.as_deref())?;
            self.whole = match own {
                Some(_) => Some(self.once_more()?),
                None => None,
            };
            self.prices_only_of = own;
            self.years = fiscal::YearCache::default();
            self.overlap_names.take();
            self.ours.take();
        }
        self.keeps_found = self.may_keep(stamp);
        found.map(drop)
    }

    /// The only schools whose prices this person may see; none where they may see all.
    fn only_of(&self, stamp: &Stamp) -> Result<Option<Vec<SchoolId>>, Error> {
        let schools = self.prices_viewer(&stamp.who, stamp.today)?;
        // Of whoever acts for all schools the policy is not asked.
        if schools == Schools::All {
            return Ok(None);
        }
        let policy = self.policy()?;
        Ok(policy.prices_only_of(&schools).map(<[_]>::to_vec))
    }

    /// Hides the prices that another store of the same file hides.
    pub(super) fn hide_as(&mut self, other: &Store) -> Result<(), Error> {
        know_prices_of(&mut self.conn, other.prices_only_of.as_deref())?;
        self.prices_only_of.clone_from(&other.prices_only_of);
        self.whole = match other.whole {
            Some(_) => Some(self.once_more()?),
            None => None,
        };
        Ok(())
    }

    /// One more connection to ask, which knows all prices.
    fn once_more(&self) -> Result<Connection, Error> {
        let conn = open::to_be_read(&self.guard)?;
        days::know_days(&conn, self.zone.clone())?;
        Ok(conn)
    }

    /// Where all prices are known, for sums that the policy shows to everybody.
    pub(super) fn all_prices(&self) -> &Connection {
        self.whole.as_ref().unwrap_or(&self.conn)
    }

    /// Are there prices that the policy hides from whoever asks?
    pub fn hides_prices(&self) -> bool {
        self.prices_only_of.is_some()
    }

    /// What this person may see of prices on this day.
    pub fn visible_prices(&self, login: &str, today: NaiveDate) -> Result<VisiblePrices, Error> {
        Ok(VisiblePrices {
            policy: self.policy()?,
            schools: self.prices_viewer(login, today)?,
        })
    }

    /// The schools somebody acts for, as prices are shown to them: nobody known here, or one who has left, acts for none.
    fn prices_viewer(&self, login: &str, today: NaiveDate) -> Result<Schools, Error> {
        let found = records::<Person>(&self.conn, "WHERE login = ?1", [login])?;
        let here = found.into_iter().find(|person| !person.has_left(today));
        Ok(here.map_or_else(|| Schools::Only(Vec::new()), |person| person.schools))
    }
}

/// One price that is hidden, as part of a sum that is not.
struct HiddenPrice {
    buyer: Option<SchoolId>,
    product: ProductId,
    contract: ContractId,
    /// A year.
    cents: Cents,
}

/// Would a sum of these beside prices that are known tell what one buyer pays for one product, or what one contract
/// costs? Whoever knows the rest takes it off. What costs nothing hides nothing.
fn tells_one<'h>(hidden: impl IntoIterator<Item = &'h HiddenPrice>) -> bool {
    let mut hidden = hidden.into_iter().filter(|price| price.cents != Cents(0));
    let Some(first) = hidden.next() else {
        return false;
    };
    let (mut one_purchase, mut one_contract) = (true, true);
    for other in hidden {
        one_purchase &= (other.buyer, other.product) == (first.buyer, first.product);
        one_contract &= other.contract == first.contract;
    }
    one_purchase || one_contract
}

impl Store {
    /// The whole district on this day, without the prices that somebody may not see.
    ///
    /// What a school bears of a contract that it did not buy goes with that contract's price: who bears a part by
    /// students, seats or an agreed percentage works the whole out of it. So the cost of a school is of what is shown.
    /// The sum of all stays, unless it, less the sums on the cards of products, would tell one price.
    pub fn overview_for(
        &self,
        today: NaiveDate,
        prices: &VisiblePrices,
    ) -> Result<Overview, Error> {
        let shows = |buyer| prices.include(buyer);
        let mut overview = self.overview_shown(today, &shows)?;
        for row in &mut overview.schools {
            if !prices.include(Some(row.school.id)) {
                row.kept_back = true;
                (row.cost, row.unused) = (None, Cents(0));
            }
        }
        if !prices.include(None) {
            overview.district = Cents(0);
            // What one product costs is mostly what one contract does.
            for row in &mut overview.products {
                row.kept_back = true;
                (row.cost, row.unused) = (Cents(0), Cents(0));
            }
        }
        let mut of_products: HashMap<ProductId, Vec<HiddenPrice>> = HashMap::new();
        for line in &overview.lines {
            let buyer = line.buyer();
            if let (false, Some(cents)) = (shows(buyer), line.a_year) {
                let product = line.line.product;
                of_products.entry(product).or_default().push(HiddenPrice {
                    buyer,
                    product,
                    contract: line.contract.id,
                    cents,
                });
            }
        }
        // What the cards tell in sums can be taken off.
        let untold = of_products.values().filter(|prices| tells_one(*prices));
        if tells_one(untold.flatten()) {
            overview.cost = None;
        }
        Ok(overview)
    }
}

impl Placed {
    /// Without its price where somebody may not see what its buyer pays, of which it is a part.
    #[must_use]
    pub fn showing(mut self, prices: &VisiblePrices) -> Placed {
        if !prices.include(self.buyer) {
            self.kept_back = true;
            self.cost = None;
        }
        self
    }
}

impl Card {
    /// Without the prices that somebody may not see; of those only the sum stays, unless it would tell one.
    #[must_use]
    pub fn showing(mut self, prices: &VisiblePrices) -> Card {
        let all: Cents = self.contracts.iter().filter_map(|b| b.a_year).sum();
        let mut hidden = Vec::new();
        for bought in &mut self.contracts {
            let buyer = bought.contract.buyer;
            if prices.include(buyer) {
                continue;
            }
            bought.hidden = true;
            if let Some(cents) = bought.a_year.take() {
                hidden.push(HiddenPrice {
                    buyer,
                    product: bought.line.product,
                    contract: bought.contract.id,
                    cents,
                });
            }
            bought.line.unit_cents = None;
            bought.line.total_cents = None;
            bought.contract.quote_cents = None;
        }
        if !hidden.is_empty() {
            self.total = Some(if tells_one(&hidden) {
                CardTotal::WouldTellOne
            } else {
                CardTotal::Told(all)
            });
        }
        self
    }
}
