//! A row of an entity: written, and every cell of it told that the file does not know.

use super::headings::MOVES;
use super::row::{Cells, Import, RowFailure, made_a_date, one};
use super::{Changed, Kept};
use crate::commands::upsert::{self, Because, Mode};
use crate::exchange::refused::Place;
use crate::exchange::{RowError, excel_made_a_date};
use crate::model::both;
use crate::model::field::FieldType;
use crate::model::record::Draft;
use crate::model::{Bilingual, EntityKind, Record, Reference, Refusal, Value, entry};
use crate::store::{self, Saved};

/// No code that is made is longer, in characters.
const CODE: usize = 30;

impl Import<'_> {
    pub fn entity(&mut self, entity: EntityKind, line: u64, cells: &Cells) -> std::result::Result<(), RowFailure> {
        let key = self.key(line, entity.key(), cells)?;
        if let (Some(last), Some(field)) = (key.last(), entity.key().last())
            && let Some(described) = entity.field(field)
        {
            described.read(last).map_err(|r| self.refuse(line, Some(field), last, &r))?;
        }
        let dated = matches!(entity, EntityKind::Objective | EntityKind::Activity);
        let (mut draft, mut refused) = self.drafted(line, entity.fields(), cells)?;
        let (mut moves, mut report) = (Draft::new(), Draft::new());
        if dated {
            for (fields, into) in [(MOVES, &mut moves), (entry::fields(), &mut report)] {
                let (read, more) = self.drafted(line, fields, cells)?;
                *into = read;
                refused.extend(more);
            }
        }
        if !refused.is_empty() {
            refused.extend(self.unknown(line, entity, &key, &draft, cells, None).map_err(Err)?);
            return Err(Ok(refused));
        }
        let because = self.because(moves, &mut draft);
        entity.key().iter().for_each(|k| {
            draft.remove(k);
        });
        if entity == EntityKind::Authority && draft.get("name_from") == Some(&None) && !draft.contains_key("name") {
            draft.remove("name_from");
        }
        if self.options.add_authorities && dated {
            self.authorities(line, &key[0], &draft, cells)?;
        }
        if self.options.add_areas && entity == EntityKind::Objective {
            self.area(line, &key[0], &draft, cells)?;
        }
        let put = upsert::write(self.w, entity, &key, &draft, Mode::Either, &because)
            .map_err(|(field, e)| self.all_unknown(line, entity, &key, &draft, cells, (field, e)))?;
        let number = key.last().map(String::as_str).unwrap_or_default();
        if (dated || entity == EntityKind::Area) && put.saved == Saved::Added && excel_made_a_date(number) {
            return Err(one(RowError {
                sheet: None,
                line,
                column: self.heading("number"),
                value: number.to_string(),
                reason: both!(
                    "«{number}» is a date, not a number of a plan",
                    "»{number}« er en dato, ikke et nummer i en plan"
                ),
                hint: Some(made_a_date()),
            }));
        }
        if entity != EntityKind::Authority
            && let Some(first) = self.lines.insert(put.id, Place { sheet: self.sheet.clone(), line })
        {
            return Err(one(RowError {
                sheet: None,
                line,
                column: String::new(),
                value: put.name.clone(),
                reason: both!(
                    "{name} stands in {en} already",
                    "{name} står allerede i {da}",
                    name = &put.name,
                    en = first.words().en,
                    da = first.words().da
                ),
                hint: Some(both!("keep one of the two lines", "behold en af de to linjer")),
            }));
        }
        self.lines.entry(put.id).or_insert_with(|| Place { sheet: self.sheet.clone(), line });
        match put.saved {
            Saved::Added => self.done.added.push(put.name.clone()),
            Saved::Changed => self.done.changed.push(Changed {
                name: put.name.clone(),
                differs: put.differs,
                entry: None,
                reopened: false,
            }),
            Saved::Unchanged => self.done.unchanged += 1,
        }
        if let Some(superseded) = put.superseded {
            self.done.kept.push(Kept { name: put.name.clone(), superseded });
        }
        if !report.is_empty() {
            let reference = match &key[..] {
                [plan, objective, activity] => {
                    Reference { plan: plan.clone(), objective: objective.clone(), activity: Some(activity.clone()) }
                }
                _ => Reference::of_objective(&key[0], &key[1]),
            };
            self.state(line, reference, put.saved, &put.name, &report, cells)?;
        }
        Ok(())
    }

    /// Why a deadline of the row moves, and who agreed: as its own cells say, else as was said for all.
    fn because(&self, mut moves: Draft, draft: &mut Draft) -> Because {
        let mut said = |field: &str, of_all: &Option<String>| {
            let own = moves.remove(field).flatten().map(|v| v.cell());
            own.or_else(|| of_all.clone())
        };
        let all = &self.options.because;
        let because = Because {
            reason: said("move_reason", &all.reason),
            agreed_by: said("agreed_by", &all.agreed_by),
            correction: all.correction.clone(),
            // A slip of the pen was never so.
            from: all.correction.is_none().then(|| self.options.as_of.unwrap_or(self.w.moment().today)),
        };
        moves.into_iter().for_each(|(name, value)| {
            draft.entry(name).or_insert(value);
        });
        because
    }

    /// Everything in a row that the file does not know, not only what was met first.
    fn all_unknown(
        &self,
        line: u64,
        entity: EntityKind,
        key: &[String],
        draft: &Draft,
        cells: &Cells,
        (field, e): upsert::FieldError,
    ) -> RowFailure {
        let mut blames = self.blame(line, field, cells, e)?;
        let rest = self.unknown(line, entity, key, draft, cells, field)?;
        blames.extend(rest);
        Ok(blames)
    }

    /// The cells of a row that name what the file does not know, but for one field; what is to be added is known.
    fn unknown(
        &self,
        line: u64,
        entity: EntityKind,
        key: &[String],
        draft: &Draft,
        cells: &Cells,
        but: Option<&'static str>,
    ) -> RowFailure {
        let mut blames = Vec::new();
        for field in entity.fields().iter().filter(|f| but != Some(f.name)) {
            let Some(Some(value)) = draft.get(field.name) else { continue };
            let is_authority = matches!(field.kind, FieldType::Authorities(_));
            let is_added = is_authority && self.options.add_authorities
                || field.name == "area" && self.options.add_areas && entity == EntityKind::Objective;
            if is_added {
                continue;
            }
            let each: Vec<Value> = match value {
                Value::Many(all) if is_authority => all.iter().map(|one| Value::Many(vec![one.clone()])).collect(),
                value => vec![value.clone()],
            };
            for value in each {
                let mut record = Record::default();
                if entity.key()[0] == "plan" && field.name != "plan" {
                    record.set_text("plan", key[0].clone());
                }
                record.set(field.name, Some(value));
                if let Err((name, e)) = self.w.resolve(entity, &mut record)
                    && name == field.name
                {
                    blames.extend(self.blame(line, Some(name), cells, e)?);
                }
            }
        }
        Ok(blames)
    }

    /// Adds the authorities of a row that nobody has named before.
    fn authorities(
        &mut self,
        line: u64,
        plan: &str,
        draft: &Draft,
        cells: &Cells,
    ) -> std::result::Result<(), RowFailure> {
        for field in ["lead", "supporting", "counterpart"] {
            let Some(Some(Value::Many(all))) = draft.get(field) else { continue };
            let mut record = Record::default();
            record.set(field, Some(Value::Many(all.clone())));
            if self.w.resolve(EntityKind::Objective, &mut record).is_ok() {
                continue;
            }
            for name in all.iter().flat_map(|text| text.split(['/', '+'])).map(str::trim).filter(|n| !n.is_empty()) {
                match self.w.authority_code(name) {
                    Err(store::Error::Refusal(Refusal::Unknown { nearest, .. })) => {
                        self.add_authority((line, field), plan, name, &nearest, cells)?;
                    }
                    Err(e) => return Err(self.blame(line, Some(field), cells, e)),
                    Ok(_) => {}
                }
            }
        }
        Ok(())
    }

    /// Adds an authority: of the partner's country where it is a counterpart, else a Danish one.
    fn add_authority(
        &mut self,
        (line, field): (u64, &'static str),
        plan: &str,
        name: &str,
        nearest: &[String],
        cells: &Cells,
    ) -> std::result::Result<(), RowFailure> {
        let country = if field == "counterpart" {
            let countries = self.w.countries_of(plan).map_err(|e| self.blame(line, Some("plan"), cells, e))?;
            match &countries[..] {
                [one] => one.clone(),
                _ => {
                    return Err(one(RowError {
                        sheet: None,
                        line,
                        column: self.heading(field),
                        value: name.to_string(),
                        reason: both!(
                            "«{name}» can't be added: the plan has not one partner, so its country is not known",
                            "»{name}« kan ikke oprettes: planen har ikke netop ét partnerland, så landet er ukendt"
                        ),
                        hint: Some(both!(
                            "add it first: fremdrift authority add CODE --country LAND --name \"{name}\"",
                            "opret den først: fremdrift authority add KODE --country LAND --name \"{name}\""
                        )),
                    }));
                }
            }
        } else {
            "DK".to_string()
        };
        let code = self.free_code(name).map_err(|e| self.blame(line, Some(field), cells, e))?;
        let mut draft = Draft::new();
        draft.insert("name", Some(Value::One(name.to_string())));
        draft.insert("country", Some(Value::One(country.clone())));
        upsert::write(
            self.w,
            EntityKind::Authority,
            std::slice::from_ref(&code),
            &draft,
            Mode::Add,
            &Because::default(),
        )
        .map_err(|(_, e)| self.blame(line, Some(field), cells, e))?;
        let near = match nearest {
            [] => Bilingual::default(),
            [first, ..] => both!(", which is like {first}", ", som ligner {first}"),
        };
        self.done.authorities_added.push(if code == name {
            both!("{name} ({country}{en})", "{name} ({country}{da})", en = near.en, da = near.da)
        } else {
            both!("{code} {name} ({country}{en})", "{code} {name} ({country}{da})", en = near.en, da = near.da)
        });
        Ok(())
    }

    /// A code for an authority: its name where that is one word, else the initials, with a number where they are taken.
    fn free_code(&self, name: &str) -> std::result::Result<String, store::Error> {
        let small = ["for", "og", "of", "and", "the", "i", "in", "på", "til", "det", "den", "de"];
        let words: Vec<&str> = name.split([' ', '-', ',']).filter(|w| !w.is_empty()).collect();
        let initials =
            words.iter().filter(|w| !small.contains(&w.to_lowercase().as_str())).filter_map(|w| w.chars().next());
        let initials: String = initials.filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
        let begin = if words.len() < 2 || initials.chars().count() < 2 {
            name.chars().filter(|c| !matches!(c, '|' | ';' | '/')).take(CODE).collect::<String>().trim().to_string()
        } else {
            initials
        };
        for n in 1.. {
            let code = if n == 1 { begin.clone() } else { format!("{begin}{n}") };
            if self.w.find(EntityKind::Authority, &[&code])?.is_none() {
                return Ok(code);
            }
        }
        Ok(begin)
    }

    /// Adds the area of a row to its plan, numbered after those that are there.
    fn area(&mut self, line: u64, plan: &str, draft: &Draft, cells: &Cells) -> std::result::Result<(), RowFailure> {
        let Some(Some(Value::One(title))) = draft.get("area") else { return Ok(()) };
        let number = self.w.area_to_add(plan, title).map_err(|e| self.blame(line, Some("area"), cells, e))?;
        let Some(number) = number else { return Ok(()) };
        if excel_made_a_date(title) {
            return Err(one(RowError {
                sheet: None,
                line,
                column: self.heading("area"),
                value: title.clone(),
                reason: both!("«{title}» is a date, not an area", "»{title}« er en dato og intet indsatsområde"),
                hint: Some(made_a_date()),
            }));
        }
        let mut area = Draft::new();
        area.insert("title", Some(Value::One(title.clone())));
        let key = [plan.to_string(), number.clone()];
        upsert::write(self.w, EntityKind::Area, &key, &area, Mode::Add, &Because::default())
            .map_err(|(_, e)| self.blame(line, Some("area"), cells, e))?;
        self.done.areas_added.push(format!("{number} {title}"));
        Ok(())
    }
}
