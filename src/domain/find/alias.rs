//! A name that people say becomes another name of the product they mean, so that the same words are answered
//! from then on. One rule for the command and for the finder's key.

use super::{Finder, NamedBy};
use crate::domain::change::Change;
use crate::domain::product::{AliasKind, ProductId};
use crate::domain::put::Put;
use crate::domain::record::Kind;
use crate::domain::text;

/// Why words are not made another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAlias {
    /// No word was said.
    Empty,
    /// They name this product already: what is one product's name is not made another's.
    Names(ProductId),
}

/// The change that makes `words` another name of this product, which is called `called`.
///
/// # Errors
///
/// Where the words are empty, or are a name, an alias, a former name or a number already.
pub fn also_called(
    finder: &Finder,
    product: ProductId,
    called: &str,
    words: &str,
) -> Result<Change, NoAlias> {
    let alias = text::clean(words).text;
    if alias.is_empty() {
        return Err(NoAlias::Empty);
    }
    let borne = finder.named(&alias);
    if let Some(other) = borne.iter().find(|named| named.by <= NamedBy::Id) {
        return Err(NoAlias::Names(other.id));
    }
    let what = format!("{called}, also called {alias}");
    let put = Put::keyed(Kind::Alias)
        .with("product", product)
        .with("alias", alias)
        .with("kind", AliasKind::Other);
    Ok(Change::Save {
        what,
        put,
        reason: None,
    })
}
