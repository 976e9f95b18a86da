//! The changes of one objective between two quarters. «Before» has one meaning, in tables and in
//! sentences: what stood in the place of the light in the quarter that is compared with.

use super::listed::{Agreed, Changed, Last, Pair, Subject, Way};
use crate::model::computed::is_greener;
use crate::model::snapshot::Shown;
use crate::model::{Move, ObjectiveSnapshot, PartialDate, Quarter, State, Status};

/// How an objective stood at the end of the quarter that is compared with.
#[derive(Clone, Debug)]
pub struct Was {
    pub shown: Shown,
    pub state: Option<State>,
    pub approved: Option<PartialDate>,
}

/// The fields that are another one now.
pub(super) struct Change {
    pub way: Way,
    status: Option<Pair<Status>>,
    shown: Option<(Shown, Shown)>,
    last: Option<Last>,
    expected: Option<Pair<PartialDate>>,
    approved: Option<Pair<PartialDate>>,
}

impl Change {
    pub fn of(line: &ObjectiveSnapshot, was: &Was, quarter: Quarter) -> Option<Change> {
        let (state, before) = (line.state.as_ref(), was.state.as_ref());
        let now = Shown::of(state, quarter);
        let status = (before.map(|b| b.facts.status) != state.map(|s| s.facts.status))
            .then(|| Pair { before: before.map(|b| b.facts.status), after: state.map(|s| s.facts.status) });
        let shown = (was.shown != now).then_some((was.shown, now));
        let ended = now == Shown::Ended;
        let expected = (before.and_then(|b| b.facts.expected), state.and_then(|s| s.facts.expected));
        let expected = (expected.0 != expected.1 && !ended).then_some(Pair { before: expected.0, after: expected.1 });
        let approved = (was.approved != line.deadline_approved)
            .then_some(Pair { before: was.approved, after: line.deadline_approved });
        if status.is_none() && shown.is_none() && expected.is_none() && approved.is_none() {
            return None;
        }
        // Silence began after the newest line, and ended with a line after that of before.
        let last = match (was.shown, now) {
            _ if shown.is_none() || ended => None,
            (_, Shown::NotReported) => state,
            (Shown::NotReported, _) => before,
            _ => None,
        };
        let last = last.map(|s| Last { light: s.facts.light, as_of: s.as_of });
        Some(Change { way: way(was, state, now), status, shown, last, expected, approved })
    }

    /// As it is listed, with its reasons. `moves`: those of the approved deadline since then, oldest
    /// first. `note`: the newest since then.
    pub fn told(self, subject: Subject, line: &ObjectiveSnapshot, moves: &[&Move], note: Option<String>) -> Changed {
        let Change { way, status, shown, last, expected, approved } = self;
        let reason = line.state.as_ref().filter(|_| expected.is_some()).and_then(|s| s.facts.expected_reason.clone());
        let agreed = if approved.is_some() { agreed(moves) } else { vec![] };
        let light = shown.filter(|(_, now)| *now != Shown::Ended).map(|(was, now)| (was.light(), now.light()));
        Changed {
            subject,
            way: Some(way),
            status,
            light: light.filter(|(was, now)| was != now).map(|(before, after)| Pair { before, after }),
            shown: shown
                .map(|(was, now)| Pair { before: Some(was.code().to_string()), after: Some(now.code().to_string()) }),
            last,
            expected,
            approved,
            note: note.filter(|n| reason.as_ref() != Some(n)),
            reason,
            agreed,
        }
    }
}

/// The reasons of moves, each once.
pub(super) fn agreed(moves: &[&Move]) -> Vec<Agreed> {
    let mut all: Vec<Agreed> = Vec::new();
    for m in moves.iter().filter(|m| !m.reason.is_empty()) {
        let one = Agreed { reason: m.reason.clone(), by: m.agreed_by.clone() };
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

fn way(was: &Was, state: Option<&State>, now: Shown) -> Way {
    let (before, after) = (was.state.as_ref().map(|s| s.facts.status), state.map(|s| s.facts.status));
    if now == Shown::Ended {
        return if was.shown == Shown::Ended { Way::Other } else { Way::Ended };
    }
    if was.shown == Shown::Ended {
        return Way::Other;
    }
    if now == Shown::NotReported {
        return if was.shown == Shown::NotReported { Way::Other } else { Way::FellSilent };
    }
    let halted = after == Some(Status::Suspended);
    if halted && before != after {
        return Way::OnHold;
    }
    // After a silence, what was reported before it.
    let light = was.shown.light().or(was.state.as_ref().and_then(|s| s.facts.light));
    match light.zip(now.light()) {
        Some((was, now)) if is_greener(now, was) && !halted => Way::Better,
        Some((was, now)) if is_greener(was, now) => Way::Worse,
        _ => Way::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Light;
    use crate::report::sample::{self, state};

    /// From a line in March to one in June or none, seen from the second quarter.
    fn between(before: Option<State>, after: Option<State>) -> Option<(Way, Option<(Shown, Shown)>)> {
        let line = ObjectiveSnapshot { state: after.or(before.clone()), ..sample::objective(1, "T", "T") };
        let first = Quarter { year: 2024, number: 1 };
        let was = Was { shown: Shown::of(before.as_ref(), first), state: before, approved: None };
        Change::of(&line, &was, first.next()).map(|c| (c.way, c.shown))
    }

    #[test]
    fn silence_and_a_halt_are_no_progress() {
        use Light::{Green, Red, Yellow};
        let march = |light| Some(state("2024-03-01", Status::Ongoing, light));
        let june = |status, light| Some(state("2024-06-01", status, light));
        let red = Shown::Light(Red);
        assert_eq!(between(march(Some(Red)), None), Some((Way::FellSilent, Some((red, Shown::NotReported)))));
        assert_eq!(between(march(Some(Green)), None).map(|c| c.0), Some(Way::FellSilent));
        for (before, status, after, way) in [
            (Some(Red), Status::Ongoing, Some(Yellow), Way::Better),
            (Some(Yellow), Status::Ongoing, Some(Red), Way::Worse),
            (Some(Red), Status::Suspended, Some(Yellow), Way::OnHold),
            (Some(Red), Status::Suspended, None, Way::OnHold),
            (Some(Red), Status::Completed, None, Way::Ended),
            (Some(Red), Status::Ongoing, None, Way::Other),
            (None, Status::Ongoing, Some(Green), Way::Other),
        ] {
            assert_eq!(between(march(before), june(status, after)).map(|c| c.0), Some(way), "{before:?} {after:?}");
        }
        assert!(between(march(Some(Red)), june(Status::Ongoing, Some(Red))).is_none());
        assert!(between(None, None).is_none());
        assert_eq!(between(None, june(Status::Ongoing, Some(Red))).map(|c| c.0), Some(Way::Other));
    }

    #[test]
    fn after_a_silence_what_was_reported_before_it_counts() {
        let old = Some(state("2023-05-01", Status::Ongoing, Some(Light::Yellow)));
        let now = |light| Some(state("2024-06-01", Status::Ongoing, Some(light)));
        let (way, shown) = between(old.clone(), now(Light::Red)).unwrap();
        assert_eq!((way, shown), (Way::Worse, Some((Shown::NotReported, Shown::Light(Light::Red)))));
        assert_eq!(between(old.clone(), now(Light::Green)).unwrap().0, Way::Better);
        assert_eq!(between(old.clone(), now(Light::Yellow)).unwrap().0, Way::Other);
        assert!(between(old, None).is_none(), "it was silent before too");
    }
}
