//! The fields of files of products: what they are, what was decided and agreed about them.

use super::column::CellReads::{
    Day, Grades, HighGrade, List, LowGrade, Note, Status, Text, Word, YesNo,
};
use super::column::{ImportField, optional, required};
use super::names::{
    APPROVED_UNTIL, END, GRADES, HIGH, LOW, PRODUCT, REGISTRY_PRODUCT, SCHOOLS, VENDOR,
};
use crate::domain::record::Kind as Noun;

pub(super) const PRODUCTS: &[ImportField] = &[
    required("name", Text, PRODUCT).shows("Letterloop", "Fractionary"),
    optional("vendor", Text, VENDOR)
        .fills(&[(Noun::Product, "vendor"), (Noun::Vendor, "name")])
        .shows("Brightwater Learning", "Oddfellow Maths"),
    optional(
        "url",
        Text,
        "website, web site, web address, product url, homepage, link",
    )
    .shows("https://letterloop.example", ""),
    optional("edition", Text, "version, tier, plan").shows("District", ""),
    optional(
        "function",
        Text,
        "primary essential function, essential function, primary function, product category, \
         category, purpose",
    )
    .fills(&[
        (Noun::Function, "name"),
        (Noun::Purpose, "product"),
        (Noun::Purpose, "function"),
    ])
    .shows("Early reading practice", "Math practice"),
    optional("subjects", List, "subject area, content area").shows("ELA", "Math"),
    optional("grades", Grades, GRADES).shows("K-3", "3-6"),
    optional("grade_low", LowGrade, LOW).fills(&[(Noun::Product, "grades")]),
    optional("grade_high", HighGrade, HIGH).fills(&[(Noun::Product, "grades")]),
    optional(
        "aliases",
        List,
        "alias, other names, also known as, aka, former name",
    )
    .fills(&[(Noun::Alias, "product"), (Noun::Alias, "alias")])
    .shows("Letter Loop; LL Reader", ""),
    optional("registry_id", Text, REGISTRY_PRODUCT).shows("900101", ""),
    optional("kind", Word, "product type, platform type, type").shows("web", ""),
    optional("lms", YesNo, "is lms, learning management system").shows("no", ""),
    optional("population", Word, "special population, student group").shows("EL", ""),
    optional("provided", Word, "provided as, given with").shows("bundled", ""),
    optional("broad", YesNo, "broad function, function is broad")
        .fills(&[(Noun::Function, "broad")])
        .shows("no", ""),
    optional("version_seen", Text, "version in use, current version").shows("4.2", ""),
    optional("data", Word, "data use").shows("login", ""),
    optional("instructional", YesNo, "is instructional").shows("yes", ""),
    optional("core", YesNo, "is core, core curriculum").shows("no", ""),
    optional("archived", YesNo, "is archived").shows("no", ""),
];

pub(super) const APPROVALS: &[ImportField] = &[
    required("product", Text, PRODUCT).shows("Letterloop", "Fractionary"),
    required(
        "status",
        Status,
        "approval status, review status, decision, outcome, result, state, approved",
    )
    .shows("approved", "conditional"),
    optional("schools", List, SCHOOLS).shows("", "JUN; FER"),
    optional("grades", Grades, GRADES).shows("K-3", ""),
    optional("audience", Word, "user group, users, approved for, used by").shows("student", ""),
    optional("conditions", List, "condition, restrictions, limitations")
        .shows("", "No student accounts; teacher-led only"),
    optional(
        "from",
        Day,
        "approved on, approval date, date approved, approved date, decision date, \
         start date, begin date, effective date, start",
    )
    .shows("2026-08-01", "2026-09-15"),
    optional("until", Day, APPROVED_UNTIL).shows("2028-06-30", ""),
    optional(
        "reason",
        Note,
        "rationale, justification, note, notes, comment, comments",
    )
    .shows("Passed both reviews", "Privacy agreement pending"),
];

pub(super) const AGREEMENTS: &[ImportField] = &[
    required("vendor", Text, VENDOR).shows("Brightwater Learning", "Oddfellow Maths"),
    required(
        "kind",
        Text,
        "agreement type, agreement kind, dpa type, type, agreement",
    )
    .shows("ndpa", "none"),
    optional("product", Text, PRODUCT).shows("Letterloop", ""),
    optional(
        "from",
        Day,
        "signed on, date signed, executed on, signed, effective date, start date, begin date, \
         effective, start",
    )
    .shows("2026-07-01", ""),
    optional("until", Day, END).shows("2029-06-30", ""),
    optional(
        "link",
        Text,
        "url, document link, agreement link, document, file",
    )
    .shows("https://agreements.example/1", ""),
    optional(
        "elements",
        List,
        "data elements, data collected, student data, data",
    )
    .shows("name; grade; login", ""),
];
