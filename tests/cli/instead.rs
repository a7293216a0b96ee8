//! A product that is named in place of another is one that may be used there, and is told as that.

use super::desk::Desk;

/// Asks about a product that nobody listed; the number of the request.
fn asked(desk: &Desk, product: &str, school: &str) -> String {
    let made = desk.json(&format!(
        "request new --product {product} --school {school} --reason clock --data none --instructional no"
    ));
    let number = made["id"].as_str().unwrap().to_owned();
    desk.ok(&format!("review take {number}"));
    desk.ok(&format!("review answer {number} t10 fail --note ads"));
    number
}

#[test]
fn nobody_is_sent_to_a_product_that_may_not_be_used() {
    let desk = Desk::furnished();
    let number = asked(&desk, "TinyTimer", "district");
    let deny = format!("review decide {number} deny --reason ads --instead");
    let why = desk.fails(&format!("{deny} numberly"), 1);
    assert!(
        why.contains("Numberly: NO. Denied: No privacy agreement."),
        "{why}"
    );
    // Denied at one of the schools that are told is enough.
    desk.file(
        "a.csv",
        "product,status,schools,from,reason\nQuill Pad EDU,denied,OAK,2026-01-05,Too dear\n",
    );
    desk.ok("import approvals a.csv");
    let narrow = format!("{deny} qp --schools OAK;LIN");
    assert!(desk.fails(&narrow, 1).contains("Too dear"));
    // What nobody has decided about is taken, and that is said.
    let open = asked(&desk, "Clockwork", "LIN");
    let said = desk.ok(&format!("{deny} clockwork"));
    assert!(
        said.contains("Mind that nobody has approved Clockwork yet: IN REVIEW"),
        "{said}"
    );
    assert!(
        desk.ok(&format!("request show {number} --reply"))
            .contains("Use instead: Clockwork.")
    );
    desk.ok(&format!(
        "review decide {open} deny --reason ads --instead qp"
    ));
    // The answer names what the letter names.
    let answer = desk.ok("status clockwork lin");
    assert!(
        answer.contains("Please use Quill Pad EDU instead"),
        "{answer}"
    );
}

#[test]
fn a_contract_is_replaced_by_what_may_be_used_and_says_by_what() {
    let desk = Desk::furnished();
    let replace = "renewal decide C-117 replace --reason dear --replace-by";
    let why = desk.fails(&format!("{replace} numberly"), 1);
    assert!(why.contains("Numberly: NO at Lincoln ES. Denied"), "{why}");
    asked(&desk, "TinyTimer", "district");
    let said = desk.ok(&format!("{replace} tinytimer"));
    assert!(said.contains("nobody has approved TinyTimer yet"), "{said}");
    let shown = desk.ok("renewal show C-117");
    assert!(shown.contains("replace with TinyTimer by ada"), "{shown}");
}
