//! The district's policy: settings, not code. Three named starting points, each knob of which a
//! district may turn for itself. `policy` holds the starting point, `policy.<knob>` what was turned.

use crate::domain::refusal::Refusal;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::money::Cents;
use super::put::Put;
use super::record::{Kind, words};
use super::renewal::dates::{DateRules, Transit};
use super::renewal::fiscal::FiscalYears;
use super::zone::{ZONE, Zone};

mod counts;
mod sentences;
mod values;

pub use counts::{GroupSize, SampledTasks, TestWindows};
pub use sentences::Ordered;
use values::Turn;
pub use values::{
    AgreementEnded, Appeal, Buyers, CalendarDays, Covered, Curated, Decider, Deciders, IdleMinutes,
    IntakeMonths, KnobChoice, Limit, MonthOfYear, Months, Orders, Percent, PilotOnFailure, Prices,
    Public, Scoring, Submit, Support, Systems, Tracks, Unlisted, WorkingDays,
};

words! {
    /// The named starting points.
    Base {
        /// The district decides and pays.
        Centralized = "centralized",
        /// The district decides what matters, principals the rest.
        Hybrid = "hybrid",
        /// Schools decide; the district checks what is technical.
        Decentralized = "decentralized",
    }
}

impl Base {
    /// What it means, in a sentence.
    pub fn means(self) -> &'static str {
        match self {
            Base::Centralized => "the district decides and pays; schools ask",
            Base::Hybrid => "the district decides what matters, principals the rest",
            Base::Decentralized => "schools decide and pay; the district checks what is technical",
        }
    }
}

/// One knob as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knob {
    /// Its name, as it is typed: `covered`.
    pub key: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it governs.
    pub explains: &'static str,
    /// What it is set to, as it is typed.
    pub value: String,
    /// What the starting point says.
    pub from_base: String,
    /// The values to choose from; any other of its form will do where `form` says so.
    pub choices: &'static [KnobChoice],
    /// What may be typed.
    pub form: &'static str,
    /// May nothing but one of the choices be typed?
    pub closed: bool,
}

impl Knob {
    /// What the value now means, where it is one of the choices.
    pub fn means(&self) -> Option<&'static str> {
        let found = self.choices.iter().find(|c| c.value == self.value)?;
        Some(found.means)
    }

    /// Does the district differ here from its starting point?
    pub fn turned(&self) -> bool {
        self.value != self.from_base
    }
}

/// The value that gives a knob back to the starting point.
pub const AS_BASE: &str = "base";

macro_rules! knobs {
    ($($key:ident: $type:ty = $title:literal, $explains:literal,
        [$central:expr, $hybrid:expr, $decentral:expr];)+) => {
        /// The policy in force.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Policy {
            /// What every knob is at that nobody turned.
            pub base: Base,
            $(#[doc = $explains] pub $key: $type),+
        }

        impl Policy {
            /// A starting point, no knob turned.
            pub fn of(base: Base) -> Policy {
                match base {
                    Base::Centralized => Policy { base, $($key: $central),+ },
                    Base::Hybrid => Policy { base, $($key: $hybrid),+ },
                    Base::Decentralized => Policy { base, $($key: $decentral),+ },
                }
            }

            /// Every knob, in the order they are listed in.
            pub fn knobs(&self) -> Vec<Knob> {
                let base = Policy::of(self.base);
                vec![$(Knob {
                    key: stringify!($key),
                    title: $title,
                    explains: $explains,
                    value: self.$key.text(),
                    from_base: base.$key.text(),
                    choices: <$type as Turn>::CHOICES,
                    form: <$type as Turn>::FORM,
                    closed: <$type as Turn>::CLOSED,
                }),+]
            }

            fn turn(&mut self, knob: &str, value: &str) -> Result<String, Refusal> {
                match knob {
                    $(stringify!($key) => {
                        self.$key = <$type as Turn>::read(value).ok_or_else(|| {
                            Refusal::new("value", format!("`{value}` will not do for `{}`", $title))
                                .then("; ", format!("write {}", <$type as Turn>::FORM))
                        })?;
                        Ok(self.$key.text())
                    })+
                    _ => Err(no_knob(knob)),
                }
            }
        }
    };
}

