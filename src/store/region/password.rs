//! The password of a login on the region's server: never in an address, which others read, but in the file in which
//! PostgreSQL's own programs look for it, `~/.pgpass` or the one that `PGPASSFILE` names.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::super::Error;
use super::super::error::shown;
use super::refused;

/// The port where none is said.
const PORT: u16 = 5432;

/// Gives the connection its password, where one is written for it.
pub(super) fn fill(config: &mut Config) -> Result<(), Error> {
    let named = std::env::var_os("PGPASSFILE").filter(|name| !name.is_empty());
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".pgpass"));
    let Some(file) = named.map(PathBuf::from).or_else(home) else {
        return Ok(());
    };
    let Ok(written) = std::fs::read_to_string(&file) else {
        return Ok(());
    };
    let others = std::fs::metadata(&file).is_ok_and(|about| about.mode() & 0o077 != 0);
    if others {
        return Err(refused::region(
            format!("{} holds passwords, and others can read it", shown(&file)),
            format!("chmod 600 {}", shown(&file)),
        ));
    }
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        Some(Host::Unix(folder)) => folder.to_string_lossy().into_owned(),
        None => return Ok(()),
    };
    let port = config.get_ports().first().unwrap_or(&PORT).to_string();
    let database = config.get_dbname().or(config.get_user());
    let known = [
        &host,
        &port,
        database.unwrap_or_default(),
        config.get_user().unwrap_or_default(),
    ];
    let password = written.lines().find_map(|line| matching(line, known));
    if let Some(password) = password {
        config.password(password);
    }
    Ok(())
}

/// The password of a line, where the line is for this host, port, database and login.
fn matching(line: &str, known: [&str; 4]) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let fields = split(line);
    let [for_whom @ .., password] = fields.get(..5)? else {
        return None;
    };
    let fits = for_whom.iter().zip(known);
    fits.clone()
        .all(|(said, known)| said == "*" || said == known)
        .then(|| password.clone())
}

/// The fields of a line, between colons; a backslash takes the next character as it is.
fn split(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let more = match c {
            '\\' => chars.next(),
            // All behind the fourth colon is the password.
            ':' if fields.len() < 5 => {
                fields.push(String::new());
                continue;
            }
            other => Some(other),
        };
        if let Some(field) = fields.last_mut() {
            field.extend(more);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_found_by_whom_it_is_for() {
        let known = ["region.example", "5432", "region", "district_harlow"];
        for (line, found) in [
            (
                "region.example:5432:region:district_harlow:se:cret",
                Some("se:cret"),
            ),
            ("*:*:*:district_harlow:secret", Some("secret")),
            (r"region.example:*:*:*:a\:b\\c", Some(r"a:b\c")),
            ("other.example:*:*:*:secret", None),
            ("*:5433:*:*:secret", None),
            ("# *:*:*:*:secret", None),
            ("region.example:5432:region", None),
            ("", None),
        ] {
            assert_eq!(matching(line, known).as_deref(), found, "{line}");
        }
    }
}
