//! Which products and contracts the changes since a line of history touched.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::contract::ContractId;
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::record::Kind;
use crate::store::Error;
use crate::store::changed::{WrittenLine, lines_since};

/// What changes touched.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Touched {
    /// Products, before and after.
    pub(super) products: BTreeSet<ProductId>,
    /// Products of lines of contracts, likewise.
    pub(super) bought: BTreeSet<ProductId>,
    /// Contracts, likewise.
    pub(in crate::store) contracts: BTreeSet<ContractId>,
    /// Functions that a product serves, or served.
    pub(super) functions: BTreeSet<FunctionId>,
    /// Overlaps of which somebody said something else, by fingerprint.
    pub(super) said: BTreeSet<String>,
    /// Did a name change by which two records are seen to be one?
    pub(super) names: bool,
    /// Is a school or a function called otherwise? No dollar moves with it.
    called: bool,
}

/// The fields of a product by which two records are seen to be one.
const SAME_BY: [&str; 7] = [
    "name",
    "edition",
    "vendor",
    "url",
    "registry_id",
    "archived",
    "merged_into",
];

/// Does it only say what a school or a function is called, or whom to ask there?
fn only_calls(line: &WrittenLine) -> bool {
    let moves: &[&str] = match line.kind {
        Kind::School => &["open", "grades", "enrollment", "staff"],
        Kind::Function => &["broad"],
        _ => return false,
    };
    let field = line.field.as_deref().filter(|_| line.deed == "set");
    field.is_some_and(|field| !moves.contains(&field))
}

/// What a change of a record reaches of what is paid and overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Nothing: what people ask, and who pays; no dollar of a line moves with it.
    NoDollar,
    /// What people said about an overlap: where it is none for them, nothing of it is at risk.
    Said,
    /// Perhaps everything.
    Everything,
    /// By which names two records are seen to be one.
    Names,
    /// The product that it is.
    Product,
    /// The product that it is about.
    OfProduct,
    /// The product that it is about, and who else serves the function that it names.
    Purpose,
    /// The products that the person that it is answers for.
    Owned,
    /// The contract that it is.
    Contract,
    /// The contract that it is about.
    OfContract,
    /// The product and the contract of the line that it is.
    Line,
    /// The contract of the line that it is about.
    OfLine,
}

/// The one list of what each noun reaches.
fn reach(kind: Kind) -> Reach {
    match kind {
        Kind::Note
        | Kind::Request
        | Kind::Requester
        | Kind::Pause
        | Kind::ItemAnswer
        | Kind::Condition
        | Kind::Checklist
        | Kind::Digest
        | Kind::PersonKey
        | Kind::Word
        | Kind::Incident
        | Kind::Agreement
        | Kind::Provisioning
        | Kind::Funding
        | Kind::Measure
        | Kind::Route => Reach::NoDollar,
        Kind::Alert => Reach::Said,
        Kind::Setting
        | Kind::CalendarDay
        | Kind::School
        | Kind::Device
        | Kind::Function
        | Kind::Framework
        | Kind::Standard
        | Kind::Relation => Reach::Everything,
        Kind::Person => Reach::Owned,
        Kind::Vendor | Kind::Alias => Reach::Names,
        Kind::Product => Reach::Product,
        Kind::Purpose => Reach::Purpose,
        Kind::Owner
        | Kind::Compatibility
        | Kind::Approval
        | Kind::Training
        | Kind::Inventory
        | Kind::Usage
        | Kind::Alignment => Reach::OfProduct,
        Kind::Contract => Reach::Contract,
        Kind::Renewal | Kind::Term => Reach::OfContract,
        Kind::Line => Reach::Line,
        Kind::Share => Reach::OfLine,
    }
}

/// Do the overlaps and the ledger look at records of this noun?
pub(in crate::store) fn moves_a_dollar(kind: Kind) -> bool {
    reach(kind) != Reach::NoDollar
}

impl Touched {
    /// Is it nothing that overlaps and the ledger look at?
    pub(super) fn is_nothing(&self) -> bool {
        *self == Touched::default()
    }

