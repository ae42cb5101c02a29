//! What can be named where: the outline of all questions, named conditions and scores, read before anything else.
//!
//! The outline is silent: a definition that is faulty is kept as a name that is there but broken, so that its own fault is
//! reported once, where it stands, and not again wherever it is named.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::clinic::helpline_of;
use super::derived::{self, Circle, DerivedIx, Named, Order};
use super::limits::MOST_DERIVED;
use super::loaded::Loaded;
use super::names::mended;
use super::shape::{as_list, as_map, as_scalar};
use crate::condition::{AnswerType, ClassTable, Condition, Constant, DerivedNumber, Scope, Symbol};
use crate::document::{self, Entry, YamlValue};
use crate::source::Span;
use crate::template::{NameInText, NamesForText};
use crate::value::index::{ConditionIx, IndexVec, Ix, QuestionIx, ScoreIx};
use crate::value::{Decimal, OptionSet, TypeName, parse_decimal};

/// A question as conditions see it.
pub(super) struct Declared {
    pub id: String,
    pub span: Span,
    /// What it takes; nothing if its definition is faulty.
    pub kind: Option<AnswerType>,
    /// The points of each option, of "no" and of "yes", as far as they are written.
    pub points: Vec<Option<i64>>,
    /// The range of a number.
    pub range: DeclaredRange,
    /// Whether only a technician answers it.
    pub technician: bool,
    /// Whether its answer is shown nowhere.
    pub private: bool,
}

/// What a section works out, where it is written, with the questions as far as they are there.
pub(super) struct WorkedOut {
    pub span: Span,
    /// Nothing if its definition is faulty.
    pub what: Option<Derivation>,
}

/// What is worked out from answers.
pub(super) enum Derivation {
    Number(Arc<DerivedNumber>),
    Classes(Arc<ClassTable>),
}

impl Derivation {
    fn questions(&self) -> Vec<QuestionIx> {
        match self {
            Derivation::Number(number) => number.questions(),
            Derivation::Classes(table) => table.questions(),
        }
    }

    fn symbol(&self, span: Span) -> Symbol<'static> {
        match self {
            Derivation::Number(number) => Symbol::Derived(Arc::clone(number), span),
            Derivation::Classes(table) => Symbol::Classes(Arc::clone(table), span),
        }
    }
}

/// The range of a number question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeclaredRange {
    /// Any number is taken.
    None,
    /// Both ends are taken.
    Between(Decimal, Decimal),
    /// It is faulty.
    Broken,
}

/// A named condition or a score as conditions see it.
pub(super) struct Derived {
    pub id: String,
    pub span: Span,
    /// The questions it rests on, by itself or through others; nothing if its definition is faulty.
    pub uses: Option<BTreeSet<QuestionIx>>,
}

impl Derived {
    fn new(entry: &Entry) -> Self {
        Derived { id: entry.key.value.clone(), span: entry.key.span, uses: None }
    }

    /// How many questions must have been asked before it is known; nothing if its definition is faulty.
    pub fn needs(&self) -> Option<usize> {
        Some(self.uses.as_ref()?.last().map_or(0, |last| last.at() + 1))
    }
}

#[derive(Clone, Copy)]
enum Name {
    Question(usize),
    Condition(usize),
    Score(usize),
    Value(usize),
    WorkedOut(usize),
}

/// All names of a questionnaire, in file order.
#[derive(Default)]
pub(super) struct Outline {
    pub questions: IndexVec<QuestionIx, Declared>,
    pub conditions: IndexVec<ConditionIx, Derived>,
    pub scores: IndexVec<ScoreIx, Derived>,
    /// The ids of all rules, faulty ones included, by position.
    pub rules: Vec<String>,
    /// The values that have a name; nothing stands for one whose definition is faulty.
    pub values: Vec<(Span, Option<Constant>)>,
    /// The numbers and classes that are worked out from answers.
    pub numbers: Vec<WorkedOut>,
    /// The ids of all steps of the plan, faulty ones included, by position.
    pub steps: Vec<String>,
    /// The named conditions and scores that can be used, each after all that it names.
    pub order: Vec<DerivedIx>,
    /// Those that name each other in a circle.
    pub circles: Vec<Circle>,
    /// What texts may write as `helpline`.
    helpline: Option<String>,
    names: BTreeMap<String, Name>,
    /// Whether something could not be read, so that a name that is not here may still be there.
    gaps: bool,
}

