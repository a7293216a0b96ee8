//! Exported rows about what is placed at schools: seats, use, training, switches, tests.

use crate::domain::approval::Audience;
use crate::domain::inventory::{Compatibility, Inventory, Provisioning, Switch, Training, Usage};
use crate::domain::overlap::alert::{Alignment, AlignmentRole};
use crate::exchange::write::TableCell;

use super::names::{ExportNames, Row, or_blank};

pub(super) fn inventory(inventory: &Inventory, called: &ExportNames) -> Row {
    vec![
        ("school", called.school(inventory.school.0)),
        ("product", called.product(inventory.product)),
        ("seats", inventory.seats.into()),
        ("used", inventory.used.into()),
        ("bought_by", called.buyer(inventory.buyer.map(|b| b.0))),
        ("since", inventory.since.into()),
    ]
}

pub(super) fn usage(usage: Usage, called: &ExportNames) -> Row {
    let school = usage.school.map(|s| s.0);
    // From parts of a million to hundredths of a percent.
    let share = usage.active_ppm.map(|ppm| (ppm + 50) / 100);
    let share = share.map_or(TableCell::Blank, TableCell::Percent);
    vec![
        ("product", called.product(usage.product)),
        ("from", usage.from.into()),
        ("to", usage.to.into()),
        (
            "school",
            school.map_or(TableCell::Blank, |id| called.school(id)),
        ),
        ("provisioned", usage.provisioned.into()),
        ("activated", usage.activated.into()),
        ("active", usage.active.into()),
        ("peak", usage.peak.into()),
        ("definition", usage.definition.into()),
        ("share", share),
        (
            "engagement",
            usage
                .engagement_x100
                .map_or(TableCell::Blank, TableCell::Decimal),
        ),
    ]
}

pub(super) fn training(training: &Training, called: &ExportNames) -> Row {
    let hours = training.minutes.map(|minutes| (minutes * 100 + 30) / 60);
    vec![
        ("product", called.product(training.product)),
        ("school", called.school(training.school.0)),
        ("audience", training.audience.map(Audience::word).into()),
        ("target", training.target.into()),
        ("trained", training.trained.into()),
        ("on", training.on.into()),
        ("hours", hours.map_or(TableCell::Blank, TableCell::Decimal)),
        ("next_on", training.next_on.into()),
        ("required", training.required.into()),
    ]
}

pub(super) fn alignment(aligned: Alignment, called: &ExportNames) -> Row {
    vec![
        ("product", called.product(aligned.product)),
        ("framework", aligned.framework.into()),
        ("standard", aligned.standard.into()),
        ("leaf", aligned.leaf.into()),
        ("status", aligned.status.word().into()),
        ("role", aligned.role.map(AlignmentRole::word).into()),
        ("grades", or_blank(&aligned.grades.to_string())),
    ]
}

/// Switches set for the whole district stand under `all`.
pub(super) fn provisioning(switches: &Provisioning, called: &ExportNames) -> Row {
    let school = switches.school.map(|s| s.0);
    let word = |switch: Option<Switch>| switch.map(Switch::word).into();
    vec![
        ("product", called.product(switches.product)),
        (
            "school",
            school.map_or_else(|| "all".into(), |id| called.school(id)),
        ),
        ("sso", word(switches.sso)),
        ("roster", word(switches.roster)),
        ("filter", word(switches.filter)),
        ("extension", word(switches.extension)),
        ("oauth", word(switches.oauth)),
    ]
}

pub(super) fn compatibility(test: Compatibility, called: &ExportNames) -> Row {
    vec![
        ("product", called.product(test.product)),
        ("device", test.device.into()),
        ("result", test.result.word().into()),
        ("on", test.on.into()),
        ("note", test.note.into()),
    ]
}
