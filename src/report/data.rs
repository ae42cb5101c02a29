//! The report as data: everything that a template can show, with its labels.
//!
//! Texts are filled here, once; templates only arrange them. What each key holds is in `docs/templates.md`.

use serde::Serialize;

use super::contract::Contract;
use super::label_index::Lookup;
use super::labels::{day_in_words, entry, picked, words};
use super::picture::Picture;
use super::waiting::Waiting;
use super::way::{Way, Ways};
use crate::assessment::{self, Assessment, Engine, Reason, SectionVerdict, Situation};
use crate::questionnaire::{Audience, Question, QuestionKind, Questionnaire, Rule, Status};
use crate::response::Response;
use crate::template::{Text, Words};
use crate::value::index::{QuestionIx, RuleIx, SectionIx, SourceNoteIx, VerdictIx};
use crate::value::{self, Answer, State};

/// Everything that a report can show.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    #[serde(skip)]
    contract: Contract,
    questionnaire: About,
    assessed_on: Day,
    audience: &'static str,
    verdict: Verdict,
    could_become: Verdict,
    settled: bool,
    #[serde(flatten)]
    standing: Standing,
    not_before: Option<Day>,
    earliest: Day,
    stopped: bool,
    sections: Vec<Section>,
    findings: Vec<Finding>,
    notes: Vec<Finding>,
    what_if: Vec<Way>,
    unsure: Vec<Unsure>,
    open: Vec<Open>,
    waiting: Waiting,
    scores: Vec<Score>,
    answers: Vec<Page>,
    examine: Vec<Examine>,
    sources: Vec<Source>,
    verdicts: Vec<Verdict>,
    #[serde(flatten)]
    lookup: Lookup,
}

impl Report {
    /// The assessment as the JSON contract: one line, keys in the documented order.
    pub fn contract(&self) -> String {
        serde_json::to_string(&self.contract).unwrap_or_default()
    }
}

/// How firmly the verdict stands.
#[derive(Clone, Debug, Serialize)]
struct Standing {
    known: bool,
    can_become: Verdict,
    unchangeable: bool,
}

/// Which questionnaire judged.
#[derive(Clone, Debug, Serialize)]
struct About {
    id: String,
    version: String,
    fingerprint: String,
    title: String,
    language: String,
    about: Option<String>,
    url: Option<String>,
    draft: bool,
}

/// A day, for machines and for people.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Day {
    date: String,
    words: String,
}

/// A verdict, and where it stands among all: `step` of `steps`, and a `tone` from 0 (calm) to 4 (stop) for its looks.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Verdict {
    id: String,
    title: String,
    says: String,
    step: usize,
    steps: usize,
    tone: usize,
}

#[derive(Clone, Debug, Serialize)]
struct Section {
    id: String,
    title: String,
    verdict: Verdict,
    could_become: Verdict,
    settled: bool,
    known: bool,
    tags: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Finding {
    pub(super) rule: String,
    section: Named,
    verdict: Verdict,
    not_before: Option<Day>,
    text: Option<String>,
    technician: Option<String>,
    advice: Vec<String>,
    changes: Option<String>,
    evidence: Option<Evidence>,
    sources: Vec<Source>,
    because: Vec<Said>,
    stop: bool,
    pub(super) tags: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) title: String,
}

#[derive(Clone, Debug, Serialize)]
struct Evidence {
    id: String,
    says: String,
}

#[derive(Clone, Debug, Serialize)]
struct Source {
    id: String,
    number: usize,
    title: String,
    publisher: Option<String>,
    year: Option<String>,
    url: Option<String>,
}

/// A question and what was said to it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Said {
    question: String,
    ask: String,
    answer: String,
    /// `answered`, `unsure`, `withheld`, `open` or `not_applicable`.
    state: &'static str,
    audience: &'static str,
    images: Vec<Picture>,
}

#[derive(Clone, Debug, Serialize)]
struct Unsure {
    question: String,
    ask: String,
    answer: String,
    why: Option<String>,
    section: Named,
    verdict: Verdict,
}

