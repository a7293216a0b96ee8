//! Everything about one contract's renewal on a page: why each day is the day it is, seats, people
//! trained, money, what was decided, what is left to do. Pure words.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::detail::{self, spoken};
use super::grid::short_year;
use super::rows::{self};
use crate::domain::counted::counted;
use crate::domain::day::full;
use crate::domain::money::{Basis, Cents};
use crate::domain::renewal::agenda::AgendaSheet;
use crate::domain::renewal::fiscal::FiscalYears;
use crate::domain::renewal::{Funding, Renewal};
use crate::domain::text;

/// Columns before what a line says.
const WORD: usize = 14;

pub(super) fn page(sheet: &AgendaSheet, years: FiscalYears, today: NaiveDate) -> String {
    let mut page = PageText(String::new());
    let row = &sheet.row;
    page.title(&detail::title(row, &full(row.dates.term_end)));
    let (mark, by) = detail::cancel_by(row, Some(sheet), today);
    page.line(&format!("{mark}{by}"));
    if let Some(untold) = row.untold {
        let end = full(untold.cycle_end);
        let what = spoken(untold.choice);
        page.line(&format!(
            "{what} for the end on {end}, but {}",
            untold.why()
        ));
    }
    if !row.ended {
        page.line(&detail::decide_by(row, today));
    }
    why(&mut page, sheet);
    money(&mut page, sheet, years);
    seats(&mut page, sheet);
    bought(&mut page, sheet);
    paper(&mut page, sheet);
    decisions(&mut page, sheet);
    page.0
}

struct PageText(String);

impl PageText {
    fn title(&mut self, title: &str) {
        let gap = if self.0.is_empty() { "" } else { "\n" };
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "{gap}{title}");
    }

    fn line(&mut self, line: &str) {
        let _ = writeln!(self.0, "  {line}");
    }

    fn fact(&mut self, word: &str, said: &str) {
        let _ = writeln!(self.0, "  {} {said}", text::pad(word, WORD));
    }

    fn perhaps(&mut self, word: &str, said: Option<String>) {
        if let Some(said) = said {
            self.fact(word, &said);
        }
    }
}

fn why(page: &mut PageText, sheet: &AgendaSheet) {
    page.title("WHY THESE DAYS");
    for step in &sheet.row.dates.trace {
        let day = step.date.format("%a %b %d %Y");
        page.fact(&step.spoken(), &format!("{day}  {}", step.why));
    }
    let next = sheet.row.next_chance;
    page.perhaps("next chance", next.map(full));
}

fn money(page: &mut PageText, sheet: &AgendaSheet, years: FiscalYears) {
    let row = &sheet.row;
    page.title("MONEY");
    let known = |cents: Option<Cents>| cents.map_or(row.lacking().to_owned(), |c| c.to_string());
    page.fact("year price", &known(row.annual));
    let word = if row.quoted {
        "the vendor's quote"
    } else {
        "the last price and its increase"
    };
    let by = rows::change(row).map_or_else(String::new, |by| format!(", {by:+}%"));
    page.perhaps(
        "next year",
        row.next_year.map(|next| format!("{next} ({word}{by})")),
    );
    for (year, part) in &sheet.by_fiscal_year {
        page.fact(
            &short_year(*year, years),
            &format!("{part} of the running term"),
        );
    }
    for funding in &sheet.funding {
        page.fact("funding", &funded(funding));
    }
    for late in sheet.late_funds() {
        page.fact("LATE MONEY", &late);
    }
    for (who, part) in &sheet.shares {
        page.fact("borne by", &format!("{who}: {part} {}", Basis::YearPrice));
    }
    for term in &sheet.past {
        let cost = term
            .total_cents
            .map_or_else(|| "price not known".to_owned(), |c| c.to_string());
        let count = |n: Option<i64>, what: &str| n.map(|n| format!(", {n} {what}"));
        let seats = count(term.seats, "seats").unwrap_or_default();
        let used = count(term.used, "used").unwrap_or_default();
        page.fact(
            "past term",
            &format!("to {}: {cost}{seats}{used}", full(term.ends)),
        );
    }
}

fn funded(funding: &Funding) -> String {
    let mut parts = vec![format!(
        "{}%  {}",
        Cents(funding.percent_bp)
            .to_string()
            .trim_start_matches('$')
            .trim_end_matches(".00"),
        funding.source
    )];
    parts.extend(
        funding
            .account
            .clone()
            .map(|account| format!("account {account}")),
    );
    for (word, day) in funding.days() {
        parts.extend(day.map(|day| format!("{word} {}", full(day))));
    }
    parts.join(", ")
}

fn seats(page: &mut PageText, sheet: &AgendaSheet) {
    page.title("SEATS AND PEOPLE");
    for (word, count) in sheet.seats.counts() {
        let count = count.map(|n| Cents(n.saturating_mul(100)).dollars());
        page.fact(word, &count.unwrap_or_else(|| "not counted".to_owned()));
    }
    page.perhaps("counts as used", sheet.seats.definition.clone());
    page.perhaps("counted on", sheet.seats.counted_on.map(full));
    page.perhaps(
        "per user",
        sheet
            .row
            .each()
            .map(|each| format!("{each} {}", Basis::YearPrice)),
    );
    let trained = sheet.trained.map(|(trained, target)| {
        format!("{trained} of {target}, {}%", trained * 100 / target.max(1))
    });
    page.fact(
        "trained",
        &trained.unwrap_or_else(|| "not known".to_owned()),
    );
    page.fact("reviewed", &sheet.standing);
    page.perhaps(
        "agreement",
        sheet
            .agreement_until
            .map(|day| format!("until {}", full(day))),
    );
}

