//! `hallpass region`: a region of districts. Its own people begin it and say which products are one; a district joins,
//! says what it lets go, pushes and leaves; both ask what districts share.

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use crate::domain::counted::counted;
use crate::domain::refusal::Refusal;
use crate::domain::region::address::RegionAddress;
use crate::domain::region::share::SharedField;
use crate::domain::region::{DistrictCode, LetIn};
use crate::domain::text::shell_word;
use crate::office::lists::region::{LetGo, REGION_POLICY};
use crate::office::region::{Pushed, Region, SharedRows};

use super::print::{self, Form};
use super::{Context, Failure};

mod asked;
mod identity;
mod prompt;

pub(super) use prompt::prompt;

/// `hallpass region`
#[derive(Debug, Args)]
pub(super) struct RegionArgs {
    #[command(subcommand)]
    deed: RegionCommand,
}

/// Which region is asked.
#[derive(Debug, Args)]
struct AskedRegion {
    /// Which region to ask; the one that the office joined where none is named
    #[arg(long, global = true, value_name = "URL", value_parser = address)]
    region: Option<RegionAddress>,
}

impl AskedRegion {
    fn opened(&self, context: &Context) -> Result<Region, Failure> {
        let address = match &self.region {
            Some(address) => address.clone(),
            None => context.asked_office()?.joined_region()?.address,
        };
        Ok(Region::open(&address)?)
    }
}

#[derive(Debug, Subcommand)]
enum RegionCommand {
    /// For whoever runs the region: make its tables and roles, or bring them up to date, and let districts in
    Init {
        /// postgresql://OWNER@HOST/DATABASE, by a login that may make schemas and roles there
        #[arg(value_name = "URL", value_parser = address)]
        url: RegionAddress,
        /// Let this district in, by the login district_CODE, or as CODE=LOGIN by that one
        #[arg(long = "district", value_name = "CODE", value_parser = let_in)]
        districts: Vec<LetIn>,
    },
    /// Take part in a region; nothing is sent yet
    Join {
        /// postgresql://district_CODE@HOST/DATABASE
        #[arg(value_name = "URL", value_parser = address)]
        url: RegionAddress,
        /// The district's code there
        #[arg(long, value_name = "CODE", value_parser = code)]
        district: DistrictCode,
    },
    /// What the region is told of this office, and what stays here
    Policy {
        /// Let this go as well
        #[arg(long, value_name = "FIELD", value_parser = field)]
        allow: Vec<SharedField>,
        /// Keep this here; where it was sent, the next push takes it back
        #[arg(long, value_name = "FIELD", value_parser = field)]
        refuse: Vec<SharedField>,
        /// It is right as it is shown
        #[arg(long)]
        accept: bool,
    },
    /// Send what changed since the last push
    Push {
        /// Only say what would be sent
        #[arg(long)]
        dry_run: bool,
    },
    /// Take everything of this district back out, and take part no more
    Leave {
        /// The region is gone for good, and cannot be asked: only forget it here
        #[arg(long)]
        lost: bool,
    },
    /// What districts say of a product: `region status kahoot`
    Status(asked::AskedThing),
    /// All that districts share of a product
    Product(asked::AskedThing),
    /// About what it costs, where three or more districts share that
    Prices(asked::AskedThing),
    /// What several districts could buy together: their terms end soon
    Ending {
        /// In this month or the next so many
        #[arg(long, value_name = "MONTHS", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=120))]
        within: u32,
        #[command(flatten)]
        of: AskedRegion,
    },
    /// What some allow and others refuse
    Differences {
        /// The page behind this one, as the page before names it
        #[arg(long, value_name = "THING", default_value = "")]
        behind: String,
        #[command(flatten)]
        of: AskedRegion,
    },
    /// For the region's people: which products of several districts are one
    Identity(identity::IdentityArgs),
}

fn address(text: &str) -> Result<RegionAddress, Refusal> {
    RegionAddress::read(text)
}

fn code(text: &str) -> Result<DistrictCode, Refusal> {
    DistrictCode::read(text)
}

fn let_in(text: &str) -> Result<LetIn, Refusal> {
    LetIn::read(text)
}

fn field(text: &str) -> Result<SharedField, String> {
    SharedField::from_word(text)
        .ok_or_else(|| format!("write one of: {}", SharedField::WORDS.join(", ")))
}

