//! The arguments.

use std::path::{Path, PathBuf};
use std::time::Duration;

use candidacy::diff::Budget;
use candidacy::questionnaire::Audience;
use candidacy::report::{Format, ReportPart};
use candidacy::response::{MAX_CLIENT, is_client};
use candidacy::schema::SchemaKind;
use candidacy::value::{Date, parse_date};
use clap::builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// How a command line names no set: clap puts it where nothing is written. No argument can be so.
pub const NONE: &str = "\0";

/// Asks whether a treatment suits a person, and says which answers led to the result.
///
/// Without a command, asks the questions of the set in this folder (`questionnaire.yaml`), or else the shipped ones about scalp
/// micropigmentation (`assess smp`); the options of `assess` can be given then as well.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, override_usage = USAGE, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How questions are asked without a command.
    #[command(flatten)]
    pub options: AssessOptions,
}

const USAGE: &str = "\
candidacy [OPTIONS OF `assess`]
       candidacy <COMMAND>";

const EXAMPLES: &str = "\
Examples:
  candidacy                                     answer the questions here
  candidacy --plain                             the same by numbered lines, for screen readers
  candidacy assess smp --format html --output report.html
  candidacy assess my-clinic/ --for technician --answers client.yaml
  candidacy check my-clinic/                    find every fault of a question set

Environment:
  ACCESSIBLE  if set, questions are asked by numbered lines, as with --plain
  TERM        if it is `dumb`, or not set, so they are
  NO_COLOR    if set, nothing is coloured

Exit status:
  0 done · 1 the questionnaire is at fault · 2 usage · 3 a response cannot be used
  4 a file cannot be read or written · 130 interrupted";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ask the questions, weigh the answers, write the report
    Assess(Box<AssessArgs>),
    /// Find every fault of question sets
    Check(CheckArgs),
    /// Run the scenarios of question sets, and say what they do not show
    Test(TestArgs),
    /// Find the smallest changes that lead to a less cautious verdict
    WhatIf(WhatIfArgs),
    /// Say which findings and verdicts a question can lead to
    Why(WhyArgs),
    /// Show a question set, or a part of it, as people read it who review it
    Show(ShowArgs),
    /// Draw a question set: sections, questions, conditions and verdicts
    Graph(GraphArgs),
    /// Say what two versions of a question set judge differently, with a smallest response for each kind
    Diff(DiffArgs),
    /// Print a question set on paper, to be filled in by hand
    Print(PrintArgs),
    /// Start a question set of your own, ready to check, test and ask
    New(NewArgs),
    /// Take a set of your own to a newer version of the shipped set that it stands on
    Upgrade(UpgradeArgs),
    /// Write a set that stands on another one out, as a set that is whole by itself
    Flatten(FlattenArgs),
    Rename(RenameArgs),
    /// Print the JSON Schema of a kind of file, for the completion of editors
    Schema(SchemaArgs),
    /// List the answers that are kept of interviews that were not finished, and delete them
    Drafts(DraftsArgs),
    /// Judge many responses: NDJSON or CSV in, one record each out
    Batch(Box<BatchArgs>),
    /// Explain a diagnostic at length, with an example and the cure
    Explain(ExplainArgs),
    /// List the shipped question sets, or say how many questions one asks
    List(ListArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print a page of the manual, as `man` reads it
    Man(ManArgs),
}

/// Ask the questions, weigh the answers, write the report.
#[derive(Debug, Args)]
#[command(after_help = ASSESS_EXAMPLES)]
pub struct AssessArgs {
    /// A shipped question set (see `candidacy list`), or the path of one [default: the `questionnaire.yaml` of this folder, else
    /// smp]
    #[arg(default_value = NONE, hide_default_value = true)]
    pub questionnaire: String,
    /// How they are asked.
    #[command(flatten)]
    pub options: AssessOptions,
}

impl AssessArgs {
    /// What a command line without a command asks for.
    pub fn of_no_set(options: AssessOptions) -> AssessArgs {
        AssessArgs { questionnaire: NONE.to_owned(), options }
    }
}

