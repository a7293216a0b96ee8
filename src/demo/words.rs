//! The words that names of made-up products and vendors are put together from.
//! Only `products` uses them; that no name is a real one is tried in `tests/store/made_up.rs`.

/// A function, and the words its products are called by.
pub(super) struct JobWords {
    /// The function's name.
    pub(super) name: &'static str,
    /// How coined names begin.
    pub(super) stems: &'static [&'static str],
    /// What follows a maker's name.
    pub(super) nouns: &'static [&'static str],
    /// The subject, where it is always the same.
    pub(super) subjects: Option<&'static str>,
}

const fn job(
    name: &'static str,
    subjects: Option<&'static str>,
    stems: &'static [&'static str],
    nouns: &'static [&'static str],
) -> JobWords {
    JobWords {
        name,
        stems,
        nouns,
        subjects,
    }
}

/// What products are for.
#[rustfmt::skip] // one function a line or two
pub(super) const JOBS: &[JobWords] = &[
    job("Reading practice", Some("Reading"),
        &["Page", "Fable", "Chapter", "Inkwell", "Reader", "Saga", "Verse"], &["Readers", "Stories", "Fluency"]),
    job("Phonics and early reading", Some("Reading"),
        &["Vowel", "Letter", "Syllab", "Rhyme", "Sound", "Alpha"], &["Phonics", "First Words", "Letters"]),
    job("Writing and feedback", Some("English"),
        &["Quill", "Draft", "Nib", "Essay", "Comma", "Scribe"], &["Writer", "Composer", "Essays"]),
    job("Math practice", Some("Math"),
        &["Sum", "Tally", "Digit", "Abacus", "Fraction", "Count", "Prime"], &["Numbers", "Arithmetic", "Facts"]),
    job("Graphing and geometry", Some("Math"),
        &["Plot", "Angle", "Vertex", "Axis", "Tangent"], &["Geometry", "Graphs", "Algebra Bench"]),
    job("Science labs", Some("Science"),
        &["Beaker", "Atom", "Cell", "Magnet", "Orbit", "Quark", "Fossil"], &["Labs", "Experiments", "Science Bench"]),
    job("History and maps", Some("Social studies"),
        &["Atlas", "Compass", "Era", "Chronicle", "Globe"], &["Timelines", "Maps", "Civics"]),
    job("World languages", Some("Languages"),
        &["Lingua", "Verb", "Accent", "Dialect", "Idiom"], &["Spanish", "French", "Conversations"]),
    job("English learners", Some("English"),
        &["Bridge", "Phrase", "Gloss", "Newcomer"], &["Newcomers", "Vocabulary"]),
    job("Quizzes and class response", None,
        &["Quiz", "Buzz", "Trivia", "Clicker", "Puzzle", "Riddle"], &["Quiz Night", "Polls", "Exit Tickets"]),
    job("Interactive slides", None,
        &["Deck", "Slide", "Panel", "Easel", "Podium"], &["Slides", "Lessons Live", "Decks"]),
    job("Video lessons", None,
        &["Clip", "Reel", "Lens", "Frame", "Camera"], &["Video Lessons", "Recorder", "Clips"]),
    job("Digital library", Some("Reading"),
        &["Shelf", "Book", "Spine", "Folio", "Novel"], &["Library", "Audiobooks", "Magazines"]),
    job("Research databases", None,
        &["Archive", "Index", "Source", "Footnote"], &["Reference", "Primary Sources", "Newsroom"]),
    job("Coding and robots", Some("Computer science"),
        &["Loop", "Pixel", "Robot", "Syntax", "Kernel", "Widget"], &["Code", "Robotics", "Game Maker"]),
    job("Art and music", Some("Arts"),
        &["Tune", "Canvas", "Chord", "Sketch", "Palette", "Tempo"], &["Music", "Sketchbook", "Theory"]),
    job("Typing", None,
        &["Key", "Type", "Finger", "Homerow"], &["Typing", "Keyboarding"]),
    job("Boards and brainstorming", None,
        &["Cork", "Chalk", "Pin", "Thought", "Bubble"], &["Boards", "Mind Maps", "Whiteboard"]),
    job("Portfolios", None,
        &["Seed", "Keepsake", "Show", "Album"], &["Portfolios", "Journals"]),
    job("Learning management", None,
        &["Course", "Module", "Lectern"], &["Courses", "Classroom Hub"]),
    job("Student records", None,
        &["Roster", "Ledger", "Registrar", "Tardy"], &["Records", "Attendance", "Gradebook"]),
    job("Sign-in and rosters", None,
        &["Door", "Badge", "Token"], &["Sign-in", "Rosters"]),
    job("Device management", None,
        &["Fleet", "Cart", "Tablet", "Asset"], &["Fleet", "Inventory", "Repairs"]),
    job("Web filter and screens", None,
        &["Screen", "Sieve", "Warden", "Beacon"], &["Filter", "Screens"]),
    job("Family messages", None,
        &["Note", "Ping", "Porch", "Mailbag", "Bell"], &["Messages", "Conferences", "Newsletter"]),
    job("Assessment", None,
        &["Gauge", "Rubric", "Score", "Yardstick", "Probe"], &["Checks", "Test Maker", "Rubrics"]),
    job("Behavior and wellbeing", None,
        &["Mood", "Calm", "Lantern", "Kind", "Breath"], &["Check-in", "Circles", "Hall Pass Log"]),
    job("Careers and college", None,
        &["Path", "Harbor", "Campus", "Ladder", "Intern"], &["Careers", "Applications", "Pathways"]),
    job("Special education", None,
        &["Speak", "Gesture", "Plan", "Sensory"], &["Plans", "Symbols", "Goals"]),
    job("Teacher training", None,
        &["Coach", "Mentor", "Staffroom", "Observe"], &["Coaching", "Modules", "Observations"]),
    job("Forms and office", None,
        &["Sign", "Form", "Desk", "Clerk", "Stamp", "Bus"], &["Forms", "Scheduling", "Field Trips", "Meals"]),
];

