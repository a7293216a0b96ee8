//! Keys in, text out: the whole screen with two small views, answered inline.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::domain::find::SchoolName;
use crate::domain::record::Kind;
use crate::domain::school::SchoolId;
use crate::office::deed::{DeedDone, NotDone};
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::Tab;
use crate::tui::decode::Decoder;
use crate::tui::effect::{Intent, Menu, MenuItem, Writing};
use crate::tui::frame;
use crate::tui::place::{Place, ViewPlace};
use crate::tui::theme::TextRole;
use crate::tui::topic::Topic;
use crate::tui::view::{CopyForm, Offer};
use crate::tui::widget::field::TextField;
use crate::tui::widget::layout::ScreenColumn;
use crate::tui::widget::list::List;
use crate::tui::widget::table;

/// A note on the school of this name.
fn topic(name: &str) -> Topic {
    Topic::Note {
        kind: Kind::School,
        record: 1,
        name: name.to_owned(),
    }
}

/// A list of schools with everything a view can do.
#[derive(Default)]
struct Shelf {
    rows: Vec<SchoolName>,
    list: List<String>,
    sort: char,
    inside: bool,
}

impl View for Shelf {
    fn tab(&self) -> Tab {
        Tab::Schools
    }
    fn badge(&self) -> String {
        self.rows.len().to_string()
    }
    fn heading(&self, _scene: &Scene) -> Vec<String> {
        vec![format!("{} schools, sort {:?}", self.rows.len(), self.sort)]
    }
    fn offers(&self, _scene: &Scene) -> Vec<Offer> {
        vec![
            Offer::of(Command::SortMenu),
            Offer::called(Command::Open, "open school"),
            Offer::of(Command::Note),
            Offer::of(Command::Scope),
            Offer::of(Command::Related).unless(Some("nothing belongs to it".into())),
        ]
    }
    fn can_go_back(&self) -> bool {
        self.inside
    }
    fn asks(&self, _scene: &Scene) -> Vec<Query> {
        vec![Query::Schools]
    }
    fn take(&mut self, _query: &Query, answer: &Answer) {
        if let Answer::Schools(rows) = answer {
            self.list
                .set(rows.iter().map(|row| format!("S-{}", row.id)).collect());
            self.rows.clone_from(rows);
        }
    }
    fn update(&mut self, command: Command, _scene: &Scene) -> Option<Vec<Intent>> {
        match command {
            Command::Open => self.inside = true,
            Command::Back => self.inside = false,
            Command::SortMenu => {
                return Some(vec![Intent::Menu(Menu {
                    title: "Sort by".into(),
                    items: vec![
                        MenuItem::new('n', "name", Intent::Sort('n')),
                        MenuItem::new('c', "cost", Intent::Sort('c')),
                    ],
                    about_rows: false,
                })]);
            }
            Command::Note => {
                return Some(vec![Intent::Write(Writing {
                    about: topic(self.list.selected()?),
                    title: "Note".into(),
                    text: String::new(),
                    several_lines: true,
                })]);
            }
            _ => return self.list.update(command).then(Vec::new),
        }
        Some(Vec::new())
    }
    fn sort(&mut self, letter: char) {
        self.sort = letter;
    }
    fn copies(&self, _scene: &Scene) -> Vec<CopyForm> {
        let text = self.list.selected().cloned();
        let form = |text| CopyForm {
            letter: 's',
            label: "sentence",
            text,
        };
        text.map(form).into_iter().collect()
    }
    fn remember(&self) -> ViewPlace {
        ViewPlace {
            row: self.list.selected().cloned().unwrap_or_default(),
            ..ViewPlace::default()
        }
    }
    fn restore(&mut self, spot: &ViewPlace) {
        self.list.set(vec![spot.row.clone()]);
    }
    fn draw(&self, area: Rect, canvas: &mut Canvas, _scene: &Scene) {
        let columns = [
            ScreenColumn::wide("SCHOOL", 10),
            ScreenColumn::fixed("NOTE", 12),
        ];
        table::draw(canvas, area, &columns, &self.list, true, |at, id| {
            let row = self.rows.get(at);
            let name = row.map_or(id.clone(), |row| row.name.clone());
            let note = row.and_then(|row| row.code.clone()).unwrap_or_default();
            vec![(name, TextRole::Plain), (note, TextRole::Plain)]
        });
    }
}

