//! What of a questionnaire its scenarios show.

use crate::assessment::{Assessment, Situation};
use crate::proof::ToShow;
use crate::questionnaire::{QuestionKind, Questionnaire};
use crate::source::Span;
use crate::value::index::{QuestionIx, RuleIx, VerdictIx};
use crate::value::{State, Truth, Value};

/// Every part of a questionnaire that scenarios can show, with how many do.
#[derive(Clone, Debug)]
pub struct Coverage {
    parts: Vec<CoveredPart>,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredPart {
    /// What it is.
    pub subject: Subject,
    /// Its name for people: `keloid_prone`, `keloid: often`.
    pub name: String,
    /// Where it is written.
    pub span: Span,
    /// How many scenarios show it.
    pub times: usize,
}

/// What can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A rule holds.
    Held(RuleIx),
    /// A rule is known not to hold.
    NotHeld(RuleIx),
    /// An option is chosen, or yes or no said, and it counts.
    Chosen(QuestionIx, Value),
    /// "Not sure" or "rather not say" is said, and it counts.
    Unsure(QuestionIx),
    /// A question applies.
    Asked(QuestionIx),
    /// A question does not apply. Only of those that may not.
    Skipped(QuestionIx),
    /// The verdict is this.
    Verdict(VerdictIx),
}

/// The rows of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageRow {
    /// Rules that held.
    Held,
    /// Rules that did not.
    NotHeld,
    /// Options chosen.
    Chosen,
    /// "Not sure" said.
    Unsure,
    /// Questions asked.
    Asked,
    /// Questions skipped.
    Skipped,
    /// Verdicts reached.
    Verdict,
}

impl CoverageRow {
    /// All rows, in the order of the table.
    pub const ALL: [CoverageRow; 7] = [
        CoverageRow::Held,
        CoverageRow::NotHeld,
        CoverageRow::Chosen,
        CoverageRow::Unsure,
        CoverageRow::Asked,
        CoverageRow::Skipped,
        CoverageRow::Verdict,
    ];

    /// The row's key for tools.
    pub fn key(self) -> &'static str {
        match self {
            CoverageRow::Held => "rules_held",
            CoverageRow::NotHeld => "rules_not_held",
            CoverageRow::Chosen => "options_chosen",
            CoverageRow::Unsure => "unsure_said",
            CoverageRow::Asked => "questions_asked",
            CoverageRow::Skipped => "questions_skipped",
            CoverageRow::Verdict => "verdicts_reached",
        }
    }

    /// The row's name for people.
    pub fn title(self) -> &'static str {
        match self {
            CoverageRow::Held => "rules made to hold",
            CoverageRow::NotHeld => "rules made not to hold",
            CoverageRow::Chosen => "options chosen",
            CoverageRow::Unsure => "\"not sure\" said",
            CoverageRow::Asked => "questions asked",
            CoverageRow::Skipped => "questions skipped",
            CoverageRow::Verdict => "verdicts reached",
        }
    }
}

impl Coverage {
    /// Everything that there is to show, and nothing shown.
    pub fn new(questionnaire: &Questionnaire) -> Self {
        let parts = rules(questionnaire).into_iter().chain(questions(questionnaire)).chain(verdicts(questionnaire));
        Coverage { parts: parts.collect() }
    }

    /// Counts what a person shows.
    pub(super) fn count(&mut self, situation: &Situation<'_>, assessment: &Assessment) {
        for part in &mut self.parts {
            part.times += usize::from(part.subject.is_shown(situation, assessment));
        }
    }

    /// The parts of a row, in questionnaire order.
    pub fn row(&self, row: CoverageRow) -> impl Iterator<Item = &CoveredPart> {
        self.parts.iter().filter(move |part| part.subject.row() == row)
    }

    /// The parts of a row that no scenario shows.
    pub fn missing(&self, row: CoverageRow) -> impl Iterator<Item = &CoveredPart> {
        self.row(row).filter(|part| part.times == 0)
    }

    /// How many parts of a row are shown, and how many there are.
    pub fn counts(&self, row: CoverageRow) -> (usize, usize) {
        let all = self.row(row).count();
        (all - self.missing(row).count(), all)
    }

    /// Whether every part is shown.
    pub fn is_complete(&self) -> bool {
        self.parts.iter().all(|part| part.times > 0)
    }
}

