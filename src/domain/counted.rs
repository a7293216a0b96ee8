//! Numbers said with what they count, `1 school`, `6 schools`, and in percent.

use std::fmt::Display;

/// So many of these, each called by the word for one: `1 row`, `12 rows`, `2 people`, `3 rows of devices`.
pub fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, one: &str) -> String {
    if count == N::from(1) {
        return format!("1 {one}");
    }
    let (noun, of) = one.split_at(one.find(" of ").unwrap_or(one.len()));
    format!("{count} {}{of}", several(noun))
}

/// A part in percent of a whole, to the nearest; none of nothing.
pub fn percent(part: i64, whole: i64) -> Option<i64> {
    let (part, whole) = (i128::from(part), i128::from(whole));
    let nearest = || (part * 200 + whole) / (whole * 2);
    (whole > 0).then(|| i64::try_from(nearest()).unwrap_or(i64::MAX))
}

/// What several are called, each of which is called so.
fn several(one: &str) -> String {
    if let Some(before) = one.strip_suffix("person") {
        return format!("{before}people");
    }
    let stem = one.strip_suffix('y');
    match stem.filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None if one.ends_with(['s', 'x']) || one.ends_with("ch") => format!("{one}es"),
        None => format!("{one}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::ImportKind;

    #[test]
    fn one_is_one_and_none_are_several() {
        let said = |one| {
            [
                counted(0_u64, one),
                counted(1_u64, one),
                counted(2_u64, one),
            ]
        };
        assert_eq!(said("school"), ["0 schools", "1 school", "2 schools"]);
        assert_eq!(said("person"), ["0 people", "1 person", "2 people"]);
        assert_eq!(said("open review")[2], "2 open reviews");
        assert_eq!(said("day")[2], "2 days");
        assert_eq!(said("category")[2], "2 categories");
        assert_eq!(said("class of device")[2], "2 classes of device");
        assert_eq!(said("row of devices")[1], "1 row of devices");
    }

    #[test]
    fn rows_of_a_file_are_counted_by_what_they_are() {
        for kind in ImportKind::ALL {
            let said = [1_usize, 2].map(|rows| counted(rows, kind.one()));
            let [one, two] = &said;
            assert!(!one.ends_with('s') || one.contains("row of"), "{one}");
            let word = two.strip_prefix("2 ").unwrap_or_default();
            let of = word.strip_prefix("rows of ").unwrap_or(word);
            assert_eq!(of, kind.name(), "{two}");
        }
    }
}
