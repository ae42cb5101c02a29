//! A second opinion: what a response comes to, worked out the slow and obvious way, straight from the checked questionnaire.
//!
//! No passes, no caches, no support sets: each question is asked anew, as often as anything wants to know, and scores try
//! every possible answer.

use candidacy::condition::{Condition, ConditionNode, DateTest, DerivedNumber, NumberTest, PairTest, PicksTest, Test};
use candidacy::questionnaire::{AnswerPoints, Points, Question, QuestionKind, Questionnaire, Rule, Score, ScoreItem};
use candidacy::response::{Response, fits};
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Date, Decimal, OptionSet, Value};

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
            ConditionNode::Test(Test::Score(score, ..)) => {
                let score = &self.questionnaire.scores()[*score];
                score.conditions().flat_map(|when| self.undecided(when)).collect()
            }
            ConditionNode::Test(test) => {
                let asked =
                    test.question().filter(|index| matches!(self.known(*index), Known::Value(Value::Period(_))));
                asked.filter(|_| self.test(test).is_none()).into_iter().collect()
            }
            ConditionNode::Named(named) => self.undecided(&self.questionnaire.conditions()[*named].condition),
            ConditionNode::Not(inner) => self.undecided(inner),
            ConditionNode::All(parts) | ConditionNode::Any(parts) | ConditionNode::AtLeast(_, parts) => {
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
            ConditionNode::AtLeast(least, parts) => {
                let told: Vec<Option<bool>> = parts.iter().map(|part| self.holds(part)).collect();
                let as_many =
                    |counts: fn(&Option<bool>) -> bool| told.iter().filter(|told| counts(told)).count() >= *least;
                match (as_many(|told| *told == Some(true)), as_many(|told| *told != Some(false))) {
                    (true, _) => Some(true),
                    (false, true) => None,
                    (false, false) => Some(false),
                }
            }
        }
    }

    /// A list of parts, one of which with the truth value `decisive` decides it.
    fn decided(&self, parts: &[Condition], decisive: bool) -> Option<bool> {
        let told: Vec<Option<bool>> = parts.iter().map(|part| self.holds(part)).collect();
        if told.contains(&Some(decisive)) { Some(decisive) } else { (!told.contains(&None)).then_some(!decisive) }
    }

    fn test(&self, test: &Test) -> Option<bool> {
        if let Test::Score(score, comparison, bound) = test {
            let score = &self.questionnaire.scores()[*score];
            if self.lacks(score) {
                return None;
            }
            let totals = self.totals(score);
            let (low, high) = (*totals.iter().min()?, *totals.iter().max()?);
            // Between the least and the most, every whole number counts as possible.
            let mut told = (low..=high).map(|total| comparison.holds(&total, bound));
            let first = told.next()?;
            return told.all(|next| next == first).then_some(first);
        }
        if let Test::Derived(number, test) = test {
            let mut values = std::collections::BTreeMap::new();
            let mut open = false;
            for question in number.questions() {
                match self.known(question) {
                    Known::Absent => return Some(false),
                    Known::Value(Value::Number(value)) => {
                        values.insert(question, *value);
                    }
                    _ => open = true,
                }
            }
            return (!open).then(|| worked_out_passes(number, *test, |question| values[&question]));
        }
        if let Test::Pair(left, test, right) = test {
            return match (self.known(*left), self.known(*right)) {
                (Known::Absent, _) | (_, Known::Absent) => Some(false),
                (Known::Value(left), Known::Value(right)) => Some(stand_so(*test, left, right)),
                _ => None,
            };
        }
        let value = match self.known(test.question()?) {
            Known::Absent => return Some(false),
            Known::Nothing => return None,
            Known::Unsure => return unsure(test, self.response.get(test.question()?)),
            Known::Value(Value::Period(period)) => {
                // One day after the other.
                let (mut day, mut yes, mut no) = (period.first(), false, false);
                while day <= period.last() {
                    let holds = answered(test, &Value::Date(day), self.day);
                    (yes, no) = (yes || holds, no || !holds);
                    day = day.tomorrow().unwrap();
                }
                return if yes && no { None } else { Some(yes) };
            }
            Known::Value(value) => value,
        };
        Some(answered(test, value, self.day))
    }

    /// Whether more of its questions lack an answer than may.
    fn lacks(&self, score: &Score) -> bool {
        let lacking = |answer: &&AnswerPoints| matches!(self.known(answer.question), Known::Nothing | Known::Unsure);
        score.missing_up_to.is_some_and(|most| score.answers().filter(lacking).count() > most)
    }

    /// Every total that a sum of points can still come to.
    fn totals(&self, score: &Score) -> Vec<i64> {
        let mut totals = vec![0];
        for item in &score.sum {
            let parts = match item {
                ScoreItem::Answer(answer) => self.parts(answer),
                ScoreItem::When { when, points } => match self.holds(when) {
                    Some(true) => vec![*points],
                    Some(false) => vec![0],
                    None => vec![0, *points],
                },
            };
            totals = totals.iter().flat_map(|total| parts.iter().map(move |part| total + part)).collect();
            totals.sort_unstable();
            totals.dedup();
        }
        totals
    }

    fn parts(&self, answer: &AnswerPoints) -> Vec<i64> {
        let question = &self.questionnaire.questions()[answer.question];
        match self.known(answer.question) {
            Known::Absent => vec![0],
            Known::Value(value) => vec![adds(&answer.points, value)],
            Known::Unsure | Known::Nothing => {
                let all = possible(question, &answer.points, self.day);
                let may = |answer: &&Value| picked(answer).iter().all(|at| self.offers(question, at) != Some(false));
                let sure = |answer: &Value| picked(answer).iter().all(|at| self.offers(question, at) == Some(true));
                let safe = self.applies(question) == Some(true) && all.iter().any(sure);
                let nothing = if safe { None } else { Some(0) };
                all.iter().filter(may).map(|value| adds(&answer.points, value)).chain(nothing).collect()
            }
        }
    }
}

