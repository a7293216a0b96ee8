//! Stories of made-up products for lessons: quizzes, slides, videos, books, code, art, typing.

use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::contract::PriceModel;
use crate::domain::inventory::Runs;
use crate::domain::notice::{NoticeBasis, NoticeUnit};
use crate::domain::person::OwnerRole;
use crate::domain::product::{AliasKind, ProductKind};

use super::{
    APPROVED, DISTRICT, Deal, ES, ES_MS, Ends, FREE, Gap, HS, MS, MS_HS, PLAIN, SCHOOL, SIGNED_IN,
    StoryProduct, StoryRuling, StoryTraining, StoryUse, Where,
};

#[rustfmt::skip] // one fact a line
pub(super) const KNOWN: &[StoryProduct] = &[
    StoryProduct {
        name: "Quizmallow",
        edition: Some("School"),
        vendor: "Quizmallow Works",
        function: "Quizzes and class response",
        grades: "K-12",
        asked: 96,
        seen: 1240,
        aliases: &[(AliasKind::Former, "Mallow Quiz"), (AliasKind::Host, "play.quizmallow.example")],
        rulings: &[
            StoryRuling { status: ApprovalStatus::Conditional, at: ES, grades: "3-5", conditions: &["Teacher accounts only: students join by code, with no sign-in and no last names.", "Grades 3 to 5."], decided: 1140, until: Some(21), reason: "The vendor deletes player names after each game; accounts for young students are not covered.", ..APPROVED },
            StoryRuling { at: MS, decided: 1140, until: Some(386), ..APPROVED },
        ],
        deals: &[
            Deal { buyer: Some("LIN"), quantity: 24, step: 4, unit: 4800, ends: Ends::In(175), terms: 3, owner: Some("gferrandine"), used: (60, 79), ..SCHOOL },
            Deal { buyer: Some("ADD"), quantity: 22, unit: 5600, ends: Ends::In(219), used: (50, 41), ..SCHOOL },
        ],
        tests: &[("chromebook", Runs::Works, None), ("ipad", Runs::Works, None), ("windows", Runs::Works, None)],
        owners: &[(OwnerRole::Manager, "nhalvessen"), (OwnerRole::Support, "bokonjary")],
        notes: &[
            (640, "bokonjary", "Linden Hollow: a class played with full names on the board. Reminded the team of the code rule."),
            (35, "pvandelune", "The privacy agreement ends soon; asked the vendor for the new text."),
            (6, "thangrove", "Two calls in one morning: may grade 2 play? No, grades 3 to 5 only."),
        ],
        measure: Some(StoryUse { definition: "hosted at least one game in the month", months: 6, ..SIGNED_IN }),
        training: Some(StoryTraining { reached: 67, required: false, minutes: 30 }),
        agreement: Some(("NDPA", Some(21), "teacher name; teacher e-mail; player nickname")),
        ..PLAIN
    },
    StoryProduct {
        name: "Quizmallow",
        edition: Some("Free"),
        vendor: "Quizmallow Works",
        function: "Quizzes and class response",
        grades: "K-12",
        asked: 71,
        seen: 1240,
        rulings: &[StoryRuling { status: ApprovalStatus::Denied, decided: 1140, reason: "The free plan shows advertising to students and is not covered by our agreement.", ..APPROVED }],
        notes: &[(90, "mdulcifer", "Sent the Wrenmoor team the way to ask for School seats instead.")],
        ..PLAIN
    },
    StoryProduct {
        name: "Buzzlecap",
        vendor: "Kestumel Games",
        function: "Quizzes and class response",
        grades: "6-12",
        asked: 44,
        seen: 1000,
        rulings: &[StoryRuling { at: MS, decided: 930, until: Some(260), ..APPROVED }],
        deals: &[
            Deal { buyer: Some("JES"), quantity: 40, unit: 5950, ends: Ends::In(40), fund: "Title IV", used: (70, 78), ..SCHOOL },
            Deal { buyer: Some("ROO"), quantity: 38, unit: 7150, ends: Ends::In(71), notice: Some((60, NoticeUnit::Days)), fund: "PTO gift", used: (60, 32), note: Some("The parents' club paid; the principal says sharing is fine if no one loses a seat."), ..SCHOOL },
        ],
        tests: &[("chromebook", Runs::Works, None)],
        ..PLAIN
    },
    StoryProduct {
        name: "Deckaroon",
        vendor: "Nibandle Interactive",
        function: "Interactive slides",
        grades: "K-12",
        asked: 52,
        rulings: &[StoryRuling { decided: 1290, until: Some(480), ..APPROVED }],
        deals: &[Deal { at: Where::Codes(&["LIN", "ADD", "RIL", "JES", "ROO", "MON", "MAR", "FRO", "GRA"]), quantity: 3200, unit: 775, terms: 4, escalator: Some(350), used: (74, 41), note: Some("Two renewals in a row with fewer users. Ask for 1,600 seats."), ..DISTRICT }],
        tests: &[("chromebook", Runs::Works, None), ("ipad", Runs::Works, None)],
        owners: &[(OwnerRole::Manager, "nhalvessen"), (OwnerRole::Evaluator, "nhalvessen"), (OwnerRole::Trainer, "nhalvessen")],
        notes: &[(205, "gferrandine", "41 of 100 seats in use. The vendor will go down at renewal only.")],
        measure: Some(StoryUse { by_school: true, ..SIGNED_IN }),
        training: Some(StoryTraining { reached: 52, required: false, minutes: 60 }),
        agreement: Some(("NDPA", Some(480), "name; e-mail; answers")),
        ..PLAIN
    },
    StoryProduct {
        name: "Pairloft",
        vendor: "Ruckollis",
        function: "Interactive slides",
        grades: "6-12",
        asked: 29,
        seen: 690,
        rulings: &[StoryRuling { status: ApprovalStatus::Conditional, at: MS_HS, conditions: &["Use the district sign-in, never a personal account."], decided: 600, until: Some(320), reason: "Personal accounts are outside the agreement.", ..APPROVED }],
        deals: &[Deal { buyer: Some("ROO"), quantity: 45, unit: 6600, ends: Ends::In(127), notice: Some((30, NoticeUnit::Days)), used: (80, 84), ..SCHOOL }],
        ..PLAIN
    },
    StoryProduct {
        name: "Clipthorpe",
        vendor: "Isketto Media",
        function: "Video lessons",
        grades: "5-12",
        asked: 30,
        seen: 940,
        rulings: &[StoryRuling { at: MS_HS, decided: 880, until: Some(9), ..APPROVED }],
        deals: &[Deal { buyer: Some("ROO"), quantity: 44, unit: 3600, ends: Ends::In(58), auto: false, notice: None, used: (82, 87), ..SCHOOL }],
        measure: Some(StoryUse { months: 12, definition: "assigned at least one video in the month", ..SIGNED_IN }),
        ..PLAIN
    },
    StoryProduct {
        name: "Castpebble",
        vendor: "Isketto Media",
        function: "Video lessons",
        kind: ProductKind::Extension,
        grades: "K-12",
        asked: 21,
        aliases: &[(AliasKind::Extension, "cbpdemoaaaabbbbccccddddeeeeffff"), (AliasKind::Other, "the pebble recorder")],
        rulings: &[StoryRuling { audience: Some(Audience::Staff), decided: 760, until: Some(140), ..APPROVED }],
        deals: &[Deal { audience: Audience::Staff, model: PriceModel::PerTeacher, quantity: 450, unit: 1500, owner: Some("ofarthing"), notice: None, used: (49, 26), terms: 2, ..DISTRICT }],
        tests: &[("chromebook", Runs::Works, None), ("windows", Runs::Works, None), ("ipad", Runs::Fails, Some("A browser extension; tablets have none."))],
        measure: Some(StoryUse { definition: "recorded at least once in the month", months: 30, ..SIGNED_IN }),
        ..PLAIN
    },
    StoryProduct {
        name: "Shelfmere",
        vendor: "Everquill Press",
        function: "Digital library",
        grades: "K-8",
        asked: 38,
        rulings: &[StoryRuling { at: ES_MS, decided: 1350, until: Some(610), ..APPROVED }],
        deals: &[
            Deal { at: ES_MS, grades: "K-8", quantity: 4760, unit: 385, terms: 4, used: (58, 68), fund: "State library grant", ..DISTRICT },
            Deal { buyer: Some("CED"), audience: Audience::Student, model: PriceModel::PerStudent, quantity: 60, unit: 520, ends: Ends::In(84), terms: 2, fund: "PTO gift", used: (75, 80), ..SCHOOL },
        ],
        tests: &[("chromebook", Runs::Works, None), ("ipad", Runs::Works, None)],
        owners: &[(OwnerRole::Manager, "nhalvessen"), (OwnerRole::Purchaser, "gferrandine"), (OwnerRole::Support, "thangrove")],
        notes: &[(70, "bokonjary", "Cedarfold's librarian did not know the district pays for this.")],
        measure: Some(StoryUse { by_school: true, definition: "borrowed at least one book in the month", ..SIGNED_IN }),
        agreement: Some(("state agreement", Some(610), "name; class; books borrowed")),
        ..PLAIN
    },
    StoryProduct {
        name: "Archivolt",
        vendor: "Oskarrow Reference",
        function: "Research databases",
        grades: "6-12",
        asked: 13,
        rulings: &[StoryRuling { at: MS_HS, decided: 1210, until: Some(590), ..APPROVED }],
        deals: &[Deal { at: HS, model: PriceModel::Concurrent, quantity: 40, unit: 21_500, ends: Ends::June(2), terms: 2, years: 3, notice: Some((180, NoticeUnit::Days)), used: (70, 78), ..DISTRICT }],
        owners: &[(OwnerRole::Manager, "nhalvessen"), (OwnerRole::Purchaser, "gferrandine")],
        measure: Some(SIGNED_IN),
        ..PLAIN
    },
    StoryProduct {
        name: "Loopwick",
        vendor: "Zephinder Code",
        function: "Coding and robots",
        grades: "6-8",
        asked: 24,
        rulings: &[StoryRuling { at: MS, decided: 820, until: Some(270), ..APPROVED }],
        deals: &[Deal { at: MS, quantity: 450, unit: 1180, fund: "Title IV", ends: Ends::In(260), used: (81, 88), terms: 2, ..DISTRICT }],
        owners: &[(OwnerRole::Manager, "rtembrook"), (OwnerRole::Purchaser, "gferrandine")],
        measure: Some(StoryUse { months: 28, ..SIGNED_IN }),
        ..PLAIN
    },
    StoryProduct {
        name: "Robotwig",
        vendor: "Zephinder Code",
        function: "Coding and robots",
        grades: "6-8",
        asked: 10,
        seen: 150,
        rulings: &[StoryRuling { status: ApprovalStatus::Pilot, at: Where::Codes(&["JES"]), conditions: &["Two classes, one robot each."], decided: 110, until: Some(20), reason: "A grant pays for one semester.", ..APPROVED }],
        deals: &[Deal { buyer: Some("JES"), audience: Audience::Student, model: PriceModel::PerDevice, quantity: 30, unit: 2900, ends: Ends::In(20), terms: 1, auto: false, fund: "STEM grant", notice: None, owner: Some("gferrandine"), used: (60, 93), ..SCHOOL }],
        notes: &[(14, "rtembrook", "The two classes like it; a decision must come before the pilot ends.")],
        ..PLAIN
    },
    StoryProduct {
        name: "Songbarrow",
        vendor: "Umbastre Sound",
        function: "Art and music",
        grades: "K-8",
        asked: 23,
        seen: 1130,
        rulings: &[StoryRuling { status: ApprovalStatus::Suspended, at: ES_MS, decided: 12, was: Some(1060), reason: "The vendor reported that strangers read its account list. Off until their report is here.", ..APPROVED }],
        deals: &[Deal { at: Where::Codes(&["WRE", "OXM", "MON"]), model: PriceModel::PerSchool, quantity: 3, unit: 64_000, ends: Ends::In(310), used: (25, 38), terms: 2, ..DISTRICT }],
        notes: &[(12, "msollowby", "Filter closed and sign-in off at all three schools at 14:10.")],
        switches: &[("WRE", Gap::Filter), ("OXM", Gap::Filter), ("MON", Gap::Filter)],
        agreement: Some(("NDPA", Some(300), "name; class; recordings")),
        ..PLAIN
    },
    StoryProduct {
        name: "Drawnimbus",
        vendor: "Pomivane",
        function: "Art and music",
        grades: "6-12",
        asked: 26,
        seen: 210,
        rulings: &[StoryRuling { status: ApprovalStatus::Discovered, decided: 205, reason: "", ..APPROVED }],
        deals: &[Deal { at: MS, used: (15, 44), ..FREE }],
        notes: &[(60, "thangrove", "Four calls about lost drawings. Not ours, never reviewed, and in daily use.")],
        measure: Some(StoryUse { months: 6, share_only: true, definition: "opened it on a district device, of all students", ..SIGNED_IN }),
        ..PLAIN
    },
    StoryProduct {
        name: "Keyhollow",
        vendor: "Yarrippin",
        function: "Typing",
        grades: "2-8",
        asked: 27,
        rulings: &[StoryRuling { status: ApprovalStatus::Conditional, at: ES_MS, grades: "2-8", conditions: &["Class codes only; no e-mail addresses."], decided: 1000, until: Some(115), reason: "Its sign-up form asks for a parent's address.", ..APPROVED }],
        deals: &[Deal { at: ES_MS, grades: "2-8", quantity: 2900, unit: 280, notice: None, owner: Some("ofarthing"), used: (63, 22), note: Some("The paper of the first year is lost; nobody knows the notice."), ..DISTRICT }],
        tests: &[("chromebook", Runs::Works, None), ("ipad", Runs::Partial, Some("Needs an outside keyboard."))],
        measure: Some(SIGNED_IN),
        ..PLAIN
    },
    StoryProduct {
        name: "Corkmeadow",
        vendor: "Elbarrow Boards",
        function: "Boards and brainstorming",
        grades: "5-12",
        asked: 36,
        seen: 880,
        rulings: &[StoryRuling { at: MS_HS, decided: 790, until: Some(205), ..APPROVED }],
        deals: &[
            Deal { buyer: Some("MON"), quantity: 38, unit: 3700, ends: Ends::In(207), used: (40, 34), ..SCHOOL },
            Deal { buyer: Some("FRO"), quantity: 30, unit: 4200, ends: Ends::In(240), owner: Some("ycastleby"), used: (80, 90), ..SCHOOL },
        ],
        tests: &[("chromebook", Runs::Works, None)],
        ..PLAIN
    },
    StoryProduct {
        name: "Seedfolio",
        edition: Some("Class"),
        vendor: "Marlenby",
        function: "Portfolios",
        grades: "PK-5",
        asked: 42,
        rulings: &[StoryRuling { at: ES, decided: 1240, until: Some(330), ..APPROVED }],
        deals: &[Deal { at: ES, quantity: 2870, unit: 505, owner: Some("ycastleby"), used: (76, 84), ..DISTRICT }],
        tests: &[("chromebook", Runs::Works, None), ("ipad", Runs::Works, None)],
        owners: &[(OwnerRole::Manager, "rtembrook"), (OwnerRole::Purchaser, "ycastleby")],
        measure: Some(StoryUse { by_school: true, ..SIGNED_IN }),
        switches: &[("WRE", Gap::Filter)],
        agreement: Some(("NDPA", Some(330), "name; photos; work samples")),
        ..PLAIN
    },
    StoryProduct {
        name: "Seedfolio",
        edition: Some("Plus"),
        vendor: "Marlenby",
        function: "Portfolios",
        grades: "PK-5",
        asked: 9,
        seen: 500,
        rulings: &[StoryRuling { at: Where::Codes(&["RIL"]), decided: 440, until: Some(330), reason: "The same agreement; translation for families.", ..APPROVED }],
        deals: &[Deal { buyer: Some("RIL"), quantity: 12, unit: 4500, ends: Ends::In(144), basis: NoticeBasis::Received, used: (70, 83), ..SCHOOL }],
        ..PLAIN
    },
    StoryProduct {
        name: "Chalkbarrow",
        vendor: "Wolduffin",
        function: "Boards and brainstorming",
        grades: "K-12",
        archived: true,
        successor: Some("Corkmeadow"),
        rulings: &[StoryRuling { status: ApprovalStatus::Retired, decided: 460, was: Some(1420), until: Some(-460), reason: "The vendor closed it.", ..APPROVED }],
        deals: &[Deal { at: HS, model: PriceModel::Site, quantity: 3, unit: 57_500, ends: Ends::In(-455), auto: false, owner: Some("ofarthing"), used: (45, 20), ..DISTRICT }],
        ..PLAIN
    },
    StoryProduct {
        name: "Tunefettle",
        vendor: "Umbastre Sound",
        function: "Art and music",
        grades: "9-12",
        asked: 7,
        seen: 420,
        rulings: &[StoryRuling { at: Where::Codes(&["MAR", "FRO"]), decided: 380, until: Some(-6), ..APPROVED }],
        deals: &[Deal { buyer: Some("MAR"), audience: Audience::Student, model: PriceModel::PerStudent, quantity: 110, unit: 760, ends: Ends::In(9), terms: 1, notice: Some((15, NoticeUnit::Days)), used: (60, 72), ..SCHOOL }],
        ..PLAIN
    },
];
