//! What people with the curricular role say of standards: that a product was seen to teach one, or not; what it weighs; that
//! no product is wanted for it; that two are the same.

use crate::domain::change::Change;
use crate::domain::names::Match;
use crate::domain::person::{Person, PersonId};
use crate::domain::product::ProductId;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::rights::RightHolder;
use crate::domain::standards::claim::{
    Alignment, AlignmentStatus, Claimant, enough_met, is_link, no_link,
};
use crate::domain::standards::framework::{RelationKind, code_key};
use crate::domain::standards::{Framework, Relation, Standard, incoming};
use crate::office::{Office, Receipt};
use crate::store::Error;

/// What somebody saw of a product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// How many tasks they sampled.
    pub sampled: i64,
    /// How many of these met the standard.
    pub met: i64,
    /// Links to what they saw.
    pub evidence: Vec<String>,
    /// The part of the product; all that is claimed where none is named.
    pub module: Option<String>,
    /// What they add.
    pub note: Option<String>,
}

/// How one standard is said to be related to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelatedHow {
    /// They say the same.
    Same,
    /// They have to do with each other.
    Related,
    /// The first came in the place of the second.
    Replaces,
}

impl Office {
    /// The standard of this code or guid. `Missing` where there is none; refused where several frameworks have the code.
    pub fn standard_called(&self, words: &str) -> Result<Standard, Error> {
        match self.store.standard_codes()?.find(words) {
            Match::One(id) => self.store.get(id),
            Match::None => Err(Error::Missing {
                what: format!("standard `{words}`"),
            }),
            Match::Several(_) => {
                let mut named = Vec::new();
                for framework in self.store.frameworks()? {
                    let standards = self.store.standards_of(framework.id)?.into_iter();
                    let bears = |one: &Standard| one.code_key.as_deref() == Some(&code_key(words));
                    let codes = standards.filter(bears).filter_map(|one| one.code);
                    named.extend(codes.map(|code| format!("{}:{code}", framework.short)));
                }
                let why = format!("several standards are called `{words}`");
                Err(Error::refused(
                    Refusal::from(why).then("; write ", named.join(" or ")),
                ))
            }
        }
    }

    /// The framework that is called so. `Missing` where there is none.
    pub fn framework_called(&self, words: &str) -> Result<Framework, Error> {
        let mut all = self.store.frameworks()?.into_iter();
        let found = all.find(|one| incoming::is_called(one, words));
        found.ok_or_else(|| Error::Missing {
            what: format!("framework `{words}`"),
        })
    }

    /// Verifies that a product teaches these standards, by sampled tasks. It is said of the product and of no school, as an
    /// alignment is (`domain::rights`): a curricular reviewer who acts for some schools only may say it too.
    ///
    /// # Errors
    ///
    /// Refused for all but curricular reviewers and admins, and where the tasks do not prove it.
    pub fn verify_standards(
        &mut self,
        product: ProductId,
        codes: &[String],
        proof: &Proof,
    ) -> Result<Receipt, Error> {
        let me = self.curricular()?;
        let least = i64::from(self.store.policy()?.sample_tasks.0);
        let refused = |field, why: String, next: &str| {
            Err(Error::refused(Refusal::new(field, why).then("; ", next)))
        };
        if proof.sampled < least {
            let why = format!("{} tasks are too few to prove it", proof.sampled);
            return refused("sampled", why, &format!("sample {least} at the least"));
        }
        if proof.met > proof.sampled || !enough_met(proof.sampled, proof.met) {
            let why = format!("{} of {} tasks do not prove it", proof.met, proof.sampled);
            return refused(
                "met",
                why,
                "two thirds of them have to meet the standard, else reject it",
            );
        }
        let evidence: Vec<&str> = proof.evidence.iter().map(|link| link.trim()).collect();
        if evidence.iter().all(|link| link.is_empty()) {
            return refused(
                "evidence",
                "nothing shows it".into(),
                "give a link to the sampled tasks with --evidence",
            );
        }
        let evidence: Vec<&str> = evidence
            .into_iter()
            .filter(|link| !link.is_empty())
            .collect();
        if !evidence.iter().all(|link| is_link(link)) {
            return Err(Error::refused(no_link()));
        }
        let (evidence, today) = (evidence.join("\n"), self.today());
        let mut puts = Vec::new();
        for code in codes {
            for put in self.claims_put(product, code, proof.module.as_deref(), true)? {
                puts.push(
                    put.with("status", AlignmentStatus::Verified)
                        .with("by", Some(me.id))
                        .with("on", Some(today))
                        .with("sampled", Some(proof.sampled))
                        .with("met", Some(proof.met))
                        .with("evidence", Some(evidence.clone()))
                        .with("note", proof.note.clone())
                        .with("verifier", None::<PersonId>),
                );
            }
        }
        let said = format!("verified {}", codes.join(", "));
        let told = format!("by {} of {} tasks", proof.met, proof.sampled);
        self.say_of_claims(product, (&said, &told), puts, None)
    }

