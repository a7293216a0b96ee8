//! Commands the screen carries out itself, and the intents of views and popups it grants.

use super::{App, Pending, tour};
use crate::domain::record::RecordRef;
use crate::domain::setting::MADE_UP;
use crate::exchange::guard::pasted;
use crate::office::Head;
use crate::office::deed::{Deed, FollowUp};
use crate::office::query::form::FormOpening;
use crate::tui::command::{Command, Tab};
use crate::tui::effect::{Destination, Effect, Intent, Menu, Writing};
use crate::tui::event::TO_DEMO;
use crate::tui::key::{Input, Key};
use crate::tui::keymap::{self, KeyContext};
use crate::tui::popup::Popup;
use crate::tui::popup::form::RecordForm;
use crate::tui::popup::help::Help;
use crate::tui::popup::history::HistoryPage;
use crate::tui::popup::import::ImportPage;
use crate::tui::popup::intake::IntakeForm;
use crate::tui::popup::letters::LettersPage;
use crate::tui::popup::menu::MenuPopup;
use crate::tui::popup::messages::Messages;
use crate::tui::popup::page::Page;
use crate::tui::popup::people::PeoplePicker;
use crate::tui::popup::policy::PolicyPage;
use crate::tui::popup::scope::ScopePicker;
use crate::tui::popup::writing::WritingBox;
use crate::tui::theme::Appearance;
use crate::tui::topic::Topic;

/// What is said where neither the last deed nor the row has anything to be sent.
const NOTHING_TO_SEND: &str = "Nothing is to be sent. L opens the letter after a cancellation, and the reply after a verdict.";

/// How many commands the palette remembers.
const RECENT: usize = 5;

impl App {
    /// Carries out what concerns the whole screen; false leaves the command to the view.
    pub(super) fn own(&mut self, command: Command) -> bool {
        if self.scene.why_off(command).is_some() {
            let what = keymap::row_of(KeyContext::Global, command).map_or("that", |row| row.help);
            let over_ssh = self.scene.over_ssh(command).map(str::to_owned);
            self.notices
                .hint(match &over_ssh.or(self.scene.no_edit.clone()) {
                    Some(why) => format!("It is off: {why}."),
                    None => format!("This file is read-only: to {what} needs write access."),
                });
            return true;
        }
        match command {
            // A product typed after `5` must not be read as commands, though the box was left before.
            Command::Show(Tab::Find) if self.view().tab() == Tab::Find => {
                self.view_update(Command::Filter);
            }
            Command::Show(tab) => self.show(tab),
            Command::FindProduct => {
                self.show(Tab::Find);
                self.view_update(Command::FindProduct);
            }
            Command::Scope => self.open(Box::new(ScopePicker::default())),
            Command::NextForMe => self.change(Deed::NextForMe, None),
            Command::Undo => self.change(Deed::Undo { said: None }, None),
            Command::Redo => self.change(Deed::Redo { said: None }, None),
            Command::Copy => self.copy_answer(),
            Command::CopyMenu => self.open_menu(self.copy_menu(), "copy"),
            Command::NextStep => self.next_step(),
            Command::Import => self.grant(vec![Intent::Import]),
            Command::AddSchool => self.grant(vec![Intent::Form(FormOpening::new_school())]),
            Command::AddPerson => self.grant(vec![Intent::Form(FormOpening::new_person())]),
            Command::NewRequest => self.begin_request(),
            Command::Policy => self.open_policy(),
            Command::Owners | Command::Training => {
                self.show(Tab::Dash);
                self.view_update(command);
            }
            Command::AddDay => self.grant(vec![Intent::Form(FormOpening::new_day())]),
            Command::AddProduct => self.grant(vec![Intent::Form(FormOpening::new_product(""))]),
            Command::AddContract => self.grant(vec![Intent::Form(FormOpening::new_contract())]),
            Command::Colors => self.next_colors(),
            Command::Ascii => self.toggle_ascii(),
            Command::Demo if self.scene.mark == Some(MADE_UP) => {
                self.notices.hint("This is the made-up district.");
            }
            Command::Demo => self.end(TO_DEMO),
            Command::Tour => self.open(Box::new(Page::new(tour::text(self.scene.mark), None))),
            Command::Backup => self.change(Deed::Backup, None),
            Command::ExportMenu => self.open_menu(self.export_menu(), "export"),
            Command::Refresh => {
                self.forget_answers();
                self.notices.hint("Read again.");
            }
            Command::Messages => {
                self.notices.dismiss_all();
                let log = self.notices.log().cloned().collect();
                self.open(Box::new(Messages::new(log)));
            }
            Command::Help => {
                let view = self.view();
                let offers = view.offers(&self.scene);
                let help = Help::new(view.names()[0], &offers, view.counting());
                self.open(Box::new(help));
            }
            Command::Palette => self.open_palette(),
            Command::Redraw => self.effects.push(Effect::Redraw),
            Command::Suspend => self.effects.push(Effect::Suspend),
            Command::Quit => self.end(0),
            _ => return false,
        }
        true
    }

