//! What the office says of itself: its settings, and what marks it as made up or founded to try things out.

use super::policy::{POLICY, PREFIX, Policy};
use super::record::record;
use super::refusal::Refusal;
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
        if setting.key == ZONE {
            Zone::named(&setting.value).map_err(|why| why.about("value"))?;
        }
        if setting.key == POLICY || setting.key.starts_with(PREFIX) {
            Policy::check(&setting.key, &setting.value).map_err(|why| why.about("value"))?;
        }
        Ok(())
    }
}
