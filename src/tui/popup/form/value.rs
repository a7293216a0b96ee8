//! Between what is typed into a field and what the record holds. Reads as the importer does, but asks
//! where a file would have to guess.

use crate::domain::day::full;
use crate::domain::refusal::Refusal;
use crate::domain::school::{SchoolId, Schools};
use chrono::NaiveDate;

use super::entry::Reads;
use crate::domain::cost::HUNDRED_PERCENT;
use crate::domain::cost::parts::CostPart;
use crate::domain::find::{Finder, SchoolName, Unclear, schools_named};
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::record::{Column, Kind, Lines, Shape, Value};
use crate::domain::text::{clean, key};
use crate::exchange::sheet::FileCell;
use crate::exchange::value::day::{self, DayOrder};
use crate::exchange::value::parts::{self, Fund};
use crate::exchange::value::{Parsed, grades, number, unlisted};
use crate::office::deed::form::FilledValue;
use crate::office::query::form::{FormFacts, SeenLine};

/// What stands in the field for a value.
pub(in crate::tui::popup) fn show(reads: Reads, value: &Value, facts: &FormFacts) -> String {
    match reads {
        Reads::Field(Shape::Record(Kind::Vendor), _) => {
            facts.vendor(value).unwrap_or_default().to_owned()
        }
        Reads::Field(Shape::Record(Kind::Product), _) => {
            facts.product(value).unwrap_or_default().to_owned()
        }
        Reads::Percent => value.int().map_or_else(String::new, percent),
        Reads::Field(Shape::YesNo, false) => {
            if value.int() == Some(1) { "yes" } else { "no" }.to_owned()
        }
        Reads::Field(Shape::Schools, _) => match Schools::from_value(value) {
            Some(Schools::Only(ids)) => {
                let codes: Vec<&str> = ids.iter().map(|id| code(*id, facts)).collect();
                codes.join("; ")
            }
            _ => String::new(),
        },
        Reads::Field(Shape::Lines, _) => value.to_string().replace('\n', "; "),
        Reads::Field(Shape::Words(_), _) => value.to_string().replace(';', "; "),
        Reads::Field(Shape::YesNo, true) => match value.int() {
            Some(1) => "yes".to_owned(),
            Some(_) => "no".to_owned(),
            None => String::new(),
        },
        Reads::Field(Shape::Money, _) => value
            .int()
            .map_or_else(String::new, |cents| Cents(cents).to_string()),
        Reads::Field(Shape::Record(Kind::School), _) => value
            .int()
            .map_or(String::new(), |id| code(SchoolId(id), facts).to_owned()),
        Reads::Field(Shape::Record(kind), _) => {
            facts.name(kind, value).unwrap_or_default().to_owned()
        }
        Reads::Field(
            Shape::Text | Shape::Count | Shape::Word(_) | Shape::Day | Shape::Grades,
            _,
        )
        | Reads::Options(_)
        | Reads::Fund
        | Reads::Funding
        | Reads::Shares => value.to_string(),
    }
}

/// What the typed text means.
pub(in crate::tui::popup) fn read(
    reads: Reads,
    typed: &str,
    facts: &FormFacts,
) -> Result<FilledValue, Refusal> {
    let typed = clean(typed).text;
    let value = match reads {
        Reads::Funding => return funding(&typed).map(FilledValue::Funding),
        Reads::Shares => return shares(&typed, facts).map(FilledValue::Shares),
        _ if typed.is_empty() => blank(reads),
        Reads::Field(Shape::Text, _) | Reads::Fund => Value::Text(typed),
        Reads::Field(Shape::Record(Kind::Vendor), _) => {
            let wanted = key(&typed);
            let known = facts.vendors.iter().find(|(_, name)| key(name) == wanted);
            match known {
                Some((id, _)) => id.to_value(),
                None => return Ok(FilledValue::NewVendor(typed)),
            }
        }
        Reads::Field(Shape::Count, _) => {
            let count = parsed(number::count(&FileCell::Text(typed.clone())), &typed)?;
            count.map(i64::from).to_value()
        }
        Reads::Field(Shape::Word(_) | Shape::YesNo, _) | Reads::Options(_) => {
            choice(reads, &typed)?
        }
        Reads::Field(Shape::Words(words), _) => some_of(words, &typed)?,
        Reads::Field(Shape::Day, _) => days(&typed)?,
        Reads::Field(Shape::Grades, _) => {
            let found = parsed(grades::grades(&FileCell::Text(typed.clone())), &typed)?;
            found.unwrap_or(Grades::UNSAID).to_value()
        }
        Reads::Field(Shape::Record(Kind::School), _) => school(&typed, facts)?,
        Reads::Field(Shape::Schools, _) => schools(&typed, facts)?,
        Reads::Field(Shape::Money, _) => money(&typed)?,
        Reads::Field(Shape::Record(Kind::Product), _) => product(&typed, facts)?,
        Reads::Field(Shape::Record(kind), _) => Value::Int(facts.named(kind, &typed)?),
        Reads::Percent => {
            parsed(number::percent(&FileCell::Text(typed.clone())), &typed)?.to_value()
        }
        Reads::Field(Shape::Lines, _) => {
            let parts = typed.split(';').map(str::trim).filter(|p| !p.is_empty());
            Lines(parts.map(str::to_owned).collect()).to_value()
        }
    };
    Ok(FilledValue::Value(value))
}