/// A box that shows what was typed.
#[derive(Default)]
struct Box2 {
    field: TextField,
    open: bool,
}

impl View for Box2 {
    fn tab(&self) -> Tab {
        Tab::Find
    }
    fn context(&self) -> KeyContext {
        if self.open {
            KeyContext::Picker
        } else {
            KeyContext::Global
        }
    }
    fn heading(&self, _scene: &Scene) -> Vec<String> {
        vec!["type a product, then a school".into()]
    }
    fn offers(&self, _scene: &Scene) -> Vec<Offer> {
        vec![
            Offer::called(Command::Accept, "card"),
            Offer::of(Command::Copy),
        ]
    }
    fn asks(&self, _scene: &Scene) -> Vec<Query> {
        Vec::new()
    }
    fn take(&mut self, _query: &Query, _answer: &Answer) {}
    fn update(&mut self, command: Command, _scene: &Scene) -> Option<Vec<Intent>> {
        match command {
            Command::FindProduct => {
                self.open = true;
                self.field.set("");
            }
            Command::Close => self.open = false,
            Command::Type('?') if self.field.is_empty() => {
                return Some(vec![Intent::Run(Command::Help)]);
            }
            _ => return self.field.update(command).then(Vec::new),
        }
        Some(Vec::new())
    }
    fn paste(&mut self, text: &str) -> bool {
        if self.open {
            self.field.insert(text);
        }
        self.open
    }
    fn draw(&self, area: Rect, canvas: &mut Canvas, _scene: &Scene) {
        canvas.text(area.x, area.y, area.width, "Find:", TextRole::Heading);
        let room = area.width.saturating_sub(6);
        self.field
            .draw(canvas, Rect::new(area.x + 6, area.y, room, 1));
    }
    fn draw_tiny(&self, area: Rect, canvas: &mut Canvas, _scene: &Scene) -> bool {
        if self.open {
            self.field.draw(canvas, area);
        }
        self.open
    }
}

fn schools() -> Vec<SchoolName> {
    ["Lincoln ES", "Cedar ES", "Madison HS", "Oak Hill ES"]
        .iter()
        .enumerate()
        .map(|(n, name)| SchoolName {
            id: SchoolId(n as i64),
            name: (*name).into(),
            code: Some(format!("{} students", n * 100)),
        })
        .collect()
}

/// The app, a decoder before it and an answerer behind it.
struct AppUnderTest {
    app: App,
    at: Instant,
    effects: Vec<Effect>,
    answering: bool,
    size: Size,
}

impl AppUnderTest {
    fn new() -> Self {
        Self::at_place(None, false)
    }

