//! How a host is now, beside how it is to be, and what is in the way.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::wanted::{GuardedHost, HOME, HostFile, OFFICE_FILE, SHELL};
use super::{command, quoted};
use crate::cli::Failure;

/// Bytes of a file that are compared with what it should hold.
const COMPARED: u64 = 1 << 16;
/// Lines of a difference that are shown.
const SHOWN: usize = 40;

/// How a thing is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HostState {
    /// As it is to be.
    Ready,
    /// The same as far as this person may see.
    Unseen,
    /// Not there.
    Missing,
    /// The account is there, locked, and has no password that would be lost.
    Locked,
    /// There, and another: somebody else's, or changed since.
    Differs,
}

/// What keeps the host from becoming what it is to be, and the command that mends it.
#[derive(Debug)]
pub(super) struct Obstacle {
    pub what: String,
    /// More of it, a line each.
    pub more: Vec<String>,
    pub mend: String,
}

/// An account, as the host lists it.
#[derive(Debug, Clone)]
pub(super) struct HostAccount {
    pub uid: u32,
    pub gid: u32,
    home: String,
    shell: String,
    /// The password field; none where this person may not see it.
    password: Option<String>,
}

/// The host as it was found.
#[derive(Debug)]
pub(super) struct HostNow {
    pub account: HostState,
    pub directory: HostState,
    pub snippet: HostState,
    pub obstacles: Vec<Obstacle>,
}

impl HostNow {
    /// Looks, and changes nothing.
    pub fn of(host: &GuardedHost) -> Result<HostNow, Failure> {
        let mut obstacles = Vec::new();
        if !host.is_elsewhere() || host.at(Path::new(&host.program)).exists() {
            obstacles.extend(program_is_exposed(host)?);
        }
        let listed = listed_account(host)?;
        let account = account_state(host, listed.as_ref(), &mut obstacles);
        let directory = host.directory();
        let above = directory.path.parent().unwrap_or(Path::new("/"));
        obstacles.extend(exposed(host, above)?.map(|exposed| Obstacle {
            what: format!(
                "{}, so that the office file could be put aside and another in its place",
                exposed.why
            ),
            more: Vec::new(),
            mend: format!("keep it where only root may write: --db {OFFICE_FILE}"),
        }));
        let snippet = host.snippet();
        Ok(HostNow {
            account,
            directory: directory_state(host, &directory, listed.as_ref(), &mut obstacles)?,
            snippet: file_state(host, &snippet, &mut obstacles)?,
            obstacles,
        })
    }

    /// Is there nothing to do?
    pub fn is_ready(&self) -> bool {
        let all = [&self.account, &self.directory, &self.snippet];
        all.into_iter().all(|state| *state == HostState::Ready)
    }
}

fn unread(path: &Path, error: &io::Error) -> Failure {
    Failure::refused(
        format!("{} could not be read: {error}", path.display()),
        "run it as root: sudo hallpass setup guarded",
    )
}

/// The account as the host's own list has it.
pub(super) fn listed_account(host: &GuardedHost) -> Result<Option<HostAccount>, Failure> {
    let path = host.at(Path::new("/etc/passwd"));
    let users = fs::read(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::refused(
            format!("there is no {}, and so no host", path.display()),
            "put the system's own packages there first",
        ),
        _ => unread(&path, &error),
    })?;
    let path = host.at(Path::new("/etc/shadow"));
    let passwords = match fs::read(&path) {
        Ok(passwords) => Some(passwords),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => None,
        Err(error) if error.kind() == ErrorKind::NotFound => Some(Vec::new()),
        Err(error) => return Err(unread(&path, &error)),
    };
    let Some(fields) = line_of(&users, &host.account) else {
        return Ok(None);
    };
    let number = |at: usize| fields.get(at).and_then(|text| text.parse().ok());
    let (Some(uid), Some(gid)) = (number(2), number(3)) else {
        return Ok(None);
    };
    let text = |at: usize| fields.get(at).cloned().unwrap_or_default();
    let password = passwords.map(|passwords| {
        let kept = line_of(&passwords, &host.account);
        kept.and_then(|fields| fields.get(1).cloned())
            .unwrap_or_else(|| text(1))
    });
    Ok(Some(HostAccount {
        uid,
        gid,
        home: text(5),
        shell: text(6),
        password,
    }))
}

