//! `candidacy assess`: answers in, report out.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use candidacy::assessment::{Assessment, Engine};
use candidacy::catalog;
use candidacy::diagnostic::offer;
use candidacy::interview::note_hidden;
use candidacy::outlook::{Outlook, assess_with_outlook};
use candidacy::questionnaire::{Audience, Question, Questionnaire};
use candidacy::report::{
    Changes, Ending, Format, Report, ReportPart, Templates, contract, day_in_words, ending, render, report,
};
use candidacy::response::{Misfits, Rejection, Response, accept, parse_typed};
use candidacy::source::Sources;
use candidacy::template::TemplateFault;
use candidacy::value::Date;
use clap::ValueEnum as _;

use super::args::{AssessArgs, FormatName, Holder};
use super::day::today;
use super::documents::{NewFile, open_page, stem, usual_folder};
use super::fault::{CliFault, Exit};
use super::interview::finish::{AtTheEnd, Finished};
use super::interview::hold;
use super::interview::setting::{GivenFrom, InterviewEnd, Setting};
use super::open::{open_with_sources, read_person};
use super::output::{self, Staged};
use super::protect::ReadPaths;
use super::save::{Beginning, PrivateAnswers, SaveTarget, saved_anew};
use super::screen;
use super::shown::show_report;

/// Holds the interview, if one is wanted, and writes the report.
pub fn run(args: &AssessArgs) -> Result<Exit, CliFault> {
    let (questionnaire, sources) = open_with_sources(&args.questionnaire)?;
    // The interview runs in a thread that nobody can wait for, so both live as long as the process.
    let questionnaire: &'static Questionnaire = Box::leak(Box::new(questionnaire));
    let day = args.options.today.unwrap_or_else(today);
    let engine: &'static Engine<'static> = Box::leak(Box::new(Engine::new(questionnaire, day)));
    let (given, beginning) = given(args, engine)?;
    let drafts = if args.options.no_draft { None } else { state_folder() };
    let read = expect_writable(args, &sources, drafts.as_deref())?;
    let template = Chosen::of(args)?;
    expect_parts(args, &template)?;
    let (save, before) = (args.options.save.as_ref(), beginning.clone());
    let before = before.as_ref();
    let how = (args.options.force, private_answers(args));
    let save = save.map(|path| SaveTarget::new(path, beginning, how)).transpose()?;
    let save = save.as_ref();
    if args.options.no_input {
        deliver(args, &Outcome { engine, response: &given, save, before }, &template)
            .map(drop)
            .or_else(CliFault::unless_closed)?;
        if engine.stop_alone(&given, args.options.holder.into()).is_some() {
            output::tell(&kept_after_a_stop(args));
        }
        return Ok(Exit::Done);
    }
    let setting = Setting {
        engine,
        audience: args.options.holder.into(),
        client: given.client().map(str::to_owned),
        given,
        over: said_with_set(args, questionnaire, day)?,
        given_from: given_from(args, before),
        draft: drafts,
    };
    let reads = screen::reads(args.options.plain);
    let at_the_end = at_the_end(args, &setting, before, read)?;
    match hold(&setting, reads, move || screen::prompter(reads), at_the_end)? {
        InterviewEnd::Kept(words) => {
            if !words.is_empty() {
                output::tell(&words);
            }
            Ok(Exit::Done)
        }
        InterviewEnd::Finished(response, kept) => {
            let result = deliver(args, &Outcome { engine, response: &response, save, before }, &template)
                .map_err(|fault| undelivered(fault, kept.is_there()))?;
            tell_result(args, &result);
            tell_page(args);
            tell_answers(args, questionnaire);
            kept.discard().unwrap_or_else(|words| output::tell(&words));
            Ok(Exit::Done)
        }
        InterviewEnd::Stopped(response, forgotten) => {
            let delivered = deliver(args, &Outcome { engine, response: &response, save: None, before }, &template);
            delivered.iter().for_each(|_| tell_page(args));
            output::tell(&forgotten.err().unwrap_or_else(|| kept_after_a_stop(args)));
            delivered.map_err(|fault| undelivered(fault, false)).map(|_| Exit::Done)
        }
        InterviewEnd::Interrupted => Ok(Exit::Interrupted),
    }
}

