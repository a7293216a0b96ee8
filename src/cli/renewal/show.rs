//! One contract that ends as people read it, one fact a line.

use chrono::NaiveDate;

use crate::domain::contract::Line;
use crate::domain::counted::counted;
use crate::domain::money::Basis;
use crate::domain::renewal::agenda::{AgendaSheet, SeatCount, Untold};
use crate::domain::renewal::digest::{how_to_say, when};
use crate::domain::renewal::{Choice, Funding, Renewal, Term};

/// Everything about it.
pub(super) fn lines(sheet: &AgendaSheet, today: NaiveDate) -> Vec<String> {
    let row = &sheet.row;
    let mut lines = vec![title(sheet)];
    lines.extend(dates(sheet, today));
    lines.push("Why these dates:".into());
    let steps = row.dates.trace.iter();
    lines.extend(steps.map(|step| format!("  {} {}: {}.", step.date, step.spoken(), step.why)));
    lines.extend(money(sheet));
    lines.extend(people(sheet));
    lines.extend(sheet.past.iter().map(past));
    lines.extend(sheet.decisions.iter().map(|one| decided(sheet, one)));
    lines.extend(to_dos(sheet, today));
    lines.push("Last changes:".into());
    let recent = sheet.recent.iter();
    lines.extend(recent.map(|one| format!("  {} {}: {}", one.day(), one.who, one.what)));
    let may = may_decide(sheet);
    if !may.is_empty() {
        lines.push(format!("You may decide: {}.", may.join(", ")));
    }
    lines
}

/// Which contract it is.
pub(super) fn title(sheet: &AgendaSheet) -> String {
    let row = &sheet.row;
    let vendor = row.vendor.as_deref().unwrap_or("vendor not known");
    format!(
        "{} {}, {vendor}, for {}.",
        row.number, row.product, row.scope
    )
}

/// What whoever asks may decide about it now.
pub(super) fn may_decide(sheet: &AgendaSheet) -> Vec<&'static str> {
    let choices = sheet.choices.iter();
    let open = choices.filter(|(_, why_not)| why_not.is_none());
    open.map(|(choice, _)| choice.word()).collect()
}

/// When it ends, the last days, and how certain they are.
pub(super) fn dates(sheet: &AgendaSheet, today: NaiveDate) -> Vec<String> {
    let (row, dates) = (&sheet.row, &sheet.row.dates);
    let end = when(dates.term_end, today);
    let mut lines = Vec::new();
    if let Some(cancel_by) = dates.cancel_by {
        lines.extend(row.untold.map(|untold| in_vain(&untold, today)));
        lines.push(match row.decision.filter(|_| row.ends()) {
            Some(choice) => format!("Ends on {end}: {choice}."),
            None if row.auto_renew.is_none() => {
                format!("Ends after {end}, or renews by itself: that is not known.")
            }
            None => format!("Renews by itself after {end}."),
        });
        let doubt = if dates.unverified {
            format!(
                " UNVERIFIED: {}; read the contract, then: {}",
                row.doubt(),
                how_to_say(row)
            )
        } else {
            String::new()
        };
        lines.push(format!("Cancel by {}.{doubt}", when(cancel_by, today)));
    } else {
        lines.push(if row.ended {
            format!("Ended on {end}, and service with it.")
        } else {
            format!("Ends by itself on {end}; service ends with it.")
        });
    }
    lines.push(format!(
        "{}: decide by {}, act by {}, begin by {}.",
        row.severity.word(),
        when(dates.decide_by, today),
        when(dates.act_by, today),
        when(dates.start_by, today)
    ));
    if let Some(next) = row.next_chance {
        lines.push(format!(
            "The next chance to say no is {}.",
            when(next, today)
        ));
    }
    lines
}

/// What was decided and does not hold yet, and why.
fn in_vain(untold: &Untold, today: NaiveDate) -> String {
    let Untold {
        choice, cycle_end, ..
    } = untold;
    let (was, so) = if *cycle_end < today {
        ("was", "counted as renewed")
    } else {
        ("is", "counted as going on")
    };
    let end = when(*cycle_end, today);
    format!(
        "UNVERIFIED: it {was} to end on {end} ({choice}), but {}; {so}.",
        untold.why()
    )
}

