//! The fields of files of what is placed at schools: seats, use, training, standards, switches, devices, tests.

use super::column::CellReads::{
    Count, Day, Decimal, Grades, HighGrade, InUse, LowGrade, Note, Percent, Score, Serial, Switch,
    Text, Word, YesNo,
};
use super::column::{ImportField, Need, field, optional, required};
use super::names::{
    AUDIENCES, BUYER, GRADES, HIGH, LOW, NOTES, PRODUCT, REGISTRY_PRODUCT, RELATED, RESULTS, SCHOOL,
};
use crate::domain::record::Kind;

pub(super) const INVENTORY: &[ImportField] = &[
    required("school", Text, SCHOOL).shows("JUN", "FER"),
    required("product", Text, PRODUCT).shows("Letterloop", "Fractionary"),
    optional(
        "seats",
        Count,
        "seats allotted, allotted, licenses, licences, allocated, quantity, qty, seat count, \
         # of licenses, no. of licenses, number of licenses, licenses purchased, total seats, \
         total licenses, count, purchased",
    ).shows("300", "60"),
    optional(
        "used",
        Count,
        "seats used, licenses used, in use, used seats, seats assigned, licenses assigned, assigned, \
         active users, active, users",
    ).shows("241", ""),
    optional("bought_by", Text, BUYER).fills(&[(Kind::Inventory, "buyer")]).shows("district", "").special(),
    optional(
        "since",
        Day,
        "installed on, added on, placed on, start date, begin date, start",
    ).shows("2026-08-15", ""),
];

pub(super) const USAGE: &[ImportField] = &[
    field("product", Need::Unless("registry_id"), Text, PRODUCT).shows("Letterloop", ""),
    optional("registry_id", Text, REGISTRY_PRODUCT)
        .fills(&[(Kind::Usage, "product")])
        .shows("", "900101")
        .special(),
    required(
        "from",
        Day,
        "window start, period start, start date, begin date, week of, start, date, day, time",
    )
    .shows("2025-09-01", "2025-10-01"),
    field(
        "to",
        Need::SameDayAs("from", "date, day, time"),
        Day,
        "window end, period end, end date, through, until, end",
    )
    .shows("2025-09-30", "2025-10-31"),
    optional("school", Text, SCHOOL).shows("JUN", ""),
    optional(
        "provisioned",
        Count,
        "accounts, accounts provisioned, rostered, licensed users, shared with",
    )
    .shows("300", ""),
    optional(
        "activated",
        Count,
        "activated accounts, accounts activated, ever logged in",
    )
    .shows("260", ""),
    optional(
        "active",
        Count,
        "active users, unique users, monthly active users, active students, users",
    )
    .shows("241", ""),
    optional("peak", Count, "peak concurrent, peak users, max concurrent").shows("88", ""),
    optional(
        "definition",
        Text,
        "definition of active, active means, metric",
    )
    .shows("signed in at least once in the month", "")
    .special(),
    optional(
        "share",
        Percent,
        "pct access, percent access, access, percent of students, percent active",
    )
    .fills(&[(Kind::Usage, "active_ppm")])
    .shows("", "34.5")
    .scaled(100, 1),
    optional("engagement", Decimal, "engagement index")
        .fills(&[(Kind::Usage, "engagement_x100")])
        .shows("", "120.75"),
];

pub(super) const TRAINING: &[ImportField] = &[
    required("product", Text, PRODUCT).shows("Letterloop", "Fractionary"),
    required("school", Text, SCHOOL)
        .shows("JUN", "FER")
        .form("School", "Where, by code or name.")
        .needed(),
    optional("audience", Word, "group, who")
        .shows("teachers", "")
        .form(
            "Audience",
            "Who is trained. Space for the next; empty means both.",
        )
        .theirs(AUDIENCES),
    optional(
        "target",
        Count,
        "target count, to be trained, staff count, number of staff, invited",
    )
    .shows("24", "6")
    .form("Target", "How many people should be trained."),
    optional(
        "trained",
        Count,
        "trained count, number trained, attended, attendees, completed",
    )
    .shows("19", "")
    .form("Trained", "How many are."),
    optional(
        "on",
        Day,
        "training date, held on, delivered on, completed on, date held, date",
    )
    .shows("2026-08-20", "")
    .form("Held on", "The day of the session: 2026-03-10."),
    optional(
        "hours",
        Decimal,
        "duration, contact hours, pd hours, length",
    )
    .fills(&[(Kind::Training, "minutes")])
    .shows("1.5", "")
    .form("Minutes", "How long it takes a person.")
    .scaled(60, 100),
    optional(
        "next_on",
        Day,
        "next session, next training, next date, scheduled on, scheduled for",
    )
    .shows("2026-10-08", "")
    .form("Next on", "The day of the next session."),
    optional("required", YesNo, "is required, mandatory, must be trained")
        .shows("yes", "")
        .form(
            "Required",
            "Must people be trained before they use it? Space changes it.",
        ),
];

