//! `:tour`: what to try in each view, a minute each. Its names are those of the made-up district, where everything of it
//! can be done; `tests/screens/tour.rs` does it.

use crate::domain::setting::MADE_UP;

/// The page, for an office with this mark.
pub(super) fn text(mark: Option<&str>) -> String {
    let where_to = if mark == Some(MADE_UP) {
        "Everything here is made up: try it all, and u takes back what you did last."
    } else {
        "The names are those of the made-up district: :demo opens it, and nothing there is real."
    };
    format!("{where_to}\n{STEPS}")
}

const STEPS: &str = "
A teacher asks about Quizmallow
  f, then type quizm. The answer stands beside each product.
She is at Linden Hollow
  Go on with a blank and lin. The answer is that of her school now, with one sentence to read aloud; Ctrl-Y copies it. Enter opens the card, Esc goes back.
What renews unless somebody stops it?
  Esc, then 2. Below the list stands why the days are those. d c u cancels the contract of the row; u takes that back.
What is to be reviewed?
  1, then N takes the next. + passes an item, - fails it, c writes a note: leave one half written with Esc, and c has it again.
What does one school have?
  3, then @ and lin and Enter: every view stays at Linden Hollow. @ and Enter ends that.
What is paid twice?
  4. Enter opens it: its sides, and what would be lost. d decides.
What is at risk, and what to do first?
  6. Enter on a line goes where it is done.
What do products teach, and where do groups fall short?
  7. Enter shows what there is for it.

? says the keys of where you are, : finds every command by its name, H says who changed this, x writes the list to a file. Q leaves; your place is kept.
";
