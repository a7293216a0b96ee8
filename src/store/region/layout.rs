//! The region's tables: made, and brought up to date, by the numbered files of `schema/region`.

use super::super::Error;
use super::client::{Region, WaitLimits};
use super::refused;
use crate::domain::region::address::RegionAddress;
use crate::domain::region::{DistrictCode, LetIn};

/// The files, in order.
const STEPS: &[&str] = include!(concat!(env!("OUT_DIR"), "/region.rs"));

/// The layout that this program knows.
fn newest() -> i32 {
    STEPS.len() as i32
}

/// What `region init` did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionBegun {
    /// The layout before; 0 where there was nothing.
    pub from: i32,
    /// The layout now.
    pub to: i32,
    /// The districts that were let in, with the login of each, and whether it was made now.
    pub districts: Vec<(DistrictCode, String, bool)>,
}

/// The layout of what is there; 0 where no region is.
fn number(region: &Region) -> Result<i32, Error> {
    let sql = "SELECT to_regclass('hallpass.layout') IS NOT NULL";
    let begun = region.row(sql, &[])?.is_some_and(|row| row.get(0));
    if !begun {
        return Ok(0);
    }
    let sql = "SELECT coalesce(max(number), 0) FROM hallpass.layout";
    Ok(region.row(sql, &[])?.map_or(0, |row| row.get(0)))
}

/// Refuses a region whose layout this program does not know.
pub(super) fn check(region: &Region) -> Result<(), Error> {
    let (found, known) = (number(region)?, newest());
    match found {
        0 => Err(refused::region(
            "no region has been begun in that database, or your login may not see it",
            "whoever runs it begins it, and lets districts in: hallpass region init URL --district CODE",
        )),
        found if found > known => Err(refused::region(
            format!(
                "the region is newer than this hallpass (layout {found}, this one knows up to {known})"
            ),
            "bring hallpass up to date here; until then go on without the region",
        )),
        found if found < known => Err(refused::region(
            format!(
                "the region is older than this hallpass (layout {found}, this one wants {known})"
            ),
            "whoever runs it brings it up to date: hallpass region init URL; until then go on without it",
        )),
        _ => Ok(()),
    }
}

impl Region {
    /// Opens a region that has been begun, and looks whether it has the layout that this program knows.
    ///
    /// # Errors
    ///
    /// `Error::Region` where it cannot be reached, does not let the login in, or is older or newer than this program.
    pub fn open(address: &RegionAddress) -> Result<Region, Error> {
        let region = Region::connect(address, WaitLimits::ASKED)?;
        check(&region)?;
        Ok(region)
    }

    /// The same for what is only shown beside something else: it gives up within a few seconds.
    ///
    /// # Errors
    ///
    /// As `open`.
    pub fn open_beside(address: &RegionAddress) -> Result<Region, Error> {
        let region = Region::connect(address, WaitLimits::BESIDE)?;
        check(&region)?;
        Ok(region)
    }

    /// Begins a region in a database, or brings it up to date, and lets districts in; each step in one transaction. What
    /// is there already stays.
    ///
    /// # Errors
    ///
    /// `Error::Region`, also where the login may not make schemas or roles there.
    pub fn begin(address: &RegionAddress, districts: &[LetIn]) -> Result<RegionBegun, Error> {
        let region = Region::connect(address, WaitLimits::BEGIN)?;
        let from = region.together(|| {
            // Whoever begins it at the same moment waits for this one.
            region.batch("SELECT pg_advisory_xact_lock(hashtext('hallpass region'))")?;
            let from = number(&region)?;
            if from > newest() {
                check(&region)?;
            }
            for (place, step) in (1..).zip(STEPS).skip(from as usize) {
                region.batch(step)?;
                region.run(
                    "INSERT INTO hallpass.layout (number) VALUES ($1)",
                    &[&place],
                )?;
            }
            Ok(from)
        })?;
        let let_in = districts
            .iter()
            .map(|one| region.together(|| let_in(&region, one)));
        Ok(RegionBegun {
            from,
            to: newest(),
            districts: let_in.collect::<Result<_, Error>>()?,
        })
    }
}

/// Makes a district's login, unless it is there, and lets it in.
fn let_in(region: &Region, one: &LetIn) -> Result<(DistrictCode, String, bool), Error> {
    let code = &one.district;
    let sql = "SELECT login::text FROM hallpass.district WHERE code = $1";
    let known = region.row(sql, &[&code.as_str()])?.map(|row| row.get(0));
    let login = one.login.clone().or(known).unwrap_or_else(|| code.login());
    let sql = "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1::text";
    let there = region.row(sql, &[&login])?.is_some();
    // A login is letters, digits and few signs, so that nothing in it ends the name.
    if !there {
        region.batch(&format!("CREATE ROLE \"{login}\" LOGIN"))?;
    }
    region.batch(&format!("GRANT hallpass_district TO \"{login}\""))?;
    region.run(
        "INSERT INTO hallpass.district (code, login) VALUES ($1, $2::text::name)
         ON CONFLICT (code) DO UPDATE SET login = excluded.login",
        &[&code.as_str(), &login],
    )?;
    Ok((code.clone(), login, !there))
}
