//! Where districts differ: the things that one allows and another refuses to the same people, by the page. What is refused
//! is found by an index of refusals alone, since most of what districts decide is a yes.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::super::Error;
use super::ask::{RegionDifference, SPEAKS, begins, is_confirmed, named, safe, safely};
use super::client::Region;
use crate::domain::grade::Grades;
use crate::domain::region::differ::{DecidedAlike, differ};
use crate::domain::region::stance::Stance;

/// The most refused things that are looked through at once.
const AT_ONCE: i64 = 500;
/// So many kinds of decisions are looked at of each, what most districts say first.
const KINDS: i64 = 200;

impl Region {
    /// A page of the things that are allowed by some and refused to the same people by others today, behind this one, in
    /// the order of what they are known by; of all, or of those of which a name begins so.
    pub fn differences(
        &self,
        words: &str,
        behind: &str,
        today: NaiveDate,
        page: i64,
    ) -> Result<Vec<RegionDifference>, Error> {
        let page = usize::try_from(page).unwrap_or_default();
        let (mut found, mut behind, mut most) = (Vec::new(), behind.to_owned(), page as i64);
        while found.len() < page {
            let refused = self.refused(words, &behind, today, most)?;
            let Some(last) = refused.last().cloned() else {
                break;
            };
            let alike = self.decided_alike(&refused, today)?;
            let differ = |thing: String| Some((differ(alike.get(&thing)?)?, thing));
            let all_read = (refused.len() as i64) < most;
            found.extend(refused.into_iter().filter_map(differ));
            if all_read {
                break;
            }
            // Where much is refused of which nobody allows anything, the next look is a longer one.
            (behind, most) = (last, (most * 2).min(AT_ONCE));
        }
        found.truncate(page);
        self.told_of_differences(found, today)
    }

    /// The next things that somebody refuses today.
    fn refused(
        &self,
        words: &str,
        behind: &str,
        today: NaiveDate,
        most: i64,
    ) -> Result<Vec<String>, Error> {
        let begins = begins(words);
        let named = named(begins.as_ref());
        let sql = format!(
            "SELECT p.thing FROM hallpass.product p
             WHERE p.thing > $1 AND {named} AND EXISTS (
                SELECT 1 FROM hallpass.decision d
                WHERE d.district = p.district AND d.product = p.product AND d.stance = 'no' AND {SPEAKS})
             GROUP BY p.thing ORDER BY p.thing LIMIT $3"
        );
        let rows = self.rows(&sql, &[&behind, &today.to_string(), &most, &begins])?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// What was decided of these things, for whom and in which grades, and by which districts.
    fn decided_alike(
        &self,
        things: &[String],
        today: NaiveDate,
    ) -> Result<HashMap<String, Vec<DecidedAlike>>, Error> {
        let sql = format!(
            "SELECT thing, stance, audience, grades, districts
             FROM (SELECT p.thing, d.stance, d.audience, d.grades, array_agg(DISTINCT p.district) AS districts,
                          row_number() OVER (PARTITION BY p.thing ORDER BY count(DISTINCT p.district) DESC) AS place
                   FROM hallpass.product p JOIN hallpass.decision d USING (district, product)
                   WHERE p.thing = ANY($1) AND {SPEAKS} AND d.stance IN ('yes', 'conditional', 'no')
                   GROUP BY p.thing, d.stance, d.audience, d.grades) alike
             WHERE place <= {KINDS}"
        );
        let rows = self.rows(&sql, &[&things, &today.to_string()])?;
        let mut alike: HashMap<String, Vec<DecidedAlike>> = HashMap::new();
        for row in &rows {
            let Some(stance) = Stance::from_word(row.get(1)) else {
                continue;
            };
            let grades: String = row.get(3);
            alike.entry(row.get(0)).or_default().push(DecidedAlike {
                stance,
                audience: row.get(2),
                // What cannot be read is said of all grades.
                grades: grades.parse().unwrap_or(Grades::UNSAID),
                districts: row.get(4),
            });
        }
        Ok(alike)
    }

    /// The same with what each thing is called, and a reason of those who refuse it.
    fn told_of_differences(
        &self,
        found: Vec<((i64, i64), String)>,
        today: NaiveDate,
    ) -> Result<Vec<RegionDifference>, Error> {
        let things: Vec<&str> = found.iter().map(|(_, thing)| thing.as_str()).collect();
        let sql = format!(
            "SELECT p.thing, min(p.name), max(d.reason) FILTER (WHERE d.stance = 'no')
             FROM hallpass.product p JOIN hallpass.decision d USING (district, product)
             WHERE p.thing = ANY($1) AND {SPEAKS} GROUP BY p.thing"
        );
        let rows = self.rows(&sql, &[&things, &today.to_string()])?;
        let told = rows
            .iter()
            .map(|row| (row.get::<_, String>(0), (row.get(1), row.get(2))));
        let mut told: HashMap<String, (&str, Option<String>)> = told.collect();
        let read = found.into_iter().filter_map(|((yes, no), thing)| {
            let (name, reason) = told.remove(&thing)?;
            Some(RegionDifference {
                confirmed: is_confirmed(&thing),
                thing,
                name: safe(name),
                yes,
                no,
                reason: safely(reason),
            })
        });
        Ok(read.collect())
    }
}
