//! The pages for teachers and families: a list of what may be used, and a page a product. Files of their own alone, under
//! a policy that lets a browser load nothing else; every text from the office is escaped by the template.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use minijinja::{AutoEscape, Environment, Error, Value};
use serde_json::json;

use crate::domain::counted::counted;
use crate::domain::grade::{Grade, Grades};
use crate::domain::published::PublicProduct;
use crate::domain::status::{PublicPlace, PublicSchools, date_in_words};
use crate::domain::text::{fold, json_safe, shown};

mod before;
pub mod folder;
mod head;
mod words;

pub use before::changes;
pub use head::{HeadWords, head};
use words::{about, grades_in_words, whom};

/// What a browser may load: files beside the page, and nothing that stands in it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'none'";

/// The list for other programs.
const LIST: &str = "products.json";

/// What the pages are made of.
#[derive(Debug, Clone, Copy)]
pub struct PublicSite<'a> {
    /// What the district is called.
    pub district: &'a str,
    /// The day for which it holds.
    pub as_of: NaiveDate,
    /// The district's own words above the list, in its languages.
    pub words: &'a [HeadWords],
    /// The open schools, in order of name.
    pub schools: &'a [String],
    /// What may be used, in the order of the list.
    pub products: &'a [PublicProduct],
}

/// A file of the site: its path below the folder, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// `products/12.html`
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl SiteFile {
    fn new(path: impl Into<String>, text: impl Into<String>) -> SiteFile {
        SiteFile {
            path: path.into(),
            bytes: text.into().into_bytes(),
        }
    }
}

/// The page of a product, below the folder.
pub fn page(product: &PublicProduct) -> String {
    format!("products/{}.html", product.id)
}

/// `Yes`, or that there are conditions, or that it is nothing for students.
pub fn answer(product: &PublicProduct) -> &'static str {
    match (product.is_for_staff(), product.answer.conditional) {
        (false, false) => "Yes",
        (false, true) => "Yes, with conditions",
        (true, false) => "For staff only",
        (true, true) => "For staff only, with conditions",
    }
}

/// Where it may be used, in a few words: `All schools`, `3 schools`.
pub fn where_in_words(product: &PublicProduct, schools: &[String]) -> String {
    match allowed_at(product, schools).len() {
        all if all == schools.len() => "All schools".to_owned(),
        some => counted(some, "school"),
    }
}

/// All files of the site but the mark of the folder, which `folder` writes. The same office gives the same bytes.
pub fn files(site: &PublicSite) -> Result<Vec<SiteFile>, Error> {
    let mut pages = Environment::new();
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    pages.add_template("index.html", include_str!("site/index.html"))?;
    pages.add_template("product.html", include_str!("site/product.html"))?;
    let index = pages.get_template("index.html")?.render(index(site))?;
    let mut files = vec![
        SiteFile::new("index.html", index),
        SiteFile::new("search.js", include_str!("site/search.js")),
        SiteFile::new("style.css", include_str!("site/style.css")),
        SiteFile::new(LIST, machine_readable(site)),
    ];
    let template = pages.get_template("product.html")?;
    for product in site.products {
        let text = template.render(product_page(site, product))?;
        files.push(SiteFile::new(page(product), text));
    }
    Ok(files)
}

/// The list for other programs: what the pages say, and nothing else.
fn machine_readable(site: &PublicSite) -> String {
    let products = site.products.iter();
    let products = products.map(|product| machine_row(product, site.schools));
    let all = json!({
        "district": site.district, "as_of": site.as_of.to_string(), "products": products.collect::<Vec<_>>(),
    });
    json_safe(&format!("{all:#}\n")).into_owned()
}

fn machine_row(product: &PublicProduct, schools: &[String]) -> serde_json::Value {
    json!({
        "id": product.id.0, "name": product.name, "answer": answer(product), "page": page(product),
        "where": at_in_words(product, schools), "schools": listed_schools(product, schools),
        "grades": product.allowed_grades().to_string(),
    })
}

