//! Puts and what became of them as bytes: a put is its noun, its row, its target and its fields by their places; a number
//! takes as many bytes as it has digits of seven bits.

use crate::domain::put::{Done, Given, Put, RecordOutcome, Target};
use crate::domain::record::{Kind, RecordRef, Value};

/// Bytes that are read from their beginning on; nothing where they are none that were written here.
pub(super) struct Packed<'b>(pub(super) &'b [u8]);

impl<'b> Packed<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = self.number()? as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    fn kind(&mut self) -> Option<Kind> {
        Kind::ALL.get(usize::from(self.byte()?)).copied()
    }

    fn field(&mut self, kind: Kind) -> Option<&'static str> {
        let field = kind.fields().get(usize::from(self.byte()?))?;
        Some(field.name)
    }

    fn given(&mut self) -> Option<Given> {
        Some(Given::Value(match self.byte()? {
            0 => Value::Null,
            1 => Value::Int(unfolded(self.number()?)),
            2 => Value::Text(self.text()?.to_owned()),
            3 => return Some(Given::Made(self.number()? as usize)),
            _ => return None,
        }))
    }

    fn value(&mut self) -> Option<Value> {
        match self.given()? {
            Given::Value(value) => Some(value),
            Given::Made(_) => None,
        }
    }
}

fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// A small number below zero takes few bytes as well.
fn folded(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn unfolded(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

fn push_value(bytes: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => bytes.push(0),
        Value::Int(number) => {
            bytes.push(1);
            push_number(bytes, folded(*number));
        }
        Value::Text(text) => {
            bytes.push(2);
            push_number(bytes, text.len() as u64);
            bytes.extend_from_slice(text.as_bytes());
        }
    }
}

fn push_kind(bytes: &mut Vec<u8>, kind: Kind) {
    bytes.push(kind as u8);
}

fn push_field(bytes: &mut Vec<u8>, kind: Kind, field: &str) {
    let place = kind.position(field);
    bytes.push(place.map_or(u8::MAX, |place| place as u8));
}

pub(super) fn pack(put: &Put, bytes: &mut Vec<u8>) {
    push_kind(bytes, put.kind);
    push_number(bytes, put.row);
    match &put.target {
        Target::Keyed => bytes.push(0),
        Target::New => bytes.push(1),
        Target::Made(place) => {
            bytes.push(2);
            push_number(bytes, *place as u64);
        }
        Target::Id(id, None) => {
            bytes.push(3);
            push_number(bytes, folded(*id));
        }
        // Only somebody at a screen has seen a record; what no file can say is read again by nobody.
        Target::Id(_, Some(_)) | Target::Gone(..) => bytes.push(u8::MAX),
    }
    for (field, given) in &put.fields {
        push_field(bytes, put.kind, field);
        match given {
            Given::Value(value) => push_value(bytes, value),
            Given::Made(place) => {
                bytes.push(3);
                push_number(bytes, *place as u64);
            }
        }
    }
}

pub(super) fn unpack(bytes: &mut Packed) -> Option<Put> {
    let kind = bytes.kind()?;
    let row = bytes.number()?;
    let target = match bytes.byte()? {
        0 => Target::Keyed,
        1 => Target::New,
        2 => Target::Made(bytes.number()? as usize),
        3 => Target::Id(unfolded(bytes.number()?), None),
        _ => return None,
    };
    let mut fields = Vec::with_capacity(kind.fields().len());
    while !bytes.0.is_empty() {
        fields.push((bytes.field(kind)?, bytes.given()?));
    }
    Some(Put {
        kind,
        target,
        fields,
        row,
    })
}

pub(super) fn pack_done(done: &Done, bytes: &mut Vec<u8>) {
    let kind = done.record.kind;
    push_kind(bytes, kind);
    push_number(bytes, folded(done.record.id));
    match &done.outcome {
        RecordOutcome::Unchanged => bytes.push(0),
        RecordOutcome::Added => bytes.push(1),
        RecordOutcome::Changed(fields) => {
            bytes.push(2);
            for (field, old, new) in fields {
                push_field(bytes, kind, field);
                push_value(bytes, old);
                push_value(bytes, new);
            }
        }
    }
}

pub(super) fn unpack_done(bytes: &mut Packed) -> Option<Done> {
    let kind = bytes.kind()?;
    let id = unfolded(bytes.number()?);
    let outcome = match bytes.byte()? {
        0 => RecordOutcome::Unchanged,
        1 => RecordOutcome::Added,
        2 => {
            let mut fields = Vec::new();
            while !bytes.0.is_empty() {
                fields.push((bytes.field(kind)?, bytes.value()?, bytes.value()?));
            }
            RecordOutcome::Changed(fields)
        }
        _ => return None,
    };
    Some(Done {
        record: RecordRef { kind, id },
        outcome,
    })
}
