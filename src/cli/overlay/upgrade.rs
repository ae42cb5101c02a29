//! `candidacy upgrade`: an overlay on another version of its base, all or nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use candidacy::assessment::Engine;
use candidacy::catalog::{self, Found, Origin, shipped_versions};
use candidacy::diff::{Budget, Diff, Difference, DifferenceKind, DifferenceWords, diff};
use candidacy::questionnaire::{
    BasedOn, Conflict, Decisions, Questionnaire, Upgrade, WithTexts, load, upgrade as work_out,
};
use candidacy::source::Sources;
use candidacy::text::{counted, fill};
use candidacy::value::Date;

use super::super::args::UpgradeArgs;
use super::super::day::today;
use super::super::fault::{CliFault, Exit};
use super::super::open::open_with_sources;
use super::super::output::{self, Staged};

/// How many lines tell what is judged with more care; what is judged with less is told to its end.
const MOST_TOLD: usize = 8;

/// Says what the upgrade does, and does it if nothing is left to decide.
pub fn run(args: &UpgradeArgs) -> Result<Exit, CliFault> {
    let (set, sources) = open_with_sources(&args.questionnaire)?;
    let found = catalog::find(&args.questionnaire)?;
    let based_on = base_of(&found, &set)?;
    let versions = shipped_versions(&based_on.questionnaire);
    let newest = versions.last().map_or("", String::as_str);
    let to = args.to.as_deref().unwrap_or(newest);
    let (id, from) = (&based_on.questionnaire, &based_on.version);
    let mut text = format!("{} {} stands on {id} {from}. Newest here: {id} {newest}.\n", set.id(), set.version());
    if to == from {
        text.push_str("There is nothing to do.\n");
        output::print(&text)?;
        return Ok(Exit::Done);
    }
    let decisions = Decisions { keep: args.keep.clone(), take: args.take.clone() };
    let Some(upgrade) = work_out(found.files.as_ref(), &found.main, to, &decisions) else {
        let message = format!("there is no version `{to}` of `{id}` here; there are {}", versions.join(", "));
        return Err(CliFault::Usage { message });
    };
    text.push_str(&told(&upgrade, based_on, to, &sources));
    text.push_str(&of_base(id, [from, to], args.today.unwrap_or_else(today))?);
    let left = upgrade.conflicts.len() + upgrade.idle.len();
    if left > 0 {
        text.push_str(&format!("\n{} left to decide: nothing was written.\n", counted(left, "conflict")));
        output::print(&text)?;
        return Ok(Exit::Questionnaire);
    }
    output::print(&text)?;
    write(&found, &args.questionnaire, (based_on, to), &upgrade)
}

/// What the set stands on.
fn base_of<'s>(found: &Found, set: &'s Questionnaire) -> Result<&'s BasedOn, CliFault> {
    let usage = |message: String| CliFault::Usage { message };
    match set.based_on() {
        None => Err(usage(format!("`{}` stands on no other set, so there is nothing to upgrade", set.id()))),
        Some(based_on) if based_on.is_whole => Err(usage(format!(
            "`{}` is whole by itself: compare `{}` with it by `candidacy diff`, and take over what you want",
            set.id(),
            based_on.questionnaire
        ))),
        Some(_) if found.origin == Origin::Shipped => Err(usage(format!("`{}` comes with Candidacy", set.id()))),
        Some(based_on) => Ok(based_on),
    }
}

/// What fits, and each conflict with three sides and both ways out.
fn told(upgrade: &Upgrade, based_on: &BasedOn, to: &str, sources: &Sources) -> String {
    let mut text = format!("{} of your {} fit as they are.\n", upgrade.fitting, counted_entries(upgrade.entries));
    for conflict in &upgrade.conflicts {
        text.push_str(&shown(conflict, based_on, to, sources));
    }
    for path in &upgrade.idle {
        text.push_str(&format!("\nnothing is in conflict at `{path}`: leave `--keep {path}` or `--take {path}` out\n"));
    }
    text
}

fn counted_entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

fn shown(conflict: &Conflict, based_on: &BasedOn, to: &str, sources: &Sources) -> String {
    let Conflict { path, before, theirs, yours, because, span, can_keep } = conflict;
    let (id, from) = (&based_on.questionnaire, &based_on.version);
    let said = |said: &Option<String>| said.clone().unwrap_or_else(|| "not there".to_owned());
    let place = sources.get(span.source).map_or(String::new(), |source| {
        let name = source.name.rsplit('/').next().unwrap_or_default();
        format!("   {name}:{}", source.line_column(span.start).0)
    });
    let because = because.as_deref().map_or(String::new(), |because| format!("   \"{because}\""));
    let mut text = format!("\nconflict: `{path}` was changed by both\n");
    for (who, what) in [
        (format!("{id} {from}"), said(before)),
        (format!("{id} {to}"), said(theirs)),
        ("yours".to_owned(), format!("{}{because}{place}", said(yours))),
    ] {
        let lines = fill(what.split_whitespace(), output::width_of_stdout() - 16, output::width_of_stdout() - 16);
        text.push_str(&format!("  {who:<12}  {}\n", lines.join("\n                ")));
    }
    if *can_keep {
        text.push_str(&format!("  keep yours    candidacy upgrade --keep {path}\n"));
    }
    text.push_str(&format!("  take theirs   candidacy upgrade --take {path}\n"));
    text
}