    /// What still works while a popup is open that has no use for the command. A page is only read, so that what
    /// concerns the whole screen works there, and so does what the row can that it is of.
    pub(super) fn over_popup(&mut self, command: Command) {
        match command {
            Command::Show(_) | Command::FindProduct | Command::NextForMe => {
                self.popups.clear();
                self.own(command);
            }
            Command::Help
            | Command::Palette
            | Command::Redraw
            | Command::Suspend
            | Command::Quit => {
                self.own(command);
            }
            Command::Cancel => {
                self.popups.pop();
            }
            _ if self.context() != KeyContext::Global => self.no_use(command),
            _ if command.is_for_every_view() || command == Command::ExportMenu => {
                let view = self.current;
                self.own(command);
                if self.current != view {
                    self.popups.clear();
                }
            }
            _ if self.is_page_of_row() => {
                self.popups.pop();
                self.run(command);
            }
            _ => self.no_use(command),
        }
    }

    /// What the last deed left to be done, wherever the cursor went meanwhile; else what the row under it has.
    fn next_step(&mut self) {
        match self.next.clone() {
            Some(FollowUp::Letters(contracts)) => self.grant(vec![Intent::Letters(contracts)]),
            Some(FollowUp::Reply(reply)) => self.open(Box::new(Page::new(reply.text, None))),
            Some(FollowUp::Unknowns) => self.go(Destination::Unknowns),
            None => match self.views[self.current].update(Command::NextStep, &self.scene) {
                Some(intents) => self.grant(intents),
                None => self.notices.hint(NOTHING_TO_SEND),
            },
        }
    }

    /// Whether the top page is about the record that the view's keys act on, and nothing lies between the two.
    pub(super) fn is_page_of_row(&self) -> bool {
        let about = match self.popups.as_slice() {
            [page] => page.about(),
            _ => None,
        };
        about.is_some() && about == self.view().under_keys()
    }

