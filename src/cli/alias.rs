//! `hallpass alias`: a name that people say becomes another name of a product, so that the same call is
//! answered tomorrow.

use clap::Args;
use serde_json::json;

use crate::domain::text;

use super::print::{self, Form};
use super::{Context, Failure, find};

/// `hallpass alias`
#[derive(Debug, Args)]
pub(super) struct AliasArgs {
    /// The name that people say
    #[arg(required = true)]
    words: Vec<String>,
    /// The product they mean
    #[arg(long, value_name = "PRODUCT")]
    of: String,
}

impl AliasArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.office()?;
        let alias = text::clean(&self.words.join(" ")).text;
        let product = find::product_named(&mut office, &self.of)?;
        let called = office.label(product)?;
        let receipt = office
            .also_called(product, &called, &alias)
            .map_err(|error| Failure::hinted(error, "see: hallpass product NAME"))?;
        if context.form == Form::Json {
            print::json(&json!({
                "alias": alias, "product_id": product, "product": called,
                "change_set": receipt.change_set,
            }));
        } else {
            print::line(&Context::in_a_line(&receipt));
        }
        Ok(())
    }
}