    /// Says that a product was seen not to teach these standards, though somebody claims it.
    ///
    /// # Errors
    ///
    /// As for verifying; `Missing` where nobody claims it.
    pub fn reject_standards(
        &mut self,
        product: ProductId,
        codes: &[String],
        (module, reason): (Option<&str>, &str),
    ) -> Result<Receipt, Error> {
        let (me, today) = (self.curricular()?, self.today());
        let mut puts = Vec::new();
        for code in codes {
            for put in self.claims_put(product, code, module, false)? {
                puts.push(
                    put.with("status", AlignmentStatus::Rejected)
                        .with("by", Some(me.id))
                        .with("on", Some(today))
                        .with("note", Some(reason.to_owned()))
                        .with("verifier", None::<PersonId>),
                );
            }
        }
        let said = format!("rejected {}", codes.join(", "));
        self.say_of_claims(product, (&said, "as claimed of it"), puts, Some(reason))
    }

    /// Hands what is claimed of a product to somebody who is to verify it; to nobody where none is named. It stands in their
    /// list and in their digest until somebody verifies or rejects it.
    ///
    /// # Errors
    ///
    /// As for verifying; refused for somebody who may not verify; `Missing` where nobody claims it.
    pub fn hand_standards(
        &mut self,
        product: ProductId,
        codes: &[String],
        (module, login): (Option<&str>, Option<&str>),
    ) -> Result<Receipt, Error> {
        self.curricular()?;
        let to = login.map(|login| self.may_verify(login)).transpose()?;
        let mut puts = Vec::new();
        for code in codes {
            for put in self.claims_put(product, code, module, false)? {
                puts.push(put.with("verifier", to.as_ref().map(|one| one.id)));
            }
        }
        let to = to.map_or_else(|| "to nobody".to_owned(), |one| format!("to {}", one.login));
        let said = format!("handed {}", codes.join(", "));
        self.say_of_claims(product, (&said, &to), puts, None)
    }

    /// Somebody who is here and may verify.
    fn may_verify(&self, login: &str) -> Result<Person, Error> {
        let person = self.person(login)?;
        let person = person.filter(|one| !one.has_left(self.today()));
        let person = person.ok_or_else(|| Error::Missing {
            what: format!("person `{login}`"),
        })?;
        RightHolder::Curricular
            .includes(&person.roles)
            .map_err(|_| {
                let why = format!("{} may not verify", person.login);
                Error::refused(Refusal::from(why).then(
                    "; ",
                    "hand it to somebody with the role curricular, or to an admin",
                ))
            })?;
        Ok(person)
    }

    /// Puts on the claims of a product on one standard; on a new one where there is none and that is asked.
    fn claims_put(
        &self,
        product: ProductId,
        code: &str,
        module: Option<&str>,
        new: bool,
    ) -> Result<Vec<Put>, Error> {
        let standard = match self.standard_called(code) {
            Ok(standard) => Some(standard),
            Err(Error::Missing { .. }) => None,
            Err(other) => return Err(other),
        };
        let about = |claim: &Alignment| match (claim.item, &standard) {
            (Some(item), Some(standard)) => item == standard.id,
            (None, None) => code_key(&claim.standard) == code_key(code),
            _ => false,
        };
        let claims = self.store.claims_of(product)?.into_iter();
        let of =
            |claim: &Alignment| module.is_none_or(|module| claim.module.as_deref() == Some(module));
        let puts: Vec<Put> = claims
            .filter(|claim| about(claim) && of(claim))
            .map(|claim| Put::id(claim.id))
            .collect();
        if !puts.is_empty() {
            return Ok(puts);
        }
        let Some(standard) = standard.filter(|_| new) else {
            let name = self.label(product)?;
            return Err(Error::Missing {
                what: format!("claim that {name} teaches `{code}`"),
            });
        };
        let framework: Framework = self.store.get(standard.framework)?;
        Ok(vec![
            Put::new(Kind::Alignment)
                .with("product", product)
                .with("framework", framework.short)
                .with(
                    "standard",
                    standard
                        .code
                        .clone()
                        .unwrap_or_else(|| standard.guid.clone()),
                )
                .with("leaf", standard.leaf)
                .with("module", module.map(str::to_owned))
                .with("item", Some(standard.id))
                .with("says", Some(Claimant::Staff)),
        ])
    }

    fn say_of_claims(
        &mut self,
        product: ProductId,
        (said, told): (&str, &str),
        puts: Vec<Put>,
        reason: Option<&str>,
    ) -> Result<Receipt, Error> {
        let name = self.label(product)?;
        self.say(&format!("{name}: {said} {told}"), puts, reason)
    }

