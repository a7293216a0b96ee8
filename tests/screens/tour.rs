//! The tour: what its page tells to try is tried, in the made-up district and by its words.

use crate::support::district::File;

#[test]
fn what_the_tour_says_can_be_done() {
    let mut screen = File::demo().open();
    screen.press("Esc : 'tour' Enter");
    screen.shows("Everything here is made up");
    screen.shows("f, then type quizm.");
    screen.shows("3, then @ and lin and Enter");
    screen.press("Esc f 'quizm'");
    assert!(screen.row().contains("Quizmallow"), "{}", screen.row());
    screen.press("' lin'");
    screen.shows("school: Linden Hollow ES");
    screen.shows("Say: ");
    screen.press("Esc 2 d c u");
    screen.shows("Cancelled");
    screen.press("u");
    screen.shows("Undid");
    screen.press("1 N c 'half a'  Esc c");
    screen.shows("half a");
    screen.press("Esc 3 @ 'lin' Enter");
    screen.shows("Linden Hollow ES");
    screen.press("@ Enter 4 Enter");
    screen.shows("Campusquill");
    screen.press("Esc 6 Enter");
    screen.press("Esc 7");
    screen.shows("[7");
}
