//! The table of import kinds: their fields, what each holds, and the names districts give its column.
//! The first name that fits wins, so the surest stand first. Names are compared without case, marks and plural.

mod contracts;
mod review;

use super::{CellReads, ImportField, ImportKind, Need};
use crate::domain::record::Kind as Noun;
use CellReads::{
    Count, Day, Decimal, Grades, HighGrade, InUse, List, LowGrade, NamePart, Note, Open, Org,
    Percent, RoundedCount, Serial, Status, Switch, Text, Word, YesNo,
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
    required("name", Text, PRODUCT),
    optional("vendor", Text, VENDOR).fills(&[(Noun::Product, "vendor"), (Noun::Vendor, "name")]),
    optional(
        "url",
        Text,
        "website, web site, web address, product url, homepage, link",
    ),
    optional("edition", Text, "version, tier, plan"),
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
    ]),
    optional("subjects", List, "subject area, content area"),
    optional("grades", Grades, GRADES),
    optional("grade_low", LowGrade, LOW).fills(&[(Noun::Product, "grades")]),
    optional("grade_high", HighGrade, HIGH).fills(&[(Noun::Product, "grades")]),
    optional(
        "aliases",
        List,
        "alias, other names, also known as, aka, former name",
    )
    .fills(&[(Noun::Alias, "product"), (Noun::Alias, "alias")]),
    optional("registry_id", Text, REGISTRY_PRODUCT),
    optional("kind", Word, "product type, platform type, type"),
    optional("lms", YesNo, "is lms, learning management system"),
    optional("population", Word, "special population, student group"),
    optional("provided", Word, "provided as, given with"),
    optional("broad", YesNo, "broad function, function is broad")
        .fills(&[(Noun::Function, "broad")]),
    optional("version_seen", Text, "version in use, current version"),
    optional("data", Word, "data use"),
    optional("instructional", YesNo, "is instructional"),
    optional("core", YesNo, "is core, core curriculum"),
    optional("archived", YesNo, "is archived"),
];

const SCHOOL_LIST: &[ImportField] = &[
    required(
        "name",
        Text,
        "school name, sch name, name of school, school, building name, campus name, \
         site name, location name, building, campus, site",
    ),
    optional(
        "code",
        Text,
        "school code, short code, abbreviation, site code, building code, campus code, \
         school number, site number, location code",
    ),
    optional("level", Text, "school level"),
    optional("grades", Grades, GRADES),
    optional("grade_low", LowGrade, LOW).fills(&[(Noun::School, "grades")]),
    optional("grade_high", HighGrade, HIGH).fills(&[(Noun::School, "grades")]),
    optional(
        "enrollment",
        Count,
        "total enrollment, member, membership, student enrollment, student count, \
         total students, students, enrolment, enrolled, prj enrllmnt, projected enrollment, \
         total",
    ),
    optional(
        "staff",
        RoundedCount,
        "staff count, fte, ft teachers, full time teachers, teachers, total teachers, faculty",
    ),
    optional(
        "open",
        Open,
        "sy status text, school status, operational status, sy status, is open, status, \
         active",
    ),
    optional(
        "registry_id",
        Text,
        "ncessch, ncesid, nces id, nces school id, nces, school id, sourced id, \
         org sourced id, identifier",
    ),
    optional("org_type", Org, "type").fills(&[]),
];

const APPROVALS: &[ImportField] = &[
    required("product", Text, PRODUCT),
    required(
        "status",
        Status,
        "approval status, review status, decision, outcome, result, state, approved",
    ),
    optional("schools", List, SCHOOLS),
    optional("grades", Grades, GRADES),
    optional("audience", Word, "user group, users, approved for, used by"),
    optional("conditions", List, "condition, restrictions, limitations"),
    optional(
        "from",
        Day,
        "approved on, approval date, date approved, approved date, decision date, \
         start date, begin date, effective date, start",
    ),
    optional("until", Day, APPROVED_UNTIL),
    optional(
        "reason",
        Note,
        "rationale, justification, note, notes, comment, comments",
    ),
];

