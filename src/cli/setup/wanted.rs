//! What a host has that lets people in by their keys: an account, a directory, some lines for sshd. Each is said here
//! once: where it is, whose, what may be done with it, what is in it, and why.

use std::path::{Component, Path, PathBuf};

use crate::cli::{Failure, guarded};

/// Where the package puts the program, and so where it is under another root.
const PACKAGED: &str = "/usr/bin/hallpass";
/// The office file where none is named.
pub(super) const OFFICE_FILE: &str = "/var/lib/hallpass/office.db";
/// Read by the sshd of Debian and most others before their own lines.
const SNIPPET: &str = "/etc/ssh/sshd_config.d/hallpass.conf";

/// The account's home: root's, so that nothing in it is read that somebody else wrote.
pub(super) const HOME: &str = "/";
/// A forced command is begun by the account's shell; with `nologin` nobody comes in.
pub(super) const SHELL: &str = "/bin/sh";
/// No password fits, and the account is not locked: without PAM sshd lets nobody into a locked one.
pub(super) const PASSWORD: &str = "*";
/// What the list of accounts says of it.
pub(super) const COMMENT: &str = "hallpass office file";

pub(super) const WHY_ACCOUNT: &str =
    "it alone may read and write the office file; nobody logs in to it by a password";
const WHY_DIRECTORY: &str =
    "the office file lies there, with what belongs to it; no other account may look into it";
const WHY_SNIPPET: &str =
    "sshd asks hallpass whose key it is, and lets in to hallpass and to nothing else of this host";

/// A host as it is to be.
#[derive(Debug)]
pub(super) struct GuardedHost {
    /// Under which all paths are: `/`, but for tests and packagers.
    pub root: PathBuf,
    /// The program, the office file and the account's name, as they stand in sshd's lines.
    pub program: String,
    pub db: String,
    pub account: String,
}

/// A file or a directory, as it is to be.
#[derive(Debug)]
pub(super) struct HostFile {
    /// Where, without the other root.
    pub path: PathBuf,
    /// The account's; root's where not.
    pub of_account: bool,
    pub mode: u32,
    /// What is in the file; none for a directory.
    pub content: Option<String>,
    pub why: &'static str,
}

impl GuardedHost {
    /// Refuses what could not stand in sshd's lines, and an account that is everybody's or root's.
    pub fn of(
        program: Option<&Path>,
        db: &Path,
        account: &str,
        root: Option<&Path>,
    ) -> Result<GuardedHost, Failure> {
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
        let named = account.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && account.len() <= 32
            && account.chars().all(letters);
        if !named || account == "root" || account == "nobody" {
            return Err(Failure::refused(
                format!("`{account}` is no name for the account that owns the office file"),
                "name one of its own, in small letters: --account hallpass",
            ));
        }
        let program = match root {
            Some(_) => Path::new(PACKAGED),
            None => program.unwrap_or(Path::new("")),
        };
        let straight = db.components().skip(1);
        let mut straight = straight.map(|part| matches!(part, Component::Normal(_)));
        let deep = db.components().count() > 3;
        if !(db.is_absolute() && deep && straight.all(|normal| normal)) {
            return Err(Failure::refused(
                format!(
                    "the office file needs a directory of its own, named by its whole path; {} has none",
                    db.display()
                ),
                format!("leave out --db, or write as in: --db {OFFICE_FILE}"),
            ));
        }
        Ok(GuardedHost {
            root: root.unwrap_or(Path::new("/")).to_owned(),
            program: guarded::plain(program)?.to_owned(),
            db: guarded::plain(db)?.to_owned(),
            account: account.to_owned(),
        })
    }

    /// Is it another host's root, which nobody runs yet?
    pub fn is_elsewhere(&self) -> bool {
        self.root != Path::new("/")
    }

    /// Where a path of this host is for us.
    pub fn at(&self, path: &Path) -> PathBuf {
        self.root.join(path.strip_prefix("/").unwrap_or(path))
    }

    /// The directory that the office file lies in.
    pub fn directory(&self) -> HostFile {
        let path = Path::new(&self.db).parent().unwrap_or(Path::new("/"));
        HostFile {
            path: path.to_owned(),
            of_account: true,
            mode: 0o700,
            content: None,
            why: WHY_DIRECTORY,
        }
    }

    /// The lines for sshd.
    pub fn snippet(&self) -> HostFile {
        HostFile {
            path: SNIPPET.into(),
            of_account: false,
            mode: 0o644,
            content: Some(self.lines()),
            why: WHY_SNIPPET,
        }
    }

    fn lines(&self) -> String {
        let GuardedHost {
            program,
            db,
            account,
            ..
        } = self;
        format!(
            "# By hallpass setup guarded. `sshd -t` tries these lines, a reload of sshd makes them count.\n\
             MaxStartups 60:30:120\n\
             RequiredRSASize 3072\n\
             Match User {account}\n    \
                 AuthorizedKeysFile none\n    \
                 AuthorizedKeysCommand {program} authorized-keys --db {db} %u %t %k\n    \
                 AuthorizedKeysCommandUser {account}\n    \
                 AuthenticationMethods publickey\n    \
                 PasswordAuthentication no\n    \
                 KbdInteractiveAuthentication no\n    \
                 DisableForwarding yes\n    \
                 PermitTTY yes\n    \
                 PermitUserRC no\n    \
                 AcceptEnv LANG LC_* COLORTERM NO_COLOR\n    \
                 ClientAliveInterval 60\n    \
                 ClientAliveCountMax 3\n"
        )
    }

    /// How the account is made.
    pub fn useradd(&self) -> Vec<String> {
        let made = [
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            HOME,
            "--shell",
            SHELL,
            "--password",
            PASSWORD,
            "--comment",
            COMMENT,
        ];
        self.tool("/usr/sbin/useradd", &made)
    }

    /// How the password field of an account that is locked becomes one that is not.
    pub fn unlock(&self) -> Vec<String> {
        self.tool("/usr/sbin/usermod", &["--password", PASSWORD])
    }

    /// A program that changes the list of accounts, of the other root where there is one.
    fn tool(&self, program: &str, words: &[&str]) -> Vec<String> {
        let root = self.root.display().to_string();
        let elsewhere = ["--prefix", root.as_str()];
        let prefix: &[&str] = if self.is_elsewhere() { &elsewhere } else { &[] };
        let all = [&[program], prefix, words, &[self.account.as_str()]].concat();
        all.into_iter().map(str::to_owned).collect()
    }

    /// What is left to do once all is there, by whoever looks after the host: a line of a shell each, and what for.
    pub fn then(&self) -> [(String, String); 4] {
        let GuardedHost {
            program,
            db,
            account,
            ..
        } = self;
        let as_account = format!("runuser -u {account} -- {program} --db {db}");
        let pair = |command: &str, what_for: &str| (command.to_owned(), what_for.to_owned());
        [
            pair(
                "systemctl reload ssh",
                "sshd reads its lines anew; whoever is in stays in (on some systems it is called sshd)",
            ),
            pair(
                &format!("{as_account} init --district \"Harlow County Schools\""),
                "makes the office file, where there is none yet",
            ),
            pair(
                &format!("{as_account} people add kim --name \"Kim Lee\" --roles admin"),
                "for each person",
            ),
            pair(
                &format!("{as_account} people key add kim - < kim.pub"),
                &format!("for each person; from then on kim comes in by: ssh {account}@HOST"),
            ),
        ]
    }
}
