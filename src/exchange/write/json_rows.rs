//! Rows as JSON, an object each, one behind the other: however many there are, what is held is one.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

use super::{Holds, TableCell, TableColumn};
use crate::domain::money::HIDDEN;
use crate::domain::text::json_safe;

/// What the columns of a table are called in JSON.
#[derive(Debug)]
pub struct RowKeys(Vec<String>);

impl RowKeys {
    /// The keys of these columns, in their order.
    pub fn of(columns: &[TableColumn]) -> RowKeys {
        RowKeys(columns.iter().map(key).collect())
    }

    /// A row as JSON, field by field: money in cents, `null` where nothing is known.
    pub fn object(&self, row: &[TableCell]) -> Map<String, Value> {
        let values = row
            .iter()
            .map(|cell| serde_json::to_value(CellInJson(cell)));
        let values = values.map(Result::unwrap_or_default);
        let mut object: Map<String, Value> = self.0.iter().cloned().zip(values).collect();
        if row.contains(&TableCell::Hidden) {
            // A list that counts what is hidden in a row says so itself.
            object.entry(HIDDEN).or_insert(true.into());
        }
        object
    }
}

/// A row as it is written: the same as its object, which is not made for it.
#[derive(Debug)]
pub(super) struct RowInJson<'r>(pub(super) &'r RowKeys, pub(super) &'r [TableCell]);

impl Serialize for RowInJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let RowInJson(RowKeys(keys), row) = self;
        let mut fields = serializer.serialize_map(None)?;
        for (key, cell) in keys.iter().zip(*row) {
            fields.serialize_entry(key, &CellInJson(cell))?;
        }
        if row.contains(&TableCell::Hidden) && !keys.iter().any(|key| key == HIDDEN) {
            fields.serialize_entry(HIDDEN, &true)?;
        }
        fields.end()
    }
}

/// A cell as it is written.
struct CellInJson<'c>(&'c TableCell);

impl Serialize for CellInJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            TableCell::Blank | TableCell::Hidden => serializer.serialize_unit(),
            TableCell::Text(text) => serializer.serialize_str(text),
            TableCell::Count(n) => serializer.serialize_i64(*n),
            TableCell::Cents(amount) => serializer.serialize_i64(amount.0),
            TableCell::Day(day) => serializer.collect_str(day),
            TableCell::Percent(n) | TableCell::Decimal(n) if n % 100 == 0 => {
                serializer.serialize_i64(n / 100)
            }
            TableCell::Percent(n) | TableCell::Decimal(n) => {
                serializer.serialize_f64(*n as f64 / 100.0)
            }
            TableCell::Flag(yes) => serializer.serialize_bool(*yes),
            TableCell::List(texts) => texts.serialize(serializer),
            TableCell::Json(all, _) => all.serialize(serializer),
        }
    }
}

/// How an array of objects is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonLayout {
    /// All on one line, for a program.
    OneLine,
    /// An object on each line.
    LineEach,
    /// A field on each line, for whoever reads it.
    Indented,
}

/// An array of objects that is written as they come, alone or as the last field of an object.
pub struct JsonRows<'o> {
    layout: JsonLayout,
    /// Whether it stands in an object.
    inside: bool,
    /// How many came.
    rows: usize,
    out: &'o mut dyn Write,
}

