//! The content of a sheet, gathered from the file.

use crate::model::returns::{Sheet, SheetRow, Shown, keeps_back, reported, shown};
use crate::model::{
    Audience, AuthorityName, EntityKind, Lang, Moment, ObjectiveId, PlanInfo, Query, Reference, State, names,
};
use crate::queries;
use crate::queries::Result;
use crate::report::returns::Made;
use crate::store::{Detail, Store};
use chrono::NaiveDate;
use std::collections::HashMap;

/// An objective or an activity that somebody may be asked about.
#[derive(Clone)]
pub(super) struct FormLine {
    pub reference: Reference,
    pub title: String,
    pub title_da: Option<String>,
    pub deadline: Option<crate::model::PartialDate>,
    /// As we know it, which is not what a sheet shows.
    pub state: Option<State>,
    pub lead: Vec<String>,
    /// Of the objective; an activity has none of its own.
    pub audience: Audience,
}

impl FormLine {
    pub fn has_ended(&self) -> bool {
        self.state.as_ref().is_some_and(|s| s.facts.status.is_ended())
    }
}

/// Every objective of the plans and every activity under one, in the order of the plan.
pub(super) fn rows(store: &Store, codes: Vec<String>, on: NaiveDate) -> Result<Vec<FormLine>> {
    let mut under: HashMap<ObjectiveId, Vec<_>> = HashMap::new();
    let query = Query { plan: codes, ..Query::default() };
    for a in store.activities(&query, on)? {
        under.entry(a.objective).or_default().push(a);
    }
    let mut rows = Vec::new();
    store.lines(&query, on, None, Detail::Full, |l, _| {
        let activities = under.remove(&l.id).unwrap_or_default();
        let own = FormLine {
            reference: l.reference(),
            title: l.title,
            title_da: l.title_da,
            deadline: l.deadline_approved,
            state: l.state,
            lead: l.lead,
            audience: l.audience,
        };
        let (lead, audience) = (own.lead.clone(), own.audience);
        rows.push(own);
        rows.extend(activities.into_iter().map(|a| FormLine {
            reference: a.reference,
            title: a.title,
            title_da: a.title_da,
            deadline: a.deadline_approved,
            state: a.state,
            // An activity that nobody leads is its objective's.
            lead: if a.lead.is_empty() { lead.clone() } else { a.lead },
            audience,
        }));
        Ok(())
    })?;
    Ok(rows)
}

/// The authority that a sheet goes to.
pub(super) struct To<'a> {
    pub code: &'a str,
    names: &'a HashMap<String, AuthorityName>,
}

impl<'a> To<'a> {
    pub fn new(code: &'a str, names: &'a HashMap<String, AuthorityName>) -> To<'a> {
        To { code, names }
    }

    fn is_danish(&self) -> bool {
        self.names.get(self.code).is_none_or(|n| n.country == "DK")
    }

    /// Where its sheets are sent; none where what the file holds is no address of a mail.
    fn email(&self, store: &Store) -> Result<Option<String>> {
        let sound = |email: &String| EntityKind::Authority.field("email").is_some_and(|f| f.read(email).is_ok());
        Ok(store.email(self.code)?.filter(sound))
    }

    pub fn lang(&self) -> Lang {
        if self.is_danish() { Lang::Da } else { Lang::En }
    }

    /// Another country's authority is not asked about what is marked as internal, also where it leads it.
    pub fn may_see(&self, row: &FormLine) -> bool {
        self.is_danish() || Audience::Partner.may_see(row.audience)
    }
}

/// The sheet with what its words need; `rows`: one for each of the rows of the sheet.
pub(super) fn made(
    store: &Store,
    moment: &Moment,
    (sheet, rows): (Sheet, &[FormLine]),
    (to, plans): (&To, &[PlanInfo]),
) -> Result<Made> {
    let until = sheet.quarter;
    let earlier: Vec<Sheet> = store.sheets_of(&sheet.authority)?.into_iter().filter(|s| s.quarter <= until).collect();
    let own = reported(&earlier, moment.today);
    let mut sheet = sheet;
    let mut notes = 0;
    for (row, of) in sheet.rows.iter_mut().zip(rows) {
        let now = || Shown {
            about: sheet.lang.pick(&of.title, of.title_da.as_deref()).to_string(),
            deadline: of.deadline,
            last: shown(own.get(&of.reference.to_string()), of.state.as_ref()),
        };
        // A sheet that is sent once more shows what it showed.
        let seen = row.shown.get_or_insert_with(now);
        notes += usize::from(keeps_back(&seen.last, of.state.as_ref()));
    }
    Ok(Made {
        notes_left_out: notes,
        plans: plans.iter().filter(|p| rows.iter().any(|r| r.reference.plan == p.code)).cloned().collect(),
        email: to.email(store)?,
        authority: names::authority(to.names, &sheet.authority, sheet.lang),
        as_of: queries::day_of(until, moment.today),
        made: moment.today,
        file: store.file_uid()?,
        sheet,
    })
}

/// A sheet that was sent, once more: the same rows, the same code. What has left the plan since is left out.
pub fn again(store: &Store, moment: &Moment, sheet: &Sheet) -> Result<Made> {
    let on = queries::day_of(sheet.quarter, moment.today);
    let mut codes: Vec<String> = sheet.rows.iter().map(|r| r.reference.plan.clone()).collect();
    codes.sort();
    codes.dedup();
    let plans: Vec<PlanInfo> = store.plans()?.into_iter().filter(|p| codes.contains(&p.code)).collect();
    let names = store.authority_names(on)?;
    let to = To::new(&sheet.authority, &names);
    let mut known: HashMap<String, FormLine> =
        rows(store, codes, on)?.into_iter().map(|r| (r.reference.to_string(), r)).collect();
    let (mut kept, mut about): (Vec<SheetRow>, Vec<FormLine>) = (Vec::new(), Vec::new());
    for row in &sheet.rows {
        if let Some(found) = known.remove(&row.reference.to_string()).filter(|r| to.may_see(r)) {
            kept.push(row.clone());
            about.push(found);
        }
    }
    made(store, moment, (Sheet { rows: kept, ..sheet.clone() }, &about), (&to, &plans))
}
