//! add, edit, list, show and retire, for every entity; the flags are made from its fields.

use super::context::Context;
use super::failure::Usage;
use super::output;
use super::writes::Writes;
use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use fremdrift::commands::upsert::{self, Because, Mode, Upserted};
use fremdrift::i18n::answers;
use fremdrift::model::both;
use fremdrift::model::escaping::visible;
use fremdrift::model::field::FieldType;
use fremdrift::model::record::Draft;
use fremdrift::model::{EntityKind, Field, Lang, Record, Refusal, nearest, parse_day};
use fremdrift::report;
use fremdrift::store::{Saved, Store};
use std::collections::HashSet;
use std::process::ExitCode;

/// The commands of the entity with this place in [`EntityKind::ALL`].
pub struct Commands<const N: usize> {
    matches: ArgMatches,
}

fn flag(field: &Field) -> String {
    match field.name {
        "period_start" => "from".into(),
        "period_end" => "to".into(),
        name => name.replace('_', "-"),
    }
}

fn flags(entity: EntityKind, edit: bool) -> Vec<Arg> {
    let key = entity.key().last().copied().unwrap_or_default();
    entity
        .fields()
        .iter()
        .filter(|f| f.flag || (edit && f.name == key))
        .map(|f| {
            let arg = Arg::new(f.name)
                .long(flag(f))
                .value_name(f.name.rsplit('_').next().unwrap_or(f.name).to_uppercase())
                .help(if f.name == key { "a new one in place of the old".to_string() } else { f.help.to_string() });
            let arg =
                if matches!(f.name, "period_start" | "period_end") { arg.alias(f.name.replace('_', "-")) } else { arg };
            // A first deadline is the original; after that, it is the approved one that moves.
            let plain = if edit { "deadline_approved" } else { "deadline_original" };
            let arg = if f.name == plain { arg.visible_alias("deadline") } else { arg };
            let arg =
                if matches!(f.kind, FieldType::Text | FieldType::Tags) { arg.allow_hyphen_values(true) } else { arg };
            if f.is_many() { arg.action(ArgAction::Append) } else { arg }
        })
        .collect()
}

fn what_is_named(entity: EntityKind) -> &'static str {
    match entity {
        EntityKind::Objective => "The objective: ID-2021/4.1",
        EntityKind::Activity => "The activity: ID-2021/4.1/2",
        EntityKind::Area => "The area: ID-2021/3",
        _ => "Its code",
    }
}

fn named(entity: EntityKind) -> Arg {
    let name = if entity.key().len() > 1 { "REF" } else { "CODE" };
    Arg::new("key").value_name(name).required(true).help(what_is_named(entity))
}

/// For references that name no plan.
fn plan() -> Arg {
    Arg::new("of_plan").long("plan").short('p').value_name("PLAN").help("the plan of a reference that names none")
}

fn reason() -> Arg {
    Arg::new("reason").long("reason").value_name("TEXT").allow_hyphen_values(true).help("why; kept with the change")
}

