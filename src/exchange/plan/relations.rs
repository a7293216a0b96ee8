//! A row of a file of relations: how one standard is related to another, and who says so. A crosswalk's row has a score,
//! and counts as the same only once a person here says so (`hallpass standard relate`): no file can.

use super::plain::meant;
use super::{Planner, RowRefusal, not_one_of, refuse};
use crate::domain::put::{Put, Target};
use crate::domain::record::Kind;
use crate::domain::standards::framework::RelationKind;
use crate::exchange::columns::ImportKind;
use crate::exchange::record::FileRow;

/// Who says so where the row does not tell.
const A_FILE: &str = "a file";

const ONLY_NEAR: &str = "taken as near, for it has a score as the rows of a crosswalk do: somebody with the role \
    curricular accepts it, with hallpass standard relate CODE same CODE --reason TEXT";

const NO_SCORE: &str = "a relation that is near says how near, in the column score: 0 to 100";

impl Planner<'_> {
    pub(super) fn relation_row(&mut self, record: &FileRow) -> Result<(), RowRefusal> {
        let (origin, destination) = (self.side(record, "from")?, self.side(record, "to")?);
        let kind: Option<RelationKind> = meant(record, ImportKind::Relations, "kind");
        let Some(said) = kind else {
            return not_one_of(record, "kind", RelationKind::WORDS);
        };
        let association = record.text("association");
        let association = association.unwrap_or(said.association()).to_owned();
        let says = record.text("says").unwrap_or(A_FILE).to_owned();
        let key = (origin, destination, said, says, association);
        // What a person here said comes back from our own file, and stays as they said it.
        if let Some(held) = self.claims.related(&key) {
            let mut put = Put::keyed(Kind::Relation);
            put.target = Target::Id(held.0, None);
            return self.main(put, None).map(drop);
        }
        let (origin, destination, _, says, mut association) = key;
        let scored = record.get("score").is_some();
        let mut kind = said;
        let is_same = matches!(said, RelationKind::Exact | RelationKind::Translation);
        if is_same && scored {
            self.warn_once("kind", record.written("kind"), ONLY_NEAR);
            kind = RelationKind::Near;
            RelationKind::Near
                .association()
                .clone_into(&mut association);
        }
        if kind == RelationKind::Near && !scored {
            return refuse("score", "", NO_SCORE);
        }
        let put = Put::keyed(Kind::Relation)
            .with("origin", origin)
            .with("destination", destination)
            .with("kind", kind)
            .with("says", says)
            .with("association", association);
        let put = self.rest(put, record)?;
        self.main(put, None).map(drop)
    }

    /// The guid of one side: a standard that is here by its code, any by its guid.
    fn side(&self, record: &FileRow, field: &'static str) -> Result<String, RowRefusal> {
        let said = record.text(field).unwrap_or_default();
        self.claims.side(said).or_else(|many| match many {
            0 => refuse(
                field,
                said,
                "no standard here has this code; write its guid, or bring in its framework first, with hallpass import \
                 standards",
            ),
            many => refuse(
                field,
                said,
                format!("{many} standards have this code; write its framework before it, as in CCSS-M:{said}, or its guid"),
            ),
        })
    }
}
