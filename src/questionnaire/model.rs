//! What a questionnaire consists of. Fields are private to the room; the check fills them.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Display, Formatter};
use std::ops::Index;
use std::sync::Arc;

use super::decision::DecisionAid;
use super::plan::{PlanDefinition, PlanStep, WantedStep};
use super::{BasedOn, CanChange, Clinic, Codes, Score, Wording, WrittenText};
use crate::condition::{ClassTable, Condition, Constant, DerivedNumber, Names};
use crate::diagnostic::{Code, Level};
use crate::source::Span;
use crate::template::Text;
use crate::value::index::{
    ConditionIx, EvidenceIx, GuaranteeIx, ImageIx, IndexVec, IxRange, QuestionIx, RuleIx, ScoreIx, SectionIx,
    SourceNoteIx, StepIx, VerdictIx, fault,
};
use crate::value::{Date, Decimal, Duration, OptionSet, TypeName};

/// A checked set of sections, verdicts, rules, scores and texts.
#[derive(Clone, Debug)]
pub struct Questionnaire {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) title: String,
    pub(super) language: String,
    pub(super) about: Option<String>,
    pub(super) url: Option<String>,
    pub(super) status: Status,
    pub(super) tags: Vec<String>,
    pub(super) codes: Codes,
    pub(super) values: Vec<NamedValue>,
    pub(super) derived: Vec<NamedDerived>,
    pub(super) tables: Vec<NamedTable>,
    pub(super) fingerprint: Arc<str>,
    pub(super) based_on: Option<BasedOn>,
    pub(super) verdicts: IndexVec<VerdictIx, Verdict>,
    pub(super) evidence: IndexVec<EvidenceIx, Evidence>,
    pub(super) sources: IndexVec<SourceNoteIx, SourceNote>,
    pub(super) sections: IndexVec<SectionIx, Section>,
    pub(super) questions: IndexVec<QuestionIx, Question>,
    pub(super) questions_by_id: HashMap<String, QuestionIx>,
    pub(super) conditions: IndexVec<ConditionIx, NamedCondition>,
    pub(super) scores: IndexVec<ScoreIx, Score>,
    pub(super) rules: IndexVec<RuleIx, Rule>,
    pub(super) rules_by_id: HashMap<String, RuleIx>,
    pub(super) together: Vec<Together>,
    pub(super) guarantees: IndexVec<GuaranteeIx, Guarantee>,
    pub(super) treats_up_to: Option<VerdictIx>,
    pub(super) plan: Option<PlanDefinition>,
    pub(super) decision: Option<DecisionAid>,
    pub(super) clinic: Option<Clinic>,
    pub(super) images: IndexVec<ImageIx, Image>,
    pub(super) lints: BTreeMap<Code, Option<Level>>,
    pub(super) wording: Wording,
    pub(super) texts: Vec<WrittenText>,
    pub(super) steps: Vec<EvaluationStep>,
}

/// Whether a questionnaire is ready for use, as FHIR words it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Still being written.
    Draft,
    /// In use.
    Active,
    /// No longer in use.
    Retired,
}

/// One of the ordered outcomes, from least to most cautious.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it means for the person.
    pub says: String,
    /// Where its id is written.
    pub span: Span,
}

/// How sure we are of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its id.
    pub id: String,
    /// What it says to people.
    pub says: String,
    /// Where its id is written.
    pub span: Span,
}

/// A source that findings cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceNote {
    /// Its id.
    pub id: String,
    /// Title of the work.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub year: Option<String>,
    /// Where to read it.
    pub url: Option<String>,
    /// What sort of work it is, by which people judge it.
    pub kind: Option<SourceKind>,
    /// What clients read in place of the title, where that names a diagnosis that nobody has made.
    pub for_clients: Option<String>,
    /// Where its id is written.
    pub span: Span,
}

/// What sort of work a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A study, or a review of studies, in a journal of the field.
    Study,
    /// A law, a guideline, or the word of a public or professional body.
    Authority,
    /// A textbook or another work of reference.
    Handbook,
    /// A page of people who sell the treatment, or teach those who do.
    Trade,
    /// A newspaper, a blog or another page without a name in the field.
    Press,
}

