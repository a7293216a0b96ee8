//! What the rule of a noun refuses is told under the column of the file that fills the field.

use super::{ImportKind, office, planned, told};

#[test]
fn what_a_rule_refuses_is_told_under_its_column() {
    for (kind, table, said) in [
        (
            ImportKind::Approvals,
            "product,status,start date,expires\nLetterloop,approved,2026-05-01,2026-04-01\n",
            "2 expires `2026-04-01` until 2026-04-01 is before from 2026-05-01",
        ),
        (
            ImportKind::Approvals,
            "product,status,expires\nLetterloop,pilot,\n",
            "2 expires `` a pilot needs a last day; give one with until",
        ),
        (
            ImportKind::Approvals,
            "product,status\nLetterloop,pilot\n",
            "2 until `` a pilot needs a last day; give one with until",
        ),
        (
            ImportKind::Usage,
            "product,week of,through\nLetterloop,2026-02-01,2026-01-01\n",
            "2 through `2026-01-01` to 2026-01-01 is before from 2026-02-01",
        ),
        (
            ImportKind::Owners,
            "product,duty,contact,backup\nLetterloop,manager,rdoe,rdoe\n",
            "2 backup `rdoe` nobody can be their own deputy",
        ),
        (
            ImportKind::Calendar,
            "date,type,deadline\n2026-05-12,closure,2026-05-01\n",
            "2 deadline `2026-05-01` only a board meeting has an agenda_cutoff",
        ),
    ] {
        let plan = planned(kind, office(), table);
        assert_eq!(told(&plan.rejected), [said], "{kind}");
    }
}
