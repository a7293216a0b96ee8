//! What rows come to, without a store: small tables in, the puts and complaints as lines of text.

use std::io::Write;
use std::ops::ControlFlow;

use super::*;
use crate::domain::contract::ContractId;
use crate::domain::find::FinderEntry;
use crate::domain::names::{Ask, AskKey, number_key};
use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::request::RequesterId;
use crate::domain::school::SchoolId;
use crate::domain::zone::Zone;
use crate::exchange::import::ImportRequest;

mod prices;
mod rules;

/// Plans a table for an office that knows these names.
fn planned(kind: ImportKind, names: Names, table: &str) -> ImportPlan {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(table.as_bytes()).unwrap();
    let request = ImportRequest {
        kind,
        path: file.path(),
        sheet: None,
        header: None,
        encoding: None,
        told: &[],
        meant: &[],
        today: NaiveDate::from_ymd_opt(2026, 3, 10).unwrap(),
        zone: &Zone::utc(),
    };
    let recognised = request.recognise().unwrap();
    let finder = Finder::new(vec![FinderEntry {
        id: ProductId(1),
        name: "Letterloop".into(),
        ..FinderEntry::default()
    }]);
    let known = Known {
        names,
        finder: &finder,
        office: None,
        refused: &RefusedRows::new(),
        claims: KnownClaims::default(),
    };
    request
        .plan(recognised, known, &mut |_| ControlFlow::Continue(()))
        .unwrap()
}

/// An office with the schools JUN (1) and FER (2), the product Letterloop (1), the person rdoe (1) and
/// the contract C-9 (9) with the purchase order PO-9.
fn office() -> Names {
    let mut names = Names::default();
    for (id, code, name) in [(1, "JUN", "Juniper Hill"), (2, "FER", "Ferry Street")] {
        names.school_codes.add(code, SchoolId(id));
        names.schools.add(name, SchoolId(id));
    }
    names.products.add("Letterloop", ProductId(1));
    names.people.add("rdoe", PersonId(1));
    names.logins.insert("rdoe".into(), PersonId(1));
    names.contracts.add("C-9", ContractId(9));
    names.pos.insert(number_key("PO-9"), vec![ContractId(9)]);
    names
}

/// `row kind target field=value ...`, one line a put.
fn lines(plan: &ImportPlan) -> Vec<String> {
    let line = |put: &Put| {
        let target = match &put.target {
            Target::New => "new".to_owned(),
            Target::Keyed => "keyed".to_owned(),
            Target::Id(id, _) => format!("id{id}"),
            Target::Gone(id, _) => format!("gone{id}"),
            Target::Made(n) => format!("made{n}"),
        };
        let fields = put.fields.iter().map(|(name, given)| match given {
            Given::Value(value) => format!(" {name}={value}"),
            Given::Made(n) => format!(" {name}=made{n}"),
        });
        format!(
            "{} {} {target}{}",
            put.row,
            put.kind,
            fields.collect::<String>()
        )
    };
    plan.puts.iter().map(line).collect()
}

fn told(complaints: &[Complaint]) -> Vec<String> {
    let line = |c: &Complaint| format!("{} {} `{}` {}", c.row, c.column, c.value, c.reason);
    complaints.iter().map(line).collect()
}

/// Every value of one field, in order of the puts.
fn all(plan: &ImportPlan, field: &str) -> Vec<String> {
    let given = plan.puts.iter().flat_map(|p| &p.fields);
    given
        .filter(|(name, _)| *name == field)
        .map(|(_, given)| match given {
            Given::Value(value) => value.to_string(),
            Given::Made(n) => format!("made{n}"),
        })
        .collect()
}

#[test]
fn the_same_row_twice_is_one_record() {
    for (kind, table, puts) in [
        (ImportKind::Schools, "name,grades\nOak,K-5\nOak,K-5\n", 1),
        (ImportKind::Schools, "name,code\nOak,O\nOak,O\n", 1),
        (
            ImportKind::Products,
            "name,vendor\nFractionary,Oddfellow\nFractionary,Oddfellow\n",
            2,
        ),
        (
            ImportKind::Inventory,
            "school,product,seats\nJUN,Letterloop,3\njun,letter loop,3\n",
            1,
        ),
        (
            ImportKind::Contracts,
            "number,product,ends\nN1,Letterloop,2027-06-30\nN1,Letterloop,2027-06-30\n",
            2,
        ),
        (
            ImportKind::People,
            "login,roles\nmkay,helpdesk\nmkay,helpdesk\n",
            1,
        ),
    ] {
        let plan = planned(kind, office(), table);
        assert_eq!(told(&plan.rejected), [""; 0], "{table}");
        assert_eq!(plan.puts.len(), puts, "{table}");
    }
}

