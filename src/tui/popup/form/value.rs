//! Between what is typed into a field and what the record holds. Reads as the importer does, but asks
//! where a file would have to guess.

use chrono::NaiveDate;

use super::entry::Reads;
use crate::domain::cost::WHOLE;
use crate::domain::cost::parts::CostPart;
use crate::domain::find::{Finder, SchoolName, Unclear, schools_named};
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::record::{Column, Lines, Schools, Value};
use crate::domain::text::{clean, key};
use crate::exchange::sheet::FileCell;
use crate::exchange::value::day::{self, DayOrder};
use crate::exchange::value::parts::{self, Fund};
use crate::exchange::value::{Parsed, grades, number, unlisted};
use crate::office::deed::form::Filled;
use crate::office::query::form::{FormFacts, SeenLine};

/// What stands in the field for a value.
pub(in crate::tui::popup) fn show(reads: Reads, value: &Value, facts: &FormFacts) -> String {
    match reads {
        Reads::Vendor => facts.vendor(value).unwrap_or_default().to_owned(),
        Reads::Product => facts.product(value).unwrap_or_default().to_owned(),
        Reads::Percent => value.int().map_or_else(String::new, percent),
        Reads::YesNo => if value.int() == Some(1) { "yes" } else { "no" }.to_owned(),
        Reads::Schools => match Schools::from_value(value) {
            Some(Schools::Only(ids)) => {
                let codes: Vec<&str> = ids.iter().map(|id| code(*id, facts)).collect();
                codes.join("; ")
            }
            _ => String::new(),
        },
        Reads::Lines => value.to_string().replace('\n', "; "),
        Reads::Perhaps => match value.int() {
            Some(1) => "yes".to_owned(),
            Some(_) => "no".to_owned(),
            None => String::new(),
        },
        Reads::Money => value
            .int()
            .map_or_else(String::new, |cents| Cents(cents).to_string()),
        Reads::School => value
            .int()
            .map_or(String::new(), |id| code(id, facts).to_owned()),
        Reads::One(kind) => facts.name(kind, value).unwrap_or_default().to_owned(),
        Reads::Text
        | Reads::Number
        | Reads::Choice(_)
        | Reads::Options(_)
        | Reads::Day
        | Reads::Funding
        | Reads::Shares
        | Reads::Grades => value.to_string(),
    }
}

/// What the typed text means; the error is a sentence about it.
pub(in crate::tui::popup) fn read(
    reads: Reads,
    typed: &str,
    facts: &FormFacts,
) -> Result<Filled, String> {
    let typed = clean(typed).text;
    let value = match reads {
        Reads::Funding => return funding(&typed).map(Filled::Funding),
        Reads::Shares => return shares(&typed, facts).map(Filled::Shares),
        _ if typed.is_empty() => blank(reads),
        Reads::Text => Value::Text(typed),
        Reads::Vendor => {
            let wanted = key(&typed);
            let known = facts.vendors.iter().find(|(_, name)| key(name) == wanted);
            match known {
                Some((id, _)) => Value::Int(*id),
                None => return Ok(Filled::NewVendor(typed)),
            }
        }
        Reads::One(kind) => Value::Int(facts.named(kind, &typed)?),
        Reads::Number => {
            let count = parsed(number::count(&FileCell::Text(typed.clone())), &typed)?;
            count.map(i64::from).to_value()
        }
        Reads::Choice(_) | Reads::Options(_) | Reads::YesNo | Reads::Perhaps => {
            choice(reads, &typed)?
        }
        Reads::Day => days(&typed)?,
        Reads::Grades => {
            let found = parsed(grades::grades(&FileCell::Text(typed.clone())), &typed)?;
            found.unwrap_or(Grades::UNSAID).to_value()
        }
        Reads::School => school(&typed, facts)?,
        Reads::Schools => schools(&typed, facts)?,
        Reads::Money => money(&typed)?,
        Reads::Product => product(&typed, facts)?,
        Reads::Percent => {
            parsed(number::percent(&FileCell::Text(typed.clone())), &typed)?.to_value()
        }
        Reads::Lines => {
            let parts = typed.split(';').map(str::trim).filter(|p| !p.is_empty());
            Lines(parts.map(str::to_owned).collect()).to_value()
        }
    };
    Ok(Filled::Value(value))
}

/// The money of a line as it is typed.
pub(in crate::tui::popup) fn funded(line: &SeenLine) -> String {
    let each: Vec<String> = line.funding.iter().map(Fund::to_string).collect();
    each.join("; ")
}