knobs! {
    submit: Submit = "Who may submit", "Who may ask for a product to be reviewed.",
        [Submit::Heads, Submit::Sponsored, Submit::Staff];
    tracks: Tracks = "Required checklists", "Which checklists a decision needs.",
        [Tracks::Both, Tracks::WhereItMatters, Tracks::Technical];
    decides: Deciders = "Who decides", "Who decides at which risk tier.",
        [
            Deciders([Decider::Committee; 4]),
            Deciders([Decider::School, Decider::School, Decider::District, Decider::District]),
            Deciders([Decider::SchoolUnlessFailed; 4])
        ];
    unlisted: Unlisted = "Unlisted product", "What becomes of a product nobody has reviewed.",
        [Unlisted::Blocked, Unlisted::Ask, Unlisted::LowRisk];
    school_spend: Limit = "A school may spend", "A school may approve itself what costs at most this much a year.",
        [Limit(Some(Cents(0))), Limit(Some(Cents(100_000))), Limit(None)];
    covered: Covered = "Already covered", "What becomes of an ask for what the district holds already.",
        [Covered::Block, Covered::Warn, Covered::Inform];
    buyers: Buyers = "One product, several buyers", "What becomes of one product that several buy.",
        [Buyers::Convert, Buyers::Propose, Buyers::Inform];
    lms: Systems = "LMS maximum", "How many learning management systems the district keeps.",
        [
            Systems { most: 1, warn: false },
            Systems { most: 2, warn: false },
            Systems { most: 2, warn: true }
        ];
    curated: Curated = "Curated choice", "How many products may do one job.",
        [Curated::Single, Curated::Menu, Curated::Open];
    support: Support = "Support level", "Who helps with what a school bought.",
        [Support::District, Support::BestEffort, Support::Site];
    review_age: Months = "Review age", "After so many months a decision is reviewed again.",
        [Months(12), Months(24), Months(36)];
    intake: IntakeMonths = "Intake window", "When requests are taken up.",
        [IntakeMonths(Vec::new()), IntakeMonths(Vec::new()), IntakeMonths(Vec::new())];
    prices: Prices = "Prices visible to schools", "Whose prices a school sees.",
        [Prices::OwnAndTotal, Prices::All, Prices::All];
    orders: Orders = "Order without review", "What finance does with an order for what was not approved.",
        [Orders::Reject, Orders::RejectRisky, Orders::Warn];
    appeal: Appeal = "Appeal", "Who decides again when somebody appeals.",
        [Appeal::Committee, Appeal::Pair, Appeal::None];
    intake_days: WorkingDays = "Days for intake", "Working days until a request that came in is looked at.",
        [WorkingDays(2), WorkingDays(2), WorkingDays(2)];
    tier0_days: WorkingDays = "Days at tier 0", "Working days until an answer: no login, no data, free.",
        [WorkingDays(3), WorkingDays(3), WorkingDays(3)];
    tier1_days: WorkingDays = "Days at tier 1", "Working days until an answer: a login, no student data.",
        [WorkingDays(10), WorkingDays(10), WorkingDays(10)];
    tier2_days: WorkingDays = "Days at tier 2", "Working days until an answer: student data.",
        [WorkingDays(20), WorkingDays(20), WorkingDays(20)];
    tier3_days: WorkingDays = "Days at tier 3", "Working days until an answer: sensitive data, core material, or the board's money.",
        [WorkingDays(30), WorkingDays(30), WorkingDays(30)];
    appeal_file_days: WorkingDays = "Days to appeal", "Working days after a decision in which it can be appealed.",
        [WorkingDays(10), WorkingDays(10), WorkingDays(10)];
    appeal_answer_days: WorkingDays = "Days to answer an appeal", "Working days until an appeal is answered.",
        [WorkingDays(15), WorkingDays(15), WorkingDays(15)];
    board: Cents = "Board threshold", "From this cost a year on the board decides.",
        [Cents(5_000_000), Cents(5_000_000), Cents(5_000_000)];
    pilot_on_failure: PilotOnFailure = "Pilot despite a failure", "What may become of a product that failed a must that is neither privacy nor safety.",
        [PilotOnFailure::Allowed, PilotOnFailure::Allowed, PilotOnFailure::Allowed];
    scoring: Scoring = "Scoring", "How the answers of the checklists are weighed.",
        [Scoring::Gates, Scoring::Gates, Scoring::Gates];
    notice_buffer: CalendarDays = "Buffer before a notice", "Working days between our own last day for a notice and the vendor's.",
        [CalendarDays(5), CalendarDays(5), CalendarDays(5)];
    assumed_notice: CalendarDays = "Notice assumed", "Days of notice assumed, and marked UNVERIFIED, where nobody knows them.",
        [CalendarDays(90), CalendarDays(90), CalendarDays(90)];
    transit_portal: CalendarDays = "Notice through a portal", "Days a notice takes through the vendor's own site.",
        [CalendarDays(0), CalendarDays(0), CalendarDays(0)];
    transit_email: CalendarDays = "Notice by email", "Days a notice takes by email.",
        [CalendarDays(1), CalendarDays(1), CalendarDays(1)];
    transit_letter: CalendarDays = "Notice by letter", "Days a notice takes by letter, with proof of receipt or without.",
        [CalendarDays(5), CalendarDays(5), CalendarDays(5)];
    fiscal_year: MonthOfYear = "Fiscal year begins", "The month in which the fiscal year begins.",
        [MonthOfYear(7), MonthOfYear(7), MonthOfYear(7)];
    agreement_ended: AgreementEnded = "Privacy agreement ended", "What an ended privacy agreement does to the answer for an approved product.",
        [AgreementEnded::Condition, AgreementEnded::Condition, AgreementEnded::Condition];
    spare_seats: Percent = "Seats that may stay empty", "Percent of seats that may stay empty before they count as waste.",
        [Percent(10), Percent(10), Percent(10)];
    least_group: GroupSize = "Smallest group told", "Of fewer pupils than this nothing is kept or told of a result.",
        [GroupSize(10), GroupSize(10), GroupSize(10)];
    gap_windows_kept: TestWindows = "Test windows kept", "Readings of so many windows of a test are kept; older ones are forgotten.",
        [TestWindows(9), TestWindows(9), TestWindows(9)];
    recheck_standards: Months = "Standards verified for", "After so many months somebody looks again whether a product teaches a standard.",
        [Months(24), Months(24), Months(24)];
    crosswalk_least: Percent = "Crosswalk counts from", "The least score, of 100, with which a row of a crosswalk may be accepted.",
        [Percent(80), Percent(80), Percent(80)];
    sample_tasks: SampledTasks = "Tasks to sample", "So many tasks of a product are sampled at the least before it is verified that it teaches a standard.",
        [SampledTasks(3), SampledTasks(3), SampledTasks(3)];
    idle: IdleMinutes = "Screens left alone", "Minutes without a key after which open screens close by themselves; 0 is never.",
        [IdleMinutes(0), IdleMinutes(0), IdleMinutes(0)];
    idle_by_key: IdleMinutes = "Left alone over SSH", "The same for whoever came in by a key of the office, with no screen lock that the district knows of.",
        [IdleMinutes(60), IdleMinutes(60), IdleMinutes(60)];
    public: Public = "Made public", "What the pages for teachers and families say, which hallpass publish makes.",
        [Public::None, Public::None, Public::None];
}

