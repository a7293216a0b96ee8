//! Keys of every kind, as ssh-keygen of OpenSSH 9.2 made them for this; the fingerprints are what `ssh-keygen -lf` says.

mod fuzz;

use super::*;

/// With a comment, as every file has one.
const ED25519: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHGHE+3r8oEdNan/tT9A8JG9bvfcqQQbI1Oed3MhwWba kim@laptop";
/// On the curve nistp256.
const ECDSA: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBB0hKYhgB3gRCcRZKhNB3J/++fHG\
     qUl86/6ptFJgxO/dZun+qgYRU1x3EyQYe3A2S0AA86wWObV5vA41RalGQhs=";
/// Held by a hardware token.
const SK_ED25519: &str = "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIHGHE+3r8oEdNan/tT9A8JG9bvfcq\
     QQbI1Oed3MhwWbaAAAABHNzaDo=";
/// The same of the other kind.
const SK_ECDSA: &str = "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyN\
     TYAAABBBB0hKYhgB3gRCcRZKhNB3J/++fHGqUl86/6ptFJgxO/dZun+qgYRU1x3EyQYe3A2S0AA86wWObV5vA41RalGQhsAAAAEc\
     3NoOg==";
/// Of 3072 bits.
const RSA_3072: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDHxGy+SVVDWwrRifZbl+C6UEI8JT/msgtXDRWk5cz/ZD70fq7pXUQs1iUOgis4\
     z/qNxIVA6BGaLdyFg+CH2c0RLKpjZ38E8Dr9q6bvY2WVklW4S2DdZOSOARZi3E8gRNXSlbD2wh3n5xQBNlzHf1+BSix7ANtequpN\
     M96c6/9squXn/bJYIZrYRXJvjAqTzNT3sIIoefxxKZFRRyQMM4EIwVf1oJ1A3r3+8O4LY/RKjvBDIhPS1IjbCdqVUAkhkUT/0X8C\
     nL31CT5SHmVVc4aTWHFIKHQ6JpuHCSSUobU3NJ0+xyXDCFeV/UcnDX17PKXLMH/a4G9Gd1q9OB/S91breAp6i/mL94lXSjHRnZ77\
     23U7Wa66BCRU3WCLXuBISW6rsvBV9vjdxXmLmVjZTaHpSvUAKbXfG8nBfW19Y5g3iSSfvBDNRY6nQI3kGd5I9wzhEJrQnxvJXbNh\
     Uv3xPJwS+hJWNcYSbSXmc8M5N7Xkv5cRcKQv0gRUrA+NrBW/COE=";
/// Of 2048 bits.
const RSA_2048: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC19skBFuz10Rb0n0Ms142l2U7qeGHCH2tbU6RGTaybkk02XC+XJV9i4AxQ8WUO\
     Cr3frirjjNWCX7nZ65hSH0OnTdY/YuN9p9QNptxnuHzB32NXOZD+Wp0WCEOPilpxP400dvaC0NqDvCRJb9Kjygpji+wJiCF6faLZ\
     r7blhwwDwSRswnoI27Lf7BSoGVuFFeEwCq0i6Vlb7hpkhWKKyyE8a9zUFtvfy/MWaab5owZSgXbftrEL6wVnCFGlIIw5ZVLObcKi\
     1gf6N6gwXZAJV0uwdqLHFMAACb524HfFLuLEn/6y72gOmIVF6nhwcIGBA1epksfVOcIRBhE5HCw+ILOh";
/// Of 1024 bits.
const RSA_1024: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCl5ZlnUCpfDVzE6LUA2UHQ+wSWGV9v0Cj4SyVxM9Ssi4sE8ld+9YUPCPSMOeFT\
     BvvbAg+Sk6MDLlDx4JXPn49it9C6W5bDX4FvtgzcU6srxXw9dj+dyj+vGLMvmoCjg9DZPECsZdQjv0Kk0wD7PPEUhHC4Sd6466gi\
     PaO70V+oJw==";
