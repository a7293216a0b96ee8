//! Parse, call, exit code. Names the clock, the person and the terminal, and hands them down.

use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    // A file that may not grow (`ulimit -f`) then answers a write with an error we can tell, and does not
    // end us in the middle of it. Where no handler can be set, all stays as the system has it.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    let world = hallpass::cli::World {
        now: chrono::Utc::now(),
        today: chrono::Local::now().date_naive(),
    };
    ExitCode::from(hallpass::cli::run(std::env::args_os(), world))
}
