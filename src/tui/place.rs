//! Where a person was: view, row, scope, filters and half-written texts, kept between sessions.
//!
//! Made by `app`, written by `tui::run` on quit, hang-up, signals and after a pause in typing.
//! A missing or damaged file is simply no place; it never stops the program.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::theme::Appearance;
use super::topic::{Topic, kept};
use crate::domain::find::SchoolName;

/// Where the person was in one view. Each view fills in what it has.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewPlace {
    /// The id of the row under the cursor.
    pub row: String,
    /// What the list was narrowed to, or what stood in the box.
    pub filter: String,
    /// The order of the list.
    pub sort: String,
    /// The layout of the view.
    pub layout: String,
    /// Which pane has the keys, counted from 0.
    pub pane: usize,
}

/// Everything that is kept.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The name of the tab.
    pub tab: String,
    /// The school all views stayed at.
    #[serde(with = "school")]
    pub scope: Option<SchoolName>,
    /// One spot for each view, by the name of its tab.
    pub views: BTreeMap<String, ViewPlace>,
    /// Texts not yet saved, by what they are about.
    #[serde(with = "kept")]
    pub drafts: BTreeMap<Topic, String>,
    /// What the person chose of the look.
    pub taste: Appearance,
    /// When it was kept.
    pub at: Option<NaiveDateTime>,
    /// Which office it was in, as the store knows it.
    pub office: String,
    /// Did the program end in order then, so that nothing that was typed is missing?
    pub ended: bool,
    /// Which process kept it: its number, and when it began as the system counts.
    pub by: String,
    /// Whether that one still runs, in another terminal of the same person; found out when it is read.
    #[serde(skip)]
    pub open_elsewhere: bool,
}

impl Place {
    /// The same in this office. One that lay at the same path before is another: of a place there only the look stays.
    #[must_use]
    pub fn in_office(self, office: &str) -> Place {
        let office = office.to_owned();
        // An older place does not say which it was.
        if self.office.is_empty() || self.office == office {
            Place { office, ..self }
        } else {
            Place {
                office,
                taste: self.taste,
                ..Place::default()
            }
        }
    }
}

/// How the school is kept: its id as text, which was so from the first, and its code as a note.
mod school {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::find::SchoolName;
    use crate::domain::school::SchoolId;

    #[derive(Serialize, Deserialize, Default)]
    #[serde(default)]
    struct SavedSchool {
        id: String,
        name: String,
        note: String,
    }

    // serde hands over the field as it is declared.
    #[allow(clippy::ref_option)]
    pub fn serialize<S: Serializer>(
        school: &Option<SchoolName>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let kept = school.as_ref().map(|school| SavedSchool {
            id: school.id.to_string(),
            name: school.name.clone(),
            note: school.code.clone().unwrap_or_default(),
        });
        kept.serialize(serializer)
    }

    /// A school whose id cannot be read is none: all schools.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<SchoolName>, D::Error> {
        let kept = Option::<SavedSchool>::deserialize(deserializer)?;
        Ok(kept.and_then(|kept| {
            Some(SchoolName {
                id: SchoolId(kept.id.parse().ok()?),
                code: Some(kept.note).filter(|code| !code.is_empty()),
                name: kept.name,
            })
        }))
    }
}

/// Reads the place; none where there is no readable one.
pub fn load(path: &Path) -> Option<Place> {
    let place: Place = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    Some(Place {
        open_elsewhere: !place.ended && still_runs(&place.by),
        ..place
    })
}

/// This process, as a place names it; empty where the system does not tell.
pub fn this_process() -> String {
    named(&std::process::id().to_string()).unwrap_or_default()
}

/// Whether this is another process than this one, and runs. A number is given anew when its process is gone, but not the
/// moment in which it began.
fn still_runs(process: &str) -> bool {
    let number = process.split(' ').next().filter(|n| !n.is_empty());
    process != this_process() && number.and_then(named).as_deref() == Some(process)
}

/// The number of a process, and when it began.
fn named(number: &str) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    let mut rest = stat.rsplit_once(')')?.1.split_whitespace();
    // One that has ended and was not fetched yet runs no more.
    if matches!(rest.next()?, "Z" | "X") {
        return None;
    }
    Some(format!("{number} {}", rest.nth(18)?))
}

/// Writes the place so that at any moment either the old or the new one is there whole, readable by
/// its owner only.
pub fn save(path: &Path, place: &Place) -> io::Result<()> {
    write_whole(path, &serde_json::to_vec(place)?)
}

