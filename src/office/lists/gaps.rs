//! Where groups fall short: the columns of `hallpass gaps`, and what its sheet for one standard has in order.

use super::Width::{AtLeast, Fixed};
use super::{ListColumn, ListColumns, Sort, Viewer, Widths};
use crate::domain::standards::claim::AlignmentStatus;
use crate::domain::standards::matching::Trust;
use crate::exchange::route_page::RoutePage;
use crate::exchange::write::Holds;
use crate::office::gaps::{GapRow, PlacedOffer, RouteSheet, told_answer, told_seats};

type GapColumn = ListColumn<GapRow>;
type RouteColumn = ListColumn<PlacedOffer>;

/// Gaps in a window of the usual size.
pub const USUAL: Widths = &[
    ("code", AtLeast(10)),
    ("school", AtLeast(14)),
    ("grade", Fixed(2)),
    ("below_band", Fixed(8)),
    ("n_band", Fixed(7)),
    ("need", Fixed(4)),
    ("open_pct", Fixed(4)),
    ("score", Fixed(6)),
    ("state", AtLeast(15)),
];

/// The same in a narrow window.
pub const NARROW: Widths = &[
    ("code", AtLeast(9)),
    ("school", AtLeast(12)),
    ("grade", Fixed(2)),
    ("need", Fixed(4)),
    ("open_pct", Fixed(4)),
    ("score", Fixed(6)),
    ("state", AtLeast(15)),
];

/// The same in a wide window.
pub const WIDE: Widths = &[
    ("code", AtLeast(10)),
    ("school", AtLeast(18)),
    ("grade", Fixed(2)),
    ("below_band", Fixed(8)),
    ("n_band", Fixed(7)),
    ("need", Fixed(4)),
    ("open_pct", Fixed(4)),
    ("score", Fixed(6)),
    ("state", AtLeast(18)),
    ("best", AtLeast(14)),
    ("routed", AtLeast(14)),
    ("test", AtLeast(10)),
];

/// What `hallpass gaps` shows on a terminal.
pub const SHOWN: &[&str] = &[
    "code",
    "school",
    "grade",
    "below_band",
    "n_band",
    "need",
    "open_pct",
    "score",
    "state",
];

/// Every gap that is told, the highest score first.
pub const GAPS: ListColumns<GapRow> = ListColumns {
    name: "gaps",
    all: &[
        GapColumn::new("test", Holds::Text, |r, _| r.test.as_str().into()).screen("TEST"),
        GapColumn::new("window", Holds::Text, |r, _| r.window.as_str().into()),
        GapColumn::new("code", Holds::Text, |r, _| r.code.as_str().into())
            .screen("STANDARD")
            .terminal("STANDARD"),
        GapColumn::new("guid", Holds::Text, |r, _| r.guid.as_str().into()),
        GapColumn::new("school", Holds::Text, |r, _| r.school_name.as_str().into())
            .screen("WHERE")
            .shrinks(12)
            .terminal("WHERE"),
        GapColumn::new("grade", Holds::Text, |r, _| {
            r.grade.to_string().as_str().into()
        })
        .screen_as("GR", |r, _| format!("{:>2}", r.grade.to_string()))
        .terminal("GR"),
        GapColumn::new("below_band", Holds::Text, |r, _| {
            r.bands.below.word().into()
        })
        .screen_as("BELOW", |r, _| format!("{}%", r.bands.below))
        .terminal("BELOW %"),
        GapColumn::new("n_band", Holds::Text, |r, _| {
            r.bands.size.to_string().as_str().into()
        })
        .screen_as("     OF", |r, _| format!("{:>7}", r.bands.size.to_string()))
        .leaves(2)
        .terminal("OF"),
        GapColumn::new("below_at_least", Holds::Count, |r, _| {
            i64::from(r.score.below).into()
        }),
        GapColumn::new("wide", Holds::Flag, |r, _| r.wide.into()),
        GapColumn::new("weight", Holds::Count, |r, _| {
            i64::from(r.score.weight).into()
        }),
        GapColumn::new("need", Holds::Count, |r, _| (r.score.need() as i64).into())
            .screen("NEED")
            .leaves(1)
            .terminal("NEED"),
        GapColumn::new("open_pct", Holds::Count, |r, _| {
            i64::from(r.score.state.open_percent()).into()
        })
        .screen_as("OPEN", |r, _| format!("{}%", r.score.state.open_percent()))
        .leaves(3)
        .terminal("OPEN %"),
        GapColumn::new("score", Holds::Text, |r, _| {
            r.score.score().to_string().as_str().into()
        })
        .screen_as(" SCORE", |r, _| format!("{:>6}", r.score.score()))
        .terminal("SCORE"),
        GapColumn::new("state", Holds::Text, |r, _| r.score.state.word().into())
            .screen_as("WE HAVE HERE", |r, _| r.have())
            .terminal("WE HAVE HERE"),
        GapColumn::new("best", Holds::Text, |r, _| {
            r.best.as_ref().map_or("", |best| &best.name).into()
        })
        .screen("BEST HERE"),
        GapColumn::new("routed", Holds::Text, |r, _| {
            r.routed
                .as_ref()
                .map_or("", |routed| &routed.product)
                .into()
        })
        .screen_as("ROUTED", |r, _| {
            let routed = r.routed.as_ref();
            routed.map_or_else(String::new, |routed| match routed.since_word() {
                Some(since) => format!("{}, {since}", routed.product),
                None => routed.product.clone(),
            })
        }),
        GapColumn::new("since", Holds::Text, |r, _| {
            let since = r.routed.as_ref().and_then(|routed| routed.since);
            since.map_or("", |since| since.word()).into()
        }),
        GapColumn::new("why", Holds::Text, |r, _| r.why().as_str().into()),
    ],
    json_first: &[],
    windows: &[USUAL, NARROW, WIDE],
    terminals: &[SHOWN],
    sorts: &[
        Sort::as_they_come('s', "score"),
        Sort::by('c', "code of the standard", "code"),
        Sort::by('w', "where", "school"),
        Sort::by('g', "grade", "grade").valued(|r, _| i64::from(r.grade.number()).into()),
        Sort::by('b', "below", "below_band").valued(|r, _| (-(r.bands.below as i64)).into()),
        Sort::by('n', "need", "need"),
        Sort::by('o', "open", "open_pct"),
    ],
    copied: SHOWN,
};