    fn at_place(place: Option<Place>, read_only: bool) -> Self {
        let scene = Scene {
            now: "2026-03-10T09:31:00".parse().unwrap(),
            scope: None,
            who: "thuang".into(),
            district: "Harlow County Schools".into(),
            mark: None,
            guarded: false,
            in_region: false,
            everywhere: "all schools",
            read_only,
            no_edit: None,
            roles: crate::domain::person::Roles::default(),
            look: Look::default(),
            taste: Appearance::default(),
            drafts: std::collections::BTreeSet::default(),
            shape: WindowShape::Full,
            size: Size::new(80, 24),
        };
        let views: Vec<Box<dyn View>> = vec![Box::<Shelf>::default(), Box::<Box2>::default()];
        let at = Instant::now();
        let landing = place.is_none();
        let mut app = App::new(scene, views, place, at);
        if landing {
            // These tests begin in the list of schools, not in the box of the finder.
            app.current = 0;
        }
        let mut desk = Self {
            app,
            at,
            effects: Vec::new(),
            answering: true,
            size: Size::new(80, 24),
        };
        let effects = desk.app.begin();
        desk.carry_out(effects);
        desk
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(query) if self.answering => self.answer(query),
                Effect::Do(deed, _) if self.answering => self.done(deed),
                other => self.effects.push(other),
            }
        }
    }

    fn answer(&mut self, query: Query) {
        self.event(Event::Answered(query, Ok(Answer::Schools(schools())), None));
    }

    fn done(&mut self, deed: Deed) {
        let became = match deed {
            Deed::Undo { .. } => Err(NotDone::Failed("Nothing of yours to undo.".into())),
            _ => Ok(DeedDone::told("Saved the note.")),
        };
        self.event(Event::Done(deed, became));
    }

    fn event(&mut self, event: Event) {
        let effects = self.app.handle(event, self.at);
        self.carry_out(effects);
    }

    /// Types bytes as a terminal sends them, in one read.
    fn send(&mut self, bytes: &str) -> &mut Self {
        let mut inputs = Vec::new();
        let mut decoder = Decoder::default();
        decoder.feed(bytes.as_bytes(), &mut inputs);
        decoder.settle(&mut inputs);
        self.event(Event::Typed(inputs));
        self
    }

    /// Types keys one read at a time.
    fn press(&mut self, bytes: &str) -> &mut Self {
        for key in bytes.chars() {
            self.send(&key.to_string());
        }
        self
    }

    fn screen(&mut self) -> Vec<String> {
        self.app.set_size(self.size);
        let mut buffer = Buffer::empty(Rect::from((ratatui::layout::Position::ORIGIN, self.size)));
        let cursor = frame::draw(&self.app, &mut buffer).cursor;
        assert!(
            buffer.area.contains(cursor),
            "cursor {cursor:?} in {:?}",
            self.size
        );
        let rows = buffer.content.chunks(self.size.width as usize);
        rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect())
            .collect()
    }

    fn message(&mut self) -> String {
        let rows = self.screen();
        let (mark, text) = self.app.message();
        let marked = if mark.is_empty() { 0 } else { mark.len() + 2 };
        let columns = marked + text.len() + self.app.unread().len();
        let two = columns + 2 > self.size.width as usize;
        let lines = &rows[rows.len() - 2 - usize::from(two)..rows.len() - 1];
        let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
        lines.join(" ")
    }

    fn footer(&mut self) -> String {
        self.screen().pop().unwrap().trim().to_string()
    }

    fn shows(&mut self, text: &str) -> bool {
        self.screen().iter().any(|row| row.contains(text))
    }
}

/// A long message takes a second line of the page; of one longer still the beginning and the end are kept:
/// what happened and what to do.
#[test]
fn a_long_message_loses_neither_its_verb_nor_the_next_step() {
    let mut desk = AppUnderTest::new();
    let words = |n: usize| vec!["middle"; n].join(" ");
    for (middle, lines) in [(1, 1), (12, 2), (40, 2)] {
        let said = format!("Decided this: {} and u takes it back.", words(middle));
        desk.app.tell(Notice::ok(said.clone()));
        let screen = desk.screen();
        let shown: Vec<&str> = screen[24 - 1 - lines..23]
            .iter()
            .map(|l| l.trim())
            .collect();
        let shown = shown.join(" ");
        assert!(shown.starts_with("Decided this: middle"), "{shown}");
        assert!(shown.ends_with("and u takes it back."), "{shown}");
        assert_eq!(shown == said, middle < 40, "{shown}");
        assert_eq!(shown.contains('~'), middle == 40, "{shown}");
    }
    // An unread error keeps its mark, and both lines stand beside it.
    desk.app.tell(Notice::error(format!(
        "Nothing was saved: {} try again.",
        words(12)
    )));
    let screen = desk.screen();
    assert!(
        screen[21].starts_with(" !!  Nothing was saved: "),
        "{screen:?}"
    );
    assert!(
        screen[22].starts_with("     middle") && screen[22].contains("try again."),
        "{screen:?}"
    );
}

