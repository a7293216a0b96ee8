//! Who may write which noun: one table, whichever way the record comes in (a form, a command, a file).
//! The store asks it of every record that is written as it stands, and of every one that undo takes back; the
//! screens read it before they offer anything. Deeds on reviews, renewals and overlaps have rules of their own,
//! beside their states; undo asks of what they wrote what they asked.

use super::inventory::{Compatibility, Runs};
use super::person::{Actor, Role, Roles};
use super::product::{Alias, Product, ProductId};
use super::record::{Kind, Misfit, Record, RecordRef, Value};
use super::refusal::Refusal;
use super::school::Schools;
use super::standards::claim::{Alignment, AlignmentStatus};
use super::text::key;

/// Who may write a noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RightHolder {
    /// Everybody who is here and has a role.
    Anybody,
    /// Technical, curricular and renewals staff.
    Office,
    /// Those who answer checklists.
    Reviewers,
    /// Those who answer the technical one.
    Technical,
    /// Those who answer the curricular one.
    Curricular,
    /// Those who decide renewals.
    Renewals,
    /// Only somebody with the role admin.
    Admin,
}

/// Which schools a record is about, and so who among them may write it: somebody who acts for some schools
/// writes only what is about those.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AboutSchools {
    /// No school: everybody's, such as a product or a note.
    None,
    /// The whole district.
    District,
    /// The school that it is.
    Itself,
    /// The school in this field; the district where there is none.
    School(&'static str),
    /// Those of the record that this field names.
    Of(&'static str, Kind),
    /// A decision: asked as a review is, by its tier, the role and its schools.
    Decision,
    /// What was said about an overlap: asked as its deeds are, by the role and the schools of that overlap.
    Overlap,
    /// A part of a review: asked as its deeds are, by the role and the schools of the request.
    Review,
}

/// The right to write one noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    /// Who may.
    pub who: RightHolder,
    /// About which schools it is.
    pub about: AboutSchools,
}

/// Who may write this noun, and about which schools it is.
pub fn right(kind: Kind) -> Right {
    let (who, about) = match kind {
        Kind::Setting | Kind::Person | Kind::PersonKey => {
            (RightHolder::Admin, AboutSchools::District)
        }
        Kind::Note => (RightHolder::Anybody, AboutSchools::None),
        Kind::Checklist => (RightHolder::Reviewers, AboutSchools::District),
        Kind::Framework | Kind::Standard | Kind::Relation => {
            (RightHolder::Curricular, AboutSchools::District)
        }
        Kind::Route => (RightHolder::Curricular, AboutSchools::School("school")),
        Kind::Vendor
        | Kind::Function
        | Kind::Product
        | Kind::Alias
        | Kind::Purpose
        | Kind::Owner
        | Kind::Compatibility
        | Kind::Agreement
        | Kind::Alignment
        | Kind::Measure
        | Kind::Incident
        | Kind::Digest
        | Kind::Requester
        | Kind::Word => (RightHolder::Office, AboutSchools::None),
        Kind::Alert => (RightHolder::Office, AboutSchools::Overlap),
        Kind::Request | Kind::Pause | Kind::ItemAnswer | Kind::Condition => {
            (RightHolder::Office, AboutSchools::Review)
        }
        Kind::CalendarDay => (RightHolder::Office, AboutSchools::District),
        Kind::School => (RightHolder::Office, AboutSchools::Itself),
        Kind::Device | Kind::Inventory | Kind::Training | Kind::Provisioning | Kind::Usage => {
            (RightHolder::Office, AboutSchools::School("school"))
        }
        Kind::Contract => (RightHolder::Office, AboutSchools::School("buyer")),
        Kind::Line | Kind::Term | Kind::Renewal => (
            RightHolder::Office,
            AboutSchools::Of("contract", Kind::Contract),
        ),
        Kind::Funding | Kind::Share => (RightHolder::Office, AboutSchools::Of("line", Kind::Line)),
        Kind::Approval => (RightHolder::Office, AboutSchools::Decision),
    };
    Right { who, about }
}

/// The field that a refusal of the right to write a noun is about, and whose: the school, the contract's buyer, what
/// was decided or seen.
pub fn field_of_right(kind: Kind) -> (Kind, &'static str) {
    match (kind, right(kind).about) {
        (Kind::Compatibility, _) => (kind, "result"),
        (_, AboutSchools::School(field)) => (kind, field),
        (_, AboutSchools::Of(..)) => (Kind::Contract, "buyer"),
        (_, AboutSchools::Decision) => (kind, "product"),
        _ => {
            let first = kind.fields().first().map_or("", |field| field.name);
            (kind, kind.key().first().copied().unwrap_or(first))
        }
    }
}

/// What a change says beyond its own record, and so asks a right for beyond that to its noun: it must not turn a
/// no into a yes for somebody who may not say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// What was decided about this product is the answer for another name from then on.
    Name(ProductId),
    /// What was seen to fail runs, or was not seen.
    Runs,
    /// A product teaches a standard, or does not, as somebody of the district saw it.
    Teaches,
}

