//! The guarded way with a real sshd, on a port of its own: what comes in by a key, and what does not.
//! Most of what is refused is tested without sshd in `tests/cli`; here is what only sshd decides.

use std::fs::{self, File};
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use libtest_mimic::Trial;
use portable_pty::CommandBuilder;

use crate::desk::{Desk, PROGRAM, Said, said};
use crate::needs::{Need, sshd, trials};
use crate::support::login::os_login;
use crate::window::Window;

pub fn tests() -> Vec<Trial> {
    let mut tests = trials!(Need::Sshd;
        a_key_opens_the_office_as_its_owner_from_their_address,
        an_unknown_key_and_one_that_was_removed_do_not_come_in,
        files_go_through_the_pipe_of_ssh,
        no_shell_reads_what_was_asked,
        neither_forwarding_nor_copying_nor_a_shell_is_to_be_had,
        variables_of_the_far_end_change_nothing,
        without_a_terminal_nothing_is_drawn,
        the_screens_open_in_any_terminal,
        the_screens_close_when_the_key_is_removed,
        each_role_does_what_it_may_typed_and_on_the_screens,
        a_thousand_connections_that_say_nothing_keep_nobody_out_for_longer_than_they_last
    );
    let long = Need::hardest(&[Need::Sshd, Need::Time]);
    tests.extend(trials!(long; two_hundred_at_once_are_answered_or_turned_away));
    tests
}

/// Held alone by the test that fills the machine with two hundred clients, and by all others together: a screen that
/// is waited for beside those two hundred comes too late on a small machine, and that says nothing about the screen.
static MACHINE: RwLock<()> = RwLock::new(());

/// A running sshd, an office with two keys, and their private halves.
struct Server {
    desk: Desk,
    port: u16,
    daemon: Child,
    /// That the machine is shared, where it is.
    _shared: Option<RwLockReadGuard<'static, ()>>,
}

/// A new key in two files of this name.
fn make_key(desk: &Desk, name: &str) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(desk.path(name))
        .status();
    assert!(made.unwrap().success());
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

impl Server {
    /// A server beside those of other tests.
    fn start() -> Server {
        let shared = MACHINE.read().unwrap_or_else(PoisonError::into_inner);
        Server::start_holding(Some(shared))
    }

