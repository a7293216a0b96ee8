//! What becomes of a request that was sent back and never came again: on the thirtieth day it is
//! withdrawn by itself. Everybody reads it so from that day on; the first write that meets it writes it
//! down.

use chrono::{Days, NaiveDate};

use super::case::ReviewCase;
use super::clock::standing_still;
use super::process::withdrawn;
use crate::domain::put::Put;
use crate::domain::request::{Pause, PauseId, RequestState, WaitingOn};

/// Days after which nobody waits for whoever asked any more.
pub const WAITS: u64 = 30;

/// The last day on which a pause of a returned request began, if it is withdrawn by itself today.
pub fn since(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(WAITS)).unwrap_or(today)
}

/// The day on which a returned request was withdrawn by itself, and why; none while it waits, or where
/// it was not returned.
pub fn lapsed(case: &ReviewCase, today: NaiveDate) -> Option<(NaiveDate, String)> {
    let returned = case.request.state == RequestState::Returned;
    let pause = standing_still(case).filter(|_| returned)?;
    let day = pause.since.checked_add_days(Days::new(WAITS))?;
    if day > today {
        return None;
    }
    let missing = pause.what.as_deref().or(case.request.reason.as_deref());
    let missing = missing.map(|what| format!("; missing: {what}"));
    let why = format!(
        "nothing came in {WAITS} days{}",
        missing.unwrap_or_default()
    );
    Some((day, why))
}

/// The case as it stands today.
pub fn as_of(mut case: ReviewCase, today: NaiveDate) -> ReviewCase {
    let Some((day, why)) = lapsed(&case, today) else {
        return case;
    };
    case.request.state = RequestState::Withdrawn;
    case.request.reason = Some(why);
    for pause in case.pauses.iter_mut().filter(|p| p.until.is_none()) {
        pause.until = Some(day);
    }
    case.pauses.push(Pause {
        id: PauseId(0),
        version: 0,
        request: case.request.id,
        waiting_on: WaitingOn::Requester,
        what: None,
        since: day,
        until: None,
    });
    case
}

/// What writes down that it was withdrawn; nothing where it was not.
pub fn puts(case: &ReviewCase, today: NaiveDate) -> Vec<Put> {
    lapsed(case, today).map_or_else(Vec::new, |(day, why)| withdrawn(case, &why, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::review::ReviewDeed;
    use crate::domain::review::clock::clock;
    use crate::domain::review::process::act;
    use crate::domain::review::testing::{TestDesk, case, day, reviewer};

    fn returned() -> TestDesk {
        let reason = "which grades?".into();
        TestDesk::new(case())
            .on("2026-03-02")
            .done(&ReviewDeed::Return { reason }, &reviewer())
    }

    #[test]
    fn what_was_sent_back_is_withdrawn_by_itself_on_the_thirtieth_day() {
        let desk = returned();
        let on = |today: &str| as_of(desk.case.clone(), day(today));
        assert_eq!(on("2026-03-31").request.state, RequestState::Returned);
        let over = on("2026-04-01");
        assert_eq!(over.request.state, RequestState::Withdrawn);
        assert_eq!(
            over.request.reason.as_deref(),
            Some("nothing came in 30 days; missing: which grades?")
        );
        let later = clock(&on("2026-06-01"), day("2026-06-01"));
        assert_eq!((later.our_days, later.total_days), (0, 22));
    }

    #[test]
    fn what_is_written_down_later_is_what_everybody_read() {
        let desk = returned().on("2026-05-04");
        let read = as_of(desk.case.clone(), day("2026-05-04"));
        let mut after = desk.clone();
        after.write(&puts(&desk.case, desk.today));
        let written = after.case;
        assert_eq!(written.request.state, read.request.state);
        assert_eq!(written.request.reason, read.request.reason);
        let days = |case: &ReviewCase| -> Vec<_> {
            case.pauses.iter().map(|p| (p.since, p.until)).collect()
        };
        assert_eq!(days(&written), days(&read));
        assert!(puts(&written, desk.today).is_empty());
        let resubmit = act(&read, &ReviewDeed::Resubmit, &reviewer(), desk.today);
        assert!(resubmit.is_err_and(|why| {
            why.next
                .is_some_and(|next| next.says() == "reopen it first")
        }));
        let reason = "they wrote at last".into();
        let reopened = act(
            &read,
            &ReviewDeed::Reopen { reason },
            &reviewer(),
            desk.today,
        );
        assert!(reopened.is_ok());
    }

    #[test]
    fn what_waits_for_its_vendor_waits_on() {
        let wait = ReviewDeed::Wait {
            on: WaitingOn::Vendor,
            what: "agreement".into(),
        };
        let desk = TestDesk::new(case())
            .on("2026-03-02")
            .done(&wait, &reviewer());
        assert_eq!(lapsed(&desk.case, day("2027-03-02")), None);
    }
}
