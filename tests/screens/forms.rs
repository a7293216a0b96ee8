//! Forms, conflicts, bringing files in and the first page: keys in, text out, on a real office file.

use crate::support::screen::Screen;
use crate::support::sizes::sizes;
use crate::support::{Office as File, office, stamp, today};
use hallpass::domain::approval::ApprovalStatus;
use hallpass::domain::calendar::{CalendarDay, DayKind};
use hallpass::domain::change::Change;
use hallpass::domain::contract::{AllocationMethod, Contract, Line};
use hallpass::domain::money::Cents;
use hallpass::domain::notice::{NoticeBasis, NoticeUnit};
use hallpass::domain::product::{DataUse, Product, Vendor};
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::renewal::{Funding, Share};
use hallpass::domain::request::{Incident, IncidentEffect};
use hallpass::domain::school::School;
use hallpass::store::{Access, Store};

/// Somebody's screen on an office file.
fn open(file: &File, who: &str) -> Screen {
    Screen::of(file.store.path(), who)
}

/// Kahoot at two schools, allowed everywhere.
fn kahoot() -> File {
    let mut file = office();
    file.school("Lincoln ES", "LIN");
    file.school("Adams ES", "ADA");
    file.person("ben", "technical");
    let vendor = file.save(Put::new(Kind::Vendor).with("name", "Kahoot! AS".to_owned()));
    let product = Put::new(Kind::Product)
        .with("name", "Kahoot!".to_owned())
        .with("edition", Some("EDU".to_owned()))
        .with("vendor", vendor);
    file.save(product);
    file
}

fn product(file: &File) -> Product {
    file.store.all::<Product>().unwrap().remove(0)
}

/// Wherever a record is meant it is picked in a list that what was typed narrows: a vendor, a product, a person, a school.
#[test]
fn a_record_is_picked_wherever_one_is_meant() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen.press("Esc : 'contr'").press("Enter");
    screen
        .shows("Which contract, from when to when")
        .shows("How it ends or goes on");
    screen.press("Tab").write("kah").press("Ctrl-N");
    screen
        .shows("Vendor: Enter takes it")
        .shows("Enter take it");
    screen.press("Enter").shows("[Kahoot! AS");
    // From the vendor to who bought it, who answers for it, and what was bought.
    for _ in 0..10 {
        screen.press("Tab");
    }
    screen.write("linc").press("Ctrl-N");
    screen
        .shows("Bought by: Enter takes it")
        .press("Enter")
        .shows("[LIN");
    screen.press("Esc Esc : 'contr'").press("Enter");
    let mut at = 0;
    while !screen.text().lines().any(|line| line.starts_with(">Owner")) && at < 40 {
        screen.press("Tab");
        at += 1;
    }
    // Nothing of that name: all are listed, and Esc leaves what stands there.
    screen.write("zz").press("Ctrl-N").shows("> ada");
    screen.press("Esc").shows("[zz");
    screen
        .press("Ctrl-U")
        .write("be")
        .press("Ctrl-N Enter")
        .shows("[ben");
}

#[test]
fn e_edits_and_u_takes_it_back() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen
        .write("kah")
        .press("Esc e")
        .shows("Kahoot! EDU")
        .shows("[Kahoot! AS");
    screen
        .press("Tab Tab Tab")
        .write("kahoot.com")
        .shows("draft saved");
    screen.press("Tab").write("K to 5").press("Ctrl-X");
    screen.shows("Saved Kahoot! EDU. u takes it back.");
    assert_eq!(product(&file).url.as_deref(), Some("kahoot.com"));
    assert_eq!(product(&file).grades.to_string(), "K-5");
    screen.press("u").shows("Undid: changed Kahoot! EDU");
    assert_eq!(product(&file).url, None);
}

#[test]
fn a_new_vendor_comes_with_its_product_and_goes_with_it() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen
        .press("Esc : 'add-p'")
        .press("Enter")
        .shows("New product");
    screen.write("zed").shows("[zed_");
    screen
        .press("Tab")
        .write("Zed Inc")
        .shows("new: will be added");
    screen.press("Ctrl-X").shows("Added zed. u takes it back.");
    assert_eq!(file.store.all::<Vendor>().unwrap().len(), 2);
    let made = file.store.all::<Product>().unwrap().pop().unwrap();
    assert_eq!(
        (made.vendor.map(|v| v.0), made.first_seen),
        (Some(2), Some(today()))
    );
    screen.press("u");
    assert_eq!(file.store.all::<Vendor>().unwrap().len(), 1);
    assert_eq!(file.store.all::<Product>().unwrap().len(), 1);
}

#[test]
fn a_school_by_hand_gets_a_code_nobody_has() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen
        .press("Esc : 'add-s'")
        .press("Enter")
        .shows("New school");
    screen.write("Lincoln MS").press("Enter").shows("[LIN2");
    screen.press("Tab").press("m").shows("[middle");
    screen
        .press("Tab")
        .write("6-8")
        .press("Tab")
        .write("1,200")
        .press("Ctrl-X");
    screen.shows("Added Lincoln MS.");
    let school = file.store.all::<School>().unwrap().pop().unwrap();
    assert_eq!(
        (school.code.as_str(), school.enrollment, school.open),
        ("LIN2", Some(1200), true)
    );
}

