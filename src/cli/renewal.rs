//! `hallpass renewal`: one contract that ends: its dates and why, the decision and what follows from it.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::domain::money::Cents;
use crate::domain::renewal::agenda::{AgendaSheet, RenewalDecision, RenewalDeed};
use crate::domain::renewal::{Cause, Choice};
use crate::domain::text;
use crate::exchange::letter::LetterForm;
use crate::exchange::sheet::FileCell;
use crate::exchange::value::{Parsed, notice};
use crate::office::deed::renewal::{ContractDeeds, ContractSubject};
use crate::office::{self, Office, Receipt};

use super::print::{self, Form};
use super::{Context, Failure, find, people, values};

mod letter;
mod packet;
mod script;
mod show;

/// `hallpass renewal`
#[derive(Debug, Args)]
pub(super) struct RenewalArgs {
    #[command(subcommand)]
    deed: RenewalCommand,
}

#[derive(Debug, Subcommand)]
enum RenewalCommand {
    /// Its dates with every step that led to them, seats, money, past terms, what is left to do
    Show {
        /// C-117 or 117
        contract: String,
    },
    /// Decide about the end of the term that runs
    Decide(DecideRenewalArgs),
    /// The notice was sent; or, where it goes on after all, what withdraws the notice
    Sent {
        /// C-117 or 117
        contract: String,
        /// The day it was sent
        #[arg(long, value_name = "DATE", value_parser = values::day)]
        on: NaiveDate,
        /// Where the proof is; without it a follow-up stays
        #[arg(long, value_name = "LINK")]
        proof: Option<String>,
    },
    /// Its notice is so long: read in the contract, no more assumed
    Notice {
        /// C-117 or 117
        contract: String,
        /// 60 days, 3 months, 30 working days; 0 days where none is needed
        length: String,
    },
    /// It renews by itself, or does not: read in the contract, no more unknown
    Renews {
        /// C-117 or 117
        contract: String,
        /// Does it?
        #[arg(value_parser = values::yes_or_no(), action = clap::ArgAction::Set)]
        answer: bool,
    },
    /// Somebody answers for it
    Assign {
        /// C-117 or 117
        contract: String,
        /// Who
        login: String,
    },
    /// Our data at the vendor, after the end: asked, due, confirmed
    Deletion {
        /// C-117 or 117
        contract: String,
        /// The day the vendor was told to delete
        #[arg(long, value_name = "DATE", value_parser = values::day)]
        requested: Option<NaiveDate>,
        /// By when the vendor must have done so
        #[arg(long, value_name = "DATE", value_parser = values::day)]
        due: Option<NaiveDate>,
        /// The day the vendor proved it
        #[arg(long, value_name = "DATE", value_parser = values::day)]
        confirmed: Option<NaiveDate>,
    },
    /// The letter to the vendor that it ends
    Letter(letter::LetterArgs),
    /// The district's own template of that letter
    Template(letter::TemplateArgs),
    /// What the board reads before it decides
    Packet(packet::PacketArgs),
}

#[derive(Debug, Args)]
struct DecideRenewalArgs {
    /// C-117 or 117
    contract: String,
    /// What is decided
    #[arg(value_parser = values::one_of_these(is_decided))]
    choice: Choice,
    /// Why, in words
    #[arg(long)]
    reason: Option<String>,
    /// Why, in a word
    #[arg(long, value_parser = values::one_of::<Cause>())]
    cause: Option<Cause>,
    /// For `smaller`: how many seats stay
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=100_000_000))]
    seats: Option<i64>,
    /// For `defer`: the day to be asked again; for `coterm`: the common last day
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    until: Option<NaiveDate>,
    /// What the next term costs, where that is agreed
    #[arg(long, value_name = "MONEY")]
    cost: Option<String>,
    /// For `replace`: the product that takes its place
    #[arg(long, value_name = "PRODUCT")]
    replace_by: Option<String>,
    /// What became of the goal it was bought for
    #[arg(long, value_name = "TEXT")]
    goal_result: Option<String>,
}

/// Nobody decides that nobody decided.
fn is_decided(choice: Choice) -> bool {
    choice != Choice::None
}

