//! Screens as people see them: the real app on a real office, keys in, text out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/harlow.rs"]
mod harlow;
#[path = "support/screen.rs"]
mod screen;
mod support;

use harlow::harlow;
use screen::Screen;

#[test]
fn schools_at_each_size() {
    for (size, name) in [
        ((80, 24), "schools-80x24"),
        ((80, 22), "schools-80x22"),
        ((60, 18), "schools-60x18"),
        ((140, 40), "schools-140x40"),
    ] {
        let mut screen = Screen::new(harlow(), size);
        screen.press("Esc 3");
        screen.shows(name);
        screen.press("Tab");
        screen.shows(&format!("{name}-products"));
        screen.press("v");
        screen.shows(&format!("{name}-matrix"));
    }
}