/// What went wrong is read whole, with what to do about it.
#[test]
fn a_long_refusal_is_not_cut_in_its_middle() {
    for said in [
        "Notewren (P-12) has a decided approval, which holds for each of its names: ask a technical or curricular \
         reviewer of its schools, or an admin, to name it so.",
        "Not saved: gferrandine changed the cost of C-177 to $12,340.00 two minutes ago. Look at what stands there now; \
         the same again replaces it, and u takes that back.",
        "R-214 cannot be decided so: T05, T06, T07, T08, T11, T12, T13, T14, T15, T16, T18, T20, T21, T23, T24 and T26 are \
         blank, and nobody said what C05 came to; answer them, or deny it.",
    ] {
        let mut desk = AppUnderTest::new();
        desk.app.tell(Notice::error(said));
        let screen = desk.screen();
        let shown = screen.iter().skip(3).map(|line| line.trim());
        let shown = shown.collect::<Vec<_>>().join(" ");
        assert!(shown.contains(said), "{shown}");
    }
}

/// What was said in one view is not said of the next.
#[test]
fn a_message_goes_with_its_view() {
    let mut desk = AppUnderTest::new();
    desk.app.tell(Notice::ok("Saved."));
    assert_eq!(desk.message(), "Saved.");
    desk.press("5");
    assert_eq!(desk.message(), "");
    desk.press("\x1b3");
    desk.app.tell(Notice::error("Disk full."));
    desk.press("5");
    assert_eq!(desk.message(), "!!  Disk full. (Esc clears it)");
}

/// A function key does nothing, and says so, in a box and outside.
#[test]
fn a_function_key_says_that_it_is_not_used() {
    let mut desk = AppUnderTest::new();
    desk.send("\x1bOP");
    assert_eq!(desk.message(), "F1 is not used here. ? shows the keys.");
    desk.press("c").send("\x1b[15~");
    assert_eq!(
        desk.message(),
        "F5 is not used here. Esc, then ? shows the keys."
    );
}

#[test]
fn the_frame_names_views_scope_person_and_keys() {
    let mut desk = AppUnderTest::new();
    let screen = desk.screen();
    assert_eq!(
        screen[0].trim_end(),
        format!(
            "hallpass [3 Schools 4] 5 Find {:>49}",
            "Harlow County Schools"
        )
    );
    assert_eq!(
        screen[1].trim_end(),
        format!(" @all schools   4 schools, sort '\\0'{:>43}", "thuang")
    );
    assert_eq!(
        screen[2].trim_end(),
        "  SCHOOL                                                            NOTE"
    );
    assert!(screen[3].starts_with("> Lincoln ES"));
    assert_eq!(
        desk.footer(),
        "Enter open school  @ school  s sort  c note         Q quit  : commands  ? help"
    );
    desk.press("5f");
    assert!(desk.screen()[0].contains(" 3 Schools 4 [5 Find]"));
    assert!(desk.screen()[0].contains("TYPING"));
    assert_eq!(
        desk.footer(),
        "Enter card  Ctrl-Y copy                         Esc leave the box, then ? help"
    );
}

#[test]
fn keys_move_open_and_go_back() {
    let mut desk = AppUnderTest::new();
    desk.press("jj");
    assert!(desk.shows("> Madison HS"));
    desk.send("\x1b[A");
    assert!(desk.shows("> Cedar ES"));
    desk.press("G\r");
    assert!(desk.footer().contains("Esc back"));
    desk.press("q");
    assert!(desk.footer().contains("Q quit"));
    assert!(desk.shows("> Oak Hill ES"));
}

