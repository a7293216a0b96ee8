//! `hallpass setup guarded`: a host that is made from nothing, under a root of its own; what it does not touch; and this
//! one, whose sshd is asked, in a view of the file system that ends with the command.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Trial;
use tempfile::TempDir;

use crate::desk::{PROGRAM, Said, said};
use crate::needs::{NOBODY, Need, trials};

/// Where sshd's lines are.
const LINES: &str = "etc/ssh/sshd_config.d/hallpass.conf";
/// What the package brings of them.
const SHIPPED: &str = include_str!("../../.pkg/sshd/hallpass.conf");

pub fn tests() -> Vec<Trial> {
    let mut tests =
        trials!(Need::hardest(&[Need::Host, Need::PlainPerson]); only_root_makes_a_host);
    tests.extend(trials!(Need::hardest(&[Need::Sshd, Need::Host]);
        a_host_is_made_and_made_once,
        an_account_that_is_locked_is_unlocked,
        what_is_somebody_elses_stays,
        what_others_could_change_is_refused,
        a_host_is_set_up_and_its_sshd_agrees,
        lines_that_do_not_count_are_taken_back,
        nothing_is_done_where_sshd_is_wrong_already
    ));
    tests
}

/// A root of its own: accounts and nothing else.
struct Root(TempDir);

