//! From a checked questionnaire, with its three truth values, to a rule set in two.
//!
//! A rule makes its finding if it surely holds. `not` is pushed down to the tests; there, "surely holds" and "surely fails"
//! are two-valued questions about what the response says: something is given, or left out, or `unsure`. This is right for
//! responses in which every question that applies has an answer, and in which no `unsure` leaves it open whether another
//! question applies; `respond` makes only such.

use candidacy::condition::{Comparison, Condition, ConditionNode, DateTest, NumberTest, PicksTest, Test};
use candidacy::questionnaire::{Question, QuestionKind, Questionnaire};
use candidacy::value::index::{QuestionIx, ScoreIx, VerdictIx};
use candidacy::value::{Date, Duration, OptionSet};
use peer_common::set::{Kind, Rule, Set, Term, UNSURE, Var, Variable, When};

/// The rule set of a questionnaire on a day.
pub fn translate(questionnaire: &Questionnaire, day: Date) -> Set {
    let translator = Translator { questionnaire, day };
    let rules = questionnaire.rules().iter().map(|rule| Rule {
        id: rule.id.clone(),
        verdict: rule.verdict.at(),
        finding: true,
        when: translator.sure(&rule.when, true),
    });
    Set {
        id: questionnaire.id().to_owned(),
        verdicts: questionnaire.verdicts().iter().map(|verdict| verdict.id.clone()).collect(),
        variables: (0..questionnaire.questions().len()).map(|var| translator.variable(var)).collect(),
        rules: rules.chain(translator.floors()).collect(),
    }
}

struct Translator<'q> {
    questionnaire: &'q Questionnaire,
    day: Date,
}

