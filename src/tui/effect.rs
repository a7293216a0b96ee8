//! What can be wanted: `Intent`es of views and popups, which `app` grants, and `Effect`s on the world
//! outside the screen, which `tui::run` carries out. Payloads are domain types, never views.

use super::command::{Command, Tab};
use super::notice::Notice;
use super::place::Place;
use super::theme::Appearance;
use super::topic::{Assignment, Topic};
use crate::domain::contract::ContractId;
use crate::domain::find::SchoolName;
use crate::domain::overlap::alert::{Action, DismissCode};
use crate::domain::overlap::process::Keeper;
use crate::domain::person::PersonId;
use crate::domain::product::ProductId;
use crate::domain::record::RecordRef;
use crate::domain::renewal;
use crate::domain::request::RequestId;
use crate::domain::review::{PersonName, ReviewDeed};
use crate::exchange::write::Format;
use crate::office::Head;
use crate::office::deed::Deed;
use crate::office::query::Query;
use crate::office::query::form::FormOpening;

/// Letters for lines that are several of one kind: no menu keeps a number for itself.
pub const NUMBERS: [char; 9] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// One line of a menu: its letter, its words, why it is off, and what it does.
#[derive(Clone, PartialEq, Debug)]
pub struct MenuItem {
    /// The letter that takes it; never one of `h j k l q`. A blank where the line only says something.
    pub letter: char,
    /// What it says.
    pub label: String,
    /// Why it cannot be taken now.
    pub off: Option<String>,
    /// What is done once it is taken, in that order.
    pub does: Vec<Intent>,
    /// Other words by which somebody looks for it among the commands, separated by blanks.
    pub words: &'static str,
}

/// Why a line is off where that stands in a line above it which only says something.
pub const SEE_ABOVE: &str = "not yet, see above";

impl MenuItem {
    /// The line of related things that opens who answers for them.
    pub fn owner(who: &PersonName) -> Self {
        let line = format!("{}: what they may do and answer for", who.name);
        Self::new('o', line, Intent::person(who))
    }

    /// A line that can be taken.
    pub fn new(letter: char, label: impl Into<String>, does: Intent) -> Self {
        Self::all(letter, label, vec![does])
    }

    /// A line that does all of these, in that order.
    pub fn all(letter: char, label: impl Into<String>, does: Vec<Intent>) -> Self {
        Self {
            letter,
            label: label.into(),
            off: None,
            does,
            words: "",
        }
    }

    /// A line that only says something.
    pub fn says(label: impl Into<String>) -> Self {
        Self {
            letter: ' ',
            label: label.into(),
            off: None,
            does: Vec::new(),
            words: "",
        }
    }

    /// The same, but off for this reason unless there is none.
    #[must_use]
    pub fn unless(mut self, reason: Option<String>) -> Self {
        self.off = reason;
        self
    }

    /// The same, found among the commands by these other words as well.
    #[must_use]
    pub fn also(mut self, words: &'static str) -> Self {
        self.words = words;
        self
    }

    /// Whether it can be chosen at all.
    pub fn is_choice(&self) -> bool {
        self.letter != ' '
    }
}

/// A menu at the bottom of the screen.
#[derive(Clone, PartialEq, Debug)]
pub struct Menu {
    /// What is being chosen.
    pub title: String,
    /// The lines, the harmless first: it is the one highlighted. At least one of them is a choice.
    pub items: Vec<MenuItem>,
    /// It is about rows of a list, so that a line is only taken while the view's `stale` gives no reason against it.
    pub about_rows: bool,
}

impl Menu {
    /// Can any of its lines be taken, be it in a menu behind it?
    pub fn has_use(&self) -> bool {
        let behind = |item: &MenuItem| match item.does.as_slice() {
            [Intent::Menu(menu)] => menu.has_use(),
            _ => true,
        };
        let mut items = self.items.iter();
        items.any(|item| item.is_choice() && item.off.is_none() && behind(item))
    }

