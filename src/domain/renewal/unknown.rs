//! What of contracts is not known, counted and said: whether they renew by themselves, how much notice they
//! need, what they cost. Not known is never no, never zero days and never free (domain rules, unknowns).

/// `1 contract`, `49 contracts`.
pub fn contracts(count: usize) -> String {
    if count == 1 {
        "1 contract".to_owned()
    } else {
        format!("{count} contracts")
    }
}

/// What the upgrade found that nobody had said, and made unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Healed {
    /// The change set that did it.
    pub change_set: i64,
    /// Contracts that were kept as not renewing.
    pub auto_renew: usize,
    /// Contracts that were kept with a notice of no days.
    pub notice: usize,
}

impl Healed {
    /// The same in one line of a screen.
    pub fn line(self) -> String {
        let kept: Vec<String> = [("auto-renewal", self.auto_renew), ("notice", self.notice)]
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(what, count)| format!("{what} of {}", contracts(count)))
            .collect();
        format!(
            "Nobody ever said, so not known now: {}. 2 has the list",
            kept.join(", ")
        )
    }

    /// What happened and what to do now.
    pub fn sentence(self) -> String {
        let kept = match (self.auto_renew, self.notice) {
            (n, 0) => format!("in {} no auto-renewal", contracts(n)),
            (0, n) => format!("in {} a notice of no days", contracts(n)),
            (n, m) => format!(
                "in {} no auto-renewal, in {} a notice of no days",
                contracts(n),
                contracts(m)
            ),
        };
        format!(
            "Earlier versions took for known what no file, form or person ever said: {kept}. Now it is not \
             known (change set {}), and hallpass renewals --unknown lists it until somebody says.",
            self.change_set
        )
    }
}
