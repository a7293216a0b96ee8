//! One dollar is claimed once: who comes first takes its part of a cell, the next one takes from what is
//! left. A cell is one line at one school; its grades are claimed one by one.

use std::collections::HashMap;

use crate::domain::contract::LineId;
use crate::domain::money::Cents;
use crate::domain::school::SchoolId;

/// All of a cell, in the unit that its parts are counted in. Exact to the cent up to ten billion dollars.
pub const WHOLE_CELL: i64 = 1_000_000_000_000;

/// What was claimed of each cell so far.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    /// By line and school: what is taken of each grade.
    taken: HashMap<(LineId, SchoolId), [i64; 16]>,
}

impl Claims {
    /// Claims this part of each of these grades of a cell whose grades are `all`. Gives the part of the
    /// whole cell that was still to be had.
    pub fn claim(&mut self, cell: (LineId, SchoolId), all: u16, grades: u16, part: i64) -> i64 {
        let taken = self.taken.entry(cell).or_default();
        let mut got = 0;
        for (bit, before) in taken.iter_mut().enumerate() {
            if all & grades & (1 << bit) != 0 {
                let now = part.min(WHOLE_CELL - *before);
                *before += now;
                got += now;
            }
        }
        got / i64::from(all.count_ones().max(1))
    }
}

/// This part of an amount, rounded to the cent.
pub fn part_of(cents: Cents, part: i64) -> Cents {
    let product = i128::from(cents.0) * i128::from(part);
    let half = i128::from(WHOLE_CELL) / 2 * product.signum();
    Cents(((product + half) / i128::from(WHOLE_CELL)) as i64)
}

/// This part of a part.
pub fn part_of_part(of: i64, part: i64) -> i64 {
    (i128::from(of) * i128::from(part) / i128::from(WHOLE_CELL)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_not_taken_again() {
        let mut claims = Claims::default();
        let cell = (LineId(1), SchoolId(1));
        assert_eq!(
            claims.claim(cell, 0b1111, 0b0011, WHOLE_CELL),
            WHOLE_CELL / 2
        );
        assert_eq!(
            claims.claim(cell, 0b1111, 0b0111, WHOLE_CELL / 2),
            WHOLE_CELL / 8
        );
        assert_eq!(
            claims.claim(cell, 0b1111, 0b1111, WHOLE_CELL),
            WHOLE_CELL / 8 * 3
        );
        assert_eq!(claims.claim(cell, 0b1111, 0b1111, WHOLE_CELL), 0);
        assert_eq!(part_of(Cents(450_000), WHOLE_CELL / 3), Cents(150_000));
        assert_eq!(part_of(Cents(-3), WHOLE_CELL / 2), Cents(-2));
    }
}