/// How questions are asked and reports written.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct AssessOptions {
    /// Who answers, and for whom the report is
    #[arg(long = "for", value_enum, default_value_t = Holder::Client)]
    pub holder: Holder,
    /// Start from the answers in this YAML or JSON file, and ask only what is missing (`-` reads standard input)
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Answer a question, over what the file says; a list is `skin_now=psoriasis,sunburn`
    #[arg(long, value_name = "ID=VALUE")]
    pub set: Vec<String>,
    /// Ask nothing: what is missing stays open
    #[arg(long)]
    pub no_input: bool,
    /// The day of assessment, as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// How the report is written [default: by the ending of --output, else text]
    #[arg(long, value_enum)]
    pub format: Option<FormatName>,
    /// Render with this template instead of a shipped one
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// Write only these parts of a technician's report, such as `sheet,consent` [default: a page has the sheet, other formats
    /// have all]
    #[arg(long, value_delimiter = ',', value_name = "PARTS", value_parser = parts())]
    pub part: Vec<ReportPart>,
    /// Write the report here instead of standard output
    #[arg(long, value_name = "PATH", value_parser = PathBufValueParser::new().try_map(file))]
    pub output: Option<PathBuf>,
    /// Write the answers here when done, for `--answers` another time
    #[arg(long, value_name = "FILE", value_parser = PathBufValueParser::new().try_map(file))]
    pub save: Option<PathBuf>,
    /// Let --save replace a file that these answers did not begin from
    #[arg(long, requires = "save")]
    pub force: bool,
    /// Save the answers to private questions, too: else they are in no file
    #[arg(long)]
    pub save_private: bool,
    /// Whose answers these are, by a name or number of yours; stands on every report, and finds the draft of that client
    #[arg(long, value_name = "REF", value_parser = client)]
    pub client: Option<String>,
    /// Numbered lines only, for screen readers, pipes and simple terminals; chosen anyway if ACCESSIBLE is set or TERM is
    /// `dumb`
    #[arg(long)]
    pub plain: bool,
    /// Keep no draft of the answers on disk
    #[arg(long)]
    pub no_draft: bool,
}

const ASSESS_EXAMPLES: &str = "\
Examples:
  candidacy assess smp --save me.yaml           and go on another day with --answers me.yaml
  candidacy assess smp --answers me.yaml --no-input --format json --today 2026-11-22
  candidacy assess smp --for technician --client c-0042 --answers client.yaml --output sheet.html
  candidacy assess smp --for technician --answers client.yaml --no-input --part letter
  candidacy assess smp --no-input --set age=34 --set keloid=never

A draft of the answers is kept on your disk while you answer, so that nothing is lost; it is removed when you finish.
At the end you are asked what to keep, unless --output, --save or --format says it, or there is no terminal.
Whoever comes back finds it by `--client`, or says \"that was me\". `candidacy drafts` lists and deletes drafts.";

/// Find every fault of question sets.
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct CheckArgs {
    /// Folders, files or shipped ids [default: the `questionnaire.yaml` of this folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// How faults are shown
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub format: CheckFormat,
    /// Show how hard the texts are to read, section by section
    #[arg(long, conflicts_with = "format")]
    pub reading: bool,
    /// List the answers one key beside which a result lies that treats nobody
    #[arg(long, conflicts_with = "format")]
    pub slips: bool,
    /// Also try this report template of your own (may be given more than once)
    #[arg(long, value_name = "FILE")]
    pub template: Vec<PathBuf>,
    /// Hold one set against the table of a guideline, cell by cell (`-` reads standard input)
    #[arg(long, value_name = "FILE.csv")]
    pub against: Option<PathBuf>,
    /// The first day of assessment for which all is proved, as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// The last such day [default: ten years later]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub until: Option<Date>,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  candidacy check smp
  candidacy check my-clinic/ other.yaml --format short
  candidacy check my-clinic/ --against guideline.csv

The headings of a table are `when`, `label` and ids of sections. A row has a condition, a name for
people, and in each cell a verdict, several with `|` between them, or nothing. Every cell must hold
for every complete response; where rows overlap, the graver counts. See docs/guidelines.md.";

/// Run the scenarios of question sets, and say what they do not show.
#[derive(Debug, Args)]
#[command(after_help = TEST_EXAMPLES)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct TestArgs {
    /// Folders, files or shipped ids [default: the `questionnaire.yaml` of this folder]
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// How results are shown
    #[arg(long, value_enum, default_value_t = TestFormat::Human)]
    pub format: TestFormat,
    /// Show every rule, option, question and verdict with the number of scenarios that show it
    #[arg(long)]
    pub coverage: bool,
    /// Fail if a rule, option, question or verdict is not shown by any scenario
    #[arg(long)]
    pub require_coverage: bool,
    /// Show after how many answers of each person the verdict is certain
    #[arg(long)]
    pub certainty: bool,
    /// Write scenarios that show what none shows yet, marked `reviewed: no`, at the end of the scenario file
    #[arg(long)]
    pub fill: bool,
    /// Accept what comes out differently of the scenarios of the set that yours stands on: each by name, in your scenario file
    #[arg(long, conflicts_with_all = ["fill", "review", "format"])]
    pub accept: bool,
    /// Add the answers that scenarios lack after a question was added, where they change no verdict and no finding
    #[arg(long, conflicts_with_all = ["fill", "accept", "review", "format"])]
    pub fix: bool,
    /// Read the scenarios that nobody has read yet one after the other, and say which are right
    #[arg(long, conflicts_with_all = ["fill", "format"])]
    pub review: bool,
    /// The day for scenarios that name none, as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
}