/// The shares of a line as they are typed, the district's too.
pub(in crate::tui::popup) fn shared(line: &SeenLine, facts: &FormFacts) -> String {
    let of = |(school, part): &(i64, i64)| {
        format!("{} {}", code(*school, facts), CostPart::Percent(*part))
    };
    let mut each: Vec<String> = line.shares.iter().map(of).collect();
    let rest = WHOLE - line.shares.iter().map(|(_, part)| part).sum::<i64>();
    if rest > 0 && !each.is_empty() {
        each.push(format!("district {}", CostPart::Percent(rest)));
    }
    each.join("; ")
}

fn funding(typed: &str) -> Result<Vec<Fund>, String> {
    let mut funds: Vec<Fund> = Vec::new();
    for said in unlisted(typed) {
        let fund = parts::fund(&said).map_err(|why| told(&said, &why))?;
        if funds
            .iter()
            .any(|f| (&f.source, &f.account) == (&fund.source, &fund.account))
        {
            return Err(format!("{} is there twice; add up its parts", fund.source));
        }
        funds.push(fund);
    }
    Ok(funds)
}

fn shares(typed: &str, facts: &FormFacts) -> Result<Vec<(Option<i64>, CostPart)>, String> {
    let mut shares: Vec<(Option<i64>, CostPart)> = Vec::new();
    for said in unlisted(typed) {
        let (who, part) = parts::share(&said).map_err(|why| told(&said, &why))?;
        let who_id = school(who, facts)?.int();
        if shares.iter().any(|(known, _)| *known == who_id) {
            return Err(format!("{who} is there twice; add up its parts"));
        }
        shares.push((who_id, part));
    }
    Ok(shares)
}

fn told(said: &str, why: &str) -> String {
    format!("`{said}` {why}")
}

/// What an empty field means.
fn blank(reads: Reads) -> Value {
    match reads {
        Reads::Grades => Grades::UNSAID.to_value(),
        Reads::YesNo => false.to_value(),
        _ => Value::Null,
    }
}

fn parsed<T>(found: Parsed<T>, typed: &str) -> Result<Option<T>, String> {
    match found {
        Parsed::Value(value) | Parsed::Noted(value, _) => Ok(Some(value)),
        Parsed::Blank | Parsed::Unknown(_) => Ok(None),
        Parsed::RefusedPart(why) => Err(why),
        Parsed::Refused(why) => Err(format!("`{typed}` {why}")),
    }
}

fn choice(reads: Reads, typed: &str) -> Result<Value, String> {
    let words = reads.words();
    match words.iter().position(|word| *word == typed) {
        Some(at) if matches!(reads, Reads::YesNo | Reads::Perhaps) => {
            Ok((words[at] == "yes").to_value())
        }
        Some(_) => Ok(Value::Text(typed.to_owned())),
        None => Err(format!("`{typed}` is not one of {}", words.join(", "))),
    }
}

/// A day that can be meant in one way only.
fn days(typed: &str) -> Result<Value, String> {
    let cell = FileCell::Text(typed.to_owned());
    let read = |order| parsed(day::day(&cell, order), typed);
    let found = match (read(DayOrder::MonthFirst), read(DayOrder::DayFirst)) {
        (Ok(one), Ok(other)) if one != other => {
            return Err(format!(
                "`{typed}` could be either of two days; write 2026-03-31 or Mar 31 2026"
            ));
        }
        (Ok(found), _) | (_, Ok(found)) => found,
        (Err(why), Err(_)) => return Err(why),
    };
    Ok(found.to_value())
}

/// An amount; `free` is none.
fn money(typed: &str) -> Result<Value, String> {
    if typed.eq_ignore_ascii_case("free") {
        return Ok(Cents(0).to_value());
    }
    match parsed(number::money(&FileCell::Text(typed.to_owned())), typed)? {
        Some(cost) if cost < Cents(0) => Err(format!("`{typed}` is less than nothing")),
        Some(cost) => Ok(cost.to_value()),
        None => Err(format!("`{typed}` is no amount; write 199.00, or 0")),
    }
}

