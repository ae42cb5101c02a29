//! All responses of a questionnaire, one by one, judged by [`Situation`] and [`assess`], and what they show together.

use std::collections::BTreeSet;

use crate::generate::put;
use candidacy::assessment::{Engine, Situation};
use candidacy::condition::{Condition, ConditionNode, Test, evaluate};
use candidacy::diagnostic::Code;
use candidacy::questionnaire::{Audience, Guarantee, Promise, Question, QuestionKind, Questionnaire, Score};
use candidacy::response::Response;
use candidacy::source::Span;
use candidacy::value::index::{ConditionIx, QuestionIx, RuleIx, SectionIx, VerdictIx};
use candidacy::value::{Answer, Date, OptionSet, State, Truth, Value};

use super::small;
use crate::oracle::{Oracle, names, picked};

/// Fewest answers that show something; none if nothing does.
type Least = Option<usize>;

/// What all responses show.
pub struct Brute<'q> {
    questionnaire: &'q Questionnaire,
    /// Made once: most responses are judged in no time, and making an engine takes longer than that.
    engine: Engine<'q>,
    sections: Vec<bool>,
    questions: Vec<bool>,
    options: Vec<OptionSet>,
    named: Vec<(bool, bool)>,
    /// By rule: the fewest answers with which it holds.
    pub rules: Vec<Least>,
    /// By verdict: the fewest answers that give it.
    pub verdicts: Vec<Least>,
    /// By guarantee: the fewest answers that break it.
    pub broken: Vec<Least>,
    /// By guarantee: whether it speaks of any response.
    speaks: Vec<bool>,
    /// Rules that held when their wait was over, and rules that held while nobody had to say the day that it counts from.
    over: BTreeSet<usize>,
    undated: BTreeSet<usize>,
    /// Questions that were asked with less than two options to choose from.
    few_offered: BTreeSet<usize>,
    /// Rules that held without a graver verdict.
    unhidden: BTreeSet<usize>,
    /// Pairs of rules of which just one held.
    differ: BTreeSet<(usize, usize)>,
    parts: Vec<Part>,
    nots: Vec<Negation>,
}

/// A condition, and the same without one of its parts.
struct Part {
    whole: Condition,
    shorter: Condition,
    span: Span,
    matters: bool,
    possible: bool,
}

/// A `not` in a rule, the rule's condition if it were false, and the questions that it rests on.
struct Negation {
    rule: Condition,
    not: Condition,
    without: Condition,
    questions: Vec<QuestionIx>,
    found: bool,
}

/// Whether enumeration has an opinion about a code.
pub fn compared(code: Code) -> bool {
    (Code::UnreachableSection..=Code::Undecided).contains(&code)
        && !matches!(
            code,
            Code::IdleQuestion
                | Code::IdleCondition
                | Code::MissingValidity
                | Code::LastingChange
                | Code::LateQuestion
                // What is written beside what, and no response, shows these.
                | Code::WaitWindow
                | Code::WaitFixed
                | Code::MissingUnsure
                | Code::MildUnsure
                | Code::IdleOption
                | Code::OnlyTogether
                | Code::FallingVerdict
                | Code::UnaskedFuture
                | Code::BandHole
                | Code::BandTouch
                | Code::IdlePoints
                | Code::FallingPoints
                | Code::OptionalAnswer
                | Code::SameWords
                | Code::MildStop
        )
}

/// Every response.
pub fn responses(questionnaire: &Questionnaire, day: Date) -> Vec<Response> {
    let mut responses = vec![Response::new(questionnaire)];
    for (position, question) in questionnaire.questions().iter().enumerate() {
        let answers = small::answers(question, day);
        let with = |response: &Response| {
            let set = |answer: &Option<Answer>| {
                let mut response = response.clone();
                put(questionnaire, &mut response, QuestionIx::new(position), answer.clone());
                response
            };
            answers.iter().map(set).collect::<Vec<_>>()
        };
        responses = responses.iter().flat_map(with).collect();
    }
    responses
}

/// How many questions were answered; passing one over says nothing.
fn size(response: &Response) -> usize {
    response.iter().filter(|(_, answer)| **answer != Answer::Skipped).count()
}

fn least(slot: &mut Least, size: usize) {
    *slot = Some(slot.map_or(size, |known| known.min(size)));
}

