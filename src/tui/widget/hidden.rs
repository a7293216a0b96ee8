//! What hides rows of a list, and the keys that show them again: said where a list is empty or shows a part.

/// A filter, a school, or both.
#[derive(Default)]
pub struct Hidden {
    what: Vec<String>,
    keys: Vec<&'static str>,
}

impl Hidden {
    /// By the words typed into the filter, and by the school that all views stay at.
    pub fn by(words: Option<&str>, school: Option<&str>) -> Hidden {
        let mut hidden = Hidden::default();
        if let Some(words) = words {
            hidden.what.push(format!("Filter \"{words}\""));
            hidden.keys.push("Esc clears the filter");
        }
        if let Some(school) = school {
            hidden.what.push(format!("scope {school}"));
            hidden.keys.push("@ Enter clears the school");
        }
        hidden
    }

    /// Does nothing hide rows?
    pub fn is_nothing(&self) -> bool {
        self.what.is_empty()
    }

    /// What hides them, with commas between.
    pub fn what(&self) -> String {
        self.what.join(", ")
    }

    /// The keys, each with what it does.
    pub fn keys(&self) -> &[&'static str] {
        &self.keys
    }

    /// The sentence of a list of which nothing is shown.
    pub fn none_of(&self, all: usize) -> String {
        format!(
            "0 of {all} shown. {}. {}.",
            self.what(),
            self.keys.join(", ")
        )
    }
}
