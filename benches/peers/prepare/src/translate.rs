//! From a checked questionnaire, with its three truth values, to a rule set in two.
//!
//! A rule makes its finding if it surely holds. `not` is pushed down to the tests; there, "surely holds" and "surely fails"
//! are two-valued questions about what the response says: something is given, or left out, or `unsure`. This is right for
//! responses in which every question that applies has an answer, and in which no `unsure` leaves it open whether another
//! question applies; `respond` makes only such.

use candidacy::condition::{Comparison, Condition, ConditionNode, DateTest, NumberTest, PairTest, PicksTest, Test};
use candidacy::questionnaire::{Question, QuestionKind, Questionnaire};
use candidacy::value::index::{QuestionIx, ScoreIx, VerdictIx};
use candidacy::value::{Date, Decimal, Duration, OptionSet};
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
        &self.questionnaire.questions()[QuestionIx::new(var)]
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
        question.when.is_some() || self.questionnaire.sections()[question.section].when.is_some()
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
        let each = |parts: &[Condition]| parts.iter().map(|part| self.sure(part, holds)).collect::<Vec<When>>();
        // So many of them, as any of the groups of that size.
        let so_many =
            |count: usize, parts: &[Condition]| any(groups(count, &each(parts)).into_iter().map(all).collect());
        match &condition.node {
            ConditionNode::Test(test) if holds => self.passes(test),
            ConditionNode::Test(test) => self.fails(test),
            ConditionNode::Named(named) => self.sure(&self.questionnaire.conditions()[*named].condition, holds),
            ConditionNode::Not(inner) => self.sure(inner, !holds),
            ConditionNode::All(parts) if holds => all(each(parts)),
            ConditionNode::Any(parts) if !holds => all(each(parts)),
            ConditionNode::All(parts) | ConditionNode::Any(parts) => any(each(parts)),
            ConditionNode::AtLeast(count, parts) if holds => so_many(*count, parts),
            ConditionNode::AtLeast(count, parts) => so_many(parts.len() + 1 - *count, parts),
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
            Test::Number(of, NumberTest::Between(least, most)) => {
                let bound = |sign: &str, bound: Decimal| When::Number(of.at(), sign.to_owned(), bound.to_string());
                all(vec![bound(">=", *least), bound("<=", *most)])
            }
            Test::Date(of, test) => {
                let (first, last) = self.span(*test);
                self.between(*of, first, last)
            }
            Test::Pair(left, PairTest::Compared(comparison), right) => self.pair(*left, *comparison, *right),
            Test::Pair(..) | Test::Derived(..) | Test::Withheld(_) => panic!("the sets measured here do not ask so"),
        }
    }

    /// The first and the last day that pass.
    fn span(&self, test: DateTest) -> (Date, Date) {
        let (earliest, latest) = (Date::constant(1, 1, 1), Date::constant(9999, 12, 31));
        let before = |day: Date| day.yesterday().expect("no set asks for the first day of all");
        match test {
            DateTest::Within(duration) => (first_within(duration, self.day), self.day),
            DateTest::WithinNext(duration) => (self.day, before(duration.after(self.day))),
            DateTest::BetweenAgo(least, most) => (first_within(most, self.day), before(first_within(least, self.day))),
            DateTest::BetweenAhead(least, most) => (least.after(self.day), before(most.after(self.day))),
            DateTest::Past => (earliest, self.day),
            DateTest::Ahead => (self.day, latest),
            DateTest::Calendar(Comparison::Less, day) => (earliest, before(day)),
            DateTest::Calendar(Comparison::AtMost, day) => (earliest, day),
            DateTest::Calendar(Comparison::Greater, day) => {
                (day.tomorrow().expect("no set asks for the last day of all"), latest)
            }
            DateTest::Calendar(Comparison::AtLeast, day) => (day, latest),
            DateTest::Calendar(Comparison::Equal | Comparison::NotEqual, _) => {
                panic!("the sets measured here do not ask so")
            }
        }
    }

    /// One option held against another: for each of the one, those of the other that stand so to it.
    fn pair(&self, left: QuestionIx, comparison: Comparison, right: QuestionIx) -> When {
        let options = self.question(left.at()).options().len();
        assert!(options > 0, "the sets measured here hold options against each other");
        let each = (0..options).filter_map(|at| {
            let so: OptionSet = (0..options).filter(|other| comparison.holds(&at, other)).collect();
            let one = When::In(left.at(), self.ids(left, std::iter::once(at).collect()));
            (!so.is_empty()).then(|| all(vec![one, When::In(right.at(), self.ids(right, so))]))
        });
        any(each.collect())
    }

    fn fails(&self, test: &Test) -> When {
        if let Test::Pair(left, PairTest::Compared(comparison), right) = test {
            let left_out = [left, right].into_iter().filter_map(|of| self.left_out(of.at()));
            return any(left_out.chain([self.pair(*left, inverse(*comparison), *right)]).collect());
        }
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

/// Every choice of so many of these, in their order.
fn groups(count: usize, parts: &[When]) -> Vec<Vec<When>> {
    let Some((first, rest)) = parts.split_first().filter(|_| count > 0) else {
        return if count == 0 { vec![Vec::new()] } else { Vec::new() };
    };
    let with = groups(count - 1, rest).into_iter().map(|group| [vec![first.clone()], group].concat());
    with.chain(groups(count, rest)).collect()
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
