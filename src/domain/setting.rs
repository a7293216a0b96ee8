//! What the office says of itself: its settings, and what marks it as made up or founded to try things out.

use super::policy::{POLICY, PREFIX, Policy};
use super::record::record;
use super::refusal::Refusal;
use super::region::address::RegionAddress;
use super::region::share::SharePolicy;
use super::region::{DistrictCode, REGION, REGION_DISTRICT, REGION_SHARE};
use super::zone::{ZONE, Zone};

/// The name of the district, as every screen shows it.
pub const DISTRICT: &str = "district";
/// `yes` in a file that `hallpass demo` made.
pub const DEMO: &str = "demo";
/// `yes` in an office that was founded on a day that was given (`--now`). Only the founding writes it, and
/// nothing takes it away.
pub const REHEARSAL: &str = "rehearsal";
/// The district's own template of the letter that ends a contract; none where the shipped one will do.
pub const LETTER_NOTICE: &str = "letter.notice";

/// Before the test and window of a reading: the setting is its one line in history, and says nothing of a group.
pub const READING: &str = "reading ";

/// Before the login of whoever was told what became of claims without a name; its value is the day.
pub const TOLD_OF_CLAIMS: &str = "told of claims ";

/// What changed lately of what is given out to anybody, as `domain::published` reads it.
pub const GIVEN_OUT: &str = "given_out";

/// With whom the file is shared on its computer, and where, as `SharedPlace` is written; none where it is one person's.
pub const SHARED: &str = "shared";

/// How an office file that several logins of one computer write is meant to lie there: kept by whoever made it so, and
/// compared by `check`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedPlace {
    /// The number of the user whose file it is.
    pub owner: u32,
    /// The number of the group that writes it.
    pub group: u32,
    /// The mode of its directory.
    pub directory: u32,
    /// The mode of the file, and of those beside it.
    pub file: u32,
    /// The absolute name of the file, links resolved. A copy elsewhere is not meant.
    pub path: String,
}

impl SharedPlace {
    /// Reads `0:1001 2770 0660 /srv/hallpass/office.db`.
    pub fn read(text: &str) -> Option<SharedPlace> {
        let mut words = text.splitn(4, ' ');
        let (owner, group) = words.next()?.split_once(':')?;
        let mut mode = || u32::from_str_radix(words.next()?, 8).ok();
        Some(SharedPlace {
            owner: owner.parse().ok()?,
            group: group.parse().ok()?,
            directory: mode()?,
            file: mode()?,
            path: words.next()?.to_owned(),
        })
    }
}

impl std::fmt::Display for SharedPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{} {:04o} {:04o} {}",
            self.owner, self.group, self.directory, self.file, self.path
        )
    }
}

/// What every screen of a made-up district says.
pub const MADE_UP: &str = "DEMO";
/// What every screen of an office says that was founded to try things out.
pub const TRIED: &str = "REHEARSAL";

/// What an office says of itself before anything else is asked of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfficeMarks {
    /// A made-up district.
    pub demo: bool,
    /// Founded on a day that was given, to try things out.
    pub rehearsal: bool,
    /// Its time zone; none where nobody has said.
    pub zone: Option<Zone>,
}

impl OfficeMarks {
    /// The word that stays on every screen, where nothing of it is real.
    pub fn word(&self) -> Option<&'static str> {
        match (self.demo, self.rehearsal) {
            (true, _) => Some(MADE_UP),
            (_, true) => Some(TRIED),
            _ => None,
        }
    }

    /// May things be done here on a day that is given, and not the clock's?
    pub fn on_any_day(&self) -> bool {
        self.word().is_some()
    }
}

record! {
    /// One fact about the office.
    Setting(SettingId) keyed by ["key"] {
        /// What it is about: one of the keys named here, in `policy` or in `zone`.
        key: String,
        /// What it says.
        value: String,
    } check(setting) {
        if setting.key.is_empty() {
            return Err(Refusal::new("key", "a setting needs a key"));
        }
        if setting.key == SHARED && SharedPlace::read(&setting.value).is_none() {
            return Err(Refusal::new(
                "value",
                "it does not say with whom the file is shared, as `0:1001 2770 0660 /srv/hallpass/office.db`",
            ));
        }
        if setting.key == ZONE {
            Zone::named(&setting.value).map_err(|why| why.about("value"))?;
        }
        match setting.key.as_str() {
            REGION => RegionAddress::read(&setting.value).map(drop),
            REGION_DISTRICT => DistrictCode::read(&setting.value).map(drop),
            REGION_SHARE => SharePolicy::read(&setting.value).map(drop),
            _ => Ok(()),
        }
        .map_err(|why| why.about("value"))?;
        if setting.key == POLICY || setting.key.starts_with(PREFIX) {
            Policy::check(&setting.key, &setting.value).map_err(|why| why.about("value"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_place_is_read_as_it_is_written() {
        let said = "0:1001 2770 0660 /srv/tech office/office.db";
        let read = SharedPlace::read(said).unwrap();
        assert_eq!((read.owner, read.group), (0, 1001));
        assert_eq!((read.directory, read.file), (0o2770, 0o660));
        assert_eq!(read.path, "/srv/tech office/office.db");
        assert_eq!(read.to_string(), said);
        for wrong in [
            "",
            "0 2770 0660 /a",
            "0:1 2790 0660 /a",
            "0:1 2770 0660",
            "x:1 2770 0660 /a",
        ] {
            assert_eq!(SharedPlace::read(wrong), None, "{wrong}");
        }
    }
}
