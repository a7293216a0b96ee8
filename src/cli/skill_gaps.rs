//! `hallpass gaps` and `hallpass route`: where groups fall short, and what to use there. Groups only.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use crate::domain::grade::Grade;
use crate::domain::standards::claim::Claimant;
use crate::domain::standards::coverage::SeatsLeft;
use crate::domain::standards::hiding::too_few_to_tell;
use crate::domain::standards::reading::ReadingDeed;
use crate::office::Office;
use crate::office::gaps::{GapFilter, GapList, GapOffer, GapRow, PlacedOffer, RouteSheet};
use crate::office::lists::gaps::{GAPS, ROUTE, ROUTE_SHOWN, SHOWN, route_page};

use super::print::{self, Form};
use super::{Context, Failure, find, import, values};

/// `hallpass gaps`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct GapsArgs {
    #[command(subcommand)]
    deed: Option<GapsDeed>,
    /// Only this school's
    #[arg(long)]
    school: Option<String>,
    /// Only this grade's: PK, K, 1 to 12
    #[arg(long)]
    grade: Option<Grade>,
    /// Of this window; else the newest of each test
    #[arg(long, value_name = "NAME")]
    window: Option<String>,
    /// Of this test
    #[arg(long, value_name = "NAME")]
    test: Option<String>,
}

#[derive(Debug, Subcommand)]
enum GapsDeed {
    /// Forget readings for good: there is no undo
    Forget(ForgetArgs),
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct ForgetArgs {
    /// Those of this window, of every test
    #[arg(long, value_name = "NAME")]
    window: Option<String>,
    /// Those that ended before this day
    #[arg(long, value_name = "DAY", value_parser = values::day)]
    before: Option<NaiveDate>,
}

impl GapsArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        if let Some(GapsDeed::Forget(forget)) = &self.deed {
            return forget.run(context);
        }
        let mut office = context.asked_office()?;
        let school = self
            .school
            .as_deref()
            .map(|words| find::school(&mut office, words));
        let filter = GapFilter {
            school: school.transpose()?,
            grade: self.grade,
            window: self.window.clone(),
            test: self.test.clone(),
        };
        let list = office.skill_gaps(&filter)?;
        if context.form == Form::Json {
            print::json(&gaps_json(&list));
            return Ok(());
        }
        if list.readings.is_empty() {
            print::notice("No results yet. hallpass import results FILE reads them, as groups.");
        }
        print::list(context.form, &GAPS, SHOWN, &list.rows, &office.viewer());
        if context.form != Form::Csv {
            for told in &list.readings {
                let reading = &told.reading;
                let few = match told.too_few {
                    0 => String::new(),
                    few => format!(
                        ". {}: under {} pupils, or beside such a group",
                        too_few_to_tell(few),
                        reading.least_group
                    ),
                };
                print::notice(&format!(
                    "{} {}; below is: {}{few}.",
                    reading.test, reading.window, reading.cut
                ));
            }
        }
        Ok(())
    }
}

impl ForgetArgs {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        let deed = match (&self.window, self.before) {
            (Some(window), _) => ReadingDeed::ForgetWindow(window.clone()),
            (None, Some(day)) => ReadingDeed::ForgetBefore(day),
            (None, None) => {
                return Err(Failure::refused(
                    "nothing was named",
                    "say --window or --before",
                ));
            }
        };
        let what = deed.title();
        let (applied, emptied) = context.office()?.forget_readings(deed)?;
        if context.form == Form::Json {
            print::json(
                &json!({ "forgot": true, "change_set": applied.change_set.map(|set| set.0) }),
            );
            return Ok(());
        }
        print::line(&format!("Done: {what}."));
        print::notice("A backup made before keeps them until it is removed.");
        if !emptied {
            print::notice(import::STILL_BESIDE);
        }
        Ok(())
    }
}

fn gaps_json(list: &GapList) -> Json {
    let readings: Json = list
        .readings
        .iter()
        .map(|one| {
            let reading = &one.reading;
            json!({
                "test": reading.test, "window": reading.window, "cut": reading.cut,
                "least_group": reading.least_group, "told": one.told, "too_few": one.too_few,
                "starts": reading.starts, "ends": reading.ends, "read_on": reading.read_on,
            })
        })
        .collect();
    let gaps: Json = list.rows.iter().map(gap_json).collect();
    json!({ "readings": readings, "gaps": gaps })
}

