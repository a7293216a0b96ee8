//! Stories of made-up products that carry the schools: learning management, records, sign-in,
//! devices, filter, messages, assessment, wellbeing, careers, training, forms.

use crate::domain::approval::{ApprovalStatus, Audience};
use crate::domain::contract::PriceModel;
use crate::domain::inventory::Runs;
use crate::domain::notice::{NoticeBasis, NoticeUnit};
use crate::domain::person::OwnerRole;
use crate::domain::product::{AliasKind, ProductKind};

use super::{
    APPROVED, DISTRICT, Deal, ES, ES_MS, Ends, FREE, Gap, HS, MS_HS, PLAIN, SCHOOL, SIGNED_IN,
    StoryProduct, StoryRuling, StoryTraining, StoryUse, Where,
};

#[rustfmt::skip] // one fact a line
pub(super) const KNOWN: &[StoryProduct] = &[
    StoryProduct {
        name: "Courseloom",
        vendor: "Brambulane Systems",
        function: "Learning management",
        grades: "K-12",
        lms: true,
        asked: 66,
        aliases: &[(AliasKind::Former, "Loomwork"), (AliasKind::Other, "the loom")],
        rulings: &[StoryRuling { decided: 1380, until: Some(700), ..APPROVED }],
        deals: &[Deal { quantity: 7300, unit: 905, ends: Ends::June(1), terms: 2, years: 3, notice: Some((90, NoticeUnit::Days)), basis: NoticeBasis::Received, escalator: Some(300), used: (86, 96), ..DISTRICT }],
        tests: &[("chromebook", Runs::Works, None), ("ipad", Runs::Works, None), ("windows", Runs::Works, None), ("mac", Runs::Works, None)],
        owners: &[(OwnerRole::Manager, "pvandelune"), (OwnerRole::Evaluator, "nhalvessen"), (OwnerRole::Purchaser, "gferrandine"), (OwnerRole::Support, "thangrove"), (OwnerRole::Trainer, "rtembrook")],
        notes: &[(700, "pvandelune", "Grade sync with Rostergate runs at 02:00; complaints before 06:00 are usually that.")],
        measure: Some(StoryUse { by_school: true, ..SIGNED_IN }),
        training: Some(StoryTraining { reached: 91, required: true, minutes: 120 }),
        agreement: Some(("NDPA", Some(700), "name; e-mail; class; grades; work")),
        ..PLAIN
    },
    StoryProduct {
        name: "Classferry",
        vendor: "Dappollis Software",
        function: "Learning management",
        grades: "9-12",
        lms: true,
        successor: Some("Courseloom"),
        asked: 16,
        rulings: &[StoryRuling { status: ApprovalStatus::Retiring, at: Where::Codes(&["FRO"]), decided: 150, was: Some(1410), until: Some(240), reason: "Frostholm moves to Courseloom; two systems for one school are one too many.", ..APPROVED }],
        deals: &[Deal { buyer: Some("FRO"), audience: Audience::Student, model: PriceModel::PerStudent, quantity: 1100, unit: 540, terms: 4, notice: Some((60, NoticeUnit::Days)), owner: Some("ofarthing"), used: (90, 38), note: Some("Stop before it renews: the school has moved."), ..SCHOOL }],
        owners: &[(OwnerRole::Manager, "ofarthing")],
        measure: Some(SIGNED_IN),
        ..PLAIN
    },
    StoryProduct {
        name: "Benchway",
        vendor: "Dovulane",
        function: "Learning management",
        grades: "6-12",
        lms: true,
        asked: 12,
        seen: 560,
        rulings: &[StoryRuling { status: ApprovalStatus::Conditional, at: Where::Codes(&["GRA", "JES"]), conditions: &["For courses shared with the county college only."], decided: 500, until: Some(230), reason: "The college teaches its courses there.", ..APPROVED }],
        deals: &[Deal { at: Where::Codes(&["GRA", "JES"]), used: (10, 26), ..FREE }],
        ..PLAIN
    },
    StoryProduct {
        name: "Rostergate",
        vendor: "Brambulane Systems",
        function: "Student records",
        grades: "K-12",
        asked: 31,
        rulings: &[StoryRuling { audience: Some(Audience::Staff), decided: 1390, until: None, ..APPROVED }],
        deals: &[Deal { audience: Audience::Staff, model: PriceModel::District, quantity: 1, unit: 6_480_000, ends: Ends::June(1), terms: 2, years: 3, notice: Some((6, NoticeUnit::Months)), auto: false, used: (95, 98), ..DISTRICT }],
        owners: &[(OwnerRole::Manager, "msollowby"), (OwnerRole::Purchaser, "gferrandine"), (OwnerRole::Support, "thangrove")],
        training: Some(StoryTraining { reached: 97, required: true, minutes: 180 }),
        agreement: Some(("NDPA", Some(365), "all student records")),
        ..PLAIN
    },
    StoryProduct {
        name: "Doorlark",
        vendor: "Ulvisker Identity",
        function: "Sign-in and rosters",
        grades: "PK-12",
        asked: 35,
        aliases: &[(AliasKind::Oauth, "doorlark-demo-client-0001")],
        rulings: &[StoryRuling { decided: 1370, until: Some(640), ..APPROVED }],
        deals: &[Deal { audience: Audience::Both, quantity: 7700, unit: 165, used: (95, 97), ..DISTRICT }],
        tests: &[("chromebook", Runs::Works, None), ("ipad", Runs::Works, None), ("windows", Runs::Works, None)],
        owners: &[(OwnerRole::Manager, "pvandelune"), (OwnerRole::Purchaser, "gferrandine"), (OwnerRole::Support, "mdulcifer")],
        measure: Some(SIGNED_IN),
        agreement: Some(("NDPA", Some(640), "name; e-mail; class")),
        ..PLAIN
    },
    StoryProduct {
        name: "Fleetmoor",
        vendor: "Grimolane Devices",
        function: "Device management",
        grades: "",
        asked: 6,
        rulings: &[StoryRuling { audience: Some(Audience::Staff), decided: 1360, until: None, ..APPROVED }],
        deals: &[Deal { audience: Audience::Student, model: PriceModel::PerDevice, quantity: 7400, unit: 425, fund: "Technology levy", used: (94, 95), ..DISTRICT }],
        owners: &[(OwnerRole::Manager, "msollowby"), (OwnerRole::Purchaser, "gferrandine")],
        ..PLAIN
    },
    StoryProduct {
        name: "Screenwarden",
        vendor: "Grimolane Devices",
        function: "Web filter and screens",
        kind: ProductKind::Extension,
        grades: "PK-12",
        asked: 28,
        rulings: &[StoryRuling { decided: 1340, until: Some(510), ..APPROVED }],
        deals: &[Deal { quantity: 7300, unit: 530, terms: 4, escalator: Some(400), used: (96, 97), ..DISTRICT }],
        tests: &[("chromebook", Runs::Works, None), ("ipad", Runs::Partial, Some("Filters pages, cannot show the screen."))],
        owners: &[(OwnerRole::Manager, "msollowby"), (OwnerRole::Purchaser, "gferrandine"), (OwnerRole::Support, "thangrove")],
        measure: Some(SIGNED_IN),
        ..PLAIN
    },
    StoryProduct {
        name: "Notewren",
        vendor: "Sedorell",
        function: "Family messages",
        grades: "PK-12",
        asked: 32,
        rulings: &[StoryRuling { decided: 1130, until: Some(444), ..APPROVED }],
        deals: &[Deal { audience: Audience::Staff, model: PriceModel::Usage, quantity: 1_150_000, unit: 2, ends: Ends::In(120), notice: Some((30, NoticeUnit::Days)), used: (62, 81), terms: 2, ..DISTRICT }],
        owners: &[(OwnerRole::Manager, "iombrane"), (OwnerRole::Support, "mdulcifer")],
        measure: Some(StoryUse { definition: "sent at least one message in the month", ..SIGNED_IN }),
        agreement: Some(("NDPA", Some(444), "guardian name; phone; language")),
        ..PLAIN
    },
    StoryProduct {
        name: "Pingaloo",
        vendor: "Kipendish",
        function: "Family messages",
        kind: ProductKind::App,
        grades: "PK-5",
        asked: 34,
        seen: 520,
        rulings: &[StoryRuling { status: ApprovalStatus::Denied, decided: 470, reason: "Messages leave no record the district can keep; Notewren does the same job.", ..APPROVED }],
        notes: &[(44, "mdulcifer", "Larkfen's new teachers brought it along. Sent them the Notewren guide.")],
        ..PLAIN
    },
    StoryProduct {
        name: "Gaugewell",
        vendor: "Valorell Measures",
        function: "Assessment",
        grades: "K-8",
        asked: 39,
        aliases: &[(AliasKind::Former, "Assessory")],
        rulings: &[StoryRuling { at: ES_MS, grades: "K-8", decided: 1260, until: Some(640), ..APPROVED }],
        deals: &[Deal { at: ES_MS, grades: "K-8", quantity: 4750, unit: 1120, terms: 4, notice: Some((90, NoticeUnit::Days)), escalator: Some(250), used: (93, 97), ..DISTRICT }],
        tests: &[("chromebook", Runs::Works, None), ("ipad", Runs::Works, None)],
        owners: &[(OwnerRole::Manager, "rtembrook"), (OwnerRole::Evaluator, "rtembrook"), (OwnerRole::Purchaser, "gferrandine"), (OwnerRole::Trainer, "rtembrook")],
        measure: Some(StoryUse { definition: "took at least one test in the month", ..SIGNED_IN }),
        training: Some(StoryTraining { reached: 84, required: true, minutes: 90 }),
        agreement: Some(("NDPA", Some(640), "name; grade; scores")),
        ..PLAIN
    },
    StoryProduct {
        name: "Moodlantern",
        vendor: "Junorell Care",
        function: "Behavior and wellbeing",
        grades: "3-12",
        asked: 18,
        seen: 1190,
        rulings: &[StoryRuling { status: ApprovalStatus::ReReviewDue, at: MS_HS, conditions: &["Counselors only see the answers."], decided: 28, was: Some(1110), until: Some(60), reason: "The vendor changed its privacy terms.", ..APPROVED }],
        deals: &[Deal { at: MS_HS, quantity: 4350, unit: 310, ends: Ends::In(76), auto: false, notice: None, owner: Some("ycastleby"), used: (40, 58), terms: 2, ..DISTRICT }],
        owners: &[(OwnerRole::Evaluator, "rtembrook")],
        measure: Some(StoryUse { months: 30, ..SIGNED_IN }),
        agreement: Some(("NDPA", Some(-45), "name; answers about feelings")),
        ..PLAIN
    },
    StoryProduct {
        name: "Pathfinch",
        vendor: "Finchollis Futures",
        function: "Careers and college",
        grades: "9-12",
        asked: 15,
        rulings: &[StoryRuling { at: HS, decided: 1010, until: Some(290), ..APPROVED }],
        deals: &[Deal { at: HS, quantity: 2440, unit: 395, owner: Some("ycastleby"), over: Some("GRA"), used: (61, 92), terms: 2, ..DISTRICT }],
        owners: &[(OwnerRole::Manager, "nhalvessen"), (OwnerRole::Purchaser, "ycastleby")],
        measure: Some(StoryUse { months: 30, ..SIGNED_IN }),
        switches: &[("GRA", Gap::SignIn)],
        agreement: Some(("state agreement", Some(290), "name; plans; test scores")),
        ..PLAIN
    },
    StoryProduct {
        name: "Coachfold",
        vendor: "Halorell Teachers",
        function: "Teacher training",
        grades: "",
        asked: 5,
        rulings: &[StoryRuling { audience: Some(Audience::Staff), decided: 930, until: Some(370), ..APPROVED }],
        deals: &[Deal { audience: Audience::Staff, model: PriceModel::PerTeacher, quantity: 510, unit: 2900, fund: "Title II", used: (66, 71), terms: 2, ..DISTRICT }],
        owners: &[(OwnerRole::Manager, "nhalvessen"), (OwnerRole::Purchaser, "gferrandine")],
        measure: Some(StoryUse { months: 24, ..SIGNED_IN }),
        ..PLAIN
    },
    StoryProduct {
        name: "Signbriar",
        vendor: "Bexandle Office",
        function: "Forms and office",
        grades: "",
        asked: 9,
        rulings: &[StoryRuling { audience: Some(Audience::Staff), decided: 870, until: Some(410), ..APPROVED }],
        deals: &[Deal { audience: Audience::Staff, model: PriceModel::District, quantity: 1, unit: 1_125_000, ends: Ends::In(34), notice: Some((30, NoticeUnit::Days)), owner: None, used: (30, 37), note: Some("Renews by itself, and the last owner was the registrar who retired."), terms: 2, ..DISTRICT }],
        ..PLAIN
    },
    StoryProduct {
        name: "Campusquill",
        vendor: "Bexandle Office",
        function: "Forms and office",
        grades: "",
        asked: 4,
        rulings: &[StoryRuling { audience: Some(Audience::Staff), decided: 510, until: Some(220), ..APPROVED }],
        deals: &[Deal { audience: Audience::Staff, model: PriceModel::Site, quantity: 14, unit: 31_000, ends: Ends::In(23), terms: 2, notice: Some((20, NoticeUnit::WorkingDays)), owner: None, used: (35, 40), ..DISTRICT }],
        ..PLAIN
    },
    StoryProduct {
        name: "Brightwhistle",
        vendor: "Halorell Teachers",
        function: "Behavior and wellbeing",
        grades: "K-5",
        asked: 13,
        rulings: &[StoryRuling { at: ES, decided: 1090, until: Some(180), ..APPROVED }],
        deals: &[Deal { at: ES, model: PriceModel::PerSchool, quantity: 8, unit: 72_000, used: (48, 52), terms: 2, ..DISTRICT }],
        aliases: &[(AliasKind::Host, "brightwhistle.example")],
        ..PLAIN
    },
    StoryProduct {
        name: "Bright Whistle",
        vendor: "Halorell Teachers",
        function: "Behavior and wellbeing",
        grades: "K-5",
        asked: 1,
        seen: 280,
        rulings: &[StoryRuling { at: Where::Codes(&["CED"]), decided: 240, until: Some(180), reason: "Approved from the request form; nobody saw that it was listed already.", ..APPROVED }],
        aliases: &[(AliasKind::Host, "brightwhistle.example")],
        deals: &[Deal { buyer: Some("CED"), audience: Audience::Student, model: PriceModel::Site, quantity: 1, unit: 79_500, ends: Ends::In(112), terms: 1, used: (55, 55), ..SCHOOL }],
        ..PLAIN
    },
];
