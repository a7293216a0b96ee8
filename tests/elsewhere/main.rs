//! What needs something that this machine may not have: real files by other people, root and a second user, a shell.
//! Where it is not there the test counts as ignored, and the last lines say how many and why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod demo;
mod files;
mod finder;
mod identity;
mod import;
mod machine;
mod nasty;
mod needs;
mod package;
mod pages;
mod postgres;
mod read_only;
mod region;
mod results;
mod rights;
mod setup;
mod shells;
mod sshd;
#[path = "../support/mod.rs"]
mod support;

use std::process::ExitCode;

use libtest_mimic::{Arguments, run};
use support::{desk, district as made_up, hostile, imports, office_file, program, seen, window};

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
        package::tests,
        pages::tests,
        read_only::tests,
        region::tests,
        results::tests,
        rights::tests,
        setup::tests,
        shells::tests,
        sshd::tests,
    ];
    let tests: Vec<_> = modules.iter().flat_map(|tests| tests()).collect();
    let why_not = needs::why_not(&tests);
    let conclusion = run(&arguments, tests);
    if conclusion.num_ignored > 0 && arguments.filter.is_none() {
        why_not.iter().for_each(|line| println!("{line}"));
    }
    conclusion.exit_code()
}
