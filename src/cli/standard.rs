//! `hallpass standard`: one standard, and what people with the curricular role say of it. A claim is not proof: somebody
//! verifies it by sampled tasks, with a link to them.

use clap::{Args, Subcommand};

use super::print::{self, Form};
use super::standards::{found, in_words, tell, with_coverage};
use super::{Context, Failure, find, values};
use crate::domain::text::clean;
use crate::office::gaps::CoverFilter;
use crate::office::standards::{Proof, RelatedHow};

/// `hallpass standard`
#[derive(Debug, Args)]
pub(super) struct StandardDeedArgs {
    #[command(subcommand)]
    deed: StandardCommand,
}

#[derive(Debug, Subcommand)]
enum StandardCommand {
    /// What it says, what it weighs, and who claims that which product teaches it
    Show {
        /// Its code, or its guid; SHORT:CODE where several frameworks have it
        code: String,
    },
    /// A product was seen to teach these standards, by sampled tasks
    Verify {
        /// The product
        product: String,
        /// The standards, by code or guid
        #[arg(required = true)]
        codes: Vec<String>,
        /// How many tasks were sampled
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=10_000))]
        sampled: i64,
        /// How many of them met the standard: two thirds at the least
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=10_000))]
        met: i64,
        /// A link to what was sampled; may stand several times
        #[arg(long, value_name = "LINK", required = true)]
        evidence: Vec<String>,
        /// The part of the product; else all that is claimed of it
        #[arg(long, value_name = "NAME")]
        module: Option<String>,
        /// What is to be added
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// A product was seen not to teach these standards, though somebody claims it
    Reject {
        /// The product
        product: String,
        /// The standards, by code or guid
        #[arg(required = true)]
        codes: Vec<String>,
        /// The part of the product; else all that is claimed of it
        #[arg(long, value_name = "NAME")]
        module: Option<String>,
        /// What was seen
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Somebody is to verify what is claimed: it stands in their list and in their digest
    Hand {
        /// The product
        product: String,
        /// The standards, by code or guid
        #[arg(required = true)]
        codes: Vec<String>,
        /// To whom, by login; to nobody where it is left out
        #[arg(long, value_name = "LOGIN")]
        to: Option<String>,
        /// The part of the product; else all that is claimed of it
        #[arg(long, value_name = "NAME")]
        module: Option<String>,
    },
    /// No product is wanted for a standard
    Waive {
        /// Its code, or its guid
        code: String,
        /// Why none is wanted
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// What standards weigh: 3 a priority, 2 a usual one, 1 a supporting one
    Weigh {
        /// The standards, and last what they weigh
        #[arg(required = true, num_args = 2.., value_name = "CODE... 1|2|3")]
        codes: Vec<String>,
    },
    /// How one standard is related to another
    Relate {
        /// The one
        code: String,
        /// How: the same, related, or in the place of the other
        #[arg(value_parser = values::named(&HOW, how))]
        how: RelatedHow,
        /// The other
        other: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

const HOW: [RelatedHow; 3] = [RelatedHow::Same, RelatedHow::Related, RelatedHow::Replaces];

fn how(how: RelatedHow) -> &'static str {
    match how {
        RelatedHow::Same => "same",
        RelatedHow::Related => "related",
        RelatedHow::Replaces => "replaces",
    }
}

impl StandardDeedArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        if let StandardCommand::Show { code } = &self.deed {
            return show(context, code);
        }
        let mut office = context.office()?;
        let clean = |text: &str| clean(text).text;
        let done = match &self.deed {
            StandardCommand::Show { .. } => return Ok(()),
            StandardCommand::Verify {
                product,
                codes,
                sampled,
                met,
                evidence,
                module,
                note,
            } => {
                let product = find::product_named(&mut office, product)?;
                let proof = Proof {
                    sampled: *sampled,
                    met: *met,
                    evidence: evidence.iter().map(|link| clean(link)).collect(),
                    module: module.as_deref().map(clean),
                    note: note.as_deref().map(clean),
                };
                office.verify_standards(product, codes, &proof)
            }
            StandardCommand::Reject {
                product,
                codes,
                module,
                reason,
            } => {
                let product = find::product_named(&mut office, product)?;
                let module = module.as_deref().map(clean);
                office.reject_standards(product, codes, (module.as_deref(), &clean(reason)))
            }
            StandardCommand::Hand {
                product,
                codes,
                to,
                module,
            } => {
                let product = find::product_named(&mut office, product)?;
                let module = module.as_deref().map(clean);
                office.hand_standards(product, codes, (module.as_deref(), to.as_deref()))
            }
            StandardCommand::Waive { code, reason } => office.waive_standard(code, &clean(reason)),
            StandardCommand::Weigh { codes } => {
                let (weight, codes) = weighed(codes)?;
                office.weigh_standards(codes, weight)
            }
            StandardCommand::Relate {
                code,
                how,
                other,
                reason,
            } => office.relate_standards((code, other), *how, &clean(reason)),
        };
        tell(context, &found(done)?);
        Ok(())
    }
}

/// The last word is what the others weigh.
fn weighed(words: &[String]) -> Result<(i64, &[String]), Failure> {
    let (last, codes) = words.split_last().ok_or(Failure::Usage)?;
    match last.as_str() {
        "1" => Ok((1, codes)),
        "2" => Ok((2, codes)),
        "3" => Ok((3, codes)),
        other => Err(Failure::refused(
            format!("`{}` is no weight", clean(other).text),
            "write 3 (priority), 2 (usual) or 1 (supporting) behind the codes",
        )),
    }
}

fn show(context: &Context, code: &str) -> Result<(), Failure> {
    let office = context.asked_office()?;
    let wanted = found(office.standard_called(code))?;
    let filter = CoverFilter {
        one: Some(wanted.id),
        ..CoverFilter::default()
    };
    let listed = office.standards_covered(&filter)?;
    let Some(found) = listed.first() else {
        return Err(Failure::NotFound(format!("there is no standard `{code}`")));
    };
    if context.form == Form::Json {
        print::json(&with_coverage(found));
        return Ok(());
    }
    let one = &found.listed;
    let grades = wanted.grades.to_string();
    print::line(&format!("{} of {}", wanted.called(), one.framework));
    print::text(&format!("{}\n", wanted.statement));
    if !grades.is_empty() {
        print::line(&format!("Grades {grades}."));
    }
    print::line(&format!("Weighs {}.", wanted.weight));
    if let Some(why) = &wanted.waived {
        print::line(&format!("No product is wanted: {why}"));
    }
    if let Some(ends) = wanted.ends {
        print::line(&format!("Ends on {ends}."));
    }
    if found.covered.is_some() {
        print::line(&format!(
            "Grades of schools: {}.",
            match found.covered_in_words() {
                none if none.is_empty() => "none is for it".to_owned(),
                some => some,
            }
        ));
    }
    for claim in &one.claims {
        print::line(&format!("{}.", in_words(claim)));
        for link in claim.claim.evidence.iter().flat_map(|links| links.lines()) {
            print::line(&format!("  {link}"));
        }
    }
    for other in &found.by_others {
        let (name, way) = (&other.name, other.way);
        print::line(&format!("{name} {way}, by another standard."));
    }
    for related in office.relations_told(&wanted)? {
        print::line(&format!("Related: {related}."));
    }
    if one.claims.is_empty() && found.by_others.is_empty() {
        print::line("Nobody claims that a product teaches it.");
    }
    Ok(())
}
