//! Which products of several districts are one. The signs that districts push (the same name or other name, page, number)
//! only propose; a person with the region's own role says yes or no, and every word of theirs is kept and can be taken
//! back. Nothing is ever merged: the districts' rows stay as they are.

use std::collections::HashSet;

use super::super::Error;
use super::ask::{begins, safe};
use super::client::Region;
use super::refused;

/// The most products that one proposal lists.
const MEMBERS: i64 = 2_000;

/// The signs of several districts' products, the most districts first, of which at least one product was not ruled upon;
/// of all, or of the names that begin as `$1` says; as many as `$2`. They are counted in the index alone, and which
/// products they are is looked up for the page only: the zero offsets keep the two steps apart. A page begins behind the
/// sign `$4` of the family `$3`, which as many districts share as `$5`.
const PROPOSED: &str = "SELECT family, sign, districts
    FROM (SELECT family, sign, count(DISTINCT district) AS districts FROM hallpass.sign
          WHERE $1::text IS NULL OR (family = 'name' AND sign LIKE $1)
          GROUP BY family, sign HAVING count(DISTINCT district) > 1
            AND (-count(DISTINCT district), family, sign) > (-$5::bigint, $3::text, $4::text)
          ORDER BY districts DESC, family, sign OFFSET 0) shared
    WHERE EXISTS (
        SELECT 1 FROM hallpass.sign s JOIN hallpass.product p USING (district, product)
        WHERE s.family = shared.family AND s.sign = shared.sign AND p.common IS NULL OFFSET 0)
    ORDER BY districts DESC, family, sign LIMIT $2";

/// Products of several districts that share a sign, and of which at least one was not ruled upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProposal {
    /// What is the same: `name kahoot`.
    pub sign: String,
    /// Of how many districts.
    pub districts: i64,
    /// The products.
    pub members: Vec<ProposedMember>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedMember {
    /// Whose.
    pub district: String,
    /// Its number there, as `harlow:17`.
    pub at: String,
    /// What it is called there.
    pub name: String,
    /// Who makes it, as they say.
    pub vendor: Option<String>,
    /// The product of the region that it was said to be; none where nobody has.
    pub common: Option<i64>,
}

/// A ruling that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruled {
    /// Its number, by which it is taken back.
    pub ruling: i64,
    /// How many products it is about.
    pub products: u64,
}

/// A ruling as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulingTold {
    /// Its number.
    pub ruling: i64,
    /// The login of whoever made it.
    pub by: String,
    /// When.
    pub at: String,
    /// The products are one, or each is its own; of one that takes another back, as that was.
    pub same: bool,
    /// The ruling it takes back.
    pub undoes: Option<i64>,
    /// The ruling that took it back.
    pub undone_by: Option<i64>,
    /// The products, as `harlow:17`.
    pub products: Vec<String>,
}

impl Region {
    /// What is proposed, of what words name or begin, or of all; the most districts first. A page begins behind a sign
    /// (`name kahoot`) of the page before.
    ///
    /// # Errors
    ///
    /// Where no district has that sign, and where the region does not answer.
    pub fn proposals(
        &self,
        words: Option<&str>,
        behind: Option<&str>,
        most: i64,
    ) -> Result<Vec<IdentityProposal>, Error> {
        let (family, sign) = behind
            .and_then(|sign| sign.split_once(' '))
            .unwrap_or_default();
        let districts = match behind {
            Some(behind) => self.districts_with(family, sign, behind)?,
            None => i64::MAX,
        };
        let begins = begins(words.unwrap_or_default());
        let signs = self.rows(PROPOSED, &[&begins, &most, &family, &sign, &districts])?;
        let read = signs.iter().map(|row| {
            let (family, sign): (String, String) = (row.get(0), row.get(1));
            Ok(IdentityProposal {
                members: self.members(&family, &sign)?,
                sign: format!("{family} {}", safe(&sign)),
                districts: row.get(2),
            })
        });
        read.collect()
    }