/// Hundredths of a percent as they are typed: `3`, `2.5`.
fn percent(hundredths: i64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The product that is named. One that is archived is named by its name in full only.
fn product(typed: &str, facts: &FormFacts) -> Result<Value, String> {
    let wanted = key(typed);
    let mut known = facts
        .products
        .iter()
        .filter(|(_, name)| key(name) == wanted);
    if let (Some((id, _)), None) = (known.next(), known.next()) {
        return Ok(Value::Int(*id));
    }
    let named = Finder::new(facts.listed.clone()).the_one(typed);
    named.map(Value::Int).map_err(|why| match why {
        Unclear::Nothing(_) => format!("{}; :add-product adds it", why.told(typed)),
        Unclear::Several(_) => why.told(typed),
    })
}

/// The one school that is named, by code, name or whole words a name begins with; null for the district.
fn school(typed: &str, facts: &FormFacts) -> Result<Value, String> {
    let wanted = key(typed);
    if ["district", "all", "all schools"].contains(&wanted.as_str()) {
        return Ok(Value::Null);
    }
    let whole = |s: &&SchoolName| key(&s.name) == wanted;
    let mut like: Vec<i64> = facts.schools.iter().filter(whole).map(|s| s.id).collect();
    if like.is_empty() {
        like = schools_named(typed, &facts.schools);
    }
    let named = |id: &i64| {
        let school = facts.schools.iter().find(|s| s.id == *id);
        school.map_or("?", |s| s.name.as_str())
    };
    match like[..] {
        [id] => Ok(Value::Int(id)),
        [] => Err(format!("no school has the code or name `{typed}`")),
        _ => {
            let names: Vec<&str> = like.iter().take(3).map(named).collect();
            Err(format!("which one: {}?", names.join(", ")))
        }
    }
}

fn schools(typed: &str, facts: &FormFacts) -> Result<Value, String> {
    let mut ids = Vec::new();
    let parts = typed.split([';', ',']).map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        let wanted = key(part);
        let by_code = |s: &&_| code_of(s).is_some_and(|code| key(code) == wanted);
        let found = facts.schools.iter().find(by_code);
        let mut named = facts.schools.iter().filter(|s| key(&s.name) == wanted);
        match (found, named.next(), named.next()) {
            (Some(school), ..) | (None, Some(school), None) => ids.push(school.id),
            (None, Some(_), Some(_)) => {
                return Err(format!("several schools are called `{part}`; use the code"));
            }
            (None, None, _) => return Err(format!("no school has the code or name `{part}`")),
        }
    }
    Ok(Schools::only(ids).to_value())
}

fn code_of(school: &SchoolName) -> Option<&str> {
    school.code.as_deref()
}

fn code(id: i64, facts: &FormFacts) -> &str {
    let school = facts.schools.iter().find(|school| school.id == id);
    school.map_or("?", |s| code_of(s).unwrap_or(&s.name))
}

