//! The fields of what the review queue lives on: asks for products, and the district's calendar.

use super::super::{CellReads, ImportField};
use super::{optional, required};
use crate::domain::record::Kind as Noun;
use CellReads::{Count, Day, DayBefore, Days, Grades, LastDay, Money, Note, Text, Word, YesNo};

pub(super) const CALENDAR: &[ImportField] = &[
    required(
        "day",
        Days,
        "date, dates, days, start date, first day, meeting date, start, from, on",
    ),
    optional("to", LastDay, "end date, last day, through, until, end")
        .fills(&[(Noun::CalendarDay, "day")]),
    required("kind", Word, "type, day type, event type, category, status"),
    optional(
        "agenda_cutoff",
        DayBefore,
        "agenda cut-off, agenda deadline, agenda due, cutoff, cut-off, submission deadline, \
         deadline",
    ),
    optional(
        "note",
        Note,
        "holiday, event, event name, occasion, name, title, subject, description, \
         notes, comment, remarks",
    ),
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
    ).fills(&[(Noun::Requester, "product"), (Noun::Requester, "request"), (Noun::Request, "product")]),
    required(
        "school",
        Text,
        "school name, your school, home school, school or site, school/site, school site, site, \
         site name, building, building name, campus, campus name, location, ~school, ~building, ~campus",
    ),
    optional(
        "requester",
        Text,
        "requestor, requester name, requestor name, requested by, your name, full name, \
         first and last name, teacher name, staff name, employee name, submitted by, teacher, contact, \
         name, ~your name, ~name teacher, ~name requester",
    ).fills(&[(Noun::Requester, "name")]),
    optional(
        "role",
        Text,
        "your role, position, your position, job title, title, ~your role, ~your position, ~your title",
    ),
    optional(
        "sponsor",
        Text,
        "sponsored by, principal, principal name, supervisor, supervisor name, department head, \
         ~sponsor, ~your principal, ~name principal, ~your supervisor, ~name supervisor",
    ).fills(&[(Noun::Request, "sponsor")]),
    optional(
        "reason",
        Note,
        "why, why do you need it, reason for request, justification, rationale, purpose, \
         instructional purpose, intended use, description, ~why, ~how use, ~purpose, ~reason, \
         ~justification, ~what use for",
    ),
    optional(
        "grades",
        Grades,
        "grade, grade level, grade levels, grade span, grade band, grade range, your grade, ~grade",
    ),
    optional(
        "subject",
        Text,
        "subject area, content area, course, department, ~subject, ~content area, ~course",
    ),
    optional(
        "seats",
        Count,
        "quantity, qty, licenses, licences, number of licenses, number of seats, number of students, \
         number of users, students, users, student count, ~how many, ~number license, ~number student, \
         ~number user, ~number seat",
    ),
    optional(
        "cost",
        Money,
        "annual cost, cost per year, yearly cost, estimated cost, total cost, total, price, amount, \
         ~cost, ~price, ~how much",
    ).fills(&[(Noun::Requester, "cost_cents")]),
    optional(
        "fund",
        Text,
        "funding source, fund source, source of funds, funding, budget code, account code, budget, \
         account, paid by, ~fund, ~funding, ~budget, ~pay",
    ),
    optional(
        "needed_by",
        Day,
        "need by, needed on, needed by date, date needed, start date, ~when need, ~date need, \
         ~need by, ~needed by, ~when start, ~when like",
    ),
    optional(
        "asked_on",
        Day,
        "timestamp, completion time, date submitted, submission date, submitted on, submitted at, \
         submitted, request date, date requested, date of request, requested on, created on, created, \
         start time, date",
    ).fills(&[(Noun::Requester, "asked_on"), (Noun::Request, "received_on")]),
    optional(
        "url",
        Text,
        "website, web site, web address, website address, link, product url, product website, ~url, \
         ~link, ~web address, ~website address",
    ).fills(&[(Noun::Product, "url")]),
    optional(
        "data",
        Word,
        "data use, data collected, student data, student data collected, ~student data, \
         ~student information, ~personal information",
    ).fills(&[(Noun::Product, "data")]),
    optional(
        "instructional",
        YesNo,
        "is instructional, instructional use, for instruction, used for instruction, ~instruction, \
         ~instructional",
    ).fills(&[(Noun::Product, "instructional")]),
    optional(
        "sign_in",
        Word,
        "sign-in method, login method, sign in with, ~how sign in, ~how log in",
    ),
];
