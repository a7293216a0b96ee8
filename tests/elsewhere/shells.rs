//! A person's own shell has the terminal back while the program pauses.

use libtest_mimic::Trial;
use portable_pty::CommandBuilder;

use crate::needs::{Need, SHELL, trials};
use crate::window::{Demo, Window};

pub fn tests() -> Vec<Trial> {
    trials!(Need::Shell; a_shell_gets_its_terminal_while_it_pauses, the_shell_has_the_terminal_while_the_program_pauses)
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
