//! What a district's status word decides: `Approved - Teacher Use Only`, `Do Not Use`, `Approved 2024-25`.
//! What is plain is taken with its audience, grades, condition and last day; the rest is asked about.

use chrono::NaiveDate;

use super::day::typed;
use super::grades::grades;
use super::{FileCell, Parsed};
use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::grade::Grades;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::text::fold;

/// What a status word says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Where the product stands.
    pub status: ApprovalStatus,
    /// For whom, where the word says.
    pub audience: Option<Audience>,
    /// For which grades, where the word says.
    pub grades: Grades,
    /// On what condition, where the word says.
    pub condition: Option<String>,
    /// The last day, where the word says.
    pub until: Option<NaiveDate>,
    /// Was it approved until some day that is past?
    pub expired: bool,
    /// How it had to be read, where that is worth knowing.
    pub note: Option<String>,
}

impl Decided {
    fn only(status: ApprovalStatus) -> Decided {
        Decided {
            status,
            audience: None,
            grades: Grades::UNSAID,
            condition: None,
            until: None,
            expired: false,
            note: None,
        }
    }

    fn on(condition: &str) -> Decided {
        Decided {
            condition: Some(condition.to_owned()),
            ..Decided::only(ApprovalStatus::Conditional)
        }
    }

    fn noted(self, note: impl Into<String>) -> Decided {
        Decided {
            note: Some(note.into()),
            ..self
        }
    }
}

/// What the word decides; none where it could mean several things. A school year ends with the district's
/// fiscal year.
pub fn status(text: &str, years: FiscalYears) -> Option<Decided> {
    let plain = fold(text);
    let plain = plain.trim();
    let words = words(plain);
    let joined = words.join(" ");
    if matches!(plain, "\u{2713}" | "\u{2714}") {
        return Some(Decided::only(ApprovalStatus::Approved));
    }
    if let Some(status) = ApprovalStatus::from_word(&words.join("_")) {
        return Some(Decided::only(status));
    }
    if let Some(decided) = known(&joined) {
        return Some(decided);
    }
    for start in ["district approved", "conditionally approved", "approved"] {
        if let Some(rest) = plain.strip_prefix(start)
            && !rest.starts_with(char::is_alphanumeric)
        {
            // What becomes a condition keeps its capitals where the two texts are alike.
            let written = text.trim();
            let written = written.get(written.len().saturating_sub(rest.len())..);
            let written = written.filter(|written| fold(written) == rest);
            return approved(rest, written.unwrap_or(rest), years);
        }
    }
    for start in [
        "not approved",
        "denied",
        "rejected",
        "prohibited",
        "blocked",
        "do not use",
    ] {
        if let Some(rest) = plain.strip_prefix(start)
            && !rest.starts_with(char::is_alphanumeric)
        {
            return denied(rest);
        }
    }
    let expired = plain.strip_prefix("expired")?;
    let day = expired.trim_matches(|c: char| !c.is_alphanumeric());
    let day = day.strip_prefix("on ").unwrap_or(day);
    Some(Decided {
        until: Some(typed(day).ok()?),
        expired: true,
        ..Decided::only(ApprovalStatus::Approved)
    })
}

fn words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect()
}

/// Words that are known as a whole.
fn known(words: &str) -> Option<Decided> {
    let status = match words {
        "yes" | "ok" | "okay" | "active" | "allowed" | "district approved" | "fully approved"
        | "approved for use" => ApprovalStatus::Approved,
        "rejected"
        | "unapproved"
        | "not approved"
        | "no"
        | "declined"
        | "blocked"
        | "prohibited"
        | "do not use"
        | "not allowed"
        | "banned"
        | "disapproved"
        | "reviewed and denied" => ApprovalStatus::Denied,
        "in review"
        | "under consideration"
        | "pending"
        | "pending review"
        | "submitted"
        | "in progress"
        | "review in progress"
        | "awaiting review" => ApprovalStatus::UnderReview,
        "unvetted" | "not reviewed" | "not yet reviewed" | "unreviewed" | "new" => {
            ApprovalStatus::Discovered
        }
        "trial" | "pilot only" | "pilot grant only" => ApprovalStatus::Pilot,
        "sunset" | "sunsetting" => ApprovalStatus::Retiring,
        "discontinued" | "no longer available" | "no longer used" => ApprovalStatus::Retired,
        "conditionally approved" | "approved with conditions" | "approved conditionally" => {
            ApprovalStatus::Conditional
        }
        "parental consent"
        | "parental consent required"
        | "parent consent required"
        | "parent consent"
        | "parent permission required" => return Some(Decided::on(CONSENT)),
        "expired" => {
            return Some(Decided {
                expired: true,
                ..Decided::only(ApprovalStatus::Approved)
            });
        }
        _ => return None,
    };
    Some(Decided::only(status))
}

const CONSENT: &str = "Parent consent";

/// Words after which a yes may be none, or a no may be one.
const DOUBT: [&str; 16] = [
    "not",
    "no",
    "never",
    "denied",
    "rejected",
    "pending",
    "review",
    "suspended",
    "expired",
    "revoked",
    "withdrawn",
    "unless",
    "appeal",
    "approved",
    "allowed",
    "maybe",
];

