//! The third and fourth facts: is it switched on at the school, and does it run on the devices there?

use super::facts::{DeviceFact, Question, StatusFacts, SwitchFacts};
use super::phrase::{clause, list};
use crate::domain::inventory::{Runs, Switch};

/// How the product runs on the devices that matter: those for the grade asked about, else all.
pub(super) struct DeviceFit<'a> {
    devices: Vec<&'a DeviceFact>,
}

impl<'a> DeviceFit<'a> {
    pub(super) fn of(question: &Question, facts: &'a StatusFacts) -> DeviceFit<'a> {
        let issued = |d: &&DeviceFact| d.share.is_none_or(|share| share > 0);
        let theirs = |d: &&DeviceFact| match question.grade {
            Some(grade) => d.grades.is_unsaid() || d.grades.contains(grade),
            None => true,
        };
        DeviceFit {
            devices: facts.devices.iter().filter(issued).filter(theirs).collect(),
        }
    }

    /// Does it fail on every kind of device?
    pub(super) fn fails(&self) -> bool {
        !self.devices.is_empty() && self.devices.iter().all(|d| d.fit == Some(Runs::Fails))
    }

    /// The kinds of devices, for a sentence.
    pub(super) fn devices(&self) -> String {
        let names: Vec<&str> = self.devices.iter().map(|d| d.device.as_str()).collect();
        list(&names)
    }

    /// What has to be kept in mind where it runs on some devices only.
    pub(super) fn conditions(&self) -> Vec<String> {
        let mut conditions = Vec::new();
        for device in &self.devices {
            let share = device
                .share
                .map_or_else(String::new, |s| format!(" ({s}% of the devices there)"));
            let note = device
                .note
                .as_deref()
                .map_or_else(String::new, |n| format!(": {}", clause(n)));
            let limit = match device.fit {
                Some(Runs::Fails) => "Not on",
                Some(Runs::Partial) => "Works only in part on",
                Some(Runs::Works) | None => continue,
            };
            conditions.push(format!("{limit} {}{share}{note}.", device.device));
        }
        conditions
    }

    /// In a few words.
    pub(super) fn words(&self) -> String {
        let those = |fit| {
            let devices = self.devices.iter().filter(move |d| d.fit == fit);
            list(&devices.map(|d| d.device.as_str()).collect::<Vec<_>>())
        };
        if self.devices.is_empty() {
            return "not known".to_owned();
        }
        let (fails, partial) = (those(Some(Runs::Fails)), those(Some(Runs::Partial)));
        let untested = those(None);
        if !fails.is_empty() {
            format!("fails on {fails}")
        } else if !partial.is_empty() {
            format!("in part on {partial}")
        } else if those(Some(Runs::Works)).is_empty() {
            "not tested".to_owned()
        } else if untested.is_empty() {
            "works".to_owned()
        } else {
            format!("works, not tested on {untested}")
        }
    }
}

/// The switches that are not on though they are needed, as people call them.
pub(super) fn not_on(switches: Option<SwitchFacts>) -> Vec<&'static str> {
    named(switches, |s| matches!(s, Switch::Off | Switch::Pending))
}

/// The switches in a few words.
pub(super) fn switch_words(switches: Option<SwitchFacts>) -> String {
    let off = named(switches, |s| s == Switch::Off);
    let pending = named(switches, |s| s == Switch::Pending);
    let known = named(switches, |s| s == Switch::On || s == Switch::NotApplicable);
    let mut words = Vec::new();
    if !off.is_empty() {
        words.push(format!("{} off", list(&off)));
    }
    if !pending.is_empty() {
        words.push(format!("{} pending", list(&pending)));
    }
    match (words.is_empty(), known.is_empty()) {
        (false, _) => words.join(", "),
        (true, false) => "on".to_owned(),
        (true, true) => "not known".to_owned(),
    }
}

fn named(switches: Option<SwitchFacts>, wanted: impl Fn(Switch) -> bool) -> Vec<&'static str> {
    let s = switches.unwrap_or_default();
    [
        ("sign-in", s.sso),
        ("class lists", s.roster),
        ("web filter", s.filter),
        ("browser extension", s.extension),
        ("account access", s.oauth),
    ]
    .into_iter()
    .filter_map(|(name, switch)| switch.filter(|s| wanted(*s)).map(|_| name))
    .collect()
}
