//! Puts the screens together for one person and one office file.
//! `main` calls this once; everything of the world comes in by argument.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDateTime, Utc};
use ratatui::layout::Size;

use super::command::Tab;
use super::scene::{Scene, WindowShape};
use super::theme::{Appearance, Look};
use super::view::View;
use super::view::dashboard::Dashboard;
use super::view::find::Find;
use super::view::overlaps::Overlaps;
use super::view::people::People;
use super::view::queue::Queue;
use super::view::region::SharedView;
use super::view::renewals::Renewals;
use super::view::schools::SchoolsView;
use super::view::standards::Standards;
use super::watch::EndProcess;
use super::{Setup, editor};
use crate::domain::person::{Person, Role, Roles};
use crate::domain::put::Stamp;
use crate::domain::record::Kind;
use crate::domain::region::REGION;
use crate::domain::region::address::RegionAddress;
use crate::domain::region::shared::SharedList;
use crate::domain::rights::{RightHolder, may_write};
use crate::domain::setting::{self, OfficeMarks};
use crate::domain::zone::Zone;
use crate::office::neighbours::NeighboursReader;
use crate::office::query::Answerer;
use crate::office::reader::OfficeReader;
use crate::office::region::desk::RegionDesk;
use crate::office::{Days, IdleTime, Office, SharedAnswers};
use crate::store::{Error, Store};

/// What the screens are told by `main` when they begin.
pub struct Startup {
    /// Who acts, from where, and when the program started.
    pub stamp: Stamp,
    /// The day was given, and the clock stands still at the stamp.
    pub given: bool,
    /// The zone the machine is set to, for an office without one.
    pub machine: Zone,
    /// Tells the instant, UTC.
    pub now: fn() -> DateTime<Utc>,
    /// Plain ASCII lines.
    pub ascii: bool,
    /// No colour.
    pub no_color: bool,
    /// Ends the process at once.
    pub end: EndProcess,
    /// A variable of the environment.
    pub variable: fn(&str) -> Option<String>,
}

/// Who acts, and when it is: the clock goes on in this zone, or stands still on the day that was given.
fn clock(
    world: &Startup,
    zone: impl Fn() -> Zone + Clone + Send + 'static,
) -> impl Fn() -> Stamp + Clone + Send + 'static {
    let (stamp, now, given) = (world.stamp.clone(), world.now, world.given);
    move || {
        let at = now();
        if given {
            Stamp {
                clock: Some(at),
                ..stamp.clone()
            }
        } else {
            Stamp {
                at,
                today: zone().day(at),
                ..stamp.clone()
            }
        }
    }
}

/// Everything the screens of a region need, which has no office: nothing is changed there, and nothing kept.
pub fn setup_region(address: &RegionAddress, world: Startup) -> Setup {
    let machine = world.machine.clone();
    let zone = machine.clone();
    let clock = clock(&world, move || zone.clone());
    let exports = export_directory(world.variable);
    let desk =
        || RegionDesk::new(address.clone(), Box::new(clock.clone())).exporting_to(exports.clone());
    let first = clock();
    let scene = Scene {
        now: local(&first, &machine),
        scope: None,
        who: first.who.clone(),
        district: "A region".to_owned(),
        mark: None,
        guarded: false,
        in_region: false,
        everywhere: "all districts",
        read_only: true,
        no_edit: Some(
            "a region is only looked at here: each district decides in its own office".to_owned(),
        ),
        roles: Roles::default(),
        taste: Appearance::default(),
        drafts: std::collections::BTreeSet::default(),
        look: Look::from_environment(world.variable, world.no_color, world.ascii),
        shape: WindowShape::Full,
        size: Size::new(80, 24),
    };
    let lists = [
        SharedList::Ending,
        SharedList::Prices,
        SharedList::Differences,
        SharedList::Products,
    ];
    let views = lists.map(|list| Box::new(SharedView::new(list)) as Box<dyn View>);
    let minute = clock.clone();
    Setup {
        scene,
        views: views.into(),
        office: Box::new(desk()),
        finder: Box::new(desk()),
        reader: Box::new(desk()),
        historian: Box::new(desk()),
        elsewhere: Some(Box::new(desk())),
        place_file: None,
        office_id: String::new(),
        copy_file: None,
        editor: None,
        first: None,
        landing: Tab::Find,
        idle: IdleTime::default(),
        clock: Box::new(move || local(&minute(), &machine)),
        told: None,
        end: world.end,
    }
}

