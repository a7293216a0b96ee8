//! The one table of keys. It drives key reading, the footer, the help, the palette, README and tests.
//!
//! Called by `app` to read a key and by `frame` and popups to name one. A key keeps its meaning in
//! every view; a view that has no use for it says so. Typing contexts take printable keys as text.

use std::fmt::Write as _;

use super::command::{Command, Tab};
use super::key::Key;
use crate::domain::request::ItemResult;

/// Where a key is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum KeyContext {
    /// Nothing is being typed.
    Global,
    /// The cursor is on an item of a checklist: its marks, and all of `Global`.
    Checklist,
    /// A menu at the bottom: its letters, and these.
    Menu,
    /// A box that narrows a list: finder, filter, palette, people.
    Picker,
    /// A box whose text is kept: notes, names.
    Text,
    /// Works in all of the above.
    Everywhere,
    /// Has no key: its word is typed after `:`.
    Named,
}

impl KeyContext {
    /// Whether printable keys are text here.
    pub fn is_typing(self) -> bool {
        matches!(self, Self::Picker | Self::Text)
    }

    /// Whether rows of this other context are read here.
    fn reads(self, other: Self) -> bool {
        other == self
            || other == Self::Everywhere
            || (self == Self::Checklist && other == Self::Global)
    }

    /// What the key table calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "Everywhere but while typing",
            Self::Checklist => "On a checklist, besides those",
            Self::Menu => "In a menu",
            Self::Picker => "While narrowing a list",
            Self::Text => "While writing",
            Self::Everywhere => "Always",
            Self::Named => "By name",
        }
    }
}

/// One row: in this context, these keys mean this command.
#[derive(Clone, Copy, Debug)]
pub struct KeyRow {
    /// Where the keys are read.
    pub context: KeyContext,
    /// What they mean; `Type` stands for whatever character was typed.
    pub command: Command,
    /// The keys as `Key` writes them, separated by blanks; `printable` is any character.
    pub keys: &'static str,
    /// One or two words for the footer.
    pub label: &'static str,
    /// The line in the help, at most 24 columns.
    pub help: &'static str,
    /// Where it stands in the footer, small first; 0 is never.
    pub rank: u8,
    /// Other words by which somebody looks for it among the commands, separated by blanks.
    pub words: &'static str,
}

impl KeyRow {
    /// The same, found by these other words as well.
    const fn also(mut self, words: &'static str) -> Self {
        self.words = words;
        self
    }

    /// The key to press, for places with room for one.
    pub fn key(&self) -> &'static str {
        self.keys.split(' ').next().unwrap_or_default()
    }

    /// The key that was pressed, if it is one of this row's; else the first of them.
    pub fn key_as(&self, pressed: Option<Key>) -> String {
        let pressed = pressed.map(|key| key.to_string());
        pressed
            .filter(|name| self.has(name))
            .unwrap_or_else(|| self.key().to_owned())
    }

    fn has(&self, name: &str) -> bool {
        self.keys.split(' ').any(|key| key == name)
    }
}

/// Accepted but never shown: keys people bring along from elsewhere.
const ALSO: [(KeyContext, &str, Command); 1] = [(KeyContext::Text, "Ctrl-S", Command::Save)];

const fn row(
    context: KeyContext,
    command: Command,
    keys: &'static str,
    label: &'static str,
    help: &'static str,
    rank: u8,
) -> KeyRow {
    KeyRow {
        context,
        command,
        keys,
        label,
        help,
        rank,
        words: "",
    }
}

use Command as C;
use ItemResult as R;
use KeyContext::{Checklist, Everywhere, Global, Menu, Named, Picker, Text};

