//! `candidacy assess`: answers in, report out.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use candidacy::assessment::Engine;
use candidacy::catalog;
use candidacy::document::MAX_BYTES;
use candidacy::outlook::Outlook;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::report::{Format, Templates, contract, render, report};
use candidacy::response::{Response, accept, load, parse_value, reads_back, to_yaml};
use candidacy::source::Sources;
use candidacy::template::TemplateFault;
use candidacy::value::Date;
use clap::ValueEnum as _;

use super::args::{Assess, FormatName};
use super::check::usable;
use super::fault::{CliFault, Exit};
use super::interview::{Held, Setting, hold};
use super::output::{self, Staged};

/// Holds the interview, if one is wanted, and writes the report.
pub fn run(args: &Assess) -> Result<Exit, CliFault> {
    // The interview runs in a thread that nobody can wait for, so both live as long as the process.
    let questionnaire: &'static Questionnaire = Box::leak(Box::new(usable(&args.questionnaire)?));
    let day = args.today.unwrap_or_else(super::today);
    let given = given(args, questionnaire, day)?;
    let engine: &'static Engine<'static> = Box::leak(Box::new(Engine::new(questionnaire, day)));
    let template = Chosen::of(args)?;
    expect_writable(args)?;
    if args.no_input {
        return deliver(args, &Outcome { engine, response: &given, keep: true }, &template);
    }
    let setting = Setting {
        engine,
        audience: args.holder.into(),
        given,
        plain: args.plain,
        draft: if args.no_draft { None } else { state_folder() },
    };
    match hold(&setting)? {
        Held::Finished(response, kept) => {
            let exit = deliver(args, &Outcome { engine, response: &response, keep: true }, &template)?;
            kept.discard();
            Ok(exit)
        }
        Held::Stopped(response) => deliver(args, &Outcome { engine, response: &response, keep: false }, &template),
        Held::Interrupted => Ok(Exit::Interrupted),
    }
}

/// Makes sure, before a person spends ten minutes on answers, that what is wanted can be written, and over nothing that is
/// read.
fn expect_writable(args: &Assess) -> Result<(), CliFault> {
    let clash = |output: &PathBuf, other: &PathBuf, what: &str| {
        let message = format!("`--output {}` would overwrite {what}; give it a path of its own", output.display());
        if output::is_same_file(output, other) { Err(CliFault::Usage { message }) } else { Ok(()) }
    };
    if let Some(output) = &args.output {
        clash(output, &PathBuf::from(&args.questionnaire), "the questionnaire")?;
        args.answers.iter().try_for_each(|path| clash(output, path, "the file of `--answers`"))?;
        args.template.iter().try_for_each(|path| clash(output, path, "the template"))?;
        args.save.iter().try_for_each(|path| clash(output, path, "the file of `--save`"))?;
    }
    args.output.iter().chain(&args.save).try_for_each(|path| output::expect_writable(path))
}

/// What an interview came to.
struct Outcome<'r> {
    engine: &'r Engine<'r>,
    response: &'r Response,
    /// Whether the answers may be kept: not when a rule stopped the interview.
    keep: bool,
}

fn deliver(args: &Assess, outcome: &Outcome, template: &Chosen) -> Result<Exit, CliFault> {
    let audience = Audience::from(args.holder);
    let engine = outcome.engine;
    let questionnaire = engine.questionnaire();
    let assessment = engine.assess(outcome.response, audience);
    let keep = outcome.keep && assessment.stopped(questionnaire).is_none();
    let text = match template {
        Chosen::Contract => contract(engine, outcome.response, &assessment).to_json() + "\n",
        Chosen::Report { format, name, templates } => {
            let outlook = Outlook::of(engine, outcome.response, &assessment);
            let report = report(engine, outcome.response, &assessment, &outlook);
            let width = if args.output.is_some() { 80 } else { output::width_of_stdout() };
            render(&report, *format, name, templates, width).map_err(|fault| told(fault, templates))?
        }
    };
    // Everything that can fail comes before the first file is replaced.
    let answers = args.save.as_ref().filter(|_| keep).map(|path| staged_answers(path, questionnaire, outcome));
    let answers = answers.transpose()?;
    match &args.output {
        Some(path) => Staged::new(path, &text)?.commit()?,
        None => output::print(&text).or_else(CliFault::unless_closed)?,
    }
    answers.map_or(Ok(()), Staged::commit)?;
    Ok(Exit::Done)
}

