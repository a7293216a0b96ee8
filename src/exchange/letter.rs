//! The letter that tells a vendor that a contract ends, made from a template in Markdown which the
//! district owns. A template that names an unknown field is refused before it is taken.

use crate::domain::refusal::Refusal;
use chrono::NaiveDate;
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};

use crate::domain::person::Person;
use crate::domain::renewal::agenda::AgendaSheet;
use crate::domain::text::{cut, shown_lines};

mod room;

use room::with_room;

/// The letter where the district has none of its own.
pub const DEFAULT: &str = include_str!("letter/notice.md");

/// Longest template, in bytes: five pages of letter. What minijinja takes to read a deep one grows with the square of it,
/// and at four times as much a desk waited for half a minute. It also counts columns up to 65,535, and a mistake past that
/// end of a line ends it.
pub const LONGEST: usize = 16 * 1024;

/// So much of a name that is no field is told: it may be as long as the template.
const NAMED: usize = 60;

/// Steps a template may take; a letter takes a few hundred.
const FUEL: u64 = 100_000;

/// The form a letter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterForm {
    /// Markdown, as the template is.
    Markdown,
    /// Without the marks of Markdown.
    Text,
}

/// A field of a template and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterField {
    /// As it is written between `{{ }}`.
    pub name: &'static str,
    /// What stands there in a letter, in words for whoever writes a template.
    pub means: &'static str,
}

