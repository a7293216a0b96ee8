//! Everything by name: what can be done with this row and why not the rest, views, lists, files, people; each with its
//! key, which is pressed instead next time. Typing narrows: words or their beginnings, the name's own or others for it.
//! Opened by `:`; gives back what the line taken does.

use ratatui::layout::Rect;

use super::reports::REPORTS;
use super::{Popup, Reaction, Rooms, middle};
use crate::domain::review::PersonName;
use crate::domain::text;
use crate::domain::text::wrap;
use crate::office::query::{Answer, Query};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::effect::{Intent, Menu, SEE_ABOVE};
use crate::tui::keymap::{self, KeyContext};
use crate::tui::scene::Scene;
use crate::tui::theme::TextRole;
use crate::tui::view::Offer;
use crate::tui::widget::field::TextField;
use crate::tui::widget::list::List;

/// Why a command is off that this view has no use for.
fn why_elsewhere(command: Command) -> &'static str {
    match command {
        Command::AddIncident => "it is about a product: f finds one",
        Command::Meant => "it is about words typed in Find: f",
        _ => "not in this view",
    }
}

/// So many menus may lie in each other.
const DEEPEST: usize = 2;

/// Room for `d m s`, `:add-product`.
const KEY_COLUMN: u16 = 13;
/// What stands in place of a key where there is none, and a command makes it.
const IN_A_SHELL: &str = "in a shell";

/// One line of the palette.
pub struct PaletteEntry {
    /// What it does, in words.
    title: String,
    /// The keys that do the same.
    key: String,
    /// Other words for it.
    words: String,
    does: Vec<Intent>,
    off: Option<String>,
    /// This view has no use for it.
    elsewhere: bool,
}

impl PaletteEntry {
    /// All commands: those run lately first, then the view's, then the rest.
    pub fn of_commands(offers: &[Offer], recent: &[Command], scene: &Scene) -> Vec<PaletteEntry> {
        let mut commands: Vec<Command> = recent.to_vec();
        commands.extend(offers.iter().map(|offer| offer.command));
        for context in [
            KeyContext::Global,
            KeyContext::Named,
            KeyContext::Everywhere,
        ] {
            commands.extend(keymap::rows(context).map(|row| row.command));
        }
        let mut known = Vec::new();
        let mut entries = Vec::new();
        for command in commands {
            let Some(row) = keymap::row_of(KeyContext::Checklist, command) else {
                continue;
            };
            if known.contains(&command) || command.is_movement() {
                continue;
            }
            known.push(command);
            let offer = offers.iter().find(|offer| offer.command == command);
            let elsewhere = offer.is_none() && !command.is_for_every_view();
            let off = offer.and_then(|offer| offer.off.clone());
            let off = off.or_else(|| elsewhere.then(|| why_elsewhere(command).to_owned()));
            // What the view calls it; a label that names keys is the footer's.
            let label = offer.map_or("", |offer| offer.label);
            let title = if !label.starts_with(char::is_alphabetic) || row.help.contains(label) {
                row.help.to_owned()
            } else if label.contains(' ') {
                label.to_owned()
            } else {
                format!("{} ({label})", row.help)
            };
            entries.push(PaletteEntry {
                title: text::capital(&title),
                key: row.key().to_owned(),
                words: format!("{} {} {}", row.help, row.label, row.words),
                does: vec![Intent::Chosen(command)],
                off: scene.why_off(command).or(off),
                elsewhere,
            });
        }
        // What can be run comes first, each part in its order.
        entries.sort_by_key(|entry| entry.elsewhere);
        entries
    }

    /// The lines of a menu that this command opens here, each under the keys that lead to it.
    fn of_menu(command: Command, menu: &Menu) -> Vec<PaletteEntry> {
        let Some(row) = keymap::row_of(KeyContext::Checklist, command) else {
            return Vec::new();
        };
        let what = match command {
            // Decisions are what they are called.
            Command::Decide => String::new(),
            _ => format!("{}: ", row.label),
        };
        let mut entries = Vec::new();
        add_lines(&mut entries, &what, row.key(), menu, DEEPEST);
        entries
    }

    /// Adds the lines of a menu behind the command that opens it.
    pub fn add_menu(entries: &mut Vec<PaletteEntry>, command: Command, menu: &Menu) {
        let does = [Intent::Chosen(command)];
        let opens = entries.iter().position(|entry| entry.does == does);
        let at = opens.map_or(entries.len(), |at| at + 1);
        let behind = entries.split_off(at);
        entries.extend(PaletteEntry::of_menu(command, menu));
        entries.extend(behind);
    }

