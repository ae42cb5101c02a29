//! What the formats share: names, numbers and judgements in words.

use candidacy::assessment::Engine;
use candidacy::diff::{
    BigUint, Diff, Difference, DifferenceKind, DifferenceWords, How, Judgement, MayDiffer, Moved, PlanChange,
    SetChange, Side, StoredResponse, TakenAnswer, UndecidedKind, Witness, percent,
};
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::answers_inline;
use candidacy::text::counted;
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
    /// What tells differences in words.
    pub words: DifferenceWords<'t>,
    /// What was found.
    pub diff: &'t Diff,
    /// Stored responses under both.
    pub stored: &'t [StoredResponse],
}

/// One thing that is told after the differences.
pub enum Item<'v> {
    /// A kind of difference that was neither found nor ruled out.
    Undecided(&'v UndecidedKind),
    /// A change that no difference shows.
    MayDiffer(&'v MayDiffer),
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

    /// What both versions say of the witness of a difference.
    pub fn says(&self, difference: &Difference) -> [Judgement<'_>; 2] {
        Judgement::both(self.engines, difference)
    }

    /// A kind of difference in a few words.
    pub fn kind(&self, kind: &DifferenceKind) -> String {
        let verdicts = |old: VerdictIx, new: VerdictIx| {
            format!("{} -> {}", self.verdict(Side::Old, old), self.verdict(Side::New, new))
        };
        let maybe =
            |side: Side, verdict: Option<VerdictIx>| verdict.map_or("none", |verdict| self.verdict(side, verdict));
        match kind {
            DifferenceKind::Verdict { old, new } => format!("verdict {}", verdicts(*old, *new)),
            DifferenceKind::CouldBecome { old, new } => format!("could become {}", verdicts(*old, *new)),
            DifferenceKind::Finding { rule, only_in } => format!("finding `{rule}` only in {}", side_word(*only_in)),
            DifferenceKind::Asked { question, only_in } => {
                format!("question `{question}` asked only by {}", side_word(*only_in))
            }
            DifferenceKind::AskedOf { question, audience, only_in } => {
                let whom = if *audience == Audience::Client { "client" } else { "technician" };
                format!("question `{question}` put to the {whom} only by {}", side_word(*only_in))
            }
            DifferenceKind::Taken { question, answer, only_in } => {
                let side = side_word(*only_in);
                match answer {
                    TakenAnswer::Option(option) => format!("answer `{question}: {option}` taken only by {side}"),
                    TakenAnswer::Unsure => format!("\"not sure\" to `{question}` taken only by {side}"),
                    TakenAnswer::Silence => format!("question `{question}` may be passed over only in {side}"),
                    TakenAnswer::Values => format!("some answers to `{question}` taken only by {side}"),
                    TakenAnswer::All => format!("answers to `{question}` of this type taken only by {side}"),
                }
            }
            DifferenceKind::Order { first, second } => format!("question `{second}` asked before `{first}`, not after"),
            DifferenceKind::Stopped { rule, only_in } => {
                format!("interview ended by `{rule}` only in {}", side_word(*only_in))
            }
            DifferenceKind::NotBefore { rule, moved } => {
                format!(
                    "wait of `{rule}` {}",
                    if *moved == Moved::Less { "ends sooner or is gone" } else { "ends later or is new" }
                )
            }
            DifferenceKind::By { rule, moved } => {
                format!(
                    "`{rule}` due {}",
                    if *moved == Moved::Less { "sooner, or due at last" } else { "later, or not at all" }
                )
            }
            DifferenceKind::Unsure { question, old, new } => {
                format!("unclear `{question}` leaves {} -> {}", maybe(Side::Old, *old), maybe(Side::New, *new))
            }
            DifferenceKind::Section { section, old, new } => {
                format!("section `{section}` {} -> {}", maybe(Side::Old, *old), maybe(Side::New, *new))
            }
            DifferenceKind::Score { score } => format!("score `{score}` comes to something else"),
            DifferenceKind::Plan { step, change } => {
                let what = step.as_ref().map_or("plan".to_owned(), |step| format!("step `{step}`"));
                match change {
                    PlanChange::OnlyIn(side) => format!("{what} only in {}", side_word(*side)),
                    PlanChange::Sooner => format!("{what} comes sooner"),
                    PlanChange::Later => format!("{what} comes later"),
                    PlanChange::DatedOnlyIn(side) => format!("{what} has a day only in {}", side_word(*side)),
                    PlanChange::Otherwise => format!("{what} with other waits or reasons"),
                }
            }
            DifferenceKind::Validity { question, moved } => {
                let how = if *moved == Moved::Less { "shorter" } else { "longer" };
                format!("answers to `{question}` believed for {how}")
            }
        }
    }

    /// How many of the complete responses that a change concerns show it: `15 of 90 that it concerns (16.7 %)`. None if that says
    /// nothing.
    pub fn share(&self, difference: &Difference) -> Option<String> {
        let Some(count) = &difference.count else {
            return difference.kind.is_counted().then(|| "not counted".to_owned());
        };
        if count.showing == BigUint::ZERO {
            return Some("only while answers are open".to_owned());
        }
        let share = count.share()?;
        let concerned = count.concerned.as_ref()?;
        if count.showing == *concerned {
            return Some("all complete responses that it concerns".to_owned());
        }
        let is_short = concerned.to_string().len() <= MOST_DIGITS;
        Some(if is_short {
            format!(
                "{} of the {} complete responses that it concerns ({share})",
                grouped(&count.showing),
                grouped(concerned)
            )
        } else {
            format!("{share} of the complete responses that it concerns")
        })
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
            return "No response is judged differently, on any day: neither what is found, planned nor asked."
                .to_owned();
        }
        let less = self.diff.differences.iter().filter(|one| one.less_cautious).count();
        let may_be_less = self.diff.undecided.iter().any(|one| one.less_cautious)
            || self.diff.may_differ.iter().any(|one| one.less_cautious);
        let less = match (less, may_be_less) {
            (0, false) => "Nothing is less cautious.".to_owned(),
            (0, true) => "It was not decided whether anything is LESS CAUTIOUS.".to_owned(),
            (1, _) => "1 difference is LESS CAUTIOUS.".to_owned(),
            (less, _) => format!("{less} differences are LESS CAUTIOUS."),
        };
        format!("{} {less}", self.verdicts_in_short())
    }

    fn verdicts_in_short(&self) -> String {
        let verdicts = |kind: &DifferenceKind| matches!(kind, DifferenceKind::Verdict { .. });
        if self.diff.differences.iter().any(|one| verdicts(&one.kind)) {
            return self.other_verdicts();
        }
        if self.diff.undecided.iter().any(|one| verdicts(&one.kind)) {
            return "Not decided whether any response gets another verdict.".to_owned();
        }
        match (self.diff.differences.len(), self.diff.undecided.is_empty()) {
            (0, true) => {
                "No response gets another verdict, finding, wait or plan, or is asked anything else; what else may \
                          differ is listed below."
                    .to_owned()
            }
            _ => "No response gets another verdict, but other things differ.".to_owned(),
        }
    }

    fn other_verdicts(&self) -> String {
        let some = "Some responses get another verdict.".to_owned();
        let counted = self.diff.counts.as_ref();
        let Some((counts, other)) = counted.and_then(|counts| Some((counts, counts.other_verdict.as_ref()?))) else {
            return some;
        };
        if *other == BigUint::ZERO {
            return "Only responses with open answers get another verdict.".to_owned();
        }
        let Some(concerned) = &counts.concerned else { return some };
        match percent(other, concerned) {
            Some(share) if concerned.to_string().len() <= MOST_DIGITS => {
                format!(
                    "Another verdict: {} of the {} complete responses that a change concerns ({share}).",
                    grouped(other),
                    grouped(concerned)
                )
            }
            Some(share) => format!("Another verdict: {share} of the complete responses that a change concerns."),
            None => some,
        }
    }

    /// The differences that are told first, in words: all that are less cautious, and of the others one for each thing that
    /// changed.
    pub fn told_first(&self) -> Vec<(&Difference, String)> {
        let differences = &self.diff.differences;
        // What follows from a rule is told at the rule, if that is told.
        let follows = |kind: &DifferenceKind| {
            matches!(
                kind,
                DifferenceKind::Verdict { .. } | DifferenceKind::CouldBecome { .. } | DifferenceKind::Section { .. }
            )
        };
        let causes = differences.iter().any(|one| !follows(&one.kind));
        let verdict = differences.iter().filter(|one| matches!(one.kind, DifferenceKind::Verdict { .. }));
        let smallest = verdict.min_by_key(|one| one.witness.new.iter().count());
        let is_told = |one: &&Difference| {
            one.less_cautious || !follows(&one.kind) || !causes && smallest.is_some_and(|least| *least == **one)
        };
        // Of a plan that moves as a whole, its first step stands for all.
        let mut plans: Vec<(&PlanChange, &Witness)> = Vec::new();
        let mut told: Vec<(&Difference, String)> = Vec::new();
        let (less, others): (Vec<_>, Vec<_>) = differences.iter().filter(is_told).partition(|one| one.less_cautious);
        for one in less.into_iter().chain(others) {
            if is_told_by_a_verdict(one, told.iter().map(|(known, _)| *known)) {
                continue;
            }
            let mut line = self.words.line(one);
            if let DifferenceKind::Plan { change, .. } = &one.kind {
                if plans.iter().any(|(known, witness)| *known == change && **witness == one.witness) {
                    continue;
                }
                let moved = differences.iter().filter(|other| {
                    other.witness == one.witness
                        && matches!(&other.kind, DifferenceKind::Plan { change: same, .. } if same == change)
                });
                let more = moved.count().saturating_sub(1);
                if more > 0 {
                    line.push_str(&format!("; and {}", counted(more, "other step")));
                }
                plans.push((change, &one.witness));
            }
            // Several kinds may say the same of the same people.
            if !told.iter().any(|(_, known)| *known == line) {
                told.push((one, line));
            }
        }
        told
    }

    /// The answers of a witness, or how many there are where they are too many to read.
    pub fn short_answers(&self, difference: &Difference) -> Result<String, String> {
        let Witness { old, new } = &difference.witness;
        match new.iter().count().max(old.iter().count()) {
            count if count > MOST_ANSWERS => Err(format!("shown by {count} answers or more: see --format json")),
            _ => {
                let mut answers = format!("answers: {}", answers_inline(self.new, new));
                let alone = answers_inline(self.old, old);
                if new.iter().count() < old.iter().count() {
                    answers.push_str(&format!("; of the old: {alone}"));
                }
                let dated = new.iter().find_map(|(index, _)| Some((index, new.answered_on(index)?)));
                if let Some((index, day)) = dated {
                    answers.push_str(&format!("; `{}` answered on {day}", self.new[index].id));
                }
                if difference.day != self.diff.day {
                    answers.push_str(&format!("; assessed on {}", difference.day));
                }
                Ok(answers)
            }
        }
    }

    /// The differences under their headings; those with nothing under them are left out.
    pub fn headed(&self) -> Vec<(&'static str, Vec<&Difference>)> {
        const HEADINGS: [&str; 8] = [
            "Other findings",
            "Other days to wait for",
            "Interviews that end otherwise",
            "Other plans",
            "Other questions asked",
            "Other answers taken",
            "Other verdicts",
            "Other outlooks while answers are open",
        ];
        let place = |kind: &DifferenceKind| match kind {
            DifferenceKind::Finding { .. } => 0,
            DifferenceKind::NotBefore { .. } | DifferenceKind::By { .. } => 1,
            DifferenceKind::Stopped { .. } => 2,
            DifferenceKind::Plan { .. } => 3,
            DifferenceKind::Asked { .. } | DifferenceKind::AskedOf { .. } | DifferenceKind::Order { .. } => 4,
            DifferenceKind::Taken { .. } | DifferenceKind::Validity { .. } => 5,
            DifferenceKind::Verdict { .. }
            | DifferenceKind::Unsure { .. }
            | DifferenceKind::Section { .. }
            | DifferenceKind::Score { .. } => 6,
            DifferenceKind::CouldBecome { .. } => 7,
        };
        let under = |at: usize| self.diff.differences.iter().filter(|one| place(&one.kind) == at).collect();
        let headed = HEADINGS.into_iter().enumerate().map(|(at, heading)| (heading, under(at)));
        headed.filter(|(_, differences): &(_, Vec<_>)| !differences.is_empty()).collect()
    }

    /// What is told after the differences, most important first; sections with nothing in them are left out.
    pub fn sections(&self) -> Vec<(&'static str, Vec<Item<'_>>)> {
        // Changes that take part in judging come before those that people only read.
        let (texts, logic): (Vec<_>, Vec<_>) =
            self.diff.changes.iter().partition(|change| matches!(change.how, How::Text(_)));
        let sections = [
            ("Not decided", self.diff.undecided.iter().map(Item::Undecided).collect::<Vec<_>>()),
            ("May differ", self.diff.may_differ.iter().map(Item::MayDiffer).collect()),
            ("Changed", logic.into_iter().map(Item::Changed).collect()),
            ("Changed texts", texts.into_iter().map(Item::ChangedText).collect()),
            ("Stored responses", self.stored.iter().map(Item::Stored).collect()),
        ];
        sections.into_iter().filter(|(_, items)| !items.is_empty()).collect()
    }

    /// What may differ by a change, in words.
    pub fn may_differ(&self, one: &MayDiffer) -> String {
        format!("{} `{}`, {}: {}", one.what, one.id, one.key, one.says)
    }
}