    /// Does what a view or popup wants, in that order.
    pub(super) fn grant(&mut self, intents: Vec<Intent>) {
        for intent in intents {
            match intent {
                Intent::Run(command) => self.run(command),
                Intent::Chosen(command) => {
                    self.recent.retain(|known| *known != command);
                    self.recent.insert(0, command);
                    self.recent.truncate(RECENT);
                    self.run(command);
                }
                Intent::Tell(notice) => self.tell(notice),
                Intent::Hint(text) => self.notices.hint(text),
                Intent::Change(deed) => self.change(deed, None),
                Intent::Send { deed, about } => self.change(deed, Some(about)),
                Intent::Menu(menu) => self.show_menu(menu),
                Intent::TakeMarksOff => {
                    self.views[self.current].take_marks_off();
                }
                Intent::Sort(letter) => self.views[self.current].sort(letter),
                Intent::Pick(pick) => {
                    let intents = self.views[self.current].pick(pick);
                    self.grant(intents);
                }
                Intent::IfThere(intents) => match self.view().stale() {
                    Some(why) => self.notices.hint(why),
                    None => self.grant(intents),
                },
                Intent::Export(format) => self.export(format),
                Intent::Write(writing) => self.write(writing),
                Intent::Form(opening) => {
                    let draft = self.drafts.get(&Topic::form(&opening)).map(String::as_str);
                    self.open(Box::new(RecordForm::new(opening, draft)));
                }
                Intent::Import => self.open(Box::new(ImportPage::new(&self.scene.roles))),
                Intent::Appearance(taste) => self.wear(taste),
                Intent::Draft { about, text } if text.is_empty() => {
                    self.drafts.remove(&about);
                    self.name_drafts();
                }
                Intent::Draft { about, text } => {
                    if self.drafts.insert(about, text).is_none() {
                        self.name_drafts();
                    }
                }
                Intent::Written { about, text } => {
                    let intents = match &about {
                        Topic::Note { kind, record, name } => vec![Intent::Change(Deed::Note {
                            about: RecordRef {
                                kind: *kind,
                                id: *record,
                            },
                            what: name.clone(),
                            text,
                        })],
                        about => self.views[self.current].written(about, &text),
                    };
                    self.grant(sent(intents, &about));
                }
                Intent::PickPerson { about, title } => {
                    self.open(Box::new(PeoplePicker::new(about, title)));
                }
                Intent::Picked { about, who } => {
                    let intents = self.views[self.current].picked(about, &who);
                    self.grant(intents);
                }
                Intent::History(record, name) => {
                    self.open(Box::new(HistoryPage::new(record, name)));
                }
                Intent::Go(to) => self.go(to),
                Intent::Visit(tab) => self.visit(tab),
                Intent::BackTo(tab) => self.enter(tab),
                Intent::Then(command) => {
                    let row = keymap::row_of(KeyContext::Global, command);
                    if let Some(letter) = row.and_then(|row| row.key().chars().next()) {
                        self.held.push_front(Input::Key(Key::Char(letter)));
                    }
                }
                Intent::Letters(contracts) => {
                    self.open(Box::new(LettersPage::new(contracts)));
                }
                Intent::Page(text) => {
                    let of = self.view().under_keys();
                    self.open(Box::new(Page::new(text, of)));
                }
                Intent::Copy(text) => self.copy(&text),
                Intent::CopyToFile(text) => {
                    self.effects.push(Effect::CopyToFile(pasted(&text)));
                }
                Intent::Edit(text) => self.effects.push(Effect::Edit(text)),
                Intent::Scope(scope) => {
                    let name = scope.as_ref().map_or("all schools", |school| &school.name);
                    self.notices.hint(format!("Showing {name} in every view."));
                    for view in &mut self.views {
                        view.stay(scope.as_ref());
                    }
                    self.scene.scope = scope;
                }
            }
        }
    }

    /// A menu about the record that the view's keys act on now.
    fn show_menu(&mut self, menu: Menu) {
        let here = self.view().under_keys();
        self.open(Box::new(MenuPopup::new(menu, here)));
    }

    /// A box to write in, about that record where its topic names none.
    fn write(&mut self, writing: Writing) {
        let draft = self.drafts.get(&writing.about).map(String::as_str);
        let here = self.view().under_keys();
        self.open(Box::new(WritingBox::new(writing, draft, here)));
    }

    /// Goes to the view that shows this, and to its place there.
    pub(super) fn go(&mut self, to: Destination) {
        let from = self.view().tab();
        let Destination::Card { product, .. } = to else {
            self.visit(to.tab());
            self.views[self.current].go(to, from);
            return;
        };
        // Not by `show`: what the list was narrowed to is still there when the card closes.
        let finder = self.views.iter().position(|view| view.tab() == to.tab());
        self.current = finder.unwrap_or(self.current);
        if from != to.tab() {
            self.notices.other_view();
        }
        self.views[self.current].go(to, from);
        self.asking.ask_again(&self.view().asks(&self.scene));
        self.change(Deed::LookedUp(product), None);
    }

    /// A request for what the view is about; without a name, the one that was left half filled.
    fn begin_request(&mut self) {
        let opening = self.view().request(&self.scene);
        let named = opening.about();
        let mut about = Topic::Request(named.clone());
        if named.is_empty() && !self.drafts.contains_key(&about) {
            let topics = self.drafts.keys();
            let left = topics.filter(|topic| matches!(topic, Topic::Request(_)));
            about = left.max().cloned().unwrap_or(about);
        }
        let draft = self.drafts.get(&about).map(String::as_str);
        let form = IntakeForm::new(opening, about.clone(), draft);
        self.open(Box::new(form));
    }

    fn open_policy(&mut self) {
        let kept = self.drafts.iter();
        let kept = kept.filter(|(topic, _)| matches!(topic, Topic::Policy(_)));
        let kept = kept.map(|(topic, text)| (topic.clone(), text.clone()));
        self.open(Box::new(PolicyPage::new(kept.collect())));
    }

