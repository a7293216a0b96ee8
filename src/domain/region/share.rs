//! What a district lets go into its region: its own policy, field by field. A product's name always goes, since without
//! it nothing else means anything; whatever is refused is never sent, and what was sent is taken back at the next push.

use std::collections::BTreeSet;

use crate::domain::record::words;
use crate::domain::refusal::Refusal;

words! {
    /// What may be let go of a product, beside its name.
    SharedField {
        /// Who makes it.
        Vendor = "vendor",
        /// What else it is called.
        Aliases = "aliases",
        /// Its web address and its numbers in stores and catalogues.
        Numbers = "numbers",
        /// What was decided.
        Decisions = "decisions",
        /// On what conditions.
        Conditions = "conditions",
        /// Why.
        Reasons = "reasons",
        /// At which schools, by their names.
        Schools = "schools",
        /// What its review answered.
        Answers = "answers",
        /// What standards it was verified to teach.
        Alignments = "alignments",
        /// What was agreed about data.
        Agreements = "agreements",
        /// When terms end.
        Terms = "terms",
        /// What a unit costs.
        Prices = "prices",
    }
}

impl SharedField {
    /// What goes where it is let go, as a line of `hallpass region policy`.
    pub fn means(self) -> &'static str {
        match self {
            SharedField::Vendor => "who makes the product",
            SharedField::Aliases => "its other names",
            SharedField::Numbers => "its web address, and its numbers in stores and catalogues",
            SharedField::Decisions => {
                "each decision: its status, how many schools, grades and audience, its days"
            }
            SharedField::Conditions => "the conditions of a decision, in your words",
            SharedField::Reasons => "the reason of a decision, in your words",
            SharedField::Schools => "the names of the schools a decision is for",
            SharedField::Answers => {
                "the answers of its newest decided review, item by item, without notes"
            }
            SharedField::Alignments => {
                "the standards that somebody here verified it teaches or tests"
            }
            SharedField::Agreements => {
                "which kinds of agreement there are about its data, and their days"
            }
            SharedField::Terms => "the months in which its contracts end",
            SharedField::Prices => "between which two amounts its price a unit lies",
        }
    }

    /// Is it proposed to a district that has not said what goes?
    pub fn is_proposed(self) -> bool {
        !matches!(self, SharedField::Schools | SharedField::Answers)
    }
}

/// How a policy is written that lets nothing go but names.
const NAMES_ONLY: &str = "names only";

/// What a district lets go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharePolicy(BTreeSet<SharedField>);

impl SharePolicy {
    /// What is proposed before anybody has said what goes.
    pub fn proposed() -> SharePolicy {
        let all = SharedField::ALL.iter().copied();
        SharePolicy(all.filter(|field| field.is_proposed()).collect())
    }

    /// Reads what `Display` writes: `vendor, decisions`.
    pub fn read(text: &str) -> Result<SharePolicy, Refusal> {
        if text.trim() == NAMES_ONLY {
            return Ok(SharePolicy(BTreeSet::new()));
        }
        let fields = text.split(',').map(|word| {
            SharedField::from_word(word).ok_or_else(|| {
                let what = format!("`{}` is nothing that a region is told", word.trim());
                let one_of = format!("write some of: {}", SharedField::WORDS.join(", "));
                Refusal::from(what).then("; ", one_of)
            })
        });
        fields.collect::<Result<_, _>>().map(SharePolicy)
    }

    /// Does this go?
    pub fn lets(&self, field: SharedField) -> bool {
        self.0.contains(&field)
    }

    /// The same with these let go, and those kept here.
    #[must_use]
    pub fn with(&self, allowed: &[SharedField], refused: &[SharedField]) -> SharePolicy {
        let mut fields = self.0.clone();
        fields.extend(allowed);
        fields.retain(|field| !refused.contains(field));
        SharePolicy(fields)
    }
}

impl std::fmt::Display for SharePolicy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return f.write_str(NAMES_ONLY);
        }
        let words: Vec<&str> = self.0.iter().map(|field| field.word()).collect();
        f.write_str(&words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_read_as_it_is_written() {
        let all = SharedField::ALL;
        let nothing = SharePolicy::proposed().with(&[], all);
        assert_eq!(nothing.to_string(), "names only");
        let some = nothing.with(&[SharedField::Prices, SharedField::Vendor], &[]);
        assert_eq!(some.to_string(), "vendor, prices");
        for policy in [nothing, some, SharePolicy::proposed()] {
            assert_eq!(SharePolicy::read(&policy.to_string()), Ok(policy));
        }
        for wrong in ["", "vendor,", "vendor, people", "names only, vendor"] {
            assert!(SharePolicy::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn neither_answers_nor_school_names_go_unless_somebody_says_so() {
        let proposed = SharePolicy::proposed();
        let kept: Vec<_> = SharedField::ALL
            .iter()
            .filter(|f| !proposed.lets(**f))
            .collect();
        assert_eq!(kept, [&SharedField::Schools, &SharedField::Answers]);
    }
}
