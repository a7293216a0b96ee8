//! Where groups fall short: the columns of `hallpass gaps`, and what its sheet for one standard has in order.

use super::{ListColumn, ListColumns};
use crate::exchange::write::Holds;
use crate::office::gaps::{GapOffer, GapRow, told_answer, told_seats};

type GapColumn = ListColumn<GapRow>;
type RouteColumn = ListColumn<PlacedOffer>;

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
pub const GAPS: ListColumns<GapRow> = ListColumns::of_commands(
    "gaps",
    &[
        GapColumn::new("test", Holds::Text, |r, _| r.test.as_str().into()),
        GapColumn::new("window", Holds::Text, |r, _| r.window.as_str().into()),
        GapColumn::new("code", Holds::Text, |r, _| r.code.as_str().into()).terminal("STANDARD"),
        GapColumn::new("guid", Holds::Text, |r, _| r.guid.as_str().into()),
        GapColumn::new("school", Holds::Text, |r, _| r.school_name.as_str().into())
            .terminal("WHERE"),
        GapColumn::new("grade", Holds::Text, |r, _| {
            r.grade.to_string().as_str().into()
        })
        .terminal("GR"),
        GapColumn::new("below_band", Holds::Text, |r, _| {
            r.bands.below.word().into()
        })
        .terminal("BELOW %"),
        GapColumn::new("n_band", Holds::Text, |r, _| {
            r.bands.size.to_string().as_str().into()
        })
        .terminal("OF"),
        GapColumn::new("below_at_least", Holds::Count, |r, _| {
            i64::from(r.score.below).into()
        }),
        GapColumn::new("wide", Holds::Flag, |r, _| r.wide.into()),
        GapColumn::new("weight", Holds::Count, |r, _| {
            i64::from(r.score.weight).into()
        }),
        GapColumn::new("need", Holds::Count, |r, _| (r.score.need() as i64).into())
            .terminal("NEED"),
        GapColumn::new("open_pct", Holds::Count, |r, _| {
            i64::from(r.score.state.open_percent()).into()
        })
        .terminal("OPEN %"),
        GapColumn::new("score", Holds::Text, |r, _| {
            r.score.score().to_string().as_str().into()
        })
        .terminal("SCORE"),
        GapColumn::new("state", Holds::Text, |r, _| r.score.state.word().into())
            .terminal("WE HAVE HERE"),
        GapColumn::new("best", Holds::Text, |r, _| {
            r.best.as_ref().map_or("", |best| &best.name).into()
        }),
        GapColumn::new("routed", Holds::Text, |r, _| {
            r.routed
                .as_ref()
                .map_or("", |routed| &routed.product)
                .into()
        }),
        GapColumn::new("since", Holds::Text, |r, _| {
            let since = r.routed.as_ref().and_then(|routed| routed.since);
            since.map_or("", |since| since.word()).into()
        }),
        GapColumn::new("why", Holds::Text, |r, _| r.why().as_str().into()),
    ],
    &[SHOWN],
);

/// A product in a route, at its place, with the step that placed it.
#[derive(Debug, Clone)]
pub struct PlacedOffer {
    /// From 1.
    pub place: usize,
    /// The product.
    pub offer: GapOffer,
    /// The step; empty for the only one.
    pub step: &'static str,
}

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

/// What may be used for a standard at a school, in order.
pub const ROUTE: ListColumns<PlacedOffer> = ListColumns::of_commands(
    "route",
    &[
        RouteColumn::new("place", Holds::Count, |r, _| (r.place as i64).into()).terminal("#"),
        RouteColumn::new("product", Holds::Text, |r, _| r.offer.name.as_str().into())
            .terminal("PRODUCT"),
        RouteColumn::new("module", Holds::Text, |r, _| r.offer.module.as_str().into())
            .terminal("PART"),
        RouteColumn::new("answer", Holds::Text, |r, _| {
            told_answer(r.offer.answer.word, r.offer.answer.verdict)
                .as_str()
                .into()
        })
        .terminal("MAY THEY"),
        RouteColumn::new("match", Holds::Text, |r, _| {
            r.offer.way.to_string().as_str().into()
        })
        .terminal("MATCH"),
        RouteColumn::new("status", Holds::Text, |r, _| r.offer.status().into()).terminal("PROOF"),
        RouteColumn::new("says", Holds::Text, |r, _| {
            let says = r.offer.claim.as_ref().and_then(|claim| claim.says);
            says.map_or("", |says| says.word()).into()
        })
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
        .terminal("FREE"),
        RouteColumn::new("trained_pct", Holds::Count, |r, _| {
            r.offer.answer.trained.map(i64::from).into()
        })
        .terminal("TRAINED %"),
        RouteColumn::new("step", Holds::Text, |r, _| r.step.into()).terminal("PLACED BY"),
    ],
    &[ROUTE_SHOWN],
);
