//! A contract's lines on its form, each with where its money comes from and who bears it.

use std::collections::BTreeSet;

use crate::domain::contract::{ContractId, Line, LineId};
use crate::domain::cost::parts::CostPart;
use crate::domain::put::{Given, Put, SeenRecord, Target};
use crate::domain::record::{Kind, Record};
use crate::domain::renewal::{Funding, Share};
use crate::domain::school::SchoolId;
use crate::exchange::value::parts::Fund;
use crate::office::Office;
use crate::office::deed::form::{FilledForm, FilledLine, FilledValue};
use crate::office::query::form::SeenLine;
use crate::store::{Error, HistoryFilter};

/// Lines of history looked at to learn who changed a part.
const LOOKED_AT: usize = 1_000;

impl Office {
    /// The lines that belong to a form: a contract's, or the one it is about.
    pub(super) fn lines_seen(&self, kind: Kind, id: Option<i64>) -> Result<Vec<SeenLine>, Error> {
        let lines = match (kind, id) {
            (Kind::Contract, Some(id)) => self.store.naming::<Line>("contract", ContractId(id))?,
            (Kind::Line, Some(id)) => vec![self.store.get::<Line>(LineId(id))?],
            _ => Vec::new(),
        };
        lines.iter().map(|line| self.line_seen(line)).collect()
    }

    fn line_seen(&self, line: &Line) -> Result<SeenLine, Error> {
        let funding = self.store.naming::<Funding>("line", line.id)?;
        let shares = self.store.naming::<Share>("line", line.id)?;
        Ok(SeenLine {
            id: line.id,
            seen: seen(line, line.version),
            funding: funding.iter().map(Fund::from).collect(),
            shares: shares.iter().map(|s| (s.school, s.percent_bp)).collect(),
        })
    }

    /// Who changed parts that are to be saved, and when, since the person saw them; what both want alike
    /// is no matter.
    pub(super) fn parts_changed(
        &self,
        saving: &FilledForm,
    ) -> Result<Option<(String, String)>, Error> {
        for saved in &saving.lines {
            let Some((id, _)) = &saved.line else { continue };
            let now = self.line_seen(&self.store.get::<Line>(*id)?)?;
            let other = |was: &BTreeSet<String>, mine: &BTreeSet<String>, is: &BTreeSet<String>| {
                was != is && mine != is
            };
            let funds = saved
                .funding
                .as_ref()
                .is_some_and(|(was, mine)| other(&told(was), &told(mine), &told(&now.funding)));
            let shares = saved.shares.as_ref().is_some_and(|(was, mine)| {
                let sorted = |shares: &[(SchoolId, i64)]| BTreeSet::from_iter(shares.to_vec());
                let is = sorted(&now.shares);
                sorted(was) != is && sorted(mine) != is
            });
            if funds || shares {
                return self.who_changed_parts(*id).map(Some);
            }
        }
        Ok(None)
    }

    /// Who touched the funding or the shares of a line last; of parts that are gone, of any line.
    fn who_changed_parts(&self, line: LineId) -> Result<(String, String), Error> {
        let newest = |about| -> Result<_, Error> {
            let filter = HistoryFilter {
                about,
                limit: LOOKED_AT,
                ..HistoryFilter::default()
            };
            let lines = self.store.history(&filter)?.into_iter();
            let mut parts = lines.filter(|l| matches!(l.entity, Kind::Funding | Kind::Share));
            Ok(parts.next().map(|entry| (entry.who, entry.at)))
        };
        let found = match newest(Some(line.into()))? {
            None => newest(None)?,
            found => found,
        };
        Ok(found.unwrap_or_else(|| ("somebody".to_owned(), String::new())))
    }

    /// What is to be written of the lines, after the form's own record.
    pub(super) fn line_puts(&self, saving: &FilledForm, puts: &mut Vec<Put>) -> Result<(), Error> {
        let form = puts.len() - 1;
        for saved in &saving.lines {
            let line = if saving.kind == Kind::Line {
                form
            } else {
                puts.push(line_put(saved, form));
                puts.len() - 1
            };
            self.funding_puts(saved, line, puts)?;
            self.share_puts(saved, line, puts)?;
        }
        Ok(())
    }

