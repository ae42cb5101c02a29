//! One section of a table as clauses, beside the rules of the section; and the same judged by the engine.

use std::collections::BTreeSet;

use super::read::{Claim, Guideline, GuidelineRow};
use crate::assessment::Cause;
use crate::condition::{evaluate, support};
use crate::proof::Plan;
use crate::proof::Undecided;
use crate::proof::encode::Encoder;
use crate::proof::solver::{Lit, disagreement};
use crate::questionnaire::EvaluationStep;
use crate::response::Response;
use crate::value::Truth;
use crate::value::index::{IndexVec, QuestionIx, RuleIx, SectionIx, VerdictIx, item};

/// A row that speaks of a section, with what it claims of it.
#[derive(Clone, Copy)]
pub(super) struct Speaker<'g> {
    pub row: &'g GuidelineRow,
    pub claim: &'g Claim,
}

impl Speaker<'_> {
    pub fn mildest(&self) -> VerdictIx {
        *item(&self.claim.verdicts, 0, "verdict")
    }

    pub fn gravest(&self) -> VerdictIx {
        *item(&self.claim.verdicts, self.claim.verdicts.len().saturating_sub(1), "verdict")
    }

    pub fn names(&self, verdict: VerdictIx) -> bool {
        self.claim.verdicts.contains(&verdict)
    }

    /// Whether no verdict could please both.
    pub fn contradicts(&self, other: &Speaker<'_>) -> bool {
        !self.claim.verdicts.iter().any(|verdict| other.names(*verdict))
    }
}

/// What is sought of a complete response. Rows are positions among the speakers of the section.
#[derive(Clone, Debug)]
pub(super) enum Goal {
    /// The row speaks, and the section's verdict is milder than all that it names.
    TooMild(usize),
    /// Rows speak, none of them names the section's verdict, and it is milder than none of them; these rows do not speak.
    Unnamed(BTreeSet<usize>),
    /// The row speaks, and the section gives this verdict.
    Given(usize, VerdictIx),
    /// No row speaks, and the section gives this verdict.
    Gap(VerdictIx),
    /// The row speaks, and so does one of the others.
    Together(usize, Vec<usize>),
}

/// A section of a questionnaire, and the rows that speak of it.
pub(super) struct Column<'p, 'q, 'g> {
    pub plan: &'p Plan<'q>,
    pub section: SectionIx,
    pub speakers: Vec<Speaker<'g>>,
}

/// What the engine says of a response, as far as a column is about it.
pub(super) struct Judged {
    /// The verdict of the section.
    pub verdict: VerdictIx,
    /// The rules that give it; none if it is the mildest.
    pub rules: Vec<RuleIx>,
    /// The rows that speak.
    pub speaking: Vec<usize>,
}

impl<'p, 'q, 'g> Column<'p, 'q, 'g> {
    pub fn new(plan: &'p Plan<'q>, guideline: &'g Guideline, section: SectionIx, idle: &[&GuidelineRow]) -> Self {
        let rows = guideline.rows.iter().filter(|row| !idle.iter().any(|idle| std::ptr::eq(*idle, *row)));
        let speakers = rows.filter_map(|row| Some(Speaker { row, claim: row.claim(section)? })).collect();
        Column { plan, section, speakers }
    }