    /// By the lines after this one; none where everything may have changed.
    pub(in crate::store) fn since(conn: &Connection, seq: i64) -> Result<Option<Touched>, Error> {
        let lines = lines_since(conn, seq)?;
        lines.map_or(Ok(None), |lines| Touched::by(conn, &lines))
    }

    /// By these lines.
    pub(in crate::store) fn by(
        conn: &Connection,
        lines: &[WrittenLine],
    ) -> Result<Option<Touched>, Error> {
        let mut touched = Touched::default();
        for line in lines {
            if !touched.add(conn, line)? {
                return Ok(None);
            }
        }
        Ok(Some(touched))
    }

    /// Every product that they touched, or that a contract is about that they touched.
    pub(in crate::store) fn all_products(
        &self,
        conn: &Connection,
    ) -> Result<BTreeSet<ProductId>, Error> {
        let mut products = &self.products | &self.bought;
        let mut ask = conn.prepare_cached("SELECT product FROM line WHERE contract = ?1")?;
        for contract in &self.contracts {
            for product in ask.query_map([contract], |row| row.get(0))? {
                products.insert(product?);
            }
        }
        Ok(products)
    }

    /// Takes one line in; false where everything may have changed with it.
    fn add(&mut self, conn: &Connection, line: &WrittenLine) -> Result<bool, Error> {
        let field = line.field.as_deref().unwrap_or_default();
        if only_calls(line) {
            self.called = true;
            return Ok(true);
        }
        match reach(line.kind) {
            Reach::NoDollar => {}
            Reach::Said => self.said.extend(line.texts(conn, "fingerprint")?),
            Reach::Everything => return Ok(false),
            Reach::Names => self.names = true,
            Reach::Product => {
                if field == "merged_into" {
                    return Ok(false);
                }
                self.products.insert(ProductId(line.record));
                self.names |= line.deed != "set" || SAME_BY.contains(&field);
                // One that the district did not choose serves none of its functions.
                let sql = "SELECT function FROM purpose WHERE product = ?1";
                let mut statement = conn.prepare_cached(sql)?;
                for function in statement.query_map([line.record], |row| row.get(0))? {
                    self.functions.insert(function?);
                }
            }
            Reach::Purpose => {
                self.products
                    .extend(line.names(conn, "product")?.into_iter().map(ProductId));
                self.functions
                    .extend(line.names(conn, "function")?.into_iter().map(FunctionId));
            }
            Reach::Owned => {
                let sql = "SELECT product FROM owner WHERE person = ?1 OR deputy = ?1";
                let mut statement = conn.prepare_cached(sql)?;
                for product in statement.query_map([line.record], |row| row.get(0))? {
                    self.products.insert(product?);
                }
            }
            Reach::OfProduct => self
                .products
                .extend(line.names(conn, "product")?.into_iter().map(ProductId)),
            Reach::Contract => {
                if field == "parent" {
                    return Ok(false);
                }
                self.contracts.insert(ContractId(line.record));
            }
            Reach::Line => {
                self.bought
                    .extend(line.names(conn, "product")?.into_iter().map(ProductId));
                self.contracts
                    .extend(line.names(conn, "contract")?.into_iter().map(ContractId));
            }
            Reach::OfContract => self
                .contracts
                .extend(line.names(conn, "contract")?.into_iter().map(ContractId)),
            Reach::OfLine => self.contracts.extend(contracts_of_its_line(conn, line)?),
        }
        Ok(true)
    }
}

/// The contracts of the line of a contract that a record names, and of the one that it named before.
pub(in crate::store) fn contracts_of_its_line(
    conn: &Connection,
    written: &WrittenLine,
) -> Result<Vec<ContractId>, Error> {
    let mut ask = conn.prepare_cached("SELECT contract FROM line WHERE id = ?1")?;
    let mut contracts = Vec::new();
    for id in written.names(conn, "line")? {
        let contract: Option<ContractId> = ask.query_row([id], |row| row.get(0)).optional()?;
        contracts.extend(contract);
    }
    Ok(contracts)
}