impl SourceKind {
    /// Each with its word in a file.
    pub const ALL: [(&'static str, SourceKind); 5] = [
        ("study", SourceKind::Study),
        ("authority", SourceKind::Authority),
        ("handbook", SourceKind::Handbook),
        ("trade", SourceKind::Trade),
        ("press", SourceKind::Press),
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            SourceKind::Study => "study",
            SourceKind::Authority => "authority",
            SourceKind::Handbook => "handbook",
            SourceKind::Trade => "trade",
            SourceKind::Press => "press",
        }
    }

    /// What it is, in the words of a report.
    pub fn says(self) -> &'static str {
        match self {
            SourceKind::Study => "Study",
            SourceKind::Authority => "Public body, law or guideline",
            SourceKind::Handbook => "Textbook",
            SourceKind::Trade => "Trade page",
            SourceKind::Press => "Press or private page",
        }
    }
}

/// A page of questions and the rules that judge them.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What stands above its questions.
    pub intro: Option<Text>,
    /// When it applies; always, if none.
    pub when: Option<Condition>,
    /// Its questions.
    pub questions: IxRange<QuestionIx>,
    /// Its rules.
    pub rules: IxRange<RuleIx>,
    /// Free tags.
    pub tags: Vec<String>,
    /// Where its id is written.
    pub span: Span,
}

/// Yes/no questions that are asked on one screen. Each is a question of its own to everything but whoever asks it.
#[derive(Clone, Debug)]
pub struct Together {
    /// What stands above them, with the question that they share.
    pub title: Text,
    /// The questions: at least two, at most nine, of one section, under one condition.
    pub questions: IxRange<QuestionIx>,
}

/// Who answers a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The client only.
    Client,
    /// The technician only.
    Technician,
    /// Whoever holds the interview.
    Everyone,
}

/// How long an answer may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidFor {
    /// For ever.
    Always,
    /// For so long after it was given.
    Span(Duration),
    /// On the day on which it was given, and on no other.
    Visit,
}

impl ValidFor {
    /// Whether an answer is ever past its time.
    pub fn can_age(self) -> bool {
        self != ValidFor::Always
    }

    /// Whether an answer given on `answered_on` is past its time on `day`.
    ///
    /// A span ends as `within` does in a condition: the day of the answer counts, the far end does not. So an answer of
    /// 22 May that is valid for 6 months is believed up to and with 21 November.
    ///
    /// ```
    /// use candidacy::ValidFor;
    /// use candidacy::value::{Date, Duration, Unit};
    ///
    /// let valid_for = ValidFor::Span(Duration { count: 6, unit: Unit::Months });
    /// let answered_on = Date::constant(2026, 5, 22);
    /// assert!(!valid_for.is_aged(answered_on, Date::constant(2026, 11, 21)));
    /// assert!(valid_for.is_aged(answered_on, Date::constant(2026, 11, 22)));
    /// assert!(!ValidFor::Visit.is_aged(answered_on, answered_on));
    /// assert!(!ValidFor::Always.is_aged(answered_on, Date::MAX));
    /// ```
    pub fn is_aged(self, answered_on: Date, day: Date) -> bool {
        match self {
            ValidFor::Always => false,
            ValidFor::Span(span) => day >= span.after(answered_on),
            ValidFor::Visit => day != answered_on,
        }
    }

    /// The first day of which no answer is past its time on `day`.
    pub(crate) fn fresh_from(self, day: Date) -> Date {
        match self {
            ValidFor::Always => Date::MIN,
            ValidFor::Span(span) => span.earliest_past(day),
            ValidFor::Visit => day,
        }
    }
}

impl Display for ValidFor {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            ValidFor::Always => f.write_str("always"),
            ValidFor::Span(span) => span.fmt(f),
            ValidFor::Visit => f.write_str("visit"),
        }
    }
}