/// Only a technician's report has parts, and only where it is written for people.
fn expect_parts(args: &AssessArgs, template: &Chosen) -> Result<(), CliFault> {
    let has_parts = args.options.holder == Holder::Technician
        && !matches!(template, Chosen::Contract | Chosen::Report { format: Format::Summary, .. });
    if args.options.part.is_empty() || has_parts {
        return Ok(());
    }
    let message = "`--part`: only a technician's report has parts, as text, Markdown or HTML; add `--for technician`";
    Err(CliFault::Usage { message: message.to_owned() })
}

/// Makes sure, before a person spends ten minutes on answers, that what is wanted can be written, and over nothing that is
/// read.
fn expect_writable(args: &AssessArgs, sources: &Sources, drafts: Option<&Path>) -> Result<ReadPaths, CliFault> {
    let options = &args.options;
    let mut read = ReadPaths::default();
    read.set(&args.questionnaire, sources)?;
    options.template.iter().for_each(|path| read.file(path, "the template"));
    drafts.iter().for_each(|folder| read.folder(folder, "the folder of drafts"));
    if let Some(path) = &options.save {
        // The file of `--answers` may be saved over: its answers are where these began.
        read.expect_apart("--save", path)?;
        read.file(path, "the file of `--save`");
    }
    match options.answers.as_deref() {
        Some(path) if path == Path::new("-") => read.stdin("the file of `--answers`"),
        Some(path) => read.file(path, "the file of `--answers`"),
        None => {}
    }
    if options.output.is_none() {
        read.expect_apart_from_stdout()?;
    }
    options.output.iter().try_for_each(|path| read.expect_apart("--output", path))?;
    options.output.iter().chain(&options.save).try_for_each(|path| output::expect_writable(path))?;
    Ok(read)
}

/// The end of an interview at which is asked what to keep: for somebody at a terminal who has not said it with the command.
fn at_the_end(
    args: &AssessArgs,
    setting: &Setting<'static>,
    before: Option<&Beginning>,
    mut read: ReadPaths,
) -> Result<Option<AtTheEnd>, CliFault> {
    let options = &args.options;
    let said = options.output.is_some() || options.save.is_some() || options.format.is_some();
    if said || !on_a_terminal() {
        return Ok(None);
    }
    let Setting { engine, audience, .. } = *setting;
    let (private, parts) = (private_answers(args), options.part.clone());
    let leaves_out_private = leaves_out_private(args, engine.questionnaire());
    let stays = setting.given_from.as_ref().map(|file| file.name.clone());
    let (before, drafts) = (before.cloned(), setting.draft.clone());
    // A page is to be looked at and printed, unless the clinic's own template says what it is.
    let page = if options.template.is_some() { Chosen::of(args)? } else { Chosen::shipped(args, Format::Html)? };
    let report = Chosen::shipped(args, Format::Text)?;
    Ok(Some(Box::new(move |response: &Response| {
        let outcome = Outcome { engine, response, save: None, before: before.as_ref() };
        // It may not have been there before the interview.
        drafts.iter().for_each(|folder| read.folder(folder, "the folder of drafts"));
        // What cannot be made is told where it is written as ever.
        let judged = Judged::of(&outcome, audience, &parts);
        let text = |chosen: &Chosen, width| judged.as_report(chosen, width).ok();
        let stem = stem(engine.questionnaire().id(), response.client(), engine.day());
        let sheet = if audience == Audience::Technician { "-sheet" } else { "" };
        let answers = saved_anew(engine, response, audience, (before.clone(), private)).ok()?;
        Some(Finished {
            ending: judged.ending(),
            outlook: sentence_of_outlook(&judged, &report)?,
            page: NewFile { stem: format!("{stem}{sheet}"), ending: page.ending(), text: text(&page, 80)? },
            answers: NewFile { stem, ending: "yaml", text: answers },
            report: text(&report, output::width_of_stdout())?,
            folder: usual_folder(),
            expect_apart: Box::new(move |path| {
                read.expect_apart("the folder", path).map_err(|_| {
                    "Nothing may be written there: it holds what is read, or answers that are kept.".to_owned()
                })
            }),
            open: open_page,
            stays,
            leaves_out_private,
        })
    })))
}

