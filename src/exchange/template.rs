//! Example files: for every import kind a header and two made-up rows that the importer itself takes.

use super::columns::{ImportField, ImportKind};
use super::write::{Format, Holds, Table, TableCell, TableColumn};
use chrono::DateTime;

/// The CSV text `import KIND --template` prints.
pub fn template(kind: ImportKind) -> String {
    let fields: Vec<&ImportField> = kind.fields().iter().filter(|f| f.is_written()).collect();
    let row = |nth: usize| -> Vec<TableCell> {
        let cell = |field: &&ImportField| TableCell::Text(field.examples[nth].to_owned());
        fields.iter().map(cell).collect()
    };
    let table = Table {
        title: kind.name().to_owned(),
        columns: fields
            .iter()
            .map(|f| TableColumn::new(f.name, Holds::Text))
            .collect(),
        rows: (0..2).map(row).collect(),
    };
    let mut out = Vec::new();
    // Writing to memory does not fail.
    let _ = table.write(Format::Csv, DateTime::UNIX_EPOCH, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::columns::Mapping;
    use super::super::record::DayOrders;
    use super::super::sheet::{Sheet, SheetRow};
    use super::*;

    #[test]
    fn every_template_is_taken_by_the_importer_without_a_word() {
        for kind in ImportKind::ALL {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), template(kind)).unwrap();
            let sheet = Sheet::open(file.path(), None).unwrap();
            let mapping = Mapping::find(kind, sheet.headers(), &[]).unwrap();
            assert!(mapping.unused().is_empty(), "{kind}");
            let rows: Vec<SheetRow> = sheet.map(|r| r.unwrap()).collect();
            let mut orders = DayOrders::new(&mapping);
            for row in &rows {
                orders.observe(row);
            }
            let reader = orders.settle(mapping).unwrap();
            for row in &rows {
                let record = reader.read(row);
                assert_eq!(
                    (&record.rejected, &record.warnings),
                    (&vec![], &vec![]),
                    "{kind}"
                );
            }
            for field in kind.fields().iter().filter(|f| !f.is_written()) {
                assert_eq!(field.examples, [""; 2], "{kind} {}", field.name);
            }
        }
    }
}
