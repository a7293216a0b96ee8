//! Text that is compared with what somebody has read and accepted: a screen, a page of help.

use std::path::Path;

/// Compares text with `tests/FOLDER/snapshots/NAME.snap`. `INSTA_UPDATE=always` writes it anew, and `cargo insta
/// review` asks for each that differs.
pub fn snapshot(folder: &str, name: &str, now: &str) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(tests.join(folder).join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, now));
}
