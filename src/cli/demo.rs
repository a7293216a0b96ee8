//! `hallpass demo`: a made-up district in a file of its own, to look around in.
//! The deeds are `demo`'s, the file is the store's; here is only where it lies, and that
//! nothing but a demo is ever opened or overwritten by this command.

use std::collections::HashMap;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::demo::{self, DistrictSize, HeldNumbers};
use crate::domain::contract::Contract;
use crate::domain::product::Product;
use crate::domain::put::Stamp;
use crate::domain::record::Kind;
use crate::domain::school::School;
use crate::domain::text::shell_word;
use crate::office::Office;
use crate::store::{Access, Error, Store, its_files};

use super::print::{self, Form};
use super::{Context, Failure, Screens, office, plain};

/// `hallpass demo`
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Where the file is, or is to be; --db says the same
    #[arg(long, value_name = "FILE")]
    path: Option<PathBuf>,
    /// Make it anew; only ever overwrites a demo
    #[arg(long)]
    reset: bool,
    /// Make the file and say where it is, without opening the screens
    #[arg(long)]
    no_open: bool,
    /// How large: S has 50 schools, M 200, L 2,000 with 12,000 products and a million rows of inventory; else the small
    /// one with 14
    #[arg(long, value_name = "SIZE", value_parser = ["S", "M", "L"], ignore_case = true)]
    size: Option<String>,
    /// So many schools; of what is not said as many as S has
    #[arg(long, value_name = "N")]
    schools: Option<usize>,
    /// So many products
    #[arg(long, value_name = "N")]
    products: Option<usize>,
    /// So many rows of inventory: how often a product is placed at a school
    #[arg(long, value_name = "N")]
    inventory: Option<usize>,
}

impl DemoArgs {
    /// How large a district is asked for; none for the small one.
    fn size(&self) -> Option<DistrictSize> {
        let counts = [self.schools, self.products, self.inventory];
        if self.size.is_none() && counts.iter().all(Option::is_none) {
            return None;
        }
        let size = match self.size.as_deref() {
            Some("M" | "m") => DistrictSize::M,
            Some("L" | "l") => DistrictSize::L,
            _ => DistrictSize::S,
        };
        Some(DistrictSize {
            schools: self.schools.unwrap_or(size.schools),
            products: self.products.unwrap_or(size.products),
            inventory: self.inventory.unwrap_or(size.inventory),
        })
    }
}

impl DemoArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Option<Screens>, Failure> {
        let path = match &self.path {
            Some(path) if context.says_db && *path != context.db => {
                return Err(Failure::refused(
                    format!(
                        "two files are named for the demo: {} and {}",
                        path.display(),
                        context.db.display()
                    ),
                    "leave out --db or --path",
                ));
            }
            Some(path) => path.clone(),
            // HALLPASS_DB is where the real office is: it is left alone.
            None if context.says_db => context.db.clone(),
            None => office::default_file()?.with_file_name("demo.db"),
        };
        let there = fs::symlink_metadata(&path).is_ok();
        if there {
            only_a_demo(&path)?;
        }
        let size = self.size();
        if there && !self.reset && size.is_some() {
            return Err(Failure::refused(
                format!(
                    "{} is there already, and has the size it has",
                    path.display()
                ),
                "make it anew with --reset, or name another file with --path FILE",
            ));
        }
        let made = !there || self.reset;
        if made {
            make(context, size, &path, there)?;
        }
        let asked = matches!(context.form, Form::Json | Form::Csv);
        if self.no_open || asked || !io::stdout().is_terminal() {
            tell(context, &path, made).map(|()| None)
        } else if context.form == Form::Plain || super::dumb_terminal() {
            plain::run(&context.at(path)).map(|()| None)
        } else {
            context.at(path).screens().map(Some)
        }
    }
}

/// The made-up district beside an office file that is not there yet: made where it is not.
pub(super) fn beside(context: &Context) -> Result<Context, Failure> {
    let path = context.db.with_file_name("demo.db");
    if fs::symlink_metadata(&path).is_ok() {
        only_a_demo(&path)?;
    } else {
        make(context, None, &path, false)?;
    }
    Ok(context.at(path))
}