impl Subject {
    /// The row of the table that it counts in.
    pub fn row(&self) -> CoverageRow {
        match self {
            Subject::Held(_) => CoverageRow::Held,
            Subject::NotHeld(_) => CoverageRow::NotHeld,
            Subject::Chosen(..) => CoverageRow::Chosen,
            Subject::Unsure(_) => CoverageRow::Unsure,
            Subject::Asked(_) => CoverageRow::Asked,
            Subject::Skipped(_) => CoverageRow::Skipped,
            Subject::Verdict(_) => CoverageRow::Verdict,
        }
    }

    fn is_shown(&self, situation: &Situation<'_>, assessment: &Assessment) -> bool {
        let truth = |rule: RuleIx| situation.holds(&situation.questionnaire()[rule].when);
        match self {
            Subject::Held(rule) => truth(*rule) == Truth::True,
            Subject::NotHeld(rule) => truth(*rule) == Truth::False,
            Subject::Chosen(question, value) => match situation.state(*question) {
                State::Answered(answer) => includes(answer, value),
                _ => false,
            },
            Subject::Unsure(question) => matches!(situation.state(*question), State::Unsure | State::Withheld),
            Subject::Asked(question) => situation.applies(*question) == Truth::True,
            Subject::Skipped(question) => situation.applies(*question) == Truth::False,
            Subject::Verdict(verdict) => assessment.verdict == *verdict,
        }
    }

    /// What a response must show to show it.
    pub(super) fn to_show(&self) -> ToShow {
        match self {
            Subject::Held(rule) => ToShow::Rule(*rule, true),
            Subject::NotHeld(rule) => ToShow::Rule(*rule, false),
            Subject::Chosen(question, value) => ToShow::Said(*question, value.clone()),
            Subject::Unsure(question) => ToShow::Unsure(*question),
            Subject::Asked(question) => ToShow::Applies(*question, true),
            Subject::Skipped(question) => ToShow::Applies(*question, false),
            Subject::Verdict(verdict) => ToShow::Verdict(*verdict),
        }
    }
}

/// Whether an answer picks an option, or says yes or no.
fn includes(answer: &Value, value: &Value) -> bool {
    match (answer, value) {
        (Value::Choices(picked), Value::Choice(option)) => picked.contains(*option),
        (
            Value::YesNo(_)
            | Value::Choice(_)
            | Value::Choices(_)
            | Value::Number(_)
            | Value::Date(_)
            | Value::Period(_)
            | Value::Text(_),
            _,
        ) => answer == value,
    }
}

fn part(subject: Subject, name: String, span: Span) -> CoveredPart {
    CoveredPart { subject, name, span, times: 0 }
}

fn rules(questionnaire: &Questionnaire) -> Vec<CoveredPart> {
    let both = questionnaire.rules().enumerated().flat_map(|(index, rule)| {
        [Subject::Held(index), Subject::NotHeld(index)].map(|subject| part(subject, rule.id.clone(), rule.span))
    });
    both.collect()
}

fn questions(questionnaire: &Questionnaire) -> Vec<CoveredPart> {
    let mut parts = Vec::new();
    for (index, question) in questionnaire.questions().enumerated() {
        let may_be_skipped = question.when.is_some() || questionnaire[question.section].when.is_some();
        if let QuestionKind::YesNo = question.kind {
            for (yes, word) in [(true, "yes"), (false, "no")] {
                let name = format!("{}: {word}", question.id);
                parts.push(part(Subject::Chosen(index, Value::YesNo(yes)), name, question.span));
            }
        }
        for (option, offered) in question.options().iter().enumerate() {
            let name = format!("{}: {}", question.id, offered.id);
            parts.push(part(Subject::Chosen(index, Value::Choice(option)), name, offered.span));
        }
        let unsure = question.unsure.map(|_| Subject::Unsure(index));
        let skipped = may_be_skipped.then_some(Subject::Skipped(index));
        let subjects = unsure.into_iter().chain([Subject::Asked(index)]).chain(skipped);
        parts.extend(subjects.map(|subject| part(subject, question.id.clone(), question.span)));
    }
    parts
}

fn verdicts(questionnaire: &Questionnaire) -> Vec<CoveredPart> {
    let verdicts = questionnaire.verdicts().enumerated();
    verdicts.map(|(index, verdict)| part(Subject::Verdict(index), verdict.id.clone(), verdict.span)).collect()
}