impl Outline {
    /// Reads the names of all sections.
    pub fn of(loaded: &Loaded) -> Self {
        let sections = loaded.sections();
        let helpline = helpline_of(&loaded.main);
        let mut outline = Outline { gaps: loaded.gaps, helpline, ..Outline::default() };
        for (entry, constant) in Outline::read_values(&loaded.main) {
            outline.name(&entry.key.value, Name::Value(outline.values.len()));
            outline.values.push((entry.key.span, constant));
        }
        for section in &sections {
            outline.section(section);
        }
        for (entry, number) in sections.iter().flat_map(|section| outline.read_derived(section)).collect::<Vec<_>>() {
            outline.name(&entry.key.value, Name::WorkedOut(outline.numbers.len()));
            outline.numbers.push(number);
        }
        outline.derive(&sections);
        outline.plan(&loaded.main);
        outline
    }

    fn section(&mut self, section: &YamlValue) {
        for question in self.list(section, "questions") {
            self.question(question);
        }
        for entry in self.map(section, "conditions") {
            self.name(&entry.key.value, Name::Condition(self.conditions.len()));
            self.conditions.push(Derived::new(entry));
        }
        for entry in self.map(section, "scores") {
            self.name(&entry.key.value, Name::Score(self.scores.len()));
            self.scores.push(Derived::new(entry));
        }
        for rule in self.list(section, "rules") {
            let id = rule.get("id").and_then(as_scalar);
            self.gaps |= id.is_none();
            self.rules.push(id.map(|id| id.text.clone()).unwrap_or_default());
        }
    }

    fn plan(&mut self, main: &YamlValue) {
        for step in self.list(main, "plan") {
            let id = step.get("id").and_then(as_scalar);
            self.gaps |= id.is_none();
            self.steps.push(id.map(|id| id.text.clone()).unwrap_or_default());
        }
    }

