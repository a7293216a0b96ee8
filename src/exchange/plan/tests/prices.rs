//! Prices of a year or a month in lists of contracts.

use super::*;

/// The prices that contract rows come to, and the words told with them: of three years, of a month
/// and of a term without a first day.
fn priced(columns: &str, price: &str) -> (Vec<String>, Vec<String>) {
    let mut table = format!("product,number,start date,ends,{columns}\n");
    for (number, start, end) in [
        ("N1", "2026-07-01", "2029-06-30"),
        ("N2", "2026-07-01", "2026-07-31"),
        ("N3", "", "2027-06-30"),
    ] {
        table += &format!("Letterloop,{number},{start},{end},{price}\n");
    }
    let plan = planned(ImportKind::Contracts, office(), &table);
    assert_eq!(told(&plan.rejected), [""; 0], "{table}");
    let mut prices = all(&plan, "total_cents");
    prices.extend(all(&plan, "unit_cents"));
    (prices, told(&plan.warnings))
}

#[test]
fn a_price_of_a_year_or_a_month_is_made_the_price_of_the_term() {
    for (column, prices) in [
        ("Annual Cost", ["360000", "10000", "120000"]),
        ("Yearly Price (USD)", ["360000", "10000", "120000"]),
        ("Cost per year", ["360000", "10000", "120000"]),
        ("Annual price per seat", ["360000", "10000", "120000"]),
        ("Monthly Cost", ["4320000", "120000", "1440000"]),
        ("Price per Month", ["4320000", "120000", "1440000"]),
        ("Price per User per Month", ["4320000", "120000", "1440000"]),
        ("Total Cost", ["120000", "120000", "120000"]),
        ("Cost", ["120000", "120000", "120000"]),
    ] {
        assert_eq!(priced(column, "1200").0, prices, "{column}");
    }
}

#[test]
fn how_a_price_was_made_is_told_and_an_unknown_length_asked_about() {
    let (_, told) = priced("Annual Cost", "1200");
    assert_eq!(
        told,
        [
            "2 Annual Cost `` $1,200.00 a year is $3,600.00 for the term of 36 months",
            "3 Annual Cost `` $1,200.00 a year is $100.00 for the term of 1 month",
            "4 Annual Cost `` $1,200.00 a year is $1,200.00 for the term of 12 months, \
             as no first day is known; give term_start if it is longer or shorter",
        ]
    );
    // What the price of the term says already is not told again; what contradicts it is.
    let (prices, told) = priced("Annual Cost,Total", "1200,3600");
    assert_eq!(prices, ["360000", "360000", "360000"]);
    assert_eq!(
        told,
        [
            "3 Annual Cost `` $1,200.00 a year is $100.00 for the term of 1 month; \
             $3,600.00 is taken, which is said too",
            "4 Annual Cost `` $1,200.00 a year is $1,200.00 for the term of 12 months; \
             $3,600.00 is taken, which is said too",
        ]
    );
}

#[test]
fn a_price_below_zero_is_refused_whatever_it_is_of() {
    let table = "product,start date,ends,Monthly Cost\nLetterloop,2026-07-01,2027-06-30,-5\n";
    let plan = planned(ImportKind::Contracts, office(), table);
    assert_eq!(
        told(&plan.rejected),
        ["2 Monthly Cost `-5` a price cannot be negative"]
    );
}
