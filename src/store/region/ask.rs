//! What neighbours share, asked by name, by month, or where they differ. A thing is what several districts mean: products
//! that the region's people said are one, or else those of the same name, and the answer says which of the two.
//! Everything read here was written by others: it is bounded by the region's tables and by the rows asked for.

use chrono::NaiveDate;

use super::super::Error;
use super::client::Region;
use crate::domain::region::band::PriceBand;
use crate::domain::region::stance::{DistrictAnswer, Stance};
use crate::domain::text::{clean, key};

/// The most rows that one question reads.
const MOST: i64 = 5_000;
/// The most things that words may name.
const THINGS: i64 = 20;

/// Decisions `d` that speak on a day, given as `$2`: they hold, and no newer one does that is for all schools and the same people. So a
/// district is told of as its own office answers (`domain::status::approval`). Where a day is missing none is newer.
pub(super) const SPEAKS: &str = "(d.starts IS NULL OR d.starts <= $2::text::date)
    AND (d.ends IS NULL OR d.ends >= $2::text::date)
    AND NOT EXISTS (
        SELECT 1 FROM hallpass.decision n
        WHERE n.district = d.district AND n.product = d.product AND n.whole AND coalesce(n.audience, 'both') IN ('both', d.audience)
          AND (n.starts IS NULL OR n.starts <= $2::text::date) AND (n.ends IS NULL OR n.ends >= $2::text::date)
          AND coalesce(n.decided_on, n.starts) > coalesce(d.decided_on, d.starts))";

/// The things of which a product has a name or other name that begins as `$4` says; all where it says nothing. What words
/// name is looked up before the rest: a server that may choose goes through all products to find the few of a name.
pub(super) fn named(begins: Option<&String>) -> &'static str {
    if begins.is_some() {
        "p.thing = ANY (ARRAY(
            SELECT DISTINCT n.thing FROM hallpass.sign s JOIN hallpass.product n USING (district, product)
            WHERE s.family = 'name' AND s.sign LIKE $4))"
    } else {
        "$4::text IS NULL"
    }
}

/// What one district says of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// Its code.
    pub district: String,
    /// What it is called.
    pub name: String,
    /// What it calls the product.
    pub product: String,
    /// Who makes that.
    pub vendor: Option<String>,
    /// What it says.
    pub answer: DistrictAnswer,
    /// Why not, where it says no and shares why.
    pub reason: Option<String>,
    /// When it last decided.
    pub decided_on: Option<String>,
    /// When it last pushed; all of this is as old.
    pub pushed_on: Option<String>,
}

/// A thing, and what each district says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThingTold {
    /// What it is known by in the region.
    pub thing: String,
    /// Somebody of the region said that these are one product; otherwise they only bear one name.
    pub confirmed: bool,
    /// The districts that know it.
    pub neighbours: Vec<Neighbour>,
}

/// A decision of a district, in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionDecision {
    /// Whose.
    pub district: String,
    /// What it came to.
    pub stance: String,
    /// Where it holds.
    pub scope: String,
    /// In which grades; empty for all.
    pub grades: String,
    /// On what conditions.
    pub conditions: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When it was decided.
    pub decided_on: Option<String>,
    /// Its last day.
    pub ends: Option<String>,
}

/// Something else that a district shares of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionFact {
    /// Whose.
    pub district: String,
    /// Which kind: `agreement`, `term`, `alignment`, `answer`.
    pub kind: String,
    /// What it says.
    pub says: String,
}

/// About what a thing costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceTold {
    /// By which unit.
    pub unit: String,
    /// Between which amounts.
    pub band: PriceBand,
    /// How many districts pay so.
    pub districts: i64,
    /// Of how many that share what they pay by this unit.
    pub of: i64,
}

/// A thing that districts decided both ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionDifference {
    /// What it is known by; the next page begins behind it.
    pub thing: String,
    /// Its name.
    pub name: String,
    /// As in `ThingTold`.
    pub confirmed: bool,
    /// How many allow it, conditions or not.
    pub yes: i64,
    /// How many refuse it.
    pub no: i64,
    /// A reason of those who refuse it.
    pub reason: Option<String>,
}