macro_rules! fields {
    ($($name:ident: $means:literal, $example:literal;)+) => {
        /// What a template can say.
        pub const FIELDS: &[LetterField] = &[
            $(LetterField { name: stringify!($name), means: $means }),+
        ];

        /// What the fields say in one letter; empty where it is not known.
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct Facts {
            $(#[doc = $means] pub $name: String),+
        }

        impl Facts {
            fn value(&self) -> Value {
                Value::from_pairs([$((stringify!($name), self.$name.as_str())),+])
            }

            fn example() -> Facts {
                Facts { $($name: $example.to_owned()),+ }
            }
        }
    };
}

fields! {
    district: "The district's name.", "Harlow County Schools";
    today: "The day of the letter.", "March 10, 2026";
    vendor: "Who sells.", "Brightwater";
    send_to: "Where the notice goes.", "legal@vendor.example";
    method: "How it travels: portal, email, mail, certified.", "email";
    contract: "The contract's number.", "C-117";
    po: "The purchase order.", "PO-1";
    products: "Its products.", "Quill Pad EDU";
    term_start: "The first day of the running term.", "September 1, 2025";
    term_end: "The last covered day.", "August 31, 2026";
    notice: "How much notice the contract asks for; empty where nobody has read it.", "60 days";
    cancel_by: "The last day for the notice; empty where it has passed.", "July 2, 2026";
    seats: "Seats bought.", "200";
    price: "What it costs a year.", "$1,980.00";
    reason: "Why it was decided.", "Too few use it";
    signer: "Who writes: the name.", "P. Nguyen";
    signer_email: "Who writes: the address for mail.", "nguyen@harlow.example";
}

impl Facts {
    /// What a letter about this contract says.
    pub fn of(
        sheet: &AgendaSheet,
        district: &str,
        signer: Option<&Person>,
        today: NaiveDate,
    ) -> Facts {
        let (row, contract) = (&sheet.row, &sheet.contract);
        let products: Vec<&str> = sheet.lines.iter().map(|(_, name)| name.as_str()).collect();
        let running = sheet.decisions.iter();
        let decision = running
            .into_iter()
            .find(|d| d.cycle_end == row.dates.term_end);
        let in_time = row.dates.cancel_by.filter(|day| *day >= today);
        Facts {
            district: district.to_owned(),
            today: long(today),
            vendor: row.vendor.clone().unwrap_or_default(),
            send_to: contract.send_to.clone().unwrap_or_default(),
            method: contract
                .notice_method
                .map(|m| m.word().to_owned())
                .unwrap_or_default(),
            contract: row.number.clone(),
            po: contract.po.clone().unwrap_or_default(),
            products: listed(&products),
            term_start: contract.term_start.map(long).unwrap_or_default(),
            term_end: long(row.dates.term_end),
            notice: if row.dates.unverified {
                String::new()
            } else {
                row.notice.clone()
            },
            cancel_by: in_time.map(long).unwrap_or_default(),
            seats: row.seats.map(|n| n.to_string()).unwrap_or_default(),
            price: row
                .annual
                .map(|price| price.to_string())
                .unwrap_or_default(),
            reason: decision.and_then(|d| d.reason.clone()).unwrap_or_default(),
            signer: signer.map(|p| p.name.clone()).unwrap_or_default(),
            signer_email: signer.and_then(|p| p.email.clone()).unwrap_or_default(),
        }
    }
}

fn long(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}

/// `A`, `A and B`, `A, B and C`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// May this template be taken? Tried on a contract of which all is known and on one of which nothing is.
/// The error says what is wrong with it.
pub fn check(template: &str) -> Result<(), Refusal> {
    fits(template)?;
    with_room(template.len(), || checked(template))
}

/// Also one that another program put into the file is no longer than that.
fn fits(template: &str) -> Result<(), Refusal> {
    if template.len() > LONGEST {
        return Err(format!("the template is larger than {} KB", LONGEST / 1024).into());
    }
    Ok(())
}

fn checked(template: &str) -> Result<(), Refusal> {
    let env = environment();
    let parsed = env
        .template_from_named_str(NAME, template)
        .map_err(|error| said(&error))?;
    let mut unknown: Vec<String> = parsed
        .undeclared_variables(true)
        .into_iter()
        .filter(|name| !FIELDS.iter().any(|field| field.name == name))
        .collect();
    unknown.sort();
    if let Some(name) = unknown.first() {
        return Err(format!("`{}` is no field of a letter", cut(name, NAMED)).into());
    }
    for facts in [Facts::example(), Facts::default()] {
        if written(template, &facts)?.trim().is_empty() {
            return Err("the template gives an empty letter".into());
        }
    }
    Ok(())
}

/// The names of all fields, `,` between.
pub fn known() -> String {
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    names.join(", ")
}

const NAME: &str = "notice";

/// Writes the letter. The error says what is wrong with the template.
pub fn write(template: &str, facts: &Facts, form: LetterForm) -> Result<String, Refusal> {
    fits(template)?;
    let unmarked;
    let template = match form {
        LetterForm::Markdown => template,
        LetterForm::Text => {
            unmarked = plain(template);
            &unmarked
        }
    };
    with_room(template.len(), || written(template, facts))
}

fn written(template: &str, facts: &Facts) -> Result<String, Refusal> {
    let env = environment();
    let template = env.template_from_named_str(NAME, template);
    let letter = template.and_then(|template| template.render(facts.value()));
    let letter = letter.map_err(|error| said(&error))?;
    // The template is a person's own file, and so is what the records say: neither acts on a terminal.
    Ok(format!("{}\n", shown_lines(letter.trim_end())))
}

fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env
}

fn said(error: &minijinja::Error) -> String {
    let line = error.line().map(|line| format!("line {line}: "));
    let what = match error.kind() {
        ErrorKind::OutOfFuel => "the template goes on for too long",
        _ => error.detail().unwrap_or("it cannot be read"),
    };
    format!("{}{what}", line.unwrap_or_default())
}

