//! `hallpass --plain` with no command: a prompt for ears and scripts. Each line is a command of the command
//! line, in fewer words; one fact a line, no escape sequence, the question last.

use super::print::{self, Form};
use super::{Context, Failure};
use crate::domain::put::Stamp;
use crate::domain::record::Kind;
use crate::domain::renewal::agenda::AgendaFilter;
use crate::domain::review::QueueFilter;
use crate::domain::setting::MADE_UP;

mod asks;
mod complete;
mod fields;
mod line_reader;
mod listener;
mod review;
mod talk;
mod typed;
mod verbs;

pub(super) use line_reader::{LineReader, ReadLine, leaves, yes_or_no};
pub(super) use listener::Patience;
use talk::{Talk, TalkFacts};
use verbs::{StandsFor, VERBS, Verb, VerbPart};

/// Asks, reads a line, answers; until `quit`, the end of the input, Ctrl-C twice, or until nobody typed a line for so
/// long that the district's policy has it close.
pub(super) fn run(context: &Context) -> Result<(), Failure> {
    let patience = Patience::default();
    let mut reader = LineReader::new(&patience);
    let left = converse(context, &mut reader, &patience);
    drop(reader);
    if patience.terminated() {
        return Err(Failure::Terminated);
    }
    match patience.ended() {
        Some(limit) => Err(Failure::LeftAlone(limit)),
        None => left,
    }
}

fn converse(
    context: &Context,
    reader: &mut LineReader,
    patience: &Patience,
) -> Result<(), Failure> {
    let context = Context {
        form: Form::Plain,
        ..context.clone()
    };
    greet(&context)?;
    let mut stopped = false;
    loop {
        // Asked each time: the policy may have changed since. Where it cannot be read the next answer says why.
        if let Ok(limit) = context.idle_limit() {
            patience.set(limit);
        }
        let heard = reader.asked("What now?", &|line| complete::completions(&context, line));
        let line = match heard {
            ReadLine::Said(line) => line,
            // Who typed since meant to take that back, and not to leave.
            ReadLine::Stopped if stopped && !reader.took_back() => return Ok(()),
            ReadLine::Stopped => {
                stopped = true;
                print::line("Ctrl-C once more leaves; so does quit. What was saved is saved.");
                continue;
            }
            ReadLine::Over => {
                print::line("");
                return Ok(());
            }
        };
        stopped = false;
        let context = context.at_this_moment();
        let words = spoken(&line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match carried_out(&context, &words, reader) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(failure) => failure.tell(),
        }
    }
}

/// What is due for whoever sits there, and in the office.
fn greet(context: &Context) -> Result<(), Failure> {
    let mut office = context.asked_office()?;
    let Stamp { who, today, .. } = office.stamp();
    let district = office.district()?;
    let person = office.person(&who)?;
    let me = person.as_ref().map_or(who, |person| person.name.clone());
    let day = today.format("%A %B %-d, %Y");
    print::line(&format!("hallpass, {district}, {me}. {day}."));
    match office.marks()?.word() {
        Some(MADE_UP) => print::line("DEMO: a made-up district."),
        Some(word) => print::line(&format!("{word}: nothing here is real.")),
        None => {}
    }
    if let Some(person) = &person {
        let due = office.digest(person)?;
        let sections = due.sections.iter();
        let counted: Vec<String> = sections
            .map(|section| format!("{}, {}", section.title.to_lowercase(), section.lines.len()))
            .collect();
        if !counted.is_empty() {
            print::line(&format!(
                "For you: {}. Say due to hear them.",
                counted.join("; ")
            ));
        }
    }
    let late = QueueFilter {
        late: true,
        ..QueueFilter::default()
    };
    match office.queue(&late)?.len() {
        0 => {}
        1 => print::line("Due: 1 late review."),
        n => print::line(&format!("Due: {n} late reviews.")),
    }
    let agenda = office.agenda_of(&AgendaFilter::default())?;
    match agenda.iter().filter(|row| row.is_pressing()).count() {
        0 => {}
        1 => print::line("Due: 1 renewal, missed or to decide within 14 days."),
        n => print::line(&format!(
            "Due: {n} renewals, missed or to decide within 14 days."
        )),
    }
    print::line("Say help for the words that can be said here.");
    Ok(())
}