/// What `hallpass route` shows on a terminal.
pub const ROUTE_SHOWN: &[&str] = &[
    "place",
    "product",
    "module",
    "answer",
    "match",
    "status",
    "says",
    "seats_free",
    "trained_pct",
    "step",
];

/// What may be used for a gap, below the list of gaps.
pub const OFFERED: Widths = &[
    ("product", AtLeast(11)),
    ("match", Fixed(14)),
    ("says", AtLeast(19)),
    ("answer", AtLeast(10)),
    ("seats_free", Fixed(8)),
    ("trained_pct", Fixed(7)),
];

/// The same in a narrow window.
pub const OFFERED_NARROW: Widths = &[
    ("product", AtLeast(10)),
    ("match", AtLeast(9)),
    ("says", AtLeast(9)),
    ("answer", AtLeast(8)),
    ("seats_free", Fixed(8)),
    ("trained_pct", Fixed(7)),
];

/// What may be used for a standard at a school, in order.
pub const ROUTE: ListColumns<PlacedOffer> = ListColumns {
    name: "route",
    all: &[
        RouteColumn::new("place", Holds::Count, |r, _| (r.place as i64).into()).terminal("#"),
        RouteColumn::new("product", Holds::Text, |r, _| r.offer.name.as_str().into())
            .screen("PRODUCT")
            .shrinks(12)
            .terminal("PRODUCT"),
        RouteColumn::new("module", Holds::Text, |r, _| r.offer.module.as_str().into())
            .shrinks(8)
            .leaves(2)
            .terminal("PART"),
        RouteColumn::new("answer", Holds::Text, |r, _| {
            told_answer(r.offer.answer.word, r.offer.answer.verdict)
                .as_str()
                .into()
        })
        .screen("MAY THEY")
        .terminal("MAY THEY"),
        RouteColumn::new("match", Holds::Text, |r, _| {
            r.offer.way.to_string().as_str().into()
        })
        .screen("MATCH")
        .shrinks(9)
        .leaves(6)
        .terminal("MATCH"),
        RouteColumn::new("status", Holds::Text, |r, _| r.offer.status().into())
            .leaves(4)
            .terminal("PROOF"),
        RouteColumn::new("says", Holds::Text, |r, _| {
            let says = r.offer.claim.as_ref().and_then(|claim| claim.says);
            says.map_or("", |says| says.word()).into()
        })
        .screen_as("WHO SAYS SO", |r, _| who_says(r))
        .shrinks(10)
        .leaves(3)
        .terminal("WHO SAYS SO"),
        RouteColumn::new("by", Holds::Text, |r, _| {
            r.offer.by.as_deref().unwrap_or("").into()
        }),
        RouteColumn::new("on", Holds::Day, |r, _| {
            r.offer.claim.as_ref().and_then(|claim| claim.on).into()
        }),
        RouteColumn::new("seats_free", Holds::Text, |r, _| {
            told_seats(r.offer.answer.seats).as_str().into()
        })
        .screen_as("    FREE", |r, _| {
            format!("{:>8}", told_seats(r.offer.answer.seats))
        })
        .terminal("FREE"),
        RouteColumn::new("trained_pct", Holds::Count, |r, _| {
            r.offer.answer.trained.map(i64::from).into()
        })
        .screen_as("TRAINED", |r, _| {
            let trained = r.offer.answer.trained;
            trained.map_or("-".to_owned(), |trained| format!("{trained}%"))
        })
        .leaves(5)
        .terminal("TRAINED %"),
        RouteColumn::new("step", Holds::Text, |r, _| r.step.into())
            .leaves(1)
            .terminal("PLACED BY"),
    ],
    json_first: &[],
    windows: &[OFFERED, OFFERED_NARROW],
    terminals: &[ROUTE_SHOWN],
    sorts: &[],
    copied: ROUTE_SHOWN,
};

/// The sheet for the principal and the teacher.
pub fn route_page(sheet: &RouteSheet, viewer: &Viewer) -> RoutePage {
    RoutePage {
        title: sheet.title(),
        lines: sheet.told(),
        table: ROUTE.table(&sheet.placed(), viewer),
    }
}

/// Who says so, and since when: `vendor, Mar 12 2026`, `nhalvessen, Oct 13 2026`.
fn who_says(row: &PlacedOffer) -> String {
    let offer = &row.offer;
    if offer.trust.is_none() {
        return "not counted".to_owned();
    }
    let Some(claim) = &offer.claim else {
        return "several standards".to_owned();
    };
    let claims = claim.says.map_or("somebody", |says| says.word());
    let verified = claim.status == AlignmentStatus::Verified;
    let (who, on) = match (&offer.by, offer.trust) {
        (Some(by), Some(Trust::Recheck)) => (format!("recheck: {by}"), claim.on),
        (Some(by), _) if verified => (by.clone(), claim.on),
        _ => (claims.to_owned(), claim.claimed_on),
    };
    let on = on.map(|day| day.format(", %b %-d %Y").to_string());
    format!("{who}{}", on.unwrap_or_default())
}