    fn next_colors(&mut self) {
        let colors = self.scene.look.colors.next();
        self.wear(Appearance {
            colors: Some(colors),
            ..self.scene.taste
        });
        let worn = self.scene.look.colors;
        let text = if worn == colors {
            format!("Colors: {}. :colors again for the next.", worn.name())
        } else {
            "This terminal was started without color.".to_owned()
        };
        self.notices.hint(text);
    }

    fn toggle_ascii(&mut self) {
        self.wear(Appearance {
            ascii: !self.scene.taste.ascii,
            ..self.scene.taste
        });
        let lines = if self.scene.look.ascii_lines {
            "plain ASCII"
        } else {
            "drawn"
        };
        self.notices.hint(format!("Lines are {lines} now."));
    }

    /// Opens a popup. What it asks is asked anew: the view may have had that answer long ago.
    pub(super) fn open(&mut self, popup: Box<dyn Popup>) {
        let asks = popup.asks();
        if self.saw.is_none() && asks.is_empty() {
            self.saw = self.sees();
        }
        self.asking.ask_again(&asks);
        self.popups.push(popup);
    }

    /// Where history stands in what the person sees: in the topmost popup that asks something, else in the view.
    pub(super) fn sees(&self) -> Option<Head> {
        let asks = self.popups.iter().rev().map(|popup| popup.asks());
        let asks = asks.into_iter().find(|asks| !asks.is_empty());
        self.asking
            .seen(&asks.unwrap_or_else(|| self.view().asks(&self.scene)))
    }

    /// What was seen before no popup stands in front of it any more is what is seen now.
    pub(super) fn looks_again(&mut self) {
        if self
            .popups
            .last()
            .is_none_or(|popup| !popup.asks().is_empty())
        {
            self.saw = None;
        }
    }

    /// Goes to a view by its key: to where it begins. A page is left to where the person was.
    pub(super) fn show(&mut self, tab: Tab) {
        let from = self.view().tab();
        if tab.is_page() {
            return self.visit(tab);
        }
        self.behind.clear();
        self.enter(tab);
        if from != tab && self.view().tab() == tab {
            self.views[self.current].begin_anew();
        }
    }

    /// Goes to a view for something there; the way back leads to this one.
    pub(super) fn visit(&mut self, tab: Tab) {
        let from = self.view().tab();
        self.enter(tab);
        if self.view().tab() != from {
            // Whoever comes back to a view that they went through is there again.
            if let Some(at) = self.behind.iter().position(|known| *known == tab) {
                self.behind.truncate(at);
            } else {
                self.behind.push(from);
            }
        }
    }

    /// Shows a view as it was left.
    pub(super) fn enter(&mut self, tab: Tab) {
        let found = self.views.iter().position(|view| view.tab() == tab);
        if let Some(index) = found.filter(|index| *index != self.current) {
            // A verb pressed on coming back would act on rows that nobody has in mind any more.
            self.views[self.current].take_marks_off();
            self.views[self.current].leave();
            self.current = index;
            self.notices.other_view();
            self.asking.ask_again(&self.view().asks(&self.scene));
        }
    }

    pub(super) fn change(&mut self, mut deed: Deed, draft: Option<Topic>) {
        if let Deed::Undo { said } | Deed::Redo { said } | Deed::TakeBack { said, .. } = &mut deed {
            *said = self.meant.take();
        }
        self.pending.push(Pending {
            deed: deed.clone(),
            draft,
            since: self.at,
        });
        // What others wrote after it the deed does not overwrite.
        let seen = self.saw.or_else(|| self.sees());
        self.effects.push(Effect::Do(deed, seen));
    }
}

/// The same, where a change takes along the draft of the words it was made by, also one that a menu asks for first.
fn sent(intents: Vec<Intent>, about: &Topic) -> Vec<Intent> {
    let sent = intents.into_iter().map(|intent| match intent {
        Intent::Change(deed) => Intent::Send {
            deed,
            about: about.clone(),
        },
        Intent::Menu(mut menu) => {
            for item in &mut menu.items {
                item.does = sent(std::mem::take(&mut item.does), about);
            }
            Intent::Menu(menu)
        }
        other => other,
    });
    sent.collect()
}
