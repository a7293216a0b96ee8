//! Parse, call, exit code. Names the clock, the environment and the way out, and hands them down.

#![forbid(unsafe_code)]

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use hallpass::cli::{self, Next, Screens, ScreensOn, guarded};
use hallpass::domain::zone::Zone;
use hallpass::tui::{self, ScreensEnded};

fn main() -> ExitCode {
    // A file that may not grow (`ulimit -f`) then answers a write with an error we can tell, and does not
    // end us in the middle of it. Where no handler can be set, all stays as the system has it.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    let args: Vec<OsString> = std::env::args_os().collect();
    let program = std::env::current_exe();
    if guarded::is_session(&args)
        && let Some(known) = guarded::cleaned(std::env::vars_os())
    {
        return begin_again(program, &args, known);
    }
    let world = cli::World {
        now: now(),
        clock: now,
        zone: machine_zone(),
        program: program.ok(),
    };
    let code = match cli::run(args, world) {
        Next::Exit(code) => code,
        Next::Screens(screens) => show(*screens),
    };
    ExitCode::from(code)
}

/// Becomes the same command with no other variables than these: nothing that comes along from outside is ever read.
/// Comes back only where that fails.
fn begin_again(
    program: io::Result<PathBuf>,
    args: &[OsString],
    known: Vec<(OsString, OsString)>,
) -> ExitCode {
    let again = |program| {
        let mut again = Command::new(program);
        again.args(args.iter().skip(1)).env_clear().envs(known);
        again.exec()
    };
    let error = program.map_or_else(|error| error, again);
    let failure = cli::Failure::Refused(format!("the session could not begin: {error}"), None);
    ExitCode::from(cli::report(&failure))
}

fn show(screens: Screens) -> u8 {
    let who = screens.stamp.who.clone();
    let world = tui::start::Startup {
        stamp: screens.stamp,
        given: screens.given,
        machine: screens.machine,
        now,
        ascii: screens.ascii,
        no_color: screens.no_color,
        end: |code| std::process::exit(code),
        variable: |name| std::env::var(name).ok(),
    };
    let opened = match screens.on {
        ScreensOn::Office(store) => tui::start::setup(*store, world).map_err(cli::Failure::from),
        ScreensOn::Region(address) => Ok(tui::start::setup_region(&address, world)),
    };
    let ended = opened.and_then(|setup| tui::run(setup).map_err(cli::Failure::from));
    match ended {
        Ok(ScreensEnded {
            code: tui::event::TO_DEMO,
            ..
        }) => look_around(&who),
        Ok(ScreensEnded { code, told }) => {
            if let Some(why) = told {
                cli::tell(&why);
            }
            u8::try_from(code).unwrap_or(1)
        }
        Err(failure) => cli::report(&failure),
    }
}

/// Becomes `hallpass demo`: the terminal is given back, and threads and file of this office end with us.
/// Comes back only where that fails.
fn look_around(who: &str) -> u8 {
    let program = std::env::current_exe().unwrap_or_else(|_| "hallpass".into());
    let error = Command::new(program).args(["--as", who, "demo"]).exec();
    cli::report(&cli::Failure::from(error))
}

/// The zone this machine is set to, whatever `TZ` says: `TZ` is a person's, and a file is many people's.
fn machine_zone() -> Zone {
    let name = iana_time_zone::get_timezone().unwrap_or_default();
    Zone::named(&name).unwrap_or_else(|_| Zone::utc())
}

fn now() -> DateTime<Utc> {
    Utc::now()
}
