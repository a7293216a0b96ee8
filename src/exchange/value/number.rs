//! Counts, money and percentages. Money and percentages are whole hundredths, never floats.
//! What would have to be rounded, or could mean two amounts, is refused with the way to write it.

use super::{CellText, Parsed, said, unknown};
use crate::domain::money::Cents;
use crate::exchange::sheet::FileCell;

/// Largest amount read, in hundredths: ten billion. Beyond it something was pasted into the wrong column.
const MOST: i128 = 1_000_000_000_000;

/// A count of people, seats or devices: `1,200`, `12.0`. A negative count is a code for "not known".
pub fn count(cell: &FileCell) -> Parsed<u32> {
    match counted(cell) {
        Ok(hundredths) if hundredths % 100 == 0 => whole(hundredths / 100),
        Ok(_) => Parsed::Refused("is not a whole number".to_owned()),
        Err(parsed) => parsed,
    }
}

/// A score of 0 to 100. One in parts of one is refused, not guessed at.
pub fn score(cell: &FileCell) -> Parsed<u32> {
    match counted(cell) {
        Ok(hundredths) if hundredths % 100 == 0 && hundredths <= 100 * 100 => {
            whole(hundredths / 100)
        }
        Ok(_) => Parsed::Refused(
            "is no score: a score is 0 to 100, in whole numbers; 0.9 of 1 is written 90".to_owned(),
        ),
        Err(parsed) => parsed,
    }
}

/// A count that may come in fractions (full-time posts); rounded to the nearest whole number with a note.
pub fn rounded_count(cell: &FileCell) -> Parsed<u32> {
    let exact = match cell {
        FileCell::Number(n) => Some(*n),
        FileCell::Text(text) => text.parse::<f64>().ok(),
        _ => None,
    };
    match exact {
        Some(n) if n >= 0.0 && n.fract() != 0.0 && n < 1e9 => {
            let whole = n.round() as u32;
            Parsed::Noted(whole, format!("read as {whole}, the nearest whole number"))
        }
        _ => count(cell),
    }
}

/// The count in hundredths; "M" and negative codes are the federal files' ways to say "missing".
fn counted(cell: &FileCell) -> Result<i128, Parsed<u32>> {
    if let FileCell::Text(text) = cell
        && text.eq_ignore_ascii_case("m")
    {
        return Err(unknown(text));
    }
    match hundredths(cell)? {
        n if [-100, -200, -900].contains(&n) => Err(unknown(&(n / 100).to_string())),
        n if n < 0 => Err(Parsed::Refused(
            "is a negative count; write how many there are".to_owned(),
        )),
        n => Ok(n),
    }
}

fn whole(n: i128) -> Parsed<u32> {
    match u32::try_from(n) {
        Ok(n) => Parsed::Value(n),
        Err(_) => Parsed::Refused("is too large to be a count".to_owned()),
    }
}