    /// As the README says it; but that a test may not be root, and its files are in a folder that anybody may write to.
    fn start_holding(shared: Option<RwLockReadGuard<'static, ()>>) -> Server {
        let desk = Desk::furnished();
        for (name, login) in [
            ("nguyen", Some("nguyen")),
            ("reyes", Some("reyes")),
            ("stranger", None),
            ("host", None),
        ] {
            make_key(&desk, name);
            if let Some(login) = login {
                desk.ok(&format!("people key add {login} {name}.pub"));
            }
        }
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let me = os_login();
        let config = desk.file(
            "sshd_config",
            &format!(
                "Port {port}\nListenAddress 127.0.0.1\nHostKey {host}\nPidFile none\nUsePAM no\nStrictModes no\n\
                 PermitRootLogin prohibit-password\nMaxStartups 60:30:120\nRequiredRSASize 3072\n\
                 AuthorizedKeysFile none\n\
                 AuthorizedKeysCommand /usr/bin/env {PROGRAM} authorized-keys --db {db} %u %t %k\n\
                 AuthorizedKeysCommandUser {me}\nAuthenticationMethods publickey\nPasswordAuthentication no\n\
                 KbdInteractiveAuthentication no\nDisableForwarding yes\nPermitTTY yes\nPermitUserRC no\n\
                 AcceptEnv LANG LC_* COLORTERM NO_COLOR\nSubsystem sftp internal-sftp\n",
                host = desk.path("host").display(),
                db = desk.path("office.db").display(),
            ),
        );
        let log = File::create(desk.path("sshd.log")).unwrap();
        let daemon = Command::new(sshd().unwrap())
            .args(["-D", "-e", "-f"])
            .arg(config)
            .stdin(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let server = Server {
            desk,
            port,
            daemon,
            _shared: shared,
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "{}",
                server.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    fn log(&self) -> String {
        fs::read_to_string(self.desk.path("sshd.log")).unwrap_or_default()
    }

    /// What every client is told: whose key, where to, and to ask nobody anything.
    fn options(&self, key: &str) -> Vec<String> {
        let file = |name: &str| self.desk.path(name).display().to_string();
        let known = format!("UserKnownHostsFile={}", file("known_hosts"));
        let options = [
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "StrictHostKeyChecking=accept-new",
            "BatchMode=yes",
        ];
        let mut words = vec![
            "-F".to_owned(),
            "none".to_owned(),
            "-i".to_owned(),
            file(key),
        ];
        for option in options.into_iter().chain([known.as_str()]) {
            words.extend(["-o".to_owned(), option.to_owned()]);
        }
        words
    }

    fn ssh(&self, key: &str, more: &[&str], asked: &[&str]) -> Command {
        let mut command = Command::new("ssh");
        let port = self.port.to_string();
        command
            .args(self.options(key))
            .args(["-p", &port])
            .args(more)
            .arg(format!("{}@127.0.0.1", os_login()))
            .args(asked)
            .stdin(Stdio::null());
        command
    }

    fn ask(&self, key: &str, asked: &[&str]) -> Said {
        said(self.ssh(key, &["-T"], asked).output().unwrap())
    }

    #[track_caller]
    fn ok(&self, key: &str, asked: &[&str]) -> String {
        let said = self.ask(key, asked);
        assert_eq!(
            said.code,
            0,
            "{asked:?}: {}{}\n{}",
            said.out,
            said.err,
            self.log()
        );
        said.out
    }

    /// The screens, in a terminal that calls itself so.
    fn screens(&self, key: &str, term: &str) -> Window {
        let mut command = CommandBuilder::new("ssh");
        let port = self.port.to_string();
        command.args(self.options(key));
        command.args(["-p", &port, "-tt", &format!("{}@127.0.0.1", os_login())]);
        command.env("TERM", term);
        Window::start(command)
    }
}

fn a_key_opens_the_office_as_its_owner_from_their_address() {
    let server = Server::start();
    assert!(server.ok("reyes", &["schools"]).contains("Lincoln ES"));
    server.ok("nguyen", &["note", "oak", "--text", "seen"]);
    let line = server.ok("reyes", &["history", "--limit", "1", "--json"]);
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        (&line[0]["who"], &line[0]["login"], &line[0]["place"]),
        (&"nguyen".into(), &"nguyen".into(), &"127.0.0.1".into())
    );
    let said = server.ask(
        "reyes",
        &["people", "add", "bo", "--name", "Bo", "--roles", "admin"],
    );
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.err.contains("only an admin may change people"),
        "{}",
        said.err
    );
}

fn an_unknown_key_and_one_that_was_removed_do_not_come_in() {
    let server = Server::start();
    let shut = |key: &str, why: &str| {
        let said = server.ask(key, &["schools"]);
        assert_eq!((said.code, said.out.as_str()), (255, ""), "{}", said.err);
        assert!(said.err.contains("Permission denied"), "{}", said.err);
        // Why, only the log of the host says.
        assert!(!said.err.contains(why), "{}", said.err);
        assert!(server.log().contains(why), "{}", server.log());
    };
    shut("stranger", "nobody here has this key");
    server.ok("nguyen", &["schools"]);
    server.desk.ok("people key remove 1");
    shut("nguyen", "your key 1 was removed on");
    server.desk.ok("people leave reyes");
    shut("reyes", "`reyes` has left");
}

fn files_go_through_the_pipe_of_ssh() {
    let server = Server::start();
    let mut import = server.ssh("nguyen", &["-T"], &["import", "schools", "-"]);
    let piped = import
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"name,code\nFar ES,FAR\n")
        .unwrap();
    let told = said(child.wait_with_output().unwrap());
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(
        server
            .ok("reyes", &["export", "schools", "-o", "-"])
            .contains("Far ES,FAR")
    );
    let named = server.ask(
        "nguyen",
        &["export", "schools", "-o", "/tmp/hallpass-out.csv"],
    );
    assert_eq!(named.code, 1);
    assert!(
        named.err.contains("would be a file of the host"),
        "{}",
        named.err
    );
}

