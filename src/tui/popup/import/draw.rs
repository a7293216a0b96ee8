//! How bringing in a file looks: kinds, path, and everything about the file before it is saved.

use ratatui::layout::Rect;

use super::{ImportPage, ImportStage, can_save};
use crate::domain::counted::counted;
use crate::domain::text::wrap;
use crate::exchange::Complaint;
use crate::exchange::plan::Counts;
use crate::office::query::import::{ImportFile, Preview, Work};
use crate::tui::canvas::Canvas;
use crate::tui::theme::{StyledLine, TextRole};

fn plain(text: impl Into<String>) -> StyledLine {
    (text.into(), TextRole::Plain)
}

fn heading(text: &str) -> StyledLine {
    (text.to_owned(), TextRole::Heading)
}

impl ImportPage {
    pub(super) fn draw_page(&self, area: Rect, canvas: &mut Canvas) {
        canvas.clear(area);
        if area.height < 4 || area.width < 4 {
            return;
        }
        let title = match &self.stage {
            ImportStage::What => "Bring in a file".to_owned(),
            _ => format!("Bring in {}", self.kind().name()),
        };
        canvas.rule(Rect { height: 1, ..area }, &title);
        let inside = Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 1);
        match &self.stage {
            ImportStage::What => self.draw_kinds(inside, canvas),
            ImportStage::Where => self.draw_path(inside, canvas),
            ImportStage::Trying(file) => {
                draw_work("Reading and trying", &file.work, inside, canvas);
            }
            ImportStage::Saving(file) => draw_work("Saving", &file.work, inside, canvas),
            ImportStage::Shown(file, preview) => self.draw_preview(file, preview, inside, canvas),
        }
    }

    fn draw_kinds(&self, area: Rect, canvas: &mut Canvas) {
        let lead = "What are its rows? Best in this order: what others name comes first.";
        canvas.text(area.x, area.y, area.width, lead, TextRole::Plain);
        let rows = area.height.saturating_sub(2) as usize;
        for (line, position) in self.kinds.window(rows).enumerate() {
            let y = area.y + 2 + line as u16;
            if y >= area.bottom() {
                break;
            }
            let kind = self.kinds.keys()[position];
            let (mark, role) = if position == self.kinds.at() {
                canvas.put_cursor(area.x, y);
                ("> ", TextRole::Selected)
            } else {
                ("  ", TextRole::Plain)
            };
            let used = canvas.pieces(
                area.x,
                y,
                area.width,
                &[(mark, TextRole::Plain), (kind.name(), role)],
            );
            let x = area.x + used.max(18);
            let room = area.right().saturating_sub(x);
            canvas.text(x, y, room, kind.about(), TextRole::Plain);
        }
    }

    fn draw_path(&self, area: Rect, canvas: &mut Canvas) {
        let mut lines = vec![
            plain("CSV, TSV, .xlsx, .ods or .xls. Its columns may have any names."),
            plain("Nothing is saved before you have seen what it would do."),
        ];
        let template = format!(
            "An example file: hallpass import {} --template",
            self.kind().name()
        );
        lines.push(plain(template));
        lines.push(plain(""));
        let mut y = write(&lines, area, canvas);
        let used = canvas.text(area.x, y, area.width, "File: ", TextRole::Heading);
        let field = Rect::new(area.x + used, y, area.width - used, 1);
        y += 2;
        if let Some(why) = &self.refused {
            for line in wrap(why, area.width as usize) {
                if y < area.bottom() {
                    canvas.text(area.x, y, area.width, &line, TextRole::Plain);
                }
                y += 1;
            }
            y += 1;
        }
        let typed = self.path.text();
        let folder = typed.rfind('/').map_or(0, |at| at + 1);
        for path in self.paths.iter().filter(|path| *path != typed) {
            if y >= area.bottom() {
                break;
            }
            let name = path.get(folder..).unwrap_or(path);
            let x = area.x + used;
            canvas.text(x, y, area.width - used, name, TextRole::Plain);
            y += 1;
        }
        self.path.draw(canvas, field);
    }

    fn draw_preview(&self, file: &ImportFile, preview: &Preview, area: Rect, canvas: &mut Canvas) {
        let lines = lines(file, preview, area.width as usize);
        let foot = choices(file, preview);
        let rows = area.height.saturating_sub(foot.len() as u16 + 1);
        let last = lines.len().saturating_sub(rows as usize);
        let first = self.first.get().min(last);
        self.first.set(first);
        let text = Rect {
            height: rows,
            ..area
        };
        write(&lines[first..], text, canvas);
        let rest = lines.len() - first - (rows as usize).min(lines.len() - first);
        let below = Rect {
            y: area.y + rows,
            height: area.height - rows,
            ..area
        };
        let more = if rest > 0 {
            format!("Down: {rest} more lines")
        } else {
            String::new()
        };
        canvas.rule(Rect { height: 1, ..below }, &more);
        let foot_area = Rect {
            y: below.y + 1,
            height: below.height.saturating_sub(1),
            ..below
        };
        write(&foot, foot_area, canvas);
        canvas.put_cursor(foot_area.x, foot_area.y.min(area.bottom() - 1));
    }
}

