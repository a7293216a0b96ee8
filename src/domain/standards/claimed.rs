//! Which claims are here already, and which standards they are about, however a file names either: so that a claim that is
//! brought again is the same claim.

use std::collections::HashMap;

use super::claim::{Alignment, AlignmentId, AlignmentStatus};
use super::codes::StandardCodes;
use super::framework::{Framework, Relation, RelationId, RelationKey, StandardId, code_key};
use super::guid;
use crate::domain::names::Match;
use crate::domain::put::{Given, Put};
use crate::domain::record::{Column, Value};
use crate::domain::text::key;

/// What tells one claim from another: the product, the standard, what it does with it, the part of the product, who says so.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClaimKey {
    about: Option<StandardId>,
    /// The framework and the code, folded, where the standard is not here.
    named: Option<(String, String)>,
    /// Product, role, module, who says so.
    of: [Value; 4],
    /// The product where the row makes it: the place of its put.
    made: Option<usize>,
}

/// A claim that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownClaim {
    /// One that is here, and how far it is proven.
    Held(AlignmentId, AlignmentStatus),
    /// One of an earlier row of the file.
    Row(u64),
}

/// The standards here, and the claims on them.
#[derive(Debug, Default)]
pub struct KnownClaims {
    codes: StandardCodes,
    /// The short name of each framework by everything it is called, folded.
    shorts: HashMap<String, String>,
    claims: HashMap<ClaimKey, KnownClaim>,
    /// The framework and the code of each claim of the file, as its row has them.
    words: HashMap<ClaimKey, (String, String)>,
    /// The guid of each standard, where a file brings relations.
    guids: HashMap<StandardId, String>,
    /// How people here said that standards are related, where a file brings relations.
    related: HashMap<RelationKey, RelationId>,
}

impl ClaimKey {
    /// The claim that a put makes, which says these words for its framework and its standard.
    pub fn of(put: &Put, (framework, code): (&str, &str), about: Option<StandardId>) -> ClaimKey {
        let given = |name: &str| {
            put.fields
                .iter()
                .find(|(field, _)| *field == name)
                .map(|(_, given)| given)
        };
        let value = |name: &str| match given(name) {
            Some(Given::Value(value)) => value.clone(),
            Some(Given::Made(_)) | None => Value::Null,
        };
        let made = match given("product") {
            Some(Given::Made(place)) => Some(*place),
            _ => None,
        };
        ClaimKey {
            about,
            named: about.is_none().then(|| (key(framework), code_key(code))),
            of: ["product", "role", "module", "says"].map(value),
            made,
        }
    }

    fn held(claim: &Alignment) -> ClaimKey {
        let named = (key(&claim.framework), code_key(&claim.standard));
        ClaimKey {
            about: claim.item,
            named: claim.item.is_none().then_some(named),
            of: [
                claim.product.to_value(),
                claim.role.to_value(),
                claim.module.to_value(),
                claim.says.to_value(),
            ],
            made: None,
        }
    }
}

impl KnownClaims {
    /// Of these frameworks, standards and claims.
    pub fn new(
        frameworks: &[Framework],
        codes: StandardCodes,
        claims: &[Alignment],
    ) -> KnownClaims {
        let mut shorts = HashMap::new();
        for framework in frameworks {
            for name in [&framework.short, &framework.title, &framework.guid] {
                shorts.insert(key(name), framework.short.clone());
            }
        }
        let held = |claim: &Alignment| {
            (
                ClaimKey::held(claim),
                KnownClaim::Held(claim.id, claim.status),
            )
        };
        KnownClaims {
            codes,
            shorts,
            claims: claims.iter().map(held).collect(),
            words: HashMap::new(),
            guids: HashMap::new(),
            related: HashMap::new(),
        }
    }

    /// The same, with the guid of each standard and what people here said of how they are related.
    #[must_use]
    pub fn with_relations(
        mut self,
        guids: HashMap<StandardId, String>,
        said: &[Relation],
    ) -> KnownClaims {
        self.guids = guids;
        self.related = said.iter().map(|one| (one.key(), one.id)).collect();
        self
    }

    /// What somebody here said so already.
    pub fn related(&self, relation: &RelationKey) -> Option<RelationId> {
        self.related.get(relation).copied()
    }

    /// The guid of a side of a relation: as it is said, for a standard that is here or not, or that of the standard of this
    /// code; else how many have the code.
    ///
    /// # Errors
    ///
    /// How many standards have the code, where that is not one.
    pub fn side(&self, said: &str) -> Result<String, usize> {
        if let Some(guid) = guid::read(item_of(said).unwrap_or(said)) {
            return Ok(guid);
        }
        match self.codes.find(said) {
            Match::One(id) => self.guids.get(&id).cloned().ok_or(0),
            Match::Several(many) => Err(many),
            Match::None => Err(0),
        }
    }

    /// The standard here that a framework and a code mean: by its guid, in whatever spelling, or by its code in a framework
    /// that is here.
    pub fn standard(&self, framework: &str, code: &str) -> Option<StandardId> {
        let code = item_of(code).unwrap_or(code);
        if guid::read(code).is_some() {
            return one(self.codes.find(code));
        }
        let short = self.shorts.get(&key(framework))?;
        one(self.codes.find(&format!("{short}:{code}")))
    }

    /// The standard here of this guid or code, which may have the short name of its framework before it.
    pub fn coded(&self, code: &str) -> Match<StandardId> {
        self.codes.find(code)
    }

    /// The claim that this is, if it is known.
    pub fn known(&self, claim: &ClaimKey) -> Option<KnownClaim> {
        self.claims.get(claim).copied()
    }

    /// Does the earlier row of this claim name it by the same words?
    pub fn same_words(&self, claim: &ClaimKey, (framework, code): (&str, &str)) -> bool {
        let words = self.words.get(claim);
        words.is_some_and(|words| words.0 == framework && words.1 == code)
    }

    /// A row of the file makes this claim.
    pub fn enter(&mut self, claim: ClaimKey, row: u64, (framework, code): (&str, &str)) {
        self.words
            .insert(claim.clone(), (framework.to_owned(), code.to_owned()));
        self.claims.insert(claim, KnownClaim::Row(row));
    }
}

/// The guid in Google Classroom's way to name a standard: `{"caseDocumentId": ..., "caseItemId": ...}`.
fn item_of(code: &str) -> Option<&str> {
    let mut parts = code.strip_prefix('{')?.split('"');
    parts.find(|part| *part == "caseItemId")?;
    parts.nth(1)
}

fn one(found: Match<StandardId>) -> Option<StandardId> {
    match found {
        Match::One(id) => Some(id),
        Match::Several(_) | Match::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standard_is_found_by_its_framework_or_its_number() {
        let number = "0b000000-0000-4000-8000-000000000001";
        let mut codes = StandardCodes::default();
        codes.add(StandardId(7), number, Some("R.3.1"), ("WEX", true));
        let mut known = KnownClaims::new(&[], codes, &[]);
        known.shorts.insert(key("Wexmoor Reading"), "WEX".into());
        let google = format!("{{\"caseDocumentId\":\"x\",\"caseItemId\":\"{number}\"}}");
        for (framework, code) in [
            ("wexmoor reading", "r.3.1."),
            ("another", number),
            ("", &format!("https://case.example/{number}")),
            ("", &google),
        ] {
            assert_eq!(
                known.standard(framework, code),
                Some(StandardId(7)),
                "{framework} {code}"
            );
        }
        assert_eq!(known.standard("another", "R.3.1"), None);
        assert_eq!(known.standard("Wexmoor Reading", "R.3.2"), None);
    }
}
