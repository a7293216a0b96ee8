//! What all districts of a region share: the columns of its screens and of the CSV of its commands.

use super::Width::{AtLeast, Fits, Fixed};
use super::{ListColumn, ListColumns, Sort, Viewer, Widths};
use crate::domain::region::share::SharedField;
use crate::domain::region::shared::{SharedList, SharedRow};
use crate::domain::region::stance::{DistrictAnswer, Stance};
use crate::exchange::write::{Holds, Table, TableCell};
use crate::office::query::region::{FactOfProduct, ProposedOne, SaidOfProduct};
use crate::store::region::{RegionDecision, RulingTold};

type SharedColumn = ListColumn<SharedRow>;

const fn product() -> SharedColumn {
    SharedColumn::new("product", Holds::Text, |r, _| r.name.as_str().into()).screen("PRODUCT")
}

const fn by() -> SharedColumn {
    SharedColumn::new("confirmed", Holds::Text, |r, _| {
        if r.confirmed { "yes" } else { "no" }.into()
    })
    .screen_as("SAME", |r, _| {
        if r.confirmed { "said so" } else { "by name" }.to_owned()
    })
}

const fn districts(title: &'static str) -> SharedColumn {
    SharedColumn::new("districts", Holds::Count, |r, _| r.districts.into()).screen(title)
}

/// The products in a window of 80 columns or more.
pub const PRODUCTS_USUAL: Widths = &[
    ("product", AtLeast(20)),
    ("vendor", AtLeast(10)),
    ("districts", Fixed(5)),
    ("yes", Fixed(5)),
    ("conditional", Fixed(5)),
    ("no", Fixed(5)),
    ("others", Fixed(6)),
    ("confirmed", Fixed(7)),
];
/// The same in a narrow one.
pub const PRODUCTS_NARROW: Widths = &[
    ("product", AtLeast(20)),
    ("districts", Fixed(5)),
    ("yes", Fixed(5)),
    ("conditional", Fixed(5)),
    ("no", Fixed(5)),
];
/// What ends together.
pub const ENDING_USUAL: Widths = &[
    ("product", AtLeast(20)),
    ("districts", Fixed(9)),
    ("ends", AtLeast(24)),
    ("confirmed", Fixed(7)),
];
/// The same in a narrow window.
pub const ENDING_NARROW: Widths = &[
    ("product", AtLeast(20)),
    ("districts", Fixed(9)),
    ("ends", AtLeast(14)),
];
/// About what things cost.
pub const PRICES_USUAL: Widths = &[
    ("product", AtLeast(20)),
    ("unit", Fits(6, 14)),
    ("band", AtLeast(16)),
    ("districts", Fixed(3)),
    ("of", Fixed(5)),
    ("confirmed", Fixed(7)),
];
/// The same in a narrow window.
pub const PRICES_NARROW: Widths = &[
    ("product", AtLeast(18)),
    ("unit", Fits(6, 14)),
    ("band", AtLeast(14)),
    ("districts", Fixed(3)),
    ("of", Fixed(5)),
];
/// What some allow and others refuse.
pub const DIFFERENCES_USUAL: Widths = &[
    ("product", AtLeast(20)),
    ("yes", Fixed(5)),
    ("no", Fixed(5)),
    ("reason", AtLeast(24)),
    ("confirmed", Fixed(7)),
];
/// The same in a narrow window.
pub const DIFFERENCES_NARROW: Widths = &[
    ("product", AtLeast(20)),
    ("yes", Fixed(5)),
    ("no", Fixed(5)),
    ("reason", AtLeast(14)),
];

/// Every product that districts of a region know.
pub const REGION_PRODUCTS: ListColumns<SharedRow> = ListColumns {
    name: "region products",
    all: &[
        product(),
        by(),
        SharedColumn::new("vendor", Holds::Text, |r, _| r.vendor.clone().into()).screen("VENDOR"),
        districts("KNOWN"),
        SharedColumn::new("yes", Holds::Count, |r, _| r.stance(Stance::Yes).into()).screen("YES"),
        SharedColumn::new("conditional", Holds::Count, |r, _| {
            r.stance(Stance::Conditional).into()
        })
        .screen("COND"),
        SharedColumn::new("no", Holds::Count, |r, _| r.stance(Stance::No).into()).screen("NO"),
        SharedColumn::new("pilot", Holds::Count, |r, _| r.stance(Stance::Pilot).into()),
        SharedColumn::new("ended", Holds::Count, |r, _| r.stance(Stance::Ended).into()),
        SharedColumn::new("differs", Holds::Count, |r, _| {
            r.count(DistrictAnswer::Differs).into()
        }),
        SharedColumn::new("undecided", Holds::Count, |r, _| {
            r.count(DistrictAnswer::Nothing).into()
        }),
        SharedColumn::new("others", Holds::Count, |r, _| others(r).into())
            .screen("OTHERS")
            .not_in_files("it is what pilot, ended, differs and undecided come to"),
    ],
    json_first: &[],
    windows: &[PRODUCTS_USUAL, PRODUCTS_NARROW],
    terminals: &[],
    sorts: &[
        Sort::as_they_come('d', "as they come"),
        Sort::by('n', "name", "product"),
        Sort::by('k', "districts", "districts"),
        Sort::by('y', "yes", "yes"),
        Sort::by('o', "no", "no"),
        Sort::by('m', "vendor", "vendor"),
    ],
    copied: &[],
};

