//! What the words of an event say of its day: a holiday, a closure, a board meeting, half a day, or nothing sure.

/// Days of rest that every district means by their name.
const HOLIDAYS: [&str; 22] = [
    "new years day",
    "martin luther king jr day",
    "martin luther king day",
    "mlk day",
    "mlk jr day",
    "presidents day",
    "washingtons birthday",
    "memorial day",
    "juneteenth",
    "independence day",
    "labor day",
    "columbus day",
    "indigenous peoples day",
    "veterans day",
    "thanksgiving",
    "thanksgiving day",
    "thanksgiving holiday",
    "christmas",
    "christmas eve",
    "christmas day",
    "new years eve",
    "good friday",
];

/// What the words of an event say of its day, as a word that the calendar knows; nothing where they leave a
/// doubt.
pub(super) fn kind(summary: &str) -> Option<&'static str> {
    let text = summary.to_lowercase().replace(['\'', '\u{2019}', '.'], "");
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let text = words.join(" ");
    let has = |all: &[&str]| {
        let padded = format!(" {text} ");
        all.iter().any(|one| padded.contains(&format!(" {one} ")))
    };
    let half = [
        "early dismissal",
        "early release",
        "half day",
        "minimum day",
        "minimum days",
        "late start",
        "delayed opening",
        "delayed start",
        "2 hour delay",
        "two hour delay",
    ];
    if has(&half) {
        return Some("half day");
    }
    if has(&[
        "cancelled",
        "canceled",
        "postponed",
        "rescheduled",
        "tentative",
    ]) {
        return None;
    }
    let board = [
        "board of education",
        "school board",
        "board of trustees",
        "school committee",
        "boe",
        "board",
    ];
    if has(&board) && has(&["meeting", "meetings", "mtg"]) {
        return Some("board");
    }
    // Pupils stay at home and the offices work; or the summer, in which they do.
    let open = [
        "professional",
        "pd",
        "inservice",
        "in service",
        "development",
        "staff",
        "teacher",
        "teachers",
        "student",
        "students",
        "conference",
        "conferences",
        "workday",
        "work day",
        "summer",
        "begins",
        "ends",
        "return",
        "returns",
        "resume",
        "resumes",
        "reopen",
    ];
    if has(&open) {
        return None;
    }
    let observed = text.strip_suffix(" observed").unwrap_or(&text);
    let bare = observed.strip_suffix(" no school").unwrap_or(observed);
    if HOLIDAYS.contains(&bare) || has(&["legal holiday", "federal holiday", "state holiday"]) {
        return Some("holiday");
    }
    let seasons = [
        "winter",
        "spring",
        "fall",
        "autumn",
        "midwinter",
        "mid winter",
        "thanksgiving",
        "christmas",
        "holiday",
        "february",
        "april",
        "presidents",
    ];
    let rests = ["break", "recess", "vacation"];
    let rest = seasons
        .iter()
        .any(|season| rests.iter().any(|rest| has(&[&format!("{season} {rest}")])));
    let closed = [
        "no school",
        "district closed",
        "schools closed",
        "school closed",
        "offices closed",
        "office closed",
        "all closed",
        "buildings closed",
        "closed all",
        "schools and offices closed",
    ];
    (rest || has(&closed)).then_some("closure")
}