impl Translator<'_> {
    fn question(&self, var: Var) -> &Question {
        &self.questionnaire.questions()[var]
    }

    fn variable(&self, var: Var) -> Variable {
        let question = self.question(var);
        let ids = || question.options().iter().map(|option| option.id.clone()).collect();
        let kind = match question.kind {
            QuestionKind::YesNo => Kind::YesNo,
            QuestionKind::Choice(_) | QuestionKind::Scale(_) => Kind::Choice(ids()),
            QuestionKind::Choices { .. } => Kind::Choices(ids()),
            QuestionKind::Number { .. } => Kind::Number,
            QuestionKind::Date(_) => Kind::Date,
            QuestionKind::Text => Kind::Text,
        };
        let missing = self.may_not_apply(var) || !question.required;
        Variable { id: question.id.clone(), kind, missing, unsure: question.unsure.is_some() }
    }

    /// Whether leaving it out says that it does not apply. Else leaving it out leaves it open.
    fn may_not_apply(&self, var: Var) -> bool {
        let question = self.question(var);
        question.when.is_some() || self.questionnaire.sections()[question.section.at()].when.is_some()
    }

    /// For each verdict, whether something is unsure that makes it at least that.
    fn floors(&self) -> impl Iterator<Item = Rule> {
        let verdicts = self.questionnaire.verdicts().iter().enumerate().skip(1);
        verdicts.filter_map(|(at, verdict)| {
            let questions = self.questionnaire.questions().iter().enumerate();
            let unsure = questions.filter(|(_, question)| question.unsure == Some(VerdictIx::new(at)));
            let parts: Vec<When> = unsure.map(|(var, _)| When::Unsure(var)).collect();
            let id = format!("unsure_{}", verdict.id);
            (!parts.is_empty()).then(|| Rule { id, verdict: at, finding: false, when: any(parts) })
        })
    }

    /// Whether the condition surely holds, or surely fails.
    fn sure(&self, condition: &Condition, holds: bool) -> When {
        let each = |parts: &[Condition]| parts.iter().map(|part| self.sure(part, holds)).collect();
        match &condition.node {
            ConditionNode::Test(test) if holds => self.passes(test),
            ConditionNode::Test(test) => self.fails(test),
            ConditionNode::Named(named) => self.sure(&self.questionnaire.conditions()[named].condition, holds),
            ConditionNode::Not(inner) => self.sure(inner, !holds),
            ConditionNode::All(parts) if holds => all(each(parts)),
            ConditionNode::Any(parts) if !holds => all(each(parts)),
            ConditionNode::All(parts) | ConditionNode::Any(parts) => any(each(parts)),
        }
    }

    fn passes(&self, test: &Test) -> When {
        match test {
            Test::Score(score, comparison, bound) => self.score(*score, *comparison, *bound),
            Test::Answered(of) => all(self.given(of.at()).into_iter().chain(self.not_unsure(of.at())).collect()),
            Test::Unsure(of) => When::Unsure(of.at()),
            Test::Picks(of, PicksTest::None, options) => {
                let none = not(When::Any(of.at(), self.ids(*of, *options)));
                all(self.given(of.at()).into_iter().chain(self.not_unsure(of.at())).chain([none]).collect())
            }
            Test::Picks(of, PicksTest::All, options) => {
                all(self.ids(*of, *options).into_iter().map(|option| When::Any(of.at(), vec![option])).collect())
            }
            Test::Yes(of) => When::Yes(of.at()),
            Test::OneOf(of, options) => When::In(of.at(), self.ids(*of, *options)),
            Test::Picks(of, PicksTest::Any, options) => When::Any(of.at(), self.ids(*of, *options)),
            Test::Number(of, NumberTest::Compared(comparison, bound)) => {
                When::Number(of.at(), comparison.sign().to_owned(), bound.to_string())
            }
            Test::Date(of, DateTest::Within(duration)) => self.between(*of, first_within(*duration, self.day), self.day),
            Test::Date(of, DateTest::WithinNext(duration)) => {
                self.between(*of, self.day, duration.after(self.day).yesterday().unwrap())
            }
        }
    }

    fn fails(&self, test: &Test) -> When {
        let Some(of) = test.question() else {
            let Test::Score(score, comparison, bound) = test else { unreachable!("only a score is about no question") };
            return self.score(*score, inverse(*comparison), *bound);
        };
        let (var, may_not_apply) = (of.at(), self.may_not_apply(of.at()));
        match test {
            Test::Answered(_) => any(self.left_out(var).into_iter().chain(self.unsure(var)).collect()),
            Test::Picks(_, PicksTest::None, options) => {
                any(self.left_out(var).into_iter().chain([When::Any(var, self.ids(of, *options))]).collect())
            }
            Test::Yes(_) if !may_not_apply && !self.variable(var).unsure && !self.variable(var).missing => {
                not(When::Yes(var))
            }
            Test::Yes(_) if !may_not_apply => When::No(var),
            Test::OneOf(_, options) if may_not_apply => {
                let unsure = self.variable(var).unsure.then(|| UNSURE.to_owned());
                not(When::In(var, self.ids(of, *options).into_iter().chain(unsure).collect()))
            }
            Test::OneOf(_, options) => {
                let others = OptionSet::first(self.question(var).options().len()).without(*options);
                When::In(var, self.ids(of, others))
            }
            _ => {
                let fails = not(self.passes(test));
                let open = self.given(var).filter(|_| !may_not_apply);
                let unsure = self.not_unsure(var).filter(|_| !matches!(test, Test::Unsure(_)));
                all(open.into_iter().chain(unsure).chain([fails]).collect())
            }
        }
    }

    fn ids(&self, of: QuestionIx, options: OptionSet) -> Vec<String> {
        let all = self.question(of.at()).options();
        options.iter().map(|position| all[position].id.clone()).collect()
    }

    fn given(&self, var: Var) -> Option<When> {
        self.variable(var).missing.then_some(When::Given(var))
    }

    /// Whether it surely does not apply.
    fn left_out(&self, var: Var) -> Option<When> {
        self.may_not_apply(var).then(|| not(When::Given(var)))
    }

    fn unsure(&self, var: Var) -> Option<When> {
        self.variable(var).unsure.then_some(When::Unsure(var))
    }

    fn not_unsure(&self, var: Var) -> Option<When> {
        self.unsure(var).map(not)
    }

    fn between(&self, of: QuestionIx, first: Date, last: Date) -> When {
        When::Between(of.at(), first.to_string(), last.to_string())
    }

    /// A score is an interval: what it is at least must pass, or what it is at most.
    fn score(&self, score: ScoreIx, comparison: Comparison, bound: i64) -> When {
        let sum = |comparison: Comparison, least: bool| {
            let score = &self.questionnaire.scores()[score];
            assert!(score.conditions().next().is_none() && score.missing_up_to.is_none(), "only answers are added up");
            let addends = score.answers();
            let terms = addends.flat_map(|answer| self.points(answer.question.at(), least)).collect();
            When::Sum(terms, comparison.sign().to_owned(), bound)
        };
        match comparison {
            Comparison::AtLeast | Comparison::Greater => sum(comparison, true),
            Comparison::AtMost | Comparison::Less => sum(comparison, false),
            Comparison::Equal => all(vec![sum(comparison, true), sum(comparison, false)]),
            Comparison::NotEqual => any(vec![sum(Comparison::Greater, true), sum(Comparison::Less, false)]),
        }
    }

    /// What a choice adds: its options by their points, those that add nothing left out.
    fn points(&self, var: Var, least: bool) -> Vec<Term> {
        let question = self.question(var);
        assert!(matches!(question.kind, QuestionKind::Choice(_) | QuestionKind::Scale(_)), "only choices are added up");
        assert!(question.required && question.options().iter().all(|option| option.when.is_none()));
        let points = question.options().iter().map(|option| (option.id.clone(), option.points.unwrap_or(0)));
        let mut points: Vec<(String, i64)> = points.collect();
        let values = points.iter().map(|(_, points)| *points);
        let bound = if least { values.min() } else { values.max() };
        points.extend(bound.filter(|_| question.unsure.is_some()).map(|bound| (UNSURE.to_owned(), bound)));
        let mut terms: Vec<Term> = Vec::new();
        for (option, points) in points.into_iter().filter(|(_, points)| *points != 0) {
            match terms.iter_mut().find(|term| term.points == points) {
                Some(term) => term.options.push(option),
                None => terms.push(Term { var, options: vec![option], points }),
            }
        }
        terms
    }
}

/// The first day of a span that ends after `day`. Years before 1 cannot be written.
fn first_within(duration: Duration, day: Date) -> Date {
    duration.earliest_past(day).max(Date::constant(1, 1, 1))
}

fn inverse(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
    }
}

fn not(when: When) -> When {
    match when {
        When::Not(inner) => *inner,
        when => When::Not(Box::new(when)),
    }
}

fn all(parts: Vec<When>) -> When {
    let flat = parts.into_iter().flat_map(|part| match part {
        When::And(parts) => parts,
        part => vec![part],
    });
    one_or(flat.collect(), When::And)
}

fn any(parts: Vec<When>) -> When {
    let flat = parts.into_iter().flat_map(|part| match part {
        When::Or(parts) => parts,
        part => vec![part],
    });
    one_or(flat.collect(), When::Or)
}

fn one_or(mut parts: Vec<When>, group: fn(Vec<When>) -> When) -> When {
    assert!(!parts.is_empty(), "a test that is always true or always false");
    if parts.len() == 1 { parts.remove(0) } else { group(parts) }
}
