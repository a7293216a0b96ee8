//! Reads what people said about overlaps.

use std::collections::HashMap;

use rusqlite::Connection;

use super::Error;
use super::convert::records;
use crate::domain::overlap::alert::Alert;

/// What people said, by fingerprint.
pub(super) fn said(conn: &Connection) -> Result<HashMap<String, Alert>, Error> {
    let said = records::<Alert>(conn, "", [])?.into_iter();
    Ok(said
        .map(|alert| (alert.fingerprint.clone(), alert))
        .collect())
}

/// What people said about one.
pub(super) fn said_of(conn: &Connection, fingerprint: &str) -> Result<Option<Alert>, Error> {
    Ok(records::<Alert>(conn, "WHERE fingerprint = ?1", [fingerprint])?.pop())
}