impl Says {
    /// Who may say it; a name only where something was decided.
    pub fn who(self) -> RightHolder {
        match self {
            Says::Name(_) => RightHolder::Reviewers,
            Says::Runs => RightHolder::Technical,
            Says::Teaches => RightHolder::Curricular,
        }
    }
}

/// What a change says beyond the record that it writes: as it was, and as it will be; none where it is new, or goes.
///
/// # Errors
///
/// Where the values are not those of the noun.
pub fn says(
    RecordRef { kind, id }: RecordRef,
    (was, will): (Option<&[Value]>, Option<&[Value]>),
) -> Result<Option<Says>, Misfit> {
    fn read<R: Record>(id: i64, values: Option<&[Value]>) -> Result<Option<R>, Misfit> {
        values
            .map(|values| R::from_values(id, 0, values))
            .transpose()
    }
    Ok(match kind {
        Kind::Product => match (read::<Product>(id, was)?, read::<Product>(id, will)?) {
            (Some(was), Some(will)) => (key(&was.full_name()) != key(&will.full_name()))
                .then_some(Says::Name(ProductId(id))),
            _ => None,
        },
        Kind::Alias => {
            let was = read::<Alias>(id, was)?.map(|alias| (alias.product, key(&alias.alias)));
            let will = read::<Alias>(id, will)?.map(|alias| (alias.product, key(&alias.alias)));
            let product = will.as_ref().map(|(product, _)| *product);
            product.filter(|_| was != will).map(Says::Name)
        }
        Kind::Compatibility => {
            let failed = |test: &Compatibility| test.result == Runs::Fails;
            let what = |test: Compatibility| (test.product, test.device);
            let was = read::<Compatibility>(id, was)?.filter(failed).map(what);
            let will = read::<Compatibility>(id, will)?.filter(failed).map(what);
            (was.is_some() && was != will).then_some(Says::Runs)
        }
        Kind::Alignment => {
            // Where it is claimed, and by which file, may come again; what was seen is whose name stands there.
            let seen = |claim: &Alignment| claim.status != AlignmentStatus::Claimed;
            let bare = |claim: Alignment| Alignment {
                version: 0,
                source: None,
                claimed_on: None,
                ..claim
            };
            let was = read::<Alignment>(id, was)?.filter(seen).map(bare);
            let will = read::<Alignment>(id, will)?.filter(seen).map(bare);
            (was != will).then_some(Says::Teaches)
        }
        _ => None,
    })
}

/// What somebody without any role is told, whatever they would change.
const NO_ROLE: &str = "somebody without a role only reads: an admin gives you one";

/// What somebody is told who may leave notes and nothing else.
pub const READS_ONLY: &str =
    "the help desk reads and leaves notes and requests; it does not change records";

impl RightHolder {
    /// Is somebody with these roles one of them? The error is a sentence for that person.
    pub fn includes(self, roles: &Roles) -> Result<(), Refusal> {
        let any = |of: &[Role]| of.iter().any(|role| roles.allow(*role));
        let office = any(&[Role::Technical, Role::Curricular, Role::Renewals]);
        let (may, why) = match self {
            _ if roles.0.is_empty() => (false, NO_ROLE),
            RightHolder::Anybody => (true, ""),
            RightHolder::Admin => (
                roles.allow(Role::Admin),
                "only an admin may change people and settings",
            ),
            RightHolder::Office => (office, READS_ONLY),
            RightHolder::Reviewers
            | RightHolder::Technical
            | RightHolder::Curricular
            | RightHolder::Renewals
                if !office =>
            {
                (false, READS_ONLY)
            }
            RightHolder::Reviewers => (
                any(&[Role::Technical, Role::Curricular]),
                "a checklist is changed by its reviewers and by admins",
            ),
            RightHolder::Technical => (
                any(&[Role::Technical]),
                "what was seen to fail is taken back by technical reviewers and by admins",
            ),
            RightHolder::Curricular => (
                any(&[Role::Curricular]),
                "standards, and what teaches them, are said by people with the role curricular, or an admin",
            ),
            RightHolder::Renewals => (
                any(&[Role::Renewals]),
                "renewals are decided by people with the role renewals, or an admin",
            ),
        };
        if may { Ok(()) } else { Err(why.into()) }
    }
}

/// May somebody with these roles write records of these nouns, as far as roles tell?
pub fn may_write(kinds: &[Kind], roles: &Roles) -> Result<(), Refusal> {
    if kinds.is_empty() {
        return RightHolder::Office.includes(roles);
    }
    // What only an admin may is said first, whatever else the change holds.
    let mut rights: Vec<RightHolder> = kinds.iter().map(|kind| right(*kind).who).collect();
    rights.sort_by_key(|who| *who != RightHolder::Admin);
    rights.iter().try_for_each(|who| who.includes(roles))
}