/// Whether a guarantee is about this response.
fn speaks(guarantee: &Guarantee, situation: &Situation<'_>) -> bool {
    let (questionnaire, response) = (situation.questionnaire(), situation.response());
    let asks = |index: &QuestionIx| {
        let of = questionnaire[*index].audience;
        guarantee.audience == Audience::Everyone || of == Audience::Everyone || of == guarantee.audience
    };
    let said = |index: QuestionIx| response.get(index).filter(|answer| **answer != Answer::Skipped);
    let indices = || questionnaire.questions().indices();
    guarantee.when.as_ref().is_none_or(|when| evaluate(when, situation) == Truth::True)
        && indices().all(|index| asks(&index) || said(index).is_none())
        && (!guarantee.complete || indices().all(|index| !asks(&index) || is_done(situation, index, said(index))))
}

/// Whether a question needs no answer, or has one that the interview would take.
fn is_done(situation: &Situation<'_>, index: QuestionIx, said: Option<&Answer>) -> bool {
    let (questionnaire, day) = (situation.questionnaire(), situation.day());
    let question = &questionnaire[index];
    let oracle = Oracle { questionnaire, response: situation.response(), day };
    if oracle.applies(question) != Some(true) {
        return true;
    }
    let may_be_picked = |answer: &Answer| match answer {
        Answer::Given(value) => picked(value).iter().all(|at| oracle.offers(question, at) != Some(false)),
        _ => false,
    };
    let is_put = small::answers(question, day).iter().flatten().any(may_be_picked);
    match said {
        None => !is_put || !question.required,
        Some(Answer::Unsure | Answer::Withheld) => is_put,
        Some(answer) => may_be_picked(answer),
    }
}