impl<'o> JsonRows<'o> {
    /// Begins an array; where there is a head, as its last field, of that name.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn begin(
        layout: JsonLayout,
        head: Option<(&Map<String, Value>, &str)>,
        out: &'o mut dyn Write,
    ) -> io::Result<JsonRows<'o>> {
        if let Some((head, field)) = head {
            let mut before = head.clone();
            before.insert(field.to_owned(), Value::Array(Vec::new()));
            let before = laid_out(&before, layout)?;
            // What is left out closes the array and the object.
            let closes = if layout == JsonLayout::Indented {
                "]\n}"
            } else {
                "]}"
            };
            let before = before.strip_suffix(closes).unwrap_or(&before);
            out.write_all(json_safe(before).as_bytes())?;
        } else {
            out.write_all(b"[")?;
        }
        Ok(JsonRows {
            layout,
            inside: head.is_some(),
            rows: 0,
            out,
        })
    }

    /// The next object.
    pub fn object(&mut self, object: &impl Serialize) -> io::Result<()> {
        let object = laid_out(object, self.layout)?;
        let object = json_safe(&object);
        if self.rows > 0 {
            self.out.write_all(b",")?;
        }
        self.rows += 1;
        match self.layout {
            JsonLayout::OneLine => self.out.write_all(object.as_bytes()),
            JsonLayout::LineEach => write!(self.out, "\n  {object}"),
            JsonLayout::Indented => {
                let indent = self.indent(1);
                let mut lines = object.lines();
                lines.try_for_each(|line| write!(self.out, "\n{indent}{line}"))
            }
        }
    }

    /// The end of the array and of what it stands in.
    pub fn end(self) -> io::Result<()> {
        if self.rows > 0 {
            match self.layout {
                JsonLayout::OneLine => {}
                JsonLayout::LineEach => self.out.write_all(b"\n")?,
                JsonLayout::Indented => write!(self.out, "\n{}", self.indent(0))?,
            }
        }
        self.out.write_all(match (self.inside, self.layout) {
            (true, JsonLayout::Indented) => b"]\n}\n",
            (true, _) => b"]}\n",
            (false, _) => b"]\n",
        })
    }

    /// What stands before a line so far inside the array.
    fn indent(&self, deep: usize) -> &'static str {
        ["", "  ", "    "][deep + usize::from(self.inside)]
    }
}

fn laid_out(object: &impl Serialize, layout: JsonLayout) -> serde_json::Result<String> {
    if layout == JsonLayout::Indented {
        serde_json::to_string_pretty(object)
    } else {
        serde_json::to_string(object)
    }
}

fn key(column: &TableColumn) -> String {
    match column.holds {
        Holds::Cents if !column.name.ends_with("_cents") => format!("{}_cents", column.name),
        _ => column.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::RowWriter;
    use super::super::tests::sample;
    use super::*;
    use serde_json::json;

    /// What the rows are as one value, and written row by row; alone, and inside an object.
    fn told(rows: &[Vec<TableCell>], layout: JsonLayout) -> [(String, String); 2] {
        let columns = sample().columns;
        let keys = RowKeys::of(&columns);
        let all = rows.iter().map(|row| Value::Object(keys.object(row)));
        let all = Value::Array(all.collect());
        let mut head = Map::new();
        head.insert("fy".to_owned(), json!(2027));
        head.insert("said".to_owned(), json!("a\u{1b}]\n}"));
        let mut whole = head.clone();
        whole.insert("lines".to_owned(), all.clone());
        let both = [(all, None), (Value::Object(whole), Some((&head, "lines")))];
        both.map(|(whole, head)| {
            let mut out = Vec::new();
            let mut writer = RowWriter::objects(&columns, layout, head, &mut out).unwrap();
            rows.iter().for_each(|row| writer.row(row).unwrap());
            writer.end().unwrap();
            let whole = match layout {
                JsonLayout::Indented => format!("{whole:#}\n"),
                _ => format!("{whole}\n"),
            };
            (
                String::from_utf8(out).unwrap(),
                json_safe(&whole).into_owned(),
            )
        })
    }

    #[test]
    fn rows_that_come_one_by_one_are_the_same_json_as_all_at_once() {
        let rows = sample().rows;
        for layout in [JsonLayout::OneLine, JsonLayout::Indented] {
            for some in [&rows[..0], &rows[..1], &rows[..]] {
                for (written, whole) in told(some, layout) {
                    assert_eq!(written, whole);
                }
            }
        }
        // By the line it is the same value.
        for (written, whole) in told(&rows, JsonLayout::LineEach) {
            let [written, whole] =
                [written, whole].map(|text| serde_json::from_str::<Value>(&text).unwrap());
            assert_eq!(written, whole);
        }
    }
}
