//! That somebody's digest was told. Written as the program's own deed: it is nobody's last change, so
//! undo never takes it back instead of what a person did.

use crate::domain::person::Role;
use crate::domain::put::{Put, Stamp};
use crate::domain::record::Kind;
use crate::store::actor::acting;
use crate::store::writer::put_by_program;
use crate::store::{Error, Store};

impl Store {
    /// Remembers that this person's digest was told today, where they or an admin had it told; says whether it
    /// was. Anybody else has only looked at it.
    pub fn digest_told(&mut self, login: &str, stamp: &Stamp) -> Result<bool, Error> {
        self.still_there()?;
        match acting(&self.conn, stamp) {
            Err(Error::Refused(_)) => return Ok(false),
            known => drop(known?),
        }
        self.write(stamp, |tx| {
            let teller = acting(tx, stamp)?;
            if teller.login != login && !teller.roles.allow(Role::Admin) {
                return Ok(false);
            }
            let put = Put::keyed(Kind::Digest)
                .with("login", login.to_owned())
                .with("told_on", stamp.today);
            let title = format!("digest told to {login}");
            put_by_program(tx, stamp, title, &put).map(|()| true)
        })
    }
}
