//! Whether what the program shows now is to be kept as right, instead of being compared with what was kept.

/// True where `HALLPASS_BLESS` is set by a person. Nobody reads what a machine blesses, so there it is refused.
pub fn blessed() -> bool {
    let asked = std::env::var_os("HALLPASS_BLESS").is_some();
    assert!(
        !asked || std::env::var_os("CI").is_none(),
        "HALLPASS_BLESS and CI are both set: no machine says that a changed screen is right"
    );
    asked
}
