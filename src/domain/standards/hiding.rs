//! Which groups of one standard are not told: those that are too small, and as many others as it takes that nobody
//! who knows the exact totals of each school and of each grade, and every group that is told, can tell the count of
//! one that is not.
//!
//! First the rule of two: a school, or a grade, in which exactly one group is hidden hides its smallest other too, until
//! nothing changes. That alone is not enough: two clusters of hidden groups that only one hidden group joins give
//! that one away, and where all that is hidden adds up to nobody below, nobody is. So each hidden group is then
//! asked whether its counts could be others with the same totals.

use std::collections::BTreeMap;

use super::bands::LeastGroup;
use crate::domain::counted::counted;
use crate::domain::grade::Grade;
use crate::domain::record::words;
use crate::domain::school::SchoolId;

/// One group of pupils in one standard, as it was counted: in memory only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedGroup {
    /// Where they go to school.
    pub school: SchoolId,
    /// Their grade. A school has one group a grade.
    pub grade: Grade,
    /// How many were tested, one or more.
    pub pupils: u32,
    /// How many of them are below.
    pub below: u32,
}

words! {
    /// Whether something is told of a group.
    Telling {
        /// Its bands are.
        Told = "told",
        /// Nothing is: it is smaller than the least group.
        TooFew = "too few",
        /// Nothing is, as it would give away one that is too small.
        HiddenWith = "hidden with another",
    }
}

/// Of how many groups nothing is told, be they too small or beside one that is: `2 groups too few to tell`.
pub fn too_few_to_tell(groups: usize) -> String {
    format!("{} too few to tell", counted(groups, "group"))
}

/// What is told of each of these groups, which are all there are of one standard. The order they stand in makes no
/// difference.
pub fn tellings(groups: &[CountedGroup], least: LeastGroup) -> Vec<Telling> {
    let mut table = HidingTable::new(groups, least);
    table.hide_by_the_rule_of_two();
    let mut beyond_help = None;
    while let Some(group) = table.given_away(beyond_help.as_deref()) {
        let known = beyond_help.get_or_insert_with(|| table.given_away_by_totals_alone());
        if !known[group] {
            table.hide_beside(group);
            table.hide_by_the_rule_of_two();
        }
    }
    table.tellings
}

/// The groups of one standard as a table of schools and grades.
struct HidingTable<'g> {
    groups: &'g [CountedGroup],
    tellings: Vec<Telling>,
    /// The groups of each school and of each grade, by their places in `groups`.
    lines: Vec<Vec<usize>>,
    /// Of each group, its school and its grade, by their places in `lines`.
    crossing: Vec<(usize, usize)>,
}

/// How one count could go up or down by one and still be a count.
#[derive(Clone, Copy)]
enum CountShift {
    /// The pupils of a group: there is always at least one.
    Pupils,
    /// Those below, of as many pupils.
    Below,
    /// Both together.
    Both,
}

impl CountShift {
    fn can_rise(self, group: &CountedGroup) -> bool {
        match self {
            CountShift::Pupils | CountShift::Both => true,
            CountShift::Below => group.below < group.pupils,
        }
    }

    fn can_fall(self, group: &CountedGroup) -> bool {
        match self {
            CountShift::Pupils => group.pupils > 1,
            CountShift::Below => group.below > 0,
            CountShift::Both => group.below > 0 && group.pupils > 1,
        }
    }
}

