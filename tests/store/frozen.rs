//! What no later version may change of files that are in use: the numbered SQL they were made by, the layouts that
//! must still upgrade, and the order of a noun's fields.

use std::fs;
use std::path::Path;

use hallpass::domain::record::Kind;

/// Each file of SQL with its FNV-1a checksum.
const RELEASED: [(&str, u64); 26] = [
    ("schema/0001_office.sql", 0xdcb1_0ccc_f21e_40db),
    ("schema/0002_review.sql", 0xc016_a060_8b08_0fb4),
    ("schema/0003_renewals.sql", 0xb9c2_a31b_5776_fe3d),
    ("schema/0004_overlaps.sql", 0x92f2_48bd_2ba8_be99),
    ("schema/0005_unknown.sql", 0xe7c2_499f_6cb0_8369),
    ("schema/0006_words.sql", 0x2bb4_700c_91fc_8602),
    ("schema/0007_names.sql", 0x1aa0_8025_1e5a_8957),
    ("schema/0008_other_names.sql", 0x804d_1f22_d6d5_67ea),
    ("schema/0009_identity.sql", 0x1b0f_d9eb_26bc_d950),
    ("schema/0010_keys.sql", 0x083c_59dc_bd54_f86b),
    ("schema/0011_standards.sql", 0x1f08_0dd8_4716_4a44),
    ("schema/0012_found.sql", 0x5235_b3e8_33a5_484a),
    ("schema/0013_counted.sql", 0x092e_5b77_88ba_9fe8),
    ("schema/0014_looked_for.sql", 0x3c95_5b93_b70f_08e6),
    ("schema/0015_by_index.sql", 0x94f2_64a8_22f3_eaff),
    ("schema/0016_handed.sql", 0x9e47_52f8_e716_924c),
    ("schema/0017_holes.sql", 0xe632_77d2_74f2_cf65),
    ("schema/0018_sums.sql", 0xcda3_d26a_04fe_144f),
    ("schema/0019_placed.sql", 0xd3b6_f715_cc5e_8370),
    ("schema/0020_found_queue.sql", 0xd6a7_4712_1171_a3a8),
    ("tests/schema/v1.sql", 0xae6c_ce88_ef2b_7564),
    ("tests/schema/v2.sql", 0x2519_f68d_d33b_3c41),
    ("tests/schema/v3.sql", 0x6f5d_d40e_295b_724e),
    ("tests/schema/v4.sql", 0x1d5b_4e72_1231_441f),
    ("tests/schema/v10.sql", 0x41e7_b5db_1bed_c223),
    ("tests/schema/v7.sql", 0x71ea_3a22_0fbd_fb14),
];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The files of SQL in a folder, in order, as paths from the project's own.
fn sql_in(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_sql = |name: &String| Path::new(name).extension().is_some_and(|end| end == "sql");
    let mut found: Vec<String> = names
        .filter(is_sql)
        .map(|name| format!("{folder}/{name}"))
        .collect();
    found.sort();
    found
}

#[test]
fn released_sql_is_never_edited() {
    for (path, released) in RELEASED {
        let now = checksum(&read(path));
        assert!(
            now == released,
            "{path} is not what was released ({now:#x}): office files were made by it. Leave it, and put the change \
             into the next number of schema/"
        );
    }
    let known = RELEASED.map(|(path, _)| path);
    for path in [sql_in("schema"), sql_in("tests/schema")].concat() {
        assert!(
            known.contains(&path.as_str()),
            "{path} has no checksum yet; add (\"{path}\", {:#x}) to RELEASED once it is final",
            checksum(&read(&path))
        );
    }
}

/// `tests/schema/fields.txt` has a line for each noun, its fields in the order in which history writes them.
#[test]
fn fields_of_a_noun_are_only_appended() {
    let frozen = read("tests/schema/fields.txt");
    for line in frozen.lines() {
        let (noun, fields) = line.split_once(": ").unwrap();
        let kind =
            Kind::from_word(noun).unwrap_or_else(|| panic!("there is no noun {noun} any more"));
        let frozen: Vec<&str> = fields.split(' ').collect();
        let now: Vec<&str> = kind.fields().iter().map(|field| field.name).collect();
        assert!(
            now.starts_with(&frozen),
            "fields of {noun} are append only, because history keeps a removed record as the list of its values in \
             this order, and undo would put them into other fields.\nin files: {frozen:?}\nnow:      {now:?}"
        );
    }
    let mut now = String::new();
    for kind in Kind::ALL {
        let fields: Vec<&str> = kind.fields().iter().map(|field| field.name).collect();
        now.push_str(&format!("{kind}: {}\n", fields.join(" ")));
    }
    assert!(
        frozen == now,
        "tests/schema/fields.txt lacks what was appended; it is now\n{now}"
    );
}