/// Every key of every view and popup, and the command it gives.
#[rustfmt::skip]
pub const TABLE: &[KeyRow] = &[
    row(Global, C::Show(Tab::Queue), "1", "queue", "queue view", 0).also("reviews requests approve deny reject approval backlog pilot conditions"),
    row(Global, C::Show(Tab::Renewals), "2", "renewals", "renewals view", 0).also("contracts cancel renew negotiate lapse deadlines calendar notice money"),
    row(Global, C::Show(Tab::Schools), "3", "schools", "schools view", 0).also("buildings campus products spending"),
    row(Global, C::Show(Tab::Overlaps), "4", "overlaps", "overlaps view", 0).also("duplicates consolidate merge dismiss twice alerts savings"),
    row(Global, C::Show(Tab::Find), "5", "find", "find view", 0).also("search status allowed answer"),
    row(Global, C::Show(Tab::Dash), "6", "dashboard", "dashboard view", 0).also("money risk waste dollars cost budget spending savings report overview"),
    row(Global, C::Show(Tab::Standards), "7", "standards", "standards view", 0).also("gaps coverage curriculum claims frameworks"),
    row(Global, C::FindProduct, "f", "find", "find a product", 45).also("search lookup software app tool"),
    row(Global, C::Filter, "/", "filter", "filter this list", 60).also("narrow search"),
    row(Global, C::Scope, "@", "school", "stay at one school", 30).also("building campus scope"),
    row(Global, C::SortMenu, "s", "sort", "sort (menu)", 50).also("order"),
    row(Global, C::Layout, "v", "layout", "layout of this view", 40).also("list year matrix switch"),
    row(Global, C::Zoom, "z", "zoom", "zoom this pane", 88).also("full bigger"),
    row(Global, C::Down, "j Down", "down", "down", 0),
    row(Global, C::Up, "k Up", "up", "up", 0),
    row(Global, C::Left, "h Left", "left", "left, out", 0),
    row(Global, C::Right, "l Right", "right", "right, in", 0),
    row(Global, C::First, "g Home", "first", "first row", 0),
    row(Global, C::Last, "G End", "last", "last row", 0),
    row(Global, C::PageDown, "Ctrl-D PgDn", "page down", "half a page down", 0),
    row(Global, C::PageUp, "Ctrl-U PgUp", "page up", "half a page up", 0),
    row(Global, C::ScrollDown, "J", "scroll", "other pane down", 85),
    row(Global, C::ScrollUp, "K", "scroll", "other pane up", 0),
    row(Global, C::NextPane, "Tab", "pane", "next pane", 20),
    row(Global, C::PreviousPane, "Shift-Tab", "pane", "previous pane", 0),
    row(Global, C::PreviousTab, "[", "previous", "previous tab or month", 0),
    row(Global, C::NextTab, "]", "next", "next tab or month", 58),
    row(Global, C::PreviousYear, "{", "year before", "fiscal year before", 0),
    row(Global, C::NextYear, "}", "year", "next fiscal year", 57),
    row(Global, C::Now, ".", "now", "what is due now", 59).also("today late overdue"),
    row(Global, C::Open, "Enter", "open", "open", 10).also("details page full read"),
    row(Global, C::Back, "Esc q", "back", "back one level", 0),
    row(Global, C::Quit, "Q", "quit", "quit, place is kept", 0).also("exit leave logout end"),
    row(Global, C::Decide, "d", "decide", "decide (menu)", 14).also("verdict approve deny reject cancel renew dismiss suspend recall stop"),
    row(Global, C::NextForMe, "N", "next for me", "take the next, open it", 16).also("work todo mine"),
    row(Global, C::Take, "t", "take", "take: it is mine", 32).also("claim mine"),
    row(Global, C::Who, "w", "who", "who: assign an owner", 34).also("give person staff responsible reassign handover"),
    row(Global, C::Edit, "e", "edit", "edit", 62).also("change fix correct rename update price"),
    row(Global, C::Note, "c", "note", "add a note", 64).also("comment remark write draft"),
    row(Global, C::Meant, "a", "this is meant", "the words typed mean it", 12).also("alias synonym"),
    row(Global, C::New, "n", "new", "new", 66).also("add create"),
    row(Global, C::Mark, "Space", "mark", "mark, move down", 80).also("select tick"),
    row(Global, C::MarkAll, "*", "mark all", "mark all shown, or none", 0).also("select tick everything bulk"),
    row(Global, C::Undo, "u", "undo", "undo my last change", 82).also("revert back restore mistake"),
    row(Global, C::Redo, "U", "redo", "redo", 0).also("again restore"),
    row(Global, C::Product, "p", "product", "product card", 68).also("details answer"),
    row(Global, C::Related, "o", "related", "related things (menu)", 72).also("links contract request"),
    row(Global, C::NextStep, "L", "letter", "letter, reply: send next", 71).also("mail email vendor draft write answer cancellation"),
    row(Global, C::History, "H", "history", "who changed this", 74).also("log audit changes"),
    row(Global, C::Messages, "M", "messages", "messages I have seen", 0).also("log errors warnings"),
    row(Global, C::Copy, "y", "copy", "copy the answer line", 70).also("clipboard paste mail email"),
    row(Global, C::CopyMenu, "Y", "copy as", "copy as (menu)", 0).also("clipboard paste mail email"),
    row(Global, C::ExportMenu, "x", "export", "export (menu)", 65).also("csv excel xlsx spreadsheet print report download save file markdown"),
    row(Global, C::Refresh, "r", "refresh", "read the records again", 0).also("reload update"),
    row(Global, C::Help, "?", "help", "this help", 0).also("keys shortcuts manual"),
    row(Global, C::Palette, ": ;", "commands", "all commands", 0),
    row(Global, C::Cancel, "Ctrl-C", "cancel", "cancel; twice quits", 0),
    row(Checklist, C::Answer(Some(R::Pass)), "+ =", "pass", "pass", 2).also("yes ok"),
    row(Checklist, C::Answer(Some(R::Fail)), "-", "fail", "fail", 3).also("no"),
    row(Checklist, C::Answer(Some(R::Partial)), "~", "in part", "in part", 4),
    row(Checklist, C::Answer(Some(R::Unknown)), "i", "info", "need info", 5).also("unknown ask"),
    row(Checklist, C::Answer(Some(R::Na)), "0", "n/a", "does not apply", 6).also("na skip"),
    row(Checklist, C::Answer(None), "Backspace", "clear", "clear the answer", 90),
    row(Menu, C::Down, "j Down", "down", "next line", 0),
    row(Menu, C::Up, "k Up", "up", "previous line", 0),
    row(Menu, C::Accept, "Enter", "take it", "take this line", 10),
    row(Menu, C::Close, "Esc q Ctrl-C", "close", "close, nothing changes", 0),
    row(Menu, C::Type(' '), "printable", "pick", "pick the line's letter", 0),
    row(Picker, C::Type(' '), "printable", "type", "type to narrow", 0),
    row(Picker, C::Down, "Down Ctrl-N", "pick", "next result", 15),
    row(Picker, C::Up, "Up Ctrl-P", "pick", "previous result", 0),
    row(Picker, C::PageDown, "PgDn Ctrl-D", "page", "a page of results down", 0),
    row(Picker, C::PageUp, "PgUp", "page", "a page of results up", 0),
    row(Picker, C::Accept, "Enter", "accept", "accept", 10),
    row(Picker, C::Close, "Esc Ctrl-C", "leave the box", "leave the box", 0),
    row(Picker, C::Complete, "Tab", "complete", "complete the word", 30),
    row(Picker, C::DeleteToStart, "Ctrl-U", "clear", "clear the words", 40),
    row(Picker, C::DeleteWord, "Ctrl-W", "delete word", "delete the word", 0),
    row(Picker, C::DeleteToEnd, "Ctrl-K", "delete", "delete to the end", 0),
    row(Picker, C::Copy, "Ctrl-Y", "copy", "copy the answer", 20),
    row(Picker, C::Meant, "Ctrl-T", "this is meant", "the words typed mean it", 12),
    row(Picker, C::Backspace, "Backspace", "delete", "delete before", 0),
    row(Picker, C::Delete, "Delete", "delete", "delete under", 0),
    row(Picker, C::Left, "Left", "left", "left in the box", 0),
    row(Picker, C::Right, "Right", "right", "right in the box", 0),
    row(Picker, C::LineStart, "Home", "start", "start of the box", 0),
    row(Picker, C::LineEnd, "End Ctrl-E", "end", "end of the box", 0),
    row(Text, C::Type(' '), "printable", "type", "type", 0),
    row(Text, C::Accept, "Enter", "save", "next field, or save", 15),
    row(Text, C::NewLine, "Ctrl-J", "new line", "new line inside a note", 20),
    row(Text, C::Save, "Ctrl-X", "save", "save and close", 10),
    row(Text, C::NextPane, "Tab", "next", "next field", 12),
    row(Text, C::PreviousPane, "Shift-Tab", "back", "field before", 0),
    row(Text, C::PageDown, "Ctrl-D PgDn", "next part", "next part of a form", 40),
    row(Text, C::PageUp, "PgUp", "part before", "part of a form before", 0),
    row(Text, C::FromBeside, "Ctrl-N", "pick from beside", "into the list beside", 14),
    row(Text, C::Copy, "Ctrl-Y", "copy", "copy the words to say", 0),
    row(Text, C::Restore, "Ctrl-R", "as it was", "the field as it was", 30),
    row(Text, C::Editor, "Ctrl-O", "editor", "a note in your editor", 25),
    row(Text, C::Discard, "Ctrl-G", "throw away", "twice: forget the draft", 0),
    row(Text, C::Close, "Esc Ctrl-C", "leave, draft is kept", "leave, draft is kept", 0),
    row(Text, C::DeleteWord, "Ctrl-W", "delete word", "delete the word", 0),
    row(Text, C::DeleteToStart, "Ctrl-U", "delete", "delete to line start", 0),
    row(Text, C::DeleteToEnd, "Ctrl-K", "delete", "delete to line end", 0),
    row(Text, C::Backspace, "Backspace", "delete", "delete before", 0),
    row(Text, C::Delete, "Delete", "delete", "delete under", 0),
    row(Text, C::Left, "Left", "left", "left, or other choice", 0),
    row(Text, C::Right, "Right", "right", "right, or next choice", 0),
    row(Text, C::Up, "Up", "up", "line or field up", 0),
    row(Text, C::Down, "Down", "down", "line or field down", 0),
    row(Text, C::LineStart, "Home", "start", "line start", 0),
    row(Text, C::LineEnd, "End Ctrl-E", "end", "line end", 0),
    row(Named, C::Import, ":import", "import", "import a file", 0).also("upload load csv excel spreadsheet"),
    row(Named, C::AddSchool, ":add-school", "add a school", "add a school", 0).also("new create building"),
    row(Named, C::AddProduct, ":add-product", "add a product", "add a product", 0).also("new create app software tool"),
    row(Named, C::AddContract, ":contract", "add a contract", "add a contract", 0).also("new create purchase licence license"),
    row(Named, C::AddPerson, ":add-person", "add somebody", "add somebody", 0).also("new create person staff user account login"),
    row(Named, C::NewRequest, ":request", "new request", "somebody asks for it", 0).also("ask teacher add intake"),
    row(Named, C::AddIncident, ":incident", "incident", "add an incident", 0).also("breach leak outage problem"),
    row(Named, C::AddDay, ":closure", "calendar day", "add a day off or board", 0).also("holiday closed vacation calendar"),
    row(Named, C::Policy, ":policy", "policy", "the district's policy", 0).also("settings rules configuration options"),
    row(Named, C::Show(Tab::People), ":people", "people", "people: staff and roles", 0).also("person users accounts logins who leaves"),
    row(Named, C::Owners, ":owners", "owners", "who answers for what", 0).also("responsible people roles report"),
    row(Named, C::Training, ":training", "training", "who is trained in what", 0).also("courses sessions teachers report"),
    row(Named, C::Demo, ":demo", "demo", "a made-up district", 0).also("example try practice"),
    row(Named, C::Tour, ":tour", "tour", "a tour of the views", 0).also("learn tutorial introduction start"),
    row(Named, C::Colors, ":colors", "colors", "colors: the next set", 0).also("theme dark light"),
    row(Named, C::Ascii, ":ascii", "ASCII", "ASCII lines on or off", 0).also("lines plain"),
    row(Named, C::Backup, ":backup", "backup", "backup now", 0).also("save copy"),
    row(Everywhere, C::Redraw, "Ctrl-L", "redraw", "redraw the screen", 0),
    row(Everywhere, C::Suspend, "Ctrl-Z", "suspend", "pause, back to the shell", 0),
];

