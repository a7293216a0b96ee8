//! That somebody's digest was told. Written as the program's own deed: it is nobody's last change, so
//! undo never takes it back instead of what a person did.

use crate::domain::change::{Put, Stamp};
use crate::domain::record::Kind;
use crate::store::writer::{Heading, Writer};
use crate::store::{Error, Store};

use super::roll::SYSTEM;

impl Store {
    /// Remembers that this person's digest was told today.
    pub fn digest_told(&mut self, login: &str, stamp: &Stamp) -> Result<(), Error> {
        self.write(|tx| {
            let stamp = Stamp {
                who: SYSTEM.into(),
                ..stamp.clone()
            };
            let heading = Heading {
                stamp: &stamp,
                deed: "do",
                title: format!("digest told to {login}"),
                reason: None,
                undoes: None,
            };
            let put = Put::keyed(Kind::Digest)
                .with("login", login.to_owned())
                .with("told_on", stamp.today);
            Writer::new(tx, heading).put(&put, &[]).map(drop)
        })
    }
}
