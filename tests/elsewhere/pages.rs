//! The pages for teachers and families in a real browser, without a screen.

use std::path::Path;
use std::process::Command;

use libtest_mimic::Trial;

use crate::desk::Desk;
use crate::needs::{Need, browser, page_tools, trials};

pub fn tests() -> Vec<Trial> {
    trials!(Need::Browser; the_pages_work_on_a_phone_under_a_strict_policy_and_without_scripts)
}

fn the_pages_work_on_a_phone_under_a_strict_policy_and_without_scripts() {
    let desk = Desk::demo();
    desk.ok("policy set public approved-and-conditions --reason asked");
    desk.file(
        "words.txt",
        "Ask before you use another one.\n[es]\nPregunte antes.\n[ar]\nاسأل أولا\n",
    );
    desk.ok("publish pages --words words.txt");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/elsewhere/pages.mjs");
    let looked = Command::new("node")
        .arg(script)
        .arg(page_tools())
        .arg(desk.path("pages"))
        .arg(browser().unwrap())
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&looked.stdout),
        String::from_utf8_lossy(&looked.stderr),
    );
    assert!(looked.status.success(), "{out}{err}");
}
