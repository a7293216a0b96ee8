//! The fields of files of schools, of people, and of what people answer for.

use super::column::CellReads::{
    Count, Day, Grades, HighGrade, List, LowGrade, NamePart, Open, Org, RoundedCount, Text, Word,
};
use super::column::{ImportField, optional, required};
use super::names::{GRADES, HIGH, LOW, PRODUCT, SCHOOLS as COVERED};
use crate::domain::record::Kind;

pub(super) const SCHOOLS: &[ImportField] = &[
    required(
        "name",
        Text,
        "school name, sch name, name of school, school, building name, campus name, \
         site name, location name, building, campus, site",
    )
    .shows("Juniper Hill Elementary", "Ferry Street High School")
    .form("Name", "As people say it.")
    .needed()
    .special(),
    optional(
        "code",
        Text,
        "school code, short code, abbreviation, site code, building code, campus code, \
         school number, site number, location code",
    )
    .shows("JUN", "FER")
    .form("Code", "Three to five letters people type to find it: LIN.")
    .needed()
    .special(),
    optional("level", Text, "school level")
        .shows("elementary", "high")
        .form("Level", "Space for the next, or its first letter.")
        .special(),
    optional("grades", Grades, GRADES)
        .shows("PK-5", "9-12")
        .form("Grades", "The grades it teaches: K-5, or 6, 9-12."),
    optional("grade_low", LowGrade, LOW).fills(&[(Kind::School, "grades")]),
    optional("grade_high", HighGrade, HIGH).fills(&[(Kind::School, "grades")]),
    optional(
        "enrollment",
        Count,
        "total enrollment, member, membership, student enrollment, student count, \
         total students, students, enrolment, enrolled, prj enrllmnt, projected enrollment, \
         total",
    )
    .shows("412", "1180")
    .form(
        "Students",
        "How many. Lets hallpass show dollars per student.",
    ),
    optional(
        "staff",
        RoundedCount,
        "staff count, fte, ft teachers, full time teachers, teachers, total teachers, faculty",
    )
    .shows("38", "84")
    .form("Staff", "How many teachers and staff."),
    optional(
        "open",
        Open,
        "sy status text, school status, operational status, sy status, is open, status, \
         active",
    )
    .shows("yes", "yes")
    .form(
        "Open",
        "A closed school leaves the lists. Space changes it.",
    ),
    optional(
        "registry_id",
        Text,
        "ncessch, ncesid, nces id, nces school id, nces, school id, sourced id, \
         org sourced id, identifier",
    )
    .shows("990000100001", "")
    .special(),
    optional("org_type", Org, "type").fills(&[]),
];

pub(super) const PEOPLE: &[ImportField] = &[
    required(
        "login",
        Text,
        "username, user name, login name, user id, network id, user, account",
    )
    .shows("rdoe", "mkay")
    .form(
        "Login",
        "The name on the computer: one word. It stays as it is once it is saved.",
    )
    .needed()
    .once(),
    optional(
        "name",
        Text,
        "full name, display name, staff name, employee name, person, employee",
    )
    .shows("Robin Doe", "Morgan Kay")
    .form("Name", "As people say it.")
    .needed()
    .special(),
    optional("given_name", NamePart, "first name, preferred first name")
        .fills(&[(Kind::Person, "name")]),
    optional(
        "family_name",
        NamePart,
        "last name, surname, preferred last name",
    )
    .fills(&[(Kind::Person, "name")]),
    optional("email", Text, "email address, mail")
        .shows("rdoe@district.example", "mkay@district.example")
        .form("Mail", "Where mail goes. May stay empty."),
    optional("roles", List, "role")
        .shows("renewals; technical", "helpdesk")
        .form(
            "Roles",
            "What they may do, ; between. Ctrl-N shows all to mark. Empty only reads.",
        )
        .special(),
    optional("schools", List, COVERED)
        .shows("", "JUN; FER")
        .form(
            "Schools",
            "Codes or names, ; between; Ctrl-N shows all to mark. Empty: every school.",
        ),
];

pub(super) const OWNERS: &[ImportField] = &[
    required("product", Text, PRODUCT).shows("Letterloop", "Fractionary"),
    required("role", Word, "responsibility, owner role, duty")
        .shows("manager", "support")
        .form("Role", "What the person answers for. Space for the next.")
        .needed(),
    required(
        "person",
        Text,
        "owner, assigned to, responsible, managed by, login, username, staff, contact",
    )
    .shows("rdoe", "mkay")
    .form("Person", "Who, by login or name.")
    .needed(),
    optional("deputy", Text, "backup, alternate, substitute")
        .shows("mkay", "")
        .form("Deputy", "Who stands in, by login or name. May stay empty."),
    optional(
        "since",
        Day,
        "assigned on, start date, begin date, from, start",
    )
    .shows("2026-07-01", "")
    .form("Since", "The first day: 2026-03-10. Empty means always."),
    optional("until", Day, "end date, to, through, end").form(
        "Until",
        "The last day: 2027-06-30. Empty means without end.",
    ),
];
