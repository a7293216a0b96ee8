//! One deed of each kind: what screens can do, what a change can be, and what makes, copies or brings up to date a
//! whole file. The first two are read off their declarations, so that a new one must be tried here too.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use hallpass::domain::approval::ApprovalStatus;
use hallpass::domain::backup::KeepRule;
use hallpass::domain::change::Change;
use hallpass::domain::contract::ContractId;
use hallpass::domain::field::ImportKind;
use hallpass::domain::grade::Grades;
use hallpass::domain::overlap::process::AlertDeed;
use hallpass::domain::person::key::{KeyId, KeyLine};
use hallpass::domain::person::{OwnerRole, PersonId};
use hallpass::domain::product::ProductId;
use hallpass::domain::put::{ChangeSetId, Given, KeptPuts, Put, PutKeeper, Stamp};
use hallpass::domain::record::{Kind, Value};
use hallpass::domain::refusal::Refusal;
use hallpass::domain::region::claims::NeighbourClaims;
use hallpass::domain::renewal::agenda::RenewalDeed;
use hallpass::domain::request::{RequestId, Trigger};
use hallpass::domain::review::{Intake, PersonName, ReviewDeed, Wanted};
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::domain::standards::bands::LeastGroup;
use hallpass::domain::standards::framework::code_key;
use hallpass::domain::standards::reading::{KeptReading, ReadingDeed};
use hallpass::exchange::save;
use hallpass::exchange::write::{Format, Holds, Table, TableCell, TableColumn};
use hallpass::office::Office;
use hallpass::office::deed::form::{FilledForm, FilledValue};
use hallpass::office::deed::overlap::{OverlapDeeds, OverlapSubject, ProductMerge};
use hallpass::office::deed::ownership::{Handover, LastDay, NewKey, NewOwner};
use hallpass::office::deed::renewal::{ContractDeeds, ContractSubject};
use hallpass::office::deed::review::{QueueDeeds, QueueSubject, TakenClaims};
use hallpass::office::deed::standards::StandardDeed;
use hallpass::office::deed::{Contents, Deed, Executor, Listing, NotDone};
use hallpass::office::query::import::{ImportFile, Work};
use hallpass::office::query::policy::PolicySetting;
use hallpass::store::open::APPLICATION_ID;
use hallpass::store::{Access, DumpedGaps, Error, ReadyBackup, Store, Watch};

use crate::support::office_file::raw;
use crate::support::overlaps::{
    EDPUZZLE, GIMKIT, JEFFERSON, MAPLE, NEARPOD, ROOSEVELT, SEESAW, overlaps,
};
use crate::support::{Made, stamp, today};

type InStore = fn(&mut Store) -> Result<(), Error>;
type WithFiles = fn(&Path) -> Result<(), Error>;

/// What is done, all of it or nothing.
pub enum Doing {
    /// At the screens.
    Screens(Deed),
    /// A change of the records.
    Change(Change),
    /// Anything else that is saved in the open office file.
    Store(InStore),
    /// Something with whole files, in the folder where nobody has any open.
    Files(WithFiles),
}

/// One deed with its name.
pub struct Case {
    pub name: String,
    pub doing: Doing,
    /// Which folder it is done in.
    pub folder: fn(&Path),
    /// Whether it may be done again where it failed.
    pub again: bool,
}

/// Somebody at work in a folder.
pub enum Seat {
    Office(Box<Office>),
    Store(Box<Store>),
    Nobody,
}

impl Seat {
    /// Sits down to this deed.
    pub fn take(doing: &Doing, folder: &Path) -> Seat {
        let open = || Store::open(&folder.join("office.db"), Access::Write).unwrap();
        match doing {
            Doing::Screens(_) => Seat::Office(Box::new(
                Office::of_command(open(), stamp("ada"))
                    .exporting_to(Some(folder.to_owned()))
                    .at_home(Some(folder.to_owned())),
            )),
            Doing::Change(_) | Doing::Store(_) => Seat::Store(Box::new(open())),
            Doing::Files(_) => Seat::Nobody,
        }
    }

