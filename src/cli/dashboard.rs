//! `hallpass dashboard`: the director's page: what of a year's money is at risk, why, what to do first, what is
//! late, and how much of all this is measured.

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value as Json, json};

use crate::domain::counted::percent;
use crate::domain::dashboard::{DashboardPage, FactorBox, PartOf, StandardsLine, ToldHoles, words};
use crate::domain::money::Basis;
use crate::domain::renewal::unknown::contracts;
use crate::domain::waste::Totals;
use crate::office::lists::actions::DO_FIRST;
use crate::office::query::dashboard::{CountedDashboard, DashboardOf};

use super::print::{self, Form};
use super::{Context, Failure, find, waste};

/// `hallpass dashboard`
#[derive(Debug, Args)]
pub(super) struct DashboardArgs {
    /// The fiscal year, named by the one it ends in; this one where none is named
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    fy: Option<i32>,
    /// Only what this school bears, by code or name
    #[arg(long)]
    school: Option<String>,
}

/// The last twelve months: each by its first day, with the sums at its end.
type Trend = Vec<(NaiveDate, Totals)>;

impl DashboardArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let school = self.school.as_deref();
        let school = school.map(|name| find::school(&mut office, name));
        let school = school.transpose()?;
        let counted = office.counted(&DashboardOf {
            year: self.fy,
            school,
        })?;
        if context.form == Form::Csv {
            let first = &counted.page.actions;
            print::list(context.form, &DO_FIRST, &[], first, &office.viewer());
            return Ok(());
        }
        let trend = office.trend()?;
        if context.form == Form::Json {
            let mut names = office.schools()?.iter();
            let named = names.find(|one| Some(one.id) == school);
            let named = named.map(|school| school.name.as_str());
            print::json(&json(&counted, &trend, named));
            return Ok(());
        }
        for line in lines(&counted, &trend) {
            print::line(&line);
        }
        waste::tell_left_out(context.form, counted.page.without_price);
        Ok(())
    }
}

/// The page, one fact a line.
fn lines(counted: &CountedDashboard, trend: &Trend) -> Vec<String> {
    let page = &counted.page;
    let mut lines = words::sums(page, counted.years);
    if page.check_inputs() {
        lines.insert(2, waste::CHECK_INPUTS.to_owned());
    }
    lines.push("Do first:".to_owned());
    if page.actions.is_empty() {
        lines.push(format!("  {}", words::NOTHING_TO_STOP));
    }
    lines.extend(page.actions.iter().enumerate().map(|(at, action)| {
        let by = action.by.map(|day| format!(" by {day}"));
        format!(
            "  {}. {} ({}){}: ${}",
            at + 1,
            action.what,
            action.names,
            by.unwrap_or_default(),
            action.stops.dollars()
        )
    }));
    lines.push(match page.late.len() {
        0 => "No review is late.".to_owned(),
        _ => "Late reviews, in working days:".to_owned(),
    });
    lines.extend(
        page.late
            .iter()
            .map(|one| format!("  {}: {}", one.what, one.days)),
    );
    let standards = page.standards.as_ref();
    lines.extend(standards.map(|line| {
        let said = words::standards(line);
        format!("Standards: {said}: hallpass gaps, hallpass standards --claimed.")
    }));
    lines.push(format!(
        "Terms that end, each with its {}:",
        Basis::YearPrice
    ));
    lines.extend(page.ahead.iter().map(|month| {
        let (of, annual) = (month.month.format("%b %Y"), month.annual.dollars());
        format!("  {of}: {}, ${annual}", contracts(month.contracts))
    }));
    lines.extend(spread(page));
    lines.push("At risk at the end of each month, of all schools together:".to_owned());
    lines.extend(
        trend.iter().map(|(month, sums)| {
            format!("  {}: ${}", month.format("%b %Y"), sums.at_risk.dollars())
        }),
    );
    lines.extend(measured(page));
    lines
}

/// What is at risk for each student, school by school.
fn spread(page: &DashboardPage) -> Vec<String> {
    let all = page.per_student.map(|each| format!(", {each} over all"));
    let mut lines = vec![format!("At risk per student{}:", all.unwrap_or_default())];
    lines.extend(page.schools.iter().map(|row| {
        let each = row
            .each
            .map_or("students not counted".to_owned(), |each| each.to_string());
        format!("  {}: {each}, ${} in all", row.name, row.at_risk.dollars())
    }));
    lines
}

