//! For people, readable at 60 columns.

use candidacy::diff::{ChangedPart, Difference, DifferenceKind, How, Judgement, SetChange, StoredResponse};

use candidacy::text::{fill, visible};

use super::told::Told;

/// The width that every line keeps within, where words allow.
const WIDTH: usize = 60;

/// Everything, most important first.
pub fn write(told: &Told<'_>) -> String {
    let name = |questionnaire: &candidacy::questionnaire::Questionnaire| {
        format!("{} {}", questionnaire.id(), questionnaire.version())
    };
    let shared = format!("{} questions in both; dates as of {}", told.diff.shared, told.diff.day);
    let mut text = wrapped(&format!("{} -> {}", name(told.old), name(told.new)), 0);
    text.push_str(&wrapped(&shared, 0));
    text.push_str(&wrapped(&told.summary(), 0));
    let of = |wanted: fn(&DifferenceKind) -> bool| told.diff.differences.iter().filter(move |one| wanted(&one.kind));
    let headed = [
        ("Other verdicts", of(|kind| matches!(kind, DifferenceKind::Verdict { .. })).collect::<Vec<_>>()),
        ("Other findings", of(|kind| matches!(kind, DifferenceKind::Finding { .. })).collect()),
        ("Other questions asked", of(|kind| matches!(kind, DifferenceKind::Asked { .. })).collect()),
        (
            "Other outlooks while answers are open",
            of(|kind| matches!(kind, DifferenceKind::CouldBecome { .. })).collect(),
        ),
    ];
    for (heading, differences) in headed.into_iter().filter(|(_, differences)| !differences.is_empty()) {
        text.push_str(&format!("\n{heading}\n"));
        text.extend(differences.into_iter().map(|difference| told_of(told, difference)));
    }
    let undecided = told.diff.undecided.iter().map(|kind| wrapped(&told.kind(kind), 2));
    headed_list(&mut text, "Not decided within the allowed work", undecided);
    let (logic, texts) = told.changes();
    headed_list(&mut text, "Changed", logic.into_iter().map(changed));
    headed_list(&mut text, "Changed texts", texts.into_iter().map(changed_text));
    headed_list(&mut text, "Stored responses", told.stored.iter().map(|stored| stored_line(told, stored)));
    text
}

fn headed_list(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let lines: String = lines.collect();
    if !lines.is_empty() {
        text.push_str(&format!("\n{heading}\n{lines}"));
    }
}

fn told_of(told: &Told<'_>, difference: &Difference) -> String {
    let less = if difference.kind.less_cautious(told.old, told.new) { ": LESS CAUTIOUS" } else { "" };
    let mut text = wrapped(&format!("{}{less}", told.kind(&difference.kind)), 2);
    text.push_str(&wrapped(&told.share(difference.count.as_ref()), 4));
    let answers = match told.short_answers(&difference.witness) {
        Ok(answers) => answers,
        Err(many) => return text + &wrapped(&many, 4),
    };
    text.push_str(&wrapped(&answers, 4));
    let [old, new] = told.says(&difference.witness);
    text.push_str(&wrapped(&format!("old: {}", says(&old)), 4));
    text + &wrapped(&format!("new: {}", says(&new)), 4)
}

/// What one version says of a response, in one line.
pub fn says(says: &Judgement<'_>) -> String {
    let outlook =
        if says.could_become == says.verdict { String::new() } else { format!(", could become {}", says.could_become) };
    let findings = if says.findings.is_empty() { "no finding".to_owned() } else { says.findings.join(", ") };
    format!("{}{outlook} ({findings})", says.verdict)
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

fn stored_line(told: &Told<'_>, stored: &StoredResponse) -> String {
    use candidacy::diff::Side;
    let word = |side: Side, found: &Result<candidacy::value::index::VerdictIx, Vec<String>>| match found {
        Ok(verdict) => told.verdict(side, *verdict).to_owned(),
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

/// Words on lines of at most [`WIDTH`], all `indent` deep, the second and later ones two deeper.
fn wrapped(text: &str, indent: usize) -> String {
    let before = " ".repeat(indent);
    let text = visible(text);
    let lines = fill(text.split_whitespace(), WIDTH - indent, WIDTH - indent - 2);
    format!("{before}{}\n", lines.join(&format!("\n{before}  ")))
}
