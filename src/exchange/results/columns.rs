//! Columns of a file of results by what they mean: names differ by maker and year, places more so.

/// The names of a file's columns.
pub(super) struct ResultColumns {
    names: Vec<String>,
    folded: Vec<String>,
}

impl ResultColumns {
    pub(super) fn new(names: Vec<String>) -> ResultColumns {
        ResultColumns {
            folded: names.iter().map(|name| fold(name)).collect(),
            names,
        }
    }

    /// The column that is called by one of these, the first of them first.
    pub(super) fn at(&self, called: &[&str]) -> Option<usize> {
        let place = |name: &&str| {
            let name = fold(name);
            self.folded.iter().position(|one| *one == name)
        };
        called.iter().find_map(place)
    }

    /// All columns that are called by one of these, the first of them first.
    pub(super) fn all(&self, called: &[&str]) -> Vec<usize> {
        called.iter().filter_map(|name| self.at(&[name])).collect()
    }

    /// The columns whose name begins and ends so, with what stands between.
    pub(super) fn between(&self, start: &str, end: &str) -> Vec<(usize, &str)> {
        let part = |(at, name): (usize, &'_ String)| {
            let rest = name.strip_prefix(start)?.strip_suffix(end)?;
            Some((at, name.len() - rest.len() - end.len(), rest.len()))
        };
        let found = self.names.iter().enumerate().filter_map(part);
        found
            .map(|(at, from, length)| (at, &self.names[at][from..from + length]))
            .collect()
    }

    /// As the file calls this column.
    pub(super) fn name(&self, at: usize) -> &str {
        self.names.get(at).map_or("", String::as_str)
    }

    /// The first column that is about one person.
    pub(super) fn of_a_person(&self) -> Option<&str> {
        let mut names = self.names.iter();
        names.find(|name| is_of_a_person(name)).map(String::as_str)
    }
}

/// A name of a column as it is compared: letters and digits, lower case.
pub(super) fn fold(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Is a column so called about one person: a pupil, a user of a product, whoever signs in?
pub fn is_of_a_person(name: &str) -> bool {
    const WHO: [&str; 10] = [
        "student", "pupil", "learner", "user", "teacher", "person", "guardian", "parent", "staff",
        "member",
    ];
    const WHAT: [&str; 18] = [
        "",
        "id",
        "number",
        "name",
        "identifier",
        "sourcedid",
        "uniqueid",
        "firstname",
        "lastname",
        "middlename",
        "fullname",
        "email",
        "emailaddress",
        "userid",
        "username",
        "stateid",
        "localid",
        "dob",
    ];
    const ALONE: [&str; 22] = [
        "firstname",
        "lastname",
        "lastorsurname",
        "surname",
        "middlename",
        "fullname",
        "givenname",
        "familyname",
        "preferredfirstname",
        "email",
        "emailaddress",
        "login",
        "loginid",
        "loginname",
        "ssid",
        "stn",
        "lasid",
        "sasid",
        "birthdate",
        "dateofbirth",
        "dob",
        "upn",
    ];
    let name = fold(name);
    let of_who = WHO.iter().any(|who| {
        let rest = name.strip_prefix(who);
        rest.is_some_and(|rest| WHAT.contains(&rest)) && (name != "staff")
    });
    of_who || ALONE.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_by_what_it_means() {
        let columns = ResultColumns::new(
            ["Student ID", "Geometry Relative Placement", "GRADE-LEVEL"]
                .map(str::to_owned)
                .to_vec(),
        );
        assert_eq!(columns.at(&["grade", "grade level"]), Some(2));
        assert_eq!(
            columns.between("", " Relative Placement"),
            [(1, "Geometry")]
        );
        assert_eq!(columns.of_a_person(), Some("Student ID"));
    }

    #[test]
    fn a_persons_column_is_told_from_a_count_of_people() {
        for name in [
            "Student ID",
            "studentSourcedId",
            "User",
            "user_email",
            "Last Name",
            "SSID",
            "Email",
            "Pupil",
            "Teacher Name",
        ] {
            assert!(is_of_a_person(name), "{name}");
        }
        for name in [
            "Users",
            "Active Users",
            "Students",
            "School",
            "Product",
            "Staff",
            "Student Count",
            "n",
            "Teachers trained",
        ] {
            assert!(!is_of_a_person(name), "{name}");
        }
    }
}
