//! For pull requests.

use candidacy::diff::{Difference, How, SetChange, Side, StoredResponse};
use candidacy::text::escape;
use candidacy::value::index::VerdictIx;

use super::view::{DiffView, Item, judgement_line};

/// Everything, most important first.
pub fn write(view: &DiffView<'_>) -> String {
    let mut text = format!(
        "## {} {} → {} {}\n\n**{}** {} questions in both; dates as of {}.\n",
        view.old.id(),
        view.old.version(),
        view.new.id(),
        view.new.version(),
        view.summary(),
        view.diff.shared,
        view.diff.day
    );
    let told = view.told_first();
    section(&mut text, "For whom, and what", told.iter().map(|(one, line)| told_line(view, one, line)));
    let differences = view.headed().into_iter().flat_map(|(_, differences)| differences);
    section(&mut text, "Judged differently", differences.map(|one| difference(view, one)));
    for (heading, items) in view.sections() {
        section(&mut text, heading, items.iter().map(|item| item_text(view, item)));
    }
    text
}

fn item_text(view: &DiffView<'_>, item: &Item<'_>) -> String {
    match item {
        Item::Undecided(one) => format!("- {}{}\n", view.kind(&one.kind), may_be_less(one.less_cautious)),
        Item::MayDiffer(one) => format!("- {}{}\n", view.may_differ(one), may_be_less(one.less_cautious)),
        Item::Changed(change) => changed(change),
        Item::ChangedText(change) => changed_text(change),
        Item::Stored(stored) => stored_line(view, stored),
    }
}

fn section(text: &mut String, heading: &str, items: impl Iterator<Item = String>) {
    let items: String = items.collect();
    if !items.is_empty() {
        text.push_str(&format!("\n### {heading}\n\n{items}"));
    }
}

/// What was not ruled out is marked as such.
fn may_be_less(less_cautious: bool) -> &'static str {
    if less_cautious { " ⚠ **perhaps less cautious**" } else { "" }
}

fn less(difference: &Difference) -> &'static str {
    if difference.less_cautious { " ⚠ **less cautious**" } else { "" }
}

/// Who a difference is about, and from what to what; then what it is.
fn told_line(view: &DiffView<'_>, difference: &Difference, line: &str) -> String {
    format!("- {}{} ({})\n", escape::markdown(line), less(difference), view.kind(&difference.kind))
}

fn difference(view: &DiffView<'_>, difference: &Difference) -> String {
    let share = view.share(difference).map_or(String::new(), |share| format!(": {share}"));
    let text = format!("- **{}**{}{share}\n", view.kind(&difference.kind), less(difference));
    let answers = match view.short_answers(difference) {
        Ok(answers) => answers,
        Err(many) => return format!("{text}  - {many}\n"),
    };
    let [old, new] = view.says(difference);
    let (old, new) = (judgement_line(&old), judgement_line(&new));
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

fn stored_line(view: &DiffView<'_>, stored: &StoredResponse) -> String {
    let word = |side: Side, found: &Result<VerdictIx, Vec<String>>| match found {
        Ok(verdict) => view.verdict(side, *verdict).to_owned(),
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
