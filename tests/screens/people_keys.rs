//! Public keys on the page of people: listed with who added them, added by a paste, removed once it is said what follows.

use crate::support::screen::Screen;
use crate::support::{Office as File, office, stamp};
use hallpass::domain::change::Change;
use hallpass::domain::person::{Person, PersonId, PersonKey};
use hallpass::domain::put::Put;
use hallpass::store::Store;

/// Made with ssh-keygen for this; nobody has the private ones.
const KIM: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHGHE+3r8oEdNan/tT9A8JG9bvfcqQQbI1Oed3MhwWba kim@laptop";
const TWO: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF9ndrdiaanXjRia0+wZZN9NWwrmRRNvzgdaSnjh6men two@desk";
/// What `ssh-keygen -lf` says of the first.
const KIMS_FINGERPRINT: &str = "SHA256:vNkCx9TnQaPk2bJP3wCyDLFNW83YAB06UW1ThE5RHTM";
const RSA_1024: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCl5ZlnUCpfDVzE6LUA2UHQ+wSWGV9v0Cj4SyVxM9Ssi4sE8ld+9YUPCPSMOeFT\
    BvvbAg+Sk6MDLlDx4JXPn49it9C6W5bDX4FvtgzcU6srxXw9dj+dyj+vGLMvmoCjg9DZPECsZdQjv0Kk0wD7PPEUhHC4Sd6466giPaO70\
    V+oJw==";

/// Ada's office with Kim Lee of the help desk.
fn kims_office() -> File {
    let mut file = office();
    let kim = file.person("kim", "helpdesk");
    file.save(Put::id(PersonId(kim)).with("name", "Kim Lee".to_owned()));
    file
}

/// Kim's page, as this person sees it.
fn page(file: &File, who: &str) -> Screen {
    let mut screen = Screen::of(file.store.path(), who);
    screen.press("Esc : 'people' Enter / 'kim' Enter Enter");
    screen.shows("─ Kim Lee (kim) ─");
    screen
}

/// The page once these keys were pasted.
fn with(file: &File, lines: &[&str]) -> Screen {
    let mut screen = page(file, "ada");
    for line in lines {
        screen.press("d p a").paste(line).press("Enter");
    }
    screen
}

fn keys(store: &Store) -> Vec<PersonKey> {
    store.all().unwrap()
}

#[test]
fn a_key_is_pasted_listed_with_who_added_it_and_taken_back() {
    let file = kims_office();
    let mut screen = page(&file, "ada");
    screen.shows("Keys        none");
    screen.press("d").shows("p  public keys: none; add one");
    screen
        .press("p")
        .shows("a  add one: paste the line of the file that ends in .pub");
    screen.hides("r  remove");
    screen
        .press("a")
        .shows("A public key of Kim Lee: ssh-ed25519 AAAA... name");
    // As it is copied from the file, with the end of its line.
    screen.paste(&format!("{KIM}\n")).press("Enter");
    screen.shows("Key 1 lets kim in (change set 4). u takes it back.");
    screen.shows(&format!("Keys        1 {KIMS_FINGERPRINT}\n"));
    screen.shows("  kim@laptop, since Tue Mar 10 2026, by ada");
    screen.looks_like("people-keys");
    screen.resize(60, 18).press("J J J J J J");
    screen.looks_like("people-keys-60x18");
    let saved = keys(&file.store);
    assert_eq!(saved.len(), 1);
    assert_eq!(saved[0].fingerprint, KIMS_FINGERPRINT);
    screen.press("u").shows("Keys        none");
    assert_eq!(keys(&file.store).len(), 0);
}