impl RegionArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match &self.deed {
            RegionCommand::Init { url, districts } => init(context, url, districts),
            RegionCommand::Join { url, district } => join(context, url, district),
            RegionCommand::Policy {
                allow,
                refuse,
                accept,
            } => policy(context, allow, refuse, *accept),
            RegionCommand::Push { dry_run } => push(context, *dry_run),
            RegionCommand::Leave { lost } => leave(context, *lost),
            RegionCommand::Status(asked) => asked.status(context),
            RegionCommand::Product(asked) => asked.product(context),
            RegionCommand::Prices(asked) => asked.prices(context),
            RegionCommand::Ending { within, of } => {
                asked::ending(context, &of.opened(context)?, *within)
            }
            RegionCommand::Differences { behind, of } => {
                asked::differences(context, &of.opened(context)?, behind)
            }
            RegionCommand::Identity(identity) => identity.run(context),
        }
    }
}

fn init(context: &Context, url: &RegionAddress, districts: &[LetIn]) -> Result<(), Failure> {
    let begun = Region::begin(url, districts)?;
    if context.form == Form::Json {
        let districts = begun.districts.iter().map(
            |(code, login, made)| json!({ "district": code.as_str(), "login": login, "made": made }),
        );
        print::json(&json!({
            "layout_was": begun.from, "layout": begun.to, "districts": districts.collect::<Vec<_>>(),
        }));
        return Ok(());
    }
    print::line(&match begun.from {
        0 => format!("The region is begun (layout {}).", begun.to),
        from if from == begun.to => format!("The region was there already (layout {from})."),
        from => format!("The region was brought from layout {from} to {}.", begun.to),
    });
    for (code, login, made) in &begun.districts {
        let how = if *made {
            "by a new login"
        } else {
            "by the login"
        };
        print::line(&format!("{code} is let in {how}, {login}."));
    }
    if begun.districts.iter().any(|(.., made)| *made) {
        print::notice(
            "A new login has no password; give it one, by \\password in psql, before it comes in over a network.",
        );
    }
    print::notice(
        "Whoever says which products are one needs the region's role: GRANT hallpass_region TO \"LOGIN\".",
    );
    Ok(())
}

fn join(context: &Context, url: &RegionAddress, district: &DistrictCode) -> Result<(), Failure> {
    let mut office = context.office()?;
    let receipt = office.join_region(url, district)?;
    if context.form == Form::Json {
        print::json(&json!({
            "region": url.to_string(), "district": district.as_str(), "change_set": receipt.change_set,
        }));
        return Ok(());
    }
    Context::tell(&receipt);
    print::notice("Nothing was sent. See and say what the region is told: hallpass region policy");
    Ok(())
}

fn policy(
    context: &Context,
    allow: &[SharedField],
    refuse: &[SharedField],
    accept: bool,
) -> Result<(), Failure> {
    let says = accept || !allow.is_empty() || !refuse.is_empty();
    let mut office = if says {
        context.office()?
    } else {
        context.asked_office()?
    };
    let joined = office.joined_region()?;
    let shares = joined.shares_or_proposed().with(allow, refuse);
    let receipt = if says {
        Some(office.share(&shares)?)
    } else {
        None
    };
    let said = says || joined.shares.is_some();
    let rows = office.to_share(&shares)?;
    if context.form == Form::Json {
        let fields = SharedField::ALL.iter().map(|field| {
            json!({
                "field": field.word(), "goes": shares.lets(*field), "means": field.means(),
                "rows": count(&rows, *field),
            })
        });
        print::json(&json!({
            "said": said, "products": rows.products, "fields": fields.collect::<Vec<_>>(),
            "naming_somebody": rows.naming, "left_out": rows.left_out,
            "change_set": receipt.and_then(|receipt| receipt.change_set),
        }));
        return Ok(());
    }
    if context.form == Form::Csv {
        let fields = SharedField::ALL.iter().map(|field| LetGo {
            field: *field,
            goes: shares.lets(*field),
            rows: count(&rows, *field),
        });
        asked::csv(&REGION_POLICY, fields, office.today());
        return Ok(());
    }
    print::line(&format!(
        "goes   name        the names of {}",
        counted(rows.products, "product")
    ));
    for field in SharedField::ALL {
        let goes = if shares.lets(*field) {
            "goes "
        } else {
            "stays"
        };
        let rows = count(&rows, *field).map(|rows| format!(" ({rows})"));
        print::line(&format!(
            "{goes}  {:<11} {}{}",
            field.word(),
            field.means(),
            rows.unwrap_or_default()
        ));
    }
    print::line(
        "stays  always      people, requests, notes, seats, what anything costs to the cent",
    );
    tell_kept(&rows);
    if let Some(receipt) = receipt {
        Context::tell(&receipt);
    } else if !said {
        print::notice(
            "Nobody has said yet that this is right, and nothing is sent before: hallpass region policy --accept, or \
             --refuse FIELD, or --allow FIELD.",
        );
    }
    Ok(())
}