/// The money of a line as it is typed.
pub(in crate::tui::popup) fn funded(line: &SeenLine) -> String {
    let each: Vec<String> = line.funding.iter().map(Fund::to_string).collect();
    each.join("; ")
}

/// The shares of a line as they are typed, the district's too.
pub(in crate::tui::popup) fn shared(line: &SeenLine, facts: &FormFacts) -> String {
    let of = |(school, part): &(SchoolId, i64)| {
        format!("{} {}", code(*school, facts), CostPart::Percent(*part))
    };
    let mut each: Vec<String> = line.shares.iter().map(of).collect();
    let rest = HUNDRED_PERCENT - line.shares.iter().map(|(_, part)| part).sum::<i64>();
    if rest > 0 && !each.is_empty() {
        each.push(format!("district {}", CostPart::Percent(rest)));
    }
    each.join("; ")
}

fn funding(typed: &str) -> Result<Vec<Fund>, Refusal> {
    let mut funds: Vec<Fund> = Vec::new();
    for said in unlisted(typed) {
        let fund = parts::fund(&said).map_err(|why| why.after(format_args!("`{said}` ")))?;
        if funds
            .iter()
            .any(|f| (&f.source, &f.account) == (&fund.source, &fund.account))
        {
            return Err(twice(&fund.source));
        }
        funds.push(fund);
    }
    Ok(funds)
}

fn shares(typed: &str, facts: &FormFacts) -> Result<Vec<(Option<SchoolId>, CostPart)>, Refusal> {
    let mut shares: Vec<(Option<SchoolId>, CostPart)> = Vec::new();
    for said in unlisted(typed) {
        let (who, part) =
            parts::share(&said).map_err(|why| why.after(format_args!("`{said}` ")))?;
        let who_id = school(who, facts)?.int().map(SchoolId);
        if shares.iter().any(|(known, _)| *known == who_id) {
            return Err(twice(who));
        }
        shares.push((who_id, part));
    }
    Ok(shares)
}

fn twice(name: &str) -> Refusal {
    Refusal::from(format!("{name} is there twice")).then("; ", "add up its parts")
}

/// What an empty field means.
fn blank(reads: Reads) -> Value {
    match reads {
        Reads::Field(Shape::Grades, _) => Grades::UNSAID.to_value(),
        Reads::Field(Shape::YesNo, false) => false.to_value(),
        Reads::Field(Shape::Words(_), false) => Value::Text(String::new()),
        _ => Value::Null,
    }
}

fn parsed<T>(found: Parsed<T>, typed: &str) -> Result<Option<T>, Refusal> {
    match found {
        Parsed::Value(value) | Parsed::Noted(value, _) => Ok(Some(value)),
        Parsed::Blank | Parsed::Unknown(_) => Ok(None),
        Parsed::RefusedPart(why) => Err(why.into()),
        Parsed::Refused(why) => Err(format!("`{typed}` {why}").into()),
    }
}

fn choice(reads: Reads, typed: &str) -> Result<Value, Refusal> {
    let words = reads.words();
    match words.iter().position(|word| *word == typed) {
        Some(at) if matches!(reads, Reads::Field(Shape::YesNo, _)) => {
            Ok((words[at] == "yes").to_value())
        }
        Some(_) => Ok(Value::Text(typed.to_owned())),
        None => Err(format!("`{typed}` is not one of {}", words.join(", ")).into()),
    }
}

