//! What is asked of a region: what districts say of a product, what it costs about, what ends together, where they differ.

use chrono::Months;
use clap::Args;
use serde_json::{Value as Json, json};

use crate::domain::counted::counted;
use crate::domain::region::shared::SharedRow;
use crate::domain::text::shell_word;
use crate::office::lists::region::{
    REGION_DIFFERENCES, REGION_ENDING, REGION_PRICES, REGION_PRODUCT, REGION_STATUS,
};
use crate::office::lists::{ListColumns, Viewer};
use crate::office::query::region::{FactOfProduct, SaidOfProduct, ToldFact};
use crate::office::region::{Neighbour, Region, ThingTold, no_price};

use super::super::print::{self, Form};
use super::super::{Context, Failure};
use super::AskedRegion;

/// Things on a page.
const PAGE: usize = 50;

/// A product, by what it is called.
#[derive(Debug, Args)]
pub(super) struct AskedThing {
    /// What it is called
    #[arg(required = true, num_args = 1.., value_name = "WORDS")]
    words: Vec<String>,
    #[command(flatten)]
    of: AskedRegion,
}

impl AskedThing {
    fn things(&self, context: &Context, region: &Region) -> Result<Vec<ThingTold>, Failure> {
        let words = self.words.join(" ");
        let things = region.status(&words, context.region_day()?)?;
        if things.is_empty() {
            let what = format!("no district of the region knows a product called `{words}`");
            return Err(Failure::NotFound(what));
        }
        Ok(things)
    }

    pub(super) fn status(&self, context: &Context) -> Result<(), Failure> {
        let region = self.of.opened(context)?;
        let things = self.things(context, &region)?;
        if context.form == Form::Json {
            print::json(&Json::Array(things.iter().map(thing_json).collect()));
            return Ok(());
        }
        if context.form == Form::Csv {
            let rows = things.iter().flat_map(|thing| {
                thing.neighbours.iter().map(|neighbour| SaidOfProduct {
                    product: thing.name().to_owned(),
                    confirmed: thing.confirmed,
                    neighbour: neighbour.clone(),
                })
            });
            csv(&REGION_STATUS, rows, context.region_day()?);
            return Ok(());
        }
        for thing in &things {
            tell(thing);
        }
        Ok(())
    }

    pub(super) fn product(&self, context: &Context) -> Result<(), Failure> {
        let region = self.of.opened(context)?;
        let mut all = Vec::new();
        let mut rows = Vec::new();
        for thing in self.things(context, &region)? {
            let decisions = region.decisions(&thing.thing)?;
            let facts = region.facts(&thing.thing)?;
            if context.form == Form::Csv {
                let decisions = decisions.into_iter().map(ToldFact::Decision);
                let told = decisions.chain(facts.into_iter().map(ToldFact::Other));
                rows.extend(told.map(|told| FactOfProduct {
                    product: thing.name().to_owned(),
                    confirmed: thing.confirmed,
                    told,
                }));
                continue;
            }
            if context.form != Form::Json {
                tell(&thing);
                for decision in &decisions {
                    print::line(&format!("  {}", decision.line()));
                }
                for fact in &facts {
                    print::line(&format!("  {}", fact.line()));
                }
                continue;
            }
            let decisions = decisions.iter().map(|one| {
                json!({
                    "district": one.district, "stance": one.stance, "scope": one.scope, "grades": one.grades,
                    "conditions": one.conditions, "reason": one.reason, "decided_on": one.decided_on,
                    "until": one.ends,
                })
            });
            let decisions: Vec<Json> = decisions.collect();
            let facts = facts
                .iter()
                .map(|one| json!({ "district": one.district, "kind": one.kind, "says": one.says }));
            let mut told = thing_json(&thing);
            told["decisions"] = decisions.into();
            told["facts"] = facts.collect::<Vec<Json>>().into();
            all.push(told);
        }
        match context.form {
            Form::Json => print::json(&Json::Array(all)),
            Form::Csv => csv(&REGION_PRODUCT, rows.into_iter(), context.region_day()?),
            Form::Text | Form::Plain => {}
        }
        Ok(())
    }

    pub(super) fn prices(&self, context: &Context) -> Result<(), Failure> {
        let region = self.of.opened(context)?;
        let today = context.region_day()?;
        let mut all = Vec::new();
        let mut rows = Vec::new();
        for thing in self.things(context, &region)? {
            let prices = region.prices(&thing.thing, today)?;
            let bands = prices.iter().map(|one| {
                json!({
                    "unit": one.unit, "from_cents": one.band.low, "below_cents": one.band.high,
                    "districts": one.districts, "of": one.of,
                })
            });
            all.push(json!({
                "product": thing.name(), "confirmed": thing.confirmed, "prices": bands.collect::<Vec<_>>(),
            }));
            rows.extend(prices.iter().map(|one| SharedRow {
                thing: thing.thing.clone(),
                name: thing.name().to_owned(),
                confirmed: thing.confirmed,
                unit: Some(one.unit.clone()),
                band: Some(one.band),
                districts: one.districts,
                sharing: one.of,
                ..SharedRow::default()
            }));
            if matches!(context.form, Form::Json | Form::Csv) {
                continue;
            }
            print::line(&thing.headed());
            for one in &prices {
                print::line(&format!("  {}", one.line()));
            }
            if prices.is_empty() {
                print::line(&format!("  {}", no_price()));
            }
        }
        match context.form {
            Form::Json => print::json(&Json::Array(all)),
            Form::Csv => csv(&REGION_PRICES, rows.into_iter(), today),
            Form::Text | Form::Plain => {}
        }
        Ok(())
    }
}

