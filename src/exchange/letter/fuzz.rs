//! Templates and values at random: a letter or a reason why not, soon, of a bounded length, and never what acts on a
//! terminal.

use super::*;
use crate::domain::fuzz::{harmful, sly_text, tries};
use proptest::prelude::*;
use proptest::sample::select;

/// What fuel pays for, with room for the letter's own copies: 64 bytes a step.
const MOST_LETTER: usize = 4 * 64 * FUEL as usize;

/// Expressions that stay as they are, or grow.
const WORDS: [&str; 30] = [
    "vendor",
    "po",
    "products",
    "nobody",
    "vendor.upper",
    "vendor[0]",
    "vendor[::-1]",
    "'x' * 100000000",
    "[1] * 100000000",
    "range(100000)",
    "range(1000000000)",
    "range(100000)|list",
    "'aaaaaaaaaa'|replace('a', 'aaaaaaaaaa')|replace('a', 'aaaaaaaaaa')|replace('a', 'aaaaaaaaaa')|replace('a', 'aaaaaaaaaa')|replace('a', 'aaaaaaaaaa')",
    "vendor|replace('', vendor)|replace('', vendor)|replace('', vendor)",
    "vendor|indent(100000000)",
    "vendor|upper|title|trim|length",
    "vendor|batch(1000000000)",
    "vendor|list|sort|join(vendor)",
    "'%999999999d'|format(1)",
    "a ~ a",
    "self",
    "loop",
    "vendor|safe",
    "debug()",
    "namespace(a=1)",
    "dict(a=vendor)|tojson",
    "10 ** 1000000",
    "9223372036854775807 + 1",
    "-9223372036854775808 // -1",
    "1 / 0",
];

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => select(WORDS.to_vec()).prop_map(str::to_owned),
        1 => select(FIELDS.iter().map(|field| field.name.to_owned()).collect::<Vec<_>>()),
        1 => sly_text(),
    ];
    let joined = (
        prop::collection::vec(leaf, 1..4),
        select(vec![" ~ ", " * ", " + ", " or ", "|", " in ", " if ", ", "]),
    );
    let plain = joined.prop_map(|(words, with)| words.join(with));
    let deep = (select(vec!["(", "[", "-", "not ", "{"]), 0usize..3_000);
    prop_oneof![9 => plain, 1 => deep.prop_map(|(open, times)| open.repeat(times) + "vendor")]
}

fn piece() -> impl Strategy<Value = String> {
    let block = select(vec![
        "if",
        "elif",
        "for i in",
        "for a, b in",
        "set a =",
        "filter",
        "with a =",
        "do",
        "include",
        "macro",
        "autoescape",
    ]);
    let closing = select(vec![
        "{% endif %}",
        "{% else %}",
        "{% endfor %}",
        "{% set a %}",
        "{% endset %}",
        "{% endfilter %}",
        "{% raw %}",
        "{% endraw %}",
        "{#",
        "#}",
        "{{",
        "%}",
        "**",
        "\\\n",
        "# ",
    ]);
    prop_oneof![
        4 => expression().prop_map(|said| format!("{{{{ {said} }}}}")),
        2 => (block, expression()).prop_map(|(block, said)| format!("{{% {block} {said} %}}")),
        3 => closing.prop_map(str::to_owned),
        2 => sly_text(),
        // What begins is ended: loops in loops, and a name that grows in them.
        2 => (expression(), sly_text(), 1usize..7).prop_map(|(said, inner, deep)| {
            let open = format!("{{% for i in {said} %}}").repeat(deep);
            format!("{open}{inner}{}", "{% endfor %}".repeat(deep))
        }),
        1 => (sly_text(), 1usize..60).prop_map(|(said, times)| {
            format!("{{% set a = vendor ~ '{said}' %}}{}{{{{ a }}}}", "{% set a = a ~ a %}".repeat(times))
        }),
        1 => (1usize..2_000).prop_map(|times| "some words of a letter ".repeat(times)),
    ]
}

fn facts() -> impl Strategy<Value = Facts> {
    (sly_text(), sly_text(), 0usize..5_000).prop_map(|(vendor, po, times)| Facts {
        products: "Quill ".repeat(times),
        vendor,
        po,
        ..Facts::example()
    })
}

/// Within its time, a letter of bounded length that acts on nothing, or a reason that says something.
fn bounded(template: &str, facts: &Facts) -> Result<(), TestCaseError> {
    let checked = check(template);
    for form in [LetterForm::Markdown, LetterForm::Text] {
        match write(template, facts, form) {
            Ok(letter) => {
                prop_assert!(letter.len() < MOST_LETTER, "{} bytes", letter.len());
                prop_assert!(!letter.chars().any(harmful), "{letter:?}");
            }
            Err(why) => prop_assert!(!why.to_string().is_empty()),
        }
    }
    if let Err(why) = checked {
        prop_assert!(!why.to_string().is_empty());
    }
    Ok(())
}

proptest! {
    #![proptest_config(tries(150))]

    #[test]
    fn any_template_is_a_letter_or_a_reason_why_not(
        pieces in prop::collection::vec(piece(), 0..12),
        facts in facts(),
    ) {
        bounded(&pieces.concat(), &facts)?;
    }
}

/// Thousands of calls deep, in each of the ways in which minijinja counts no depth.
#[test]
fn a_deep_template_does_not_end_the_program() {
    for (before, again, behind) in [
        ("{{ ", "-", "1 }}"),
        ("{{ ", "not ", "po }}"),
        ("{{ po", ".a", " }}"),
        ("{{ po", "[0]", " }}"),
        ("{{ po", "|e", " }}"),
        ("{{ po", "~1", " }}"),
        ("{{ 1", "+1", " }}"),
        ("{{ 1", "**1", " }}"),
        ("{{ 1", "<1", " }}"),
        ("{{ 1", " or 1", " }}"),
        ("{{ 1", " is not odd", " }}"),
        ("{{ 1", " if 1 else 1", " }}"),
        ("{{ 1", " if 1", " }}"),
        ("{% if po %}", "{%elif 1%}", "{% endif %}"),
        ("", "{%if 1%}", ""),
        ("{{ ", "[", ""),
        ("{{ ", "(", ""),
        ("{{ ", "{1:", ""),
        ("{{ ", "po(", ""),
        ("{{ ", "po|e(", ""),
    ] {
        let times = LONGEST / 2 / again.len();
        bounded(
            &format!("{before}{}{behind}", again.repeat(times)),
            &Facts::example(),
        )
        .unwrap();
    }
}

#[test]
fn a_template_that_grows_without_end_is_refused_soon() {
    let doubled = format!(
        "{{% set a = vendor %}}{}{{{{ a }}}}",
        "{% set a = a ~ a %}".repeat(60)
    );
    let captured = "{% filter upper %}{% for i in range(100000) %}".to_owned()
        + &"words ".repeat(LONGEST / 7)
        + "{% endfor %}{% endfilter %}";
    let deep = "(".repeat(LONGEST - 3);
    for template in [
        doubled,
        captured,
        format!("{{{{ {deep}"),
        "{{ 'x' * 100000000 }}".to_owned(),
        "{% for i in [1] * 100000000 %}{% for i in [1] * 100000000 %}x{% endfor %}{% endfor %}"
            .to_owned(),
    ] {
        bounded(&template, &Facts::example()).unwrap();
        assert!(check(&template).is_err(), "{template:.60}");
    }
}