    /// What taking one of its lines does.
    pub fn takes(&self, item: &MenuItem) -> Vec<Intent> {
        if self.about_rows {
            return vec![Intent::IfThere(item.does.clone())];
        }
        item.does.clone()
    }
}

/// What a line of a menu means where only the view that opened it can carry it out.
#[derive(Clone, PartialEq, Debug)]
pub enum Pick {
    /// Do this to the request the facts are about.
    Review {
        /// The deed; it may take the request off the list.
        deed: ReviewDeed,
        /// What the draft of its words is about.
        draft: Option<Topic>,
    },
    /// Begin to decide this about the contracts.
    Renewal(renewal::Choice),
    /// Why the contracts are to end or to change.
    Cause(renewal::Cause),
    /// Begin to plan what becomes of those that do not stay; none is what fits the overlap.
    Plan(Option<Action>),
    /// Begin to say why the overlaps are none.
    BothNeeded,
    /// Let the overlaps wait until a day.
    Wait,
    /// Take back what was said of the overlaps.
    Reopen,
    /// Who stays, of those that overlap.
    Keeper(Keeper),
    /// Write the plan as it was shown.
    WritePlan,
    /// Why the overlaps are none.
    Dismiss(DismissCode),
    /// What is decided of a gap.
    Standard(StandardPick),
}

/// A line of a menu about a gap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StandardPick {
    /// Begin to verify that a product teaches the standard, task by task.
    Verify,
    /// The task that was looked at last met the standard, or did not.
    Met(bool),
    /// Verify it, as the tasks were found.
    Verified,
    /// Begin a request for a product that teaches it.
    Ask,
    /// Give the group this product.
    Route,
    /// Begin to say why no product is wanted for it.
    Waive,
    /// Begin to say why a product does not teach it.
    Reject,
    /// Begin to give a claim to somebody.
    Hand,
}

/// A box to write in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Writing {
    /// What the text is about; the draft is kept under this name and the text comes back with it.
    pub about: Topic,
    /// What to write, for the box's title.
    pub title: String,
    /// What stands in the box at first, unless a draft does.
    pub text: String,
    /// A note; otherwise one line.
    pub several_lines: bool,
}

impl Writing {
    /// A note to be left on a record that people call so.
    pub fn note(record: impl Into<RecordRef>, name: String) -> Writing {
        let RecordRef { kind, id } = record.into();
        Writing {
            title: format!("Note on {name}"),
            about: Topic::Note {
                kind,
                record: id,
                name,
            },
            text: String::new(),
            several_lines: true,
        }
    }
}

/// Something that has a place in one view.
#[derive(Clone, PartialEq, Debug)]
pub enum Destination {
    /// The card of a product, at a school or for the whole district; from there one goes back to where one came
    /// from.
    Card {
        /// The id of the product.
        product: ProductId,
        /// The school it is looked at for; none for the district.
        school: Option<SchoolName>,
    },
    /// A request of the queue, at what is to be done next.
    Request(RequestId),
    /// A contract among the renewals.
    Contract(ContractId),
    /// The contracts of which something is not known, among the renewals.
    Unknowns,
    /// The overlap with this fingerprint.
    Overlap(String),
    /// Somebody among the people.
    Person(PersonId),
    /// What somebody answers for, where this view lists it.
    HeldBy(Tab, PersonName),
}

impl Destination {
    /// The view that shows it.
    pub fn tab(&self) -> Tab {
        match self {
            Self::Card { .. } => Tab::Find,
            Self::Request(_) => Tab::Queue,
            Self::Contract(_) | Self::Unknowns => Tab::Renewals,
            Self::Overlap(_) => Tab::Overlaps,
            Self::Person(_) => Tab::People,
            Self::HeldBy(tab, _) => *tab,
        }
    }
}

