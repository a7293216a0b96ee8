//! Public keys by which people come in over SSH: which are taken, and why any other is not.
//! A key is read by the crate `ssh-key` and never by hand; what is kept is what that crate writes again, so that one
//! key is spelt in one way.

use chrono::NaiveDate;
use ssh_key::public::KeyData;
use ssh_key::{Algorithm, HashAlg, PublicKey};

use super::PersonId;
use crate::domain::record::record;
use crate::domain::refusal::Refusal;
use crate::domain::text;

/// Fewest bits of an RSA key: NIST SP 800-57 counts fewer as weak after 2030, and sshd is told the same number.
pub const LEAST_RSA_BITS: usize = 3072;
/// Most bytes of a line with a key; an RSA key of 16384 bits has about 2,800.
pub const LONGEST_LINE: usize = 16 << 10;

record! {
    /// A public key of somebody. It is one person's for good: a key that was removed is kept, for history speaks of it.
    PersonKey(KeyId) keyed by ["fingerprint"] {
        /// Whose it is.
        person: PersonId,
        /// The algorithm, as OpenSSH spells it: `ssh-ed25519`.
        algorithm: String,
        /// The key itself, in base64, as OpenSSH writes it.
        public_key: String,
        /// What people compare it by, as OpenSSH shows it: `SHA256:` and 43 letters.
        fingerprint: String,
        /// What its owner wrote behind it: `kim@laptop`.
        comment: Option<String>,
        /// The day from which it lets somebody in.
        since: NaiveDate,
        /// The day it was removed; from then on it lets nobody in.
        removed_on: Option<NaiveDate>,
    } check(key) {
        let read = KeyLine::read(&format!("{} {}", key.algorithm, key.public_key))?;
        if read.fingerprint != key.fingerprint {
            return Err(Refusal::new("fingerprint", "the fingerprint is another key's"));
        }
        Ok(())
    }
}

/// One line of a file of public keys, read and found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    /// The algorithm, as OpenSSH spells it.
    pub algorithm: String,
    /// The key, in base64.
    pub public_key: String,
    /// `SHA256:` and 43 letters.
    pub fingerprint: String,
    /// What stands behind the key; none where nothing does.
    pub comment: Option<String>,
}

/// The words a line of options may begin with, and what a key's own line never does.
const PRIVATE: [&str; 3] = ["PRIVATE KEY", "PuTTY-User-Key-File", "SSH PRIVATE"];
/// How other programs write a public key.
const OTHER_WAYS: [&str; 3] = [
    "BEGIN SSH2 PUBLIC KEY",
    "BEGIN PUBLIC KEY",
    "BEGIN RSA PUBLIC KEY",
];

fn no(reason: impl Into<String>, next: &str) -> Refusal {
    Refusal::new("public_key", reason).then("; ", next)
}

/// What to do where another key is wanted.
const MAKE_ONE: &str = "make one with: ssh-keygen -t ed25519, and give the file that ends in .pub";

impl KeyLine {
    /// Reads what a file with a public key holds, byte by byte as it came.
    ///
    /// # Errors
    ///
    /// What it is instead of one public key, and what to do.
    pub fn of_bytes(bytes: &[u8]) -> Result<KeyLine, Refusal> {
        if bytes.len() > LONGEST_LINE {
            return Err(no("this is too long for a public key", MAKE_ONE));
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|_| no("this has bytes in it that are no text", MAKE_ONE))?;
        KeyLine::read(text)
    }

