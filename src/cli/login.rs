//! Who sits at the keyboard, and where: what the operating system knows, never what a variable says.

use std::ffi::CString;
use std::fs;
use std::io::{stderr, stdin, stdout};
use std::process::Command;

use rustix::termios::ttyname;

use crate::domain::text;

/// The login of whoever runs the program: the name that the computer's list of users has for their number, else the
/// number.
pub(super) fn os_login() -> String {
    let uid = rustix::process::getuid().as_raw();
    let listed = fs::read("/etc/passwd").unwrap_or_default();
    name_in(&listed, uid)
        .or_else(|| name_in(&asked(uid), uid))
        .unwrap_or_else(|| uid.to_string())
}

/// The line of a user whom a directory service knows and no file of this computer. By its whole path and without any
/// variable, so that no program of the person's own answers.
fn asked(uid: u32) -> Vec<u8> {
    let answer = Command::new("/usr/bin/getent")
        .env_clear()
        .args(["passwd", "--", &uid.to_string()])
        .output();
    answer.map(|answer| answer.stdout).unwrap_or_default()
}

/// The name of a user in lines of `/etc/passwd`. A name that is not plain is none: cleaned, it could be somebody
/// else's, and so could a number that is not the user's own.
fn name_in(listed: &[u8], uid: u32) -> Option<String> {
    let line = listed.split(|byte| *byte == b'\n').find_map(|line| {
        let mut fields = line.split(|byte| *byte == b':');
        let name = fields.next()?;
        let number = std::str::from_utf8(fields.nth(1)?).ok()?;
        (number.parse() == Ok(uid)).then_some(name)
    })?;
    let name = std::str::from_utf8(line).ok()?;
    let plain = !name.is_empty()
        && !name.contains(char::is_whitespace)
        && text::clean(name).text == name
        && name.contains(|c: char| !c.is_ascii_digit());
    plain.then(|| name.to_owned())
}

/// Where the person sits: the address they came from over SSH, else the terminal (`pts/3`); empty where nobody sits at
/// one, as under cron.
pub(super) fn place() -> String {
    let connection = std::env::var("SSH_CONNECTION").unwrap_or_default();
    let address = text::clean(connection.split(' ').next().unwrap_or_default()).text;
    if !address.is_empty() {
        return address;
    }
    let device = terminal().map(|name| name.to_string_lossy().into_owned());
    let name = device.map(|device| device.trim_start_matches("/dev/").to_owned());
    text::clean(&name.unwrap_or_default()).text
}

fn terminal() -> Option<CString> {
    let asked = ttyname(stdin(), Vec::new()).or_else(|_| ttyname(stdout(), Vec::new()));
    asked.or_else(|_| ttyname(stderr(), Vec::new())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_the_name_that_the_computer_lists() {
        let listed = b"root:x:0:0:root:/root:/bin/sh\nkim:x:1000:1000::/home/kim:/bin/sh\n";
        assert_eq!(name_in(listed, 0).as_deref(), Some("root"));
        assert_eq!(name_in(listed, 1000).as_deref(), Some("kim"));
        assert_eq!(name_in(listed, 1001), None);
    }

    #[test]
    fn a_line_that_cannot_be_read_does_not_hide_the_others() {
        let listed = b"\xff\xfe:x:7:7::/:/bin/sh\nhalf\n:x:8:8::/:/bin/sh\nkim:x:1000:1000::/home/kim:/bin/sh";
        assert_eq!(name_in(listed, 1000).as_deref(), Some("kim"));
        assert_eq!(name_in(listed, 7), None);
        assert_eq!(name_in(listed, 8), None);
    }

    /// Each of these would be somebody else's name, or number, once it is cleaned or written down.
    #[test]
    fn no_name_passes_for_somebody_elses() {
        for name in [
            "ki\u{200b}m",
            "kim\u{1b}[0m",
            "kim\u{202e}",
            "kim lee",
            "1000",
        ] {
            let listed = format!("{name}:x:66:66::/:/bin/sh\n");
            assert_eq!(name_in(listed.as_bytes(), 66), None, "{name:?}");
        }
    }
}