const INVENTORY: &[ImportField] = &[
    required("school", Text, SCHOOL),
    required("product", Text, PRODUCT),
    optional(
        "seats",
        Count,
        "seats allotted, allotted, licenses, licences, allocated, quantity, qty, seat count, \
         # of licenses, no. of licenses, number of licenses, licenses purchased, total seats, \
         total licenses, count, purchased",
    ),
    optional(
        "used",
        Count,
        "seats used, licenses used, in use, used seats, seats assigned, licenses assigned, assigned, \
         active users, active, users",
    ),
    optional("bought_by", Text, BUYER).fills(&[(Noun::Inventory, "buyer")]),
    optional(
        "since",
        Day,
        "installed on, added on, placed on, start date, begin date, start",
    ),
];

const USAGE: &[ImportField] = &[
    field("product", Need::Unless("registry_id"), Text, PRODUCT),
    optional("registry_id", Text, REGISTRY_PRODUCT).fills(&[(Noun::Usage, "product")]),
    required(
        "from",
        Day,
        "window start, period start, start date, begin date, week of, start, date, day, time",
    ),
    field(
        "to",
        Need::SameDayAs("from", "date, day, time"),
        Day,
        "window end, period end, end date, through, until, end",
    ),
    optional("school", Text, SCHOOL),
    optional(
        "provisioned",
        Count,
        "accounts, accounts provisioned, rostered, licensed users, shared with",
    ),
    optional(
        "activated",
        Count,
        "activated accounts, accounts activated, ever logged in",
    ),
    optional(
        "active",
        Count,
        "active users, unique users, monthly active users, active students, users",
    ),
    optional("peak", Count, "peak concurrent, peak users, max concurrent"),
    optional(
        "definition",
        Text,
        "definition of active, active means, metric",
    ),
    optional(
        "share",
        Percent,
        "pct access, percent access, access, percent of students, percent active",
    )
    .fills(&[(Noun::Usage, "active_ppm")]),
    optional("engagement", Decimal, "engagement index").fills(&[(Noun::Usage, "engagement_x100")]),
];

const TRAINING: &[ImportField] = &[
    required("product", Text, PRODUCT),
    required("school", Text, SCHOOL),
    optional("audience", Word, "group, who"),
    optional(
        "target",
        Count,
        "target count, to be trained, staff count, number of staff, invited",
    ),
    optional(
        "trained",
        Count,
        "trained count, number trained, attended, attendees, completed",
    ),
    optional(
        "on",
        Day,
        "training date, held on, delivered on, completed on, date held, date",
    ),
    optional(
        "hours",
        Decimal,
        "duration, contact hours, pd hours, length",
    )
    .fills(&[(Noun::Training, "minutes")]),
    optional(
        "next_on",
        Day,
        "next session, next training, next date, scheduled on, scheduled for",
    ),
    optional("required", YesNo, "is required, mandatory, must be trained"),
];

const ALIGNMENTS: &[ImportField] = &[
    required("product", Text, PRODUCT),
    required(
        "framework",
        Text,
        "standards framework, standard set, standards set, document",
    ),
    required(
        "standard",
        Text,
        "standard code, standard id, full statement code, human coding scheme, code",
    ),
    optional("leaf", YesNo, "is leaf, single standard"),
    optional("status", Word, "alignment status, verification"),
    optional("role", Word, "alignment type, used for"),
    optional("grades", Grades, GRADES),
    optional("grade_low", LowGrade, LOW).fills(&[(Noun::Alignment, "grades")]),
    optional("grade_high", HighGrade, HIGH).fills(&[(Noun::Alignment, "grades")]),
];

const PEOPLE: &[ImportField] = &[
    required(
        "login",
        Text,
        "username, user name, login name, user id, network id, user, account",
    ),
    optional(
        "name",
        Text,
        "full name, display name, staff name, employee name, person, employee",
    ),
    optional("given_name", NamePart, "first name, preferred first name")
        .fills(&[(Noun::Person, "name")]),
    optional(
        "family_name",
        NamePart,
        "last name, surname, preferred last name",
    )
    .fills(&[(Noun::Person, "name")]),
    optional("email", Text, "email address, mail"),
    optional("roles", List, "role"),
    optional("schools", List, SCHOOLS),
];

