//! The decide menu: what may be done about an overlap now, and why not the rest; then why it is none, or
//! until when it waits. How a plan is made is in `plan`.

use crate::domain::day::{full, near};
use crate::domain::money::{Basis, Cents};
use crate::tui::view::overlaps::DecidingOverlap;
use chrono::NaiveDate;

use super::Overlaps;
use super::keys::doing;
use super::rows::how_far;
use crate::domain::counted::counted;
use crate::domain::overlap::alert::{Action, DismissCode};
use crate::domain::overlap::board::{AlertRow, Standing};
use crate::domain::overlap::process::{AlertDeed, act};
use crate::domain::product::FunctionId;
use crate::domain::text;
use crate::exchange::value::day;
use crate::office::deed::overlap::OverlapSubject;
use crate::office::lists::overlaps::days_left;
use crate::tui::effect::{Intent, Menu, MenuItem, Pick, Writing};
use crate::tui::topic::{OverlapText, Topic};
use crate::tui::view::chosen::decided;

/// Why an alert is none, each with its letter; the last is typed.
const CODES: [(char, DismissCode, &str); 8] = [
    ('c', DismissCode::Complementary, "complementary"),
    ('e', DismissCode::EditionDiffers, "editions differ"),
    ('s', DismissCode::SpecialPopulation, "special students"),
    ('b', DismissCode::ContractBound, "bound by contract"),
    ('a', DismissCode::CheaperApart, "cheaper apart"),
    ('w', DismissCode::WrongCategory, "wrong category"),
    ('i', DismissCode::WrongIdentity, "two products"),
    ('o', DismissCode::Accepted, "other"),
];

impl Overlaps {
    pub(super) fn decide(&mut self) -> Option<Vec<Intent>> {
        let row = self.row()?;
        let title = self.title(row);
        let items = if self.list.acts_on_marks() {
            items_for_several()
        } else {
            self.items(row)
        };
        Some(self.menu(title, items))
    }

    fn title(&self, row: &AlertRow) -> String {
        if self.list.acts_on_marks() {
            return format!("Decide {}", self.marked());
        }
        let today = self.board.as_ref().map(|board| board.today);
        let left = today.and_then(|today| days_left(row, today));
        let when = row.act_by.zip(today).zip(left);
        let when = when.map_or_else(String::new, |((day, today), left)| {
            format!(", act by {} ({})", near(day, today), how_far(left))
        });
        format!(
            "Decide {}, ${} {}{}{when}: {}",
            row.name,
            row.at_stake.dollars(),
            Basis::FyShare,
            of_all(&[row]),
            row.title
        )
    }

    /// How many overlaps are marked, what is at stake in them, the first day to act, and for how many it is too late.
    pub(super) fn marked(&self) -> String {
        let rows = self.list.chosen().into_iter();
        let rows: Vec<&AlertRow> = rows.filter_map(|key| self.find(key)).collect();
        let stake: Cents = rows.iter().map(|row| row.at_stake).sum();
        let mut told = format!(
            "{}, ${} {}{}",
            counted(rows.len(), "overlap"),
            stake.dollars(),
            Basis::FyShare,
            of_all(&rows)
        );
        let Some(today) = self.board.as_ref().map(|board| board.today) else {
            return told;
        };
        let days = rows.iter().filter_map(|row| row.act_by);
        if let Some(first) = days.clone().filter(|day| *day >= today).min() {
            told.push_str(&format!(", act by {}", near(first, today)));
        }
        let late = days.filter(|day| *day < today).count();
        if late > 0 {
            told.push_str(&format!(", {late} too late"));
        }
        told
    }