#[test]
fn two_rows_that_contradict_each_other_are_refused() {
    for (kind, table, field) in [
        (
            ImportKind::Schools,
            "name,grades\nOak,K-5\nOak,6-8\n",
            "grades",
        ),
        (
            ImportKind::Products,
            "name,grades\nOak,K-5\nOak,6-8\n",
            "grades",
        ),
        (
            ImportKind::Inventory,
            "school,product,seats\nJUN,Letterloop,3\nJUN,Letterloop,4\n",
            "seats",
        ),
        (
            ImportKind::Contracts,
            "number,product,ends\nN1,Letterloop,2027-06-30\nN1,Fractionary,2028-06-30\n",
            "ends",
        ),
        (
            ImportKind::Contracts,
            "number,product,ends,seats\nN1,Letterloop,2027-06-30,5\nN1,Letterloop,2027-06-30,6\n",
            "seats",
        ),
        (
            ImportKind::People,
            "login,roles\nmkay,helpdesk\nmkay,admin\n",
            "roles",
        ),
        (
            ImportKind::Usage,
            "product,from,to,active\nLetterloop,2026-01-01,2026-01-31,5\nLetterloop,2026-01-01,2026-01-31,6\n",
            "active",
        ),
    ] {
        let plan = planned(kind, office(), table);
        let said = told(&plan.rejected);
        assert_eq!(
            (said.len(), plan.rejected_rows),
            (1, 1),
            "{table}: {said:?}"
        );
        assert!(said[0].contains("row 2 says something else"), "{said:?}");
        assert!(said[0].starts_with(&format!("3 {field} ")), "{said:?}");
    }
}

#[test]
fn rows_of_one_contract_complete_each_other() {
    let table = "number,product,ends,po,fund\n\
        N1,Letterloop,2027-06-30,,\nN1,Fractionary,2027-06-30,P7,\nN1,Globelet,2027-06-30,P7,Title I\n";
    let plan = planned(ImportKind::Contracts, office(), table);
    assert_eq!(
        lines(&plan),
        [
            "2 contract new number=N1 term_end=2027-06-30 notice_basis=sent po=P7 fund=Title I",
            "2 line keyed product=1 contract=made0",
            "3 product new name=Fractionary first_seen=2026-03-10",
            "3 line keyed product=made2 contract=made0",
            "4 product new name=Globelet first_seen=2026-03-10",
            "4 line keyed product=made4 contract=made0",
        ]
    );
}

#[test]
fn a_made_up_code_or_number_never_takes_one_the_file_brings_later() {
    let schools = planned(
        ImportKind::Schools,
        Names::default(),
        "name,code\nLincoln,\nLinwood,LIN\nLinden,\nLinton,LIN3\n",
    );
    assert_eq!(all(&schools, "code"), ["LIN2", "LIN", "LIN4", "LIN3"]);
    let contracts = planned(
        ImportKind::Contracts,
        office(),
        "number,product,ends\n,Letterloop,2027-06-30\nC-1,Fractionary,2027-06-30\n,Globelet,2027-06-30\n",
    );
    assert_eq!(all(&contracts, "number"), ["C-2", "C-1", "C-3"]);
    assert!(contracts.rejected.is_empty());
}

#[test]
fn a_refused_row_leaves_nothing_behind() {
    let table = "number,product,vendor,ends,schools\n\
        N1,Fractionary,Oddfellow,2027-06-30,Nowhere\nN1,Letterloop,,2027-06-30,JUN\n\
        ,Fractionary,,2028-06-30,\n";
    let plan = planned(ImportKind::Contracts, office(), table);
    assert_eq!(
        told(&plan.rejected),
        [
            "2 schools `Nowhere` no school has this name or code; import schools first, or correct the name"
        ]
    );
    assert_eq!(
        lines(&plan),
        [
            "3 contract new number=N1 term_end=2027-06-30 notice_basis=sent",
            "3 line keyed product=1 contract=made0 schools=[1]",
            "4 product new name=Fractionary first_seen=2026-03-10",
            "4 contract new term_end=2028-06-30 number=C-1 notice_basis=sent",
            "4 line keyed product=made2 contract=made3",
        ]
    );
}

