//! What counts as below: fewer than so many percent, or a level and all under it.

use std::fmt;

use super::counter::fold;
use crate::exchange::ReadError;

/// What a person says counts as below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// Fewer than so many hundredths of a percent.
    Percent(u32),
    /// This level, and all under it.
    Level(String),
}

impl Cut {
    /// Reads `70%` or the name of a level. None for nothing and for more than 100 %.
    pub fn read(text: &str) -> Option<Cut> {
        let text = text.trim();
        match text.strip_suffix('%') {
            Some(number) => percent(number.as_bytes())
                .filter(|n| *n <= 10_000)
                .map(Cut::Percent),
            None => (!text.is_empty()).then(|| Cut::Level(text.to_owned())),
        }
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cut::Percent(n) if n % 100 == 0 => write!(f, "under {} %", n / 100),
            Cut::Percent(n) => write!(f, "under {}.{:02} %", n / 100, n % 100),
            Cut::Level(level) => write!(f, "{level} and under"),
        }
    }
}

/// A share in hundredths of a percent: `74`, `74.5`, `74 %`.
pub(super) fn percent(cell: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(cell).ok()?;
    let text = text.trim().trim_end_matches('%').trim_end();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || !digits(whole) || !digits(part) {
        return None;
    }
    let hundredths: String = part.chars().chain("00".chars()).take(2).collect();
    Some(whole.parse::<u32>().ok()? * 100 + hundredths.parse::<u32>().ok()?)
}

/// The levels of a test, the lowest first; each with all that its makers and states call it.
pub(super) type Levels = &'static [&'static [&'static str]];

/// How a test says who is below.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// Its levels, the lowest first; none where it has only shares.
    pub(super) levels: Levels,
    /// Is there also a share in percent?
    pub(super) shares: bool,
    /// What counts as below unless somebody says otherwise.
    pub(super) usual: &'static str,
}

/// A cut of a test that has it.
#[derive(Debug, Clone)]
pub(super) enum FixedCut {
    /// Fewer than so many hundredths of a percent.
    Percent(u32),
    /// So many of its levels are below.
    Levels(Levels, usize),
}

impl Scale {
    /// The cut somebody said, or the usual one; refused where the test has no such.
    pub(super) fn fix(&self, said: Option<&Cut>, test: &str) -> Result<(FixedCut, Cut), ReadError> {
        let cut = said.cloned().or_else(|| Cut::read(self.usual));
        let named = || {
            let names = self.levels.iter().filter_map(|names| names.first());
            let mut names: Vec<&str> = names.copied().collect();
            if self.shares {
                names.push("N%");
            }
            names.join(", ")
        };
        let no_such = || {
            ReadError::by_option(
                format!("{test} has no such cut"),
                format!("Say --below with one of: {}.", named()),
            )
        };
        match cut.ok_or_else(no_such)? {
            Cut::Percent(percent) if self.shares => {
                Ok((FixedCut::Percent(percent), Cut::Percent(percent)))
            }
            Cut::Percent(_) => Err(no_such()),
            Cut::Level(level) => {
                let at = rank(self.levels, level.as_bytes()).ok_or_else(no_such)?;
                let name = self.levels[at].first().copied().unwrap_or_default();
                Ok((
                    FixedCut::Levels(self.levels, at + 1),
                    Cut::Level(name.to_owned()),
                ))
            }
        }
    }
}

impl FixedCut {
    /// Is a result below: by its level or by its share, whichever the cut asks for? None where the cell says neither.
    pub(super) fn is_below(&self, level: &[u8], share: &[u8]) -> Option<bool> {
        match self {
            FixedCut::Percent(cut) => percent(share).map(|share| share < *cut),
            FixedCut::Levels(levels, below) => rank(levels, level).map(|at| at < *below),
        }
    }
}

/// The place of a level among these; a name may go on in the cell.
fn rank(levels: Levels, cell: &[u8]) -> Option<usize> {
    let said = fold(std::str::from_utf8(cell).ok()?);
    levels
        .iter()
        .position(|names| names.iter().any(|name| said == fold(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: Levels = &[&["Beginning"], &["Developing"], &["Secure", "Mastered"]];
    const SCALE: Scale = Scale {
        levels: LEVELS,
        shares: true,
        usual: "Developing",
    };

    #[test]
    fn a_level_is_below_with_all_under_it() {
        let (cut, said) = SCALE.fix(None, "Star").unwrap();
        assert_eq!(said.to_string(), "Developing and under");
        for (level, below) in [
            ("Beginning", Some(true)),
            ("developing", Some(true)),
            ("Secure", Some(false)),
            ("Mastered", Some(false)),
            ("Not Assessed", None),
            ("", None),
        ] {
            assert_eq!(cut.is_below(level.as_bytes(), b"1"), below, "{level}");
        }
        let lower = Cut::read("beginning").unwrap();
        let (cut, said) = SCALE.fix(Some(&lower), "Star").unwrap();
        assert_eq!(said, Cut::Level("Beginning".to_owned()));
        assert_eq!(cut.is_below(b"Developing", b""), Some(false));
    }

    #[test]
    fn a_share_is_below_under_so_many_percent() {
        let seventy = Cut::read("70%").unwrap();
        let (cut, said) = SCALE.fix(Some(&seventy), "Star").unwrap();
        assert_eq!(said.to_string(), "under 70 %");
        for (share, below) in [
            ("69.99", Some(true)),
            ("70", Some(false)),
            ("70 %", Some(false)),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(cut.is_below(b"Secure", share.as_bytes()), below, "{share}");
        }
        let only_levels = Scale {
            shares: false,
            ..SCALE
        };
        assert!(only_levels.fix(Some(&seventy), "MAP Growth").is_err());
        let none = SCALE
            .fix(Some(&Cut::Level("Superb".to_owned())), "Star")
            .unwrap_err();
        assert_eq!(
            none.hint,
            "Say --below with one of: Beginning, Developing, Secure, N%."
        );
        assert_eq!((Cut::read("101%"), Cut::read(" ")), (None, None));
    }
}