fn money(sheet: &AgendaSheet) -> Vec<String> {
    let row = &sheet.row;
    let says = if row.quoted {
        "the vendor's word"
    } else {
        "projected"
    };
    let next = row
        .next_year
        .map_or_else(String::new, |next| format!("; next year {next}, {says}"));
    let cost = match row.annual {
        Some(annual) => format!("{annual} {}", Basis::YearPrice),
        None => row.lacking().to_owned(),
    };
    let mut lines = vec![format!("Cost: {cost}{next}.")];
    lines.extend(sheet.lines.iter().map(line));
    let years: Vec<String> = sheet
        .by_fiscal_year
        .iter()
        .map(|(year, part)| format!("FY {year} {part}"))
        .collect();
    if !years.is_empty() {
        lines.push(format!("This term by fiscal year: {}.", years.join(", ")));
    }
    if sheet.funding.is_empty() {
        let funds = row.funds.join(", ");
        let funds = if funds.is_empty() {
            "not known"
        } else {
            &funds
        };
        lines.push(format!("Fund: {funds}."));
    }
    lines.extend(sheet.funding.iter().map(fund));
    let late = sheet.late_funds().into_iter();
    lines.extend(late.map(|late| format!("LATE MONEY: {late}.")));
    let shares: Vec<String> = sheet
        .shares
        .iter()
        .map(|(who, part)| format!("{who} {part}"))
        .collect();
    if !shares.is_empty() {
        lines.push(format!("Who bears a year's cost: {}.", shares.join(", ")));
    }
    let contract = &sheet.contract;
    let papers = [
        contract
            .po
            .as_ref()
            .map(|po| format!("purchase order {po}")),
        contract.signed_on.map(|day| format!("signed {day}")),
        contract
            .board_approved_on
            .map(|day| format!("board approved {day}")),
    ];
    let papers: Vec<String> = papers
        .into_iter()
        .flatten()
        .chain(contract.documents.0.iter().cloned())
        .collect();
    if !papers.is_empty() {
        lines.push(format!("Papers: {}.", papers.join(", ")));
    }
    lines
}

fn line((line, product): &(Line, String)) -> String {
    let quantity = line.quantity.map(|n| n.to_string());
    let model = line.model.map(|model| model.word().to_owned());
    let price = line.price().map(|price| price.to_string());
    let facts: Vec<String> = [quantity, model, price].into_iter().flatten().collect();
    if facts.is_empty() {
        format!("Line: {product}.")
    } else {
        format!("Line: {product}: {}.", facts.join(", "))
    }
}

fn percent(bp: i64) -> String {
    format!("{}.{:02}%", bp / 100, bp % 100)
}

fn fund(funding: &Funding) -> String {
    let days = funding.days().into_iter();
    let days = days.filter_map(|(what, day)| Some(format!(", {what} {}", day?)));
    let account = funding
        .account
        .as_ref()
        .map(|account| format!(" {account}"));
    format!(
        "Fund: {}{} {}{}.",
        funding.source,
        account.unwrap_or_default(),
        percent(funding.percent_bp),
        days.collect::<String>()
    )
}

fn people(sheet: &AgendaSheet) -> Vec<String> {
    let mut lines = vec![seats(&sheet.seats, sheet.row.used_in_words())];
    if let Some((trained, target)) = sheet.trained {
        lines.push(format!("Trained: {trained} of {target}."));
    }
    if !sheet.standing.is_empty() {
        lines.push(format!("Status: {}.", sheet.standing));
    }
    if let Some(until) = sheet.agreement_until {
        lines.push(format!("Privacy agreement until {until}."));
    }
    let owner = sheet.row.owner.as_ref();
    let owner = owner.map_or("none".into(), |who| {
        format!("{} ({})", who.named(), who.login)
    });
    lines.push(format!("Owner of the contract: {owner}."));
    if let Some(goal) = &sheet.contract.goal {
        lines.push(format!("Goal: {goal}."));
    }
    lines
}