const TEST_EXAMPLES: &str = "\
Examples:
  candidacy test smp
  candidacy test my-clinic/ --coverage
  candidacy test my-clinic/ --fill
  candidacy test my-clinic/ --review
  candidacy test my-clinic/ --format junit --require-coverage > results.xml

Scenarios are worked responses with what their assessment is to be. They stand in `scenarios.yaml` beside
`questionnaire.yaml`, or in `NAME.scenarios.yaml` beside `NAME.yaml`.";

/// How bounds are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BoundsKind {
    /// Rule by rule
    Quick,
    /// By a proof over every way of going on
    Exact,
}

/// How test results are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// Failures drawn in their file, and a table of what is shown
    Human,
    /// One JSON object
    Json,
    /// JUnit XML, for continuous integration
    Junit,
}

/// Find the smallest changes that lead to a less cautious verdict.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  candidacy what-if smp --answers me.yaml")]
pub struct WhatIfArgs {
    /// A shipped question set, or the path of one [default: the `questionnaire.yaml` of this folder]
    #[arg(default_value = NONE, hide_default_value = true)]
    pub questionnaire: String,
    /// The answers, in YAML or JSON (`-` reads standard input)
    #[arg(long, value_name = "FILE")]
    pub answers: PathBuf,
    /// The day of assessment, as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub format: AnswerFormat,
}

/// Say which findings and verdicts a question can lead to, or which answers decide a person's verdict.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  candidacy why smp age\n  candidacy why smp --answers me.yaml")]
pub struct WhyArgs {
    /// A shipped question set, or the path of one [default: the `questionnaire.yaml` of this folder]
    #[arg(default_value = NONE, hide_default_value = true)]
    pub questionnaire: String,
    /// The question's id
    #[arg(conflicts_with = "answers")]
    pub question: Option<String>,
    /// Say which of these answers decide the verdict (YAML or JSON; `-` reads standard input)
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// The day of assessment, as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub format: AnswerFormat,
}

/// Say what two versions of a question set judge differently.
#[derive(Debug, Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub struct DiffArgs {
    /// The version before: a shipped question set, or the path of one
    pub old: String,
    /// The version after
    pub new: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
    /// End with exit status 1 if there is such a difference
    #[arg(long, value_enum, value_name = "WHAT")]
    pub fail_on: Option<FailOn>,
    /// Stored responses to read with both versions
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub responses: Vec<PathBuf>,
    /// The day for which dates are compared, as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// How much work counting may take; what is left then is "not counted"
    #[arg(long, value_name = "SIZE", value_parser = budgets(), default_value = "normal")]
    pub budget: Budget,
}