fn bought(page: &mut PageText, sheet: &AgendaSheet) {
    page.title("WHAT WAS BOUGHT");
    if sheet.lines.is_empty() {
        page.line("Nothing is on record. o b adds a product.");
    }
    for (line, name) in &sheet.lines {
        let mut parts = vec![name.clone()];
        parts.extend(line.quantity.map(|n| counted(n, "seat")));
        parts.extend(line.price().map(|price| price.to_string()));
        parts.extend(
            line.model
                .map(|model| format!("priced by {}", model.word().replace('_', " "))),
        );
        parts.extend(
            line.cost_kind
                .map(|kind| format!("for {}", kind.word().replace('_', " "))),
        );
        parts.extend(line.min_quantity.map(|n| format!("at least {n}")));
        parts.extend(
            line.reducible
                .map(|when| format!("fewer: {}", when.word().replace('_', " "))),
        );
        page.line(&parts.join(", "));
    }
}

fn paper(page: &mut PageText, sheet: &AgendaSheet) {
    let contract = &sheet.contract;
    page.title("THE PAPER");
    page.perhaps("vendor", sheet.row.vendor.clone());
    page.fact("covers", &sheet.row.scope);
    page.perhaps("began", contract.term_start.map(full));
    page.fact("ends", &full(contract.term_end));
    let notice = if sheet.row.dates.unverified {
        let keys = match sheet.row.auto_renew {
            Some(_) => "o v confirms it",
            None => "o y, o x, o v say it",
        };
        format!("UNVERIFIED: {}. {keys}", sheet.row.doubt())
    } else {
        let basis = contract.notice_basis;
        format!("{}, counts when {basis}", sheet.row.notice)
    };
    page.perhaps("notice", contract.may_renew().then_some(notice));
    page.perhaps(
        "by",
        contract.notice_method.map(|method| method.to_string()),
    );
    page.perhaps("sent to", contract.send_to.clone());
    page.perhaps("order", contract.po.clone());
    page.perhaps("signed", contract.signed_on.map(full));
    page.perhaps("board", contract.board_approved_on.map(full));
    let longest = contract.max_term_months.map(|n| {
        let long = if n > 12 { " (GASB 96 looks at it)" } else { "" };
        format!("{n} months with all options{long}")
    });
    page.perhaps("at most", longest);
    page.perhaps("early exit", contract.early_exit.clone());
    page.perhaps("goal", contract.goal.clone());
    for paper in &contract.documents.0 {
        page.fact("paper", paper);
    }
}

fn decisions(page: &mut PageText, sheet: &AgendaSheet) {
    page.title("TO DO");
    if sheet.to_do.is_empty() {
        page.line("Nothing is left to do.");
    }
    for to_do in &sheet.to_do {
        let by = to_do.by.map(|day| format!("by {}", full(day)));
        let who = to_do.login.as_deref().unwrap_or("nobody's");
        page.line(&format!(
            "{} {} ({who})",
            to_do.what,
            by.unwrap_or_default()
        ));
    }
    page.title("DECISIONS");
    if sheet.decisions.is_empty() {
        page.line("Nothing was decided yet.");
    }
    for decision in &sheet.decisions {
        page.line(&decided(decision, sheet.replaced_by(decision)));
    }
    page.title("LAST CHANGES (H: all of them)");
    for one in &sheet.recent {
        page.line(&detail::changed(one));
    }
}

fn decided(decision: &Renewal, replaced_by: Option<&str>) -> String {
    let by = replaced_by.map(|by| format!(" with {by}"));
    let mut parts = vec![format!(
        "{}{} for the term to {}",
        spoken(decision.choice),
        by.unwrap_or_default(),
        full(decision.cycle_end)
    )];
    let who = decision.decided_by.as_deref().unwrap_or("nobody");
    parts.extend(decision.decided_on.map(|day| format!("{who} on {day}")));
    parts.extend(decision.cause.map(|cause| cause.to_string()));
    parts.extend(decision.reason.clone());
    parts.extend(decision.quantity.map(|n| counted(n, "seat")));
    parts.extend(decision.cents.map(|cents| cents.to_string()));
    parts.extend(decision.until.map(|day| format!("until {day}")));
    parts.extend(
        decision
            .goal_result
            .clone()
            .map(|text| format!("goal: {text}")),
    );
    parts.extend(decision.notice_sent.map(|day| format!("notice sent {day}")));
    parts.extend(
        decision
            .notice_proof
            .clone()
            .map(|proof| format!("proof {proof}")),
    );
    parts.extend(
        decision
            .deletion_requested
            .map(|day| format!("deletion asked for {day}")),
    );
    parts.extend(
        decision
            .deletion_confirmed
            .map(|day| format!("deletion confirmed {day}")),
    );
    parts.join(", ")
}