    pub fn speaker(&self, position: usize) -> Speaker<'g> {
        *item(&self.speakers, position, "row")
    }

    /// The smallest complete response that shows it, if there is any: the fewest answers, then the fewest picks and rows that
    /// speak. The engine has said so, too.
    pub fn smallest(&self, goal: &Goal) -> Result<Option<Response>, Undecided> {
        let mut sheet = Sheet::of(self);
        let assumed = sheet.assumed(self, goal);
        sheet.encoder.solve(&[])?;
        let costs = sheet.encoder.costs();
        let then: Vec<Lit> = sheet.encoder.picks().into_iter().chain(sheet.speaks.iter().copied()).collect();
        if !sheet.encoder.solver.fewest_then(&assumed, &costs, &then)? {
            return Ok(None);
        }
        let response = sheet.encoder.response();
        match self.shows(goal, &response) {
            true => Ok(Some(response)),
            false => Err(disagreement("the response found for a table does not show it when it is judged")),
        }
    }

    pub fn judge(&self, response: &Response) -> Judged {
        let (_, causes) = self.plan.weigh(response);
        let questionnaire = self.plan.questionnaire;
        let here = |cause: &Cause| match *cause {
            Cause::Rule(rule) => questionnaire[rule].section == self.section,
            Cause::Unsure(question) => questionnaire[question].section == self.section,
        };
        let causes: Vec<Cause> = causes.into_iter().filter(here).collect();
        let verdict = causes.iter().map(|cause| self.plan.verdict_of(*cause)).max().unwrap_or(VerdictIx(0));
        let decides = |cause: &Cause| verdict.at() > 0 && self.plan.verdict_of(*cause) == verdict;
        let rules = causes.into_iter().filter(decides).filter_map(Cause::rule).collect();
        let situation = self.plan.engine.situation(response);
        let speaks = |speaker: &Speaker<'_>| evaluate(&speaker.row.when, &situation) == Truth::True;
        let speaking = self.speakers.iter().enumerate().filter(|(_, speaker)| speaks(speaker));
        Judged { verdict, rules, speaking: speaking.map(|(position, _)| position).collect() }
    }

    /// The questions on which these rules rest in a response.
    pub fn rest_on(&self, rules: &[RuleIx], response: &Response) -> BTreeSet<QuestionIx> {
        let situation = self.plan.engine.situation(response);
        rules.iter().flat_map(|rule| support(&self.plan.questionnaire[*rule].when, &situation)).collect()
    }

    /// These questions, and those by whose answers they are asked.
    pub fn asked_by(&self, questions: &BTreeSet<QuestionIx>) -> BTreeSet<QuestionIx> {
        let steps = self.plan.cone_of_questions(questions.iter().copied()).into_iter();
        let question = |step| match step {
            EvaluationStep::Question(question) => Some(question),
            EvaluationStep::Section(_) | EvaluationStep::Condition(_) | EvaluationStep::Score(_) => None,
        };
        steps.filter_map(question).collect()
    }

    /// Whether the engine, too, sees it in a response.
    fn shows(&self, goal: &Goal, response: &Response) -> bool {
        let judged = self.judge(response);
        let speaking = || judged.speaking.iter().map(|position| self.speaker(*position));
        let speaks = |position: &usize| judged.speaking.contains(position);
        match goal {
            Goal::TooMild(row) => speaks(row) && judged.verdict < self.speaker(*row).mildest(),
            Goal::Unnamed(without) => {
                !judged.speaking.is_empty()
                    && !without.iter().any(speaks)
                    && speaking().all(|row| !row.names(judged.verdict) && judged.verdict >= row.mildest())
            }
            Goal::Given(row, verdict) => speaks(row) && judged.verdict == *verdict,
            Goal::Gap(verdict) => judged.speaking.is_empty() && judged.verdict == *verdict,
            Goal::Together(row, others) => speaks(row) && others.iter().any(speaks),
        }
    }
}

/// A column as clauses. Every solution is a complete response.
pub(super) struct Sheet<'p, 'q> {
    encoder: Encoder<'p, 'q>,
    /// By row: "it speaks".
    speaks: Vec<Lit>,
    /// "The section's verdict is this or a graver one."
    reaches: IndexVec<VerdictIx, Lit>,
}

