//! That what a policy withholds is nowhere in the region: field by field, in its tables and in its server's log.

use hallpass::domain::change::Change;
use hallpass::domain::money::Cents;
use hallpass::domain::put::{Given, Put, Stamp};
use hallpass::domain::record::Kind;
use hallpass::domain::region::share::SharedField;
use hallpass::domain::school::{SchoolId, Schools};
use hallpass::store::{Access, Store};

use super::{joined, region};
use crate::desk::Desk;
use crate::postgres::Postgres;

/// What can be known by each field, and is said nowhere else in the office.
const SAID: [(SharedField, &[&str]); 12] = [
    (SharedField::Vendor, &["Zqvendor"]),
    (SharedField::Aliases, &["qalias"]),
    (
        SharedField::Numbers,
        &["zqpage", "zqextension", "zqregistry"],
    ),
    (
        SharedField::Decisions,
        &["2043-04-05", "Zqcondition", "Zqreason", "Zqschool"],
    ),
    (SharedField::Conditions, &["Zqcondition"]),
    (SharedField::Reasons, &["Zqreason"]),
    (SharedField::Schools, &["Zqschool"]),
    (SharedField::Answers, &["T19"]),
    (SharedField::Alignments, &["Zqframework", "ZQ.1"]),
    (SharedField::Agreements, &["Zqagreement", "2044-05"]),
    (SharedField::Terms, &["2045-07"]),
    (SharedField::Prices, &["per_student"]),
];

/// An office with a product of which something is known by every field.
fn known_by_each_field() -> Desk {
    let desk = Desk::empty();
    let text = |text: &str| text.to_owned();
    let product = Given::Made(1);
    let of_product = |kind| Put::keyed(kind).with("product", product.clone());
    let puts = vec![
        Put::new(Kind::Vendor).with("name", text("Zqvendor")),
        Put::new(Kind::Product)
            .with("name", text("Fernwood"))
            .with("vendor", Given::Made(0))
            .with("url", text("https://zqpage.example/app"))
            .with("registry_id", text("zqregistry")),
        Put::new(Kind::School)
            .with("name", text("Zqschool ES"))
            .with("code", text("ZQS")),
        of_product(Kind::Alias)
            .with("alias", text("Zqalias"))
            .with("kind", text("other")),
        of_product(Kind::Alias)
            .with("alias", text("zqextension"))
            .with("kind", text("extension")),
        of_product(Kind::Approval)
            .with("status", text("conditional"))
            .with("schools", Schools::only(vec![SchoolId(1)]))
            .with("conditions", text("Zqcondition"))
            .with("reason", text("Zqreason"))
            .with("until", text("2043-04-05")),
        of_product(Kind::Agreement)
            .with("vendor", Given::Made(0))
            .with("kind", text("Zqagreement"))
            .with("until", text("2044-05-06")),
        Put::keyed(Kind::Contract)
            .with("number", text("ZQC-9"))
            .with("notice_basis", text("sent"))
            .with("term_end", text("2045-07-31")),
        of_product(Kind::Line)
            .with("contract", Given::Made(7))
            .with("model", text("per_student"))
            .with("quantity", 100_i64)
            .with("unit_cents", Cents(450)),
        of_product(Kind::Alignment)
            .with("framework", text("Zqframework"))
            .with("standard", text("ZQ.1"))
            .with("leaf", true)
            .with("status", text("verified"))
            .with("by", 1_i64)
            .with("on", text("2026-02-01"))
            .with("sampled", 3_i64)
            .with("met", 3_i64)
            .with("evidence", text("https://harlow.example/task")),
        Put::new(Kind::Request)
            .with("number", text("R-901"))
            .with("product", product.clone())
            .with("trigger", text("new"))
            .with("state", text("decided"))
            .with("technical_edition", 1_i64)
            .with("curricular_edition", 1_i64)
            .with("received_on", text("2026-01-05"))
            .with("decided_on", text("2026-02-05")),
        Put::new(Kind::ItemAnswer)
            .with("request", Given::Made(10))
            .with("item", text("T19"))
            .with("answer", text("pass"))
            .with("note", text("Zqnote")),
    ];
    let at = "2026-03-09T12:00:00Z".parse().unwrap();
    let stamp = Stamp::own("ada", at, "2026-03-09".parse().unwrap());
    let change = Change::Import {
        what: "what is known".to_owned(),
        puts,
    };
    let mut store = Store::open(&desk.path("office.db"), Access::Write).unwrap();
    store.apply(&change, &stamp).unwrap();
    desk
}

pub fn each_field_that_is_refused_is_in_no_table_and_no_log() {
    let server = Postgres::with(&["log_statement=all", "log_parameter_max_length=-1"], None);
    region(&server, &["ash"]);
    let all: Vec<String> = SAID
        .iter()
        .map(|(field, _)| format!("--allow {field}"))
        .collect();
    let all = all.join(" ");
    let desk = joined(&server, known_by_each_field(), "ash", &all);
    let read = server.log().len();
    desk.ok("region push");
    let (shared, log) = (server.shared().join("\n"), server.log());
    for (field, said) in SAID {
        for word in said {
            assert!(shared.contains(word), "{field}: {word}: {shared}");
            assert!(
                log[read..].contains(word),
                "{field}: {word} is not in the log"
            );
        }
    }
    // Each field alone is refused, and then all are.
    let fields = SAID.iter().map(|(field, _)| vec![*field]);
    let every: Vec<SharedField> = SAID.iter().map(|(field, _)| *field).collect();
    for refused in fields.chain([every]) {
        desk.ok(&format!("region policy {all}"));
        let refusals: Vec<String> = refused
            .iter()
            .map(|field| format!("--refuse {field}"))
            .collect();
        desk.ok(&format!("region policy {}", refusals.join(" ")));
        // Not one row is left from before, and of the log what comes now is read.
        server.psql("owner", "DELETE FROM hallpass.member");
        let read = server.log().len();
        let sent = desk.ok("region push");
        assert!(sent.starts_with("Sent everything: 1 product,"), "{sent}");
        let (shared, log) = (server.shared().join("\n"), server.log());
        assert!(shared.contains("Fernwood"), "{shared}");
        for (_, said) in SAID.iter().filter(|(field, _)| refused.contains(field)) {
            for word in *said {
                assert!(!shared.contains(word), "{refused:?}: {word}: {shared}");
                assert!(
                    !log[read..].contains(word),
                    "{refused:?}: {word} is in the log"
                );
            }
        }
        // Nobody lets these go.
        for never in ["ZQC-9", "Zqnote", "R-901", "harlow.example", "07-31"] {
            assert!(!shared.contains(never), "{never}: {shared}");
            assert!(!log[read..].contains(never), "{never} is in the log");
        }
    }
}