/// Whether a verdict that is told says the same already: of a section, of the same person; of an outlook, from and to the same.
fn is_told_by_a_verdict<'d>(one: &Difference, told: impl Iterator<Item = &'d Difference>) -> bool {
    let mut verdicts = told.filter_map(|known| match &known.kind {
        DifferenceKind::Verdict { old, new } => Some((known, *old, *new)),
        _ => None,
    });
    match &one.kind {
        DifferenceKind::Section { .. } => verdicts.any(|(known, ..)| known.witness == one.witness),
        DifferenceKind::CouldBecome { old, new } => verdicts.any(|(_, from, to)| (from, to) == (*old, *new)),
        _ => false,
    }
}

/// What one version says of a response, in one line.
pub fn judgement_line(says: &Judgement<'_>) -> String {
    let Judgement { verdict, could_become, findings, not_before, stopped, .. } = says;
    let outlook = if could_become == verdict { String::new() } else { format!(", could become {could_become}") };
    let wait = not_before.map_or(String::new(), |day| format!(", not before {day}"));
    let stop = if *stopped { ", interview ended" } else { "" };
    let findings = if findings.is_empty() { "no finding".to_owned() } else { findings.join(", ") };
    format!("{verdict}{outlook}{wait}{stop} ({findings})")
}

/// `the old` or `the new`.
pub fn side_word(side: Side) -> &'static str {
    if side == Side::Old { "the old" } else { "the new" }
}

/// The longest numbers that people are shown; all are whole in JSON.
const MOST_DIGITS: usize = 15;

/// `12,345`
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
