//! Rows about what is placed at schools: seats, use, standards, switches.

use super::purchases::is_everywhere;
use super::schools::{ROUNDED, lost_zeros};
use super::{Planner, Ref, RowRefusal, put_some, refuse};
use crate::domain::inventory::Usage;
use crate::domain::names::is_rounded;
use crate::domain::put::{Given, Put, Target};
use crate::domain::record::Kind;
use crate::domain::standards::claim::{AlignmentId, AlignmentStatus};
use crate::domain::standards::claimed::{ClaimKey, KnownClaim};
use crate::exchange::record::FileRow;

/// What a share of students stands for where the file does not say.
const SHARE: &str = "share of students who opened it in the window";

/// What becomes of a file's word that somebody verified it.
const ONLY_CLAIMED: &str = "taken as claimed, for a file is no proof: somebody with the role curricular verifies it, with \
    hallpass standard verify PRODUCT CODE --sampled N --met N --evidence LINK";

impl Planner<'_> {
    pub(super) fn inventory_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let school = self.school("school", record.text("school").unwrap_or_default())?;
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let put = Put::keyed(Kind::Inventory)
            .with("school", school)
            .with("product", product);
        let (put, _) = self.bought(put, record)?;
        let put = self.rest(put, record)?;
        self.main(put, None).map(drop)
    }

    pub(super) fn usage_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let product = self.used_product(record)?;
        let from = record.day("from");
        let to = record.day("to").or(from);
        if let Some(to) = to {
            let told = if record.day("to").is_some() {
                "to"
            } else {
                "from"
            };
            let check = Usage::check_counted(to, self.today);
            check.or_else(|why| refuse(told, &to.to_string(), why))?;
        }
        let mut put = Put::keyed(Kind::Usage).with("product", product);
        if let Some(name) = record.text("school") {
            put = put.with("school", self.school("school", name)?);
        }
        put = put_some(put, "from", from);
        put = put_some(put, "to", to);
        put = self.rest(put, record)?;
        let definition = record.text("definition");
        let definition = definition.or(record.get("share").map(|_| SHARE));
        put = put_some(put, "definition", definition.map(str::to_owned));
        self.main(put, None).map(drop)
    }

    /// Usage logs name products by name or by a catalogue number; a number alone names nothing new.
    fn used_product(&mut self, record: &FileRow) -> Result<Ref, RowRefusal> {
        if let Some(name) = record.text("product") {
            return self.product(name, None);
        }
        let number = record.text("registry_id").unwrap_or_default();
        if let Some(id) = self.names.product_registry.get(number) {
            return Ok(Ref::known(id));
        }
        let shortened = self.names.product_registry.shortened(number);
        match shortened.map(|(whole, id)| (whole.to_owned(), id)) {
            Some((whole, id)) => {
                self.warn("registry_id", number, lost_zeros(&whole));
                Ok(Ref::known(id))
            }
            None if number.is_empty() => refuse("registry_id", "", "the row names no product"),
            None if is_rounded(number) => refuse("registry_id", number, ROUNDED),
            None => refuse(
                "registry_id",
                number,
                "no product has this catalogue number; import the catalogue first, or leave such rows out with --skip-bad",
            ),
        }
    }

    /// A standard that nobody says is a cluster is one. A file only claims: what it calls verified somebody has to verify.
    pub(super) fn alignment_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let put = Put::keyed(Kind::Alignment).with("product", product);
        let told = ["framework", "standard", "role", "module", "says"];
        let mut put = self.some(put, record, &told)?;
        put = self.rest(put, record)?;
        let status = put.fields.iter().position(|(field, _)| *field == "status");
        if let Some((_, said)) = status.map(|at| put.fields.remove(at))
            && said != AlignmentStatus::Claimed.into()
        {
            self.warn_once("status", record.written("status"), ONLY_CLAIMED);
        }
        let named = (record.text("framework"), record.text("standard"));
        let (framework, code) = (named.0.unwrap_or_default(), named.1.unwrap_or_default());
        let item = self.claims.standard(framework, code);
        put = put_some(put, "item", item.map(Some));
        let claim = ClaimKey::of(&put, (framework, code), item);
        match self.claims.known(&claim) {
            Some(KnownClaim::Held(id, status)) => self.claimed_again(put, (id, status), record),
            Some(KnownClaim::Row(row)) if !self.claims.same_words(&claim, (framework, code)) => {
                self.warn(
                    "standard",
                    code,
                    format!("names the standard that row {row} names, and is taken once"),
                );
                self.plan.repeated += 1;
                Ok(())
            }
            _ => {
                self.claims.enter(claim, self.row, (framework, code));
                let mut besides: Vec<(&'static str, Given)> =
                    vec![("status", AlignmentStatus::Claimed.into())];
                if !put.fields.iter().any(|(said, _)| *said == "leaf") {
                    besides.insert(0, ("leaf", true.into()));
                }
                self.main(put, besides).map(drop)
            }
        }
    }

    /// A claim that is here already: where it is made now may be another place; what somebody of the district saw stays
    /// as they said it.
    fn claimed_again(
        &mut self,
        mut put: Put,
        (id, status): (AlignmentId, AlignmentStatus),
        record: &FileRow,
    ) -> Result<(), RowRefusal> {
        const NAMES: [&str; 6] = ["product", "framework", "standard", "role", "module", "says"];
        put.target = Target::Id(id.0, None);
        match status {
            AlignmentStatus::Claimed => put.fields.retain(|(field, _)| !NAMES.contains(field)),
            AlignmentStatus::Verified | AlignmentStatus::Rejected => {
                put.fields
                    .retain(|(field, _)| matches!(*field, "source" | "claimed_on"));
            }
        }
        if status == AlignmentStatus::Rejected {
            let code = record.written("standard");
            self.warn(
                "standard",
                code,
                "was rejected by somebody of the district, and stays so",
            );
        }
        self.main(put, None).map(drop)
    }

    pub(super) fn provisioning_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let school = record.text("school").unwrap_or_default();
        let everywhere = is_everywhere(school);
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let mut put = Put::keyed(Kind::Provisioning).with("product", product);
        if !everywhere {
            put = put.with("school", self.school("school", school)?);
        }
        let put = self.rest(put, record)?;
        self.main(put, None).map(drop)
    }
}
