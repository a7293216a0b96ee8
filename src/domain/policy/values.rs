//! What a knob of the policy can be turned to: words with a meaning, numbers of days and months, money.
//! Each kind of value knows how it is written and how it is read; `policy` says which knob takes which.

use crate::domain::money::Cents;
use crate::domain::record::words;

/// One of the values a knob can be turned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnobChoice {
    /// As it is stored and typed.
    pub value: &'static str,
    /// What follows from the value, in a sentence.
    pub means: &'static str,
}

/// A kind of value.
pub(super) trait Turn: Sized {
    /// What may be typed, for somebody whose value was refused.
    const FORM: &'static str;
    /// May nothing but one of the choices be typed?
    const CLOSED: bool = false;
    /// The values to choose from; none where any number will do.
    const CHOICES: &'static [KnobChoice];
    /// Reads it, forgiving about case and spaces.
    fn read(text: &str) -> Option<Self>;
    /// As it is stored.
    fn text(&self) -> String;
}

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal: $meaning:literal),+ $(,)? }) => {
        words! { $(#[$doc])* $name { $(#[doc = $meaning] $variant = $word),+ } }

        impl Turn for $name {
            const FORM: &'static str = concat!("one of" $(, " ", $word)+);
            const CLOSED: bool = true;
            const CHOICES: &'static [KnobChoice] = &[$(KnobChoice { value: $word, means: $meaning }),+];
            fn read(text: &str) -> Option<$name> {
                $name::from_word(&text.trim().replace([' ', '_'], "-"))
            }
            fn text(&self) -> String {
                self.word().to_owned()
            }
        }
    };
}

choices! {
    /// Who may ask for a product to be reviewed.
    Submit {
        Heads = "heads": "department heads and principals ask, or stand behind who does",
        Sponsored = "sponsored": "any staff member, with a principal who stands behind it",
        Staff = "staff": "any staff member",
    }
}

choices! {
    /// Which checklists are required.
    Tracks {
        Both = "both": "technical, and curricular for all that teaches",
        WhereItMatters = "where-it-matters":
            "technical; curricular for what teaches and is core, tier 2 or 3, or paid by the district",
        Technical = "technical": "the technical checklist only",
    }
}

impl Tracks {
    /// Is the curricular checklist asked of a product, by whether it teaches, and whether it is core,
    /// of tier 2 or 3, or paid by the district?
    pub fn asks_curricular(self, teaches: bool, matters: bool) -> bool {
        match self {
            Tracks::Both => teaches,
            Tracks::WhereItMatters => teaches && matters,
            Tracks::Technical => false,
        }
    }
}

choices! {
    /// Who decides at one tier.
    Decider {
        Committee = "committee": "the district's committee: an admin",
        District = "district": "a reviewer of the district",
        School = "school": "a reviewer of the school, or of the district",
        SchoolUnlessFailed = "school-unless-failed": "as school; the district where a technical must has failed",
    }
}

choices! {
    /// What becomes of a product nobody has reviewed.
    Unlisted {
        Blocked = "blocked": "not used until it is decided",
        Ask = "ask": "ask first; no student data until it is decided",
        LowRisk = "low-risk": "used without asking at tiers 0 and 1",
    }
}

choices! {
    /// What a privacy agreement that ended does to the answer for an approved product.
    AgreementEnded {
        Tell = "tell": "it is told beside the answer, which stays",
        Condition = "condition": "its renewal is a condition of the use",
        Stop = "stop": "the answer is NO until it is renewed",
    }
}

choices! {
    /// What becomes of an ask for what the district holds already, with a seat free.
    Covered {
        Block = "block": "refused, naming what covers it",
        Warn = "warn": "taken with a reason why that is not enough",
        Inform = "inform": "taken; the reviewer is shown what covers it",
    }
}

choices! {
    /// What becomes of one product that several buy.
    Buyers {
        Convert = "convert": "turned into one district contract",
        Propose = "propose": "a district contract is proposed",
        Inform = "inform": "the buyers are shown the best price",
    }
}

choices! {
    /// How many products may do one job.
    Curated {
        Single = "single": "one product per function; a second one is warned about",
        Menu = "menu": "a vetted menu from which schools choose",
        Open = "open": "as many as schools like",
    }
}

choices! {
    /// Who helps with what a school bought.
    Support {
        District = "district": "the district supports all there is",
        BestEffort = "best-effort": "the school first, the district as far as it can",
        Site = "site": "the school alone",
    }
}

choices! {
    /// What is given out of the list to anybody.
    Public {
        None = "none": "nothing; no pages are made",
        Approved = "approved": "what is approved, where and for whom, what it learns of students, its privacy agreement",
        ApprovedAndConditions = "approved-and-conditions": "the same, and each decision's conditions in its own words",
    }
}

choices! {
    /// Whose prices a school sees.
    Prices {
        OwnAndTotal = "own-and-total": "its own, and the district's total",
        All = "all": "everybody's",
    }
}

choices! {
    /// What finance does with an order for what was not approved.
    Orders {
        Reject = "reject": "it is rejected",
        RejectRisky = "reject-tier-2": "it is rejected at tiers 2 and 3",
        Warn = "warn": "it goes through with a warning",
    }
}

choices! {
    /// Who answers an appeal.
    Appeal {
        Committee = "committee": "an admin who was not on the first panel",
        Pair = "pair": "a reviewer of the district who was not on the first panel",
        None = "none": "nobody: what was decided stands",
    }
}

choices! {
    /// May something be tried although a must has failed that is neither privacy nor safety?
    PilotOnFailure {
        Allowed = "allowed": "as a pilot",
        Never = "never": "it can only be denied",
    }
}

choices! {
    /// How the answers of the checklists are weighed.
    Scoring {
        Gates = "gates": "every must has to hold, wholly or on a condition",
        Points = "points": "besides, three quarters of the points; a must that failed is a red flag",
    }
}

/// Working days, 1 to 250.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkingDays(pub u32);

impl Turn for WorkingDays {
    const FORM: &'static str = "a number of working days, 1 to 250";
    const CHOICES: &'static [KnobChoice] = &[];
    fn read(text: &str) -> Option<WorkingDays> {
        number(text, 250).map(WorkingDays)
    }
    fn text(&self) -> String {
        self.0.to_string()
    }
}

/// A number of months, 1 to 120.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Months(pub u32);

impl Turn for Months {
    const FORM: &'static str = "a number of months, 1 to 120";
    const CHOICES: &'static [KnobChoice] = &[];
    fn read(text: &str) -> Option<Months> {
        number(text, 120).map(Months)
    }
    fn text(&self) -> String {
        self.0.to_string()
    }
}

/// Days, 0 to 365.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarDays(pub u32);

impl Turn for CalendarDays {
    const FORM: &'static str = "a number of days, 0 to 365";
    const CHOICES: &'static [KnobChoice] = &[];
    fn read(text: &str) -> Option<CalendarDays> {
        up_to(text, 365).map(CalendarDays)
    }
    fn text(&self) -> String {
        self.0.to_string()
    }
}

/// Minutes without a key, 0 to 1440; 0 is for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleMinutes(pub u32);

impl Turn for IdleMinutes {
    const FORM: &'static str = "a number of minutes, 0 to 1440; 0 is never";
    const CHOICES: &'static [KnobChoice] = &[];
    fn read(text: &str) -> Option<IdleMinutes> {
        up_to(text, 1440).map(IdleMinutes)
    }
    fn text(&self) -> String {
        self.0.to_string()
    }
}

/// A share in whole percent, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent(pub u32);

impl Turn for Percent {
    const FORM: &'static str = "a number of percent, 0 to 100";
    const CHOICES: &'static [KnobChoice] = &[];
    fn read(text: &str) -> Option<Percent> {
        up_to(text.trim_end().trim_end_matches('%'), 100).map(Percent)
    }
    fn text(&self) -> String {
        self.0.to_string()
    }
}

/// A month of the year, 1 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthOfYear(pub u32);

impl Turn for MonthOfYear {
    const FORM: &'static str = "a month such as Jul";
    const CHOICES: &'static [KnobChoice] = &[];
    fn read(text: &str) -> Option<MonthOfYear> {
        number(text, 12)
            .or_else(|| month(text.trim()))
            .map(MonthOfYear)
    }
    fn text(&self) -> String {
        let name = MONTHS.get((self.0 as usize).saturating_sub(1));
        name.copied().unwrap_or_default().to_owned()
    }
}

impl Turn for Cents {
    const FORM: &'static str = "an amount such as 50000 or $1,500.00";
    const CHOICES: &'static [KnobChoice] = &[];
    fn read(text: &str) -> Option<Cents> {
        let bare = text.trim().trim_start_matches('$').replace(',', "");
        let (dollars, cents) = bare.split_once('.').unwrap_or((&bare, "00"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(dollars) || !digits(cents) || cents.len() != 2 {
            return None;
        }
        let dollars: i64 = dollars.parse().ok().filter(|d| *d <= 1_000_000_000)?;
        Some(Cents(dollars * 100 + cents.parse::<i64>().ok()?))
    }
    fn text(&self) -> String {
        self.to_string()
    }
}

/// What a school may spend on one product a year; none is its whole budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub Option<Cents>);

impl Turn for Limit {
    const FORM: &'static str = "an amount such as 1000 or $1,500.00, or `budget` for no limit";
    const CHOICES: &'static [KnobChoice] = &[
        KnobChoice {
            value: "$0.00",
            means: "nothing: the district pays",
        },
        KnobChoice {
            value: "$1,000.00",
            means: "up to $1,000 a year for one product",
        },
        KnobChoice {
            value: "budget",
            means: "as much as its budget has",
        },
    ];
    fn read(text: &str) -> Option<Limit> {
        if text.trim().eq_ignore_ascii_case("budget") {
            return Some(Limit(None));
        }
        Cents::read(text).map(|cents| Limit(Some(cents)))
    }
    fn text(&self) -> String {
        self.0
            .map_or_else(|| "budget".into(), |cents| cents.to_string())
    }
}

/// How many learning management systems the district keeps, and whether one more is only warned about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Systems {
    /// The highest number of them that is in order.
    pub most: u32,
    /// One more is warned about; else it must say what it replaces.
    pub warn: bool,
}

impl Turn for Systems {
    const FORM: &'static str =
        "a number, 1 to 20; with `warn` behind it, one more is only warned about";
    const CHOICES: &'static [KnobChoice] = &[
        KnobChoice {
            value: "1",
            means: "one; another must say what it replaces",
        },
        KnobChoice {
            value: "2",
            means: "two; another must say what it replaces",
        },
        KnobChoice {
            value: "2 warn",
            means: "two; another is warned about",
        },
    ];
    fn read(text: &str) -> Option<Systems> {
        let lower = text.to_ascii_lowercase().replace(',', " ");
        let mut words = lower.split_whitespace();
        let most = number(words.next()?, 20)?;
        match (words.next(), words.next()) {
            (None, _) => Some(Systems { most, warn: false }),
            (Some("warn"), None) => Some(Systems { most, warn: true }),
            _ => None,
        }
    }
    fn text(&self) -> String {
        format!("{}{}", self.most, if self.warn { " warn" } else { "" })
    }
}

