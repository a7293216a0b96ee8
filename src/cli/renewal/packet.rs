//! `hallpass renewal packet`: what the board reads before it decides, for one meeting or one fiscal year.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use crate::exchange::packet;
use crate::exchange::save::save;
use crate::office::lists::packet::PACKET;
use crate::office::packet::{BoardPacket, NoMeeting, PacketOf};

use super::super::export::{no_text, not_the_office_file};
use super::super::print::{self, Form};
use super::super::{Context, Failure, values};

/// `hallpass renewal packet`
#[derive(Debug, Args)]
pub(super) struct PacketArgs {
    /// What the agenda of this board meeting can take last; the next meeting where neither this nor a
    /// year is said
    #[arg(long, value_name = "DATE", value_parser = values::day, conflicts_with = "fy")]
    meeting: Option<NaiveDate>,
    /// Every contract whose term ends in this fiscal year
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    fy: Option<i32>,
    /// The file to make; stdout where none is named, or -
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// md where neither this nor the file's name says; html is a page to print
    #[arg(long, value_parser = ["md", "xlsx", "html"])]
    format: Option<String>,
    /// Replace an existing file
    #[arg(long)]
    force: bool,
}

impl PacketArgs {
    pub(super) fn run(&self, context: &Context) -> Result<(), Failure> {
        let mut office = context.asked_office()?;
        let packet = office.packet(match self.fy {
            Some(year) => PacketOf::Year(year),
            None => PacketOf::Meeting(self.meeting),
        })?;
        let BoardPacket { head, items } = packet.map_err(|none| no_meeting(&none))?;
        let format = self.written();
        let Some(path) = print::file(self.output.as_deref()) else {
            match (context.form, format) {
                (_, Written::Workbook) => return Err(no_text("packet")),
                (Form::Json | Form::Csv, _) => {
                    print::list(context.form, &PACKET, &[], &items, &office.viewer());
                }
                (_, Written::Page) => print::text(&packet::html(&head, &items)),
                (_, Written::Document) => print::text(&packet::markdown(&head, &items)),
            }
            return Ok(());
        };
        not_the_office_file(&office, path)?;
        let bytes = match format {
            Written::Document => packet::markdown(&head, &items).into_bytes(),
            Written::Page => packet::html(&head, &items).into_bytes(),
            Written::Workbook => {
                let table = PACKET.table(&items, &office.viewer());
                let made = packet::workbook(&head, &items, &table, office.stamp().at);
                made.map_err(|why| {
                    Failure::refused(
                        format!("the packet fits no spreadsheet: {why}"),
                        "choose md or html",
                    )
                })?
            }
        };
        save(path, self.force, &bytes)?;
        let file = path.display().to_string();
        let said = format!("{}: {} items in {file}", head.title, items.len());
        let value = json!({ "title": head.title, "items": items.len(), "file": file });
        print::done(context.form, &value, &said);
        Ok(())
    }

    /// How it is written: as it is said, else as the file's name says.
    fn written(&self) -> Written {
        let extension = self.output.as_deref().and_then(Path::extension);
        let extension = extension.map(|name| name.to_string_lossy().to_lowercase());
        match self.format.as_deref().or(extension.as_deref()) {
            Some("xlsx") => Written::Workbook,
            Some("html" | "htm") => Written::Page,
            _ => Written::Document,
        }
    }
}

/// How a packet is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Markdown.
    Document,
    /// A page of its own.
    Page,
    /// A workbook.
    Workbook,
}

/// That there is no such meeting, and which there are.
fn no_meeting(none: &NoMeeting) -> Failure {
    let what = match none.on {
        Some(day) => format!("the calendar has no board meeting on {day}"),
        None => "the calendar has no board meeting whose agenda is still open".to_owned(),
    };
    let next: Vec<String> = none.next.iter().map(NaiveDate::to_string).collect();
    Failure::refused(
        what,
        if next.is_empty() {
            "enter the meetings with: hallpass import calendar FILE; or name a fiscal year with --fy".to_owned()
        } else {
            format!("the next meetings are {}", next.join(", "))
        },
    )
}
