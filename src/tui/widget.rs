//! The pieces views and popups are made of. None of them knows a view, a question or a key.

pub mod chart;
pub mod field;
pub mod filter;
pub mod hidden;
pub mod layout;
pub mod list;
pub mod list_table;
pub mod order;
pub mod reading;
pub mod table;
pub mod tabs;