impl RenewalArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match &self.deed {
            RenewalCommand::Show { contract } => show(context, contract),
            RenewalCommand::Decide(decide) => decide.run(context),
            RenewalCommand::Sent {
                contract,
                on,
                proof,
            } => {
                let proof = proof.as_ref().map(|link| text::clean(link).text);
                let sent = RenewalDeed::NoticeSent { on: *on, proof };
                simple(context, contract, sent)
            }
            RenewalCommand::Notice { contract, length } => {
                simple(context, contract, confirmed(length)?)
            }
            RenewalCommand::Renews { contract, answer } => {
                let renews = *answer;
                simple(context, contract, RenewalDeed::ConfirmRenewal { renews })
            }
            RenewalCommand::Assign { contract, login } => {
                let person = people::find_person(&context.asked_office()?, login)?.id;
                simple(context, contract, RenewalDeed::Assign { person })
            }
            RenewalCommand::Deletion {
                contract,
                requested,
                due,
                confirmed,
            } => {
                if requested.or(*due).or(*confirmed).is_none() {
                    return Err(Failure::refused(
                        "no day was said",
                        "write --requested DATE, --due DATE or --confirmed DATE",
                    ));
                }
                let deletion = RenewalDeed::Deletion {
                    requested: *requested,
                    due: *due,
                    confirmed: *confirmed,
                };
                simple(context, contract, deletion)
            }
            RenewalCommand::Letter(letter) => letter.run(context),
            RenewalCommand::Template(template) => template.run(context),
            RenewalCommand::Packet(packet) => packet.run(context),
        }
    }
}

/// The sheet of the contract that a word names.
fn sheet(office: &mut Office, word: &str) -> Result<AgendaSheet, Failure> {
    let Some(contract) = office.contract_named(word)? else {
        let word = word.trim();
        let what = format!("there is no contract `{word}`");
        return Err(Failure::NotFound(match contracts_of(office, word)? {
            Some(told) => format!("{what}; {told}"),
            None => format!("{what}; see: hallpass renewals --all"),
        }));
    };
    Ok(office.agenda_sheet(contract)?)
}

/// That a product is called so, and which contracts it has; none where none is, or it has none.
fn contracts_of(office: &mut Office, word: &str) -> Result<Option<String>, Failure> {
    let Ok(product) = office.product_named(word)? else {
        return Ok(None);
    };
    let card = office.card(product, None, None)?;
    let numbers = card.contracts.iter();
    let mut numbers: Vec<&str> = numbers.map(|of| of.contract.number.as_str()).collect();
    numbers.dedup();
    let told = format!("{} has {}", card.answer.product, numbers.join(", "));
    Ok((!numbers.is_empty()).then_some(told))
}

fn show(context: &Context, word: &str) -> Result<(), Failure> {
    context.is_no_table()?;
    let mut office = context.asked_office()?;
    let sheet = sheet(&mut office, word)?;
    if context.form == Form::Json {
        print::json(&script::json(&sheet, &office.viewer()));
    } else {
        let lines = show::lines(&sheet, office.today());
        lines.iter().for_each(|line| print::line(line));
    }
    Ok(())
}

/// What is to be known of a contract before it is decided, a fact a line, and what can be decided now.
pub(super) fn facts(
    context: &Context,
    word: &str,
) -> Result<(Vec<String>, Option<Vec<&'static str>>), Failure> {
    let mut office = context.asked_office()?;
    let sheet = sheet(&mut office, word)?;
    let mut lines = vec![show::title(&sheet)];
    lines.extend(show::dates(&sheet, office.today()));
    lines.extend(show::outcome(&sheet));
    let may = show::may_decide(&sheet);
    if may.is_empty() {
        let why = sheet.choices.iter().find_map(|(_, why)| why.as_ref());
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        return Err(Failure::refused(
            format!("{} cannot be decided by you now{why}", what(&sheet)),
            format!(
                "its dates and who has it: hallpass renewal show {}",
                sheet.row.number
            ),
        ));
    }
    Ok((lines, Some(may)))
}

