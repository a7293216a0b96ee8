//! Rows about schools. Two of one name are two where a number or a code tells them apart, and are asked
//! about where nothing does; a number that a spreadsheet damaged is known again beside the whole one.

use super::finish::{UNNAMED, is_made_up, text};
use super::{Planner, Ref, RowRefusal, put_some, refuse};
use crate::domain::names::{Match, Names, Registry, is_rounded, same_digits};
use crate::domain::put::{Given, Target};
use crate::domain::record::{Kind, RecordId};
use crate::domain::school::{Level, SchoolId};
use crate::domain::text::key;
use crate::exchange::record::FileRow;

/// From so many digits on, two numbers that differ only in zeros before them are one.
const LONG: usize = 6;

/// So many schools are named that words may mean.
const NAMED: usize = 4;

/// What a row says of who a school is.
struct SchoolNames<'r> {
    name: &'r str,
    code: Option<String>,
    number: Option<String>,
    /// The schools of this name.
    alike: Vec<SchoolId>,
}

impl Planner<'_> {
    pub(super) fn school_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let name = record.text("name").unwrap_or_default();
        let alike = self.names.schools.all(name).to_vec();
        let number = record.text("registry_id");
        let number = self.undamaged(number, |names| &names.school_registry, &alike);
        let code = self.whole_code(record.text("code"), &alike);
        let called = SchoolNames {
            name,
            code,
            number,
            alike,
        };
        let target = self.school_target(&called)?;
        let is_new = target == Target::New;
        let numbered = self.is_numbered_school(&called);
        let mut put = self.named(Kind::School, &target, name, numbered)?;
        put = put_some(put, "code", called.code.clone());
        if let Some(word) = record.text("level") {
            put = put.with("level", Some(self.level(word)));
        }
        put = self.some(put, record, &["grades", "enrollment", "staff"])?;
        put = put_some(put, "registry_id", called.number.clone());
        put = self.rest(put, record)?;
        let mut besides: Vec<(&'static str, Given)> = Vec::new();
        if is_new {
            besides.push(("name", name.to_owned().into()));
            if called.code.is_none() {
                besides.push(("code", UNNAMED.to_owned().into()));
            }
            if record.flag("open").is_none() {
                besides.push(("open", true.into()));
            }
        }
        let written = self.main(put, besides)?;
        if written.is_none() {
            self.is_one_school(&called)?;
        }
        let met = Ref::met(&target);
        if let (Some(school), Some(number)) = (met.or(written), called.number) {
            self.enter(move |names| names.school_registry.add(&number, school.number()));
        }
        if let (Some(made), true) = (written, is_new) {
            let name = name.to_owned();
            let code = called.code.unwrap_or_default();
            self.enter(move |names| {
                names.schools.add(&name, made.number());
                names.school_codes.add(&code, made.number());
            });
        }
        Ok(())
    }

    /// The school of this code, name or number, or the only one that is called so in other words; a school
    /// is never made on the way.
    pub(super) fn school(&mut self, field: &'static str, name: &str) -> Result<Ref, RowRefusal> {
        let meaning = self.reader.meaning(field, name);
        let meaning = meaning.map(|meaning| meaning.ours.clone());
        if let (Some(_), Some(column)) = (&meaning, self.reader.mapping().column(field)) {
            // A school that stands in a share is met only here.
            self.use_word((column, key(name)));
        }
        let name = meaning.unwrap_or_else(|| name.to_owned());
        match self.names.school(&name) {
            Match::One(id) => return Ok(Ref::known(id)),
            Match::Several(n) => {
                let alike = self.names.schools.all(&name);
                let codes: Vec<String> = alike.iter().map(|id| self.school_code(*id)).collect();
                let why = format!(
                    "{n} schools have this name: {}. Which one? Give its code",
                    codes.join(", ")
                );
                return refuse(field, &name, why);
            }
            Match::None => {}
        }
        if let Some(id) = self.names.school_words.find(&name) {
            if let Some((called, code)) = self.names.school_called.get(&id) {
                let why = format!("read as {called} ({code}), the only school that is called so");
                self.warn_once(field, &name, why);
            }
            return Ok(Ref::known(id));
        }
        let shortened = self.names.school_registry.shortened(&name);
        if let Some((whole, id)) = shortened.map(|(whole, id)| (whole.to_owned(), id)) {
            self.warn_once(field, &name, lost_zeros(&whole));
            return Ok(Ref::known(id));
        }
        if is_rounded(&name) {
            return refuse(field, &name, ROUNDED);
        }
        let why = self.no_school(field, &name);
        refuse(field, &name, why)
    }

    /// Why these words name no school, and what settles it. A meaning is offered only where one school may be meant: once
    /// said, it is followed in every file.
    fn no_school(&self, field: &str, name: &str) -> String {
        let called = |schools: &[(&str, &str)]| {
            let called = schools
                .iter()
                .map(|(name, code)| format!("{name} ({code})"));
            called.collect::<Vec<_>>().join(", ")
        };
        let several = self.names.schools_in_one(name);
        if !several.is_empty() {
            let next = match field {
                "schools" => "put `;` between them",
                _ => "give each a row of its own",
            };
            return format!(
                "more than one school in one cell, {} among them; {next}",
                called(&several)
            );
        }
        match self.names.near_schools(name)[..] {
            [] => {
                "no school has this name or code; import schools first, or correct the name".into()
            }
            [(near, code)] => format!(
                "no school is called so; the nearest is {near} ({code}). If it is that one, say so once: \
                 --map \"school:{name}={code}\""
            ),
            ref near => {
                let most = near.len().min(NAMED);
                let more = near.len() - most;
                let more = (more > 0).then(|| format!(" and {more} more"));
                format!(
                    "no school is called so; it fits {} schools: {}{}. Say once which one it is: \
                     --map \"school:{name}=CODE\"",
                    near.len(),
                    called(&near[..most]),
                    more.unwrap_or_default()
                )
            }
        }
    }

    /// Two rows of one name that nothing read tells apart, though something unread may, are asked about.
    fn is_one_school(&self, called: &SchoolNames) -> Result<(), RowRefusal> {
        let named_only = called.code.is_none() && called.number.is_none();
        let Some(again) = self.again.filter(|again| named_only && again.differ != 0) else {
            return Ok(());
        };
        let columns = self.differing(again.differ);
        let telling = |column: &&String| {
            let column = key(column);
            ["id", "code", "number", "no", "num", "key"]
                .iter()
                .any(|word| column.ends_with(word))
        };
        let column = columns.iter().find(telling).or(columns.first());
        let column = column.map_or("", String::as_str);
        let why = format!(
            "row {} has this name too, and the two differ only in `{column}`, which is not read. If they \
             are two schools and it tells them apart: --map \"registry_id={column}\". If they are one, \
             take one of the rows out",
            again.row
        );
        refuse("name", called.name, why)
    }

    /// Is the school met by its number or code, not by its name?
    fn is_numbered_school(&self, called: &SchoolNames) -> bool {
        let number = called.number.as_deref();
        let code = called.code.as_deref();
        number.is_some_and(|n| self.names.school_registry.get(n).is_some())
            || code.is_some_and(|c| self.names.school_codes.find(c) != Match::None)
    }

    fn school_target(&mut self, called: &SchoolNames) -> Result<Target, RowRefusal> {
        let name = called.name;
        if let Some(number) = &called.number
            && let Some(id) = self.names.school_registry.get(number)
        {
            if let Some(code) = &called.code
                && let Match::One(other) = self.names.school_codes.find(code)
                && other != id
            {
                let (one, other) = (self.school_known(id), self.school_known(other));
                let why = format!(
                    "fits {other} by its code and {one} by its registry id; correct one of the two"
                );
                return refuse("code", code, why);
            }
            return Ok(Ref::known(id).target());
        }
        if let Some(code) = &called.code
            && let Match::One(id) = self.names.school_codes.find(code)
        {
            // Of that name there may be several; where none of them is the code's, one of the two is wrong.
            if !called.alike.is_empty() && !called.alike.contains(&id) {
                let why = format!(
                    "the code is another school's than the name `{name}`; correct one of the two"
                );
                return refuse("code", code, why);
            }
            return Ok(Ref::known(id).target());
        }
        let alike = called.alike.iter().copied();
        let fits: Vec<SchoolId> = alike.filter(|id| !self.is_apart(*id, called)).collect();
        match fits[..] {
            [one] => Ok(Ref::known(one).target()),
            [] => {
                self.tell_namesake(called);
                Ok(Target::New)
            }
            _ => {
                let codes: Vec<String> = fits.iter().map(|id| self.school_code(*id)).collect();
                let why = format!(
                    "{} schools have this name: {}. Which one? Give its code",
                    fits.len(),
                    codes.join(", ")
                );
                refuse("name", name, why)
            }
        }
    }

    /// Does a number or a code tell a school of the row's name from the row's?
    fn is_apart(&self, school: SchoolId, called: &SchoolNames) -> bool {
        let number = match Ref::known(school) {
            Ref::Made(at) => Some(text(&self.plan.puts[at], "registry_id")),
            Ref::Id(_) => self.names.school_registry.of(school).map(str::to_owned),
        };
        let number = number.filter(|number| !number.is_empty());
        let differ = |one: &Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) => key(one) != key(other) && !same_digits(one, other),
            _ => false,
        };
        let code = Some(self.school_code(school));
        let code = code.filter(|code| code != UNNAMED && !is_made_up(code, called.name));
        differ(&number, &called.number) || differ(&code, &called.code)
    }

    /// The code of a school: of the office's, or of one this plan makes.
    pub(super) fn school_code(&self, school: SchoolId) -> String {
        match Ref::known(school) {
            Ref::Made(at) => text(&self.plan.puts[at], "code"),
            Ref::Id(_) => {
                let called = self.names.school_called.get(&school);
                called.map(|(_, code)| code.clone()).unwrap_or_default()
            }
        }
    }

    /// `Linden ES (LIN)`, or the row that a school comes from.
    fn school_known(&self, school: SchoolId) -> String {
        match Ref::known(school) {
            Ref::Made(at) => format!("the school of row {}", self.plan.puts[at].row),
            Ref::Id(_) => {
                let called = self.names.school_called.get(&school);
                called
                    .map(|(name, code)| format!("{name} ({code})"))
                    .unwrap_or_default()
            }
        }
    }

    /// A school whose code tells it from the office's school of that name is made, and that is told: the
    /// district may only have changed the code. Numbers of a directory are surer.
    fn tell_namesake(&mut self, called: &SchoolNames) {
        let here = called.alike.iter().find(|id| id.0 > 0);
        if let (Some(id), Some(code)) = (here, &called.code)
            && called.number.is_none()
        {
            let why = format!(
                "a school of this name is here with the code {}; this one, with {code}, is kept as another",
                self.school_code(*id)
            );
            self.warn("name", called.name, why);
        }
    }

    /// A number of a directory as the directory has it: one that lost its leading zeros is made whole
    /// beside the one that is known, one that was rounded is none. `alike` bear the row's name.
    pub(super) fn undamaged<I: RecordId>(
        &mut self,
        said: Option<&str>,
        registry: fn(&Names) -> &Registry<I>,
        alike: &[I],
    ) -> Option<String> {
        let said = said?;
        let registry = registry(&self.names);
        if registry.get(said).is_some() {
            return Some(said.to_owned());
        }
        if is_rounded(said) {
            self.warn("registry_id", said, ROUNDED);
            return None;
        }
        let of_name = alike.iter().find_map(|id| {
            let whole = registry.of(*id)?;
            (same_digits(whole, said) && whole.len() > said.len()).then_some(whole)
        });
        let of_digits = || {
            let (whole, _) = registry.shortened(said)?;
            (said.len() >= LONG).then_some(whole)
        };
        match of_name.or_else(of_digits).map(str::to_owned) {
            Some(whole) => {
                self.warn("registry_id", said, lost_zeros(&whole));
                Some(whole)
            }
            None => Some(said.to_owned()),
        }
    }

    /// A code as the office has it for a school of this name.
    fn whole_code(&mut self, said: Option<&str>, alike: &[SchoolId]) -> Option<String> {
        let said = said?;
        if is_rounded(said) {
            self.warn("code", said, ROUNDED);
            return None;
        }
        let codes = alike.iter().map(|id| self.school_code(*id));
        let mut longer = codes.filter(|code| code.len() > said.len() && same_digits(code, said));
        let (whole, other) = (longer.next(), longer.next());
        match (whole, other, self.names.school_codes.find(said)) {
            (Some(whole), None, Match::None) => {
                self.warn("code", said, lost_zeros(&whole));
                Some(whole)
            }
            _ => Some(said.to_owned()),
        }
    }

    /// What kind of school the row says.
    fn level(&mut self, word: &str) -> Level {
        level(word).unwrap_or_else(|| {
            let why = format!(
                "is no level that hallpass knows; kept as other. Say once what it means: \
                 --map \"level:{word}=combined\""
            );
            self.warn_once("level", word, why);
            Level::Other
        })
    }
}

