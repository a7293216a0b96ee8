//! What a key can mean, in the office's words.
//! Named by `keymap`, carried out by `app`, views and popups. Knows no keys and no views.

use crate::domain::request::ItemResult;

/// A view: one with a place among the tabs, or a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Tab {
    /// What is asked for and not decided.
    Queue,
    /// Which contracts end, and by when somebody must say no.
    Renewals,
    /// What each school has, pays for and uses.
    Schools,
    /// Where the district pays twice.
    Overlaps,
    /// May this be used here?
    Find,
    /// What is at risk, why, and what to do first.
    Dash,
    /// Where groups fall short of a standard, and what we have for it.
    Standards,
    /// Who works here: a page without a number.
    People,
}

impl Tab {
    /// All tabs that have a number, from left to right.
    pub const ALL: [Self; 7] = [
        Self::Queue,
        Self::Renewals,
        Self::Schools,
        Self::Overlaps,
        Self::Find,
        Self::Dash,
        Self::Standards,
    ];

    /// The word on the tab, also what the saved place calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queue => "Queue",
            Self::Renewals => "Renewals",
            Self::Schools => "Schools",
            Self::Overlaps => "Overlaps",
            Self::Find => "Find",
            Self::Dash => "Dashboard",
            Self::Standards => "Standards",
            Self::People => "People",
        }
    }

    /// The same where a line is short.
    pub fn short(self) -> &'static str {
        match self {
            Self::Renewals => "Renew",
            Self::Overlaps => "Overlap",
            Self::Dash => "Dash",
            Self::Standards => "Stand",
            Self::Queue | Self::Schools | Self::Find | Self::People => self.name(),
        }
    }

    /// The same where even that is too long.
    pub fn shortest(self) -> &'static str {
        match self {
            Self::Standards => "Std",
            other => other.short(),
        }
    }

    /// Is it a page, without a place among the tabs? From one the way back leads to where the person came from.
    pub fn is_page(self) -> bool {
        !Self::ALL.contains(&self)
    }
}

/// What the person wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Command {
    /// Go to a view.
    Show(Tab),
    /// Go to the finder with its box open and empty.
    FindProduct,
    /// Narrow this list by typing.
    Filter,
    /// Pick the school all views stay at.
    Scope,
    /// Choose the order of this list.
    SortMenu,
    /// The other layout of this view.
    Layout,
    /// The focused pane alone, and back.
    Zoom,
    /// Next row.
    Down,
    /// Previous row.
    Up,
    /// Left, or out of something.
    Left,
    /// Right, or into something.
    Right,
    /// First row.
    First,
    /// Last row.
    Last,
    /// Half a page down.
    PageDown,
    /// Half a page up.
    PageUp,
    /// The other pane, down.
    ScrollDown,
    /// The other pane, up.
    ScrollUp,
    /// Focus the next pane.
    NextPane,
    /// Focus the previous pane.
    PreviousPane,
    /// The tab, month or year before.
    PreviousTab,
    /// The next tab, month or year.
    NextTab,
    /// The fiscal year before.
    PreviousYear,
    /// The next fiscal year.
    NextYear,
    /// To what is due now.
    Now,
    /// Look inside the row; never decides anything.
    Open,
    /// One level out.
    Back,
    /// Leave; place and drafts are kept.
    Quit,
    /// Decide about the row, by a menu.
    Decide,
    /// Take the next one that is due for me, and open it.
    NextForMe,
    /// The row is mine, or not mine any more.
    Take,
    /// The row is somebody's.
    Who,
    /// Answer the item under the cursor; none clears it.
    Answer(Option<ItemResult>),
    /// Change the fields of the row.
    Edit,
    /// Add a note to the row.
    Note,
    /// What was typed becomes another name of the row's product.
    Meant,
    /// Begin a new record.
    New,
    /// Mark the row and move on.
    Mark,
    /// Mark all rows shown, or none.
    MarkAll,
    /// Take back my last change.
    Undo,
    /// Put back what I took back.
    Redo,
    /// The card of the row's product.
    Product,
    /// What belongs to the row.
    Related,
    /// What is to be done next: a letter to be sent, a reply, what a file left open.
    NextStep,
    /// Who changed the row.
    History,
    /// The messages seen so far.
    Messages,
    /// Copy the answer line.
    Copy,
    /// Copy in another form.
    CopyMenu,
    /// Write the list to a file.
    ExportMenu,
    /// Ask the records again.
    Refresh,
    /// Paint the screen anew.
    Redraw,
    /// The keys that work here.
    Help,
    /// All commands by name.
    Palette,
    /// Bring in a file.
    Import,
    /// Leave this file and look around in a made-up district.
    Demo,
    /// Begin a new school.
    AddSchool,
    /// Add somebody to the people.
    AddPerson,
    /// Begin a new product.
    AddProduct,
    /// Begin a new contract.
    AddContract,
    /// Somebody asks for a product.
    NewRequest,
    /// Something happened with the row's product.
    AddIncident,
    /// A day of the district's calendar.
    AddDay,
    /// The district's policy, to read and to change.
    Policy,
    /// Who answers for each product.
    Owners,
    /// Who is trained in each product.
    Training,
    /// The next set of colors.
    Colors,
    /// Plain ASCII lines, and back.
    Ascii,
    /// Copy the office file.
    Backup,
    /// What to try in each view, with names that the made-up district has.
    Tour,
    /// Stop what is running.
    Cancel,
    /// Back to the shell for a while.
    Suspend,

    /// A character typed into a box, or a letter picked in a menu.
    Type(char),
    /// Take what is highlighted or written.
    Accept,
    /// Leave the box, menu or page.
    Close,
    /// Finish the word.
    Complete,
    /// Delete before the cursor.
    Backspace,
    /// Delete under the cursor.
    Delete,
    /// Delete the word before the cursor.
    DeleteWord,
    /// Delete up to the start of the line; in a picker the whole line.
    DeleteToStart,
    /// Delete to the end of the line.
    DeleteToEnd,
    /// Cursor to the start of the line.
    LineStart,
    /// Cursor to the end of the line.
    LineEnd,
    /// Begin a new line inside a note.
    NewLine,
    /// Put the field back as it was.
    Restore,
    /// Throw the draft away; said twice.
    Discard,
    /// Write a note in the person's own editor.
    Editor,
    /// Write what was typed to the records.
    Save,
    /// Step into the list beside the form, and down it.
    FromBeside,
}

