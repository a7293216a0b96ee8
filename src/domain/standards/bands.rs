//! What is kept of a group of pupils: how many they are and which share of them is below, both as bands, and
//! nothing at all of a group that is smaller than the district's least.

use std::fmt;
use std::str::FromStr;

use crate::domain::record::words;
use crate::domain::refusal::Refusal;

/// Where the bands of sizes begin, above the one that begins with the least group.
const SIZES: [u32; 6] = [10, 20, 50, 100, 200, 500];

/// The smallest group of which anything is told: 5 to 30 pupils.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeastGroup(u32);

impl LeastGroup {
    /// Ten, the rule most states have: one pupil is at most a tenth of a group.
    pub const USUAL: LeastGroup = LeastGroup(10);

    /// Groups of so many pupils and more; refused below 5, where a group names its pupils, and above 30.
    pub fn new(pupils: u32) -> Result<LeastGroup, Refusal> {
        if !(5..=30).contains(&pupils) {
            let why = format!(
                "a group of which something is told has 5 to 30 pupils or more, not {pupils}"
            );
            return Err(Refusal::new("least_group", why));
        }
        Ok(LeastGroup(pupils))
    }

    /// In pupils.
    pub fn pupils(self) -> u32 {
        self.0
    }

    /// Is nothing told of a group of so many?
    pub fn hides(self, pupils: u32) -> bool {
        pupils < self.0
    }
}

/// How many pupils a group has, as far as it is told: `20-49`, `500+`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SizeBand {
    low: u32,
    /// The last number in it; none in the widest.
    high: Option<u32>,
}

impl SizeBand {
    /// The band of a group of so many; none where it is too small to be told.
    pub fn of(pupils: u32, least: LeastGroup) -> Option<SizeBand> {
        if least.hides(pupils) {
            return None;
        }
        let edges = || SIZES.into_iter().filter(|edge| *edge > least.pupils());
        Some(SizeBand {
            low: edges()
                .rfind(|edge| *edge <= pupils)
                .unwrap_or(least.pupils()),
            high: edges().find(|edge| *edge > pupils).map(|edge| edge - 1),
        })
    }

    /// The fewest pupils the group can have.
    pub fn low(self) -> u32 {
        self.low
    }
}

impl fmt::Display for SizeBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.high {
            Some(high) => f.pad(&format!("{}-{high}", self.low)),
            None => f.pad(&format!("{}+", self.low)),
        }
    }
}

/// The text is not a band of sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a band of group sizes such as 20-49 or 500+")]
pub struct NotASizeBand;

impl FromStr for SizeBand {
    type Err = NotASizeBand;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<SizeBand, NotASizeBand> {
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| NotASizeBand);
        let (low, high) = match (text.strip_suffix('+'), text.split_once('-')) {
            (Some(low), _) => (number(low)?, None),
            (None, Some((low, high))) => (number(low)?, Some(number(high)?)),
            (None, None) => return Err(NotASizeBand),
        };
        if high.is_some_and(|high| high < low) {
            return Err(NotASizeBand);
        }
        Ok(SizeBand { low, high })
    }
}

words! {
    /// Which share of a group is below, in percent. An edge belongs to the band above it, but 95 % to 80-95.
    ShareBand {
        /// Fewer than one in twenty.
        Under5 = "under 5",
        /// From 5 % on.
        From5 = "5-19",
        /// From 20 % on.
        From20 = "20-39",
        /// From 40 % on.
        From40 = "40-59",
        /// From 60 % on.
        From60 = "60-79",
        /// From 80 % to 95 %, both in it.
        From80 = "80-95",
        /// More than 95 %.
        Over95 = "over 95",
    }
}

impl ShareBand {
    /// The band of so many `below` among so many `pupils`, of whom there is at least one. Exact: no division.
    pub fn of(pupils: u32, below: u32) -> ShareBand {
        let (pupils, below) = (u64::from(pupils), u64::from(below));
        let under = |percent: u64| 100 * below < percent * pupils;
        if under(5) {
            ShareBand::Under5
        } else if under(20) {
            ShareBand::From5
        } else if under(40) {
            ShareBand::From20
        } else if under(60) {
            ShareBand::From40
        } else if under(80) {
            ShareBand::From60
        } else if 100 * below <= 95 * pupils {
            ShareBand::From80
        } else {
            ShareBand::Over95
        }
    }

