//! `candidacy batch`: many responses in, one record each out.

mod bytes;
mod files;
mod input;
mod output;
mod pipeline;
mod rows;
mod spreadsheet;
mod stream;
mod table;

use std::path::Path;

use candidacy::assessment::Bounds;
use candidacy::batch::{Batch, BatchOptions, Counting, Field, OnFault, RecordFormat, Records, Summary};
use candidacy::diagnostic::offer;
use candidacy::questionnaire::Questionnaire;

use super::args::{BatchArgs, BatchFormat, BoundsKind, InputFormat, SummaryFormat};
use super::day::today;
use super::fault::{CliFault, Exit};
use super::open::open_with_sources;
use super::output as tell;
use super::protect::ReadPaths;

use input::Input;
use output::Output;

/// Judges all responses of the input.
pub fn run(args: &BatchArgs) -> Result<Exit, CliFault> {
    let written = written(args)?;
    let mut read = ReadPaths::default();
    let questionnaire = open(&args.questionnaire, &mut read)?;
    let against = args.against.as_deref().map(|name| open(name, &mut read)).transpose()?;
    match args.input.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) if path.is_dir() => read.folder(path, "the folder of `--input`"),
        Some(path) => read.file(path, "the file of `--input`"),
        None => read.stdin("the input"),
    }
    args.output.iter().try_for_each(|path| read.expect_apart("--output", path))?;
    if args.prints_records() {
        read.expect_apart_from_stdout()?;
    }
    let options = BatchOptions {
        questionnaire: &questionnaire,
        against: against.as_ref(),
        audience: args.holder.into(),
        day: args.today.unwrap_or_else(today),
        bounds: match args.bounds {
            BoundsKind::Quick => Bounds::Quick,
            BoundsKind::Exact => Bounds::Exact,
        },
        written,
        faults: if args.strict { OnFault::Stop } else { OnFault::GoOn },
        counting: if args.summary.is_some() { Counting::On } else { Counting::Off },
        records: if args.flips { Records::Flips } else { Records::All },
    };
    let batch = &Batch::new(options);
    let input = Input::open(args, &questionnaire)?;
    let mut output = Output::open(args.output.as_deref())?;
    let header = match &batch.wanted().written {
        RecordFormat::Rows(fields) => table::header(fields),
        RecordFormat::Json(_) => Vec::new(),
    };
    let ended = pipeline::run(batch, input, (&mut output, header), jobs(args))?;
    // What is dropped here without `finish` leaves its file as it was.
    if ended.interrupted {
        return Ok(Exit::Interrupted);
    }
    if let Some(fault) = ended.unread {
        return Err(fault);
    }
    output.finish()?;
    summarise(args, batch, &ended.summary)?;
    if ended.summary.refused == 0 {
        return Ok(Exit::Done);
    }
    if args.summary.is_none() {
        let Summary { judged, refused, .. } = ended.summary;
        tell::say(&format!("{refused} of {} responses could not be used; their records say why\n", judged + refused))?;
    }
    Ok(Exit::Response)
}

/// Opens a question set, over which nothing is to be written.
fn open(name: &str, read: &mut ReadPaths) -> Result<Questionnaire, CliFault> {
    let (questionnaire, sources) = open_with_sources(name)?;
    read.set(name, &sources)?;
    Ok(questionnaire)
}

/// Whether each response is a file of its own.
fn reads_files(args: &BatchArgs) -> bool {
    let path = args.input.as_deref();
    let of_path = || path.and_then(InputFormat::of_path);
    path.is_some_and(Path::is_dir) || args.input_format.or_else(of_path) == Some(InputFormat::Yaml)
}

fn jobs(args: &BatchArgs) -> usize {
    let free = || std::thread::available_parallelism().map_or(1, usize::from);
    args.jobs.map_or_else(free, |jobs| usize::from(jobs.get())).min(256)
}

fn written(args: &BatchArgs) -> Result<RecordFormat, CliFault> {
    let fields: Vec<Field> = args.fields.iter().map(|name| field(args, name)).collect::<Result<_, _>>()?;
    let mut known = Vec::new();
    for field in &fields {
        if known.contains(field) {
            return Err(CliFault::Usage { message: format!("`--fields`: `{}` stands there twice", field.name()) });
        }
        known.push(*field);
    }
    let fields = Some(fields).filter(|fields| !fields.is_empty());
    let ending = args.output.as_deref().and_then(BatchFormat::of_path);
    Ok(match args.format.or(ending).unwrap_or(BatchFormat::Ndjson) {
        BatchFormat::Ndjson => RecordFormat::Json(fields),
        BatchFormat::Csv => {
            let compared = if args.against.is_some() { vec![Field::OldVerdict, Field::Flip] } else { Vec::new() };
            let usual = if reads_files(args) { Field::USUAL_OF_FILES } else { Field::USUAL };
            let usual = || usual.into_iter().chain(compared).collect();
            RecordFormat::Rows(fields.unwrap_or_else(usual))
        }
    })
}

fn field(args: &BatchArgs, name: &str) -> Result<Field, CliFault> {
    let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    let field = Field::named(name.trim()).ok_or_else(|| {
        let hint = offer(name, &names).unwrap_or_else(|| format!("there are {}", names.join(", ")));
        CliFault::Usage { message: format!("`--fields`: there is no field `{name}`; {hint}") }
    })?;
    if matches!(field, Field::OldVerdict | Field::Flip) && args.against.is_none() {
        let message = format!("`--fields`: `{name}` needs `--against OLD`, the question set to compare with");
        return Err(CliFault::Usage { message });
    }
    Ok(field)
}

/// Prints the counts: to stdout if the records go to a file, else to stderr.
fn summarise(args: &BatchArgs, batch: &Batch<'_>, summary: &Summary) -> Result<(), CliFault> {
    let Some(format) = args.summary else { return Ok(()) };
    let text = match format {
        SummaryFormat::Table => summary.table(batch.wanted()),
        SummaryFormat::Json => format!("{}\n", summary.record(batch.wanted()).to_json()),
    };
    if args.prints_records() { tell::say(&text) } else { tell::print(&text) }
}
