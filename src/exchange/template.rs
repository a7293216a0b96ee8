//! Example files: for every import kind a header and two made-up rows that the importer itself takes.

use super::columns::ImportKind;
use super::write::{Format, Holds, Table, TableCell, TableColumn};
use chrono::DateTime;

/// The CSV text `import KIND --template` prints.
pub fn template(kind: ImportKind) -> String {
    let fields: Vec<&str> = kind
        .fields()
        .iter()
        .filter(|f| f.is_written())
        .map(|f| f.name)
        .collect();
    let row = |row: &[(&str, &str)]| {
        let cell = |field: &&str| {
            let found = row.iter().find(|(name, _)| name == field);
            TableCell::Text(found.map_or("", |(_, text)| text).to_owned())
        };
        fields.iter().map(cell).collect()
    };
    let table = Table {
        title: kind.name().to_owned(),
        columns: fields
            .iter()
            .map(|f| TableColumn::new(f, Holds::Text))
            .collect(),
        rows: examples(kind).iter().map(|r| row(r)).collect(),
    };
    let mut out = Vec::new();
    // Writing to memory does not fail.
    let _ = table.write(Format::Csv, DateTime::UNIX_EPOCH, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

type Example = &'static [(&'static str, &'static str)];

fn examples(kind: ImportKind) -> [Example; 2] {
    match kind {
        ImportKind::Products => [
            &[
                ("name", "Letterloop"),
                ("vendor", "Brightwater Learning"),
                ("url", "https://letterloop.example"),
                ("edition", "District"),
                ("function", "Early reading practice"),
                ("subjects", "ELA"),
                ("grades", "K-3"),
                ("aliases", "Letter Loop; LL Reader"),
                ("registry_id", "900101"),
                ("kind", "web"),
                ("lms", "no"),
                ("population", "EL"),
                ("provided", "bundled"),
                ("broad", "no"),
                ("version_seen", "4.2"),
                ("data", "login"),
                ("instructional", "yes"),
                ("core", "no"),
                ("archived", "no"),
            ],
            &[
                ("name", "Fractionary"),
                ("vendor", "Oddfellow Maths"),
                ("function", "Math practice"),
                ("subjects", "Math"),
                ("grades", "3-6"),
            ],
        ],
        ImportKind::Schools => [
            &[
                ("name", "Juniper Hill Elementary"),
                ("code", "JUN"),
                ("level", "elementary"),
                ("grades", "PK-5"),
                ("enrollment", "412"),
                ("staff", "38"),
                ("open", "yes"),
                ("registry_id", "990000100001"),
            ],
            &[
                ("name", "Ferry Street High School"),
                ("code", "FER"),
                ("level", "high"),
                ("grades", "9-12"),
                ("enrollment", "1180"),
                ("staff", "84"),
                ("open", "yes"),
            ],
        ],
        ImportKind::Approvals => [
            &[
                ("product", "Letterloop"),
                ("status", "approved"),
                ("grades", "K-3"),
                ("audience", "student"),
                ("from", "2026-08-01"),
                ("until", "2028-06-30"),
                ("reason", "Passed both reviews"),
            ],
            &[
                ("product", "Fractionary"),
                ("status", "conditional"),
                ("schools", "JUN; FER"),
                ("conditions", "No student accounts; teacher-led only"),
                ("from", "2026-09-15"),
                ("reason", "Privacy agreement pending"),
            ],
        ],
        ImportKind::Contracts => [
            &[
                ("product", "Letterloop"),
                ("term_end", "2027-06-30"),
                ("number", "C-2026-014"),
                ("vendor", "Brightwater Learning"),
                ("bought_by", "district"),
                ("term_start", "2026-07-01"),
                ("auto_renew", "yes"),
                ("notice", "60 days"),
                ("notice_basis", "received"),
                ("model", "per_student"),
                ("quantity", "1200"),
                ("unit_price", "4.50"),
                ("total", "5400.00"),
                ("fund", "Title I"),
                ("po", "PO-4471"),
                ("owner", "rdoe"),
                ("escalator", "3"),
                ("renew_months", "12"),
                ("notice_method", "certified"),
                ("send_to", "contracts@brightwater.example"),
                ("signed_on", "2026-06-02"),
                ("board_approved_on", "2026-05-28"),
                ("quote", "5562.00"),
                ("quote_on", "2027-03-01"),
                ("goal", "Nine of ten first graders read 60 words a minute"),
                ("min_quantity", "500"),
                ("reducible", "renewal_only"),
                ("allocation", "seats"),
                (
                    "funding",
                    "Title I 60% (10-221) promise by 2027-06-30; General 40%",
                ),
                ("grades", "K-3"),
                ("audience", "student"),
            ],
            &[
                ("product", "Fractionary"),
                ("term_end", "2026-12-31"),
                ("vendor", "Oddfellow Maths"),
                ("bought_by", "JUN"),
                ("schools", "JUN"),
                ("auto_renew", "no"),
                ("model", "site"),
                ("total", "1980.00"),
            ],
        ],
        ImportKind::Inventory => [
            &[
                ("school", "JUN"),
                ("product", "Letterloop"),
                ("seats", "300"),
                ("used", "241"),
                ("bought_by", "district"),
                ("since", "2026-08-15"),
            ],
            &[
                ("school", "FER"),
                ("product", "Fractionary"),
                ("seats", "60"),
            ],
        ],
        ImportKind::Usage => [
            &[
                ("product", "Letterloop"),
                ("from", "2025-09-01"),
                ("to", "2025-09-30"),
                ("school", "JUN"),
                ("provisioned", "300"),
                ("activated", "260"),
                ("active", "241"),
                ("peak", "88"),
                ("definition", "signed in at least once in the month"),
            ],
            &[
                ("registry_id", "900101"),
                ("from", "2025-10-01"),
                ("to", "2025-10-31"),
                ("share", "34.5"),
                ("engagement", "120.75"),
            ],
        ],
        ImportKind::Training => [
            &[
                ("product", "Letterloop"),
                ("school", "JUN"),
                ("audience", "teachers"),
                ("target", "24"),
                ("trained", "19"),
                ("on", "2026-08-20"),
                ("hours", "1.5"),
                ("next_on", "2026-10-08"),
                ("required", "yes"),
            ],
            &[
                ("product", "Fractionary"),
                ("school", "FER"),
                ("target", "6"),
            ],
        ],
        ImportKind::People => [
            &[
                ("login", "rdoe"),
                ("name", "Robin Doe"),
                ("email", "rdoe@district.example"),
                ("roles", "renewals; technical"),
            ],
            &[
                ("login", "mkay"),
                ("name", "Morgan Kay"),
                ("email", "mkay@district.example"),
                ("roles", "helpdesk"),
                ("schools", "JUN; FER"),
            ],
        ],
        ImportKind::Owners => [
            &[
                ("product", "Letterloop"),
                ("role", "manager"),
                ("person", "rdoe"),
                ("deputy", "mkay"),
                ("since", "2026-07-01"),
            ],
            &[
                ("product", "Fractionary"),
                ("role", "support"),
                ("person", "mkay"),
            ],
        ],
        ImportKind::Agreements => [
            &[
                ("vendor", "Brightwater Learning"),
                ("kind", "ndpa"),
                ("product", "Letterloop"),
                ("from", "2026-07-01"),
                ("until", "2029-06-30"),
                ("link", "https://agreements.example/1"),
                ("elements", "name; grade; login"),
            ],
            &[("vendor", "Oddfellow Maths"), ("kind", "none")],
        ],
        ImportKind::Provisioning => [
            &[
                ("product", "Letterloop"),
                ("school", "JUN"),
                ("sso", "on"),
                ("roster", "on"),
                ("filter", "on"),
                ("extension", "na"),
                ("oauth", "na"),
            ],
            &[
                ("product", "Fractionary"),
                ("school", "FER"),
                ("sso", "pending"),
                ("filter", "off"),
            ],
        ],
        ImportKind::Alignments => [
            &[
                ("product", "Fractionary"),
                ("framework", "CCSS Math 2010"),
                ("standard", "3.NF.A.1"),
                ("leaf", "yes"),
                ("status", "verified"),
                ("role", "instruction"),
                ("grades", "3"),
            ],
            &[
                ("product", "Letterloop"),
                ("framework", "CCSS ELA 2010"),
                ("standard", "RF.1.3"),
                ("status", "claimed"),
            ],
        ],
        ImportKind::Devices => [
            &[
                ("school", "JUN"),
                ("device", "ipad"),
                ("share", "70"),
                ("os_min", "17"),
                ("until", "2029-06-30"),
            ],
            &[
                ("school", "FER"),
                ("device", "chromebook"),
                ("share", "100"),
                ("os_min", "126"),
            ],
        ],
        ImportKind::Compatibility => [
            &[
                ("product", "Letterloop"),
                ("device", "ipad"),
                ("result", "works"),
                ("on", "2026-08-03"),
            ],
            &[
                ("product", "Fractionary"),
                ("device", "chromebook"),
                ("result", "partial"),
                ("on", "2026-08-04"),
                ("note", "No sound offline"),
            ],
        ],
        ImportKind::Calendar => [
            &[
                ("day", "2026-12-21..2027-01-01"),
                ("kind", "closure"),
                ("note", "Winter break"),
            ],
            &[
                ("day", "2027-01-12"),
                ("kind", "board"),
                ("agenda_cutoff", "2027-01-04"),
                ("note", "Regular meeting"),
            ],
        ],
        ImportKind::Requests => [
            &[
                ("product", "Letterloop"),
                ("school", "JUN"),
                ("requester", "Robin Doe"),
                ("role", "teacher"),
                ("sponsor", "Alex Roe"),
                ("reason", "Reading practice at home"),
                ("grades", "K-2"),
                ("subject", "ELA"),
                ("seats", "55"),
                ("cost", "1980.00"),
                ("fund", "Title I"),
                ("needed_by", "2026-09-01"),
                ("asked_on", "2026-03-02"),
                ("url", "https://letterloop.example"),
                ("data", "login"),
                ("instructional", "yes"),
                ("sign_in", "district"),
            ],
            &[
                ("product", "Drawbridge"),
                ("school", "district"),
                ("requester", "Morgan Kay"),
                ("reason", "One drawing tool for all"),
                ("asked_on", "2026-03-04"),
            ],
        ],
    }
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
            for (_, example) in examples(kind).iter().flat_map(|e| e.iter()) {
                assert!(!example.is_empty());
            }
            let known = |name: &str| kind.field(name).is_some();
            assert!(
                examples(kind)
                    .iter()
                    .flat_map(|e| e.iter())
                    .all(|(name, _)| known(name)),
                "{kind}"
            );
        }
    }
}
