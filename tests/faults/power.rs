//! Power cuts: what a disk may hold when the power goes, at any step of every deed. Of what was written since it was
//! last made safe any part may be there, in any order, torn into the 512 bytes that a disk writes at once; of the
//! names any earlier state since they were made safe. What was said to be done must be there, and nothing half done.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use fastrand::Rng;
use hallpass::store::{Access, DumpedGaps, Store};

use crate::deeds::{Case, Seat, all, note, office};
use crate::disk::{self, Done, Entry, Names, Seen};
use crate::length;
use crate::picture::{Picture, after_a_crash, alike, is_begun, opened};
use crate::support::stamp;

/// What a disk writes at once.
const SECTOR: usize = 512;

/// A file: what is safe of it, and what came since.
#[derive(Default, Clone)]
struct OnDisk {
    safe: Vec<u8>,
    since: Vec<Done>,
}

impl OnDisk {
    fn apply(bytes: &mut Vec<u8>, done: &Done, keeps: &mut dyn FnMut() -> bool) {
        match done {
            Done::Wrote(_, at, new) => {
                for (n, sector) in new.chunks(SECTOR).enumerate() {
                    if keeps() {
                        let at = *at as usize + n * SECTOR;
                        let end = at + sector.len();
                        bytes.resize(bytes.len().max(end), 0);
                        bytes[at..end].copy_from_slice(sector);
                    }
                }
            }
            Done::Cut(_, length) if keeps() => bytes.resize(*length as usize, 0),
            _ => {}
        }
    }

    fn make_safe(&mut self) {
        for done in std::mem::take(&mut self.since) {
            OnDisk::apply(&mut self.safe, &done, &mut || true);
        }
    }
}

/// What of what is not safe a power cut leaves.
#[derive(Debug, Clone, Copy)]
enum Leaves {
    Nothing,
    All,
    /// Whole writes or none of them.
    Some,
    /// Parts of writes.
    Torn,
}

/// A disk, as far as it was written.
struct Written {
    files: BTreeMap<u64, OnDisk>,
    /// The names as they were made safe, and every state of them since.
    names: Vec<Rc<Names>>,
    told: usize,
}

impl Written {
    /// Before anything: all that is in the folder is safe. Its files are numbered as the watch numbers them.
    fn from(folder: &Path, names: &Names) -> Written {
        let file = |(name, number): (&String, &u64)| {
            let safe = fs::read(folder.join(name)).unwrap_or_default();
            let since = Vec::new();
            (*number, OnDisk { safe, since })
        };
        Written {
            files: names.iter().map(file).collect(),
            names: vec![Rc::new(names.clone())],
            told: 0,
        }
    }

    fn next(&mut self, entry: &Entry) {
        if self.names.last() != Some(&entry.names) {
            self.names.push(Rc::clone(&entry.names));
        }
        match &entry.done {
            Done::Wrote(file, ..) | Done::Cut(file, _) => {
                let file = self.files.entry(*file).or_default();
                file.since.push(entry.done.clone());
            }
            Done::Synced(file) => self.files.entry(*file).or_default().make_safe(),
            Done::SyncedNames => self.names.drain(..self.names.len() - 1).for_each(drop),
            Done::Told => self.told += 1,
        }
    }

    /// Writes what the power leaves into a folder.
    fn cut(&self, leaves: Leaves, random: &mut Rng, into: &Path) {
        let names = match leaves {
            Leaves::Nothing => self.names.first(),
            Leaves::All => self.names.last(),
            Leaves::Some | Leaves::Torn => self.names.get(random.usize(..self.names.len())),
        };
        for (name, number) in names.unwrap().iter() {
            if name.ends_with("-shm") {
                continue;
            }
            let mut bytes = Vec::new();
            if let Some(file) = self.files.get(number) {
                bytes.clone_from(&file.safe);
                for done in &file.since {
                    let whole = random.bool();
                    let mut keeps = || match leaves {
                        Leaves::Nothing => false,
                        Leaves::All => true,
                        Leaves::Some => whole,
                        Leaves::Torn => random.bool(),
                    };
                    OnDisk::apply(&mut bytes, done, &mut keeps);
                }
            }
            fs::write(into.join(name), bytes).unwrap();
        }
    }
}

