//! The daily loop: log, look, undo.

use crate::support::Desk;

#[test]
fn an_entry_is_answered_with_what_is_recorded_and_what_was_before() {
    let desk = Desk::portfolio();
    assert_eq!(
        desk.ok(&["log", "ID-2021/3.7", "-s", "ongoing", "-l", "green", "-m", "Første møde holdt på Lombok"]),
        "ID-2021/3.7: ongoing, ● green as of 2026-11-23 (nothing before)  [change 3]\n"
    );
    assert_eq!(
        desk.ok(&["log", "ID-2021/3.7", "-l", "yellow"]),
        "ID-2021/3.7: ongoing, ▲ yellow as of 2026-11-23 (before: ongoing, ● green as of 2026-11-23)  [change 4]\n"
    );
}