#[test]
fn a_catalogue_number_tells_two_products_of_one_name_apart() {
    let table = "name,registry_id,grades\nLetterloop,7,K-2\nLetterloop,8,3-5\n";
    let plan = planned(ImportKind::Products, office(), table);
    assert_eq!(
        lines(&plan),
        [
            "2 product id1 registry_id=7 grades=K-2",
            "3 product new name=Letterloop first_seen=2026-03-10 registry_id=8 grades=3-5",
        ]
    );
}

#[test]
fn near_duplicates_are_told_and_both_kept() {
    let table = "Tool,grades\nLeterloop,K\nFractionary,1\nFractionarry,1\nFractionary 2,1\n";
    let plan = planned(ImportKind::Products, office(), table);
    assert_eq!(plan.puts.len(), 4);
    assert_eq!(
        told(&plan.warnings),
        [
            "2 Tool `Leterloop` looks like `Letterloop`, which is here already; both are kept",
            "4 Tool `Fractionarry` looks like `Fractionary` in row 3; both are kept",
        ]
    );
}

#[test]
fn a_row_of_words_nobody_knows_is_refused_with_its_column() {
    for (kind, table, said) in [
        (
            ImportKind::Inventory,
            "building,app\nLIN,Letterloop\n",
            "2 building `LIN` no school has",
        ),
        (
            ImportKind::Approvals,
            "app,decision\nLetterloop,perhaps\n",
            "2 decision `perhaps` not one of",
        ),
        (
            ImportKind::Schools,
            "name,code\nJuniper Hill,FER\n",
            "2 code `FER` the code is another school's",
        ),
        (
            ImportKind::Owners,
            "app,role,person\nLetterloop,chef,rdoe\n",
            "2 role `chef` not one of",
        ),
        (
            ImportKind::Owners,
            "app,role,person\nLetterloop,trainer,zed\n",
            "2 person `zed` nobody here",
        ),
        (
            ImportKind::Compatibility,
            "app,device,works\nLetterloop,ipad,maybe\n",
            "2 works `maybe` not one of",
        ),
        (
            ImportKind::People,
            "user,role\nmkay,chef\n",
            "2 role `chef` no such role",
        ),
        (
            ImportKind::Usage,
            "lp_id,date\n99,2026-01-05\n",
            "2 lp_id `99` no product has this",
        ),
        (
            ImportKind::Contracts,
            "product,ends,total\nLetterloop,2027-06-30,(5.50)\n",
            "2 total `(5.50)` is a credit; write the number of its contract in this row, or take $5.50 off the price of the row",
        ),
        (
            ImportKind::Contracts,
            "product,start date,end date\nLetterloop,2027-01-01,2026-01-01\n",
            "2 end date `2026-01-01` term_end 2026-01-01 is before term_start 2027-01-01",
        ),
        (
            ImportKind::Contracts,
            "product,start date,end date,notice\nLetterloop,2027-01-01,2027-01-31,60 days\n",
            "2 notice `60 days` a notice of 60 days is longer than the term",
        ),
        (
            ImportKind::Contracts,
            "product,end date,quote\nLetterloop,2027-01-31,-$5\n",
            "2 quote `-$5` a price cannot be negative",
        ),
        (
            ImportKind::Contracts,
            "product,end date,amount\nLetterloop,2027-01-31,\u{20ac}500\n",
            "2 amount `\u{20ac}500` is not in US dollars",
        ),
        (
            ImportKind::Contracts,
            "product,end date,amount,currency\nLetterloop,2027-01-31,500,EUR\n",
            "2 currency `EUR` is not US dollars",
        ),
        (
            ImportKind::Contracts,
            "product,end date,po\nLetterloop,2027-01-31,po-9\n",
            "2 po `po-9` C-9 has this purchase order already",
        ),
        (
            ImportKind::Contracts,
            "number,product,end date,parent\nN1,Letterloop,2027-01-31,N1\n",
            "2 parent `N1` no other contract has this number",
        ),
        (
            ImportKind::Contracts,
            "product,end date,renew_months\nLetterloop,2027-01-31,0\n",
            "2 renew_months `0` begins at 1",
        ),
        (
            ImportKind::Contracts,
            "product,end date,funding\nLetterloop,2027-01-31,Title I 60%; PTO 41%\n",
            "2 funding `Title I 60%; PTO 41%` 101% together; 1% is too much",
        ),
        (
            ImportKind::Contracts,
            "product,end date,funding\nLetterloop,2027-01-31,Title I 160%\n",
            "2 funding `Title I 160%` is not a percentage between 0 and 100",
        ),
        (
            ImportKind::Contracts,
            "product,end date,total,funding\nLetterloop,2027-01-31,1000,Title I $600; PTO $399\n",
            "2 funding `Title I $600; PTO $399` of $1,000.00, $999.00 together; $1.00 is missing",
        ),
        (
            ImportKind::Contracts,
            "product,end date,shares\nLetterloop,2027-01-31,JUN 60%; nobody 40%\n",
            "2 shares `nobody` no school has this name",
        ),
        (
            ImportKind::Contracts,
            "product,end date,shares\nLetterloop,2027-01-31,JUN 60%\n",
            "2 shares `JUN 60%` 60% together; 40% is missing",
        ),
        (
            ImportKind::Contracts,
            "product,end date,shares,allocation\nLetterloop,2027-01-31,JUN 60%; district 40%,seats\n",
            "2 shares `JUN 60%; district 40%` shares count only",
        ),
    ] {
        let plan = planned(kind, office(), table);
        let rejected = told(&plan.rejected);
        assert!(
            rejected.len() == 1 && rejected[0].starts_with(said),
            "{table}: {rejected:?}"
        );
        assert!(plan.puts.is_empty(), "{table}: {:?}", lines(&plan));
    }
}

