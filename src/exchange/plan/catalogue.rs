//! Rows about products and schools.

use super::finish::{UNNAMED, text};
use super::{Planner, Ref, Refusal, contradiction, put_some, refuse};
use crate::domain::change::{Given, Put, Target};
use crate::domain::names::Match;
use crate::domain::product::{AliasKind, ProductKind, Provided};
use crate::domain::record::Kind;
use crate::domain::school::Level;
use crate::domain::text::key;
use crate::exchange::record::Record;
use crate::exchange::value::listed;

impl Planner<'_> {
    pub(super) fn product_row(&mut self, record: &Record) -> Result<(), Refusal> {
        let name = record.text("name").unwrap_or_default();
        let vendor = record
            .text("vendor")
            .map(|vendor| self.vendor(vendor))
            .transpose()?;
        let target = self.product_target(name, vendor, record)?;
        let number = record.text("registry_id");
        let numbered = number.is_some_and(|n| self.names.product_registry.contains_key(n));
        let mut put = self.named(Kind::Product, &target, name, numbered)?;
        let is_new = target == Target::New;
        if is_new {
            self.twins("name", name);
        }
        if let Some(vendor) = vendor {
            put = put.with("vendor", vendor);
        }
        for field in ["url", "edition", "registry_id"] {
            put = put_some(put, field, record.text(field).map(str::to_owned));
        }
        if let Some(word) = record.text("kind") {
            match ProductKind::from_word(word) {
                Some(kind) => put = put.with("kind", kind),
                None => self.warn(
                    "kind",
                    word,
                    "not one of web, app, extension, desktop, content, service; left empty",
                ),
            }
        }
        let subjects = listed(record.list("subjects"));
        put = put_some(put, "subjects", (!subjects.is_empty()).then_some(subjects));
        put = put_some(put, "grades", record.grades("grades"));
        put = put_some(put, "lms", record.flag("lms"));
        put = put_some(put, "population", population(record)?);
        put = put_some(put, "provided", provided(record)?);
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
            match record.text("edition") {
                Some(edition) => self.enter_product(format!("{name} {edition}"), made, vendor),
                None => self.enter_product(name.to_owned(), made, vendor),
            }
        }
        if let (Some(product), Some(number)) = (met.or(written), number) {
            let number = number.to_owned();
            self.enter(move |names| names.register_product(&number, product.number()));
        }
        // A second row that says the same may still name another function.
        if let Some(product) = met.or(written) {
            self.belongings(product, record);
        }
        Ok(())
    }

    fn product_target(
        &self,
        name: &str,
        vendor: Option<Ref>,
        record: &Record,
    ) -> Result<Target, Refusal> {
        let registered = record
            .text("registry_id")
            .and_then(|n| self.names.product_registry.get(n));
        if let Some(id) = registered {
            return Ok(Ref::known(*id).target());
        }
        let called = match record.text("edition") {
            Some(edition) => format!("{name} {edition}"),
            None => name.to_owned(),
        };
        match self.names.product(&called, vendor.map(Ref::number)) {
            // The outside catalogue holds the two apart, so they are two.
            Match::One(id) if record.text("registry_id").is_some() && self.is_registered(id) => {
                Ok(Target::New)
            }
            Match::One(id) => Ok(Ref::known(id).target()),
            Match::None => Ok(Target::New),
            Match::Several(n) => refuse(
                "name",
                name,
                format!("{n} products have this name; tell them apart by vendor or edition"),
            ),
        }
    }

    fn is_registered(&self, product: i64) -> bool {
        self.names.registered_products.contains(&product)
    }

    /// Aliases and functions of the product.
    fn belongings(&mut self, product: Ref, record: &Record) {
        for alias in record.list("aliases") {
            // A former name that the file knows only as another name stays a former one.
            if self.names.aliases.all(alias).contains(&product.number()) {
                continue;
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
    }

    pub(super) fn school_row(&mut self, record: &Record) -> Result<(), Refusal> {
        let name = record.text("name").unwrap_or_default();
        let target = self.school_target(name, record)?;
        let is_new = target == Target::New;
        let mut put = self.named(Kind::School, &target, name, self.is_numbered_school(record))?;
        let code = record.text("code").map(str::to_owned);
        put = put_some(put, "code", code.clone());
        if let Some(word) = record.text("level") {
            put = put.with("level", Some(level(word)));
        }
        put = put_some(put, "grades", record.grades("grades"));
        put = put_some(put, "enrollment", record.count("enrollment").map(i64::from));
        put = put_some(put, "staff", record.count("staff").map(i64::from));
        put = put_some(
            put,
            "registry_id",
            record.text("registry_id").map(str::to_owned),
        );
        put = put_some(put, "open", record.flag("open"));
        let mut besides: Vec<(&'static str, Given)> = Vec::new();
        if is_new {
            besides.push(("name", name.to_owned().into()));
            if code.is_none() {
                besides.push(("code", UNNAMED.to_owned().into()));
            }
            if record.flag("open").is_none() {
                besides.push(("open", true.into()));
            }
        }
        let written = self.main(put, besides)?;
        let met = Ref::met(&target);
        if let (Some(school), Some(number)) = (met.or(written), record.text("registry_id")) {
            let number = number.to_owned();
            self.enter(move |names| names.register_school(&number, school.number()));
        }
        if let (Some(made), true) = (written, is_new) {
            let name = name.to_owned();
            self.enter(move |names| {
                names.schools.add(&name, made.number());
                names
                    .school_codes
                    .add(&code.unwrap_or_default(), made.number());
            });
        }
        Ok(())
    }

    /// Is the school met by its number or code, not by its name?
    fn is_numbered_school(&self, record: &Record) -> bool {
        let number = record.text("registry_id");
        let code = record.text("code");
        number.is_some_and(|n| self.names.school_registry.contains_key(n))
            || code.is_some_and(|c| self.names.school_codes.find(c) != Match::None)
    }

    /// The beginning of a put. A record met by its number takes the name the row gives it; one met by
    /// its name or another name of it keeps its own.
    fn named(
        &self,
        kind: Kind,
        target: &Target,
        name: &str,
        numbered: bool,
    ) -> Result<Put, Refusal> {
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

    fn school_target(&self, name: &str, record: &Record) -> Result<Target, Refusal> {
        if let Some(number) = record.text("registry_id")
            && let Some(id) = self.names.school_registry.get(number)
        {
            return Ok(Ref::known(*id).target());
        }
        if let Some(code) = record.text("code")
            && let Match::One(id) = self.names.school_codes.find(code)
        {
            return match self.names.schools.find(name) {
                Match::One(other) if other != id => refuse(
                    "code",
                    code,
                    format!(
                        "the code is another school's than the name `{name}`; correct one of the two"
                    ),
                ),
                _ => Ok(Ref::known(id).target()),
            };
        }
        let numbered = record.text("registry_id").is_some();
        match self.names.schools.find(name) {
            // The directory holds the two apart, so they are two.
            Match::One(id) if numbered && self.names.registered_schools.contains(&id) => {
                Ok(Target::New)
            }
            Match::Several(_) if numbered => Ok(Target::New),
            Match::One(id) => Ok(Ref::known(id).target()),
            Match::None => Ok(Target::New),
            Match::Several(n) => refuse(
                "name",
                name,
                format!("{n} schools have this name; tell them apart by code"),
            ),
        }
    }
}

/// What kind of school a directory's word means.
fn level(word: &str) -> Level {
    let word = word.to_lowercase();
    let has = |part: &str| word.contains(part);
    if has("pre") && !has("elem") {
        Level::Preschool
    } else if has("elem") || has("primary") {
        Level::Elementary
    } else if has("middle") || has("junior") || has("intermediate") {
        Level::Middle
    } else if has("high") || has("secondary") {
        Level::High
    } else if has("comb") || has("k-8") || has("k-12") || has("other/") {
        Level::Combined
    } else {
        Level::Other
    }
}

/// The special people a product is for, spelt as the rules spell them.
fn population(record: &Record) -> Result<Option<String>, Refusal> {
    let Some(word) = record.text("population") else {
        return Ok(None);
    };
    let spelt = match word.to_lowercase().replace(['_', '-'], " ").as_str() {
        "el" | "ell" | "esl" | "eld" | "english learners" => "EL",
        "sped" | "special education" | "iep" => "SPED",
        "assistive" | "assistive technology" | "at" => "assistive",
        _ => return refuse("population", word, "not one of EL, SPED, assistive"),
    };
    Ok(Some(spelt.to_owned()))
}

/// Who gives a product that the district did not choose.
fn provided(record: &Record) -> Result<Option<Provided>, Refusal> {
    let Some(word) = record.text("provided") else {
        return Ok(None);
    };
    match Provided::from_word(word) {
        Some(provided) => Ok(Some(provided)),
        None => refuse("provided", word, "not one of bundled, state, grant"),
    }
}