/// A thing of which terms of several districts end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionEnding {
    /// What it is known by.
    pub thing: String,
    /// Its name.
    pub name: String,
    /// As in `ThingTold`.
    pub confirmed: bool,
    /// How many districts.
    pub districts: i64,
    /// Which, each with its month: `harlow 2027-06`.
    pub which: Vec<String>,
}

/// The beginning of a name as a pattern; none where no words narrow.
pub(super) fn begins(words: &str) -> Option<String> {
    let key = key(words);
    let escaped = key.replace('\\', r"\\").replace('%', r"\%");
    (!key.is_empty()).then(|| escaped.replace('_', r"\_") + "%")
}

/// Was it said by somebody of the region that these are one?
pub(super) fn is_confirmed(thing: &str) -> bool {
    thing.starts_with('c')
}

/// A text that others wrote, harmless on a terminal.
pub(super) fn safe(text: &str) -> String {
    clean(text).text
}

pub(super) fn safely(text: Option<String>) -> Option<String> {
    text.map(|text| safe(&text))
}

impl Region {
    /// The things that words name: those of exactly this name or other name, else those whose names begin so.
    fn things(&self, words: &str) -> Result<Vec<String>, Error> {
        let key = key(words);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let exact = self.rows(
            "SELECT DISTINCT p.thing FROM hallpass.sign s JOIN hallpass.product p USING (district, product)
             WHERE s.family = 'name' AND s.sign = $1 ORDER BY 1 LIMIT $2",
            &[&key, &THINGS],
        )?;
        let found = if exact.is_empty() {
            let begins = begins(words);
            self.rows(
                "SELECT DISTINCT p.thing FROM hallpass.sign s JOIN hallpass.product p USING (district, product)
                 WHERE s.family = 'name' AND s.sign LIKE $1 ORDER BY 1 LIMIT $2",
                &[&begins, &THINGS],
            )?
        } else {
            exact
        };
        Ok(found.iter().map(|row| row.get(0)).collect())
    }

    /// What districts say of what words name, each thing apart.
    pub fn status(&self, words: &str, today: NaiveDate) -> Result<Vec<ThingTold>, Error> {
        self.said_of(&self.things(words)?, today)
    }

    /// What districts say of these things.
    pub fn said_of(&self, things: &[String], today: NaiveDate) -> Result<Vec<ThingTold>, Error> {
        let sql = format!(
            "SELECT p.thing, p.district, max(m.name), min(p.name), max(p.vendor),
                    array_agg(DISTINCT d.stance || CASE WHEN d.whole THEN '*' ELSE '' END) FILTER (WHERE d.stance IS NOT NULL),
                    max(d.reason) FILTER (WHERE d.stance = 'no'), max(d.decided_on)::text, max(m.pushed_at)::date::text
             FROM hallpass.product p JOIN hallpass.member m USING (district)
             LEFT JOIN hallpass.decision d ON d.district = p.district AND d.product = p.product AND {SPEAKS}
             WHERE p.thing = ANY($1) GROUP BY p.thing, p.district ORDER BY p.thing, p.district LIMIT {MOST}"
        );
        let rows = self.rows(&sql, &[&things, &today.to_string()])?;
        let mut told: Vec<ThingTold> = Vec::new();
        for row in &rows {
            let thing: String = row.get(0);
            let stances: Option<Vec<String>> = row.get(5);
            let stances = stances.unwrap_or_default();
            let said = stances.iter().filter_map(|said| {
                let stance = Stance::from_word(said.trim_end_matches('*'))?;
                Some((stance, said.ends_with('*')))
            });
            let neighbour = Neighbour {
                district: row.get(1),
                name: safe(row.get(2)),
                product: safe(row.get(3)),
                vendor: safely(row.get(4)),
                answer: DistrictAnswer::of(said),
                reason: safely(row.get(6)),
                decided_on: row.get(7),
                pushed_on: row.get(8),
            };
            match told.last_mut().filter(|last| last.thing == thing) {
                Some(last) => last.neighbours.push(neighbour),
                None => told.push(ThingTold {
                    confirmed: is_confirmed(&thing),
                    thing,
                    neighbours: vec![neighbour],
                }),
            }
        }
        Ok(told)
    }