/// What the result can still become, in the words of the report.
fn sentence_of_outlook(judged: &Judged<'_>, report: &Chosen) -> Option<String> {
    let Chosen::Report { templates, .. } = report else { return None };
    let text = render(&judged.report, Format::Text, "settled.txt", templates, usize::MAX).ok()?;
    Some(text.trim().to_owned())
}

/// Whether somebody sits at a terminal and sees both what is asked and what is printed.
fn on_a_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && std::io::stderr().is_terminal()
}

/// What the two files of an interview are called to the person.
fn names(args: &AssessArgs) -> (&'static str, &'static str) {
    match args.options.holder.into() {
        Audience::Technician => ("The sheet", "The answers"),
        Audience::Client | Audience::Everyone => ("Your page", "Your answers"),
    }
}

/// Tells a technician whose report went to a file what came out: nothing else on the screen says so.
fn tell_result(args: &AssessArgs, ending: &Ending) {
    let to_file = args.options.output.as_deref().is_some_and(|path| !output::is_device(path));
    if to_file && args.options.holder == Holder::Technician {
        let verdict = ending.verdict.as_deref().unwrap_or("Not known yet");
        let day = ending.first_day.map_or(String::new(), |day| format!(", not before {}", day_in_words(day)));
        output::tell(&format!("{verdict}{day}"));
    }
}

/// Says where the report was written, if it went to a file.
fn tell_page(args: &AssessArgs) {
    let page = args.options.output.as_deref().filter(|path| !output::is_device(path));
    page.into_iter().for_each(|path| output::tell(&format!("{}: {}", names(args).0, path.display())));
}

/// Says where the answers were written, or that they were not.
fn tell_answers(args: &AssessArgs, questionnaire: &Questionnaire) {
    let answers = names(args).1;
    let private = if leaves_out_private(args, questionnaire) {
        " (without those to private questions; `--save-private` keeps them)"
    } else {
        ""
    };
    match &args.options.save {
        Some(path) if output::is_device(path) => {}
        Some(path) => output::tell(&format!("{answers}: {}{private}", path.display())),
        None => output::tell(&format!("{answers} are not kept. `--save FILE` keeps them.")),
    }
}

fn private_answers(args: &AssessArgs) -> PrivateAnswers {
    if args.options.save_private { PrivateAnswers::Saved } else { PrivateAnswers::LeftOut }
}

/// Whether a file of answers does not hold all of them.
fn leaves_out_private(args: &AssessArgs, questionnaire: &Questionnaire) -> bool {
    private_answers(args) == PrivateAnswers::LeftOut && questionnaire.has_private()
}

/// What keeps the result of an interview from anybody, and what is left then.
fn undelivered(fault: CliFault, kept: bool) -> CliFault {
    match fault {
        CliFault::ClosedPipe => CliFault::Unread { kept },
        fault if kept => CliFault::Undelivered(Box::new(fault)),
        fault => fault,
    }
}

/// What is true of the answers in this run, once a rule has stopped it.
fn kept_after_a_stop(args: &AssessArgs) -> String {
    match args.options.answers.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => format!("The answers stay in {}, where they came from. Nothing else was kept.", path.display()),
        None => "Your answers were not kept.".to_owned(),
    }
}

/// What an interview came to.
struct Outcome<'r> {
    engine: &'r Engine<'r>,
    response: &'r Response,
    /// Where the answers are kept: nowhere when a rule stopped the interview.
    save: Option<&'r SaveTarget>,
    /// What was said on an earlier day.
    before: Option<&'r Beginning>,
}

