//! What to use for one gap, in order, and what a person decided to use for it.

use super::desk::{GapDesk, called};
use super::placing::placed;
use super::{GapFilter, GapOffer, GapRow, PlacedOffer};
use crate::domain::change::Change;
use crate::domain::day::full;
use crate::domain::grade::{Grade, Grades};
use crate::domain::names::Match;
use crate::domain::product::ProductId;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::school::{School, SchoolId, Schools};
use crate::domain::standards::Route;
use crate::domain::standards::coverage::SeatsLeft;
use crate::domain::standards::framework::Standard;
use crate::domain::standards::matching::MatchWay;
use crate::domain::standards::route::RouteStep;
use crate::domain::status::{StatusWord, Verdict};
use crate::office::receipt::Receipt;
use crate::office::{Error, Office};

/// What to use for one standard at one school.
#[derive(Debug, Clone)]
pub struct RouteSheet {
    /// The standard's code.
    pub code: String,
    /// Its statement.
    pub statement: String,
    /// The school's name.
    pub school: String,
    /// The grade.
    pub grade: Grade,
    /// The gap, where one is told.
    pub gap: Option<GapRow>,
    /// What may be used, in order, each with the step that placed it.
    pub options: Vec<(GapOffer, Option<RouteStep>)>,
    /// Products aligned to a standard that is only related.
    pub related: Vec<GapOffer>,
    /// Products aligned to a standard that comes before: to try first.
    pub before: Vec<GapOffer>,
}

impl RouteSheet {
    /// `4.NF.B.3 at Rillwater ES, grade 4`
    pub fn title(&self) -> String {
        format!("{} at {}, grade {}", self.code, self.school, self.grade)
    }

    /// What may be used, each at its place.
    pub fn placed(&self) -> Vec<PlacedOffer> {
        let options = self.options.iter().enumerate();
        let placed = options.map(|(at, (offer, step))| PlacedOffer {
            place: at + 1,
            offer: offer.clone(),
            step: step.map_or("", RouteStep::word),
        });
        placed.collect()
    }

    /// What is said of the gap, line by line.
    pub fn told(&self) -> Vec<String> {
        let mut lines = vec![self.statement.clone()];
        match &self.gap {
            Some(gap) => {
                lines.push(format!("{} {}: {}", gap.test, gap.window, gap.why()));
                if let Some(routed) = &gap.routed {
                    let since = routed.since_word();
                    let since = since.map_or(String::new(), |word| format!(", since then: {word}"));
                    lines.push(format!(
                        "Used since {}: {}{since}",
                        routed.window, routed.product
                    ));
                }
            }
            None => {
                lines.push(
                    "No gap is told here; what follows is for one pupil and more.".to_owned(),
                );
            }
        }
        for (offers, what) in [
            (&self.before, "Comes before this, to try first"),
            (&self.related, "Only related, which counts for nothing"),
        ] {
            let names: Vec<&str> = offers.iter().map(|offer| offer.name.as_str()).collect();
            if !names.is_empty() {
                lines.push(format!("{what}: {}", names.join(", ")));
            }
        }
        lines.push("A person decides; no pupil is assigned.".to_owned());
        lines
    }
}