#[test]
fn an_approval_typed_here_changes_the_answer() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen.write("kah lin").shows("NOT ASKED").press("Esc o");
    screen
        .shows("Approval here: a new one for Lincoln ES")
        .press("a");
    screen
        .shows("New approval of Kahoot! EDU")
        .shows("[LIN_")
        .shows("Tue Mar 10 2026");
    screen
        .press("c Tab Tab")
        .write("K-5")
        .press("Tab Tab")
        .write("teachers only; no names");
    screen
        .press("Tab Tab")
        .write("6/30/2027")
        .press("Tab")
        .write("looked at it")
        .press("Ctrl-X");
    screen
        .shows("Added approval of Kahoot! EDU")
        .shows("YES, CONDITIONS");
    screen
        .shows("1  Teachers only")
        .shows("until Wed Jun 30 2027");
    screen
        .press("o")
        .shows("Change: conditional, Lincoln ES, grades K-5")
        .press("b");
    screen
        .press("d Ctrl-X")
        .shows("Saved approval of Kahoot! EDU")
        .shows("NO");
    screen.press("u").shows("YES, CONDITIONS");
}

#[test]
fn a_mistake_is_told_at_its_field() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen
        .write("kah")
        .press("Esc e Tab Tab Tab Tab")
        .write("13")
        .hides("not a grade");
    screen.press("Tab").shows("! `13` is not a grade");
    screen
        .press("Ctrl-X")
        .shows("Not saved yet: `13` is not a grade");
    assert_eq!(product(&file).version, 1);
    screen
        .press("Ctrl-U")
        .hides("! `13`")
        .write("3")
        .press("Ctrl-X")
        .shows("Saved");
    screen
        .press("o a Down Down Down Down Down")
        .press("Ctrl-U")
        .write("3/5/2026")
        .press("Tab");
    screen.shows("`3/5/2026` is 2026-03-05 or 2026-05-03: type the one you mean");
    screen
        .press("Up")
        .press("Ctrl-U")
        .write("2026-05-01")
        .press("Tab")
        .write("2026-04-01");
    screen
        .press("Ctrl-X")
        .shows("Not saved yet:")
        .shows("until");
}

#[test]
fn a_draft_survives_esc_and_a_restart() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen
        .write("kah")
        .press("Esc e Tab Tab")
        .write(" Plus")
        .press("Esc");
    screen.shows("the draft is kept").hides("[Kahoot!");
    screen
        .press("e")
        .shows("(your draft)")
        .shows("[EDU Plus")
        .press("Esc");
    let mut screen = screen.again();
    screen
        .press("Esc e")
        .shows("(your draft)")
        .shows("[EDU Plus")
        .press("Ctrl-X");
    screen.shows("Saved Kahoot! EDU");
    assert_eq!(product(&file).edition.as_deref(), Some("EDU Plus"));
    screen.press("e").hides("your draft");
    screen
        .press("Tab Tab")
        .write(" more")
        .shows("[EDU Plus more");
    screen
        .press("Ctrl-R")
        .shows("[EDU Plus_")
        .hides("draft saved");
}

#[test]
fn different_fields_are_merged_and_the_message_says_with_whom() {
    let file = kahoot();
    let (mut ada, mut ben) = (open(&file, "ada"), open(&file, "ben"));
    ada.write("kah")
        .press("Esc e Tab Tab Tab")
        .write("kahoot.com");
    ben.write("kah")
        .press("Esc e Tab Tab")
        .write(" 2")
        .press("Ctrl-X")
        .shows("Saved");
    ada.press("Ctrl-X")
        .shows("merged with ben's change of edition. u takes it back.");
    let saved = product(&file);
    assert_eq!(
        (saved.edition.as_deref(), saved.url.as_deref()),
        (Some("EDU 2"), Some("kahoot.com"))
    );
}

/// Two people in the same field; the second to save is asked.
fn clash(file: &File) -> Screen {
    let (mut ada, mut ben) = (open(file, "ada"), open(file, "ben"));
    ada.write("kah")
        .press("Esc e Tab Tab")
        .write(" 1")
        .press("Tab")
        .write("kahoot.com");
    ben.write("kah")
        .press("Esc e Tab Tab")
        .write(" 2")
        .press("Ctrl-X")
        .shows("Saved");
    ada.press("Ctrl-X")
        .shows("ben saved Kahoot! EDU just now, while you were typing");
    ada.shows("Nothing was overwritten")
        .shows("Edition")
        .shows("EDU 2")
        .shows("EDU 1");
    assert_eq!(product(file).edition.as_deref(), Some("EDU 2"));
    ada
}