/// What an answer adds.
fn adds(points: &Points, value: &Value) -> i64 {
    match (points, value) {
        (Points::YesNo { yes, .. }, Value::YesNo(true)) => *yes,
        (Points::YesNo { no, .. }, Value::YesNo(false)) => *no,
        (Points::Options(each), value) => picked(value).iter().map(|at| each[at]).sum(),
        (Points::Bands { lowest, above }, Value::Number(number)) => {
            let mut points = *lowest;
            for (from, more) in above {
                if number >= from {
                    points = *more;
                }
            }
            points
        }
        _ => panic!("{points:?} of {value:?}"),
    }
}

/// Every answer that a question takes, of numbers one in each band.
fn possible(question: &Question, points: &Points, day: Date) -> Vec<Value> {
    let all: Vec<Value> = match (&question.kind, points) {
        (QuestionKind::YesNo, _) => vec![Value::YesNo(false), Value::YesNo(true)],
        (QuestionKind::Number { range, decimals, .. }, Points::Bands { above, .. }) => {
            let below = above.first().map_or(Decimal::ZERO, |(from, _)| *from - Decimal::new(1, *decimals));
            let lowest = range.map_or(below, |(least, _)| least);
            [lowest].into_iter().chain(above.iter().map(|(from, _)| *from)).map(Value::Number).collect()
        }
        (QuestionKind::Choices { .. }, _) => {
            (0..1u64 << question.options().len()).map(|set| Value::Choices(OptionSet(set))).collect()
        }
        _ => (0..question.options().len()).map(Value::Choice).collect(),
    };
    all.into_iter().filter(|value| fits(question, Answer::Given(value.clone()), day).is_ok()).collect()
}

/// The options that an answer picks.
pub fn picked(value: &Value) -> OptionSet {
    match value {
        Value::Choice(position) => OptionSet::of(*position),
        Value::Choices(set) => *set,
        _ => OptionSet::default(),
    }
}

fn unsure(test: &Test, answer: Option<&Answer>) -> Option<bool> {
    match test {
        Test::Unsure(_) => Some(true),
        Test::Withheld(_) => Some(answer == Some(&Answer::Withheld)),
        Test::Answered(_) => Some(false),
        _ => None,
    }
}

