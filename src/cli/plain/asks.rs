//! A question of the prompt: for which argument of a command, in which words, and when.

/// A question for an argument of a command.
#[derive(Debug, Clone, Copy)]
pub(super) struct VerbQuestion {
    /// The argument, as the command calls it.
    pub(super) arg: &'static str,
    pub(super) question: &'static str,
    /// Nothing is no answer.
    pub(super) must: bool,
    /// Asked until there is no answer.
    pub(super) again: bool,
    /// Only where another argument is one of these.
    pub(super) when: Option<(&'static str, &'static [&'static str])>,
    pub(super) checks: Checks,
}

/// What an answer names, looked up at once: a slip is heard before the next question, and what is read back is the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Checks {
    Nothing,
    Product,
    Schools,
    /// A product or a school.
    Record,
    Person,
    Roles,
    /// What stays of an overlap.
    Stays,
    /// How long a notice is.
    Notice,
}

impl VerbQuestion {
    /// The command does not go without it.
    pub(super) const fn must(arg: &'static str, question: &'static str) -> VerbQuestion {
        VerbQuestion {
            arg,
            question,
            must: true,
            again: false,
            when: None,
            checks: Checks::Nothing,
        }
    }

    /// Nothing leaves it out.
    pub(super) const fn may(arg: &'static str, question: &'static str) -> VerbQuestion {
        let mut ask = VerbQuestion::must(arg, question);
        ask.must = false;
        ask
    }

    /// Asked until there is no answer.
    pub(super) const fn again(mut self) -> VerbQuestion {
        self.again = true;
        self
    }

    /// Only where that argument is one of these.
    pub(super) const fn when(
        mut self,
        arg: &'static str,
        is: &'static [&'static str],
    ) -> VerbQuestion {
        self.when = Some((arg, is));
        self
    }

    /// The answer names this.
    pub(super) const fn checks(mut self, checks: Checks) -> VerbQuestion {
        self.checks = checks;
        self
    }
}