/// Everything the screens need.
pub fn setup(mut store: Store, world: Startup) -> Result<Setup, Error> {
    let stamp = world.stamp.clone();
    let marks = store.marks()?;
    let days = Days(Arc::new(Mutex::new(store.zone().clone())));
    let told = opening(&marks, &world);
    let roles = roles(&store, &stamp)?;
    let in_region = store.setting(REGION)?.is_some();
    let scene = Scene {
        now: local(&stamp, store.zone()),
        scope: None,
        who: stamp.who.clone(),
        district: store.setting(setting::DISTRICT)?.unwrap_or_default(),
        mark: marks.word(),
        guarded: stamp.key.is_some(),
        in_region,
        everywhere: "all schools",
        read_only: store.read_only().is_some() || roles.as_ref().is_none_or(only_reads),
        no_edit: no_edit(&store, &stamp, roles.as_ref()),
        roles: roles.unwrap_or_default(),
        taste: Appearance::default(),
        drafts: std::collections::BTreeSet::default(),
        look: Look::from_environment(world.variable, world.no_color, world.ascii),
        shape: WindowShape::Full,
        size: Size::new(80, 24),
    };
    let landing = if store.has_products()? {
        landing(&scene.roles)
    } else {
        Tab::Find
    };
    let place_file = place_file(&store, &stamp.who, world.variable);
    let office_id = store.office_id()?;
    let home = (world.variable)("HOME").map(PathBuf::from);
    // Where no files may be written no program may be started either.
    let editor = home.as_ref().and_then(|_| editor::named(world.variable));
    let copy_file = home.as_ref().map(|home| home.join("hallpass-copy.txt"));
    let views: Vec<Box<dyn View>> = vec![
        Box::new(Queue::default()),
        Box::new(Renewals::default()),
        Box::new(SchoolsView::default()),
        Box::new(Overlaps::default()),
        Box::new(Find::default()),
        Box::new(Dashboard::default()),
        Box::new(Standards::default()),
        Box::new(People::default()),
    ];
    let exports = export_directory(world.variable);
    let first_stamp = stamp.clone();
    let known = days.clone();
    let clock = clock(&world, move || known.zone());
    let minute = clock.clone();
    let healed = match store.upgraded_from() {
        Some(_) => store.healed()?,
        None => None,
    };
    let first = match healed {
        Some(healed) => Some(healed.line()),
        None => unnamed(&mut store, &first_stamp),
    };
    let idle = IdleTime::default();
    let reader = |clock| {
        let zones = (days.clone(), world.machine.clone());
        OfficeReader::new(store.path().to_owned(), zones, clock)
    };
    let shared = SharedAnswers::default();
    let (long, historian) = (
        reader(Box::new(clock.clone())).sharing(shared.clone()),
        reader(Box::new(clock.clone())),
    );
    let neighbours = in_region.then(|| NeighboursReader::new(reader(Box::new(clock.clone()))));
    let finder = Office::new(store.beside()?, Box::new(clock.clone()))
        .keeping_days(days.clone(), world.machine.clone());
    Ok(Setup {
        scene,
        views,
        landing,
        office: Box::new(
            Office::new(store, Box::new(clock))
                .sharing(shared)
                .keeping_days(days.clone(), world.machine)
                .keeping_idle(idle.clone())
                .exporting_to(exports)
                .at_home(home),
        ),
        finder: Box::new(finder),
        reader: Box::new(long),
        historian: Box::new(historian),
        elsewhere: neighbours.map(|reader| Box::new(reader) as Box<dyn Answerer>),
        place_file,
        office_id,
        copy_file,
        editor,
        first,
        idle,
        clock: Box::new(move || local(&minute(), &days.zone())),
        told,
        end: world.end,
    })
}

