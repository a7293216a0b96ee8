//! What neighbours of the region say of a product, beside the district's own answer: on its card and in its review, told
//! by a region that is made up, and not at all where there is none.

use std::sync::{Arc, Mutex};

use hallpass::domain::change::Change;
use hallpass::domain::note::Note;
use hallpass::domain::put::Put;
use hallpass::domain::record::Kind;
use hallpass::domain::region::claims::{ClaimedAnswer, NeighbourClaims};
use hallpass::domain::region::stance::{DistrictAnswer, Stance};
use hallpass::domain::request::{ItemAnswer, ItemResult, Request};
use hallpass::office::query::neighbours::{NeighbourDecision, NeighboursSay, NeighboursTold};
use hallpass::office::query::{Answer, Answerer, Query};
use hallpass::office::region::Neighbour;

use crate::support::reviews::{request, reviews};
use crate::support::screen::Screen;
use crate::support::{Office, stamp};

fn neighbour(name: &str, stance: Stance, day: &str) -> Neighbour {
    Neighbour {
        district: name.split(' ').next().unwrap().to_lowercase(),
        name: name.to_owned(),
        product: "Edpuzzle".to_owned(),
        vendor: None,
        answer: DistrictAnswer::One(stance),
        reason: (stance == Stance::No).then(|| "sells data".to_owned()),
        decided_on: Some(day.to_owned()),
        pushed_on: Some("2026-03-09".to_owned()),
    }
}

fn told() -> NeighboursTold {
    let answer = |item: &str, answer| ClaimedAnswer {
        item: item.to_owned(),
        answer,
        edition: 1,
    };
    NeighboursTold {
        say: NeighboursSay {
            confirmed: true,
            said: vec![
                neighbour("Lindenau district", Stance::Conditional, "2025-10-03"),
                neighbour("Ashford district", Stance::Yes, "2025-05-02"),
                neighbour("Birchwood district", Stance::No, "2024-02-01"),
            ],
            agreed: vec![("DPA".to_owned(), 2)],
            decisions: vec![NeighbourDecision {
                district: "lindenau".to_owned(),
                claims: NeighbourClaims {
                    district: "Lindenau district".to_owned(),
                    decided_on: Some("2025-10-03".parse().unwrap()),
                    decided: "conditional, for all schools".to_owned(),
                    conditions: vec!["Teacher accounts only".to_owned()],
                    reason: None,
                    answers: vec![
                        answer("T05", ItemResult::Pass),
                        answer("C02", ItemResult::Fail),
                    ],
                },
            }],
        },
        read_at: "2026-03-10T08:15:00".parse().unwrap(),
    }
}

/// A region that says the same of every product, and remembers what it was asked.
struct MadeUp(Arc<Mutex<Vec<Query>>>);

impl Answerer for MadeUp {
    fn answer(&mut self, query: &Query) -> Result<Answer, String> {
        self.0.lock().unwrap().push(query.clone());
        Ok(Answer::Neighbours(Some(Box::new(told()))))
    }
    fn others_changed(&mut self) -> bool {
        false
    }
}

/// An office that takes part in a region, whose server is nowhere.
fn in_region() -> Office {
    let mut office = reviews();
    let setting = |key: &str, value: &str| {
        Put::keyed(Kind::Setting)
            .with("key", key.to_owned())
            .with("value", value.to_owned())
    };
    let join = Change::SaveAll {
        what: "region".to_owned(),
        puts: vec![
            setting("region", "postgresql:///region?host=/nowhere"),
            setting("region.district", "harlow"),
        ],
        reason: None,
    };
    office.store.apply(&join, &stamp("ada")).unwrap();
    office
}

fn beside(size: (u16, u16)) -> (Screen, Arc<Mutex<Vec<Query>>>) {
    let mut screen = Screen::new(in_region(), size);
    let asked = Arc::default();
    screen.elsewhere = Some(Box::new(MadeUp(Arc::clone(&asked))));
    (screen, asked)
}

#[test]
fn a_card_tells_what_neighbours_say_once_it_is_read() {
    for (size, name) in [((80, 24), "80x24"), ((60, 18), "60x18")] {
        let (mut screen, asked) = beside(size);
        screen.press("'edpuz'");
        assert!(
            asked.lock().unwrap().is_empty(),
            "who types asks nobody elsewhere"
        );
        screen.press("Enter");
        screen.looks_like(&format!("neighbours-card-{name}"));
        screen.press("o n");
        screen.looks_like(&format!("neighbours-menu-{name}"));
    }
}

