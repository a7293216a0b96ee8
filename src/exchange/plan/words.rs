//! What the district's own words mean: told where they are used, and remembered where they are new.

use super::{FileRow, Planner};
use crate::domain::put::{Put, Target};
use crate::domain::record::Kind;
use crate::exchange::Complaint;

impl Planner<'_> {
    /// Counts the words that a row which is taken was read by.
    pub(super) fn count_meant(&mut self, record: &FileRow) {
        let first = (self.row, 0);
        for used in self.used_here.drain(..).chain(record.meant.iter().cloned()) {
            self.used.entry(used).or_insert(first).1 += 1;
        }
    }

    /// Notes that this row uses a word.
    pub(super) fn use_word(&mut self, used: (usize, String)) {
        self.used_here.push(used);
    }

    /// One note for each word that was used, and the record of each that is new.
    pub(super) fn tell_words(&mut self) {
        let mut puts = Vec::new();
        for ((column, folded), (row, rows)) in std::mem::take(&mut self.used) {
            let Some(meaning) = self.reader.meant(column, &folded) else {
                continue;
            };
            let rows = match rows {
                1 => "in 1 row".to_owned(),
                n => format!("in {n} rows"),
            };
            let why = if meaning.is_new {
                format!("read as `{}` {rows}, and remembered", meaning.ours)
            } else {
                format!(
                    "read as `{}` {rows}, as was said before; hallpass words lists such words",
                    meaning.ours
                )
            };
            let column_name = self.reader.mapping().column_name(column);
            let note = Complaint::new(row, &column_name, &meaning.theirs, why);
            self.plan.warnings.push(note);
            if meaning.is_new {
                puts.push((row, folded));
            }
        }
        let mut unused = Vec::new();
        let mut remembered = Vec::new();
        for (files, field, meaning) in self.names.words.new_ones() {
            let folded = crate::domain::text::key(&meaning.theirs);
            let Some((row, _)) = puts.iter().find(|(_, used)| *used == folded) else {
                unused.push((field.to_owned(), meaning.theirs.clone()));
                continue;
            };
            let target = meaning
                .id
                .map_or(Target::Keyed, |id| Target::Id(id.0, None));
            let put = Put {
                target,
                ..Put::keyed(Kind::Word)
            };
            let put = put
                .with("files", files.to_owned())
                .with("field", field.to_owned())
                .with("theirs", meaning.theirs.clone())
                .with("ours", meaning.ours.clone());
            remembered.push(put.row(*row));
        }
        remembered.sort_by_key(|put| put.row);
        self.plan.puts.extend(remembered);
        for (field, theirs) in unused {
            let why = "no row that can be read says so; it is not remembered";
            let note = Complaint::new(1, &self.column_of(&field), &theirs, why);
            self.plan.warnings.push(note);
        }
    }
}
