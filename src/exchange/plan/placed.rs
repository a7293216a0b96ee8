//! Rows about what is placed at schools: seats, use, training, switches, devices, tests.

use super::purchases::{audience, is_everywhere};
use super::schools::{ROUNDED, lost_zeros};
use super::{Planner, Ref, RowRefusal, not_one_of, put_some, refuse};
use crate::domain::inventory::{Runs, Switch, Usage};
use crate::domain::names::is_rounded;
use crate::domain::overlap::alert::{AlignmentRole, AlignmentStatus};
use crate::domain::put::{Given, Put};
use crate::domain::record::Kind;
use crate::exchange::record::FileRow;

/// What a share of students stands for where the file does not say.
const SHARE: &str = "share of students who opened it in the window";

impl Planner<'_> {
    pub(super) fn inventory_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let school = self.school("school", record.text("school").unwrap_or_default())?;
        let buyer = self.buyer(record)?;
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let mut put = Put::keyed(Kind::Inventory)
            .with("school", school)
            .with("product", product);
        if let Some(buyer) = buyer {
            put = put.with("buyer", buyer);
        }
        put = put_some(put, "seats", record.count("seats").map(i64::from));
        put = put_some(put, "used", record.count("used").map(i64::from));
        put = put_some(put, "since", record.day("since"));
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
        for field in ["provisioned", "activated", "active", "peak"] {
            put = put_some(put, field, record.count(field).map(i64::from));
        }
        let share = record.hundredths("share");
        put = put_some(put, "active_ppm", share.map(|percent| percent * 100));
        put = put_some(put, "engagement_x100", record.hundredths("engagement"));
        let definition = record.text("definition").or(share.map(|_| SHARE));
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

    pub(super) fn training_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let school = self.school("school", record.text("school").unwrap_or_default())?;
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let mut put = Put::keyed(Kind::Training)
            .with("product", product)
            .with("school", school);
        put = put_some(put, "audience", audience(record)?);
        put = put_some(put, "target", record.count("target").map(i64::from));
        put = put_some(put, "trained", record.count("trained").map(i64::from));
        put = put_some(put, "on", record.day("on"));
        put = put_some(
            put,
            "minutes",
            record.hundredths("hours").map(|h| (h * 60 + 50) / 100),
        );
        put = put_some(put, "next_on", record.day("next_on"));
        put = put_some(put, "required", record.flag("required"));
        self.main(put, None).map(drop)
    }

    /// A standard that nobody says is a cluster is one; that nobody says was verified is claimed.
    pub(super) fn alignment_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let said = |field: &str| record.text(field).unwrap_or_default().to_owned();
        let mut put = Put::keyed(Kind::Alignment)
            .with("product", product)
            .with("framework", said("framework"))
            .with("standard", said("standard"));
        if let Some(word) = record.text("role") {
            let Some(role) = AlignmentRole::from_word(word) else {
                return not_one_of(record, "role", &["instruction", "assessment"]);
            };
            put = put.with("role", Some(role));
        }
        let mut besides: Vec<(&'static str, Given)> = Vec::new();
        match record.flag("leaf") {
            Some(leaf) => put = put.with("leaf", leaf),
            None => besides.push(("leaf", true.into())),
        }
        match record.text("status") {
            Some(word) => match AlignmentStatus::from_word(word) {
                Some(status) => put = put.with("status", status),
                None => return not_one_of(record, "status", &["verified", "claimed"]),
            },
            None => besides.push(("status", AlignmentStatus::Claimed.into())),
        }
        put = put_some(put, "grades", record.grades("grades"));
        self.main(put, besides).map(drop)
    }

    pub(super) fn provisioning_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let school = record.text("school").unwrap_or_default();
        let everywhere = is_everywhere(school);
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let mut put = Put::keyed(Kind::Provisioning).with("product", product);
        if !everywhere {
            put = put.with("school", self.school("school", school)?);
        }
        for field in ["sso", "roster", "filter", "extension", "oauth"] {
            put = put_some(put, field, record.text(field).and_then(Switch::from_word));
        }
        self.main(put, None).map(drop)
    }

    pub(super) fn compatibility_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let word = record.text("result").unwrap_or_default();
        let Some(result) = runs(word) else {
            return not_one_of(record, "result", &["works", "partial", "fails"]);
        };
        let product = self.product(record.text("product").unwrap_or_default(), None)?;
        let device = record.text("device").unwrap_or_default().to_owned();
        let mut put = Put::keyed(Kind::Compatibility)
            .with("product", product)
            .with("device", device)
            .with("result", result);
        put = put_some(put, "on", record.day("on"));
        put = put_some(put, "note", record.text("note").map(str::to_owned));
        self.main(put, None).map(drop)
    }
}

fn runs(word: &str) -> Option<Runs> {
    Runs::from_word(word).or(match word {
        "yes" | "ok" | "pass" | "passed" | "compatible" => Some(Runs::Works),
        "limited" | "some" | "partly" => Some(Runs::Partial),
        "no" | "fail" | "failed" | "incompatible" | "blocked" => Some(Runs::Fails),
        _ => None,
    })
}