/// How much of this is measured, what nobody does yet, and how fast reviews go.
fn measured(page: &DashboardPage) -> Vec<String> {
    let of = |(part, whole): PartOf| format!("{part} of {whole}");
    let (measured, done) = (&page.measured, &page.throughput);
    let median = done
        .median_days
        .map(|days| format!(", {days} working days in the middle"));
    vec![
        format!(
            "Use is counted for {} of the spend and for {} products; {} products have owners; {} trainings reach \
             their target.",
            words::share(measured.spend.0, measured.spend.1),
            of(measured.used),
            of(measured.owned),
            of(measured.trained)
        ),
        format!(
            "Nobody answers for {} products, too few are trained in {} places: hallpass owners --gaps, \
             hallpass training --gaps.",
            page.gaps.owners, page.gaps.training
        ),
        format!(
            "Reviews this month: {} decided{}: {} yes, {} if, {} no; {} sent back.",
            done.decided,
            median.unwrap_or_default(),
            done.approved,
            done.conditional,
            done.denied,
            done.returned
        ),
    ]
}

/// The page as JSON: the sums as `waste` has them, then what else the page shows. `school` is the one it is narrowed
/// to.
fn json(counted: &CountedDashboard, trend: &Trend, school: Option<&str>) -> Json {
    let page = &counted.page;
    let (measured, done) = (&page.measured, &page.throughput);
    let mut told = Json::from(waste::sums(page.year, &page.totals, page.without_price));
    for one in &page.boxes {
        told["factors"][one.factor.word()]["products"] = one.products.into();
        told["factors"][one.factor.word()]["dearest"] = dearest(one);
    }
    let part = |(part, whole): PartOf| json!({ "part": part, "of": whole });
    let more = json!({
        "as_of": page.today.to_string(), "school": school,
        "check_inputs": page.check_inputs(),
        "do_first": page.actions.iter().map(|action| json!({
            "what": action.what, "amount_cents": action.stops.0, "basis": Basis::FyShare.word(),
            "by": action.by.map(|day| day.to_string()), "ref": action.names,
        })).collect::<Json>(),
        "late_reviews": page.late.iter().map(|one| json!({
            "id": one.name, "what": one.what, "days": one.days,
        })).collect::<Json>(),
        "throughput": {
            "decided": done.decided, "median_days": done.median_days, "approved": done.approved,
            "conditional": done.conditional, "denied": done.denied, "returned": done.returned,
        },
        "renewals_ahead": page.ahead.iter().map(|month| json!({
            "month": month.month.format("%Y-%m").to_string(), "contracts": month.contracts,
            "annual_cents": month.annual.0, "basis": Basis::YearPrice.word(),
        })).collect::<Json>(),
        "training_gaps": page.gaps.training, "ownership_gaps": page.gaps.owners,
        "measured_pct": percent(measured.spend.0.0, measured.spend.1.0),
        "measured": {
            "spend_cents": measured.spend.1.0, "use_counted_cents": measured.spend.0.0,
            "use_counted": part(measured.used), "owned": part(measured.owned),
            "trained": part(measured.trained),
        },
        "standards": page.standards.as_ref().map(standards),
        "per_student_cents": page.per_student.map(|each| each.0),
        "schools": page.schools.iter().map(|row| json!({
            "school": row.name, "at_risk_cents": row.at_risk.0,
            "per_student_cents": row.each.map(|each| each.0),
        })).collect::<Json>(),
        "trend": trend.iter().map(|(month, sums)| json!({
            "month": month.format("%Y-%m").to_string(), "at_risk_cents": sums.at_risk.0,
        })).collect::<Json>(),
    });
    if let (Json::Object(told), Json::Object(more)) = (&mut told, more) {
        told.extend(more);
    }
    told
}

/// Where its standards stand; gaps are null for whoever may not see them, or where no results are read.
fn standards(line: &StandardsLine) -> Json {
    let (holes, worst) = match &line.holes {
        ToldHoles::NotForThem | ToldHoles::NothingRead => (None, None),
        ToldHoles::Holes(count, worst) => (Some(*count), worst.as_ref()),
    };
    let seen = line.holes != ToldHoles::NotForThem;
    json!({
        "standards": line.standards, "verified": line.verified,
        "to_verify": seen.then_some(line.to_verify), "holes": holes,
        "worst": worst.map(|worst| json!({
            "code": worst.code, "school": worst.school, "grade": worst.grade, "score_tenths": worst.score.0,
        })),
    })
}

fn dearest(one: &FactorBox) -> Json {
    let each = one.dearest.iter();
    each.map(|product| {
        json!({
            "product_id": product.product, "product": product.name, "net_cents": product.net.0,
            "why": product.why, "more": product.more,
        })
    })
    .collect()
}
