//! E-mails that bring sheets: messages as they are sent (EML), of Outlook (MSG), and boxes of them (mbox). A sheet is
//! found by what is in it, whatever it is called.

mod attached;
mod message;
mod outlook;
mod packed;

pub use attached::{Letter, Sheet, letters};