/// Writes the report, and the answers where that is wanted.
///
/// # Errors
/// One of them cannot be written. A reader of standard output that has gone is told last, once the answers are saved.
fn deliver(args: &AssessArgs, outcome: &Outcome, template: &Chosen) -> Result<Ending, CliFault> {
    let audience = Audience::from(args.options.holder);
    let engine = outcome.engine;
    let judged = Judged::of(outcome, audience, &args.options.part);
    let save = outcome.save.filter(|_| !judged.stops);
    let width = if args.options.output.is_some() { 80 } else { output::width_of_stdout() };
    let text = judged.as_report(template, width).map_err(|fault| told(fault, template))?;
    // Everything that can fail comes before the first file is replaced.
    let answers = save.map(|save| save.stage(engine, outcome.response, audience)).transpose()?;
    let written = match &args.options.output {
        Some(path) => Staged::new(path, &text)?.commit(),
        None => match template {
            Chosen::Report { format: Format::Text, .. } if !args.options.plain => {
                show_report(&text, &judged.report, args.options.no_input)
            }
            Chosen::Report { .. } | Chosen::Contract => output::print(&text),
        },
    };
    if written.is_ok() || matches!(written, Err(CliFault::ClosedPipe)) {
        answers.map_or(Ok(()), Staged::commit)?;
    }
    written.map(|()| judged.ending())
}

/// What the engine and the proofs make of an interview.
struct Judged<'r> {
    engine: &'r Engine<'r>,
    /// What counts: where a rule stops, only what it rests on.
    response: Response,
    stops: bool,
    assessment: Assessment,
    outlook: Outlook,
    changes: Option<Changes>,
    report: Report,
}

impl<'r> Judged<'r> {
    fn of(outcome: &Outcome<'r>, audience: Audience, parts: &[ReportPart]) -> Judged<'r> {
        let engine = outcome.engine;
        let stop = engine.stop_alone(outcome.response, audience);
        let stops = stop.is_some();
        let response = stop.unwrap_or_else(|| outcome.response.clone());
        let (assessment, outlook) = assess_with_outlook(engine, &response, audience);
        let report = report(engine, &response, &assessment, &outlook);
        let before = outcome.before.filter(|_| !stops);
        let changes = before.and_then(|before| before.changes((engine, &response, &assessment)));
        let report = match &changes {
            Some(changes) => report.since(changes.clone()),
            None => report,
        };
        let report = report.only(parts);
        Judged { engine, response, stops, assessment, outlook, changes, report }
    }

    fn ending(&self) -> Ending {
        ending(self.engine, &self.response, &self.assessment, self.changes.as_ref())
    }

    /// # Errors
    /// The template is at fault.
    fn as_report(&self, chosen: &Chosen, width: usize) -> Result<String, TemplateFault> {
        match chosen {
            Chosen::Contract => {
                let plain = contract(self.engine, &self.response, &self.assessment);
                let told = match &self.outlook.decided_by {
                    Some(reason) => plain.decided_by(self.engine.questionnaire(), reason),
                    None => plain,
                };
                Ok(told.to_json() + "\n")
            }
            Chosen::Report { format, name, templates } => render(&self.report, *format, name, templates, width),
        }
    }
}

/// Shows where a template is at fault.
fn told(fault: TemplateFault, chosen: &Chosen) -> CliFault {
    if let Chosen::Report { templates, .. } = chosen {
        let mut sources = Sources::default();
        let diagnostic = fault.diagnostic(fault.name.clone(), &templates.by_name, &mut sources);
        output::show(diagnostic.into(), &sources);
    }
    CliFault::Render(fault)
}

/// What is written.
enum Chosen {
    /// The assessment as JSON.
    Contract,
    /// A report, and the template to render it with.
    Report { format: Format, name: String, templates: Templates },
}

impl Chosen {
    /// A report by the template of that format, with the parts that the questionnaire brings.
    fn shipped(args: &AssessArgs, format: Format) -> Result<Chosen, CliFault> {
        let templates = catalog::templates_for(&args.questionnaire)?;
        Ok(Chosen::Report { format, name: format.template(args.options.holder.into()), templates })
    }

    /// The ending of a file with it.
    fn ending(&self) -> &'static str {
        match self {
            Chosen::Contract => "json",
            Chosen::Report { format, .. } => format.ending(),
        }
    }