/// How many rows of a field go; none for what is part of another row.
fn count(rows: &SharedRows, field: SharedField) -> Option<usize> {
    match field {
        SharedField::Aliases => Some(rows.aliases),
        SharedField::Decisions => Some(rows.decisions),
        SharedField::Answers => Some(rows.answers),
        SharedField::Alignments => Some(rows.alignments),
        SharedField::Agreements => Some(rows.agreements),
        SharedField::Terms => Some(rows.terms),
        SharedField::Prices => Some(rows.prices),
        SharedField::Vendor
        | SharedField::Numbers
        | SharedField::Conditions
        | SharedField::Reasons
        | SharedField::Schools => None,
    }
}

/// Says what stays here although its field goes.
fn tell_kept(rows: &SharedRows) {
    if rows.naming > 0 {
        print::notice(&format!(
            "{} texts stay here: they name somebody, or a school, or say an amount.",
            rows.naming
        ));
    }
    if rows.left_out > 0 {
        print::notice(&format!(
            "{} facts stay here: a region takes no more of one product.",
            rows.left_out
        ));
    }
}

fn rows(rows: &SharedRows) -> Json {
    json!({
        "products": rows.products, "aliases": rows.aliases, "decisions": rows.decisions, "answers": rows.answers,
        "alignments": rows.alignments, "agreements": rows.agreements, "terms": rows.terms, "prices": rows.prices,
        "naming_somebody": rows.naming, "left_out": rows.left_out,
    })
}

/// The most products that a push names.
const NAMED: usize = 20;

fn push(context: &Context, dry_run: bool) -> Result<(), Failure> {
    let office = context.asked_office()?;
    let pushed = office.push_region(dry_run)?;
    if context.form == Form::Json {
        print::json(&json!({
            "dry_run": dry_run, "up_to": pushed.seq, "everything": pushed.everything,
            "sent": rows(&pushed.sent), "products": pushed.named, "taken_back": pushed.taken_back,
        }));
        return Ok(());
    }
    print::line(&pushed_sentence(&pushed, dry_run));
    if dry_run {
        for name in pushed.named.iter().take(NAMED) {
            print::line(&format!("  {name}"));
        }
        if pushed.named.len() > NAMED {
            print::line(&format!("  and {} more", pushed.named.len() - NAMED));
        }
    }
    tell_kept(&pushed.sent);
    if dry_run {
        print::notice("Nothing was sent; leave --dry-run out to send it.");
    }
    Ok(())
}

fn pushed_sentence(pushed: &Pushed, dry_run: bool) -> String {
    let sent = pushed.sent;
    if sent.products == 0 && pushed.taken_back == 0 {
        return "Nothing changed since the last push.".to_owned();
    }
    let deed = if dry_run { "Would send" } else { "Sent" };
    let what = if pushed.everything {
        "everything: "
    } else {
        ""
    };
    let back = if pushed.taken_back > 0 {
        format!("; {} taken back", counted(pushed.taken_back, "product"))
    } else {
        String::new()
    };
    format!(
        "{deed} {what}{}, {}, {} as bands{back}.",
        counted(sent.products, "product"),
        counted(sent.decisions, "decision"),
        counted(sent.prices, "price")
    )
}

fn leave(context: &Context, lost: bool) -> Result<(), Failure> {
    let mut office = context.office()?;
    let (taken_out, receipt) = office.leave_region(lost)?;
    if context.form == Form::Json {
        print::json(&json!({ "taken_out": taken_out, "change_set": receipt.change_set }));
        return Ok(());
    }
    let taken_out = if lost {
        "Nothing was taken out there: the region was not asked.".to_owned()
    } else {
        let products = counted(taken_out, "product");
        format!("Taken out: {products}, with all that was said of them.")
    };
    print::line(&format!("{} {taken_out}", receipt.said));
    let join = shell_word("URL");
    print::notice(&format!(
        "To take part again: hallpass region join {join} --district CODE"
    ));
    Ok(())
}