/// Where it is said how long the answers to a question may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidForFrom {
    /// At the question itself.
    Question,
    /// At its section.
    Section,
    /// At the top of the questionnaire, for whatever says nothing itself.
    Questionnaire,
    /// Nowhere.
    Nowhere,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// What it was called in earlier versions: answers of then are read by these.
    pub was: Vec<String>,
    /// The section it stands in.
    pub section: SectionIx,
    /// What is asked.
    pub ask: Text,
    /// An explanation below it.
    pub help: Option<Text>,
    /// Why we ask.
    pub why: Option<Text>,
    /// What a report calls it, in a few words that stand beside the answer.
    pub label: Option<String>,
    /// What it takes.
    pub kind: QuestionKind,
    /// When it applies; always, if none.
    pub when: Option<Condition>,
    /// If "not sure" and "rather not say" are offered: the least cautious verdict that either leaves.
    pub unsure: Option<VerdictIx>,
    /// How a "not sure" is cleared up: whom to ask, or where to look.
    pub clear_up: Option<Text>,
    /// Of a date that some condition holds against another: a month or a year does not say enough.
    pub day_only: bool,
    /// Whether it may be passed over.
    pub required: bool,
    /// Whether its answer decides, and is shown nowhere.
    pub private: bool,
    /// Who answers it.
    pub audience: Audience,
    /// What its answer may become one day.
    pub can_change: CanChange,
    /// How long an answer may be believed: what it says itself, else its section, else the questionnaire; else for ever.
    pub valid_for: ValidFor,
    /// Who says so.
    pub valid_for_from: ValidForFrom,
    /// Free tags.
    pub tags: Vec<String>,
    /// What other systems call it.
    pub codes: Codes,
    /// Where its id is written.
    pub span: Span,
}

/// What a question takes.
#[derive(Clone, Debug)]
pub enum QuestionKind {
    /// Yes or no.
    YesNo,
    /// One option.
    Choice(Vec<AnswerOption>),
    /// One option of an ordered list.
    Scale(Vec<AnswerOption>),
    /// Several options.
    Choices {
        /// The options.
        options: Vec<AnswerOption>,
        /// The fewest picks.
        min: usize,
        /// The most picks.
        max: usize,
    },
    /// An exact decimal.
    Number {
        /// The least and the greatest taken, both included.
        range: Option<(Decimal, Decimal)>,
        /// Digits after the point.
        decimals: u32,
        /// What is counted.
        unit: Option<String>,
    },
    /// A day.
    Date(DateRange),
    /// Free text, never judged.
    Text,
}

/// The days that a date question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateRange {
    /// Any day.
    Any,
    /// Up to and with the day of assessment.
    Past,
    /// From the day of assessment.
    Future,
    /// Between two days, both included.
    Between(Date, Date),
}

impl DateRange {
    /// The first and the last day taken, if the day of assessment is `day`. Years before 1 cannot be written.
    pub(crate) fn ends(self, day: Date) -> (Date, Date) {
        const FIRST: Date = Date::constant(1, 1, 1);
        match self {
            DateRange::Any => (FIRST, Date::MAX),
            DateRange::Past => (FIRST, day),
            DateRange::Future => (day, Date::MAX),
            DateRange::Between(first, last) => (first, last),
        }
    }
}

/// One of the answers that a choice offers.
#[derive(Clone, Debug)]
pub struct AnswerOption {
    /// Its id.
    pub id: String,
    /// What it was called in earlier versions: answers of then are read by these.
    pub was: Vec<String>,
    /// Its name for people.
    pub label: String,
    /// An explanation beside it.
    pub help: Option<String>,
    /// A picture.
    pub image: Option<ImageIx>,
    /// A small drawing in characters, for terminals.
    pub drawing: Option<String>,
    /// What the picture shows, in words, for plain mode and screen readers.
    pub alt: Option<String>,
    /// What it adds to a score.
    pub points: Option<i64>,
    /// Whether it excludes the other options.
    pub exclusive: bool,
    /// When it is offered; always, if none.
    pub when: Option<Condition>,
    /// What other systems call it.
    pub codes: Codes,
    /// Where its id is written.
    pub span: Span,
}

