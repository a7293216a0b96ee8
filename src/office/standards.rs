//! Frameworks and their standards in and out of the office.

mod deeds;
mod list;
mod to_verify;
mod told;

use crate::domain::change::Change;
use crate::domain::counted::counted;
use crate::domain::standards::Framework;
use crate::domain::standards::incoming::{self, IncomingPackage, SaidOfPackage};
use crate::domain::standards::package::Package;
use crate::exchange::standards::StandardsOut;
use crate::office::Office;
use crate::office::import::Applied;
use crate::store::{Error, Store, Watch};

pub use deeds::{Proof, RelatedHow};
pub use list::{ListedClaim, ListedStandard, StandardsFilter};
pub use to_verify::ClaimToVerify;
pub(in crate::office) use to_verify::Closing;

/// Files of standards on their way to the records.
pub struct StandardsImport<'i> {
    /// What was read.
    pub packages: &'i [Package],
    /// What whoever brings them in says besides.
    pub said: &'i SaidOfPackage,
    /// The files, as history names them.
    pub files: &'i str,
    /// Are they saved, or only tried?
    pub saves: bool,
}

/// A plan that rests on the records as they are.
struct PlannedPackages {
    change: Change,
    told: Vec<IncomingPackage>,
}

impl Office {
    /// Brings frameworks in: all of them or none. Gives what is to be told of each.
    pub fn import_standards(
        &mut self,
        import: &StandardsImport,
        watch: Watch,
    ) -> Result<(Vec<IncomingPackage>, Applied), Error> {
        let stamp = self.stamp();
        let mut plan = |store: &Store| {
            let mut puts = Vec::new();
            let mut told = Vec::new();
            for package in import.packages {
                let held = store.held_standards(package)?;
                let planned =
                    incoming::plan(package, &held, import.said, (stamp.today, puts.len()));
                let mut planned = planned.map_err(Error::Refused)?;
                puts.append(&mut planned.puts);
                told.push(planned);
            }
            let count: usize = told.iter().map(|one| one.items).sum();
            let change = Change::Import {
                what: format!("{} from {}", counted(count, "standard"), import.files),
                puts,
            };
            Ok::<_, Error>(PlannedPackages { change, told })
        };
        if !import.saves {
            let planned = plan(&self.store)?;
            let applied = self.store.rehearse(&planned.change, &stamp, watch)?;
            return Ok((planned.told, applied));
        }
        let (planned, applied) =
            self.store
                .apply_planned(&mut plan, |planned| &planned.change, &stamp, watch)?;
        self.catch_up();
        Ok((planned.told, applied))
    }

    /// Every framework.
    pub fn frameworks(&self) -> Result<Vec<Framework>, Error> {
        self.store.frameworks()
    }

    /// Frameworks as they go out: the one that is called so, or all where none is named. `Missing` where there is none of
    /// that name.
    pub fn standards_out(&self, named: Option<&str>) -> Result<Vec<StandardsOut>, Error> {
        let mut out = Vec::new();
        for framework in self.store.frameworks()? {
            if named.is_some_and(|words| !incoming::is_called(&framework, words)) {
                continue;
            }
            out.push(StandardsOut {
                standards: self.store.standards_of(framework.id)?,
                relations: self.store.relations_said_by(&framework.title)?,
                framework,
            });
        }
        match (named, out.is_empty()) {
            (Some(words), true) => Err(Error::Missing {
                what: format!("framework `{words}`"),
            }),
            _ => Ok(out),
        }
    }
}
