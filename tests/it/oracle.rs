//! A second opinion: what a response comes to, worked out the slow and obvious way, straight from the checked questionnaire.
//!
//! No passes, no caches, no support sets: each question is asked anew, as often as anything wants to know, and scores try
//! every possible answer.

use candidacy::condition::{Condition, ConditionNode, Test};
use candidacy::questionnaire::{Question, QuestionKind, Questionnaire, Rule};
use candidacy::response::{Response, fits};
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Date, OptionSet, Value};

/// What is judged.
pub struct Oracle<'a> {
    pub questionnaire: &'a Questionnaire,
    pub response: &'a Response,
    pub day: Date,
}

/// What is known of a question.
#[derive(PartialEq)]
pub enum Known<'a> {
    Value(&'a Value),
    Unsure,
    Absent,
    Nothing,
}

impl Oracle<'_> {
    /// The verdict, and what it could become.
    pub fn verdicts(&self) -> (u16, u16) {
        let (mut verdict, mut could) = (0, 0);
        let vague = self.vague();
        for rule in self.questionnaire.rules() {
            match self.holds(&rule.when) {
                Some(true) => verdict = verdict.max(rule.verdict.0),
                None => could = could.max(rule.verdict.0),
                Some(false) => {}
            }
        }
        for (position, question) in self.questionnaire.questions().iter().enumerate() {
            let floor = question.unsure.map_or(0, |verdict| verdict.0);
            match self.known(QuestionIx::new(position)) {
                Known::Unsure => verdict = verdict.max(floor),
                Known::Value(_) if vague.contains(&QuestionIx::new(position)) => verdict = verdict.max(floor),
                Known::Nothing => could = could.max(floor),
                Known::Value(_) | Known::Absent => {}
            }
        }
        (verdict, could.max(verdict))
    }

    /// What the verdict could become if also everything unclear were cleared up.
    pub fn cleared_up(&self) -> u16 {
        let mut cleared = self.response.clone();
        for (index, answer) in self.response.iter() {
            if matches!(answer, Answer::Unsure | Answer::Withheld) {
                cleared.clear(index);
            }
        }
        let cleared = Oracle { questionnaire: self.questionnaire, response: &cleared, day: self.day };
        cleared.verdicts().1.max(self.verdicts().1)
    }

    /// The questions answered with a month or a year of which some rule, or some `when`, cannot say what it asks.
    pub fn vague(&self) -> Vec<QuestionIx> {
        let questionnaire = self.questionnaire;
        let rules = questionnaire.rules().iter().map(|rule| &rule.when);
        let questions = questionnaire.questions().iter();
        let options = questions.clone().flat_map(|question| question.options().iter().map(|option| &option.when));
        let whens = questionnaire.sections().iter().map(|section| &section.when);
        let whens = whens.chain(questions.map(|question| &question.when)).chain(options).flatten();
        rules.chain(whens).flat_map(|condition| self.undecided(condition)).collect()
    }

    fn undecided(&self, condition: &Condition) -> Vec<QuestionIx> {
        match &condition.node {
            ConditionNode::Test(test) => {
                let asked =
                    test.question().filter(|index| matches!(self.known(*index), Known::Value(Value::Period(_))));
                asked.filter(|_| self.test(test).is_none()).into_iter().collect()
            }
            ConditionNode::Named(named) => self.undecided(&self.questionnaire.conditions()[*named].condition),
            ConditionNode::Not(inner) => self.undecided(inner),
            ConditionNode::All(parts) | ConditionNode::Any(parts) => {
                parts.iter().flat_map(|part| self.undecided(part)).collect()
            }
        }
    }

    /// Whether a rule holds.
    pub fn rule(&self, rule: &Rule) -> Option<bool> {
        self.holds(&rule.when)
    }

    /// Whether a question applies.
    pub fn applies(&self, question: &Question) -> Option<bool> {
        let section = &self.questionnaire.sections()[question.section];
        let of = |when: &Option<Condition>| when.as_ref().map_or(Some(true), |when| self.holds(when));
        both(of(&section.when), of(&question.when))
    }

    /// Whether an option of a question is offered.
    pub fn offers(&self, question: &Question, position: usize) -> Option<bool> {
        question.options()[position].when.as_ref().map_or(Some(true), |when| self.holds(when))
    }

    /// What is known of a question.
    pub fn known(&self, index: QuestionIx) -> Known<'_> {
        let question = &self.questionnaire.questions()[index];
        match (self.applies(question), self.response.get(index)) {
            (Some(false), _) => Known::Absent,
            (Some(true), Some(Answer::Unsure | Answer::Withheld)) => Known::Unsure,
            (Some(true), Some(Answer::Given(value))) => {
                let offered = picked(value).iter().all(|position| self.offers(question, position) == Some(true));
                if offered { Known::Value(value) } else { Known::Nothing }
            }
            _ => Known::Nothing,
        }
    }

    fn holds(&self, condition: &Condition) -> Option<bool> {
        match &condition.node {
            ConditionNode::Test(test) => self.test(test),
            ConditionNode::Named(named) => self.holds(&self.questionnaire.conditions()[*named].condition),
            ConditionNode::Not(inner) => self.holds(inner).map(|holds| !holds),
            ConditionNode::All(parts) => self.decided(parts, false),
            ConditionNode::Any(parts) => self.decided(parts, true),
        }
    }

    /// A list of parts, one of which with the truth value `decisive` decides it.
    fn decided(&self, parts: &[Condition], decisive: bool) -> Option<bool> {
        let told: Vec<Option<bool>> = parts.iter().map(|part| self.holds(part)).collect();
        if told.contains(&Some(decisive)) { Some(decisive) } else { (!told.contains(&None)).then_some(!decisive) }
    }

    fn test(&self, test: &Test) -> Option<bool> {
        if let Test::Score(score, comparison, bound) = test {
            let totals = self.totals(&self.questionnaire.scores()[*score].sum);
            let (low, high) = (*totals.iter().min()?, *totals.iter().max()?);
            // Between the least and the most, every whole number counts as possible.
            let mut told = (low..=high).map(|total| comparison.holds(&total, bound));
            let first = told.next()?;
            return told.all(|next| next == first).then_some(first);
        }
        let value = match self.known(test.question()?) {
            Known::Absent => return Some(false),
            Known::Nothing => return None,
            Known::Unsure => return unsure(test),
            Known::Value(Value::Period(period)) => {
                // One day after the other.
                let (mut day, mut yes, mut no) = (period.first(), false, false);
                while day <= period.last() {
                    let holds = self.answered(test, &Value::Date(day));
                    (yes, no) = (yes || holds, no || !holds);
                    day = day.tomorrow().unwrap();
                }
                return if yes && no { None } else { Some(yes) };
            }
            Known::Value(value) => value,
        };
        Some(self.answered(test, value))
    }

    fn answered(&self, test: &Test, value: &Value) -> bool {
        match (test, value) {
            (Test::Answered(_), _) => true,
            (Test::Yes(_), Value::YesNo(yes)) => *yes,
            (Test::OneOf(_, set), Value::Choice(position)) => set.contains(*position),
            (Test::HasAny(_, set), Value::Choices(picks)) => set.iter().any(|position| picks.contains(position)),
            (Test::HasAll(_, set), Value::Choices(picks)) => set.iter().all(|position| picks.contains(position)),
            (Test::HasNone(_, set), Value::Choices(picks)) => !set.iter().any(|position| picks.contains(position)),
            (Test::Number(_, comparison, bound), Value::Number(number)) => comparison.holds(number, bound),
            (Test::Within(_, duration), Value::Date(date)) => *date <= self.day && self.day < duration.after(*date),
            (Test::WithinNext(_, duration), Value::Date(date)) => *date >= self.day && *date < duration.after(self.day),
            _ => false,
        }
    }

    /// Every total that a sum of points can still come to.
    fn totals(&self, sum: &[QuestionIx]) -> Vec<i64> {
        let mut totals = vec![0];
        for index in sum {
            let parts = self.parts(*index);
            totals = totals.iter().flat_map(|total| parts.iter().map(move |part| total + part)).collect();
            totals.sort_unstable();
            totals.dedup();
        }
        totals
    }

    fn parts(&self, index: QuestionIx) -> Vec<i64> {
        let question = &self.questionnaire.questions()[index];
        let points = |set: OptionSet| set.iter().map(|at| question.options()[at].points.unwrap_or(0)).sum::<i64>();
        match self.known(index) {
            Known::Absent => vec![0],
            Known::Value(value) => vec![points(picked(value))],
            Known::Unsure | Known::Nothing => {
                let all = possible(question, self.day);
                let may = |answer: &&OptionSet| answer.iter().all(|at| self.offers(question, at) != Some(false));
                let sure = |answer: &OptionSet| answer.iter().all(|at| self.offers(question, at) == Some(true));
                let safe = self.applies(question) == Some(true) && all.iter().any(sure);
                let nothing = if safe { None } else { Some(0) };
                all.iter().filter(may).map(|answer| points(*answer)).chain(nothing).collect()
            }
        }
    }
}

