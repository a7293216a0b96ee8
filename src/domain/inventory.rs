//! What is placed at schools: seats, switches, whether it runs, who is trained, how much it is used.
//! Counts only; nothing here is about one student.

use chrono::NaiveDate;

use super::approval::Audience;
use super::product::ProductId;
use super::record::{record, words};
use super::refusal::Refusal;
use super::school::SchoolId;

words! {
    /// Whether something is switched on.
    Switch {
        /// It is.
        On = "on",
        /// It is not.
        Off = "off",
        /// Asked for, not done.
        Pending = "pending",
        /// Does not apply.
        NotApplicable = "na",
    }
}

words! {
    /// Whether a product runs on a device.
    Runs {
        /// It does.
        Works = "works",
        /// With limits.
        Partial = "partial",
        /// It does not.
        Fails = "fails",
    }
}

record! {
    /// A product placed at a school by one buyer.
    Inventory(InventoryId) keyed by ["school", "product", "buyer"] {
        /// Where it is placed.
        school: SchoolId,
        /// What is placed there.
        product: ProductId,
        /// The school that bought it; the district where none is named.
        buyer: Option<SchoolId>,
        /// Seats allotted here.
        seats: Option<i64>,
        /// Seats in use here.
        used: Option<i64>,
        /// The first day it was here.
        since: Option<NaiveDate>,
    } check(inventory) {
        let counts = [("seats", inventory.seats), ("used", inventory.used)];
        super::not_negative(&counts, "seats cannot be negative")?;
        Ok(())
    }
}

record! {
    /// The switches of a product at a school.
    Provisioning(ProvisioningId) keyed by ["product", "school"] {
        /// Which product is switched on or off.
        product: ProductId,
        /// The school; every school where none is named.
        school: Option<SchoolId>,
        /// Sign-in with the district's accounts.
        sso: Option<Switch>,
        /// Classes come by themselves.
        roster: Option<Switch>,
        /// Let through the web filter.
        filter: Option<Switch>,
        /// The browser extension is allowed.
        extension: Option<Switch>,
        /// Access to Google or Microsoft accounts is allowed.
        oauth: Option<Switch>,
    } check(_switches) { Ok(()) }
}

record! {
    /// A test of a product on a class of device.
    Compatibility(CompatibilityId) keyed by ["product", "device"] {
        /// What was tried on the device.
        product: ProductId,
        /// chromebook, ipad, windows, mac...
        device: String,
        /// What the test showed.
        result: Runs,
        /// When it was tested.
        on: Option<NaiveDate>,
        /// What was seen.
        note: Option<String>,
    } check(test) {
        if test.device.is_empty() { Err(Refusal::new("device", "a test needs a device")) } else { Ok(()) }
    }
}

record! {
    /// How many people of a school are trained in a product.
    Training(TrainingId) keyed by ["product", "school", "audience", "on"] {
        /// What people were trained in.
        product: ProductId,
        /// Whose people were trained.
        school: SchoolId,
        /// Students, staff or both; none where nobody said.
        audience: Option<Audience>,
        /// How many should be.
        target: Option<i64>,
        /// How many are.
        trained: Option<i64>,
        /// When the session was.
        on: Option<NaiveDate>,
        /// Minutes a person.
        minutes: Option<i64>,
        /// Must people be trained before they use it?
        required: bool,
        /// When the next session is.
        next_on: Option<NaiveDate>,
    } check(training) {
        let counts = [("target", training.target), ("trained", training.trained)];
        super::not_negative(&counts, "fewer than 0 people cannot be trained")
    }
}

impl Training {
    /// How many people it has trained by this day: nobody before the day of the session has come, whatever is hoped for.
    pub fn trained_by(&self, today: NaiveDate) -> i64 {
        let held = self.on.is_none_or(|day| day <= today);
        self.trained.filter(|_| held).unwrap_or(0)
    }
}

record! {
    /// How much a product was used in a window of time. Counts, or shares with their definition.
    Usage(UsageId) keyed by ["product", "school", "from", "to", "definition"] {
        /// What was used.
        product: ProductId,
        /// The school; the district where none is named.
        school: Option<SchoolId>,
        /// The first day of the window.
        from: NaiveDate,
        /// The last day of the window.
        to: NaiveDate,
        /// Accounts made.
        provisioned: Option<i64>,
        /// Accounts ever used.
        activated: Option<i64>,
        /// Accounts used in the window.
        active: Option<i64>,
        /// The most at the same time.
        peak: Option<i64>,
        /// Of a million people, how many used it: a source may give a share and no count.
        active_ppm: Option<i64>,
        /// Hundredths of what the source calls engagement.
        engagement_x100: Option<i64>,
        /// What the source counts as active.
        definition: Option<String>,
    } check(usage) {
        let counts = [
            ("provisioned", usage.provisioned),
            ("activated", usage.activated),
            ("active", usage.active),
            ("peak", usage.peak),
        ];
        super::not_negative(&counts, "a count cannot be negative")?;
        if usage.active_ppm.is_some_and(|n| !(0..=1_000_000).contains(&n)) {
            return Err(Refusal::new("active_ppm", "a share must be 0 to 100 percent"));
        }
        super::day_order("from", Some(usage.from), "to", Some(usage.to))
    }
}

impl Usage {
    /// Refuses a count whose window ends after today: what is still to come cannot be counted.
    pub fn check_counted(to: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        if to > today {
            let why = format!("a count cannot end in the future: `to` is {to}, today is {today}");
            return Err(Refusal::new("to", why));
        }
        Ok(())
    }
}