/// Who decides at each of the four tiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deciders(pub [Decider; 4]);

impl Turn for Deciders {
    const FORM: &'static str = "one of committee district school school-unless-failed, \
                                or four of them for tiers 0, 1, 2 and 3";
    const CHOICES: &'static [KnobChoice] = &[
        KnobChoice {
            value: "committee",
            means: "the district's committee: an admin",
        },
        KnobChoice {
            value: "district",
            means: "a reviewer of the district",
        },
        KnobChoice {
            value: "school school district district",
            means: "the school at tiers 0 and 1, the district at tiers 2 and 3",
        },
        KnobChoice {
            value: "school school district committee",
            means: "the school at tiers 0 and 1, the district at tier 2, its committee at tier 3",
        },
        KnobChoice {
            value: "school-unless-failed",
            means: "the school; the district where a technical must has failed",
        },
        KnobChoice {
            value: "school",
            means: "the school",
        },
    ];
    fn read(text: &str) -> Option<Deciders> {
        let words: Option<Vec<Decider>> = text
            .split([' ', ',', ';'])
            .filter(|word| !word.is_empty())
            .map(Decider::read)
            .collect();
        match words?[..] {
            [one] => Some(Deciders([one; 4])),
            [a, b, c, d] => Some(Deciders([a, b, c, d])),
            _ => None,
        }
    }
    fn text(&self) -> String {
        let words = self.0.map(Decider::word);
        if words.iter().all(|word| *word == words[0]) {
            words[0].to_owned()
        } else {
            words.join(" ")
        }
    }
}