    /// How many districts share the sign behind which a page begins.
    fn districts_with(&self, family: &str, sign: &str, behind: &str) -> Result<i64, Error> {
        let sql =
            "SELECT count(DISTINCT district) FROM hallpass.sign WHERE family = $1 AND sign = $2";
        let row = self.row(sql, &[&family, &sign])?;
        let districts = row.map(|row| row.get(0)).filter(|districts| *districts > 0);
        districts.ok_or_else(|| {
            refused::region(
                format!("no district has `{behind}` any more, behind which the page would begin"),
                "begin anew: hallpass region identity list",
            )
        })
    }

    fn members(&self, family: &str, sign: &str) -> Result<Vec<ProposedMember>, Error> {
        let rows = self.rows(
            "SELECT p.district, p.product, p.name, p.vendor, p.common
             FROM hallpass.sign s JOIN hallpass.product p USING (district, product)
             WHERE s.family = $1 AND s.sign = $2
             GROUP BY p.district, p.product, p.name, p.vendor, p.common ORDER BY 1, 2 LIMIT $3",
            &[&family, &sign, &MEMBERS],
        )?;
        let read = rows.iter().map(|row| {
            let (district, number): (String, i32) = (row.get(0), row.get(1));
            ProposedMember {
                at: format!("{district}:{number}"),
                district,
                name: safe(row.get(2)),
                vendor: row.get::<_, Option<String>>(3).map(|name| safe(&name)),
                common: row.get(4),
            }
        });
        Ok(read.collect())
    }

    /// Says of these products (`harlow:17`) that they are one product, or that each is its own although its name or sign is
    /// another's too.
    ///
    /// # Errors
    ///
    /// Where one is not there, where they were said to be two products before, or where the login has not the region's role.
    pub fn rule(&self, products: &[String], same: bool) -> Result<Ruled, Error> {
        let asked = products.iter().map(|at| read_place(at));
        let asked: Vec<(String, i32)> = asked.collect::<Result<_, _>>()?;
        if asked.is_empty() || (same && asked.len() < 2) {
            return Err(refused::region(
                "one product alone is nobody else's",
                "name two or more, each as DISTRICT:NUMBER; see: hallpass region identity list",
            ));
        }
        let districts: HashSet<&str> = asked
            .iter()
            .map(|(district, _)| district.as_str())
            .collect();
        if same && districts.len() < asked.len() {
            return Err(refused::region(
                "two products of one district are two in its own file",
                "the district merges them in its own office; the region follows at its next push",
            ));
        }
        self.together(|| {
            self.hold_rulings()?;
            let mut was = Vec::new();
            for (district, number) in &asked {
                let sql = "SELECT common FROM hallpass.product WHERE district = $1 AND product = $2";
                let row = self.row(sql, &[district, number])?.ok_or_else(|| {
                    refused::region(
                        format!("the region knows no product {district}:{number}"),
                        "see: hallpass region identity list",
                    )
                })?;
                was.push(row.get::<_, Option<i64>>(0));
            }
            let mut commons: Vec<i64> = was.iter().flatten().copied().collect();
            commons.sort_unstable();
            commons.dedup();
            if same && commons.len() > 1 {
                return Err(refused::region(
                    "they were said to be different products before",
                    "take that ruling back first: hallpass region identity history, and undo RULING",
                ));
            }
            let ruling = self.new_ruling(same, None)?;
            let one = match commons.first() {
                Some(common) => *common,
                None => self.new_common()?,
            };
            for ((district, number), was) in asked.iter().zip(&was) {
                let becomes = if same { one } else { self.new_common()? };
                self.say(ruling, (district, *number), *was, Some(becomes))?;
            }
            Ok(Ruled {
                ruling,
                products: asked.len() as u64,
            })
        })
    }