/// Where somebody with these roles begins who was not here before: at what they work on. Whoever runs it all looks at the
/// whole first; calls are answered at the finder, which is also for whoever has no role.
fn landing(roles: &Roles) -> Tab {
    let begins = [
        (Role::Admin, Tab::Dash),
        (Role::Renewals, Tab::Renewals),
        (Role::Technical, Tab::Queue),
        (Role::Curricular, Tab::Queue),
    ];
    let own = begins.iter().find(|(role, _)| roles.0.contains(role));
    own.map_or(Tab::Find, |(_, tab)| *tab)
}

fn local(stamp: &Stamp, zone: &Zone) -> NaiveDateTime {
    stamp.today.and_time(zone.local(stamp.at).time())
}

/// What is told once of claims that files called verified; nothing where nobody can be marked as told.
fn unnamed(store: &mut Store, stamp: &Stamp) -> Option<String> {
    if store.read_only().is_some() || store.only_rehearses() {
        return None;
    }
    let told = store.unnamed_to_tell(&stamp.who, stamp.today).ok()??;
    store.unnamed_told(&stamp.who, stamp).ok()?;
    Some(told.line())
}

/// What is said when the screens open: whose day it is where nobody has said, and that records are not of the
/// day that was given.
fn opening(marks: &OfficeMarks, world: &Startup) -> Option<String> {
    let zone = marks.zone.as_ref().unwrap_or(&world.machine);
    let today = zone.day((world.now)());
    if world.given && !marks.on_any_day() && world.stamp.today < today {
        let given = world.stamp.today;
        return Some(format!(
            "Records as of today, {today}; only the day is {given}."
        ));
    }
    (marks.zone.is_none() && !marks.demo).then(|| {
        format!(
            "No time zone is set: days are {}'s, as on this machine. hallpass policy set zone",
            world.machine.name()
        )
    })
}

/// What the person may do here; nothing for somebody unknown, or who has left.
fn roles(store: &Store, stamp: &Stamp) -> Result<Option<Roles>, Error> {
    let people = store.all::<Person>()?;
    let me = people.into_iter().find(|person| person.login == stamp.who);
    let here = me.filter(|person| !person.has_left(stamp.today));
    Ok(here.map(|person| person.roles))
}

/// May somebody with these roles do nothing at all here?
fn only_reads(roles: &Roles) -> bool {
    RightHolder::Anybody.includes(roles).is_err()
}

/// Why the person cannot change records, as a sentence without its stop.
fn no_edit(store: &Store, stamp: &Stamp, roles: Option<&Roles>) -> Option<String> {
    if let Some(why) = store.read_only() {
        return Some(format!("this file is read-only: {why}"));
    }
    let Some(roles) = roles else {
        return Some(format!(
            "nobody here has the login {}; an admin adds you with: hallpass people add",
            stamp.who
        ));
    };
    may_write(&[Kind::Product], roles).err().map(String::from)
}

/// Where `x` writes: `HALLPASS_EXPORT_DIR`, else `hallpass` in the home directory.
fn export_directory(variable: fn(&str) -> Option<String>) -> Option<PathBuf> {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    let named = set("HALLPASS_EXPORT_DIR").map(PathBuf::from);
    named.or_else(|| Some(PathBuf::from(set("HOME")?).join("hallpass")))
}

/// One place a person and office file.
fn place_file(store: &Store, who: &str, variable: fn(&str) -> Option<String>) -> Option<PathBuf> {
    let state = variable("XDG_STATE_HOME").map(PathBuf::from);
    let state = state.or_else(|| Some(PathBuf::from(variable("HOME")?).join(".local/state")))?;
    let tidy = |text: &str| -> String {
        text.chars()
            .map(|c| if c.is_alphanumeric() { c } else { '-' })
            .collect()
    };
    let file = format!(
        "{}-{}.json",
        tidy(&store.path().display().to_string()),
        tidy(who)
    );
    Some(state.join("hallpass").join(file.trim_start_matches('-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_lands_on_what_it_works_on() {
        for (roles, tab) in [
            ("", Tab::Find),
            ("helpdesk", Tab::Find),
            ("helpdesk;curricular", Tab::Queue),
            ("technical", Tab::Queue),
            ("renewals;technical", Tab::Renewals),
            ("admin", Tab::Dash),
        ] {
            assert_eq!(landing(&Roles::read(roles).unwrap()), tab, "{roles}");
        }
    }
}