/// The template without the marks of Markdown; what stands in braces is not Markdown and stays.
fn plain(template: &str) -> String {
    let lines = template.lines().map(|line| {
        let bare = line.trim_start_matches('#');
        let line = if bare.len() < line.len() && bare.starts_with(' ') {
            bare.trim_start()
        } else {
            line
        };
        unmarked(line.trim_end().trim_end_matches('\\'))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn unmarked(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('{') {
        let end = rest[at..].find('}').map_or(rest.len(), |end| at + end + 1);
        out.push_str(&rest[..at].replace("**", ""));
        out.push_str(&rest[at..end]);
        rest = &rest[end..];
    }
    out.push_str(&rest.replace("**", ""));
    out
}

#[cfg(test)]
mod fuzz;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_that_ships_can_be_taken_and_says_what_matters() {
        check(DEFAULT).unwrap();
        let letter = write(DEFAULT, &Facts::example(), LetterForm::Markdown).unwrap();
        for said in [
            "**Contract C-117, purchase order PO-1: Quill Pad EDU**",
            "ends on August 31, 2026",
            "60 days",
            "July 2, 2026",
            "legal@vendor.example",
            "P. Nguyen",
            "delete",
        ] {
            assert!(letter.contains(said), "{said}: {letter}");
        }
        let text = write(DEFAULT, &Facts::example(), LetterForm::Text).unwrap();
        assert!(text.starts_with("Notice of non-renewal\n"), "{text}");
        assert!(text.contains("\nContract C-117, purchase order PO-1: Quill Pad EDU\n"));
        assert!(!text.contains("**") && !text.contains("\\\n"), "{text}");
        let blank = write(DEFAULT, &Facts::default(), LetterForm::Text).unwrap();
        assert!(!blank.contains("notice of ."), "{blank}");
    }

    #[test]
    fn what_is_said_in_a_letter_is_never_taken_for_template_or_mark() {
        let facts = Facts {
            vendor: "{{ po }} **Bright** {% if".into(),
            po: "PO-9".into(),
            ..Facts::default()
        };
        let text = write("**To** {{ vendor }} # {{ po }}", &facts, LetterForm::Text).unwrap();
        assert_eq!(text, "To {{ po }} **Bright** {% if # PO-9\n");
    }

    #[test]
    fn neither_a_template_nor_a_record_acts_on_a_terminal() {
        let facts = Facts {
            vendor: "Bright\u{1b}[2J\u{202e}".into(),
            ..Facts::default()
        };
        for form in [LetterForm::Text, LetterForm::Markdown] {
            let text = write("\u{1b}]0;x\u{7}To {{ vendor }}\n\u{9b}2J", &facts, form).unwrap();
            assert_eq!(text, "?]0;x?To Bright?[2J?\n?2J\n");
        }
    }

    #[test]
    fn a_template_with_a_mistake_is_refused_with_what_is_wrong() {
        for (template, why) in [
            ("Dear {{ vendr }}", "`vendr` is no field of a letter"),
            (
                "{% if false %}{{ secret }}{% endif %}x",
                "`secret` is no field",
            ),
            ("{{ vendor.address }}", "`vendor.address` is no field"),
            ("one\n{{ vendor", "line 2: "),
            ("{% if vendor %}x", "line 1: "),
            ("{{ vendor | shout }}", "shout"),
            ("{% include 'other' %}", "line 1: "),
            ("  \n", "an empty letter"),
            (
                "{% if vendor %}Dear {{ vendor }}{% endif %}",
                "an empty letter",
            ),
            (
                "{% for a in '0123456789' %}{% for b in '0123456789' %}{% for c in '0123456789' %}\
                 {% for d in '0123456789' %}{% for e in '0123456789' %}x{% endfor %}{% endfor %}{% endfor %}\
                 {% endfor %}{% endfor %}",
                "goes on for too long",
            ),
        ] {
            let said = check(template).unwrap_err();
            assert!(said.to_string().contains(why), "{template}: {said}");
        }
        assert!(check(&"x".repeat(LONGEST + 1)).is_err());
        let long = check(&format!("{{{{ po{} }}}}", ".a".repeat(4_000))).unwrap_err();
        assert!(long.to_string().len() < 100, "{long}");
        // A mistake beyond the last column that can be counted.
        let far = format!("{}{{% for i in \u{1b} %}}", "x".repeat(66_000));
        assert!(write(&far, &Facts::example(), LetterForm::Text).is_err());
        check("{{ vendor | upper }}: {% if po %}{{ po }}{% else %}no order{% endif %}").unwrap();
    }
}