    /// What a command of the command line makes: taken, the command is copied.
    pub fn of_reports(scene: &Scene) -> impl Iterator<Item = PaletteEntry> {
        let guarded = scene.guarded;
        REPORTS.iter().map(move |report| {
            let program = if guarded { "ssh HOST" } else { "hallpass" };
            let command = format!("{program} {}", report.command);
            let off = (guarded && report.at_host)
                .then(|| "whoever looks after the host runs it there".to_owned());
            PaletteEntry {
                title: report.title.to_owned(),
                key: IN_A_SHELL.to_owned(),
                words: format!("{} {}", report.command, report.words),
                does: vec![Intent::Copy(command)],
                off,
                elsewhere: false,
            }
        })
    }

    fn of_person(who: &PersonName) -> PaletteEntry {
        PaletteEntry {
            title: format!("{} ({})", who.name, who.login),
            key: String::new(),
            words: "person people staff".to_owned(),
            does: vec![Intent::person(who)],
            off: None,
            elsewhere: false,
        }
    }

    /// How well the words fit, the best first: a name that is typed after `:`, the title, other words for it.
    fn fits(&self, wanted: &[&str]) -> Option<u8> {
        let begins = |text: &str, word: &str| {
            let text = text::fold(text);
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            words.any(|known| known.starts_with(word))
        };
        let named = self.key.strip_prefix(':');
        let typed = |word: &&str| named.is_some_and(|name| name.starts_with(*word));
        let titled = |word: &&str| begins(&self.title, word) || self.key == **word;
        if wanted.iter().all(typed) {
            return Some(0);
        }
        if wanted.iter().all(|word| typed(word) || titled(word)) {
            return Some(1);
        }
        let any = |word: &&str| typed(word) || titled(word) || begins(&self.words, word);
        wanted.iter().all(any).then_some(2)
    }
}

fn add_lines(entries: &mut Vec<PaletteEntry>, what: &str, keys: &str, menu: &Menu, depth: usize) {
    let said = menu.items.iter().filter(|item| !item.is_choice());
    let said: Vec<&str> = said.map(|item| item.label.as_str()).collect();
    for item in menu.items.iter().filter(|item| item.is_choice()) {
        let key = format!("{keys} {}", item.letter);
        // A menu pads its lines, so that what they do stands in a column.
        let label = item.label.split_whitespace().collect::<Vec<_>>().join(" ");
        let off = match item.off.as_deref() {
            Some(SEE_ABOVE) => Some(said.join(" ")),
            off => off.map(str::to_owned),
        };
        let inner = match (&off, item.does.as_slice()) {
            (None, [Intent::Menu(inner)]) if depth > 1 => Some(inner),
            _ => None,
        };
        // What the line opens stands before it, and so is found first.
        if let Some(inner) = inner {
            add_lines(entries, what, &key, inner, depth - 1);
        }
        entries.push(PaletteEntry {
            title: text::capital(&format!("{what}{label}")),
            key,
            words: item.words.to_owned(),
            does: menu.takes(item),
            off,
            elsewhere: false,
        });
    }
}

/// All that can be found by name, and the line that looks for it.
pub struct Palette {
    entries: Vec<PaletteEntry>,
    /// So many of them are no people, whose names come later.
    commands: usize,
    /// Whether there is a page of people to go to.
    people: bool,
    field: TextField,
    list: List<usize>,
}

impl Palette {
    /// Lists these; and people by their names, where they have a page.
    pub fn new(entries: Vec<PaletteEntry>, people: bool) -> Self {
        let mut palette = Self {
            commands: entries.len(),
            entries,
            people,
            field: TextField::default(),
            list: List::default(),
        };
        palette.narrow();
        palette
    }

    /// The best first; people only where words are typed.
    fn narrow(&mut self) {
        let typed = text::fold(self.field.text());
        let bare = |word| match str::trim_matches(word, |c: char| !c.is_alphanumeric()) {
            "" => word,
            bare => bare,
        };
        let wanted: Vec<&str> = typed.split_whitespace().map(bare).collect();
        let listed = if wanted.is_empty() {
            self.commands
        } else {
            self.entries.len()
        };
        let entries = self.entries[..listed].iter().enumerate();
        let fit = entries.filter_map(|(index, entry)| Some((entry.fits(&wanted)?, index)));
        let mut found: Vec<(u8, usize)> = fit.collect();
        if !wanted.is_empty() {
            found.sort_by_key(|(fit, index)| (self.entries[*index].elsewhere, *fit));
        }
        self.list = List::default();
        self.list
            .set(found.into_iter().map(|(_, index)| index).collect());
    }

    fn chosen(&self) -> Option<&PaletteEntry> {
        self.list.selected().map(|index| &self.entries[*index])
    }

