//! The guard before an old `.xls`: walks its compound file and its records without keeping anything,
//! and refuses chains that never end and cells so far apart that the reader's rectangle would not fit in memory.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use super::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS, ReadError, calamine_says, damaged, too_big};

const END: u32 = 0xFFFF_FFFA;

/// Passes only a file that calamine can read within the limits. Gives the hidden rows of each sheet, from 0.
pub(super) fn check(path: &Path, file: File) -> Result<Vec<Vec<usize>>, ReadError> {
    let mut bytes = Vec::new();
    BufReader::new(file)
        .read_to_end(&mut bytes)
        .map_err(|e| ReadError::from_io(path, &e))?;
    let compound = Compound::open(&bytes).ok_or_else(|| damaged(path))?;
    if compound.has("EncryptedPackage") {
        return Err(calamine_says(path, &"password"));
    }
    let mut hidden = Vec::new();
    let mut books = 0;
    for name in ["Workbook", "Book"] {
        for stream in compound.streams(name) {
            books += 1;
            let stream = stream.ok_or_else(|| damaged(path))?;
            hidden = records(path, &stream)?;
        }
    }
    if books == 0 {
        return Err(ReadError::new(
            format!(
                "{} is an Office file, but not a spreadsheet",
                path.display()
            ),
            "Copy its table into a spreadsheet, save that as .xlsx or CSV, and import it.",
        ));
    }
    Ok(hidden)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|w| u32_at(w, 0))
}

/// A compound file: a small file system of sectors chained through tables.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    mini: Vec<u8>,
    mini_table: Vec<u32>,
    directory: Vec<(String, u32, usize)>,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Compound<'a>> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut this = Compound {
            bytes,
            sector,
            table: Vec::new(),
            mini: Vec::new(),
            mini_table: Vec::new(),
            directory: Vec::new(),
        };
        let mut places: Vec<u32> = words(bytes.get(76..512)?).collect();
        let mut next = u32_at(bytes, 68)?;
        for _ in 0..=bytes.len() / sector {
            if next >= END {
                break;
            }
            places.extend(words(this.sector(next)?));
            next = places.pop()?;
        }
        for place in places.into_iter().filter(|p| *p < END) {
            let part: Vec<u32> = words(this.sector(place)?).collect();
            this.table.extend(part);
            if this.table.len() > bytes.len() {
                return None;
            }
        }
        let listing = this.chain(u32_at(bytes, 48)?, usize::MAX)?;
        for entry in listing.chunks_exact(128) {
            let units: Vec<u16> = entry[..64]
                .chunks_exact(2)
                .filter_map(|u| u16_at(u, 0))
                .collect();
            let name = String::from_utf16_lossy(&units);
            let name = name.split('\0').next().unwrap_or_default().to_owned();
            let high = if sector == 512 {
                0
            } else {
                u32_at(entry, 124)?
            };
            let length = u32_at(entry, 120)? as usize;
            if high != 0 || length > bytes.len() {
                return None;
            }
            this.directory.push((name, u32_at(entry, 116)?, length));
        }
        let root = this.directory.first()?.clone();
        if u32_at(bytes, 64)? > 0 {
            let length = u32_at(bytes, 64)? as usize * sector;
            if length > bytes.len() {
                return None;
            }
            this.mini = this.chain(root.1, root.2)?;
            this.mini_table = words(&this.chain(u32_at(bytes, 60)?, length)?).collect();
        }
        Some(this)
    }

    fn sector(&self, at: u32) -> Option<&'a [u8]> {
        // The header takes the room of one sector.
        let from = (at as usize + 1).checked_mul(self.sector)?;
        let to = (from + self.sector).min(self.bytes.len());
        self.bytes.get(from..to)
    }

    /// Follows a chain to its end or to `length` bytes; a chain that runs in a circle is none.
    fn chain(&self, mut at: u32, length: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while at != 0xFFFF_FFFE && out.len() < length {
            out.extend_from_slice(self.sector(at)?);
            if out.len() > self.bytes.len() + self.sector {
                return None;
            }
            at = *self.table.get(at as usize)?;
        }
        out.truncate(length);
        Some(out)
    }

    fn mini_chain(&self, mut at: u32, length: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while at != 0xFFFF_FFFE && out.len() < length {
            let from = at as usize * 64;
            out.extend_from_slice(self.mini.get(from..(from + 64).min(self.mini.len()))?);
            if out.len() > self.bytes.len() {
                return None;
            }
            at = *self.mini_table.get(at as usize)?;
        }
        out.truncate(length);
        Some(out)
    }

    fn has(&self, name: &str) -> bool {
        self.directory
            .iter()
            .any(|(n, _, _)| n.eq_ignore_ascii_case(name))
    }

    fn streams(&self, name: &str) -> impl Iterator<Item = Option<Vec<u8>>> {
        let named = self
            .directory
            .iter()
            .filter(move |(n, _, _)| n.eq_ignore_ascii_case(name));
        named.map(|(_, at, length)| {
            if *length < 4096 {
                self.mini_chain(*at, *length)
            } else {
                self.chain(*at, *length)
            }
        })
    }
}

