//! `hallpass publish`: a static site of what may be used, for teachers and families, in a folder of its own.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::domain::counted::counted;
use crate::domain::policy::Public;
use crate::domain::published::GivenOutChange;
use crate::exchange::site::folder::{self, ReplacedSite};
use crate::exchange::site::{self, PublicSite};
use crate::office::lists::Viewer;
use crate::office::lists::published::{PUBLISHED, SHOWN};
use crate::office::published::PublicList;

use super::print::{self, Form};
use super::{Context, Failure};

/// `hallpass publish`
#[derive(Debug, Args)]
pub(super) struct PublishArgs {
    /// The folder: one that is not there yet, or that hallpass made before
    #[arg(value_name = "DIR", required_unless_present = "dry_run")]
    folder: Option<PathBuf>,
    /// List what becomes public, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The district's own words above the list: a text file, [es] above what is Spanish
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
}

impl PublishArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let office = context.asked_office()?;
        let list = office.public_list()?;
        if list.public == Public::None {
            return Err(self.not_public());
        }
        let words = self.words.as_deref().map(site::head).transpose()?;
        let words = words.unwrap_or_default();
        let public = PublicSite {
            district: &list.district,
            as_of: list.as_of,
            words: &words,
            schools: &list.schools,
            products: &list.products,
        };
        let files = site::files(&public);
        let files = files.map_err(|why| {
            Failure::refused(
                format!("the pages could not be made: {why}"),
                "that is a mistake of hallpass; the folder was kept as it is",
            )
        })?;
        let done = match self.folder.as_deref() {
            None => ReplacedSite::default(),
            Some(folder) if self.dry_run => folder::compared(folder, &files)?,
            Some(folder) => {
                folder::compared(folder, &files)?;
                // First, for what is in no digest is noticed by nobody.
                let changes = site::changes(folder, &public, list.as_of);
                remember(context, changes)?;
                folder::put(folder, &files)?
            }
        };
        match context.form {
            Form::Json => print::json(&self.json(&list, done, &office.viewer())),
            Form::Csv => print::list(
                context.form,
                &PUBLISHED,
                SHOWN,
                &list.products,
                &office.viewer(),
            ),
            Form::Text | Form::Plain if self.dry_run => {
                print::list(
                    context.form,
                    &PUBLISHED,
                    SHOWN,
                    &list.products,
                    &office.viewer(),
                );
                print::notice(&self.sentence(&list, done));
            }
            Form::Text | Form::Plain => print::line(&self.sentence(&list, done)),
        }
        Ok(())
    }

    /// That the policy lets nothing out, and what to do; pages that were made before are still there.
    fn not_public(&self) -> Failure {
        let what = "nothing of this office is public: its policy says `public` none";
        match self
            .folder
            .as_deref()
            .filter(|folder| folder::is_ours(folder))
        {
            Some(folder) => Failure::refused(
                format!(
                    "{what}, and the pages made before are still in {}",
                    folder.display()
                ),
                "remove the folder, where it is read too; or let something out again: hallpass policy set public approved \
                 --reason TEXT",
            ),
            None => Failure::refused(
                what,
                "see what would be, after: hallpass policy set public approved --reason TEXT; or \
                 approved-and-conditions; then: hallpass publish --dry-run",
            ),
        }
    }

    fn sentence(&self, list: &PublicList, done: ReplacedSite) -> String {
        let products = counted(list.products.len(), "product");
        let change = format!("{} new, {} gone", done.new, done.gone);
        match self.folder.as_deref().map(Path::display) {
            Some(folder) if self.dry_run => {
                format!("{products} would be public in {folder}: {change}. Nothing was written.")
            }
            Some(folder) => format!("{products} in {folder}: {change}."),
            None => format!("{products} would be public. Nothing was written."),
        }
    }

    fn json(&self, list: &PublicList, done: ReplacedSite, viewer: &Viewer) -> serde_json::Value {
        let folder = self
            .folder
            .as_deref()
            .map(|path| path.display().to_string());
        json!({
            "folder": folder, "dry_run": self.dry_run, "public": list.public.word(),
            "as_of": list.as_of.to_string(), "new": done.new, "gone": done.gone,
            "products": PUBLISHED.json(&list.products, viewer),
        })
    }
}

/// What the pages say otherwise now is kept for the help desk's digest.
fn remember(context: &Context, changes: Vec<GivenOutChange>) -> Result<(), Failure> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut office = context.office()?;
    if office.only_rehearses() {
        print::notice("No digest will tell what changed, for the day was given.");
    } else if !office.can_save() || !office.gave_out(changes)? {
        print::notice(&format!(
            "no digest will tell what changed: {} may not write to this office",
            office.stamp().who
        ));
    }
    Ok(())
}