/// Of a kind that OpenSSH has given up.
const DSA: &str = "ssh-dss AAAAB3NzaC1kc3MAAACBAOQwhr9/c8fONauF3AR097PgD244L/0xgdVfv8nsH34M8ZZELkJyzU+Dt9lY6Db8eSUy627m\
     zIUwQ7RkEwAq7YKFk1/ZUM/qWxNJ9TTDqr7neRO4RaznzKl5tgPSwQVCT7NIU5bACct1pAcFVzlHBS/e5X06L1Vij8+pNAuOnk43\
     AAAAFQD4+WPhxkeROjiAhLwDH0TChWdIZwAAAIEAlSh2XGdCLBI5rTsR0MOyp5k0+V4/g+rhHWSN8jPbVUgC9O7ezEzhTL2jBvzM\
     sxBuM1zkcxCk6jSKQJyKh4MB7UstYxCQpmey8OqgjClIzzDf3gHfDgMoE9/2KOxLnQ59sBrGRHb8y/EGYyfyMYOOyBXZvpRFNTeb\
     j+5NFa29luIAAACAfjxaNMcBIavWw0S20ef8OSzMJ+DB+ScX1UXvIDcwV5LW5KJ50nebEzn2+jK+e4zRuioVSm4PWpNwhgDzlCQo\
     y3YzkKo302TkMbIrfcFdUjNmPFj7/KC9pHEuzTKpbBGX5IMYwKyVWFvsaDR4ThTPzRnq7ZMNHd1q8zPvvvrb1ug=";
/// Of the first key, signed by another.
const CERTIFICATE: &str = "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29tAAAAIBdONczPD/ArvG5\
     yRqN1lnyghArNw5RdogE3vASfkNloAAAAIHGHE+3r8oEdNan/tT9A8JG9bvfcqQQbI1Oed3MhwWbaAAAAAAAAAAAAAAABAAAAAXg\
     AAAAHAAAAA2tpbQAAAAAAAAAA//////////8AAAAAAAAAggAAABVwZXJtaXQtWDExLWZvcndhcmRpbmcAAAAAAAAAF3Blcm1pdC1\
     hZ2VudC1mb3J3YXJkaW5nAAAAAAAAABZwZXJtaXQtcG9ydC1mb3J3YXJkaW5nAAAAAAAAAApwZXJtaXQtcHR5AAAAAAAAAA5wZXJ\
     taXQtdXNlci1yYwAAAAAAAAAAAAAAMwAAAAtzc2gtZWQyNTUxOQAAACBfZ3a3Ymmp140YmtPsGWTfTVsK5kUTb84HWkp44epnpwA\
     AAFMAAAALc3NoLWVkMjU1MTkAAABANe7zmlm0KkTSpMDZ7/yDbB9KAp0w24U/B06cR3I4y5zJb4vMn9rS1whOzAl+fqvOaa2vS/T\
     T2o6PTv4QKkm4Bg==";

#[test]
fn keys_that_are_good_for_years_are_taken() {
    for (line, algorithm, fingerprint) in [
        (
            ED25519,
            "ssh-ed25519",
            "SHA256:vNkCx9TnQaPk2bJP3wCyDLFNW83YAB06UW1ThE5RHTM",
        ),
        (
            ECDSA,
            "ecdsa-sha2-nistp256",
            "SHA256:9Og04/YW+ZkX34tEYu1K3WazhYXjNOht/pfGzTjErm4",
        ),
        (
            RSA_3072,
            "ssh-rsa",
            "SHA256://nOnSMCaoUgeOGbQ3KxgYIDn4+b+ZZ+97bgK9JxAyI",
        ),
    ] {
        let read = KeyLine::read(line).unwrap();
        assert_eq!(
            (&*read.algorithm, &*read.fingerprint),
            (algorithm, fingerprint)
        );
        assert_eq!(Some(&*read.public_key), line.split(' ').nth(1));
    }
    for token in [SK_ED25519, SK_ECDSA] {
        assert!(token.starts_with(&KeyLine::read(token).unwrap().algorithm));
    }
}

