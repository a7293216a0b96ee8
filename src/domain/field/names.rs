//! What districts call the columns that many kinds of file have, surest first, `, ` between, and what they write
//! for our words.

pub(super) const PRODUCT: &str = "product name, product, product title, software, software name, software title, application, application name, app, \
         app name, item name, license name, tool, tool name, resource, resource name, \
         program, title, name";
pub(super) const VENDOR: &str = "vendor name, provider/company name, provider, provider name, manufacturer, \
         supplier, publisher, company name, company, developer, operator";
pub(super) const SCHOOL: &str = "school name, sch name, school code, site, site name, building, building name, \
         campus, campus name, location";
pub(super) const SCHOOLS: &str = "schools covered, school names, school name, sites, buildings, campuses, campus, \
         locations, scope";
pub(super) const GRADES: &str = "grade span, grade level, grade levels, grade band, grade range, grades served, \
         grades offered";
pub(super) const LOW: &str = "gslo, st grade, start grade, lowest grade, low grade, grade from, from grade, \
         min grade, beginning grade";
pub(super) const HIGH: &str = "gshi, end grade, highest grade, high grade, grade to, to grade, max grade, \
         ending grade";
pub(super) const REGISTRY_PRODUCT: &str = "lp id, learnplatform id, product id, external id";
pub(super) const END: &str = "expiration date, end date, expires, expires on, expiry date, expiry, expiration, \
         valid until, valid through, ends, end";
pub(super) const APPROVED_UNTIL: &str = "approved until, approved through, approval expires, expiration date, end date, \
         expires, expires on, expiry date, expiry, expiration, valid until, valid through, ends, end";
pub(super) const NOTES: &str = "notes, comment, comments, remarks";
pub(super) const BUYER: &str = "purchased by, purchaser, buyer, paid by";

/// What districts write for who uses something.
pub(super) const AUDIENCES: &[(&str, &str)] = &[
    ("student", "students, pupils, learners"),
    ("staff", "teachers, teacher, staff_only, educators, faculty"),
    (
        "both",
        "all, everyone, students_and_staff, staff_and_students",
    ),
];
/// What a form's answer about student data means.
pub(super) const DATA_USES: &[(&str, &str)] = &[
    ("none", "no, no_data, no_student_data"),
    ("login", "login_only, account, accounts, sign_in"),
    ("pii", "yes, student_data, personal, personal_data, names"),
    ("sensitive", "sensitive_data, health, medical"),
];
/// What a form's answer about how people sign in means.
pub(super) const SIGN_INS: &[(&str, &str)] = &[
    ("none", "no, nobody, no_account, no_accounts"),
    (
        "district",
        "sso, single_sign_on, district_account, district_accounts",
    ),
    ("own", "own_account, own_accounts"),
];
/// What a test on a device showed.
pub(super) const RESULTS: &[(&str, &str)] = &[
    ("works", "yes, ok, pass, passed, compatible"),
    ("partial", "limited, some, partly"),
    ("fails", "no, fail, failed, incompatible, blocked"),
];
/// How standards are related, in the words of CASE packages. Their keys are folded as words of files are.
pub(super) const RELATED: &[(&str, &str)] = &[
    ("exact", "exactmatchof, exactmatch, same"),
    ("peer", "ispeerof"),
    ("related", "isrelatedto"),
    ("part", "ispartof"),
    ("replaced", "replacedby"),
    ("translation", "istranslationof"),
    ("near", "crosswalk"),
    ("skill", "hasskilllevel"),
];