/// What the new version of the base judges differently, for people: what is less cautious first, and all of it.
fn of_base(id: &str, [from, to]: [&str; 2], day: Date) -> Result<String, CliFault> {
    let open = |version: &str| open_with_sources(&format!("{id}@{version}")).map(|(set, _)| set);
    let (old, new) = (open(from)?, open(to)?);
    let (before, after) = (Engine::new(&old, day), Engine::new(&new, day));
    let found = diff(&before, &after, Budget::Small);
    let words = DifferenceWords::new([&before, &after]);
    let less = lines(&found, &words, true);
    let more = lines(&found, &words, false).into_iter().take(MOST_TOLD).collect();
    let mut text = format!("\nNew in {id} {to} for your clients\n");
    for (what, lines) in [("less cautious", less), ("more cautious, or otherwise", more)] {
        if lines.is_empty() {
            continue;
        }
        text.push_str(&format!("  {what}\n"));
        for line in lines {
            let width = output::width_of_stdout();
            let lines = fill(line.split_whitespace(), width - 4, width - 6);
            text.push_str(&format!("    {}\n", lines.join("\n      ")));
        }
    }
    let asked = |from: &Questionnaire, to: &Questionnaire| -> Vec<String> {
        let new = to.questions().iter().filter(|question| from.question_once_called(&question.id).is_none());
        new.map(|question| format!("`{}`", question.id)).collect()
    };
    for (what, ids) in [("new questions", asked(&old, &new)), ("no longer asked", asked(&new, &old))] {
        if !ids.is_empty() {
            text.push_str(&format!("  {what}: {}\n", ids.join(", ")));
        }
    }
    text.push_str(&format!("  all of it: candidacy diff {id}@{from} {id}@{to}\n"));
    Ok(text)
}

/// Differences in words. Of a plan, the first step that moves stands for those that move with it.
fn lines(found: &Diff, words: &DifferenceWords<'_>, less: bool) -> Vec<String> {
    let told = |kind: &DifferenceKind| {
        less || matches!(kind, DifferenceKind::Verdict { .. } | DifferenceKind::NotBefore { .. })
    };
    let wanted = found.differences.iter().filter(|one| one.less_cautious == less && told(&one.kind));
    let of_plan = |difference: &&Difference| matches!(difference.kind, DifferenceKind::Plan { .. });
    let (steps, others): (Vec<_>, Vec<_>) = wanted.partition(of_plan);
    let mut lines: Vec<String> = others.into_iter().map(|difference| words.line(difference)).collect();
    if let Some(first) = steps.first() {
        let line = words.line(first);
        let beside = match steps.len() - 1 {
            0 => String::new(),
            more => format!("; and {} with it", counted(more, "other step")),
        };
        lines.push(format!("{line}{beside}"));
    }
    lines
}

/// Writes the file, once it can be read on the new base; the old one is kept beside it.
fn write(found: &Found, name: &str, (based_on, to): (&BasedOn, &str), upgrade: &Upgrade) -> Result<Exit, CliFault> {
    let mut sources = Sources::default();
    let texts = BTreeMap::from([(found.main.clone(), upgrade.text.clone())]);
    let files = WithTexts { files: found.files.as_ref(), texts };
    let (set, faults) = load(&files, &found.main, &mut sources);
    if set.is_none() {
        output::show(faults, &sources);
        output::tell("Nothing was written: on the new base, your entries do not fit together. Mend them first.");
        return Ok(Exit::Questionnaire);
    }
    let place = Path::new(name);
    let main = if place.is_dir() { place.join(&found.main) } else { place.to_owned() };
    let kept = PathBuf::from(format!("{}.{}", main.display(), based_on.version));
    let old = &upgrade.before;
    if found.files.read(&found.main).ok().as_ref() != Some(old) {
        let message = format!("{} was changed meanwhile; run `candidacy upgrade` anew", main.display());
        return Err(CliFault::Usage { message });
    }
    if kept.exists() && std::fs::read_to_string(&kept).ok().as_ref() != Some(old) {
        let message = format!("{} is there already, and would be lost; move it away", kept.display());
        return Err(CliFault::Usage { message });
    }
    let (keeping, writing) = (Staged::new(&kept, old)?, Staged::new(&main, &upgrade.text)?);
    keeping.commit()?;
    writing.commit()?;
    output::tell(&format!(
        "{}: it stands on {} {to} now. The old file is {}. Raise `version` in it, then run `candidacy check {name}` and `candidacy test {name}`.",
        main.display(),
        based_on.questionnaire,
        kept.display()
    ));
    Ok(Exit::Done)
}