impl<const N: usize> Args for Commands<N> {
    fn augment_args(command: Command) -> Command {
        let entity = EntityKind::ALL[N];
        let (one, many) = (entity.name(), entity.plural());
        let article = if one.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        let dated = matches!(entity, EntityKind::Objective | EntityKind::Activity);
        let mut edit = Command::new("edit")
            .about(format!("Change {article} {one}; what is not named stays"))
            .arg(named(entity))
            .args(flags(entity, true))
            .arg(
                Arg::new("clear")
                    .long("clear")
                    .value_name("FIELD")
                    .action(ArgAction::Append)
                    .help("empty this field; may be given twice"),
            )
            .arg(reason());
        if dated {
            edit = edit.arg(
                Arg::new("agreed_by")
                    .long("agreed-by")
                    .value_name("NAME")
                    .help("who agreed to move the approved deadline"),
            );
            edit = edit.arg(
                Arg::new("correction")
                    .long("correction")
                    .value_name("TEXT")
                    .allow_hyphen_values(true)
                    .help("why the original deadline was written down otherwise than it was signed"),
            );
        }
        let mut list = Command::new("list").about(format!("List the {many}"));
        if entity.key()[0] == "plan" || entity == EntityKind::Plan {
            list = list.arg(
                Arg::new("plan")
                    .long("plan")
                    .short('p')
                    .value_name("PLAN")
                    .action(ArgAction::Append)
                    .help("only of this plan"),
            );
        }
        list = list.arg(Arg::new("all").long("all").action(ArgAction::SetTrue).help("also what is retired"));
        let command = command
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommand(
                Command::new("add")
                    .about(format!("Add {article} {one}"))
                    .arg(named(entity))
                    .args(flags(entity, false))
                    .arg(reason()),
            )
            .subcommand(edit)
            .subcommand(list)
            .subcommand(Command::new("show").about(format!("Show {article} {one}")).arg(named(entity)))
            .subcommand(
                Command::new("retire")
                    .about(format!("Take {article} {one} out of use; its history stays"))
                    .arg(named(entity))
                    .arg(
                        Arg::new("from")
                            .long("from")
                            .value_name("DAY")
                            .help("the first day on which it no longer counts [else today]"),
                    )
                    .arg(reason().required(true)),
            );
        let command = match entity {
            EntityKind::Authority => super::reorganise::augment(command),
            EntityKind::Plan => super::carry::augment(command),
            _ => command,
        };
        if entity.key()[0] == "plan" {
            return ["add", "edit", "show", "retire"]
                .iter()
                .fold(command, |c, verb| c.mut_subcommand(verb, |v| v.arg(plan())));
        }
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<const N: usize> FromArgMatches for Commands<N> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Commands { matches: matches.clone() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.matches = matches.clone();
        Ok(())
    }
}

impl<const N: usize> Commands<N> {
    pub fn writes(&self) -> Writes {
        match self.matches.subcommand_name() {
            Some("list" | "show" | "carry-forward") => Writes::Page,
            _ => Writes::Nothing,
        }
    }

    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let entity = EntityKind::ALL[N];
        let Some((verb, given)) = self.matches.subcommand() else { return Ok(ExitCode::SUCCESS) };
        let mut store = context.open()?;
        if verb != "list"
            && entity.key()[0] == "plan"
            && let Some(plan) = given.get_one::<String>("of_plan")
        {
            context.default_plan = Some(plan.clone());
        }
        match verb {
            "list" => list(context, store, entity, given),
            "show" => show(context, store, entity, given),
            "carry-forward" => super::carry::run(context, &mut store, &self.matches),
            "rename" | "merge" | "split" | "transfer" => super::reorganise::run(context, &mut store, &self.matches),
            _ => {
                let text = given.get_one::<String>("key").cloned().unwrap_or_default();
                let put = match verb {
                    "add" => {
                        let key = key(context, &store, entity, &text, false)?;
                        upsert::upsert(
                            &mut store,
                            &context.moment,
                            entity,
                            &key,
                            &draft(entity, given, false)?,
                            Mode::Add,
                            &because(given, false),
                        )?
                    }
                    "edit" => {
                        let key = key(context, &store, entity, &text, true)?;
                        let dated = matches!(entity, EntityKind::Objective | EntityKind::Activity);
                        upsert::upsert(
                            &mut store,
                            &context.moment,
                            entity,
                            &key,
                            &draft(entity, given, true)?,
                            Mode::Edit,
                            &because(given, dated),
                        )?
                    }
                    _ => {
                        let key = key(context, &store, entity, &text, true)?;
                        let from = match given.get_one::<String>("from") {
                            Some(day) => parse_day(day, Some(context.moment.today))?,
                            None => context.moment.today,
                        };
                        let reason = given.get_one::<String>("reason").cloned().unwrap_or_default();
                        upsert::retire(&mut store, &context.moment, entity, &key, from, &reason)?
                    }
                };
                answer(context.lang, entity, verb, &put)?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

fn because(given: &ArgMatches, agreed: bool) -> Because {
    let text = |name: &str| given.get_one::<String>(name).cloned();
    let dated = |name: &str| if agreed { text(name) } else { None };
    Because { reason: text("reason"), agreed_by: dated("agreed_by"), correction: dated("correction"), from: None }
}

/// One line that says what is now there.
fn answer(lang: Lang, entity: EntityKind, verb: &str, put: &Upserted) -> Result<()> {
    let word = entity.word(lang);
    let done = match (verb, put.saved) {
        ("retire", _) => {
            let from = put.differs.iter().find(|d| d.0 == "retired_on").map(|d| d.2.as_str()).unwrap_or_default();
            answers::retired(lang, word, &put.name, from)
        }
        (_, Saved::Added) => answers::added(lang, word, &put.name),
        (_, Saved::Unchanged) => answers::unchanged(lang, word, &put.name),
        (_, Saved::Changed) => {
            let called = |name: &str| entity.field(name).map_or(name.to_string(), |f| f.called(lang).to_string());
            let differs: Vec<String> =
                put.differs.iter().map(|(field, old, new)| answers::differs(lang, &called(field), old, new)).collect();
            format!("{word} {}: {}", put.name, differs.join("; "))
        }
    };
    output::line(&format!("{}{}", visible(&done, true), answers::change(lang, put.change)))
}

/// The parts of a key, as they were typed; looked up where the thing must be there.
fn key(context: &Context, store: &Store, entity: EntityKind, text: &str, there: bool) -> Result<Vec<String>> {
    let parts: Vec<String> = match entity {
        EntityKind::Objective | EntityKind::Activity => {
            let reference = context.reference(store, text, None)?;
            let mut parts = vec![reference.plan, reference.objective];
            parts.extend(reference.activity);
            if parts.len() != entity.key().len() {
                return Err(Refusal::NotAReference { value: text.to_string() }.into());
            }
            parts
        }
        EntityKind::Area => match (text.split_once('/'), context.plan_of_reference(store, None)?) {
            (Some((plan, number)), _) => vec![plan.trim().to_string(), number.trim().to_string()],
            (None, Some(plan)) => vec![plan, text.trim().to_string()],
            (None, None) => return Err(Refusal::NoPlan { value: text.to_string(), nearest: vec![] }.into()),
        },
        _ => vec![text.trim().to_string()],
    };
    if there {
        let key: Vec<&str> = parts.iter().map(String::as_str).collect();
        let found = store.entity(entity, &key)?;
        return Ok(entity.key().iter().map(|k| found.record.cell(k)).collect());
    }
    // A new code has the form of one.
    let own = entity.key().last().and_then(|k| entity.field(k));
    if let (Some(field), Some(part)) = (own, parts.last()) {
        field.read(part)?;
    }
    let mut parts = parts;
    if entity.key()[0] == "plan" {
        parts[0] = store.plan_code(&parts[0])?;
    }
    Ok(parts)
}

fn draft(entity: EntityKind, given: &ArgMatches, edit: bool) -> Result<Draft> {
    let mut draft = Draft::new();
    let own = entity.key().last().copied().unwrap_or_default();
    for field in entity.fields().iter().filter(|f| f.flag || (edit && f.name == own)) {
        let Some(texts) = given.get_many::<String>(field.name) else { continue };
        let texts: Vec<&str> = texts.map(String::as_str).collect();
        if !edit && field.name == own {
            continue;
        }
        let value = if field.is_many()
            && matches!(field.kind, FieldType::Authorities(_) | FieldType::Partnerships | FieldType::Instruments)
        {
            field.read(&texts.join("|"))
        } else {
            field.read(&texts.join(","))
        };
        draft.insert(field.name, Some(value?));
    }
    if edit {
        for name in given.get_many::<String>("clear").into_iter().flatten() {
            let wanted = nearest::plain(name);
            let field =
                entity.fields().iter().find(|f| f.is_called(name) || nearest::plain(&flag(f)) == wanted).ok_or_else(
                    || {
                        let all = entity.fields().iter().map(|f| f.name);
                        Refusal::UnknownField {
                            entity: entity.name(),
                            value: name.clone(),
                            nearest: nearest::of(name, all),
                        }
                    },
                )?;
            draft.insert(field.name, None);
        }
        if draft.is_empty() {
            return Err(Usage {
                what: both!("nothing is said to be changed", "der er ikke angivet noget, der skal ændres"),
                hint: both!(
                    "see what can be: fremdrift {name} edit --help",
                    "se, hvad der kan ændres: fremdrift {name} edit --help",
                    name = entity.name()
                ),
            }
            .into());
        }
    }
    Ok(draft)
}

fn list(context: &Context, store: Store, entity: EntityKind, given: &ArgMatches) -> Result<ExitCode> {
    let has_plan = entity.key()[0] == "plan" || entity == EntityKind::Plan;
    let mut plans: Vec<String> = Vec::new();
    if has_plan {
        for plan in given.get_many::<String>("plan").into_iter().flatten() {
            plans.push(store.plan_code(plan)?);
        }
        if plans.is_empty() && entity != EntityKind::Plan {
            plans.extend(context.default_plan.iter().cloned());
        }
    }
    let all = given.get_flag("all");
    let mut records = Vec::new();
    let today = context.moment.today;
    let gone: HashSet<String> = store.plans()?.into_iter().filter(|p| p.is_retired(today)).map(|p| p.code).collect();
    let is_there = |record: &Record| {
        let retired = record.text("retired_on").and_then(|day| parse_day(day, None).ok());
        let plan = if entity == EntityKind::Plan { None } else { record.text("plan") };
        retired.is_none_or(|day| day > today) && plan.is_none_or(|p| !gone.contains(p))
    };
    store.each(entity, &plans, |found| {
        if all || is_there(&found.record) {
            records.push(found.record);
        }
        Ok(())
    })?;
    let mut document = report::entities::list(context.lang, entity, &records);
    if matches!(entity, EntityKind::Objective | EntityKind::Activity) {
        let shown = |code: &str| records.iter().any(|r| r.text("plan") == Some(code));
        report::caveats(&mut document, &store.plans()?, shown);
    }
    store.leave()?;
    output::document(context, &document)?;
    Ok(ExitCode::SUCCESS)
}

fn show(context: &Context, store: Store, entity: EntityKind, given: &ArgMatches) -> Result<ExitCode> {
    let text = given.get_one::<String>("key").map(String::as_str).unwrap_or_default();
    if matches!(entity, EntityKind::Objective | EntityKind::Activity) {
        return super::show::show(context, store, &[text]);
    }
    let key = key(context, &store, entity, text, true)?;
    let key: Vec<&str> = key.iter().map(String::as_str).collect();
    let found = store.entity(entity, &key)?;
    store.leave()?;
    output::document(context, &report::entities::one(context.lang, entity, &found.record))?;
    Ok(ExitCode::SUCCESS)
}
