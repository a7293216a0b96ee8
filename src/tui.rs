//! The screens.

pub mod ask;
pub mod canvas;
pub mod command;
pub mod decode;
pub mod event;
pub mod input;
pub mod key;
pub mod keymap;
pub mod notice;
pub mod painter;
pub mod signals;
pub mod terminal;
pub mod theme;
pub mod watch;
pub mod widget;
