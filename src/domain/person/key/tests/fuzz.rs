//! Lines at random, and good lines spoilt: what is taken is one key, spelt as OpenSSH spells it, and nothing else.

use super::*;
use crate::domain::fuzz::{Spoilt, harmful, sly_text, spoil, spoilt, tries};
use proptest::prelude::*;
use proptest::sample::select;

/// What people and others put in front of a key, behind it or in its place.
const AROUND: [&str; 12] = [
    "command=\"/bin/sh\" ",
    "restrict,pty ",
    "no-pty,environment=\"A=ssh-rsa\" ",
    " \" ",
    "ssh-ed25519 AAAA",
    "\nssh-ed25519 AAAA\n",
    "\r\n",
    "  ",
    "= ",
    "# ",
    "cert-authority ",
    "@revoked * ",
];

fn good() -> impl Strategy<Value = &'static str> {
    select(vec![
        ED25519,
        ECDSA,
        SK_ED25519,
        SK_ECDSA,
        RSA_3072,
        RSA_2048,
        DSA,
        CERTIFICATE,
    ])
}

/// A key's line, whole or not, with things around it.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let around = || prop_oneof![4 => Just(String::new()), 2 => select(AROUND.to_vec()).prop_map(str::to_owned), 1 => sly_text()];
    let key = prop_oneof![
        6 => good().prop_map(str::to_owned),
        2 => (good(), good()).prop_map(|(a, b)| format!("{a} {b}")),
        1 => (good(), good()).prop_map(|(a, b)| {
            // The word of one kind, the key of another.
            let word = a.split(' ').next().unwrap();
            format!("{word} {}", b.split(' ').nth(1).unwrap())
        }),
        1 => sly_text(),
    ];
    let whole = (around(), key, around()).prop_map(|(before, key, after)| before + &key + &after);
    let ways = prop_oneof![2 => Just(Vec::<Spoilt>::new()), 3 => spoilt()];
    (whole, ways).prop_map(|(text, ways)| spoil(text.as_bytes(), &ways))
}

proptest! {
    #![proptest_config(tries(2_000))]

    #[test]
    fn a_line_that_is_taken_is_one_key_and_nothing_else(bytes in line()) {
        let Ok(read) = KeyLine::of_bytes(&bytes) else { return Ok(()) };
        let plain = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=-.@".contains(&b));
        prop_assert!(plain(&read.algorithm) && plain(&read.public_key), "{:?}", read);
        // Both are the first words of what was given: nothing stood in front of them.
        let text = String::from_utf8(bytes).unwrap();
        let words: Vec<&str> = text.split_ascii_whitespace().take(2).collect();
        prop_assert_eq!(&words, &[&read.algorithm, &read.public_key]);
        prop_assert!(!read.comment.iter().flat_map(|said| said.chars()).any(|c| harmful(c) || c == '\n'));
        let alone = format!("{} {}", read.algorithm, read.public_key);
        prop_assert_eq!(KeyLine::read(&alone).unwrap(), KeyLine { comment: None, ..read });
    }
}