/// What is said behind `Approved`.
fn approved(rest: &str, written: &str, years: FiscalYears) -> Option<Decided> {
    let mark = |c: char| !c.is_alphanumeric() && c != '+';
    let (rest, written) = (rest.trim_matches(mark), written.trim_matches(mark));
    let words = words(rest);
    let yes = Decided::only(ApprovalStatus::Approved);
    if words.is_empty() {
        return Some(yes);
    }
    if words.iter().any(|word| DOUBT.contains(word)) {
        return None;
    }
    let until = [
        "until",
        "through",
        "thru",
        "to",
        "expires",
        "expires on",
        "ends",
        "ending",
    ];
    if let Some(day) = until
        .iter()
        .find_map(|start| rest.strip_prefix(&format!("{start} ")))
    {
        return Some(Decided {
            until: Some(typed(day.trim()).ok()?),
            ..yes
        });
    }
    if let Some(audience) = audience(&words) {
        return Some(Decided {
            audience: Some(audience),
            ..yes
        });
    }
    if let Some(until) = school_year(&words, years) {
        return Some(Decided {
            until: Some(until),
            ..yes
        });
    }
    if let Some(age) = age(rest, &words) {
        return Some(Decided::on(&format!("Age {age} and over")));
    }
    if let Some(grades) = of_grades(rest) {
        return Some(Decided { grades, ..yes });
    }
    let has = |one: &[&str]| one.iter().any(|word| words.contains(word));
    if has(&["consent", "permission"]) && has(&["parent", "parents", "parental", "guardian"]) {
        return Some(Decided::on(CONSENT));
    }
    match words[..] {
        ["with", "conditions"] => Some(Decided::only(ApprovalStatus::Conditional)),
        ["with", "restrictions" | "restriction"] => Some(
            Decided::on("Restrictions: see the note")
                .noted("read as conditional; which restrictions it does not say"),
        ),
        ["for", "limited", "use"] | ["limited", "use"] | ["limited"] => Some(
            Decided::on("Limited use: see the note")
                .noted("read as conditional; how the use is limited it does not say"),
        ),
        _ => {
            let mut letters = written.chars();
            let first = letters.next().map(char::to_uppercase);
            let condition: String = first.into_iter().flatten().chain(letters).collect();
            let note = format!("read as conditional, on the condition `{condition}`");
            Some(Decided::on(&condition).noted(note))
        }
    }
}

/// What is said behind `Denied`.
fn denied(rest: &str) -> Option<Decided> {
    let words = words(rest);
    let narrower = [
        "for", "grade", "grades", "students", "staff", "teachers", "until", "only",
    ];
    let doubtful = |word: &&str| DOUBT.contains(word) || narrower.contains(word);
    if words.iter().any(doubtful) {
        return None;
    }
    let no = Decided::only(ApprovalStatus::Denied);
    if words.is_empty() {
        return Some(no);
    }
    Some(no.noted(
        "read as denied as a whole; if an edition is named, give it a product or an edition of its own",
    ))
}

/// The people named, where nothing else is said.
fn audience(words: &[&str]) -> Option<Audience> {
    let (mut staff, mut students) = (false, false);
    for word in words {
        match *word {
            "teacher" | "teachers" | "staff" | "educator" | "educators" | "faculty" => staff = true,
            "student" | "students" | "pupils" | "learners" => students = true,
            "for" | "use" | "only" | "by" | "and" | "the" => {}
            _ => return None,
        }
    }
    match (staff, students) {
        (true, true) => Some(Audience::Both),
        (true, false) => Some(Audience::Staff),
        (false, true) => Some(Audience::Student),
        (false, false) => None,
    }
}

/// The last day of `2024-25`, `SY 2024-2025`, `for the 2024-25 school year`.
fn school_year(words: &[&str], years: FiscalYears) -> Option<NaiveDate> {
    let said = words.iter().copied();
    let said = said.filter(|w| !["for", "the", "sy", "school", "year", "fy"].contains(w));
    let said: Vec<&str> = said.collect();
    let [first, last] = said[..] else { return None };
    let year = |text: &str| {
        let number: i32 = text.parse().ok()?;
        match text.len() {
            2 => Some(2000 + number),
            4 => Some(number),
            _ => None,
        }
    };
    let (first, last) = (year(first)?, year(last)?);
    let sensible = (1990..2100).contains(&first) && last == first + 1 && said[0].len() == 4;
    sensible.then(|| years.last_day(last))
}

/// The age in `for students 13+`, `ages 13 and over`.
fn age(rest: &str, words: &[&str]) -> Option<u8> {
    let number = words.iter().find_map(|word| word.parse::<u8>().ok())?;
    let over = rest.contains(&format!("{number}+"))
        || words
            .windows(2)
            .any(|pair| matches!(pair, ["and", "over" | "up" | "older" | "above"]));
    let other = |word: &&&str| {
        let known = [
            "for", "students", "student", "age", "ages", "aged", "and", "over", "up", "older",
            "above", "only", "users",
        ];
        !known.contains(*word) && word.parse::<u8>().is_err()
    };
    (over && (5..=21).contains(&number) && words.iter().find(other).is_none()).then_some(number)
}

