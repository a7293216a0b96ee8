//! The decide menu of a gap and of a claim: verify, ask for a product, give the group one, say that none is wanted; and
//! why a line cannot be taken. A verification looks at task after task: where it is, and whether it met the standard.

use super::rows::StandardsKey;
use super::verifying::{Verifying, forgotten, line};
use super::{Standards, StandardsFocus};
use crate::domain::find::SchoolName;
use crate::domain::grade::Grades;
use crate::domain::product::ProductId;
use crate::domain::review::PersonName;
use crate::domain::standards::claim::{is_link, no_link};
use crate::office::deed::Deed;
use crate::office::deed::standards::StandardDeed;
use crate::office::query::intake::RequestOpening;
use crate::office::query::standards::{GapDetails, Verifiable};
use crate::office::standards::{ClaimToVerify, Proof};
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, MenuItem, StandardPick, Writing};
use crate::tui::topic::{Assignment, StandardText, Topic};
use crate::tui::view::chosen::ActedRows;

/// What somebody is told whose menu is about a gap that changed under it.
pub(super) const GONE: &str = "The row left the list meanwhile, and nothing was done.";

impl Standards {
    pub(super) fn decide(&mut self) -> Option<Vec<Intent>> {
        let (title, items) = match self.list.selected()? {
            StandardsKey::Gap(_) => {
                let known = self.known()?;
                let row = &known.row;
                let title = format!("{} at {}, grade {}", row.code, row.school_name, row.grade);
                (title, self.items(known))
            }
            StandardsKey::Claim(..) => {
                let claim = self.claim()?;
                let title = format!("{} - {}", claim.named(), claim.name());
                (title, self.claim_items(claim))
            }
            StandardsKey::Stack(..) | StandardsKey::Idle(..) => return None,
        };
        self.about = ActedRows::of(&self.list, Vec::new());
        Some(vec![Intent::Menu(Menu {
            title: format!("Decide {title}"),
            items,
            about_rows: true,
        })])
    }

    /// Why nothing is done to several rows at once.
    fn marked(&self) -> Option<String> {
        let several = self.list.marks() > 1;
        several.then(|| "it is done row by row; * takes the marks off".to_owned())
    }

    fn items(&self, known: &GapDetails) -> Vec<MenuItem> {
        let marked = self.marked();
        let say = marked.clone().or_else(|| known.no_saying.clone());
        let verify = match self.to_verify(known) {
            Some(what) => (
                format!("Verify {} on {} tasks...", what.name, known.tasks),
                None,
            ),
            None => (
                "Verify...".to_owned(),
                Some("nothing there is claimed of one standard and not verified".to_owned()),
            ),
        };
        let route = match self.to_route(known) {
            Some((_, name)) => (format!("Route {name} to it, and write the sheet"), None),
            None => (
                "Route a product to it".to_owned(),
                Some("nothing that may be used there is for it".to_owned()),
            ),
        };
        let no_route = marked.clone().or_else(|| known.no_routing.clone());
        vec![
            line('v', &verify.0, StandardPick::Verify).unless(say.clone().or(verify.1)),
            line('a', "Ask for a product that teaches it", StandardPick::Ask).unless(marked),
            line('r', &route.0, StandardPick::Route).unless(no_route.or(route.1)),
            line(
                'w',
                "Waive it: no product is wanted, and say why",
                StandardPick::Waive,
            )
            .unless(say),
        ]
    }

    fn claim_items(&self, claim: &ClaimToVerify) -> Vec<MenuItem> {
        let (tasks, no_saying) = match &self.listed {
            Some(listed) => (listed.tasks, listed.no_saying.clone()),
            None => (0, None),
        };
        let marked = self.marked();
        let say = marked.clone().or(no_saying);
        let unknown = claim.is_unknown_code();
        let unknown = unknown.then(|| "its code is of no framework here".to_owned());
        let verify = format!("Verify {} on {tasks} tasks...", claim.name());
        vec![
            line('v', &verify, StandardPick::Verify).unless(say.clone().or(unknown)),
            line('r', "Reject it, and say why", StandardPick::Reject).unless(say),
            line(
                't',
                "Hand it to somebody: a note on it says whom",
                StandardPick::Hand,
            )
            .unless(marked),
        ]
    }

