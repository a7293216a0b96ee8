//! What a line leaves out is asked for, one question a line, and read back before it is saved. What is carried out in
//! the end is a command line like any other: no deed is written here.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, CommandFactory};

use super::asks::{Checks, VerbQuestion};
use super::line_reader::{LineReader, ReadLine, leaves};
use super::verbs::{self, Verb};
use crate::cli::{Cli, Context, Failure, Unread, find, overlap, people, print, renewal};
use crate::domain::school::Schools;

/// Facts that are told before the first question, and the words of the first closed choice that are open now.
#[derive(Debug, Default)]
pub(super) struct TalkFacts {
    pub(super) lines: Vec<String>,
    /// None is all.
    pub(super) open: Option<Vec<&'static str>>,
}

/// What becomes of a question.
enum QuestionEnd {
    Said,
    Left,
    Stopped,
}

/// A command line that is being completed.
pub(super) struct Talk<'c> {
    pub(super) context: &'c Context,
    verb: &'static Verb,
    /// The words of the command, `review decide`.
    command: &'static str,
    line: Vec<String>,
    /// What was asked for, as it is read back.
    heard: Vec<(String, String)>,
}

impl<'c> Talk<'c> {
    /// Of a line that begins with this word and goes on so.
    pub(super) fn new(
        context: &'c Context,
        verb: &'static Verb,
        command: &'static str,
        rest: &[&str],
    ) -> Talk<'c> {
        let words = command.split(' ').chain(rest.iter().copied());
        Talk {
            context,
            verb,
            command,
            line: words.map(str::to_owned).collect(),
            heard: Vec::new(),
        }
    }

    /// Carries the line out; where it leaves something out that it must not, everything it leaves out is asked for first.
    /// `facts` tells, of the line, what is to be known before the second question.
    pub(super) fn run(
        mut self,
        reader: &mut LineReader,
        facts: impl FnOnce(&[String]) -> Result<TalkFacts, Failure>,
    ) -> Result<(), Failure> {
        match self.read() {
            Err(Unread::Usage(error))
                if error.kind() == ErrorKind::MissingRequiredArgument
                    && !self.verb.asks.is_empty() => {}
            Err(unread) => return self.refused(unread),
            Ok(_) => {}
        }
        let said = self.said();
        let mut asks = self.verb.asks.iter();
        if asks.any(|ask| ask.must && self.is_asked(ask, &said))
            && !(self.ask_all(reader, facts)? && self.read_back(reader))
        {
            print::line("Nothing was saved.");
            return Ok(());
        }
        match self.read() {
            Ok(cli) => cli.command.map_or(Ok(()), |command| {
                let context = self.context.at_this_moment();
                command.run(&context).map(|_| ())
            }),
            Err(unread) => self.refused(unread),
        }
    }

    fn read(&self) -> Result<Cli, Unread> {
        let line = self.line.iter().map(String::as_str);
        self.context.read(["hallpass"].into_iter().chain(line))
    }

    /// What the line says so far, also where something is missing.
    fn said(&self) -> ArgMatches {
        let line = ["hallpass"]
            .into_iter()
            .chain(self.line.iter().map(String::as_str));
        let lenient = Cli::command().ignore_errors(true);
        let mut said = lenient.try_get_matches_from(line).unwrap_or_default();
        while let Some((_, below)) = said.remove_subcommand() {
            said = below;
        }
        said
    }

    fn is_asked(&self, ask: &VerbQuestion, said: &ArgMatches) -> bool {
        let holds = ask.when.is_none_or(|(arg, is)| {
            let raw = said.try_get_raw(arg).ok().flatten();
            let mut raw = raw.into_iter().flatten();
            raw.any(|word| is.iter().any(|is| word.eq_ignore_ascii_case(is)))
        });
        holds && (ask.again || !is_said(said, ask.arg)) && self.argument(ask.arg).is_some()
    }

    /// The argument of the command that is called so.
    fn argument(&self, name: &str) -> Option<Arg> {
        let mut program = Cli::command();
        program.build();
        verbs::command_of(&program, self.command)?
            .get_arguments()
            .find(|arg| arg.get_id() == name)
            .cloned()
    }

    /// Asks for all that is left out; says whether the talk came to its end.
    fn ask_all(
        &mut self,
        reader: &mut LineReader,
        facts: impl FnOnce(&[String]) -> Result<TalkFacts, Failure>,
    ) -> Result<bool, Failure> {
        let before = self.said();
        let mut facts = Some(facts);
        let mut open = None;
        for (at, ask) in self.verb.asks.iter().enumerate() {
            // The first is of what the line is about.
            if at > 0
                && let Some(facts) = facts.take()
            {
                let told = facts(&self.line)?;
                told.lines.iter().for_each(|line| print::line(line));
                open = told.open;
            }
            if ask.again && is_said(&before, ask.arg) {
                continue;
            }
            while self.is_asked(ask, &self.said()) {
                match self.asked(reader, ask, open.as_deref())? {
                    QuestionEnd::Said if ask.again => {}
                    QuestionEnd::Said | QuestionEnd::Left => break,
                    QuestionEnd::Stopped => return Ok(false),
                }
            }
        }
        Ok(true)
    }

    /// One question, until the answer will do.
    fn asked(
        &mut self,
        reader: &mut LineReader,
        ask: &VerbQuestion,
        open: Option<&[&str]>,
    ) -> Result<QuestionEnd, Failure> {
        let Some(arg) = self.argument(ask.arg) else {
            return Ok(QuestionEnd::Left);
        };
        let all = arg.get_possible_values();
        let words: Vec<&str> = all
            .iter()
            .map(clap::builder::PossibleValue::get_name)
            .collect();
        let open = open.filter(|open| words.iter().any(|word| open.contains(word)));
        let is_closed = open.is_some();
        let words = open.map_or(words, <[&str]>::to_vec);
        let choices = either(&words);
        let question = if choices.is_empty() || ask.question.contains(words[0]) {
            ask.question.to_owned()
        } else {
            format!("{} {choices}?", ask.question.trim_end())
        };
        loop {
            let begins = |line: &str| -> Vec<String> {
                let fits = words.iter().filter(|word| word.starts_with(line));
                fits.map(|word| (*word).to_owned()).collect()
            };
            let line = match reader.asked(&question, &begins) {
                ReadLine::Said(line) => line,
                ReadLine::Stopped | ReadLine::Over => return Ok(QuestionEnd::Stopped),
            };
            match line.as_str() {
                word if leaves(word) => return Ok(QuestionEnd::Stopped),
                "" if ask.must => print::line("It does not go without; quit leaves."),
                "" => return Ok(QuestionEnd::Left),
                "help" | "?" => {
                    if let Some(help) = arg.get_help() {
                        print::line(&format!("{help}."));
                    }
                    if !choices.is_empty() {
                        print::line(&format!("Say {choices}."));
                    }
                    print::line("quit leaves, and nothing is saved.");
                }
                said if is_closed && !words.iter().any(|word| word.eq_ignore_ascii_case(said)) => {
                    print::line(&format!("`{said}` is not a choice here: say {choices}."));
                }
                said => match self.takes_answer(ask, &arg, said)? {
                    Ok(()) => return Ok(QuestionEnd::Said),
                    Err(why) => print::line(&why),
                },
            }
        }
    }

    /// Puts an answer into the line; else why it will not do.
    fn takes_answer(
        &mut self,
        ask: &VerbQuestion,
        arg: &Arg,
        said: &str,
    ) -> Result<Result<(), String>, Failure> {
        let named = match self.looked_up(ask.checks, said)? {
            Ok(named) => named,
            Err(why) => return Ok(Err(why)),
        };
        let before = self.line.len();
        match arg.get_long() {
            Some(long) => self.line.push(format!("--{long}={said}")),
            None => self.line.push(said.to_owned()),
        }
        match self.read() {
            Err(Unread::Usage(error)) if error.kind() != ErrorKind::MissingRequiredArgument => {
                self.line.truncate(before);
                Ok(Err(why_not(&error, said)))
            }
            Err(Unread::Refused(failure)) => {
                self.line.truncate(before);
                Err(failure)
            }
            _ => {
                let label = arg.get_long().map(|long| long.replace('-', " "));
                self.heard.push((label.unwrap_or_default(), named));
                Ok(Ok(()))
            }
        }
    }

    /// What an answer names, as it is called.
    fn looked_up(&self, checks: Checks, said: &str) -> Result<Result<String, String>, Failure> {
        if checks == Checks::Nothing {
            return Ok(Ok(said.to_owned()));
        }
        let mut office = self.context.asked_office()?;
        let named = match checks {
            Checks::Nothing => Ok(said.to_owned()),
            Checks::Product => find::product_named(&mut office, said)
                .and_then(|product| Ok(office.label(product)?)),
            Checks::Record => {
                find::named(&mut office, said).and_then(|record| Ok(office.label(record)?))
            }
            Checks::Roles => people::read_roles(said).map(|_| said.to_owned()),
            Checks::Notice => renewal::confirmed(said).map(|_| said.to_owned()),
            Checks::Stays => {
                let of = self.line.get(2).map_or("", String::as_str);
                overlap::stays(&mut office, of, said)
            }
            Checks::Person => people::find_person(&office, said).map(|person| person.name),
            Checks::Schools => find::schools(&mut office, said).and_then(|schools| {
                let Schools::Only(ids) = schools else {
                    return Ok("the whole district".to_owned());
                };
                let names = ids.iter().map(|id| office.label(*id));
                Ok(names.collect::<Result<Vec<_>, _>>()?.join(", "))
            }),
        };
        match named {
            Ok(named) => Ok(Ok(named)),
            Err(failure @ (Failure::Refused(..) | Failure::NotFound(_))) => {
                let (what, hint) = failure.words();
                let all: Vec<String> = what.into_iter().chain(hint).collect();
                Ok(Err(format!("{}.", all.join("; "))))
            }
            Err(other) => Err(other),
        }
    }

    /// Says what will be saved, and asks whether it is meant.
    fn read_back(&self, reader: &mut LineReader) -> bool {
        let given = self.line.len() - self.heard.len();
        let mut said = vec![self.line[..given].join(" ")];
        for (label, named) in &self.heard {
            match (label.as_str(), said.first_mut()) {
                ("", Some(first)) => {
                    first.push(' ');
                    first.push_str(named);
                }
                (label, _) => said.push(format!("{label} {named}")),
            }
        }
        print::line(&format!("You said: {}.", said.join("; ")));
        reader.saves()
    }

    /// What a line leaves out, in full.
    fn missing(&self, usage: &clap::Error) -> Failure {
        let lacks = match usage.get(ContextKind::InvalidArg) {
            Some(ContextValue::Strings(lacks)) => lacks.join(" and "),
            _ => "more words".to_owned(),
        };
        let words: Vec<&str> = self.verb.words().collect();
        Failure::refused(
            format!("`{}` needs {lacks}", words.join(" ")),
            format!("say: {}", self.verb.says),
        )
    }

    /// A line that is not carried out says why.
    fn refused(&self, unread: Unread) -> Result<(), Failure> {
        let error = match unread {
            Unread::Refused(failure) => return Err(failure),
            Unread::Usage(error) => error,
        };
        if error.kind() == ErrorKind::MissingRequiredArgument {
            return Err(self.missing(&error));
        }
        if !error.use_stderr() {
            print::text(&error.to_string());
            return Ok(());
        }
        // A command of which one is to be chosen says which there are.
        if matches!(
            error.kind(),
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        ) {
            let line = self.line.iter().map(String::as_str).chain(["--help"]);
            if let Err(Unread::Usage(help)) =
                self.context.read(["hallpass"].into_iter().chain(line))
            {
                print::text(&help.to_string());
            }
            return Ok(());
        }
        let hint = format!("say: {}", self.verb.says);
        let said = error.get(ContextKind::InvalidValue);
        let asked = error.get(ContextKind::InvalidArg);
        if let (Some(ContextValue::String(said)), Some(ContextValue::String(asked))) = (said, asked)
            && !said.is_empty()
        {
            let why = why_not(&error, said);
            let why = why.trim_end_matches('.');
            // What has no name of its own is known by where it stands.
            let what = if asked.starts_with('-') {
                format!("{asked}: {why}")
            } else {
                why.to_owned()
            };
            return Err(Failure::refused(what, hint));
        }
        let usage = error.to_string();
        let what = usage.lines().next().unwrap_or_default();
        let what = what.strip_prefix("error: ").unwrap_or(what);
        Err(Failure::refused(what, hint))
    }
}

/// Does the line say this argument?
fn is_said(said: &ArgMatches, arg: &str) -> bool {
    matches!(said.try_contains_id(arg), Ok(true))
        && said.value_source(arg) == Some(ValueSource::CommandLine)
}

/// `renew, cancel or lapse`.
pub(super) fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Why an answer will not do, in the words of whoever reads it.
fn why_not(error: &clap::Error, said: &str) -> String {
    if let Some(ContextValue::Strings(words)) = error.get(ContextKind::ValidValue)
        && !words.is_empty()
    {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        return format!("`{said}` will not do: say {}.", either(&words));
    }
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    let why = first.split_once("': ").map_or(first, |(_, why)| why);
    let why = why.strip_prefix("error: ").unwrap_or(why);
    format!(
        "`{said}` will not do: {}.",
        of_a_number(why.trim_end_matches('.'))
    )
}

/// What is wrong with a number, in place of the words that a programmer reads of it.
fn of_a_number(why: &str) -> &str {
    match why {
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            "say a whole number, in digits"
        }
        "invalid float literal" => "say a number, in digits",
        "number too large to fit in target type" => "it is too large",
        "number too small to fit in target type" => "it is too small",
        other => other,
    }
}
