//! The e-mails around a sheet: the request, the reminder, the receipt. They are drafts; nothing is sent.

use super::form::Made;
use super::read::ReadSheet;
use crate::i18n::returns as words;
use crate::model::returns::{Became, Column};
use crate::model::{Lang, PlanInfo};
use chrono::NaiveDate;

/// A draft: who it is for, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub to: Option<String>,
    pub subject: String,
    pub text: String,
}

fn letter(lang: Lang, plans: &[PlanInfo], by: &str, paragraphs: &[String]) -> String {
    let mut text = vec![words::greeting(lang).to_string(), words::concerning(lang, plans)];
    text.extend(paragraphs.iter().cloned());
    text.push(words::regards(lang, by));
    format!("{}\n", text.join("\n\n"))
}

/// Goes out with the sheet.
pub fn request(made: &Made, reply_to: Option<&str>, by: &str) -> Draft {
    let (lang, plans) = (made.sheet.lang, &made.plans);
    let sheet = &made.sheet;
    let mut text = vec![words::request(lang, sheet.quarter, made.as_of, sheet.due, reply_to, made.asked() as i64)];
    if made.questions() > 0 {
        text.push(words::mail_questions(lang, made.questions()));
    }
    text.push(words::how(lang)[1].to_string());
    text.push(made.left_out(lang));
    text.extend(made.caveats(lang));
    Draft {
        to: made.email.clone(),
        subject: words::mail_subject(
            lang,
            sheet.quarter,
            &words::plans_in_short(lang, plans),
            &sheet.authority,
            sheet.due,
        ),
        text: letter(lang, plans, by, &text),
    }
}

/// For those who have not answered, or not our question on what they answered (`questioned`); the sheet goes
/// along once more.
pub fn reminder(made: &Made, today: NaiveDate, questioned: bool, by: &str) -> Draft {
    let (sheet, plans) = (&made.sheet, &made.plans);
    let lang = sheet.lang;
    let late = sheet.due.is_some_and(|d| d < today);
    let waits_for = if questioned {
        let asked = sheet.rows.iter().filter(|r| r.question.is_some()).map(|r| r.reference.to_string());
        let asked = asked.collect::<Vec<_>>().join(", ");
        words::question_reminder(lang, sheet.quarter, sheet.due, &sheet.code, &asked)
    } else {
        words::reminder(lang, sheet.quarter, sheet.due, late, &sheet.code)
    };
    let text = [waits_for, made.left_out(lang)];
    Draft {
        to: made.email.clone(),
        subject: words::reminder_subject(lang, sheet.quarter, &words::plans_in_short(lang, plans), &sheet.authority),
        text: letter(lang, plans, by, &text),
    }
}

/// The receipt: the answers in their own words. Each cell is held against their own earlier answer alone: whether the
/// file says so already, or something else, is not theirs to know.
pub fn receipt(read: &ReadSheet, plans: &[PlanInfo], email: Option<String>, by: &str) -> Draft {
    let sheet = &read.sheet;
    let lang = sheet.lang;
    let mut text = vec![words::receipt(lang, sheet.quarter, read.received_on, read.answered(), read.asked())];
    for row in &read.rows {
        let mut lines = vec![row.reference.to_string()];
        if row.nil {
            lines.push(format!("  {}", Column::filled(None).heading(lang)));
        }
        for field in &row.fields {
            let name = Column::filled(field.field).heading(lang);
            let mut line = format!("  {name}: {}", field.words.replace('\n', "\n    "));
            if field.became == Became::Refused {
                line.push_str(&format!(" [{}]", words::became(lang, field.became)));
                if let Some((why, hint)) = field.why.as_ref().filter(|_| !field.rests_on_file) {
                    let hint = hint.as_ref().map(|hint| format!("; {}", hint.to(lang))).unwrap_or_default();
                    line.push_str(&format!(": {}{hint}", why.to(lang)));
                }
            } else if field.is_repeated && !read.is_known {
                line.push_str(&format!(" [{}]", words::AS_BEFORE.to(lang)));
            }
            lines.push(line);
        }
        text.push(lines.join("\n"));
    }
    if !read.unread.is_empty() {
        let lines = read.unread(lang).into_iter().map(|line| format!("- {line}"));
        text.push(std::iter::once(format!("{}:", words::UNREAD.to(lang))).chain(lines).collect::<Vec<_>>().join("\n"));
    }
    if !read.unanswered.is_empty() {
        text.push(words::not_answered(lang, &read.unanswered.join(", ")));
    }
    Draft {
        to: email,
        subject: words::receipt_subject(lang, sheet.quarter, &words::plans_in_short(lang, plans), &sheet.authority),
        text: letter(lang, plans, by, &text),
    }
}
