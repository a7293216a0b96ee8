//! What the settings say of one ask, purchase or product, in sentences for whoever is about to act: the
//! form, the command and the import print them as they are.

use super::{Buyers, Curated, Orders, Policy, Prices, Submit, Support};
use crate::domain::money::{Basis, Cents};
use crate::domain::refusal::Refusal;
use crate::domain::school::{SchoolId, Schools};

/// A purchase order for a product that no review has approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ordered {
    /// It goes through: what to tell whoever enters it.
    Warned(String),
    /// It is rejected: why.
    Rejected(String),
}

impl Ordered {
    /// What is told of the order, warned of or rejected.
    pub fn words(&self) -> &str {
        match self {
            Ordered::Warned(words) | Ordered::Rejected(words) => words,
        }
    }
}

impl Policy {
    /// What somebody is told who asks in this role with nobody behind it: none where any staff member
    /// may. The error refuses the ask.
    pub fn may_submit(&self, role: &str) -> Result<Option<String>, Refusal> {
        match self.submit {
            Submit::Heads => {
                let why = format!("here department heads and principals ask, not a {role}");
                Err(Refusal::new("role", why).then("; ", "name the one who stands behind it"))
            }
            Submit::Sponsored => Ok(Some(format!(
                "here a {role} asks with a principal behind it; name the sponsor"
            ))),
            Submit::Staff => Ok(None),
        }
    }

    /// What somebody is told who asks for one more product for a job that these do already.
    pub fn one_more(&self, others: &[String]) -> Option<String> {
        let first = others.first()?;
        match self.curated {
            Curated::Single => Some(format!(
                "the district keeps to one product per function and has {first} for this; \
                 say why that is not enough"
            )),
            Curated::Menu => Some(match others.len() {
                1 => format!("the vetted menu has {first} for this"),
                n => format!("the vetted menu has {n} products for this"),
            }),
            Curated::Open => None,
        }
    }

    /// What somebody is told who asks for a product that these buy already: `best` is the lowest price
    /// of a seat a year among them.
    pub fn several_buyers(&self, buyers: &[String], best: Option<Cents>) -> Option<String> {
        if buyers.is_empty() {
            return None;
        }
        let already = format!(
            "{} {} it already",
            few(buyers),
            if buyers.len() == 1 { "buys" } else { "buy" }
        );
        Some(match (self.buyers, best) {
            (Buyers::Convert, _) => {
                format!("{already}: one district contract is made of it, nobody buys it alone")
            }
            (Buyers::Propose, _) => {
                format!("{already}: propose one district contract before buying it again")
            }
            (Buyers::Inform, Some(best)) => {
                format!("{already}; the best is {best} {} a seat", Basis::YearPrice)
            }
            (Buyers::Inform, None) => format!("{already}; ask what they pay"),
        })
    }

    /// Who helps with what a school bought for itself.
    pub fn who_supports(&self) -> &'static str {
        match self.support {
            Support::District => "the district supports it, whoever bought it",
            Support::BestEffort => "the school supports it, the technology office as far as it can",
            Support::Site => "the school supports it itself",
        }
    }

    /// What becomes of a purchase order for a product of this risk that no review has approved.
    pub fn order(&self, product: &str, tier: i64) -> Ordered {
        let lacks = format!("{product} has no approved review");
        let rejects = match self.orders {
            Orders::Reject => true,
            Orders::RejectRisky => tier >= 2,
            Orders::Warn => false,
        };
        if rejects {
            Ordered::Rejected(format!(
                "{lacks}, and an order for it is rejected{}; ask for the review first",
                if self.orders == Orders::Reject {
                    String::new()
                } else {
                    format!(" at tier {tier}")
                }
            ))
        } else {
            Ordered::Warned(format!(
                "{lacks}; the order goes through, ask for the review"
            ))
        }
    }

    /// The only buyers whose prices somebody who acts for these schools may see; none where they may see all.
    pub fn prices_only_of<'s>(&self, viewer: &'s Schools) -> Option<&'s [SchoolId]> {
        match (self.prices, viewer) {
            (Prices::OwnAndTotal, Schools::Only(own)) => Some(own),
            _ => None,
        }
    }

    /// May somebody who acts for these schools see what this buyer pays? The district is none.
    pub fn shows_price(&self, viewer: &Schools, buyer: Option<SchoolId>) -> bool {
        match (self.prices, viewer) {
            (Prices::All, _) | (_, Schools::All) => true,
            (Prices::OwnAndTotal, own) => buyer.is_some_and(|buyer| own.covers(buyer)),
        }
    }
}

