//! Copying what is under the cursor, and writing what is listed to a file: the menus of `Y` and `x`.

use super::App;
use crate::domain::counted::counted;
use crate::exchange::guard::pasted;
use crate::exchange::write::Format;
use crate::office::deed::{Deed, Listing};
use crate::tui::effect::{Effect, Intent, Menu, MenuItem};
use crate::tui::notice::Notice;
use crate::tui::popup::menu::MenuPopup;

/// What `x` offers.
const EXPORTS: [(char, &str, Format); 4] = [
    ('c', "CSV, for a spreadsheet", Format::Csv),
    ('x', "XLSX, a workbook", Format::Xlsx),
    ('m', "Markdown, for a page or a ticket", Format::Markdown),
    ('t', "text in columns, for a mail", Format::Text),
];
/// Longer texts are cut off by terminals that take them at all.
const LONGEST_COPY: usize = 74_000;

impl App {
    pub(super) fn copy(&mut self, text: &str) {
        let text = pasted(text);
        if text.len() > LONGEST_COPY {
            self.notices
                .hint("Too long for a terminal's clipboard. x exports it.");
            return;
        }
        let sent = format!(
            "Sent {} characters to your terminal. Nothing to paste? Y t shows plain text.",
            text.chars().count()
        );
        self.last_copy = Some(text.clone());
        self.effects.push(Effect::Copy(text));
        self.tell(Notice::ok(sent));
    }

    pub(super) fn copy_answer(&mut self) {
        match self.view().copies(&self.scene).into_iter().next() {
            Some(form) => self.copy(&form.text),
            None => self.notices.hint("There is nothing to copy here."),
        }
    }

    /// In which forms what is under the cursor can be copied.
    pub(super) fn copy_menu(&self) -> Option<Menu> {
        let forms = self.view().copies(&self.scene);
        let first = forms.first().map(|form| form.text.clone());
        let text = self.last_copy.clone().or(first)?;
        let forms = forms.into_iter();
        let forms =
            forms.map(|form| MenuItem::new(form.letter, form.label, Intent::Copy(form.text)));
        let mut items: Vec<MenuItem> = forms.collect();
        items.push(MenuItem::new(
            't',
            "plain text page, to mark with the mouse",
            Intent::Page(text.clone()),
        ));
        items.push(MenuItem::new(
            'f',
            "a file in your home directory",
            Intent::CopyToFile(text),
        ));
        Some(Menu {
            title: "Copy as".into(),
            items,
            about_rows: false,
        })
    }

    /// In which forms what is listed can be written to a file.
    pub(super) fn export_menu(&self) -> Option<Menu> {
        let listing = self.listing()?;
        let rows = match listing.rows() {
            Some(rows) => counted(rows, "row"),
            None => "all rows".to_owned(),
        };
        let formats = EXPORTS
            .iter()
            .map(|(letter, label, format)| MenuItem::new(*letter, *label, Intent::Export(*format)));
        let mut items: Vec<MenuItem> = formats.collect();
        let dated = self.view().dated();
        if self.popups.is_empty() && !dated.is_empty() {
            let does = Intent::Change(Deed::Dates(dated));
            items.push(MenuItem::new('i', "their dates, for a calendar", does));
        }
        Some(Menu {
            title: format!("Export {rows} ({}) to a file", listing.name),
            items,
            about_rows: false,
        })
    }

    /// Opens the menu where there is something to be done so.
    pub(super) fn open_menu(&mut self, menu: Option<Menu>, what: &str) {
        match menu {
            Some(menu) => self.open(Box::new(MenuPopup::new(menu, None))),
            None => self
                .notices
                .hint(format!("There is nothing to {what} here.")),
        }
    }

    /// What is listed on the page on top, else in the view.
    fn listing(&self) -> Option<Listing> {
        let listed = self.popups.last().and_then(|popup| popup.export());
        listed.or_else(|| self.view().export(&self.scene))
    }

    pub(super) fn export(&mut self, format: Format) {
        let Some(listing) = self.listing() else {
            return;
        };
        let listing = Box::new(listing);
        self.change(Deed::Export { listing, format }, None);
    }
}
