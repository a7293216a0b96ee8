//! What the district owns already that would answer a request: the product itself held elsewhere,
//! and products that do the same.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::reached::products_told_since;
use super::stock::{ProductHoldings, holdings};
use crate::domain::contract::ContractId;
use crate::domain::product::{FunctionId, ProductId};
use crate::domain::review::Ours;
use crate::domain::school::SchoolId;
use crate::domain::status::{self, Question};
use crate::domain::text;
use crate::store::convert::read_once;
use crate::store::labels::NamesById;
use crate::store::status::{AboutProduct, Scope, StatusReader};
use crate::store::unpriced::hidden_contracts;
use crate::store::{Error, Head, Store};

/// So many products are looked at, and so many shown.
const LOOKED_AT: usize = 24;
const SHOWN: usize = 8;
/// Shorter words name nothing.
const SHORTEST: usize = 3;

/// Says what is ours, and remembers what it has read: an import asks for each of its rows, and many of these are about the
/// same few products.
pub(in crate::store) struct OursReader<'c> {
    pub(super) reader: StatusReader<'c>,
    products: RefCell<HashMap<ProductId, Option<Rc<OwnedProduct>>>>,
    /// What is told of each product at a place; in the district where none is named.
    told: RefCell<ToldOurs>,
    /// By functions, the products that serve them, the most spread first.
    alike: RefCell<AlikeProducts>,
    names: OnceCell<NamesById>,
    /// Contracts whose price the policy hides from whoever asks.
    hidden: OnceCell<HashSet<ContractId>>,
    /// The learning platforms that are somewhere, by name.
    lms: OnceCell<Vec<(ProductId, String)>>,
}

/// What is told of products at a place; in the district where none is named. None of what is nowhere.
type ToldOurs = HashMap<(ProductId, Option<SchoolId>), Option<Ours>>;

/// Products by the functions that they serve.
type AlikeProducts = HashMap<Vec<FunctionId>, Vec<ProductId>>;

/// What was told on a day, kept from one question to the next for whoever goes through a list: of a product until
/// something is written about it.
#[derive(Debug, Default)]
pub(in crate::store) struct KeptOurs {
    at: Option<(Head, NaiveDate)>,
    told: ToldOurs,
    alike: AlikeProducts,
}

impl KeptOurs {
    /// Forgets what may be told otherwise now, and on this day.
    fn forget_written(
        &mut self,
        conn: &Connection,
        now: Head,
        today: NaiveDate,
    ) -> Result<(), Error> {
        let written = match self.at {
            Some((then, day)) if day == today && now.follows(then) => {
                products_told_since(conn, then.seq)?
            }
            _ => None,
        };
        match written {
            Some(products) if products.is_empty() => {}
            Some(products) => {
                self.told.retain(|(id, _), _| !products.contains(id));
                // How far each is spread, and what it is for.
                self.alike.clear();
            }
            None => *self = KeptOurs::default(),
        }
        Ok(())
    }
}

/// No more products are known at a time.
const KNOWN: usize = 4_000;

/// A product that is somewhere, or paid for.
pub(super) struct OwnedProduct {
    pub(super) about: AboutProduct,
    pub(super) held: ProductHoldings,
    seats: Option<(i64, i64)>,
}

impl Store {
    /// What is ours already of this product, or of what the words name, and of what does the same:
    /// what may be used at the school and has seats free first. Without a school the district.
    pub fn ours(
        &self,
        product: Option<ProductId>,
        words: &str,
        school: Option<SchoolId>,
        today: NaiveDate,
    ) -> Result<Vec<Ours>, Error> {
        self.at_once(|| OursReader::new(&self.conn).ours(product, words, school, today))
    }

    /// Asks a reader that knows what was told since it was asked last; in the read transaction of the question.
    pub(in crate::store) fn with_ours<T>(
        &self,
        today: NaiveDate,
        ask: impl FnOnce(&OursReader) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // Taken out, so that a read that fails leaves nothing behind.
        let mut kept = self.ours.take();
        let now = self.head()?;
        kept.forget_written(&self.conn, now, today)?;
        let reader = OursReader {
            told: RefCell::new(kept.told),
            alike: RefCell::new(kept.alike),
            ..OursReader::new(&self.conn)
        };
        let answer = ask(&reader)?;
        self.ours.replace(KeptOurs {
            at: Some((now, today)),
            told: reader.told.into_inner(),
            alike: reader.alike.into_inner(),
        });
        Ok(answer)
    }
}

