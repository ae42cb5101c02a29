//! What the three formats share: names, numbers and judgements in words.

use candidacy::assessment::Engine;
use candidacy::diff::{
    BigUint, Diff, DifferenceKind, How, Judgement, SetChange, Side, StoredResponse, Witness, percent,
};
use candidacy::questionnaire::Questionnaire;
use candidacy::response::answers_inline;
use candidacy::value::index::VerdictIx;

/// The most answers of a witness that people are shown.
const MOST_ANSWERS: usize = 12;

/// All that is told.
pub struct DiffView<'t> {
    /// The first version.
    pub old: &'t Questionnaire,
    /// The second version.
    pub new: &'t Questionnaire,
    /// What judges under each, the first one first.
    pub engines: [&'t Engine<'t>; 2],
    /// What was found.
    pub diff: &'t Diff,
    /// Stored responses under both.
    pub stored: &'t [StoredResponse],
}

/// One thing that is told after the differences.
pub enum Item<'v> {
    /// A kind of difference that was neither found nor ruled out.
    Undecided(&'v DifferenceKind),
    /// A change that takes part in judging.
    Changed(&'v SetChange),
    /// A change that people only read.
    ChangedText(&'v SetChange),
    /// A stored response.
    Stored(&'v StoredResponse),
}

impl DiffView<'_> {
    /// The id of a verdict of one version.
    pub fn verdict(&self, side: Side, verdict: VerdictIx) -> &str {
        &self.side(side)[verdict].id
    }

    /// One of the versions.
    pub fn side(&self, side: Side) -> &Questionnaire {
        if side == Side::Old { self.old } else { self.new }
    }

    /// What both versions say of a witness.
    pub fn says(&self, witness: &Witness) -> [Judgement<'_>; 2] {
        let [old, new] = self.engines;
        [Judgement::of(old, &witness.old), Judgement::of(new, &witness.new)]
    }

    /// The answers of a witness, ready to paste into a scenario.
    pub fn answers(&self, witness: &Witness) -> String {
        answers_inline(self.new, &witness.new)
    }

    /// A kind of difference in a few words.
    pub fn kind(&self, kind: &DifferenceKind) -> String {
        match kind {
            DifferenceKind::Verdict { old, new } => {
                format!("verdict {} -> {}", self.verdict(Side::Old, *old), self.verdict(Side::New, *new))
            }
            DifferenceKind::CouldBecome { old, new } => {
                format!("could become {} -> {}", self.verdict(Side::Old, *old), self.verdict(Side::New, *new))
            }
            DifferenceKind::Finding { rule, only_in } => format!("finding `{rule}` only in {}", side_word(*only_in)),
            DifferenceKind::Asked { question, only_in } => {
                format!("question `{question}` asked only by {}", side_word(*only_in))
            }
        }
    }

    /// How many of the complete responses show something: `15 of 90 (16.7 %)`.
    pub fn share(&self, count: Option<&BigUint>) -> String {
        match (count, &self.diff.counts) {
            (Some(count), Some(_)) if *count == BigUint::ZERO => "only while answers are open".to_owned(),
            (Some(count), Some(counts)) => shared_out(count, &counts.all),
            _ => "not counted".to_owned(),
        }
    }

    /// One line on the whole.
    pub fn summary(&self) -> String {
        if self.old.fingerprint() == self.new.fingerprint() {
            return "The two are identical.".to_owned();
        }
        if self.diff.is_empty() && self.stored.iter().all(|stored| !stored.differs()) {
            return "Nothing differs but how it is written.".to_owned();
        }
        if self.diff.same_judgement() {
            return match self.other_validities() {
                0 => "No response is judged differently.".to_owned(),
                count => format!(
                    "No response is judged differently on the day it is given, but {} asked again on another day.",
                    match count {
                        1 => "1 answer is".to_owned(),
                        count => format!("{count} answers are"),
                    }
                ),
            };
        }
        let verdicts = |kind: &DifferenceKind| matches!(kind, DifferenceKind::Verdict { .. });
        if self.diff.differences.iter().any(|one| verdicts(&one.kind)) {
            return self.other_verdicts();
        }
        if self.diff.undecided.iter().any(verdicts) {
            return "Not decided whether any response gets another verdict.".to_owned();
        }
        "No response gets another verdict, but other things differ.".to_owned()
    }

    /// How many questions have answers that may be believed for another time than before.
    fn other_validities(&self) -> usize {
        let validity = |change: &&SetChange| matches!(&change.how, How::Logic(part) if part.key == "valid_for");
        self.diff.changes.iter().filter(validity).count()
    }

    fn other_verdicts(&self) -> String {
        let counted = self.diff.counts.as_ref();
        let Some((counts, other)) = counted.and_then(|counts| Some((counts, counts.other_verdict.as_ref()?))) else {
            return "Some responses get another verdict; how many was not counted.".to_owned();
        };
        if *other == BigUint::ZERO {
            return "Only responses with open answers get another verdict.".to_owned();
        }
        let share = percent(other, &counts.all);
        format!("Another verdict: {} of {} complete responses ({share}).", in_words(other), in_words(&counts.all))
    }

    /// The answers of a witness, or how many there are where they are too many to read.
    pub fn short_answers(&self, witness: &Witness) -> Result<String, String> {
        match witness.new.iter().count() {
            count if count > MOST_ANSWERS => Err(format!("shown by {count} answers or more: see --format json")),
            _ => Ok(format!("answers: {}", self.answers(witness))),
        }
    }

    /// What is told after the differences, most important first; sections with nothing in them are left out.
    pub fn sections(&self) -> Vec<(&'static str, Vec<Item<'_>>)> {
        // Changes that take part in judging come before those that people only read.
        let (texts, logic): (Vec<_>, Vec<_>) =
            self.diff.changes.iter().partition(|change| matches!(change.how, How::Text(_)));
        let sections = [
            (
                "Not decided within the allowed work",
                self.diff.undecided.iter().map(Item::Undecided).collect::<Vec<_>>(),
            ),
            ("Changed", logic.into_iter().map(Item::Changed).collect()),
            ("Changed texts", texts.into_iter().map(Item::ChangedText).collect()),
            ("Stored responses", self.stored.iter().map(Item::Stored).collect()),
        ];
        sections.into_iter().filter(|(_, items)| !items.is_empty()).collect()
    }
}

/// What one version says of a response, in one line.
pub fn judgement_line(says: &Judgement<'_>) -> String {
    let Judgement { verdict, could_become, findings, .. } = says;
    let outlook = if could_become == verdict { String::new() } else { format!(", could become {could_become}") };
    let findings = if findings.is_empty() { "no finding".to_owned() } else { findings.join(", ") };
    format!("{verdict}{outlook} ({findings})")
}

/// `the old` or `the new`.
pub fn side_word(side: Side) -> &'static str {
    if side == Side::Old { "the old" } else { "the new" }
}

fn shared_out(count: &BigUint, all: &BigUint) -> String {
    if count == all {
        return "all".to_owned();
    }
    let of = if all.to_string().len() <= MOST_DIGITS { format!(" of {}", grouped(all)) } else { String::new() };
    format!("{}{of} ({})", in_words(count), percent(count, all))
}

/// The longest numbers that people are shown whole; all are whole in JSON.
const MOST_DIGITS: usize = 15;

/// `12,345`, or from a thousand million million `about 1.23 x 10^52`.
pub fn in_words(number: &BigUint) -> String {
    let text = number.to_string();
    if text.len() <= MOST_DIGITS {
        return grouped(number);
    }
    let (first, rest) = text.split_at(1);
    format!("about {first}.{} x 10^{}", rest.get(..2).unwrap_or_default(), rest.len())
}

fn grouped(number: &BigUint) -> String {
    let text = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in text.chars().enumerate() {
        if position > 0 && (text.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
