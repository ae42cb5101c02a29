//! For pull requests.

use candidacy::diff::{Difference, How, SetChange, Side, StoredResponse};
use candidacy::value::index::VerdictIx;

use super::human::says;
use super::told::Told;

/// Everything, most important first.
pub fn write(told: &Told<'_>) -> String {
    let mut text = format!(
        "## {} {} → {} {}\n\n**{}** {} questions in both; dates as of {}.\n",
        told.old.id(),
        told.old.version(),
        told.new.id(),
        told.new.version(),
        told.summary(),
        told.diff.shared,
        told.diff.day
    );
    section(&mut text, "Judged differently", told.diff.differences.iter().map(|one| difference(told, one)));
    let undecided = told.diff.undecided.iter().map(|kind| format!("- {}\n", told.kind(kind)));
    section(&mut text, "Not decided within the allowed work", undecided);
    let (logic, texts) = told.changes();
    section(&mut text, "Changed", logic.into_iter().map(changed));
    section(&mut text, "Changed texts", texts.into_iter().map(changed_text));
    section(&mut text, "Stored responses", told.stored.iter().map(|one| stored(told, one)));
    text
}

fn section(text: &mut String, heading: &str, items: impl Iterator<Item = String>) {
    let items: String = items.collect();
    if !items.is_empty() {
        text.push_str(&format!("\n### {heading}\n\n{items}"));
    }
}

fn difference(told: &Told<'_>, difference: &Difference) -> String {
    let less = if difference.kind.less_cautious(told.old, told.new) { " ⚠ **less cautious**" } else { "" };
    let text = format!("- **{}**{less}: {}\n", told.kind(&difference.kind), told.share(difference.count.as_ref()));
    let answers = match told.short_answers(&difference.witness) {
        Ok(answers) => answers,
        Err(many) => return format!("{text}  - {many}\n"),
    };
    let [old, new] = told.says(&difference.witness);
    let (old, new) = (says(&old), says(&new));
    format!("{text}  - smallest response: {}\n  - old: {old}\n  - new: {new}\n", code(&answers))
}

fn changed(change: &SetChange) -> String {
    let item = format!("{} `{}`", change.what, change.id);
    match &change.how {
        How::Added => format!("- new: {item}\n"),
        How::Removed => format!("- gone: {item}\n"),
        How::Logic(part) | How::Text(part) => {
            format!("- {item}, {}: {} → {}\n", part.key, code(&part.old), code(&part.new))
        }
    }
}

fn changed_text(change: &SetChange) -> String {
    match &change.how {
        How::Text(part) => format!("- {} `{}`: {}\n", change.what, change.id, part.key),
        _ => changed(change),
    }
}

fn stored(told: &Told<'_>, stored: &StoredResponse) -> String {
    let word = |side: Side, found: &Result<VerdictIx, Vec<String>>| match found {
        Ok(verdict) => told.verdict(side, *verdict).to_owned(),
        Err(_) => "does not load".to_owned(),
    };
    let less = if stored.less_cautious() { " ⚠ **less cautious**" } else { "" };
    let mut text = format!(
        "- {}: {} → {}{less}\n",
        code(&stored.file),
        word(Side::Old, &stored.old),
        word(Side::New, &stored.new)
    );
    for fault in stored.new.as_ref().err().into_iter().flatten() {
        text.push_str(&format!("  - {}\n", code(fault)));
    }
    text
}

/// Text as code, whatever backticks and line breaks it holds.
fn code(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return "nothing".to_owned();
    }
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest == 0 { format!("`{line}`") } else { format!("{fence} {line} {fence}") }
}
