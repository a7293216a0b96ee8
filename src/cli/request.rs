//! `hallpass request`: somebody asks for a product, and where that ask stands.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::domain::find::Unclear;
use crate::domain::grade::Grades;
use crate::domain::money::Cents;
use crate::domain::product::DataUse;
use crate::domain::request::{SignIn, WaitingOn};
use crate::domain::review::reply::reply;
use crate::domain::review::{Intake, ReviewDeed, Wanted};
use crate::domain::taught::codes_in;
use crate::domain::text;
use crate::office::Office;
use crate::office::deed::review::QueueSubject;

use super::print::{self, Form};
use super::review::{lines, named, sheet};
use super::{Context, Failure, find, queue, review, values};
use named::Found;

/// `hallpass request`
#[derive(Debug, Args)]
pub(super) struct RequestArgs {
    #[command(subcommand)]
    deed: RequestCommand,
}

#[derive(Debug, Subcommand)]
enum RequestCommand {
    /// Enter somebody's ask; one for a product under review joins that request
    New(Box<NewRequestArgs>),
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
        /// Who owes it
        #[arg(long, default_value = "vendor", value_parser = values::one_of::<WaitingOn>(), value_name = "WHO")]
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

impl RequestArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let (request, deed) = match &self.deed {
            RequestCommand::New(new) => return new.run(context),
            RequestCommand::Show { request, reply } => return show(context, request, *reply),
            RequestCommand::Validate(on) => (&on.request, ReviewDeed::Validate),
            RequestCommand::Triage { on, tier } => {
                (&on.request, ReviewDeed::Triage { tier: *tier })
            }
            RequestCommand::Resubmit(on) => (&on.request, ReviewDeed::Resubmit),
            RequestCommand::Resume(on) => (&on.request, ReviewDeed::Resume),
            RequestCommand::Return(why) => (
                &why.request,
                ReviewDeed::Return {
                    reason: why.needed()?,
                },
            ),
            RequestCommand::Withdraw(why) => (
                &why.request,
                ReviewDeed::Withdraw {
                    reason: why.needed()?,
                },
            ),
            RequestCommand::Reopen(why) => (
                &why.request,
                ReviewDeed::Reopen {
                    reason: why.needed()?,
                },
            ),
            RequestCommand::Appeal(why) => (
                &why.request,
                ReviewDeed::Appeal {
                    reason: why.needed()?,
                },
            ),
            RequestCommand::Wait { why, on } => {
                let what = why.needed()?;
                (&why.request, ReviewDeed::Wait { on: *on, what })
            }
            RequestCommand::Duplicate { why, of } => {
                let reason = why.needed()?;
                let answered_by = find::product_named(&mut context.asked_office()?, of)?;
                let deed = ReviewDeed::Duplicate {
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
    context.is_no_table()?;
    let office = context.asked_office()?;
    match named::find(&office, word)? {
        Found::Request(on) => {
            let sheet = office.sheet(named::id(&on))?;
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
struct NewRequestArgs {
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
    #[arg(long, value_name = "MONEY", value_parser = values::money)]
    cost: Option<Cents>,
    /// Who would pay
    #[arg(long)]
    fund: Option<String>,
    /// When it is needed
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    needed_by: Option<NaiveDate>,
    /// How people would sign in
    #[arg(long, value_parser = values::one_of::<SignIn>())]
    sign_in: Option<SignIn>,
    /// What it learns about students
    #[arg(long, value_parser = values::one_of::<DataUse>())]
    data: Option<DataUse>,
    /// Does it teach?
    #[arg(long, value_parser = values::yes_or_no())]
    instructional: Option<bool>,
    /// A remark for the reviewers
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Take the review at once
    #[arg(long)]
    take: bool,
}

impl NewRequestArgs {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.office()?;
        let school = match self.school.trim().to_lowercase().as_str() {
            "district" | "all" => None,
            name => Some(find::school(&mut office, name)?),
        };
        let name = text::clean(&self.product).text;
        let product = self.wanted(&mut office, &name)?;
        let known = match &product {
            Wanted::Known(id) => Some(*id),
            Wanted::New { .. } => None,
        };
        for ours in office.ours(known, &name, school)? {
            print::notice(&lines::already(&ours));
        }
        for same in office.teach_same(known, &codes_in(&self.reason), school)? {
            print::notice(&lines::teaches_same(&same));
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
        for says in office.advice(&intake)? {
            print::notice(&format!("policy: {says}"));
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
            let what = QueueSubject::of(&sheet.row).what;
            print::notice(&format!("{what} has {also} asks now."));
        }
        print::notice(&Context::in_a_line(&entered.receipt));
        Ok(())
    }

    /// The product of this name; one nobody knew is told, with those that are like it.
    fn wanted(&self, office: &mut Office, name: &str) -> Result<Wanted, Failure> {
        if name.is_empty() {
            return Err(Failure::refused(
                "a request needs a product",
                "write --product NAME",
            ));
        }
        match office.product_named(name)? {
            Ok(id) => Ok(Wanted::Known(id)),
            Err(why @ Unclear::Several(_)) => Err(find::unclear(name, &why)),
            Err(Unclear::Nothing(near)) => {
                // The finder does not list what is archived.
                if let Some(id) = office.archived_named(name)? {
                    return Ok(Wanted::Known(id));
                }
                print::notice(&format!("`{name}` is new here{}", find::nearest(&near)));
                Ok(Wanted::New {
                    name: name.to_owned(),
                    url: self.url.as_ref().map(|url| text::clean(url).text),
                })
            }
        }
    }
}
