//! What users come to do, from the first word to the exact answer.

mod audience;
mod bad_input;
mod calendar;
mod carry;
mod check;
mod claims;
mod copies;
mod daily;
mod drafts;
mod export;
mod files;
mod first_day;
mod freeze;
mod guards;
mod import;
mod letters;
mod merge;
mod nouns;
mod printed;
mod reorganise;
mod reports;
mod returns;
mod secrets;
mod slips;
mod summary;
mod undo;