    /// The lowest share in it, in percent.
    pub fn lowest(self) -> u32 {
        match self {
            ShareBand::Under5 => 0,
            ShareBand::From5 => 5,
            ShareBand::From20 => 20,
            ShareBand::From40 => 40,
            ShareBand::From60 => 60,
            ShareBand::From80 => 80,
            ShareBand::Over95 => 95,
        }
    }
}

/// What is told of one group in one standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GroupBands {
    /// How many pupils were tested.
    pub size: SizeBand,
    /// Which share of them is below.
    pub below: ShareBand,
}

impl GroupBands {
    /// The bands of a group; none where it is too small to be told.
    pub fn of(pupils: u32, below: u32, least: LeastGroup) -> Option<GroupBands> {
        SizeBand::of(pupils, least).map(|size| GroupBands {
            size,
            below: ShareBand::of(pupils, below),
        })
    }

    /// The fewest pupils who can be below: what may be said aloud as "at least".
    pub fn below_at_least(self) -> u32 {
        self.size.low() * self.below.lowest() / 100
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(pupils: u32, below: u32, least: u32) -> Option<(String, String, u32)> {
        let found = GroupBands::of(pupils, below, LeastGroup::new(least).unwrap())?;
        let below = found.below_at_least();
        Some((found.size.to_string(), found.below.to_string(), below))
    }

    #[test]
    fn a_group_is_told_in_bands_and_by_the_fewest_who_can_be_below() {
        for (pupils, below, size, share, at_least) in [
            (84, 37, "50-99", "40-59", 20),
            (28, 19, "20-49", "60-79", 12),
            (10, 2, "10-19", "20-39", 2),
            (40, 39, "20-49", "over 95", 19),
            (20, 19, "20-49", "80-95", 16),
            (1000, 951, "500+", "over 95", 475),
            (19, 11, "10-19", "40-59", 4),
            (20, 12, "20-49", "60-79", 12),
            (12, 0, "10-19", "under 5", 0),
            // 5 of 100 is 5 %, an edge of the band above it; 499 and 200 are the two ends of theirs.
            (100, 5, "100-199", "5-19", 5),
            (499, 499, "200-499", "over 95", 190),
            (200, 9, "200-499", "under 5", 0),
        ] {
            let told = Some((size.to_owned(), share.to_owned(), at_least));
            assert_eq!(bands(pupils, below, 10), told, "{below} of {pupils}");
        }
        assert_eq!(bands(9, 9, 10), None);
    }

    #[test]
    fn the_first_band_begins_with_the_least_group() {
        let told =
            |size: &str, share: &str, below| Some((size.to_owned(), share.to_owned(), below));
        assert_eq!(bands(7, 4, 5), told("5-9", "40-59", 2));
        assert_eq!(bands(10, 4, 5), told("10-19", "40-59", 4));
        assert_eq!(bands(4, 4, 5), None);
        assert_eq!(bands(49, 10, 30), told("30-49", "20-39", 6));
        assert_eq!(bands(50, 10, 30), told("50-99", "20-39", 10));
        assert_eq!(bands(29, 10, 30), None);
        assert_eq!(bands(12, 6, 12), told("12-19", "40-59", 4));
        assert_eq!(bands(20, 6, 20), told("20-49", "20-39", 4));
    }

    #[test]
    fn a_least_group_is_five_to_thirty() {
        for pupils in [0, 4, 31, 1000] {
            let refused = LeastGroup::new(pupils).unwrap_err();
            assert_eq!(refused.field, Some("least_group"), "{pupils}");
        }
        assert_eq!(LeastGroup::new(5).map(LeastGroup::pupils), Ok(5));
        assert_eq!(LeastGroup::new(30).map(LeastGroup::pupils), Ok(30));
    }

    #[test]
    fn a_band_is_read_as_it_is_written() {
        for pupils in [10, 19, 20, 50, 100, 200, 499, 500, 4000] {
            let band = SizeBand::of(pupils, LeastGroup::USUAL).unwrap();
            assert_eq!(band.to_string().parse(), Ok(band));
        }
        for text in ["", "10", "-", "19-10", "a-b", "10-", "+", "10++"] {
            assert_eq!(text.parse::<SizeBand>(), Err(NotASizeBand), "{text}");
        }
    }
}
