//! A region of an older layout: no district writes into it before whoever runs it has brought it up to date.

use super::joined;
use crate::desk::Desk;
use crate::postgres::Postgres;

pub fn an_older_region_is_brought_up_to_date_and_keeps_its_rows() {
    let server = Postgres::new();
    let first = include_str!("../../../schema/region/0001-region.sql");
    server.psql("owner", first);
    server.psql(
        "owner",
        "INSERT INTO hallpass.layout (number) VALUES (1);
         INSERT INTO hallpass.district VALUES ('ash', 'district_ash'), ('birch', 'district_birch'), ('cedar', 'district_cedar');
         INSERT INTO hallpass.member VALUES ('birch', 'Birch'), ('cedar', 'Cedar');
         INSERT INTO hallpass.product (district, product, name, key)
             VALUES ('birch', 7, 'Quill Pad', 'quillpad'), ('cedar', 8, 'Quill-Pad', 'quillpad');
         INSERT INTO hallpass.sign SELECT district, product, 1, 'name', key FROM hallpass.product;
         CREATE ROLE district_ash LOGIN; GRANT hallpass_district TO district_ash",
    );
    let before = server.shared();
    let desk = Desk::furnished();
    let owner = server.address("owner");
    let join = format!(
        "region join {} --district ash",
        server.address("district_ash")
    );
    let said = desk.fails(&join, 1);
    assert!(
        said.contains("older than this hallpass (layout 1, this one wants ")
            && said.contains("whoever runs it brings it up to date: hallpass region init URL"),
        "{said}"
    );
    let said = desk.ok(&format!("region init {owner}"));
    assert!(
        said.contains("The region was brought from layout 1 to "),
        "{said}"
    );
    assert_eq!(server.shared(), before);
    let desk = joined(&server, desk, "ash", "--accept");
    desk.ok("region push");
    let said = desk.ok(&format!("region identity --region {owner} list quill"));
    assert!(said.contains("same name quillpad: 3 districts"), "{said}");
}