/// A value with a name: a wait, an age or a day of the law, stated once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedValue {
    /// Its name.
    pub id: String,
    /// What it stands for.
    pub constant: Constant,
    /// Whether its author says where it ends if the month is too short: `day: last`, which is so anyway, or `day: next`.
    pub end_said: bool,
    /// Whether it is named anywhere.
    pub used: bool,
    /// Where its name is written.
    pub span: Span,
}

/// A class that a table gives to two answers.
#[derive(Clone, Debug)]
pub struct NamedTable {
    /// The table.
    pub table: Arc<ClassTable>,
    /// Whether it is named anywhere.
    pub used: bool,
    /// Where its name is written.
    pub span: Span,
}

/// A number that is worked out from answers.
#[derive(Clone, Debug)]
pub struct NamedDerived {
    /// How it is worked out.
    pub number: Arc<DerivedNumber>,
    /// Where its name is written.
    pub span: Span,
}

/// A condition with a name.
#[derive(Clone, Debug)]
pub struct NamedCondition {
    /// Its name.
    pub id: String,
    /// What it says.
    pub condition: Condition,
    /// The section it stands in.
    pub section: SectionIx,
    /// Whether it rests on a private question, by itself or through what it names.
    pub private: bool,
    /// Where its name is written.
    pub span: Span,
}

/// When a condition holds, a finding is made.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// The section whose verdict it takes part in.
    pub section: SectionIx,
    /// When it holds.
    pub when: Condition,
    /// Its point in a word or a few, which a report puts above it.
    pub title: Option<String>,
    /// The verdict it makes at least. The first verdict, if the file gives none.
    pub verdict: VerdictIx,
    /// What the client reads.
    pub finding: Option<Text>,
    /// What the technician reads.
    pub technician: Option<Text>,
    /// What the technician reads besides, where the person may be treated.
    pub technician_if_treated: Option<Text>,
    /// What to do.
    pub advice: Vec<Text>,
    /// What to do besides, where the person may be treated: nobody is told how to prepare for what is refused.
    pub advice_if_treated: Vec<Text>,
    /// What would change it.
    pub changes: Option<Text>,
    /// What would change it, where the person may be treated; stands in place of the other then.
    pub changes_if_treated: Option<Text>,
    /// How sure we are.
    pub evidence: Option<EvidenceIx>,
    /// What it rests on.
    pub sources: Vec<SourceNoteIx>,
    /// The first day on which it no longer stands in the way.
    pub not_before: Option<NotBefore>,
    /// The day by which it must be dealt with.
    pub by: Option<DueBy>,
    /// The steps of the plan that it wants.
    pub plan: Vec<WantedStep>,
    /// The rules whose advice is not told while this one holds: it would speak against it.
    pub silences: Vec<RuleIx>,
    /// Whether the interview ends at once.
    pub stop: bool,
    /// Whether that brings help to a person in need, who is then asked nothing more: `stop: help`.
    pub helps: bool,
    /// Whether it rests on a private question, by itself or through what it names: then its texts say all that may be said.
    pub private: bool,
    /// Free tags.
    pub tags: Vec<String>,
    /// Where its id is written.
    pub span: Span,
}

/// A day counted from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotBefore {
    /// How long after.
    pub duration: Duration,
    /// After what: the day that a date question was answered with; of any other question, the day on which it was answered; the
    /// day of assessment if none.
    pub question: Option<QuestionIx>,
}

/// A day by which something must be done, counted from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueBy {
    /// How long before or after.
    pub duration: Duration,
    /// On which side of that day.
    pub side: DueSide,
    /// Of what day, as in [`NotBefore`]. Before a day there is always a date question.
    pub question: Option<QuestionIx>,
}

/// On which side of a day another lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueSide {
    /// Earlier.
    Before,
    /// Later.
    After,
}

