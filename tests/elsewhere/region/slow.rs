//! A region at the end of a slow link: it is only slow, and of an office nothing waits for it.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{office, region};
use crate::desk::Desk;
use crate::postgres::Postgres;

/// A socket on which a server seems to listen that is so far away.
struct SlowLink {
    dir: TempDir,
    way: Arc<SlowWay>,
}

/// How packets go, either way.
struct SlowWay {
    /// Each takes so long.
    pause: Duration,
    /// So many went.
    packets: AtomicUsize,
    /// After so many none comes through any more.
    most: AtomicUsize,
}

impl SlowLink {
    fn to(server: &Postgres, pause: Duration) -> SlowLink {
        let dir = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(dir.path().join(".s.PGSQL.5432")).unwrap();
        let way = Arc::new(SlowWay {
            pause,
            packets: AtomicUsize::new(0),
            most: AtomicUsize::new(usize::MAX),
        });
        let (server, goes) = (server.socket(), Arc::clone(&way));
        std::thread::spawn(move || {
            for near in listener.incoming() {
                let Ok(near) = near else { return };
                join(near, &server, &goes);
            }
        });
        SlowLink { dir, way }
    }

    fn address(&self, login: &str) -> String {
        let dir = self.dir.path().display();
        format!("postgresql:///region?host={dir}&user={login}")
    }

    fn packets(&self) -> usize {
        self.way.packets.load(Ordering::Relaxed)
    }
}

/// Carries what both ends say to each other.
fn join(near: UnixStream, server: &Path, way: &Arc<SlowWay>) {
    let far = UnixStream::connect(server).unwrap();
    let ends = (near.try_clone().unwrap(), far.try_clone().unwrap());
    for (from, to) in [(near, far), (ends.1, ends.0)] {
        let way = Arc::clone(way);
        std::thread::spawn(move || carry(from, to, &way));
    }
}

fn carry(mut from: UnixStream, mut to: UnixStream, way: &SlowWay) {
    let mut packet = vec![0; 64 * 1024];
    while let Ok(length) = from.read(&mut packet) {
        if way.packets.fetch_add(1, Ordering::Relaxed) >= way.most.load(Ordering::Relaxed) {
            // Neither end hears that the other is gone.
            std::thread::sleep(Duration::from_mins(5));
            return;
        }
        std::thread::sleep(way.pause);
        if length == 0 || to.write_all(&packet[..length]).is_err() {
            let _ = to.shutdown(std::net::Shutdown::Both);
            return;
        }
    }
}

/// A district that joined over such a link.
fn far_away(server: &Postgres, pause: Duration) -> (Desk, SlowLink) {
    let link = SlowLink::to(server, pause);
    let desk = office("approved", "", "2026-06-30", "4.50");
    let address = link.address("district_ash");
    desk.ok(&format!("region join {address} --district ash"));
    desk.ok("region policy --accept");
    (desk, link)
}

fn goes_on_meanwhile(pause: Duration) {
    let server = Postgres::new();
    region(&server, &["ash"]);
    let (desk, link) = far_away(&server, pause);
    let (began, packets) = (Instant::now(), link.packets());
    let mut push = std::process::Command::new(crate::desk::PROGRAM)
        .env_clear()
        .env("HALLPASS_DB", desk.path("office.db"))
        .env("HALLPASS_USER", "ada")
        .args(["region", "push"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // Meanwhile the office is asked, and written.
    while link.packets() < packets + 6 {
        std::thread::sleep(Duration::from_millis(5));
    }
    desk.ok("status Gimkit");
    desk.ok("note Gimkit --text Meanwhile");
    assert!(
        push.try_wait().unwrap().is_none(),
        "the push was over before the office was asked"
    );
    let ended = push.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stdout).unwrap();
    assert!(said.starts_with("Sent everything: 1 product,"), "{said}");
    println!(
        "a push over {pause:?} a packet: {:?}, {} packets",
        began.elapsed(),
        link.packets() - packets
    );
    let began = Instant::now();
    let told = desk.ok("region status gimkit");
    assert!(told.contains("1 district knows it: 1 yes"), "{told}");
    println!("a question: {:?}", began.elapsed());
}

pub fn a_slow_region_is_only_slow() {
    goes_on_meanwhile(Duration::from_millis(30));
}

pub fn a_region_a_second_a_packet_away_is_only_slow() {
    goes_on_meanwhile(Duration::from_secs(1));
    // One that says nothing more after it has let somebody in.
    let server = Postgres::new();
    region(&server, &["ash"]);
    let (desk, link) = far_away(&server, Duration::ZERO);
    link.way.most.store(link.packets() + 8, Ordering::Relaxed);
    let began = Instant::now();
    let said = desk.fails("region status gimkit", 75);
    assert!(
        said.contains("did not answer within 60 seconds")
            && said.contains("try again later")
            && said.contains("go on without it"),
        "{said}"
    );
    assert!(began.elapsed() < Duration::from_secs(90));
    desk.ok("status Gimkit");
}