/// Every answer that a question with options takes.
fn possible(question: &Question, day: Date) -> Vec<OptionSet> {
    let count = question.options().len();
    let several = matches!(question.kind, QuestionKind::Choices { .. });
    let value = |set: OptionSet| match several {
        true => Some(Value::Choices(set)),
        false => (set.len() == 1).then(|| Value::Choice(set.0.trailing_zeros() as usize)),
    };
    let sets = (0..1u64 << count).map(OptionSet);
    let taken = |set: &OptionSet| value(*set).is_some_and(|value| fits(question, Answer::Given(value), day).is_ok());
    sets.filter(taken).collect()
}

/// The options that an answer picks.
pub fn picked(value: &Value) -> OptionSet {
    match value {
        Value::Choice(position) => OptionSet::of(*position),
        Value::Choices(set) => *set,
        _ => OptionSet::default(),
    }
}

fn unsure(test: &Test) -> Option<bool> {
    match test {
        Test::Unsure(_) => Some(true),
        Test::Answered(_) => Some(false),
        _ => None,
    }
}

fn both(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Every question that a condition names, by itself or through named conditions and scores.
pub fn names(questionnaire: &Questionnaire, condition: &Condition) -> Vec<QuestionIx> {
    match &condition.node {
        ConditionNode::Test(Test::Score(score, ..)) => questionnaire.scores()[*score].sum.clone(),
        ConditionNode::Test(test) => test.question().into_iter().collect(),
        ConditionNode::Named(named) => names(questionnaire, &questionnaire.conditions()[*named].condition),
        ConditionNode::Not(inner) => names(questionnaire, inner),
        ConditionNode::All(parts) | ConditionNode::Any(parts) => {
            parts.iter().flat_map(|part| names(questionnaire, part)).collect()
        }
    }
}