impl DueSide {
    /// Its word: `before` or `after`.
    pub fn name(self) -> &'static str {
        match self {
            DueSide::Before => "before",
            DueSide::After => "after",
        }
    }
}

/// A property that must hold for every possible response.
#[derive(Clone, Debug)]
pub struct Guarantee {
    /// Its id.
    pub id: String,
    /// For which responses; all, if none.
    pub when: Option<Condition>,
    /// Whether only complete ones count: whoever is asked is asked nothing more.
    pub complete: bool,
    /// Who is asked: what only others are asked is not answered.
    pub audience: Audience,
    /// What must hold of them.
    pub promise: Promise,
    /// Why it matters, for whoever breaks it.
    pub because: Option<String>,
    /// Where its id is written.
    pub span: Span,
}

/// What a guarantee promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Promise {
    /// The verdict is this or more cautious.
    AtLeast(VerdictIx),
    /// The verdict is this or less cautious.
    AtMost(VerdictIx),
    /// The verdict is this.
    Exactly(VerdictIx),
    /// The rule makes its finding.
    Finding(RuleIx),
    /// The rule makes no finding.
    Never(RuleIx),
    /// Exactly one of the rules makes its finding.
    OneOf(Vec<RuleIx>),
    /// The question is put to whom the guarantee is about.
    Asks(QuestionIx),
    /// Nothing that is open can change the verdict.
    Settled,
    /// Whoever may be treated has the step in the plan.
    Planned(StepIx),
    /// Whoever may be treated has no day for a step that comes too soon.
    Waits(StepWait),
    /// Of two responses that differ in one answer only.
    OfTwo(PairPromise),
    /// No question asks about any of these: no id, tag, question or option says the word.
    NeverAsks(Vec<String>),
}

/// What is promised of any two responses that differ in their answer to one question: complete ones without "not sure", with the same
/// answers wherever both are asked. What only one of them is asked is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairPromise {
    /// What is promised.
    pub kind: PairKind,
    /// The question in whose answer they differ.
    pub of: QuestionIx,
    /// The rules that are left out: it is known that they make a difference.
    pub except: Vec<RuleIx>,
}

/// What is promised of two responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairKind {
    /// The graver answer never leads to a milder verdict: further along a scale, yes over no, more picks.
    Monotone,
    /// The answer changes no verdict, of the whole or of a section, and no wait.
    Independent,
}

impl PairKind {
    /// The key that promises it.
    pub fn name(self) -> &'static str {
        match self {
            PairKind::Monotone => "monotone",
            PairKind::Independent => "independent",
        }
    }
}

impl Promise {
    /// How late a step lies at least, if it promises that.
    pub fn wait(&self) -> Option<&StepWait> {
        match self {
            Promise::Waits(wait) => Some(wait),
            Promise::AtLeast(_)
            | Promise::AtMost(_)
            | Promise::Exactly(_)
            | Promise::Finding(_)
            | Promise::Never(_)
            | Promise::OneOf(_)
            | Promise::Asks(_)
            | Promise::Settled
            | Promise::Planned(_)
            | Promise::OfTwo(_)
            | Promise::NeverAsks(_) => None,
        }
    }
}

/// How late a step of the plan lies at least, wherever it has a day and is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepWait {
    /// The step.
    pub step: StepIx,
    /// How long after.
    pub wait: Duration,
    /// After what.
    pub after: CountedFrom,
}

/// What a wait for a step counts from. Where it has no day, nothing is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedFrom {
    /// The day of assessment.
    Today,
    /// The day that a date question was answered with; of any other question, the day on which it was answered.
    Question(QuestionIx),
    /// The day of another step of the same plan.
    Step(StepIx),
}

/// A picture that an option names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its path inside the questionnaire's folder.
    pub path: String,
    /// The SVG text.
    pub svg: String,
}

/// One step of reading a response: doing all steps in order knows everything that a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaluationStep {
    /// See whether a section applies.
    Section(SectionIx),
    /// Find the state of a question.
    Question(QuestionIx),
    /// Judge a named condition.
    Condition(ConditionIx),
    /// Add up a score.
    Score(ScoreIx),
}