#[test]
fn keys_without_a_use_say_so() {
    let mut desk = AppUnderTest::new();
    for (key, message) in [
        ("8", "8 is not used here. ? shows the keys."),
        ("b", "b is not used here. ? shows the keys."),
        ("\x02", "Ctrl-B is not used here. ? shows the keys."),
        (
            "v",
            "v (layout of this view) has no use here. ? shows the keys.",
        ),
        ("h", "Nothing is further out. Q quits."),
        ("\x1b[D", "Nothing is further out. Q quits."),
        ("o", "nothing belongs to it"),
        ("x", "There is nothing to export here."),
    ] {
        assert_eq!(desk.send(key).message(), message);
    }
    assert_eq!(desk.press("j").message(), "");
    assert!(
        desk.press("ABC")
            .message()
            .starts_with("Caps Lock may be on")
    );
}

#[test]
fn leaving_takes_two_keys_unless_it_is_the_big_one() {
    let mut desk = AppUnderTest::new();
    desk.send("\x1b")
        .send("\x1b")
        .press("q")
        .press("jq")
        .send("\x03");
    assert!(desk.effects.is_empty(), "{:?}", desk.effects);
    assert!(desk.message().contains("Ctrl-C again quits"));
    for keys in ["qq", "\x03\x03", "Q"] {
        let mut desk = AppUnderTest::new();
        desk.press(keys);
        assert_eq!(desk.effects.last(), Some(&Effect::End(0)), "{keys:?}");
    }
}

#[test]
fn a_paste_outside_a_box_is_no_command() {
    let mut desk = AppUnderTest::new();
    desk.send("\x1b[200~Quit jjj\x1b[201~");
    assert!(desk.message().starts_with("Ignored 8 pasted characters."));
    desk.send("QQjQjkl3 and the rest of a line");
    assert!(desk.message().starts_with("Ignored 31 pasted characters."));
    desk.send(&"j".repeat(40));
    assert!(desk.shows("> Oak Hill ES"), "a held key is no paste");
    desk.press("f").send("\x1b[200~kahoot\nlincoln\x1b[201~");
    assert!(desk.shows("Find: kahoot lincoln"));
    desk.send(" everything typed ahead at once stays");
    assert!(desk.shows("kahoot lincoln everything typed ahead at once stays"));
    assert!(!desk.effects.contains(&Effect::End(0)));
}

#[test]
fn what_is_typed_ahead_waits_for_its_rows() {
    let mut desk = AppUnderTest::new();
    desk.answering = false;
    desk.event(Event::OthersChanged);
    desk.send("jj@madi\rk");
    assert!(desk.shows("> Lincoln ES"), "the first j waits");
    desk.answering = true;
    desk.answer(Query::Schools);
    assert_eq!(
        desk.app.scene().scope.as_ref().map(|s| s.name.as_str()),
        Some("Madison HS")
    );
    assert!(desk.shows("@Madison HS"));
    assert!(desk.shows("> Cedar ES"));
    desk.answering = false;
    desk.event(Event::OthersChanged);
    desk.send("jj");
    desk.send("\x03");
    assert_eq!(desk.message(), "Dropped 2 keys typed ahead.");
}

#[test]
fn an_answer_nobody_asks_for_any_more_is_dropped() {
    let mut desk = AppUnderTest::new();
    desk.answering = false;
    desk.event(Event::OthersChanged);
    desk.press("5");
    desk.event(Event::Answered(
        Query::Schools,
        Ok(Answer::Schools(Vec::new())),
        None,
    ));
    desk.answering = true;
    desk.press("3");
    assert!(desk.shows("> Lincoln ES"));
}

#[test]
fn a_menu_waits_with_the_row_in_sight() {
    let mut desk = AppUnderTest::new();
    desk.press("js");
    assert!(desk.shows("> Cedar ES") && desk.shows("─ Sort by ──"));
    assert!(desk.footer().starts_with("Enter take  j choose   "));
    assert!(desk.footer().ends_with("   Esc close"));
    assert_eq!(
        desk.press("w").message(),
        "w is not in this menu. Esc closes it."
    );
    desk.press("c");
    assert!(desk.shows("sort 'c'"));
    desk.press("sjk\r");
    assert!(desk.shows("sort 'n'"));
    desk.press("sjq");
    assert!(desk.shows("sort 'n'") && !desk.shows("Sort by"));
}