/// A word behind a field that can be read: the weekday, the schools' names, a vendor nobody knows.
pub(in crate::tui::popup) fn gloss(reads: Reads, typed: &str, facts: &FormFacts) -> String {
    match (reads, read(reads, typed, facts)) {
        (Reads::Vendor, Ok(Filled::NewVendor(_))) => "new: will be added".to_owned(),
        (Reads::Day, Ok(Filled::Value(value))) => NaiveDate::from_value(&value)
            .map(|day| day.format("%a %b %d %Y").to_string())
            .unwrap_or_default(),
        (Reads::School, Ok(Filled::Value(value))) if !typed.trim().is_empty() => {
            let school = facts.schools.iter().find(|s| Some(s.id) == value.int());
            let name = school.map_or("every school", |s| &s.name);
            if name == typed { "" } else { name }.to_owned()
        }
        (Reads::Product, Ok(Filled::Value(value))) => {
            let name = facts.product(&value).unwrap_or_default();
            if name == typed { "" } else { name }.to_owned()
        }
        (Reads::Money, Ok(Filled::Value(Value::Int(cents)))) => Cents(cents).to_string(),
        (Reads::Schools, Ok(Filled::Value(value))) => match Schools::from_value(&value) {
            Some(Schools::Only(ids)) => {
                let known = facts.schools.iter().filter(|s| ids.contains(&s.id));
                let names: Vec<&str> = known.map(|s| s.name.as_str()).collect();
                names.join(", ")
            }
            _ => "every school".to_owned(),
        },
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::find::FinderEntry;
    use crate::domain::record::Kind;

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
                school(1, "LIN", "Lincoln ES"),
                school(2, "ADA", "Adams ES"),
                school(3, "AD2", "Adams ES"),
            ],
            vendors: vec![(7, "Kahoot! AS".into())],
            products: vec![
                (3, "Nearpod".into()),
                (4, "Newsela Daily".into()),
                (8, "Old Nib".into()),
            ],
            listed: vec![
                FinderEntry {
                    id: 3,
                    name: "Nearpod".into(),
                    ..FinderEntry::default()
                },
                FinderEntry {
                    id: 4,
                    name: "Newsela Daily".into(),
                    also: vec!["Dispatch".into()],
                    ..FinderEntry::default()
                },
            ],
            others: vec![
                (Kind::Person, 4, vec!["mia".into(), "Mia Chen".into()]),
                (Kind::Product, 5, vec!["Zed".into()]),
                (Kind::Product, 6, vec!["Zed".into()]),
            ],
        }
    }

    #[test]
    fn what_is_typed_is_read_or_complained_about() {
        let text = |t: &str| Ok(Filled::Value(Value::Text(t.into())));
        let int = |n| Ok(Filled::Value(Value::Int(n)));
        let null = Ok(Filled::Value(Value::Null));
        let no = |why: &str| Err(why.to_owned());
        for (reads, typed, meant) in [
            (Reads::Text, "  a\u{1b}[2Jb ", text("a[2Jb")),
            (Reads::Text, " ", null.clone()),
            (Reads::Vendor, "kahoot as", int(7)),
            (Reads::Vendor, "Zed", Ok(Filled::NewVendor("Zed".into()))),
            (Reads::Product, "nearpod", int(3)),
            (Reads::Product, "news dai", int(4)),
            (Reads::Product, "dispatch", int(4)),
            (Reads::Product, "old nib", int(8)),
            (
                Reads::Product,
                "newsela",
                no("no product is called `newsela`; nearest: Newsela Daily; :add-product adds it"),
            ),
            (
                Reads::Product,
                "naerpod",
                no("no product is called `naerpod`; nearest: Nearpod; :add-product adds it"),
            ),
            (Reads::School, "lincoln", int(1)),
            (
                Reads::School,
                "linc",
                no("no school has the code or name `linc`"),
            ),
            (Reads::Percent, "2.5", int(250)),
            (Reads::Number, "1,200", int(1200)),
            (Reads::Number, "", null.clone()),
            (Reads::YesNo, "yes", int(1)),
            (Reads::Day, "2026-03-31", text("2026-03-31")),
            (Reads::Day, "Mar 31 2026", text("2026-03-31")),
            (Reads::Day, "3/31/2026", text("2026-03-31")),
            (Reads::Day, "4/4/2026", text("2026-04-04")),
            (Reads::Grades, "K to 5", text("K-5")),
            (
                Reads::Schools,
                "lin; Adams ES",
                no("several schools are called `Adams ES`; use the code"),
            ),
            (Reads::Schools, "lin, ad2", text("[1,3]")),
            (Reads::Schools, "", null),
            (
                Reads::Schools,
                "xyz",
                no("no school has the code or name `xyz`"),
            ),
            (Reads::Lines, "one; two;", text("one\ntwo")),
            (Reads::One(Kind::Person), "mia chen", int(4)),
            (Reads::One(Kind::Person), "MIA", int(4)),
            (
                Reads::One(Kind::Person),
                "bob",
                no("no person is called `bob`"),
            ),
            (
                Reads::One(Kind::Product),
                "zed",
                no("several products are called `zed`"),
            ),
            (Reads::Percent, "3.5%", int(350)),
        ] {
            assert_eq!(read(reads, typed, &facts()), meant, "{typed}");
        }
        for (reads, typed) in [
            (Reads::Number, "many"),
            (Reads::Day, "3/5/2026"),
            (Reads::Day, "soon"),
            (Reads::Grades, "13"),
        ] {
            let why = read(reads, typed, &facts()).unwrap_err();
            assert!(why.contains(&format!("`{typed}`")), "{why}");
        }
    }

    #[test]
    fn what_is_shown_reads_back_as_the_same() {
        for (reads, value) in [
            (Reads::Vendor, Value::Int(7)),
            (Reads::YesNo, Value::Int(1)),
            (Reads::One(Kind::Person), Value::Int(4)),
            (Reads::Percent, Value::Int(1050)),
            (Reads::Percent, Value::Int(1000)),
            (Reads::Schools, Value::Text("[1,3]".into())),
            (Reads::Schools, Value::Null),
            (Reads::Lines, Value::Text("one\ntwo".into())),
            (Reads::Day, Value::Text("2026-03-31".into())),
            (Reads::Grades, Value::Text("PK-5".into())),
        ] {
            let shown = show(reads, &value, &facts());
            assert_eq!(
                read(reads, &shown, &facts()),
                Ok(Filled::Value(value)),
                "{shown}"
            );
        }
    }

    #[test]
    fn a_gloss_says_what_was_understood() {
        for (reads, typed, said) in [
            (Reads::Day, "2026-03-31", "Tue Mar 31 2026"),
            (Reads::Schools, "lin", "Lincoln ES"),
            (Reads::Schools, "", "every school"),
            (Reads::Vendor, "Zed", "new: will be added"),
            (Reads::Vendor, "", ""),
            (Reads::Day, "soon", ""),
        ] {
            assert_eq!(gloss(reads, typed, &facts()), said, "{typed}");
        }
    }
}
