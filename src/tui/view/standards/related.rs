//! What belongs to a row: the card of its product, and whoever asks for it.

use super::Standards;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, MenuItem};

impl Standards {
    pub(super) fn related(&self) -> Option<Menu> {
        let (_, called) = self.record()?;
        let mut items = Vec::new();
        if let Some((_, name)) = self.named_product() {
            let card = Intent::Run(Command::Product);
            items.push(MenuItem::new('p', format!("{name}: card"), card));
            let owner = Intent::Run(Command::Who);
            items.push(MenuItem::new('w', format!("who answers for {name}"), owner));
        }
        if self.standard().is_some() && !self.opened {
            let line = format!("all about {called}: each group, and what comes to it");
            items.push(MenuItem::new('s', line, Intent::Run(Command::Open)));
        }
        let line = "a product that teaches it: a new request";
        items.push(MenuItem::new('n', line, Intent::Run(Command::New)));
        Some(Menu {
            title: format!("Related to {called}"),
            items,
            about_rows: false,
        })
    }
}
