mod accept;
mod asked;
mod drafts;
mod question;
mod read;
mod remind;
mod send;
mod status;

use super::context::Context;
use super::writes::Writes;
use anyhow::Result;
use clap::Subcommand;
use std::process::ExitCode;

/// Sheets that go out to the authorities each quarter, come back, are doubted and accepted
///
/// A sheet is an Excel file with what an authority answers for; it is filled in and read back. What
/// both sides have changed meanwhile is a conflict, and never decided in silence. Nothing is sent:
/// the e-mails are drafts that your own program opens.
#[derive(clap::Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Return {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Send(send::Send),
    Read(read::Read),
    Status(status::Status),
    Question(question::Question),
    Accept(accept::Accept),
    Remind(remind::Remind),
}

impl Return {
    pub fn writes(&self) -> Writes {
        match self.command {
            Command::Read(_) | Command::Status(_) => Writes::Page,
            Command::Send(_) => Writes::Folder,
            Command::Question(_) | Command::Accept(_) | Command::Remind(_) => Writes::Nothing,
        }
    }

    pub fn run(self, context: &mut Context) -> Result<ExitCode> {
        match self.command {
            Command::Send(c) => c.run(context),
            Command::Read(c) => c.run(context),
            Command::Status(c) => c.run(context),
            Command::Question(c) => c.run(context),
            Command::Accept(c) => c.run(context),
            Command::Remind(c) => c.run(context),
        }
    }
}