/// Grades, where nothing else is said.
fn of_grades(rest: &str) -> Option<Grades> {
    let rest = rest.strip_prefix("for ").unwrap_or(rest);
    let rest = rest.strip_prefix("use in ").unwrap_or(rest);
    let rest = rest.strip_suffix(" only").unwrap_or(rest);
    match grades(&FileCell::Text(rest.trim().to_owned())) {
        Parsed::Value(grades) if !grades.is_unsaid() => Some(grades),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `status audience grades condition until`, `-` for nothing, and `!` where it is noted.
    fn read(word: &str) -> String {
        let Some(decided) = status(word, FiscalYears::default()) else {
            return "asked".to_owned();
        };
        let or_none = |text: String| {
            if text.is_empty() {
                "-".to_owned()
            } else {
                text
            }
        };
        let until = match (decided.until, decided.expired) {
            (Some(day), _) => day.to_string(),
            (None, true) => "past".to_owned(),
            (None, false) => "-".to_owned(),
        };
        format!(
            "{} {} {} {} {until}{}",
            decided.status,
            or_none(decided.audience.map(|a| a.to_string()).unwrap_or_default()),
            or_none(decided.grades.to_string()),
            or_none(decided.condition.unwrap_or_default()),
            if decided.note.is_some() { " !" } else { "" },
        )
    }

    #[test]
    fn what_districts_publish_is_read_with_all_it_says() {
        for (word, said) in [
            ("Approved", "approved - - - -"),
            ("APPROVED ", "approved - - - -"),
            ("District Approved", "approved - - - -"),
            ("Yes", "approved - - - -"),
            ("\u{2713}", "approved - - - -"),
            ("Approved - Teacher Use Only", "approved staff - - -"),
            ("Approved (Staff only)", "approved staff - - -"),
            ("Approved for student use", "approved student - - -"),
            ("Approved for grades K-5", "approved - K-5 - -"),
            ("Approved: 6-8 only", "approved - 6-8 - -"),
            (
                "Approved for Students 13+",
                "conditional - - Age 13 and over -",
            ),
            (
                "Approved ages 16 and up",
                "conditional - - Age 16 and over -",
            ),
            ("Approved until 6/30/2027", "approved - - - 2027-06-30"),
            ("Approved 2024-25", "approved - - - 2025-06-30"),
            ("Approved for SY 2026-2027", "approved - - - 2027-06-30"),
            (
                "Approved with Parent Consent",
                "conditional - - Parent consent -",
            ),
            (
                "Parental consent required",
                "conditional - - Parent consent -",
            ),
            (
                "Approved with restrictions",
                "conditional - - Restrictions: see the note - !",
            ),
            (
                "Approved for Limited Use",
                "conditional - - Limited use: see the note - !",
            ),
            ("Approved, no-login mode", "asked"),
            (
                "Approved - Google sign-in",
                "conditional - - Google sign-in - !",
            ),
            ("conditionally approved", "conditional - - - -"),
            ("Not Approved", "denied - - - -"),
            ("Unapproved", "denied - - - -"),
            ("No", "denied - - - -"),
            ("Reviewed and Denied", "denied - - - -"),
            ("Denied free/lite version", "denied - - - - !"),
            ("Do Not Use", "denied - - - -"),
            ("Prohibited", "denied - - - -"),
            ("Pending Review", "under_review - - - -"),
            ("In Progress", "under_review - - - -"),
            ("Unvetted", "discovered - - - -"),
            ("Pilot/grant only", "pilot - - - -"),
            ("Expired", "approved - - - past"),
            ("Expired 6/30/2025", "approved - - - 2025-06-30"),
            ("Suspended", "suspended - - - -"),
            ("Denied", "denied - - - -"),
            ("Rejected", "denied - - - -"),
            ("Blocked", "denied - - - -"),
            ("Pending", "under_review - - - -"),
            ("Under Review", "under_review - - - -"),
            ("In Review", "under_review - - - -"),
            ("Not Reviewed", "discovered - - - -"),
            ("Pilot", "pilot - - - -"),
            ("Trial", "pilot - - - -"),
            ("No longer available", "retired - - - -"),
            ("Discontinued", "retired - - - -"),
            ("Sunset", "retiring - - - -"),
            ("re-review due", "re_review_due - - - -"),
        ] {
            assert_eq!(read(word), said, "{word}");
        }
    }

    #[test]
    fn what_could_mean_several_things_is_asked() {
        for word in [
            "x",
            "Restricted",
            "Caution",
            "Approved pending signature",
            "Approved? No",
            "Approved until 6/7/2027",
            "Denied for students",
            "Denied - appeal approved",
            "Approvedish",
            "",
        ] {
            assert_eq!(read(word), "asked", "{word}");
        }
    }
}
