//! The fields of files that the review queue lives on: asks for products, and the district's calendar.

use super::column::CellReads::{
    Count, Day, DayBefore, Days, Grades, LastDay, Money, Note, Text, Word, YesNo,
};
use super::column::{ImportField, optional, required, typed};
use super::names::{DATA_USES, SIGN_INS};
use crate::domain::record::Kind;

pub(super) const CALENDAR: &[ImportField] = &[
    required(
        "day",
        Days,
        "date, dates, days, start date, first day, meeting date, start, from, on",
    )
    .shows("2026-12-21..2027-01-01", "2027-01-12")
    .form("Day", "2026-12-21. One record a day.")
    .needed()
    .special(),
    optional("to", LastDay, "end date, last day, through, until, end")
        .fills(&[(Kind::CalendarDay, "day")]),
    required("kind", Word, "type, day type, event type, category, status")
        .shows("closure", "board")
        .form(
            "Kind",
            "holiday and closure: nobody works. board: the board meets.",
        )
        .needed()
        .special(),
    optional(
        "agenda_cutoff",
        DayBefore,
        "agenda cut-off, agenda deadline, agenda due, cutoff, cut-off, submission deadline, \
         deadline",
    )
    .shows("", "2027-01-04")
    .form(
        "Agenda by",
        "Board only: the last day its agenda takes an item.",
    )
    .special(),
    optional(
        "note",
        Note,
        "holiday, event, event name, occasion, name, title, subject, description, \
         notes, comment, remarks",
    )
    .shows("Winter break", "Regular meeting")
    .form("Note", "What people call it."),
];

/// A form's columns are its questions, in each district's own words.
pub(super) const REQUESTS: &[ImportField] = &[
    required(
        "product",
        Text,
        "product name, product requested, requested product, software, software name, software requested, \
         application, application name, app, app name, tool, tool name, resource, resource name, \
         program, item, ~product like, ~app like, ~software like, ~tool like, ~what product, ~which product, \
         ~what app, ~which app, ~what software, ~which software, ~what tool, ~which tool, ~what program, \
         ~which program, ~what website, ~which website, ~name product, ~name app, ~name application, \
         ~name software, ~name tool, ~name program, ~name website, ~name resource",
    ).fills(&[(Kind::Requester, "product"), (Kind::Requester, "request"), (Kind::Request, "product")]).shows("Letterloop", "Drawbridge").special(),
    required(
        "school",
        Text,
        "school name, your school, home school, school or site, school/site, school site, site, \
         site name, building, building name, campus, campus name, location, ~school, ~building, ~campus",
    ).shows("JUN", "district").special(),
    optional(
        "requester",
        Text,
        "requestor, requester name, requestor name, requested by, your name, full name, \
         first and last name, teacher name, staff name, employee name, submitted by, teacher, contact, \
         name, ~your name, ~name teacher, ~name requester",
    ).fills(&[(Kind::Requester, "name")]).shows("Robin Doe", "Morgan Kay"),
    optional(
        "role",
        Text,
        "your role, position, your position, job title, title, ~your role, ~your position, ~your title",
    ).shows("teacher", ""),
    optional(
        "sponsor",
        Text,
        "sponsored by, principal, principal name, supervisor, supervisor name, department head, \
         ~sponsor, ~your principal, ~name principal, ~your supervisor, ~name supervisor",
    ).fills(&[(Kind::Request, "sponsor")]).shows("Alex Roe", ""),
    optional(
        "reason",
        Note,
        "why, why do you need it, reason for request, justification, rationale, purpose, \
         instructional purpose, intended use, description, ~why, ~how use, ~purpose, ~reason, \
         ~justification, ~what use for",
    ).shows("Reading practice at home", "One drawing tool for all"),
    optional(
        "grades",
        Grades,
        "grade, grade level, grade levels, grade span, grade band, grade range, your grade, ~grade",
    ).shows("K-2", ""),
    optional(
        "subject",
        Text,
        "subject area, content area, course, department, ~subject, ~content area, ~course",
    ).shows("ELA", ""),
    optional(
        "seats",
        Count,
        "quantity, qty, licenses, licences, number of licenses, number of seats, number of students, \
         number of users, students, users, student count, ~how many, ~number license, ~number student, \
         ~number user, ~number seat",
    ).shows("55", ""),
    optional(
        "cost",
        Money,
        "annual cost, cost per year, yearly cost, estimated cost, total cost, total, price, amount, \
         ~cost, ~price, ~how much",
    ).fills(&[(Kind::Requester, "cost_cents")]).shows("1980.00", ""),
    optional(
        "fund",
        Text,
        "funding source, fund source, source of funds, funding, budget code, account code, budget, \
         account, paid by, ~fund, ~funding, ~budget, ~pay",
    ).shows("Title I", ""),
    optional(
        "needed_by",
        Day,
        "need by, needed on, needed by date, date needed, start date, ~when need, ~date need, \
         ~need by, ~needed by, ~when start, ~when like",
    ).shows("2026-09-01", ""),
    optional(
        "asked_on",
        Day,
        "timestamp, completion time, date submitted, submission date, submitted on, submitted at, \
         submitted, request date, date requested, date of request, requested on, created on, created, \
         start time, date",
    ).fills(&[(Kind::Requester, "asked_on"), (Kind::Request, "received_on")]).shows("2026-03-02", "2026-03-04"),
    optional(
        "url",
        Text,
        "website, web site, web address, website address, link, product url, product website, ~url, \
         ~link, ~web address, ~website address",
    ).fills(&[(Kind::Product, "url")]).shows("https://letterloop.example", ""),
    optional(
        "data",
        Word,
        "data use, data collected, student data, student data collected, ~student data, \
         ~student information, ~personal information",
    ).fills(&[(Kind::Product, "data")]).shows("login", "").theirs(DATA_USES).or_blank(),
    optional(
        "instructional",
        YesNo,
        "is instructional, instructional use, for instruction, used for instruction, ~instruction, \
         ~instructional",
    ).fills(&[(Kind::Product, "instructional")]).shows("yes", ""),
    optional(
        "sign_in",
        Word,
        "sign-in method, login method, sign in with, ~how sign in, ~how log in",
    ).shows("district", "").theirs(SIGN_INS).or_blank(),
];

/// An incident is reported one by one, on its form.
#[rustfmt::skip]
pub(super) const INCIDENT: &[ImportField] = &[
    typed("kind").form("What", "What happened, in a word or two: breach, outage.").on(Kind::Incident).needed(),
    typed("effect").form("Use", "suspend: it stops at once. watch: it goes on, watched.").on(Kind::Incident).needed(),
    typed("opened_on").form("Since", "The day it began: 2026-03-10.").on(Kind::Incident).needed(),
    typed("closed_on").form("Over", "The day it was over. Empty while it is not.").on(Kind::Incident),
    typed("note").form("Note", "What is known.").on(Kind::Incident),
];