    /// Does it; the error is what the person is told.
    pub fn act(&mut self, doing: &Doing, folder: &Path) -> Result<(), String> {
        let told = |error: Error| format!("{error}. {}", error.hint().unwrap_or_default());
        match (self, doing) {
            (Seat::Office(office), Doing::Screens(deed)) => match office.carry_out(deed, None) {
                Ok(_) => Ok(()),
                Err(NotDone::Failed(why)) => Err(why),
                Err(NotDone::Clash(clash)) => Err(format!("{clash:?}")),
            },
            (Seat::Store(store), Doing::Change(change)) => {
                store.apply(change, &stamp("ada")).map(drop).map_err(told)
            }
            (Seat::Store(store), Doing::Store(act)) => act(store).map_err(told),
            (_, Doing::Files(act)) => act(folder).map_err(told),
            _ => unreachable!(),
        }
    }
}

/// The names of what a declaration lists: the lines below `head` that begin with a capital, four spaces in.
fn listed(source: &str, head: &str) -> Vec<String> {
    let (_, after) = source.split_once(head).unwrap();
    let (list, _) = after.split_once("\n}").unwrap();
    let names = list.lines().filter_map(|line| {
        let line = line.strip_prefix("    ")?;
        let end = line.find(|c: char| !c.is_alphanumeric())?;
        line.starts_with(|c: char| c.is_uppercase())
            .then(|| line[..end].to_owned())
    });
    names.collect()
}

/// Every deed there is.
pub fn all() -> Vec<Case> {
    let deeds = listed(include_str!("../../src/office/deed.rs"), "\ndeeds! {");
    let changes = listed(
        include_str!("../../src/domain/change.rs"),
        "\npub enum Change {",
    );
    assert!(deeds.len() > 15 && changes.len() > 10);
    let mut all = Vec::new();
    for name in deeds {
        all.push(Case {
            doing: Doing::Screens(screens(&name)),
            folder: match name.as_str() {
                "Redo" => undone,
                "RemoveKey" => keyed,
                _ => office,
            },
            name,
            again: true,
        });
    }
    // What founds an office is done as it is made.
    for name in changes.into_iter().filter(|name| name != "Found") {
        all.push(Case {
            doing: Doing::Change(change(&name)),
            name: format!("Change::{name}"),
            folder: office,
            again: true,
        });
    }
    for (name, act) in STORE {
        all.push(Case {
            name: name.to_owned(),
            doing: Doing::Store(act),
            folder: office,
            again: true,
        });
    }
    for (name, folder, act) in FILES {
        all.push(Case {
            name: name.to_owned(),
            doing: Doing::Files(act),
            folder,
            again: false,
        });
    }
    all
}

/// Writes the office that deeds are done in: a request waits, there is something to take back.
pub fn office(folder: &Path) {
    static MADE: Made = Made::new();
    MADE.copy_to(&folder.join("office.db"), "office", |path| {
        let mut office = overlaps();
        let asked = Intake {
            school: Some(SchoolId(MAPLE)),
            reason: Some("Better lessons".into()),
            requester: Some("J. Park".into()),
            ..Intake::of(
                "Blooket",
                Wanted::New {
                    name: "Blooket".into(),
                    url: None,
                },
            )
        };
        for change in [
            Change::Intake(Box::new(asked)),
            one_standard(),
            note("a first note"),
            note("and another"),
        ] {
            office.store.apply(&change, &stamp("ada")).unwrap();
        }
        let from = office.store.path().to_owned();
        drop(office.store);
        fs::copy(from, path).unwrap();
    });
    let file = "name,code\nElm ES,ELM\nFir ES,FIR\n";
    fs::write(folder.join("schools.csv"), file).unwrap();
}

