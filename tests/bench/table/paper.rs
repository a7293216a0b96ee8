//! The table as it is printed, in 80 columns, and a run as it is kept.

use std::collections::BTreeMap;

use crate::figures::{FIGURES, REST};
use crate::run::{Cost, OFTEN, SHORT_MS};

/// Costs by figure and size.
pub type Costs = BTreeMap<(String, String), Cost>;

/// A line a figure and size, with its growth from the size before; below it how it differs from a kept run.
pub fn print(places: &[String], sizes: &[String], costs: &Costs, before: Option<&Costs>) {
    println!("hallpass {}", env!("CARGO_PKG_VERSION"));
    for place in places {
        println!("{place}");
    }
    println!();
    line(
        "figure",
        "size",
        ["CPU ms", "grown", "MB", "grown", "reads", "M instr."].map(str::to_owned),
    );
    for figure in &FIGURES {
        let mut smaller: Option<&Cost> = None;
        for size in sizes {
            let at = (figure.name.to_owned(), size.clone());
            let Some(cost) = costs.get(&at) else {
                continue;
            };
            let grown = |now: f64, then: fn(&Cost) -> f64| {
                let then = smaller.map(then).filter(|then| *then > 0.0);
                then.map_or(String::new(), |then| format!("{:.1}x", now / then))
            };
            let cells = [
                number(cost.processor),
                grown(cost.processor, |cost| cost.processor),
                number(cost.memory),
                grown(cost.memory, |cost| cost.memory),
                whole(cost.reads),
                cost.instructions.map_or("-".to_owned(), number),
            ];
            line(figure.name, size, cells);
            if let Some(then) = before.and_then(|before| before.get(&at)) {
                line("  to the kept run", "", differences(cost, then));
            }
            smaller = Some(cost);
        }
    }
    println!(
        "
CPU ms    time of the processor, the program's and the system's: the mean of
          {OFTEN} runs where one takes less than {SHORT_MS} ms (exact to 0.5 ms); of one
          run (exact to 10 ms) where it takes longer or writes
MB        the most memory it held
reads     how often it asked the system to read
M instr.  millions of instructions as callgrind counts them; - where they are
          not counted: it takes longer, it writes, or there is no valgrind
grown     against the size before
screens   opened on 80x24, left alone for {} s, closed",
        REST.as_secs()
    );
}

fn line(name: &str, size: &str, cells: [String; 6]) {
    let [processor, grown, memory, held, reads, instructions] = cells;
    let line = format!(
        "{name:<17}{size:<5}{processor:>10}{grown:>8}{memory:>9}{held:>8}{reads:>11}{instructions:>11}"
    );
    println!("{}", line.trim_end());
}

/// By how many hundredths each is more or less than it was.
fn differences(now: &Cost, then: &Cost) -> [String; 6] {
    let part = |now: f64, then: f64| match then {
        0.0 => "-".to_owned(),
        then => format!("{:+.1}%", (now / then - 1.0) * 100.0),
    };
    let instructions = now.instructions.zip(then.instructions);
    [
        part(now.processor, then.processor),
        String::new(),
        part(now.memory, then.memory),
        String::new(),
        part(now.reads as f64, then.reads as f64),
        instructions.map_or("-".to_owned(), |(now, then)| part(now, then)),
    ]
}

/// With a digit behind the point where it is small.
fn number(value: f64) -> String {
    if value < 1_000.0 {
        format!("{value:.1}")
    } else {
        whole(value.round() as u64)
    }
}

/// `12,345`
pub fn whole(value: u64) -> String {
    let digits = value.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap())
        .collect();
    groups.join(",")
}

/// A run to be kept: figure, size, processor, memory, reads, instructions, a line each; `-` for what was not counted.
pub fn written(costs: &Costs) -> String {
    let lines = costs.iter().map(|((name, size), cost)| {
        let instructions = cost
            .instructions
            .map_or("-".to_owned(), |count| format!("{count:.3}"));
        format!(
            "{name}\t{size}\t{:.3}\t{:.3}\t{}\t{instructions}\n",
            cost.processor, cost.memory, cost.reads
        )
    });
    lines.collect()
}

/// A kept run.
pub fn read(text: &str) -> Costs {
    let lines = text
        .lines()
        .map(|line| kept(line).unwrap_or_else(|| panic!("no line that --save writes: {line:?}")));
    lines.collect()
}

fn kept(line: &str) -> Option<((String, String), Cost)> {
    let words: Vec<&str> = line.split('\t').collect();
    let [name, size, processor, memory, reads, instructions] = words[..] else {
        return None;
    };
    let cost = Cost {
        processor: processor.parse().ok()?,
        memory: memory.parse().ok()?,
        reads: reads.parse().ok()?,
        instructions: instructions.parse().ok(),
    };
    Some(((name.to_owned(), size.to_owned()), cost))
}