impl Questionnaire {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Its title for people.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The language of its texts, as a BCP 47 tag.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// What stands before the first question.
    pub fn about(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// Where it is published.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Whether it is ready for use.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Free tags.
    pub fn tags(&self) -> &[String] {
        &self.tags
    }

    /// The values that have a name.
    pub fn values(&self) -> &[NamedValue] {
        &self.values
    }

    /// The numbers that are worked out from answers.
    pub fn derived(&self) -> &[NamedDerived] {
        &self.derived
    }

    /// The classes that tables give to answers.
    pub fn tables(&self) -> &[NamedTable] {
        &self.tables
    }

    /// What other systems call it.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// `sha256:…` over all its files: two questionnaires with the same fingerprint judge alike.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What it stands on, if it is an overlay.
    pub fn based_on(&self) -> Option<&BasedOn> {
        self.based_on.as_ref()
    }

    /// The same, shared by the responses to it.
    pub(crate) fn shared_fingerprint(&self) -> Arc<str> {
        Arc::clone(&self.fingerprint)
    }

    /// From least to most cautious; never empty.
    pub fn verdicts(&self) -> &IndexVec<VerdictIx, Verdict> {
        &self.verdicts
    }

    /// The levels of evidence.
    pub fn evidence(&self) -> &IndexVec<EvidenceIx, Evidence> {
        &self.evidence
    }

    /// The sources.
    pub fn sources(&self) -> &IndexVec<SourceNoteIx, SourceNote> {
        &self.sources
    }

    /// The sections, in order.
    pub fn sections(&self) -> &IndexVec<SectionIx, Section> {
        &self.sections
    }

    /// All questions, in order.
    pub fn questions(&self) -> &IndexVec<QuestionIx, Question> {
        &self.questions
    }

    /// All named conditions.
    pub fn conditions(&self) -> &IndexVec<ConditionIx, NamedCondition> {
        &self.conditions
    }

    /// All scores.
    pub fn scores(&self) -> &IndexVec<ScoreIx, Score> {
        &self.scores
    }

    /// All rules, in order.
    pub fn rules(&self) -> &IndexVec<RuleIx, Rule> {
        &self.rules
    }

    /// The questions that are asked together, in order.
    pub fn together(&self) -> &[Together] {
        &self.together
    }

    /// The group that a question is asked in, if it is not asked alone.
    pub fn together_with(&self, question: QuestionIx) -> Option<&Together> {
        self.together.iter().find(|group| group.questions.contains(question))
    }

    /// The first question of the screen that a question is asked on: itself, if it is asked alone.
    pub fn screen_of(&self, question: QuestionIx) -> QuestionIx {
        self.together_with(question).and_then(|group| group.questions.iter().next()).unwrap_or(question)
    }

    /// All guarantees.
    pub fn guarantees(&self) -> &IndexVec<GuaranteeIx, Guarantee> {
        &self.guarantees
    }

    /// The gravest verdict with which a person may be treated; none if the questionnaire does not say.
    pub fn treats_up_to(&self) -> Option<VerdictIx> {
        self.treats_up_to
    }

    /// The steps up to a treatment; none if the questionnaire plans nothing.
    pub fn plan(&self) -> Option<&PlanDefinition> {
        self.plan.as_ref()
    }

    /// What helps a person to decide; none if the questionnaire does not say.
    pub fn decision(&self) -> Option<&DecisionAid> {
        self.decision.as_ref()
    }

    /// Whose letterhead stands on what is printed; none if the questionnaire does not say.
    pub fn clinic(&self) -> Option<&Clinic> {
        self.clinic.as_ref()
    }

    /// The levels that the author sets for lints: `None` switches one off.
    pub fn lints(&self) -> &BTreeMap<Code, Option<Level>> {
        &self.lints
    }

    /// How the author wants the texts to be worded.
    pub fn wording(&self) -> &Wording {
        &self.wording
    }

    /// Every text that people read, as written, in file order.
    pub fn texts(&self) -> &[WrittenText] {
        &self.texts
    }

    /// All pictures.
    pub fn images(&self) -> &IndexVec<ImageIx, Image> {
        &self.images
    }

    /// How to read a response in one pass.
    pub fn steps(&self) -> &[EvaluationStep] {
        &self.steps
    }

    /// The same, with each question and rule found by its id without walking all: to be said again of whatever copy gives another
    /// id.
    pub(super) fn with_ids_noted(mut self) -> Questionnaire {
        self.questions_by_id = self.questions.by_name(|question| &question.id);
        self.rules_by_id = self.rules.by_name(|rule| &rule.id);
        self
    }

    /// The question with that id.
    pub fn question(&self, id: &str) -> Option<QuestionIx> {
        self.questions_by_id.get(id).copied()
    }

    /// The question that an answer is to: the one with that id, or the one that was called so once.
    pub fn question_once_called(&self, id: &str) -> Option<QuestionIx> {
        let once = || self.questions.find(|question| question.was.iter().any(|was| was == id));
        self.question(id).or_else(once)
    }

    /// The rule with that id.
    pub fn rule(&self, id: &str) -> Option<RuleIx> {
        self.rules_by_id.get(id).copied()
    }

    /// The verdict with that id.
    pub fn verdict(&self, id: &str) -> Option<VerdictIx> {
        self.verdicts.find(|verdict| verdict.id == id)
    }

    /// The guarantee with that id.
    pub fn guarantee(&self, id: &str) -> Option<GuaranteeIx> {
        self.guarantees.find(|guarantee| guarantee.id == id)
    }
}

macro_rules! indexed {
    ($($index:ident: $list:ident -> $thing:ty,)*) => {$(
        impl Index<$index> for Questionnaire {
            type Output = $thing;

            #[track_caller]
            fn index(&self, index: $index) -> &$thing {
                &self.$list[index]
            }
        }
    )*};
}

indexed! {
    VerdictIx: verdicts -> Verdict,
    EvidenceIx: evidence -> Evidence,
    SourceNoteIx: sources -> SourceNote,
    SectionIx: sections -> Section,
    QuestionIx: questions -> Question,
    ConditionIx: conditions -> NamedCondition,
    ScoreIx: scores -> Score,
    RuleIx: rules -> Rule,
    GuaranteeIx: guarantees -> Guarantee,
    ImageIx: images -> Image,
}

impl Index<StepIx> for Questionnaire {
    type Output = PlanStep;

