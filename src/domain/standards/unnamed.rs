//! What an upgrade made claims of again, since a file had called it verified without anybody's name, and how many dollars of
//! overlaps rested on it.

use crate::domain::money::Cents;

/// Claims that files once called verified, and nobody has verified since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnnamedClaims {
    /// How many.
    pub claims: usize,
    /// What overlaps of standards (O4) are at stake for less in this fiscal year than they were by these.
    pub less: Cents,
}

impl UnnamedClaims {
    /// As people are told it once: the dollars first, since a narrow window has no room for all of it.
    pub fn line(self) -> String {
        let (claims, again) = match self.claims {
            1 => ("1 standard".to_owned(), "is only claimed now"),
            many => (format!("{many} standards"), "are only claimed now"),
        };
        let (less, rested) = if self.less == Cents(0) {
            (String::new(), "; no overlap rested on that")
        } else {
            (format!("Overlaps (O4) are {} less: ", self.less), "")
        };
        format!(
            "{less}{claims} that a file called verified, without a name, {again}{rested}. hallpass standards --claimed"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_in_dollars() {
        let told = |claims, less| {
            UnnamedClaims {
                claims,
                less: Cents(less),
            }
            .line()
        };
        assert_eq!(
            told(26, 89_196),
            "Overlaps (O4) are $891.96 less: 26 standards that a file called verified, without a name, are only claimed \
             now. hallpass standards --claimed"
        );
        assert_eq!(
            told(1, 0),
            "1 standard that a file called verified, without a name, is only claimed now; no overlap rested on that. \
             hallpass standards --claimed"
        );
    }
}
