//! What the office's file itself knows of what an item of a checklist asks: which standards somebody verified, for which of
//! the grades asked for, and what of ours teaches the same. It stands beside the item and may suggest an answer; a person
//! gives it. What is only claimed suggests nothing.

use super::case::ReviewCase;
use super::{Applies, ItemSheet, ListSheet, facts};
use crate::domain::counted::counted;
use crate::domain::grade::Grades;
use crate::domain::region::claims::ReadClaims;
use crate::domain::request::ItemResult;
use crate::domain::taught::{Taught, TaughtState, TeachesSame};

/// The items that the file knows something of. An item never changes its meaning, whatever the edition.
const CONFIRMED: &str = "C02";
const SAMPLED: &str = "C03";
const OURS_FALLS_SHORT: &str = "C05";

/// What is on file about one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemOnFile {
    /// The id of the item.
    pub item: String,
    /// What the file knows, a sentence each; what matters most comes last.
    pub says: Vec<String>,
    /// What to do next; none where nothing is missing.
    pub next: Option<String>,
    /// The answer that this speaks for; none where it speaks for none. Nobody has given it.
    pub suggests: Option<ItemResult>,
}

impl ItemOnFile {
    /// What matters most, and what it speaks for, in a line.
    pub fn brief(&self) -> String {
        let says = self.says.last().map_or("", String::as_str);
        match self.suggests {
            Some(answer) => format!("{says}: suggests {answer}"),
            None => says.to_owned(),
        }
    }

    /// All of it, a sentence a line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.says.clone();
        lines.extend(self.next.iter().map(|next| format!("Next: {next}")));
        let suggests = self
            .suggests
            .map(|answer| format!("Suggests: {answer}, which somebody has to say"));
        lines.extend(suggests);
        lines
    }
}

/// What is on file about the items of a request that are asked.
pub fn on_file(
    case: &ReviewCase,
    lists: &[ListSheet],
    teaches: &Taught,
    same: &[TeachesSame],
    claims: &[ReadClaims],
) -> Vec<ItemOnFile> {
    let asked = lists.iter().filter(|list| list.asked);
    let asked = asked.flat_map(|list| &list.items);
    let asked = asked.filter(|one| one.applies == Applies::Yes);
    let known = asked.filter_map(|one| {
        let item = one.item.id.as_str();
        let known = match item {
            CONFIRMED => Some(confirmed(case, one, teaches)),
            SAMPLED => sampled(teaches),
            OURS_FALLS_SHORT => falls_short(same),
            _ => None,
        };
        with_claims(known, item, claims)
    });
    known.collect()
}

/// The same with what neighbours claim of the item, which suggests nothing; what the file knows comes last.
fn with_claims(known: Option<ItemOnFile>, item: &str, claims: &[ReadClaims]) -> Option<ItemOnFile> {
    let claimed: Vec<String> = claims.iter().filter_map(|one| one.of_item(item)).collect();
    if claimed.is_empty() {
        return known;
    }
    let mut known = known.unwrap_or_else(|| ItemOnFile {
        item: item.to_owned(),
        says: Vec::new(),
        next: None,
        suggests: None,
    });
    known.says.splice(0..0, claimed);
    Some(known)
}

/// Is a standard verified in every grade asked for?
fn confirmed(case: &ReviewCase, one: &ItemSheet, teaches: &Taught) -> ItemOnFile {
    let mut says = teaches.lines();
    let mut next = None;
    let mut suggests = None;
    let grades = facts::of(case).grades;
    let without = |state| {
        let none = grades
            .iter()
            .filter(|grade| teaches.for_grade(state, *grade) == 0);
        none.collect::<Grades>()
    };
    let open = without(TaughtState::Verified);
    let to_verify = [TaughtState::Claimed, TaughtState::Recheck];
    let to_verify = to_verify
        .into_iter()
        .flat_map(|state| teaches.in_ours(state));
    let for_open = |grades: Grades| {
        open.is_unsaid() || grades.is_unsaid() || open.iter().any(|grade| grades.contains(grade))
    };
    let first = to_verify
        .filter(|one| for_open(one.grades))
        .map(|one| one.code.clone())
        .next();
    let verified = teaches.in_ours(TaughtState::Verified).next().is_some();
    if says.is_empty() {
        says.push("nobody claims here that it teaches a standard".to_owned());
    } else if grades.is_unsaid() {
        says.push("no grades were asked for, so none is confirmed".to_owned());
    } else if open.is_unsaid() {
        says.push(format!(
            "a verified standard for each grade asked for ({grades})"
        ));
        suggests = Some(ItemResult::Pass);
    } else {
        says.push(format!(
            "no verified standard for grades {open} of {grades}"
        ));
    }
    if suggests.is_none() && (!verified || !open.is_unsaid()) {
        next = Some(match first {
            Some(code) => verify(case, &code),
            None => {
                "bring in what is claimed (hallpass import alignments), then verify it".to_owned()
            }
        });
    }
    if one.answer == Some(ItemResult::Pass) && suggests.is_none() {
        says.push("the answer pass rests on nothing that somebody verified here".to_owned());
    }
    ItemOnFile {
        item: CONFIRMED.to_owned(),
        says,
        next,
        suggests,
    }
}

