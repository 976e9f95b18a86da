//! A sheet that was sent, what came back for it, and how it stands.

use super::{Answer, Base, Shown};
use crate::model::{Lang, Quarter, Reference, SheetId, SheetRowId};
use chrono::{DateTime, NaiveDate, Utc};

/// One row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// The number of the row in the file; 0 before it is kept.
    pub id: SheetRowId,
    pub place: i64,
    pub reference: Reference,
    pub asked: bool,
    pub version: String,
    pub base: Base,
    pub question: Option<String>,
    /// `None`: it was sent before this was kept.
    pub shown: Option<Shown>,
    pub answer: Option<Answer>,
}

/// A sheet that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub id: SheetId,
    pub code: String,
    pub quarter: Quarter,
    pub authority: String,
    pub due: Option<NaiveDate>,
    pub lang: Lang,
    pub accepted_on: Option<NaiveDate>,
    /// The change that sent it.
    pub since: i64,
    pub rows: Vec<SheetRow>,
}

/// A file that came back and was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub file: String,
    pub digest: String,
    pub received_on: NaiveDate,
    pub filled_by: Option<String>,
    /// When the file was last saved, as it says itself.
    pub saved_at: Option<DateTime<Utc>>,
    pub since: i64,
}

/// A question on an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub reference: Reference,
    pub text: String,
    pub since: i64,
}

/// How the return of one authority stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReturnStatus {
    NotSent,
    Sent,
    /// Sent, and the day for an answer has gone by.
    Missing,
    Questioned,
    /// A question on what came has been written, and has not gone out yet.
    ToAsk,
    Received,
    /// Everything that was asked is answered with «no change».
    Nil,
    Accepted,
}

impl ReturnStatus {
    pub fn code(self) -> &'static str {
        match self {
            ReturnStatus::NotSent => "not-sent",
            ReturnStatus::Sent => "sent",
            ReturnStatus::Missing => "missing",
            ReturnStatus::Questioned => "questioned",
            ReturnStatus::ToAsk => "to-ask",
            ReturnStatus::Received => "received",
            ReturnStatus::Nil => "nil",
            ReturnStatus::Accepted => "accepted",
        }
    }

    /// Is an answer there that nobody doubts?
    pub fn has_answered(self) -> bool {
        matches!(self, ReturnStatus::Received | ReturnStatus::Nil | ReturnStatus::Accepted)
    }
}
