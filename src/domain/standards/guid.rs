//! The numbers by which frameworks and standards are known everywhere (CASE identifiers), however a file spells them.

use sha2::{Digest, Sha256};

/// A GUID in lower case, 8-4-4-4-12, from any spelling that CASE files, sheets and addresses have: braces, upper case,
/// `urn:uuid:`, the last part of an address; none where the text names none.
pub fn read(text: &str) -> Option<String> {
    let bare = text.trim().trim_end_matches('/');
    let bare = bare.rsplit(['/', ':']).next().unwrap_or(bare);
    let bare = bare.trim_matches(['{', '}']);
    let digits: String = match bare.len() {
        36 => {
            let dashed = bare
                .bytes()
                .enumerate()
                .all(|(at, byte)| (byte == b'-') == matches!(at, 8 | 13 | 18 | 23));
            dashed.then(|| bare.replace('-', ""))?
        }
        32 => bare.to_owned(),
        _ => return None,
    };
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| dashed(&digits.to_ascii_lowercase()))
}

/// One made for what a table gives no number: always the same for the same words, and no other's.
/// (A name-based GUID, of the custom kind 8 of RFC 9562, since SHA-1 is not at hand.)
pub fn made(of: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in of {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    dashed(&crate::domain::put::hex(&bytes))
}

fn dashed(digits: &str) -> String {
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32];
    parts.map(|part| digits.get(part).unwrap_or("")).join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_read_however_it_is_spelled() {
        let plain = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0";
        for spelled in [
            plain,
            " 0B1C2D3E-4F50-6172-8394-A5B6C7D8E9F0 ",
            "{0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0}",
            "urn:uuid:0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
            "https://case.example/uri/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
            "https://case.example/uri/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/",
            "0b1c2d3e4f5061728394a5b6c7d8e9f0",
        ] {
            assert_eq!(read(spelled).as_deref(), Some(plain), "{spelled}");
        }
        for none in [
            "",
            "3.NF.A.1",
            "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f",
            "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9fg",
            "0b1c2d3e-4f50-6172-8394a-5b6c7d8e9f0",
            "é1c2d3e-4f50-6172-8394-a5b6c7d8e9f00",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn a_made_one_is_the_same_for_the_same_words_and_reads_as_one() {
        let one = made(&["WEX-ELA", "R.1"]);
        assert_eq!(one, made(&["WEX-ELA", "R.1"]));
        assert_eq!(read(&one).as_deref(), Some(one.as_str()));
        assert_ne!(one, made(&["WEX-ELAR", ".1"]));
        assert_eq!((&one[14..15], one.len()), ("8", 36));
    }
}
