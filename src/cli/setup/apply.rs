//! Makes a host what it is to be: nothing that is there is written over, and what sshd does not take is taken back.

use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

use super::host::{HostNow, HostState, listed_account, sshd};
use super::wanted::{GuardedHost, HostFile};
use crate::cli::{Failure, print};
use crate::exchange::save::save;

/// The lines of ours without which the way in would not be guarded; another that sshd read first counts instead.
const NEEDED: [&str; 6] = [
    "authorizedkeysfile",
    "authorizedkeyscommand",
    "authorizedkeyscommanduser",
    "authenticationmethods",
    "disableforwarding",
    "permituserrc",
];
/// By these sshd turns away whole accounts.
const TURNED_AWAY: [&str; 4] = ["allowusers", "allowgroups", "denyusers", "denygroups"];

/// What sshd said of the lines.
pub(super) struct SshdHeard {
    /// Who checked, or why nobody did.
    pub by: String,
    /// What does not keep anybody out, and may surprise.
    pub notices: Vec<String>,
}

/// Does all that is left to do, and lets sshd check it.
pub(super) fn apply(host: &GuardedHost, now: &HostNow) -> Result<SshdHeard, Failure> {
    if !host.is_elsewhere() {
        // What is wrong already is not to be blamed on our lines.
        sound(host).map_err(|said| {
            // It is made where sshd starts, and gone where it has not run since the host was started.
            let hint = if said.contains("/run/sshd") {
                "start it first: systemctl start ssh; where nothing starts it: mkdir -m 755 /run/sshd"
            } else {
                "mend what it says, until sshd -t is silent, and run this again"
            };
            Failure::refused(
                format!("sshd is not ready as it is now, and nothing was written: {said}"),
                hint,
            )
        })?;
    }
    match now.account {
        HostState::Missing => run(&host.useradd())?,
        HostState::Locked => run(&host.unlock())?,
        _ => {}
    }
    if now.directory == HostState::Missing {
        make_directory(host, &host.directory())?;
    }
    let snippet = host.snippet();
    let path = host.at(&snippet.path);
    let written = now.snippet == HostState::Missing;
    if written {
        if let Some(above) = path.parent() {
            make_above(above)?;
        }
        save(
            &path,
            false,
            snippet.content.as_deref().unwrap_or_default().as_bytes(),
        )?;
        fs::set_permissions(&path, Permissions::from_mode(snippet.mode))
            .map_err(|error| unmade(&path, &error))?;
    }
    heard(host).map_err(|(said, hint)| {
        if !written {
            return Failure::refused(said, hint);
        }
        let kept = match fs::remove_file(&path) {
            Ok(()) => format!("{} was taken back", path.display()),
            Err(error) => format!(
                "{} could NOT be taken back ({error}): remove it",
                path.display()
            ),
        };
        Failure::refused(format!("{said}; {kept}"), hint)
    })
}

