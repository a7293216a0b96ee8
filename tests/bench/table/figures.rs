//! The figures, and the districts in which they are taken.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use tempfile::TempDir;

use crate::paper::whole;
use crate::run::{Cost, Program};

/// The sizes of `hallpass demo`.
pub const SIZES: [&str; 3] = ["S", "M", "L"];

/// The screens are left alone for so long.
pub const REST: Duration = Duration::from_secs(10);

/// Whose digest is written: every made-up district has her.
const DIRECTOR: &str = "iombrane";

/// One figure, by the name of the command that it is of.
pub struct Figure {
    pub name: &'static str,
    pub measure: fn(&Place) -> Cost,
}

const fn figure(name: &'static str, measure: fn(&Place) -> Cost) -> Figure {
    Figure { name, measure }
}

/// All of them, in the order in which they are taken and printed.
pub const FIGURES: [Figure; 26] = [
    figure("demo", |place| place.made.unwrap_or_default()),
    figure("version", |place| place.cost(&["--version"])),
    figure("screens", |place| place.program().screens(REST)),
    figure("status", |place| {
        place.cost(&["status", &place.product, &place.school])
    }),
    figure("product", |place| place.cost(&["product", &place.product])),
    figure("queue-first", |place| place.first("queue")),
    figure("queue", |place| place.cost(&["queue"])),
    figure("renewals", |place| place.cost(&["renewals"])),
    figure("schools", |place| place.cost(&["schools"])),
    figure("inventory", |place| {
        place.cost(&["inventory", &place.school])
    }),
    figure("owners", |place| place.cost(&["owners"])),
    figure("training", |place| place.cost(&["training"])),
    figure("dashboard", |place| place.cost(&["dashboard"])),
    figure("overlaps-first", |place| place.first("overlaps")),
    figure("overlaps-again", |place| {
        place.program().once(&["overlaps"]);
        place.cost(&["overlaps"])
    }),
    figure("waste", |place| place.cost(&["waste"])),
    figure("digest", |place| {
        place.cost(&["digest", "--for", DIRECTOR, "--dry-run"])
    }),
    figure("alerts", |place| place.cost(&["alerts", "--test"])),
    figure("history", |place| place.cost(&["history"])),
    figure("check", |place| place.cost(&["check"])),
    figure("export", |place| place.cost(&["export", "inventory"])),
    figure("export-overlaps", |place| {
        place.cost(&["export", "overlaps"])
    }),
    figure("export-waste", |place| place.cost(&["export", "waste"])),
    figure("dump", |place| place.cost(&["dump"])),
    figure("import-new", Place::import_new),
    figure("import-again", Place::import_again),
];

/// A made-up district of one size, with what of it is asked for.
pub struct Place {
    size: String,
    db: PathBuf,
    made: Option<Cost>,
    product: String,
    school: String,
    /// Where copies of it are written, and what the program keeps beside an office.
    scratch: TempDir,
}

impl Place {
    /// The district of this size: the one that was made before, or `anew`.
    pub fn of(size: &str, anew: bool) -> Place {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let db = folder.join(format!("{size}-{}.db", env!("CARGO_PKG_VERSION")));
        let scratch = tempfile::tempdir_in(folder).unwrap();
        let made = (anew || !db.exists()).then(|| {
            eprintln!("making {}", db.display());
            let new = scratch.path().join("new.db");
            let words = ["demo", "--no-open", "--size", size, "--path", text(&new)];
            let cost = Program::new(&new, scratch.path()).once(&words);
            fs::rename(new, &db).unwrap();
            cost
        });
        let conn = Connection::open(&db).unwrap();
        // What is placed at the last school: nothing else is told of it.
        let (product, school) = conn
            .query_row(
                "SELECT p.name, s.code FROM school s JOIN inventory i ON i.school = s.id JOIN product p ON p.id = i.product
                 ORDER BY s.id DESC, i.id LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        Place {
            size: size.to_owned(),
            db,
            made,
            product,
            school,
            scratch,
        }
    }

    fn program(&self) -> Program<'_> {
        Program::new(&self.db, self.scratch.path())
    }

    fn cost(&self, words: &[&str]) -> Cost {
        self.program().cost(words)
    }

    /// A file of this name that may be written, without what an office of the name left there.
    fn free(&self, name: &str) -> PathBuf {
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(self.scratch.path().join(format!("{name}{ending}")));
        }
        self.scratch.path().join(name)
    }

    /// A copy of the office, to write in.
    fn copy(&self) -> PathBuf {
        let copy = self.free("copy.db");
        fs::copy(&self.db, &copy).unwrap();
        copy
    }

    /// The records of one kind as a file.
    fn exported(&self, kind: &str) -> PathBuf {
        let file = self.free(&format!("{kind}.csv"));
        self.program().once(&["export", kind, "-o", text(&file)]);
        file
    }

    /// What a command takes where nothing was found before.
    fn first(&self, command: &str) -> Cost {
        let copy = self.copy();
        let conn = Connection::open(&copy).unwrap();
        conn.execute_batch("DELETE FROM found_year; DELETE FROM found_queue")
            .unwrap();
        drop(conn);
        Program::new(&copy, self.scratch.path()).once(&[command])
    }

    /// The inventory of the district into an office that has its schools and its products.
    fn import_new(&self) -> Cost {
        let new = self.free("new.db");
        let office = Program::new(&new, self.scratch.path());
        office.once(&["init", "--district", "Measured", "--zone", "Etc/UTC"]);
        for kind in ["schools", "products"] {
            office.once(&["import", kind, text(&self.exported(kind))]);
        }
        office.once(&["import", "inventory", text(&self.exported("inventory"))])
    }

    /// The inventory of the district into the district.
    fn import_again(&self) -> Cost {
        let copy = self.copy();
        let file = self.exported("inventory");
        Program::new(&copy, self.scratch.path()).once(&["import", "inventory", text(&file)])
    }
}

/// `M: 200 schools, 3,000 products, 60,000 rows of inventory; a file of 25 MB`
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let conn = Connection::open(&self.db).unwrap();
        let count = |table: &str| -> String {
            let sql = format!("SELECT count(*) FROM {table}");
            let rows: i64 = conn.query_row(&sql, [], |row| row.get(0)).unwrap();
            whole(rows as u64)
        };
        write!(
            f,
            "{}: {} schools, {} products, {} rows of inventory; a file of {} MB",
            self.size,
            count("school"),
            count("product"),
            count("inventory"),
            fs::metadata(&self.db).unwrap().len() >> 20
        )
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
