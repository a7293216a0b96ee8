//! Who bears how much of a line's cost, by the method the district agreed on. The parts sum to the cost.

use crate::domain::approval::Audience;
use crate::domain::contract::{AllocationMethod, Line, PriceModel};
use crate::domain::cost::{Bearer, Sharing};
use crate::domain::money::Cents;
use crate::domain::school::SchoolId;

/// A school that a line covers, with what a method may count there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stake {
    /// The id of the school that may bear a part.
    pub school: SchoolId,
    /// How many students it has.
    pub enrollment: i64,
    /// Seats it holds of this purchase.
    pub seats: i64,
    /// People there who use it.
    pub active: i64,
}

/// The part each school bears, by the rule of `Sharing`; the district's part has no school. `agreed` are
/// shares on record, in hundredths of a percent, which `percent` follows, of schools that are no stake too.
pub fn allocate(
    cost: Cents,
    method: Option<AllocationMethod>,
    stakes: &[Stake],
    agreed: &[(SchoolId, i64)],
) -> Vec<(Option<SchoolId>, Cents)> {
    let by_share = method == Some(AllocationMethod::Percent) && !agreed.is_empty();
    let bearers: Vec<(SchoolId, Bearer)> = if by_share {
        let shares = agreed.iter().map(|(school, agreed)| {
            let bearer = Bearer {
                agreed: *agreed,
                ..Bearer::default()
            };
            (*school, bearer)
        });
        shares.collect()
    } else {
        stakes.iter().map(Stake::bearer).collect()
    };
    let sharing = Sharing::new(cost, method, &bearers);
    let district = sharing.district(&bearers);
    let parts = bearers
        .iter()
        .map(|(school, bearer)| (Some(*school), sharing.part(*school, bearer)));
    let bears = |(_, part): &(Option<SchoolId>, Cents)| !by_share || *part != Cents(0);
    if sharing.is_districts() {
        return vec![(None, cost)];
    }
    let rest = (district != Cents(0)).then_some((None, district));
    parts.filter(bears).chain(rest).collect()
}

/// Seats of each school of a purchase: those allotted there; what these leave of the seats bought is for the
/// schools of which nobody said, by the people there. Each school is its allotted seats and its people.
pub fn seats_at(bought: Option<i64>, schools: &[(Option<i64>, i64)]) -> Vec<i64> {
    let allotted = || schools.iter().filter_map(|(allotted, _)| *allotted);
    let left = (bought.unwrap_or(0) - allotted().sum::<i64>()).max(0);
    let unsaid = schools.iter().filter(|(allotted, _)| allotted.is_none());
    let people = unsaid.map(|(_, people)| people.max(&0).unsigned_abs());
    // Seats are shared as money is: whole ones, and all of them.
    let mut parts = Cents(left).split(&people.collect::<Vec<u64>>()).into_iter();
    let seats = schools
        .iter()
        .map(|(allotted, _)| allotted.unwrap_or_else(|| parts.next().map_or(0, |part| part.0)));
    seats.collect()
}

/// The seats by which schools bear a line's cost, each school given with its allotted seats and its people:
/// where any reported some, all seats bought, so that the one that reported does not bear all of it alone;
/// none where nobody did, so that it is borne by students.
pub fn seats_borne(line: &Line, schools: &[(Option<i64>, i64)]) -> Vec<i64> {
    let allotted = || schools.iter().map(|(allotted, _)| allotted.unwrap_or(0));
    if line.is_limited() && allotted().any(|seats| seats > 0) {
        return seats_at(line.quantity, schools);
    }
    allotted().collect()
}

/// How seats are shared out to those of these schools of which nobody said how many they have, by which they bear a line's
/// cost as `seats_borne` has it; none where they bear it by no seats. Each school is its allotted seats and its people.
pub fn seats_unsaid(
    line: &Line,
    schools: &[SchoolId],
    have: &[(Option<i64>, i64)],
) -> Option<Sharing> {
    let allotted = || have.iter().filter_map(|(allotted, _)| *allotted);
    if !line.is_limited() || !allotted().any(|seats| seats > 0) {
        return None;
    }
    let left = (line.quantity.unwrap_or(0) - allotted().sum::<i64>()).max(0);
    let unsaid = schools.iter().zip(have);
    let unsaid = unsaid.filter(|(_, (allotted, _))| allotted.is_none());
    let people: Vec<(SchoolId, Bearer)> = unsaid
        .map(|(school, (_, people))| (*school, by_people(*people)))
        .collect();
    let by_people = Some(AllocationMethod::Enrollment);
    Some(Sharing::new(Cents(left), by_people, &people))
}

