//! The address of a region: `postgresql://harlow@region.example/region?sslrootcert=/etc/ssl/region.pem`. Read here so that
//! nothing is ever sent in the clear by mistake: whatever goes over a network is encrypted, with the server's name and
//! certificate looked at, and no word in an address can switch that off.

use crate::domain::refusal::Refusal;

/// Where a region is, and by which authority its server is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionAddress {
    /// As the district keeps it.
    whole: String,
    /// The same without the words that the client library does not know.
    plain: String,
    /// The file of the authority that signs the server's certificate; the machine's own where none is named.
    authority: Option<String>,
}

/// What begins an address.
const SCHEMES: [&str; 2] = ["postgresql://", "postgres://"];

impl RegionAddress {
    /// Reads an address.
    ///
    /// # Errors
    ///
    /// Where it is none, has a password in it, or asks for less than an encrypted connection to the named server.
    pub fn read(typed: &str) -> Result<RegionAddress, Refusal> {
        let whole = typed.trim();
        let rest = SCHEMES.iter().find_map(|scheme| whole.strip_prefix(scheme));
        let refuse = |what: &str, next: &str| Err(Refusal::from(what).then("; ", next));
        let Some(rest) = rest.filter(|_| !whole.contains(char::is_control)) else {
            return refuse(
                "that is no address of a region",
                "write postgresql://LOGIN@HOST/DATABASE, or postgresql:///DATABASE?host=/var/run/postgresql",
            );
        };
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let account = place.split('/').next().and_then(|it| it.rsplit_once('@'));
        let mut words: Vec<(&str, &str)> = Vec::new();
        for word in query.split('&').filter(|word| !word.is_empty()) {
            words.push(word.split_once('=').unwrap_or((word, "")));
        }
        let password = account.is_some_and(|(account, _)| account.contains(':'));
        if password || words.iter().any(|(name, _)| *name == "password") {
            return refuse(
                "the address has a password in it, and it is kept where others read it",
                "leave it out, and write it into ~/.pgpass as HOST:PORT:DATABASE:LOGIN:PASSWORD (chmod 600)",
            );
        }
        let mode = words.iter().find(|(name, _)| *name == "sslmode");
        if let Some((_, mode)) = mode
            && *mode != "verify-full"
        {
            let what = format!("`sslmode={mode}` would let somebody else answer for the region");
            return refuse(&what, "leave sslmode out: it is always verify-full");
        }
        if let Some((name, _)) = words
            .iter()
            .find(|(name, _)| name.starts_with("ssl") && !OURS.contains(name))
        {
            return refuse(
                &format!("`{name}` is not known here"),
                "write sslrootcert=FILE, or nothing",
            );
        }
        let authority = words.iter().find(|(name, _)| *name == "sslrootcert");
        let authority = authority.map(|(_, file)| percent(file));
        let mut others: Vec<String> = Vec::new();
        for (name, value) in words.iter().filter(|(name, _)| !OURS.contains(name)) {
            // Of several servers the client library wants each host by itself, unlike PostgreSQL's own.
            let each = value.split(if *name == "host" { ',' } else { '\0' });
            others.extend(each.map(|value| format!("{name}={value}")));
        }
        let mark = if others.is_empty() { "" } else { "?" };
        let plain = format!("postgresql://{place}{mark}{}", others.join("&"));
        Ok(RegionAddress {
            whole: whole.to_owned(),
            plain,
            authority,
        })
    }

    /// As the client library reads it.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// The file of the authority that signs the server's certificate; none where it is one that the machine trusts.
    pub fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }
}

/// The words that are read here.
const OURS: [&str; 2] = ["sslmode", "sslrootcert"];

/// As it is kept and shown.
impl std::fmt::Display for RegionAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.whole)
    }
}

/// A value of an address as it is meant: `%2F` is `/`. What makes no sense stays.
fn percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let meant = after.get(..2).filter(|_| *first == b'%');
        let meant = meant.and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = meant.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_whole_and_read_without_our_words() {
        let said = "postgresql://harlow@region.example:5433/region?sslmode=verify-full&sslrootcert=/a%20b.pem&application_name=x";
        let read = RegionAddress::read(said).unwrap();
        assert_eq!(read.to_string(), said);
        assert_eq!(
            read.plain(),
            "postgresql://harlow@region.example:5433/region?application_name=x"
        );
        assert_eq!(read.authority(), Some("/a b.pem"));
        let socket = RegionAddress::read("postgres:///region?host=/run/postgresql").unwrap();
        assert_eq!(socket.plain(), "postgresql:///region?host=/run/postgresql");
        assert_eq!(socket.authority(), None);
        let two = RegionAddress::read("postgres:///region?host=/one,/two&user=a,b").unwrap();
        assert_eq!(
            two.plain(),
            "postgresql:///region?host=/one&host=/two&user=a,b"
        );
    }

    #[test]
    fn no_address_asks_for_less_than_a_known_server() {
        for mode in ["disable", "allow", "prefer", "require", "verify-ca", ""] {
            let said = format!("postgresql://a@b/c?sslmode={mode}");
            let why = RegionAddress::read(&said).unwrap_err().to_string();
            assert!(why.contains("always verify-full"), "{why}");
        }
        for (said, why) in [
            ("postgresql://a:secret@b/c", "password"),
            ("postgresql://b/c?user=a&password=secret", "password"),
            ("postgresql://a@b/c?sslcert=x", "not known"),
            ("mysql://a@b/c", "no address"),
            ("host=b dbname=c", "no address"),
            ("", "no address"),
            ("postgresql://a@b/\u{1b}[2J", "no address"),
        ] {
            let told = RegionAddress::read(said).unwrap_err().to_string();
            assert!(told.contains(why), "{said}: {told}");
            assert!(
                !told.contains("secret") && !told.contains('\u{1b}'),
                "{told}"
            );
        }
    }
}
