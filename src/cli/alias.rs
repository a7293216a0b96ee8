//! `hallpass alias`: a name that people say becomes another name of a product, so that the same call is
//! answered tomorrow.

use clap::Args;
use serde_json::json;

use crate::domain::find::{Finder, NoAlias, also_called};
use crate::domain::record::Kind;
use crate::domain::text;

use super::print::{self, Form};
use super::{Context, Failure, find};

/// `hallpass alias`
#[derive(Debug, Args)]
pub(super) struct Alias {
    /// The name that people say
    #[arg(required = true)]
    words: Vec<String>,
    /// The product they mean
    #[arg(long, value_name = "PRODUCT")]
    of: String,
}

impl Alias {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut store = context.open()?;
        let alias = text::clean(&self.words.join(" ")).text;
        let product = find::product_named(&store, &self.of)?;
        let called = store.label(Kind::Product, product)?;
        let finder = Finder::new(store.find_entries()?);
        let save = match also_called(&finder, product, &called, &alias) {
            Ok(save) => save,
            Err(NoAlias::Empty) => {
                return Err(Failure::refused("no name was said", "write the name"));
            }
            Err(NoAlias::Names(other)) => {
                let whose = store.label(Kind::Product, other)?;
                return Err(Failure::refused(
                    format!("`{alias}` names {whose} already"),
                    "see: hallpass product NAME",
                ));
            }
        };
        let applied = store.apply(&save, &context.stamp)?;
        if context.form == Form::Json {
            print::json(&json!({
                "alias": alias, "product_id": product, "product": called,
                "change_set": applied.change_set,
            }));
        } else {
            print::line(&format!(
                "`{alias}` is {called} from now on. hallpass undo takes it back."
            ));
        }
        Ok(())
    }
}