#[derive(Clone, Debug, Serialize)]
struct Open {
    question: String,
    ask: String,
    why: Option<String>,
    section: Named,
    audience: &'static str,
    could_become: Verdict,
    rules: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Score {
    pub(super) id: String,
    title: String,
    low: i64,
    high: i64,
}

/// A question for the technician: with what was found, or with what can be ticked on paper, or a line to write on.
#[derive(Clone, Debug, Serialize)]
struct Examine {
    question: String,
    ask: String,
    answer: Option<String>,
    beside: Vec<Said>,
    help: Option<String>,
    section: Named,
    options: Vec<String>,
    line: bool,
    unit: Option<String>,
}

/// All answers of one section.
#[derive(Clone, Debug, Serialize)]
struct Page {
    id: String,
    title: String,
    answers: Vec<Said>,
}

/// Fills all texts and labels of an assessment, and asks the proofs what would change it. The engine is the one that made
/// the assessment.
pub fn report(engine: &Engine<'_>, response: &Response, assessment: &Assessment) -> Report {
    let ways = Ways::of(engine, response, assessment);
    filled(&engine.situation(response), assessment, &ways)
}

/// The report of an assessment about which the analysis said that.
pub(super) fn filled(situation: &Situation<'_>, assessment: &Assessment, ways: &Ways) -> Report {
    let (questionnaire, response) = (situation.questionnaire(), situation.response());
    let words = words(questionnaire, situation);
    let filler = Filler { questionnaire, response, situation, words, cited: cited(questionnaire, assessment) };
    let (notes, findings) = filler.findings(assessment);
    let scores = filler.scores(assessment);
    let waiting = Waiting::new(&filler, assessment, ways);
    Report {
        contract: Contract::new(&filler, assessment),
        questionnaire: about(questionnaire),
        assessed_on: day(assessment.assessed_on),
        audience: assessment.audience.name(),
        verdict: filler.verdict(assessment.verdict),
        could_become: filler.verdict(assessment.could_become),
        settled: assessment.settled(),
        standing: Standing {
            known: assessment.verdict.at() > 0 || waiting.count == 0,
            can_become: filler.verdict(ways.verdict),
            unchangeable: ways.verdict <= assessment.verdict,
        },
        not_before: assessment.not_before().map(day),
        earliest: day(assessment.not_before().map_or(assessment.assessed_on, |day| day.max(assessment.assessed_on))),
        stopped: assessment.stopped(questionnaire).is_some(),
        sections: assessment.sections.iter().map(|item| filler.section(item)).collect(),
        what_if: ways.ways.iter().map(|way| Way::new(&filler, way)).collect(),
        unsure: assessment.unsure.iter().filter_map(|item| filler.unsure(item)).collect(),
        open: assessment.open.iter().filter_map(|item| filler.open(item)).collect(),
        waiting,
        answers: filler.pages(),
        examine: filler.examine(),
        sources: filler.cited.iter().filter_map(|source| filler.source(*source)).collect(),
        verdicts: (0..questionnaire.verdicts().len()).map(|at| filler.verdict(VerdictIx::new(at))).collect(),
        lookup: Lookup::new(&filler, &findings.iter().chain(&notes).collect::<Vec<_>>(), &scores),
        findings,
        notes,
        scores,
    }
}

/// The JSON contract alone, for whoever needs no labels: what [`Report::contract`] gives.
pub fn contract(engine: &Engine<'_>, response: &Response, assessment: &Assessment) -> String {
    let (questionnaire, situation) = (engine.questionnaire(), engine.situation(response));
    let words = words(questionnaire, &situation);
    let filler = Filler { questionnaire, response, situation: &situation, words, cited: Vec::new() };
    serde_json::to_string(&Contract::new(&filler, assessment)).unwrap_or_default()
}

/// The sources that the findings cite, each once, in questionnaire order.
fn cited(questionnaire: &Questionnaire, assessment: &Assessment) -> Vec<SourceNoteIx> {
    let rules = assessment.findings.iter().filter_map(|finding| questionnaire.rules().get(finding.rule.at()));
    let mut cited: Vec<_> = rules.flat_map(|rule| rule.sources.iter().copied()).collect();
    cited.sort_unstable();
    cited.dedup();
    cited
}

fn about(questionnaire: &Questionnaire) -> About {
    About {
        id: questionnaire.id().to_owned(),
        version: questionnaire.version().to_owned(),
        fingerprint: questionnaire.fingerprint().to_owned(),
        title: questionnaire.title().to_owned(),
        language: questionnaire.language().to_owned(),
        about: questionnaire.about().map(tidy),
        url: questionnaire.url().map(str::to_owned),
        draft: questionnaire.status() == Status::Draft,
    }
}

pub(super) fn day(date: value::Date) -> Day {
    Day { date: date.to_string(), words: day_in_words(date) }
}

/// One paragraph: line breaks and runs of blanks become one blank.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything that is needed to fill texts and look up labels.
pub(super) struct Filler<'a> {
    pub(super) questionnaire: &'a Questionnaire,
    pub(super) response: &'a Response,
    pub(super) situation: &'a Situation<'a>,
    words: Words,
    cited: Vec<SourceNoteIx>,
}

