//! Who and what there is in a large made-up district: people, schools with their devices, vendors, products.

use crate::demo::words::{ENDINGS, JOBS, MAKER_KINDS, MAKER_STARTS};
use crate::domain::grade::Grades;
use crate::domain::person::{Role, Roles};
use crate::domain::product::{AliasKind, DataUse, FunctionId, ProductId, ProductKind, VendorId};
use crate::domain::put::{Given, Put};
use crate::domain::record::Kind;
use crate::domain::school::{Level, SchoolId};
use crate::domain::text;

use super::{Grown, MadeUpFile, chance, one};

/// What a school is called, its level, its grades, the fewest and most students.
type SchoolSort = (&'static str, Level, &'static str, (i64, i64));

/// Sorts of schools, as often as they are.
const SCHOOLS: [SchoolSort; 10] = [
    ("ES", Level::Elementary, "K-5", (180, 640)),
    ("ES", Level::Elementary, "PK-5", (210, 700)),
    ("ES", Level::Elementary, "K-5", (150, 520)),
    ("ES", Level::Elementary, "K-6", (240, 760)),
    ("ES", Level::Elementary, "PK-5", (190, 610)),
    ("MS", Level::Middle, "6-8", (380, 980)),
    ("MS", Level::Middle, "6-8", (420, 1_100)),
    ("HS", Level::High, "9-12", (700, 2_300)),
    ("HS", Level::High, "9-12", (300, 1_500)),
    ("K-8 School", Level::Combined, "K-8", (260, 900)),
];

/// What follows a product's name once all names are given.
const SERIES: [&str; 8] = [
    "",
    " Plus",
    " Junior",
    " Live",
    " Go",
    " Pro",
    " Studio",
    " for Schools",
];

pub(super) fn people(grown: &Grown) -> MadeUpFile {
    let roles = [
        [Role::Technical].as_slice(),
        &[Role::Curricular],
        &[Role::Renewals],
        &[Role::Helpdesk],
        &[Role::Technical, Role::Curricular],
    ];
    MadeUpFile::new(
        (Kind::Person, "people", "staff.csv"),
        grown.people,
        move |n, _| {
            let first = MAKER_STARTS[n % MAKER_STARTS.len()];
            let last = MAKER_STARTS[(n * 7 + n / MAKER_STARTS.len()) % MAKER_STARTS.len()];
            let last = format!("{last}{}", ENDINGS[n % ENDINGS.len()]);
            let login = format!("{}{}{n}", first.to_lowercase(), last.to_lowercase());
            Put::keyed(Kind::Person)
                .with("login", login.clone())
                .with("name", format!("{first} {last}"))
                .with("email", Some(format!("{login}@wexmoor.example")))
                .with("roles", Roles(roles[n % roles.len()].to_vec()))
        },
    )
}

pub(super) fn schools(grown: &Grown) -> MadeUpFile {
    let at = (Kind::School, "schools", "state-directory.csv");
    MadeUpFile::new(at, grown.schools, |n, rng| {
        let (sort, level, grades, (least, most)) = SCHOOLS[n % SCHOOLS.len()];
        let m = n / SCHOOLS.len();
        let start = MAKER_STARTS[(m + n) % MAKER_STARTS.len()];
        let ending = ENDINGS[(m / MAKER_STARTS.len() + n) % ENDINGS.len()];
        let students = rng.i64(least..most);
        let code = format!("{}{:04}", &start[..1], n + 1);
        Put::new(Kind::School)
            .with("name", format!("{start}{ending} {sort} {}", n + 1))
            .with("code", code)
            .with("level", Some(level))
            .with("grades", grades.parse().unwrap_or(Grades::UNSAID))
            .with("enrollment", Some(students))
            .with("staff", Some(students / 14 + 3))
            .with("registry_id", Some(format!("98-{:05}", n + 1)))
            .with("open", !chance(rng, 1))
    })
}

pub(super) fn devices(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let at = (Kind::Device, "rows of devices", "fleet-of-all.csv");
    MadeUpFile::new(at, grown.schools * 2, move |n, rng| {
        let (device, share, os_min) = [("chromebook", 80, "126"), ("ipad", 20, "16")][n % 2];
        Put::keyed(Kind::Device)
            .with("school", SchoolId(of.id(Kind::School, n / 2)))
            .with("device", device.to_owned())
            .with("share", Some(share))
            .with("os_min", Some(os_min.to_owned()))
            .with("until", Some(of.day(rng.i64(-90..1_800))))
    })
}

