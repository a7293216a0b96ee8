//! What products teach, bought more than once, bought for nobody's gap, and only claimed: the columns of
//! `hallpass standards --stacks`, `--idle` and `--claimed`.

use super::{ListColumn, ListColumns};
use crate::domain::standards::claim::Claimant;
use crate::exchange::write::Holds;
use crate::office::gaps::{IdleRow, StackRow};
use crate::office::standards::{ClaimToVerify, ListedClaim};

type StackColumn = ListColumn<StackRow>;
type IdleColumn = ListColumn<IdleRow>;
type ClaimColumn = ListColumn<ClaimToVerify>;

/// What `hallpass standards --stacks` shows on a terminal.
pub const STACKS_SHOWN: &[&str] = &["code", "school", "grades", "count", "products"];

/// Standards that several products are bought for at one school.
pub const STACKS: ListColumns<StackRow> = ListColumns::of_commands(
    "stacks",
    &[
        StackColumn::new("framework", Holds::Text, |r, _| r.framework.as_str().into()),
        StackColumn::new("code", Holds::Text, |r, _| r.code.as_str().into()).terminal("STANDARD"),
        StackColumn::new("guid", Holds::Text, |r, _| r.guid.as_str().into()),
        StackColumn::new("statement", Holds::Text, |r, _| r.statement.as_str().into()),
        StackColumn::new("school", Holds::Text, |r, _| r.school_name.as_str().into())
            .terminal("WHERE"),
        StackColumn::new("grades", Holds::Text, |r, _| {
            r.grades.to_string().as_str().into()
        })
        .terminal("GR"),
        StackColumn::new("count", Holds::Count, |r, _| {
            (r.products.len() as i64).into()
        })
        .terminal("BOUGHT"),
        StackColumn::new("products", Holds::Text, |r, _| {
            names(&r.products).as_str().into()
        })
        .terminal("PRODUCTS"),
    ],
    &[STACKS_SHOWN],
);

/// What `hallpass standards --idle` shows on a terminal.
pub const IDLE_SHOWN: &[&str] = &["product", "school", "count", "windows"];

/// What is paid for at a school where no group falls short of what it teaches.
pub const IDLE: ListColumns<IdleRow> = ListColumns::of_commands(
    "idle",
    &[
        IdleColumn::new("product", Holds::Text, |r, _| r.name.as_str().into()).terminal("PRODUCT"),
        IdleColumn::new("school", Holds::Text, |r, _| r.school_name.as_str().into())
            .terminal("WHERE"),
        IdleColumn::new("count", Holds::Count, |r, _| {
            (r.standards.len() as i64).into()
        })
        .terminal("STANDARDS"),
        IdleColumn::new("standards", Holds::Text, |r, _| {
            r.standards.join(", ").as_str().into()
        }),
        IdleColumn::new("windows", Holds::Text, |r, _| {
            r.windows_in_words().as_str().into()
        })
        .terminal("NO GAP IN"),
    ],
    &[IDLE_SHOWN],
);

/// What `hallpass standards --claimed` shows on a terminal.
pub const CLAIMED_SHOWN: &[&str] = &["code", "product", "module", "status", "says", "closes"];

/// What is to be verified.
pub const CLAIMED: ListColumns<ClaimToVerify> = ListColumns::of_commands(
    "claimed",
    &[
        ClaimColumn::new("framework", Holds::Text, |r, _| r.framework.as_str().into()),
        ClaimColumn::new("code", Holds::Text, |r, _| r.code.as_deref().into()).terminal("STANDARD"),
        ClaimColumn::new("guid", Holds::Text, |r, _| {
            let standard = r.standard.as_ref();
            standard.map(|standard| standard.guid.as_str()).into()
        }),
        ClaimColumn::new("statement", Holds::Text, |r, _| {
            let standard = r.standard.as_ref();
            standard.map(|standard| standard.statement.as_str()).into()
        }),
        ClaimColumn::new("product", Holds::Text, |r, _| {
            let first = r.claims.first();
            first.map(|one| one.product_name.as_str()).into()
        })
        .terminal("PRODUCT"),
        ClaimColumn::new("module", Holds::Text, |r, _| {
            let first = r.claims.first();
            first.and_then(|one| one.claim.module.as_deref()).into()
        })
        .terminal("PART"),
        ClaimColumn::new("status", Holds::Text, |r, _| r.status().into()).terminal("PROOF"),
        ClaimColumn::new("says", Holds::Text, |r, _| {
            let says = r.claims.iter().filter_map(|one| one.claim.says);
            let says: Vec<&str> = says.map(Claimant::word).collect();
            says.join(", ").as_str().into()
        })
        .terminal("WHO SAYS SO"),
        ClaimColumn::new("closes", Holds::Text, |r, _| {
            let closes = r.closes.map(|closes| closes.to_string());
            closes.as_deref().into()
        })
        .terminal("CLOSES"),
    ],
    &[CLAIMED_SHOWN],
);

fn names(claims: &[ListedClaim]) -> String {
    let names: Vec<&str> = claims.iter().map(|one| one.product_name.as_str()).collect();
    names.join(", ")
}
