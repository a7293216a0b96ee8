//! A PostgreSQL of a test's own: in a folder that goes away with it, on a socket there, and on a port with a certificate
//! where that is asked for.

use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::machine::{NOBODY, is_root, postgres};

/// So many hexadecimal digits is a seal of history.
const SEAL: usize = 64;

/// The tables of what districts share, which have a row or more of each product.
pub const SHARED_TABLES: [&str; 9] = [
    "product",
    "alias",
    "sign",
    "decision",
    "answer",
    "alignment",
    "agreement",
    "term",
    "price",
];

/// A running server with an empty database `region`, and whoever owns it.
pub struct Postgres {
    dir: TempDir,
    /// Where it listens beside its socket; none where it does not.
    pub port: Option<u16>,
}

/// A server that repeats another, until it is promoted.
pub struct Standby {
    home: PathBuf,
    /// Goes away with it.
    _dir: TempDir,
}

/// Runs a program as whoever the server is, and wants it to succeed.
fn run(program: &Path, args: &[&str]) {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "nobody", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // Whoever started the test may stand where nobody may.
    let ended = command.args(args).current_dir("/").stdin(Stdio::null());
    let ended = ended.stdout(Stdio::null()).status().unwrap();
    assert!(ended.success(), "{} {args:?}", program.display());
}

/// Starts a server on these data.
fn start(data: &str, log: &Path, options: &str) {
    let log = log.to_str().unwrap();
    run(
        &postgres("pg_ctl").unwrap(),
        &["-D", data, "-w", "-l", log, "-o", options, "start"],
    );
}

impl Postgres {
    /// On a socket alone; whoever comes is who they say.
    pub fn new() -> Postgres {
        Postgres::with(&[], None)
    }

    /// The same, on a port of this machine too, where it shows a certificate for `localhost`.
    pub fn encrypted() -> Postgres {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        Postgres::with(&[], Some(port))
    }