#[test]
fn the_help_lists_this_view_first_and_narrows() {
    let mut desk = AppUnderTest::new();
    desk.press("?");
    assert!(desk.shows("THIS VIEW: SCHOOLS") && desk.shows("WHY IS IT OFF?"));
    assert!(desk.shows("open school"));
    desk.press("undo");
    assert!(desk.shows("undo my last change") && !desk.shows("THIS VIEW"));
    desk.send("\x1b");
    assert!(!desk.shows("Help:"));
    desk.press("5f?");
    assert!(desk.shows("Help: Find"));
}

#[test]
fn the_palette_finds_runs_and_explains() {
    let mut desk = AppUnderTest::new();
    desk.press(":rel");
    assert!(desk.shows("off: nothing belongs to it"));
    desk.press("\r");
    assert_eq!(desk.message(), "It is off: nothing belongs to it.");
    desk.send("\x15");
    desk.press("mes hav\r");
    assert!(desk.shows("Messages, newest first"));
    desk.press("q:");
    let screen = desk.screen();
    let first = screen.iter().find(|row| row.contains("> ")).unwrap();
    assert!(
        screen
            .iter()
            .any(|row| row.contains("> Messages I have seen")),
        "{first}"
    );
    desk.press("zzz\r");
    assert_eq!(desk.message(), "Nothing is called that.");
}

#[test]
fn errors_stay_and_can_be_read_again() {
    let mut desk = AppUnderTest::new();
    desk.press("uu");
    assert_eq!(
        desk.message(),
        "!! 1 of 2  Nothing of yours to undo. (Esc clears it)"
    );
    desk.press("jj");
    assert!(desk.message().starts_with("!! 1 of 2"));
    desk.send("\x1b");
    assert_eq!(
        desk.message(),
        "!!  Nothing of yours to undo. (Esc clears it)"
    );
    desk.press("M");
    assert!(desk.shows(">09:31 !! Nothing of yours to undo."));
    assert_eq!(desk.message(), "");
    desk.press("y");
    assert_eq!(
        desk.effects,
        [Effect::Copy("Nothing of yours to undo.".into())]
    );
}

#[test]
fn a_note_survives_escape_hang_up_and_a_refusal() {
    let mut desk = AppUnderTest::new();
    desk.press("chalf a no").send("\x1b");
    assert!(desk.message().contains("draft is kept"));
    desk.press("jckk").send("\x1b");
    desk.press("kcte");
    assert!(desk.shows("Note (your draft)") && desk.shows("half a note"));
    desk.event(Event::End(129));
    let Some(Effect::Save(place)) = desk.effects.iter().rev().nth(1) else {
        panic!("{:?}", desk.effects);
    };
    assert_eq!(desk.effects.last(), Some(&Effect::End(129)));
    assert_eq!(place.drafts[&topic("S-0")], "half a note");
    let mut again = AppUnderTest::at_place(Some(*place.clone()), false);
    assert_eq!(
        again.message(),
        "Back where you were, 09:31. Nothing was lost."
    );
    // Kept after a pause, and killed later: nobody knows what was typed in between.
    let killed = Place {
        ended: false,
        ..*place.clone()
    };
    let mut killed = AppUnderTest::at_place(Some(killed), false);
    assert_eq!(
        killed.message(),
        "Back where you were, 09:31. It was stopped: later words may be lost."
    );
    assert!(again.shows("> Lincoln ES"));
    again.press("c");
    assert!(again.shows("half a note"));
    again.press("\r");
    assert_eq!(again.message(), "Saved the note.");
    assert_eq!(again.app.place().drafts.len(), 1);
}

#[test]
fn what_is_saved_is_forgotten_as_a_draft_at_once() {
    let mut desk = AppUnderTest::new();
    desk.press("chalf a note");
    desk.at += PAUSE_BEFORE_SAVE;
    let effects = desk.app.wake(desk.at);
    let Some(Effect::Save(place)) = effects.first() else {
        panic!("{effects:?}");
    };
    assert_eq!((place.drafts.len(), place.ended), (1, false));
    desk.effects.clear();
    desk.press("\r");
    assert_eq!(desk.message(), "Saved the note.");
    let kept = desk.effects.iter().rev().find_map(|effect| match effect {
        Effect::Save(place) => Some(place.drafts.len()),
        _ => None,
    });
    assert_eq!(kept, Some(0), "{:?}", desk.effects);
}

