//! What is asked of a whole region, by its own screens.

pub use crate::domain::region::shared::{SharedList, SharedRow};

/// Which list, narrowed by which words, and how many rows of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SharedOf {
    /// The list.
    pub list: SharedList,
    /// How the names of its products begin, or other names of them; all where nothing is said.
    pub words: String,
    /// So many rows, counted from the first.
    pub rows: usize,
}

/// The rows that were asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct SharedPage {
    /// The rows.
    pub rows: Vec<SharedRow>,
    /// There are more.
    pub more: bool,
}