    fn list<'d>(&mut self, section: &'d YamlValue, key: &str) -> &'d [YamlValue] {
        let value = section.get(key);
        self.gaps |= value.is_some_and(|value| !matches!(value.node, document::YamlNode::List(_)));
        value.map(as_list).unwrap_or_default()
    }

    fn map<'d>(&mut self, section: &'d YamlValue, key: &str) -> &'d [Entry] {
        let value = section.get(key);
        self.gaps |= value.is_some_and(|value| !matches!(value.node, document::YamlNode::Map(_)));
        value.map(as_map).unwrap_or_default()
    }

    /// The first thing with a name has it. A faulty id is also known by the id that its author is told to write.
    fn name(&mut self, id: &str, name: Name) {
        self.names.entry(id.to_owned()).or_insert(name);
        if let Some(mended) = mended(id) {
            self.names.entry(mended).or_insert(name);
        }
    }

    fn question(&mut self, question: &YamlValue) {
        let id = question.get("id").and_then(as_scalar);
        self.gaps |= id.is_none();
        let (id, span) = id.map_or((String::new(), question.span), |id| (id.text.clone(), id.span));
        if !id.is_empty() {
            self.name(&id, Name::Question(self.questions.len()));
        }
        let technician = question.get("for").and_then(as_scalar).is_some_and(|audience| audience.text == "technician");
        let private = question.get("private").and_then(as_scalar).is_some_and(|private| private.text == "true");
        let (kind, points, range) = (kind(question), points(question), range(question));
        self.questions.push(Declared { id, span, kind, points, range, technician, private });
    }

    /// What rests on what. Of more than are taken nothing is known: that is told of, and nothing else.
    fn derive(&mut self, sections: &[&YamlValue]) {
        if self.conditions.len() + self.scores.len() > MOST_DERIVED {
            return;
        }
        let Order { known, mut uses, circles } = derived::order(&Everything { outline: self }, sections);
        for index in &known {
            let found = uses.remove(index);
            self.derived_mut(*index).uses = found;
        }
        (self.order, self.circles) = (known, circles);
    }

    /// The questions that a condition rests on, by itself or through what it names.
    pub fn uses(&self, condition: &Condition) -> BTreeSet<QuestionIx> {
        let Named { mut questions, derived } = derived::names(condition);
        let through = derived.into_iter().filter_map(|index| self.derived(index).uses.as_ref());
        questions.extend(through.flatten());
        questions
    }

    /// A named condition or a score.
    pub fn derived(&self, index: DerivedIx) -> &Derived {
        match index {
            DerivedIx::Score(index) => &self.scores[index],
            DerivedIx::Condition(index) => &self.conditions[index],
        }
    }

    fn derived_mut(&mut self, index: DerivedIx) -> &mut Derived {
        match index {
            DerivedIx::Score(index) => &mut self.scores[index],
            DerivedIx::Condition(index) => &mut self.conditions[index],
        }
    }

    /// The position of the question with that id.
    pub fn question_named(&self, id: &str) -> Option<usize> {
        match self.names.get(id) {
            Some(Name::Question(position)) => Some(*position),
            _ => None,
        }
    }

    /// The value of that name, if there is one; nothing stands for it if its definition is faulty.
    pub fn value_named(&self, name: &str) -> Option<Option<Constant>> {
        match self.names.get(name) {
            Some(Name::Value(at)) => self.values.get(*at).map(|(_, constant)| *constant),
            Some(Name::Question(_) | Name::Condition(_) | Name::Score(_) | Name::WorkedOut(_)) | None => None,
        }
    }

    /// The ids of the first `count` questions of which a text may tell, faulty ones included.
    fn tellable_ids(&self, count: usize) -> Vec<&str> {
        let told = self.questions.iter().take(count).filter(|question| !question.private);
        told.map(|question| question.id.as_str()).filter(|id| !id.is_empty()).collect()
    }

    /// The first private question that a condition rests on, by itself or through what it names.
    pub fn private_in(&self, condition: &Condition) -> Option<&Declared> {
        let uses = self.uses(condition);
        uses.into_iter().map(|question| &self.questions[question]).find(|question| question.private)
    }

    /// The ids of the questions.
    pub fn ids(&self) -> Vec<&str> {
        self.questions.iter().map(|question| question.id.as_str()).collect()
    }

    /// Whether something could not be read, so that what seems to be missing may be there.
    pub fn has_gaps(&self) -> bool {
        self.gaps
    }

    /// Whether a name that cannot be used may be there all the same: what is wrong with it was reported elsewhere.
    pub fn may_be_there(&self, name: &str) -> bool {
        self.is_broken(name) || self.gaps && !self.names.contains_key(name)
    }

    /// Whether a name is there but its definition is faulty.
    fn is_broken(&self, name: &str) -> bool {
        match self.names.get(name) {
            Some(Name::Question(at)) => {
                self.questions.as_slice().get(*at).is_some_and(|question| question.kind.is_none())
            }
            Some(Name::Condition(at)) => {
                self.conditions.as_slice().get(*at).is_some_and(|condition| condition.uses.is_none())
            }
            Some(Name::Score(at)) => self.scores.as_slice().get(*at).is_some_and(|score| score.uses.is_none()),
            Some(Name::Value(at)) => self.values.get(*at).is_some_and(|(_, constant)| constant.is_none()),
            Some(Name::WorkedOut(at)) => self.numbers.get(*at).is_some_and(|worked_out| worked_out.what.is_none()),
            None => false,
        }
    }

    /// The names that a text can use which is shown after `asked` questions.
    pub fn asked_before(&self, asked: usize) -> AskedBefore<'_> {
        AskedBefore { outline: self, asked }
    }

    /// The scope of rules, guarantees, scores and named conditions, which see everything.
    pub fn whole(&self) -> View<'_> {
        self.before(self.questions.len())
    }

    /// The scope of the `when` of a section, question or option that stands after `asked` questions.
    pub fn before(&self, asked: usize) -> View<'_> {
        View { outline: self, asked }
    }
}

/// The names that one condition can see.
pub(super) struct View<'a> {
    outline: &'a Outline,
    asked: usize,
}

impl<'a> View<'a> {
    fn derived(&self, derived: &'a Derived, symbol: Symbol<'a>) -> Symbol<'a> {
        match derived.needs() {
            None => Symbol::Broken,
            Some(needs) if needs <= self.asked => symbol,
            Some(needs) => {
                let last = self.outline.questions.as_slice().get(needs - 1);
                let because = last.map(|question| (question.id.as_str(), question.span));
                Symbol::Later { stands: derived.span, because }
            }
        }
    }
}