#[test]
fn a_success_after_an_unread_error_is_shown_whole_and_the_error_waits() {
    let mut desk = AppUnderTest::new();
    desk.app.tell(Notice::error("The disk is full."));
    let long = "Withdrawn: ".to_owned() + &"a product with a long name ".repeat(4);
    desk.app.tell(Notice::ok(long));
    let message = desk.message();
    assert!(message.starts_with("OK  Withdrawn: a product"), "{message}");
    assert!(message.ends_with("long name (1 !! waits: M)"), "{message}");
    desk.press("j");
    assert!(desk.message().starts_with("OK  Withdrawn"));
    desk.send("\x1b");
    assert_eq!(desk.message(), "!!  The disk is full. (Esc clears it)");
    desk.send("\x1b");
    assert!(desk.message().starts_with("Withdrawn"));
}

#[test]
fn a_cursor_moves_or_is_held_until_it_rests_or_another_key_comes() {
    let mut desk = AppUnderTest::new();
    assert_eq!(desk.app.pace(), CursorPace::Rests);
    for pace in [CursorPace::Moves, CursorPace::Held, CursorPace::Held] {
        desk.press("j");
        assert_eq!(desk.app.pace(), pace);
        desk.at += REST.saturating_sub(Duration::from_millis(1));
    }
    desk.at += Duration::from_millis(1);
    desk.app.wake(desk.at);
    assert_eq!(desk.app.pace(), CursorPace::Rests);
    desk.press("k");
    assert_eq!(desk.app.pace(), CursorPace::Moves);
    desk.press("y");
    assert_eq!(desk.app.pace(), CursorPace::Rests);
}

#[test]
fn the_place_is_kept_after_a_pause_and_only_if_it_changed() {
    let mut desk = AppUnderTest::new();
    assert_eq!(desk.app.sleep(desk.at), TICK);
    desk.press("j");
    assert_eq!(desk.app.sleep(desk.at), REST);
    desk.at += PAUSE_BEFORE_SAVE;
    for expected in [1, 1] {
        let effects = desk.app.wake(desk.at);
        desk.carry_out(effects);
        assert_eq!(desk.effects.len(), expected);
    }
    desk.press("c")
        .send("a text of more than twenty keys, at once");
    assert_eq!(
        desk.effects.len(),
        2,
        "typed text is kept every twenty keys"
    );
}

#[test]
fn copying_says_what_was_sent_and_offers_plain_text() {
    let mut desk = AppUnderTest::new();
    desk.press("y");
    assert_eq!(desk.effects, [Effect::Copy("S-0".into())]);
    assert_eq!(
        desk.message(),
        "Sent 3 characters to your terminal. Nothing to paste? Y t shows plain text."
    );
    desk.press("Yt");
    assert_eq!(desk.screen()[0].trim_end(), "S-0");
    assert!(desk.footer().contains("Esc back"));
    desk.press("q");
    assert!(desk.shows("hallpass"));
    desk.press("Yf");
    assert_eq!(desk.effects.last(), Some(&Effect::CopyToFile("S-0".into())));
}

#[test]
fn a_read_only_file_says_so_and_refuses_changes() {
    let mut desk = AppUnderTest::at_place(None, true);
    assert!(desk.screen()[0].contains("READ-ONLY"));
    assert_eq!(
        desk.press("u").message(),
        "This file is read-only: to undo my last change needs write access."
    );
    assert!(desk.effects.is_empty());
}

