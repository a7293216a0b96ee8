//! The fields of files of products: what they are, what was decided and agreed about them.

use super::column::CellReads::{
    Day, Grades, HighGrade, List, LowGrade, Note, Status, Text, Word, YesNo,
};
use super::column::{ImportField, optional, required};
use super::names::{
    APPROVED_UNTIL, AUDIENCES, DATA_USES, END, GRADES, HIGH, LOW, PRODUCT, REGISTRY_PRODUCT,
    SCHOOLS, VENDOR,
};
use crate::domain::record::Kind;

pub(super) const PRODUCTS: &[ImportField] = &[
    required("name", Text, PRODUCT)
        .shows("Letterloop", "Fractionary")
        .form("Name", "As people should say it, without the edition.")
        .needed()
        .special(),
    optional("vendor", Text, VENDOR)
        .fills(&[(Kind::Product, "vendor"), (Kind::Vendor, "name")])
        .shows("Brightwater Learning", "Oddfellow Maths")
        .form("Vendor", "Who makes it. A name nobody knows yet is added."),
    optional(
        "url",
        Text,
        "website, web site, web address, product url, homepage, link",
    )
    .shows("https://letterloop.example", "")
    .form("Web site", "Its address."),
    optional("edition", Text, "version, tier, plan")
        .shows("District", "")
        .form(
            "Edition",
            "Only where editions are decided apart: free, EDU, Pro.",
        ),
    optional(
        "function",
        Text,
        "primary essential function, essential function, primary function, product category, \
         category, purpose",
    )
    .fills(&[
        (Kind::Function, "name"),
        (Kind::Purpose, "product"),
        (Kind::Purpose, "function"),
    ])
    .shows("Early reading practice", "Math practice"),
    optional("subjects", List, "subject area, content area")
        .shows("ELA", "Math")
        .form("Subjects", "As your district words them."),
    optional("grades", Grades, GRADES)
        .shows("K-3", "3-6")
        .form("Grades", "Its maker means it for these: K-5, or 6, 9-12."),
    optional("grade_low", LowGrade, LOW).fills(&[(Kind::Product, "grades")]),
    optional("grade_high", HighGrade, HIGH).fills(&[(Kind::Product, "grades")]),
    optional(
        "aliases",
        List,
        "alias, other names, also known as, aka, former name",
    )
    .fills(&[(Kind::Alias, "product"), (Kind::Alias, "alias")])
    .shows("Letter Loop; LL Reader", ""),
    optional("registry_id", Text, REGISTRY_PRODUCT)
        .shows("900101", "")
        .special(),
    optional("kind", Word, "product type, platform type, type")
        .shows("web", "")
        .or_blank(),
    optional("lms", YesNo, "is lms, learning management system")
        .shows("no", "")
        .form(
            "Is an LMS",
            "A learning management system? Space changes it.",
        ),
    optional("population", Word, "special population, student group")
        .shows("EL", "")
        .special(),
    optional("provided", Word, "provided as, given with").shows("bundled", ""),
    optional("broad", YesNo, "broad function, function is broad")
        .fills(&[(Kind::Function, "broad")])
        .shows("no", ""),
    optional("version_seen", Text, "version in use, current version")
        .shows("4.2", "")
        .form(
            "Version",
            "The one in use now. Another major one asks for a new review.",
        ),
    optional("data", Word, "data use")
        .shows("login", "")
        .form(
            "Data",
            "What it learns: none, login, pii (names a student), sensitive.",
        )
        .theirs(DATA_USES)
        .or_blank(),
    optional("instructional", YesNo, "is instructional")
        .shows("yes", "")
        .form(
            "Teaches",
            "Is it for teaching? Then the curriculum looks at it too.",
        ),
    optional("core", YesNo, "is core, core curriculum")
        .shows("no", "")
        .form("Core", "Is it core curriculum? Those are the highest risk."),
    optional("archived", YesNo, "is archived")
        .shows("no", "")
        .form(
            "Archived",
            "Out of the lists, kept for history. Space changes it.",
        ),
];

pub(super) const APPROVALS: &[ImportField] = &[
    required("product", Text, PRODUCT).shows("Letterloop", "Fractionary"),
    required(
        "status",
        Status,
        "approval status, review status, decision, outcome, result, state, approved",
    )
    .shows("approved", "conditional")
    .form(
        "Status",
        "Space for the next, Left for the one before, or its first letter.",
    )
    .needed()
    .special(),
    optional("schools", List, SCHOOLS)
        .shows("", "JUN; FER")
        .form(
            "Schools",
            "Codes or names, ; between. Empty means every school.",
        ),
    optional("grades", Grades, GRADES)
        .shows("K-3", "")
        .form("Grades", "K-5, or 6, 9-12. Empty means every grade."),
    optional("audience", Word, "user group, users, approved for, used by")
        .shows("student", "")
        .form(
            "Audience",
            "Who may use it. Space for the next; empty means both.",
        )
        .theirs(AUDIENCES),
    optional("conditions", List, "condition, restrictions, limitations")
        .shows("", "No student accounts; teacher-led only")
        .form(
            "Conditions",
            "What people must keep to, ; between two conditions.",
        ),
    optional(
        "from",
        Day,
        "approved on, approval date, date approved, approved date, decision date, \
         start date, begin date, effective date, start",
    )
    .shows("2026-08-01", "2026-09-15")
    .form("From", "The first day: 2026-03-10. Empty means always."),
    optional("until", Day, APPROVED_UNTIL)
        .shows("2028-06-30", "")
        .form(
            "Until",
            "The last day: 2027-06-30. Empty means without end.",
        ),
    optional(
        "reason",
        Note,
        "rationale, justification, note, notes, comment, comments",
    )
    .shows("Passed both reviews", "Privacy agreement pending")
    .form("Reason", "Why it was decided so. The help desk reads this."),
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

/// The boxes of a product's form, in order.
pub(super) const PRODUCT_FORM: &str = "name, vendor, edition, url, grades, subjects, version_seen, data, instructional, core, lms, archived";
