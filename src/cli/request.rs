//! `hallpass request`: somebody asks for a product, and where that ask stands.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::domain::find::{By, Finder, Named};
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::names::Match;
use crate::domain::product::DataUse;
use crate::domain::request::{SignIn, WaitingOn};
use crate::domain::review::reply::reply;
use crate::domain::review::{Deed, Intake, Wanted, intake};
use crate::domain::text;
use crate::exchange::sheet::Cell;
use crate::exchange::value::{Parsed, number};
use crate::office::deed::review::Subject;
use crate::store::Store;

use super::print::{self, Form};
use super::review::{lines, named, sheet};
use super::{Context, Failure, find, queue, review};
use named::Found;

/// `hallpass request`
#[derive(Debug, Args)]
pub(super) struct Request {
    #[command(subcommand)]
    deed: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Enter somebody's ask; one for a product under review joins that request
    New(Box<New>),
    /// Who asked for what, where it stands, what was decided
    Show {
        /// R-418, 418, or P-31 for a product whose review is due
        request: String,
        /// Only the plain text that tells the requester where it stands
        #[arg(long)]
        reply: bool,
    },
    /// It is complete
    Validate(On),
    /// Its risk is settled
    Triage {
        #[command(flatten)]
        on: On,
        /// 0 to 3; what the facts say where it is not given
        #[arg(long, value_name = "N")]
        tier: Option<i64>,
    },
    /// Something is missing; back to who asked
    Return(Why),
    /// What was missing has come
    Resubmit(On),
    /// What is decided already answers it
    Duplicate {
        #[command(flatten)]
        why: Why,
        /// The product that answers it
        #[arg(long, value_name = "PRODUCT")]
        of: String,
    },
    /// The clock stands still: the vendor, or who asked, owes something
    Wait {
        #[command(flatten)]
        why: Why,
        /// Who owes it: vendor or requester
        #[arg(long, default_value = "vendor", value_parser = waiting_on, value_name = "WHO")]
        on: WaitingOn,
    },
    /// The clock goes on
    Resume(Why),
    /// Taken back by who asked
    Withdraw(Why),
    /// Begin again
    Reopen(Why),
    /// Decide again
    Appeal(Why),
}

#[derive(Debug, Args)]
struct On {
    /// R-418 or 418
    request: String,
}

#[derive(Debug, Args)]
struct Why {
    /// R-418 or 418
    request: String,
    /// Why, or what is missing
    #[arg(long)]
    reason: Option<String>,
}

impl Why {
    fn said(&self) -> String {
        text::clean_long(self.reason.as_deref().unwrap_or_default()).text
    }

    /// The reason, which the deed needs.
    fn needed(&self) -> Result<String, Failure> {
        match self.said() {
            none if none.is_empty() => Err(Failure::refused(
                "whoever asked will want to know why",
                "add --reason TEXT",
            )),
            reason => Ok(reason),
        }
    }
}

fn waiting_on(word: &str) -> Result<WaitingOn, String> {
    WaitingOn::from_word(word).ok_or_else(|| "write vendor or requester".into())
}

impl Request {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let (request, deed) = match &self.deed {
            Command::New(new) => return new.run(context),
            Command::Show { request, reply } => return show(context, request, *reply),
            Command::Validate(on) => (&on.request, Deed::Validate),
            Command::Triage { on, tier } => (&on.request, Deed::Triage { tier: *tier }),
            Command::Resubmit(on) => (&on.request, Deed::Resubmit),
            Command::Resume(on) => (&on.request, Deed::Resume),
            Command::Return(why) => (
                &why.request,
                Deed::Return {
                    reason: why.needed()?,
                },
            ),
            Command::Withdraw(why) => (
                &why.request,
                Deed::Withdraw {
                    reason: why.needed()?,
                },
            ),
            Command::Reopen(why) => (
                &why.request,
                Deed::Reopen {
                    reason: why.needed()?,
                },
            ),
            Command::Appeal(why) => (
                &why.request,
                Deed::Appeal {
                    reason: why.needed()?,
                },
            ),
            Command::Wait { why, on } => {
                let what = why.needed()?;
                (&why.request, Deed::Wait { on: *on, what })
            }
            Command::Duplicate { why, of } => {
                let reason = why.needed()?;
                let answered_by = find::product_named(&mut context.asked_office()?, of)?;
                let deed = Deed::Duplicate {
                    answered_by,
                    reason,
                };
                (&why.request, deed)
            }
        };
        review::simple(context, request, deed)
    }
}

fn show(context: &Context, word: &str, only_reply: bool) -> Result<(), Failure> {
    let store = context.read()?;
    match named::find(context, &store, word)? {
        Found::Request(on) => {
            let sheet = store.sheet(named::id(&on), &context.stamp.who, context.stamp.today)?;
            match context.form {
                Form::Json => {
                    let mut told = sheet::request(&sheet);
                    if only_reply {
                        told["reply"] = reply(&sheet).into();
                    }
                    print::json(&told);
                }
                _ if only_reply => print::text(&reply(&sheet)),
                _ => lines::request(&sheet)
                    .iter()
                    .for_each(|line| print::line(line)),
            }
        }
        Found::Due(row) if context.form == Form::Json => print::json(&queue::row(&row)),
        Found::Due(row) => lines::row(&row).iter().for_each(|line| print::line(line)),
    }
    Ok(())
}