/// The words that are named, each once, in their own order.
fn some_of(words: &'static [&'static str], typed: &str) -> Result<Value, Refusal> {
    let is = |part: &str, word: &str| part.eq_ignore_ascii_case(word);
    if let Some(unknown) = parts_of(typed).find(|part| !words.iter().any(|word| is(part, word))) {
        return Err(format!("`{unknown}` is not one of {}", words.join(", ")).into());
    }
    let named = |word: &&&str| parts_of(typed).any(|part| is(part, word));
    let meant: Vec<&str> = words.iter().filter(named).copied().collect();
    Ok(Value::Text(meant.join(";")))
}

/// What is typed with `;` or `,` between.
pub(super) fn parts_of(typed: &str) -> impl Iterator<Item = &str> {
    let parts = typed.split([';', ',']).map(str::trim);
    parts.filter(|part| !part.is_empty())
}

/// A day that can be meant in one way only.
fn days(typed: &str) -> Result<Value, Refusal> {
    let cell = FileCell::Text(typed.to_owned());
    let read = |order| parsed(day::day(&cell, order), typed);
    let found = match (read(DayOrder::MonthFirst), read(DayOrder::DayFirst)) {
        (Ok(Some(one)), Ok(Some(other))) if one != other => {
            return Err(day::either(&format!("`{typed}`"), one, other));
        }
        (Ok(found), _) | (_, Ok(found)) => found,
        (Err(why), Err(_)) => return Err(why),
    };
    Ok(found.to_value())
}

/// An amount; `free` is none.
fn money(typed: &str) -> Result<Value, Refusal> {
    if typed.eq_ignore_ascii_case("free") {
        return Ok(Cents(0).to_value());
    }
    match parsed(number::money(&FileCell::Text(typed.to_owned())), typed)? {
        Some(cost) if cost < Cents(0) => Err(format!("`{typed}` is less than nothing").into()),
        Some(cost) => Ok(cost.to_value()),
        None => {
            Err(Refusal::from(format!("`{typed}` is no amount")).then("; ", "write 199.00, or 0"))
        }
    }
}

