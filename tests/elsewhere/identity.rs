//! Two records of one product, looked for in real lists and compared with the pairs that a person finds
//! there by eye. Prints how many of those found are right, and how many of the right ones are found.

use std::collections::{BTreeMap, BTreeSet};

use hallpass::domain::overlap::identity::{KnownProduct, alike, vendors_alike};
use hallpass::domain::product::{ProductId, VendorId};
use hallpass::domain::record::RecordId;
use libtest_mimic::Trial;

use crate::needs::{Need, data, trials};

pub fn tests() -> Vec<Trial> {
    trials!(Need::RealFiles; the_catalogue_has_the_pairs_that_a_person_finds, lists_of_licences_have_the_pairs_that_a_person_finds)
}

type Pairs = BTreeSet<(String, String)>;

/// Rows of a file: name, vendor, address.
fn rows(path: &str, columns: [Option<&str>; 3]) -> Vec<[String; 3]> {
    let mut file = csv::Reader::from_path(data(path)).unwrap();
    let headers = file.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let columns = columns.map(|column| column.map(at));
    let rows = file.records().map(|row| {
        let row = row.unwrap();
        columns.map(|at| at.map_or("", |at| row[at].trim()).to_owned())
    });
    rows.collect()
}

fn known(rows: &[[String; 3]]) -> Vec<KnownProduct> {
    let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let numbered = (1..).zip(rows);
    let record = |(product, [name, vendor, address]): (i64, &[String; 3])| KnownProduct {
        product: ProductId(product),
        name: name.clone(),
        vendor: said(vendor),
        addresses: said(address).into_iter().collect(),
        ..KnownProduct::default()
    };
    numbered.map(record).collect()
}

fn pair(a: &str, b: &str) -> (String, String) {
    let (a, b) = (a.to_owned(), b.to_owned());
    if a <= b { (a, b) } else { (b, a) }
}

fn by_name<I: RecordId>(
    rows: &[[String; 3]],
    found: impl IntoIterator<Item = (I, I)>,
    column: usize,
) -> Pairs {
    let name = |id: I| rows[id.number() as usize - 1][column].as_str();
    found
        .into_iter()
        .map(|(a, b)| pair(name(a), name(b)))
        .collect()
}

/// Prints both measures; at most one found pair in ten may be wrong.
fn measure(what: &str, found: &Pairs, by_eye: &[(&str, &str)], must: &[(&str, &str)]) {
    let right: Pairs = by_eye.iter().map(|(a, b)| pair(a, b)).collect();
    let hits = found.intersection(&right).count();
    println!(
        "{what}: {} found, {hits} right: precision {:.2}, recall {:.2} of {} by eye",
        found.len(),
        hits as f64 / found.len().max(1) as f64,
        hits as f64 / right.len() as f64,
        right.len(),
    );
    println!(
        "  wrong: {:?}",
        found.difference(&right).collect::<Vec<_>>()
    );
    println!(
        "  missed: {:?}",
        right.difference(found).collect::<Vec<_>>()
    );
    let wrong = found.len() - hits;
    assert!(
        wrong * 10 <= found.len(),
        "{what}: more than one in ten is wrong"
    );
    for (a, b) in must {
        assert!(found.contains(&pair(a, b)), "{what}: {a} / {b}");
    }
}

fn the_catalogue_has_the_pairs_that_a_person_finds() {
    let columns = ["Product Name", "Provider/Company Name", "URL"].map(Some);
    let rows = rows("products/products_info.csv", columns);
    let found = by_name(&rows, alike(&known(&rows)).into_keys(), 0);
    let must = [
        ("Edpuzzle", "Edpuzzle - Free (Basic Plan)"),
        ("ClassDojo", "ClassDojo for Students"),
    ];
    let by_eye = [
        must[0],
        must[1],
        ("Grammarly", "Grammarly for Chrome"),
        ("Pear Deck", "Pear Deck for Google Slides"),
        ("Zoom", "ZOOM Cloud Meetings"),
        ("Flipgrid", "Flipgrid One"),
        ("Adobe Spark", "Adobe Spark Page"),
        ("Code.org", "Studio Code"),
        ("Ducksters", "History for Kids"),
    ];
    measure("products of the catalogue", &found, &by_eye, &must);

    let mut first: BTreeMap<&str, i64> = BTreeMap::new();
    for (id, row) in (1..).zip(&rows).filter(|(_, row)| !row[1].is_empty()) {
        first.entry(&row[1]).or_insert(id);
    }
    let vendors: Vec<(VendorId, String)> = first
        .iter()
        .map(|(name, id)| (VendorId(*id), (*name).into()))
        .collect();
    let found = by_name(&rows, vendors_alike(&vendors), 1);
    let must = [("Adobe Inc", "Adobe Inc.")];
    let by_eye = [
        must[0],
        ("Renaissance Learning", "Renaissance Learning, Inc."),
        ("Spotify Ltd", "Spotify USA Inc"),
        ("Microsoft", "Microsoft Education"),
        ("Learning A-Z", "Lazel Inc."),
    ];
    measure("vendors of the catalogue", &found, &by_eye, &must);
}

fn lists_of_licences_have_the_pairs_that_a_person_finds() {
    let path = "licenses/licence_to_learn/software.csv";
    let software = rows(path, [Some("software"), None, None]);
    let found = by_name(&software, alike(&known(&software)).into_keys(), 0);
    let by_eye = [
        ("ANSYS", "ANSYS"),
        ("Proteus VSM for MSP430", "proteus VSM for MSP430"),
        ("Arc GIS", "ArcGIS Software"),
        ("MI Power", "Mi power software package"),
        (
            "Netsim Software academic version",
            "netsim standard version",
        ),
        ("Altair academic bundle", "Altair standard bundle"),
        ("MasterCAM", "MasterCam X9 Edu"),
        ("COMSOL", "Comsol Multiphysics software package"),
        ("LabVIEW", "NI Lab View software"),
        ("Mathematica 14.0", "Wolfram Mathematica Network software"),
        ("SPSS", "IBM SPSS Statistics BASE Version 29.0"),
        ("PLAXIS software", "Plaxis 2D"),
        ("PSIM", "PSIM2021a-Education -professional-network"),
        ("MEMS Design", "MEMS Design and ANALYSIS Software"),
        ("Cisco Webex", "Web Ex (CISCO A-FLEX-3_ProPack)"),
        (
            "Soild Works Educational Edition Software",
            "SolidWorks Campus EDU 2026",
        ),
    ];
    measure(
        "software of institutes",
        &found,
        &by_eye,
        &[by_eye[1], by_eye[2]],
    );
    let columns = [Some("Item name"), Some("manufacturer"), None];
    let licences = rows("licenses/snipe_it/licenses-sample.csv", columns);
    let found = by_name(&licences, alike(&known(&licences)).into_keys(), 0);
    let by_eye = [
        (
            "OCTINOXATE and TITANIUM DIOXIDE",
            "Octinoxate and Titanium Dioxide",
        ),
        ("BENZALKONIUM CHLORIDE", "Benzalkonium Chloride"),
        ("Loperamide Hydrochloride", "loperamide HCl"),
    ];
    measure("licences of a sample", &found, &by_eye, &by_eye[..2]);
}