/// Refuses whatever is not a demo, before anything is done to it.
fn only_a_demo(path: &Path) -> Result<(), Failure> {
    if Store::open(path, Access::Read)?.marks()?.demo {
        return Ok(());
    }
    Err(Failure::refused(
        format!("{} is somebody's office file, not a demo", path.display()),
        "it was left as it is; name another file with --path FILE",
    ))
}

/// Makes the demo under another name and gives it its own when it is whole.
fn make(
    context: &Context,
    size: Option<DistrictSize>,
    path: &Path,
    there: bool,
) -> Result<(), Failure> {
    let path = std::path::absolute(path).map_err(|e| unmade(path, &e))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let building = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let filled = fill(context, size, &building);
    let placed = filled.and_then(|()| {
        if there {
            remove(&path);
        }
        fs::rename(&building, &path).map_err(|e| unmade(&path, &e))
    });
    if placed.is_err() {
        remove(&building);
    }
    placed
}

fn fill(context: &Context, size: Option<DistrictSize>, path: &Path) -> Result<(), Failure> {
    let stamp = context.stamp_in(&context.world.zone);
    let deeds = demo::district(stamp.today, stamp.at, &stamp.who);
    let mut store = Store::create(path, None)?;
    store.apply_all(&deeds)?;
    if let Some(size) = size {
        grow(&mut store, size, &stamp)?;
    }
    // Whoever looks around finds terms turned over, as of today, the queue, and on the tabs how many overlaps and holes there
    // are.
    store.roll_over(&stamp)?;
    store.is_asked_by(&stamp)?;
    store.alert_board(stamp.today)?;
    store.keep_found(stamp.today);
    store.keep_queue(&store.open_queue(stamp.today)?);
    Office::of_command(store, stamp).count_holes()?;
    Ok(())
}

/// Makes the small district as large as is asked for.
fn grow(store: &mut Store, size: DistrictSize, stamp: &Stamp) -> Result<(), Failure> {
    let held = Kind::ALL.iter().copied().map(|kind| {
        let (count, last) = store.numbers_given(kind)?;
        Ok::<_, Error>((kind, HeldNumbers { count, last }))
    });
    let held: HashMap<Kind, HeldNumbers> = held.collect::<Result<_, _>>()?;
    let held = |kind: Kind| held.get(&kind).copied().unwrap_or_default();
    let deeds = demo::grow(size, &held, (stamp.today, stamp.at), &stamp.who);
    let deeds = deeds.map_err(|why| {
        Failure::refused(
            why.to_string(),
            "say other counts, with --schools, --products and --inventory",
        )
    })?;
    Ok(store.apply_all(&deeds)?)
}

/// Takes a demo away, with what was left beside it: an old log beside a new file would be read
/// into it.
fn remove(path: &Path) {
    for file in its_files(path) {
        let _ = fs::remove_file(file);
    }
}

fn unmade(path: &Path, error: &io::Error) -> Failure {
    Failure::refused(
        format!("{} could not be made: {error}", path.display()),
        "name another place with --path FILE",
    )
}

fn tell(context: &Context, path: &Path, made: bool) -> Result<(), Failure> {
    let store = Store::open(path, Access::Read)?;
    let schools = store.all::<School>()?.len();
    let products = store.all::<Product>()?;
    let archived = products.iter().filter(|product| product.archived).count();
    let products = products.len();
    let contracts = store.all::<Contract>()?.len();
    let file = store.path().display().to_string();
    if context.form == Form::Json {
        print::json(&json!({
            "file": file, "made": made,
            "schools": schools, "products": products, "contracts": contracts,
        }));
    } else {
        // Those that lists leave out are among them.
        let among = match archived {
            0 => String::new(),
            some => format!(" ({some} archived)"),
        };
        print::line(&format!(
            "{file}: {}, made up: {schools} schools, {products} products{among}, {contracts} contracts",
            demo::DISTRICT
        ));
        let said = if made { "made" } else { "kept as it was" };
        print::notice(&format!(
            "{said}; look around with: hallpass --db {}",
            shell_word(&file)
        ));
    }
    Ok(())
}