/// Is a line that covers these schools and others borne by those of these alone that have seats, these being set aside in all?
/// Then none are left for the others, and they bear nothing.
pub fn borne_where_allotted(line: &Line, allotted: &[i64]) -> bool {
    let by_seats = matches!(line.method(), None | Some(AllocationMethod::Seats));
    let left = line.is_limited() && line.quantity.unwrap_or(0) > allotted.iter().sum();
    by_seats && !left && allotted.iter().any(|seats| *seats > 0)
}

/// The seats that one of these schools has of them, with so many people.
pub fn part_unsaid(unsaid: &Sharing, school: SchoolId, people: i64) -> i64 {
    unsaid.part(school, &by_people(people)).0
}

fn by_people(people: i64) -> Bearer {
    Bearer {
        enrollment: people,
        ..Bearer::default()
    }
}

impl Line {
    /// How its cost is shared out: as was agreed, else what everybody may use by students, though some schools report seats,
    /// and what is paid by the school evenly. None: by seats, else by students.
    pub fn method(&self) -> Option<AllocationMethod> {
        self.allocation.or(match self.model {
            Some(PriceModel::Site | PriceModel::District) => Some(AllocationMethod::Enrollment),
            Some(PriceModel::PerSchool) => Some(AllocationMethod::Equal),
            _ => None,
        })
    }

    /// Is its use limited to the seats that were bought?
    pub fn is_limited(&self) -> bool {
        match self.model {
            Some(model) => model.counts_seats(),
            None => self.quantity.is_some(),
        }
    }

    /// Those whom it is for, of a school's students and staff.
    pub fn people(&self, students: i64, staff: i64) -> i64 {
        match self.audience {
            Some(Audience::Student) => students,
            Some(Audience::Staff) => staff,
            _ if self.model == Some(PriceModel::PerTeacher) => staff,
            _ => students,
        }
    }
}

