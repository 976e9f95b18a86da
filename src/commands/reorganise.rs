//! Reorganisations of the state: an authority is renamed, merged, split, or hands objectives over.
//! Its roles go over on a day; before that day everything reads as it did.

use super::upsert::{self, Because, Mode};
use crate::model::record::Draft;
use crate::model::succession::Reform;
use crate::model::{EntityKind, Moment, Operation, Reference, Refusal, Value};
use crate::queries::Result;
use crate::store::{ChangeTx, Store};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The reorganisation to carry out.
#[derive(Clone, Debug)]
pub enum Reorganisation {
    Rename {
        code: String,
        to: Option<String>,
        name: String,
        name_en: Option<String>,
        name_da: Option<String>,
    },
    Merge {
        codes: Vec<String>,
        into: String,
    },
    /// Which objectives or activities go to whom; `rest` takes all others.
    Split {
        code: String,
        into: Vec<String>,
        given: Vec<(Reference, String)>,
        rest: Option<String>,
    },
    /// Everything, or what is named: objectives with their activities, or one activity.
    Transfer {
        from: String,
        to: String,
        references: Option<Vec<Reference>>,
    },
}

/// The roles that went over.
#[derive(Clone, Debug)]
pub struct Done {
    pub roles: usize,
    pub objectives: usize,
    pub did: Operation,
    /// Nothing where it was only tried.
    pub change: Option<i64>,
}