/// By name; `all` where it may be used at all of them, for a large district has thousands.
fn listed_schools(product: &PublicProduct, schools: &[String]) -> serde_json::Value {
    let at = allowed_at(product, schools);
    if at.len() == schools.len() {
        "all".into()
    } else {
        at.into()
    }
}

/// `3 schools, Grades 3 to 5`
fn at_in_words(product: &PublicProduct, schools: &[String]) -> String {
    let at = where_in_words(product, schools);
    format!("{at}, {}", for_whom(product))
}

fn index(site: &PublicSite) -> Value {
    let words = site.words.iter().map(|part| {
        let paragraphs = part.paragraphs.iter().map(|text| safe(text));
        pairs([
            ("lang", safe(&part.language)),
            ("dir", part.direction().into()),
            ("paragraphs", paragraphs.collect::<Vec<Value>>().into()),
        ])
    });
    let products = site.products.iter().map(|product| {
        pairs([
            ("name", safe(&product.name)),
            ("page", page(product).into()),
            ("answer", answer(product).into()),
            ("mark", mark(product)),
            ("holds", holds(product, site.schools).into()),
            ("also", safe(&also(product))),
            ("facts", safe(&row_facts(product, site.schools))),
        ])
    });
    let grades = Grades::UNSAID.or_every();
    let grades = grades.iter().map(|grade| grade.to_string().into());
    let count = format!("{} may be used.", site.products.len());
    let schools = site.schools.iter().map(|name| safe(name));
    pairs([
        ("policy", POLICY.into()),
        ("district", safe(site.district)),
        ("as_of", date_in_words(site.as_of).into()),
        ("words", words.collect::<Vec<Value>>().into()),
        ("schools", schools.collect::<Vec<Value>>().into()),
        ("grades", grades.collect::<Vec<Value>>().into()),
        ("count", count.into()),
        ("products", products.collect::<Vec<Value>>().into()),
    ])
}

fn product_page(site: &PublicSite, product: &PublicProduct) -> Value {
    let texts = |texts: &[String]| -> Value {
        let texts = texts.iter().map(|text| safe(text));
        texts.collect::<Vec<Value>>().into()
    };
    let places = product.answer.places.iter().map(|place| {
        // No heading is twice on a page: a school is in one place.
        let (at, names): (String, &[String]) = match &place.at {
            PublicSchools::All => ("All schools".to_owned(), &[]),
            PublicSchools::AllBut(names) => ("All schools but these".to_owned(), names),
            PublicSchools::Only(names) => match &names[..] {
                [one] => (shown(one).into_owned(), &[]),
                [first, second] => (format!("{} and {}", shown(first), shown(second)), &[]),
                [first, rest @ ..] => {
                    let more = rest.len();
                    (format!("{} and {more} more schools", shown(first)), names)
                }
                [] => ("No school".to_owned(), &[]),
            },
        };
        let uses = place.uses.iter().map(|one| {
            pairs([
                ("whom", whom(one).into()),
                ("conditions", texts(&one.conditions)),
            ])
        });
        pairs([
            ("at", at.into()),
            ("names", texts(names)),
            ("uses", uses.collect::<Vec<Value>>().into()),
        ])
    });
    let facts = about(product, site.as_of);
    let facts = facts
        .iter()
        .map(|(name, text)| pairs([("name", (*name).into()), ("text", safe(text))]));
    let url = product.url.as_deref().unwrap_or_default();
    pairs([
        ("policy", POLICY.into()),
        ("district", safe(site.district)),
        ("as_of", date_in_words(site.as_of).into()),
        ("name", safe(&product.name)),
        ("answer", answer(product).into()),
        ("mark", mark(product)),
        ("untold", untold(product).into()),
        ("for_all", texts(&product.answer.for_all)),
        ("places", places.collect::<Vec<Value>>().into()),
        ("facts", facts.collect::<Vec<Value>>().into()),
        ("url", safe(url)),
    ])
}