/// What the file is, which column is what, what it would do, and what is wrong with it.
fn lines(file: &ImportFile, preview: &Preview, width: usize) -> Vec<StyledLine> {
    let tally = preview.tally;
    let others = Counts {
        left_out: 0,
        ..preview.counts
    };
    let mut lines = vec![
        plain(file.path.display().to_string()),
        plain(preview.facts.clone()),
        plain(""),
        plain(format!(
            "{}{}: {} would be added, {} changed, {} unchanged{}{}.",
            preview.folded,
            counted(preview.counts.read, "row"),
            tally.added,
            tally.changed,
            tally.unchanged,
            others.besides(),
            match (preview.counts.left_out, file.skip_bad) {
                (0, _) => String::new(),
                (bad, true) => format!(", {bad} left out"),
                (bad, false) => format!(", {bad} cannot be read"),
            }
        )),
    ];
    // What has to be mended comes first, where it is seen without a key.
    let more = preview.counts.left_out > 0;
    section(&mut lines, "CANNOT BE READ", &preview.rejected, more, width);
    lines.push(plain(""));
    lines.push(heading(
        "FIELD, THE COLUMN IT IS READ FROM, A VALUE FROM THE FILE",
    ));
    lines.extend(preview.columns.iter().map(plain));
    let not_read = preview.not_read.iter().flat_map(|line| wrap(line, width));
    lines.extend(not_read.map(plain));
    lines.extend(preview.consequences.iter().map(plain));
    let options = format!(
        "Another column, sheet, row of names or encoding? hallpass import {} FILE with --map FIELD=COLUMN, \
         --sheet NAME, --header ROW or --encoding NAME",
        file.kind
    );
    lines.extend(wrap(&options, width).into_iter().map(plain));
    let more = preview.warned > preview.warnings.len();
    section(&mut lines, "WORTH KNOWING", &preview.warnings, more, width);
    lines
}

fn section(lines: &mut Vec<StyledLine>, title: &str, all: &[Complaint], more: bool, width: usize) {
    if all.is_empty() {
        return;
    }
    lines.push(plain(""));
    lines.push(heading(title));
    for one in all {
        lines.extend(wrap(&one.to_string(), width).into_iter().map(plain));
    }
    if more && all.len() >= MANY {
        lines.push(plain("and more; hallpass import --dry-run lists all"));
    }
}

/// So many complaints are brought of each sort.
const MANY: usize = 100;

fn choices(file: &ImportFile, preview: &Preview) -> Vec<StyledLine> {
    let bad = preview.counts.left_out;
    let mut lines = Vec::new();
    if bad > 0 && !file.skip_bad {
        let rows = if bad == 1 { "row" } else { "rows" };
        lines.push(plain(format!(
            "s      leave the {bad} bad {rows} out and look again"
        )));
    } else if can_save(file, preview) {
        lines.push(plain("Enter  save it; u takes all of it back"));
    }
    lines.push(plain("Esc    go back; nothing is saved"));
    lines
}

fn draw_work(what: &str, work: &Work, area: Rect, canvas: &mut Canvas) {
    let percent = work.percent();
    let wide = area.width.saturating_sub(2).min(50);
    let done = wide * u16::from(percent) / 100;
    canvas.text(
        area.x,
        area.y + 1,
        area.width,
        &format!("{what}: {percent}%"),
        TextRole::Plain,
    );
    if area.height > 4 {
        for x in 0..wide {
            let block = if x < done { '█' } else { '░' };
            canvas.glyph(area.x + x, area.y + 2, block);
        }
        let stop = "Ctrl-C stops; the file and the records stay as they were.";
        canvas.text(area.x, area.y + 4, area.width, stop, TextRole::Plain);
    }
    canvas.put_cursor(area.x, area.y + 1);
}

/// Writes lines from the top; gives the row below the last.
fn write(lines: &[StyledLine], area: Rect, canvas: &mut Canvas) -> u16 {
    let mut y = area.y;
    for (text, role) in lines {
        if y >= area.bottom() {
            break;
        }
        canvas.text(area.x, y, area.width, text, *role);
        y += 1;
    }
    y
}