impl Filler<'_> {
    /// A text with its gaps filled, as one paragraph.
    pub(super) fn text(&self, text: &Text) -> String {
        tidy(&text.fill(&self.words))
    }

    /// The same, of a text that may not be there; one that comes out empty counts as not there.
    pub(super) fn maybe(&self, text: Option<&Text>) -> Option<String> {
        text.map(|text| self.text(text)).filter(|text| !text.is_empty())
    }

    /// The texts that do not come out empty.
    pub(super) fn all(&self, texts: &[Text]) -> Vec<String> {
        texts.iter().filter_map(|text| self.maybe(Some(text))).collect()
    }

    pub(super) fn verdict(&self, index: VerdictIx) -> Verdict {
        let verdicts = self.questionnaire.verdicts();
        let label = verdicts.get(index.at());
        Verdict {
            id: label.map(|verdict| verdict.id.clone()).unwrap_or_default(),
            title: label.map(|verdict| verdict.title.clone()).unwrap_or_default(),
            says: label.map(|verdict| tidy(&verdict.says)).unwrap_or_default(),
            step: index.at() + 1,
            steps: verdicts.len(),
            tone: tone(index.at(), verdicts.len()),
        }
    }

    fn section(&self, item: &SectionVerdict) -> Section {
        let named = self.named(item.section);
        let tags = self.questionnaire.sections().get(item.section.at()).map(|section| section.tags.clone());
        Section {
            id: named.id,
            title: named.title,
            verdict: self.verdict(item.verdict),
            could_become: self.verdict(item.could_become),
            settled: item.verdict == item.could_become,
            known: item.verdict.at() > 0 || item.verdict == item.could_become,
            tags: tags.unwrap_or_default(),
        }
    }

    pub(super) fn named(&self, index: SectionIx) -> Named {
        let section = self.questionnaire.sections().get(index.at());
        Named {
            id: section.map(|section| section.id.clone()).unwrap_or_default(),
            title: section.map(|section| section.title.clone()).unwrap_or_default(),
        }
    }

    /// First those that only inform, then the others: most cautious first, and else in the order of the questionnaire.
    fn findings(&self, assessment: &Assessment) -> (Vec<Finding>, Vec<Finding>) {
        let all = assessment.findings.iter().filter_map(|item| self.finding(item));
        let (notes, mut findings): (Vec<_>, Vec<_>) = all.partition(|finding| finding.verdict.step == 1);
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.verdict.step));
        (notes, findings)
    }

    fn finding(&self, item: &assessment::Finding) -> Option<Finding> {
        let rule: &Rule = self.questionnaire.rules().get(item.rule.at())?;
        let evidence = rule.evidence.and_then(|evidence| self.questionnaire.evidence().get(evidence.at()));
        Some(Finding {
            rule: rule.id.clone(),
            section: self.named(rule.section),
            verdict: self.verdict(rule.verdict),
            not_before: item.not_before.map(day),
            text: self.maybe(rule.finding.as_ref()),
            technician: self.maybe(rule.technician.as_ref()),
            advice: self.all(&rule.advice),
            changes: self.maybe(rule.changes.as_ref()),
            evidence: evidence.map(|evidence| Evidence { id: evidence.id.clone(), says: tidy(&evidence.says) }),
            sources: self.sources(rule),
            because: item.because.iter().filter_map(|reason| self.because(reason)).collect(),
            stop: rule.stop,
            tags: rule.tags.clone(),
        })
    }

    /// By number, so that they read `[1] [2]`.
    fn sources(&self, rule: &Rule) -> Vec<Source> {
        let mut sources: Vec<_> = rule.sources.iter().filter_map(|source| self.source(*source)).collect();
        sources.sort_by_key(|source| source.number);
        sources
    }

    fn source(&self, index: SourceNoteIx) -> Option<Source> {
        let note = self.questionnaire.sources().get(index.at())?;
        Some(Source {
            id: note.id.clone(),
            number: self.cited.iter().position(|cited| *cited == index).map_or(0, |at| at + 1),
            title: note.title.clone(),
            publisher: note.publisher.clone(),
            year: note.year.clone(),
            url: note.url.clone().filter(|url| is_web_address(url)),
        })
    }

    fn because(&self, reason: &Reason) -> Option<Said> {
        let question = self.questionnaire.questions().get(reason.question.at())?;
        let state = match &reason.answer {
            None => "not_applicable",
            Some(Answer::Given(_)) => "answered",
            Some(Answer::Unsure) => "unsure",
            Some(Answer::Withheld) => "withheld",
            Some(Answer::Skipped) => "open",
        };
        Some(self.said(question, reason.answer.as_ref(), state))
    }

    pub(super) fn said(&self, question: &Question, answer: Option<&Answer>, state: &'static str) -> Said {
        let options = answer.map(|answer| picked(question, answer)).unwrap_or_default();
        Said {
            question: question.id.clone(),
            ask: self.text(&question.ask),
            answer: answer.map(|answer| entry(question, answer)).unwrap_or_default(),
            state,
            audience: question.audience.name(),
            images: options.into_iter().filter_map(|option| Picture::of(option, self.questionnaire.images())).collect(),
        }
    }

    fn unsure(&self, item: &assessment::Unsure) -> Option<Unsure> {
        let question = self.questionnaire.questions().get(item.question.at())?;
        Some(Unsure {
            question: question.id.clone(),
            ask: self.text(&question.ask),
            answer: entry(question, &item.answer),
            why: self.maybe(question.why.as_ref()),
            section: self.named(question.section),
            verdict: self.verdict(item.verdict),
        })
    }

    fn open(&self, item: &assessment::Open) -> Option<Open> {
        let question = self.questionnaire.questions().get(item.question.at())?;
        let id = |rule: &RuleIx| self.questionnaire.rules().get(rule.at()).map(|rule| rule.id.clone());
        Some(Open {
            question: question.id.clone(),
            ask: self.text(&question.ask),
            why: self.maybe(question.why.as_ref()),
            section: self.named(question.section),
            audience: question.audience.name(),
            could_become: self.verdict(item.could_become),
            rules: item.rules.iter().filter_map(id).collect(),
        })
    }

    fn scores(&self, assessment: &Assessment) -> Vec<Score> {
        let scores = self.questionnaire.scores().iter().zip(&assessment.scores);
        let score = |(score, sum): (&crate::questionnaire::Score, &value::Interval)| Score {
            id: score.id.clone(),
            title: score.title.clone(),
            low: sum.low,
            high: sum.high,
        };
        scores.map(score).collect()
    }

    /// The sections that have something to show, with what was said in each and what is still open. What the technician has
    /// not answered stands under `examine`.
    fn pages(&self) -> Vec<Page> {
        let sections = self.questionnaire.sections().iter();
        let pages = sections.map(|section| Page {
            id: section.id.clone(),
            title: section.title.clone(),
            answers: section.questions.iter().filter_map(|question| self.line(question)).collect(),
        });
        pages.filter(|page| !page.answers.is_empty()).collect()
    }

    /// The questions for the technician that apply or may yet apply.
    fn examine(&self) -> Vec<Examine> {
        let questions = self.questionnaire.questions().iter().enumerate();
        let asked = questions.filter(|(_, question)| question.audience == Audience::Technician);
        let applies = |at: usize| self.situation.state(QuestionIx::new(at)) != State::NotApplicable;
        asked
            .filter(|(at, _)| applies(*at))
            .map(|(at, question)| self.to_examine(QuestionIx::new(at), question))
            .collect()
    }

    /// What was said to the questions whose ids a question carries as tags.
    fn beside(&self, question: &Question) -> Vec<Said> {
        let others = question.tags.iter().filter_map(|tag| self.questionnaire.question(tag));
        others.filter_map(|other| self.line(other)).collect()
    }

    fn to_examine(&self, index: QuestionIx, question: &Question) -> Examine {
        let mut options: Vec<String> = question.options().iter().map(|option| option.label.clone()).collect();
        if matches!(question.kind, QuestionKind::YesNo) {
            options.extend(["Yes", "No"].map(str::to_owned));
        }
        if question.unsure.is_some() {
            options.push("Not sure".to_owned());
        }
        Examine {
            question: question.id.clone(),
            ask: self.text(&question.ask),
            answer: self.line(index).filter(|said| said.state != "open").map(|said| said.answer),
            beside: self.beside(question),
            help: self.maybe(question.help.as_ref()),
            section: self.named(question.section),
            line: matches!(question.kind, QuestionKind::Number { .. } | QuestionKind::Date(_) | QuestionKind::Text),
            options,
            unit: match &question.kind {
                QuestionKind::Number { unit, .. } => unit.clone(),
                _ => None,
            },
        }
    }

    fn line(&self, index: QuestionIx) -> Option<Said> {
        let question = &self.questionnaire[index];
        let answer = self.response.get(index);
        match self.situation.state(index) {
            State::NotApplicable => None,
            State::Answered(_) => Some(self.said(question, answer, "answered")),
            State::Unsure => Some(self.said(question, answer, "unsure")),
            State::Withheld => Some(self.said(question, answer, "withheld")),
            State::Open if question.audience == Audience::Technician => None,
            State::Open => Some(self.said(question, None, "open")),
        }
    }
}

/// Only such an address may become a link in a page.
fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// 0 for the first verdict, 4 for the last, the others spread between.
fn tone(at: usize, count: usize) -> usize {
    let last = count.saturating_sub(1).max(1);
    (at.min(last) * 4 + last / 2) / last
}
