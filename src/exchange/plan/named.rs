//! Records that rows name on the way: vendors and products, which are made where nobody knows them, and buyers.

use super::{Planner, Ref, RowRefusal, all_of, refuse};
use crate::domain::names::Match;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::school::SchoolId;
use crate::exchange::record::FileRow;

impl Planner<'_> {
    /// The vendor of this name, made if nobody knows it.
    pub(super) fn vendor(&mut self, name: &str) -> Result<Ref, RowRefusal> {
        match self.names.vendors.find(name) {
            Match::One(id) => Ok(Ref::known(id)),
            Match::Several(_) => {
                let fits = all_of(&self.names.vendors_called(name));
                refuse(
                    "vendor",
                    name,
                    format!("fits {fits}; write the one that is meant"),
                )
            }
            Match::None => {
                let made = self.add(Put::new(Kind::Vendor).with("name", name.to_owned()));
                let name = name.to_owned();
                self.enter(move |names| names.vendors.add(&name, made.number()));
                Ok(made)
            }
        }
    }

    /// The product of this name, made if nobody knows it: seen here, never reviewed.
    pub(super) fn product(&mut self, name: &str, vendor: Option<Ref>) -> Result<Ref, RowRefusal> {
        match self.names.product(name, vendor.map(Ref::number)) {
            Match::One(id) => Ok(Ref::known(id)),
            Match::Several(_) => {
                let fits = all_of(&self.names.products_called(name));
                let why = format!("fits {fits}; add a vendor column, or the edition to the name");
                refuse("product", name, why)
            }
            Match::None => {
                let mut put = Put::new(Kind::Product)
                    .with("name", name.to_owned())
                    .with("first_seen", Some(self.today));
                if let Some(vendor) = vendor {
                    put = put.with("vendor", vendor);
                }
                self.tell_twin("product", name);
                let made = self.add(put);
                self.enter_product(name.to_owned(), made, vendor);
                Ok(made)
            }
        }
    }

    pub(super) fn enter_product(&mut self, name: String, made: Ref, vendor: Option<Ref>) {
        self.enter(move |names| {
            names.products.add(&name, made.number());
            if let Some(vendor) = vendor {
                names.product_vendor.insert(made.number(), vendor.number());
            }
        });
    }

    /// A near-duplicate is told, never merged.
    pub(super) fn tell_twin(&mut self, field: &str, name: &str) {
        if let Some(twin) = self.finder.finder().twin(name) {
            let reason = format!(
                "looks like `{}`, which is here already; both are kept",
                twin.name
            );
            self.warn(field, name, reason);
        }
    }

    /// Gives a put the buyer that the row says, and tells the school that it is: none for the district, which is said
    /// by its word, and where the cell is blank, which says nothing.
    pub(super) fn bought(
        &mut self,
        put: Put,
        record: &FileRow,
    ) -> Result<(Put, Option<Ref>), RowRefusal> {
        match record.text("bought_by") {
            None => Ok((put, None)),
            Some(word) if word.eq_ignore_ascii_case("district") => {
                Ok((put.with("buyer", None::<SchoolId>), None))
            }
            Some(name) => {
                let school = self.school("bought_by", name)?;
                Ok((put.with("buyer", school), Some(school)))
            }
        }
    }
}
