//! Words that tell people to stop, pause or change a medicine. That is for whoever prescribed it.

use super::negation::reaches;
use super::prose::{Sentence, Word, sentences};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::questionnaire::{Questionnaire, WrittenText};

/// What must not be done to a medicine, as told to somebody.
const ORDERS: &[&str] = &[
    "stop",
    "pause",
    "skip",
    "halve",
    "quit",
    "discontinue",
    "suspend",
    "withhold",
    "interrupt",
    "reduce",
    "lower",
    "cut down",
    "cut out",
    "cut back",
    "come off",
    "go off",
    "leave out",
    "leave off",
    "miss",
    "drop",
    "change",
    "switch",
    "increase",
    "double",
    "adjust",
    "taper",
    "avoid",
    "stay off",
    "hold off",
    "give up",
    "take less",
    "take more",
    "take half",
    "take a break from",
    "a break from",
    "no longer take",
    "keep off",
    "refrain from",
    "hold",
];
/// The same in "stopping it helps" and "it should be stopped".
const GERUNDS: &[&str] = &[
    "stopping",
    "pausing",
    "skipping",
    "halving",
    "quitting",
    "discontinuing",
    "suspending",
    "reducing",
    "lowering",
    "changing",
    "switching",
    "increasing",
    "doubling",
    "adjusting",
    "avoiding",
    "coming off",
];
const DONE: &[&str] = &[
    "stopped",
    "paused",
    "skipped",
    "halved",
    "discontinued",
    "suspended",
    "withheld",
    "interrupted",
    "reduced",
    "lowered",
    "avoided",
    "left out",
    "dropped",
    "changed",
    "switched",
    "increased",
    "doubled",
    "adjusted",
];
/// What must not be said with a "not" before it.
const REFUSALS: &[&str] = &[
    "do not take",
    "don't take",
    "do not use",
    "don't use",
    "never take",
    "should not take",
    "must not take",
    "may not take",
    "cannot take",
    "should not use",
    "must not use",
];
/// What people do next: an order before it is about something else.
const NEXT: &[&str] =
    &["take", "ask", "tell", "go", "keep", "use", "wait", "see", "talk", "come", "bring", "note", "show", "call"];
/// Words before an order that make it one.
const MODALS: &[&str] = &[
    "should", "must", "can", "could", "may", "might", "shall", "will", "to", "please", "and", "or", "then", "just",
    "simply", "first", "also",
];
/// Words before a gerund that make it advice.
const ADVISING: &[&str] = &["suggest", "recommend", "advise", "try", "consider", "by", "best"];
/// Who may decide: an order that only they can give is none of ours.
const PRESCRIBERS: &[&str] = &["doctor", "doctors", "doctor's", "prescriber", "prescribers", "prescribed"];

const MEDICINES: &[&str] = &[
    "medicine",
    "medicines",
    "medication",
    "medications",
    "meds",
    "tablet",
    "tablets",
    "pill",
    "pills",
    "capsule",
    "capsules",
    "dose",
    "doses",
    "prescription",
    "prescriptions",
    "thinner",
    "thinners",
    "aspirin",
    "warfarin",
    "heparin",
    "clopidogrel",
    "insulin",
    "minoxidil",
    "methotrexate",
    "prednisolone",
    "prednisone",
    "steroids",
    "antidepressants",
    "retinoid",
    "retinoids",
    "biologics",
    "inhaler",
    "isotretinoin",
    "roaccutane",
    "accutane",
    "spironolactone",
    "ibuprofen",
    "lithium",
    "metformin",
    "immunosuppressants",
    "antibiotics",
    "chemotherapy",
];
/// How the names of many medicines end.
const NAME_ENDINGS: &[&str] = &[
    "mab",
    "tinib",
    "citinib",
    "statin",
    "sartan",
    "olol",
    "azole",
    "cillin",
    "mycin",
    "xaban",
    "parin",
    "gliptin",
    "prazole",
    "asteride",
    "tretinoin",
    "triptyline",
    "oxetine",
    "dipine",
    "cycline",
    "coumon",
];
const SHORTEST_NAME: usize = 7;
const PRONOUNS: &[&str] = &["it", "them"];
/// How far a medicine may stand from the order, in words.
const NEAR: usize = 6;