    #[track_caller]
    fn index(&self, index: StepIx) -> &PlanStep {
        match &self.plan {
            Some(plan) => &plan.steps[index],
            None => fault("a step of the plan of a questionnaire that plans nothing"),
        }
    }
}

impl Names for Questionnaire {
    fn question(&self, question: QuestionIx) -> &str {
        &self[question].id
    }

    fn option(&self, question: QuestionIx, position: usize) -> &str {
        &self[question].option(position).id
    }

    fn condition(&self, condition: ConditionIx) -> &str {
        &self[condition].id
    }

    fn score(&self, score: ScoreIx) -> &str {
        &self[score].id
    }
}

impl Rule {
    /// What to do, for a person who may be treated or may not.
    pub fn advice_for(&self, treated: bool) -> impl Iterator<Item = &Text> {
        self.advice.iter().chain(self.advice_if_treated.iter().filter(move |_| treated))
    }

    /// What the technician reads, for a person who may be treated or may not.
    pub fn technician_for(&self, treated: bool) -> impl Iterator<Item = &Text> {
        self.technician.iter().chain(self.technician_if_treated.iter().filter(move |_| treated))
    }

    /// What would change it, for a person who may be treated or may not.
    pub fn changes_for(&self, treated: bool) -> Option<&Text> {
        self.changes_if_treated.as_ref().filter(|_| treated).or(self.changes.as_ref())
    }

    /// The sources that people read; none of a rule that rests on a private question, since their titles may say what was asked.
    pub fn told_sources(&self) -> &[SourceNoteIx] {
        if self.private { &[] } else { &self.sources }
    }

