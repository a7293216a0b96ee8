//! The puts of a file with more rows than are held: whoever planned them keeps them, and tells them one by one.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::Put;
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;

/// Keeps puts somewhere.
pub trait PutKeeper: fmt::Debug + Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// The nouns they write, each once.
    fn kinds(&self) -> &[Kind];

    /// Tells each of them in order, until it is told to stop.
    ///
    /// # Errors
    ///
    /// A sentence, where they cannot be read again.
    fn each(&self, tell: &mut dyn FnMut(&Put) -> ControlFlow<()>) -> Result<(), Refusal>;
}

/// Puts that are kept, to be told as often as they are asked for.
#[derive(Debug, Clone)]
pub struct KeptPuts(Arc<dyn PutKeeper>);

impl KeptPuts {
    /// Those that this one keeps.
    pub fn by(keeper: impl PutKeeper + 'static) -> KeptPuts {
        KeptPuts(Arc::new(keeper))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// The nouns they write, each once.
    pub fn kinds(&self) -> &[Kind] {
        self.0.kinds()
    }

    /// Tells each of them in order, until it is told to stop.
    ///
    /// # Errors
    ///
    /// A sentence, where they cannot be read again.
    pub fn each(&self, tell: &mut dyn FnMut(&Put) -> ControlFlow<()>) -> Result<(), Refusal> {
        self.0.each(tell)
    }
}

/// The same where the same are kept: nobody reads them through to compare.
impl PartialEq for KeptPuts {
    fn eq(&self, other: &KeptPuts) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for KeptPuts {}