/// The cell with a number that stands in words at its beginning in digits: `two months` is `2 months`.
pub fn in_digits(cell: &FileCell) -> FileCell {
    const WORDS: [(&str, &str); 16] = [
        ("one", "1"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("ten", "10"),
        ("twelve", "12"),
        ("fifteen", "15"),
        ("thirty", "30"),
        ("forty-five", "45"),
        ("sixty", "60"),
        ("ninety", "90"),
    ];
    let FileCell::Text(text) = cell else {
        return cell.clone();
    };
    let lower = text.to_lowercase();
    let (first, rest) = lower.split_once(' ').unwrap_or((&lower, ""));
    match WORDS.iter().find(|(word, _)| *word == first) {
        Some((_, digits)) => FileCell::Text(format!("{digits} {rest}")),
        None => cell.clone(),
    }
}

/// US dollars: `$1,980.00`, `1980`, `USD 12`; a credit is `(12.50)`, `$(12.50)`, `-$12.50`, `$-12.50`,
/// `12.50-`, `12.50 CR`.
pub fn money(cell: &FileCell) -> Parsed<Cents> {
    let FileCell::Text(text) = cell else {
        return match hundredths(cell) {
            Ok(n) => Parsed::Value(Cents(n as i64)),
            Err(parsed) => parsed,
        };
    };
    let bare = match said::<Cents>(cell) {
        CellText::Already(parsed) => return parsed,
        CellText::Words(words) => words.trim(),
    };
    let (bare, said) = without_credit(bare);
    let inside = bare.strip_prefix('(').and_then(|b| b.strip_suffix(')'));
    let (bare, within) = without_credit(inside.map_or(bare, str::trim));
    let credit = said || within || inside.is_some();
    let minus = ['-', '\u{2212}'];
    let signed = bare.strip_prefix(minus);
    // An accountant's minus stands behind the number; a dash alone is none.
    let behind = || {
        bare.strip_suffix(minus)
            .filter(|b| b.ends_with(|c: char| c.is_ascii_digit() || c == ' '))
    };
    let behind = || behind().filter(|b| b.contains(|c: char| c.is_ascii_digit()));
    let (bare, minus) = match signed.or_else(behind) {
        Some(rest) => (rest.trim(), true),
        None => (bare, false),
    };
    if let Some((amount, rest)) = bare.split_once(' ')
        && digits(dollars(amount)).is_ok()
        && [
            "per ", "a ", "an ", "each", "annually", "yearly", "monthly", "/",
        ]
        .iter()
        .any(|start| rest.starts_with(start))
    {
        return Parsed::Refused(format!(
            "says more than an amount; write {amount} alone, and `{rest}` in the column's name, as in Annual Cost"
        ));
    }
    let number = dollars(bare);
    // The sign of the currency may stand outside: `$(250.00)`.
    let inside = number
        .strip_prefix('(')
        .and_then(|n| n.strip_suffix(')'))
        .map(|inside| without_credit(inside.trim()).0);
    let (number, credit) = (inside.unwrap_or(number), credit || inside.is_some());
    let has_currency = number
        .chars()
        .any(|c| c.is_alphabetic() || matches!(c, '\u{a3}' | '\u{a5}' | '\u{20a0}'..='\u{20cf}'));
    if has_currency {
        let known = text.chars().any(|c| c.is_ascii_digit());
        return Parsed::Refused(if known {
            "is not in US dollars; write the amount in dollars".to_owned()
        } else {
            "is not an amount of money; write dollars, as in 1,980.00".to_owned()
        });
    }
    // A spreadsheet writes nought as `$ -`; a dash without the dollar is no amount at all.
    if number != bare && matches!(number, "-" | "\u{2013}" | "\u{2014}") {
        return Parsed::Value(Cents(0));
    }
    let (number, minus) = match number.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (rest.trim_start(), !minus),
        None => (number, minus),
    };
    match digits(number) {
        Ok(n) if credit || minus => Parsed::Value(Cents(-n as i64)),
        Ok(n) => Parsed::Value(Cents(n as i64)),
        Err(why) => Parsed::Refused(why.to_owned()),
    }
}

/// The amount without the `CR` or `Credit` beside it, as ledgers write what is taken off; was it there?
fn without_credit(text: &str) -> (&str, bool) {
    let word = |c: char| c.is_alphabetic() || c == '.';
    let is_credit = |said: &str| {
        let said = said.trim_end_matches('.');
        said.eq_ignore_ascii_case("cr") || said.eq_ignore_ascii_case("credit")
    };
    let before = text.trim_start_matches(|c: char| c.is_alphabetic());
    let before = before.strip_prefix('.').unwrap_or(before);
    let after = text.trim_end_matches(word);
    if is_credit(&text[..text.len() - before.len()]) {
        (before.trim_start_matches([' ', ':']), true)
    } else if is_credit(&text[after.len()..]) {
        (after.trim_end(), true)
    } else {
        (text, false)
    }
}

/// What money is counted in; only US dollars are.
pub fn currency(cell: &FileCell) -> Parsed<String> {
    let words = match said(cell) {
        CellText::Already(parsed) => return parsed,
        CellText::Words(words) => words.trim().to_lowercase().replace('.', ""),
    };
    let dollars = [
        "usd",
        "us$",
        "$",
        "us dollar",
        "us dollars",
        "dollar",
        "dollars",
    ];
    if dollars.contains(&words.as_str()) {
        Parsed::Value("USD".to_owned())
    } else {
        Parsed::Refused("is not US dollars; write the amounts in dollars".to_owned())
    }
}

/// The amount without the ways to say US dollars.
fn dollars(text: &str) -> &str {
    let mut bare = text;
    for mark in ["USD", "US$", "US $", "$", "usd", "dollars"] {
        bare = bare.strip_prefix(mark).unwrap_or(bare).trim();
        bare = bare.strip_suffix(mark).unwrap_or(bare).trim();
    }
    bare
}

/// A percentage in hundredths of a percent: `34%`, `0.34`, `12.5`. The sign changes nothing: a column of percent is percent.
pub fn percent(cell: &FileCell) -> Parsed<i64> {
    let bare = match cell {
        FileCell::Text(text) => FileCell::Text(text.trim_end_matches('%').trim().to_owned()),
        other => other.clone(),
    };
    match hundredths::<i64>(&bare) {
        Ok(n) if (0..=10_000).contains(&n) => Parsed::Value(n as i64),
        Ok(-100) => unknown("-1"),
        Ok(_) => Parsed::Refused("is not a percentage between 0 and 100".to_owned()),
        Err(Parsed::Refused(why)) if matches!(cell, FileCell::Broken(_)) => Parsed::Refused(why),
        Err(Parsed::Refused(_)) => {
            Parsed::Refused("is not a percentage; write a number such as 34 or 0.5".to_owned())
        }
        Err(parsed) => parsed,
    }
}

