//! fremdrift, the program: everything that knows of a terminal, a clock or an environment is in
//! `cli`; the rest is the library.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
