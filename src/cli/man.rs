//! `candidacy man`: a page of the manual, for `man` and for packages.

use candidacy::diagnostic::near;
use clap::Command;

use super::args::ManArgs;
use super::fault::{CliFault, Exit};
use super::help;
use super::output;

/// Prints the page of the program, or of one of its commands.
pub fn run(args: &ManArgs) -> Result<Exit, CliFault> {
    let program = help::command();
    let page = match &args.command {
        None => program,
        Some(name) => of_command(&program, name)?,
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff).map_err(|error| CliFault::output(&error))?;
    output::print_bytes(&roff)?;
    Ok(Exit::Done)
}

fn of_command(program: &Command, name: &str) -> Result<Command, CliFault> {
    let Some(command) = program.find_subcommand(name) else {
        let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
        let nearest = near(name, &names).join("`, `");
        return Err(CliFault::Usage { message: format!("there is no command `{name}`; nearest are `{nearest}`") });
    };
    let page = format!("{}-{}", program.get_name(), command.get_name());
    let called = format!("{} {}", program.get_name(), command.get_name());
    Ok(command.clone().name(page).bin_name(called).version(env!("CARGO_PKG_VERSION")))
}