impl Command {
    /// Whether it changes records, so that a read-only file refuses it.
    pub fn is_change(self) -> bool {
        self.is_edit()
            || matches!(
                self,
                Self::Note | Self::Undo | Self::Redo | Self::New | Self::NewRequest
            )
    }

    /// Whether it changes records in a way that the help desk may not.
    pub fn is_edit(self) -> bool {
        matches!(
            self,
            Self::Edit
                | Self::Decide
                | Self::NextForMe
                | Self::Take
                | Self::Who
                | Self::Answer(_)
                | Self::Import
                | Self::AddSchool
                | Self::AddPerson
                | Self::AddProduct
                | Self::AddContract
                | Self::AddIncident
                | Self::AddDay
                | Self::Meant
        )
    }

    /// Whether it acts on rows, so that a key typed ahead has to wait until they are there.
    pub fn needs_rows(self) -> bool {
        matches!(
            self,
            Self::Down
                | Self::Up
                | Self::First
                | Self::Last
                | Self::PageDown
                | Self::PageUp
                | Self::Left
                | Self::Right
                | Self::ScrollDown
                | Self::ScrollUp
                | Self::Layout
                | Self::NextPane
                | Self::PreviousPane
                | Self::Open
                | Self::PreviousTab
                | Self::NextTab
                | Self::PreviousYear
                | Self::NextYear
                | Self::Now
                | Self::Decide
                | Self::Take
                | Self::Who
                | Self::Answer(_)
                | Self::Accept
                | Self::Complete
                | Self::DeleteToStart
                | Self::Edit
                | Self::Note
                | Self::Mark
                | Self::MarkAll
                | Self::Product
                | Self::Related
                | Self::NextStep
                | Self::History
                | Self::Copy
                | Self::CopyMenu
                | Self::ExportMenu
                | Self::FromBeside
                | Self::AddIncident
                | Self::Meant
        )
    }

    /// Whether it says what somebody thinks of all that was answered, so that it waits until the last
    /// answer is written and read again.
    pub fn weighs_answers(self) -> bool {
        matches!(self, Self::Decide | Self::Take | Self::Who | Self::NextStep)
    }

    /// Whether it concerns the whole screen, so that no view has to offer it.
    pub fn is_for_every_view(self) -> bool {
        matches!(
            self,
            Self::Show(_)
                | Self::FindProduct
                | Self::Scope
                | Self::NextForMe
                | Self::Undo
                | Self::Redo
                | Self::NextStep
                | Self::Copy
                | Self::CopyMenu
                | Self::Refresh
                | Self::Messages
                | Self::Help
                | Self::Redraw
                | Self::Suspend
                | Self::Quit
                | Self::Import
                | Self::Demo
                | Self::Tour
                | Self::AddSchool
                | Self::AddPerson
                | Self::AddProduct
                | Self::AddContract
                | Self::AddDay
                | Self::NewRequest
                | Self::Policy
                | Self::Owners
                | Self::Training
                | Self::Colors
                | Self::Ascii
                | Self::Backup
        )
    }

    /// Whether its key does something in every view; any other has a use in those that offer it.
    pub fn works_everywhere(self) -> bool {
        self.is_for_every_view()
            || self.is_move()
            || matches!(
                self,
                Self::New | Self::Left | Self::Right | Self::Back | Self::Cancel | Self::Palette
            )
    }

    /// Whether it moves the cursor through rows.
    pub fn is_move(self) -> bool {
        matches!(
            self,
            Self::Down | Self::Up | Self::First | Self::Last | Self::PageDown | Self::PageUp
        )
    }

    /// Whether it only moves the cursor about, or out of something; such commands are keys, not palette entries.
    pub fn is_movement(self) -> bool {
        self.is_move()
            || matches!(
                self,
                Self::Left
                    | Self::Right
                    | Self::ScrollDown
                    | Self::ScrollUp
                    | Self::NextPane
                    | Self::PreviousPane
                    | Self::Accept
                    | Self::Complete
                    | Self::Close
                    | Self::Back
                    | Self::Cancel
                    | Self::Palette
            )
    }
}
