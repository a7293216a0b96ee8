//! What is asked of a region: what districts say of a product, what it costs about, what ends together, where they differ.

use chrono::Months;
use clap::Args;
use serde_json::{Value as Json, json};

use crate::domain::region::FEWEST_PRICES;
use crate::domain::region::stance::together;
use crate::office::region::{Neighbour, Region, ThingTold};

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
        for thing in &things {
            tell(thing);
        }
        Ok(())
    }

    pub(super) fn product(&self, context: &Context) -> Result<(), Failure> {
        let region = self.of.opened(context)?;
        let mut all = Vec::new();
        for thing in self.things(context, &region)? {
            let decisions = region.decisions(&thing.thing)?;
            let facts = region.facts(&thing.thing)?;
            if context.form != Form::Json {
                tell(&thing);
                for decision in &decisions {
                    let day = decision.decided_on.as_deref();
                    let day = day.map_or_else(String::new, |day| format!(" on {day}"));
                    let of = [decision.scope.as_str(), decision.grades.as_str()];
                    let of: Vec<&str> = of.into_iter().filter(|it| !it.is_empty()).collect();
                    let mut line = format!(
                        "  {} decided {}{day}, for {}",
                        decision.district,
                        decision.stance,
                        of.join(", grades ")
                    );
                    if let Some(ends) = &decision.ends {
                        line += &format!(", until {ends}");
                    }
                    for said in [&decision.conditions, &decision.reason]
                        .into_iter()
                        .flatten()
                    {
                        line += &format!("; {said}");
                    }
                    print::line(&line);
                }
                for fact in &facts {
                    print::line(&format!("  {} {}: {}", fact.district, fact.kind, fact.says));
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
        if context.form == Form::Json {
            print::json(&Json::Array(all));
        }
        Ok(())
    }

    pub(super) fn prices(&self, context: &Context) -> Result<(), Failure> {
        let region = self.of.opened(context)?;
        let today = context.region_day()?;
        let mut all = Vec::new();
        for thing in self.things(context, &region)? {
            let prices = region.prices(&thing.thing, today)?;
            let bands = prices.iter().map(|one| {
                json!({
                    "unit": one.unit, "from_cents": one.band.low, "below_cents": one.band.high,
                    "districts": one.districts, "of": one.of,
                })
            });
            all.push(json!({
                "product": name(&thing), "confirmed": thing.confirmed, "prices": bands.collect::<Vec<_>>(),
            }));
            if context.form == Form::Json {
                continue;
            }
            print::line(&headed(&thing));
            for one in &prices {
                print::line(&format!(
                    "  {} {}: {} of {} districts",
                    one.unit, one.band, one.districts, one.of
                ));
            }
            if prices.is_empty() {
                print::line(&format!(
                    "  No price is told: fewer than {FEWEST_PRICES} districts share what they pay for it by one unit."
                ));
            }
        }
        if context.form == Form::Json {
            print::json(&Json::Array(all));
        }
        Ok(())
    }
}

impl Context {
    /// The day it is: where there is an office, there.
    fn region_day(&self) -> Result<chrono::NaiveDate, Failure> {
        if self.db.exists() {
            return Ok(self.asked_office()?.today());
        }
        Ok(self.stamp_in(&self.world.zone).today)
    }
}

fn name(thing: &ThingTold) -> &str {
    thing.neighbours.first().map_or("", |first| &first.product)
}

/// A thing's name, and where that is all that is known to be the same.
fn headed(thing: &ThingTold) -> String {
    let vendor = thing
        .neighbours
        .iter()
        .find_map(|one| one.vendor.as_deref());
    let vendor = vendor.map(|vendor| format!(" ({vendor})"));
    let mut head = format!("{}{}", name(thing), vendor.unwrap_or_default());
    if !thing.confirmed && thing.neighbours.len() > 1 {
        head += " - by its name; nobody of the region has said that these are one product";
    }
    head
}

fn sentence(thing: &ThingTold) -> String {
    let said = thing
        .neighbours
        .iter()
        .map(|one| (one.answer, one.reason.clone()));
    together(&said.collect::<Vec<_>>())
}

fn tell(thing: &ThingTold) {
    print::line(&headed(thing));
    print::line(&format!("{}.", sentence(thing)));
    for one in &thing.neighbours {
        let decided = one
            .decided_on
            .as_deref()
            .map(|day| format!(", decided {day}"));
        let pushed = one.pushed_on.as_deref().unwrap_or("never");
        print::line(&format!(
            "  {} {}: {}{} (as of {pushed})",
            one.district,
            one.name,
            one.answer.word(),
            decided.unwrap_or_default()
        ));
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
        "product": name(thing), "confirmed": thing.confirmed, "told": sentence(thing),
        "districts": neighbours.collect::<Vec<_>>(),
    })
}

pub(super) fn ending(context: &Context, region: &Region, within: u32) -> Result<(), Failure> {
    let today = context.region_day()?;
    let until = today
        .checked_add_months(Months::new(within))
        .unwrap_or(today);
    let things = region.ending(today, until, PAGE as i64)?;
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
            "{}: {} districts{}: {}",
            one.name,
            one.districts,
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

fn by_name(confirmed: bool) -> &'static str {
    if confirmed { "" } else { " (by its name)" }
}

pub(super) fn differences(context: &Context, region: &Region, behind: &str) -> Result<(), Failure> {
    let mut things = region.differences(behind, context.region_day()?, PAGE as i64 + 1)?;
    let more = things.len() > PAGE;
    things.truncate(PAGE);
    let next = things
        .last()
        .filter(|_| more)
        .map(|last| last.thing.clone());
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
        let next = crate::domain::text::shell_word(&next);
        print::notice(&format!(
            "There are more: hallpass region differences --behind {next}"
        ));
    }
    Ok(())
}
