//! How a beginning of a line may go on: by the words of the prompt, and behind them by what the office calls its records,
//! where the word says that such a name stands there.

use clap::CommandFactory;

use super::verbs::{self, StandsFor, VERBS, Verb};
use crate::cli::{Cli, Context, Failure};
use crate::domain::renewal::agenda::AgendaFilter;
use crate::domain::review::QueueFilter;

/// Whole lines that begin with this one.
pub(super) fn completions(context: &Context, line: &str) -> Vec<String> {
    let mut all: Vec<String> = VERBS
        .iter()
        .map(|verb| verb.words().collect::<Vec<_>>().join(" "))
        .filter(|words| words.starts_with(line))
        .collect();
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    if let Some((verb, _)) = verbs::said(&words) {
        let head = verb.words().collect::<Vec<_>>().join(" ");
        // Where the names cannot be read there are none; the command says why.
        if let Some(begun) = line.strip_prefix(&format!("{head} ")) {
            let named = names(context, verb, begun).unwrap_or_default();
            all.extend(named.iter().map(|name| format!("{head} {name}")));
        }
        all.extend(options(verb, line));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// What stands behind the word, of what the office has, that begins so.
fn names(context: &Context, verb: &Verb, begun: &str) -> Result<Vec<String>, Failure> {
    let mut office = context.asked_office()?;
    let mut all = Vec::new();
    let behind = verb
        .says
        .split(' ')
        .find(|word| word.contains(char::is_uppercase));
    match behind.unwrap_or_default() {
        "PRODUCT" => all.extend(office.product_names()?),
        "SCHOOL" => all.extend(office.schools()?.iter().map(|school| school.name.clone())),
        "LOGIN" => all.extend(office.known_people()?.into_iter().map(|one| one.login)),
        "O-x7k2q" => {
            let board = office.overlaps()?.board;
            all.extend(board.rows.iter().map(|row| row.name.clone()));
        }
        "R-418" | "C-117" => {
            let requests = office.queue(&QueueFilter::default())?;
            let contracts = office.agenda_of(&AgendaFilter::default())?;
            if behind == Some("R-418") {
                all.extend(requests.iter().map(|row| row.name.clone()));
            }
            if behind == Some("C-117") || !matches!(verb.stands_for, StandsFor::Command(_)) {
                all.extend(contracts.iter().map(|row| row.number.clone()));
            }
        }
        _ => {}
    }
    let begun = begun.to_lowercase();
    all.retain(|name| name.to_lowercase().starts_with(&begun));
    Ok(all)
}

/// The options of the command, where one is begun.
fn options(verb: &Verb, line: &str) -> Vec<String> {
    let (before, begun) = line.rsplit_once(' ').unwrap_or(("", line));
    let (StandsFor::Command(path), Some(begun)) = (verb.stands_for, begun.strip_prefix("--"))
    else {
        return Vec::new();
    };
    let program = Cli::command();
    let command = verbs::command_of(&program, path);
    let longs = command.into_iter().flat_map(clap::Command::get_arguments);
    let longs = longs.filter_map(clap::Arg::get_long);
    longs
        .filter(|long| long.starts_with(begun))
        .map(|long| format!("{before} --{long}"))
        .collect()
}
