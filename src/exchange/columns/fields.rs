//! The table of import kinds: their fields, what each holds, and the names districts give its column.
//! The first name that fits wins, so the surest stand first. Names are compared without case, marks and plural.

mod contracts;
mod placed;
mod review;

use super::{CellReads, ImportField, ImportKind, Need};
use crate::domain::record::Kind as Noun;
use CellReads::{
    Count, Day, Grades, HighGrade, List, LowGrade, NamePart, Note, Open, Org, RoundedCount, Status,
    Text, Word, YesNo,
};

const fn required(name: &'static str, reads: CellReads, names: &'static str) -> ImportField {
    field(name, Need::Required, reads, names)
}

const fn optional(name: &'static str, reads: CellReads, names: &'static str) -> ImportField {
    field(name, Need::Optional, reads, names)
}

const fn field(
    name: &'static str,
    need: Need,
    reads: CellReads,
    names: &'static str,
) -> ImportField {
    ImportField {
        name,
        need,
        reads,
        names,
        fills: None,
        examples: ["", ""],
    }
}

const PRODUCT: &str = "product name, product, product title, software, software name, software title, application, application name, app, \
         app name, item name, license name, tool, tool name, resource, resource name, \
         program, title, name";
const VENDOR: &str = "vendor name, provider/company name, provider, provider name, manufacturer, \
         supplier, publisher, company name, company, developer, operator";
const SCHOOL: &str = "school name, sch name, school code, site, site name, building, building name, \
         campus, campus name, location";
const SCHOOLS: &str = "schools covered, school names, school name, sites, buildings, campuses, campus, \
         locations, scope";
const GRADES: &str = "grade span, grade level, grade levels, grade band, grade range, grades served, \
         grades offered";
const LOW: &str = "gslo, st grade, start grade, lowest grade, low grade, grade from, from grade, \
         min grade, beginning grade";
const HIGH: &str = "gshi, end grade, highest grade, high grade, grade to, to grade, max grade, \
         ending grade";
const REGISTRY_PRODUCT: &str = "lp id, learnplatform id, product id, external id";
const END: &str = "expiration date, end date, expires, expires on, expiry date, expiry, expiration, \
         valid until, valid through, ends, end";
const APPROVED_UNTIL: &str = "approved until, approved through, approval expires, expiration date, end date, \
         expires, expires on, expiry date, expiry, expiration, valid until, valid through, ends, end";
const NOTES: &str = "notes, comment, comments, remarks";
const BUYER: &str = "purchased by, purchaser, buyer, paid by";

const PRODUCTS: &[ImportField] = &[
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

const SCHOOL_LIST: &[ImportField] = &[
    required(
        "name",
        Text,
        "school name, sch name, name of school, school, building name, campus name, \
         site name, location name, building, campus, site",
    )
    .shows("Juniper Hill Elementary", "Ferry Street High School"),
    optional(
        "code",
        Text,
        "school code, short code, abbreviation, site code, building code, campus code, \
         school number, site number, location code",
    )
    .shows("JUN", "FER"),
    optional("level", Text, "school level").shows("elementary", "high"),
    optional("grades", Grades, GRADES).shows("PK-5", "9-12"),
    optional("grade_low", LowGrade, LOW).fills(&[(Noun::School, "grades")]),
    optional("grade_high", HighGrade, HIGH).fills(&[(Noun::School, "grades")]),
    optional(
        "enrollment",
        Count,
        "total enrollment, member, membership, student enrollment, student count, \
         total students, students, enrolment, enrolled, prj enrllmnt, projected enrollment, \
         total",
    )
    .shows("412", "1180"),
    optional(
        "staff",
        RoundedCount,
        "staff count, fte, ft teachers, full time teachers, teachers, total teachers, faculty",
    )
    .shows("38", "84"),
    optional(
        "open",
        Open,
        "sy status text, school status, operational status, sy status, is open, status, \
         active",
    )
    .shows("yes", "yes"),
    optional(
        "registry_id",
        Text,
        "ncessch, ncesid, nces id, nces school id, nces, school id, sourced id, \
         org sourced id, identifier",
    )
    .shows("990000100001", ""),
    optional("org_type", Org, "type").fills(&[]),
];

const APPROVALS: &[ImportField] = &[
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

const PEOPLE: &[ImportField] = &[
    required(
        "login",
        Text,
        "username, user name, login name, user id, network id, user, account",
    )
    .shows("rdoe", "mkay"),
    optional(
        "name",
        Text,
        "full name, display name, staff name, employee name, person, employee",
    )
    .shows("Robin Doe", "Morgan Kay"),
    optional("given_name", NamePart, "first name, preferred first name")
        .fills(&[(Noun::Person, "name")]),
    optional(
        "family_name",
        NamePart,
        "last name, surname, preferred last name",
    )
    .fills(&[(Noun::Person, "name")]),
    optional("email", Text, "email address, mail")
        .shows("rdoe@district.example", "mkay@district.example"),
    optional("roles", List, "role").shows("renewals; technical", "helpdesk"),
    optional("schools", List, SCHOOLS).shows("", "JUN; FER"),
];

const OWNERS: &[ImportField] = &[
    required("product", Text, PRODUCT).shows("Letterloop", "Fractionary"),
    required("role", Word, "responsibility, owner role, duty").shows("manager", "support"),
    required(
        "person",
        Text,
        "owner, assigned to, responsible, managed by, login, username, staff, contact",
    )
    .shows("rdoe", "mkay"),
    optional("deputy", Text, "backup, alternate, substitute").shows("mkay", ""),
    optional(
        "since",
        Day,
        "assigned on, start date, begin date, from, start",
    )
    .shows("2026-07-01", ""),
    optional("until", Day, "end date, to, through, end"),
];

const AGREEMENTS: &[ImportField] = &[
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

impl ImportKind {
    /// Every field a file of this kind may have, in the order a template writes them.
    pub fn fields(self) -> &'static [ImportField] {
        match self {
            ImportKind::Products => PRODUCTS,
            ImportKind::Schools => SCHOOL_LIST,
            ImportKind::Approvals => APPROVALS,
            ImportKind::Contracts => contracts::CONTRACTS,
            ImportKind::Inventory => placed::INVENTORY,
            ImportKind::Usage => placed::USAGE,
            ImportKind::Training => placed::TRAINING,
            ImportKind::People => PEOPLE,
            ImportKind::Owners => OWNERS,
            ImportKind::Agreements => AGREEMENTS,
            ImportKind::Provisioning => placed::PROVISIONING,
            ImportKind::Devices => placed::DEVICES,
            ImportKind::Compatibility => placed::COMPATIBILITY,
            ImportKind::Calendar => review::CALENDAR,
            ImportKind::Requests => review::REQUESTS,
            ImportKind::Alignments => placed::ALIGNMENTS,
        }
    }
}