fn verify(case: &ReviewCase, code: &str) -> String {
    let name = case.product.full_name();
    format!(
        "sample its tasks: hallpass standard verify \"{name}\" {code} --sampled N --met N --evidence LINK"
    )
}

/// What came of the sampled tasks; none where nobody sampled any.
fn sampled(teaches: &Taught) -> Option<ItemOnFile> {
    let verified: Vec<_> = teaches.in_ours(TaughtState::Verified).collect();
    let rejected = teaches.in_ours(TaughtState::Rejected).count();
    let suggests = match (verified.is_empty(), rejected) {
        (true, 0) => return None,
        (true, _) => ItemResult::Fail,
        (false, 0) => ItemResult::Pass,
        (false, _) => ItemResult::Partial,
    };
    let tasks: i64 = verified.iter().map(|one| one.sampled).sum();
    let met: i64 = verified.iter().map(|one| one.met).sum();
    let mut says = Vec::new();
    if rejected > 0 {
        says.push(format!(
            "{} rejected by whoever looked",
            counted(rejected, "standard")
        ));
    }
    if !verified.is_empty() {
        says.push(format!(
            "{} verified: {met} of {tasks} sampled tasks met theirs",
            counted(verified.len(), "standard")
        ));
    }
    Some(ItemOnFile {
        item: SAMPLED.to_owned(),
        says,
        next: None,
        suggests: Some(suggests),
    })
}

/// What of ours teaches the same standards; none where nothing does.
fn falls_short(same: &[TeachesSame]) -> Option<ItemOnFile> {
    if same.is_empty() {
        return None;
    }
    let says = same.iter().rev();
    let says = says.map(|one| format!("{} ({}) {}", one.name, one.answer, one.words()));
    Some(ItemOnFile {
        item: OURS_FALLS_SHORT.to_owned(),
        says: says.collect(),
        next: Some("say of each why it does not suffice".to_owned()),
        suggests: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::taught::TaughtStandard;

    fn standard(code: &str, grades: &str, state: TaughtState) -> TaughtStandard {
        TaughtStandard {
            framework: "WEX".to_owned(),
            ours: Some(true),
            item: None,
            code: code.to_owned(),
            leaf: true,
            grades: grades.parse().unwrap(),
            state,
            who: Vec::new(),
            on: None,
            sampled: 3,
            met: 2,
        }
    }

    fn teaches(standards: Vec<TaughtStandard>) -> Taught {
        Taught {
            standards,
            tested: 0,
            has_own: true,
        }
    }

    #[test]
    fn claims_of_neighbours_stand_before_what_the_file_knows_and_suggest_nothing() {
        let note = "Claimed by Ash, to be checked here:\nC03: fail\nT05: pass";
        let claims = [ReadClaims::of_note(note).unwrap()];
        let of = |known, item| with_claims(known, item, &claims);
        let alone = of(None, "T05").unwrap();
        assert_eq!(alone.says, ["Claimed by Ash: pass"]);
        assert_eq!((alone.suggests, alone.next), (None, None));
        let verified = teaches(vec![standard("R.1", "3", TaughtState::Verified)]);
        let both = of(sampled(&verified), "C03").unwrap();
        assert_eq!(both.says[0], "Claimed by Ash: fail");
        assert_eq!(
            both.brief(),
            "1 standard verified: 2 of 3 sampled tasks met theirs: suggests pass"
        );
        assert_eq!(of(None, "T06"), None);
    }

    #[test]
    fn tasks_speak_for_an_answer_as_they_came_out() {
        use TaughtState::{Claimed, Rejected, Verified};
        let of = |states: &[TaughtState]| {
            let all = states.iter().map(|state| standard("R.1", "3", *state));
            sampled(&teaches(all.collect())).map(|known| known.suggests)
        };
        assert_eq!(of(&[Claimed]), None);
        assert_eq!(of(&[Claimed, Verified]), Some(Some(ItemResult::Pass)));
        assert_eq!(of(&[Rejected, Verified]), Some(Some(ItemResult::Partial)));
        assert_eq!(of(&[Rejected, Claimed]), Some(Some(ItemResult::Fail)));
        let two = sampled(&teaches(vec![
            standard("R.1", "3", Verified),
            standard("R.2", "3", Verified),
        ]));
        assert_eq!(
            two.unwrap().brief(),
            "2 standards verified: 4 of 6 sampled tasks met theirs: suggests pass"
        );
    }
}