fn no_shell_reads_what_was_asked() {
    let server = Server::start();
    let marker = server.desk.path("marker");
    for asked in [
        format!("schools; touch {}", marker.display()),
        format!("schools $(touch {})", marker.display()),
        format!("schools `touch {}`", marker.display()),
        format!("schools > {}", marker.display()),
        format!("schools | tee {}", marker.display()),
        format!("schools\ntouch {}", marker.display()),
        format!("' ; touch {} ; '", marker.display()),
    ] {
        let said = server.ask("reyes", &[&asked]);
        assert!(
            said.code == 1 || said.code == 2,
            "{asked}: {} {}",
            said.code,
            said.err
        );
        assert_eq!(said.out, "", "{asked}");
    }
    assert!(!marker.exists());
    server.ok("reyes", &["note oak --text '; touch x $(id)'"]);
    assert!(server.desk.ok("dump").contains("; touch x $(id)"));
}

fn neither_forwarding_nor_copying_nor_a_shell_is_to_be_had() {
    let server = Server::start();
    let port = server.port.to_string();
    let to_itself = format!("127.0.0.1:{port}");
    let mut through = server.ssh("nguyen", &["-W", &to_itself], &[]);
    let through = said(through.output().unwrap());
    assert_eq!(
        (through.code, through.out.as_str()),
        (255, ""),
        "{}",
        through.err
    );
    assert!(through.err.contains("prohibited"), "{}", through.err);
    let back = [
        "-N",
        "-o",
        "ExitOnForwardFailure=yes",
        "-R",
        "0:127.0.0.1:9",
    ];
    let back = said(server.ssh("nguyen", &back, &[]).output().unwrap());
    assert_eq!(back.code, 255, "{}", back.err);
    for asked in [
        "bash",
        "sh -i",
        "scp -t /tmp",
        "/usr/lib/openssh/sftp-server",
    ] {
        let said = said(server.ssh("nguyen", &["-tt"], &[asked]).output().unwrap());
        assert_eq!(said.code, 2, "{asked}: {}{}", said.out, said.err);
    }
    let copied = server.desk.path("copied");
    for program in ["scp", "sftp"] {
        let from = format!(
            "{}@127.0.0.1:{}",
            os_login(),
            server.desk.path("office.db").display()
        );
        let mut command = Command::new(program);
        command
            .args(server.options("nguyen"))
            .args(["-P", &port, &from])
            .arg(&copied);
        let ended = command.stdin(Stdio::null()).output().unwrap();
        assert!(!ended.status.success(), "{program}: {ended:?}");
        assert!(!copied.exists(), "{program}");
    }
}

fn variables_of_the_far_end_change_nothing() {
    let server = Server::start();
    let plain = server.ok("reyes", &["schools"]);
    let sent = [
        "-o",
        "SendEnv=LC_EVIL HALLPASS_DB HALLPASS_NOW HALLPASS_USER LD_PRELOAD EDITOR LANG LC_ALL",
        "-T",
    ];
    let mut command = server.ssh("reyes", &sent, &["schools"]);
    command
        .env("LC_EVIL", "() { :; }; id")
        .env("HALLPASS_DB", "/nowhere/office.db")
        .env("HALLPASS_NOW", "2020-01-06")
        .env("HALLPASS_USER", "ada")
        .env("EDITOR", "/bin/false")
        .env("LC_ALL", "xx_XX.\u{1b}[2J");
    let said = said(command.output().unwrap());
    assert_eq!(
        (said.code, said.out.as_str()),
        (0, plain.as_str()),
        "{}",
        said.err
    );
}

fn without_a_terminal_nothing_is_drawn() {
    let server = Server::start();
    let said = server.ask("reyes", &[]);
    assert_eq!((said.code, said.out.as_str()), (64, ""), "{}", said.err);
    assert!(said.err.contains("there is no terminal"), "{}", said.err);
}

fn the_screens_open_in_any_terminal() {
    let server = Server::start();
    for term in ["xterm-256color", "vt52", "no-such-terminal"] {
        let mut window = server.screens("reyes", term);
        window.open_finder();
        window.press("quill");
        window.wait_for("Quill Pad");
        window.press("\u{1b}");
        window.wait_for("Q quit");
        window.press("Q");
        assert_eq!(window.end().0, 0, "{term}");
    }
}

fn the_screens_close_when_the_key_is_removed() {
    let server = Server::start();
    let mut window = server.screens("nguyen", "xterm-256color");
    window.open_finder();
    server.desk.ok("people key remove 1");
    let (code, took) = window.end();
    assert_eq!(code, 1);
    assert!(took < Duration::from_secs(5), "{took:?}");
    let text = window.screen.screen().contents();
    assert!(text.contains("your key 1 was removed on"), "{text}");
}