/// A plain decimal number in hundredths, such as an index of engagement.
pub fn decimal(cell: &FileCell) -> Parsed<i64> {
    match hundredths(cell) {
        Ok(n) => Parsed::Value(n as i64),
        Err(parsed) => parsed,
    }
}

fn hundredths<T>(cell: &FileCell) -> Result<i128, Parsed<T>> {
    if let CellText::Already(parsed) = said(cell) {
        return Err(parsed);
    }
    match cell {
        FileCell::Number(n) => float(*n).map_err(|why| Parsed::Refused(why.to_owned())),
        FileCell::Text(text) => {
            let (sign, bare) = match text.strip_prefix(['-', '\u{2212}']) {
                Some(rest) => (-1, rest),
                None => (1, text.as_str()),
            };
            let read = digits(bare).map(|n| sign * n);
            read.map_err(|why| Parsed::Refused(why.to_owned()))
        }
        FileCell::Day(day) => Err(Parsed::Refused(format!(
            "is the date {day}, not a number; format the column as numbers"
        ))),
        _ => Err(Parsed::Refused(NOT_A_NUMBER.to_owned())),
    }
}

const NOT_A_NUMBER: &str = "is not a number; write digits, as in 1,980 or 12.50";
const TOO_FINE: &str = "has more than two decimals; round it";
const TOO_LARGE: &str = "is too large; check that the column is the right one";

fn float(n: f64) -> Result<i128, &'static str> {
    let hundredths = n * 100.0;
    if !hundredths.is_finite() || hundredths.abs() > MOST as f64 {
        return Err(TOO_LARGE);
    }
    // A float such as 19.99 lies a hair beside its hundredths; a third does not.
    if (hundredths - hundredths.round()).abs() > 1e-4 {
        return Err(TOO_FINE);
    }
    Ok(hundredths.round() as i128)
}