/// Does it as one change, or only tries it.
pub fn reorganise(
    store: &mut Store,
    moment: &Moment,
    it: &Reorganisation,
    on: NaiveDate,
    reason: &str,
    dry_run: bool,
) -> Result<Done> {
    let writing = store.begin(moment, Some(reason))?;
    let mut roles = 0;
    let mut touched = BTreeSet::new();
    let mut hand_over = |from: &str, to: &dyn Fn(&Reference) -> Option<String>| -> Result<()> {
        for held in writing.held(from, on)? {
            if let Some(to) = to(&held.reference) {
                writing.hand_over(&held, &to, on)?;
                roles += 1;
                touched.insert(held.objective);
            }
        }
        Ok(())
    };
    let did = match it {
        Reorganisation::Rename { code, to, name, name_en, name_da } => {
            let code = writing.authority_code(code)?;
            let names = [("name", Some(name)), ("name_en", name_en.as_ref()), ("name_da", name_da.as_ref())];
            let mut draft = Draft::new();
            for (field, value) in names {
                if let Some(value) = value {
                    draft.insert(field, Some(Value::One(value.clone())));
                }
            }
            match to {
                None => {
                    draft.insert("name_from", Some(Value::One(on.to_string())));
                    edit(&writing, &code, &draft, Mode::Edit)?;
                    Operation::RenameAuthority { authority: code, to: None, name: name.clone(), from_day: on }
                }
                Some(to) => {
                    draft.insert("country", Some(Value::One(writing.country_of(&code)?)));
                    edit(&writing, to, &draft, Mode::Add)?;
                    hand_over(&code, &|_| Some(to.clone()))?;
                    writing.add_succession(&code, to, Reform::Rename, on, reason)?;
                    close(&writing, &code, on, reason)?;
                    let to = Some(to.clone());
                    Operation::RenameAuthority { authority: code, to, name: name.clone(), from_day: on }
                }
            }
        }
        Reorganisation::Merge { codes, into } => {
            let into = writing.authority_code(into)?;
            let codes = codes.iter().map(|c| Ok(writing.authority_code(c)?)).collect::<Result<Vec<_>>>()?;
            for code in &codes {
                if *code == into {
                    return Err(Refusal::IntoItself { authority: into }.into());
                }
                hand_over(code, &|_| Some(into.clone()))?;
                writing.add_succession(code, &into, Reform::Merge, on, reason)?;
                close(&writing, code, on, reason)?;
            }
            Operation::MergeAuthorities { authorities: codes, into, from_day: on }
        }
        Reorganisation::Split { code, into, given, rest } => {
            let code = writing.authority_code(code)?;
            let into = into.iter().map(|c| Ok(writing.authority_code(c)?)).collect::<Result<Vec<_>>>()?;
            let named = |c: &str| -> Result<String> {
                let c = writing.authority_code(c)?;
                if c == code {
                    return Err(Refusal::IntoItself { authority: c }.into());
                }
                let refused = || Refusal::NotInSplit { authority: c.clone(), into: into.clone() };
                if into.contains(&c) { Ok(c) } else { Err(refused().into()) }
            };
            let rest = rest.as_deref().map(named).transpose()?;
            let mut goes: Vec<(Reference, String)> = Vec::new();
            for (reference, to) in given {
                let (_, reference) = writing.subject(reference)?;
                goes.push((reference, named(to)?));
            }
            let to = |r: &Reference| {
                let bare = Reference { activity: None, ..r.clone() };
                let found = goes.iter().find(|g| g.0 == *r).or_else(|| goes.iter().find(|g| g.0 == bare));
                found.map(|g| g.1.clone()).or(rest.clone())
            };
            let left: BTreeSet<String> = writing
                .held(&code, on)?
                .iter()
                .filter(|h| to(&h.reference).is_none())
                .map(|h| h.reference.to_string())
                .collect();
            if !left.is_empty() {
                let first = left.iter().take(3).cloned().collect();
                return Err(Refusal::SplitLeaves { authority: code, left: left.len(), first }.into());
            }
            hand_over(&code, &to)?;
            for successor in &into {
                writing.add_succession(&code, successor, Reform::Split, on, reason)?;
            }
            close(&writing, &code, on, reason)?;
            Operation::SplitAuthority { authority: code, into, from_day: on }
        }
        Reorganisation::Transfer { from, to, references } => {
            let (from, to) = (writing.authority_code(from)?, writing.authority_code(to)?);
            if from == to {
                return Err(Refusal::IntoItself { authority: to }.into());
            }
            let wanted = match references {
                None => None,
                Some(all) => Some(all.iter().map(|r| Ok(writing.subject(r)?.1)).collect::<Result<Vec<_>>>()?),
            };
            let held: Vec<Reference> = writing.held(&from, on)?.into_iter().map(|h| h.reference).collect();
            let under = |r: &Reference, w: &Reference| *w == *r || *w == Reference { activity: None, ..r.clone() };
            let idle = wanted.iter().flatten().find(|w| !held.iter().any(|h| under(h, w)));
            if let Some(idle) = idle {
                return Err(Refusal::HoldsNothing { authority: from, of: idle.to_string() }.into());
            }
            hand_over(&from, &|r| {
                wanted.as_ref().is_none_or(|all| all.iter().any(|w| under(r, w))).then(|| to.clone())
            })?;
            writing.add_succession(&from, &to, Reform::Transfer, on, reason)?;
            Operation::Transfer { giver: from, taker: to, from_day: on }
        }
    };
    let change = match dry_run {
        true => writing.abandon().map(|()| None)?,
        false => Some(writing.finish(&did)?),
    };
    Ok(Done { roles, objectives: touched.len(), did, change })
}

fn edit(w: &ChangeTx, code: &str, draft: &Draft, mode: Mode) -> Result<()> {
    upsert::write(w, EntityKind::Authority, &[code.to_string()], draft, mode, &Because::default())
        .map_err(|(_, e)| e)?;
    Ok(())
}

/// The authority is no more, from a day on.
fn close(w: &ChangeTx, code: &str, on: NaiveDate, reason: &str) -> Result<()> {
    let mut draft = Draft::new();
    draft.insert("retired_on", Some(Value::One(on.to_string())));
    draft.insert("retired_reason", Some(Value::One(reason.to_string())));
    edit(w, code, &draft, Mode::Edit)
}
