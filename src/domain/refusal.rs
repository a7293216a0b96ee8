//! Why something cannot be so, or cannot be done: the field it is about, a reason, and what to do instead. Rules
//! of records, deeds and values all answer with it, so that a form or a file can point to the field, and nobody
//! reads a sentence to learn what it is about.

use std::fmt;

/// Why a record cannot be so, or a deed cannot be done. `Display` is the whole sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}{}", next.as_ref().map(NextStep::to_string).unwrap_or_default())]
pub struct Refusal {
    /// The field of the record or of the deed that is to be corrected, by its own name; none where it is about
    /// who may do it, or about how things stand.
    pub field: Option<&'static str>,
    /// The number or the name of the record that the sentence names: `R-12`; none where it names none.
    pub record: Option<String>,
    /// What is wrong, for the person who tried; without what to do now, so whoever tells it prints the refusal.
    pub reason: String,
    /// What to do now; none where that is plain.
    pub next: Option<NextStep>,
}

/// What to do now. `Display` is how it goes on after the reason: `; give a last day`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// What stands between the reason and it: `; ` or `: ` or `. `.
    sign: &'static str,
    /// In words, without an end: `give a last day`.
    says: String,
}

impl NextStep {
    /// In words: `give a last day`.
    pub fn says(&self) -> &str {
        &self.says
    }
}

impl fmt::Display for NextStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.sign, self.says)
    }
}

impl Refusal {
    /// A refusal of this field.
    pub fn new(field: &'static str, reason: impl Into<String>) -> Refusal {
        Refusal::from(reason.into()).about(field)
    }

    /// The same, where it is about this field of whoever passes it on.
    #[must_use]
    pub fn about(self, field: &'static str) -> Refusal {
        Refusal {
            field: Some(field),
            ..self
        }
    }

    /// The same, where the sentence names this record.
    #[must_use]
    pub fn of(self, record: &str) -> Refusal {
        Refusal {
            record: Some(record.to_owned()),
            ..self
        }
    }

    /// The same, with what to do now behind this sign.
    #[must_use]
    pub fn then(self, sign: &'static str, says: impl Into<String>) -> Refusal {
        Refusal {
            next: Some(NextStep {
                sign,
                says: says.into(),
            }),
            ..self
        }
    }

    /// The same, with these words in front: `row 3: `.
    #[must_use]
    pub fn after(self, words: impl fmt::Display) -> Refusal {
        Refusal {
            reason: format!("{words}{}", self.reason),
            ..self
        }
    }
}

impl From<String> for Refusal {
    /// Of no one field.
    fn from(reason: String) -> Refusal {
        Refusal {
            field: None,
            record: None,
            reason,
            next: None,
        }
    }
}

impl From<Refusal> for String {
    /// The whole sentence, for whoever only passes it on in words.
    fn from(refusal: Refusal) -> String {
        refusal.to_string()
    }
}

impl From<&str> for Refusal {
    fn from(reason: &str) -> Refusal {
        Refusal::from(reason.to_owned())
    }
}

/// What is said of a field beside the point, where nothing is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The field it is about.
    pub field: &'static str,
    /// What is to be thought of, without its stop.
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
    use super::Refusal;
    use crate::domain::record::{Kind, Value};

    /// The field that a noun's rule names, where these fields are said and the others blank.
    fn refused(kind: Kind, said: &[(&str, Value)]) -> &'static str {
        let mut values: Vec<Value> = kind.fields().iter().map(|f| (f.blank)()).collect();
        for (field, value) in said {
            values[kind.position(field).unwrap()] = value.clone();
        }
        kind.check(1, &values).unwrap_err().field.unwrap()
    }

    #[test]
    fn a_refusal_is_its_reason_and_what_to_do_now() {
        let plain = Refusal::from("C-7 renews by itself").of("C-7");
        assert_eq!(plain.to_string(), "C-7 renews by itself");
        assert_eq!((plain.field, plain.next.as_ref()), (None, None));
        let passed_on = plain
            .then("; ", "cancel it instead")
            .about("choice")
            .after("row 3: ");
        assert_eq!(
            passed_on.to_string(),
            "row 3: C-7 renews by itself; cancel it instead"
        );
        assert_eq!(passed_on.reason, "row 3: C-7 renews by itself");
        assert_eq!(passed_on.next.unwrap().says(), "cancel it instead");
        assert_eq!(passed_on.field, Some("choice"));
        assert_eq!(passed_on.record.as_deref(), Some("C-7"));
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