/// What is said of an id that is none.
pub(super) const ROUNDED: &str = "is a number that a spreadsheet rounded, not an id; not read. Format \
    the column as text and export it again";

/// What is said of an id that lost its zeros.
pub(super) fn lost_zeros(whole: &str) -> String {
    format!("lost its leading zeros in a spreadsheet; read as `{whole}`")
}

/// What kind of school a directory's word means; none for a word nobody knows.
fn level(word: &str) -> Option<Level> {
    if let Some(level) = Level::from_word(word) {
        return Some(level);
    }
    let folded = word.to_lowercase();
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let is = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let begins = |starts: &[&str]| {
        words
            .iter()
            .any(|w| starts.iter().any(|s| w.starts_with(s)))
    };
    let junior = begins(&["junior"]) || is(&["jr", "jhs", "jh"]);
    let elementary = begins(&["elem", "primary"]) || is(&["es", "el"]);
    let middle = junior || begins(&["middle", "intermediate"]) || is(&["ms"]);
    let senior = begins(&["senior", "secondary"]) || is(&["hs", "sr", "shs"]);
    let high = senior || (begins(&["high"]) && !junior);
    let several = begins(&["comb"]) || is(&["k8", "k12", "pk8", "pk12"]);
    let spans = [["k", "8"], ["k", "12"], ["pk", "8"], ["pk", "12"]];
    let span = words
        .windows(2)
        .any(|pair| spans.iter().any(|span| pair == span));
    match [elementary, middle, high]
        .iter()
        .filter(|said| **said)
        .count()
    {
        _ if several || span || folded.contains("other/") => Some(Level::Combined),
        2.. => Some(Level::Combined),
        1 if elementary => Some(Level::Elementary),
        1 if middle => Some(Level::Middle),
        1 => Some(Level::High),
        _ if begins(&["pre"]) || is(&["pk", "ecc", "ece", "ec"]) => Some(Level::Preschool),
        _ => {
            let others = [
                "adult",
                "alternat",
                "virtual",
                "special",
                "ungraded",
                "career",
                "technical",
                "other",
                "charter",
                "online",
            ];
            begins(&others).then_some(Level::Other)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_known_by_the_words_of_directories() {
        for (word, is) in [
            ("ES", Some(Level::Elementary)),
            ("Elem", Some(Level::Elementary)),
            ("Elementary School", Some(Level::Elementary)),
            ("Primary", Some(Level::Elementary)),
            ("MS", Some(Level::Middle)),
            ("Junior High", Some(Level::Middle)),
            ("Jr. High", Some(Level::Middle)),
            ("HS", Some(Level::High)),
            ("Senior High", Some(Level::High)),
            ("Secondary", Some(Level::High)),
            ("Middle/High", Some(Level::Combined)),
            ("Junior-Senior High", Some(Level::Combined)),
            ("K-8", Some(Level::Combined)),
            ("combined", Some(Level::Combined)),
            ("Pre-Kindergarten", Some(Level::Preschool)),
            ("Adult Education", Some(Level::Other)),
            ("other", Some(Level::Other)),
            ("Span", None),
            ("4", None),
        ] {
            assert_eq!(level(word), is, "{word}");
        }
    }
}