/// What a view or popup wants done.
#[derive(Clone, PartialEq, Debug)]
pub enum Intent {
    /// Carry out this command as if its key had been pressed.
    Run(Command),
    /// The same, and remember that it was chosen by name.
    Chosen(Command),
    /// Show this on the message line, and keep it among the messages.
    Tell(Notice),
    /// Remark on a key; not kept.
    Hint(String),
    /// Change records. Questions need no intent: `asks` names them.
    Change(Deed),
    /// The same with what was written, whose draft goes once it is done.
    Send {
        /// What is to be done.
        deed: Deed,
        /// What the draft is about.
        about: Topic,
    },
    /// Let one of several lines be picked, by its letter.
    Menu(Menu),
    /// Take the marks off the rows of the view: what they were for is done.
    TakeMarksOff,
    /// Sort the list of the view by the column of this letter; again, the other way round.
    Sort(char),
    /// A line of a menu for the view that opened it.
    Pick(Pick),
    /// Do this if what a menu was about is still what the view's keys act on; else say why not.
    IfThere(Vec<Intent>),
    /// Write the list of the view to a file.
    Export(Format),
    /// Open a box to write in.
    Write(Writing),
    /// Have somebody picked.
    PickPerson {
        /// What for; comes back with the person.
        about: Assignment,
        /// The same for the box's title.
        title: String,
    },
    /// This person was picked and goes to the view.
    Picked {
        /// What the person is to be given, as the view said when it had one picked.
        about: Assignment,
        /// Whoever was picked.
        who: PersonName,
    },
    /// Open the form of a record, or of a new one.
    Form(FormOpening),
    /// Bring in a file.
    Import,
    /// Look so from now on.
    Appearance(Appearance),
    /// Keep this text as a draft.
    Draft {
        /// What is written about, by which the draft is found again.
        about: Topic,
        /// The text so far; empty forgets the draft.
        text: String,
    },
    /// The text is finished and goes to the view.
    Written {
        /// What was written about, by which the view knows what to do with it.
        about: Topic,
        /// What was written, as it was typed.
        text: String,
    },
    /// Go there, in its own view; the way back leads here.
    Go(Destination),
    /// Go to another view; the way back leads here.
    Visit(Tab),
    /// Go back to the view that this was opened from.
    BackTo(Tab),
    /// Press the key of this command, once what was wished for before has come.
    Then(Command),
    /// Show text on a page without borders, to be copied with the mouse.
    Page(String),
    /// Show the letters to the vendors of these contracts, to be copied.
    Letters(Vec<ContractId>),
    /// Hand text to the terminal's clipboard.
    Copy(String),
    /// Write text to the person's copy file.
    CopyToFile(String),
    /// Stay at this school, or at none.
    Scope(Option<SchoolName>),
    /// Have this text written in the person's own editor.
    Edit(String),
    /// Show who changed this record: noun, id, name.
    History(RecordRef, String),
}

impl Intent {
    /// Show who answers for something, among the people.
    pub fn person(who: &PersonName) -> Self {
        Self::Go(Destination::Person(who.id))
    }

    /// Show the card of this product at this school.
    pub fn card(product: ProductId, school: Option<SchoolName>) -> Self {
        Self::Go(Destination::Card { product, school })
    }
}

/// What the loop around `app` must do.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Have the worker answer this.
    Ask(Query),
    /// Have the worker do this.
    Do(Deed, Option<Head>),
    /// Have others told which record is open here to be changed.
    Edits(Option<RecordRef>),
    /// Hand to the terminal's clipboard.
    Copy(String),
    /// Write to the person's copy file, and say where.
    CopyToFile(String),
    /// Keep for the next start.
    Save(Box<Place>),
    /// Paint the next frame whole.
    Redraw,
    /// Have this text written in the person's own editor, and hand it back.
    Edit(String),
    /// Stop until the shell continues the program.
    Suspend,
    /// End with this exit code.
    End(i32),
}