/// Looks at the coordinates in every record of a workbook stream; gives the hidden rows of each sheet.
fn records(path: &Path, stream: &[u8]) -> Result<Vec<Vec<usize>>, ReadError> {
    let (mut sheets, mut hidden) = (Vec::new(), Vec::new());
    // The places of the sheets in the stream, in the order in which a person sees them.
    let mut places: Vec<usize> = Vec::new();
    let mut begun = 0;
    let (mut at, mut area, mut low, mut high) = (0, 0usize, (usize::MAX, usize::MAX), (0, 0));
    while let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let end = (at + 4 + length as usize).min(stream.len());
        let data = &stream[at + 4..end];
        match kind {
            // Number, label, truth or error, rich text, small number, shared text, formula; many small numbers.
            0x0203 | 0x0204 | 0x0205 | 0x00D6 | 0x027E | 0x00FD | 0x0006 | 0x00BD => {
                let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else {
                    return Err(damaged(path));
                };
                let last = match kind {
                    0x00BD => u16_at(data, data.len().saturating_sub(2)).unwrap_or(column),
                    _ => column,
                };
                let (row, left, right) = (row as usize, column as usize, last as usize);
                if row >= MOST_ROWS {
                    return Err(too_big(format!("a cell in row {}", row + 1), "50,000 rows"));
                }
                if right >= MOST_COLUMNS || left > right {
                    let column = crate::exchange::sheet::letter(right);
                    return Err(too_big(
                        format!("a cell in column {column}"),
                        "1,000 columns",
                    ));
                }
                low = (low.0.min(row), low.1.min(left));
                high = (high.0.max(row), high.1.max(right));
            }
            // The rectangle the sheet claims: the reader makes room for it before it has seen a cell.
            0x0200 => claimed(data).ok_or_else(|| damaged(path))?,
            // The place of a sheet in the stream.
            0x0085 => match u32_at(data, 0).map(|place| place as usize) {
                Some(place) if place < stream.len() => places.push(place),
                _ => return Err(damaged(path)),
            },
            // The beginning of a sheet, or of the book.
            0x0809 | 0x0409 | 0x0209 | 0x0009 => begun = at,
            // A row; a bit of it says that it is hidden.
            0x0208 if u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                hidden.extend(u16_at(data, 0).map(usize::from));
            }
            // End of a sheet.
            0x000A => {
                if low.0 <= high.0 && low.1 <= high.1 {
                    area += (high.0 - low.0 + 1) * (high.1 - low.1 + 1);
                }
                (low, high) = ((usize::MAX, usize::MAX), (0, 0));
                sheets.push((begun, std::mem::take(&mut hidden)));
            }
            _ => {}
        }
        if area > MOST_CELLS {
            return Err(too_big("too many cells".to_owned(), "4,000,000 cells"));
        }
        at = end.max(at + 4);
    }
    let of = |place: &usize| sheets.iter().position(|(begun, _)| begun == place);
    let found = places
        .iter()
        .map(|place| of(place).map(|at| sheets[at].1.clone()));
    Ok(found.map(Option::unwrap_or_default).collect())
}

/// Nothing, when a claimed rectangle is larger than a spreadsheet can be.
fn claimed(data: &[u8]) -> Option<()> {
    let (top, bottom, left, right) = if data.len() == 10 {
        let at = |i| u16_at(data, i).map(u32::from);
        (
            at(0)?,
            at(2)?,
            u32::from(u16_at(data, 4)?),
            u32::from(u16_at(data, 6)?),
        )
    } else {
        let at = |i| u16_at(data, i).map(u32::from);
        (u32_at(data, 0)?, u32_at(data, 4)?, at(8)?, at(10)?)
    };
    let sane = top <= bottom && bottom <= 65_536 && left <= right && right <= 256;
    (sane && u64::from(bottom - top) * u64::from(right - left) <= MOST_CELLS as u64 * 4)
        .then_some(())
}
