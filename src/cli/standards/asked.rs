//! `hallpass standards --stacks`, `--idle` and `--claimed`: what is bought more than once, what is bought for nobody's gap,
//! and what is to be verified first.

use serde_json::{Value as Json, json};

use super::{claim, found, standard};
use crate::cli::Failure;
use crate::cli::print::{self, Form};
use crate::domain::school::SchoolId;
use crate::office::Office;
use crate::office::gaps::{IdleRow, StackRow};
use crate::office::lists::standards::{
    CLAIMED, CLAIMED_SHOWN, IDLE, IDLE_SHOWN, STACKS, STACKS_SHOWN,
};
use crate::office::standards::{ClaimToVerify, ListedStandard, StandardsFilter};

pub(super) fn stacks(form: Form, office: &Office, filter: &StandardsFilter) -> Result<(), Failure> {
    let rows = found(office.stacks(filter))?;
    if form == Form::Json {
        print::json(&rows.iter().map(stack_json).collect::<Json>());
        return Ok(());
    }
    say_where_none(office, rows.is_empty())?;
    print::list(form, &STACKS, STACKS_SHOWN, &rows, &office.viewer());
    Ok(())
}

fn stack_json(row: &StackRow) -> Json {
    json!({
        "code": row.code, "guid": row.guid, "framework": row.framework, "statement": row.statement,
        "school": row.school_name, "grades": row.grades.to_string(),
        "products": row.products.iter().map(claim).collect::<Vec<Json>>(),
    })
}

pub(super) fn idle(form: Form, office: &Office, school: Option<SchoolId>) -> Result<(), Failure> {
    let list = office.idle_purchases(school)?;
    if form == Form::Json {
        print::json(&list.rows.iter().map(idle_json).collect::<Json>());
    } else {
        say_where_none(office, list.rows.is_empty())?;
        print::list(form, &IDLE, IDLE_SHOWN, &list.rows, &office.viewer());
    }
    if list.not_told > 0 && form != Form::Csv {
        let those = match list.not_told {
            1 => "1 more purchase at a school has".to_owned(),
            many => format!("{many} more purchases at schools have"),
        };
        print::notice(&format!(
            "{those} no gap that is told, but not all of it is told in two windows of a test running."
        ));
    }
    Ok(())
}

fn idle_json(row: &IdleRow) -> Json {
    let windows = row.windows.iter().flat_map(|(test, windows)| {
        let of_test = move |window| json!({ "test": test, "window": window });
        windows.iter().map(of_test)
    });
    json!({
        "product_id": row.product, "product": row.name, "school": row.school_name,
        "standards": row.standards, "windows": windows.collect::<Vec<Json>>(),
    })
}

pub(super) fn claimed(
    form: Form,
    office: &Office,
    filter: &StandardsFilter,
) -> Result<(), Failure> {
    let rows = found(office.claims_to_verify(filter))?;
    if form == Form::Json {
        print::json(&json!(claimed_json(&rows)));
        return Ok(());
    }
    say_where_none(office, rows.is_empty())?;
    if let Some(far) = office.accepted_too_far()? {
        print::notice(&format!("{far}."));
    }
    print::list(form, &CLAIMED, CLAIMED_SHOWN, &rows, &office.viewer());
    Ok(())
}

/// Each standard once, at the place of the claim on it that closes most.
fn claimed_json(rows: &[ClaimToVerify]) -> Vec<Json> {
    let mut told: Vec<Json> = Vec::new();
    let mut of: Vec<Option<&str>> = Vec::new();
    for row in rows {
        let guid = row.standard.as_ref().map(|standard| standard.guid.as_str());
        let closes = row.closes.map(|closes| closes.0);
        let claims = row.claims.iter().map(|one| {
            let mut told = claim(one);
            told["closes_tenths"] = closes.into();
            told["verifier"] = one.verifier.clone().into();
            told
        });
        let known = of
            .iter()
            .position(|known| known.is_some() && *known == guid);
        let at = known.unwrap_or_else(|| {
            let mut one = standard(&ListedStandard {
                framework: row.framework.clone(),
                code: row.code.clone(),
                standard: row.standard.clone(),
                claims: Vec::new(),
            });
            one["unknown_code"] = row.is_unknown_code().into();
            one["closes_tenths"] = closes.into();
            told.push(one);
            of.push(guid);
            told.len() - 1
        });
        if let Some(products) = told[at]["products"].as_array_mut() {
            products.extend(claims);
        }
    }
    told
}

fn say_where_none(office: &Office, none: bool) -> Result<(), Failure> {
    if none && office.frameworks()?.is_empty() {
        print::notice(super::NO_STANDARDS);
    } else if none {
        print::notice("Nothing like that.");
    }
    Ok(())
}