/// A framework of one standard.
fn one_standard() -> Change {
    let framework = Put::keyed(Kind::Framework)
        .with("guid", "aaaaaaaa-0000-4000-8000-000000000000".to_owned())
        .with("short", "HM".to_owned())
        .with("title", "Harlow Math 2024".to_owned())
        .with("ours", true);
    let standard = Put::keyed(Kind::Standard)
        .with("framework", Given::Made(0))
        .with("guid", "aaaaaaaa-0000-4000-8000-000000000001".to_owned())
        .with("code", "M.1".to_owned())
        .with("code_key", code_key("M.1"))
        .with("statement", "Counts to ten.".to_owned())
        .with("grades", Grades::UNSAID)
        .with("leaf", true)
        .with("weight", 2_i64);
    Change::SaveAll {
        what: "Harlow Math".into(),
        puts: vec![framework, standard],
        reason: None,
    }
}

/// The same, and the last change was taken back.
fn undone(folder: &Path) {
    office(folder);
    let mut store = Store::open(&folder.join("office.db"), Access::Write).unwrap();
    store.undo(None, &stamp("ada")).unwrap();
}

/// The same, and somebody comes in by a key.
fn keyed(folder: &Path) {
    office(folder);
    let adding = Doing::Screens(Deed::AddKey(key(2, "nguyen")));
    Seat::take(&adding, folder).act(&adding, folder).unwrap();
}

/// The same, with a backup of yesterday in it.
fn backed_up(folder: &Path) {
    office(folder);
    let mut store = Store::open(&folder.join("office.db"), Access::Write).unwrap();
    store.backup(&folder.join("yesterday.db")).unwrap();
    store.apply(&note("since then"), &stamp("ada")).unwrap();
}

/// A dump, and no office.
fn dumped(folder: &Path) {
    office(folder);
    let mut store = Store::open(&folder.join("office.db"), Access::Write).unwrap();
    store
        .dump_to(&folder.join("office.jsonl"), DumpedGaps::Taken)
        .unwrap();
    drop(store);
    fs::remove_file(folder.join("office.db")).unwrap();
}

/// A backup, and no office.
fn burnt(folder: &Path) {
    backed_up(folder);
    fs::remove_file(folder.join("office.db")).unwrap();
}

/// A file of an older layout.
pub fn older(folder: &Path) {
    let dump = include_str!("../schema/v7.sql");
    raw(
        &folder.join("office.db"),
        &format!(
            "PRAGMA foreign_keys = OFF; {dump}; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 7; PRAGMA journal_mode = wal;"
        ),
    );
}

fn nothing(_: &Path) {}

pub fn note(text: &str) -> Change {
    Change::Note {
        what: "Seesaw".into(),
        about: ProductId(SEESAW).into(),
        text: text.into(),
    }
}

fn name_of(id: i64, login: &str) -> PersonName {
    PersonName {
        id: PersonId(id),
        login: login.into(),
        name: login.into(),
        left: false,
    }
}

fn key(id: i64, login: &str) -> Box<NewKey> {
    let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHGHE+3r8oEdNan/tT9A8JG9bvfcqQQbI1Oed3MhwWba kim@laptop";
    Box::new(NewKey {
        who: name_of(id, login),
        line: KeyLine::read(line).unwrap(),
    })
}

fn storyloam() -> Intake {
    Intake {
        school: Some(SchoolId(ROOSEVELT)),
        reason: Some("Reading".into()),
        requester: Some("K. Ruiz".into()),
        ..Intake::of(
            "Storyloam",
            Wanted::New {
                name: "Storyloam".into(),
                url: None,
            },
        )
    }
}

fn school(name: &str, code: &str) -> Put {
    Put::new(Kind::School)
        .with("name", name.to_owned())
        .with("code", code.to_owned())
        .with("open", true)
}

/// What tells the first overlap of the office from others.
fn overlap() -> OverlapSubject {
    let office = overlaps();
    OverlapSubject::of(&office.store.overlaps(today()).unwrap().rows[0])
}