impl Scope for View<'_> {
    fn resolve(&self, name: &str) -> Option<Symbol<'_>> {
        Some(match self.outline.names.get(name) {
            // What could not be read may have held it.
            None if self.outline.gaps => Symbol::Broken,
            None => return None,
            Some(Name::Question(at)) => {
                let question = self.outline.questions.as_slice().get(*at)?;
                match &question.kind {
                    _ if *at >= self.asked => Symbol::Later { stands: question.span, because: None },
                    None => Symbol::Broken,
                    Some(kind) => QuestionIx::fitting(*at)
                        .map_or(Symbol::Broken, |index| Symbol::Question(index, kind, question.span)),
                }
            }
            Some(Name::Condition(at)) => {
                let condition = self.outline.conditions.as_slice().get(*at)?;
                ConditionIx::fitting(*at)
                    .map_or(Symbol::Broken, |index| self.derived(condition, Symbol::Condition(index, condition.span)))
            }
            Some(Name::Score(at)) => {
                let score = self.outline.scores.as_slice().get(*at)?;
                ScoreIx::fitting(*at)
                    .map_or(Symbol::Broken, |index| self.derived(score, Symbol::Score(index, score.span)))
            }
            Some(Name::Value(at)) => {
                let (span, constant) = self.outline.values.get(*at)?;
                constant.map_or(Symbol::Broken, |constant| Symbol::Value(constant, *span))
            }
            Some(Name::WorkedOut(at)) => {
                let WorkedOut { span, what } = self.outline.numbers.get(*at)?;
                let last = what.as_ref().and_then(|what| what.questions().last().copied());
                match (what, last.filter(|last| last.at() >= self.asked)) {
                    (None, _) => Symbol::Broken,
                    (Some(what), None) => what.symbol(*span),
                    (Some(_), Some(last)) => {
                        let asked = &self.outline.questions[last];
                        Symbol::Later { stands: *span, because: Some((asked.id.as_str(), asked.span)) }
                    }
                }
            }
        })
    }

    fn names(&self) -> Vec<&str> {
        let usable = |name: &&String| {
            matches!(
                self.resolve(name),
                Some(
                    Symbol::Question(..)
                        | Symbol::Condition(..)
                        | Symbol::Score(..)
                        | Symbol::Derived(..)
                        | Symbol::Classes(..)
                        | Symbol::Value(..)
                )
            )
        };
        self.outline.names.keys().filter(usable).map(String::as_str).collect()
    }
}

/// All names, wherever they stand: the scope of whoever only asks what is named, before it is known what is faulty.
struct Everything<'a> {
    outline: &'a Outline,
}

impl Scope for Everything<'_> {
    fn resolve(&self, name: &str) -> Option<Symbol<'_>> {
        let outline = self.outline;
        Some(match outline.names.get(name)? {
            Name::Question(at) => {
                let question = outline.questions.as_slice().get(*at)?;
                match (&question.kind, QuestionIx::fitting(*at)) {
                    (Some(kind), Some(index)) => Symbol::Question(index, kind, question.span),
                    (None, _) | (_, None) => Symbol::Broken,
                }
            }
            Name::Condition(at) => {
                let condition = outline.conditions.as_slice().get(*at)?;
                ConditionIx::fitting(*at).map_or(Symbol::Broken, |index| Symbol::Condition(index, condition.span))
            }
            Name::Score(at) => {
                let score = outline.scores.as_slice().get(*at)?;
                ScoreIx::fitting(*at).map_or(Symbol::Broken, |index| Symbol::Score(index, score.span))
            }
            Name::Value(at) => {
                let (span, constant) = outline.values.get(*at)?;
                constant.map_or(Symbol::Broken, |constant| Symbol::Value(constant, *span))
            }
            Name::WorkedOut(at) => {
                let WorkedOut { span, what } = outline.numbers.get(*at)?;
                what.as_ref().map_or(Symbol::Broken, |what| what.symbol(*span))
            }
        })
    }

    fn names(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// The name under which texts write the clinic's helpline.
const HELPLINE: &str = "helpline";

/// The names that one text can use: questions that were asked before it is shown. Of a faulty question the answer is not known
/// to be missing.
pub(super) struct AskedBefore<'a> {
    outline: &'a Outline,
    asked: usize,
}

