//! `candidacy explain`.

use candidacy::diagnostic::{Code, offer};

use super::args::ExplainArgs;
use super::fault::{CliFault, Exit};
use super::output;

/// Prints the page of one code, or the list of all.
pub fn run(args: &ExplainArgs) -> Result<Exit, CliFault> {
    let Some(name) = &args.code else { return list() };
    match Code::ALL.iter().find(|code| code.name() == name) {
        Some(code) => output::print(&page(code.explanation()))?,
        None => return Err(CliFault::Usage { message: unknown(name) }),
    }
    Ok(Exit::Done)
}

/// A page as people read it. After the fences of its examples stands what they show, for the test that runs them.
fn page(text: &str) -> String {
    let fence = |line: &str| match line.strip_prefix("```").and_then(|info| info.split_whitespace().next()) {
        Some(language) => format!("```{language}\n"),
        None => format!("{line}\n"),
    };
    text.lines().map(fence).collect()
}

fn list() -> Result<Exit, CliFault> {
    let widest = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let line = |code: &Code| format!("{:widest$}  {:7}  {}\n", code.name(), code.level().name(), code.summary());
    output::print(&Code::ALL.iter().map(line).collect::<String>())?;
    Ok(Exit::Done)
}

fn unknown(name: &str) -> String {
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let offer = offer(name, &names).map_or(String::new(), |offer| format!("; {offer}"));
    format!("there is no diagnostic `{name}`{offer} (`candidacy explain` lists them all)")
}
