//! The screens.

pub mod ask;
pub mod decode;
pub mod event;
pub mod input;
pub mod key;
pub mod painter;
pub mod signals;
pub mod terminal;
pub mod watch;