impl<'p, 'q> Sheet<'p, 'q> {
    pub fn of(column: &Column<'p, 'q, '_>) -> Self {
        let questionnaire = column.plan.questionnaire;
        let mut encoder = Encoder::new(column.plan);
        let speaks = column.speakers.iter().map(|speaker| encoder.condition(&speaker.row.when).yes).collect();
        let rules: Vec<(VerdictIx, Lit)> = questionnaire[column.section]
            .rules
            .iter()
            .map(|rule| (questionnaire[rule].verdict, encoder.rule(rule).yes))
            .collect();
        let reaches = questionnaire.verdicts().indices().map(|least| match least.at() {
            0 => encoder.solver.yes(),
            _ => {
                let graver: Vec<Lit> = rules.iter().filter(|(of, _)| *of >= least).map(|(_, holds)| *holds).collect();
                encoder.solver.any(&graver)
            }
        });
        let reaches = reaches.collect();
        for question in encoder.encoded() {
            let answered = encoder.answered_in_full(question);
            encoder.solver.clause(&[answered]);
        }
        Sheet { encoder, speaks, reaches }
    }

    /// Whether it can be asked anything: a score may be too large for clauses.
    pub fn is_ready(&mut self) -> Result<(), Undecided> {
        self.encoder.solve(&[]).map(|_| ())
    }

    /// Whether any complete response shows it.
    pub fn is_possible(&mut self, column: &Column<'p, 'q, '_>, goal: &Goal) -> Result<bool, Undecided> {
        let assumed = self.assumed(column, goal);
        self.encoder.solve(&assumed)
    }

    /// The literals that say so.
    fn assumed(&mut self, column: &Column<'p, 'q, '_>, goal: &Goal) -> Vec<Lit> {
        let speaks = |sheet: &Self, row: usize| *item(&sheet.speaks, row, "row");
        match goal {
            Goal::TooMild(row) => {
                let least = self.reaches[column.speaker(*row).mildest()];
                vec![speaks(self, *row), !least]
            }
            Goal::Unnamed(without) => {
                let unnamed: Vec<Lit> = self.reaches.indices().map(|verdict| self.unnamed(column, verdict)).collect();
                let (any, some) = (self.encoder.solver.any(&unnamed), self.encoder.solver.any(&self.speaks.clone()));
                without.iter().map(|row| !speaks(self, *row)).chain([any, some]).collect()
            }
            Goal::Given(row, verdict) => vec![speaks(self, *row), self.gives(*verdict)],
            Goal::Gap(verdict) => {
                let gives = self.gives(*verdict);
                self.speaks.iter().map(|speaks| !*speaks).chain([gives]).collect()
            }
            Goal::Together(row, others) => {
                let others: Vec<Lit> = others.iter().map(|other| speaks(self, *other)).collect();
                vec![speaks(self, *row), self.encoder.solver.any(&others)]
            }
        }
    }

    /// "The section gives this verdict, no row that speaks names it, and none names only graver ones."
    fn unnamed(&mut self, column: &Column<'p, 'q, '_>, verdict: VerdictIx) -> Lit {
        let speakers = column.speakers.iter().zip(&self.speaks);
        let silenced = speakers.filter(|(speaker, _)| speaker.names(verdict) || speaker.mildest() > verdict);
        let silent: Vec<Lit> = silenced.map(|(_, speaks)| !*speaks).collect();
        let parts: Vec<Lit> = silent.into_iter().chain([self.gives(verdict)]).collect();
        self.encoder.solver.all(&parts)
    }

    /// "The section gives just this verdict."
    fn gives(&mut self, verdict: VerdictIx) -> Lit {
        let graver = self.reaches.enumerated().find(|(of, _)| *of > verdict).map(|(_, reaches)| !*reaches);
        let parts: Vec<Lit> = graver.into_iter().chain([self.reaches[verdict]]).collect();
        self.encoder.solver.all(&parts)
    }
}

/// Whether a row is true of any complete response.
pub(super) fn is_true_of_any(plan: &Plan<'_>, row: &GuidelineRow) -> Result<bool, Undecided> {
    let mut encoder = Encoder::new(plan);
    let holds = encoder.condition(&row.when).yes;
    for question in encoder.encoded() {
        let answered = encoder.answered_in_full(question);
        encoder.solver.clause(&[answered]);
    }
    encoder.solve(&[holds])
}