pub(super) fn lint(questionnaire: &Questionnaire) -> Diagnostics {
    let mut found = Diagnostics::default();
    for text in questionnaire.texts() {
        let mut spoken_of = false;
        for sentence in sentences(text.text()) {
            if let Some((at, length)) = order(&sentence, spoken_of) {
                found.push(told(text, sentence.range(at, length)));
            }
            spoken_of = sentence.words.iter().any(is_medicine);
        }
    }
    found
}

fn is_medicine(word: &Word<'_>) -> bool {
    let name = word.lower.as_str();
    let sounds = || name.len() >= SHORTEST_NAME && NAME_ENDINGS.iter().any(|ending| name.ends_with(ending));
    MEDICINES.contains(&name) || sounds()
}

/// The first order about a medicine in a sentence, as its words. `spoken_of`: the sentence before was about one.
fn order(sentence: &Sentence<'_>, spoken_of: bool) -> Option<(usize, usize)> {
    if sentence.asks {
        return None;
    }
    (0..sentence.words.len()).find_map(|at| {
        let told = said(sentence, at, ORDERS).filter(|_| is_order(sentence, at) && !reaches(sentence, at));
        let advised = said(sentence, at, GERUNDS).filter(|_| is_advice(sentence, at) && !reaches(sentence, at));
        let done = said(sentence, at, DONE).filter(|_| is_duty(sentence, at) && !reaches(sentence, at));
        let refused = said(sentence, at, REFUSALS);
        let active = told.or(advised).or(refused).filter(|length| is_object(sentence, at + length, spoken_of));
        let passive = done.filter(|_| is_subject(sentence, at, spoken_of));
        let without = sentence.reads(at, "no").filter(|_| is_denied(sentence, at));
        active.or(passive).or(without).map(|length| (at, length)).filter(|_| !left_to_doctor(sentence, at))
    })
}

fn said(sentence: &Sentence<'_>, at: usize, phrases: &[&str]) -> Option<usize> {
    phrases.iter().find_map(|phrase| sentence.reads(at, phrase))
}

fn before<'s>(sentence: &'s Sentence<'_>, at: usize) -> Option<&'s Word<'s>> {
    sentence.words.get(at.checked_sub(1)?)
}

/// At the start of a clause, or after "should", "please", "and" …; "if you stop" tells nobody to.
fn is_order(sentence: &Sentence<'_>, at: usize) -> bool {
    let Some(word) = before(sentence, at) else { return true };
    let clause = sentence.words.get(at).map(|word| word.clause);
    Some(word.clause) != clause || MODALS.contains(&word.lower.as_str())
}

fn is_advice(sentence: &Sentence<'_>, at: usize) -> bool {
    before(sentence, at).is_none_or(|word| ADVISING.contains(&word.lower.as_str()))
}

/// After "must be", "should be" …
fn is_duty(sentence: &Sentence<'_>, at: usize) -> bool {
    let modal = at.checked_sub(2).and_then(|at| sentence.words.get(at));
    before(sentence, at).is_some_and(|word| word.lower == "be")
        && modal.is_some_and(|word| MODALS.contains(&word.lower.as_str()))
}

/// "no aspirin for two days": not "no medicine can help".
fn is_denied(sentence: &Sentence<'_>, at: usize) -> bool {
    let later = sentence.words.iter().skip(at + 2).take(NEAR);
    sentence.words.get(at + 1).is_some_and(is_medicine)
        && before(sentence, at).is_none_or(|word| ["take", "use", "and", "or"].contains(&word.lower.as_str()))
        && later.into_iter().any(|word| ["for", "before", "until", "in", "within"].contains(&word.lower.as_str()))
}