#[test]
fn the_same_field_is_asked_about_and_mine_is_saved_only_if_i_say_so() {
    let file = kahoot();
    clash(&file)
        .press("x")
        .shows("x is none of t, m, e")
        .press("m")
        .shows("Saved");
    let saved = product(&file);
    assert_eq!(
        (saved.edition.as_deref(), saved.url.as_deref()),
        (Some("EDU 1"), Some("kahoot.com"))
    );
}

#[test]
fn taking_theirs_keeps_what_i_typed_in_a_note() {
    let file = kahoot();
    let mut ada = clash(&file);
    ada.press("Enter").shows("Saved Kahoot! EDU");
    let saved = product(&file);
    assert_eq!(
        (saved.edition.as_deref(), saved.url.as_deref()),
        (Some("EDU 2"), Some("kahoot.com"))
    );
    ada.press("H Down")
        .shows("typed, but not saved over a colleague's: Edition EDU 1");
}

#[test]
fn back_to_editing_loses_nothing() {
    let file = kahoot();
    let mut ada = clash(&file);
    ada.press("Esc")
        .shows("[EDU 1")
        .shows("! ben saved: EDU 2")
        .shows("[kahoot.com");
    let mut ada = ada.again();
    ada.press("Esc e")
        .shows("[EDU 1")
        .shows("saved by somebody since: EDU 2");
    ada.press("Ctrl-X").shows("while you were typing");
}

#[test]
fn a_decision_is_never_mixed_from_two_people() {
    let mut file = kahoot();
    let decided = Put::new(Kind::Approval)
        .with("product", product(&file).id)
        .with(
            "status",
            hallpass::domain::approval::ApprovalStatus::Approved,
        );
    file.save(decided);
    let (mut ada, mut ben) = (open(&file, "ada"), open(&file, "ben"));
    ada.write("kah").press("Esc o b Tab Tab").write("K-5");
    ben.write("kah").press("Esc o b d Ctrl-X").shows("Saved");
    ada.press("Ctrl-X")
        .shows("while you were typing")
        .shows("Status")
        .shows("denied");
    ada.press("t")
        .shows("Noted on approval of Kahoot! EDU")
        .shows("NO");
}

#[test]
fn keys_typed_while_it_saves_wait_and_mean_what_they_meant() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen.write("kah").press("Esc");
    screen.slow = true;
    screen.press("e Tab Tab").write(" 9").press("Ctrl-X e");
    screen.answer_all();
    assert_eq!(product(&file).edition.as_deref(), Some("EDU 9"));
    screen.shows("[EDU 9");
}

#[test]
fn pasted_escape_sequences_are_only_text() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen.write("kah").press("Esc e Tab Tab Ctrl-U");
    let hostile = "a\u{1b}[2J\u{202e}b\nc\u{7}".to_owned();
    screen.paste(&hostile).press("Ctrl-X").shows("Saved");
    assert_eq!(product(&file).edition.as_deref(), Some("a[2Jb c"));
    let text = screen.text();
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{7}']));
    screen.press("e Tab Tab Tab Tab Tab Tab");
    screen.paste("yes").shows("[yes");
}

#[test]
fn the_help_desk_is_told_why_it_is_off() {
    let mut file = kahoot();
    file.person("kim", "helpdesk");
    let mut screen = open(&file, "kim");
    screen.write("kah").press("Esc");
    screen
        .press("e")
        .shows("the help desk reads and leaves notes and requests")
        .press("n")
        .shows("NEW REQUEST")
        .press("Esc");
    screen
        .press("o")
        .shows("off: the help desk reads")
        .press("a")
        .hides("New approval");
    screen
        .press("Esc :")
        .write("import")
        .shows("off: the help desk")
        .press("Enter");
    screen
        .shows("It is off: the help desk")
        .press("Esc c")
        .shows("Note on");
}

#[test]
fn an_incident_and_a_day_off_are_entered_by_name() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen
        .write("kah")
        .press("Esc : 'inci'")
        .press("Enter")
        .shows("New incident with Kahoot! EDU");
    screen.write("breach").press("Tab Left").press("Ctrl-X");
    screen.shows("Added incident with Kahoot! EDU. u takes it back.");
    let incident = file.store.all::<Incident>().unwrap().remove(0);
    assert_eq!(incident.product, product(&file).id);
    assert_eq!(incident.effect, IncidentEffect::Suspend);
    assert_eq!(incident.opened_on, today());
    screen
        .press(": 'clos'")
        .press("Enter")
        .shows("New calendar day");
    screen
        .write("Dec 21 2026")
        .press("Tab Tab")
        .write("2026-12-01")
        .press("Ctrl-X")
        .shows("only a board meeting has an agenda_cutoff");
    screen
        .press("Ctrl-U")
        .press("Ctrl-X")
        .shows("Added calendar day.");
    let day = file.store.all::<CalendarDay>().unwrap().remove(0);
    assert_eq!(day.day.to_string(), "2026-12-21");
    assert_eq!(day.kind, DayKind::Closure);
}

