use super::context::Context;
use super::output;
use anyhow::Result;
use clap_complete::Shell;
use std::process::ExitCode;

/// Print what a shell needs to complete commands: bash, zsh, fish, powershell
#[derive(clap::Args)]
pub struct Completions {
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut (context.command_line)(), "fremdrift", &mut script);
        output::bytes(context, &script)?;
        Ok(ExitCode::SUCCESS)
    }
}
