//! What is less cautious than the base, in words.

use super::is_less_cautious;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::diff::{Diff, Difference, DifferenceKind, DifferenceWords};
use crate::questionnaire::{BasedOn, OverlayEntry};
use crate::value::Date;

/// The longest account of what an entry says that an acceptance takes over.
const MOST_SAID: usize = 80;
/// How many promises are told in full.
const MOST_PROMISES: usize = 3;

/// `smp 1.1.0`.
fn base(based_on: &BasedOn) -> String {
    format!("{} {}", based_on.questionnaire, based_on.version)
}

/// The less cautious difference that people feel most: a milder verdict before an earlier day, and that before all else.
fn gravest(diff: &Diff) -> Option<&Difference> {
    let rank = |difference: &&Difference| match difference.kind {
        DifferenceKind::Verdict { .. } => 0,
        DifferenceKind::Stopped { .. } => 1,
        DifferenceKind::NotBefore { .. } => 2,
        DifferenceKind::Plan { .. } => 3,
        DifferenceKind::Unsure { .. } => 4,
        DifferenceKind::Section { .. } => 5,
        _ => 6,
    };
    diff.differences.iter().filter(|difference| difference.less_cautious).min_by_key(rank)
}

/// An entry that takes less care than the base, with who is meant, what it breaks, and how to take that upon oneself.
pub(super) fn less_cautious(
    (based_on, entry): (&BasedOn, &OverlayEntry),
    (words, diff): (&DifferenceWords<'_>, &Diff),
    (promises, day): (&[(String, Option<String>)], Date),
) -> Diagnostic {
    let message = message(based_on, words, diff, &format!("`{}`", entry.path));
    let fault = Diagnostic::new(Code::LessCautious, entry.span, message);
    let fault = shown(fault, words, diff);
    let broken = promises.iter().take(MOST_PROMISES).map(|(id, because)| match because {
        Some(because) => format!("it breaks the promise `{id}` of the base: {}", because.trim_end_matches('.')),
        None => format!("it breaks the promise `{id}` of the base"),
    });
    let fault = broken.fold(fault, Diagnostic::help);
    let fault = match promises.len().saturating_sub(MOST_PROMISES) {
        0 => fault,
        more => fault.help(format!("and {more} more promises: all stand in the line below")),
    };
    let ids: Vec<&str> = promises.iter().map(|(id, _)| id.as_str()).collect();
    let named = if ids.is_empty() { String::new() } else { format!("promises: [{}], ", ids.join(", ")) };
    let (kind, path) = (entry.kind.name(), &entry.path);
    let says = entry.says.join("; ").replace('"', "'");
    // So the acceptance ends when the entry comes to say something else; long texts are not copied.
    let says =
        if says.is_empty() || says.chars().count() > MOST_SAID { String::new() } else { format!("says: \"{says}\", ") };
    fault
        .help("take the entry out; or, if your clinic means it, write below `accepts:`, with your reason and who takes it upon them")
        .help(format!("- {{ {kind}: {path}, {says}{named}because: , by: , on: {day} }}"))
}

/// Entries that take less care only with each other.
pub(super) fn together(based_on: &BasedOn, words: &DifferenceWords<'_>, diff: &Diff) -> Diagnostic {
    let message = message(based_on, words, diff, "several entries together");
    shown(Diagnostic::new(Code::LessCautious, based_on.span, message), words, diff)
        .help("no entry does this by itself; take entries out until it is gone, or accept those that belong together")
}

fn message(based_on: &BasedOn, words: &DifferenceWords<'_>, diff: &Diff, what: &str) -> String {
    let base = base(based_on);
    match gravest(diff) {
        Some(difference) => match words.verdicts(difference) {
            Some([before, after]) => format!("\"{after}\" where {base} says \"{before}\", by {what}"),
            None => format!("less care than {base} by {what}: {}", words.outcome(difference)),
        },
        None => format!("less care than {base} by {what}"),
    }
}

/// Who is meant, in words and then as answers, and how much else there is.
fn shown(fault: Diagnostic, words: &DifferenceWords<'_>, diff: &Diff) -> Diagnostic {
    let Some(difference) = gravest(diff) else { return fault };
    let who = words.who(&difference.witness, difference.day);
    let named: Vec<String> = who.iter().map(|said| format!("{}: {}", said.question, said.answer)).collect();
    let fault = if named.is_empty() {
        fault.help("who: everybody, before anything is answered")
    } else {
        fault.help(cut(&format!("who: {}", named.join("; "))))
    };
    let fault = fault.help(cut(&format!("shown: {}", words.answers(&difference.witness))));
    let others = diff.differences.iter().filter(|other| other.less_cautious).count().saturating_sub(1);
    match others {
        0 => fault,
        1 => fault.help("and one other thing is less cautious by it: see `candidacy diff`"),
        _ => fault.help(format!("and {others} other things are less cautious by it: see `candidacy diff`")),
    }
}

/// Long answers are not told to their end.
fn cut(text: &str) -> String {
    const MOST: usize = 300;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    format!("{}…", text.chars().take(MOST).collect::<String>().trim_end())
}

/// The accepted entries are not a set without the others.
pub(super) fn unfit(based_on: &BasedOn) -> Diagnostic {
    let message = "the accepted entries do not fit into the base without the others".to_owned();
    let place = based_on.accepted.first().map_or(based_on.span, |acceptance| acceptance.span);
    Diagnostic::new(Code::LessCautious, place, message)
        .help("what an accepted entry rests on is accepted as well: name those entries under `accepts`, too")
}

/// What was not decided, if anything.
pub(super) fn undecided(based_on: &BasedOn, diff: &Diff) -> Diagnostics {
    assert!(!is_less_cautious(diff), "what is shown to be less cautious is a fault, not a doubt");
    let of = |id: &str| based_on.entries.iter().find(|entry| entry.path.split('.').any(|part| part == id));
    let mut found = Diagnostics::default();
    for may in diff.may_differ.iter().filter(|may| may.less_cautious) {
        let place = of(&may.id).map_or(based_on.span, |entry| entry.span);
        let message = format!("whether this takes less care than {} was not decided: {}", base(based_on), may.says);
        let change = format!("changed is `{}` of {} `{}`", may.key, may.what, may.id);
        found.push(
            Diagnostic::new(Code::CautionUndecided, place, message)
                .help(change)
                .help("look at it yourself, or accept the entry"),
        );
    }
    let open = diff.undecided.iter().filter(|kind| kind.less_cautious).count();
    if open > 0 {
        let message =
            format!("whether this takes less care than {} was not decided: it is too much work", base(based_on));
        let fault = Diagnostic::new(Code::CautionUndecided, based_on.span, message);
        found.push(fault.help("see `candidacy diff`, which names what was not decided"));
    }
    found
}