/// What the key means here; none if it is not bound.
pub fn read(context: KeyContext, key: Key) -> Option<Command> {
    let name = key.to_string();
    for row in TABLE {
        if context.reads(row.context) && row.has(&name) {
            return Some(row.command);
        }
    }
    for (place, keys, command) in ALSO {
        if place == context && keys == name {
            return Some(command);
        }
    }
    match key {
        Key::Char(c) if rows(context).any(|row| row.has("printable")) => Some(Command::Type(c)),
        _ => None,
    }
}

/// The rows of one context, in the table's order.
pub fn rows(context: KeyContext) -> impl Iterator<Item = &'static KeyRow> {
    TABLE.iter().filter(move |row| row.context == context)
}

/// The row that explains a command in a context.
pub fn row_of(context: KeyContext, command: Command) -> Option<&'static KeyRow> {
    let wanted = match command {
        Command::Type(_) => Command::Type(' '),
        other => other,
    };
    TABLE
        .iter()
        .find(|row| (context.reads(row.context) || row.context == Named) && row.command == wanted)
}

/// What the key table calls those keys that views without a use for them do not offer.
const WHERE_OFFERED: &str = "In the views that have a use for it, whose help names it";

/// The table as README prints it: Markdown, one line a row.
pub fn markdown() -> String {
    let mut out = String::new();
    for context in [Global, Checklist, Menu, Picker, Text, Everywhere, Named] {
        let (all, some): (Vec<&KeyRow>, Vec<&KeyRow>) =
            rows(context).partition(|row| context != Global || row.command.works_everywhere());
        for (name, rows) in [(context.name(), all), (WHERE_OFFERED, some)] {
            if rows.is_empty() {
                continue;
            }
            out.push_str("\n**");
            out.push_str(name);
            out.push_str("**\n\n| keys | what they do |\n|---|---|\n");
            for row in rows {
                let keys: Vec<String> = row.keys.split(' ').map(|key| format!("`{key}`")).collect();
                // Writing to a String cannot fail.
                let _ = writeln!(out, "| {} | {} |", keys.join(" "), row.help);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn every_key() -> Vec<Key> {
        use Key::{
            BackTab, Backspace, Char, Ctrl, Delete, Down, End, Enter, Esc, Home, Left, PageDown,
            PageUp, Right, Tab, Up,
        };
        let mut keys = vec![
            BackTab, Backspace, Delete, Down, End, Enter, Esc, Home, Left, PageDown, PageUp, Right,
            Tab, Up,
        ];
        keys.extend((' '..='~').map(Char));
        keys.extend(('a'..='z').map(Ctrl));
        keys
    }

    #[test]
    fn no_key_has_two_meanings_and_every_key_exists() {
        let names: HashSet<String> = every_key().iter().map(ToString::to_string).collect();
        let mut seen = HashSet::new();
        for row in TABLE {
            for key in row.keys.split(' ') {
                let typed = row.context == Named && key.starts_with(':');
                assert!(
                    typed || key == "printable" || names.contains(key),
                    "no key {key}"
                );
                assert!(
                    seen.insert((row.context, key)),
                    "{key} twice in {:?}",
                    row.context
                );
            }
        }
        for row in rows(Checklist) {
            for key in row.keys.split(' ') {
                assert!(!seen.contains(&(Global, key)), "{key} twice");
            }
        }
        for row in rows(Everywhere) {
            for key in row.keys.split(' ') {
                let also = |c: &KeyContext| seen.contains(&(*c, key));
                assert!(
                    ![Global, Checklist, Menu, Picker, Text].iter().any(also),
                    "{key} twice"
                );
            }
        }
    }

    #[test]
    fn every_row_explains_itself_in_the_room_there_is() {
        for row in TABLE {
            assert!(!row.label.is_empty() && !row.help.is_empty(), "{row:?}");
            assert!(row.help.len() <= 24 && row.keys.len() <= 12, "{row:?}");
        }
    }

    #[test]
    fn keys_that_multiplexers_take_are_left_alone() {
        for row in TABLE {
            for taken in ["Ctrl-A", "Ctrl-B", "Ctrl-S", "Ctrl-Q", "Ctrl-H", "Ctrl-V"] {
                assert!(!row.has(taken), "{taken} in {row:?}");
            }
        }
    }

    #[test]
    fn every_row_is_reached_by_its_keys() {
        for row in TABLE {
            for key in every_key().iter().filter(|key| row.has(&key.to_string())) {
                let context = if row.context == Everywhere {
                    Global
                } else {
                    row.context
                };
                assert_eq!(read(context, *key), Some(row.command));
            }
        }
        assert_eq!(read(Picker, Key::Char('q')), Some(C::Type('q')));
        assert_eq!(read(Text, Key::Ctrl('s')), Some(C::Save));
        assert_eq!(read(Picker, Key::Ctrl('l')), Some(C::Redraw));
        assert_eq!(read(Checklist, Key::Char('d')), Some(C::Decide));
        assert_eq!(read(Global, Key::Char('+')), None);
        assert_eq!(read(Menu, Key::Char('x')), Some(C::Type('x')));
    }
}