/// The first three by name, and how many more.
fn few(names: &[String]) -> String {
    let shown = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(3) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Base;

    /// What the three starting points say, centralized first.
    fn said<T>(ask: impl Fn(&Policy) -> T) -> Vec<T> {
        let policies = Base::ALL.iter().map(|base| Policy::of(*base));
        policies.map(|policy| ask(&policy)).collect()
    }

    #[test]
    fn who_asks_without_a_sponsor_is_refused_asked_for_one_or_left_alone() {
        let told = said(|p| p.may_submit("teacher"));
        assert!(
            told[0]
                .as_ref()
                .is_err_and(|why| why.reason.contains("not a teacher"))
        );
        let asked = told[1].as_ref().ok().and_then(Option::as_ref);
        assert!(asked.is_some_and(|why| why.contains("name the sponsor")));
        assert_eq!(told[2], Ok(None));
    }

    #[test]
    fn one_more_product_for_a_job_is_warned_about_as_the_policy_curates() {
        let others = ["Quizlet".to_owned(), "Gimkit".to_owned()];
        let told = said(|p| p.one_more(&others));
        assert!(
            told[0]
                .as_ref()
                .is_some_and(|t| t.contains("one product per function"))
        );
        assert!(
            told[1]
                .as_ref()
                .is_some_and(|t| t == "the vetted menu has 2 products for this")
        );
        assert_eq!(told[2], None);
        assert_eq!(said(|p| p.one_more(&[])), [None, None, None]);
    }

    #[test]
    fn several_buyers_are_converted_proposed_one_contract_or_shown_the_best_price() {
        let buyers = ["Adams ES".to_owned()];
        let told = said(|p| {
            p.several_buyers(&buyers, Some(Cents(450)))
                .unwrap_or_default()
        });
        assert!(told[0].starts_with("Adams ES buys it already: one district contract is made"));
        assert!(told[1].contains("propose one district contract"));
        assert!(told[2].ends_with("the best is $4.50 year price a seat"));
        assert_eq!(said(|p| p.several_buyers(&[], None)), [None, None, None]);
    }

    #[test]
    fn what_a_school_bought_is_supported_by_the_district_both_or_the_school() {
        assert_eq!(
            said(Policy::who_supports),
            [
                "the district supports it, whoever bought it",
                "the school supports it, the technology office as far as it can",
                "the school supports it itself",
            ]
        );
    }

    #[test]
    fn an_order_without_a_review_is_rejected_always_at_tier_two_or_never() {
        let rejected = |tier| said(|p| matches!(p.order("Kahoot", tier), Ordered::Rejected(_)));
        assert_eq!(rejected(1), [true, false, false]);
        assert_eq!(rejected(2), [true, true, false]);
    }

    #[test]
    fn a_school_sees_its_own_prices_or_everybodys() {
        let own = Schools::only(vec![SchoolId(3)]);
        assert_eq!(said(|p| p.shows_price(&own, Some(SchoolId(3)))), [true; 3]);
        assert_eq!(
            said(|p| p.shows_price(&own, Some(SchoolId(4)))),
            [false, true, true]
        );
        assert_eq!(said(|p| p.shows_price(&own, None)), [false, true, true]);
        assert_eq!(said(|p| p.shows_price(&Schools::All, None)), [true; 3]);
    }
}