#[test]
fn what_is_not_said_of_a_product_is_neither_yes_nor_no() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen
        .write("kah")
        .press("Esc e")
        .write("!")
        .press("Ctrl-X");
    assert_eq!(product(&file).instructional, None);
    screen
        .press("e Tab Tab Tab Tab Tab Tab Tab")
        .press("p Tab y Tab n Ctrl-X");
    let product = product(&file);
    assert_eq!(product.data, Some(DataUse::Pii));
    assert_eq!(
        (product.instructional, product.core),
        (Some(true), Some(false))
    );
}

const SCHOOLS: &str =
    "School Name,Code,Grades,Students\nLincoln ES,LIN,K-5,412\nOak MS,OAK,6-8,700\n";

#[test]
fn a_file_is_seen_before_it_is_saved_and_undone_as_one() {
    let file = office();
    let path = file.dir.path().join("schools.csv");
    std::fs::write(&path, SCHOOLS).unwrap();
    let mut screen = open(&file, "ada");
    screen
        .shows("Three ways to begin")
        .press("Down Enter")
        .shows("What are its rows?");
    screen
        .press("Enter")
        .write(&format!("{}/sch", file.dir.path().display()));
    screen
        .shows("schools.csv")
        .press("Tab")
        .shows("schools.csv")
        .press("Enter");
    screen.shows("2 rows: 2 would be added, 0 changed, 0 unchanged.");
    screen
        .shows("enrollment  <-  Students")
        .shows("Enter  save it");
    assert_eq!(file.store.all::<School>().unwrap().len(), 0);
    screen
        .press("Enter")
        .shows("Imported schools: 2 added, 0 changed, 0 unchanged.");
    assert_eq!(file.store.all::<School>().unwrap().len(), 2);
    screen
        .press("Esc u u")
        .shows("Undid: import of 2 schools from schools.csv");
    assert_eq!(file.store.all::<School>().unwrap().len(), 0);
    screen.shows("Three ways to begin");
}