impl Policy {
    /// The policy that these settings make, by their keys; what is not set, or makes no sense, is the
    /// base's.
    pub fn read(settings: &BTreeMap<String, String>) -> Policy {
        let base = settings.get(POLICY);
        let base = base.and_then(|word| Base::from_word(word));
        let mut policy = Policy::of(base.unwrap_or(Base::Hybrid));
        for (key, value) in settings {
            if let Some(knob) = key.strip_prefix(PREFIX) {
                // A value an older or newer program wrote is not this one's to trip over.
                let _ = policy.turn(knob, value);
            }
        }
        policy
    }

    /// May this setting be written? Gives the value as it is stored. The key is that of the setting or
    /// the knob's own, or that of the time zone; `base` gives a knob back to the starting point. The error says what may be typed.
    pub fn check(key: &str, value: &str) -> Result<String, Refusal> {
        let mut policy = Policy::of(Base::Hybrid);
        if key == POLICY || key == AS_BASE {
            let base = Base::from_word(value);
            return base.map(|base| base.word().to_owned()).ok_or_else(|| {
                Refusal::new("value", format!("`{value}` is no starting point"))
                    .then("; ", "write one of centralized hybrid decentralized")
            });
        }
        if key == ZONE {
            return Zone::named(value).map(|zone| zone.name().to_owned());
        }
        let knob = key.strip_prefix(PREFIX).unwrap_or(key);
        if !policy.knobs().iter().any(|k| k.key == knob) {
            return Err(no_knob(knob));
        }
        if value.trim().eq_ignore_ascii_case(AS_BASE) {
            return Ok(AS_BASE.into());
        }
        policy.turn(knob, value)
    }

    /// The setting to write. The error says what may be typed.
    pub fn put(key: &str, value: &str) -> Result<Put, Refusal> {
        let value = Policy::check(key, value)?;
        Ok(Put::keyed(Kind::Setting)
            .with("key", Policy::setting(key))
            .with("value", value))
    }

