//! Finding a standard by what people and files call it: its guid, its code, its code after the short name of its
//! framework (`CCSS-M:3.NF.A.1`), or behind what a test puts before its codes.

use std::collections::HashMap;

use super::framework::{StandardId, code_key};
use super::guid;
use crate::domain::names::Match;

/// Every standard by its guid and its code.
#[derive(Debug, Default)]
pub struct StandardCodes {
    by_guid: HashMap<String, StandardId>,
    by_code: HashMap<String, Vec<CodedStandard>>,
}

/// A standard that bears a code.
#[derive(Debug, Clone)]
struct CodedStandard {
    standard: StandardId,
    /// The short name of its framework, folded.
    framework: String,
    /// Does the district teach by that framework?
    ours: bool,
}

/// So many parts before a code are looked over: `SCCCR.ELA.` of a test.
const MOST_BEFORE: usize = 4;

impl StandardCodes {
    /// Enters a standard: its guid, its code, the short name of its framework and whether that is the district's own.
    pub fn add(
        &mut self,
        standard: StandardId,
        guid: &str,
        code: Option<&str>,
        (short, ours): (&str, bool),
    ) {
        self.by_guid.insert(guid.to_lowercase(), standard);
        let key = code.map(code_key).unwrap_or_default();
        if !key.is_empty() {
            self.by_code.entry(key).or_default().push(CodedStandard {
                standard,
                framework: code_key(short),
                ours,
            });
        }
    }

    /// The standard of this guid or code. Of several that bear a code the one of the district's own frameworks, where
    /// that is one.
    pub fn find(&self, said: &str) -> Match<StandardId> {
        if let Some(standard) = guid::read(said).and_then(|guid| self.by_guid.get(&guid)) {
            return Match::One(*standard);
        }
        match self.coded(said, None) {
            Match::None => match said.split_once(':') {
                Some((short, code)) => self.coded(code, Some(&code_key(short))),
                None => Match::None,
            },
            found => found,
        }
    }

    /// The same for a code as a test writes it, with parts before it that are not the standard's own.
    pub fn find_tested(&self, said: &str) -> Match<StandardId> {
        let mut rest = said;
        for _ in 0..=MOST_BEFORE {
            match self.find(rest) {
                Match::None => {}
                found => return found,
            }
            match rest.split_once('.') {
                Some((_, behind)) => rest = behind,
                None => break,
            }
        }
        Match::None
    }

    fn coded(&self, code: &str, framework: Option<&str>) -> Match<StandardId> {
        let all = self
            .by_code
            .get(&code_key(code))
            .map_or(&[][..], Vec::as_slice);
        let fits = |one: &&CodedStandard| framework.is_none_or(|short| one.framework == short);
        let found: Vec<&CodedStandard> = all.iter().filter(fits).collect();
        let ours: Vec<&&CodedStandard> = found.iter().filter(|one| one.ours).collect();
        match (&found[..], &ours[..]) {
            ([], _) => Match::None,
            ([one], _) => Match::One(one.standard),
            (_, [one]) => Match::One(one.standard),
            (several, _) => Match::Several(several.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standard_is_found_by_guid_and_by_code() {
        let mut codes = StandardCodes::default();
        let guid = "aaaaaaaa-0000-4000-8000-000000000001";
        codes.add(StandardId(1), guid, Some("3.NF.A.1"), ("CCSS-M", true));
        codes.add(StandardId(2), "b", Some("3.NF.A.1"), ("OLD-M", false));
        codes.add(StandardId(3), "c", Some("5.RL.8"), ("A", false));
        codes.add(StandardId(4), "d", Some("5.RL.8"), ("B", false));
        codes.add(StandardId(5), "e", None, ("B", false));
        for (said, found) in [
            (guid, Match::One(StandardId(1))),
            (
                "urn:uuid:AAAAAAAA-0000-4000-8000-000000000001",
                Match::One(StandardId(1)),
            ),
            ("3.nf.a.1.", Match::One(StandardId(1))),
            ("old-m:3.NF.A.1", Match::One(StandardId(2))),
            ("5.RL.8", Match::Several(2)),
            ("B:5.RL.8", Match::One(StandardId(4))),
            ("X.5.RL.9", Match::None),
            ("", Match::None),
        ] {
            assert_eq!(codes.find(said), found, "{said}");
        }
        assert_eq!(codes.find("X.ELA.3.NF.A.1"), Match::None);
        assert_eq!(
            codes.find_tested("X.ELA.3.NF.A.1"),
            Match::One(StandardId(1))
        );
        assert_eq!(codes.find_tested("a.b.c.d.e.f.3.NF.A.1"), Match::None);
    }
}
