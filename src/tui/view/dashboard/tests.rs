//! Where the cursor goes when a page's rows come.

use super::*;
use crate::domain::money::Cents;

/// Who answers for these products: nobody.
fn owned(products: &[(i64, &str)]) -> Answer {
    let rows = products.iter().map(|(product, name)| OwnershipRow {
        product: ProductId(*product),
        name: (*name).to_owned(),
        cost: Cents(0),
        hidden: false,
        people: 0,
        posts: Vec::new(),
    });
    let rows = rows.collect();
    Answer::Owners(Box::new(Ownership {
        rows,
        records: Vec::new(),
    }))
}

/// The dashboard as it was left on this page, at this row.
fn left_at(page: &str, row: &str) -> Dashboard {
    let mut view = Dashboard::default();
    view.restore(&ViewPlace {
        row: row.to_owned(),
        layout: page.to_owned(),
        ..ViewPlace::default()
    });
    view
}

#[test]
fn the_row_to_go_to_is_of_its_own_page_and_no_other_number() {
    let products = owned(&[(3, "Abacus Room"), (5, "Belltower")]);
    let answers = |view: &mut Dashboard| {
        view.take(&Query::Owners, &products);
        view.owners.selected().copied()
    };
    assert_eq!(
        answers(&mut left_at("owners risk", "0 5 0 1")),
        Some(ProductId(5))
    );
    // Line 5 of the ledger, and product 5 in the list of trainings: nobody waits for product 5 here.
    for page in ["cells risk", "training risk"] {
        let mut view = left_at(page, "0 5 0 1");
        view.turn_to(ShownPage::Owners);
        assert_eq!(view.remember().row, "0 0 0 1", "{page}");
        assert_eq!(answers(&mut view), Some(ProductId(3)), "{page}");
        assert_eq!(view.remember().row, "0 3 0 1", "{page}");
    }
    for (page, row) in [("cells risk", "0 5 7 1"), ("training risk", "2026 5 0 0")] {
        assert_eq!(left_at(page, row).remember().row, row, "{page}");
    }
}