#[test]
fn what_its_owner_wrote_behind_a_key_is_its_comment() {
    let comment = |line: &str| KeyLine::of_bytes(line.as_bytes()).unwrap().comment;
    assert_eq!(comment(ED25519).as_deref(), Some("kim@laptop"));
    assert_eq!(
        comment(&format!("{ED25519} at home\n")).as_deref(),
        Some("kim@laptop at home")
    );
    assert_eq!(comment(&format!("{ECDSA}\n")), None);
}

/// Whatever is given instead of one good key is told from the others by its sentence.
#[test]
fn what_is_no_good_key_is_refused_each_with_its_reason() {
    let two = format!("{ED25519}\n{ECDSA}\n");
    let options = [
        format!("command=\"/bin/sh\" {ED25519}"),
        format!("from=\"10.0.0.1\",no-pty {ED25519}"),
        format!("restrict {ED25519}"),
    ];
    let crlf = format!("{ED25519}\r\n");
    let cut = &ED25519[..60];
    let altered = ED25519.replace("AAAAC3", "AAAAD3");
    let other_kind = ED25519.replace("ssh-ed25519 ", "ssh-rsa ");
    let escape = ED25519.replace("kim", "\u{1b}[2Jkim");
    let turned = ED25519.replace("kim", "\u{202e}kim");
    let many: [(&str, &str); 20] = [
        ("", "there is no key in it"),
        ("\n", "there is no key in it"),
        ("kim", "this is no public key of OpenSSH"),
        ("# my key", "this is no public key of OpenSSH"),
        (&two, "there is more than one line"),
        (&options[0], "there are options in front of the key"),
        (&options[1], "there are options in front of the key"),
        (&options[2], "there are options in front of the key"),
        (&crlf, "its line ends as lines do on Windows (CRLF)"),
        (cut, "this key is damaged"),
        (&altered, "this key is damaged"),
        (&other_kind, "this key is damaged"),
        (&escape, "letters in it that cannot be seen"),
        (&turned, "letters in it that cannot be seen"),
        (
            RSA_2048,
            "an RSA key of 2048 bits is too weak, 3072 is the least",
        ),
        (
            RSA_1024,
            "an RSA key of 1024 bits is too weak, 3072 is the least",
        ),
        (DSA, "keys of the kind ssh-dss are not taken"),
        (CERTIFICATE, "this is a certificate"),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n",
            "this is a private key",
        ),
        (
            "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n",
            "written in the way of another program",
        ),
    ];
    for (given, why) in many {
        let refused = KeyLine::of_bytes(given.as_bytes()).unwrap_err().to_string();
        assert!(refused.contains(why), "{given:?}: {refused}");
        assert!(refused.contains("; "), "what to do now: {refused}");
    }
    let refused = |bytes: &[u8]| KeyLine::of_bytes(bytes).unwrap_err().to_string();
    assert!(refused(b"ssh-ed25519 \xff\xfe").contains("bytes in it that are no text"));
    assert!(refused(&vec![b'a'; LONGEST_LINE + 1]).contains("too long"));
}

/// A record whose fingerprint is another key's would let in somebody whom no list shows.
#[test]
fn a_record_is_of_the_key_whose_fingerprint_it_has() {
    use crate::domain::record::Record;
    let of = |line: &str, fingerprint: &str| {
        let read = KeyLine::read(line).unwrap();
        PersonKey {
            id: KeyId(1),
            version: 1,
            person: PersonId(1),
            algorithm: read.algorithm,
            public_key: read.public_key,
            fingerprint: fingerprint.to_owned(),
            comment: None,
            since: NaiveDate::from_ymd_opt(2026, 3, 9).unwrap(),
            removed_on: None,
        }
    };
    let shown = KeyLine::read(ED25519).unwrap().fingerprint;
    assert_eq!(of(ED25519, &shown).check(), Ok(()));
    assert_eq!(
        of(ECDSA, &shown).check().unwrap_err().field,
        Some("fingerprint")
    );
    let mut two = of(ED25519, &shown);
    two.public_key.push_str("\nssh-ed25519 AAAA");
    assert!(two.check().is_err());
}
