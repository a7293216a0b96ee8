//! What products teach, bought more than once, bought for nobody's gap, and only claimed: the columns of
//! `hallpass standards --stacks`, `--idle` and `--claimed`.

use super::Width::{AtLeast, Fixed};
use super::{ListColumn, ListColumns, Sort, Widths};
use crate::domain::standards::claim::Claimant;
use crate::exchange::write::Holds;
use crate::office::gaps::{IdleRow, StackRow};
use crate::office::standards::{ClaimToVerify, ListedClaim};

type StackColumn = ListColumn<StackRow>;
type IdleColumn = ListColumn<IdleRow>;
type ClaimColumn = ListColumn<ClaimToVerify>;

/// Stacks on the screen.
pub const STACKS_USUAL: Widths = &[
    ("code", AtLeast(10)),
    ("school", AtLeast(14)),
    ("grades", Fixed(6)),
    ("count", Fixed(6)),
    ("products", AtLeast(18)),
];

/// Idle purchases on the screen.
pub const IDLE_USUAL: Widths = &[
    ("product", AtLeast(14)),
    ("school", AtLeast(14)),
    ("count", Fixed(9)),
    ("windows", AtLeast(18)),
];

/// Claims on the screen.
pub const CLAIMED_USUAL: Widths = &[
    ("code", AtLeast(11)),
    ("product", AtLeast(14)),
    ("status", Fixed(12)),
    ("says", AtLeast(12)),
    ("closes", Fixed(7)),
    ("statement", AtLeast(15)),
];

/// The same in a narrow window.
pub const CLAIMED_NARROW: Widths = &[
    ("code", AtLeast(11)),
    ("product", AtLeast(14)),
    ("status", Fixed(12)),
    ("closes", Fixed(7)),
];

/// What `hallpass standards --stacks` shows on a terminal.
pub const STACKS_SHOWN: &[&str] = &["code", "school", "grades", "count", "products"];

/// Standards that several products are bought for at one school.
pub const STACKS: ListColumns<StackRow> = ListColumns {
    name: "stacks",
    all: &[
        StackColumn::new("framework", Holds::Text, |r, _| r.framework.as_str().into()),
        StackColumn::new("code", Holds::Text, |r, _| r.code.as_str().into())
            .screen("STANDARD")
            .terminal("STANDARD"),
        StackColumn::new("guid", Holds::Text, |r, _| r.guid.as_str().into()),
        StackColumn::new("statement", Holds::Text, |r, _| r.statement.as_str().into()),
        StackColumn::new("school", Holds::Text, |r, _| r.school_name.as_str().into())
            .screen("WHERE")
            .shrinks(12)
            .terminal("WHERE"),
        StackColumn::new("grades", Holds::Text, |r, _| {
            r.grades.to_string().as_str().into()
        })
        .screen("GR")
        .terminal("GR"),
        StackColumn::new("count", Holds::Count, |r, _| {
            (r.products.len() as i64).into()
        })
        .screen("BOUGHT")
        .terminal("BOUGHT"),
        StackColumn::new("products", Holds::Text, |r, _| {
            names(&r.products).as_str().into()
        })
        .screen("PRODUCTS")
        .shrinks(16)
        .terminal("PRODUCTS"),
    ],
    json_first: &[],
    windows: &[STACKS_USUAL],
    terminals: &[STACKS_SHOWN],
    sorts: &[
        Sort::as_they_come('s', "most bought"),
        Sort::by('c', "code of the standard", "code"),
        Sort::by('w', "where", "school"),
    ],
    copied: STACKS_SHOWN,
};

/// What `hallpass standards --idle` shows on a terminal.
pub const IDLE_SHOWN: &[&str] = &["product", "school", "count", "windows"];

