//! `next` at the prompt: a review item by item, one question a line. Every answer is saved when it is given, so the place
//! is kept whenever the talk ends.

use crate::domain::request::ItemResult;
use crate::domain::review::{Applies, ItemSheet, ReviewDeed, ReviewSheet, gate};
use crate::office::deed::review::QueueSubject;
use crate::office::{Office, Reverted};

use super::super::history::my_last;
use super::super::review::{lines, named};
use super::super::{Context, Failure, print, values};
use super::line_reader::{LineReader, ReadLine, leaves};
use super::talk::TalkFacts;

/// Takes what is next for me and asks for its blank items one by one.
pub(super) fn next(context: &Context, reader: &mut LineReader) -> Result<(), Failure> {
    let mut office = context.office()?;
    let who = office.stamp().who;
    let Some(row) = office.next_row()? else {
        print::line("Nothing waits for you.");
        return Ok(());
    };
    let mine = row.owner.as_ref().is_some_and(|owner| owner.login == who);
    let (on, begun) = named::begun(&mut office, &row.name)?;
    if !mine && begun.is_none() {
        named::act(&mut office, &on, ReviewDeed::Take)?;
    }
    let sheet = office.sheet(named::id(&on))?;
    print::line(&format!(
        "{} {}, {}. Due {}. {}.",
        if mine { "You have" } else { "Took" },
        on.what,
        sheet.row.place,
        sheet.row.clock.due_on.format("%A %B %-d, %Y"),
        blank(&sheet)
    ));
    sheet
        .ours
        .iter()
        .for_each(|ours| print::line(&lines::already(ours)));
    ask_items(context, &mut office, &on, reader)
}

/// What somebody said to a question.
enum ItemReply {
    Stop,
    Skip,
    Undo,
    Answer(String, Option<String>),
}

fn ask_items(
    context: &Context,
    office: &mut Office,
    on: &QueueSubject,
    reader: &mut LineReader,
) -> Result<(), Failure> {
    let mut skipped: Vec<String> = Vec::new();
    loop {
        let sheet = office.sheet(named::id(on))?;
        let Some((question, one)) = first_blank(&sheet, &skipped) else {
            print::line(&format!("{}.", blank(&sheet)));
            sheet
                .blocking
                .iter()
                .for_each(|why| print::line(&format!("Blocks: {why}.")));
            print::line(&format!("Say decide {} to decide.", sheet.row.name));
            return Ok(());
        };
        lines::on_file(&sheet, &one.item.id)
            .iter()
            .for_each(|known| print::line(known.trim_start()));
        let question = format!("{question}. pass, partial, fail, info, n/a or skip?");
        match heard(&question, reader) {
            ItemReply::Stop => {
                print::line(&format!("Stopped. {}. Your place is kept.", blank(&sheet)));
                return Ok(());
            }
            ItemReply::Skip => skipped.push(one.item.id.clone()),
            ItemReply::Undo => match undo(context) {
                Ok(undone) => print::line(&format!("Undid: {}.", undone.title)),
                Err(failure) => failure.tell(),
            },
            ItemReply::Answer(word, note) => answer(context, (on, one), (&word, note), reader),
        }
    }
}

/// Takes back my last change, if it is one that `undo` takes back without a number.
fn undo(context: &Context) -> Result<Reverted, Failure> {
    let mut office = context.at_this_moment().office()?;
    let named = my_last(&office)?;
    Ok(office.undo(named)?)
}

/// `quit`, `skip`, `undo`, or a word of the answers, perhaps with a note behind it.
fn heard(question: &str, reader: &mut LineReader) -> ItemReply {
    let ReadLine::Said(line) = reader.asked(question, &|_| Vec::new()) else {
        return ItemReply::Stop;
    };
    let (word, note) = line
        .trim()
        .split_once([' ', ':'])
        .unwrap_or((line.trim(), ""));
    let note = Some(noted(note.trim()).to_owned()).filter(|note| !note.is_empty());
    match word {
        word if leaves(word) => ItemReply::Stop,
        "skip" | "s" => ItemReply::Skip,
        "undo" | "u" => ItemReply::Undo,
        word => ItemReply::Answer(word.to_owned(), note),
    }
}