#[test]
fn bad_rows_are_listed_and_left_out_only_when_asked() {
    let file = office();
    let path = file.dir.path().join("schools.csv");
    std::fs::write(&path, format!("{SCHOOLS}Elm HS,ELM,9-14,x\n")).unwrap();
    let mut screen = open(&file, "ada");
    screen
        .press("Down Enter Enter")
        .write(&path.display().to_string())
        .press("Enter");
    screen
        .shows("3 rows:")
        .shows("1 cannot be read")
        .shows("CANNOT BE READ")
        .shows("row 4");
    let text = screen.text();
    assert!(!text.contains("Enter save"), "{text}");
    assert!(
        text.find("row 4") < text.find("FIELD, THE COLUMN"),
        "{text}"
    );
    screen.press("Enter").shows("s leaves those rows out");
    assert_eq!(file.store.all::<School>().unwrap().len(), 0);
    screen
        .press("s")
        .shows("1 left out")
        .press("Enter")
        .shows("2 added");
    screen.press("Esc :").write("import").press("Enter Enter");
    screen
        .write(&path.display().to_string())
        .press("Enter s Enter");
    let text = screen.text();
    assert!(!text.contains("Enter save"), "{text}");
    screen
        .shows("1 row could not be read and was left out")
        .press("Esc")
        .shows("Nothing was saved.");
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_keeps_its_name() {
    let file = office();
    let mut screen = open(&file, "ada");
    screen
        .press("Down Enter Enter")
        .write("/nowhere/x.csv")
        .press("Enter");
    screen
        .shows("there is no file /nowhere/x.csv")
        .shows("File: /nowhere/x.csv")
        .hides("Options are given to the command");
    screen.press("Esc").shows("What are its rows?").press("Esc");
    screen.shows("Three ways to begin").hides("!!");
}

#[test]
fn a_file_that_needs_an_option_names_the_command_that_takes_it() {
    let file = office();
    let path = file.dir.path().join("list.csv");
    std::fs::write(&path, "Place,Pupils\nLincoln,412\n").unwrap();
    let mut screen = open(&file, "ada");
    screen
        .press("Down Enter Enter")
        .write(&path.display().to_string())
        .press("Enter");
    screen.shows("--map").shows("hallpass import schools FILE.");
    std::fs::write(&path, SCHOOLS).unwrap();
    screen
        .press("Enter")
        .shows("with --map FIELD=COLUMN, --sheet NAME, --header ROW");
}

#[test]
fn a_long_import_can_be_stopped_and_leaves_the_file_as_it_was() {
    let file = office();
    let path = file.dir.path().join("schools.csv");
    std::fs::write(&path, SCHOOLS).unwrap();
    let mut screen = open(&file, "ada");
    screen
        .press("Down Enter Enter")
        .write(&path.display().to_string());
    screen.press("Enter").shows("2 would be added");
    screen.slow = true;
    screen
        .press("Enter")
        .shows("Saving: 0%")
        .press("Ctrl-C")
        .shows("Stopping");
    screen.answer_all();
    screen.shows("stopped before it was done");
    assert_eq!(file.store.all::<School>().unwrap().len(), 0);
}

#[test]
fn the_first_page_opens_doors_and_ticks_boxes_that_stay_ticked() {
    let file = office();
    let mut screen = open(&file, "ada");
    screen
        .shows("Look around with a made-up district")
        .press("Enter");
    assert_eq!(screen.ended(), Some(hallpass::tui::event::TO_DEMO));
    screen
        .press("Down Down Enter")
        .shows("New school")
        .press("Esc");
    screen
        .press("Down Space")
        .shows("[x] this line looks broken")
        .shows("----+----");
    screen
        .press("Down Space")
        .shows("[x] a word is hard to read");
    let mut screen = screen.again();
    screen
        .shows("----+----")
        .shows("[x] a word is hard to read");
    screen
        .press("f")
        .shows("0 products are known")
        .press("Esc")
        .shows("Three ways to begin");
}

#[test]
fn a_backup_says_where_it_is() {
    let file = kahoot();
    let mut screen = open(&file, "ada");
    screen
        .press("Esc :")
        .write("backup")
        .press("Enter")
        .shows("office-2026-03-10.db");
    screen
        .press("Esc :")
        .write("backup")
        .press("Enter")
        .shows("office-2026-03-10-2.db");
    let copy = file.dir.path().join("office-2026-03-10.db");
    assert!(Store::open(&copy, Access::Read).is_ok());
}

#[test]
fn every_size_draws() {
    let file = kahoot();
    let path = file.dir.path().join("schools.csv");
    std::fs::write(&path, format!("{SCHOOLS}Elm HS,ELM,9-14,x\n")).unwrap();
    let empty = office();
    let mut screens = vec![open(&empty, "ada"), clash(&file)];
    let steps: [&[&str]; 5] = [
        &["Esc o"],
        &["Esc o a"],
        &["Esc : 'import' Enter"],
        &["Esc : 'import' Enter Enter"],
        &["Esc e Tab Tab Tab Tab x Tab"],
    ];
    for keys in steps {
        let mut screen = open(&file, "ada");
        screen.write("kah").press(keys[0]);
        screens.push(screen);
    }
    let mut preview = open(&file, "ada");
    preview
        .press("Esc : 'import' Enter Enter")
        .write(&path.display().to_string());
    screens.push(preview);
    screens
        .last_mut()
        .unwrap()
        .press("Enter")
        .shows("CANNOT BE READ");
    for screen in &mut screens {
        for (width, height) in sizes() {
            screen.resize(width, height);
            assert_eq!(screen.lines().len(), height as usize);
        }
    }
}

#[test]
fn a_save_of_several_records_is_one_change() {
    let mut file = kahoot();
    let puts = vec![
        Put::new(Kind::Vendor).with("name", "Zed".to_owned()),
        Put::new(Kind::Product)
            .with("name", "Zed".to_owned())
            .with("vendor", hallpass::domain::put::Given::Made(0)),
    ];
    let change = Change::SaveAll {
        what: "Zed".into(),
        puts,
        reason: Some("why not".into()),
    };
    assert_eq!(
        (change.title().as_str(), change.reason()),
        ("added Zed", Some("why not"))
    );
    file.store.apply(&change, &stamp("ada")).unwrap();
    assert_eq!(file.store.undo(None, &stamp("ada")).unwrap().records, 2);
}

/// A form of a contract that is not there yet, the cursor on its number.
fn new_contract(file: &File) -> Screen {
    let mut screen = open(file, "ada");
    screen.press("Esc 2 : 'contr'").press("Enter");
    screen
}

#[test]
fn a_notice_needs_what_it_counts_where_it_is_typed_and_nowhere_else() {
    let mut file = kahoot();
    let mut screen = new_contract(&file);
    for word in "C-7|||2027-06-30|y|60".split('|') {
        screen.write(word).press("Tab");
    }
    screen
        .press("Ctrl-X")
        .shows("Not saved yet: is the notice in days, working days or months? Space chooses.")
        .shows(">Notice in");
    assert_eq!(file.store.all::<Contract>().unwrap().len(), 0);
    screen.write("m").press("Ctrl-X");
    let made = file.store.all::<Contract>().unwrap().remove(0);
    assert_eq!(
        (made.notice, made.notice_unit),
        (Some(60), Some(NoticeUnit::Months))
    );
    // What an older file has is as sound as it was: another field of it is saved.
    let older = Put::new(Kind::Contract)
        .with("number", "C-9".to_owned())
        .with("term_end", today())
        .with("auto_renew", true)
        .with("notice", Some(30_i64))
        .with("notice_basis", NoticeBasis::Sent);
    file.save(older);
    let mut screen = open(&file, "ada");
    screen.press("Esc 2 v / 'C-9' Enter e Tab Tab Tab Tab Tab Tab Tab r Ctrl-X");
    assert!(
        screen.message().starts_with("Saved C-9"),
        "{}",
        screen.text()
    );
    // Once its number is typed anew it is asked for.
    screen.press("e Tab Tab Tab Tab Tab Ctrl-U 4 5 Ctrl-X");
    screen.shows("Not saved yet: is the notice in days");
}

#[test]
fn a_day_of_numbers_is_read_as_the_other_days_of_the_form_are_written() {
    let file = kahoot();
    let mut screen = new_contract(&file);
    screen.press("Tab Tab").write("7/1/26").press("Tab");
    screen.shows("! `7/1/26` is 2026-07-01 or 2026-01-07: type the one you mean");
    screen.press("Ctrl-X").shows("Not saved yet: ");
    // Nothing but a month first can be meant by this one, and so by the other.
    screen.press("Tab").write("6/30/27").press("Ctrl-X");
    let made = file.store.all::<Contract>().unwrap().remove(0);
    let day = |text: &str| text.parse().unwrap();
    assert_eq!(made.term_start, Some(day("2026-07-01")));
    assert_eq!(made.term_end, day("2027-06-30"));
    // The day first, as elsewhere in the world.
    let mut screen = new_contract(&file);
    screen
        .press("Tab Tab")
        .write("7/1/26")
        .press("Tab")
        .write("30/6/27");
    screen.press("Ctrl-X");
    let made = file.store.all::<Contract>().unwrap().pop().unwrap();
    assert_eq!(made.term_start, Some(day("2026-01-07")));
}

#[test]
fn a_fund_is_picked_from_those_that_are_named_already() {
    let file = bought();
    let mut screen = new_contract(&file);
    let mut at = 0;
    while !screen.text().lines().any(|line| line.starts_with(">Fund ")) && at < 40 {
        screen.press("Tab");
        at += 1;
    }
    screen.shows("pick in a list").write("ti").press("Ctrl-N");
    screen
        .shows("Fund: Enter takes it")
        .press("Enter")
        .shows("[Title I_");
    // Of a line's money the last is picked, and what stands before it stays.
    while !screen
        .text()
        .lines()
        .any(|line| line.starts_with(">Paid from"))
        && at < 80
    {
        screen.press("Tab");
        at += 1;
    }
    screen.write("Title I 60%; gen").press("Ctrl-N Enter");
    screen.shows("[Title I 60%; general_");
}

#[test]
fn the_cursor_is_on_a_contract_once_it_is_saved() {
    let mut file = bought();
    let later = Put::new(Kind::Contract)
        .with("number", "C-8".to_owned())
        .with("term_end", today())
        .with("notice_basis", NoticeBasis::Sent);
    file.save(later);
    for word in ["C-70|||2027-06-30|y|", "C-71|||2028-06-30|n|"] {
        let mut screen = new_contract(&file);
        for word in word.split('|') {
            screen.write(word).press("Tab");
        }
        screen.press("Ctrl-X");
        let number = word.split('|').next().unwrap();
        assert!(screen.message().starts_with(&format!("Added {number}")));
        screen.press("e").shows(&format!("─ {number} ─"));
    }
}

#[test]
fn a_contract_is_entered_in_full_and_a_refused_one_keeps_what_was_typed() {
    let mut file = kahoot();
    // Without a review the order would be rejected.
    let product = file.store.all::<Product>().unwrap()[0].id;
    let approved = Put::new(Kind::Approval)
        .with("product", product)
        .with("status", ApprovalStatus::Approved);
    file.save(approved);
    let other = Put::new(Kind::Contract)
        .with("number", "C-9".to_owned())
        .with("term_end", today())
        .with("notice_basis", NoticeBasis::Sent)
        .with("po", Some("PO 88".to_owned()));
    file.save(other);
    let mut screen = open(&file, "ada");
    screen.press("Esc : 'contr'").press("Enter");
    screen
        .shows("New contract")
        .press("Ctrl-X")
        .shows("Ends is needed");
    screen.press("Up Up Up");
    let words = "|Kahoot! AS|2026-07-01|2027-06-30|y|18|m|r|c|legal@kahoot.com|12|LIN|2026-06-01|\
        2026-05-20|f|3.5|1200|2026-11-01|General|po 88|ben|more reading|https://a; https://b|in writing|\
        y|36|C-9|Kahoot! EDU|2|1200|600|s|LIN|||l|1|n|r||e|";
    for word in words.split('|') {
        screen.write(word).press("Tab");
    }
    screen
        .press("Ctrl-X")
        .shows("a notice of 18 months is longer than the term");
    screen
        .press("Ctrl-D Ctrl-D Tab Tab Tab Tab Tab")
        .shows("[18");
    screen.press("Ctrl-U").write("3");
    // The order is another's, unless that is what this one was released from.
    for _ in 0..21 {
        screen.press("Tab");
    }
    screen.shows("[C-9").press("Ctrl-U Ctrl-X");
    screen.shows("contract C-9 has the PO po 88 already; correct it, or name C-9 as parent");
    screen.shows("[more reading").write("C-9").press("Ctrl-X");
    screen.shows("ada added C-10");
    let made = file.store.all::<Contract>().unwrap().pop().unwrap();
    assert_eq!(
        (made.number.as_str(), made.auto_renew, made.notice),
        ("C-10", Some(true), Some(3))
    );
    assert_eq!(
        (made.notice_unit, made.notice_basis),
        (Some(NoticeUnit::Months), NoticeBasis::Received)
    );
    assert_eq!(
        (
            made.escalator_bp,
            made.owner.is_some(),
            made.parent.map(|p| p.0)
        ),
        (Some(350), true, Some(1))
    );
    assert_eq!(
        (
            made.documents.0.len(),
            made.nonappropriation,
            made.max_term_months
        ),
        (2, Some(true), Some(36))
    );
    let line = file.store.all::<Line>().unwrap().pop().unwrap();
    assert_eq!(
        (line.contract, line.quantity, line.total_cents),
        (made.id, Some(2), Some(Cents(120_000)))
    );
    assert_eq!(
        (line.allocation, line.true_up),
        (Some(AllocationMethod::Enrollment), Some(false))
    );
    screen.press("u");
    assert_eq!(file.store.all::<Contract>().unwrap().len(), 1);
    assert_eq!(file.store.all::<Line>().unwrap().len(), 0);
}

/// Contract C-9 with one line, of which the fields are known to both.
fn bought() -> File {
    let mut file = kahoot();
    let quill = Put::new(Kind::Product).with("name", "Quill".to_owned());
    file.save(quill);
    let contract = Put::new(Kind::Contract)
        .with("number", "C-9".to_owned())
        .with("term_end", today())
        .with("auto_renew", true)
        .with("notice_basis", NoticeBasis::Sent);
    let contract = file.save(contract);
    let line = Put::new(Kind::Line)
        .with("contract", contract)
        .with("product", product(&file).id)
        .with("total_cents", Some(Cents(100_000)));
    let line = file.save(line);
    for (source, part) in [("Title I", 6_000), ("general", 4_000)] {
        let funding = Put::new(Kind::Funding)
            .with("line", line)
            .with("source", source.to_owned())
            .with("percent_bp", part);
        file.save(funding);
    }
    file
}

fn parts(file: &File) -> Vec<(String, i64)> {
    let funding = file.store.all::<Funding>().unwrap();
    let mut parts: Vec<_> = funding
        .into_iter()
        .map(|f| (f.source, f.percent_bp))
        .collect();
    parts.sort();
    parts
}

#[test]
fn several_products_of_a_contract_are_entered_with_who_pays_and_who_bears_them() {
    let file = bought();
    let mut screen = open(&file, "ada");
    screen.press("Esc : 'contr' Enter Tab Tab Tab");
    screen
        .write("2027-06-30")
        .press("Ctrl-D")
        .shows("Product 1: one more");
    screen
        .write("Quill")
        .press("Tab Tab")
        .write("1,000")
        .press("Tab");
    screen.shows("Shares      [");
    for _ in 0..9 {
        screen.press("Tab");
    }
    screen
        .write("Title I $600 (10-221) promise by 2027-06-30; general 39.99%")
        .press("Tab Tab");
    screen.shows("of $1,000.00, $999.90 together; $0.10 is missing");
    screen
        .write("LIN 60%")
        .press("Tab Shift-Tab")
        .shows("60% together; 40% is missing");
    screen.press("Ctrl-X").shows("Not saved yet: of $1,000.00");
    screen
        .press("Ctrl-U")
        .write("Title I $600 (10-221) promise by 2027-06-30; general 40%");
    screen.press("Tab Tab").write("; district 40%");
    // A draft keeps every product.
    screen
        .press("Ctrl-D")
        .write("kahoot edu")
        .press("Esc")
        .shows("the draft is kept");
    screen.press("Esc : 'contr' Enter").shows("(your draft)");
    screen
        .press("Ctrl-D")
        .shows("Product 1: Quill")
        .shows("LIN 60%; district 40%");
    screen
        .press("Ctrl-D")
        .shows("Product 2: kahoot edu")
        .press("Tab")
        .write("7")
        .press("Ctrl-X");
    screen.shows("ada added C-10");
    let lines = file.store.all::<Line>().unwrap();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        (lines[1].allocation, lines[2].quantity),
        (Some(AllocationMethod::Percent), Some(7))
    );
    let funding = file.store.naming::<Funding>("line", lines[1].id).unwrap();
    assert_eq!(
        (
            funding[0].percent_bp,
            funding[0].account.as_deref(),
            funding[0].obligate_by
        ),
        (6_000, Some("10-221"), "2027-06-30".parse().ok())
    );
    let shares = file.store.naming::<Share>("line", lines[1].id).unwrap();
    assert_eq!(
        shares.iter().map(|s| s.percent_bp).collect::<Vec<_>>(),
        [6_000]
    );
    screen.press("u");
    assert_eq!(file.store.all::<Line>().unwrap().len(), 1);
    assert_eq!(file.store.all::<Share>().unwrap().len(), 0);
}