/// The columns of one of the lists over all districts.
pub fn columns(list: SharedList) -> &'static ListColumns<SharedRow> {
    match list {
        SharedList::Products => &REGION_PRODUCTS,
        SharedList::Ending => &REGION_ENDING,
        SharedList::Prices => &REGION_PRICES,
        SharedList::Differences => &REGION_DIFFERENCES,
    }
}

/// All that files say of these rows, by this letter of the list's sort menu, or the other way round.
pub fn shared_table(list: SharedList, rows: &[SharedRow], (by, reversed): (char, bool)) -> Table {
    let columns = columns(list);
    let mut rows: Vec<&SharedRow> = rows.iter().collect();
    columns.sort(&mut rows, by, reversed);
    columns.table(rows, &Viewer::nobody())
}

/// The month in which the first term of it ends: the last word of each.
fn first_end(row: &SharedRow) -> Option<&str> {
    let ends = row.ends.iter();
    ends.filter_map(|end| end.rsplit(' ').next()).min()
}

/// How many say neither yes nor no.
fn others(row: &SharedRow) -> i64 {
    let said = [Stance::Yes, Stance::Conditional, Stance::No];
    let said: i64 = said.iter().map(|stance| row.stance(*stance)).sum();
    row.districts - said
}

/// Of what terms of several districts end soon.
pub const REGION_ENDING: ListColumns<SharedRow> = ListColumns {
    name: "region ending",
    all: &[
        product(),
        by(),
        districts("DISTRICTS"),
        SharedColumn::new("ends", Holds::List, |r, _| r.ends.clone().into()).screen("ENDS"),
    ],
    json_first: &[],
    windows: &[ENDING_USUAL, ENDING_NARROW],
    terminals: &[],
    sorts: &[
        Sort::as_they_come('d', "districts"),
        Sort::by('n', "name", "product"),
        Sort::by('e', "first to end", "ends").valued(|r, _| first_end(r).into()),
    ],
    copied: &[],
};

/// About what products cost.
pub const REGION_PRICES: ListColumns<SharedRow> = ListColumns {
    name: "region prices",
    all: &[
        product(),
        by(),
        SharedColumn::new("unit", Holds::Text, |r, _| r.unit.clone().into()).screen("UNIT"),
        SharedColumn::new("band", Holds::Text, |r, _| {
            r.band.map(|band| band.to_string()).into()
        })
        .screen("BETWEEN"),
        districts("PAY"),
        SharedColumn::new("of", Holds::Count, |r, _| r.sharing.into()).screen("OF"),
    ],
    json_first: &[],
    windows: &[PRICES_USUAL, PRICES_NARROW],
    terminals: &[],
    sorts: &[
        Sort::as_they_come('d', "as they come"),
        Sort::by('n', "name", "product"),
        Sort::by('b', "price", "band").valued(|r, _| r.band.map(|band| band.low).into()),
        Sort::by('k', "districts", "of"),
    ],
    copied: &[],
};

/// What some allow and others refuse.
pub const REGION_DIFFERENCES: ListColumns<SharedRow> = ListColumns {
    name: "region differences",
    all: &[
        product(),
        by(),
        SharedColumn::new("yes", Holds::Count, |r, _| r.stance(Stance::Yes).into()).screen("YES"),
        SharedColumn::new("no", Holds::Count, |r, _| r.stance(Stance::No).into()).screen("NO"),
        SharedColumn::new("reason", Holds::Text, |r, _| r.reason.clone().into()).screen("WHY NOT"),
    ],
    json_first: &[],
    windows: &[DIFFERENCES_USUAL, DIFFERENCES_NARROW],
    terminals: &[],
    sorts: &[
        Sort::as_they_come('d', "as they come"),
        Sort::by('n', "name", "product"),
        Sort::by('y', "yes", "yes"),
        Sort::by('o', "no", "no"),
    ],
    copied: &[],
};