/// How coined names end.
pub(super) const ENDINGS: &[&str] = &[
    "wick", "mere", "moor", "combe", "garth", "thistle", "bury", "fettle", "hollow", "stead",
    "loft", "whistle", "acre", "marsh", "kettle", "drift", "yarrow", "furrow", "bracken", "nettle",
    "gable", "orchard", "pebble", "thicket",
];

/// How makers' names begin.
pub(super) const MAKER_STARTS: &[&str] = &[
    "Ald", "Bram", "Corv", "Dapp", "Elb", "Fenn", "Goss", "Hobn", "Isk", "Jasp", "Kest", "Lumm",
    "Marl", "Nibb", "Osk", "Pell", "Quar", "Ruck", "Sorr", "Tamb", "Ulv", "Vesp", "Wimm", "Yarr",
    "Zeph", "Bex", "Crim", "Dov", "Eck", "Fross", "Grim", "Hald", "Ild", "Jun", "Kipp", "Lorm",
    "Moss", "Nett", "Orl", "Pomm", "Quin", "Rood", "Sedd", "Thim", "Umb", "Vall", "Wold", "Yew",
    "Zinn", "Arb", "Brisk", "Clov", "Dunn", "Ems", "Flax",
];

/// How makers' names end.
pub(super) const MAKER_ENDS: &[&str] = &[
    "adine", "orelle", "ivane", "enby", "umelle", "astre", "ippin", "oway", "andle", "etto",
    "ulane", "isker", "arrow", "endish", "uffin", "inder", "ollis",
];

/// What makers call themselves.
pub(super) const MAKER_KINDS: &[&str] = &[
    "Learning",
    "Press",
    "Works",
    "Software",
    "Labs",
    "Education",
    "Studio",
    "Systems",
    "Group",
    "Media",
    "Classroom Co.",
    "Publishing",
];