/// Does what a line says; says whether the talk goes on.
fn carried_out(
    context: &Context,
    words: &[&str],
    reader: &mut LineReader,
) -> Result<bool, Failure> {
    // As the hints of the command line say it.
    let words = words.strip_prefix(&["hallpass"]).unwrap_or(words);
    let Some(first) = words.first() else {
        return Ok(true);
    };
    let first = match *first {
        word if leaves(word) => "quit",
        "?" => "help",
        word => word,
    };
    let words: Vec<&str> = [first]
        .into_iter()
        .chain(words[1..].iter().copied())
        .collect();
    let Some((verb, rest)) = verbs::said(&words) else {
        return Err(Failure::refused(
            format!(
                "`{first}` is not a word of this prompt{}",
                verbs::near(first)
            ),
            "say help for those that are",
        ));
    };
    match verb.stands_for {
        StandsFor::Quit => return Ok(false),
        StandsFor::Help => help(rest),
        StandsFor::Next => review::next(context, reader)?,
        StandsFor::Due => due(context)?,
        StandsFor::Decide => decide(context, verb, rest, reader)?,
        StandsFor::Add(kind) => fields::add(context, kind, reader)?,
        StandsFor::Edit(kind) => fields::edit(context, kind, rest, reader)?,
        StandsFor::Take => {
            let number = number(verb, rest)?;
            let me = context.office()?.stamp().who;
            match verbs::numbered(number, ("review take", "renewal assign", "overlap take")) {
                // A contract is taken by giving it to oneself.
                assign @ "renewal assign" => carry(context, assign, &[number, &me], reader)?,
                take => carry(context, take, rest, reader)?,
            }
        }
        StandsFor::Numbered(request, contract, overlap) => {
            let command = verbs::numbered(number(verb, rest)?, (request, contract, overlap));
            talk(context, verb, command, rest, reader)?;
        }
        // Alone it is whoever sits there who asks.
        StandsFor::Command("digest") if rest.is_empty() => due(context)?,
        StandsFor::Command("import") if rest.contains(&"-") => {
            return Err(Failure::refused(
                "here standard input is what you type",
                "name a file, or leave and say: hallpass import KIND - < FILE",
            ));
        }
        StandsFor::Command(command) => talk(context, verb, command, rest, reader)?,
    }
    Ok(true)
}

/// The number that a line is about.
fn number<'w>(verb: &Verb, rest: &[&'w str]) -> Result<&'w str, Failure> {
    rest.first().copied().ok_or_else(|| {
        let words: Vec<&str> = verb.words().collect();
        Failure::refused(
            format!(
                "`{}` needs a number: R-418 of a request, C-117 of a contract, O-x7k2q of an overlap",
                words.join(" ")
            ),
            format!("say: {}", verb.says),
        )
    })
}

/// A command by its own name, as another word stands for it.
fn carry(
    context: &Context,
    name: &'static str,
    rest: &[&str],
    reader: &mut LineReader,
) -> Result<(), Failure> {
    let verb = verbs::of(name).or_else(|| verbs::of(name.split(' ').next().unwrap_or_default()));
    verb.map_or(Ok(()), |verb| talk(context, verb, name, rest, reader))
}

/// Carries out a command, and asks for what the line leaves out.
fn talk(
    context: &Context,
    verb: &'static Verb,
    command: &'static str,
    rest: &[&str],
    reader: &mut LineReader,
) -> Result<(), Failure> {
    let facts = |line: &[String]| {
        let number = line.get(2).map_or("", String::as_str);
        match command {
            "review decide" => review::facts(context, number),
            "renewal decide" => super::renewal::facts(context, number).map(told),
            "overlap plan" | "overlap dismiss" => {
                super::overlap::facts(context, number).map(|lines| told((lines, None)))
            }
            _ => Ok(TalkFacts::default()),
        }
    };
    // Nobody is asked for what they may not do.
    if let Some(noun) = writes(command)
        && !rest.iter().any(|word| ["--help", "-h"].contains(word))
    {
        context.asked_office()?.may_add(noun)?;
    }
    Talk::new(context, verb, command, rest).run(reader, facts)
}

