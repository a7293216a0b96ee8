//! How rows are told one by one, whichever way they are written, and what stands above those of a band.

use std::io;

use crate::office::Error;
use crate::office::lists::RowBand;

/// What takes a row that is told.
pub type TakeRow<'t, R, E = Error> = dyn FnMut(&R) -> Result<(), E> + 't;
/// What tells rows one by one.
pub type EachRow<'e, R> = &'e dyn Fn(&mut TakeRow<R>) -> Result<(), Error>;

/// Why rows were not told to their end.
#[derive(Debug)]
pub enum RowsError<E = Error> {
    /// They could not be written.
    Out(io::Error),
    /// They could not be read.
    Unread(E),
}

impl<E> From<io::Error> for RowsError<E> {
    fn from(error: io::Error) -> RowsError<E> {
        RowsError::Out(error)
    }
}

/// Takes each row, and no more once one could not be written.
pub fn take_each<R: ?Sized, E: From<Error>>(
    each: impl FnOnce(&mut TakeRow<R, E>) -> Result<(), E>,
    mut take: impl FnMut(&R) -> io::Result<()>,
) -> Result<(), RowsError<E>> {
    let mut lost = None;
    let told = each(&mut |row| {
        take(row).map_err(|error| {
            lost = Some(error);
            Error::Cancelled.into()
        })
    });
    match lost {
        Some(error) => Err(RowsError::Out(error)),
        None => told.map_err(RowsError::Unread),
    }
}

/// What stands above rows as they go by.
pub(super) struct Headings<'b> {
    bands: std::slice::Iter<'b, RowBand>,
    /// So many rows more are of the band that was told last.
    left: usize,
}

impl<'b> Headings<'b> {
    pub(super) fn above(bands: &'b [RowBand]) -> Headings<'b> {
        Headings {
            bands: bands.iter(),
            left: 0,
        }
    }

    /// The band that begins with the row that comes next, if any does.
    pub(super) fn next(&mut self) -> Option<&'b RowBand> {
        if self.left > 0 {
            self.left -= 1;
            return None;
        }
        let band = self.bands.by_ref().find(|band| band.rows > 0)?;
        self.left = band.rows - 1;
        Some(band)
    }
}
