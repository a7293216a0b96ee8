//! What is true of a record because somebody enters it by hand today: a decision is of the person who saves it,
//! and a product nobody knew is first seen.

use chrono::NaiveDate;

use super::put::{Put, Target};
use super::record::Kind;

/// The put with what the person and the day make true of it: an approval is decided by `login` on `today`, and a new
/// product is first seen on `today`. Other puts stay as they are.
#[must_use]
pub fn entered(put: Put, login: &str, today: NaiveDate) -> Put {
    match (put.kind, &put.target) {
        (Kind::Approval, _) => put
            .with("decided_by", Some(login.to_owned()))
            .with("decided_on", Some(today)),
        (Kind::Product, Target::New) => put.with("first_seen", Some(today)),
        _ => put,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::approval::ApprovalId;
    use crate::domain::product::ProductId;
    use crate::domain::put::Given;

    fn given(put: Put) -> Vec<(&'static str, String)> {
        let today = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        let fields = entered(put, "ada", today).fields.into_iter();
        let said = fields.map(|(field, given)| match given {
            Given::Value(value) => (field, value.to_string()),
            Given::Made(at) => (field, format!("put {at}")),
        });
        said.collect()
    }

    #[test]
    fn a_decision_is_of_whoever_saves_it_and_a_new_product_is_first_seen_today() {
        let decided = [
            ("decided_by", "ada".to_owned()),
            ("decided_on", "2026-03-10".to_owned()),
        ];
        assert_eq!(given(Put::new(Kind::Approval)), decided);
        assert_eq!(given(Put::id(ApprovalId(4))), decided);
        let seen = [("first_seen", "2026-03-10".to_owned())];
        assert_eq!(given(Put::new(Kind::Product)), seen);
        assert!(given(Put::id(ProductId(4))).is_empty());
        assert!(given(Put::new(Kind::School)).is_empty());
    }
}
