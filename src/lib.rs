//! fremdrift keeps the objectives of action plans in one SQLite file.
//!
//! The rooms, from the ground up; each may look only at those named before it on a lower floor
//! (ARCHITECTURE.md says why, a test holds it):
//! `model` and `words` (plain values; Danish and English), `store` (all SQL) and `document`
//! (neutral pages), `exchange`, `report` and `render` (values in, values out), `queries` (all that is
//! collected to be shown) and `commands` (all that writes: one command, one change). The command line itself is in the binary, above this line.

pub mod commands;
pub mod document;
pub mod exchange;
pub mod i18n;
pub mod model;
pub mod queries;
pub mod render;
pub mod report;
pub mod store;