impl<'c> OursReader<'c> {
    pub(in crate::store) fn new(conn: &'c Connection) -> OursReader<'c> {
        OursReader::by(StatusReader::new(conn))
    }

    pub(in crate::store) fn by(reader: StatusReader<'c>) -> OursReader<'c> {
        OursReader {
            reader,
            products: RefCell::default(),
            told: RefCell::default(),
            alike: RefCell::default(),
            names: OnceCell::new(),
            hidden: OnceCell::new(),
            lms: OnceCell::new(),
        }
    }

    fn conn(&self) -> &'c Connection {
        self.reader.conn
    }

    /// As `Store::ours`.
    pub(in crate::store) fn ours(
        &self,
        product: Option<ProductId>,
        words: &str,
        school: Option<SchoolId>,
        today: NaiveDate,
    ) -> Result<Vec<Ours>, Error> {
        let same = match product {
            Some(id) => vec![id],
            None => self.called_like(words)?,
        };
        let mut found = self.alike(&same, words)?;
        found.truncate(LOOKED_AT);
        let question = self.reader.question(Scope {
            school,
            grade: None,
            today,
        })?;
        let mut ours = Vec::new();
        for id in same.iter().copied().chain(found) {
            if let Some(one) = self.told(id, &question)? {
                let same = same.contains(&id);
                ours.push(Ours { same, ..one });
            }
        }
        let free = |o: &Ours| o.seats.map_or(0, |(_, free)| free);
        ours.sort_by_key(|o| (!o.answer.allows(), !o.same, std::cmp::Reverse(free(o))));
        ours.truncate(SHOWN);
        Ok(ours)
    }

    /// What is told of a product at the place of the question; none where it is nowhere, and nobody pays for it.
    fn told(&self, id: ProductId, question: &Question) -> Result<Option<Ours>, Error> {
        let key = (id, question.school.as_ref().map(|school| school.id));
        if let Some(known) = self.told.borrow().get(&key) {
            return Ok(known.clone());
        }
        let told = match self.owned(id, question.today)? {
            Some(owned) => Some(self.tell(id, &owned, question)?),
            None => None,
        };
        let mut all = self.told.borrow_mut();
        if all.len() >= KNOWN {
            all.clear();
        }
        all.insert(key, told.clone());
        Ok(told)
    }

    fn tell(
        &self,
        id: ProductId,
        owned: &OwnedProduct,
        question: &Question,
    ) -> Result<Ours, Error> {
        let hidden = self.hidden()?;
        let terms = &owned.held.terms;
        let answer = status::answer(question, &self.reader.at(&owned.about, question)?);
        Ok(Ours {
            product: id,
            name: owned.about.product.full_name(),
            same: false,
            place: self.names()?.place(&owned.held.schools()),
            seats: owned.seats,
            cost: (!terms.is_empty() && terms.iter().all(|t| t.priced))
                .then(|| terms.iter().map(|t| t.a_year).sum()),
            hidden: terms.iter().any(|t| hidden.contains(&t.contract)),
            ends: terms.iter().map(|t| t.end).max(),
            answer: answer.word,
        })
    }

    /// A product that is somewhere, or paid for; none where it is neither.
    pub(super) fn owned(
        &self,
        id: ProductId,
        today: NaiveDate,
    ) -> Result<Option<Rc<OwnedProduct>>, Error> {
        if let Some(known) = self.products.borrow().get(&id) {
            return Ok(known.clone());
        }
        let held = holdings(self.conn(), id, today)?;
        let owned = if held.terms.is_empty() && held.places.is_empty() {
            None
        } else {
            let about = self.reader.about(id, today)?;
            // As the help desk is told them: of all that is bought, where its use was counted.
            let all = self.reader.seats(&about, today)?;
            let bought = all.purchased.or(all.allotted);
            Some(Rc::new(OwnedProduct {
                seats: bought.zip(all.free),
                about,
                held,
            }))
        };
        let mut products = self.products.borrow_mut();
        if products.len() >= KNOWN {
            products.clear();
        }
        products.insert(id, owned.clone());
        Ok(owned)
    }

    fn names(&self) -> Result<&NamesById, Error> {
        read_once(&self.names, || NamesById::read(self.conn()))
    }

    fn hidden(&self) -> Result<&HashSet<ContractId>, Error> {
        read_once(&self.hidden, || hidden_contracts(self.conn()))
    }

    /// Learning management systems that are somewhere, besides this product.
    pub(super) fn other_lms(&self, product: Option<ProductId>) -> Result<Vec<String>, Error> {
        let lms = read_once(&self.lms, || {
            let mut statement = self.conn().prepare_cached(
                "SELECT id, name FROM product p WHERE lms = 1 AND archived = 0
                   AND EXISTS (SELECT 1 FROM inventory i WHERE i.product = p.id) ORDER BY name",
            )?;
            let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
        })?;
        let others = lms.iter().filter(|(id, _)| Some(*id) != product);
        Ok(others.map(|(_, name)| name.clone()).collect())
    }

    /// Products whose name, or another name, begins with these words.
    fn called_like(&self, words: &str) -> Result<Vec<ProductId>, Error> {
        let wanted = text::key(words);
        if wanted.chars().count() < SHORTEST {
            return Ok(Vec::new());
        }
        let mut statement = self.conn().prepare_cached(
            "SELECT id, name FROM product WHERE archived = 0
             UNION ALL SELECT a.product, a.alias FROM alias a JOIN product p ON p.id = a.product
                 WHERE p.archived = 0 AND a.kind IN ('former', 'other')
             ORDER BY 1",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, name): (ProductId, String) = (row.get(0)?, row.get(1)?);
            if text::key(&name).starts_with(&wanted) && !found.contains(&id) {
                found.push(id);
            }
        }
        found.truncate(LOOKED_AT);
        Ok(found)
    }

    /// Other products of the same functions, or of a function these words name; the most spread first.
    fn alike(&self, same: &[ProductId], words: &str) -> Result<Vec<ProductId>, Error> {
        let mut functions = Vec::new();
        let mut of = self
            .conn()
            .prepare_cached("SELECT function FROM purpose WHERE product = ?1")?;
        for id in same {
            for function in of.query_map([id], |r| r.get::<_, FunctionId>(0))? {
                functions.push(function?);
            }
        }
        let wanted = text::key(words);
        if wanted.chars().count() >= SHORTEST {
            let mut all = self
                .conn()
                .prepare_cached("SELECT id, name FROM function")?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                let name: String = row.get(1)?;
                if text::key(&name).contains(&wanted) {
                    functions.push(row.get(0)?);
                }
            }
        }
        let mut served = self.conn().prepare_cached(
            "SELECT p.id, (SELECT count(*) FROM inventory i WHERE i.product = p.id) AS spread
             FROM purpose b JOIN product p ON p.id = b.product
             WHERE b.function = ?1 AND p.archived = 0
               AND (EXISTS (SELECT 1 FROM inventory i WHERE i.product = p.id)
                    OR EXISTS (SELECT 1 FROM line l WHERE l.product = p.id))
             ORDER BY spread DESC, p.id LIMIT ?2",
        )?;
        let mut found: Vec<(i64, ProductId)> = Vec::new();
        functions.sort_unstable();
        functions.dedup();
        let known = self.alike.borrow().get(&functions).cloned();
        if let Some(known) = known {
            return Ok(known.into_iter().filter(|id| !same.contains(id)).collect());
        }
        for function in &functions {
            let rows = served.query_map(params![function, LOOKED_AT as i64], |r| {
                Ok((r.get(1)?, r.get(0)?))
            })?;
            for row in rows {
                found.push(row?);
            }
        }
        found.sort_unstable_by_key(|(spread, id)| (std::cmp::Reverse(*spread), *id));
        found.dedup();
        let all: Vec<ProductId> = found.into_iter().map(|(_, id)| id).collect();
        let others = all
            .iter()
            .copied()
            .filter(|id| !same.contains(id))
            .collect();
        self.alike.borrow_mut().insert(functions, all);
        Ok(others)
    }
}