/// Typed in one go, and in the screens by their keys: a note, a file with a product, a product, a person.
fn each_role_does_what_it_may_typed_and_on_the_screens() {
    let server = Server::start();
    for (login, roles, office, admin) in [
        ("hana", "helpdesk", false, false),
        ("teo", "technical", true, false),
        ("cora", "curricular", true, false),
        ("rune", "renewals", true, false),
        ("alba", "admin", true, true),
    ] {
        let desk = &server.desk;
        make_key(desk, login);
        desk.ok(&format!(
            "people add {login} --name {login} --roles {roles}"
        ));
        desk.ok(&format!("people key add {login} {login}.pub"));

        server.ok(login, &["note", "oak", "--text", "seen"]);
        let file = desk.file("products.csv", &format!("name\nOf {login}\n"));
        let mut command = server.ssh(login, &["-T"], &["import", "products", "-"]);
        let brought = said(command.stdin(File::open(file).unwrap()).output().unwrap());
        assert_eq!(brought.code == 0, office, "{login}: {brought:?}");
        let person = ["people", "add", "bo", "--name", "Bo", "--roles", "helpdesk"];
        let added = server.ask(login, &person);
        assert_eq!(added.code == 0, admin, "{login}: {added:?}");

        let mut window = server.screens(login, "xterm-256color");
        window.open_finder();
        window.press("\u{1b}");
        window.wait_for("Q quit");
        for (typed, title, may) in [
            (":add-product\r", "New product", office),
            (":add-person\r", "New person", admin),
        ] {
            window.press(typed);
            let why = ["reads and leaves notes", "only an admin"];
            let why = why[usize::from(office)];
            window.wait_for(if may { title } else { why });
            window.press("\u{1b}");
            window.wait_for("Q quit");
        }
        window.press("Q");
        assert_eq!(window.end().0, 0, "{login}");
    }
    // Whose key works and who has left comes in no more, and what is open closes.
    let mut window = server.screens("rune", "xterm-256color");
    window.open_finder();
    server.desk.ok("people leave rune --on 2026-01-05");
    assert_eq!(server.ask("rune", &["schools"]).code, 255);
    window.end();
}

fn a_thousand_connections_that_say_nothing_keep_nobody_out_for_longer_than_they_last() {
    let server = Server::start();
    let mut inside = server.screens("reyes", "xterm-256color");
    inside.open_finder();
    let silent: Vec<TcpStream> = (0..1000)
        .filter_map(|_| TcpStream::connect(("127.0.0.1", server.port)).ok())
        .collect();
    assert!(silent.len() > 100, "{}", silent.len());
    // Who is in works on.
    inside.press("quill");
    inside.wait_for("Quill Pad");
    drop(silent);
    let begun = Instant::now();
    while server.ask("nguyen", &["schools"]).code != 0 {
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "{}",
            server.log()
        );
    }
    inside.press("\u{1b}");
    inside.wait_for("Q quit");
    inside.press("Q");
    assert_eq!(inside.end().0, 0);
}

fn two_hundred_at_once_are_answered_or_turned_away() {
    let _alone = MACHINE.write().unwrap_or_else(PoisonError::into_inner);
    let server = Server::start_holding(None);
    let expected = server.ok("reyes", &["schools"]);
    let asked = (0..200).map(|_| {
        let mut command = server.ssh("reyes", &["-T", "-o", "ConnectTimeout=60"], &["schools"]);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    });
    let asked: Vec<Child> = asked.collect();
    let ended: Vec<Said> = asked
        .into_iter()
        .map(|child| said(child.wait_with_output().unwrap()))
        .collect();
    let answered = ended.iter().filter(|said| said.code == 0).count();
    println!("{answered} of 200 answered, {} turned away", 200 - answered);
    assert!(answered >= 60, "{answered}");
    for said in &ended {
        assert!(said.code == 0 || said.code == 255, "{}", said.err);
        assert_eq!(
            said.out,
            if said.code == 0 {
                expected.as_str()
            } else {
                ""
            }
        );
    }
    // Whoever comes after them is answered.
    assert_eq!(server.ok("reyes", &["schools"]), expected);
}