    /// What would be verified: the product under the cursor below, else the first of the route that is claimed.
    fn to_verify<'k>(&self, known: &'k GapDetails) -> Option<&'k Verifiable> {
        let chosen = self.products.selected();
        let chosen = chosen.filter(|_| self.pane == StandardsFocus::Products);
        let mut all = known.verifiable.iter();
        match chosen {
            Some((product, module)) => {
                all.find(|one| one.product == *product && one.module == *module)
            }
            None => all.next(),
        }
    }

    /// What would be routed: the same of those that count.
    fn to_route(&self, known: &GapDetails) -> Option<(ProductId, String)> {
        let offer = match self.offer() {
            Some(offer) => Some(offer).filter(|offer| offer.trust.is_some()),
            None => known.row.best.as_ref(),
        }?;
        Some((offer.product, offer.name.clone()))
    }

    /// A line of the menu was taken.
    pub(super) fn chosen(&mut self, pick: StandardPick) -> Option<Vec<Intent>> {
        match pick {
            StandardPick::Verify => self.begin_verifying(),
            StandardPick::Met(met) => self.found(met),
            StandardPick::Verified => self.verified(),
            StandardPick::Hand => {
                let claim = self.claim()?;
                let title = format!("Who verifies {} of {}", claim.named(), claim.name());
                self.about = ActedRows::of(&self.list, Vec::new());
                Some(vec![Intent::PickPerson {
                    about: Assignment::Rows,
                    title,
                }])
            }
            StandardPick::Ask => {
                self.asks_for = self.list.selected().cloned();
                Some(vec![Intent::Run(Command::NewRequest)])
            }
            StandardPick::Route => self.route(),
            StandardPick::Waive => {
                let known = self.known()?;
                let title = format!("Why no product is wanted for {}", known.row.code);
                Some(vec![write(
                    known.key.to_string(),
                    StandardText::Waive,
                    title,
                )])
            }
            StandardPick::Reject => {
                let verifying = match self.verifying.take() {
                    Some(verifying) if !verifying.links.is_empty() => verifying,
                    _ => self.verifying_of_claim()?,
                };
                let (name, code) = (&verifying.what.name, &verifying.what.code);
                let title = format!("Why {name} does not teach {code}");
                let asked = write(verifying.about.clone(), StandardText::Reject, title);
                self.verifying = Some(verifying);
                Some(vec![asked])
            }
        }
    }

    fn begin_verifying(&mut self) -> Option<Vec<Intent>> {
        let verifying = match self.known() {
            Some(known) => Verifying::new(self.to_verify(known)?.clone(), known.tasks),
            None => self.verifying_of_claim()?,
        };
        let asked = verifying.ask_link("");
        self.verifying = Some(verifying);
        Some(vec![asked])
    }

    fn verifying_of_claim(&self) -> Option<Verifying> {
        let claim = self.claim()?;
        let what = Verifiable {
            product: claim.claims.first()?.product,
            name: claim.name().to_owned(),
            module: claim.module().to_owned(),
            code: claim.named(),
        };
        Some(Verifying::new(what, self.listed.as_ref()?.tasks))
    }

    /// The claim was given to somebody, who is to verify it.
    pub(super) fn handed_to(&self, who: &PersonName) -> Vec<Intent> {
        let claim = self
            .claim()
            .and_then(|claim| Some((claim, claim.claims.first()?)));
        let same = self.about == ActedRows::of(&self.list, Vec::new());
        let Some((claim, first)) = claim.filter(|_| same) else {
            return vec![Intent::Hint(GONE.into())];
        };
        vec![doing(StandardDeed::Hand {
            product: first.product,
            code: claim.named(),
            module: first.claim.module.clone(),
            to: Some(who.login.clone()),
        })]
    }

    /// The task that was named last met the standard, or did not.
    fn found(&mut self, met: bool) -> Option<Vec<Intent>> {
        let verifying = self.verifying.as_mut()?;
        verifying.met += usize::from(met);
        if verifying.links.len() < verifying.tasks {
            return Some(vec![verifying.ask_link("")]);
        }
        Some(vec![verifying.ask_save()])
    }

    fn verified(&mut self) -> Option<Vec<Intent>> {
        let verifying = self.verifying.take()?;
        let mut intents = forgotten(&verifying);
        let Verifying {
            what,
            tasks,
            links,
            met,
            ..
        } = verifying;
        intents.push(doing(StandardDeed::Verify {
            product: what.product,
            code: what.code,
            proof: Proof {
                sampled: tasks as i64,
                met: met as i64,
                evidence: links,
                module: Some(what.module).filter(|module| !module.is_empty()),
                note: None,
            },
        }));
        Some(intents)
    }

    fn route(&mut self) -> Option<Vec<Intent>> {
        let known = self.known()?;
        let (product, _) = self.to_route(known)?;
        Some(vec![doing(StandardDeed::Route {
            code: known.named.clone(),
            school: known.key.school,
            grade: known.key.grade,
            product,
        })])
    }

    /// What was typed for the decision being made; none where none is.
    pub(super) fn said(
        &mut self,
        about: &str,
        text: StandardText,
        typed: &str,
    ) -> Option<Vec<Intent>> {
        if text == StandardText::Waive {
            let known = self.known()?;
            let code = known.named.clone();
            let reason = typed.to_owned();
            let same = known.key.to_string() == about;
            return same.then(|| vec![doing(StandardDeed::Waive { code, reason })]);
        }
        let verifying = self.verifying.as_mut();
        let verifying = verifying.filter(|verifying| verifying.about == about)?;
        if text == StandardText::Reject {
            let mut intents = forgotten(verifying);
            intents.push(doing(StandardDeed::Reject {
                product: verifying.what.product,
                code: verifying.what.code.clone(),
                module: Some(verifying.what.module.clone()).filter(|module| !module.is_empty()),
                reason: typed.to_owned(),
            }));
            self.verifying = None;
            return Some(intents);
        }
        if !is_link(typed) {
            let again = verifying.ask_link(typed);
            return Some(vec![again, Intent::Hint(no_link().to_string())]);
        }
        verifying.links.push(typed.to_owned());
        Some(vec![verifying.ask_met()])
    }

    /// What a request begins with that is made for a gap: its school, its grade, and the standard as the reason.
    pub(super) fn request_for(&self) -> Option<RequestOpening> {
        let row = self.find_gap(self.asks_for.as_ref()?)?;
        Some(RequestOpening {
            product: String::new(),
            school: Some(SchoolName {
                id: row.school,
                name: row.school_name.clone(),
                code: None,
            }),
            grades: Grades::from_iter([row.grade]),
            reason: format!("{} in grade {}: {}", row.code, row.grade, row.statement),
        })
    }
}

fn write(about: String, text: StandardText, title: String) -> Intent {
    Intent::Write(Writing {
        about: Topic::Standard { about, text },
        title,
        text: String::new(),
        several_lines: false,
    })
}

fn doing(deed: StandardDeed) -> Intent {
    Intent::Change(Deed::Standard(Box::new(deed)))
}