/// The words of a note, said as they are or as a command takes them: `--note "ok"`.
fn noted(said: &str) -> &str {
    let option = said.strip_prefix("--note");
    let option = option.filter(|rest| rest.is_empty() || rest.starts_with([' ', '=']));
    let words = option.map_or(said, |rest| rest.trim_start_matches([' ', '=']));
    let quoted = words
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    quoted.unwrap_or(words).trim()
}

fn answer(
    context: &Context,
    (on, one): (&QueueSubject, &ItemSheet),
    (word, note): (&str, Option<String>),
    reader: &mut LineReader,
) {
    let Some(answered) = values::item_result().meant(word) else {
        print::line(&one.item.question);
        print::line(&format!("Why: {}", one.item.why));
        print::line(&format!("Evidence: {}", one.item.evidence));
        print::line(
            "Say pass, partial, fail, info, n/a, skip, undo or quit; words behind it are the note.",
        );
        return;
    };
    let deed = ReviewDeed::Answer {
        item: one.item.id.clone(),
        answer: Some(answered.0),
        note: match answered.0 {
            Some(ItemResult::Fail | ItemResult::Na) if note.is_none() => why(reader),
            _ => note,
        },
        evidence: None,
        seen: Some(one.version),
    };
    let office = context.at_this_moment().office();
    let acted = office.and_then(|mut office| Ok(named::act(&mut office, on, deed)?));
    match acted {
        Ok(_) => print::line(&format!("Saved: {word}. undo takes it back.")),
        Err(failure) => failure.tell(),
    }
}

/// The first blank item not skipped, with its question: `Technical 6 of 8: collects ...`.
fn first_blank<'s>(sheet: &'s ReviewSheet, skipped: &[String]) -> Option<(String, &'s ItemSheet)> {
    sheet
        .lists
        .iter()
        .filter(|list| list.asked)
        .find_map(|list| {
            let asked: Vec<&ItemSheet> = list
                .items
                .iter()
                .filter(|one| one.applies == Applies::Yes)
                .collect();
            let at = asked
                .iter()
                .position(|one| one.answer.is_none() && !skipped.contains(&one.item.id))?;
            let (one, of) = (asked[at], asked.len());
            let track = lines::track(list.track);
            Some((
                format!(
                    "{track} {} of {of}: {} {}",
                    at + 1,
                    one.item.id,
                    one.item.title
                ),
                one,
            ))
        })
}

/// `7 items are blank, 5 of them musts`: the others may stay so.
fn blank(sheet: &ReviewSheet) -> String {
    let asked = sheet
        .lists
        .iter()
        .filter(|list| list.asked)
        .flat_map(|list| &list.items);
    let blank = asked.filter(|one| one.applies == Applies::Yes && one.answer.is_none());
    let musts = gate::standing(&sheet.lists).blank.len();
    match blank.count() {
        0 => "Nothing is blank".into(),
        1 if musts == 1 => "1 item is blank, a must".into(),
        1 => "1 item is blank, no must".into(),
        n => format!("{n} items are blank, {musts} of them musts"),
    }
}

/// What is to be known before a request is decided, and what can be decided now.
pub(super) fn facts(context: &Context, word: &str) -> Result<TalkFacts, Failure> {
    let office = context.asked_office()?;
    let on = named::request(&office, word)?;
    let sheet = office.sheet(named::id(&on))?;
    let open: Vec<&str> = sheet
        .outcomes
        .iter()
        .filter(|(_, refused)| refused.is_none())
        .map(|(outcome, _)| outcome.word())
        .collect();
    let mut told = vec![format!(
        "{}, {}. {}.",
        on.what,
        sheet.row.place,
        blank(&sheet)
    )];
    told.extend(sheet.blocking.iter().map(|why| format!("Blocks: {why}.")));
    told.extend(lines::outcomes(&sheet));
    if open.is_empty() {
        told.iter().for_each(|line| print::line(line));
        return Err(Failure::refused(
            format!("{} cannot be decided by you now", on.what),
            "say next for what is blank",
        ));
    }
    Ok(TalkFacts {
        lines: told,
        open: Some(open),
    })
}

/// The reason of an answer that needs one; none for nothing, `quit`, Ctrl-C and the end of the input.
fn why(reader: &mut LineReader) -> Option<String> {
    let ReadLine::Said(line) = reader.asked("Why?", &|_| Vec::new()) else {
        return None;
    };
    Some(line).filter(|line| !line.is_empty() && !leaves(line))
}
