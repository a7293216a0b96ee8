//! What the district words itself, and deeds on it: its checklists, its letter to vendors, and what its own words
//! mean in its files.

use std::sync::Arc;

use super::{Office, Receipt};
use crate::domain::change::Change;
use crate::domain::checklist::ChecklistEdition;
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::request::Track;
use crate::domain::setting::{LETTER_NOTICE, Setting};
use crate::domain::word::Word;
use crate::store::Error;

impl Office {
    /// The items of a checklist in this edition; none where there is no such edition.
    pub fn checklist(
        &self,
        track: Track,
        edition: i64,
    ) -> Result<Option<Arc<ChecklistEdition>>, Error> {
        match self.store.checklist(track, edition) {
            Ok(list) => Ok(Some(list)),
            Err(Error::Missing { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The same as the text it was written in.
    pub fn checklist_text(&self, track: Track, edition: i64) -> Result<String, Error> {
        self.store.checklist_text(track, edition)
    }

    /// The edition that reviews begin with now.
    pub fn newest_edition(&self, track: Track) -> Result<i64, Error> {
        self.store.newest_edition(track)
    }

    /// The district's own template of the letter that ends a contract; none where the one that ships will do.
    pub fn own_letter_template(&self) -> Result<Option<String>, Error> {
        self.store.setting(LETTER_NOTICE)
    }

    /// What the district's own words mean in its files, by field.
    pub fn words_of_files(&self) -> Result<Vec<Word>, Error> {
        self.store.words()
    }

    /// Takes a checklist as its next edition; `text` is what it was read from. Reviews that have begun keep theirs.
    pub fn next_edition(&mut self, list: &ChecklistEdition, text: &str) -> Result<Receipt, Error> {
        let (track, edition) = (list.track, list.edition);
        let put = Put::new(Kind::Checklist)
            .with("track", track)
            .with("edition", edition)
            .with("text", text.to_owned())
            .with("made_on", self.today());
        let change = Change::Save {
            what: format!("{track} checklist {edition}"),
            put,
            reason: None,
        };
        let items = list.items.len();
        let said = format!("Edition {edition} of the {track} checklist: {items} items.");
        Ok(Receipt::of(said, self.apply(&change)?.change_set))
    }

    /// Takes a text as the district's template of the letter to vendors; `from` is what it was read from.
    pub fn letter_template(&mut self, template: &str, from: &str) -> Result<Receipt, Error> {
        let put = Put::keyed(Kind::Setting)
            .with("key", LETTER_NOTICE.to_owned())
            .with("value", template.to_owned());
        let change = Change::Save {
            what: "letter template".into(),
            put,
            reason: None,
        };
        let applied = self.apply(&change)?;
        Ok(if applied.changed() {
            let said = format!("Letters are written as {from} says.");
            Receipt::of(said, applied.change_set)
        } else {
            Receipt::unchanged("Letters were written so already.")
        })
    }

    /// Goes back to the template of the letter that ships. None where it is in force already.
    pub fn shipped_template(&mut self) -> Result<Option<Receipt>, Error> {
        let settings = self.store.all::<Setting>()?;
        let own = settings.iter().find(|setting| setting.key == LETTER_NOTICE);
        let Some(own) = own else {
            return Ok(None);
        };
        let change = Change::Remove {
            what: "letter template".into(),
            record: own.id.into(),
            reason: "back to the template that ships".into(),
        };
        let set = self.apply(&change)?.change_set;
        let said = "Letters are written by the template that ships.";
        Ok(Some(Receipt::of(said, set)))
    }

    /// Forgets what a word means in files; the next file that says it is asked about again.
    pub fn forget_word(&mut self, word: &Word) -> Result<Receipt, Error> {
        let change = Change::Remove {
            what: format!("{} {}", word.field, word.theirs),
            record: word.id.into(),
            reason: format!("no longer read as {}", word.ours),
        };
        let set = self.apply(&change)?.change_set;
        let said = format!("`{}` is no longer read as `{}`.", word.theirs, word.ours);
        Ok(Receipt::of(said, set))
    }
}