/// What districts say of a product, one by one.
pub const REGION_STATUS: ListColumns<SaidOfProduct> = ListColumns::of_commands(
    "region status",
    &[
        ListColumn::new("product", Holds::Text, |r, _| r.product.as_str().into()),
        ListColumn::new("confirmed", Holds::Text, |r, _| {
            if r.confirmed { "yes" } else { "no" }.into()
        }),
        ListColumn::new("district", Holds::Text, |r, _| {
            r.neighbour.district.as_str().into()
        }),
        ListColumn::new("name", Holds::Text, |r, _| r.neighbour.name.as_str().into()),
        ListColumn::new("called", Holds::Text, |r, _| {
            r.neighbour.product.as_str().into()
        }),
        ListColumn::new("vendor", Holds::Text, |r, _| {
            r.neighbour.vendor.clone().into()
        }),
        ListColumn::new("answer", Holds::Text, |r, _| {
            r.neighbour.answer.word().into()
        }),
        ListColumn::new("reason", Holds::Text, |r, _| {
            r.neighbour.reason.clone().into()
        }),
        ListColumn::new("decided_on", Holds::Text, |r, _| {
            r.neighbour.decided_on.clone().into()
        }),
        ListColumn::new("pushed_on", Holds::Text, |r, _| {
            r.neighbour.pushed_on.clone().into()
        }),
    ],
    &[],
);

/// A cell of a decision; nothing where the fact is none.
fn decided(fact: &FactOfProduct, cell: impl FnOnce(&RegionDecision) -> TableCell) -> TableCell {
    fact.told.decision().map_or(TableCell::Blank, cell)
}

/// All that districts share of a product, a row a fact.
pub const REGION_PRODUCT: ListColumns<FactOfProduct> = ListColumns::of_commands(
    "region product",
    &[
        ListColumn::new("product", Holds::Text, |r, _| r.product.as_str().into()),
        ListColumn::new("confirmed", Holds::Text, |r, _| {
            if r.confirmed { "yes" } else { "no" }.into()
        }),
        ListColumn::new("district", Holds::Text, |r, _| r.told.district().into()),
        ListColumn::new("kind", Holds::Text, |r, _| r.told.kind().into()),
        ListColumn::new("says", Holds::Text, |r, _| r.told.says().into()),
        ListColumn::new("scope", Holds::Text, |r, _| {
            decided(r, |one| one.scope.as_str().into())
        }),
        ListColumn::new("grades", Holds::Text, |r, _| {
            decided(r, |one| one.grades.as_str().into())
        }),
        ListColumn::new("conditions", Holds::Text, |r, _| {
            decided(r, |one| one.conditions.clone().into())
        }),
        ListColumn::new("reason", Holds::Text, |r, _| {
            decided(r, |one| one.reason.clone().into())
        }),
        ListColumn::new("decided_on", Holds::Text, |r, _| {
            decided(r, |one| one.decided_on.clone().into())
        }),
        ListColumn::new("until", Holds::Text, |r, _| {
            decided(r, |one| one.ends.clone().into())
        }),
    ],
    &[],
);

/// What may be one product, a row a product of a district.
pub const REGION_IDENTITY: ListColumns<ProposedOne> = ListColumns::of_commands(
    "region identity",
    &[
        ListColumn::new("sign", Holds::Text, |r, _| r.sign.as_str().into()),
        ListColumn::new("districts", Holds::Count, |r, _| r.districts.into()),
        ListColumn::new("at", Holds::Text, |r, _| r.member.at.as_str().into()),
        ListColumn::new("district", Holds::Text, |r, _| {
            r.member.district.as_str().into()
        }),
        ListColumn::new("name", Holds::Text, |r, _| r.member.name.as_str().into()),
        ListColumn::new("vendor", Holds::Text, |r, _| r.member.vendor.clone().into()),
        ListColumn::new("common", Holds::Count, |r, _| r.member.common.into()),
    ],
    &[],
);

/// Who ruled what, newest first.
pub const REGION_RULINGS: ListColumns<RulingTold> = ListColumns::of_commands(
    "region rulings",
    &[
        ListColumn::new("ruling", Holds::Count, |r, _| r.ruling.into()),
        ListColumn::new("by", Holds::Text, |r, _| r.by.as_str().into()),
        ListColumn::new("at", Holds::Text, |r, _| r.at.as_str().into()),
        ListColumn::new("same", Holds::Text, |r, _| {
            if r.same { "yes" } else { "no" }.into()
        }),
        ListColumn::new("undoes", Holds::Count, |r, _| r.undoes.into()),
        ListColumn::new("undone_by", Holds::Count, |r, _| r.undone_by.into()),
        ListColumn::new("products", Holds::List, |r, _| r.products.clone().into()),
    ],
    &[],
);

/// What a district lets go to its region of one field of its products.
pub struct LetGo {
    /// Which field.
    pub field: SharedField,
    /// Whether it goes.
    pub goes: bool,
    /// How many rows go with it; none of a field that is part of another's rows.
    pub rows: Option<usize>,
}

/// What a district lets go, a row a field.
pub const REGION_POLICY: ListColumns<LetGo> = ListColumns::of_commands(
    "region policy",
    &[
        ListColumn::new("field", Holds::Text, |r, _| r.field.word().into()),
        ListColumn::new("goes", Holds::Flag, |r, _| r.goes.into()),
        ListColumn::new("means", Holds::Text, |r, _| r.field.means().into()),
        ListColumn::new("rows", Holds::Count, |r, _| {
            r.rows.map(|rows| rows as i64).into()
        }),
    ],
    &[],
);