/// The fields of the line that begins with this name.
fn line_of(list: &[u8], name: &str) -> Option<Vec<String>> {
    let list = String::from_utf8_lossy(list);
    let mut lines = list.lines().map(|line| line.split(':'));
    let line = lines.find(|fields| fields.clone().next() == Some(name))?;
    Some(line.map(str::to_owned).collect())
}

fn account_state(
    host: &GuardedHost,
    listed: Option<&HostAccount>,
    obstacles: &mut Vec<Obstacle>,
) -> HostState {
    let Some(account) = listed else {
        return HostState::Missing;
    };
    let name = &host.account;
    let mut differs = |what: String, mend: String| {
        obstacles.push(Obstacle {
            what: format!("the account {name} is there, and {what}"),
            more: Vec::new(),
            mend,
        });
    };
    if account.uid == 0 {
        differs(
            "it is root by another name (user 0): sshd would let everybody in as root".into(),
            "name another: --account".into(),
        );
        return HostState::Differs;
    }
    let before = [&account.home, &account.shell];
    if before != [HOME, SHELL] {
        differs(
            format!(
                "its home is {} and its shell {} where they should be {HOME} and {SHELL}",
                account.home, account.shell
            ),
            format!(
                "where it is hallpass's own: usermod --home {HOME} --shell {SHELL} {name}; where not, name another: --account"
            ),
        );
        return HostState::Differs;
    }
    match account.password.as_deref() {
        None => HostState::Unseen,
        // As `systemd-sysusers` and `useradd` without a password leave it.
        Some("!" | "!!" | "!*") => HostState::Locked,
        Some(password) if password.starts_with('!') => {
            differs(
                "it is locked and has a password".into(),
                format!("where it is hallpass's own: usermod --password '*' {name}"),
            );
            HostState::Differs
        }
        Some(_) => HostState::Ready,
    }
}

fn metadata(path: &Path) -> Result<Option<Metadata>, Failure> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unread(path, &error)),
    }
}

fn directory_state(
    host: &GuardedHost,
    wanted: &HostFile,
    account: Option<&HostAccount>,
    obstacles: &mut Vec<Obstacle>,
) -> Result<HostState, Failure> {
    let path = host.at(&wanted.path);
    let Some(there) = metadata(&path)? else {
        return Ok(HostState::Missing);
    };
    let (shown, named) = (path.display(), quoted(&path.to_string_lossy()));
    let ids = account.map(|account| (account.uid, account.gid));
    let ours = ids == Some((there.uid(), there.gid()));
    let (what, mend) = if !there.is_dir() {
        (
            "is no directory".to_owned(),
            format!("name another place: --db {OFFICE_FILE}"),
        )
    } else if ours && there.mode() & 0o7777 == wanted.mode {
        return Ok(HostState::Ready);
    } else if ours {
        (
            format!(
                "has mode {:04o} where it should have {:04o}",
                there.mode() & 0o7777,
                wanted.mode
            ),
            format!("chmod {:04o} {named}", wanted.mode),
        )
    } else {
        let empty = fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_none());
        let name = &host.account;
        (
            format!(
                "belongs to user {} and group {}, not to {name}",
                there.uid(),
                there.gid()
            ),
            if empty {
                format!("it is empty: rmdir {named}")
            } else if account.is_none() {
                format!(
                    "name another place with --db, or make the account first: {}",
                    command(&host.useradd())
                )
            } else {
                format!(
                    "where all in it is hallpass's: chown -R {name}:{name} {named}; where not, name another place with --db"
                )
            },
        )
    };
    obstacles.push(Obstacle {
        what: format!("{shown} is there, and {what}"),
        more: Vec::new(),
        mend,
    });
    Ok(HostState::Differs)
}

