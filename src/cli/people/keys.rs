//! `hallpass people key`: the public keys by which people come in over SSH.

use std::io::{Read, stdin};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use super::find_person;
use crate::cli::print::{self, Form};
use crate::cli::{Context, Failure, standard_input};
use crate::domain::person::key::{KeyId, KeyLine, LONGEST_LINE};
use crate::domain::review::PersonName;
use crate::exchange::text_file;
use crate::office::lists::keys::{KEYS, SHOWN};

/// `hallpass people key`
#[derive(Debug, Subcommand)]
pub(super) enum KeyCommand {
    /// Let somebody in by this key
    Add {
        /// Whose key it is
        login: String,
        /// The file with the public key, which ends in .pub; - reads standard input; or the key's line itself
        #[arg(value_name = "FILE")]
        key: PathBuf,
    },
    /// By which keys people come in, and by which they did
    List {
        /// Only the keys of this person
        login: Option<String>,
    },
    /// From now on let nobody in by this key, and close what came in by it
    Remove {
        /// The key's number, as people key list shows it
        number: i64,
    },
}

impl KeyCommand {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        match self {
            KeyCommand::Add { login, key } => add(context, login, key),
            KeyCommand::List { login } => list(context, login.as_deref()),
            KeyCommand::Remove { number } => remove(context, KeyId(*number)),
        }
    }
}

fn add(context: &Context, login: &str, key: &Path) -> Result<(), Failure> {
    let bytes = given(key);
    let read = bytes.as_ref().map_or(&[][..], Vec::as_slice);
    let mut office = context.reading(read)?.office()?;
    let person = find_person(&office, login)?;
    let bytes = bytes?;
    let line = KeyLine::of_bytes(&bytes).map_err(|why| Failure::Refused(why.to_string(), None))?;
    let (number, receipt) = office.add_key(&PersonName::from(person.clone()), &line)?;
    if context.form == Form::Json {
        print::json(&json!({
            "key": number.0, "login": person.login, "algorithm": line.algorithm, "fingerprint": line.fingerprint,
            "comment": line.comment, "change_set": receipt.change_set,
        }));
        return Ok(());
    }
    print::line(&line.fingerprint);
    print::notice(&Context::in_a_line(&receipt));
    Ok(())
}

/// The bytes of the key: a file's, those of standard input, or the line that was typed.
fn given(key: &Path) -> Result<Vec<u8>, Failure> {
    // One byte more than a key can have tells that there is more.
    let most = LONGEST_LINE as u64 + 1;
    let mut bytes = Vec::new();
    let read = if standard_input::is_meant(key) {
        stdin().take(most).read_to_end(&mut bytes)
    } else if let Some(line) = key
        .to_str()
        .filter(|text| text.contains(' ') && !key.exists())
    {
        return Ok(line.as_bytes().to_vec());
    } else {
        text_file::open(key)?.take(most).read_to_end(&mut bytes)
    };
    read.map_err(|error| {
        Failure::refused(
            format!("the key could not be read: {error}"),
            "name the file that ends in .pub",
        )
    })?;
    Ok(bytes)
}

fn list(context: &Context, login: Option<&str>) -> Result<(), Failure> {
    let office = context.asked_office()?;
    let person = login.map(|login| find_person(&office, login)).transpose()?;
    let rows = office.key_rows(person.as_ref())?;
    if rows.is_empty() && context.form == Form::Text {
        print::notice("Nobody comes in by a key. hallpass people key add LOGIN FILE adds one.");
    }
    print::list(context.form, &KEYS, SHOWN, &rows, &office.viewer());
    Ok(())
}

fn remove(context: &Context, number: KeyId) -> Result<(), Failure> {
    let receipt = context.office()?.remove_key(number)?;
    if context.form == Form::Json {
        print::json(&json!({ "key": number.0, "change_set": receipt.change_set }));
    } else {
        print::notice(&Context::in_a_line(&receipt));
    }
    Ok(())
}
