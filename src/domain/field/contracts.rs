//! The fields of files of what was bought: the contract's, then those of its line.

use super::column::CellReads::{
    Count, Currency, Day, Grades, List, Money, Note, Notice, Percent, Rate, Text, Word, YesNo,
};
use super::column::{ImportField, optional, required, typed};
use super::names::{AUDIENCES, BUYER, GRADES, PRODUCT, SCHOOLS, VENDOR};
use crate::domain::record::Kind;

const FUNDING: &[(Kind, &str)] = &[
    (Kind::Funding, "line"),
    (Kind::Funding, "source"),
    (Kind::Funding, "percent_bp"),
    (Kind::Funding, "obligate_by"),
    (Kind::Funding, "receive_by"),
    (Kind::Funding, "must_end_by"),
    (Kind::Funding, "account"),
];
const SHARES: &[(Kind, &str)] = &[
    (Kind::Share, "line"),
    (Kind::Share, "school"),
    (Kind::Share, "percent_bp"),
];

pub(super) const CONTRACTS: &[ImportField] = &[
    required("product", Text, PRODUCT).special().shows("Letterloop", "Fractionary").form("Product", "What was bought: a product on record, by its name.").needed(),
    required(
        "term_end",
        Day,
        "expiration date, contract end date, contract end, end date, term end date, \
         subscription end, license end, expires, expires on, expiry date, expiry, \
         expiration, renewal date, ends, end",
    ).shows("2027-06-30", "2026-12-31").form("Ends", "The last day covered: 2027-06-30.").needed(),
    optional(
        "number",
        Text,
        "contract number, contract id, contract no, contract, agreement number",
    )
    .fills(&[(Kind::Contract, "number"), (Kind::Line, "contract")]).shows("C-2026-014", "").form("Number", "The district's number. Empty: the next C-1, C-2 is given.").special(),
    optional("vendor", Text, VENDOR).fills(&[(Kind::Contract, "vendor"), (Kind::Vendor, "name")]).shows("Brightwater Learning", "Oddfellow Maths").form("Vendor", "Who sells. A name nobody knows yet is added."),
    optional("bought_by", Text, BUYER).fills(&[(Kind::Contract, "buyer")]).shows("district", "JUN").form("Bought by", "The school that bought it, by code or name. Empty: the district.").special(),
    optional("schools", List, SCHOOLS).shows("", "JUN").form("Schools", "Codes or names, ; between. Empty means every school."),
    optional(
        "term_start",
        Day,
        "contract start date, contract start, start date, begin date, purchase date, effective date, \
         term start date, subscription start, begins, start",
    ).shows("2026-07-01", "").form("Starts", "The first day covered: 2026-07-01."),
    optional(
        "auto_renew",
        YesNo,
        "auto renewal, automatic renewal, renews automatically, autorenews",
    ).shows("yes", "no").form("Renews", "Does it renew by itself? Space changes it. Empty: not known."),
    optional(
        "notice",
        Notice,
        "notice period, cancellation notice, notice days, days notice, cancel notice, \
         notification period",
    )
    .fills(&[(Kind::Contract, "notice"), (Kind::Contract, "notice_unit")]).shows("60 days", "").form("Notice", "How much notice ends it: the number alone. Empty: not known."),
    optional("notice_basis", Word, "notice counted from").shows("received", "").form("Counts as", "Does a notice count when sent, or when received? Space changes it.").needed(),
    optional(
        "model",
        Word,
        "license model, licence model, pricing model, pricing basis, license type, \
         licence type",
    ).shows("per_student", "site").form("Priced by", "How the price is made. Space for the next, or its first letter.").or_blank(),
    optional(
        "quantity",
        Count,
        "seats, qty, licenses, licences, number of licenses, license count, \
         licenses purchased, # of licenses, no. of licenses, seat count, total seats, total licenses, \
         seats purchased, seats bought, seats ordered, number of seats, no. of seats, # of seats, \
         licenses bought, licenses ordered, units purchased, quantity purchased, quantity ordered, \
         units, purchased",
    ).shows("1200", "").form("Quantity", "How many of what the price counts."),
    optional(
        "unit_price",
        Money,
        "unit cost, price per seat, cost per seat, price per license, cost per license, \
         price per unit, cost per student, price per student, price",
    )
    .fills(&[(Kind::Line, "unit_cents")]).shows("4.50", "").form("Each", "The price of one.").special(),
    optional(
        "total",
        Money,
        "total cost, purchase cost, contract amount, contract value, total price, \
         extended cost, extended price, total amount, amount, cost",
    )
    .fills(&[(Kind::Line, "total_cents")]).shows("5400.00", "1980.00").form("Total", "The price of the whole term. Empty: quantity times each.").special(),
    optional(
        "annual_cost",
        Rate,
        "yearly cost, cost per year, cost a year, annual price, yearly price, \
         price per year, annual amount, yearly amount, amount per year, annual total, annual fee, \
         yearly fee",
    )
    .fills(&[(Kind::Line, "total_cents")]),
    optional(
        "monthly_cost",
        Rate,
        "cost per month, cost a month, monthly price, price per month, \
         monthly amount, amount per month, monthly fee",
    )
    .fills(&[(Kind::Line, "total_cents")]),
    optional(
        "annual_unit_price",
        Rate,
        "annual unit cost, unit price per year, unit cost per year, \
         annual cost per seat, annual cost per license, annual cost per user, \
         annual price per seat, annual price per license, annual price per user, \
         price per seat per year, price per license per year, price per user per year, \
         cost per seat per year, cost per license per year, cost per user per year",
    )
    .fills(&[(Kind::Line, "unit_cents")]),
    optional(
        "monthly_unit_price",
        Rate,
        "monthly unit cost, unit price per month, unit cost per month, \
         monthly cost per seat, monthly cost per license, monthly cost per user, \
         monthly price per seat, monthly price per license, monthly price per user, \
         price per seat per month, price per license per month, price per user per month, \
         cost per seat per month, cost per license per month, cost per user per month",
    )
    .fills(&[(Kind::Line, "unit_cents")]),
    optional(
        "fund",
        Text,
        "funding source, fund source, funding, budget code, account code, budget, account",
    ).shows("Title I", "").form("Fund", "Who pays."),
    optional(
        "po",
        Text,
        "purchase order, po number, purchase order number, po no",
    ).shows("PO-4471", "").form("PO", "The purchase order. No other contract has it, but for releases."),
    optional(
        "owner",
        Text,
        "contract owner, product owner, responsible, managed by, manager, administrator",
    ).shows("rdoe", "").form("Owner", "Who answers for the renewal, by login or name."),
    optional(
        "escalator",
        Percent,
        "price increase, annual increase, uplift",
    )
    .fills(&[(Kind::Contract, "escalator_bp")]).shows("3", "").form("Percent", "The yearly increase in percent: 5, or 3.5."),
    optional("renew_months", Count, "renewal months, renewal term").shows("12", "").form("Renewal", "How many months a renewal lasts. Empty: a year."),
    optional("notice_method", Word, "notice sent by").shows("certified", "").form("Notice by", "How a notice travels. Space for the next.").or_blank(),
    optional("send_to", Text, "notice address, notice to").shows("contracts@brightwater.example", "").form("Send to", "Where a notice goes."),
    optional("signed_on", Day, "signed, date signed, signature date").shows("2026-06-02", "").form("Signed", "The day it was signed."),
    optional(
        "board_approved_on",
        Day,
        "board approved, board approval, board approval date",
    ).shows("2026-05-28", "").form("Board", "The day the board approved it."),
    optional("max_term_months", Count, "longest term, term with options").form("Max months", "The longest it can last with all options, in months."),
    optional("escalator_kind", Word, "increase follows").form("Increase", "What the yearly increase follows. Space for the next.").or_blank(),
    optional(
        "nonappropriation",
        YesNo,
        "non appropriation, nonappropriation clause",
    ).form("No money", "May the district leave where no money is appropriated?"),
    optional(
        "early_exit",
        Note,
        "early termination, termination for convenience",
    ).form("Early exit", "How it can be left early."),
    optional("documents", List, "document links, contract documents").form("Documents", "Links to the papers, ; between two."),
    optional("parent", Text, "master contract, parent contract").form("Parent", "The number of the contract it was released from.").special(),
    optional("quote", Money, "renewal quote, quoted price")
        .fills(&[(Kind::Contract, "quote_cents")]).shows("5562.00", "").form("Quote", "What the vendor asks for the next term.").special(),
    optional("quote_on", Day, "quote date, quoted on").shows("2027-03-01", "").form("Quoted", "The day the vendor said so."),
    optional("goal", Note, "goals, intended outcome").shows("Nine of ten first graders read 60 words a minute", "").form("Goal", "What it was bought to reach. Asked for when it renews."),
    optional("cost_kind", Word, "cost type, kind of cost").form("Pays for", "Space for the next. Empty: the right to use.").or_blank(),
    optional("min_quantity", Count, "minimum quantity, minimum seats").shows("500", "").form("Fewest", "The fewest that can be bought."),
    optional("true_up", YesNo, "trueup").form("True-up", "Are more users than were bought billed afterwards?"),
    optional("reducible", Word, "can be reduced").shows("renewal_only", "").form("Fewer", "When fewer can be bought. Space for the next.").or_blank(),
    optional("allocation", Word, "cost allocation, allocation method").shows("seats", "").form("Borne by", "How schools bear its cost. Empty: by seats, else by students.").or_blank(),
    optional("funding", List, "funding split, fund split").fills(FUNDING).shows("Title I 60% (10-221) promise by 2027-06-30; General 40%", "").form("Paid from", "Title I 60% (account) promise by 2027-06-30 end by 2027-09-30; general $40").on(Kind::Line),
    optional("shares", List, "school shares, cost shares").fills(SHARES).form("Shares", "Agreed shares: LIN 40%; ADA $120; district 20%. All of it together.").on(Kind::Line),
    optional("grades", Grades, GRADES).shows("K-3", "").form("Grades", "K-5, or 6, 9-12. Empty means every grade."),
    optional("audience", Word, "user group, for whom").shows("student", "").form("Audience", "Who may use it. Space for the next; empty means both.").theirs(AUDIENCES).or_blank(),
    optional("currency", Currency, "currency code").fills(&[]),
];