/// The newest change set in the office of such a folder.
fn newest(folder: fn(&Path)) -> ChangeSetId {
    let dir = tempfile::tempdir().unwrap();
    folder(dir.path());
    let store = Store::open(&dir.path().join("office.db"), Access::Read).unwrap();
    store.last_seal().unwrap().unwrap().change_set
}

/// The deed of this name at the screens. One that is not here is to be written down.
fn screens(name: &str) -> Deed {
    match name {
        "Review" => Deed::Review(Box::new(QueueDeeds::one(
            QueueSubject {
                request: Some(RequestId(1)),
                product: ProductId(5),
                trigger: Trigger::New,
                schools: Schools::All,
                what: "R-1 Blooket".into(),
            },
            ReviewDeed::Take,
        ))),
        "NextForMe" => Deed::NextForMe,
        "Claims" => Deed::Claims(Box::new(TakenClaims {
            product: ProductId(SEESAW),
            called: "Seesaw".into(),
            claims: NeighbourClaims {
                district: "Lindenau district".into(),
                decided: "yes, for all schools".into(),
                ..NeighbourClaims::default()
            },
        })),
        "Renewal" => Deed::Renewal(Box::new(ContractDeeds {
            subjects: [1, 2]
                .map(|id| ContractSubject {
                    contract: ContractId(id),
                    what: format!("contract {id}"),
                })
                .to_vec(),
            deed: RenewalDeed::Assign {
                person: PersonId(2),
            },
            replacement: None,
        })),
        "Overlap" => Deed::Overlap(Box::new(OverlapDeeds {
            subjects: vec![overlap()],
            deed: AlertDeed::Take,
            follows: None,
        })),
        "Merge" => Deed::Merge(Box::new(ProductMerge {
            from: (ProductId(EDPUZZLE), "Edpuzzle".into()),
            into: (ProductId(NEARPOD), "Nearpod".into()),
            reason: None,
        })),
        "NameOwner" => Deed::NameOwner(Box::new(NewOwner {
            products: vec![ProductId(SEESAW), ProductId(GIMKIT)],
            role: Some(OwnerRole::Manager),
            who: name_of(2, "nguyen"),
            what: "2 products".into(),
        })),
        "Handover" => Deed::Handover(Box::new(Handover {
            from: "ada".into(),
            to: name_of(2, "nguyen"),
        })),
        "Leave" => Deed::Leave(Box::new(LastDay {
            who: name_of(3, "li"),
            on: Some(today()),
        })),
        "AddKey" => Deed::AddKey(key(3, "li")),
        "RemoveKey" => Deed::RemoveKey(KeyId(1)),
        "Request" => Deed::Request(Box::new(storyloam())),
        "Save" => Deed::Save(Box::new(FilledForm {
            kind: Kind::School,
            id: None,
            what: "Elm ES".into(),
            seen: None,
            fields: [("name", "Elm ES"), ("code", "ELM")]
                .map(|(field, text)| (field, FilledValue::Value(Value::Text(text.into()))))
                .to_vec(),
            lines: Vec::new(),
            reason: None,
        })),
        "Import" => Deed::Import(ImportFile {
            kind: ImportKind::Schools,
            path: "~/schools.csv".into(),
            skip_bad: false,
            work: Work::default(),
        }),
        "SetPolicy" => Deed::SetPolicy(Box::new(PolicySetting {
            key: "policy.spare_seats".into(),
            value: "25".into(),
            reason: "so decided".into(),
        })),
        "Note" => Deed::Note {
            about: SchoolId(JEFFERSON).into(),
            what: "Jefferson MS".into(),
            text: "moves in May".into(),
        },
        "AlsoCalled" => Deed::AlsoCalled {
            product: ProductId(SEESAW),
            called: "Seesaw".into(),
            words: "the picture app".into(),
        },
        "Undo" => Deed::Undo {
            said: Some(newest(office)),
        },
        "TakeBack" => Deed::TakeBack {
            change_set: newest(office),
            said: Some(newest(office)),
        },
        "Redo" => Deed::Redo {
            said: Some(newest(undone)),
        },
        "Standard" => Deed::Standard(Box::new(StandardDeed::Waive {
            code: "HM:M.1".into(),
            reason: "taught on paper".into(),
        })),
        "LookedUp" => Deed::LookedUp(ProductId(SEESAW)),
        "Export" => Deed::Export {
            listing: Box::new(Listing {
                name: "schools".into(),
                contents: Contents::Table(table()),
            }),
            format: Format::Csv,
        },
        "Dates" => Deed::Dates(vec![ContractId(1), ContractId(2)]),
        "Backup" => Deed::Backup,
        new => panic!("Deed::{new} is not tried here: write one down"),
    }
}

