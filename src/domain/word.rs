//! What a district's own words mean in its files: said once, remembered, and used by every import after.

use std::collections::HashMap;

use super::record::record;
use super::refusal::Refusal;
use super::text::key;

/// The files of a name: those of every kind.
pub const EVERY_FILE: &str = "all";

record! {
    /// That a word of the district's files means something hallpass knows.
    Word(WordId) keyed by ["files", "field", "theirs"] {
        /// The files that say it: a kind of import, or [`EVERY_FILE`] for the name of a school, a product,
        /// a vendor or a person.
        files: String,
        /// The field it stands in.
        field: String,
        /// The word as the files have it.
        theirs: String,
        /// What hallpass reads instead; nothing where the word says nothing.
        ours: String,
    } check(word) {
        if key(&word.theirs).is_empty() {
            return Err(Refusal::new("theirs", "a word that is remembered needs a letter, a digit or a sign"));
        }
        if word.field.is_empty() || word.files.is_empty() {
            return Err(Refusal::new("field", format!("`{}` needs the field and the files it stands in", word.theirs)));
        }
        Ok(())
    }
}

/// What a word means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The record that remembers it, where one does.
    pub id: Option<WordId>,
    /// The word as the files have it.
    pub theirs: String,
    /// What is read instead.
    pub ours: String,
    /// Was it said for this import, and not remembered so before?
    pub is_new: bool,
}

/// The words of one field, by their folded spelling.
pub type Heard = HashMap<String, Meaning>;

/// Every word the office remembers.
#[derive(Debug, Clone, Default)]
pub struct RememberedWords {
    fields: HashMap<(String, String), Heard>,
}

impl RememberedWords {
    /// Enters a word that is remembered.
    pub fn add(&mut self, word: &Word) {
        let meaning = Meaning {
            id: Some(word.id),
            theirs: word.theirs.clone(),
            ours: word.ours.clone(),
            is_new: false,
        };
        self.field(&word.files, &word.field)
            .insert(key(&word.theirs), meaning);
    }

    /// Enters a word that is said for this import; what was remembered of it gives way.
    pub fn say(&mut self, (files, field): (&str, &str), theirs: &str, ours: &str) {
        let heard = self.field(files, field);
        let before = heard.get(&key(theirs));
        if before.is_some_and(|before| before.ours == ours) {
            return;
        }
        let meaning = Meaning {
            id: before.and_then(|before| before.id),
            theirs: theirs.to_owned(),
            ours: ours.to_owned(),
            is_new: true,
        };
        heard.insert(key(theirs), meaning);
    }

    /// The words of a field, if there are any.
    pub fn heard(&self, (files, field): (&str, &str)) -> Option<&Heard> {
        self.fields.get(&(files.to_owned(), field.to_owned()))
    }

    /// The words that are said for this import: files, field, meaning.
    pub fn new_ones(&self) -> impl Iterator<Item = (&str, &str, &Meaning)> {
        let fields = self.fields.iter();
        fields.flat_map(|((files, field), heard)| {
            let new = heard.values().filter(|meaning| meaning.is_new);
            new.map(move |meaning| (files.as_str(), field.as_str(), meaning))
        })
    }

    fn field(&mut self, files: &str, field: &str) -> &mut Heard {
        let at = (files.to_owned(), field.to_owned());
        self.fields.entry(at).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_however_it_is_spelled_and_the_newest_saying_holds() {
        let mut words = RememberedWords::default();
        words.add(&Word {
            id: WordId(7),
            version: 1,
            files: "approvals".into(),
            field: "status".into(),
            theirs: "Do Not Use".into(),
            ours: "denied".into(),
        });
        let said = |words: &RememberedWords| {
            let heard = words.heard(("approvals", "status")).unwrap();
            let meaning = &heard[&key("DO-NOT-USE")];
            (meaning.ours.clone(), meaning.id, meaning.is_new)
        };
        words.say(("approvals", "status"), "do not use", "denied");
        assert_eq!(said(&words), ("denied".into(), Some(WordId(7)), false));
        words.say(("approvals", "status"), "do not use", "suspended");
        assert_eq!(said(&words), ("suspended".into(), Some(WordId(7)), true));
        assert_eq!(words.new_ones().count(), 1);
        assert!(words.heard(("approvals", "audience")).is_none());
    }
}