fn line_form(file: &File, who: &'static str) -> Screen {
    let mut screen = open(file, who);
    screen
        .press("Esc 2 e Ctrl-D")
        .shows("Product 1: Kahoot! EDU");
    screen
}

fn to_funding(screen: &mut Screen) -> &mut Screen {
    for _ in 0..12 {
        screen.press("Tab");
    }
    screen.shows(">Paid from")
}

#[test]
fn who_pays_for_a_line_is_changed_and_taken_back_as_one() {
    let file = bought();
    let mut ada = line_form(&file, "ada");
    to_funding(&mut ada)
        .press("Ctrl-U")
        .write("general 70%; IDEA 30%")
        .press("Ctrl-X")
        .shows("Saved C-9");
    let now = [("IDEA".to_owned(), 3_000), ("general".to_owned(), 7_000)];
    assert_eq!(parts(&file), now);
    ada.press("u");
    let was = [("Title I".to_owned(), 6_000), ("general".to_owned(), 4_000)];
    assert_eq!(parts(&file), was);
}

#[test]
fn a_colleagues_change_of_a_line_or_of_its_parts_is_asked_about() {
    let file = bought();
    let (mut ada, mut ben) = (line_form(&file, "ada"), line_form(&file, "ben"));
    to_funding(&mut ada).press("Ctrl-U").write("general");
    ada.press("Ctrl-D Ctrl-D Ctrl-D Ctrl-D")
        .shows(">Product")
        .press("Tab Tab Ctrl-U")
        .write("2000");
    to_funding(&mut ben).press("Ctrl-U").write("PTO");
    ben.press("Shift-Tab Shift-Tab Shift-Tab")
        .write("5")
        .press("Ctrl-X")
        .shows("Saved C-9");
    ada.press("Ctrl-X")
        .shows("ben saved C-9 just now, while you were typing");
    ada.shows("Only one field is different")
        .shows("Paid from 1")
        .shows("PTO 100%");
    assert_eq!(parts(&file), [("PTO".to_owned(), 10_000)]);
    ada.press("m").shows("Saved C-9.");
    assert_eq!(parts(&file), [("general".to_owned(), 10_000)]);
    let line = file.store.all::<Line>().unwrap().remove(0);
    assert_eq!(
        (line.total_cents, line.min_quantity),
        (Some(Cents(200_000)), Some(5))
    );

    let (mut ada, mut ben) = (line_form(&file, "ada"), line_form(&file, "ben"));
    ben.press("Tab Tab Ctrl-U")
        .write("3000")
        .press("Ctrl-X")
        .shows("Saved C-9");
    ada.press("Tab Tab Ctrl-U").write("4000").press("Ctrl-X");
    ada.shows("Only one field is different")
        .shows("Total 1")
        .press("t");
    assert_eq!(
        file.store.all::<Line>().unwrap()[0].total_cents,
        Some(Cents(300_000))
    );
}