fn pairs<const N: usize>(pairs: [(&'static str, Value); N]) -> Value {
    Value::from_pairs(pairs)
}

/// Text of the office, without what acts on a terminal or turns the direction of what follows.
fn safe(text: &str) -> Value {
    Value::from(shown(text).as_ref())
}

fn mark(product: &PublicProduct) -> Value {
    if product.answer.conditional {
        "if"
    } else {
        "yes"
    }
    .into()
}

/// Are there conditions whose words are not given out?
fn untold(product: &PublicProduct) -> bool {
    let answer = &product.answer;
    let mut uses = answer.places.iter().flat_map(|place| &place.uses);
    answer.conditional && answer.for_all.is_empty() && uses.all(|one| one.conditions.is_empty())
}

/// Names and words by which it is found besides those that stand in its row.
fn also(product: &PublicProduct) -> String {
    let functions = product.functions.iter();
    let all = functions.chain(&product.former).map(|text| fold(text));
    all.collect::<Vec<_>>().join(" ")
}

fn row_facts(product: &PublicProduct, schools: &[String]) -> String {
    let facts = [
        product.vendor.clone().unwrap_or_default(),
        product.subjects.clone().unwrap_or_default(),
        for_whom(product),
        where_in_words(product, schools),
    ];
    let facts = facts.iter().filter(|fact| !fact.is_empty());
    facts.cloned().collect::<Vec<_>>().join(" · ")
}

/// `Grades 3 to 5`, `Staff only`, `Staff only, Grades 3 to 5`, `Grades K to 8, not the same at every school`.
fn for_whom(product: &PublicProduct) -> String {
    let grades = product.allowed_grades();
    let whom = match (product.is_for_staff(), grades.is_unsaid()) {
        (false, _) => grades_in_words(grades),
        (true, true) => "Staff only".to_owned(),
        (true, false) => format!("Staff only, {}", grades_in_words(grades)),
    };
    if product.is_unlike_by_school() {
        format!("{whom}, not the same at every school")
    } else {
        whom
    }
}

/// At which open schools it may be used by students, or by staff where no student may use it; by name.
fn allowed_at<'s>(product: &PublicProduct, schools: &'s [String]) -> Vec<&'s str> {
    let places = product.answer.places.iter();
    let told = places.filter(|place| product.told_at(place).next().is_some());
    let told: Vec<&PublicPlace> = told.collect();
    let covered = |school: &&String| told.iter().any(|place| covers(place, school));
    let at = schools.iter().filter(covered);
    at.map(String::as_str).collect()
}

fn covers(place: &PublicPlace, school: &String) -> bool {
    match &place.at {
        PublicSchools::All => true,
        PublicSchools::AllBut(names) => {
            // Those that are apart stand in places of their own, where they have any.
            !names.contains(school)
        }
        PublicSchools::Only(names) => names.contains(school),
    }
}

/// For the search: each place as `schools:grades`, schools by their number in the list; a star is all of them.
fn holds(product: &PublicProduct, schools: &[String]) -> String {
    let places = product.answer.places.iter().map(|place| {
        let at = if place.at == PublicSchools::All {
            "*".to_owned()
        } else {
            let numbers = (1..).zip(schools);
            let numbers = numbers.filter(|(_, school)| covers(place, school));
            let numbers: Vec<String> = numbers.map(|(n, _): (usize, _)| n.to_string()).collect();
            numbers.join(" ")
        };
        // Who looks for a grade looks for students.
        let uses = || place.uses.iter().filter(|one| one.is_for_students());
        let every = uses().any(|one| one.grades.is_unsaid());
        let grades: BTreeSet<Grade> = uses().flat_map(|one| one.grades.iter()).collect();
        let grades: Vec<String> = grades.iter().map(Grade::to_string).collect();
        let grades = if every {
            "*".to_owned()
        } else {
            grades.join(" ")
        };
        format!("{at}:{grades}")
    });
    places.collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests;