    /// Takes a ruling back: its products are again what they were before it. What was ruled upon once more since is refused,
    /// with the later ruling.
    pub fn take_back(&self, ruling: i64) -> Result<Ruled, Error> {
        self.together(|| {
            self.hold_rulings()?;
            let sql = "SELECT r.same, u.id FROM hallpass.ruling r LEFT JOIN hallpass.ruling u ON u.undoes = r.id WHERE r.id = $1";
            let row = self.row(sql, &[&ruling])?.ok_or_else(|| {
                refused::region(
                    format!("there is no ruling {ruling}"),
                    "see: hallpass region identity history",
                )
            })?;
            let (same, undone): (bool, Option<i64>) = (row.get(0), row.get(1));
            if let Some(by) = undone {
                return Err(refused::region(
                    format!("ruling {ruling} was taken back before, by {by}"),
                    format!("to have it again: hallpass region identity undo {by}"),
                ));
            }
            let verdicts = self.rows(
                "SELECT v.district, v.product, v.was, v.becomes, p.common,
                        (SELECT max(l.ruling) FROM hallpass.verdict l WHERE l.district = v.district AND l.product = v.product)
                 FROM hallpass.verdict v JOIN hallpass.product p USING (district, product) WHERE v.ruling = $1",
                &[&ruling],
            )?;
            let undo = self.new_ruling(same, Some(ruling))?;
            for row in &verdicts {
                let (district, number): (String, i32) = (row.get(0), row.get(1));
                let (was, becomes): (Option<i64>, Option<i64>) = (row.get(2), row.get(3));
                let (now, last): (Option<i64>, i64) = (row.get(4), row.get(5));
                if now != becomes {
                    return Err(refused::region(
                        format!("{district}:{number} was ruled upon once more since, by ruling {last}"),
                        format!("take that back first: hallpass region identity undo {last}"),
                    ));
                }
                self.say(undo, (&district, number), now, was)?;
            }
            Ok(Ruled {
                ruling: undo,
                products: verdicts.len() as u64,
            })
        })
    }

    /// The newest rulings, newest first.
    pub fn rulings(&self, most: i64) -> Result<Vec<RulingTold>, Error> {
        let rows = self.rows(
            "SELECT r.id, r.by::text, to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), r.same, r.undoes,
                    (SELECT u.id FROM hallpass.ruling u WHERE u.undoes = r.id),
                    ARRAY(SELECT v.district || ':' || v.product FROM hallpass.verdict v WHERE v.ruling = r.id
                          ORDER BY v.district, v.product LIMIT 100)
             FROM hallpass.ruling r ORDER BY r.id DESC LIMIT $1",
            &[&most],
        )?;
        let read = rows.iter().map(|row| RulingTold {
            ruling: row.get(0),
            by: safe(row.get(1)),
            at: row.get(2),
            same: row.get(3),
            undoes: row.get(4),
            undone_by: row.get(5),
            products: row.get(6),
        });
        Ok(read.collect())
    }

    /// One ruling at a time.
    fn hold_rulings(&self) -> Result<(), Error> {
        self.batch("SELECT pg_advisory_xact_lock(hashtext('hallpass ruling'))")
    }

    fn new_ruling(&self, same: bool, undoes: Option<i64>) -> Result<i64, Error> {
        let sql = "INSERT INTO hallpass.ruling (same, undoes) VALUES ($1, $2) RETURNING id";
        let row = self.row(sql, &[&same, &undoes])?;
        row.map(|row| row.get(0))
            .ok_or_else(|| refused::region("the region kept nothing", "try again"))
    }

    fn new_common(&self) -> Result<i64, Error> {
        let row = self.row("SELECT nextval('hallpass.common')", &[])?;
        row.map(|row| row.get(0))
            .ok_or_else(|| refused::region("the region kept nothing", "try again"))
    }

    fn say(
        &self,
        ruling: i64,
        (district, number): (&str, i32),
        was: Option<i64>,
        becomes: Option<i64>,
    ) -> Result<(), Error> {
        self.run(
            "INSERT INTO hallpass.verdict (ruling, district, product, was, becomes) VALUES ($1, $2, $3, $4, $5)",
            &[&ruling, &district, &number, &was, &becomes],
        )?;
        self.run(
            "UPDATE hallpass.product SET common = $3 WHERE district = $1 AND product = $2",
            &[&district, &number, &becomes],
        )?;
        Ok(())
    }
}

/// Reads `harlow:17`.
fn read_place(at: &str) -> Result<(String, i32), Error> {
    let read = at.split_once(':').and_then(|(district, number)| {
        let number: i32 = number.trim().parse().ok()?;
        Some((district.trim().to_ascii_lowercase(), number))
    });
    read.ok_or_else(|| {
        refused::region(
            format!("`{at}` is no product of a district"),
            "write DISTRICT:NUMBER, as in harlow:17; see: hallpass region identity list",
        )
    })
}