/// A word of a product's name, the nth of all.
fn coined(n: usize) -> (&'static str, &'static str, usize) {
    let stems: usize = JOBS.iter().map(|job| job.stems.len()).sum();
    let stem = JOBS.iter().flat_map(|job| job.stems).nth(n % stems);
    let m = n / stems;
    (
        stem.copied().unwrap_or_default(),
        ENDINGS[m % ENDINGS.len()],
        m / ENDINGS.len(),
    )
}

pub(super) fn vendors(grown: &Grown) -> MadeUpFile {
    let at = (Kind::Vendor, "vendors", "vendors-of-all.csv");
    MadeUpFile::new(at, grown.vendors, |n, rng| {
        let (stem, ending, series) = coined(n);
        let kind = MAKER_KINDS[(n + series) % MAKER_KINDS.len()];
        let name = match series {
            0 => format!("{stem}{ending} {kind}"),
            series => format!("{stem}{ending} {kind} {}", series + 1),
        };
        let line = rng.u32(100..200);
        let support = chance(rng, 60).then(|| format!("555-0{line}, weekdays 8 to 5"));
        Put::new(Kind::Vendor)
            .with("name", name)
            .with("support", support)
    })
}

/// The nth product that is added: the place of its function, and its name.
fn product(n: usize) -> (usize, String) {
    let at = n % JOBS.len();
    let (job, n) = (&JOBS[at], n / JOBS.len());
    let (stem, n) = (job.stems[n % job.stems.len()], n / job.stems.len());
    let (noun, n) = (job.nouns[n % job.nouns.len()], n / job.nouns.len());
    let (ending, n) = (ENDINGS[n % ENDINGS.len()], n / ENDINGS.len());
    let (series, n) = (SERIES[n % SERIES.len()], n / SERIES.len());
    let name = format!("{stem}{ending} {noun}{series}");
    (
        at,
        if n == 0 {
            name
        } else {
            format!("{name} {}", n + 1)
        },
    )
}

pub(super) fn products(grown: &Grown) -> MadeUpFile {
    let of = grown.clone();
    let row = move |n: usize, rng: &mut fastrand::Rng| {
        let id = ProductId(of.id(Kind::Product, n));
        let (at, name) = product(n);
        let grades = one(
            rng,
            &["K-5", "K-8", "6-12", "9-12", "3-8", "K-2", "K-12", ""],
        );
        let kinds = [
            ProductKind::Web,
            ProductKind::Web,
            ProductKind::Web,
            ProductKind::App,
            ProductKind::Extension,
            ProductKind::Content,
        ];
        let data = [DataUse::None, DataUse::Login, DataUse::Pii];
        let mut puts = vec![
            Put::new(Kind::Product)
                .with("name", name.clone())
                .with(
                    "vendor",
                    Some(VendorId(of.id(Kind::Vendor, n % of.vendors))),
                )
                .with("url", Some(format!("https://{}.example", text::key(&name))))
                .with("kind", Some(one(rng, &kinds)))
                .with("subjects", JOBS[at].subjects.map(str::to_owned))
                .with("grades", grades.parse().unwrap_or(Grades::UNSAID))
                .with("lms", rng.u32(..1_000) < 3)
                .with("registry_id", Some(format!("Y{:06}", n + 1)))
                .with("first_seen", Some(of.day(-rng.i64(3..1_400))))
                .with("data", chance(rng, 70).then(|| one(rng, &data)))
                .with("instructional", chance(rng, 80).then_some(true)),
            Put::keyed(Kind::Purpose)
                .with("product", id)
                .with("function", FunctionId(at as i64 + 1)),
        ];
        if n.is_multiple_of(7) {
            let short: String = name
                .split(' ')
                .filter_map(|word| word.chars().next())
                .collect();
            puts.push(
                Put::keyed(Kind::Alias)
                    .with("product", id)
                    .with("alias", format!("{short}{}", n + 1))
                    .with("kind", Given::from(AliasKind::Other)),
            );
        }
        puts
    };
    MadeUpFile {
        called: "products",
        from: "catalogue-of-all.csv",
        rows: grown.products,
        puts: grown.products * 2 + grown.products.div_ceil(7),
        kinds: vec![Kind::Product, Kind::Purpose, Kind::Alias],
        row: Box::new(row),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_of_thirty_thousand_are_called_alike() {
        let products: HashSet<String> = (0..30_000).map(|n| text::key(&product(n).1)).collect();
        assert_eq!(products.len(), 30_000);
        let vendors = (0..30_000).map(|n| {
            let (stem, ending, series) = coined(n);
            format!("{stem}{ending}{series}")
        });
        assert_eq!(vendors.collect::<HashSet<String>>().len(), 30_000);
    }
}