#[test]
fn a_purchase_order_is_one_contracts() {
    for (table, said) in [
        (
            "number,product,ends,po\nN1,Letterloop,2027-06-30,PO 4\nN2,Letterloop,2027-06-30,po4\n",
            "3 po `po4` the contract of row 2 has this purchase order already",
        ),
        (
            "product,ends,po\nLetterloop,2027-06-30,PO-4\nAtlas,2027-06-30,PO-4\n",
            "3 po `PO-4` the",
        ),
        (
            "number,product,ends,po\nN1,Letterloop,2027-06-30,PO-4\nN1,Atlas,2027-06-30,PO-4\n",
            "",
        ),
        (
            "number,product,ends,po\nC-9,Letterloop,2027-06-30,PO-9\n",
            "",
        ),
        (
            "number,product,ends,po\nN1,Letterloop,2027-06-30,PO-4\nN2,Letterloop,2027-06-30,PO-5\n",
            "",
        ),
    ] {
        let rejected = told(&planned(ImportKind::Contracts, office(), table).rejected);
        let as_said = rejected
            .first()
            .map_or("", String::as_str)
            .starts_with(said);
        assert!(
            as_said && rejected.is_empty() == said.is_empty(),
            "{table}: {rejected:?}"
        );
    }
}

#[test]
fn the_money_of_a_line_comes_from_its_sources() {
    let table = "number,product,ends,funding\n\
        N1,Letterloop,2027-06-30,Title I 60.5% (10-221); Grant (state) 39.5%\n\
        N2,Letterloop,2027-06-30,PTO\n";
    let plan = planned(ImportKind::Contracts, office(), table);
    assert_eq!(told(&plan.rejected), [""; 0]);
    let funding = lines(&plan).into_iter().filter(|l| l.contains(" funding "));
    assert_eq!(
        funding.collect::<Vec<_>>(),
        [
            "2 funding keyed line=made1 source=Title I percent_bp=6050 account=10-221",
            "2 funding keyed line=made1 source=Grant (state) percent_bp=3950 account=",
            "3 funding keyed line=made5 source=PTO percent_bp=10000 account=",
        ]
    );
}

