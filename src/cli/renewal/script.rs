//! One contract that ends as scripts read it.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use crate::domain::contract::{AllocationMethod, CostKind, Line, PriceModel, Reducible};
use crate::domain::money::Cents;
use crate::domain::renewal::agenda::AgendaSheet;
use crate::domain::renewal::{Cause, Funding, Renewal, Term};
use crate::office::lists::Viewer;
use crate::office::lists::renewals::RENEWALS;

/// The row's fields, the trace, and all the rest.
pub(super) fn json(sheet: &AgendaSheet, viewer: &Viewer) -> Json {
    let (row, contract) = (&sheet.row, &sheet.contract);
    let mut told = RENEWALS.object(row, viewer);
    let trace = row.dates.trace.iter();
    let trace: Json = trace
        .map(|step| json!({ "step": step.step, "date": step.date.to_string(), "why": step.why }))
        .collect();
    let seats = &sheet.seats;
    let choices = sheet.choices.iter();
    let rest = json!({
        "trace": trace,
        "start_by": row.dates.start_by.to_string(),
        "next_chance": text(row.next_chance),
        "next_year_cents": row.next_year.map(|next| next.0),
        "quoted": row.quoted,
        "term_start": text(contract.term_start),
        "send_to": contract.send_to,
        "po": contract.po,
        "goal": contract.goal,
        "documents": contract.documents.0,
        "lines": sheet.lines.iter().map(line_json).collect::<Json>(),
        "seats": {
            "purchased": seats.purchased, "provisioned": seats.provisioned, "activated": seats.activated,
            "active": seats.active, "peak": seats.peak, "definition": seats.definition,
            "counted_on": text(seats.counted_on),
        },
        "funding": sheet.funding.iter().map(fund_json).collect::<Json>(),
        "shares": parts(&sheet.shares, "who"),
        "fiscal_years": parts(&sheet.by_fiscal_year, "fy"),
        "trained": sheet.trained.map(|(trained, target)| json!({ "trained": trained, "target": target })),
        "standing": sheet.standing,
        "agreement_until": text(sheet.agreement_until),
        "past": sheet.past.iter().map(past_json).collect::<Json>(),
        "decisions": sheet.decisions.iter().map(decision_json).collect::<Json>(),
        "to_do": sheet.to_do.iter().map(|to_do| json!({
            "what": to_do.what, "by": text(to_do.by), "login": to_do.login,
        })).collect::<Json>(),
        "changes": sheet.recent.iter().map(|one| json!({
            "at": one.at, "who": one.who, "what": one.what,
        })).collect::<Json>(),
        "choices": choices.map(|(choice, why_not)| json!({
            "choice": choice.word(), "why_not": why_not.as_ref().map(Refusal::to_string),
        })).collect::<Json>(),
    });
    if let Json::Object(rest) = rest {
        told.extend(rest);
    }
    Json::Object(told)
}

fn text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn parts<T: serde::Serialize>(parts: &[(T, Cents)], what: &str) -> Json {
    let part = |(who, part): &(T, Cents)| json!({ what: who, "cents": part.0 });
    parts.iter().map(part).collect()
}

fn line_json((line, product): &(Line, String)) -> Json {
    json!({
        "product_id": line.product, "product": product, "model": line.model.map(PriceModel::word),
        "quantity": line.quantity, "unit_cents": line.unit_cents.map(|c| c.0),
        "total_cents": line.price().map(|c| c.0), "cost_kind": line.cost_kind.map(CostKind::word),
        "reducible": line.reducible.map(Reducible::word), "allocation": line.allocation.map(AllocationMethod::word),
    })
}

fn fund_json(funding: &Funding) -> Json {
    json!({
        "source": funding.source, "percent": funding.percent_bp as f64 / 100.0, "account": funding.account,
        "obligate_by": text(funding.obligate_by), "receive_by": text(funding.receive_by),
        "must_end_by": text(funding.must_end_by),
    })
}

fn past_json(term: &Term) -> Json {
    json!({
        "starts": text(term.starts), "ends": term.ends.to_string(),
        "total_cents": term.total_cents.map(|c| c.0), "seats": term.seats, "used": term.used,
    })
}

fn decision_json(decision: &Renewal) -> Json {
    json!({
        "term_end": decision.cycle_end.to_string(), "decision": decision.choice.word(),
        "cause": decision.cause.map(Cause::word), "reason": decision.reason,
        "seats": decision.quantity, "cents": decision.cents.map(|c| c.0), "until": text(decision.until),
        "replacement_id": decision.replacement.map(|product| product.0),
        "goal_result": decision.goal_result, "by": decision.decided_by, "on": text(decision.decided_on),
        "notice_due": text(decision.notice_due), "notice_sent": text(decision.notice_sent),
        "notice_proof": decision.notice_proof, "deletion_requested": text(decision.deletion_requested),
        "deletion_due": text(decision.deletion_due),
        "deletion_confirmed": text(decision.deletion_confirmed),
    })
}
