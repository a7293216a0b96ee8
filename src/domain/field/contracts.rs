//! The fields of files of what was bought: the contract's, then those of its line.

use super::column::CellReads::{
    Count, Currency, Day, Grades, List, Money, Note, Notice, Percent, Rate, Text, Word, YesNo,
};
use super::column::{ImportField, optional, required};
use super::names::{BUYER, GRADES, PRODUCT, SCHOOLS, VENDOR};
use crate::domain::record::Kind as Noun;

const FUNDING: &[(Noun, &str)] = &[
    (Noun::Funding, "line"),
    (Noun::Funding, "source"),
    (Noun::Funding, "percent_bp"),
    (Noun::Funding, "obligate_by"),
    (Noun::Funding, "receive_by"),
    (Noun::Funding, "must_end_by"),
    (Noun::Funding, "account"),
];
const SHARES: &[(Noun, &str)] = &[
    (Noun::Share, "line"),
    (Noun::Share, "school"),
    (Noun::Share, "percent_bp"),
];

pub(super) const CONTRACTS: &[ImportField] = &[
    required("product", Text, PRODUCT).shows("Letterloop", "Fractionary"),
    required(
        "term_end",
        Day,
        "expiration date, contract end date, contract end, end date, term end date, \
         subscription end, license end, expires, expires on, expiry date, expiry, \
         expiration, renewal date, ends, end",
    ).shows("2027-06-30", "2026-12-31"),
    optional(
        "number",
        Text,
        "contract number, contract id, contract no, contract, agreement number",
    )
    .fills(&[(Noun::Contract, "number"), (Noun::Line, "contract")]).shows("C-2026-014", ""),
    optional("vendor", Text, VENDOR).fills(&[(Noun::Contract, "vendor"), (Noun::Vendor, "name")]).shows("Brightwater Learning", "Oddfellow Maths"),
    optional("bought_by", Text, BUYER).fills(&[(Noun::Contract, "buyer")]).shows("district", "JUN"),
    optional("schools", List, SCHOOLS).shows("", "JUN"),
    optional(
        "term_start",
        Day,
        "contract start date, contract start, start date, begin date, purchase date, effective date, \
         term start date, subscription start, begins, start",
    ).shows("2026-07-01", ""),
    optional(
        "auto_renew",
        YesNo,
        "auto renewal, automatic renewal, renews automatically, autorenews",
    ).shows("yes", "no"),
    optional(
        "notice",
        Notice,
        "notice period, cancellation notice, notice days, days notice, cancel notice, \
         notification period",
    )
    .fills(&[(Noun::Contract, "notice"), (Noun::Contract, "notice_unit")]).shows("60 days", ""),
    optional("notice_basis", Word, "notice counted from").shows("received", ""),
    optional(
        "model",
        Word,
        "license model, licence model, pricing model, pricing basis, license type, \
         licence type",
    ).shows("per_student", "site"),
    optional(
        "quantity",
        Count,
        "seats, qty, licenses, licences, number of licenses, license count, \
         licenses purchased, # of licenses, no. of licenses, seat count, total seats, total licenses, \
         seats purchased, seats bought, seats ordered, number of seats, no. of seats, # of seats, \
         licenses bought, licenses ordered, units purchased, quantity purchased, quantity ordered, \
         units, purchased",
    ).shows("1200", ""),
    optional(
        "unit_price",
        Money,
        "unit cost, price per seat, cost per seat, price per license, cost per license, \
         price per unit, cost per student, price per student, price",
    )
    .fills(&[(Noun::Line, "unit_cents")]).shows("4.50", ""),
    optional(
        "total",
        Money,
        "total cost, purchase cost, contract amount, contract value, total price, \
         extended cost, extended price, total amount, amount, cost",
    )
    .fills(&[(Noun::Line, "total_cents")]).shows("5400.00", "1980.00"),
    optional(
        "annual_cost",
        Rate,
        "yearly cost, cost per year, cost a year, annual price, yearly price, \
         price per year, annual amount, yearly amount, amount per year, annual total, annual fee, \
         yearly fee",
    )
    .fills(&[(Noun::Line, "total_cents")]),
    optional(
        "monthly_cost",
        Rate,
        "cost per month, cost a month, monthly price, price per month, \
         monthly amount, amount per month, monthly fee",
    )
    .fills(&[(Noun::Line, "total_cents")]),
    optional(
        "annual_unit_price",
        Rate,
        "annual unit cost, unit price per year, unit cost per year, \
         annual cost per seat, annual cost per license, annual cost per user, \
         annual price per seat, annual price per license, annual price per user, \
         price per seat per year, price per license per year, price per user per year, \
         cost per seat per year, cost per license per year, cost per user per year",
    )
    .fills(&[(Noun::Line, "unit_cents")]),
    optional(
        "monthly_unit_price",
        Rate,
        "monthly unit cost, unit price per month, unit cost per month, \
         monthly cost per seat, monthly cost per license, monthly cost per user, \
         monthly price per seat, monthly price per license, monthly price per user, \
         price per seat per month, price per license per month, price per user per month, \
         cost per seat per month, cost per license per month, cost per user per month",
    )
    .fills(&[(Noun::Line, "unit_cents")]),
    optional(
        "fund",
        Text,
        "funding source, fund source, funding, budget code, account code, budget, account",
    ).shows("Title I", ""),
    optional(
        "po",
        Text,
        "purchase order, po number, purchase order number, po no",
    ).shows("PO-4471", ""),
    optional(
        "owner",
        Text,
        "contract owner, product owner, responsible, managed by, manager, administrator",
    ).shows("rdoe", ""),
    optional(
        "escalator",
        Percent,
        "price increase, annual increase, uplift",
    )
    .fills(&[(Noun::Contract, "escalator_bp")]).shows("3", ""),
    optional("renew_months", Count, "renewal months, renewal term").shows("12", ""),
    optional("notice_method", Word, "notice sent by").shows("certified", ""),
    optional("send_to", Text, "notice address, notice to").shows("contracts@brightwater.example", ""),
    optional("signed_on", Day, "signed, date signed, signature date").shows("2026-06-02", ""),
    optional(
        "board_approved_on",
        Day,
        "board approved, board approval, board approval date",
    ).shows("2026-05-28", ""),
    optional("max_term_months", Count, "longest term, term with options"),
    optional("escalator_kind", Word, "increase follows"),
    optional(
        "nonappropriation",
        YesNo,
        "non appropriation, nonappropriation clause",
    ),
    optional(
        "early_exit",
        Note,
        "early termination, termination for convenience",
    ),
    optional("documents", List, "document links, contract documents"),
    optional("parent", Text, "master contract, parent contract"),
    optional("quote", Money, "renewal quote, quoted price")
        .fills(&[(Noun::Contract, "quote_cents")]).shows("5562.00", ""),
    optional("quote_on", Day, "quote date, quoted on").shows("2027-03-01", ""),
    optional("goal", Note, "goals, intended outcome").shows("Nine of ten first graders read 60 words a minute", ""),
    optional("cost_kind", Word, "cost type, kind of cost"),
    optional("min_quantity", Count, "minimum quantity, minimum seats").shows("500", ""),
    optional("true_up", YesNo, "trueup"),
    optional("reducible", Word, "can be reduced").shows("renewal_only", ""),
    optional("allocation", Word, "cost allocation, allocation method").shows("seats", ""),
    optional("funding", List, "funding split, fund split").fills(FUNDING).shows("Title I 60% (10-221) promise by 2027-06-30; General 40%", ""),
    optional("shares", List, "school shares, cost shares").fills(SHARES),
    optional("grades", Grades, GRADES).shows("K-3", ""),
    optional("audience", Word, "user group, for whom").shows("student", ""),
    optional("currency", Currency, "currency code").fills(&[]),
];