#[test]
fn a_span_of_days_is_one_record_a_day() {
    let table = "Start Date,End Date,Type,Agenda Deadline,Event\n\
        12/23/2026,12/25/2026,Break,,Winter break\n12/25/2026,,Holiday,,\n\
        1/18/2027..1/19/2027,,closed,,\n4/13/2027,,Board Meeting,10 days,\n";
    let plan = planned(ImportKind::Calendar, office(), table);
    assert_eq!(told(&plan.rejected), [""; 0]);
    assert_eq!(
        lines(&plan),
        [
            "2 calendar_day keyed day=2026-12-23 kind=closure note=Winter break",
            "2 calendar_day keyed day=2026-12-24 kind=closure note=Winter break",
            "2 calendar_day keyed day=2026-12-25 kind=closure note=Winter break",
            "3 calendar_day keyed day=2026-12-25 kind=holiday",
            "4 calendar_day keyed day=2027-01-18 kind=closure",
            "4 calendar_day keyed day=2027-01-19 kind=closure",
            "5 calendar_day keyed day=2027-04-13 kind=board agenda_cutoff=2027-04-03",
        ]
    );
}

#[test]
fn a_day_that_cannot_be_kept_is_told_with_its_reason() {
    let table = "day,kind,agenda_cutoff\n2026-11-25,Half day,\n2026-11-26,party,\n\
        2026-12-21..2026-12-01,closure,\n2026-12-21..2036-12-24,closure,\n\
        2026-12-24,holiday,2026-12-01\n2027-01-12,board,2027-01-13\n2027-01-12,board,5 working days\n";
    let plan = planned(ImportKind::Calendar, office(), table);
    assert_eq!(lines(&plan), [""; 0]);
    assert_eq!(
        told(&plan.warnings),
        ["2 kind `half_day` half days are working days for every clock, so nothing is kept of it"]
    );
    assert_eq!(
        told(&plan.rejected),
        [
            "3 kind `party` not one of holiday, closure, board; if it means one of them, say so once: --map \"kind:party=...\"",
            "4 day `2026-12-21..2026-12-01` is a span from 2026-12-21 to 2026-12-01; check the two days",
            "5 day `2026-12-21..2036-12-24` is a span from 2026-12-21 to 2036-12-24; check the two days",
            "6 agenda_cutoff `2026-12-01` only a board meeting has an agenda_cutoff",
            "7 agenda_cutoff `2027-01-13` agenda_cutoff 2027-01-13 is after the meeting 2027-01-12",
            "8 agenda_cutoff `5 working days` is counted in something else than calendar days; write the day itself, as 2026-03-05",
        ]
    );
}

const FORM: &str = "Timestamp,Email Address,Your name,Which school do you work at?,\
    What product would you like to use?,Why do you need it?,What grade levels?,How many students?,\
    Estimated yearly cost,Does it collect student data?,When do you need it?\n";

#[test]
fn a_form_is_understood_by_its_questions_and_many_asks_are_one_request() {
    let table = format!(
        "{FORM}3/4/2026 8:01:00,p@x.example,J. Park,JUN,Mapster,Map work,3-5,55,\"$1,980.00\",yes,4/13/2026\n\
         3/2/2026 9:00:00,o@x.example,B. Osei,Ferry Street,MAPSTER,Same,6,,,,\n\
         3/5/2026 9:30:00,k@x.example,M. Kay,district,letterloop,Reading,,,,no,3/25/2026\n"
    );
    let plan = planned(ImportKind::Requests, office(), &table);
    assert_eq!(told(&plan.rejected), [""; 0]);
    assert_eq!(
        lines(&plan),
        [
            "2 product new name=Mapster first_seen=2026-03-10",
            "2 request new number=R-1 product=made0 trigger=new state=triaged technical_edition=0 curricular_edition=0 received_on=2026-03-02",
            "2 product made0 data=pii",
            "2 requester new product=made0 school=1 name=J. Park reason=Map work grades=3-5 seats=55 cost_cents=198000 needed_by=2026-04-13 asked_on=2026-03-04 request=made1",
            "3 requester new product=made0 school=2 name=B. Osei reason=Same grades=6 asked_on=2026-03-02 request=made1",
            "4 request new number=R-2 product=1 trigger=new state=triaged technical_edition=0 curricular_edition=0 received_on=2026-03-05",
            "4 product id1 data=none",
            "4 requester new product=1 name=M. Kay reason=Reading needed_by=2026-03-25 asked_on=2026-03-05 request=made5",
        ]
    );
    assert_eq!(plan.requests.len(), 2);
}

