//! Parse, call, exit code. Names the clock, the person and the terminal, and hands them down.

use std::process::ExitCode;

fn main() -> ExitCode {
    let world = hallpass::cli::World {
        now: chrono::Utc::now(),
        today: chrono::Local::now().date_naive(),
    };
    ExitCode::from(hallpass::cli::run(std::env::args_os(), world))
}
