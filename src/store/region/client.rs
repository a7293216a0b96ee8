//! The connection to a region's server: encrypted, with the server's name and certificate looked at, unless the address
//! is a socket of this machine; and no wait without a limit.
//!
//! tokio-postgres runs on a runtime of this module alone, of this one thread: it moves only while something is asked. The
//! library's own `connect_timeout` does not cover a server that is frozen, and nothing of it limits an answer, so each
//! wait ends by this side's clock.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::Error;
use super::{password, refused};
use crate::domain::region::address::RegionAddress;

/// How long whoever asks waits, whatever the server does.
#[derive(Debug, Clone, Copy)]
pub(super) struct WaitLimits {
    /// To be let in.
    connect: Duration,
    /// For one answer.
    answer: Duration,
}

impl WaitLimits {
    /// Of a person who asked for it.
    pub(super) const ASKED: WaitLimits = WaitLimits {
        connect: Duration::from_secs(10),
        answer: Duration::from_mins(1),
    };
    /// Of whoever begins a region or brings it up to date, which may have to go through all of it.
    pub(super) const BEGIN: WaitLimits = WaitLimits {
        connect: Duration::from_secs(10),
        answer: Duration::from_hours(1),
    };
    /// Of what is only shown beside something else.
    pub(super) const BESIDE: WaitLimits = WaitLimits {
        connect: Duration::from_secs(5),
        answer: Duration::from_secs(5),
    };

    /// What is said to the server first: that it gives up by itself where nobody waits any more, and that a page anywhere costs
    /// little more than the next. A region lies in memory or on a disk that does not turn; by what a server supposes where
    /// nobody says so, it goes through all products to find some hundreds.
    fn limits(self) -> String {
        let answer = self.answer.as_secs();
        format!(
            "SET statement_timeout = '{answer}s'; SET lock_timeout = '10s'; \
             SET idle_in_transaction_session_timeout = '{answer}s'; SET DateStyle = 'ISO, YMD'; \
             SET client_min_messages = 'warning'; SET random_page_cost = 1.1"
        )
    }
}

/// Where Debian keeps the authorities that the machine trusts.
const TRUSTED: &str = "/etc/ssl/certs/ca-certificates.crt";

/// What a statement is given.
pub(super) type GivenValues<'g> = &'g [&'g (dyn ToSql + Sync)];

/// An open connection to a region.
pub struct Region {
    // Ends before the runtime on which it lives.
    client: Client,
    connection: JoinHandle<()>,
    runtime: Runtime,
    address: RegionAddress,
    patience: WaitLimits,
}

impl std::fmt::Debug for Region {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Region({})", self.address)
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

impl Region {
    /// The connection alone, whatever is there.
    pub(super) fn connect(address: &RegionAddress, patience: WaitLimits) -> Result<Region, Error> {
        let mut config: Config = address.plain().parse().map_err(|error| {
            let what = format!("{address} cannot be read: {}", refused::whole(&error));
            refused::region(what, "write postgresql://LOGIN@HOST/DATABASE")
        })?;
        let hosts = config.get_hosts();
        let sockets = hosts.iter().filter(|host| matches!(host, Host::Unix(_)));
        let local = sockets.count();
        if hosts.is_empty() || (local > 0 && local < hosts.len()) {
            return Err(refused::region(
                format!("{address} names no server, or a socket beside one"),
                "write postgresql://LOGIN@HOST/DATABASE, or postgresql:///DATABASE?host=/var/run/postgresql",
            ));
        }
        password::fill(&mut config)?;
        config.application_name("hallpass");
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            let what = format!("no connection could be begun: {error}");
            refused::region(what, "look whether the machine has memory and files left")
        })?;
        let (client, connection) = if local > 0 {
            config.ssl_mode(SslMode::Disable);
            let (client, connection) = within(&runtime, patience.connect, config.connect(NoTls))
                .ok_or_else(|| refused::silent("let nobody in", patience.connect))?
                .map_err(|error| refused::told(&error))?;
            let driven = async move {
                // Whoever asks is told by their own statement that it ended.
                let _ = connection.await;
            };
            (client, runtime.spawn(driven))
        } else {
            config.ssl_mode(SslMode::Require);
            let tls = MakeRustlsConnect::new(known_servers(address)?);
            let (client, connection) = within(&runtime, patience.connect, config.connect(tls))
                .ok_or_else(|| refused::silent("let nobody in", patience.connect))?
                .map_err(|error| refused::told(&error))?;
            let driven = async move {
                let _ = connection.await;
            };
            (client, runtime.spawn(driven))
        };
        let region = Region {
            client,
            connection,
            runtime,
            address: address.clone(),
            patience,
        };
        region.batch(&patience.limits())?;
        Ok(region)
    }

    /// The rows that a statement gives.
    pub(super) fn rows(&self, sql: &str, given: GivenValues) -> Result<Vec<Row>, Error> {
        self.asked(self.client.query(sql, given))
    }

    /// The one row that it gives, if it gives any.
    pub(super) fn row(&self, sql: &str, given: GivenValues) -> Result<Option<Row>, Error> {
        Ok(self.rows(sql, given)?.into_iter().next())
    }

    /// Carries out a statement; gives how many rows it wrote.
    pub(super) fn run(&self, sql: &str, given: GivenValues) -> Result<u64, Error> {
        self.asked(self.client.execute(sql, given))
    }

    /// Carries out several statements that are given nothing.
    pub(super) fn batch(&self, sql: &str) -> Result<(), Error> {
        self.asked(self.client.batch_execute(sql))
    }

    /// Carries out what `body` writes, in one transaction. Where its end was sent and no answer came, nobody knows whether
    /// it was kept, and the error says so.
    pub(super) fn together<T>(&self, body: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        self.batch("BEGIN")?;
        match body() {
            Ok(made) => {
                self.batch("COMMIT").map_err(refused::unclear)?;
                Ok(made)
            }
            Err(error) => {
                // Where this cannot be said, the server takes it back by itself.
                let _ = self.batch("ROLLBACK");
                Err(error)
            }
        }
    }

    fn asked<T>(
        &self,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Error> {
        let Some(answer) = within(&self.runtime, self.patience.answer, answer) else {
            self.connection.abort();
            return Err(refused::silent("did not answer", self.patience.answer));
        };
        answer.map_err(|error| refused::told(&error))
    }
}

/// What comes of it within a time; none where nothing does.
fn within<T>(runtime: &Runtime, limit: Duration, wait: impl Future<Output = T>) -> Option<T> {
    runtime.block_on(async { tokio::time::timeout(limit, wait).await.ok() })
}

/// How a server is known: by a certificate for its name that the authority signed which the address names, or else one
/// that the machine trusts.
fn known_servers(address: &RegionAddress) -> Result<ClientConfig, Error> {
    let file = address.authority().unwrap_or(TRUSTED);
    let unread = |why: String| {
        refused::region(
            format!("the authority of the region's certificate cannot be read from {file}: {why}"),
            "name the file that whoever runs the region gave you: ?sslrootcert=/etc/ssl/region.pem at the end of the address",
        )
    };
    let mut roots = RootCertStore::empty();
    let found = CertificateDer::pem_file_iter(file).map_err(|error| unread(error.to_string()))?;
    for one in found {
        let one = one.map_err(|error| unread(error.to_string()))?;
        let added = roots.add(one);
        // Of the many that a machine trusts, one that cannot be read keeps nobody out.
        if address.authority().is_some() {
            added.map_err(|error| unread(error.to_string()))?;
        }
    }
    if roots.is_empty() {
        return Err(unread("no certificate is in it".to_owned()));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| unread(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
