//! Copying what is under the cursor, and writing what is listed to a file: the menus of `Y` and `x`, and what their
//! letters do.

use super::App;
use crate::exchange::write::Format;
use crate::office::deed::Deed;
use crate::tui::command::MenuKind;
use crate::tui::effect::{Effect, Menu, MenuItem};
use crate::tui::notice::Notice;
use crate::tui::popup::menu::MenuPopup;
use crate::tui::popup::page::Page;

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
    pub(super) fn copy(&mut self, text: String) {
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
            Some(form) => self.copy(form.text),
            None => self.notices.hint("There is nothing to copy here."),
        }
    }

    pub(super) fn copy_menu(&mut self) {
        let forms = self.view().copies(&self.scene);
        let mut items: Vec<MenuItem> = forms
            .iter()
            .map(|form| MenuItem::new(form.letter, form.label))
            .collect();
        if items.is_empty() && self.last_copy.is_none() {
            self.notices.hint("There is nothing to copy here.");
            return;
        }
        items.push(MenuItem::new(
            't',
            "plain text page, to mark with the mouse",
        ));
        items.push(MenuItem::new('f', "a file in your home directory"));
        let menu = Menu {
            kind: MenuKind::Copy,
            title: "Copy as".into(),
            items,
        };
        self.open(Box::new(MenuPopup::new(menu)));
    }

    pub(super) fn copy_as(&mut self, letter: char) {
        let forms = self.view().copies(&self.scene);
        if let Some(form) = forms.iter().find(|form| form.letter == letter) {
            self.copy(form.text.clone());
            return;
        }
        let text = self.last_copy.clone().or_else(|| {
            let first = forms.into_iter().next();
            first.map(|form| form.text)
        });
        match (letter, text) {
            ('t', Some(text)) => self.open(Box::new(Page::new(text))),
            ('f', Some(text)) => self.effects.push(Effect::CopyToFile(text)),
            _ => {}
        }
    }

    pub(super) fn export_menu(&mut self) {
        let Some(listing) = self.view().export(&self.scene) else {
            self.notices.hint("There is nothing to export here.");
            return;
        };
        let rows = match listing.rows() {
            1 => "1 row".to_owned(),
            rows => format!("{rows} rows"),
        };
        let formats = EXPORTS
            .iter()
            .map(|(letter, label, _)| MenuItem::new(*letter, *label));
        let mut items: Vec<MenuItem> = formats.collect();
        if !self.view().dated().is_empty() {
            items.push(MenuItem::new('i', "their dates, for a calendar"));
        }
        let menu = Menu {
            kind: MenuKind::Export,
            title: format!("Export {rows} ({}) to a file", listing.name),
            items,
        };
        self.open(Box::new(MenuPopup::new(menu)));
    }

    pub(super) fn export_as(&mut self, letter: char) {
        if letter == 'i' {
            let contracts = self.view().dated();
            return self.change(Deed::Dates(contracts), None);
        }
        let format = EXPORTS.iter().find(|(known, _, _)| *known == letter);
        let listing = self.view().export(&self.scene);
        if let Some(((_, _, format), listing)) = format.zip(listing) {
            self.change(
                Deed::Export {
                    listing: Box::new(listing),
                    format: *format,
                },
                None,
            );
        }
    }
}
