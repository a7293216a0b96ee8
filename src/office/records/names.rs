//! What records are called in an exported file, and its rows before they are laid out under columns.

use std::collections::HashMap;

use crate::domain::names::{Match, Names};
use crate::domain::person::{Person, PersonId};
use crate::domain::product::{Alias, ProductId, Vendor, VendorId};
use crate::domain::school::{School, SchoolId, Schools};
use crate::domain::standards::framework::{FrameworkId, StandardId, code_key};
use crate::domain::standards::{Framework, Standard};
use crate::exchange::write::TableCell;
use crate::store::{Error, Store};

/// One exported row: fields with what they say. A field left out is blank.
pub(super) type ExportRow = Vec<(&'static str, TableCell)>;

/// What records are called in a file: the name the importer finds again, and only that record.
pub(super) struct ExportNames {
    vendors: HashMap<VendorId, String>,
    products: HashMap<ProductId, String>,
    pub(super) schools: HashMap<SchoolId, String>,
    people: HashMap<PersonId, String>,
}

impl ExportNames {
    pub(super) fn new(store: &Store) -> Result<ExportNames, Error> {
        let names = store.names()?;
        let mut others: HashMap<ProductId, Vec<String>> = HashMap::new();
        for alias in store.all::<Alias>()? {
            others.entry(alias.product).or_default().push(alias.alias);
        }
        let products = store.product_names()?.into_iter();
        let products = products.map(|(id, name)| {
            let others = others.remove(&id).unwrap_or_default();
            (id, product_called(id, name, others, &names))
        });
        let schools = store.all::<School>()?.into_iter();
        let schools = schools.map(|s| (s.id, school_called(s, &names)));
        let people = store.all::<Person>()?.into_iter();
        let vendors = store.all::<Vendor>()?.into_iter();
        Ok(ExportNames {
            products: products.collect(),
            schools: schools.collect(),
            vendors: vendors.map(|v| (v.id, v.name)).collect(),
            people: people.map(|p| (p.id, p.login)).collect(),
        })
    }

    pub(super) fn product(&self, id: ProductId) -> TableCell {
        self.products.get(&id).cloned().into()
    }

    pub(super) fn school(&self, id: SchoolId) -> TableCell {
        self.schools.get(&id).cloned().into()
    }

    /// The buyer's name: a school's, or the district's.
    pub(super) fn buyer(&self, school: Option<SchoolId>) -> TableCell {
        school.map_or_else(|| "district".into(), |id| self.school(id))
    }

    /// Some schools by name; blank for every school.
    pub(super) fn schools(&self, schools: &Schools) -> TableCell {
        match schools {
            Schools::All => TableCell::Blank,
            Schools::Only(ids) => {
                let names = ids.iter().filter_map(|id| self.schools.get(id).cloned());
                TableCell::List(names.collect())
            }
        }
    }

    pub(super) fn vendor(&self, id: Option<VendorId>) -> TableCell {
        id.and_then(|id| self.vendors.get(&id).cloned()).into()
    }

    pub(super) fn person(&self, id: Option<PersonId>) -> TableCell {
        id.and_then(|id| self.people.get(&id).cloned()).into()
    }
}

fn product_called(id: ProductId, name: String, others: Vec<String>, names: &Names) -> String {
    let only = |name: &String| names.product(name, None) == Match::One(id);
    if only(&name) {
        return name;
    }
    others.into_iter().find(only).unwrap_or(name)
}

fn school_called(school: School, names: &Names) -> String {
    let one = names.school(&school.name) == Match::One(school.id);
    if one && !school.name.contains([';', '|']) {
        school.name
    } else {
        school.code
    }
}

/// What each standard is called in a file.
pub(super) fn standards(store: &Store) -> Result<HashMap<StandardId, String>, Error> {
    let called = called_standards(store)?.into_iter();
    Ok(called.map(|(one, name)| (one.id, name)).collect())
}

/// The same, by the guids of the standards.
pub(super) fn standards_by_guid(store: &Store) -> Result<HashMap<String, String>, Error> {
    let called = called_standards(store)?.into_iter();
    Ok(called.map(|(one, name)| (one.guid, name)).collect())
}

/// Each standard with what it is called in a file: its code with the short name of its framework before it, or its guid
/// where it has no code of its own.
fn called_standards(store: &Store) -> Result<Vec<(Standard, String)>, Error> {
    let frameworks = store.all::<Framework>()?.into_iter();
    let shorts: HashMap<FrameworkId, String> = frameworks.map(|f| (f.id, f.short)).collect();
    let standards = store.all::<Standard>()?;
    let mut borne: HashMap<(FrameworkId, String), usize> = HashMap::new();
    let key = |standard: &Standard| {
        (
            standard.framework,
            code_key(standard.code.as_deref().unwrap_or_default()),
        )
    };
    for standard in &standards {
        *borne.entry(key(standard)).or_default() += 1;
    }
    let called = standards.into_iter().map(|standard| {
        let own = borne.get(&key(&standard)) == Some(&1);
        let short = shorts.get(&standard.framework);
        let name = match (&standard.code, short) {
            (Some(code), Some(short)) if own => format!("{short}:{code}"),
            _ => standard.guid.clone(),
        };
        (standard, name)
    });
    Ok(called.collect())
}