/// What is paid for at a school where no group falls short of what it teaches.
pub const IDLE: ListColumns<IdleRow> = ListColumns {
    name: "idle",
    all: &[
        IdleColumn::new("product", Holds::Text, |r, _| r.name.as_str().into())
            .screen("PRODUCT")
            .shrinks(12)
            .terminal("PRODUCT"),
        IdleColumn::new("school", Holds::Text, |r, _| r.school_name.as_str().into())
            .screen("WHERE")
            .shrinks(12)
            .terminal("WHERE"),
        IdleColumn::new("count", Holds::Count, |r, _| {
            (r.standards.len() as i64).into()
        })
        .screen("STANDARDS")
        .terminal("STANDARDS"),
        IdleColumn::new("standards", Holds::Text, |r, _| {
            r.standards.join(", ").as_str().into()
        }),
        IdleColumn::new("windows", Holds::Text, |r, _| {
            r.windows_in_words().as_str().into()
        })
        .screen("NO GAP IN")
        .shrinks(12)
        .terminal("NO GAP IN"),
    ],
    json_first: &[],
    windows: &[IDLE_USUAL],
    terminals: &[IDLE_SHOWN],
    sorts: &[
        Sort::as_they_come('s', "product"),
        Sort::by('w', "where", "school"),
        Sort::by('n', "number of standards", "count"),
    ],
    copied: IDLE_SHOWN,
};

/// What `hallpass standards --claimed` shows on a terminal.
pub const CLAIMED_SHOWN: &[&str] = &[
    "code", "product", "module", "status", "says", "closes", "verifier",
];

/// What is to be verified.
pub const CLAIMED: ListColumns<ClaimToVerify> = ListColumns {
    name: "claimed",
    all: &[
        ClaimColumn::new("framework", Holds::Text, |r, _| r.framework.as_str().into()),
        ClaimColumn::new("code", Holds::Text, |r, _| r.code.as_deref().into())
            .screen("STANDARD")
            .terminal("STANDARD"),
        ClaimColumn::new("guid", Holds::Text, |r, _| {
            let standard = r.standard.as_ref();
            standard.map(|standard| standard.guid.as_str()).into()
        }),
        ClaimColumn::new("statement", Holds::Text, |r, _| {
            let standard = r.standard.as_ref();
            standard.map(|standard| standard.statement.as_str()).into()
        })
        .screen("STATEMENT"),
        ClaimColumn::new("product", Holds::Text, |r, _| {
            let first = r.claims.first();
            first.map(|one| one.product_name.as_str()).into()
        })
        .screen("PRODUCT")
        .shrinks(12)
        .terminal("PRODUCT"),
        ClaimColumn::new("module", Holds::Text, |r, _| {
            let first = r.claims.first();
            first.and_then(|one| one.claim.module.as_deref()).into()
        })
        .shrinks(8)
        .leaves(1)
        .terminal("PART"),
        ClaimColumn::new("status", Holds::Text, |r, _| r.status().into())
            .screen("PROOF")
            .leaves(4)
            .terminal("PROOF"),
        ClaimColumn::new("says", Holds::Text, |r, _| {
            let says = r.claims.iter().filter_map(|one| one.claim.says);
            let says: Vec<&str> = says.map(Claimant::word).collect();
            says.join(", ").as_str().into()
        })
        .screen("WHO SAYS SO")
        .shrinks(10)
        .leaves(3)
        .terminal("WHO SAYS SO"),
        ClaimColumn::new("closes", Holds::Text, |r, _| {
            let closes = r.closes.map(|closes| closes.to_string());
            closes.as_deref().into()
        })
        .screen_as(" CLOSES", |r, _| {
            let closes = r.closes.map(|closes| closes.to_string());
            format!("{:>7}", closes.as_deref().unwrap_or("-"))
        })
        .terminal("CLOSES"),
        ClaimColumn::new("verifier", Holds::Text, |r, _| {
            Some(r.verifiers()).filter(|one| !one.is_empty()).into()
        })
        .shrinks(10)
        .leaves(2)
        .terminal("FOR"),
    ],
    json_first: &[],
    windows: &[CLAIMED_USUAL, CLAIMED_NARROW],
    terminals: &[CLAIMED_SHOWN],
    sorts: &[
        Sort::as_they_come('s', "what it closes"),
        Sort::by('c', "code of the standard", "code"),
        Sort::by('p', "product", "product"),
        Sort::by('w', "who says so", "says"),
    ],
    copied: CLAIMED_SHOWN,
};

fn names(claims: &[ListedClaim]) -> String {
    let names: Vec<&str> = claims.iter().map(|one| one.product_name.as_str()).collect();
    names.join(", ")
}