impl Context {
    /// The day it is: where there is an office, there.
    pub(super) fn region_day(&self) -> Result<chrono::NaiveDate, Failure> {
        if self.db.exists() {
            return Ok(self.asked_office()?.today());
        }
        Ok(self.stamp_in(&self.world.zone).today)
    }
}

fn tell(thing: &ThingTold) {
    print::line(&thing.headed());
    print::line(&format!("{}.", thing.sentence()));
    for one in &thing.neighbours {
        print::line(&format!("  {}", one.line()));
    }
}

fn thing_json(thing: &ThingTold) -> Json {
    let neighbours = thing.neighbours.iter().map(|one: &Neighbour| {
        json!({
            "district": one.district, "name": one.name, "product": one.product, "vendor": one.vendor,
            "answer": one.answer.word(), "reason": one.reason, "decided_on": one.decided_on,
            "pushed_on": one.pushed_on,
        })
    });
    json!({
        "product": thing.name(), "confirmed": thing.confirmed, "told": thing.sentence(),
        "districts": neighbours.collect::<Vec<_>>(),
    })
}

pub(super) fn ending(context: &Context, region: &Region, within: u32) -> Result<(), Failure> {
    let today = context.region_day()?;
    let until = today
        .checked_add_months(Months::new(within))
        .unwrap_or(today);
    let things = region.ending("", today, until, PAGE as i64)?;
    if context.form == Form::Csv {
        csv(
            &REGION_ENDING,
            things.into_iter().map(SharedRow::from),
            today,
        );
        return Ok(());
    }
    if context.form == Form::Json {
        let told = things.iter().map(|one| {
            json!({
                "product": one.name, "confirmed": one.confirmed, "districts": one.districts, "ends": one.which,
            })
        });
        print::json(&Json::Array(told.collect()));
        return Ok(());
    }
    for one in &things {
        print::line(&format!(
            "{}: {}{}: {}",
            one.name,
            counted(one.districts, "district"),
            by_name(one.confirmed),
            one.which.join(", ")
        ));
    }
    if things.is_empty() {
        print::notice(&format!(
            "Nothing that two districts share ends in the next {within} months."
        ));
    }
    Ok(())
}

/// The rows of a list as a file has them.
pub(super) fn csv<R: 'static>(
    list: &ListColumns<R>,
    rows: impl Iterator<Item = R>,
    today: chrono::NaiveDate,
) {
    let rows: Vec<R> = rows.collect();
    print::list(Form::Csv, list, &[], &rows, &Viewer::anybody(today));
}

fn by_name(confirmed: bool) -> &'static str {
    if confirmed { "" } else { " (by its name)" }
}

pub(super) fn differences(context: &Context, region: &Region, behind: &str) -> Result<(), Failure> {
    let mut things = region.differences("", behind, context.region_day()?, PAGE as i64 + 1)?;
    let more = things.len() > PAGE;
    things.truncate(PAGE);
    let next = things
        .last()
        .filter(|_| more)
        .map(|last| last.thing.clone());
    if context.form == Form::Csv {
        let today = context.region_day()?;
        csv(
            &REGION_DIFFERENCES,
            things.into_iter().map(SharedRow::from),
            today,
        );
        if let Some(next) = next {
            print::notice(&format!("There are more: --behind {}", shell_word(&next)));
        }
        return Ok(());
    }
    if context.form == Form::Json {
        let told = things.iter().map(|one| {
            json!({
                "product": one.name, "confirmed": one.confirmed, "yes": one.yes, "no": one.no, "reason": one.reason,
            })
        });
        print::json(&json!({ "differences": told.collect::<Vec<_>>(), "behind": next }));
        return Ok(());
    }
    for one in &things {
        let why = one.reason.as_deref().map(|why| format!(": {why}"));
        print::line(&format!(
            "{}{}: {} yes, {} no{}",
            one.name,
            by_name(one.confirmed),
            one.yes,
            one.no,
            why.unwrap_or_default()
        ));
    }
    if things.is_empty() {
        print::notice("No district refuses what another allows.");
    }
    if let Some(next) = next {
        let next = shell_word(&next);
        print::notice(&format!(
            "There are more: hallpass region differences --behind {next}"
        ));
    }
    Ok(())
}
