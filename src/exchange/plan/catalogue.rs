//! Rows about products.

use super::finish::text;
use super::{Planner, Ref, RowRefusal, all_of, contradiction, not_one_of, put_some, refuse};
use crate::domain::names::{Match, names_another, same_digits};
use crate::domain::product::{AliasKind, ProductId};
use crate::domain::put::{Put, Target};
use crate::domain::record::Kind;
use crate::domain::text::key;
use crate::exchange::record::FileRow;

impl Planner<'_> {
    pub(super) fn product_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let name = record.text("name").unwrap_or_default();
        let vendor = record
            .text("vendor")
            .map(|vendor| self.vendor(vendor))
            .transpose()?;
        let called = match record.text("edition") {
            Some(edition) => format!("{name} {edition}"),
            None => name.to_owned(),
        };
        let alike = self.names.products.all(&called).to_vec();
        let number = record.text("registry_id");
        let number = self.undamaged(number, |names| &names.product_registry, &alike);
        let number = number.as_deref();
        let target = self.product_target(&called, vendor, number)?;
        let numbered = number.is_some_and(|n| self.names.product_registry.get(n).is_some());
        self.is_no_alias_of_this_file(&called, &target, numbered)?;
        let mut put = self.named(Kind::Product, &target, name, numbered)?;
        self.may_name(&called, name, &target, numbered)?;
        let is_new = target == Target::New;
        if is_new {
            self.tell_twin("name", name);
        }
        if let Some(vendor) = vendor {
            put = put.with("vendor", vendor);
        }
        put = self.some(put, record, &["url", "edition", "version_seen"])?;
        put = put_some(put, "registry_id", number.map(str::to_owned));
        let told = [
            "kind",
            "subjects",
            "grades",
            "lms",
            "archived",
            "instructional",
            "core",
            "data",
        ];
        put = self.some(put, record, &told)?;
        put = put_some(put, "population", population(record)?);
        put = self.rest(put, record)?;
        if record.flag("broad").is_some() && record.text("function").is_none() {
            return refuse("broad", "", "the row names no function that could be broad");
        }
        let besides = [
            ("name", name.to_owned().into()),
            ("first_seen", Some(self.today).into()),
        ];
        let written = self.main(put, is_new.then_some(besides).into_iter().flatten())?;
        let met = Ref::met(&target);
        if let (None, Some(made)) = (met, written) {
            self.enter_product(called, made, vendor);
        }
        if let (Some(product), Some(number)) = (met.or(written), number) {
            let number = number.to_owned();
            self.enter(move |names| names.product_registry.add(&number, product.number()));
        }
        // A second row that says the same may still name another function.
        if let Some(product) = met.or(written) {
            self.belongings(product, record)?;
        }
        Ok(())
    }

    fn product_target(
        &self,
        called: &str,
        vendor: Option<Ref>,
        number: Option<&str>,
    ) -> Result<Target, RowRefusal> {
        if let Some(id) = number.and_then(|n| self.names.product_registry.get(n)) {
            return Ok(Ref::known(id).target());
        }
        let apart = |id: ProductId| {
            let known = self.names.product_registry.of(id).zip(number);
            known.is_some_and(|(known, number)| !same_digits(known, number))
        };
        match self.names.product(called, vendor.map(Ref::number)) {
            // The outside catalogue holds the two apart, so they are two.
            Match::One(id) if apart(id) => Ok(Target::New),
            Match::One(id) => Ok(Ref::known(id).target()),
            Match::None => Ok(Target::New),
            Match::Several(_) => {
                let fits = all_of(&self.names.products_called(called));
                refuse(
                    "name",
                    called,
                    format!("fits {fits}; tell them apart by vendor or edition"),
                )
            }
        }
    }

    /// A product met by its number takes another name, which must mean no other product, and which only those
    /// may give it who might decide what is decided about it.
    fn may_name(
        &self,
        called: &str,
        name: &str,
        target: &Target,
        numbered: bool,
    ) -> Result<(), RowRefusal> {
        let Some(Ref::Id(id)) = Ref::met(target).filter(|_| numbered) else {
            return Ok(());
        };
        let id = ProductId(id);
        if self.names.products.all(called).contains(&id) {
            return Ok(());
        }
        if let Some(other) = self.names.other_product(called, id) {
            let (one, other) = (self.product_called(id), self.product_called(other));
            let why = format!(
                "fits {one} by its registry id and {other} by its name; correct one of the two"
            );
            return refuse("name", name, why);
        }
        let may = self.office.map_or(Ok(()), |office| office.may_name(id));
        may.or_else(|why| refuse("name", name, why))
    }

    /// Another name that an earlier row gives its product is not the name of a product of its own: whether
    /// the two rows are about one is for whoever wrote them to say.
    fn is_no_alias_of_this_file(
        &self,
        called: &str,
        target: &Target,
        numbered: bool,
    ) -> Result<(), RowRefusal> {
        let made = match Ref::met(target) {
            Some(made @ Ref::Made(_)) if !numbered => made.number(),
            _ => return Ok(()),
        };
        if self.names.products.all(called).contains(&made) {
            return Ok(());
        }
        let why = format!(
            "{} has this as another name; leave it out there, or leave out this row",
            self.product_called(made)
        );
        refuse("name", called, why)
    }

    /// `Zorple (P-12)`, or the row that a product comes from.
    fn product_called(&self, id: ProductId) -> String {
        match Ref::known(id) {
            Ref::Made(at) => format!("the product of row {}", self.plan.puts[at].row),
            Ref::Id(_) => {
                let name = self.names.products.name_of(id).unwrap_or("another product");
                format!("{name} (P-{id})")
            }
        }
    }

    /// Aliases and functions of the product.
    fn belongings(&mut self, product: Ref, record: &FileRow) -> Result<(), RowRefusal> {
        for alias in record.list("aliases") {
            // A former name that the file knows only as another name stays a former one.
            if self.names.aliases.all(alias).contains(&product.number()) {
                continue;
            }
            if let Some(other) = self.names.other_product(alias, product.number()) {
                let other = self.product_called(other);
                return refuse("aliases", alias, names_another(alias, &other));
            }
            if let (Ref::Id(id), Some(office)) = (product, self.office) {
                office
                    .may_name(ProductId(id))
                    .or_else(|why| refuse("aliases", alias, why))?;
            }
            let put = Put::keyed(Kind::Alias)
                .with("product", product)
                .with("alias", alias.clone());
            self.add(put.with("kind", AliasKind::Other));
            let alias = alias.clone();
            self.enter(move |names| names.aliases.add(&alias, product.number()));
        }
        if let Some(name) = record.text("function") {
            let function = if let Match::One(id) = self.names.functions.find(name) {
                Ref::known(id)
            } else {
                let made = self.add(Put::keyed(Kind::Function).with("name", name.to_owned()));
                let name = name.to_owned();
                self.enter(move |names| names.functions.add(&name, made.number()));
                made
            };
            if let Some(broad) = record.flag("broad") {
                let put = Put {
                    kind: Kind::Function,
                    target: function.target(),
                    fields: Vec::new(),
                    row: 0,
                };
                self.add(put.with("broad", broad));
            }
            self.add(
                Put::keyed(Kind::Purpose)
                    .with("product", product)
                    .with("function", function),
            );
        }
        Ok(())
    }

    /// The beginning of a put. A record met by its number takes the name the row gives it; one met by
    /// its name or another name of it keeps its own.
    pub(super) fn named(
        &self,
        kind: Kind,
        target: &Target,
        name: &str,
        numbered: bool,
    ) -> Result<Put, RowRefusal> {
        let put = Put {
            kind,
            target: target.clone(),
            fields: Vec::new(),
            row: 0,
        };
        match target {
            Target::Id(..) if numbered => Ok(put.with("name", name.to_owned())),
            Target::Made(n) => {
                let made = &self.plan.puts[*n];
                if numbered && key(&text(made, "name")) != key(name) {
                    return refuse("name", "", contradiction(made.row, kind));
                }
                Ok(put)
            }
            _ => Ok(put),
        }
    }
}

/// The special people a product is for, spelt as the rules spell them.
fn population(record: &FileRow) -> Result<Option<String>, RowRefusal> {
    let Some(word) = record.text("population") else {
        return Ok(None);
    };
    let spelt = match word.to_lowercase().replace(['_', '-'], " ").as_str() {
        "el" | "ell" | "esl" | "eld" | "english learners" => "EL",
        "sped" | "special education" | "iep" => "SPED",
        "assistive" | "assistive technology" | "at" => "assistive",
        _ => return not_one_of(record, "population", &["EL", "SPED", "assistive"]),
    };
    Ok(Some(spelt.to_owned()))
}
