//! For people, readable at 60 columns.

use candidacy::diff::{ChangedPart, Difference, How, SetChange, StoredResponse};

use candidacy::text::{fill, visible};

use super::view::{DiffView, Item, judgement_line};

/// The width that every line keeps within, where words allow.
const WIDTH: usize = 60;

/// Everything, most important first.
pub fn write(view: &DiffView<'_>) -> String {
    let name = |questionnaire: &candidacy::questionnaire::Questionnaire| {
        format!("{} {}", questionnaire.id(), questionnaire.version())
    };
    let shared = format!("{} questions in both; dates as of {}", view.diff.shared, view.diff.day);
    let mut text = wrapped(&format!("{} -> {}", name(view.old), name(view.new)), 0);
    text.push_str(&wrapped(&shared, 0));
    text.push_str(&wrapped(&view.summary(), 0));
    let told = view.told_first();
    if !told.is_empty() {
        text.push_str("\nFor whom, and what\n");
        text.extend(told.iter().map(|(difference, line)| told_line(view, difference, line)));
    }
    for (heading, differences) in view.headed() {
        text.push_str(&format!("\n{heading}\n"));
        text.extend(differences.into_iter().map(|difference| difference_text(view, difference)));
    }
    for (heading, items) in view.sections() {
        text.push_str(&format!("\n{heading}\n"));
        text.extend(items.iter().map(|item| item_text(view, item)));
    }
    text
}

fn item_text(view: &DiffView<'_>, item: &Item<'_>) -> String {
    match item {
        Item::Undecided(one) => wrapped(&format!("{}{}", view.kind(&one.kind), may_be_less(one.less_cautious)), 2),
        Item::MayDiffer(one) => wrapped(&format!("{}{}", view.may_differ(one), may_be_less(one.less_cautious)), 2),
        Item::Changed(change) => changed(change),
        Item::ChangedText(change) => changed_text(change),
        Item::Stored(stored) => stored_line(view, stored),
    }
}

/// What was not ruled out is marked as such.
fn may_be_less(less_cautious: bool) -> &'static str {
    if less_cautious { ": PERHAPS LESS CAUTIOUS" } else { "" }
}

fn less(difference: &Difference) -> &'static str {
    if difference.less_cautious { ": LESS CAUTIOUS" } else { "" }
}

/// Who a difference is about, and from what to what; then what it is.
fn told_line(view: &DiffView<'_>, difference: &Difference, line: &str) -> String {
    let kind = format!("{}{}", view.kind(&difference.kind), less(difference));
    format!("{}{}", wrapped(line, 2), wrapped(&format!("({kind})"), 4))
}

fn difference_text(view: &DiffView<'_>, difference: &Difference) -> String {
    let mut text = wrapped(&format!("{}{}", view.kind(&difference.kind), less(difference)), 2);
    if let Some(share) = view.share(difference) {
        text.push_str(&wrapped(&share, 4));
    }
    let answers = match view.short_answers(difference) {
        Ok(answers) => answers,
        Err(many) => return text + &wrapped(&many, 4),
    };
    text.push_str(&wrapped(&answers, 4));
    let [old, new] = view.says(difference);
    text.push_str(&wrapped(&format!("old: {}", judgement_line(&old)), 4));
    text + &wrapped(&format!("new: {}", judgement_line(&new)), 4)
}

fn changed(change: &SetChange) -> String {
    let item = format!("{} `{}`", change.what, change.id);
    match &change.how {
        How::Added => wrapped(&format!("+ {item} is new"), 2),
        How::Removed => wrapped(&format!("- {item} is gone"), 2),
        How::Logic(part) | How::Text(part) => {
            let ChangedPart { key, old, new } = part;
            format!(
                "{}{}{}",
                wrapped(&format!("~ {item}: {key}"), 2),
                wrapped(&format!("was: {old}"), 6),
                wrapped(&format!("now: {new}"), 6)
            )
        }
    }
}

fn changed_text(change: &SetChange) -> String {
    match &change.how {
        How::Text(part) => wrapped(&format!("~ {} `{}`: {}", change.what, change.id, part.key), 2),
        _ => changed(change),
    }
}

fn stored_line(view: &DiffView<'_>, stored: &StoredResponse) -> String {
    use candidacy::diff::Side;
    let word = |side: Side, found: &Result<candidacy::value::index::VerdictIx, Vec<String>>| match found {
        Ok(verdict) => view.verdict(side, *verdict).to_owned(),
        Err(_) => "does not load".to_owned(),
    };
    let (old, new) = (word(Side::Old, &stored.old), word(Side::New, &stored.new));
    let less = if stored.less_cautious() { ": LESS CAUTIOUS" } else { "" };
    let line = if stored.differs() { format!("{old} -> {new}{less}") } else { format!("{old}, as before") };
    let mut text = wrapped(&format!("{}: {line}", stored.file), 2);
    for fault in stored.new.as_ref().err().into_iter().flatten() {
        text.push_str(&wrapped(fault, 4));
    }
    text
}

/// DifferenceWords on lines of at most [`WIDTH`], all `indent` deep, the second and later ones two deeper.
fn wrapped(text: &str, indent: usize) -> String {
    let before = " ".repeat(indent);
    let text = visible(text);
    let lines = fill(text.split_whitespace(), WIDTH - indent, WIDTH - indent - 2);
    format!("{before}{}\n", lines.join(&format!("\n{before}  ")))
}