    fn of(args: &AssessArgs) -> Result<Chosen, CliFault> {
        let options = &args.options;
        let of_template = options.template.as_deref().and_then(format_of);
        let of_output = |path: &Path| format_of(path).or(of_template);
        let said = output::format_for(options.output.as_deref(), options.format, of_output)?;
        let format = said.or(of_template).unwrap_or(FormatName::Text).of_report();
        let brought = catalog::templates_for(&args.questionnaire)?;
        // A template that cannot be read is a fault even where none is needed.
        let own = options.template.as_ref().map(|file| catalog::templates_beside(brought.clone(), file)).transpose()?;
        let Some(format) = format else { return Ok(Chosen::Contract) };
        let (templates, name) = own.unwrap_or_else(|| (brought, format.template(options.holder.into())));
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

/// The answers from `--answers` and, over them, from `--set`, and what they began from.
fn given(args: &AssessArgs, engine: &Engine<'_>) -> Result<(Response, Option<Beginning>), CliFault> {
    let (questionnaire, day) = (engine.questionnaire(), engine.day());
    let options = &args.options;
    let (mut response, mut beginning) = (Response::new(questionnaire), None);
    if let Some(path) = &options.answers {
        // Whoever is asked is asked again; a file alone must fit, or say why it does not.
        let misfits = if options.no_input { Misfits::Explained } else { Misfits::AskedAgain };
        let (loaded, text) = read_person(path, questionnaire, (day, misfits))?;
        beginning = Some(Beginning::new(path, text, &loaded));
        response = loaded.response;
        // An interview looks itself, but not below what is laid over the file here.
        if options.no_input || !options.set.is_empty() {
            note_hidden(engine, &mut response);
        }
    }
    if let Some(client) = &options.client {
        let other = response.client().filter(|other| other != client);
        if let Some(other) = other {
            let message = format!("`--client {client}`: these are the answers of `{other}`");
            return Err(CliFault::Usage { message });
        }
        response.set_client(Some(client));
    }
    let over = said_with_set(args, questionnaire, day)?;
    over.iter().filter_map(|(question, _)| over.accepted(question)).for_each(|accepted| response.set(accepted));
    Ok((response, beginning))
}

/// The answers from `--set`.
fn said_with_set(args: &AssessArgs, questionnaire: &Questionnaire, day: Date) -> Result<Response, CliFault> {
    let mut response = Response::new(questionnaire);
    for set in &args.options.set {
        let fault = |message: String| CliFault::Answer { set: set.clone(), message };
        let (id, text) = set.split_once('=').ok_or_else(|| fault("write it as ID=VALUE, such as age=34".to_owned()))?;
        let index = questionnaire.question(id).ok_or_else(|| fault(no_question(questionnaire, id)))?;
        let accepted = parse_typed(&questionnaire[index], text, day)
            .and_then(|answer| accept(questionnaire, index, answer, day))
            .map_err(|rejection| fault(with_nearest(&questionnaire[index], &rejection)))?;
        response.set(accepted);
    }
    Ok(response)
}

fn no_question(questionnaire: &Questionnaire, id: &str) -> String {
    let known: Vec<&str> = questionnaire.questions().iter().map(|question| question.id.as_str()).collect();
    let nearest = offer(id, &known).map_or(String::new(), |offer| format!("; {offer}"));
    format!("there is no question `{id}`{nearest}")
}

/// Why an answer is refused; of an option that is not there also which is nearest.
fn with_nearest(question: &Question, rejection: &Rejection) -> String {
    let known: Vec<&str> = question.options().iter().map(|option| option.id.as_str()).collect();
    match rejection {
        Rejection::UnknownOption { option } => {
            let nearest = offer(option, &known).map_or(String::new(), |offer| format!("; {offer}"));
            format!("{rejection}{nearest}")
        }
        _ => rejection.to_string(),
    }
}

/// The file from which the answers came, by which a draft that began there is known again.
fn given_from(args: &AssessArgs, before: Option<&Beginning>) -> Option<GivenFrom> {
    let path = args.options.answers.as_ref()?;
    before.map(|before| GivenFrom::new(path, before.text()))
}

/// Where drafts are kept: the user's state folder.
pub fn state_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("candidacy"))
}
