//! Sentences of a product's page: for whom it may be used, what it learns about people, what was agreed.

use chrono::NaiveDate;

use crate::domain::approval::Audience;
use crate::domain::grade::Grades;
use crate::domain::product::{DataUse, ProductKind};
use crate::domain::published::{PublicAgreement, PublicProduct, ages};
use crate::domain::status::{PublicUse, date_in_words};

/// `Grades 3 to 5`, `Every grade`.
pub(super) fn grades_in_words(grades: Grades) -> String {
    match grades.iter().count() {
        0 => "Every grade".to_owned(),
        1 => format!("Grade {grades}"),
        _ => format!("Grades {}", grades.to_string().replace('-', " to ")),
    }
}

/// `Grades 3 to 5 (about ages 8 to 11), students and staff, until June 30, 2026. Being tried.`
pub(super) fn whom(one: &PublicUse) -> String {
    let people = match one.audience {
        Audience::Student => "students",
        Audience::Staff => "staff",
        Audience::Both => "students and staff",
    };
    let about = ages(one.grades).filter(|_| one.audience != Audience::Staff);
    let about = about.map_or_else(String::new, |ages| format!(" ({ages})"));
    let until = one.until.map(date_in_words);
    let until = until.map_or_else(String::new, |day| format!(", until {day}"));
    let stage = match (one.pilot, one.retiring) {
        (true, _) => ". Being tried",
        (_, true) => ". On its way out",
        _ => "",
    };
    format!(
        "{}{about}, {people}{until}{stage}",
        grades_in_words(one.grades)
    )
}

/// What is known of the product itself, a name and a sentence each.
pub(super) fn about(product: &PublicProduct, as_of: NaiveDate) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    facts.extend(product.vendor.clone().map(|vendor| ("Made by", vendor)));
    if !product.former.is_empty() {
        facts.push(("Was called", product.former.join(", ")));
    }
    facts.extend(product.subjects.clone().map(|text| ("Subjects", text)));
    if !product.functions.is_empty() {
        facts.push(("For", product.functions.join(", ")));
    }
    if let Some(ages) = ages(product.grades) {
        let grades = grades_in_words(product.grades);
        facts.push(("Made for", format!("{grades}, {ages}")));
    }
    facts.extend(
        product
            .kind
            .map(|kind| ("Kind", kind_in_words(kind).to_owned())),
    );
    facts.push(("Student data", data_in_words(product.data).to_owned()));
    facts.push((
        "Privacy agreement",
        agreement_in_words(product.agreement.as_ref(), as_of),
    ));
    let elements = product.agreement.as_ref().and_then(|a| a.elements.clone());
    facts.extend(elements.map(|text| ("Data it may get", text)));
    facts
}

fn kind_in_words(kind: ProductKind) -> &'static str {
    match kind {
        ProductKind::Web => "A web site",
        ProductKind::App => "An app",
        ProductKind::Extension => "A browser extension",
        ProductKind::Desktop => "A program on a computer",
        ProductKind::Content => "Texts, videos or courses",
        ProductKind::Service => "A service of people",
    }
}

fn data_in_words(data: Option<DataUse>) -> &'static str {
    match data {
        Some(DataUse::None) => "It learns nothing about anybody.",
        Some(DataUse::Login) => "People sign in; it gets no student data.",
        Some(DataUse::Pii) => "It gets student data that names students.",
        Some(DataUse::Sensitive) => "It gets sensitive student data.",
        None => "Not on record.",
    }
}

fn agreement_in_words(agreement: Option<&PublicAgreement>, as_of: NaiveDate) -> String {
    let Some(agreement) = agreement else {
        return "None on record.".to_owned();
    };
    let kind = &agreement.kind;
    match agreement.until {
        Some(day) if day < as_of => format!("{kind}, ended {}.", date_in_words(day)),
        Some(day) => format!("{kind}, until {}.", date_in_words(day)),
        None => format!("{kind}."),
    }
}
