//! What `:` lists: the commands, what can be done with the row under the cursor by the menus of its keys, and people.

use super::App;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Intent, Menu};
use crate::tui::popup::palette::{Palette, PaletteEntry};

/// The keys that open a menu, whose lines can be taken by name.
const MENUS: [Command; 5] = [
    Command::Decide,
    Command::Related,
    Command::ExportMenu,
    Command::CopyMenu,
    Command::SortMenu,
];

impl App {
    pub(super) fn open_palette(&mut self) {
        let offers = self.view().offers(&self.scene);
        let mut entries = PaletteEntry::of_commands(&offers, &self.recent, &self.scene);
        if self.popups.is_empty() || self.is_page_of_row() {
            for command in MENUS {
                let offer = offers.iter().find(|offer| offer.command == command);
                let off = offer.is_some_and(|offer| offer.off.is_some());
                if off || self.scene.why_off(command).is_some() {
                    continue;
                }
                if let Some(menu) = self.menu_of(command) {
                    PaletteEntry::add_menu(&mut entries, command, &menu);
                }
            }
        }
        entries.extend(PaletteEntry::of_reports(&self.scene));
        let people = self.views.iter().any(|view| view.tab() == Tab::People);
        self.open(Box::new(Palette::new(entries, people)));
    }

    /// The menu that the key of this command opens here.
    fn menu_of(&mut self, command: Command) -> Option<Menu> {
        match command {
            Command::ExportMenu => return self.export_menu(),
            Command::CopyMenu => return self.copy_menu(),
            _ => {}
        }
        let intents = self.views[self.current].update(command, &self.scene)?;
        intents.into_iter().find_map(|intent| match intent {
            Intent::Menu(menu) => Some(menu),
            _ => None,
        })
    }
}
