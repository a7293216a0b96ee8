//! What a case says about the facts that conditions of checklists ask for. Where the records say
//! nothing, neither does this.

use crate::domain::approval::{Approval, ApprovalStatus, Audience};
use crate::domain::checklist::condition::ConditionFacts;
use crate::domain::money::Cents;
use crate::domain::product::DataUse;
use crate::domain::request::Requester;
use crate::domain::school::Schools;

use super::case::ReviewCase;

/// The facts of a case, with no item looked at yet.
pub(super) fn of(case: &ReviewCase) -> ConditionFacts<'_> {
    let product = &case.product;
    let asks = &case.requesters;
    let paid = if case.cost() > Cents(0) {
        Some(true)
    } else {
        stated(asks, |ask| ask.cost_cents.map(|cost| cost > Cents(0)))
    };
    let title = |ask: &Requester| {
        let fund = ask.fund.as_ref()?;
        Some(fund.to_lowercase().contains("title"))
    };
    ConditionFacts {
        data: product.data,
        students: students(case),
        paid,
        instructional: product.instructional,
        core: product.core,
        kind: product.kind,
        grades: asks.iter().flat_map(|ask| ask.grades.iter()).collect(),
        grades_complete: !asks.is_empty() && asks.iter().all(|ask| !ask.grades.is_unsaid()),
        several_schools: Some(match case.schools() {
            Schools::All => true,
            Schools::Only(ids) => ids.len() > 1,
        }),
        tier: case.tier(),
        title_funds: match paid {
            Some(false) => Some(false),
            _ => stated(asks, title),
        },
        pilot: Some(live(case).any(|a| a.status == ApprovalStatus::Pilot)),
        items: Vec::new(),
    }
}

/// True where one ask says so, false where every ask says it is not; else nobody knows.
fn stated(asks: &[Requester], says: impl Fn(&Requester) -> Option<bool>) -> Option<bool> {
    let said: Vec<Option<bool>> = asks.iter().map(says).collect();
    if said.contains(&Some(true)) {
        return Some(true);
    }
    (!said.is_empty() && said.iter().all(Option::is_some)).then_some(false)
}

/// The decisions that still let somebody use the product.
fn live(case: &ReviewCase) -> impl Iterator<Item = &Approval> {
    case.approvals.iter().filter(|a| a.status.allows())
}

/// Student data and grades asked for mean students; else it is as what is decided already says.
fn students(case: &ReviewCase) -> Option<bool> {
    let has_student_data = matches!(case.product.data, Some(DataUse::Pii | DataUse::Sensitive));
    if has_student_data || case.requesters.iter().any(|ask| !ask.grades.is_unsaid()) {
        return Some(true);
    }
    let mut decided = live(case).map(|a| a.audience).peekable();
    decided.peek()?;
    let mut staff_only = true;
    for audience in decided {
        staff_only &= audience? == Audience::Staff;
    }
    Some(!staff_only)
}
