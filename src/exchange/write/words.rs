//! Headings in words, for whoever reads a workbook: `term_end` is `Term end`. An import knows a column by either.

/// Parts of names that stand for words, or are written in capitals.
const WORDS: [(&str, &str); 15] = [
    ("pct", "%"),
    ("fy", "FY"),
    ("po", "PO"),
    ("id", "ID"),
    ("url", "URL"),
    ("lms", "LMS"),
    ("sso", "SSO"),
    ("os", "OS"),
    ("oauth", "OAuth"),
    ("guid", "GUID"),
    ("est", "Estimate"),
    ("curr", "Curricular"),
    ("tech", "Technical"),
    ("n", "N"),
    ("min", "Min"),
];

/// The name of a column as a person writes it. What is no name of ours, such as a school's code, stays as it is.
pub(super) fn heading_in_words(name: &str) -> String {
    let ours = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !ours || name.is_empty() {
        return name.to_owned();
    }
    let words = name.split('_').enumerate().map(|(at, part)| {
        match WORDS.iter().find(|(ours, _)| *ours == part) {
            Some((_, word)) => (*word).to_owned(),
            None if at == 0 => part[..1].to_uppercase() + &part[1..],
            None => part.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::heading_in_words;

    #[test]
    fn names_of_columns_are_words() {
        for (name, words) in [
            ("term_end", "Term end"),
            ("used_pct", "Used %"),
            ("product", "Product"),
            ("product_id", "Product ID"),
            ("LIN", "LIN"),
            ("school-7", "school-7"),
            ("grade_3", "Grade 3"),
        ] {
            assert_eq!(heading_in_words(name), words);
        }
    }
}