    /// What a knob is set to; the starting point where it is no knob.
    pub fn value(&self, knob: &str) -> String {
        let knobs = self.knobs().into_iter();
        let mut found = knobs.filter(|k| k.key == knob).map(|k| k.value);
        found.next().unwrap_or_else(|| self.base.word().to_owned())
    }

    /// The key of the setting that holds a knob.
    pub fn setting(key: &str) -> String {
        match key.strip_prefix(PREFIX).unwrap_or(key) {
            POLICY | AS_BASE => POLICY.to_owned(),
            ZONE => ZONE.to_owned(),
            knob => format!("{PREFIX}{knob}"),
        }
    }

    /// From this cost a year on the board decides.
    pub fn board_threshold(&self) -> Cents {
        self.board
    }

    /// Working days until an answer at this tier.
    pub fn service_days(&self, tier: i64) -> u32 {
        match tier {
            ..=0 => self.tier0_days.0,
            1 => self.tier1_days.0,
            2 => self.tier2_days.0,
            _ => self.tier3_days.0,
        }
    }

    /// After how many minutes without a key screens close by themselves, by whether the person came in by a key of the
    /// office; 0 is never.
    pub fn idle_minutes(&self, by_key: bool) -> u32 {
        if by_key {
            self.idle_by_key.0
        } else {
            self.idle.0
        }
    }

    /// What the last day to say no is counted by.
    pub fn renewal_rules(&self) -> DateRules {
        DateRules {
            buffer: self.notice_buffer.0,
            assumed_notice: i64::from(self.assumed_notice.0),
            review: self.service_days(2),
            transit: Transit {
                portal: self.transit_portal.0,
                email: self.transit_email.0,
                letter: self.transit_letter.0,
            },
        }
    }

    /// When the district's fiscal years begin.
    pub fn fiscal_years(&self) -> FiscalYears {
        FiscalYears::beginning_in(self.fiscal_year.0).unwrap_or_default()
    }

    /// The day on which a request is taken up that came on this day: in a district that takes them up
    /// in batches, the first of the next such month.
    pub fn opens(&self, received: NaiveDate) -> NaiveDate {
        let months = &self.intake.0;
        if months.is_empty() || months.contains(&received.month()) {
            return received;
        }
        let next = months.iter().find(|m| **m > received.month());
        let (year, month) = match (next, months.first()) {
            (Some(month), _) => (received.year(), *month),
            (None, Some(first)) => (received.year() + 1, *first),
            (None, None) => return received,
        };
        NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(received)
    }

    /// The last day of what is decided today without a day of its own.
    pub fn lasts(&self, today: NaiveDate) -> NaiveDate {
        let months = chrono::Months::new(self.review_age.0);
        today.checked_add_months(months).unwrap_or(today)
    }

    /// From the settings as they are now and their history, newest first, each with its day, key and what
    /// stood there before: every day on which other checklists came to be asked, the oldest first.
    pub fn tracks_over_time(
        now: &BTreeMap<String, String>,
        history: &[(NaiveDate, String, Option<String>)],
    ) -> Vec<(NaiveDate, Tracks, Tracks)> {
        let mut settings = now.clone();
        let mut found = Vec::new();
        for (day, key, before) in history {
            let after = Policy::read(&settings).tracks;
            match before {
                Some(value) => settings.insert(key.clone(), value.clone()),
                None => settings.remove(key),
            };
            let before = Policy::read(&settings).tracks;
            // Before its first policy the district asked for nothing that a decision could lack.
            if before != after && settings.contains_key(POLICY) {
                found.push((*day, before, after));
            }
        }
        found.reverse();
        found
    }
}

/// The key of the setting that holds the starting point: centralized, hybrid or decentralized.
pub const POLICY: &str = "policy";
/// Before a knob's name, in the key of its setting.
pub const PREFIX: &str = "policy.";

fn no_knob(knob: &str) -> Refusal {
    let knobs = Policy::of(Base::Hybrid).knobs();
    let near = knobs
        .iter()
        .map(|k| (strsim::jaro_winkler(k.key, knob), k.key));
    let near = near.max_by(|a, b| a.0.total_cmp(&b.0));
    let why = Refusal::new("key", format!("the policy has no `{knob}`"));
    match near.filter(|(likeness, _)| *likeness > 0.75) {
        Some((_, near)) => why.then("; ", format!("did you mean {near}?")),
        None => why.then("; ", "see: hallpass policy list"),
    }
}

#[cfg(test)]
mod tests;