const DIFF_EXAMPLES: &str = "\
Examples:
  candidacy diff smp my-clinic/
  candidacy diff before/ after/ --fail-on less-cautious     for a clinic's checks
  candidacy diff before/ after/ --format markdown           for a pull request
  candidacy diff before/ after/ --responses kept/*.yaml";

/// The budgets by their names.
fn budgets() -> impl TypedValueParser<Value = Budget> {
    let by_name = |name: String| {
        let known = Budget::ALL.into_iter().find(|budget| budget.name() == name);
        known.ok_or_else(|| format!("there is no budget `{name}`"))
    };
    PossibleValuesParser::new(Budget::ALL.map(Budget::name)).try_map(by_name)
}

/// The parts of a technician's report by their names.
fn parts() -> impl TypedValueParser<Value = ReportPart> {
    let by_name = |name: String| {
        let known = ReportPart::ALL.into_iter().find(|part| part.name() == name);
        known.ok_or_else(|| format!("there is no part `{name}`"))
    };
    PossibleValuesParser::new(ReportPart::ALL.map(ReportPart::name)).try_map(by_name)
}

/// How two versions compared are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Human,
    /// One line of JSON
    Json,
    /// Markdown, for pull requests
    Markdown,
}

/// What makes comparing two versions fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Something is, or may be, less cautious in the new version
    LessCautious,
    /// Anything differs, or may differ, in what is judged, planned or asked
    Any,
}

/// How an answer of the program is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// For people
    Text,
    /// One line of JSON
    Json,
}

/// Show a question set, or a part of it.
#[derive(Debug, Args)]
#[command(after_help = SHOW_EXAMPLES)]
pub struct ShowArgs {
    /// A shipped question set, or the path of one [default: the `questionnaire.yaml` of this folder]
    #[arg(default_value = NONE, hide_default_value = true)]
    pub questionnaire: String,
    /// The id of a section, question, rule, value, guarantee or source; all of the set if none is given
    pub id: Option<String>,
    /// How it is written [default: by the ending of --output, else text]
    #[arg(long, value_enum)]
    pub format: Option<ShowFormatName>,
    /// Write it here instead of standard output
    #[arg(long, value_name = "PATH", value_parser = PathBufValueParser::new().try_map(file))]
    pub output: Option<PathBuf>,
    /// The day of assessment, as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
}

const SHOW_EXAMPLES: &str = "\
Examples:
  candidacy show smp keloid                     a question, and what each answer leads to
  candidacy show smp skin_05_keloid_family      a rule
  candidacy show smp healing                    a section
  candidacy show my-clinic/ --output review.html    all of it, to review, print and sign

An answer leads \"at least\" to what everybody has who is asked and answers so, whatever else they say: that is
proved. Lines below it, with \"and\", say what else must be so for more.";

/// How a question set is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormatName {
    /// For a terminal
    Text,
    /// Markdown
    Markdown,
    /// A page to read, print and sign
    Html,
    /// One line of JSON
    Json,
}

/// Draw a question set.
#[derive(Debug, Args)]
#[command(after_help = GRAPH_EXAMPLES)]
pub struct GraphArgs {
    /// A shipped question set, or the path of one [default: the `questionnaire.yaml` of this folder]
    #[arg(default_value = NONE, hide_default_value = true)]
    pub questionnaire: String,
    /// The language of the picture
    #[arg(long, value_enum, default_value_t = GraphFormat::Dot)]
    pub format: GraphFormat,
    /// Only this section, with every rule and what it rests on
    #[arg(long, value_name = "ID")]
    pub section: Option<String>,
    /// How much is drawn [default: overview; rules with --section]
    #[arg(long, value_enum)]
    pub detail: Option<GraphDetail>,
}

const GRAPH_EXAMPLES: &str = "\
Examples:
  candidacy graph smp --format svg > smp.svg          and open it in a browser
  candidacy graph smp --section skin --format svg > skin.svg
  candidacy graph smp | dot -Tsvg > smp.svg
  candidacy graph smp --section skin | dot -Tpng > skin.png
  candidacy graph my-clinic/ --format mermaid > my-clinic.mmd

Blue arrows say when a question is asked; the number on an arrow to a verdict is how many rules lead there.
Mermaid draws at most 500 arrows unless it is told otherwise: draw the rules of a large set section by section.";

/// The language of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// For Graphviz
    Dot,
    /// For Mermaid, which many editors and code hosts draw in Markdown
    Mermaid,
    /// A picture that every browser shows, drawn without another program
    Svg,
}

/// How much of a question set is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphDetail {
    /// Questions, skip logic, and how many rules lead to each verdict
    Overview,
    /// Also every named condition, score and rule
    Rules,
}

/// Print a question set on paper, to be filled in by hand.
#[derive(Debug, Args)]
#[command(after_help = PRINT_EXAMPLES)]
pub struct PrintArgs {
    /// A shipped question set, or the path of one [default: the `questionnaire.yaml` of this folder]
    #[arg(default_value = NONE, hide_default_value = true)]
    pub questionnaire: String,
    /// Every question with room for its answer
    #[arg(long)]
    pub blank: bool,
    /// Whose questions
    #[arg(long = "for", value_enum, default_value_t = Holder::Client)]
    pub holder: Holder,
    /// How it is written [default: by the ending of --output, else html]
    #[arg(long, value_enum)]
    pub format: Option<PrintFormat>,
    /// Write it here instead of standard output
    #[arg(long, value_name = "PATH", value_parser = PathBufValueParser::new().try_map(file))]
    pub output: Option<PathBuf>,
}

const PRINT_EXAMPLES: &str = "\
Examples:
  candidacy print smp --blank --output blank.html     and print that page from a browser
  candidacy print my-clinic/ --blank --format text

Private questions are not on the paper: they are asked in person.";

/// How a question set is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrintFormat {
    /// A page to print
    Html,
    /// Markdown
    Markdown,
    /// Plain text
    Text,
}

/// Start a question set of your own.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  candidacy new my-clinic --title \"Is a tattoo right for you?\"")]
pub struct NewArgs {
    /// The folder to make; one that is there must be empty
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// What clients read above the first question
    #[arg(long)]
    pub title: Option<String>,
    /// A shipped set to stand on: only what you change is in your files
    #[arg(long, value_name = "SET", conflicts_with = "title")]
    pub from: Option<String>,
}

/// Take a set of your own to a newer version of the shipped set that it stands on.
///
/// What only one of both changed is taken over. Of what both changed, three sides are shown, and you say whose stays. Nothing is
/// written until all of it is decided; the old file is kept.
#[derive(Debug, Args)]
#[command(after_help = UPGRADE_EXAMPLES)]
pub struct UpgradeArgs {
    /// The folder, or the main file, of your set
    #[arg(value_name = "PATH", default_value = NONE, hide_default_value = true)]
    pub questionnaire: String,
    /// The version to stand on [default: the newest]
    #[arg(long, value_name = "VERSION")]
    pub to: Option<String>,
    /// What you changed and mean to keep, by its path
    #[arg(long, value_name = "ENTRY")]
    pub keep: Vec<String>,
    /// What you changed and take as the new version has it, by its path
    #[arg(long, value_name = "ENTRY")]
    pub take: Vec<String>,
    /// The day for which dates are compared, as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
}

const UPGRADE_EXAMPLES: &str = "\
Examples:
  candidacy upgrade my-clinic/
  candidacy upgrade my-clinic/ --keep values.isotretinoin_wait --take skin.rules.skin_07_tan.verdict

Exit status: 1 if something is left to decide.";

/// Write a set that stands on another one out, as a set that is whole by itself.
///
/// Each part has a remark that says where it comes from.
#[derive(Debug, Args)]
#[command(after_help = FLATTEN_EXAMPLES)]
pub struct FlattenArgs {
    /// The folder, or the main file, of your set
    #[arg(value_name = "PATH", default_value = NONE, hide_default_value = true)]
    pub questionnaire: String,
    /// A folder to make, with all that the set names
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

const FLATTEN_EXAMPLES: &str = "\
Examples:
  candidacy flatten my-clinic/ | less
  candidacy flatten my-clinic/ --output whole/";

/// Give something another id, wherever it is named.
///
/// The set, its scenarios and its parts of reports are changed together, or not at all. Of a question or an option the old id is kept
/// under `was`, so that old answers are still read.
#[derive(Debug, Args)]
#[command(after_help = RENAME_EXAMPLES)]
pub struct RenameArgs {
    /// The folder, or the main file, of your set
    #[arg(value_name = "PATH")]
    pub questionnaire: String,
    /// The id of a question, rule, section, value, condition, score, guarantee or source; of an option, `question.option`
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The new id
    #[arg(value_name = "NEW")]
    pub new: String,
}

const RENAME_EXAMPLES: &str = "\
Examples:
  candidacy rename my-clinic/ smoker smokes
  candidacy rename my-clinic/ skin.rash eczema";

/// Print the JSON Schema of a kind of file.
#[derive(Debug, Args)]
#[command(after_help = SCHEMA_EXAMPLES)]
pub struct SchemaArgs {
    /// The kind of file
    #[arg(value_enum, default_value_t = SchemaArg::Questionnaire)]
    pub kind: SchemaArg,
}

const SCHEMA_EXAMPLES: &str = "\
Example:
  candidacy schema > questionnaire.schema.json

Editors with YAML support then complete and check a file whose first line is
  # yaml-language-server: $schema=questionnaire.schema.json";

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaArg {
    /// The main file of a question set
    Questionnaire,
    /// A file that holds one section
    Section,
    /// The scenarios of a question set
    Scenarios,
    /// The answers of one person
    Response,
}

impl From<SchemaArg> for SchemaKind {
    fn from(kind: SchemaArg) -> SchemaKind {
        match kind {
            SchemaArg::Questionnaire => SchemaKind::Questionnaire,
            SchemaArg::Section => SchemaKind::Section,
            SchemaArg::Scenarios => SchemaKind::Scenarios,
            SchemaArg::Response => SchemaKind::Response,
        }
    }
}

/// Explain a diagnostic.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  candidacy explain unknown-name\n  candidacy explain            lists all codes")]
pub struct ExplainArgs {
    /// The code, as it stands in brackets behind `error` or `warning`; all codes if none is given
    pub code: Option<String>,
}

/// List the shipped question sets, or say how many questions one asks.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  candidacy list\n  candidacy list smp")]
pub struct ListArgs {
    /// Shipped ids or paths: say of each how many questions the shortest, a typical and the longest way asks
    #[arg(value_name = "QUESTIONNAIRE")]
    pub names: Vec<String>,
}

/// List the answers that are kept of interviews that were not finished, and delete them.
#[derive(Debug, Args)]
#[command(after_help = DRAFTS_EXAMPLES)]
pub struct DraftsArgs {
    /// Delete the draft with this name, as the list has it (may be given more than once)
    #[arg(long, value_name = "NAME")]
    pub delete: Vec<String>,
    /// Delete all drafts
    #[arg(long, conflicts_with = "delete")]
    pub all: bool,
    /// Only drafts that were written so long ago, such as 30d or 12h
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub older_than: Option<Duration>,
    /// Say what would be deleted, and delete nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How it is written
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub format: AnswerFormat,
}

const DRAFTS_EXAMPLES: &str = "\
Examples:
  candidacy drafts
  candidacy drafts --delete smp.client
  candidacy drafts --all --older-than 30d --dry-run

No answer is shown. A draft whose interview is going on is never deleted. Copies that an interview
left half written when it was killed are deleted in any case.";

/// Print a completion script.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  candidacy completions bash > ~/.local/share/bash-completion/completions/candidacy")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Print a page of the manual.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  candidacy man > candidacy.1\n  candidacy man check > candidacy-check.1\n  candidacy man | man -l -"
)]
pub struct ManArgs {
    /// The command; the program as a whole if none is given
    pub command: Option<String>,
}

/// Judge many responses: NDJSON or CSV in, one record each out.
#[derive(Debug, Args)]
#[command(after_help = BATCH_EXAMPLES)]
pub struct BatchArgs {
    /// A shipped question set, or the path of one [default: the `questionnaire.yaml` of this folder]
    #[arg(default_value = NONE, hide_default_value = true)]
    pub questionnaire: String,
    /// Read responses from here, plain or gzip, or the response files of a folder [default: standard input, as `-`]
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
    /// Write records here, packed if the name ends in .gz [default: standard output, as `-`]
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How records are written [default: by the ending of --output, else ndjson]
    #[arg(long, value_enum)]
    pub format: Option<BatchFormat>,
    /// How responses are written [default: by the ending of --input, else ndjson]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,
    /// Which part of a day such as 01/10/2026 stands first in a CSV file [default: neither is guessed]
    #[arg(long, value_enum, value_name = "ORDER")]
    pub dates: Option<DateOrder>,
    /// What stands between the cells of a CSV file: a sign such as `;`, or `tab` [default: a comma]
    #[arg(long, value_name = "SIGN", value_parser = separator)]
    pub separator: Option<u8>,
    /// What stands before decimals in a CSV file: `.` or `,` [default: a point]
    #[arg(long, value_name = "SIGN", value_parser = decimal)]
    pub decimal: Option<char>,
    /// The words for yes and no in a CSV file, as `1/0` or `ja/nein`, beside yes and no
    #[arg(long, value_name = "YES/NO", value_parser = yes_no)]
    pub yes_no: Option<(String, String)>,
    /// Write only these parts of each assessment: id, line, file, client, verdict, at_least, could_become, bounds, settled, settled_here,
    /// not_before, by, plan, stopped, aged, put_aside, sections, findings, unsure, open, scores, old_verdict, flip
    #[arg(long, value_delimiter = ',', value_name = "FIELDS")]
    pub fields: Vec<String>,
    /// How bounds are found: rule by rule, or exactly, by proofs that take milliseconds a response
    #[arg(long, value_enum, default_value_t = BoundsKind::Quick)]
    pub bounds: BoundsKind,
    /// How many threads judge [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroU16>,
    /// Count verdicts, sections, findings and open questions; told on stdout if --output is a file, else on stderr
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "table", value_name = "FORMAT")]
    pub summary: Option<SummaryFormat>,
    /// Stop at the first response that cannot be used
    #[arg(long)]
    pub strict: bool,
    /// Set the verdict of this earlier question set beside each
    #[arg(long, value_name = "OLD")]
    pub against: Option<String>,
    /// Write only records whose verdict is another than before, and errors
    #[arg(long, requires = "against")]
    pub flips: bool,
    /// For whom responses are judged
    #[arg(long = "for", value_enum, default_value_t = Holder::Client)]
    pub holder: Holder,
    /// The day of assessment, as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
}

impl BatchArgs {
    /// Whether records go to standard output.
    pub fn prints_records(&self) -> bool {
        self.output.as_deref().is_none_or(|path| path == Path::new("-"))
    }

    /// Whether something was said of how a table is written.
    pub fn reads_a_spreadsheet(&self) -> bool {
        self.dates.is_some() || self.separator.is_some() || self.decimal.is_some() || self.yes_no.is_some()
    }

    /// Whether records appear on the terminal, where a progress bar would stand in their way.
    pub fn fills_the_terminal(&self) -> bool {
        use std::io::IsTerminal as _;
        self.prints_records() && std::io::stdout().is_terminal()
    }
}

const BATCH_EXAMPLES: &str = "\
Examples:
  candidacy batch smp --input responses.ndjson --output assessments.ndjson
  candidacy batch smp --input responses.csv --format csv --fields id,verdict,findings
  candidacy batch smp --input clients.csv --separator \";\" --decimal , --dates day-first --yes-no 1/0
  candidacy batch smp --input clients/ --fields file,client,verdict,aged
  candidacy batch new/ --against old/ --input all.ndjson.gz --output flips.ndjson --flips --summary

A line of NDJSON is {\"id\": \"p1\", \"answers\": {\"age\": 34, \"keloid\": \"never\"}}; the headings of CSV are question ids, and id.
In a cell, a list has commas: \"acne,wound\". In a folder each file ending in .yaml, .yml or .json is one response. A flip is a verdict with another id. All forms are described in docs/batch.md.
A response that cannot be used becomes a record with its line and its errors; the exit status is 3 then.";

/// Which part of a day stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DateOrder {
    /// 22/10/2026
    DayFirst,
    /// 10/22/2026
    MonthFirst,
}

/// How records and responses are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BatchFormat {
    /// One JSON object a line
    Ndjson,
    /// A table with headings
    Csv,
}

impl BatchFormat {
    /// The format of records that the ending of a path suggests, with or without `.gz`.
    pub fn of_path(path: &Path) -> Option<BatchFormat> {
        match ending(path)?.as_str() {
            "csv" => Some(BatchFormat::Csv),
            "ndjson" | "jsonl" | "json" => Some(BatchFormat::Ndjson),
            _ => None,
        }
    }
}

/// How responses are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// One JSON object a line
    Ndjson,
    /// A table with headings
    Csv,
    /// One response file, as `candidacy assess --save` writes it
    Yaml,
}

impl InputFormat {
    /// The format of responses that the ending of a path suggests, with or without `.gz`.
    pub fn of_path(path: &Path) -> Option<InputFormat> {
        match ending(path)?.as_str() {
            "csv" | "tsv" => Some(InputFormat::Csv),
            "ndjson" | "jsonl" | "json" => Some(InputFormat::Ndjson),
            "yaml" | "yml" => Some(InputFormat::Yaml),
            _ => None,
        }
    }

    /// Whether a file of a folder is a response: there a file of JSON is one as well.
    pub fn is_response_file(path: &Path) -> bool {
        matches!(ending(path).as_deref(), Some("yaml" | "yml" | "json"))
    }
}

/// What a path ends in, without `.gz`.
pub fn ending(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    Some(name.rsplit_once('.')?.1.to_owned())
}

/// How counts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SummaryFormat {
    /// For people
    Table,
    /// One line of JSON
    Json,
}

/// Who holds the interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Holder {
    /// The person who thinks about a treatment
    Client,
    /// The person who would do it
    Technician,
}

impl From<Holder> for Audience {
    fn from(holder: Holder) -> Audience {
        match holder {
            Holder::Client => Audience::Client,
            Holder::Technician => Audience::Technician,
        }
    }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// For a terminal or a plain file
    Text,
    /// Markdown
    Markdown,
    /// One self-contained page
    Html,
    /// The assessment as one line of JSON
    Json,
    /// Five lines of plain text, to paste into a practice system
    Summary,
}

impl FormatName {
    /// The report's format; none for the contract, which is no report.
    pub fn of_report(self) -> Option<Format> {
        match self {
            FormatName::Text => Some(Format::Text),
            FormatName::Markdown => Some(Format::Markdown),
            FormatName::Html => Some(Format::Html),
            FormatName::Json => None,
            FormatName::Summary => Some(Format::Summary),
        }
    }
}

/// How faults are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Drawn, with the lines of the file
    Human,
    /// `file:line:col: level[code]: text`
    Short,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
}

/// A file to write.
fn file(path: PathBuf) -> Result<PathBuf, String> {
    if path.as_os_str() == "-" {
        return Err("`-` is no file; without `--output` a report goes to standard output".to_owned());
    }
    Ok(path)
}

fn client(text: &str) -> Result<String, String> {
    let fault = || format!("write a name or number such as c-0042, at most {MAX_CLIENT} characters that can be seen");
    is_client(text).then(|| text.trim().to_owned()).ok_or_else(fault)
}

/// A sign that may stand between cells.
fn separator(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\t" | "\\t" => Ok(b'\t'),
        "," | ";" | "|" => Ok(text.bytes().next().unwrap_or(b',')),
        _ => Err("write `,`, `;`, `|` or `tab`, in quotes".to_owned()),
    }
}

fn decimal(text: &str) -> Result<char, String> {
    match text {
        "." => Ok('.'),
        "," => Ok(','),
        _ => Err("write `.` or `,`".to_owned()),
    }
}

/// `1/0`, `ja/nein`.
fn yes_no(text: &str) -> Result<(String, String), String> {
    let words = text.split_once('/').map(|(yes, no)| (yes.trim(), no.trim()));
    let differ = |yes: &str, no: &str| !yes.is_empty() && !no.is_empty() && !yes.eq_ignore_ascii_case(no);
    let known = |word: &str, other: [&str; 2]| other.iter().any(|known| known.eq_ignore_ascii_case(word));
    match words {
        Some((yes, no)) if known(yes, ["no", "false"]) || known(no, ["yes", "true"]) => {
            Err("yes stands first, no behind it, as in `1/0`".to_owned())
        }
        Some((yes, no)) if differ(yes, no) && !no.contains('/') => Ok((yes.to_owned(), no.to_owned())),
        _ => Err("write the word for yes, a stroke, and the word for no, as in `1/0`".to_owned()),
    }
}

/// `30d`, `12h`.
fn age(text: &str) -> Result<Duration, String> {
    let help = || "write a number of days or hours, such as 30d or 12h".to_owned();
    let hours = match text.strip_suffix('d') {
        Some(days) => days.parse::<u32>().map(|days| u64::from(days) * 24),
        None => text.strip_suffix('h').unwrap_or_default().parse::<u32>().map(u64::from),
    };
    hours.map(|hours| Duration::from_secs(hours * 3600)).map_err(|_| help())
}

fn day(text: &str) -> Result<Date, String> {
    parse_date(text).ok_or_else(|| "write a day that exists as year-month-day, such as 2026-11-22".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A format that `--format` knows is in the list by which the check rehearses templates, and the other way round.
    #[test]
    fn every_format_of_reports_can_be_asked_for_and_is_rehearsed() {
        let asked: Vec<Format> = FormatName::value_variants().iter().filter_map(|name| name.of_report()).collect();
        assert_eq!(asked.len(), FormatName::value_variants().len() - 1, "only the contract is no report");
        for format in Format::ALL {
            assert!(asked.contains(&format), "{format:?} cannot be asked for");
        }
        for format in asked {
            assert!(Format::ALL.contains(&format), "{format:?} is not rehearsed");
        }
    }
}