/// The unit of a notice has a box of its own; in a file it stands behind the number.
pub(super) const TYPED: &[ImportField] = &[typed("notice_unit")
    .form("Notice in", "What the number counts. Space for the next.")
    .on(Kind::Contract)];

/// The boxes of a contract's form, in order.
pub(super) const CONTRACT_FORM: &str = "number, vendor, term_start, term_end, auto_renew, notice, notice_unit, notice_basis, notice_method, send_to, \
     renew_months, buyer, signed_on, board_approved_on, escalator_kind, escalator_bp, quote_cents, quote_on, fund, po, \
     owner, goal, documents, early_exit, nonappropriation, max_term_months, parent";

/// What a person recognises the parts of a contract's form by: the first box of each, and what stands over it.
pub const CONTRACT_PARTS: [(&str, &str); 7] = [
    ("number", "Which contract, from when to when"),
    ("auto_renew", "How it ends or goes on"),
    ("buyer", "Who bought it, and when that was settled"),
    ("escalator_kind", "What the next term costs"),
    ("fund", "Who pays, and who answers for it"),
    ("goal", "What it is for, and its papers"),
    ("early_exit", "Ways out, and what it belongs to"),
];

/// The boxes of a line, in order.
pub(super) const LINE_FORM: &str = "product, quantity, total_cents, unit_cents, model, schools, grades, audience, cost_kind, min_quantity, true_up, \
     reducible, funding, allocation, shares";
