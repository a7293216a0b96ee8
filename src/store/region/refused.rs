//! What the region's server, or the way to it, said instead of doing what was asked: each case in a sentence with what to
//! do now.

use std::error::Error as _;
use std::time::Duration;

use tokio_postgres::error::{DbError, SqlState};

use super::super::Error;
use super::super::error::plain;

/// What every district does meanwhile.
const GO_ON: &str = "go on without it, nothing of yours is there alone";

/// Something is wrong that waiting does not mend.
pub(super) fn region(what: impl Into<String>, next: impl Into<String>) -> Error {
    Error::Region {
        what: what.into(),
        next: next.into(),
        away: false,
    }
}

/// It cannot be asked now.
fn away(what: String, next: &str) -> Error {
    Error::Region {
        what,
        next: format!("{next}; {GO_ON}"),
        away: true,
    }
}

/// No answer within the time.
pub(super) fn silent(did: &str, waited: Duration) -> Error {
    away(
        format!("the region {did} within {} seconds", waited.as_secs()),
        "try again later, and where it stays so tell whoever runs it",
    )
}

/// The end of a transaction was sent, and what came of it is not known where its answer was lost.
pub(super) fn unclear(error: Error) -> Error {
    match error {
        Error::Region { away: true, .. } => away(
            "it is not known whether the region kept this: the connection ended at the last step"
                .to_owned(),
            "do it again, which ends in the same rows",
        ),
        other => other,
    }
}

/// What an error says, with all it rests on.
pub(super) fn whole(error: &tokio_postgres::Error) -> String {
    let mut said = error.to_string();
    let mut under = error.source();
    while let Some(why) = under {
        let why_said = why.to_string();
        if !said.contains(&why_said) {
            said += &format!(": {why_said}");
        }
        under = why.source();
    }
    plain(&said)
}

/// What the library's error means.
pub(super) fn told(error: &tokio_postgres::Error) -> Error {
    match error.as_db_error() {
        Some(said) => of_server(said),
        None => of_way(&whole(error)),
    }
}

/// The certificate, or the way itself.
fn of_way(said: &str) -> Error {
    const ASK: &str = "ask whoever runs the region for its authority's file, and name it in the address: ?sslrootcert=FILE";
    let certificate = [
        (
            "UnknownIssuer",
            "is not signed by the authority that you trust",
        ),
        (
            "CaUsedAsEndEntity",
            "is an authority's own, and none for a server",
        ),
        (
            "BadSignature",
            "is not signed by the authority that you trust",
        ),
    ];
    for (word, means) in certificate {
        if said.contains(word) {
            return region(
                format!("the certificate of the region's server {means}"),
                ASK,
            );
        }
    }
    if said.contains("not valid for") || said.contains("NotValidForName") {
        return region(
            format!("the certificate of the region's server is for another name: {said}"),
            "write the address with the name that is in the certificate; nothing was sent",
        );
    }
    if said.contains("expired") || said.contains("Expired") {
        return region(
            "the certificate of the region's server has expired",
            "tell whoever runs the region; nothing was sent",
        );
    }
    if said.contains("does not support TLS") {
        return region(
            "the region's server does not encrypt, and nothing is sent to it in the clear",
            "whoever runs it sets ssl = on there",
        );
    }
    if said.contains("password missing") {
        return region(
            "the region asks for a password, and none was found for this address",
            "write it into ~/.pgpass as HOST:PORT:DATABASE:LOGIN:PASSWORD (chmod 600)",
        );
    }
    away(
        format!("the region cannot be reached: {said}"),
        "look at its address, and try again later",
    )
}

/// The server's own word.
fn of_server(said: &DbError) -> Error {
    let message = plain(said.message());
    let code = said.code();
    let class = code.code().get(..2).unwrap_or_default();
    if *code == SqlState::INVALID_PASSWORD || *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION
    {
        return region(
            format!("the region does not let you in: {message}"),
            "look at the login in the address and at ~/.pgpass; whoever runs the region makes logins: hallpass region init URL --district CODE",
        );
    }
    if *code == SqlState::INVALID_CATALOG_NAME {
        return region(
            format!("there is no such region: {message}"),
            "look at the name of the database, the last word of the address",
        );
    }
    if *code == SqlState::UNDEFINED_TABLE || *code == SqlState::INVALID_SCHEMA_NAME {
        return region(
            "no region has been begun in that database",
            "whoever runs it begins it: hallpass region init URL",
        );
    }
    if *code == SqlState::INSUFFICIENT_PRIVILEGE {
        return region(
            format!("the region refuses it: {message}"),
            "your login there may not do this; ask whoever runs the region",
        );
    }
    if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        return region(
            "that server only repeats the region's own, and takes nothing",
            "name both, and let the one that writes be found: postgresql://LOGIN@ONE,OTHER/DATABASE?target_session_attrs=read-write",
        );
    }
    if *code == SqlState::LOCK_NOT_AVAILABLE || *code == SqlState::T_R_DEADLOCK_DETECTED {
        return away(
            "another push of this district is on its way, or the region is being brought up to date".to_owned(),
            "try again in a minute",
        );
    }
    if *code == SqlState::QUERY_CANCELED {
        return away(
            "the region took too long and gave up".to_owned(),
            "try again later, and where it stays so tell whoever runs it",
        );
    }
    // What the system under the server says of a full disk or quota has not always a code of its own.
    let full = ["No space left", "quota exceeded", "File too large"];
    if class == "53" || full.iter().any(|full| message.contains(full)) {
        return away(
            format!("the region's server has no room left: {message}"),
            "tell whoever runs it, and try again then",
        );
    }
    if class == "57" || class == "08" {
        return away(
            format!("the region's server is not to be asked now: {message}"),
            "try again in a minute",
        );
    }
    region(
        format!("the region's server says: {message} ({})", code.code()),
        "nothing was kept there; this is a mistake in hallpass or in the region, please report the line above",
    )
}