#[test]
fn a_key_that_is_not_taken_stays_in_the_box_with_what_to_do() {
    for (given, why) in [
        (
            RSA_1024,
            "an RSA key of 1024 bits is too weak, 3072 is the least",
        ),
        ("ssh-ed25519 AAAAC3Nza kim", "this key is damaged"),
        ("hello", "this is no public key of OpenSSH"),
        (
            "command=\"sh\" ssh-ed25519 AAAA",
            "there are options in front of the key",
        ),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNza\n-----END OPENSSH PRIVATE KEY-----\n",
            "this is a private key, which nobody but its owner may ever have",
        ),
    ] {
        let file = kims_office();
        let mut screen = with(&file, &[given]);
        let told = screen.message();
        assert!(told.starts_with("Not added: "), "{told}");
        assert!(told.contains(why), "{told}");
        let next = ["ssh-keygen", "leave out", "in a file of its own"];
        assert!(next.iter().any(|next| told.contains(next)), "{told}");
        screen
            .shows("A public key of Kim Lee")
            .shows("(your draft)");
        assert_eq!(keys(&file.store).len(), 0, "{given}");
        // Written nowhere, however it ends: it may be a private one.
        screen.press("Esc");
        assert!(screen.place().drafts.is_empty(), "{given}");
        screen.press("d p a Ctrl-U").paste(KIM).press("Enter");
        screen.shows("Key 1 lets kim in (change set 4).");
    }
}

#[test]
fn a_key_is_removed_once_it_is_said_what_follows() {
    let file = kims_office();
    let mut screen = with(&file, &[KIM]);
    screen
        .press("d")
        .shows("p  public keys: 1; add or remove one");
    screen.press("p").shows("r  remove key 1, kim@laptop");
    screen
        .press("r")
        .shows("Nobody comes in by it any more; what is open by it");
    screen.shows("closes, and nothing more is saved from there.");
    screen.shows("It is their only key: kim comes in by none then.");
    screen.looks_like("people-key-removal");
    assert_eq!(keys(&file.store)[0].removed_on, None);
    screen
        .press("r")
        .shows("Key 1 of kim lets nobody in any more (change set 5). u takes it back.");
    screen.shows("Keys        none; 1 removed");
    assert_eq!(
        keys(&file.store)[0].removed_on,
        Some(crate::support::today())
    );
    screen
        .press("u")
        .shows("  kim@laptop, since Tue Mar 10 2026, by ada");
    // Of two, the one that is picked.
    let mut screen = with(&file, &[TWO]);
    screen
        .press("d p r")
        .shows("a  key 1, kim@laptop")
        .shows("b  key 2, two@desk");
    screen
        .press("b")
        .shows("1 other key of theirs still lets them in.");
    screen
        .press("r")
        .shows("and 1 removed")
        .shows("kim@laptop")
        .hides("two@desk");
    let left = keys(&file.store)
        .into_iter()
        .filter(|key| key.removed_on.is_none());
    assert_eq!(left.map(|key| key.id.0).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_key_is_one_persons_and_only_an_admin_keeps_keys() {
    let mut file = kims_office();
    file.person("lee", "technical");
    let mut screen = with(&file, &[KIM]);
    screen.press("Esc Esc / 'technical' Enter Enter");
    screen.hides("kim@laptop");
    let mut screen = page(&file, "lee");
    screen.shows("kim@laptop, since Tue Mar 10 2026, by ada");
    screen.press("d").shows("Reading only here");
    let lee = person(&file.store, "lee");
    let put = Put::id(PersonId(lee)).with("name", "Lee Ray".to_owned());
    let change = Change::Save {
        what: "lee".into(),
        put,
        reason: None,
    };
    Store::open(file.store.path(), hallpass::store::Access::Write)
        .unwrap()
        .apply(&change, &stamp("ada"))
        .unwrap();
    let mut screen = Screen::of(file.store.path(), "ada");
    screen.press("Esc : 'people' Enter / 'ray' Enter Enter d p a");
    screen.paste(KIM).press("Enter");
    screen.shows("this is key 1 of kim, and a key is one person's for good");
    assert_eq!(keys(&file.store).len(), 1);
}

fn person(store: &Store, login: &str) -> i64 {
    let mut people = store.all::<Person>().unwrap().into_iter();
    people.find(|one| one.login == login).unwrap().id.0
}