/// What a command that asks questions writes, where who may do that is known before the first of them.
fn writes(command: &str) -> Option<Kind> {
    Some(match command {
        "people add" | "people role" | "people leave" => Kind::Person,
        "policy set" => Kind::Setting,
        "alias" => Kind::Alias,
        "renewal decide" | "renewal sent" | "renewal notice" | "renewal renews" => Kind::Renewal,
        "overlap plan" | "overlap dismiss" => Kind::Alert,
        _ => return None,
    })
}

fn told((lines, open): (Vec<String>, Option<Vec<&'static str>>)) -> TalkFacts {
    TalkFacts { lines, open }
}

/// `decide R-418`, `decide C-117`, `decide O-x7k2q`; alone, what is next for me.
fn decide(
    context: &Context,
    verb: &'static Verb,
    rest: &[&str],
    reader: &mut LineReader,
) -> Result<(), Failure> {
    let next;
    let number = match rest {
        [] => {
            next = context.asked_office()?.next_row()?.map(|row| row.name);
            next.as_deref().ok_or_else(|| {
                Failure::refused("nothing waits for you", format!("say: {}", verb.says))
            })?
        }
        [number, ..] => number,
    };
    let command = verbs::numbered(number, ("review decide", "renewal decide", "overlap"));
    let rest: Vec<&str> = [number]
        .into_iter()
        .chain(rest.iter().copied().skip(1))
        .collect();
    if command != "overlap" {
        return carry(context, command, &rest, reader);
    }
    let (lines, question) = (
        super::overlap::facts(context, number)?,
        "plan what stays, or dismiss it?",
    );
    lines.iter().for_each(|line| print::line(line));
    match reader.asked(question, &|_| Vec::new()) {
        ReadLine::Said(line) if line == "plan" => carry(context, "overlap plan", &rest, reader),
        ReadLine::Said(line) if line == "dismiss" => {
            carry(context, "overlap dismiss", &rest, reader)
        }
        _ => {
            print::line("Nothing was saved.");
            Ok(())
        }
    }
}

/// What is due for whoever sits there. It is not counted as told: that its mail comes is watched all the same.
fn due(context: &Context) -> Result<(), Failure> {
    let mut office = context.asked_office()?;
    let who = office.stamp().who;
    let Some(person) = office.person(&who)? else {
        return Err(Failure::refused(
            format!("`{who}` is nobody here, so nothing is due for them"),
            "say people for who is; queue, renewals and overlaps are everybody's",
        ));
    };
    print::lines(&office.digest(&person)?.text(&office.district()?));
    Ok(())
}

/// All words by what people do, or those of a part, or what one of them takes.
fn help(words: &[&str]) {
    let part = VerbPart::ALL
        .into_iter()
        .find(|part| words == [part.word()]);
    let is_about = |verb: &&Verb| {
        let mut own = verb.words();
        let begins = || words.iter().all(|word| own.next() == Some(*word));
        part.map_or_else(begins, |part| verb.part == part)
    };
    let about: Vec<&Verb> = VERBS.iter().filter(is_about).collect();
    for part in VerbPart::ALL {
        let of: Vec<&&Verb> = about.iter().filter(|verb| verb.part == part).collect();
        if !of.is_empty() && words.is_empty() {
            print::line(&format!(
                "{}; help {} is these alone:",
                part.heading(),
                part.word()
            ));
        }
        for verb in of {
            print::line(&format!("{}: {}.", verb.says, verb.does));
            if !words.is_empty() && !verb.asks.is_empty() {
                print::line("What the line leaves out is asked for.");
            }
        }
    }
    if about.is_empty() {
        print::line(&format!(
            "`{}` is not a word of this prompt. help alone says all of them.",
            words.join(" ")
        ));
    } else if words.is_empty() {
        print::line(
            "What a deed leaves out is asked for, and read back before it is saved. Words that belong together stand in \"double quotes\".",
        );
    }
}

/// The words of a line; what stands in double quotes is one word.
fn spoken(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            blank if blank.is_whitespace() && !quoted => words.push(String::new()),
            letter => {
                if let Some(word) = words.last_mut() {
                    word.push(letter);
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
