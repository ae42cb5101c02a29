//! The help of the program as a whole: its commands by who uses them.

use clap::builder::StyledStr;
use clap::{Command, CommandFactory as _};

use super::args::Cli;
use super::output;
use super::screen::layout::wrap;
use super::topics;

/// Who uses which commands. Each command stands in one group; a test holds that.
const GROUPS: [(&str, &[&str]); 4] = [
    ("For clients", &["assess", "drafts"]),
    ("For technicians (who answer with `assess --for technician`)", &["what-if", "why", "list", "print"]),
    (
        "For question sets of your own",
        &["new", "check", "explain", "test", "show", "graph", "diff", "upgrade", "flatten", "rename"],
    ),
    ("For machines", &["batch", "schema", "completions", "man"]),
];

/// The columns before what a command does.
const INDENT: usize = 2;

/// The command line as it is parsed. Its own options are those of `assess`, which shows them: here they would hide the
/// commands.
pub fn command() -> Command {
    let command = Cli::command();
    let groups = groups(&command);
    let topics = topics::listed();
    command.mut_args(|option| option.hide(true)).help_template(StyledStr::from(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}Options:\n{{options}}\n\n{topics}{{after-help}}"
    )))
}

/// All commands below their headings.
fn groups(command: &Command) -> String {
    let name_columns = command.get_subcommands().map(|command| command.get_name().len()).max().unwrap_or(0);
    let columns = output::width_of_help().saturating_sub(INDENT + name_columns + 2);
    let about = |name: &str| command.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
    let mut text = String::new();
    for (heading, names) in GROUPS {
        text.push_str(&format!("{heading}:\n"));
        for name in names {
            let lines = wrap(&about(name).unwrap_or_default(), columns);
            for (line, position) in lines.iter().zip(0..) {
                let start = if position == 0 { name } else { "" };
                text.push_str(&format!("{:INDENT$}{start:name_columns$}  {line}\n", ""));
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_in_one_group() {
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
        let command = Cli::command();
        let mut all: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        grouped.sort_unstable();
        all.sort_unstable();
        assert_eq!(grouped, all);
    }
}
