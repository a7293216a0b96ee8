//! The words of those who ask in the made-up district, and of those who answer them.

/// Who asks; nobody of these is real.
pub(super) const NAMES: &[&str] = &[
    "Ansel Corrowby",
    "Bettine Larkspool",
    "Cato Wimberell",
    "Dorte Ellingmoor",
    "Edda Quaverley",
    "Fenno Harbleton",
    "Greta Ostinwick",
    "Hollis Umberdale",
    "Imke Sallowfen",
    "Jory Tackleby",
    "Kirsa Vennerholt",
    "Lubin Ashcroombe",
    "Merle Pindlebeck",
    "Nadja Rookwither",
    "Orla Thistlewane",
    "Pim Gallowmere",
    "Quenby Strand-Alder",
    "Runa Mickleford",
    "Silas Bexterby",
    "Tilda Overmarsh",
    "Ulla Dunnimoor",
    "Vigo Cranesholt",
    "Wenda Farrowgill",
    "Yorick Peltham",
    "Zita Hanniver",
];

/// As what.
pub(super) const ROLES: &[&str] = &[
    "teacher",
    "teacher",
    "teacher",
    "department head",
    "principal",
    "librarian",
];

/// Why it is wanted.
pub(super) const REASONS: &[&str] = &[
    "Three of us would use it from the next unit on.",
    "Saw it at the county workshop; it does what we do by hand.",
    "My students with plans need another way in.",
    "It came with the new textbook.",
    "Colleagues at the other building have it.",
    "We have a grant that pays for one year.",
    "Two classes use it already at home.",
    "The old one is slow and its maker does not answer.",
];

/// Why a request is taken back.
pub(super) const WITHDRAWN: &[&str] = &[
    "Found that the library has the same.",
    "The grant did not come.",
    "The teacher has moved to another county.",
];

/// What to do without a product that was denied, or one that is there already.
pub(super) const ALREADY: &str = "We have this already under another name.";

/// What a vendor owes.
pub(super) const OWED: &[&str] = &["agreement", "accessibility report", "quote", "test account"];

/// Words of conditions, and the item each is about; the first that is found counts.
pub(super) const CONDITIONS: &[(&str, &str)] = &[
    ("accounts", "T14"),
    ("sign-in", "T06"),
    ("consent", "C16"),
    ("galler", "T25"),
    ("chat", "T25"),
    ("lists", "T25"),
    ("do not sign in", "T15"),
    ("location", "T13"),
    ("devices only", "T13"),
    ("e-mail", "T13"),
    ("answers", "T13"),
    ("account", "T13"),
    ("Grades", "C06"),
    ("text", "T19"),
];

/// Words of denials, and the item that failed.
pub(super) const DENIALS: &[(&str, &str)] = &[
    ("dvertising", "T16"),
    ("Sells data", "T16"),
    ("train its models", "T19"),
    ("users under 18", "T15"),
    ("agreement", "T14"),
    ("already pay", "C05"),
    ("same job", "C05"),
    ("keyboard", "T18"),
    ("chat", "T25"),
    ("abroad", "T20"),
    ("grade", "C06"),
];