/// Replaces a file, never following a link that stands in its place.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let written = write_new(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    // Not synced: losing power may cost the last place, and nobody waits for the disk at a key.
    file.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Kind;
    use crate::domain::request::RequestId;
    use crate::tui::topic::ReviewText;

    #[test]
    fn a_place_comes_back_as_it_was_kept() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("deep/place.json");
        assert_eq!(load(&path), None);
        let mut place = Place {
            tab: "Find".into(),
            ..Place::default()
        };
        let topics = [
            Topic::Note {
                kind: Kind::Product,
                record: 1,
                name: "Nearpod".into(),
            },
            Topic::Review {
                request: RequestId(418),
                text: ReviewText::Note("T03".into()),
            },
        ];
        let drafts = topics.map(|topic| (topic, "half a sent".to_owned()));
        place.drafts.extend(drafts);
        save(&path, &place).unwrap();
        place.tab = "Schools".into();
        save(&path, &place).unwrap();
        assert_eq!(load(&path), Some(place));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_place_that_another_open_session_kept_is_not_that_of_one_that_was_stopped() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("place.json");
        let mut other = std::process::Command::new("sleep")
            .arg("60")
            .spawn()
            .unwrap();
        let read = |by: String, ended| {
            let place = Place {
                ended,
                by,
                ..Place::default()
            };
            save(&path, &place).unwrap();
            load(&path).unwrap().open_elsewhere
        };
        let runs = named(&other.id().to_string()).unwrap();
        assert!(read(runs.clone(), false));
        assert!(!read(runs.clone(), true));
        assert!(!read(format!("{runs}1"), false));
        assert!(!read(this_process(), false));
        assert!(!read(String::new(), false));
        other.kill().unwrap();
        other.wait().unwrap();
        assert!(!read(runs, false));
    }

    #[test]
    fn a_place_in_another_office_is_none_but_for_the_look() {
        let mut place = Place {
            tab: "Find".into(),
            ended: true,
            ..Place::default()
        };
        let topic = Topic::Policy("sla_days".into());
        place.drafts.insert(topic, "why".into());
        let first = place.in_office("first");
        assert_eq!((first.tab.as_str(), first.drafts.len()), ("Find", 1));
        assert_eq!(first.clone().in_office("first"), first);
        let second = first.in_office("second");
        let empty = Place {
            office: "second".into(),
            ..Place::default()
        };
        assert_eq!(second, empty);
    }

    #[test]
    fn a_damaged_file_is_no_place_and_old_ones_are_read() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("place.json");
        fs::write(&path, b"{\"tab\":\"Find\",\"sc").unwrap();
        assert_eq!(load(&path), None);
        fs::write(&path, b"{\"tab\":\"Find\",\"unknown\":1}").unwrap();
        assert_eq!(load(&path).unwrap().tab, "Find");
    }

    #[test]
    fn a_draft_of_another_release_is_left_out_and_the_rest_is_read() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("place.json");
        fs::write(
            &path,
            br#"{"tab":"Find","drafts":{"review 418 deny":"no"}}"#,
        )
        .unwrap();
        let old = load(&path).unwrap();
        assert_eq!((old.tab.as_str(), old.drafts.len()), ("Find", 0));
        let newer = br#"{"tab":"Find","drafts":[[{"Sung":1},"la"],[{"Policy":"sla_days"},"why"]]}"#;
        fs::write(&path, newer).unwrap();
        let drafts = load(&path).unwrap().drafts;
        let kept: Vec<_> = drafts.into_iter().collect();
        assert_eq!(kept, [(Topic::Policy("sla_days".into()), "why".into())]);
    }

    #[test]
    fn the_school_of_an_older_place_is_read_and_one_that_cannot_be_is_all_schools() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("place.json");
        let scope = |text: &str| {
            fs::write(&path, text).unwrap();
            let place = load(&path).unwrap();
            (place.tab, place.scope)
        };
        let lincoln = SchoolName {
            id: crate::domain::school::SchoolId(12),
            code: Some("LIN".into()),
            name: "Lincoln ES".into(),
        };
        let older = r#"{"tab":"Find","scope":{"id":"12","name":"Lincoln ES","note":"LIN"}}"#;
        assert_eq!(scope(older), ("Find".into(), Some(lincoln.clone())));
        for unread in [
            r#"{"id":"S-1","name":"Lincoln ES"}"#,
            r#"{"name":"Lincoln ES"}"#,
            "null",
        ] {
            let text = format!(r#"{{"tab":"Find","scope":{unread}}}"#);
            assert_eq!(scope(&text), ("Find".into(), None), "{unread}");
        }
        let place = Place {
            scope: Some(lincoln.clone()),
            ..Place::default()
        };
        save(&path, &place).unwrap();
        assert!(
            fs::read_to_string(&path)
                .unwrap()
                .contains(r#""scope":{"id":"12","name":"Lincoln ES","note":"LIN"}"#)
        );
        assert_eq!(load(&path).unwrap().scope, Some(lincoln));
    }
}