fn gap_json(row: &GapRow) -> Json {
    let best = row.best.as_ref().map(|best| {
        json!({
            "product_id": best.product.0, "product": best.name, "match": best.way.to_string(), "status": best.status(),
        })
    });
    let routed = row.routed.as_ref().map(|routed| {
        json!({
            "product": routed.product, "window": routed.window,
            "since": routed.since_word(),
        })
    });
    json!({
        "test": row.test, "window": row.window, "code": row.code, "guid": row.guid, "school": row.school_name,
        "grade": row.grade.to_string(), "n_band": row.bands.size.to_string(), "below_band": row.bands.below.word(),
        "below_at_least": row.score.below, "wide": row.wide, "weight": row.score.weight, "need": row.score.need(),
        "open_pct": row.score.state.open_percent(), "score_tenths": row.score.score().0, "why": row.why(),
        "best": best, "state": row.score.state.word(), "routed": routed,
    })
}

/// `hallpass route`
#[derive(Debug, Args)]
pub(super) struct RouteArgs {
    /// The standard, by its code
    code: String,
    /// The school
    #[arg(long)]
    school: String,
    /// The grade; else that of its highest gap there
    #[arg(long)]
    grade: Option<Grade>,
    /// Record that this product is used for the gap
    #[arg(long = "use", value_name = "PRODUCT")]
    takes: Option<String>,
    /// Write the sheet for the principal and the teacher: md, or html for a page
    #[arg(long, value_parser = ["md", "html"], conflicts_with = "takes")]
    format: Option<String>,
}

impl RouteArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = match self.takes {
            Some(_) => context.office()?,
            None => context.asked_office()?,
        };
        let school = find::school(&mut office, &self.school)?;
        let sheet = office.route(&self.code, school, self.grade)?;
        let sheet = sheet.ok_or_else(|| {
            Failure::NotFound(format!("no standard here is called `{}`", self.code))
        })?;
        if let Some(words) = &self.takes {
            let product = find::product_named(&mut office, words)?;
            let receipt = office.use_route(&sheet, product)?;
            if context.form == Form::Json {
                print::json(&json!({ "change_set": receipt.change_set.map(|set| set.0) }));
            } else {
                Context::tell(&receipt);
            }
            return Ok(());
        }
        let rows = sheet.placed();
        match (self.format.as_deref(), context.form) {
            (Some(format), _) => {
                let page = route_page(&sheet, &office.viewer());
                print::text(&if format == "html" {
                    page.html()
                } else {
                    page.markdown()
                });
            }
            (None, Form::Json) => print::json(&route_json(&sheet, &rows)),
            (None, form) => tell(form, &office, &sheet, &rows),
        }
        Ok(())
    }
}

fn tell(form: Form, office: &Office, sheet: &RouteSheet, rows: &[PlacedOffer]) {
    if form != Form::Csv {
        print::line(&sheet.title());
        sheet.told().iter().for_each(|line| print::line(line));
        if rows.is_empty() {
            print::line("Nothing that may be used there is aligned to it.");
        }
    }
    print::list(form, &ROUTE, ROUTE_SHOWN, rows, &office.viewer());
}

fn offer_json(offer: &GapOffer) -> Json {
    let claim = offer.claim.as_ref();
    json!({
        "product_id": offer.product.0, "product": offer.name, "module": offer.module,
        "answer": offer.answer.word, "verdict": offer.answer.verdict, "match": offer.way.to_string(),
        "status": offer.status(), "says": claim.and_then(|claim| claim.says).map(Claimant::word),
        "by": offer.by, "on": claim.and_then(|claim| claim.on),
        "seats_free": match offer.answer.seats { SeatsLeft::Free(free) => Some(free), _ => None },
        "trained_pct": offer.answer.trained,
    })
}

fn route_json(sheet: &RouteSheet, rows: &[PlacedOffer]) -> Json {
    let option = |row: &PlacedOffer| {
        let mut told = offer_json(&row.offer);
        told["place"] = row.place.into();
        told["step"] = if row.step.is_empty() {
            Json::Null
        } else {
            row.step.into()
        };
        told
    };
    let all = |offers: &[GapOffer]| -> Json { offers.iter().map(offer_json).collect() };
    json!({
        "code": sheet.code, "school": sheet.school, "grade": sheet.grade.to_string(),
        "need": sheet.gap.as_ref().map(|gap| gap.score.need()),
        "options": rows.iter().map(option).collect::<Json>(),
        "related": all(&sheet.related), "before": all(&sheet.before),
    })
}
