//! Where districts differ: one allows to somebody what another refuses to the same. A yes to staff and a no to students
//! are no difference, nor are those of grades that have nothing in common.

use std::collections::BTreeSet;

use super::stance::Stance;
use crate::domain::grade::Grades;

/// What districts decided alike: to whom, in which grades, and which of them did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedAlike {
    /// What was decided.
    pub stance: Stance,
    /// For whom; everybody where none is said.
    pub audience: Option<String>,
    /// In which grades; all where none is said.
    pub grades: Grades,
    /// The codes of the districts.
    pub districts: Vec<String>,
}

impl DecidedAlike {
    /// Is it, at least in part, about the same people?
    fn is_like(&self, other: &DecidedAlike) -> bool {
        let audience = match (&self.audience, &other.audience) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let all = self.grades.is_unsaid() || other.grades.is_unsaid();
        let common = || self.grades.iter().any(|grade| other.grades.contains(grade));
        audience && (all || common())
    }
}

/// How many districts allow what another refuses to the same people, and how many refuse it; none where no two differ.
pub fn differ(said: &[DecidedAlike]) -> Option<(i64, i64)> {
    let allows = |one: &&DecidedAlike| matches!(one.stance, Stance::Yes | Stance::Conditional);
    let refuses = |one: &&DecidedAlike| one.stance == Stance::No;
    let (mut yes, mut no) = (BTreeSet::new(), BTreeSet::new());
    for one in said.iter().filter(allows) {
        for other in said.iter().filter(refuses).filter(|no| one.is_like(no)) {
            let (a, b) = (&one.districts, &other.districts);
            // A district differs from others, never from itself.
            let against = |mine: &String, theirs: &[String]| theirs.iter().any(|it| it != mine);
            yes.extend(a.iter().filter(|mine| against(mine, b)));
            no.extend(b.iter().filter(|mine| against(mine, a)));
        }
    }
    (!yes.is_empty()).then_some((yes.len() as i64, no.len() as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(stance: Stance, audience: &str, grades: &str, districts: &[&str]) -> DecidedAlike {
        DecidedAlike {
            stance,
            audience: Some(audience.to_owned()).filter(|it| !it.is_empty()),
            grades: grades.parse().unwrap(),
            districts: districts.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn only_what_is_about_the_same_people_differs() {
        use Stance::{Conditional, No, Yes};
        for (decided, found) in [
            (
                vec![said(Yes, "", "", &["a", "b"]), said(No, "", "", &["c"])],
                Some((2, 1)),
            ),
            (
                vec![
                    said(Yes, "staff", "", &["a"]),
                    said(No, "students", "", &["b"]),
                ],
                None,
            ),
            (
                vec![said(Yes, "", "", &["a"]), said(No, "students", "", &["b"])],
                Some((1, 1)),
            ),
            (
                vec![said(Yes, "", "K-5", &["a"]), said(No, "", "6-8", &["b"])],
                None,
            ),
            (
                vec![said(Yes, "", "K-5", &["a"]), said(No, "", "5-8", &["b"])],
                Some((1, 1)),
            ),
            (
                vec![said(Yes, "", "", &["a"]), said(No, "", "3-5", &["b"])],
                Some((1, 1)),
            ),
            (
                vec![said(Yes, "", "", &["a"]), said(No, "", "", &["a"])],
                None,
            ),
            (
                vec![
                    said(Conditional, "students", "", &["a", "b"]),
                    said(Yes, "staff", "", &["c"]),
                    said(No, "students", "", &["b", "d"]),
                ],
                // b refuses what a allows, d what a and b allow; c speaks of staff.
                Some((2, 2)),
            ),
            (
                vec![
                    said(Stance::Pilot, "", "", &["a"]),
                    said(No, "", "", &["b"]),
                ],
                None,
            ),
        ] {
            assert_eq!(differ(&decided), found, "{decided:?}");
        }
    }
}