impl Root {
    fn new() -> Root {
        let root = Root(tempfile::tempdir().unwrap());
        root.file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        root.file("etc/group", "root:x:0:\n");
        root.file("etc/shadow", "root:*:19000:0:99999:7:::\n");
        root
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn line(&self, name: &str, of: &str) -> String {
        let text = self.text(name);
        let line = text.lines().find(|line| line.starts_with(of));
        line.unwrap_or_default().to_owned()
    }

    fn setup(&self, words: &[&str]) -> Said {
        let mut command = Command::new(PROGRAM);
        command.env_clear().env("HOME", "/nowhere");
        command
            .args(["setup", "guarded", "--root"])
            .arg(self.0.path());
        said(command.args(words).output().unwrap())
    }

    /// Every file and directory, whose, and what is in it.
    fn all(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let about = fs::symlink_metadata(&path).unwrap();
                let text = fs::read(&path).map(|text| String::from_utf8_lossy(&text).into_owned());
                found.push(format!(
                    "{} {} {:o} {:?}",
                    path.display(),
                    about.uid(),
                    about.mode(),
                    text.ok()
                ));
                if about.is_dir() {
                    folders.push(path);
                }
            }
        }
        found.sort();
        found
    }

    /// Asked to, it does nothing, and says why and what to do.
    #[track_caller]
    fn refuses(&self, why: &str, mend: &str) {
        let before = self.all();
        let said = self.setup(&["--apply"]);
        assert_eq!(said.code, 1, "{}{}", said.out, said.err);
        assert!(said.err.contains(why), "{}", said.err);
        assert!(said.err.contains(mend), "{}", said.err);
        assert!(said.err.contains("nothing was done"), "{}", said.err);
        assert_eq!(self.all(), before);
    }
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn a_host_is_made_and_made_once() {
    let root = Root::new();
    let before = root.all();
    let told = root.setup(&[]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(
        told.out.contains("account hallpass: to be made"),
        "{}",
        told.out
    );
    assert!(told.out.contains("useradd"), "{}", told.out);
    for line in SHIPPED.lines() {
        assert!(told.out.contains(line), "{line}: {}", told.out);
    }
    assert_eq!(root.all(), before, "it was only asked");

    let done = root.setup(&["--apply"]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    let account = root.line("etc/passwd", "hallpass:");
    let fields: Vec<&str> = account.split(':').collect();
    assert_eq!(
        fields[4..],
        ["hallpass office file", "/", "/bin/sh"],
        "{account}"
    );
    assert!(
        root.line("etc/shadow", "hallpass:")
            .starts_with("hallpass:*:")
    );
    assert_eq!(root.text(LINES), SHIPPED);
    assert_eq!(
        (
            mode(&root.path(LINES)),
            fs::metadata(root.path(LINES)).unwrap().uid()
        ),
        (0o644, 0)
    );
    let directory = root.path("var/lib/hallpass");
    assert_eq!(mode(&directory), 0o700);
    assert_eq!(
        fs::metadata(&directory).unwrap().uid().to_string(),
        fields[2]
    );
    // Nothing half made is left where sshd looks.
    let beside = fs::read_dir(root.path("etc/ssh/sshd_config.d")).unwrap();
    assert_eq!(beside.count(), 1);

    let before = root.all();
    let again = root.setup(&["--apply"]);
    assert_eq!(again.code, 0, "{}{}", again.out, again.err);
    assert_eq!(
        again.out.matches("is there already").count(),
        3,
        "{}",
        again.out
    );
    assert_eq!(root.all(), before);
}

fn an_account_that_is_locked_is_unlocked() {
    // As systemd-sysusers leaves it, and as useradd does without a password.
    for field in ["!*", "!", "!!"] {
        let root = Root::new();
        root.file(
            "etc/passwd",
            "hallpass:x:990:990:hallpass office file:/:/bin/sh\n",
        );
        root.file("etc/shadow", &format!("hallpass:{field}:19000::::::\n"));
        let told = root.setup(&[]);
        assert!(
            told.out.contains("is there and locked"),
            "{field}: {}",
            told.out
        );
        let done = root.setup(&["--apply"]);
        assert_eq!(done.code, 0, "{}{}", done.out, done.err);
        let line = root.line("etc/shadow", "hallpass:");
        assert!(line.starts_with("hallpass:*:"), "{field}: {line}");
    }
}

fn what_is_somebody_elses_stays() {
    let person = Root::new();
    person.file(
        "etc/passwd",
        "hallpass:x:1000:1000:H. Pass:/home/hallpass:/bin/bash\n",
    );
    person.refuses(
        "its home is /home/hallpass and its shell /bin/bash",
        "--account",
    );

    let with_password = Root::new();
    with_password.file("etc/passwd", "hallpass:x:990:990::/:/bin/sh\n");
    with_password.file("etc/shadow", "hallpass:!$6$abc$def:19000::::::\n");
    with_password.refuses("it is locked and has a password", "usermod --password");

    // Its home and shell are as ours are.
    for line in [
        "hallpass:x:0:0::/:/bin/sh\n",
        "hallpass:x:0:990::/:/bin/sh\n",
        "root:x:0:0::/root:/bin/sh\nhallpass:x:00:990::/:/bin/sh\n",
    ] {
        let root = Root::new();
        root.file("etc/passwd", line);
        root.file("etc/shadow", "hallpass:*:19000::::::\n");
        root.refuses("it is root by another name", "--account");
    }

    let lines = Root::new();
    lines.file(
        LINES,
        &SHIPPED.replace("PermitUserRC no", "PermitUserRC yes"),
    );
    lines.refuses("-     PermitUserRC yes", "+     PermitUserRC no");
    lines.refuses("hallpass.conf is there, and says something else", "mv ");

    let link = Root::new();
    fs::create_dir_all(link.path("etc/ssh/sshd_config.d")).unwrap();
    symlink("/etc/hostname", link.path(LINES)).unwrap();
    link.refuses("is no plain file", "mv ");

    let loose = Root::new();
    set_mode(&loose.file(LINES, SHIPPED), 0o666);
    loose.refuses("is not root's alone to write", "chmod 0644");

    let directory = Root::new();
    directory.file("var/lib/hallpass/wages.txt", "secret");
    directory.refuses("belongs to user 0 and group 0, not to hallpass", "--db");

    // Without the account: the command that makes it can be pasted.
    directory.refuses(
        "belongs to user 0",
        "--password '*' --comment 'hallpass office file' hallpass",
    );

    let open = Root::new();
    open.file("etc/passwd", "hallpass:x:990:990::/:/bin/sh\n");
    open.file("etc/shadow", "hallpass:*:19000::::::\n");
    open.file("var/lib/hallpass/office.db", "");
    chown(open.path("var/lib/hallpass"), Some(990), Some(990)).unwrap();
    set_mode(&open.path("var/lib/hallpass"), 0o755);
    open.refuses("has mode 0755 where it should have 0700", "chmod 0700");
}

fn what_others_could_change_is_refused() {
    let program = Root::new();
    set_mode(&program.file("usr/bin/hallpass", ""), 0o775);
    program.refuses(
        "usr/bin/hallpass may be written by others than root (mode 0775)",
        "chmod go-w",
    );

    let owned = Root::new();
    chown(owned.file("usr/bin/hallpass", ""), Some(NOBODY), None).unwrap();
    owned.refuses("belongs to user 65534, not to root", "chown root");

    let above = Root::new();
    set_mode(&above.file("usr/bin/hallpass", ""), 0o755);
    set_mode(&above.path("usr"), 0o777);
    above.refuses(
        "usr may be written by others than root (mode 0777)",
        "chmod go-w",
    );

    let data = Root::new();
    fs::create_dir_all(data.path("var/lib")).unwrap();
    set_mode(&data.path("var/lib"), 0o1777);
    data.refuses("the office file could be put aside", "--db");

    let led_out = Root::new();
    fs::create_dir_all(led_out.path("var")).unwrap();
    let other = tempfile::tempdir().unwrap();
    symlink(other.path(), led_out.path("var/lib")).unwrap();
    led_out.refuses("is not under", "--db");
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 0);
}

fn only_root_makes_a_host() {
    let mut command = Command::new(PROGRAM);
    command.env_clear().current_dir("/").uid(NOBODY).gid(NOBODY);
    command.args([
        "--db",
        "/var/lib/hallpass/office.db",
        "setup",
        "guarded",
        "--apply",
    ]);
    let refused = said(command.output().unwrap());
    assert_eq!(
        (refused.code, refused.out.as_str()),
        (1, ""),
        "{}",
        refused.err
    );
    assert!(
        refused.err.contains("only root makes accounts"),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("sudo hallpass setup guarded --apply"));
}

/// This host, copied: what is written goes there, and what sshd reads is there.
struct Copied(TempDir);

impl Copied {
    fn new() -> Copied {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path();
        let copied = Command::new("cp").args(["-a", "/etc"]).arg(path).status();
        assert!(copied.unwrap().success());
        for folder in ["lib", "opt"] {
            fs::create_dir(path.join(folder)).unwrap();
        }
        fs::copy(PROGRAM, path.join("opt/hallpass")).unwrap();
        set_mode(&path.join("opt/hallpass"), 0o755);
        // Whatever is set up here already.
        let _ = fs::remove_file(path.join(LINES));
        Copied(dir)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn setup(&self) -> Said {
        let script = "mount --bind \"$0/etc\" /etc && mount --bind \"$0/lib\" /var/lib && \
                      mount --bind \"$0/opt\" /opt && exec /opt/hallpass setup guarded --apply --account office-of-it";
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "sh", "-c", script])
            .arg(self.0.path());
        said(command.env_remove("HALLPASS_DB").output().unwrap())
    }
}