/// That a contract's notice is so long, as somebody read it.
pub(super) fn confirmed(length: &str) -> Result<RenewalDeed, Failure> {
    match notice::notice(&FileCell::Text(text::clean(length).text)) {
        Parsed::Value(notice) | Parsed::Noted(notice, _) => Ok(RenewalDeed::ConfirmNotice {
            count: i64::from(notice.value),
            unit: notice.unit,
        }),
        Parsed::Refused(why) => Err(Failure::Refused(format!("`{length}` {why}"), None)),
        Parsed::RefusedPart(why) => Err(Failure::Refused(why, None)),
        _ => Err(Failure::refused(
            "no notice was said",
            "write 60 days, 3 months or 30 working days; 0 days where none is needed",
        )),
    }
}

/// What the next term costs; a price that cannot be read is refused as a rule refuses, and not as a slip of words.
fn agreed(said: &str) -> Result<Cents, Failure> {
    values::money(said).map_err(|why| {
        let said = text::clean(said).text;
        Failure::refused(
            format!("--cost `{said}`: {why}"),
            "write dollars, as in 1,980.00",
        )
    })
}

/// A deed that needs nothing but its contract.
fn simple(context: &Context, word: &str, deed: RenewalDeed) -> Result<(), Failure> {
    let mut office = context.office()?;
    let before = sheet(&mut office, word)?;
    let (receipt, after) = done(context, &mut office, &before, deed)?;
    if context.form != Form::Json {
        print::line(&receipt.said);
        let now = show::dates(&after, office.today());
        now.iter().for_each(|line| print::line(line));
        follow_up(&after, office.today());
        Context::tell_undo(&receipt);
    }
    Ok(())
}

/// `C-117 Nearpod`.
fn what(sheet: &AgendaSheet) -> String {
    ContractSubject::of(&sheet.row).what
}

/// Carries out a deed; gives the contract as it stands then. With `--json` it is printed, also where a rule said
/// no.
fn done(
    context: &Context,
    office: &mut Office,
    on: &AgendaSheet,
    deed: RenewalDeed,
) -> Result<(Receipt, AgendaSheet), Failure> {
    let doing = ContractDeeds {
        subjects: vec![ContractSubject::of(&on.row)],
        deed,
        replacement: None,
    };
    let done = office.renewal(&doing);
    let after = office.agenda_sheet(on.row.contract)?;
    let said = matches!(done, Ok(_) | Err(office::Error::Refused(_)));
    if context.form == Form::Json && said {
        print::json(&script::json(&after, &office.viewer()));
    }
    Ok((done?, after))
}

fn follow_up(sheet: &AgendaSheet, today: NaiveDate) {
    for line in show::to_dos(sheet, today) {
        print::line(&line);
    }
}

impl DecideRenewalArgs {
    fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.office()?;
        let before = sheet(&mut office, &self.contract)?;
        let deed = RenewalDeed::Decide(self.decision(&mut office)?);
        let (receipt, after) = done(context, &mut office, &before, deed)?;
        if context.form == Form::Json {
            return Ok(());
        }
        let today = office.today();
        print::line(&receipt.said);
        if let Some(line) = show::outcome(&after) {
            print::line(&line);
        }
        follow_up(&after, today);
        if show::must_be_told(&after) {
            print::line("");
            print::text(&letter::written(&office, &after, LetterForm::Markdown)?);
            print::notice(&format!(
                "hallpass sends nothing. The letter again: hallpass renewal letter {0} -o FILE; once it is out: \
                 hallpass renewal sent {0} --on DATE --proof LINK",
                after.row.number
            ));
        }
        Context::tell_undo(&receipt);
        Ok(())
    }

    fn decision(&self, office: &mut Office) -> Result<RenewalDecision, Failure> {
        let words = |said: &Option<String>| said.as_ref().map(|said| text::clean_long(said).text);
        let replacement = self.replace_by.as_ref();
        let replacement = replacement.map(|name| find::product_named(office, name));
        if self.choice == Choice::Replace && replacement.is_none() {
            let why = "say which product takes its place";
            return Err(Failure::refused(why, "--replace-by PRODUCT"));
        }
        Ok(RenewalDecision {
            choice: self.choice,
            cause: self.cause,
            reason: words(&self.reason),
            quantity: self.seats,
            cents: self.cost.as_deref().map(agreed).transpose()?,
            until: self.until,
            replacement: replacement.transpose()?,
            goal_result: words(&self.goal_result),
        })
    }
}