fn file_state(
    host: &GuardedHost,
    wanted: &HostFile,
    obstacles: &mut Vec<Obstacle>,
) -> Result<HostState, Failure> {
    let path = host.at(&wanted.path);
    let Some(there) = metadata(&path)? else {
        return Ok(HostState::Missing);
    };
    let (shown, named) = (path.display(), quoted(&path.to_string_lossy()));
    let before = quoted(&format!("{shown}.before"));
    let mut differs = |what: &str, more: Vec<String>, mend: String| {
        obstacles.push(Obstacle {
            what: format!("{shown} is there, and {what}"),
            more,
            mend,
        });
        Ok(HostState::Differs)
    };
    let aside = format!("move it aside where it may go: mv {named} {before}");
    if !there.is_file() {
        return differs("is no plain file", Vec::new(), aside);
    }
    let mut text = String::new();
    let read = File::open(&path).and_then(|file| file.take(COMPARED).read_to_string(&mut text));
    match read {
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            return differs("is no text", Vec::new(), aside);
        }
        Err(error) => return Err(unread(&path, &error)),
        Ok(_) => {}
    }
    let content = wanted.content.as_deref().unwrap_or_default();
    if text != content {
        return differs("says something else", difference(&text, content), aside);
    }
    if (there.uid(), there.gid()) != (0, 0) || there.mode() & 0o7777 != wanted.mode {
        let mend = format!(
            "chown root:root {named} && chmod {:04o} {named}",
            wanted.mode
        );
        return differs("is not root's alone to write", Vec::new(), mend);
    }
    Ok(HostState::Ready)
}

/// What is there and should not be, and what should be and is not.
fn difference(there: &str, wanted: &str) -> Vec<String> {
    let only = |one: &str, other: &str, sign: &str| -> Vec<String> {
        let lines = one.lines().filter(|line| other.lines().all(|l| l != *line));
        lines.map(|line| format!("{sign} {line}")).collect()
    };
    let mut lines = only(there, wanted, "-");
    lines.extend(only(wanted, there, "+"));
    if lines.is_empty() {
        lines.push("  the same lines in another order".into());
    }
    lines.truncate(SHOWN);
    lines
}

/// sshd starts no program that somebody else than root could change.
fn program_is_exposed(host: &GuardedHost) -> Result<Option<Obstacle>, Failure> {
    let program = Path::new(&host.program);
    let Some(Exposed { part, why }) = exposed(host, program)? else {
        return Ok(None);
    };
    let kept = ["/usr", "/opt"]
        .iter()
        .any(|kept| program.starts_with(kept));
    let mend = if kept {
        let part = quoted(&part.to_string_lossy());
        format!("chown root {part} && chmod go-w {part}")
    } else {
        format!(
            "install -o root -g root -m 755 {} /usr/bin/hallpass, and go on with that one",
            quoted(&host.program)
        )
    };
    Ok(Some(Obstacle {
        what: format!("{why}, and sshd starts no program that another than root could change"),
        more: Vec::new(),
        mend,
    }))
}

/// Where somebody else than root could put another thing in the place of one.
struct Exposed {
    part: PathBuf,
    why: String,
}

/// Could somebody else than root change this, or a directory above it? Of a path that is not there yet what is there
/// of it counts.
fn exposed(host: &GuardedHost, path: &Path) -> Result<Option<Exposed>, Failure> {
    let base = real(&host.root)?;
    let mut there = host.at(path);
    while metadata(&there)?.is_none() {
        there.pop();
    }
    let there = real(&there)?;
    let exposed = |part: &Path, why: String| {
        let why = format!("{} {why}", part.display());
        let part = part.to_owned();
        Ok(Some(Exposed { part, why }))
    };
    if !there.starts_with(&base) {
        return exposed(&there, format!("is not under {}", base.display()));
    }
    for part in there.ancestors().take_while(|part| part.starts_with(&base)) {
        let about = fs::metadata(part).map_err(|error| unread(part, &error))?;
        if about.uid() != 0 {
            return exposed(
                part,
                format!("belongs to user {}, not to root", about.uid()),
            );
        }
        if about.mode() & 0o022 != 0 {
            let mode = about.mode() & 0o7777;
            return exposed(
                part,
                format!("may be written by others than root (mode {mode:04o})"),
            );
        }
    }
    Ok(None)
}

/// The path without links.
fn real(path: &Path) -> Result<PathBuf, Failure> {
    fs::canonicalize(path).map_err(|error| unread(path, &error))
}

/// The sshd of this host.
pub(super) fn sshd() -> Option<&'static Path> {
    let known = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"];
    known.map(Path::new).into_iter().find(|path| path.is_file())
}
