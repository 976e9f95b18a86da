use super::context::Context;
use super::failure::Usage;
use super::output;
use anyhow::Result;
use fremdrift::model::both;
use fremdrift::model::nearest;
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the manual page of fremdrift or of one command, or write all of them to a folder
#[derive(clap::Args)]
pub struct Man {
    /// A command
    command: Vec<String>,
    /// Write a page for every command to this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    all: Option<PathBuf>,
}

impl Man {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut root = (context.command_line)();
        if let Some(folder) = &self.all {
            std::fs::create_dir_all(folder)?;
            clap_mangen::generate_to(root, folder)?;
            context.say(&format!("wrote the manual pages to {}", folder.display()));
            return Ok(ExitCode::SUCCESS);
        }
        root.build();
        let mut at = &root;
        for name in &self.command {
            at = at.find_subcommand(name).ok_or_else(|| {
                let near = nearest::of(name, at.get_subcommands().map(clap::Command::get_name));
                let hint = match &near[..] {
                    [] => both!("see them with: fremdrift --help", "se dem med: fremdrift --help"),
                    near => both!("did you mean {all}?", "mente du {all}?", all = near.join(", ")),
                };
                Usage { what: both!("no command «{name}»", "ukendt kommando: »{name}«"), hint }
            })?;
        }
        let mut page = Vec::new();
        clap_mangen::Man::new(at.clone()).render(&mut page)?;
        output::bytes(context, &page)?;
        Ok(ExitCode::SUCCESS)
    }
}