pub(super) const PROVISIONING: &[ImportField] = &[
    required("product", Text, PRODUCT).shows("Letterloop", "Fractionary"),
    required("school", Text, SCHOOL)
        .shows("JUN", "FER")
        .special(),
    optional("sso", Switch, "single sign on, saml").shows("on", "pending"),
    optional("roster", Switch, "rostering, roster sync").shows("on", ""),
    optional(
        "filter",
        Switch,
        "web filter, content filter, filtering, allowlist",
    )
    .shows("on", "off"),
    optional("extension", Switch, "browser extension, chrome extension").shows("na", ""),
    optional("oauth", Switch, "google oauth, oauth access, app access").shows("na", ""),
];

pub(super) const DEVICES: &[ImportField] = &[
    required(
        "school",
        Text,
        "school name, sch name, school code, site, site name, building, building name, campus, \
         campus name, location, org unit path, org unit, organizational unit",
    )
    .shows("JUN", "FER"),
    required(
        "device",
        Word,
        "device type, device class, platform, model, device model, model name",
    )
    .shows("ipad", "chromebook"),
    optional("share", Percent, "percent, pct, share of students")
        .shows("70", "100")
        .scaled(1, 100),
    optional(
        "os_min",
        Text,
        "minimum os, min os, os version, oldest os, chrome os version",
    )
    .shows("17", "126"),
    optional(
        "until",
        Day,
        "end of support, auto update expiration, auto update expiration date, aue date, aue, \
         expiration date, expires",
    )
    .shows("2029-06-30", ""),
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

pub(super) const COMPATIBILITY: &[ImportField] = &[
    required("product", Text, PRODUCT).shows("Letterloop", "Fractionary"),
    required("device", Word, "device type, device class, platform").shows("ipad", "chromebook"),
    required(
        "result",
        Word,
        "test result, compatible, outcome, status, works",
    )
    .shows("works", "partial")
    .theirs(RESULTS),
    optional("on", Day, "tested on, test date, date tested, date")
        .shows("2026-08-03", "2026-08-04"),
    optional("note", Note, NOTES).shows("", "No sound offline"),
];

pub(super) const ALIGNMENTS: &[ImportField] = &[
    required("product", Text, PRODUCT).shows("Fractionary", "Letterloop"),
    required(
        "framework",
        Text,
        "standards framework, standard set, standards set, document",
    )
    .shows("CCSS Math 2010", "CCSS ELA 2010"),
    required(
        "standard",
        Text,
        "standard code, standard id, full statement code, human coding scheme, code",
    )
    .shows("3.NF.A.1", "RF.1.3"),
    optional("leaf", YesNo, "is leaf, single standard").shows("yes", ""),
    optional("status", Word, "alignment status, verification").shows("claimed", ""),
    optional("role", Word, "alignment type, used for").shows("instruction", ""),
    optional("grades", Grades, GRADES).shows("3", ""),
    optional("grade_low", LowGrade, LOW).fills(&[(Kind::Alignment, "grades")]),
    optional("grade_high", HighGrade, HIGH).fills(&[(Kind::Alignment, "grades")]),
    optional(
        "module",
        Text,
        "skill, name of skill, unit, course, part of the product",
    )
    .shows("", "Phonics"),
    optional("says", Word, "claimed by, who says so, claimant").shows("vendor", "reviewer"),
    optional("source", Text, "claimed in, correlation sheet").shows("", "correlations.example"),
    optional("claimed_on", Day, "claim date, date of the claim").shows("2026-03-12", ""),
    optional("evidence", Text, "link, links, evidence link").shows("", "tasks.example"),
    optional("note", Note, NOTES).shows("", "Three units only"),
];

pub(super) const MEASURES: &[ImportField] = &[
    required("test", Text, "test name, assessment, assessment name")
        .shows("MAP Growth Math", "i-Ready Reading"),
    required(
        "part",
        Text,
        "part of the test, domain, area, goal, strand, reporting category",
    )
    .shows("Number and Operations", "Phonics"),
    optional("grades", Grades, GRADES).shows("3", "K-2"),
    required("standard", Text, "standard code, standard id, code, guid")
        .shows("CCSS-M:3.NF.A.1", "CCSS-E:RF.1.3"),
];

pub(super) const RELATIONS: &[ImportField] = &[
    required(
        "from",
        Text,
        "origin, source, from standard, from code, from guid, origin guid, source guid",
    )
    .fills(&[(Kind::Relation, "origin")])
    .shows(
        "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
        "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
    )
    .special(),
    required(
        "to",
        Text,
        "destination, target, to standard, to code, to guid, destination guid, target guid",
    )
    .fills(&[(Kind::Relation, "destination")])
    .shows(
        "1c2d3e4f-5061-7283-94a5-b6c7d8e9f0a1",
        "2d3e4f50-6172-8394-a5b6-c7d8e9f0a1b2",
    )
    .special(),
    required(
        "kind",
        Word,
        "relation, relationship, relation type, relationship type, type, how",
    )
    .shows("near", "precedes")
    .theirs(RELATED),
    optional("score", Score, "confidence, similarity, strength").shows("85", ""),
    optional("says", Text, "said by, who says so, crosswalk, publisher")
        .shows("Wexmoor crosswalk 2026", "Wexmoor crosswalk 2026"),
    optional("association", Text, "association type").shows("", ""),
];

/// The boxes of a training's form, in order.
pub(super) const TRAINING_FORM: &str =
    "school, audience, target, trained, on, next_on, minutes, required";