#[test]
fn an_ask_the_office_knows_stays_where_it_is() {
    let mut names = office();
    let day = NaiveDate::from_ymd_opt(2026, 3, 2);
    let key = AskKey::new(ProductId(1), Some(SchoolId(1)), Some("J. Park"), None, day);
    let ask = |id| Ask {
        id,
        request: RequestId(4),
        values: Vec::new(),
    };
    names.asked.asks.insert(key, vec![ask(RequesterId(7))]);
    names.asked.last_number = 4;
    let table = "product,school,requester,asked_on,role\nLetterloop,JUN,j park,2026-03-02,\n\
        Letterloop,JUN,J. Park,2026-03-02,teacher\nLetterloop,JUN,J. Park,2026-03-09,\n";
    let plan = planned(ImportKind::Requests, names.clone(), table);
    let known = "2 requester id7 school=1 name=j park asked_on=2026-03-02";
    let anew = "4 requester new product=1 school=1 name=J. Park asked_on=2026-03-09 request=made1";
    let made = lines(&plan);
    assert_eq!((made[0].as_str(), made[2].as_str()), (known, anew));
    assert!(made[1].starts_with("4 request new number=R-5 "), "{made:?}");
    assert_eq!(
        told(&plan.warnings),
        ["3 requester `J. Park` asked the same on the same day in row 2; that row is kept"]
    );
    names.asked.open.insert(ProductId(1), vec![RequestId(9)]);
    let joined = planned(ImportKind::Requests, names, table);
    assert!(
        lines(&joined)[1].ends_with(" request=9"),
        "{:?}",
        lines(&joined)
    );
}

#[test]
fn an_ask_that_fits_several_asks_or_requests_names_them() {
    let mut names = office();
    for (id, number) in [(4, "R-4"), (9, "R-9")] {
        names.asked.numbers.insert(RequestId(id), number.into());
    }
    let key = AskKey::new(
        ProductId(1),
        Some(SchoolId(1)),
        Some("J. Park"),
        None,
        NaiveDate::from_ymd_opt(2026, 3, 2),
    );
    let asks = [(7, 4), (8, 9)].map(|(id, request)| Ask {
        id: RequesterId(id),
        request: RequestId(request),
        values: Vec::new(),
    });
    names.asked.asks.insert(key, asks.to_vec());
    names
        .asked
        .open
        .insert(ProductId(1), vec![RequestId(4), RequestId(9)]);
    let table = "product,school,requester,asked_on\nLetterloop,JUN,J. Park,2026-03-02\n\
        Letterloop,FER,B. Osei,2026-03-02\n";
    let plan = planned(ImportKind::Requests, names, table);
    assert_eq!(
        told(&plan.rejected),
        [
            "2 requester `J. Park` fits 2 asks of the same person and day, on R-4 and R-9; change the one that \
             is meant there, and take this row out",
            "3 product `Letterloop` fits R-4 and R-9, which are open about this product; decide or withdraw all \
             but one, then import this row: hallpass request withdraw R-9 --reason TEXT",
        ]
    );
    assert!(plan.puts.is_empty(), "{:?}", lines(&plan));
}

#[test]
fn an_ask_that_cannot_be_taken_is_told_with_its_reason() {
    let table = format!(
        "{FORM}3/14/2026,,J. Park,,Mapster,,,,,,\n3/14/2026,,J. Park,Nowhere,Mapster,,,,,,\n\
         3/14/2026,,J. Park,JUN,,,,,,,\n3/14/2026,,J. Park,JUN,Mapster,,,some,,,\n\
         3/14/2026,,J. Park,JUN,Leterloop,,,,,a lot,\n"
    );
    let plan = planned(ImportKind::Requests, office(), &table);
    let school = "Which school do you work at?";
    assert_eq!(
        told(&plan.rejected),
        [
            format!("2 {school} `` the school is missing; every row needs one"),
            format!(
                "3 {school} `Nowhere` no school has this name or code; import schools first, or correct the name"
            ),
            "4 What product would you like to use? `` the product is missing; every row needs one"
                .into(),
            "5 How many students? `some` is not a number; write digits, as in 1,980 or 12.50"
                .into(),
        ]
    );
    assert_eq!(
        told(&plan.warnings),
        [
            "6 What product would you like to use? `Leterloop` looks like `Letterloop`, which is here already; both are kept",
            "6 Timestamp `2026-03-14` has not come yet; the request counts from today",
            "6 Does it collect student data? `a lot` left empty: not one of none, login, pii, sensitive; if it means one of them, say so once: --map \"data:a lot=...\"",
        ]
    );
}