/// Digits with commas between thousands and at most two decimals that count, in hundredths.
fn digits(text: &str) -> Result<i128, &'static str> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let european = text.contains(',') && text.rfind(',') > text.find('.') && text.contains('.');
    let comma_decimal = !text.contains('.')
        && text
            .rsplit_once(',')
            .is_some_and(|(before, after)| !before.contains(',') && after.len() != 3);
    let all_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if (european || comma_decimal) && all_digits(&text.replace([',', '.'], "")) {
        return Err(
            "could be read in two ways; write a point before the cents and commas between thousands, as in 1,980.00",
        );
    }
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1
        || (groups[1..].iter().all(|g| g.len() == 3) && (1..=3).contains(&groups[0].len()));
    let plain = groups.concat();
    let nothing = plain.is_empty() && part.is_empty();
    if nothing || !grouped || !all_digits(&plain) || !all_digits(part) {
        return Err(NOT_A_NUMBER);
    }
    let fine = part.trim_end_matches('0');
    if fine.len() > 2 {
        return Err(TOO_FINE);
    }
    if plain.len() > 12 {
        return Err(TOO_LARGE);
    }
    let n: i128 = format!("{plain}{fine:0<2}")
        .parse()
        .map_err(|_| NOT_A_NUMBER)?;
    if n > MOST { Err(TOO_LARGE) } else { Ok(n) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::cell;
    use super::*;

    #[test]
    fn an_amount_with_words_behind_it_is_not_called_foreign() {
        for (text, why) in [
            (
                "$3,000.00 per year",
                "write $3,000.00 alone, and `per year` in the column's name",
            ),
            ("36 each", "write 36 alone"),
            ("3,000 CAD", "is not in US dollars"),
        ] {
            let read = money(&cell(text));
            assert!(
                matches!(&read, Parsed::Refused(said) if said.contains(why)),
                "{text}: {read:?}"
            );
        }
    }

    #[test]
    fn money_as_districts_write_it() {
        for (text, cents) in [
            ("$1,980.00", 198_000),
            ("1980", 198_000),
            ("(12.50)", -1_250),
            ("($1,012.50)", -101_250),
            ("-$12.5", -1_250),
            ("$-12.50", -1_250),
            ("USD 12", 1_200),
            ("12 USD", 1_200),
            ("US$ 12", 1_200),
            ("$0.41", 41),
            (".5", 50),
            ("12.5000", 1_250),
            ("$ -", 0),
            ("$-", 0),
            ("$ -   ", 0),
            ("US$ \u{2013}", 0),
            ("($ -)", 0),
            ("250.00 CR", -25_000),
            ("$250.00CR", -25_000),
            ("1,250 cr.", -125_000),
            ("CR 250.00", -25_000),
            ("Cr: $250", -25_000),
            ("250.00 Credit", -25_000),
            ("(250.00)", -25_000),
            ("(250.00) CR", -25_000),
            ("(250.00 CR)", -25_000),
            ("250.00-", -25_000),
            ("$1,250.00 -", -125_000),
            ("250.00\u{2212}", -25_000),
            ("USD 250.00-", -25_000),
            (".50 CR", -50),
            ("$(250.00)", -25_000),
            ("$ (250.00)", -25_000),
            ("US$ ( 1,250.00 )", -125_000),
            ("(250.00) USD", -25_000),
            ("$(250.00) CR", -25_000),
            ("-(250.00)", -25_000),
            ("-$250.00", -25_000),
            ("- $250.00", -25_000),
            ("$-250.00", -25_000),
            ("$ -250.00", -25_000),
            ("$ - 250.00", -25_000),
            ("$\u{2212}250.00", -25_000),
            ("($250.00)", -25_000),
            ("$ (-)", 0),
        ] {
            assert_eq!(money(&cell(text)), Parsed::Value(Cents(cents)), "{text}");
        }
        assert_eq!(money(&FileCell::Number(19.99)), Parsed::Value(Cents(1_999)));
        for text in ["N/A", "-", "\u{2013}"] {
            assert_eq!(money(&cell(text)), unknown(text), "{text}");
        }
    }

    #[test]
    fn money_that_could_mean_something_else_is_refused() {
        for (text, why) in [
            ("1.980,00", "two ways"),
            ("1980,00", "two ways"),
            ("12,5", "two ways"),
            ("\u{20ac}12", "US dollars"),
            ("CAD 12", "US dollars"),
            ("12 EUR", "US dollars"),
            ("250 CRC", "US dollars"),
            ("CR", "not a number"),
            ("$(250.00", "not a number"),
            ("$250.00)", "not a number"),
            ("$()", "not a number"),
            ("12-15", "not a number"),
            ("\u{20bd}12", "US dollars"),
            ("12.505", "two decimals"),
            ("1,98,0", "not a number"),
            ("free", "not an amount"),
            ("$", "not a number"),
            ("99999999999999", "too large"),
        ] {
            match money(&cell(text)) {
                Parsed::Refused(said) => assert!(said.contains(why), "{text}: {said}"),
                other => panic!("{text}: {other:?}"),
            }
        }
        assert!(matches!(
            money(&FileCell::Number(100.0 / 3.0)),
            Parsed::Refused(_)
        ));
    }

    #[test]
    fn only_us_dollars_are_money_here() {
        for text in ["USD", "$", "us dollars", "U.S. Dollars"] {
            assert_eq!(currency(&cell(text)), Parsed::Value("USD".into()), "{text}");
        }
        assert_eq!(currency(&FileCell::Empty), Parsed::Blank);
        for text in ["EUR", "\u{20ac}", "CAD", "dollars (Canada)"] {
            assert!(
                matches!(currency(&cell(text)), Parsed::Refused(_)),
                "{text}"
            );
        }
    }

    #[test]
    fn counts_are_whole_and_negative_codes_are_unknown() {
        for (text, n) in [("1,200", 1_200), ("12.0", 12), ("0", 0)] {
            assert_eq!(count(&cell(text)), Parsed::Value(n), "{text}");
        }
        assert_eq!(count(&FileCell::Number(12.0)), Parsed::Value(12));
        for text in ["-1", "-2", "-9", "-999", "M", "N/A", "\u{2013}"] {
            assert!(matches!(count(&cell(text)), Parsed::Unknown(_)), "{text}");
        }
        for text in ["-5", "12.5", "twelve", "5000000000"] {
            assert!(matches!(count(&cell(text)), Parsed::Refused(_)), "{text}");
        }
        assert!(matches!(
            rounded_count(&cell("20.60000038")),
            Parsed::Noted(21, _)
        ));
        assert_eq!(rounded_count(&cell("42")), Parsed::Value(42));
        assert!(matches!(rounded_count(&cell("-999")), Parsed::Unknown(_)));
    }

    #[test]
    fn percentages_are_hundredths_of_a_percent() {
        for (text, n) in [
            ("34%", 3_400),
            ("0.34", 34),
            ("12.5 %", 1_250),
            ("100", 10_000),
        ] {
            assert_eq!(percent(&cell(text)), Parsed::Value(n), "{text}");
        }
        for text in ["101", "half", "-5"] {
            assert!(matches!(percent(&cell(text)), Parsed::Refused(_)), "{text}");
        }
        assert_eq!(decimal(&cell("213045.57")), Parsed::Value(21_304_557));
    }
}