/// The months in which requests are taken up; none is all year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeMonths(pub Vec<u32>);

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Turn for IntakeMonths {
    const FORM: &'static str = "`rolling`, or months such as `Feb Sep`";
    const CHOICES: &'static [KnobChoice] = &[
        KnobChoice {
            value: "rolling",
            means: "all year",
        },
        KnobChoice {
            value: "Feb Sep",
            means: "in batches, in February and September; what comes between waits",
        },
    ];
    fn read(text: &str) -> Option<IntakeMonths> {
        if text.trim().eq_ignore_ascii_case("rolling") {
            return Some(IntakeMonths(Vec::new()));
        }
        let words = text.split([' ', ',', ';']).filter(|w| !w.is_empty());
        let mut months: Vec<u32> = words.map(month).collect::<Option<_>>()?;
        months.sort_unstable();
        months.dedup();
        (!months.is_empty()).then_some(IntakeMonths(months))
    }
    fn text(&self) -> String {
        if self.0.is_empty() {
            return "rolling".into();
        }
        let names = self.0.iter().filter_map(|m| MONTHS.get(*m as usize - 1));
        names.copied().collect::<Vec<_>>().join(" ")
    }
}

fn month(word: &str) -> Option<u32> {
    let short = word.get(..3)?;
    let at = MONTHS.iter().position(|m| m.eq_ignore_ascii_case(short))?;
    Some(at as u32 + 1)
}

pub(super) fn number(text: &str, most: u32) -> Option<u32> {
    up_to(text, most).filter(|number| *number > 0)
}

pub(super) fn up_to(text: &str, most: u32) -> Option<u32> {
    let text = text.trim();
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits)?;
    (number <= most).then_some(number)
}
