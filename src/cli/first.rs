//! The first start, where there is no office file yet: a look around first, or an office of one's own, question by
//! question. It is the same on a terminal with the screens and at the prompt, which only then begin.

use super::plain::{LineReader, Patience, ReadLine, leaves, yes_or_no};
use super::{Context, Failure, demo, office, print, values};
use crate::domain::policy::Base;
use crate::domain::record::Words;
use crate::domain::text;
use crate::domain::zone::Zone;

/// Asks how to begin. Gives the office file that there is then: the district's own, or a made-up one; none where the
/// person left, and nothing was made.
pub(super) fn begin(context: &Context) -> Result<Option<Context>, Failure> {
    let patience = Patience::default();
    let mut reader = LineReader::new(&patience);
    print::line(
        "hallpass keeps one answer to \"can we use this here?\" for every school of a district.",
    );
    print::line(&format!(
        "There is no office file yet, at {}.",
        context.db.display()
    ));
    print::line("quit leaves at any question, and nothing is made.");
    let begun = asked(context, &mut reader);
    drop(reader);
    let begun = begun?;
    if begun.is_none() {
        print::line("Nothing was made. hallpass begins here again.");
    }
    Ok(begun)
}

fn asked(context: &Context, reader: &mut LineReader) -> Result<Option<Context>, Failure> {
    let question = "Look around in a made-up district first, in a file of its own, yes or no?";
    let look = answered(reader, question, sure);
    match look {
        None => return Ok(None),
        Some(true) => return demo::beside(context).map(Some),
        Some(false) => {}
    }
    let district = answered(reader, "What is your district called?", |said| match said {
        "" => Err("An office needs the name of its district.".into()),
        name => Ok(name.to_owned()),
    });
    let Some(district) = district else {
        return Ok(None);
    };
    let machine = &context.world.zone;
    let question = format!(
        "Which time zone, as America/Chicago? Enter alone means {}, this machine's.",
        machine.name()
    );
    let zone = answered(reader, &question, |said| match said {
        "" => Ok(machine.clone()),
        name => Zone::named(name).map_err(|why| format!("{why}.")),
    });
    let Some(zone) = zone else { return Ok(None) };
    let starts = Base::EVERY.iter();
    starts.for_each(|base| print::line(&format!("{base}: {}.", base.means())));
    let question = "Where does your policy start: centralized, hybrid or decentralized? Enter alone means hybrid.";
    let policy = answered(reader, question, |said| {
        match (said, values::one_of::<Base>().meant(said)) {
            ("", _) => Ok(Base::Hybrid),
            (_, Some(base)) => Ok(base),
            _ => Err(format!(
                "`{said}` is no start: say centralized, hybrid or decentralized."
            )),
        }
    });
    let Some(policy) = policy else {
        return Ok(None);
    };
    let login = &context.who;
    let question = format!("What is your name? Enter alone means {login}, your login.");
    let name = answered(reader, &question, |said| {
        Ok(if said.is_empty() {
            login.clone()
        } else {
            said.to_owned()
        })
    });
    let Some(name) = name else { return Ok(None) };
    print::line(&format!(
        "{district}, days of {}, policy {policy}; {name} ({login}) is its admin.",
        zone.name()
    ));
    if answered(reader, "Make it, yes or no?", sure) != Some(true) {
        return Ok(None);
    }
    office::found(context, None, (&district, policy.word(), &zone), &name)?;
    print::line(
        "It is made. Bring in what you have: schools first, then products and contracts, each by import.",
    );
    print::line(
        "Colleagues are added by people add; each of them then lands on what they work on.",
    );
    Ok(Some(context.clone()))
}

fn sure(said: &str) -> Result<bool, String> {
    yes_or_no(said).ok_or_else(|| "Say yes or no.".into())
}

/// Asks until the answer will do; none where the person leaves.
fn answered<T>(
    reader: &mut LineReader,
    question: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    loop {
        let ReadLine::Said(line) = reader.asked(question, &|_| Vec::new()) else {
            return None;
        };
        let said = text::clean(&line).text;
        if leaves(&said) {
            return None;
        }
        match read(&said) {
            Ok(answer) => return Some(answer),
            Err(why) => print::line(&why),
        }
    }
}