/// Whether a worked-out number passes: both sides are multiplied with what it is divided by, so that nothing is rounded.
pub fn worked_out_passes(number: &DerivedNumber, test: NumberTest, value: impl Fn(QuestionIx) -> Decimal) -> bool {
    let above = number.above.iter().fold(number.scale, |product, question| product * value(*question));
    let below = number.below.iter().fold(Decimal::ONE, |product, question| product * value(*question));
    match test {
        NumberTest::Compared(comparison, bound) => comparison.holds(&above, &(bound * below)),
        NumberTest::Between(low, high) => low * below <= above && above <= high * below,
    }
}

/// Whether two answers stand so to each other; of days, by walking from one to the other.
pub fn stand_so(test: PairTest, left: &Value, right: &Value) -> bool {
    let reaches = |from: &Date, to: &Date, days: u32| {
        from <= to && from.saturating_add(jiff::Span::new().days(i64::from(days))) > *to
    };
    match (test, left, right) {
        (PairTest::Compared(comparison), Value::Choice(left), Value::Choice(right)) => comparison.holds(left, right),
        (PairTest::Compared(comparison), Value::Number(left), Value::Number(right)) => comparison.holds(left, right),
        (PairTest::Compared(comparison), Value::Date(left), Value::Date(right)) => comparison.holds(left, right),
        (PairTest::WithinAfter(days), Value::Date(left), Value::Date(right)) => reaches(right, left, days),
        (PairTest::WithinBefore(days), Value::Date(left), Value::Date(right)) => reaches(left, right, days),
        other => panic!("{other:?}"),
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
        ConditionNode::Test(Test::Score(score, ..)) => {
            let score = &questionnaire.scores()[*score];
            let asked = score.answers().map(|answer| answer.question);
            asked.chain(score.conditions().flat_map(|when| names(questionnaire, when))).collect()
        }
        ConditionNode::Test(test) => test.questions(),
        ConditionNode::Named(named) => names(questionnaire, &questionnaire.conditions()[*named].condition),
        ConditionNode::Not(inner) => names(questionnaire, inner),
        ConditionNode::All(parts) | ConditionNode::Any(parts) | ConditionNode::AtLeast(_, parts) => {
            parts.iter().flat_map(|part| names(questionnaire, part)).collect()
        }
    }
}

/// Whether an answer passes a test on one question.
pub fn answered(test: &Test, value: &Value, day: Date) -> bool {
    match (test, value) {
        (Test::Answered(_), _) => true,
        (Test::Yes(_), Value::YesNo(yes)) => *yes,
        (Test::OneOf(_, set), Value::Choice(position)) => set.contains(*position),
        (Test::Picks(_, PicksTest::Any, set), Value::Choices(picks)) => {
            set.iter().any(|position| picks.contains(position))
        }
        (Test::Picks(_, PicksTest::All, set), Value::Choices(picks)) => {
            set.iter().all(|position| picks.contains(position))
        }
        (Test::Picks(_, PicksTest::None, set), Value::Choices(picks)) => {
            !set.iter().any(|position| picks.contains(position))
        }
        (Test::Number(_, NumberTest::Between(low, high)), Value::Number(number)) => low <= number && number <= high,
        (Test::Date(_, DateTest::BetweenAgo(least, most)), Value::Date(date)) => {
            day >= least.after(*date) && day < most.after(*date)
        }
        (Test::Date(_, DateTest::BetweenAhead(least, most)), Value::Date(date)) => {
            *date >= least.after(day) && *date < most.after(day)
        }
        (Test::Date(_, DateTest::Past), Value::Date(date)) => *date <= day,
        (Test::Date(_, DateTest::Ahead), Value::Date(date)) => *date >= day,
        (Test::Date(_, DateTest::Calendar(comparison, bound)), Value::Date(date)) => comparison.holds(date, bound),
        (Test::Number(_, NumberTest::Compared(comparison, bound)), Value::Number(number)) => {
            comparison.holds(number, bound)
        }
        (Test::Date(_, DateTest::Within(duration)), Value::Date(date)) => *date <= day && day < duration.after(*date),
        (Test::Date(_, DateTest::WithinNext(duration)), Value::Date(date)) => {
            *date >= day && *date < duration.after(day)
        }
        _ => false,
    }
}