    /// Three columns: what, its key, and why it is off.
    fn draw_entries(&self, canvas: &mut Canvas, area: Rect) {
        let key_at = 2 + (area.width / 2).min(40);
        let off_at = key_at + KEY_COLUMN;
        for (line, position) in self.list.window(area.height as usize).enumerate() {
            let y = area.y + line as u16;
            if y >= area.bottom() {
                break;
            }
            let entry = &self.entries[self.list.keys()[position]];
            let role = if position == self.list.at() {
                canvas.text(area.x, y, 1, ">", TextRole::Plain);
                TextRole::Selected
            } else {
                TextRole::Plain
            };
            canvas.text(area.x + 2, y, key_at - 3, &entry.title, role);
            let room = KEY_COLUMN - 1;
            canvas.text(area.x + key_at, y, room, &entry.key, TextRole::Key);
            if let Some(reason) = &entry.off {
                let room = area.width.saturating_sub(off_at);
                let off = format!("off: {reason}");
                canvas.text(area.x + off_at, y, room, &off, TextRole::Plain);
            }
        }
    }

    /// What stands below: the line under the cursor whole.
    fn said(&self) -> String {
        match self.chosen() {
            None if self.people => {
                "No command, list or person has these words. Ctrl-U clears them.".to_owned()
            }
            None => "No command has these words. Ctrl-U clears them.".to_owned(),
            Some(entry) => match (&entry.off, entry.does.as_slice()) {
                (Some(why), _) => format!("{}. It is off: {}.", entry.title, stopped(why)),
                (None, [Intent::Copy(command)]) if entry.key == IN_A_SHELL => {
                    format!("In a shell: {command}. Enter copies it.")
                }
                (None, _) if entry.key.is_empty() => {
                    format!("{}: opens their page.", entry.title)
                }
                (None, _) => format!("{}. Press {} instead next time.", entry.title, entry.key),
            },
        }
    }
}

fn stopped(why: &str) -> &str {
    why.trim_end_matches('.')
}

impl Popup for Palette {
    fn context(&self) -> KeyContext {
        KeyContext::Picker
    }

    fn hints(&self) -> Vec<(Command, &'static str)> {
        vec![
            (Command::Accept, "run"),
            (Command::Down, "pick"),
            (Command::Complete, "complete"),
        ]
    }

    fn asks(&self) -> Vec<Query> {
        let people = self.people.then_some(Query::People);
        people.into_iter().collect()
    }

    fn take(&mut self, _query: &Query, answer: &Answer) {
        if let Answer::People(people) = answer {
            let chosen = self.list.selected().copied();
            self.entries.truncate(self.commands);
            self.entries
                .extend(people.iter().map(PaletteEntry::of_person));
            self.narrow();
            if let Some(chosen) = chosen {
                self.list.select(&chosen);
            }
        }
    }

    fn update(&mut self, command: Command, _scene: &Scene) -> Reaction {
        match command {
            Command::Close => return Reaction::Close(Vec::new()),
            Command::Accept => {
                return match self.chosen() {
                    None => Reaction::Stay(vec![Intent::Hint("Nothing is called that.".into())]),
                    Some(PaletteEntry { off: Some(why), .. }) => {
                        let why = stopped(why);
                        Reaction::Stay(vec![Intent::Hint(format!("It is off: {why}."))])
                    }
                    Some(entry) => Reaction::Close(entry.does.clone()),
                };
            }
            Command::Complete => {
                let title = self.chosen().map(|entry| entry.title.to_lowercase());
                self.field.set(&title.unwrap_or_default());
                self.narrow();
            }
            _ if self.list.update(command) => {}
            _ if self.field.update(command) => self.narrow(),
            _ => return Reaction::Pass,
        }
        Reaction::Stay(Vec::new())
    }

    fn paste(&mut self, text: &str) -> Option<Vec<Intent>> {
        self.field.insert(text);
        self.narrow();
        Some(Vec::new())
    }

    fn draw(&self, rooms: Rooms, canvas: &mut Canvas, _scene: &Scene) {
        let inside = canvas.boxed(middle(rooms.body, 72, rooms.body.height), "Commands");
        if inside.height < 4 {
            return;
        }
        let lower = Rect {
            y: inside.y + 1,
            height: 1,
            ..inside
        };
        canvas.rule(lower, "");
        // Two lines of what is said below, and a rule above them.
        let below = if inside.height < 8 { 0 } else { 3 };
        let rows = Rect {
            y: inside.y + 2,
            height: inside.height - 2 - below,
            ..inside
        };
        self.draw_entries(canvas, rows);
        if below > 0 {
            let foot = Rect {
                y: rows.bottom(),
                height: 1,
                ..inside
            };
            canvas.rule(foot, "");
            let said = wrap(&self.said(), inside.width as usize);
            for (line, y) in said.iter().zip(rows.bottom() + 1..inside.bottom()) {
                canvas.text(inside.x, y, inside.width, line, TextRole::Plain);
            }
        }
        canvas.text(inside.x, inside.y, 1, ":", TextRole::Plain);
        let room = inside.width - 1;
        self.field
            .draw(canvas, Rect::new(inside.x + 1, inside.y, room, 1));
    }
}
