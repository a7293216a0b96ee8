//! `hallpass renewal packet`: what the board reads before it decides, for one meeting or one fiscal year.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use crate::exchange::packet;
use crate::exchange::save::save;
use crate::exchange::write::Format;
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
    /// md where neither this nor the file's name says
    #[arg(long, value_parser = ["md", "xlsx"])]
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
        let BoardPacket { title, items } = packet.map_err(|none| no_meeting(&none))?;
        let sheet = self.is_sheet();
        let Some(path) = print::file(self.output.as_deref()) else {
            return match context.form {
                _ if sheet => Err(no_text("packet")),
                Form::Json | Form::Csv => {
                    print::list(context.form, &PACKET, &[], &items, &office.viewer());
                    Ok(())
                }
                _ => {
                    print::text(&packet::markdown(&title, &items));
                    Ok(())
                }
            };
        };
        not_the_office_file(&office, path)?;
        let mut bytes = packet::markdown(&title, &items).into_bytes();
        if sheet {
            bytes.clear();
            let table = PACKET.table(&items, &office.viewer());
            let made = table.write(Format::Xlsx, office.stamp().at, &mut bytes);
            made.map_err(|why| {
                Failure::refused(
                    format!("the packet fits no spreadsheet: {why}"),
                    "choose md",
                )
            })?;
        }
        save(path, self.force, &bytes)?;
        print::notice(&format!(
            "{title}: {} items in {}",
            items.len(),
            path.display()
        ));
        Ok(())
    }

    fn is_sheet(&self) -> bool {
        let extension = self.output.as_deref().and_then(Path::extension);
        let by_name = extension.is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
        self.format
            .as_deref()
            .map_or(by_name, |format| format == "xlsx")
    }
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