    fn funding_puts(
        &self,
        saved: &FilledLine,
        line: usize,
        puts: &mut Vec<Put>,
    ) -> Result<(), Error> {
        let Some((_, wanted)) = &saved.funding else {
            return Ok(());
        };
        let known = self.of_line::<Funding>(saved)?;
        let same = |fund: &Fund, f: &Funding| fund.source == f.source && fund.account == f.account;
        let gone = known.iter().filter(|f| !wanted.iter().any(|w| same(w, f)));
        puts.extend(gone.map(|f| gone_put(f, f.id.0, f.version)));
        for fund in wanted {
            let standing = known.iter().find(|f| same(fund, f));
            let put = standing.map_or_else(
                || {
                    Put::new(Kind::Funding)
                        .with("source", fund.source.clone())
                        .with("account", fund.account.clone())
                },
                |f| seen_put(f, f.id.0, f.version),
            );
            puts.push(
                put.with("line", Given::Made(line))
                    .with("percent_bp", hundredths(fund.part))
                    .with("obligate_by", fund.obligate_by)
                    .with("receive_by", fund.receive_by)
                    .with("must_end_by", fund.must_end_by),
            );
        }
        Ok(())
    }

    fn share_puts(
        &self,
        saved: &FilledLine,
        line: usize,
        puts: &mut Vec<Put>,
    ) -> Result<(), Error> {
        let Some((_, wanted)) = &saved.shares else {
            return Ok(());
        };
        let known = self.of_line::<Share>(saved)?;
        let gone = known
            .iter()
            .filter(|s| !wanted.iter().any(|(school, _)| s.school == *school));
        puts.extend(gone.map(|s| gone_put(s, s.id.0, s.version)));
        for (school, part) in wanted {
            let standing = known.iter().find(|s| s.school == *school);
            let put = standing.map_or_else(
                || Put::new(Kind::Share).with("school", *school),
                |s| seen_put(s, s.id.0, s.version),
            );
            puts.push(
                put.with("line", Given::Made(line))
                    .with("percent_bp", *part),
            );
        }
        Ok(())
    }

    fn of_line<R: Record>(&self, saved: &FilledLine) -> Result<Vec<R>, Error> {
        match &saved.line {
            Some((id, _)) => self.store.naming::<R>("line", *id),
            None => Ok(Vec::new()),
        }
    }
}

fn line_put(saved: &FilledLine, contract: usize) -> Put {
    let mut put = match &saved.line {
        Some((id, seen)) => Put {
            target: Target::Id(id.0, Some(seen.clone())),
            ..Put::new(Kind::Line)
        },
        None => Put::new(Kind::Line).with("contract", Given::Made(contract)),
    };
    for (field, filled) in &saved.fields {
        if let FilledValue::Value(value) = filled {
            put.fields.push((field, Given::Value(value.clone())));
        }
    }
    put
}

fn seen<R: Record>(record: &R, version: i64) -> SeenRecord {
    SeenRecord {
        version,
        values: record.values(),
    }
}

fn seen_put<R: Record>(record: &R, id: i64, version: i64) -> Put {
    Put {
        target: Target::Id(id, Some(seen(record, version))),
        ..Put::new(R::KIND)
    }
}

fn gone_put<R: Record>(record: &R, id: i64, version: i64) -> Put {
    Put {
        target: Target::Gone(id, seen(record, version)),
        ..Put::new(R::KIND)
    }
}

fn told(funds: &[Fund]) -> BTreeSet<String> {
    funds.iter().map(Fund::to_string).collect()
}

fn hundredths(part: CostPart) -> i64 {
    match part {
        CostPart::Percent(part) => part,
        // The form has told every part in percent before it is saved.
        CostPart::Amount(_) => 0,
    }
}
