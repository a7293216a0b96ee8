//! A person's own shell has the terminal back while the program pauses, and completes what one types for it.

use std::path::Path;
use std::process::Command;

use libtest_mimic::Trial;
use portable_pty::CommandBuilder;

use crate::needs::{Need, SHELL, trials};
use crate::window::{Demo, Window};

pub fn tests() -> Vec<Trial> {
    let mut tests = trials!(Need::Shell; a_shell_gets_its_terminal_while_it_pauses, the_shell_has_the_terminal_while_the_program_pauses);
    tests.extend(trials!(Need::Zsh; zsh_completes_commands_their_words_and_what_the_office_knows));
    tests
}

/// Tab in a real zsh: a command, a word of a closed choice, and by the program a contract, a product and a login.
fn zsh_completes_commands_their_words_and_what_the_office_knows() {
    let demo = Demo::make();
    let program = Path::new(env!("CARGO_BIN_EXE_hallpass"));
    let folder = demo.directory.path().join("completions");
    std::fs::create_dir(&folder).unwrap();
    let script = Command::new(program)
        .args(["completions", "zsh"])
        .output()
        .unwrap();
    std::fs::write(folder.join("_hallpass"), script.stdout).unwrap();
    let mut command = CommandBuilder::new("zsh");
    command.args(["-f", "-i"]);
    demo.dress(&mut command);
    command.env("HALLPASS_DB", demo.file());
    command.env("FOLDER", &folder);
    command.env("PROGRAMS", program.parent().unwrap());
    command.env("PS1", "zsh %h> ");
    let mut window = Window::start(command);
    window.wait_for("zsh 1> ");
    window.press(
        "path=($PROGRAMS $path) fpath=($FOLDER $fpath); autoload -Uz compinit && compinit -u -D\n",
    );
    window.wait_for("zsh 2> ");
    for (typed, completed) in [
        ("hallpass renewals --wit", "hallpass renewals --within="),
        ("hallpass renewal deci", "hallpass renewal decide "),
        (
            "hallpass renewal decide C-117 canc",
            "hallpass renewal decide C-117 cancel ",
        ),
        ("hallpass overlaps --kind O", "O1"),
        ("hallpass renewal show C-10", "C-101"),
        (
            "hallpass status quizmallow\\ sch",
            "hallpass status Quizmallow\\ School ",
        ),
        (
            "hallpass digest --for gferr",
            "hallpass digest --for gferrandine ",
        ),
        ("hallpass import contr", "hallpass import contracts "),
    ] {
        window.press(typed);
        window.wait_for(typed);
        window.press("\t");
        window.wait_for(completed);
        // The line is taken back before the next one.
        window.press("\x15\x0cnothing");
        window.wait_for("> nothing");
        window.press("\x15");
    }
    window.press("exit\n");
    window.end();
}

fn a_shell_gets_its_terminal_while_it_pauses() {
    let shell = SHELL;
    let mut command = CommandBuilder::new(shell);
    command.args(["--norc", "--noprofile", "-i"]);
    command.env("PS1", "shell \\#> ");
    let mut window = Window::start(command);
    window.wait_for("shell 1> ");
    let exe = std::env::current_exe().unwrap();
    window.press(&format!(
        "{} --exact inside_the_terminal --nocapture\n",
        exe.display()
    ));
    window.wait_for("> School 1\n");
    window.press("jj\x1a");
    window.wait_for("hallpass is paused. Type fg and Enter.");
    window.wait_for("shell 2> ");
    assert!(!window.screen.screen().alternate_screen());
    window.press("echo still $((40+2))\n");
    window.wait_for("shell 3> ");
    assert!(window.screen.screen().contents().contains("still 42"));
    window.press("fg\n");
    window.wait_for("> School 3\n");
    assert!(window.screen.screen().alternate_screen());
    window.press("Q");
    window.wait_for("shell 4> ");
    window.press("exit\n");
    window.end();
}

fn the_shell_has_the_terminal_while_the_program_pauses() {
    let shell = SHELL;
    let demo = Demo::make();
    let mut command = CommandBuilder::new(shell);
    command.args(["--norc", "--noprofile", "-i"]);
    demo.dress(&mut command);
    command.env("PS1", "shell \\#> ");
    let mut window = Window::start(command);
    window.wait_for("shell 1> ");
    let program = env!("CARGO_BIN_EXE_hallpass");
    window.press(&format!("{program} --db {}\n", demo.file().display()));
    window.open_finder();
    window.press("quizmal lin");
    window.wait_for("YES at Linden Hollow ES");
    window.press("\x1a");
    window.wait_for("hallpass is paused. Type fg and Enter.");
    window.wait_for("shell 2> ");
    assert!(!window.screen.screen().alternate_screen());
    window.press("fg\n");
    window.wait_for("YES at Linden Hollow ES");
    assert!(window.screen.screen().alternate_screen());
    window.press("\x1b");
    window.wait_for("Q quit");
    window.press("Q");
    window.wait_for("shell 3> ");
    window.press("exit\n");
    window.end();
}