    fn items(&self, row: &AlertRow) -> Vec<MenuItem> {
        let stays = row.proposed.as_deref().unwrap_or("you choose who");
        let stays = format!("{stays} stays, the rest goes");
        let line = |letter: char, label: &str, does: &str, pick: Pick| {
            let off = self.why_not(row, &pick);
            item(letter, label, does, pick).unless(off)
        };
        let plan = |action: Action| Pick::Plan(Some(action));
        let mut items = vec![line('c', "Consolidate", &stays, Pick::Plan(None))];
        if row.kind.is_of_one_product() {
            let means = "cancelled, and nothing takes its place";
            items.push(line('e', "End the rest", means, plan(Action::Cancel)));
            let means = "fewer seats when it renews";
            items.push(line('s', "Shrink", means, plan(Action::Shrink)));
        } else {
            let means = "you choose who goes";
            items.push(line('r', "Retire one", means, plan(Action::Retire)));
        }
        let means = "say why; it comes back in time";
        items.push(line('b', "Both needed", means, Pick::BothNeeded));
        let means = "two records become one";
        items.push(line('m', "Same record", means, plan(Action::Merge)));
        if self.function().is_some() {
            let means = "compare no products by this function";
            items.push(line('f', "Too broad", means, plan(Action::Split)));
        }
        let means = "it comes back on a day you choose";
        items.push(line('w', "Wait", means, Pick::Wait));
        let means = "take back what was said; decided renewals stay";
        items.push(line('o', "Open again", means, Pick::Reopen));
        items
    }

    fn function(&self) -> Option<FunctionId> {
        let case = self.known()?.case.as_ref()?;
        case.overlap.function
    }

    /// Why a line of the menu cannot be taken.
    fn why_not(&self, row: &AlertRow, pick: &Pick) -> Option<String> {
        let gone = matches!(row.standing, Standing::Resolved | Standing::Closed);
        if gone {
            return Some("the records no longer show it".to_owned());
        }
        let sheet = self.sheet();
        let merges = *pick == Pick::Plan(Some(Action::Merge));
        if merges && let Some(why) = sheet.and_then(|sheet| sheet.merge_refused.as_ref()) {
            return Some(why.to_string());
        }
        let may = sheet.map_or(&[][..], |sheet| sheet.may.as_slice());
        if !merges && !may.contains(&"dismiss") {
            return Some("it needs the role renewals; t takes it".to_owned());
        }
        let said = matches!(row.standing, Standing::Planned | Standing::Dismissed);
        let products = row.products.len();
        let why = match pick {
            Pick::Reopen if !said => "it is open",
            Pick::Plan(None | Some(Action::Retire)) if row.kind.is_of_records() => {
                "they are one product on two records: m"
            }
            Pick::Plan(Some(Action::Retire)) if products != 2 => {
                "more than two: c chooses who stays"
            }
            Pick::Plan(Some(Action::Merge)) if products < 2 => "it is one record already",
            Pick::Plan(Some(Action::Merge)) if products > 2 => "records are merged two by two",
            Pick::Plan(Some(Action::Shrink)) if !self.leaves_seats() => {
                "no seat would be left: e ends it"
            }
            _ => return None,
        };
        Some(why.to_owned())
    }

    /// Would a contract that does not stay go on with fewer seats?
    fn leaves_seats(&self) -> bool {
        let case = self.known().and_then(|known| known.case.as_ref());
        let mut contracts = case.into_iter().flat_map(|case| &case.contracts);
        contracts.any(|one| one.loses && one.seats.is_some_and(|(all, less)| less < all))
    }

    /// A plan was taken from the menu.
    pub(super) fn chosen(&mut self, action: Option<Action>) -> Option<Vec<Intent>> {
        let subjects = self.subjects();
        match action {
            None if self.list.acts_on_marks() => Some(self.plan_alike(subjects)),
            Some(Action::Retire) => self.choose_loser(),
            Some(Action::Merge) => self.choose_record(),
            Some(action @ (Action::Shrink | Action::Split)) => self.plan_at_once(action),
            action => self.choose_keeper(action),
        }
    }

    /// What was said of them is taken back.
    pub(super) fn reopen(&mut self) -> Vec<Intent> {
        let subjects = self.subjects();
        let rows = subjects.len();
        let deed = doing(subjects, AlertDeed::Reopen, None);
        decided("Open again", &self.marked(), rows, deed)
    }

    /// Why the deed is refused, as far as it can be said beforehand.
    pub(super) fn refusal(&self, deed: &AlertDeed) -> Option<String> {
        if self.list.acts_on_marks() {
            // Of each of them the records say so.
            return None;
        }
        let known = self.known()?;
        let (case, actor) = known.case.as_ref().zip(known.actor.as_ref())?;
        let today = self.board.as_ref()?.today;
        act(case, deed, actor, today).err().map(String::from)
    }