impl Office {
    /// What to use for a standard at a school: in the grade that is named, else in that of its highest gap there, else
    /// in the standard's own where it has one. None where no standard has this code.
    pub fn route(
        &self,
        code: &str,
        school: SchoolId,
        grade: Option<Grade>,
    ) -> Result<Option<RouteSheet>, Error> {
        let standard = match self.store.standard_codes()?.find(code) {
            Match::None => return Ok(None),
            Match::One(standard) => self.store.get::<Standard>(standard)?,
            Match::Several(n) => {
                let why = format!("{n} frameworks have a standard {code}");
                return Err(Error::refused(
                    Refusal::from(why).then("; ", "say which, as in CCSS-M:3.NF.A.1"),
                ));
            }
        };
        let visible = self.schools_of_gaps()?;
        if !Schools::only(vec![school]).within(&visible) {
            let why = "gaps are shown to whoever acts for their school";
            return Err(Error::refused(
                Refusal::from(why).then("; ", "ask somebody of that school, or of the district"),
            ));
        }
        let filter = GapFilter {
            school: Some(school),
            grade,
            ..GapFilter::default()
        };
        let mut desk = GapDesk::new(self)?;
        let mut rows = self.gaps_at(&mut desk, &filter, &visible)?.rows.into_iter();
        let gap = rows.find(|row| row.standard == standard.id);
        let mut own = standard.grades.iter();
        let only = own.next().filter(|_| own.next().is_none());
        let grade = grade
            .or(gap.as_ref().map(|gap| gap.grade))
            .or(only)
            .ok_or_else(|| {
                Error::refused(
                    Refusal::from("the standard is for several grades")
                        .then("; ", "say one with --grade"),
                )
            })?;
        let below = gap.as_ref().map_or(1, |gap| gap.bands.below_at_least());
        let wide = gap.as_ref().is_some_and(|gap| gap.wide);
        let offers = desk.offers(&self.store, (standard.id, wide), (school, grade))?;
        let of = |way: MatchWay| -> Vec<GapOffer> {
            offers
                .iter()
                .filter(|offer| offer.way == way)
                .cloned()
                .collect()
        };
        Ok(Some(RouteSheet {
            code: called(&standard),
            statement: standard.statement,
            school: self.store.get::<School>(school)?.name,
            grade,
            gap,
            related: of(MatchWay::Related),
            before: of(MatchWay::Before),
            options: placed(offers, below),
        }))
    }

    /// Records that a product is used for a gap: in the window that told it.
    pub fn use_route(&mut self, sheet: &RouteSheet, product: ProductId) -> Result<Receipt, Error> {
        let gap = sheet.gap.as_ref().ok_or_else(|| {
            let why = format!(
                "no gap in {} is told for grade {} of {}",
                sheet.code, sheet.grade, sheet.school
            );
            Error::refused(why)
        })?;
        let option = sheet
            .options
            .iter()
            .map(|(offer, _)| offer)
            .find(|offer| offer.product == product);
        let option = option.ok_or_else(|| {
            let why = format!(
                "that product may not be used for {} at {}",
                sheet.code, sheet.school
            );
            Error::refused(Refusal::from(why).then("; ", "take one that the route lists"))
        })?;
        let is_so = |route: &Route| {
            (route.standard, route.school, route.product) == (gap.standard, gap.school, product)
                && route.grade.contains(gap.grade)
                && route.module.as_deref().unwrap_or_default() == option.module
                && route.window.eq_ignore_ascii_case(&gap.window)
        };
        let known = self.store.all::<Route>()?.into_iter().find(is_so);
        if let Some(known) = known {
            let (name, on) = (&option.name, full(known.on));
            return Ok(Receipt::unchanged(format!(
                "{name} is used there for it already, since {on}."
            )));
        }
        let stamp = self.stamp();
        let by = self.person(&stamp.who)?.map(|one| one.id);
        let by = by.ok_or_else(|| Error::refused("somebody must do this"))?;
        let what = format!(
            "route of {} to grade {} of {}",
            option.name, sheet.grade, sheet.school
        );
        let mut put = Put::keyed(Kind::Route)
            .with("standard", gap.standard)
            .with("school", gap.school)
            .with("grade", Grades::from_iter([gap.grade]))
            .with("product", product)
            .with("test", gap.test.clone())
            .with("window", gap.window.clone())
            .with("by", by)
            .with("on", stamp.today);
        if !option.module.is_empty() {
            put = put.with("module", option.module.clone());
        }
        let route = Change::Save {
            what: what.clone(),
            put,
            reason: None,
        };
        let applied = self.apply(&route)?;
        Ok(Receipt::of(
            format!("Recorded the {what}."),
            applied.change_set,
        ))
    }
}

/// How a status word and a verdict are told together in a sheet.
pub fn told_answer(word: StatusWord, verdict: Verdict) -> String {
    match verdict {
        Verdict::NeedsSetup => format!("{word}, not switched on"),
        Verdict::LicenceFull => format!("{word}, full"),
        Verdict::ApprovedNoLicence => format!("{word}, not bought"),
        _ => word.to_string(),
    }
}

/// Free seats in a few words.
pub fn told_seats(seats: SeatsLeft) -> String {
    match seats {
        SeatsLeft::NoLimit => "no limit".to_owned(),
        SeatsLeft::Free(free) => free.to_string(),
        SeatsLeft::NotCounted => "not counted".to_owned(),
    }
}