/// Runs a program of the host, by its whole path and without a shell or any variable of ours.
fn ran(command: &[String]) -> Result<String, String> {
    let (program, words) = command.split_first().ok_or("nothing to run")?;
    let ended = Command::new(program)
        .args(words)
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("LC_ALL", "C")
        .output()
        .map_err(|error| format!("{program} could not be run: {error}"))?;
    if ended.status.success() {
        return Ok(String::from_utf8_lossy(&ended.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&ended.stderr);
    Err(said.trim().replace('\n', "; ").replace('\r', ""))
}

fn run(command: &[String]) -> Result<(), Failure> {
    let done = ran(command).map(|_| ());
    done.map_err(|said| {
        Failure::refused(
            format!("{} did not work: {said}", command.join(" ")),
            "mend what it says, or name another account with --account, and run this again",
        )
    })
}

/// Makes the directory of the account, and what is missing above it.
fn make_directory(host: &GuardedHost, wanted: &HostFile) -> Result<(), Failure> {
    let path = host.at(&wanted.path);
    let account = listed_account(host)?.ok_or_else(|| {
        Failure::refused(
            format!("the account {} was made, and is not listed", host.account),
            "look into /etc/passwd, and run this again",
        )
    })?;
    if let Some(above) = path.parent() {
        make_above(above)?;
    }
    // For root alone until it is the account's.
    let made = DirBuilder::new().mode(wanted.mode).create(&path);
    made.and_then(|()| fs::set_permissions(&path, Permissions::from_mode(wanted.mode)))
        .and_then(|()| chown(&path, Some(account.uid), Some(account.gid)))
        .map_err(|error| unmade(&path, &error))
}

/// Makes the missing directories of a path: root's, for everybody to enter.
fn make_above(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent() {
        make_above(above)?;
    }
    DirBuilder::new()
        .create(path)
        .and_then(|()| fs::set_permissions(path, Permissions::from_mode(0o755)))
        .map_err(|error| unmade(path, &error))
}

fn unmade(path: &Path, error: &std::io::Error) -> Failure {
    Failure::refused(
        format!("{} could not be made: {error}", path.display()),
        "mend that and run this again; what is done already stays and is not done twice",
    )
}

/// sshd with these words. Of another root it is asked about our lines alone, for the rest would be this host's.
fn ask(host: &GuardedHost, words: &[&str]) -> Result<String, String> {
    let sshd = sshd().ok_or("there is no sshd")?;
    let snippet = host.at(&host.snippet().path).display().to_string();
    let alone: &[&str] = if host.is_elsewhere() {
        &["-f", &snippet]
    } else {
        &[]
    };
    let program = sshd.display().to_string();
    let all = [&[program.as_str()], words, alone].concat();
    let all: Vec<String> = all.into_iter().map(str::to_owned).collect();
    ran(&all)
}

/// Does sshd take all its lines?
fn sound(host: &GuardedHost) -> Result<(), String> {
    ask(host, &["-t"]).map(|_| ())
}

/// What sshd makes of our lines; what is wrong with them, and what to do, where it would not let people in as it should.
fn heard(host: &GuardedHost) -> Result<SshdHeard, (String, String)> {
    if host.is_elsewhere() && sshd().is_none() {
        return Ok(SshdHeard {
            by: "not checked, for there is no sshd here".into(),
            notices: Vec::new(),
        });
    }
    sound(host).map_err(|said| {
        (
            format!("sshd does not take the lines: {said}"),
            "mend what it says, and run this again".into(),
        )
    })?;
    let whom = format!("user={},host=localhost,addr=127.0.0.1", host.account);
    let counts = ask(host, &["-T", "-C", &whom]).map_err(|said| {
        (
            format!("sshd does not say what counts for {}: {said}", host.account),
            "mend what it says, and run this again".into(),
        )
    })?;
    let content = host.snippet().content.unwrap_or_default();
    let others = overruled(&content, &counts);
    let needed = others
        .iter()
        .find(|(key, _)| NEEDED.contains(&key.as_str()));
    if let Some((key, instead)) = needed {
        return Err((
            format!(
                "our lines do not count: for {} sshd has `{key} {instead}`",
                host.account
            ),
            "sshd takes the first that it reads: let /etc/ssh/sshd_config begin with \
             `Include /etc/ssh/sshd_config.d/*.conf`, and let no Match before ours say that word for this account"
                .into(),
        ));
    }
    let mut notices: Vec<String> = others
        .iter()
        .map(|(key, instead)| {
            format!("our line on {key} does not count: sshd has `{instead}` from another file")
        })
        .collect();
    let turned = counts.lines().filter(|line| {
        let key = line.split(' ').next().unwrap_or_default();
        TURNED_AWAY.contains(&key)
    });
    notices.extend(turned.map(|line| {
        format!(
            "sshd has `{line}`: see that it lets {} in, or nobody comes in by their key",
            host.account
        )
    }));
    Ok(SshdHeard {
        by: "sshd takes the lines, and they count".into(),
        notices,
    })
}

/// Which of our lines do not count, and what does instead. `counts` is what `sshd -T` says.
fn overruled(lines: &str, counts: &str) -> Vec<(String, String)> {
    let lines = lines.lines().map(str::trim);
    let ours = lines.filter_map(|line| line.split_once(' '));
    // What is accepted adds up.
    let ours = ours.filter(|(key, _)| !["#", "Match", "AcceptEnv"].contains(key));
    let mut others = Vec::new();
    for (key, value) in ours {
        let key = key.to_lowercase();
        let mut said = counts.lines().filter_map(|line| line.split_once(' '));
        let said = said.find(|(other, _)| *other == key).map(|(_, said)| said);
        if said != Some(value) {
            others.push((key, said.unwrap_or("nothing").to_owned()));
        }
    }
    others
}

/// Says what sshd said.
pub(super) fn tell(heard: &SshdHeard) {
    print::line(&format!("checked: {}", heard.by));
    for line in &heard.notices {
        print::notice(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_was_read_before_ours_counts_and_is_told() {
        let ours = "# text\nMaxStartups 60:30:120\nMatch User hallpass\n    AuthorizedKeysFile none\n    \
                    PermitTTY yes\n    AcceptEnv LANG LC_*\n";
        let counts = "maxstartups 10:30:100\nauthorizedkeysfile none\nacceptenv LANG\n";
        assert_eq!(
            overruled(ours, counts),
            [
                ("maxstartups".to_owned(), "10:30:100".to_owned()),
                ("permittty".to_owned(), "nothing".to_owned())
            ]
        );
        assert_eq!(
            overruled(
                ours,
                "maxstartups 60:30:120\nauthorizedkeysfile none\npermittty yes\n"
            ),
            []
        );
    }
}
