//! `candidacy batch`: many responses in, one record each out.

mod input;
mod output;
mod pipeline;
mod rows;
mod table;

use std::path::Path;

use candidacy::batch::{Batch, BatchOptions, Counting, Field, OnFault, RecordFormat, Records, Summary};
use candidacy::diagnostic::offer;
use candidacy::questionnaire::Questionnaire;

use super::args::{Batch as Args, BatchFormat, SummaryFormat};
use super::check::usable;
use super::fault::{CliFault, Exit};
use super::output as tell;

use input::Input;
use output::Output;

/// Judges all responses of the input.
pub fn run(args: &Args) -> Result<Exit, CliFault> {
    let written = written(args)?;
    let wanted = BatchOptions {
        questionnaire: for_all_threads(usable(&args.questionnaire)?),
        against: args.against.as_deref().map(usable).transpose()?.map(for_all_threads),
        audience: args.holder.into(),
        day: args.today.unwrap_or_else(super::today),
        written,
        faults: if args.strict { OnFault::Stop } else { OnFault::GoOn },
        counting: if args.summary.is_some() { Counting::On } else { Counting::Off },
        records: if args.flips { Records::Flips } else { Records::All },
    };
    let batch: &'static Batch<'static> = Box::leak(Box::new(Batch::new(wanted)));
    let input = Input::open(args)?;
    let mut output = Output::open(args.output.as_deref())?;
    if let RecordFormat::Rows(fields) = &batch.wanted().written {
        output.write(&table::header(fields))?;
    }
    let ended = pipeline::run(batch, input, &mut output, jobs(args))?;
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

/// Threads may outlive the main one by a moment when the output fails, so what they share lives as long as the process.
fn for_all_threads(questionnaire: Questionnaire) -> &'static Questionnaire {
    Box::leak(Box::new(questionnaire))
}

fn jobs(args: &Args) -> usize {
    let free = || std::thread::available_parallelism().map_or(1, usize::from);
    args.jobs.map_or_else(free, |jobs| usize::from(jobs.get())).min(256)
}

fn written(args: &Args) -> Result<RecordFormat, CliFault> {
    let fields: Vec<Field> = args.fields.iter().map(|name| field(args, name)).collect::<Result<_, _>>()?;
    let mut known = Vec::new();
    for field in &fields {
        if known.contains(field) {
            return Err(CliFault::Usage { message: format!("`--fields`: `{}` stands there twice", field.name()) });
        }
        known.push(*field);
    }
    let fields = Some(fields).filter(|fields| !fields.is_empty());
    let ending = args.output.as_deref().and_then(format_of);
    Ok(match args.format.or(ending).unwrap_or(BatchFormat::Ndjson) {
        BatchFormat::Ndjson => RecordFormat::Json(fields),
        BatchFormat::Csv => {
            let compared = if args.against.is_some() { vec![Field::OldVerdict, Field::Flip] } else { Vec::new() };
            let usual = || Field::USUAL.into_iter().chain(compared).collect();
            RecordFormat::Rows(fields.unwrap_or_else(usual))
        }
    })
}

fn field(args: &Args, name: &str) -> Result<Field, CliFault> {
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

/// The format that the ending of a path suggests, with or without `.gz`.
fn format_of(path: &Path) -> Option<BatchFormat> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "csv" => Some(BatchFormat::Csv),
        "ndjson" | "jsonl" | "json" => Some(BatchFormat::Ndjson),
        _ => None,
    }
}

/// Prints the counts: to stdout if the records go to a file, else to stderr.
fn summarise(args: &Args, batch: &Batch<'_>, summary: &Summary) -> Result<(), CliFault> {
    let Some(format) = args.summary else { return Ok(()) };
    let text = match format {
        SummaryFormat::Table => summary.table(batch.wanted()),
        SummaryFormat::Json => format!("{}\n", summary.record(batch.wanted()).to_json()),
    };
    let to_file = args.output.as_deref().is_some_and(|path| path != Path::new("-"));
    if to_file { tell::print(&text) } else { tell::say(&text) }
}