    /// Reads one line: `ssh-ed25519 AAAA... kim@laptop`.
    ///
    /// # Errors
    ///
    /// What it is instead of one public key, and what to do.
    pub fn read(text: &str) -> Result<KeyLine, Refusal> {
        let line = one_line(text)?;
        let mut words = line.split(' ').filter(|word| !word.is_empty());
        let first = words.next().unwrap_or_default();
        if !is_algorithm(first) {
            let behind = line.split([' ', '"']).skip(1).any(is_algorithm);
            return Err(if behind {
                no(
                    "there are options in front of the key, and hallpass writes those itself",
                    "leave out all that stands in front of it",
                )
            } else {
                no("this is no public key of OpenSSH", MAKE_ONE)
            });
        }
        if first.contains("-cert-v0") {
            return Err(no(
                "this is a certificate, which only the key in it stands for",
                "give the public key itself: the file that ends in .pub and not in -cert.pub",
            ));
        }
        let key = PublicKey::from_openssh(line).map_err(|_| {
            no(
                "this key is damaged: part of it is missing, or altered",
                MAKE_ONE,
            )
        })?;
        strong(key.key_data())?;
        let written = PublicKey::new(key.key_data().clone(), "").to_openssh();
        let written =
            written.map_err(|error| no(format!("this key cannot be kept: {error}"), MAKE_ONE))?;
        let mut parts = written.split(' ');
        let (algorithm, public_key) = (parts.next(), parts.next());
        let given = words.next();
        if algorithm != Some(first) || public_key != given {
            return Err(no("this key is spelt in an odd way", MAKE_ONE));
        }
        let comment = text::clean(&words.collect::<Vec<_>>().join(" ")).text;
        Ok(KeyLine {
            algorithm: first.to_owned(),
            public_key: given.unwrap_or_default().to_owned(),
            fingerprint: key.fingerprint(HashAlg::Sha256).to_string(),
            comment: Some(comment).filter(|comment| !comment.is_empty()),
        })
    }
}

/// The one line of a text, without its end.
fn one_line(text: &str) -> Result<&str, Refusal> {
    if PRIVATE.iter().any(|word| text.contains(word)) {
        return Err(no(
            "this is a private key, which nobody but its owner may ever have",
            "give the file that ends in .pub; if others may have seen this one, make a new pair: ssh-keygen -t ed25519",
        ));
    }
    if OTHER_WAYS.iter().any(|word| text.contains(word)) {
        return Err(no(
            "this public key is written in the way of another program",
            "turn it into a line of OpenSSH with: ssh-keygen -i -f FILE",
        ));
    }
    if text.contains('\r') {
        return Err(no(
            "its line ends as lines do on Windows (CRLF)",
            "take those ends out: tr -d '\\r' < FILE | hallpass people key add LOGIN -",
        ));
    }
    let line = text.strip_suffix('\n').unwrap_or(text);
    let line = line.trim_matches(' ');
    if line.is_empty() {
        return Err(no("there is no key in it", MAKE_ONE));
    }
    if line.contains('\n') {
        return Err(no(
            "there is more than one line",
            "give one key at a time, each in a file of its own",
        ));
    }
    if line.chars().any(|c| c.is_control() || text::is_hidden(c)) {
        return Err(no(
            "there are letters in it that cannot be seen",
            "copy the line anew from the file that ends in .pub",
        ));
    }
    Ok(line)
}

/// Is it how OpenSSH spells an algorithm, whether we take it or not?
fn is_algorithm(word: &str) -> bool {
    ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-sha2-"]
        .iter()
        .any(|start| word.starts_with(start))
}

/// Is it of a kind that is good for years to come?
fn strong(key: &KeyData) -> Result<(), Refusal> {
    match key.algorithm() {
        Algorithm::Ed25519
        | Algorithm::SkEd25519
        | Algorithm::Ecdsa { .. }
        | Algorithm::SkEcdsaSha2NistP256 => Ok(()),
        Algorithm::Rsa { .. } => {
            let modulus = key.rsa().and_then(|rsa| rsa.n.as_positive_bytes());
            let bits = modulus.map_or(0, bits);
            if bits >= LEAST_RSA_BITS {
                return Ok(());
            }
            Err(no(
                format!("an RSA key of {bits} bits is too weak, {LEAST_RSA_BITS} is the least"),
                MAKE_ONE,
            ))
        }
        other => Err(no(
            format!(
                "keys of the kind {} are not taken: too old, or unknown",
                other.as_str()
            ),
            MAKE_ONE,
        )),
    }
}

/// The length in bits of a number whose bytes begin with the highest.
fn bits(number: &[u8]) -> usize {
    let first = number.iter().position(|byte| *byte != 0);
    first.map_or(0, |at| {
        (number.len() - at) * 8 - number[at].leading_zeros() as usize
    })
}

#[cfg(test)]
mod tests;