impl NamesForText for AskedBefore<'_> {
    fn find(&self, name: &str) -> NameInText {
        if let Some(Some(constant)) = self.outline.value_named(name) {
            return NameInText::Value(constant.in_words());
        }
        let question = self.outline.question_named(name);
        let declared = question.and_then(|position| self.outline.questions.as_slice().get(position));
        if let Some(private) = declared.filter(|question| question.private) {
            return NameInText::Private(private.span);
        }
        match question {
            Some(position) if position < self.asked => NameInText::Known,
            _ if self.outline.may_be_there(name) => NameInText::Broken,
            Some(position) => {
                let later = self.outline.questions.as_slice().get(position);
                later.map_or(NameInText::Unknown, |question| NameInText::Later(question.span))
            }
            None => match &self.outline.helpline {
                Some(helpline) if name == HELPLINE => NameInText::Value(helpline.clone()),
                Some(_) | None => NameInText::Unknown,
            },
        }
    }

    fn all(&self) -> Vec<&str> {
        self.outline.tellable_ids(self.asked)
    }
}

/// What a question takes, as far as its type and options can be read.
fn kind(question: &YamlValue) -> Option<AnswerType> {
    let options = || {
        let ids: Vec<_> = as_map(question.get("options")?).iter().map(|entry| entry.key.value.clone()).collect();
        (!ids.is_empty()).then_some(ids)
    };
    match TypeName::parse(&as_scalar(question.get("type")?)?.text)? {
        TypeName::YesNo => Some(AnswerType::YesNo),
        TypeName::Choice => options().map(AnswerType::Choice),
        TypeName::Scale => options().map(AnswerType::Scale),
        TypeName::Choices => options().map(|options| AnswerType::Choices { options, exclusive: exclusive(question) }),
        TypeName::Number => {
            let unit = question.get("unit").and_then(as_scalar).map(|unit| unit.text.clone());
            let ranged = question.get("range").is_some();
            Some(AnswerType::Number { decimals: decimals(question)?, unit, ranged })
        }
        TypeName::Date => Some(AnswerType::Date),
        TypeName::Text => Some(AnswerType::Text),
    }
}

/// The options that say they exclude the others.
fn exclusive(question: &YamlValue) -> OptionSet {
    let options = question.get("options").map(as_map).unwrap_or_default().iter().enumerate();
    let says_so =
        |option: &Entry| option.value.get("exclusive").and_then(as_scalar).is_some_and(|flag| flag.text == "true");
    // More options than a set holds are a fault that is reported elsewhere.
    options.take(OptionSet::CAPACITY).filter(|(_, option)| says_so(option)).map(|(position, _)| position).collect()
}

fn decimals(question: &YamlValue) -> Option<u32> {
    match question.get("decimals") {
        Some(value) => as_scalar(value)?.text.parse().ok(),
        None => Some(0),
    }
}

/// The points of its options, or of "no" and "yes". What is written wrongly counts as 0: it is told of where it stands.
fn points(question: &YamlValue) -> Vec<Option<i64>> {
    let of = |value: Option<&YamlValue>| {
        let points = value?.get("points")?;
        Some(as_scalar(points).and_then(|points| points.text.parse().ok()).unwrap_or(0))
    };
    match kind(question) {
        Some(AnswerType::YesNo) => ["no", "yes"].iter().map(|side| of(question.get(side))).collect(),
        Some(AnswerType::Choice(_) | AnswerType::Scale(_) | AnswerType::Choices { .. }) => question
            .get("options")
            .map(as_map)
            .unwrap_or_default()
            .iter()
            .map(|option| of(Some(&option.value)))
            .collect(),
        Some(AnswerType::Number { .. } | AnswerType::Date | AnswerType::Text) | None => Vec::new(),
    }
}

/// The range of a number, as far as it can be read.
fn range(question: &YamlValue) -> DeclaredRange {
    let Some(range) = question.get("range") else { return DeclaredRange::None };
    let ends = as_scalar(range).and_then(|range| range.text.split_once(".."));
    let ends = ends.and_then(|(low, high)| parse_decimal(low.trim()).zip(parse_decimal(high.trim())));
    match ends {
        Some((low, high)) if low <= high => DeclaredRange::Between(low, high),
        Some(_) | None => DeclaredRange::Broken,
    }
}