#[test]
fn a_colleagues_other_fields_of_a_line_are_merged_and_named() {
    let file = bought();
    let (mut ada, mut ben) = (line_form(&file, "ada"), line_form(&file, "ben"));
    ben.press("Tab")
        .write("7")
        .press("Ctrl-X")
        .shows("Saved C-9.");
    ada.press("Tab Tab Ctrl-U").write("4000").press("Ctrl-X");
    ada.shows("Saved C-9, merged with ben's change of quantity");
    let line = file.store.all::<Line>().unwrap().remove(0);
    assert_eq!(
        (line.quantity, line.total_cents),
        (Some(7), Some(Cents(400_000)))
    );
}

#[test]
fn what_cannot_be_true_of_a_contract_is_told_at_its_field_and_saves_nothing() {
    let file = bought();
    let mut screen = open(&file, "ada");
    screen.press("Esc : 'contr' Enter Tab Tab");
    screen
        .write("2027-07-01")
        .press("Tab")
        .write("2027-06-30")
        .press("Ctrl-X");
    screen.shows("contract without a number: term_end 2027-06-30 is before term_start 2027-07-01");
    screen
        .press("Ctrl-U")
        .write("2028-06-30")
        .press("Ctrl-D")
        .write("Quill")
        .press("Tab Tab");
    for (typed, why) in [
        ("-5", "`-5` is less than nothing"),
        ("\u{20ac}500", "`\u{20ac}500` is not in US dollars"),
        ("500 EUR", "`500 EUR` is not in US dollars"),
    ] {
        screen
            .press("Ctrl-U")
            .write(typed)
            .press("Ctrl-X")
            .shows(why)
            .shows("Not saved yet");
    }
    assert_eq!(file.store.all::<Contract>().unwrap().len(), 1);
    screen
        .press("Ctrl-U")
        .write("500")
        .press("Ctrl-X")
        .shows("Added C-10");
}

#[test]
fn no_two_colleagues_make_more_than_all_of_a_lines_money() {
    let mut file = bought();
    let line = file.store.all::<Line>().unwrap()[0].id;
    let more = Change::Save {
        what: "it".into(),
        put: Put::new(Kind::Funding)
            .with("line", line)
            .with("source", "PTO".to_owned())
            .with("percent_bp", 1_i64),
        reason: None,
    };
    let why = file
        .store
        .apply(&more, &stamp("ben"))
        .unwrap_err()
        .to_string();
    assert!(
        why.contains("the funding of Kahoot! on C-9 would be 100.01% together"),
        "{why}"
    );
    assert_eq!(parts(&file).len(), 2);
}