    /// All its texts, whoever reads them.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let single =
            [&self.finding, &self.technician, &self.technician_if_treated, &self.changes, &self.changes_if_treated];
        single.into_iter().flatten().chain(&self.advice).chain(&self.advice_if_treated)
    }
}

impl QuestionKind {
    /// Whether an answer is whatever a person writes: no condition can ask what it says.
    pub fn is_free_text(&self) -> bool {
        match self {
            QuestionKind::Text => true,
            QuestionKind::YesNo
            | QuestionKind::Choice(_)
            | QuestionKind::Scale(_)
            | QuestionKind::Choices { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Date(_) => false,
        }
    }
}

/// The tag of a technician's question that goes through answers of the client: those to the questions that its other tags name.
const REVIEW: &str = "review";

impl Question {
    /// Whether a technician reads with it what the client said to the questions that its tags name. To others they are shown
    /// only after the technician has looked, so that they cannot lead.
    pub fn goes_through_answers(&self) -> bool {
        self.audience == Audience::Technician && self.tags.iter().any(|tag| tag == REVIEW)
    }

    /// Its options; none for types without.
    pub fn options(&self) -> &[AnswerOption] {
        match &self.kind {
            QuestionKind::Choice(options) | QuestionKind::Scale(options) | QuestionKind::Choices { options, .. } => {
                options
            }
            QuestionKind::YesNo | QuestionKind::Number { .. } | QuestionKind::Date(_) | QuestionKind::Text => &[],
        }
    }

    /// The position of the option that an answer names: by its id, or by what it was called once.
    pub fn option_once_called(&self, id: &str) -> Option<usize> {
        let once = || self.options().iter().position(|option| option.was.iter().any(|was| was == id));
        self.options().iter().position(|option| option.id == id).or_else(once)
    }

    /// The option at a position that came from an accepted answer or from this question itself.
    ///
    /// # Panics
    /// If there is none: then the position belongs to another question.
    #[track_caller]
    pub fn option(&self, position: usize) -> &AnswerOption {
        let options = self.options();
        assert!(
            position < options.len(),
            "a fault of Candidacy: option {position} of `{}`, which has {}",
            self.id,
            options.len()
        );
        #[expect(clippy::indexing_slicing, reason = "asserted above")]
        &options[position]
    }

    /// The exclusive options.
    pub fn exclusive(&self) -> OptionSet {
        let options = self.options().iter().enumerate();
        options.filter(|(_, option)| option.exclusive).map(|(position, _)| position).collect()
    }

    /// From one answer to the next, of a number with its decimals; of all else 1.
    pub(crate) fn step(&self) -> Decimal {
        match self.kind {
            QuestionKind::Number { decimals, .. } => Decimal::new(1, decimals),
            QuestionKind::YesNo
            | QuestionKind::Choice(_)
            | QuestionKind::Scale(_)
            | QuestionKind::Choices { .. }
            | QuestionKind::Date(_)
            | QuestionKind::Text => Decimal::ONE,
        }
    }

    /// Its type.
    pub fn type_name(&self) -> TypeName {
        match self.kind {
            QuestionKind::YesNo => TypeName::YesNo,
            QuestionKind::Choice(_) => TypeName::Choice,
            QuestionKind::Scale(_) => TypeName::Scale,
            QuestionKind::Choices { .. } => TypeName::Choices,
            QuestionKind::Number { .. } => TypeName::Number,
            QuestionKind::Date(_) => TypeName::Date,
            QuestionKind::Text => TypeName::Text,
        }
    }
}

impl Audience {
    /// The word in the YAML.
    pub fn name(self) -> &'static str {
        match self {
            Audience::Client => "client",
            Audience::Technician => "technician",
            Audience::Everyone => "everyone",
        }
    }

    /// Whether someone who holds the interview for `holder` is asked what is meant for this audience.
    pub fn includes(self, holder: Audience) -> bool {
        self == Audience::Everyone || holder == Audience::Everyone || self == holder
    }
}