#[test]
fn two_logins_that_differ_only_in_capitals_and_an_address_without_its_sign_are_refused() {
    let table = "login,name,email\nRDoe,R. Doe,\nab,Ab,ab@x.example\nAB,Abby,\nab,Ab,ab@x.example\nkim,Kim,nomail\n";
    let plan = planned(ImportKind::People, office(), table);
    assert_eq!(
        told(&plan.rejected),
        [
            "2 login `RDoe` differs only in capitals from the login rdoe of somebody here",
            "4 login `AB` differs only in capitals from the login of row 3",
            "6 email `nomail` an address has an @",
        ]
    );
}

#[test]
fn days_of_an_ask_that_cannot_be_meant_so_are_said() {
    let table = "product,school,requester,asked_on,needed_by\n\
        Letterloop,JUN,A,2099-01-01,\nLetterloop,JUN,B,2026-01-10,2025-01-10\n\
        Letterloop,JUN,C,,2020-01-01\nLetterloop,JUN,D,2026-01-10,2026-02-01\n";
    let plan = planned(ImportKind::Requests, office(), table);
    let said = told(&plan.warnings);
    let of =
        |field: &str| -> Vec<&String> { said.iter().filter(|one| one.contains(field)).collect() };
    assert_eq!(
        of("asked_on"),
        ["2 asked_on `2099-01-01` has not come yet; the request counts from today"]
    );
    let needed = of("needed_by");
    assert_eq!(needed.len(), 2, "{said:?}");
    assert!(needed[0].starts_with("3 needed_by `2025-01-10` was over before 2026-01-10"));
    assert!(needed[1].starts_with("4 needed_by `2020-01-01` was over before "));
}

#[test]
fn another_name_in_one_row_and_a_product_in_another_are_not_taken_as_one() {
    for (table, told_of) in [
        (
            "name,aliases\nMathly,Mapster\nMapster,\n",
            "3 name `Mapster` the product of row 2 has this as another name; leave it out there, or leave out \
             this row",
        ),
        // However it is written, and whatever else the row says.
        (
            "name,aliases,grades\nMathly,Mapster; Mapper,K\nMathly Two,,K\nMAPPER,,K\n",
            "4 name `MAPPER` the product of row 2 has this as another name; leave it out there, or leave out \
             this row",
        ),
        (
            "name,aliases\nMapster,\nMathly,Mapster\n",
            "3 aliases `Mapster` `Mapster` is a name of the product of row 2 already; leave it out here, or make \
             the two one with: hallpass overlap merge",
        ),
    ] {
        let plan = planned(ImportKind::Products, office(), table);
        assert_eq!(told(&plan.rejected), [told_of], "{table}");
    }
    // A row that says its product again by its own name is that product.
    let again = "name,aliases\nMathly,Mapster\nMathly,Mapster\n";
    assert_eq!(
        told(&planned(ImportKind::Products, office(), again).rejected),
        [""; 0]
    );
}

#[test]
fn what_is_met_by_its_name_keeps_it_and_what_is_met_by_its_number_is_renamed() {
    let mut names = office();
    names.aliases.add("Letter Loop Classic", ProductId(1));
    names.product_registry.add("7", ProductId(1));
    for (kind, table, line) in [
        (
            ImportKind::Products,
            "name,grades\nLETTERLOOP,K\n",
            "2 product id1 grades=K",
        ),
        (
            ImportKind::Products,
            "name,grades\nletter loop classic,K\n",
            "2 product id1 grades=K",
        ),
        (
            ImportKind::Products,
            "name,registry_id\nLetterloop Next,7\n",
            "2 product id1 name=Letterloop Next registry_id=7",
        ),
        (
            ImportKind::Schools,
            "name,grades\nJUNIPER hill,K\n",
            "2 school id1 grades=K",
        ),
        (
            ImportKind::Schools,
            "name,code\nJuniper Hill K-8,jun\n",
            "2 school id1 name=Juniper Hill K-8 code=jun",
        ),
    ] {
        assert_eq!(
            lines(&planned(kind, names.clone(), table)),
            [line],
            "{table}"
        );
    }
}