    /// Says that no product is wanted for a standard.
    pub fn waive_standard(&mut self, code: &str, reason: &str) -> Result<Receipt, Error> {
        self.curricular()?;
        let standard = self.standard_called(code)?;
        let put = Put::id(standard.id).with("waived", Some(reason.to_owned()));
        self.say(
            &format!("{}: no product is wanted", standard.called()),
            vec![put],
            Some(reason),
        )
    }

    /// Says what standards weigh: 3 a priority, 2 a usual one, 1 a supporting one.
    pub fn weigh_standards(&mut self, codes: &[String], weight: i64) -> Result<Receipt, Error> {
        self.curricular()?;
        let mut puts = Vec::new();
        for code in codes {
            puts.push(Put::id(self.standard_called(code)?.id).with("weight", weight));
        }
        self.say(&format!("{} weigh {weight}", codes.join(", ")), puts, None)
    }

    /// Says how one standard is related to another.
    ///
    /// # Errors
    ///
    /// Refused where a crosswalk found them too far from each other to be the same.
    pub fn relate_standards(
        &mut self,
        (one, other): (&str, &str),
        how: RelatedHow,
        reason: &str,
    ) -> Result<Receipt, Error> {
        let (me, today) = (self.curricular()?, self.today());
        let (one, other) = (self.standard_called(one)?, self.standard_called(other)?);
        let least = i64::from(self.store.policy()?.crosswalk_least.0);
        let near = |said: &&Relation| {
            let sides = (said.origin.as_str(), said.destination.as_str());
            let mine = (one.guid.as_str(), other.guid.as_str());
            said.kind == RelationKind::Near && (sides == mine || sides == (mine.1, mine.0))
        };
        let all: Vec<Relation> = self.store.relations_of(&one.guid)?;
        let score = all.iter().filter(near).filter_map(|said| said.score).max();
        if let (RelatedHow::Same, Some(score)) = (how, score.filter(|score| *score < least)) {
            let why = format!("a crosswalk scores them {score}, and counts from {least}");
            return Err(Error::refused(
                Refusal::from(why).then("; ", "say that they are related"),
            ));
        }
        let (kind, word, origin, destination) = match how {
            RelatedHow::Same => (RelationKind::Exact, "same as", &one, &other),
            RelatedHow::Related => (RelationKind::Related, "related to", &one, &other),
            // What is replaced names what came in its place.
            RelatedHow::Replaces => (RelationKind::Replaced, "in the place of", &other, &one),
        };
        // What somebody accepted as the same is no more once it is said to be otherwise.
        let accepted = all.iter().find(|said| {
            let sides = [&said.origin, &said.destination];
            let is_said = said.by.is_some() && said.kind == RelationKind::Exact;
            is_said && kind != RelationKind::Exact && sides.contains(&&other.guid)
        });
        let put = match accepted {
            Some(said) => Put::id(said.id),
            None => Put::keyed(Kind::Relation),
        };
        let put = put
            .with("origin", origin.guid.clone())
            .with("destination", destination.guid.clone())
            .with("kind", kind)
            .with("score", score)
            .with("says", me.login.clone())
            .with("by", Some(me.id))
            .with("on", Some(today))
            .with("association", kind.association().to_owned());
        let said = format!("{} is {word} {}", one.called(), other.called());
        self.say(&said, vec![put], Some(reason))
    }

    /// Says whether the district teaches by a framework.
    pub fn own_framework(&mut self, named: &str, ours: bool) -> Result<Receipt, Error> {
        self.curricular()?;
        let framework = self.framework_called(named)?;
        let said = if ours {
            "is the district's own"
        } else {
            "is not the district's own"
        };
        let put = Put::id(framework.id).with("ours", ours);
        self.say(&format!("{} {said}", framework.short), vec![put], None)
    }

    fn say(&mut self, said: &str, puts: Vec<Put>, reason: Option<&str>) -> Result<Receipt, Error> {
        let change = Change::SaveAll {
            what: said.to_owned(),
            puts,
            reason: reason.map(str::to_owned),
        };
        let applied = self.apply(&change)?;
        Ok(match applied.change_set {
            Some(set) => Receipt::numbered(said, set),
            None => Receipt::unchanged(format!("{said}: it was so already.")),
        })
    }

    /// Whoever acts, where they are a curricular reviewer or an admin.
    fn curricular(&self) -> Result<Person, Error> {
        let me = self.person(&self.stamp().who)?;
        let roles = me.as_ref().map(|me| me.roles.clone()).unwrap_or_default();
        RightHolder::Curricular
            .includes(&roles)
            .map_err(Error::refused)?;
        me.ok_or_else(|| Error::refused("nobody here has this login"))
    }
}