#[test]
fn a_slow_change_says_saving_and_a_dead_worker_is_reported() {
    let mut desk = AppUnderTest::new();
    desk.answering = false;
    desk.press("u");
    assert_eq!(desk.message(), "");
    desk.at += SAVING_AFTER;
    desk.app.wake(desk.at);
    assert_eq!(desk.message(), "saving...");
    desk.event(Event::OthersChanged);
    desk.event(Event::Broke("index out of bounds".into()));
    assert!(desk.message().starts_with("!!  A part of hallpass stopped"));
    desk.press("jj");
    assert!(desk.shows("> Madison HS"), "keys work without the worker");
}

#[test]
fn small_windows_never_crash_and_keep_the_way_out() {
    let scripts = [
        "", "?", ":", "@", "s", "M", "c", "f", "fkahoot", "uuM", "yYt", "Y",
    ];
    for script in scripts {
        let mut desk = AppUnderTest::new();
        desk.press(script);
        for (width, height) in crate::tests::sizes::sizes() {
            desk.size = Size::new(width, height);
            let screen = desk.screen();
            if WindowShape::of(desk.size) != WindowShape::Tiny {
                let footer = screen.last().unwrap();
                let way_back = ["Esc", "Q quit"].iter().any(|key| footer.contains(key));
                assert!(way_back, "{footer:?} at {width}x{height} after {script:?}");
            }
        }
    }
}

#[test]
fn a_window_too_small_leaves_the_finder_and_the_exit() {
    let mut desk = AppUnderTest::new();
    desk.size = Size::new(52, 14);
    assert!(desk.shows("This window is 52 x 14."));
    desk.press("c");
    assert!(desk.shows("This window is too small for that."));
    desk.press("fkahoot");
    assert!(desk.shows("kahoot"));
    desk.send("\x1b").press("Q");
    assert_eq!(desk.effects.last(), Some(&Effect::End(0)));
}

#[test]
fn the_ascii_look_differs_only_in_lines() {
    for keys in ["", "?", ":", "s", "M", "c", "@"] {
        let mut desk = AppUnderTest::new();
        desk.press(keys);
        let drawn = desk.screen().concat();
        desk.app.set_look(Look {
            ascii_lines: true,
            ..Look::default()
        });
        let ascii = desk.screen().concat();
        assert!(ascii.is_ascii(), "{ascii}");
        for (line, stand_in) in drawn.chars().zip(ascii.chars()) {
            let expected = match line {
                '─' => '-',
                '│' => '|',
                '┌' | '┐' | '└' | '┘' => '+',
                other => other,
            };
            assert_eq!(stand_in, expected, "after {keys:?}");
        }
    }
}

#[test]
fn an_app_that_nobody_sits_at_is_left_after_its_time_and_not_before() {
    let mut desk = AppUnderTest::new();
    desk.press("c").press("half");
    let began = desk.app.seen;
    let after = |seconds| began + Duration::from_secs(seconds);
    assert_eq!(desk.app.left_alone(after(1_000_000)), None, "no limit");
    let limit = Duration::from_mins(10);
    desk.app.set_idle_limit(Some(limit));
    assert_eq!(desk.app.left_alone(after(599)), None);
    assert!(desk.app.sleep(after(599)) <= Duration::from_secs(1));
    assert_eq!(desk.app.left_alone(after(600)), Some(limit));
    // What others change is no sign of anybody here; a window that gets another size is.
    desk.app.handle(Event::OthersChanged, after(300));
    assert_eq!(desk.app.left_alone(after(600)), Some(limit));
    desk.app.handle(Event::Resized, after(300));
    assert_eq!(desk.app.left_alone(after(899)), None);
    assert_eq!(desk.app.left_alone(after(900)), Some(limit));
    // What is being saved is waited for.
    desk.app.change(Deed::Redo { said: None }, None);
    assert_eq!(desk.app.left_alone(after(900)), None);
    desk.app.pending.clear();
    let left = desk.app.handle(Event::LeftAlone(limit), after(900));
    assert_eq!(left.last(), Some(&Effect::End(129)));
    let kept = left.iter().any(|effect| matches!(effect, Effect::Save(place) if place.drafts.values().any(|text| text == "half")));
    assert!(kept, "{left:?}");
}