fn a_host_is_set_up_and_its_sshd_agrees() {
    let host = Copied::new();
    host.file(
        "etc/ssh/sshd_config.d/00-who.conf",
        "AllowUsers root kim\nRequiredRSASize 2048\n",
    );
    let done = host.setup();
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert!(
        done.out.contains("sshd takes the lines, and they count"),
        "{}",
        done.out
    );
    // What keeps nobody out, or may be meant, is told.
    assert!(
        done.err
            .contains("our line on requiredrsasize does not count: sshd has `2048`"),
        "{}",
        done.err
    );
    assert!(
        done.err.contains("see that it lets office-of-it in"),
        "{}",
        done.err
    );
    let lines = host.text(LINES);
    assert!(lines.contains("\nMatch User office-of-it\n"), "{lines}");
    assert!(lines.contains(" /opt/hallpass authorized-keys --db /var/lib/hallpass/office.db %u"));
    assert!(host.text("etc/passwd").contains("\noffice-of-it:"));
    assert!(host.text("etc/shadow").contains("\noffice-of-it:*:"));
    assert_eq!(mode(&host.path("lib/hallpass")), 0o700);
    let again = host.setup();
    assert_eq!(
        again.out.matches("is there already").count(),
        3,
        "{}{}",
        again.out,
        again.err
    );
}

fn lines_that_do_not_count_are_taken_back() {
    let taken_back = |file: &str, text: &str, why: &str| {
        let host = Copied::new();
        host.file(file, text);
        let said = host.setup();
        assert_eq!(said.code, 1, "{}{}", said.out, said.err);
        assert!(said.err.contains(why), "{}", said.err);
        assert!(said.err.contains("was taken back"), "{}", said.err);
        assert!(!host.path(LINES).exists());
    };
    taken_back(
        "etc/ssh/sshd_config.d/00-first.conf",
        "Match all\n    AuthorizedKeysFile .ssh/authorized_keys\n",
        "`authorizedkeysfile .ssh/authorized_keys`",
    );
    taken_back(
        "etc/ssh/sshd_config.d/00-first.conf",
        "Match User off*\n    DisableForwarding no\n",
        "`disableforwarding no`",
    );
    // Nothing there includes ours.
    taken_back(
        "etc/ssh/sshd_config",
        "UsePAM yes\n",
        "our lines do not count",
    );
}

fn nothing_is_done_where_sshd_is_wrong_already() {
    let host = Copied::new();
    host.file("etc/ssh/sshd_config.d/zz-wrong.conf", "Nonsense yes\n");
    let said = host.setup();
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    assert!(said.err.contains("nothing was written"), "{}", said.err);
    assert!(said.err.contains("Nonsense"), "{}", said.err);
    assert!(!host.path(LINES).exists() && !host.path("lib/hallpass").exists());
    assert!(!host.text("etc/passwd").contains("office-of-it"));
}