/// May this person write a record about these schools? The error is a sentence without its record's name.
pub fn may_write_at(schools: &Schools, actor: &Actor) -> Result<(), Refusal> {
    if schools.within(&actor.schools) {
        return Ok(());
    }
    let (why, next) = match schools {
        Schools::All => (
            "it is about the whole district, and you act for some schools",
            "leave it to somebody of the district",
        ),
        Schools::Only(_) => (
            "it is about other schools than yours",
            "leave it to theirs, or to the district",
        ),
    };
    Err(Refusal::from(why).then(": ", next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::person::PersonId;
    use crate::domain::school::SchoolId;

    /// The table once more, by hand: which of the five roles write each noun, and at which schools somebody
    /// of one school may.
    const SAID: &[(&str, &str, &str)] = &[
        ("setting", "admin", "district"),
        ("person", "admin", "district"),
        ("key", "admin", "district"),
        (
            "note",
            "helpdesk technical curricular renewals admin",
            "none",
        ),
        ("checklist", "technical curricular admin", "district"),
        ("vendor", "technical curricular renewals admin", "none"),
        ("function", "technical curricular renewals admin", "none"),
        ("product", "technical curricular renewals admin", "none"),
        ("alias", "technical curricular renewals admin", "none"),
        ("purpose", "technical curricular renewals admin", "none"),
        ("owner", "technical curricular renewals admin", "none"),
        (
            "compatibility",
            "technical curricular renewals admin",
            "none",
        ),
        ("agreement", "technical curricular renewals admin", "none"),
        ("alignment", "technical curricular renewals admin", "none"),
        ("measure", "technical curricular renewals admin", "none"),
        ("framework", "curricular admin", "district"),
        ("standard", "curricular admin", "district"),
        ("relation", "curricular admin", "district"),
        ("route", "curricular admin", "school"),
        ("incident", "technical curricular renewals admin", "none"),
        ("alert", "technical curricular renewals admin", "overlap"),
        ("digest", "technical curricular renewals admin", "none"),
        ("request", "technical curricular renewals admin", "review"),
        ("word", "technical curricular renewals admin", "none"),
        ("requester", "technical curricular renewals admin", "none"),
        ("pause", "technical curricular renewals admin", "review"),
        (
            "item_answer",
            "technical curricular renewals admin",
            "review",
        ),
        ("condition", "technical curricular renewals admin", "review"),
        (
            "calendar_day",
            "technical curricular renewals admin",
            "district",
        ),
        ("school", "technical curricular renewals admin", "itself"),
        ("device", "technical curricular renewals admin", "school"),
        ("inventory", "technical curricular renewals admin", "school"),
        ("training", "technical curricular renewals admin", "school"),
        (
            "provisioning",
            "technical curricular renewals admin",
            "school",
        ),
        ("usage", "technical curricular renewals admin", "school"),
        ("contract", "technical curricular renewals admin", "buyer"),
        ("line", "technical curricular renewals admin", "contract"),
        ("term", "technical curricular renewals admin", "contract"),
        ("renewal", "technical curricular renewals admin", "contract"),
        ("funding", "technical curricular renewals admin", "line"),
        ("share", "technical curricular renewals admin", "line"),
        (
            "approval",
            "technical curricular renewals admin",
            "decision",
        ),
    ];

    #[test]
    fn every_noun_has_its_right() {
        assert_eq!(SAID.len(), Kind::ALL.len());
        for (word, roles, about) in SAID {
            let kind = Kind::from_word(word).unwrap();
            for role in Role::ALL {
                let may = may_write(&[kind], &Roles(vec![*role])).is_ok();
                assert_eq!(may, roles.contains(role.word()), "{word}: {role}");
            }
            assert!(may_write(&[kind], &Roles::default()).is_err(), "{word}");
            let told = match right(kind).about {
                AboutSchools::None => "none",
                AboutSchools::District => "district",
                AboutSchools::Itself => "itself",
                AboutSchools::School(field) | AboutSchools::Of(field, _) => field,
                AboutSchools::Decision => "decision",
                AboutSchools::Overlap => "overlap",
                AboutSchools::Review => "review",
            };
            assert_eq!(told, *about, "{word}");
        }
    }

    #[test]
    fn somebody_of_some_schools_writes_about_those() {
        let actor = |schools: Schools, role: Role| Actor {
            id: PersonId(1),
            login: "bo".into(),
            roles: Roles(vec![role]),
            schools,
        };
        let linden = actor(Schools::only(vec![SchoolId(3)]), Role::Technical);
        for (schools, may) in [
            (Schools::only(vec![SchoolId(3)]), true),
            (Schools::only(vec![SchoolId(3), SchoolId(4)]), false),
            (Schools::only(vec![SchoolId(4)]), false),
            (Schools::All, false),
        ] {
            assert_eq!(may_write_at(&schools, &linden).is_ok(), may, "{schools:?}");
            let admin = actor(Schools::only(vec![SchoolId(3)]), Role::Admin);
            assert_eq!(may_write_at(&schools, &admin).is_ok(), may, "{schools:?}");
            let district = actor(Schools::All, Role::Renewals);
            assert!(may_write_at(&schools, &district).is_ok());
        }
    }
}