#[test]
fn two_spellings_of_one_name_in_one_file_are_one_record_with_all_its_functions() {
    let table =
        "name,function\nproteus VSM,Simulation\nProteus VSM,Security\nProteus VSM,Simulation\n";
    let plan = planned(ImportKind::Products, office(), table);
    assert!(plan.rejected.is_empty(), "{:?}", told(&plan.rejected));
    assert_eq!(
        all(&plan, "name"),
        ["proteus VSM", "Simulation", "Security"]
    );
    assert_eq!(all(&plan, "function"), ["made1", "made3", "made1"]);
    let numbered = "name,nces\nOak,1\nOak,1\nElm,1\n";
    let plan = planned(ImportKind::Schools, office(), numbered);
    assert_eq!(
        told(&plan.rejected),
        ["4 name `Elm` row 2 says something else of the same school; keep one of the two"]
    );
}

#[test]
fn what_tells_a_pair_from_a_doublet_is_read_or_refused() {
    let table = "name,function,population,provided,broad\n\
         Letterloop,Reading,ELL,State,yes\n\
         Letterloop,,gifted,,\n\
         Letterloop,,,donated,\n\
         Letterloop,,,,yes\n";
    let plan = planned(ImportKind::Products, office(), table);
    assert_eq!(
        lines(&plan),
        [
            "2 product id1 population=EL provided=state",
            "2 function keyed name=Reading",
            "2 function made1 broad=1",
            "2 purpose keyed product=1 function=made1",
        ]
    );
    assert_eq!(
        told(&plan.rejected),
        [
            "3 population `gifted` not one of EL, SPED, assistive; if it means one of them, say so once: --map \"population:gifted=...\"",
            "4 provided `donated` not one of bundled, state, grant; if it means one of them, say so once: --map \"provided:donated=...\"",
            "5 broad `yes` the row names no function that could be broad",
        ]
    );
}

#[test]
fn a_file_only_claims_that_a_product_teaches_a_standard() {
    let table = "product,framework,standard,leaf,status,role,grades\n\
         Letterloop,CCSS ELA 2010,RF.1.3,,,,\n\
         Letterloop,CCSS ELA 2010,RF.1,no,verified,instruction,K-1\n\
         Letterloop,CCSS ELA 2010,RF.2,,maybe,,\n\
         Letterloop,CCSS ELA 2010,RF.3,,,homework,\n\
         Letterloop,,RF.4,,,,\n";
    let plan = planned(ImportKind::Alignments, office(), table);
    assert_eq!(
        lines(&plan),
        [
            "2 alignment keyed leaf=1 status=claimed product=1 framework=CCSS ELA 2010 standard=RF.1.3",
            "3 alignment keyed status=claimed product=1 framework=CCSS ELA 2010 standard=RF.1 role=instruction leaf=0 \
             grades=K-1",
        ]
    );
    assert_eq!(
        told(&plan.warnings),
        [
            "3 status `verified` taken as claimed, for a file is no proof: somebody with the role curricular verifies it, \
             with hallpass standard verify PRODUCT CODE --sampled N --met N --evidence LINK"
        ]
    );
    let refused = told(&plan.rejected);
    assert_eq!(
        refused[..2],
        [
            "4 status `maybe` not one of verified, claimed, rejected; if it means one of them, say so once: --map \"status:maybe=...\"",
            "5 role `homework` not one of instruction, assessment; if it means one of them, say so once: --map \"role:homework=...\"",
        ]
    );
    assert_eq!(refused.len(), 3, "{refused:?}");
}

#[test]
fn training_says_when_the_next_session_is() {
    let table = "product,school,target,trained,next session\nLetterloop,JUN,20,12,2026-04-01\n";
    let plan = planned(ImportKind::Training, office(), table);
    assert!(
        lines(&plan)[0].ends_with("next_on=2026-04-01"),
        "{:?}",
        lines(&plan)
    );
}
