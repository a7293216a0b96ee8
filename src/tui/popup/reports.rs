//! What no key makes, and a command of the command line does: found among all that is found by name, with the command.

/// A report that a command makes.
pub struct Report {
    /// What it is.
    pub title: &'static str,
    /// The command, without the program's name; what stands in capitals is to be filled in.
    pub command: &'static str,
    /// Other words for it.
    pub words: &'static str,
    /// It is for whoever sits at the host.
    pub at_host: bool,
}

const fn report(title: &'static str, command: &'static str, words: &'static str) -> Report {
    Report {
        title,
        command,
        words,
        at_host: false,
    }
}

impl Report {
    const fn at_host(mut self) -> Report {
        self.at_host = true;
        self
    }
}

/// Every one of them.
pub const REPORTS: [Report; 10] = [
    report(
        "Board packet, a page to print",
        "renewal packet --format html",
        "meeting agenda report renewals",
    ),
    report(
        "Pages for teachers and families",
        "publish FOLDER",
        "public web site publish families list",
    )
    .at_host(),
    report(
        "Mail of what is due for somebody",
        "digest --for LOGIN --mail",
        "cron daily reminder",
    ),
    report(
        "What is told next, and to whom",
        "alerts",
        "monitoring cron mail",
    ),
    report(
        "The director's page as text",
        "dashboard",
        "overview summary report",
    ),
    report(
        "The waste ledger as a table",
        "waste --csv",
        "money risk idle report",
    ),
    report(
        "What no group is taught",
        "gaps --csv",
        "standards holes report",
    ),
    report(
        "All of history as a table",
        "export history --format csv",
        "audit log changes report",
    ),
    report(
        "Is the office file sound?",
        "check",
        "damage integrity test",
    ),
    report(
        "Every record, to move away",
        "dump FILE",
        "json lines all copy",
    )
    .at_host(),
];