    /// The decisions about a thing that hold, and those that do not yet or any more, the newest first.
    pub fn decisions(&self, thing: &str) -> Result<Vec<RegionDecision>, Error> {
        let sql = format!(
            "SELECT d.district, d.stance, d.scope, d.grades, d.conditions, d.reason, d.decided_on::text, d.ends::text
             FROM hallpass.product p JOIN hallpass.decision d USING (district, product)
             WHERE p.thing = $1 ORDER BY d.decided_on DESC NULLS LAST, d.district, d.product, d.place LIMIT {MOST}"
        );
        let rows = self.rows(&sql, &[&thing])?;
        let read = rows.iter().map(|row| RegionDecision {
            district: row.get(0),
            stance: row.get(1),
            scope: safe(row.get(2)),
            grades: safe(row.get(3)),
            conditions: safely(row.get(4)),
            reason: safely(row.get(5)),
            decided_on: row.get(6),
            ends: row.get(7),
        });
        Ok(read.collect())
    }

    /// Everything else that is shared of a thing, but prices.
    pub fn facts(&self, thing: &str) -> Result<Vec<RegionFact>, Error> {
        let sql = format!(
            "WITH of AS (SELECT district, product FROM hallpass.product WHERE thing = $1)
             (SELECT a.district, 'agreement' AS kind, a.kind || coalesce(' until ' || a.ends::text, '')
              FROM of JOIN hallpass.agreement a USING (district, product) LIMIT {MOST})
             UNION ALL
             (SELECT t.district, 'term', to_char(t.ends, 'YYYY-MM')
              FROM of JOIN hallpass.term t USING (district, product) LIMIT {MOST})
             UNION ALL
             (SELECT v.district, 'alignment', v.framework || ' ' || v.standard
              FROM of JOIN hallpass.alignment v USING (district, product) LIMIT {MOST})
             UNION ALL
             (SELECT w.district, 'answer', w.item || ' ' || w.answer || ' (edition ' || w.edition || ')'
              FROM of JOIN hallpass.answer w USING (district, product) LIMIT {MOST})
             ORDER BY 1, 2, 3"
        );
        let rows = self.rows(&sql, &[&thing])?;
        let read = rows.iter().map(|row| RegionFact {
            district: row.get(0),
            kind: row.get(1),
            says: safe(row.get(2)),
        });
        Ok(read.collect())
    }

    /// About what a thing costs, for terms that end on this day or later: only where three or more districts share it.
    pub fn prices(&self, thing: &str, today: NaiveDate) -> Result<Vec<PriceTold>, Error> {
        let rows = self.rows(
            "SELECT unit, low, high, districts, sharing FROM hallpass.prices($1, date_trunc('month', $2::text::date)::date)",
            &[&thing, &today.to_string()],
        )?;
        let read = rows.iter().map(|row| PriceTold {
            unit: safe(row.get(0)),
            band: PriceBand {
                low: row.get(1),
                high: row.get(2),
            },
            districts: row.get(3),
            of: row.get(4),
        });
        Ok(read.collect())
    }

    /// The things of which terms of two or more districts end from the month of one day to that of another, the most
    /// districts first.
    pub fn ending(
        &self,
        words: &str,
        from: NaiveDate,
        until: NaiveDate,
        most: i64,
    ) -> Result<Vec<RegionEnding>, Error> {
        let begins = begins(words);
        let named = named(begins.as_ref());
        let sql = format!(
            "SELECT p.thing, min(p.name), count(DISTINCT p.district),
                    (array_agg(DISTINCT p.district || ' ' || to_char(t.ends, 'YYYY-MM')))[1:50]
             FROM hallpass.term t JOIN hallpass.product p USING (district, product)
             WHERE t.ends >= date_trunc('month', $1::text::date)::date AND t.ends <= $2::text::date AND {named}
             GROUP BY p.thing HAVING count(DISTINCT p.district) > 1
             ORDER BY 3 DESC, p.thing LIMIT $3"
        );
        let (from, until) = (from.to_string(), until.to_string());
        let rows = self.rows(&sql, &[&from, &until, &most, &begins])?;
        let read = rows.iter().map(|row| {
            let thing: String = row.get(0);
            RegionEnding {
                confirmed: is_confirmed(&thing),
                thing,
                name: safe(row.get(1)),
                districts: row.get(2),
                which: row.get(3),
            }
        });
        Ok(read.collect())
    }
}