/// Hundredths of a percent as they are typed: `3`, `2.5`.
fn percent(hundredths: i64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The product that is named. One that is archived is named by its name in full only.
fn product(typed: &str, facts: &FormFacts) -> Result<Value, Refusal> {
    let wanted = key(typed);
    let mut known = facts
        .products
        .iter()
        .filter(|(_, name)| key(name) == wanted);
    if let (Some((id, _)), None) = (known.next(), known.next()) {
        return Ok(id.to_value());
    }
    let named = Finder::new(facts.listed.clone()).the_one(typed);
    named.map(|id| id.to_value()).map_err(|why| match why {
        Unclear::Nothing(_) => Refusal::from(why.told(typed)).then("; ", ":add-product adds it"),
        Unclear::Several(_) => why.told(typed).into(),
    })
}

/// The one school that is named, by code, name or whole words a name begins with; null for the district.
fn school(typed: &str, facts: &FormFacts) -> Result<Value, Refusal> {
    let wanted = key(typed);
    if ["district", "all", "all schools"].contains(&wanted.as_str()) {
        return Ok(Value::Null);
    }
    let whole = |s: &&SchoolName| key(&s.name) == wanted;
    let mut like: Vec<SchoolId> = facts.schools.iter().filter(whole).map(|s| s.id).collect();
    if like.is_empty() {
        like = schools_named(typed, &facts.schools);
    }
    let named = |id: &SchoolId| {
        let school = facts.schools.iter().find(|s| s.id == *id);
        school.map_or("?", |s| s.name.as_str())
    };
    match like[..] {
        [id] => Ok(id.to_value()),
        [] => Err(no_school(typed)),
        _ => {
            let names: Vec<&str> = like.iter().take(3).map(named).collect();
            Err(format!("which one: {}?", names.join(", ")).into())
        }
    }
}

fn schools(typed: &str, facts: &FormFacts) -> Result<Value, Refusal> {
    let mut ids = Vec::new();
    for part in parts_of(typed) {
        let wanted = key(part);
        let by_code = |s: &&_| code_of(s).is_some_and(|code| key(code) == wanted);
        let found = facts.schools.iter().find(by_code);
        let mut named = facts.schools.iter().filter(|s| key(&s.name) == wanted);
        match (found, named.next(), named.next()) {
            (Some(school), ..) | (None, Some(school), None) => ids.push(school.id),
            (None, Some(_), Some(_)) => {
                let why = Refusal::from(format!("several schools are called `{part}`"));
                return Err(why.then("; ", "use the code"));
            }
            (None, None, _) => return Err(no_school(part)),
        }
    }
    Ok(Schools::only(ids).to_value())
}

fn no_school(named: &str) -> Refusal {
    format!("no school has the code or name `{named}`").into()
}

fn code_of(school: &SchoolName) -> Option<&str> {
    school.code.as_deref()
}

fn code(id: SchoolId, facts: &FormFacts) -> &str {
    let school = facts.schools.iter().find(|school| school.id == id);
    school.map_or("?", |s| code_of(s).unwrap_or(&s.name))
}

/// A word behind a field that can be read: the weekday, the schools' names, a vendor nobody knows.
pub(in crate::tui::popup) fn gloss(reads: Reads, typed: &str, facts: &FormFacts) -> String {
    match (reads, read(reads, typed, facts)) {
        (Reads::Field(Shape::Record(Kind::Vendor), _), Ok(FilledValue::NewVendor(_))) => {
            "new: will be added".to_owned()
        }
        (Reads::Field(Shape::Day, _), Ok(FilledValue::Value(value))) => {
            NaiveDate::from_value(&value).map(full).unwrap_or_default()
        }
        (Reads::Field(Shape::Record(Kind::School), _), Ok(FilledValue::Value(value)))
            if !typed.trim().is_empty() =>
        {
            let school = facts.schools.iter().find(|s| Some(s.id.0) == value.int());
            let name = school.map_or("every school", |s| &s.name);
            if name == typed { "" } else { name }.to_owned()
        }
        (Reads::Field(Shape::Record(Kind::Product), _), Ok(FilledValue::Value(value))) => {
            let name = facts.product(&value).unwrap_or_default();
            if name == typed { "" } else { name }.to_owned()
        }
        (Reads::Field(Shape::Money, _), Ok(FilledValue::Value(Value::Int(cents)))) => {
            Cents(cents).to_string()
        }
        (Reads::Field(Shape::Schools, _), Ok(FilledValue::Value(value))) => {
            match Schools::from_value(&value) {
                Some(Schools::Only(ids)) => {
                    let known = facts.schools.iter().filter(|s| ids.contains(&s.id));
                    let names: Vec<&str> = known.map(|s| s.name.as_str()).collect();
                    names.join(", ")
                }
                _ => "every school".to_owned(),
            }
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::find::FinderEntry;
    use crate::domain::product::{ProductId, VendorId};

    fn of(shape: Shape) -> Reads {
        Reads::Field(shape, true)
    }

    fn record(kind: Kind) -> Reads {
        of(Shape::Record(kind))
    }

    fn facts() -> FormFacts {
        let school = |id, code: &str, name: &str| SchoolName {
            id,
            code: Some(code.into()),
            name: name.into(),
        };
        FormFacts {
            seen: None,
            lines: Vec::new(),
            schools: vec![
                school(SchoolId(1), "LIN", "Lincoln ES"),
                school(SchoolId(2), "ADA", "Adams ES"),
                school(SchoolId(3), "AD2", "Adams ES"),
            ],
            vendors: vec![(VendorId(7), "Kahoot! AS".into())],
            products: vec![
                (ProductId(3), "Nearpod".into()),
                (ProductId(4), "Newsela Daily".into()),
                (ProductId(8), "Old Nib".into()),
            ],
            listed: vec![
                FinderEntry {
                    id: ProductId(3),
                    name: "Nearpod".into(),
                    ..FinderEntry::default()
                },
                FinderEntry {
                    id: ProductId(4),
                    name: "Newsela Daily".into(),
                    also: vec!["Dispatch".into()],
                    ..FinderEntry::default()
                },
            ],
            others: vec![
                (Kind::Person, 4, vec!["mia".into(), "Mia Chen".into()]),
                (Kind::Contract, 5, vec!["Zed".into()]),
                (Kind::Contract, 6, vec!["Zed".into()]),
            ],
            funds: Vec::new(),
        }
    }

    #[test]
    fn what_is_typed_is_read_or_complained_about() {
        let text = |t: &str| Ok(FilledValue::Value(Value::Text(t.into())));
        let int = |n| Ok(FilledValue::Value(Value::Int(n)));
        let null = Ok(FilledValue::Value(Value::Null));
        let no = |why: &str| Err(why.to_owned());
        let roles = Reads::Field(Shape::Words(&["helpdesk", "renewals", "admin"]), false);
        for (reads, typed, meant) in [
            (of(Shape::Text), "  a\u{1b}[2Jb ", text("a[2Jb")),
            (of(Shape::Text), " ", null.clone()),
            (record(Kind::Vendor), "kahoot as", int(7)),
            (
                record(Kind::Vendor),
                "Zed",
                Ok(FilledValue::NewVendor("Zed".into())),
            ),
            (record(Kind::Product), "nearpod", int(3)),
            (record(Kind::Product), "news dai", int(4)),
            (record(Kind::Product), "dispatch", int(4)),
            (record(Kind::Product), "old nib", int(8)),
            (
                record(Kind::Product),
                "newsela",
                no("no product is called `newsela`; nearest: Newsela Daily; :add-product adds it"),
            ),
            (
                record(Kind::Product),
                "naerpod",
                no("no product is called `naerpod`; nearest: Nearpod; :add-product adds it"),
            ),
            (record(Kind::School), "lincoln", int(1)),
            (
                record(Kind::School),
                "linc",
                no("no school has the code or name `linc`"),
            ),
            (Reads::Percent, "2.5", int(250)),
            (of(Shape::Count), "1,200", int(1200)),
            (of(Shape::Count), "", null.clone()),
            (Reads::Field(Shape::YesNo, false), "yes", int(1)),
            (of(Shape::Day), "2026-03-31", text("2026-03-31")),
            (of(Shape::Day), "Mar 31 2026", text("2026-03-31")),
            (of(Shape::Day), "3/31/2026", text("2026-03-31")),
            (of(Shape::Day), "4/4/2026", text("2026-04-04")),
            (of(Shape::Grades), "K to 5", text("K-5")),
            (
                of(Shape::Schools),
                "lin; Adams ES",
                no("several schools are called `Adams ES`; use the code"),
            ),
            (of(Shape::Schools), "lin, ad2", text("[1,3]")),
            (of(Shape::Schools), "", null),
            (
                of(Shape::Schools),
                "xyz",
                no("no school has the code or name `xyz`"),
            ),
            (of(Shape::Lines), "one; two;", text("one\ntwo")),
            (roles, "Admin, helpdesk;admin", text("helpdesk;admin")),
            (roles, " ", text("")),
            (
                roles,
                "helpdesk; king",
                no("`king` is not one of helpdesk, renewals, admin"),
            ),
            (record(Kind::Person), "mia chen", int(4)),
            (record(Kind::Person), "MIA", int(4)),
            (record(Kind::Person), "bob", no("no person is called `bob`")),
            (
                record(Kind::Contract),
                "zed",
                no("several contracts are called `zed`"),
            ),
            (Reads::Percent, "3.5%", int(350)),
        ] {
            let found = read(reads, typed, &facts()).map_err(String::from);
            assert_eq!(found, meant, "{typed}");
        }
        for (reads, typed) in [
            (of(Shape::Count), "many"),
            (of(Shape::Day), "3/5/2026"),
            (of(Shape::Day), "soon"),
            (of(Shape::Grades), "13"),
        ] {
            let why = read(reads, typed, &facts()).unwrap_err();
            assert!(why.reason.contains(&format!("`{typed}`")), "{why}");
        }
    }

    #[test]
    fn what_is_shown_reads_back_as_the_same() {
        for (reads, value) in [
            (record(Kind::Vendor), Value::Int(7)),
            (Reads::Field(Shape::YesNo, false), Value::Int(1)),
            (record(Kind::Person), Value::Int(4)),
            (Reads::Percent, Value::Int(1050)),
            (Reads::Percent, Value::Int(1000)),
            (of(Shape::Schools), Value::Text("[1,3]".into())),
            (of(Shape::Schools), Value::Null),
            (of(Shape::Lines), Value::Text("one\ntwo".into())),
            (of(Shape::Day), Value::Text("2026-03-31".into())),
            (of(Shape::Grades), Value::Text("PK-5".into())),
        ] {
            let shown = show(reads, &value, &facts());
            assert_eq!(
                read(reads, &shown, &facts()),
                Ok(FilledValue::Value(value)),
                "{shown}"
            );
        }
    }

    #[test]
    fn a_gloss_says_what_was_understood() {
        for (reads, typed, said) in [
            (of(Shape::Day), "2026-03-31", "Tue Mar 31 2026"),
            (of(Shape::Schools), "lin", "Lincoln ES"),
            (of(Shape::Schools), "", "every school"),
            (record(Kind::Vendor), "Zed", "new: will be added"),
            (record(Kind::Vendor), "", ""),
            (of(Shape::Day), "soon", ""),
        ] {
            assert_eq!(gloss(reads, typed, &facts()), said, "{typed}");
        }
    }
}
