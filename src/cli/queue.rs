//! `hallpass queue`: what is to be reviewed, what is due first.

use clap::Args;
use serde_json::{Value as Json, json};

use crate::domain::request::RequestState;
use crate::domain::review::{QueueFilter, QueueRow, Score};
use crate::exchange::write::{Holds, Table, TableCell};

use super::print::{self, Form};
use super::{Context, Failure, find, people, values};

/// `hallpass queue`
#[derive(Debug, Args)]
pub(super) struct Queue {
    /// Only what I have
    #[arg(long)]
    mine: bool,
    /// Only what is late
    #[arg(long)]
    late: bool,
    /// Only what stands there
    #[arg(long, value_parser = values::one_of::<RequestState>())]
    state: Option<RequestState>,
    /// Only what is wanted at this school, by code or name
    #[arg(long)]
    school: Option<String>,
}

impl Queue {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let store = context.read()?;
        let school = self.school.as_deref();
        if self.mine {
            people::find_person(&store, &context.stamp.who)?;
        }
        let filter = QueueFilter {
            mine: self.mine.then(|| context.stamp.who.clone()),
            late: self.late,
            state: self.state,
            school: school.map(|name| find::school(&store, name)).transpose()?,
        };
        let rows = store.queue(&filter, context.stamp.today)?;
        if context.form == Form::Json {
            print::json(&list(&rows));
            return Ok(());
        }
        if rows.is_empty() {
            let all = filter == QueueFilter::default();
            print::notice(if all {
                "The queue is empty."
            } else {
                "Nothing in the queue is like that."
            });
        }
        print::table(context.form, &table(&rows), &SHOWN);
        Ok(())
    }
}

/// The queue as JSON.
pub(super) fn list(rows: &[QueueRow]) -> Json {
    rows.iter().map(row).collect()
}

/// One row of the queue as JSON.
pub(super) fn row(row: &QueueRow) -> Json {
    let clock = &row.clock;
    json!({
        "id": row.name, "product": row.product_name, "vendor": row.vendor, "school": row.place,
        "kind": row.kind(), "state": row.state.word(), "tier": row.tier,
        "due_on": clock.due_on.to_string(), "days_left": clock.days_left, "late": clock.late() > 0,
        "technical": score(row.technical), "curricular": score(row.curricular),
        "owner": row.owner.as_ref().map(|who| &who.login), "est_cents": row.cost.map(|cost| cost.0),
        "product_id": row.product, "trigger": row.trigger.word(), "why": row.why, "asks": row.asks,
        "received_on": clock.received_on.to_string(),
        "our_days": clock.our_days, "total_days": clock.total_days, "paused": clock.paused,
        "schools": (!row.codes.is_empty()).then_some(&row.codes),
        "waiting": row.waiting.as_ref().map(|(on, what, since)| json!({
            "on": on.word(), "what": what, "since": since.to_string(),
        })),
    })
}

fn score(score: Score) -> Json {
    json!({ "answered": score.answered, "of": score.of, "failed": score.failed })
}

const SHOWN: [(&str, &str); 9] = [
    ("id", "REQ"),
    ("product", "PRODUCT"),
    ("school", "WHERE"),
    ("kind", "KIND"),
    ("state", "STATE"),
    ("due", "DUE"),
    ("technical", "TECH"),
    ("curricular", "CURR"),
    ("owner", "OWNER"),
];

/// The queue as a table, for people and spreadsheets.
pub(super) fn table(rows: &[QueueRow]) -> Table {
    let mut table = Table::new(
        "queue",
        &[
            ("id", Holds::Text),
            ("product", Holds::Text),
            ("vendor", Holds::Text),
            ("school", Holds::Text),
            ("kind", Holds::Text),
            ("state", Holds::Text),
            ("tier", Holds::Count),
            ("due_on", Holds::Day),
            ("days_left", Holds::Count),
            ("due", Holds::Text),
            ("technical", Holds::Text),
            ("curricular", Holds::Text),
            ("owner", Holds::Text),
            ("est", Holds::Cents),
            ("asks", Holds::Count),
            ("why", Holds::Text),
        ],
    );
    table.rows = rows.iter().map(cells).collect();
    table
}

fn cells(row: &QueueRow) -> Vec<TableCell> {
    let why = Some(row.why.as_str()).filter(|why| !why.is_empty());
    vec![
        row.name.as_str().into(),
        row.product_name.as_str().into(),
        row.vendor.clone().into(),
        row.place.as_str().into(),
        row.kind().into(),
        row.state.word().into(),
        row.tier.into(),
        row.clock.due_on.into(),
        row.clock.days_left.into(),
        due(row).into(),
        said(row.technical).into(),
        said(row.curricular).into(),
        row.owner.as_ref().map(|who| who.login.clone()).into(),
        row.cost.into(),
        (row.asks as i64).into(),
        why.into(),
    ]
}

/// `5/8`, `2/6!` where something failed; nothing where nothing is asked.
fn said(score: Score) -> Option<String> {
    let failed = if score.failed > 0 { "!" } else { "" };
    (score.of > 0).then(|| format!("{}/{}{failed}", score.answered, score.of))
}

/// `2026-03-12 Thu, in 2 days`; days are working days. What is over is due no more.
pub(super) fn due(row: &QueueRow) -> String {
    let clock = &row.clock;
    let day = clock.due_on.format("%Y-%m-%d %a");
    let days = |n: i64| {
        if n == 1 {
            "1 day".into()
        } else {
            format!("{n} days")
        }
    };
    match clock.days_left {
        _ if !row.state.is_open() => String::new(),
        _ if clock.paused => format!("{day}, paused"),
        n if n < 0 => format!("{day}, late {}", days(-n)),
        0 => format!("{day}, today"),
        n => format!("{day}, in {}", days(n)),
    }
}
