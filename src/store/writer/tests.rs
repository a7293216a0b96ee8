//! What the writer says of a broken rule of the file, held against the file's own rules.

use rusqlite::Connection;

use super::told_apart_by;
use crate::domain::record::Kind;
use crate::store::migrate;

#[test]
fn a_clash_names_the_fields_that_the_file_holds_to_be_unlike() {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate::upgrade_with(&mut conn, migrate::STEPS, |_| Ok(())).unwrap();
    let mut statement = conn
        .prepare(
            "SELECT i.name FROM pragma_index_list(?1) l JOIN pragma_index_info(l.name) i
             WHERE l.origin = 'u' ORDER BY l.seq, i.seqno",
        )
        .unwrap();
    let mut held = 0;
    for kind in Kind::ALL {
        let fields = statement
            .query_map([kind.word()], |row| row.get(0))
            .unwrap();
        let fields: Vec<String> = fields.map(Result::unwrap).collect();
        if !fields.is_empty() {
            assert_eq!(fields, told_apart_by(*kind), "{kind}");
            held += 1;
        }
    }
    assert!(held > 20, "only {held} nouns are told apart by the file");
}