#[test]
fn a_review_tells_what_neighbours_say() {
    for (size, name) in [
        ((80, 24), "80x24"),
        ((60, 18), "60x18"),
        ((140, 40), "140x40"),
    ] {
        let (mut screen, _) = beside(size);
        screen.press("Esc 1 / 'edpu' Enter Esc Enter");
        screen.looks_like(&format!("neighbours-review-{name}"));
    }
}

#[test]
fn whatever_neighbours_say_is_absent_where_they_cannot_be_asked() {
    let line = |screen: &Screen| screen.text().contains("eighbours");
    let mut away = Screen::new(in_region(), (80, 24));
    assert!(away.elsewhere.is_some());
    let mut alone = Screen::new(reviews(), (80, 24));
    // Nobody to ask, so no thread either.
    assert!(alone.elsewhere.is_none());
    for screen in [&mut away, &mut alone] {
        screen.press("'edpuz' Enter");
        assert!(!line(screen), "{}", screen.text());
        screen.press("o");
        assert!(!line(screen), "{}", screen.text());
        screen.press("Esc Esc 1 / 'edpu' Enter Esc Enter");
        assert!(!line(screen), "{}", screen.text());
        assert!(!screen.message().contains("region"), "{}", screen.message());
    }
}

#[test]
fn a_neighbours_decision_comes_into_the_review_as_claims_that_answer_nothing() {
    let (mut screen, _) = beside((140, 40));
    let answers = |screen: &Screen| screen.store().all::<ItemAnswer>().unwrap();
    let before = answers(&screen);
    screen.press("Esc 1 / 'edpu' Enter Esc Enter o n 1");
    let message = screen.message();
    assert!(
        message.starts_with(
            "R-2 Edpuzzle: 2 answers and 1 condition of Lindenau district to check. u takes it back."
        ),
        "{message}"
    );
    assert_eq!(answers(&screen), before, "nothing is answered");
    let sheet = |screen: &Screen| {
        let store = screen.store();
        let request = request(&store, "Edpuzzle").id;
        store
            .sheet(request, "ada", "2026-03-10".parse().unwrap())
            .unwrap()
    };
    let known = sheet(&screen).known_of("T05").cloned().unwrap();
    assert_eq!(
        known.says,
        ["Claimed by Lindenau district, Oct 3 2025: pass"]
    );
    assert_eq!(known.suggests, None);
    // A second time it is there already, and `u` takes it back whole.
    screen.press("o n 1");
    assert!(
        screen.message().contains("has these claims already"),
        "{}",
        screen.message()
    );
    screen.press("o e");
    screen.looks_like("neighbours-claims");
    screen.press("Esc u");
    let notes = screen.store().all::<Note>().unwrap();
    assert!(
        !notes.iter().any(|note| note.text.starts_with("Claimed by")),
        "{notes:?}"
    );
    assert!(sheet(&screen).claims.is_empty());
}

#[test]
fn a_review_begins_from_a_neighbours_decision() {
    let (mut screen, _) = beside((80, 24));
    let requests = |screen: &Screen| screen.store().all::<Request>().unwrap().len();
    let before = requests(&screen);
    screen.press("'nearpod' Enter o n 1");
    let message = screen.message();
    assert!(
        message.starts_with("Began R-") && message.contains("of Lindenau district to check."),
        "{message}"
    );
    assert_eq!(requests(&screen), before + 1);
    screen.press("u");
    assert_eq!(requests(&screen), before);
}

#[test]
fn a_claim_stands_beside_its_item_until_somebody_here_answers() {
    let (mut screen, _) = beside((140, 40));
    screen.press("Esc 1 / 'edpu' Enter Esc Enter o n 1");
    for item in ["T05 (claimed pass) Works", "C02 (claimed fail) Standards"] {
        assert!(screen.text().contains(item), "{item}: {}", screen.text());
    }
    assert_eq!(screen.text().matches("(claimed").count(), 2);
    // Down to T05, which its reviewer answers otherwise than the neighbour.
    let before = screen.store().all::<ItemAnswer>().unwrap().len();
    screen.press("j j j -");
    let answers = screen.store().all::<ItemAnswer>().unwrap();
    assert_eq!(answers.len(), before + 1);
    let own = answers.last().unwrap();
    assert_eq!(
        (own.item.as_str(), own.answer, own.by.as_deref()),
        ("T05", Some(ItemResult::Fail), Some("ada"))
    );
    assert!(!screen.text().contains("T05 (claimed"), "{}", screen.text());
    assert!(screen.text().contains("C02 (claimed fail)"));
}
