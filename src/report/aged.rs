//! What has aged, what was put aside, and what has changed since the person was here before.

use serde::Serialize;

use super::fill::{Labels, ShownDay, ShownVerdict, ago, shown_day};
use super::labels::entry;
use crate::assessment::{Assessment, Engine};
use crate::response::{Response, Visit};
use crate::text::counted;
use crate::value::index::QuestionIx;

/// The answers past their time.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownAged {
    /// How many there are.
    count: usize,
    /// As a sentence without its full stop: `9 answers are too old`.
    says: String,
    /// The newest day among them.
    day: Option<ShownDay>,
    /// Each.
    answers: Vec<Old>,
    /// How many each section has of them.
    sections: Vec<OldSection>,
}

/// A section with answers of an earlier day.
#[derive(Clone, Debug, Serialize)]
struct OldSection {
    title: String,
    count: usize,
}

/// An answer of an earlier day.
#[derive(Clone, Debug, Serialize)]
struct Old {
    question: String,
    ask: String,
    answer: String,
    day: ShownDay,
    ago: String,
}

impl ShownAged {
    pub(super) fn new(labels: &Labels<'_>, assessment: &Assessment) -> ShownAged {
        let count = assessment.aged.len();
        let old = assessment.aged.iter().map(|aged| {
            let question = &labels.questionnaire[aged.question];
            let (ask, answer) = (labels.text(&question.ask), entry(question, &aged.answer));
            Old {
                question: question.id.clone(),
                ask,
                answer,
                day: shown_day(aged.answered_on),
                ago: ago(aged.answered_on, assessment.assessed_on),
            }
        });
        ShownAged {
            count,
            says: format!(
                "{} too old",
                if count == 1 { "1 answer is".to_owned() } else { format!("{count} answers are") }
            ),
            day: assessment.aged.iter().map(|aged| aged.answered_on).max().map(shown_day),
            answers: old.collect(),
            sections: labels
                .questionnaire
                .sections()
                .iter()
                .map(|section| OldSection {
                    title: section.title.clone(),
                    count: assessment.aged.iter().filter(|aged| section.questions.contains(aged.question)).count(),
                })
                .filter(|section| section.count > 0)
                .collect(),
        }
    }
}

/// An answer that counts for nothing.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownAside {
    /// The question, in words if these questions have it.
    ask: String,
    because: String,
}

pub(super) fn shown_asides(labels: &Labels<'_>, assessment: &Assessment) -> Vec<ShownAside> {
    let questionnaire = labels.questionnaire;
    let ask = |id: &str| match questionnaire.question(id) {
        Some(question) => labels.text(&questionnaire[question].ask),
        None => id.to_owned(),
    };
    let put_aside = assessment.put_aside(questionnaire, labels.response).into_iter();
    put_aside.map(|aside| ShownAside { ask: ask(&aside.question), because: aside.because }).collect()
}

/// Whether nobody knows when some answers were given that can age.
pub(super) fn has_undated(labels: &Labels<'_>) -> bool {
    labels.response.undated(labels.questionnaire).next().is_some()
}

/// What has changed since the person was here before. Both visits are judged by the rules of today, each on its own day: so what
/// differs comes from the answers, or from time that has passed, and never from a rule that is new.
#[derive(Clone, Debug, Serialize)]
pub struct Changes {
    since: ShownDay,
    /// As a sentence without its full stop: `2 answers changed`.
    says: String,
    answers: Vec<ChangedAnswer>,
    /// None if it is the same.
    verdict: Option<Flip>,
    sections: Vec<Flip>,
    /// What the answers of then came to by the rules of then, where those of today say otherwise.
    rules: Option<Flip>,
    /// The version of the questions then, if it was another.
    version: Option<String>,
}

/// An answer that differs.
#[derive(Clone, Debug, Serialize)]
struct ChangedAnswer {
    question: String,
    ask: String,
    was: String,
    now: String,
}

/// A result that differs.
#[derive(Clone, Debug, Serialize)]
struct Flip {
    title: String,
    was: ShownVerdict,
    now: ShownVerdict,
}

impl Changes {
    /// In a line: `Since 3 April 2026: 2 answers changed. Your skin: Suitable → Not now.`
    pub(super) fn in_words(&self) -> String {
        let flips = self.verdict.iter().chain(&self.sections).map(|flip| {
            let Flip { title, was, now } = flip;
            format!(" {title}: {} → {}.", was.title, now.title)
        });
        format!("Since {}: {}.{}", self.since.words, self.says, flips.collect::<String>())
    }

    /// One by one: what is judged differently, if both results stand, then the answers.
    pub(super) fn lines(&self, firm: bool) -> Vec<String> {
        let flips = self.verdict.iter().chain(&self.sections).filter(|_| firm);
        let flips = flips.map(|Flip { title, was, now }| format!("{title}: {} → {}", was.title, now.title));
        let answers = self.answers.iter().map(|one| format!("{} {} → {}", one.ask, one.was, one.now));
        flips.chain(answers).collect()
    }
}

/// Compares what a person says now with what the same person said on an earlier day, which `then` judges by the same
/// questionnaire. `written` is the record of that day: the version of the questions, and what the answers came to.
///
/// # Panics
/// If a response is not one to the questionnaire of both engines.
pub fn changes(then: (&Engine<'_>, &Response), now: (&Engine<'_>, &Response, &Assessment), written: &Visit) -> Changes {
    let (engine, response, assessment) = now;
    let questionnaire = engine.questionnaire();
    let before = then.0.assess(then.1, assessment.audience);
    let situation = engine.situation(response);
    let labels = Labels::new(&situation, assessment.may_be_treated(questionnaire), assessment);
    let said = |of: &Response, question: QuestionIx| {
        of.get(question).map_or("no answer".to_owned(), |answer| entry(&questionnaire[question], answer))
    };
    let differs = |question: &QuestionIx| {
        let applies = situation.applies(*question) != crate::value::Truth::False;
        applies && !questionnaire[*question].private && then.1.get(*question) != response.get(*question)
    };
    let answers: Vec<ChangedAnswer> = questionnaire
        .questions()
        .indices()
        .filter(differs)
        .map(|question| ChangedAnswer {
            question: questionnaire[question].id.clone(),
            ask: labels.text(&questionnaire[question].ask),
            was: said(then.1, question),
            now: said(response, question),
        })
        .collect();
    let noted = written.verdict.as_deref();
    let ruled = noted.and_then(|id| questionnaire.verdicts().find(|verdict| verdict.id == id));
    let flip = |title: String, (was, now)| Flip { title, was: labels.verdict(was), now: labels.verdict(now) };
    let sections = assessment.sections.iter().filter_map(|section| {
        let was = before.sections.iter().find(|was| was.section == section.section)?;
        let differs = was.verdict != section.verdict;
        differs.then(|| flip(questionnaire[section.section].title.clone(), (was.verdict, section.verdict)))
    });
    Changes {
        since: shown_day(then.0.day()),
        says: format!("{} changed", counted(answers.len(), "answer")),
        verdict: (before.verdict != assessment.verdict)
            .then(|| flip("The result".to_owned(), (before.verdict, assessment.verdict))),
        rules: ruled
            .filter(|ruled| *ruled != before.verdict)
            .map(|ruled| flip("The result of then".to_owned(), (ruled, before.verdict))),
        sections: sections.collect(),
        answers,
        version: written.version.clone().filter(|version| version != questionnaire.version()),
    }
}