fn seats(count: &SeatCount, percent: Option<String>) -> String {
    let counts = count.counts().into_iter();
    let counts = counts.filter_map(|(what, n)| Some(format!("{} {what}", n?)));
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() {
        return "Seats: not counted.".into();
    }
    let percent = percent.map(|percent| format!(", {percent}"));
    let definition = count.definition.as_ref();
    let definition = definition.map(|words| format!("; in use means {words}"));
    let on = count.counted_on.map(|day| format!(", counted {day}"));
    format!(
        "Seats: {}{}{}{}.",
        counts.join(", "),
        percent.unwrap_or_default(),
        definition.unwrap_or_default(),
        on.unwrap_or_default()
    )
}

fn past(term: &Term) -> String {
    let starts = term
        .starts
        .map_or_else(|| "?".to_owned(), |day| day.to_string());
    let price = term
        .total_cents
        .map(|price| format!(", {price} {}", Basis::TermPrice));
    let seats = term
        .seats
        .map(|seats| format!(", {}", counted(seats, "seat")));
    let used = term.used.map(|used| format!(", {used} in use"));
    format!(
        "Past term: {starts} to {}{}{}{}.",
        term.ends,
        price.unwrap_or_default(),
        seats.unwrap_or_default(),
        used.unwrap_or_default()
    )
}

fn decided(sheet: &AgendaSheet, decision: &Renewal) -> String {
    let by = decision
        .decided_by
        .as_ref()
        .map(|login| format!(" by {login}"));
    let on = decision.decided_on.map(|day| format!(" on {day}"));
    let choice = match decision.choice {
        Choice::None => "no decision",
        choice => choice.word(),
    };
    let by_what = sheet.replaced_by(decision).map(|by| format!(" with {by}"));
    let by_what = by_what.unwrap_or_default();
    let details = details(decision);
    let details = if details.is_empty() {
        String::new()
    } else {
        format!(": {}", details.join("; "))
    };
    format!(
        "For the end on {}: {choice}{by_what}{}{}{details}.",
        decision.cycle_end,
        by.unwrap_or_default(),
        on.unwrap_or_default()
    )
}

fn details(decision: &Renewal) -> Vec<String> {
    let day = |what: &str, day: Option<NaiveDate>| day.map(|day| format!("{what} {day}"));
    let details = [
        decision.cause.map(|cause| cause.word().to_owned()),
        decision.reason.clone(),
        decision.quantity.map(|seats| counted(seats, "seat")),
        decision.cents.map(|cents| format!("next term {cents}")),
        day("until", decision.until),
        decision
            .goal_result
            .as_ref()
            .map(|result| format!("goal: {result}")),
        day("notice sent", decision.notice_sent),
        decision
            .notice_proof
            .as_ref()
            .map(|proof| format!("proof {proof}")),
        day("data deletion asked for", decision.deletion_requested),
        day("confirmed", decision.deletion_confirmed),
    ];
    details.into_iter().flatten().collect()
}

/// What was decided for the end of the term that runs.
fn decision(sheet: &AgendaSheet) -> Option<&Renewal> {
    let end = sheet.row.dates.term_end;
    sheet.decisions.iter().find(|d| d.cycle_end == end)
}

/// The same as people read it; none where nothing was decided.
pub(super) fn outcome(sheet: &AgendaSheet) -> Option<String> {
    decision(sheet).map(|one| decided(sheet, one))
}

/// Does the decision wait for a notice to be sent?
pub(super) fn must_be_told(sheet: &AgendaSheet) -> bool {
    decision(sheet).is_some_and(|d| d.notice_due.is_some() && d.notice_sent.is_none())
}

/// What is left to do.
pub(super) fn to_dos(sheet: &AgendaSheet, today: NaiveDate) -> Vec<String> {
    let to_do = sheet.to_do.iter();
    to_do
        .map(|to_do| {
            let by = to_do.by.map(|day| format!(", by {}", when(day, today)));
            let who = to_do.login.as_ref().map(|login| format!(", {login}"));
            format!(
                "To do: {}{}{}.",
                to_do.what,
                by.unwrap_or_default(),
                who.unwrap_or_default()
            )
        })
        .collect()
}