    /// With these settings.
    pub fn with(settings: &[&str], port: Option<u16>) -> Postgres {
        let dir = tempfile::tempdir().unwrap();
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let home = dir.path().join("server");
        std::fs::create_dir(&home).unwrap();
        let server = Postgres { dir, port };
        if port.is_some() {
            server.certificates();
        }
        if is_root() {
            for path in std::fs::read_dir(&home)
                .unwrap()
                .map(|entry| entry.unwrap().path())
            {
                chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
            }
            chown(&home, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let data = server.data();
        let data = data.to_str().unwrap();
        run(
            &postgres("initdb").unwrap(),
            &[
                "-D",
                data,
                "-A",
                "trust",
                "-U",
                "owner",
                "--no-sync",
                "-E",
                "UTF8",
                "--no-locale",
            ],
        );
        let mut options = format!("-k {} -c fsync=off -c timezone=UTC", home.display());
        // A fraction of a second is no number of a test's.
        options += " -c log_line_prefix=";
        match port {
            None => options += " -c listen_addresses=''",
            Some(port) => {
                options += &format!(" -c listen_addresses=127.0.0.1 -c port={port}");
                // In its file, where a test can change it while the server runs.
                let home = home.display();
                let file = server.data().join("postgresql.conf");
                let mut written = std::fs::read_to_string(&file).unwrap();
                written += &format!(
                    "\nssl = on\nssl_cert_file = '{home}/leaf.pem'\nssl_key_file = '{home}/leaf.key'\n"
                );
                std::fs::write(&file, written).unwrap();
            }
        }
        for setting in settings {
            options += &format!(" -c {setting}");
        }
        start(data, &server.log_file(), &options);
        server.psql_in("postgres", "owner", "CREATE DATABASE region");
        server
    }

    /// An authority, a certificate for `localhost` that it signed, and another authority that signed nothing.
    fn certificates(&self) {
        let home = self.dir.path().join("server");
        let openssl = |args: &str| {
            let ended = Command::new("openssl")
                .args(args.split(' '))
                .current_dir(&home)
                .output()
                .unwrap();
            assert!(
                ended.status.success(),
                "{args}: {}",
                String::from_utf8_lossy(&ended.stderr)
            );
        };
        for authority in ["region", "other"] {
            openssl(&format!(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN={authority} -keyout {authority}.key -out {authority}.pem"
            ));
        }
        openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout leaf.key -out leaf.csr",
        );
        openssl(
            "x509 -req -in leaf.csr -CA region.pem -CAkey region.key -CAcreateserial -days 30 -copy_extensions copy -out leaf.pem",
        );
        std::fs::set_permissions(
            home.join("leaf.key"),
            std::fs::Permissions::from_mode(0o600),
        )
        .unwrap();
        for authority in ["region.pem", "other.pem"] {
            std::fs::copy(home.join(authority), self.dir.path().join(authority)).unwrap();
        }
    }

    /// The file of an authority.
    pub fn authority(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("server/data")
    }

    /// The socket on which it listens.
    pub fn socket(&self) -> PathBuf {
        self.dir.path().join("server/.s.PGSQL.5432")
    }

    fn log_file(&self) -> PathBuf {
        self.dir.path().join("server/log")
    }

    /// All that the server has written down, but the seals of history, in whose digits any number may stand by chance.
    pub fn log(&self) -> String {
        let log = std::fs::read_to_string(self.log_file()).unwrap();
        let words = log.split_inclusive(|c: char| !c.is_ascii_hexdigit());
        let is_seal = |word: &&str| {
            word.trim_end_matches(|c: char| !c.is_ascii_hexdigit())
                .len()
                == SEAL
        };
        words.filter(|word| !is_seal(word)).collect()
    }

    /// The number of the server's process.
    pub fn process(&self) -> i32 {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        file.lines().next().unwrap().trim().parse().unwrap()
    }

    /// The server stops at once, as when its machine loses power.
    pub fn stop(&self) {
        let data = self.data();
        run(
            &postgres("pg_ctl").unwrap(),
            &[
                "-D",
                data.to_str().unwrap(),
                "-m",
                "immediate",
                "-w",
                "stop",
            ],
        );
    }

    /// Starts anew, with no file of more than so many megabytes: what is longer is refused by the system.
    pub fn restart_with_room(&self, megabytes: usize) {
        self.stop();
        let (data, home) = (self.data(), self.dir.path().join("server"));
        let limited = format!("ulimit -f {}; exec \"$@\"", megabytes * 1024);
        let options = format!("-k {} -c fsync=off -c listen_addresses=''", home.display());
        let (pg_ctl, log) = (postgres("pg_ctl").unwrap(), self.log_file());
        let start = [
            "-c",
            &limited,
            "bash",
            pg_ctl.to_str().unwrap(),
            "-D",
            data.to_str().unwrap(),
            "-w",
            "-l",
            log.to_str().unwrap(),
            "-o",
            &options,
            "start",
        ];
        run(Path::new("/bin/bash"), &start);
    }

    /// A standby, which has to have whatever this server acknowledges from here on.
    pub fn standby(&self) -> Standby {
        let dir = tempfile::tempdir().unwrap();
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let home = dir.path().join("standby");
        std::fs::create_dir(&home).unwrap();
        if is_root() {
            chown(&home, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let standby = Standby { home, _dir: dir };
        let (data, socket) = (standby.data(), self.dir.path().join("server"));
        let data = data.to_str().unwrap();
        run(
            &postgres("pg_basebackup").unwrap(),
            &[
                "-h",
                socket.to_str().unwrap(),
                "-U",
                "owner",
                "-D",
                data,
                "-R",
                "-X",
                "stream",
                "--no-sync",
                "-c",
                "fast",
            ],
        );
        let options = format!(
            "-k {} -c fsync=off -c timezone=UTC -c listen_addresses=''",
            standby.home.display()
        );
        start(data, &standby.home.join("log"), &options);
        self.psql("owner", "ALTER SYSTEM SET synchronous_standby_names = '*'");
        self.psql("owner", "SELECT pg_reload_conf()");
        let waits = std::time::Instant::now();
        while self.psql(
            "owner",
            "SELECT string_agg(sync_state, ',') FROM pg_stat_replication",
        ) != "sync"
        {
            assert!(waits.elapsed().as_secs() < 20, "no standby came");
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        standby
    }

    /// The address of a database by the socket, for a login.
    pub fn address(&self, login: &str) -> String {
        let home = self.dir.path().join("server");
        let port = self.port.map(|port| format!("&port={port}"));
        format!(
            "postgresql:///region?host={}&user={login}{}",
            home.display(),
            port.unwrap_or_default()
        )
    }

    /// What a statement gives to a login, a line a row with `|` between; or what the server says against it.
    pub fn ask(&self, login: &str, sql: &str) -> Result<String, String> {
        self.ask_in("region", login, sql)
    }

    fn ask_in(&self, database: &str, login: &str, sql: &str) -> Result<String, String> {
        let mut psql = Command::new("psql");
        psql.arg("-h").arg(self.dir.path().join("server"));
        if let Some(port) = self.port {
            psql.arg("-p").arg(port.to_string());
        }
        psql.args([
            "-U",
            login,
            "-XAtq",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            sql,
            database,
        ]);
        let ended = psql.output().unwrap();
        let (out, err) = (
            String::from_utf8_lossy(&ended.stdout),
            String::from_utf8_lossy(&ended.stderr),
        );
        if ended.status.success() {
            Ok(out.trim_end().to_owned())
        } else {
            Err(err.into_owned())
        }
    }

    /// As `ask`, which must succeed.
    #[track_caller]
    pub fn psql(&self, login: &str, sql: &str) -> String {
        self.psql_in("region", login, sql)
    }

    #[track_caller]
    fn psql_in(&self, database: &str, login: &str, sql: &str) -> String {
        self.ask_in(database, login, sql)
            .unwrap_or_else(|why| panic!("{login}: {sql}: {why}"))
    }

    /// Every row of every table, a line each, but for moments, watermarks and whatever the region's people said.
    pub fn shared(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for table in SHARED_TABLES {
            let found = self.psql(
                "owner",
                &format!("SELECT '{table}', t.* FROM hallpass.{table} t"),
            );
            rows.extend(found.lines().map(str::to_owned));
        }
        rows.sort();
        rows
    }
}

impl Standby {
    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// It is the region from now on.
    pub fn promote(&self) {
        let data = self.data();
        run(
            &postgres("pg_ctl").unwrap(),
            &["-D", data.to_str().unwrap(), "-w", "promote"],
        );
    }

    /// Where it listens.
    pub fn socket(&self) -> String {
        self.home.display().to_string()
    }

    /// What a statement gives to the owner.
    pub fn psql(&self, sql: &str) -> String {
        let mut psql = Command::new("psql");
        psql.arg("-h").arg(&self.home);
        let ended = psql
            .args(["-U", "owner", "-XAtq", "-c", sql, "region"])
            .output()
            .unwrap();
        assert!(
            ended.status.success(),
            "{sql}: {}",
            String::from_utf8_lossy(&ended.stderr)
        );
        String::from_utf8_lossy(&ended.stdout).trim_end().to_owned()
    }
}

impl Drop for Standby {
    fn drop(&mut self) {
        let data = self.data();
        run(
            &postgres("pg_ctl").unwrap(),
            &[
                "-D",
                data.to_str().unwrap(),
                "-m",
                "immediate",
                "-w",
                "stop",
            ],
        );
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists() {
            self.stop();
        }
    }
}
