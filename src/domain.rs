//! What is true in the office. Nothing here touches the world: no SQL, no terminal, no files, no clock.

pub mod grade;
pub mod money;
pub mod text;
