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
The office file was busy for too long; try again.
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
    page.write_all(EXITS.as_bytes())
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
