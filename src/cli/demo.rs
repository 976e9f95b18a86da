use super::context::Context;
use super::filters::Filters;
use super::output;
use anyhow::Result;
use fremdrift::commands::init::{self, Fill};
use fremdrift::commands::log::{self, Item};
use fremdrift::model::{Audience, EntityKind, EntryBasis, EntryUpdate, FieldUpdate, Light, Query, Reference, Status};
use fremdrift::queries::export::{self, Asked, What};
use fremdrift::render::{self, Format};
use fremdrift::report::summary;
use fremdrift::store::{Error, Problem};
use std::path::PathBuf;
use std::process::ExitCode;

/// Try it out: a folder with the shipped portfolio, an entry, a summary and a CSV file
///
/// The folder is new each time: fremdrift-demo, fremdrift-demo-2 ...
#[derive(clap::Args)]
pub struct Demo {
    /// The folder to make
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

impl Demo {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let folder = match self.folder {
            Some(folder) => folder,
            None => {
                let name = |n: u32| {
                    PathBuf::from(if n == 1 { "fremdrift-demo".to_string() } else { format!("fremdrift-demo-{n}") })
                };
                (1..).map(name).find(|p| !p.exists()).unwrap_or_else(|| name(0))
            }
        };
        std::fs::create_dir_all(&folder).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => Error::file(&folder, Problem::NoFolder),
            _ => Error::io(&folder, e),
        })?;
        if context.moment.by.is_empty() {
            context.moment.by = "demo".into();
        }
        let path = folder.join("fremdrift.db");
        let (mut store, _) = init::init(&path, &context.moment, Fill::Illustrated)?;
        let item = Item {
            reference: Reference::of_objective("ID-2021", "2.8"),
            as_of: chrono::NaiveDate::from_ymd_opt(2023, 6, 30).unwrap_or_default(),
            update: EntryUpdate {
                status: FieldUpdate::Set(Status::Ongoing),
                light: FieldUpdate::Set(Light::Yellow),
                note: FieldUpdate::Set("Aftalen er klar til underskrift, når finansieringen er på plads".into()),
                basis: FieldUpdate::Set(EntryBasis::Illustrative),
                source: FieldUpdate::Set("made up to show the program".into()),
                ..EntryUpdate::default()
            },
            corrects: None,
            uid: None,
            is_shared: false,
            reopen: false,
        };
        log::log(&mut store, &context.moment, &[item], Some("to show the program"))?;
        let filters = Filters { plan: vec!["ID-2021".into()], ..Filters::default() };
        let request = super::summary::Request { quarter: "2023-Q2", ..super::summary::Request::new(&filters) };
        let content = super::summary::content(context, &store, &request)?;
        let page = render::render(
            &summary::page(&content, context.lang, &summary::View::default()),
            Format::Text,
            &context.page(),
            context.global.profile,
        )?;
        output::print(&page)?;

        let csv = folder.join("objectives.csv");
        let query = Query { plan: vec!["ID-2021".into()], ..Query::default() };
        let asked = Asked {
            what: What::EntityKind(EntityKind::Objective),
            query: &query,
            on: content.frame.as_of,
            audience: Audience::Internal,
        };
        let mut rows = 0;
        output::to_file(&csv, false, |out| {
            (rows, _) = export::csv(&store, &asked, (context.global.profile, context.lang), out, &mut |_| {})?;
            Ok(())
        })?;
        let folder = folder.display();
        // Built by cargo it is on no path yet, so it is called by where it lies.
        let by_path = std::env::args().next().is_some_and(|a| a.contains(['/', '\\']));
        let exe = std::env::current_exe().ok().filter(|_| by_path);
        let called = exe.map_or("fremdrift".to_string(), |e| e.display().to_string());
        output::line(&format!(
            "\nMade {} with the shipped portfolio, logged one entry, and wrote {} ({rows} objectives).\n\
             Try next:\n\
             \u{20} cd {folder}\n\
             \u{20} {called} show ID-2021/4.1\n\
             \u{20} {called} log ID-2021/3.7 -s ongoing -l green -m \"...\"\n\
             \u{20} {called} list --plan ID-2021 --overdue",
            path.display(),
            csv.display()
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}
