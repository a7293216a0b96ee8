//! The pieces views and popups are made of. None of them knows a view, a question or a key.

pub mod field;
pub mod hidden;
pub mod list;
pub mod narrow;
pub mod order;
pub mod table;