    /// The next end of a contract of it: when somebody looks again unless a day is named.
    fn usual_day(&self) -> Option<NaiveDate> {
        let today = self.board.as_ref()?.today;
        let case = self.known()?.case.as_ref()?;
        let ends = case.contracts.iter().map(|contract| contract.term_end);
        ends.filter(|end| *end >= today).min()
    }

    pub(super) fn dismiss(&mut self) -> Vec<Intent> {
        let subjects = self.subjects();
        let deed = AlertDeed::Dismiss {
            code: DismissCode::Accepted,
            reason: None,
            until: None,
        };
        if let Some(why) = self.refusal(&deed) {
            return vec![Intent::Hint(format!("{}.", why.trim_end_matches('.')))];
        }
        let usual = self.usual_day().filter(|_| !self.list.acts_on_marks());
        self.deciding = Some(DecidingOverlap::Dismiss {
            subjects,
            code: None,
            until: None,
            usual,
        });
        self.codes()
    }

    /// Which reason, by a letter; and until when.
    fn codes(&self) -> Vec<Intent> {
        let Some(DecidingOverlap::Dismiss {
            subjects,
            until,
            usual,
            ..
        }) = &self.deciding
        else {
            return Vec::new();
        };
        let (until, why) = match (until, usual) {
            (Some(day), _) => (full(*day), ""),
            (None, Some(day)) => (full(*day), ", the next renewal"),
            (None, None) => ("the next renewal".to_owned(), ""),
        };
        let mut items: Vec<MenuItem> = CODES
            .iter()
            .map(|(letter, code, label)| {
                let means = match code {
                    DismissCode::Accepted => "type it",
                    code => code.means(),
                };
                wide_item(*letter, label, means, Intent::Pick(Pick::Dismiss(*code)))
            })
            .collect();
        let another = format!("another day than {until}{why}");
        let day = self.ask_day(None).into_iter();
        items.extend(day.map(|day| wide_item('u', "until", &another, day)));
        // Not about rows: a reason belongs to what was chosen before.
        let menu = Menu {
            title: format!("Both are needed, until {until}: {}", named(subjects)),
            items,
            about_rows: false,
        };
        let hint = "Now a reason letter. It comes back then, or once it costs a fifth more.";
        vec![Intent::Menu(menu), Intent::Hint(hint.into())]
    }

    pub(super) fn wait(&mut self) -> Vec<Intent> {
        let subjects = self.subjects();
        let deed = AlertDeed::Dismiss {
            code: DismissCode::ContractBound,
            reason: None,
            until: None,
        };
        if let Some(why) = self.refusal(&deed) {
            return vec![Intent::Hint(format!("{}.", why.trim_end_matches('.')))];
        }
        let today = self.board.as_ref().map(|board| board.today);
        let acts = self.row().and_then(|row| row.act_by);
        let usual = acts.filter(|day| today.is_some_and(|today| *day > today));
        let usual = usual.or_else(|| self.usual_day());
        self.deciding = Some(DecidingOverlap::Dismiss {
            subjects,
            code: Some(DismissCode::ContractBound),
            until: None,
            usual,
        });
        self.ask_day(None)
    }

    fn ask_day(&self, typed: Option<&str>) -> Vec<Intent> {
        let Some(DecidingOverlap::Dismiss {
            subjects, usual, ..
        }) = &self.deciding
        else {
            return Vec::new();
        };
        let usual = usual.map(|day| day.to_string()).unwrap_or_default();
        let title = format!("{} comes back on which day", named(subjects));
        let text = typed.map_or(usual, str::to_owned);
        write(subjects, OverlapText::Day, title, text)
    }

    fn ask_reason(&self) -> Vec<Intent> {
        let Some(DecidingOverlap::Dismiss { subjects, code, .. }) = &self.deciding else {
            return Vec::new();
        };
        let what = named(subjects);
        let title = match code {
            Some(DismissCode::ContractBound) => format!("What {what} waits for"),
            _ => format!("Why both are needed: {what}"),
        };
        write(subjects, OverlapText::Reason, title, String::new())
    }

    /// A reason was taken from the menu.
    pub(super) fn because(&mut self, chosen: DismissCode) -> Option<Vec<Intent>> {
        let Some(DecidingOverlap::Dismiss { code, .. }) = &mut self.deciding else {
            return None;
        };
        *code = Some(chosen);
        if chosen == DismissCode::Accepted {
            return Some(self.ask_reason());
        }
        Some(self.dismissed(None))
    }

