//! What needs something that this machine may not have: real files by other people, root and a second user, a shell.
//! Where it is not there the test counts as ignored, and the last lines say how many and why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "elsewhere/demo.rs"]
mod demo;
#[path = "cli/desk.rs"]
mod desk;
#[path = "elsewhere/files.rs"]
mod files;
#[path = "elsewhere/finder.rs"]
mod finder;
#[path = "support/hostile.rs"]
mod hostile;
#[path = "elsewhere/identity.rs"]
mod identity;
#[path = "elsewhere/import.rs"]
mod import;
#[path = "support/imports.rs"]
mod imports;
#[path = "support/district.rs"]
mod made_up;
#[path = "elsewhere/nasty.rs"]
mod nasty;
#[path = "elsewhere/needs.rs"]
mod needs;
#[path = "support/office_file.rs"]
mod office_file;
#[path = "support/program.rs"]
mod program;
#[path = "elsewhere/read_only.rs"]
mod read_only;
#[path = "elsewhere/rights.rs"]
mod rights;
#[path = "support/seen.rs"]
mod seen;
#[path = "elsewhere/shells.rs"]
mod shells;
#[path = "support/window.rs"]
mod window;

use std::process::ExitCode;

use libtest_mimic::{Arguments, run};

fn main() -> ExitCode {
    // Some tests run this program as the one they look at.
    window::inside();
    if rights::opens_the_file_it_is_told() {
        return ExitCode::SUCCESS;
    }
    let arguments = Arguments::from_args();
    let modules = [
        demo::tests,
        files::tests,
        finder::tests,
        identity::tests,
        import::tests,
        nasty::tests,
        read_only::tests,
        rights::tests,
        shells::tests,
    ];
    let tests: Vec<_> = modules.iter().flat_map(|tests| tests()).collect();
    let why_not = needs::why_not(&tests);
    let conclusion = run(&arguments, tests);
    if conclusion.num_ignored > 0 && arguments.filter.is_none() {
        why_not.iter().for_each(|line| println!("{line}"));
    }
    conclusion.exit_code()
}