/// More than is written at once.
fn table() -> Table {
    let row = |n: i64| vec![TableCell::Text(format!("School {n} ").repeat(20))];
    Table {
        title: "Schools".into(),
        columns: vec![TableColumn::new("name", Holds::Text)],
        rows: (0..100).map(row).collect(),
    }
}

/// Results of a test, of no group that is told.
fn reading() -> ReadingDeed {
    ReadingDeed::Keep {
        reading: KeptReading {
            test: "Star".into(),
            window: "fall 2025".into(),
            starts: None,
            ends: None,
            cut: "below the 40th percentile".into(),
            least: LeastGroup::USUAL,
            sha256: "0".repeat(64),
            gaps: Vec::new(),
            too_few: 0,
            hidden_with: 0,
        },
        replace: false,
    }
}

/// Keeps what a file with forty schools writes.
#[derive(Debug)]
struct FortySchools;

impl PutKeeper for FortySchools {
    fn count(&self) -> usize {
        40
    }

    fn kinds(&self) -> &[Kind] {
        &[Kind::School]
    }

    fn each(&self, tell: &mut dyn FnMut(&Put) -> ControlFlow<()>) -> Result<(), Refusal> {
        for n in 0..40 {
            if tell(&school(&format!("School {n}"), &format!("S{n}"))).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// The change of this kind. One that is not here is to be written down.
fn change(name: &str) -> Change {
    let what = || "it".to_owned();
    match name {
        "Import" => Change::Import {
            what: what(),
            puts: (0..40)
                .map(|n| school(&format!("School {n}"), &format!("S{n}")))
                .collect(),
        },
        "LongImport" => Change::LongImport {
            what: what(),
            puts: KeptPuts::by(FortySchools),
        },
        "Save" => Change::Save {
            what: what(),
            put: school("Elm ES", "ELM"),
            reason: None,
        },
        "SaveAll" => Change::SaveAll {
            what: what(),
            puts: vec![
                school("Elm ES", "ELM"),
                Put::keyed(Kind::Approval)
                    .with("product", NEARPOD)
                    .with("status", ApprovalStatus::Denied),
            ],
            reason: None,
        },
        "Note" => note("a note"),
        "Intake" => Change::Intake(Box::new(storyloam())),
        "Review" => Change::Review {
            what: what(),
            request: RequestId(1),
            deed: ReviewDeed::Withdraw {
                reason: "not any more".into(),
            },
        },
        "Renewal" => Change::Renewal {
            what: what(),
            contract: ContractId(1),
            deed: RenewalDeed::ConfirmRenewal { renews: false },
        },
        "Together" => Change::Together {
            what: what(),
            changes: vec![note("one"), note("two"), change("Renewal")],
        },
        "Overlap" => Change::Overlap {
            what: what(),
            fingerprint: overlap().fingerprint,
            deed: AlertDeed::Take,
        },
        "Merge" => Change::Merge {
            what: what(),
            from: ProductId(EDPUZZLE),
            into: ProductId(NEARPOD),
            reason: None,
        },
        "Handover" => Change::Handover {
            what: what(),
            from: "ada".into(),
            to: "nguyen".into(),
        },
        "Reading" => Change::Reading(Box::new(reading())),
        "Remove" => Change::Remove {
            what: what(),
            record: hallpass::domain::contract::LineId(6).into(),
            reason: "a mistake".into(),
        },
        new => panic!("Change::{new} is not tried here: write one down"),
    }
}

/// What is saved, and is none of these.
const STORE: [(&str, InStore); 4] = [
    ("results of a test, and the log emptied", |store| {
        store.apply_reading(reading(), &stamp("ada")).map(drop)
    }),
    ("a digest told", |store| {
        store.digest_told("nguyen", &stamp("ada")).map(drop)
    }),
    ("the days that went by", |store| {
        let later = Stamp {
            today: "2027-02-01".parse().unwrap(),
            ..stamp("ada")
        };
        store.roll_over(&later).map(drop)
    }),
    ("a rehearsal", |store| {
        let watch: Watch = &mut |_| std::ops::ControlFlow::Continue(());
        store
            .rehearse(&change("Import"), &stamp("ada"), watch)
            .map(drop)
    }),
];

/// A name, the folder that it is done in, and what is done.
type NamedDeed = (&'static str, fn(&Path), WithFiles);

/// What is done with whole files.
const FILES: [NamedDeed; 10] = [
    ("init", nothing, |folder| {
        let founding = Change::Found {
            district: "Harlow".into(),
            policy: "hybrid".into(),
            founder: ("ada".into(), "Ada Reyes".into()),
            zone: Some("Etc/UTC".into()),
            demo: false,
            rehearsal: false,
        };
        Store::create_founded(&folder.join("office.db"), None, &founding, &stamp("ada")).map(drop)
    }),
    ("load", dumped, |folder| {
        let dump = fs::read(folder.join("office.jsonl")).unwrap();
        Store::from_dump(
            &folder.join("office.db"),
            &mut dump.as_slice(),
            &stamp("ada"),
        )
        .map(drop)
    }),
    ("dump", office, |folder| {
        let mut store = Store::open(&folder.join("office.db"), Access::Write)?;
        store
            .dump_to(&folder.join("office.jsonl"), DumpedGaps::Taken)
            .map(drop)
    }),
    ("open", office, |folder| {
        Store::open(&folder.join("office.db"), Access::Write).map(drop)
    }),
    ("backup", office, |folder| {
        let store = Store::open(&folder.join("office.db"), Access::Read)?;
        store.backup(&folder.join("copy.db")).map(drop)
    }),
    ("backup --keep", backed_up, |folder| {
        let store = Store::open(&folder.join("office.db"), Access::Read)?;
        let rule = KeepRule::read("1d").unwrap();
        store.backup_into(folder, rule, stamp("ada").at).map(drop)
    }),
    ("restore", backed_up, |folder| {
        let path = folder.join("office.db");
        let ready = ReadyBackup::of(&folder.join("yesterday.db"), &path)?;
        let mut store = Store::open(&path, Access::Write)?;
        store.put_back(ready, &later()).map(drop)
    }),
    ("restore of what is gone", burnt, |folder| {
        let (backup, path) = (folder.join("yesterday.db"), folder.join("office.db"));
        ReadyBackup::becomes(&backup, &path, &stamp("ada")).map(drop)
    }),
    ("upgrade", older, |folder| {
        Store::open(&folder.join("office.db"), Access::Write).map(drop)
    }),
    ("export -o", nothing, |folder| {
        let text = "name\nElm ES\n".repeat(1000);
        save::save(&folder.join("schools.csv"), false, text.as_bytes())
            .map_err(|error| Error::refused(format!("{}. {}", error.what, error.hint)))
    }),
];

/// A moment after the tests' own.
fn later() -> Stamp {
    let stamp = stamp("ada");
    Stamp {
        at: stamp.at + chrono::TimeDelta::minutes(5),
        ..stamp
    }
}