impl<'g> HidingTable<'g> {
    fn new(groups: &'g [CountedGroup], least: LeastGroup) -> HidingTable<'g> {
        let mut schools: BTreeMap<SchoolId, Vec<usize>> = BTreeMap::new();
        let mut grades: BTreeMap<Grade, Vec<usize>> = BTreeMap::new();
        for (at, group) in groups.iter().enumerate() {
            schools.entry(group.school).or_default().push(at);
            grades.entry(group.grade).or_default().push(at);
        }
        let mut crossing = vec![(0, 0); groups.len()];
        for (line, members) in schools.values().enumerate() {
            members.iter().for_each(|at| crossing[*at].0 = line);
        }
        for (line, members) in grades.values().enumerate() {
            let line = schools.len() + line;
            members.iter().for_each(|at| crossing[*at].1 = line);
        }
        let telling = |group: &CountedGroup| {
            if least.hides(group.pupils) {
                Telling::TooFew
            } else {
                Telling::Told
            }
        };
        HidingTable {
            groups,
            tellings: groups.iter().map(telling).collect(),
            lines: schools.into_values().chain(grades.into_values()).collect(),
            crossing,
        }
    }

    fn is_told(&self, at: usize) -> bool {
        self.tellings[at] == Telling::Told
    }

    /// The smallest group of these that is told; of equal ones that of the lower grade, then of the older school.
    fn smallest_told(&self, of: impl Iterator<Item = usize>) -> Option<usize> {
        of.filter(|at| self.is_told(*at)).min_by_key(|at| {
            let group = &self.groups[*at];
            (group.pupils, group.grade, group.school)
        })
    }

    fn hide_by_the_rule_of_two(&mut self) {
        loop {
            let mut changed = false;
            for line in 0..self.lines.len() {
                let members = &self.lines[line];
                let hidden = members.iter().filter(|at| !self.is_told(**at)).count();
                let smallest = self.smallest_told(members.iter().copied());
                if let (1, Some(at)) = (hidden, smallest) {
                    self.tellings[at] = Telling::HiddenWith;
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Hides one more group: of the same school, else of the same grade, else any.
    fn hide_beside(&mut self, group: usize) {
        let (school, grade) = self.crossing[group];
        let beside = |line: usize| self.smallest_told(self.lines[line].iter().copied());
        let more = beside(school)
            .or_else(|| beside(grade))
            .or_else(|| self.smallest_told(0..self.groups.len()));
        if let Some(at) = more {
            self.tellings[at] = Telling::HiddenWith;
        }
    }

    /// A hidden group one of whose counts the totals and the told groups give away, but none of these.
    fn given_away(&self, beyond_help: Option<&[bool]>) -> Option<usize> {
        let hidden = |at: &usize| !self.is_told(*at);
        let helps = |at: &usize| beyond_help.is_none_or(|known| !known[*at]);
        let mut groups = (0..self.groups.len()).filter(hidden).filter(helps);
        groups.find(|at| self.is_given_away(*at, |other| !self.is_told(other)))
    }

    /// Of each group whether the totals give it away even where no group is told: a school with one grade only.
    fn given_away_by_totals_alone(&self) -> Vec<bool> {
        let groups = 0..self.groups.len();
        groups.map(|at| self.is_given_away(at, |_| true)).collect()
    }

    fn is_given_away(&self, at: usize, hidden: impl Fn(usize) -> bool) -> bool {
        let can = |shift| self.can_shift(at, shift, &hidden);
        !can(CountShift::Pupils) || !(can(CountShift::Below) || can(CountShift::Both))
    }

    /// Could this count be one more, or one less, and others of the hidden make up for it in every total?
    fn can_shift(&self, at: usize, shift: CountShift, hidden: &impl Fn(usize) -> bool) -> bool {
        let (school, grade) = self.crossing[at];
        let group = &self.groups[at];
        (shift.can_rise(group) && self.leads(grade, school, at, shift, hidden))
            || (shift.can_fall(group) && self.leads(school, grade, at, shift, hidden))
    }

    /// Is there a way from a line to another by hidden groups but this one, which rise where the way goes from a school
    /// to a grade and fall where it goes back?
    fn leads(
        &self,
        from: usize,
        to: usize,
        without: usize,
        shift: CountShift,
        hidden: &impl Fn(usize) -> bool,
    ) -> bool {
        let mut seen = vec![false; self.lines.len()];
        seen[from] = true;
        let mut waiting = vec![from];
        while let Some(line) = waiting.pop() {
            for at in self.lines[line].iter().copied() {
                let (school, grade) = self.crossing[at];
                let (can, next) = if line == school {
                    (shift.can_rise(&self.groups[at]), grade)
                } else {
                    (shift.can_fall(&self.groups[at]), school)
                };
                if at == without || !can || !hidden(at) || seen[next] {
                    continue;
                }
                if next == to {
                    return true;
                }
                seen[next] = true;
                waiting.push(next);
            }
        }
        false
    }
}

#[cfg(test)]
mod tests;
