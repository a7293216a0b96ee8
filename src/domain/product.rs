//! Products, who makes them, what they are for, and the other names people know them by.

use chrono::NaiveDate;

use super::grade::Grades;
use super::record::{Lines, record, words};
use super::refusal::Refusal;

words! {
    /// What the product learns about people.
    DataUse {
        /// It learns nothing about anybody.
        None = "none",
        /// A login, no student data.
        Login = "login",
        /// Student data that names somebody.
        Pii = "pii",
        /// Sensitive student data.
        Sensitive = "sensitive",
    }
}

words! {
    /// How a product reaches people.
    ProductKind {
        /// A web site.
        Web = "web",
        /// An app from a store.
        App = "app",
        /// A browser extension.
        Extension = "extension",
        /// Installed on a computer.
        Desktop = "desktop",
        /// Texts, videos, courses.
        Content = "content",
        /// Something people do for the district.
        Service = "service",
    }
}

words! {
    /// Why a product is here that the district did not choose.
    Provided {
        /// It came with an adopted textbook.
        Bundled = "bundled",
        /// The state gives it.
        State = "state",
        /// A grant asks for it.
        Grant = "grant",
    }
}

words! {
    /// What kind of other name an alias is.
    AliasKind {
        /// What it was called before.
        Former = "former",
        /// A short or spoken form.
        Other = "other",
        /// The host of its web address.
        Host = "host",
        /// A browser extension's id.
        Extension = "extension",
        /// An OAuth client's id.
        Oauth = "oauth",
    }
}

record! {
    /// Who sells or gives a product.
    Vendor(VendorId) keyed by [] {
        /// As it signs.
        name: String,
        /// What it was called before.
        former_names: Lines,
        /// Whom to call, and when.
        support: Option<String>,
    } check(vendor) {
        if vendor.name.is_empty() { Err(Refusal::new("name", "a vendor needs a name")) } else { Ok(()) }
    }
}

record! {
    /// What a product is for: a leaf such as `Courseware & Textbooks`.
    Function(FunctionId) keyed by ["name"] {
        /// The district's or catalogue's wording.
        name: String,
        /// Too broad to mean one job, so that two products of it are no overlap.
        broad: bool,
    } check(function) {
        if function.name.is_empty() { Err(Refusal::new("name", "a function needs a name")) } else { Ok(()) }
    }
}

record! {
    /// A product, one record an edition where editions are decided apart.
    Product(ProductId) keyed by [] {
        /// Its name as people should say it.
        name: String,
        /// Who makes it.
        vendor: Option<VendorId>,
        /// Which edition, where that matters.
        edition: Option<String>,
        /// Where it is found on the web; none where nobody said.
        url: Option<String>,
        /// How it reaches people.
        kind: Option<ProductKind>,
        /// The subjects it is for, as the district words them.
        subjects: Option<String>,
        /// The grades its maker means it for.
        grades: Grades,
        /// Is it a learning management system?
        lms: bool,
        /// Its number in an outside catalogue.
        registry_id: Option<String>,
        /// The first day anybody here saw it.
        first_seen: Option<NaiveDate>,
        /// What replaces it.
        successor: Option<ProductId>,
        /// Out of the lists, kept for history.
        archived: bool,
        /// How often somebody looked up its answer.
        asked: i64,
        /// The version in use now, as far as anybody noticed.
        version_seen: Option<String>,
        /// What it learns about people.
        data: Option<DataUse>,
        /// Does it teach?
        instructional: Option<bool>,
        /// Is it core material?
        core: Option<bool>,
        /// The people it is for, where it is for special ones only: `EL`, `SPED`, `assistive`.
        population: Option<String>,
        /// Who gives it, where the district did not choose it.
        provided: Option<Provided>,
        /// The record it was merged into; this one is kept so that its number still leads there.
        merged_into: Option<ProductId>,
    } check(product) {
        if product.merged_into == Some(product.id) {
            return Err(Refusal::new("merged_into", "a product cannot be merged into itself"));
        }
        if product.name.is_empty() {
            return Err(Refusal::new("name", "a product needs a name"));
        }
        if product.successor == Some(product.id) {
            return Err(Refusal::new("successor", "a product cannot replace itself"));
        }
        Ok(())
    }
}

impl Product {
    /// The name with the edition, unless it says so already.
    pub fn full_name(&self) -> String {
        with_edition(&self.name, self.edition.as_deref())
    }
}

/// A product's name with the edition, unless it says so already.
pub fn with_edition(name: &str, edition: Option<&str>) -> String {
    match edition.map(str::trim) {
        Some(edition) if !edition.is_empty() && !name.contains(edition) => {
            format!("{name} {edition}")
        }
        _ => name.to_owned(),
    }
}

record! {
    /// Another name of a product.
    Alias(AliasId) keyed by ["product", "alias"] {
        /// Which product is known by this name too.
        product: ProductId,
        /// What it is called as well, or was called.
        alias: String,
        /// What kind of name.
        kind: AliasKind,
        /// The first day it was known by this name.
        since: Option<NaiveDate>,
        /// The last day the name was used; none where it still is.
        until: Option<NaiveDate>,
    } check(alias) {
        if alias.alias.is_empty() { Err(Refusal::new("alias", "an alias needs a name")) } else { Ok(()) }
    }
}

record! {
    /// That a product serves a function.
    Purpose(PurposeId) keyed by ["product", "function"] {
        /// What serves the function.
        product: ProductId,
        /// The function that it serves.
        function: FunctionId,
    } check(_purpose) { Ok(()) }
}

/// Is it an address, and one of something else than a web page: `javascript:`, `file:`, `mailto:`? A host with a port is
/// none, nor is `kahoot.com` as people write it.
pub fn is_no_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.trim().split_once(':') else {
        return false;
    };
    let mut letters = scheme.chars();
    let is_scheme = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'));
    let is_port = rest.starts_with(|c: char| c.is_ascii_digit());
    let is_web = ["http", "https"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web));
    is_scheme && !is_web && !is_port
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_web_address_is_told_from_what_people_write_for_one() {
        for no in [
            "javascript:alert(1)",
            " JavaScript://x.example",
            "file:///etc/passwd",
            "mailto:a@b.example",
        ] {
            assert!(is_no_web_address(no), "{no}");
        }
        for web in [
            "https://a.example",
            "HTTP://a.example/b:c",
            "kahoot.com",
            "kahoot.com:8080/x",
            "host:80",
            "",
            ":",
            "see the shelf",
        ] {
            assert!(!is_no_web_address(web), "{web}");
        }
    }
}