const OWNERS: &[ImportField] = &[
    required("product", Text, PRODUCT),
    required("role", Word, "responsibility, owner role, duty"),
    required(
        "person",
        Text,
        "owner, assigned to, responsible, managed by, login, username, staff, contact",
    ),
    optional("deputy", Text, "backup, alternate, substitute"),
    optional(
        "since",
        Day,
        "assigned on, start date, begin date, from, start",
    ),
    optional("until", Day, "end date, to, through, end"),
];

const AGREEMENTS: &[ImportField] = &[
    required("vendor", Text, VENDOR),
    required(
        "kind",
        Text,
        "agreement type, agreement kind, dpa type, type, agreement",
    ),
    optional("product", Text, PRODUCT),
    optional(
        "from",
        Day,
        "signed on, date signed, executed on, signed, effective date, start date, begin date, \
         effective, start",
    ),
    optional("until", Day, END),
    optional(
        "link",
        Text,
        "url, document link, agreement link, document, file",
    ),
    optional(
        "elements",
        List,
        "data elements, data collected, student data, data",
    ),
];

const PROVISIONING: &[ImportField] = &[
    required("product", Text, PRODUCT),
    required("school", Text, SCHOOL),
    optional("sso", Switch, "single sign on, saml"),
    optional("roster", Switch, "rostering, roster sync"),
    optional(
        "filter",
        Switch,
        "web filter, content filter, filtering, allowlist",
    ),
    optional("extension", Switch, "browser extension, chrome extension"),
    optional("oauth", Switch, "google oauth, oauth access, app access"),
];

const DEVICES: &[ImportField] = &[
    required(
        "school",
        Text,
        "school name, sch name, school code, site, site name, building, building name, campus, \
         campus name, location, org unit path, org unit, organizational unit",
    ),
    required(
        "device",
        Word,
        "device type, device class, platform, model, device model, model name",
    ),
    optional("share", Percent, "percent, pct, share of students"),
    optional(
        "os_min",
        Text,
        "minimum os, min os, os version, oldest os, chrome os version",
    ),
    optional(
        "until",
        Day,
        "end of support, auto update expiration, auto update expiration date, aue date, aue, \
         expiration date, expires",
    ),
    optional(
        "serial",
        Serial,
        "serial number, device serial number, serial no, asset tag, asset id, device id",
    )
    .fills(&[]),
    optional(
        "in_use",
        InUse,
        "status, device status, enrollment status, state",
    )
    .fills(&[]),
];

const COMPATIBILITY: &[ImportField] = &[
    required("product", Text, PRODUCT),
    required("device", Word, "device type, device class, platform"),
    required(
        "result",
        Word,
        "test result, compatible, outcome, status, works",
    ),
    optional("on", Day, "tested on, test date, date tested, date"),
    optional("note", Note, NOTES),
];

impl ImportKind {
    /// Every field a file of this kind may have, in the order a template writes them.
    pub fn fields(self) -> &'static [ImportField] {
        match self {
            ImportKind::Products => PRODUCTS,
            ImportKind::Schools => SCHOOL_LIST,
            ImportKind::Approvals => APPROVALS,
            ImportKind::Contracts => contracts::CONTRACTS,
            ImportKind::Inventory => INVENTORY,
            ImportKind::Usage => USAGE,
            ImportKind::Training => TRAINING,
            ImportKind::People => PEOPLE,
            ImportKind::Owners => OWNERS,
            ImportKind::Agreements => AGREEMENTS,
            ImportKind::Provisioning => PROVISIONING,
            ImportKind::Devices => DEVICES,
            ImportKind::Compatibility => COMPATIBILITY,
            ImportKind::Calendar => review::CALENDAR,
            ImportKind::Requests => review::REQUESTS,
            ImportKind::Alignments => ALIGNMENTS,
        }
    }
}