#[derive(Debug, Args)]
struct New {
    /// The product
    #[arg(long, value_name = "NAME")]
    product: String,
    /// Where, by code or name; `district` for all schools
    #[arg(long)]
    school: String,
    /// Why
    #[arg(long)]
    reason: String,
    /// Its web address
    #[arg(long)]
    url: Option<String>,
    /// For which grades
    #[arg(long, value_name = "K-5")]
    grades: Option<Grades>,
    /// For which subject
    #[arg(long)]
    subject: Option<String>,
    /// Who asks
    #[arg(long, value_name = "NAME")]
    requester: Option<String>,
    /// As what: teacher, principal...
    #[arg(long)]
    role: Option<String>,
    /// The principal or department head who stands behind it
    #[arg(long, value_name = "NAME")]
    sponsor: Option<String>,
    /// For how many people
    #[arg(long, value_name = "N")]
    seats: Option<u32>,
    /// What it would cost a year
    #[arg(long, value_name = "MONEY", value_parser = money)]
    cost: Option<Cents>,
    /// Who would pay
    #[arg(long)]
    fund: Option<String>,
    /// When it is needed
    #[arg(long, value_name = "DATE")]
    needed_by: Option<NaiveDate>,
    /// How people would sign in: none, district, own
    #[arg(long, value_parser = sign_in)]
    sign_in: Option<SignIn>,
    /// What it learns about students: none, login, pii, sensitive
    #[arg(long, value_parser = data)]
    data: Option<DataUse>,
    /// Does it teach? yes or no
    #[arg(long, value_parser = yes_no)]
    instructional: Option<bool>,
    /// A remark for the reviewers
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Take the review at once
    #[arg(long)]
    take: bool,
}

fn money(text: &str) -> Result<Cents, String> {
    match number::money(&Cell::Text(text.to_owned())) {
        Parsed::Value(cents) | Parsed::Noted(cents, _) => Ok(cents),
        Parsed::Refused(why) => Err(why),
        Parsed::Blank | Parsed::Unknown(_) => Err("write an amount, as 1980 or 1,980.00".into()),
    }
}

fn sign_in(word: &str) -> Result<SignIn, String> {
    SignIn::from_word(word).ok_or_else(|| "write none, district or own".into())
}

fn data(word: &str) -> Result<DataUse, String> {
    DataUse::from_word(word).ok_or_else(|| "write none, login, pii or sensitive".into())
}

fn yes_no(word: &str) -> Result<bool, String> {
    match word.to_lowercase().as_str() {
        "yes" | "y" | "true" => Ok(true),
        "no" | "n" | "false" => Ok(false),
        _ => Err("write yes or no".into()),
    }
}

impl New {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.office()?;
        let store = office.records();
        let school = match self.school.trim().to_lowercase().as_str() {
            "district" | "all" => None,
            name => Some(find::school(store, name)?),
        };
        let name = text::clean(&self.product).text;
        let product = self.wanted(store, &name)?;
        let known = match &product {
            Wanted::Known(id) => Some(*id),
            Wanted::New { .. } => None,
        };
        for ours in store.ours(known, &name, school, context.stamp.today)? {
            print::notice(&lines::already(&ours));
        }
        let cleaned = |text: &Option<String>| text.as_ref().map(|text| text::clean_long(text).text);
        let intake = Intake {
            school,
            requester: cleaned(&self.requester),
            role: cleaned(&self.role),
            reason: Some(text::clean_long(&self.reason).text),
            grades: self.grades.unwrap_or(Grades::UNSAID),
            subject: cleaned(&self.subject),
            seats: self.seats.map(i64::from),
            cost: self.cost,
            fund: cleaned(&self.fund),
            needed_by: self.needed_by,
            sign_in: self.sign_in,
            data: self.data,
            instructional: self.instructional,
            sponsor: cleaned(&self.sponsor),
            note: cleaned(&self.note),
            take: self.take,
            ..Intake::of(&name, product)
        };
        let policy = store.known(known, school, context.stamp.today)?;
        for said in intake::advice(&intake, &policy) {
            print::notice(&format!("policy: {said}"));
        }
        let entered = office.request(&intake)?;
        let Some(request) = entered.request else {
            return Err(Failure::refused(
                format!("{name} was asked for already today by the same person"),
                "see: hallpass queue",
            ));
        };
        let sheet = office.sheet(request)?;
        if context.form == Form::Json {
            print::json(&sheet::request(&sheet));
            return Ok(());
        }
        lines::request(&sheet)
            .iter()
            .for_each(|line| print::line(line));
        let also = sheet.requesters.len();
        if also > 1 {
            let what = Subject::of(&sheet.row).what;
            print::notice(&format!("{what} has {also} asks now."));
        }
        print::notice(&Context::in_a_line(&entered.receipt));
        Ok(())
    }

    /// The product of this name; one nobody knew is told, with those that are like it.
    fn wanted(&self, store: &Store, name: &str) -> Result<Wanted, Failure> {
        match store.names()?.product(name, None) {
            Match::One(id) => Ok(Wanted::Known(id)),
            Match::Several(n) => Err(Failure::refused(
                format!("{n} products are called `{name}`"),
                "add the edition to the name; see: hallpass status NAME",
            )),
            Match::None if name.is_empty() => Err(Failure::refused(
                "a request needs a product",
                "write --product NAME",
            )),
            Match::None => {
                let finder = Finder::new(store.find_entries()?);
                if let [
                    Named {
                        id,
                        by: By::Id | By::Short,
                        ..
                    },
                ] = finder.named(name)[..]
                {
                    return Ok(Wanted::Known(id));
                }
                let near = finder.near(name, 3);
                let near: Vec<String> = near.into_iter().map(|near| near.name).collect();
                let nearest = if near.is_empty() {
                    String::new()
                } else {
                    format!("; nearest: {}", near.join(", "))
                };
                print::notice(&format!("`{name}` is new here{nearest}"));
                Ok(Wanted::New {
                    name: name.to_owned(),
                    url: self.url.as_ref().map(|url| text::clean(url).text),
                })
            }
        }
    }
}