/// The answers, ready to be saved.
fn staged_answers(path: &Path, questionnaire: &Questionnaire, outcome: &Outcome) -> Result<Staged, CliFault> {
    let yaml = to_yaml(questionnaire, outcome.response, outcome.engine.day());
    if !reads_back(questionnaire, outcome.response, &yaml, outcome.engine.day()) {
        return Err(CliFault::Unfaithful { path: path.to_owned() });
    }
    Staged::new(path, &yaml)
}

/// Shows where a template is at fault.
fn told(fault: TemplateFault, templates: &Templates) -> CliFault {
    let mut sources = Sources::default();
    let diagnostic = fault.diagnostic(fault.name.clone(), &templates.by_name, &mut sources);
    output::show(diagnostic.into(), &sources);
    CliFault::Render(fault)
}

/// What is written.
enum Chosen {
    /// The assessment as JSON, which asks for no proof.
    Contract,
    /// A report, and the template to render it with.
    Report { format: Format, name: String, templates: Templates },
}

impl Chosen {
    fn of(args: &Assess) -> Result<Chosen, CliFault> {
        let guess = [&args.output, &args.template].into_iter().flatten().find_map(|path| format_of(path));
        let format = args.format.or(guess).unwrap_or(FormatName::Text).of_report();
        let brought = catalog::templates_for(&args.questionnaire)?;
        // A template that cannot be read is a fault even where none is needed.
        let own = args.template.as_ref().map(|file| catalog::templates_beside(brought.clone(), file)).transpose()?;
        let Some(format) = format else { return Ok(Chosen::Contract) };
        let (templates, name) = own.unwrap_or_else(|| (brought, format.template(args.holder.into())));
        Ok(Chosen::Report { format, name, templates })
    }
}

/// The format that the ending of a path suggests.
fn format_of(path: &Path) -> Option<FormatName> {
    if path.extension().is_some_and(|ending| ending == "json") {
        return Some(FormatName::Json);
    }
    let format = Format::of_path(path)?;
    FormatName::value_variants().iter().copied().find(|name| name.of_report() == Some(format))
}

/// The answers from `--answers` and, over them, from `--set`.
fn given(args: &Assess, questionnaire: &Questionnaire, day: Date) -> Result<Response, CliFault> {
    let mut response = match &args.answers {
        Some(path) => answers_of(path, questionnaire, day)?,
        None => Response::new(questionnaire),
    };
    for set in &args.set {
        let fault = |message: String| CliFault::Answer { set: set.clone(), message };
        let (id, text) = set.split_once('=').ok_or_else(|| fault("write it as ID=VALUE, such as age=34".to_owned()))?;
        let index = questionnaire.question(id).ok_or_else(|| fault(format!("there is no question `{id}`")))?;
        let accepted = parse_value(&questionnaire[index], text, day)
            .and_then(|answer| accept(questionnaire, index, answer, day))
            .map_err(|rejection| fault(rejection.to_string()))?;
        response.set(accepted);
    }
    Ok(response)
}

/// Reads a response file. Its faults are shown, and nothing of it is used if there is one.
pub fn answers_of(path: &Path, questionnaire: &Questionnaire, day: Date) -> Result<Response, CliFault> {
    let mut sources = Sources::default();
    let name = if path == Path::new("-") { "<standard input>".to_owned() } else { path.display().to_string() };
    let source = sources.add(name, text_of(path)?);
    let (loaded, diagnostics) = load(questionnaire, source, &sources, day);
    let failed = diagnostics.has_errors();
    output::show(diagnostics, &sources);
    if failed { Err(CliFault::Diagnosed(Exit::Response)) } else { Ok(loaded.response) }
}

/// The text of a file of answers; `-` is standard input.
pub fn text_of(path: &Path) -> Result<String, CliFault> {
    let fault = |reason: String| catalog::CatalogFault::Unreadable { path: path.to_owned(), reason };
    let bytes = if path == Path::new("-") { stdin_bytes() } else { catalog::read_limited(path, MAX_BYTES) };
    let bytes = bytes.map_err(|error| fault(catalog::plain_reason(&error)))?;
    Ok(String::from_utf8(bytes).map_err(|error| fault(catalog::not_text(&error)))?)
}

fn stdin_bytes() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Where drafts are kept: the user's state folder.
fn state_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("candidacy"))
}