impl Stake {
    fn bearer(&self) -> (SchoolId, Bearer) {
        let bearer = Bearer {
            seats: self.seats,
            enrollment: self.enrollment,
            active: self.active,
            agreed: 0,
        };
        (self.school, bearer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Column, Record, Value};
    use proptest::prelude::*;

    fn stakes(counts: &[(i64, i64, i64)]) -> Vec<Stake> {
        let stakes = counts.iter().zip(1..);
        stakes
            .map(|((enrollment, seats, active), school)| Stake {
                school: SchoolId(school),
                enrollment: *enrollment,
                seats: *seats,
                active: *active,
            })
            .collect()
    }

    #[test]
    fn each_method_counts_what_it_says() {
        let schools = stakes(&[(300, 10, 0), (100, 30, 7)]);
        let agreed = [(SchoolId(1), 2_500), (SchoolId(2), 5_000)];
        for (method, expected) in [
            (None, vec![(Some(1), 25), (Some(2), 75)]),
            (Some(AllocationMethod::Central), vec![(None, 100)]),
            (
                Some(AllocationMethod::Enrollment),
                vec![(Some(1), 75), (Some(2), 25)],
            ),
            (
                Some(AllocationMethod::Seats),
                vec![(Some(1), 25), (Some(2), 75)],
            ),
            (
                Some(AllocationMethod::ActiveUsers),
                vec![(Some(1), 0), (Some(2), 100)],
            ),
            (
                Some(AllocationMethod::Equal),
                vec![(Some(1), 50), (Some(2), 50)],
            ),
            (
                Some(AllocationMethod::Percent),
                vec![(Some(1), 25), (Some(2), 50), (None, 25)],
            ),
        ] {
            let parts = allocate(Cents(100), method, &schools, &agreed);
            let parts: Vec<_> = parts
                .into_iter()
                .map(|(who, part)| (who.map(|school| school.0), part.0))
                .collect();
            assert_eq!(parts, expected, "{method:?}");
        }
        let nobody = allocate(Cents(9), Some(AllocationMethod::Seats), &[], &[]);
        assert_eq!(nobody, [(None, Cents(9))]);
    }

    #[test]
    fn seats_nobody_reported_are_shared_by_the_people_there() {
        for (bought, schools, seats) in [
            (
                Some(1_000),
                vec![(None, 300), (Some(128), 600), (None, 100)],
                vec![654, 128, 218],
            ),
            (Some(1_000), vec![(None, 300), (None, 100)], vec![750, 250]),
            (
                Some(100),
                vec![(Some(80), 300), (Some(60), 1), (None, 9)],
                vec![80, 60, 0],
            ),
            (
                Some(100),
                vec![(Some(30), 300), (Some(20), 1)],
                vec![30, 20],
            ),
            (None, vec![(Some(30), 300), (None, 1)], vec![30, 0]),
            (Some(10), vec![], vec![]),
        ] {
            assert_eq!(seats_at(bought, &schools), seats, "{bought:?} {schools:?}");
        }
    }

    proptest! {
        #[test]
        fn a_school_of_which_nobody_said_has_the_seats_it_bears_the_cost_by(
            bought in prop::option::of(0i64..5_000),
            have in prop::collection::vec((prop::option::of(0i64..300), -1i64..900), 0..40),
        ) {
            let line = Line::from_values(1, 1, &Line::FIELDS.iter().map(|field| match field.name {
                "product" | "contract" => Value::Int(1),
                "quantity" => bought.to_value(),
                _ => (field.blank)(),
            }).collect::<Vec<Value>>()).unwrap();
            let schools: Vec<SchoolId> = (1..).map(SchoolId).take(have.len()).collect();
            let unsaid = seats_unsaid(&line, &schools, &have);
            let all = seats_borne(&line, &have);
            for ((school, (allotted, people)), borne) in schools.iter().zip(&have).zip(all) {
                let part = || unsaid.as_ref().map_or(0, |all| part_unsaid(all, *school, *people));
                prop_assert_eq!(allotted.unwrap_or_else(part), borne);
            }
        }

        #[test]
        fn what_is_borne_where_seats_are_set_aside_is_shared_as_if_no_other_school_were_there(
            (cents, bought, limited) in (0i64..1_000_000, prop::option::of(0i64..900), any::<bool>()),
            have in prop::collection::vec((prop::option::of(0i64..300), -1i64..900), 1..40),
        ) {
            let line = Line::from_values(1, 1, &Line::FIELDS.iter().map(|field| match field.name {
                "product" | "contract" => Value::Int(1),
                "model" if limited => PriceModel::PerStudent.to_value(),
                "quantity" => bought.to_value(),
                _ => (field.blank)(),
            }).collect::<Vec<Value>>()).unwrap();
            let allotted: Vec<i64> = have.iter().filter_map(|(seats, _)| *seats).collect();
            if borne_where_allotted(&line, &allotted) {
                let borne = seats_borne(&line, &have);
                let bearers = |some: &dyn Fn(&Option<i64>) -> bool| -> Vec<(SchoolId, Bearer)> {
                    let all = (1..).map(SchoolId).zip(&borne).zip(&have);
                    let some = all.filter(|(_, (seats, _))| some(seats));
                    some.map(|((school, seats), (_, enrollment))| {
                        let (seats, enrollment) = (*seats, *enrollment);
                        (school, Bearer { seats, enrollment, ..Bearer::default() })
                    }).collect()
                };
                let all = Sharing::new(Cents(cents), None, &bearers(&|_| true));
                let those = Sharing::new(Cents(cents), None, &bearers(&|seats| seats.is_some()));
                prop_assert_eq!(all, those);
                for (school, bearer) in bearers(&|seats| seats.is_none()) {
                    prop_assert_eq!(all.part(school, &bearer), Cents(0));
                }
            }
        }

        #[test]
        fn the_parts_sum_to_the_cost(
            cents in -1_000_000_000i64..1_000_000_000_000,
            method in prop::option::of(prop::sample::select(AllocationMethod::ALL)),
            counts in prop::collection::vec((0i64..3_000, 0i64..500, 0i64..500), 0..40),
            agreed in prop::collection::vec((1i64..60, 0i64..10_000), 0..12),
        ) {
            let agreed: Vec<(SchoolId, i64)> =
                agreed.into_iter().map(|(school, share)| (SchoolId(school), share)).collect();
            let parts = allocate(Cents(cents), method, &stakes(&counts), &agreed);
            prop_assert_eq!(parts.iter().map(|(_, part)| *part).sum::<Cents>(), Cents(cents));
        }
    }
}
