//! The figures whose cells may be listed: their order, their words, their titles.

use super::words;
use crate::domain::dashboard::BOXES;
use crate::domain::waste::WasteFigure;

/// The figures, each by the word of the kept place, in the order of Tab.
const ALL: [(WasteFigure, &str); 9] = [
    (WasteFigure::Risk, "risk"),
    (WasteFigure::Of(BOXES[0]), "untrained"),
    (WasteFigure::Of(BOXES[1]), "overlap"),
    (WasteFigure::Of(BOXES[2]), "incompatible"),
    (WasteFigure::Of(BOXES[3]), "unowned"),
    (WasteFigure::Stoppable, "stoppable"),
    (WasteFigure::Locked, "locked"),
    (WasteFigure::Unmeasured, "unmeasured"),
    (WasteFigure::Spend, "spend"),
];

/// The figure after this one in the order of Tab, or the one before.
pub(super) fn next(figure: WasteFigure, forward: bool) -> WasteFigure {
    let at = ALL.iter().position(|(known, _)| *known == figure);
    let step = if forward { 1 } else { ALL.len() - 1 };
    ALL[(at.unwrap_or(0) + step) % ALL.len()].0
}

/// As the kept place spells it.
pub(super) fn word(figure: WasteFigure) -> &'static str {
    let known = ALL.iter().find(|(known, _)| *known == figure);
    known.map_or("risk", |(_, word)| word)
}

pub(super) fn from_word(said: &str) -> WasteFigure {
    let known = ALL.iter().find(|(_, word)| *word == said);
    known.map_or(WasteFigure::Risk, |(figure, _)| *figure)
}

/// As a title says it.
pub(super) fn title(figure: WasteFigure) -> String {
    match figure {
        WasteFigure::Risk => "AT RISK, all factors".to_owned(),
        WasteFigure::Of(factor) => {
            format!("{}: {}", words::title(factor), words::meaning(factor))
        }
        WasteFigure::Stoppable => "AT RISK, can still be stopped".to_owned(),
        WasteFigure::Locked => "AT RISK, locked until a renewal".to_owned(),
        WasteFigure::Unmeasured => "NOT MEASURED: nobody counted use".to_owned(),
        WasteFigure::Spend => "SPEND, all of it".to_owned(),
    }
}
