//! `hallpass man` and `hallpass completions`: the command line written down, for `man` and for shells.

use std::io::{self, Write};

use clap::Args;
use clap_mangen::Man;

use super::{Failure, print};

/// `hallpass completions`
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    shell: clap_complete::Shell,
}

impl CompletionsArgs {
    pub(super) fn run(&self, command: &mut clap::Command) {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, command, "hallpass", &mut script);
        // What only the office file knows is asked of it when it is wanted.
        script.extend_from_slice(match self.shell {
            clap_complete::Shell::Bash => include_bytes!("manual/records.bash").as_slice(),
            clap_complete::Shell::Fish => include_bytes!("manual/records.fish").as_slice(),
            clap_complete::Shell::Zsh => include_bytes!("manual/records.zsh").as_slice(),
            _ => &[],
        });
        print::bytes(&script);
    }
}

/// What the exit codes mean, as roff.
const EXITS: &str = r".SH EXIT STATUS
.TP
0
Done, or found.
.TP
1
Refused by a rule, or failed; standard error says what happened and what to do now.
.TP
2
The command line makes no sense.
.TP
3
Nothing matches.
.TP
4
`check` or `alerts \-\-test` found something wrong.
.TP
64
Over SSH nothing was asked for, and there is no terminal for the screens.
.TP
75
The office file was busy for too long, or the region could not be asked; try again.
.TP
101
A mistake of hallpass itself; standard error says where.
.TP
129
The terminal went away, or nobody sat at it for too long.
.TP
130
Stopped by Ctrl\-C; nothing was changed.
";

/// The variables that count, the files, and what people ask first, as roff.
const AROUND: &str = r".SH ENVIRONMENT
.TP
HALLPASS_DB
The office file, as `\-\-db` names it.
.TP
HALLPASS_USER
Who acts, as `\-\-as` says it.
.TP
PGPASSFILE
The file of passwords of regions of districts, where that is not `~/.pgpass`.
.TP
HALLPASS_NOW
The day or the instant it should be, as `\-\-now` says it: for rehearsals.
.TP
HALLPASS_PLAIN
Linear text, one fact a line, as `\-\-plain` asks for it; empty, 0 and false are no.
.TP
HALLPASS_EXPORT_DIR
Where the screens write the lists that are exported; ~/hallpass where it is not set.
.TP
NO_COLOR
Set to anything: no colour.
.TP
XDG_DATA_HOME, HOME
Below these the office file is where none is named.
.TP
TERM, COLORTERM, LANG
How the screens are drawn; `dumb` is the prompt of `\-\-plain`.
.SH FILES
.TP
$XDG_DATA_HOME/hallpass/office.db
The office file where none is named; else ~/.local/share/hallpass/office.db. SQLite keeps files ending in `\-wal` and
`\-shm` beside it.
.TP
/var/lib/hallpass/office.db
The office file of a host that people come to over SSH by their own keys.
.TP
~/hallpass
Lists that the screens export.
.SH EXAMPLES
.TP
May they use it there?
hallpass status kahoot lincoln
.TP
A list for another program
hallpass renewals \-\-within 45 \-\-json
.TP
A workbook to send
hallpass export renewals \-\-format xlsx \-o renewals.xlsx
.TP
What the board reads
hallpass renewal packet \-o packet.html
.TP
The pages for teachers and families, each night
0 5 * * * hallpass publish /srv/www/apps
.TP
What is due, mailed by cron where something is
0 7 * * 1\-5 hallpass digest \-\-for nguyen
.TP
Whether it is told at all
30 7 * * * hallpass alerts \-\-test \-\-quiet
";

/// `hallpass man`: one page that holds every command.
pub(super) fn man(command: clap::Command) -> Result<(), Failure> {
    let mut page = Vec::new();
    write_page(command, &mut page).map_err(|why| {
        Failure::refused(
            format!("the manual could not be written: {why}"),
            "try again",
        )
    })?;
    print::bytes(&page);
    Ok(())
}

fn write_page(command: clap::Command, page: &mut Vec<u8>) -> io::Result<()> {
    let head = Man::new(command.clone());
    head.render_title(page)?;
    head.render_name_section(page)?;
    head.render_synopsis_section(page)?;
    head.render_description_section(page)?;
    head.render_options_section(page)?;
    page.write_all(b".SH COMMANDS\n")?;
    write_commands(&command, "hallpass", page)?;
    page.write_all(EXITS.as_bytes())?;
    page.write_all(AROUND.as_bytes())
}

/// Each command below `parent` with what it takes, the commands below it after it.
fn write_commands(parent: &clap::Command, path: &str, page: &mut Vec<u8>) -> io::Result<()> {
    for command in parent.get_subcommands() {
        let path = format!("{path} {}", command.get_name());
        let named = command.clone().bin_name(&path).disable_help_flag(true);
        let man = Man::new(named);
        let mut part = Vec::new();
        man.render_synopsis_section(&mut part)?;
        man.render_description_section(&mut part)?;
        if command.get_arguments().next().is_some() {
            man.render_options_section(&mut part)?;
        }
        // The same sections as the page's own, one step lower.
        let part = String::from_utf8_lossy(&part)
            .replace(".SH SYNOPSIS", &format!(".SS {path}"))
            .replace(".SH DESCRIPTION", ".PP")
            .replace(".SH OPTIONS\n", "");
        page.write_all(part.as_bytes())?;
        write_commands(command, &path, page)?;
    }
    Ok(())
}
