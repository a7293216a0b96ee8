//! Why something cannot be so: the field it is about, and a sentence. A noun's rule says both, so that a form
//! or a file can point to the field without reading the sentence.

/// Why a record cannot be so. `Display` is the sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Refusal {
    /// The record's field that is to be corrected, by its own name.
    pub field: &'static str,
    /// What is wrong and, where it is not plain, what to do; a sentence for the person who tried.
    pub reason: String,
}

impl Refusal {
    /// A refusal of this field.
    pub fn new(field: &'static str, reason: impl Into<String>) -> Refusal {
        Refusal {
            field,
            reason: reason.into(),
        }
    }
}

/// What is said of a field beside the point, where nothing is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The field it is about.
    pub field: &'static str,
    /// A sentence.
    pub says: String,
}

impl Advice {
    /// This sentence about this field.
    pub fn new(field: &'static str, says: impl Into<String>) -> Advice {
        Advice {
            field,
            says: says.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::record::{Kind, Value};

    /// The field that a noun's rule names, where these fields are said and the others blank.
    fn refused(kind: Kind, said: &[(&str, Value)]) -> &'static str {
        let mut values: Vec<Value> = kind.fields().iter().map(|f| (f.blank)()).collect();
        for (field, value) in said {
            values[kind.position(field).unwrap()] = value.clone();
        }
        kind.check(1, &values).unwrap_err().field
    }

    #[test]
    fn a_rule_names_the_field_that_breaks_it() {
        let text = |text: &str| Value::Text(text.into());
        let day = |field, day: &str| (field, text(day));
        let id = |field| (field, Value::Int(1));
        let below = |field| (field, Value::Int(-1));
        let line = [id("contract"), id("product")];
        let with = |more: (&'static str, Value)| [line[0].clone(), line[1].clone(), more];
        assert_eq!(refused(Kind::Line, &with(below("quantity"))), "quantity");
        assert_eq!(
            refused(Kind::Line, &with(below("total_cents"))),
            "total_cents"
        );
        assert_eq!(
            refused(Kind::Line, &with(below("unit_cents"))),
            "unit_cents"
        );
        let training = [id("product"), id("school"), below("trained")];
        assert_eq!(refused(Kind::Training, &training), "trained");
        let placed = [id("school"), id("product"), below("used")];
        assert_eq!(refused(Kind::Inventory, &placed), "used");
        let usage = [
            id("product"),
            day("from", "2026-02-01"),
            day("to", "2026-01-01"),
        ];
        assert_eq!(refused(Kind::Usage, &usage), "to");
        let school = [("name", text("Elm")), ("code", text("ELM")), below("staff")];
        assert_eq!(refused(Kind::School, &school), "staff");
        let people = [("login", text("two words")), ("name", text("A"))];
        assert_eq!(refused(Kind::Person, &people), "login");
        let contract = [
            ("number", text("C-1")),
            day("term_end", "2027-06-30"),
            ("notice_basis", text("sent")),
            ("max_term_months", Value::Int(0)),
        ];
        assert_eq!(refused(Kind::Contract, &contract), "max_term_months");
        // A value that is of no such kind is of the field it stands in.
        assert_eq!(refused(Kind::Note, &[("about", text("dragon"))]), "about");
    }
}
