//! A region of districts: what a district shares of its records with its neighbours, and how what they share is read.
//! Pure: the store reads the records and speaks with the region's server.

pub mod address;
pub mod band;
pub mod claims;
pub mod differ;
pub mod pack;
pub mod parcel;
pub mod share;
pub mod shared;
pub mod stance;
pub mod withheld;

use super::refusal::Refusal;

/// The setting that holds the region's address.
pub const REGION: &str = "region";
/// The setting that holds the district's code there.
pub const REGION_DISTRICT: &str = "region.district";
/// The setting that holds what the district lets go, as `SharePolicy` is written; none until somebody has said so.
pub const REGION_SHARE: &str = "region.share";

/// Fewer districts than this that share a price are not told: one could reckon who pays it.
pub const FEWEST_PRICES: i64 = 3;

/// The longest code of a district.
const LONGEST_CODE: usize = 40;

/// The code of a district in its region: lower-case letters, digits and hyphens, 40 at most. `harlow`, `48-1917`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DistrictCode(String);

impl DistrictCode {
    /// Reads a code; capitals are taken as small letters.
    pub fn read(typed: &str) -> Result<DistrictCode, Refusal> {
        let code = typed.trim().to_ascii_lowercase();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if code.is_empty()
            || code.len() > LONGEST_CODE
            || code.starts_with('-')
            || !code.chars().all(plain)
        {
            return Err(Refusal::from("that is no code of a district").then(
                "; ",
                "write at most 40 letters, digits and hyphens, as in harlow or 48-1917",
            ));
        }
        Ok(DistrictCode(code))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The login that `region init` makes for it on the region's server.
    pub fn login(&self) -> String {
        format!("district_{}", self.0)
    }
}

impl std::fmt::Display for DistrictCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A district that is let into a region, and by which login of its server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetIn {
    /// Its code.
    pub district: DistrictCode,
    /// The login, where it is not to be the district's usual one.
    pub login: Option<String>,
}

/// The longest login that PostgreSQL keeps.
const LONGEST_LOGIN: usize = 63;

impl LetIn {
    /// Reads `harlow`, or with a login `harlow=kim`.
    pub fn read(typed: &str) -> Result<LetIn, Refusal> {
        let (code, login) = match typed.split_once('=') {
            Some((code, login)) => (code, Some(login.trim())),
            None => (typed, None),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let is_login = |login: &str| {
            !login.is_empty() && login.len() <= LONGEST_LOGIN && login.chars().all(plain)
        };
        if login.is_some_and(|login| !is_login(login)) {
            return Err(Refusal::from("that is no login").then(
                "; ",
                "write letters, digits, and `_`, `-` or `.`, as in harlow=kim",
            ));
        }
        Ok(LetIn {
            district: DistrictCode::read(code)?,
            login: login.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_plain_and_short() {
        for (typed, code) in [
            ("harlow", "harlow"),
            (" Harlow ", "harlow"),
            ("48-1917", "48-1917"),
        ] {
            assert_eq!(DistrictCode::read(typed).unwrap().as_str(), code);
        }
        for typed in [
            "",
            " ",
            "-a",
            "a b",
            "a_b",
            "ä",
            "a'; drop table x",
            &"a".repeat(41),
        ] {
            assert!(DistrictCode::read(typed).is_err(), "{typed}");
        }
        assert!(DistrictCode::read(&"a".repeat(40)).is_ok());
    }

    #[test]
    fn a_district_is_let_in_by_a_login_that_ends_no_statement() {
        let read = LetIn::read("Harlow=kim.b").unwrap();
        assert_eq!(
            (read.district.as_str(), read.login.as_deref()),
            ("harlow", Some("kim.b"))
        );
        assert_eq!(LetIn::read("harlow").unwrap().login, None);
        for wrong in ["harlow=", "harlow=a b", "harlow=a\"b", "=kim", "harlow=a;b"] {
            assert!(LetIn::read(wrong).is_err(), "{wrong}");
        }
    }
}