/// Whether what follows an order is a medicine, or points back to one.
fn is_object(sentence: &Sentence<'_>, from: usize, spoken_of: bool) -> bool {
    let next = |word: &&Word<'_>| !NEXT.contains(&word.lower.as_str());
    let named = sentence.words.iter().skip(from).take(NEAR).take_while(next).any(is_medicine);
    let pointed = sentence.words.get(from).is_some_and(|word| PRONOUNS.contains(&word.lower.as_str()));
    named || pointed && (spoken_of || near_before(sentence, from))
}

/// Whether what a duty is about is a medicine, or points back to one.
fn is_subject(sentence: &Sentence<'_>, at: usize, spoken_of: bool) -> bool {
    let pointed = at.checked_sub(3).and_then(|at| sentence.words.get(at));
    near_before(sentence, at) || spoken_of && pointed.is_some_and(|word| ["it", "they"].contains(&word.lower.as_str()))
}

fn near_before(sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words.get(..at).unwrap_or_default();
    words.iter().rev().take(2 * NEAR).any(is_medicine)
}

/// "only your doctor can stop it", "ask your doctor whether to pause it".
fn left_to_doctor(sentence: &Sentence<'_>, at: usize) -> bool {
    let words = sentence.words.get(..at).unwrap_or_default();
    let doctor = words.iter().any(|word| PRESCRIBERS.contains(&word.lower.as_str()));
    doctor
        && words
            .iter()
            .any(|word| ["only", "whether", "if", "lets", "may", "decides", "can"].contains(&word.lower.as_str()))
}

fn told(text: &WrittenText, (start, end): (usize, usize)) -> Diagnostic {
    let said = text.text().get(start..end).unwrap_or_default().replace(['\n', '`'], " ");
    let message = format!("`{said}` tells people what to do with a medicine");
    Diagnostic::new(Code::MedicineStop, text.place(start, end), message)
        .help("send people to whoever prescribed it, and say that they should not stop or change it by themselves")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tells(text: &str) -> bool {
        let mut spoken_of = false;
        sentences(text).iter().any(|sentence| {
            let found = order(sentence, spoken_of).is_some();
            spoken_of = sentence.words.iter().any(is_medicine);
            found
        })
    }

    #[test]
    fn orders_about_medicines_are_found() {
        for text in [
            "Stop your blood thinner three days before.",
            "Please pause aspirin.",
            "You should skip a dose.",
            "If you take warfarin, stop it.",
            "You take aspirin. Stop it two weeks before.",
            "Aspirin must be stopped for a week.",
            "No aspirin for two days.",
            "No aspirin or blood thinners for 2-3 days.",
            "You should not take ibuprofen that week.",
            "Refrain from aspirin.",
            "The client takes aspirin. It should be paused.",
            "Take half the tablets.",
            "Do not take ibuprofen for a day.",
            "We recommend stopping minoxidil.",
            "Rest and come off the medicine.",
            "Avoid blood thinners for 48 hours.",
            "You can halve your adalimumab.",
            "Change the dose before you come.",
        ] {
            assert!(tells(text), "{text}");
        }
    }

    #[test]
    fn questions_facts_and_warnings_are_not_orders() {
        for text in [
            "Do not stop your medicine.",
            "Never stop or change a prescribed medicine for a tattoo.",
            "When did you stop the tablets?",
            "If you stop minoxidil, hair can fall out.",
            "You stopped isotretinoin in June.",
            "Go on with your medicine as usual, without stopping it.",
            "Only your doctor can change the dose.",
            "Ask your doctor whether to pause it.",
            "No medicine brings the pores back.",
            "Stop the visit if the skin swells.",
            "This medicine may change how you heal.",
            "Talk to your doctor about the medicine.",
            "Avoid the sun.",
            "Change the bandage and take your tablets.",
            "Some people change their dose and forget to say so.",
            "Come back after you stop the antibiotics.",
            "Take the dose that your doctor gave you.",
        ] {
            assert!(!tells(text), "{text}");
        }
    }
}