    fn dismissed(&mut self, reason: Option<String>) -> Vec<Intent> {
        let Some(DecidingOverlap::Dismiss {
            subjects,
            code: Some(code),
            until,
            ..
        }) = self.deciding.take()
        else {
            return Vec::new();
        };
        let what = match code {
            DismissCode::ContractBound => "Wait",
            _ => "Both needed",
        };
        let rows = subjects.len();
        let deed = AlertDeed::Dismiss {
            code,
            reason,
            until,
        };
        let deed = doing(subjects, deed, None);
        decided(what, &self.marked(), rows, deed)
    }

    /// What was typed for the decision being made; none where none is.
    pub(super) fn said(
        &mut self,
        fingerprint: &str,
        step: OverlapText,
        typed: &str,
    ) -> Option<Vec<Intent>> {
        if step == OverlapText::Why {
            return self.planned_because(fingerprint, typed);
        }
        let Some(DecidingOverlap::Dismiss {
            subjects,
            code,
            until,
            ..
        }) = &mut self.deciding
        else {
            return None;
        };
        if subjects.first()?.fingerprint != fingerprint {
            return None;
        }
        if step == OverlapText::Reason {
            return Some(self.dismissed(Some(typed.to_owned())));
        }
        let first = typed.split_whitespace().next().unwrap_or_default();
        match day::typed(first) {
            Ok(day) => *until = Some(day),
            Err(why) => {
                let mut intents = self.ask_day(Some(typed));
                intents.push(Intent::Hint(why.to_string()));
                return Some(intents);
            }
        }
        let waits = code.is_some();
        let about = Topic::Overlap {
            fingerprint: fingerprint.to_owned(),
            text: OverlapText::Day,
        };
        let text = String::new();
        let mut intents = vec![Intent::Draft { about, text }];
        intents.extend(if waits {
            self.ask_reason()
        } else {
            self.codes()
        });
        Some(intents)
    }
}

/// Said after what is at stake in all schools, where the list tells what is at stake at one: a decision is about all of it.
fn of_all(rows: &[&AlertRow]) -> &'static str {
    if rows.iter().any(|row| row.at_stake_listed() != row.at_stake) {
        " in all"
    } else {
        ""
    }
}

/// What may be done to several alike.
fn items_for_several() -> Vec<MenuItem> {
    let again = "take back what was said; decided renewals stay";
    let none = "none of them is one: say why";
    let each = "each as it is proposed";
    vec![
        item('c', "Consolidate", each, Pick::Plan(None)),
        item('b', "Both needed", none, Pick::BothNeeded),
        item('w', "Wait", "until a day you choose", Pick::Wait),
        item('o', "Open again", again, Pick::Reopen),
    ]
}

/// `O-29 Gimkit Pro`, `3 overlaps`.
pub(super) fn named(subjects: &[OverlapSubject]) -> String {
    match subjects {
        [one] => one.what.clone(),
        more => format!("{} overlaps", more.len()),
    }
}

/// A box about the first of them.
pub(super) fn write(
    subjects: &[OverlapSubject],
    what: OverlapText,
    title: String,
    text: String,
) -> Vec<Intent> {
    let Some(first) = subjects.first() else {
        return Vec::new();
    };
    vec![Intent::Write(Writing {
        about: Topic::Overlap {
            fingerprint: first.fingerprint.clone(),
            text: what,
        },
        title,
        text,
        several_lines: false,
    })]
}

fn item(letter: char, label: &str, does: &str, pick: Pick) -> MenuItem {
    let label = format!("{} {does}", text::pad(label, 12));
    let words = match pick {
        Pick::BothNeeded => "dismiss not",
        Pick::Plan(Some(Action::Merge)) => "merge",
        Pick::Plan(Some(Action::Cancel)) => "cancel stop",
        Pick::Plan(Some(Action::Split)) => "split function",
        Pick::Wait => "defer later",
        Pick::Reopen => "reopen",
        _ => "",
    };
    MenuItem::new(letter, label, Intent::Pick(pick)).also(words)
}

fn wide_item(letter: char, label: &str, means: &str, does: Intent) -> MenuItem {
    MenuItem::new(letter, format!("{} {means}", text::pad(label, 18)), does)
}