impl<'q> Brute<'q> {
    /// Tries every response.
    pub fn of(questionnaire: &'q Questionnaire, day: Date) -> Brute<'q> {
        let count = |list: usize| vec![false; list];
        let mut brute = Brute {
            questionnaire,
            engine: Engine::new(questionnaire, day),
            sections: count(questionnaire.sections().len()),
            questions: count(questionnaire.questions().len()),
            options: vec![OptionSet::default(); questionnaire.questions().len()],
            named: vec![(false, false); questionnaire.conditions().len()],
            rules: vec![None; questionnaire.rules().len()],
            verdicts: vec![None; questionnaire.verdicts().len()],
            broken: vec![None; questionnaire.guarantees().len()],
            speaks: count(questionnaire.guarantees().len()),
            over: BTreeSet::new(),
            undated: BTreeSet::new(),
            few_offered: BTreeSet::new(),
            unhidden: BTreeSet::new(),
            differ: BTreeSet::new(),
            parts: parts(questionnaire),
            nots: nots(questionnaire),
        };
        for response in responses(questionnaire, day) {
            brute.look(&response);
        }
        brute
    }

    fn look(&mut self, response: &Response) {
        let situation = self.engine.situation(response);
        let verdict = self.verdict(response);
        least(&mut self.verdicts[verdict.at()], size(response));
        self.look_at_reach(&situation);
        self.look_at_rules(&situation, verdict, size(response));
        self.look_at_waits(response);
        self.look_at_offers(&situation);
        for (position, guarantee) in self.questionnaire.guarantees().iter().enumerate() {
            self.speaks[position] |= speaks(guarantee, &situation);
            if self.breaks(response, guarantee) {
                least(&mut self.broken[position], size(response));
            }
        }
        for part in &mut self.parts {
            let (whole, shorter) = (evaluate(&part.whole, &situation), evaluate(&part.shorter, &situation));
            part.matters |= whole != shorter;
            part.possible |= whole == Truth::True;
        }
        for not in &mut self.nots {
            let holds = |condition: &Condition| evaluate(condition, &situation) == Truth::True;
            let rests = holds(&not.rule) && holds(&not.not) && !holds(&not.without);
            let absent = |question: &QuestionIx| situation.state(*question) == State::NotApplicable;
            not.found |= rests && not.questions.iter().any(absent);
        }
    }

    fn look_at_reach(&mut self, situation: &Situation<'_>) {
        for (position, reached) in self.sections.iter_mut().enumerate() {
            *reached |= situation.section(SectionIx::new(position)) == Truth::True;
        }
        for (position, reached) in self.questions.iter_mut().enumerate() {
            *reached |= situation.applies(QuestionIx::new(position)) == Truth::True;
        }
        for (position, chosen) in self.options.iter_mut().enumerate() {
            *chosen = chosen.or(match situation.state(QuestionIx::new(position)) {
                State::Answered(Value::Choice(option)) => OptionSet::of(*option),
                State::Answered(Value::Choices(set)) => *set,
                _ => OptionSet::default(),
            });
        }
        for (position, (yes, no)) in self.named.iter_mut().enumerate() {
            let truth = candidacy::condition::Facts::named(situation, ConditionIx::new(position));
            *yes |= truth == Truth::True;
            *no |= truth == Truth::False;
        }
    }

    fn look_at_rules(&mut self, situation: &Situation<'_>, verdict: VerdictIx, size: usize) {
        let rules = self.questionnaire.rules();
        let held: Vec<bool> = rules.iter().map(|rule| evaluate(&rule.when, situation) == Truth::True).collect();
        for (position, rule) in rules.iter().enumerate().filter(|(position, _)| held[*position]) {
            least(&mut self.rules[position], size);
            if verdict <= rule.verdict {
                self.unhidden.insert(position);
            }
            for other in (0..rules.len()).filter(|other| !held[*other]) {
                self.differ.insert((position.min(other), position.max(other)));
            }
        }
    }

    fn look_at_waits(&mut self, response: &Response) {
        let situation = self.engine.situation(response);
        let assessment = self.engine.assess(response, Audience::Everyone);
        for finding in &assessment.findings {
            let rule = &self.questionnaire[finding.rule];
            let Some(question) = rule.not_before.and_then(|wait| wait.question) else { continue };
            let asked = &self.questionnaire[question];
            let passed_over = situation.state(question) == State::Open
                && situation.applies(question) == Truth::True
                && !asked.required;
            if situation.state(question) == State::NotApplicable || passed_over {
                self.undated.insert(finding.rule.at());
            }
            // Of a day that is no answer, the wait counts from today.
            let is_date = matches!(asked.kind, QuestionKind::Date(_));
            if is_date && finding.not_before.is_some_and(|day| day <= assessment.assessed_on) {
                self.over.insert(finding.rule.at());
            }
        }
    }

    fn look_at_offers(&mut self, situation: &Situation<'_>) {
        for (index, question) in self.questionnaire.questions().enumerated() {
            let offered = question
                .options()
                .iter()
                .filter(|option| option.when.as_ref().is_none_or(|when| evaluate(when, situation) != Truth::False));
            let asks = !question.options().is_empty() && situation.applies(index) == Truth::True;
            if asks && offered.count() < 2 {
                self.few_offered.insert(index.at());
            }
        }
    }

    /// Whether a guarantee speaks of any response.
    pub fn speaks(&self, guarantee: usize) -> bool {
        self.speaks[guarantee]
    }

    pub fn verdict(&self, response: &Response) -> VerdictIx {
        self.engine.assess(response, Audience::Everyone).verdict
    }

    pub fn finds(&self, response: &Response, rule: RuleIx) -> bool {
        let assessment = self.engine.assess(response, Audience::Everyone);
        assessment.findings.iter().any(|finding| finding.rule == rule)
    }

    pub fn breaks(&self, response: &Response, guarantee: &Guarantee) -> bool {
        let situation = self.engine.situation(response);
        if !speaks(guarantee, &situation) {
            return false;
        }
        let assessment = self.engine.assess(response, Audience::Everyone);
        !match guarantee.promise {
            Promise::OneOf(ref rules) => rules.iter().filter(|rule| self.finds(response, **rule)).count() == 1,
            Promise::Asks(question) => {
                let of = self.questionnaire[question].audience;
                let theirs = [Audience::Everyone, guarantee.audience].contains(&of);
                (theirs || guarantee.audience == Audience::Everyone) && situation.applies(question) == Truth::True
            }
            Promise::AtLeast(verdict) => assessment.verdict >= verdict,
            Promise::AtMost(verdict) => assessment.verdict <= verdict,
            Promise::Exactly(verdict) => assessment.verdict == verdict,
            Promise::Finding(rule) => self.finds(response, rule),
            Promise::Never(rule) => !self.finds(response, rule),
            Promise::Settled => assessment.settled(),
            Promise::Planned(_) | Promise::Waits(_) => unreachable!("steps are promised in tests of their own"),
            Promise::OfTwo(_) | Promise::NeverAsks(_) => unreachable!("pairs are promised in tests of their own"),
        }
    }

    /// What the proofs must say, each with its place.
    pub fn diagnostics(&self) -> Vec<(Code, Span)> {
        let mut found = self.unreached();
        for (position, rule) in self.questionnaire.rules().iter().enumerate() {
            let speaks = !rule.advice.is_empty() || rule.verdict.at() == 0 || rule.not_before.is_some() || rule.stop;
            if self.rules[position].is_none() {
                found.push((Code::DeadRule, rule.span));
            } else if !speaks && !self.unhidden.contains(&position) {
                found.push((Code::OutrankedRule, rule.span));
            }
            let same = |other: &usize| self.rules[*other].is_some() && !self.differ.contains(&(*other, position));
            if self.rules[position].is_some() && (0..position).any(|other| same(&other)) {
                found.push((Code::TwinRules, rule.span));
            }
        }
        for (named, (yes, no)) in self.questionnaire.conditions().iter().zip(&self.named) {
            if !(*yes && *no) {
                found.push((Code::ConstantCondition, named.condition.span));
            }
        }
        for (verdict, least) in self.questionnaire.verdicts().iter().zip(&self.verdicts) {
            found.extend(least.is_none().then_some((Code::UnreachableVerdict, verdict.span)));
        }
        for (guarantee, least) in self.questionnaire.guarantees().iter().zip(&self.broken) {
            found.extend(least.map(|_| (Code::BrokenGuarantee, guarantee.span)));
        }
        for (guarantee, speaks) in self.questionnaire.guarantees().iter().zip(&self.speaks) {
            found.extend((!speaks).then_some((Code::EmptyGuarantee, guarantee.span)));
        }
        // Of a part that never matters, nothing more is said.
        let idle = |part: &Part| part.possible && !part.matters;
        let inside = |part: &Part, whole: &Part| whole.span != part.span && whole.span.to(part.span) == whole.span;
        let said = |part: &&Part| !self.parts.iter().any(|whole| idle(whole) && inside(part, whole));
        let idle = self.parts.iter().filter(|part| idle(part)).filter(said);
        found.extend(idle.map(|part| (Code::IdlePart, part.span)));
        for (index, rule) in self.questionnaire.rules().enumerated() {
            // Of a wait without a day, nothing more is said.
            if self.undated.contains(&index.at()) {
                found.push((Code::WaitUndated, rule.span));
            } else if self.over.contains(&index.at()) {
                found.push((Code::WaitOver, rule.span));
            }
        }
        let few = self.few_offered.iter().map(|at| &self.questionnaire[QuestionIx::new(*at)]);
        found.extend(few.map(|question| (Code::FewOffered, question.span)));
        let nots = self.nots.iter().filter(|not| not.found);
        found.extend(nots.map(|not| (Code::NotOfAbsent, not.not.span)));
        found
    }

    /// Nothing is said about the questions of a section, or the options of a question, that is unreachable itself.
    fn unreached(&self) -> Vec<(Code, Span)> {
        let mut found = Vec::new();
        for (section, reached) in self.questionnaire.sections().iter().zip(&self.sections) {
            if !reached {
                found.push((Code::UnreachableSection, section.span));
                continue;
            }
            for position in section.questions.iter().map(QuestionIx::at) {
                let question = &self.questionnaire.questions()[QuestionIx::new(position)];
                if !self.questions[position] {
                    found.push((Code::UnreachableQuestion, question.span));
                    continue;
                }
                let options = question.options().iter().enumerate();
                let missed = options.filter(|(option, _)| !self.options[position].contains(*option));
                found.extend(missed.map(|(_, option)| (Code::UnreachableOption, option.span)));
            }
        }
        found
    }

    /// Whether some response reaches a question.
    pub fn reaches(&self, question: QuestionIx) -> bool {
        self.questions[question.at()]
    }

    /// The rules that a question decides, and those that it leads to.
    pub fn purpose(&self, question: QuestionIx) -> (Vec<RuleIx>, Vec<RuleIx>) {
        let mut purpose = (Vec::new(), Vec::new());
        for (position, rule) in self.questionnaire.rules().iter().enumerate() {
            if self.rules[position].is_none() {
                continue;
            }
            let named = names(self.questionnaire, &rule.when);
            if named.contains(&question) {
                purpose.0.push(RuleIx::new(position));
            } else if named.iter().any(|other| self.opens(question, *other)) {
                purpose.1.push(RuleIx::new(position));
            }
        }
        purpose
    }

    /// Whether skip logic on the way to `other` names `question`.
    fn opens(&self, question: QuestionIx, other: QuestionIx) -> bool {
        let asked: &Question = &self.questionnaire.questions()[other];
        let section = &self.questionnaire.sections()[asked.section];
        let options = asked.options().iter().map(|option| &option.when);
        let whens = [&section.when, &asked.when].into_iter().chain(options).flatten();
        let named: Vec<QuestionIx> = whens.flat_map(|when| names(self.questionnaire, when)).collect();
        named.contains(&question) || named.iter().any(|next| self.opens(question, *next))
    }
}

/// Every test of every condition.
pub fn tests(questionnaire: &Questionnaire) -> Vec<Test> {
    let nodes = conditions(questionnaire).into_iter().flat_map(Condition::walk);
    let test = |node: &Condition| if let ConditionNode::Test(test) = &node.node { Some(test.clone()) } else { None };
    nodes.filter_map(test).collect()
}

fn conditions(questionnaire: &Questionnaire) -> Vec<&Condition> {
    let mut all: Vec<&Condition> = Vec::new();
    all.extend(questionnaire.sections().iter().filter_map(|section| section.when.as_ref()));
    for question in questionnaire.questions() {
        all.extend(&question.when);
        all.extend(question.options().iter().filter_map(|option| option.when.as_ref()));
    }
    all.extend(questionnaire.conditions().iter().map(|named| &named.condition));
    all.extend(questionnaire.scores().iter().flat_map(Score::conditions));
    all.extend(questionnaire.rules().iter().map(|rule| &rule.when));
    all.extend(questionnaire.guarantees().iter().filter_map(|guarantee| guarantee.when.as_ref()));
    all
}

/// Every condition with the place where it stands, and with each part left out in turn.
fn parts(questionnaire: &Questionnaire) -> Vec<Part> {
    let part = |whole: &Condition| {
        let part = |(span, shorter): (Span, Condition)| Part {
            whole: whole.clone(),
            shorter,
            span,
            matters: false,
            possible: false,
        };
        shortened(whole).into_iter().map(part).collect::<Vec<_>>()
    };
    conditions(questionnaire).into_iter().flat_map(part).collect()
}

fn shortened(condition: &Condition) -> Vec<(Span, Condition)> {
    let put = |node: ConditionNode| Condition { span: condition.span, node };
    match &condition.node {
        ConditionNode::Test(_) | ConditionNode::Named(_) => Vec::new(),
        ConditionNode::Not(inner) => {
            shortened(inner).into_iter().map(|(span, inner)| (span, put(ConditionNode::Not(Box::new(inner))))).collect()
        }
        ConditionNode::All(parts) | ConditionNode::Any(parts) | ConditionNode::AtLeast(_, parts) => {
            let join = |parts: Vec<Condition>| match condition.node {
                ConditionNode::All(_) => ConditionNode::All(parts),
                ConditionNode::AtLeast(least, _) => ConditionNode::AtLeast(least.min(parts.len()), parts),
                _ => ConditionNode::Any(parts),
            };
            let mut all = Vec::new();
            for position in 0..parts.len() {
                let mut others = parts.clone();
                let left_out = others.remove(position);
                if !others.is_empty() {
                    all.push((left_out.span, put(join(others))));
                }
                for (span, shorter) in shortened(&parts[position]) {
                    let mut changed = parts.clone();
                    changed[position] = shorter;
                    all.push((span, put(join(changed))));
                }
            }
            all
        }
    }
}

fn nots(questionnaire: &Questionnaire) -> Vec<Negation> {
    let mut found = Vec::new();
    for rule in questionnaire.rules() {
        for not in rule.when.walk() {
            let ConditionNode::Not(inner) = &not.node else { continue };
            let tested = |node: &Condition| match &node.node {
                ConditionNode::Test(Test::Answered(_)) => Vec::new(),
                ConditionNode::Test(test) => test.questions(),
                _ => Vec::new(),
            };
            let questions: Vec<QuestionIx> = inner.walk().into_iter().flat_map(tested).collect();
            let without = replaced(&rule.when, not.span);
            found.push(Negation { rule: rule.when.clone(), not: not.clone(), without, questions, found: false });
        }
    }
    found
}

/// The condition with the `not` at `span` made false.
fn replaced(condition: &Condition, span: Span) -> Condition {
    let node = match &condition.node {
        ConditionNode::Not(_) if condition.span == span => ConditionNode::Any(Vec::new()),
        ConditionNode::Not(inner) => ConditionNode::Not(Box::new(replaced(inner, span))),
        ConditionNode::All(parts) => ConditionNode::All(parts.iter().map(|part| replaced(part, span)).collect()),
        ConditionNode::Any(parts) => ConditionNode::Any(parts.iter().map(|part| replaced(part, span)).collect()),
        ConditionNode::AtLeast(least, parts) => {
            ConditionNode::AtLeast(*least, parts.iter().map(|part| replaced(part, span)).collect())
        }
        node => node.clone(),
    };
    Condition { span: condition.span, node }
}
