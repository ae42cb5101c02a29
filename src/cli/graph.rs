//! `candidacy graph`: a questionnaire as a picture.

use candidacy::diagnostic::offer;
use candidacy::graph::{Detail, View, graph};
use candidacy::questionnaire::Questionnaire;
use candidacy::value::index::SectionIx;

use super::args::{GraphArgs, GraphDetail, GraphFormat};
use super::fault::{CliFault, Exit};
use super::open::open_with_sources;
use super::output;

/// Prints the picture in the language asked for.
pub fn run(args: &GraphArgs) -> Result<Exit, CliFault> {
    let (questionnaire, sources) = open_with_sources(&args.questionnaire)?;
    let section = args.section.as_deref().map(|id| section(&questionnaire, id)).transpose()?;
    let detail = match (args.detail, section) {
        (Some(GraphDetail::Overview), _) | (None, None) => Detail::Overview,
        (Some(GraphDetail::Rules), _) | (None, Some(_)) => Detail::Rules,
    };
    let graph = graph(&questionnaire, &sources, View { detail, section });
    let text = match args.format {
        GraphFormat::Dot => graph.dot(),
        GraphFormat::Mermaid => graph.mermaid(),
        GraphFormat::Svg => graph.svg(),
    };
    output::print(&text)?;
    Ok(Exit::Done)
}

fn section(questionnaire: &Questionnaire, id: &str) -> Result<SectionIx, CliFault> {
    let found = questionnaire.sections().iter().position(|section| section.id == id);
    found.map(SectionIx::new).ok_or_else(|| {
        let ids: Vec<&str> = questionnaire.sections().iter().map(|section| section.id.as_str()).collect();
        let hint = offer(id, &ids).unwrap_or_else(|| format!("there are {}", ids.join(", ")));
        CliFault::Usage { message: format!("there is no section `{id}`; {hint}") }
    })
}