/// Cuts the power at steps of what was seen, and gives each picture to `right`, with how many deeds were told to be
/// done. Gives the number of cuts and the complaints.
fn cuts(
    start: Written,
    seen: &Seen,
    many: usize,
    random: &mut Rng,
    right: &dyn Fn(usize, Result<Picture, String>) -> Option<String>,
) -> (usize, Vec<String>) {
    let mut disk = start;
    let (mut made, mut wrong) = (0, Vec::new());
    // One more than there are: the power may go before the first.
    let steps = seen.log.len() + 1;
    for at in 0..steps {
        if at > 0 {
            disk.next(&seen.log[at - 1]);
        }
        // So that all of them together are about as many as wanted.
        let chance = many as f64 / steps as f64;
        let images = chance.floor() as usize + usize::from(random.f64() < chance.fract());
        for n in 0..images {
            let first = [Leaves::Nothing, Leaves::All, Leaves::Some, Leaves::Torn];
            let leaves = if images >= 4 && n < 4 {
                first[n]
            } else {
                random.choice(first).unwrap()
            };
            let found = tempfile::tempdir().unwrap();
            disk.cut(leaves, random, found.path());
            made += 1;
            let mut found = opened(found.path());
            if let Ok(found) = &mut found {
                found.retain(|name, _| !is_begun(name));
            }
            if let Some(why) = right(disk.told, found) {
                wrong.push(format!(
                    "cut after step {at} of {steps}, {leaves:?} left: {why}"
                ));
            }
        }
    }
    (made, wrong)
}

/// What a deed on whole files, or in one, may leave: of each file what it was or what it is to be.
fn deed(case: &Case, many: usize, random: &mut Rng) -> (usize, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    (case.folder)(dir.path());
    let before = after_a_crash(dir.path()).unwrap();
    let mut seat = Seat::take(&case.doing, dir.path());
    disk::watch(dir.path(), None, true);
    let start = Written::from(dir.path(), &disk::names());
    let done = seat.act(&case.doing, dir.path());
    disk::told();
    let seen = disk::unwatch();
    done.unwrap();
    drop(seat);
    let after = opened(dir.path()).unwrap();
    let right = |told: usize, found: Result<Picture, String>| {
        let found = match found {
            Ok(found) => found,
            Err(why) => return Some(why),
        };
        // What people make for themselves by an export can be made again; it must only be whole.
        let is_office = |name: &str| name.contains(".db");
        for name in before.keys().chain(after.keys()) {
            let is = found.get(name);
            let (was, will) = (before.get(name), after.get(name));
            let fits = is == will || (is == was && (told == 0 || !is_office(name)));
            if !fits {
                let said = if told == 0 { "not told" } else { "told" };
                let is = match is {
                    None => "not there",
                    Some(_) if is == was => "as before",
                    Some(_) => "neither as before nor as after",
                };
                return Some(format!("{said}, and {name} is {is}"));
            }
        }
        let more: Vec<&String> = found
            .keys()
            .filter(|name| !before.contains_key(*name) && !after.contains_key(*name))
            .collect();
        (!more.is_empty()).then(|| format!("{more:?} is there"))
    };
    let (made, wrong) = cuts(start, &seen, many, random, &right);
    let named = |why: &String| format!("{}: {why}", case.name);
    (made, wrong.iter().map(named).collect())
}

#[test]
fn a_power_cut_loses_nothing_that_was_said_to_be_done_and_leaves_nothing_half_done() {
    let mut random = Rng::with_seed(20_261_130);
    let (mut made, mut wrong) = (0, Vec::new());
    for case in all() {
        let (cuts, complaints) = deed(&case, length::times(4, 60), &mut random);
        made += cuts;
        wrong.extend(complaints);
    }
    println!("{made} power cuts in deeds; {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(made > 100);
}

/// Many saves one after the other, by two who have the file open, and in the midst of them what is in the log goes
/// into the file.
#[test]
fn a_power_cut_in_a_stream_of_saves_keeps_all_that_were_told() {
    let saves = length::times(12, 40);
    let dir = tempfile::tempdir().unwrap();
    office(dir.path());
    let path = dir.path().join("office.db");
    let open = || Store::open(&path, Access::Write).unwrap();
    let mut states = vec![after_a_crash(dir.path()).unwrap()["office.db"].clone()];
    disk::watch(dir.path(), None, true);
    let start = Written::from(dir.path(), &disk::names());
    let mut two = [open(), open()];
    for n in 0..saves {
        if n % 5 == 4 {
            // Whoever leaves last folds the log into the file.
            drop(two);
            two = [open(), open()];
        }
        let change = note(&format!("note {n}"));
        two[n % 2].apply(&change, &stamp("ada")).unwrap();
        disk::told();
        let mut dump = Vec::new();
        two[1 - n % 2]
            .dump_with(&mut dump, DumpedGaps::Taken)
            .unwrap();
        states.push(alike(&dump));
    }
    let seen = disk::unwatch();
    let right = |told: usize, found: Result<Picture, String>| {
        let found = match found {
            Ok(found) => found,
            Err(why) => return Some(why),
        };
        let at = states
            .iter()
            .position(|state| Some(state) == found.get("office.db"));
        let fits = at.is_some_and(|at| at == told || at == told + 1);
        (!fits).then(|| format!("{told} saves were told, {at:?} are there"))
    };
    let many = length::times(150, 2_000);
    let (made, wrong) = cuts(start, &seen, many, &mut Rng::with_seed(7), &right);
    println!("{made} power cuts in {saves} saves; {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(made > many / 2);
}
