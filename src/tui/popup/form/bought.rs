//! The fields of a contract's form: what was agreed, then each product of it, with who pays and who bears it.

use super::entry::{Entry, Reads, WHY, audiences, entry};
use crate::domain::contract::{AllocationMethod, CostKind, EscalatorKind, PriceModel, Reducible};
use crate::domain::notice::{NoticeBasis, NoticeMethod, NoticeUnit};
use crate::domain::record::Kind;

macro_rules! choices {
    ($($name:ident: $noun:ident),*) => {$(
        fn $name() -> Vec<&'static str> {
            std::iter::once("").chain($noun::ALL.iter().map(|word| word.word())).collect()
        }
    )*};
}

choices! {
    units: NoticeUnit, methods: NoticeMethod, escalators: EscalatorKind, models: PriceModel,
    costs: CostKind, reducibles: Reducible, allocations: AllocationMethod
}

fn bases() -> Vec<&'static str> {
    NoticeBasis::ALL.iter().map(|basis| basis.word()).collect()
}

#[rustfmt::skip]
pub(super) const CONTRACT: &[Entry] = &[
    entry("number", "Number", Reads::Text, false, "The district's number. Empty: the next C-1, C-2 is given."),
    entry("vendor", "Vendor", Reads::Vendor, false, "Who sells. A name nobody knows yet is added."),
    entry("term_start", "Starts", Reads::Day, false, "The first day covered: 2026-07-01."),
    entry("term_end", "Ends", Reads::Day, true, "The last day covered: 2027-06-30."),
    entry("auto_renew", "Renews", Reads::Perhaps, false, "Does it renew by itself? Space changes it. Empty: not known."),
    entry("notice", "Notice", Reads::Number, false, "How much notice ends it: the number alone. Empty: not known."),
    entry("notice_unit", "Notice in", Reads::Choice(units), false, "What the number counts. Space for the next."),
    entry("notice_basis", "Counts as", Reads::Choice(bases), true, "Does a notice count when sent, or when received? Space changes it."),
    entry("notice_method", "Notice by", Reads::Choice(methods), false, "How a notice travels. Space for the next."),
    entry("send_to", "Send to", Reads::Text, false, "Where a notice goes."),
    entry("renew_months", "Renewal", Reads::Number, false, "How many months a renewal lasts. Empty: a year."),
    entry("buyer", "Bought by", Reads::School, false, "The school that bought it, by code or name. Empty: the district."),
    entry("signed_on", "Signed", Reads::Day, false, "The day it was signed."),
    entry("board_approved_on", "Board", Reads::Day, false, "The day the board approved it."),
    entry("escalator_kind", "Increase", Reads::Choice(escalators), false, "What the yearly increase follows. Space for the next."),
    entry("escalator_bp", "Percent", Reads::Percent, false, "The yearly increase in percent: 5, or 3.5."),
    entry("quote_cents", "Quote", Reads::Money, false, "What the vendor asks for the next term."),
    entry("quote_on", "Quoted", Reads::Day, false, "The day the vendor said so."),
    entry("fund", "Fund", Reads::Text, false, "Who pays."),
    entry("po", "PO", Reads::Text, false, "The purchase order. No other contract has it, but for releases."),
    entry("owner", "Owner", Reads::One(Kind::Person), false, "Who answers for the renewal, by login or name."),
    entry("goal", "Goal", Reads::Text, false, "What it was bought to reach. Asked for when it renews."),
    entry("documents", "Documents", Reads::Lines, false, "Links to the papers, ; between two."),
    entry("early_exit", "Early exit", Reads::Text, false, "How it can be left early."),
    entry("nonappropriation", "No money", Reads::Perhaps, false, "May the district leave where no money is appropriated?"),
    entry("max_term_months", "Longest", Reads::Number, false, "The longest it can last with all options, in months."),
    entry("parent", "Parent", Reads::One(Kind::Contract), false, "The number of the contract it was released from."),
    WHY,
];

/// Read by nobody else: where a line's money comes from, and who bears it, are records of their own.
pub(super) const FUNDING: &str = "funding";
pub(super) const SHARES: &str = "shares";

#[rustfmt::skip]
pub(super) const LINE: &[Entry] = &[
    entry("product", "Product", Reads::Product, true, "What was bought: a product on record, by its name."),
    entry("quantity", "Quantity", Reads::Number, false, "How many of what the price counts."),
    entry("total_cents", "Total", Reads::Money, false, "The price of the whole term. Empty: quantity times each."),
    entry("unit_cents", "Each", Reads::Money, false, "The price of one."),
    entry("model", "Priced by", Reads::Choice(models), false, "How the price is made. Space for the next, or its first letter."),
    entry("schools", "Schools", Reads::Schools, false, "Codes or names, ; between. Empty means every school."),
    entry("grades", "Grades", Reads::Grades, false, "K-5, or 6, 9-12. Empty means every grade."),
    entry("audience", "Audience", Reads::Choice(audiences), false, "Who may use it. Space for the next; empty means both."),
    entry("cost_kind", "Pays for", Reads::Choice(costs), false, "Space for the next. Empty: the right to use."),
    entry("min_quantity", "Fewest", Reads::Number, false, "The fewest that can be bought."),
    entry("true_up", "True-up", Reads::Perhaps, false, "Are more users than were bought billed afterwards?"),
    entry("reducible", "Fewer", Reads::Choice(reducibles), false, "When fewer can be bought. Space for the next."),
    entry(FUNDING, "Paid from", Reads::Funding, false, "Title I 60% (account) promise by 2027-06-30 end by 2027-09-30; general $40"),
    entry("allocation", "Borne by", Reads::Choice(allocations), false, "How schools bear its cost. Empty: by seats, else by students."),
    entry(SHARES, "Shares", Reads::Shares, false, "Agreed shares: LIN 40%; ADA $120; district 20%. All of it together."),
    WHY,
];
