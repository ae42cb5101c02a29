//! The items of a report: sections, findings, open and unclear questions, scores, sources, answers.

use std::collections::BTreeSet;

use serde::Serialize;

use super::fill::{Labels, Named, Said, ShownDay, ShownDue, ShownVerdict, shown_day, shown_due, tidy};
use super::labels::entry;
use super::order::still_to_come;
use super::picture::Picture;
use super::waiting::Waiting;
use crate::assessment::{Assessment, Finding, Open, Reason, SectionVerdict, Unsure};
use crate::questionnaire::{Audience, Evidence, Question, QuestionKind, Questionnaire, Rule, SourceKind};
use crate::value::index::{QuestionIx, SourceNoteIx};
use crate::value::{Answer, State};

#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownSection {
    id: String,
    title: String,
    verdict: ShownVerdict,
    could_become: ShownVerdict,
    settled: bool,
    known: bool,
    /// Whether something can still change it, and the client has answered all that is asked of clients.
    left_to_technician: bool,
    tags: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownFinding {
    pub(super) rule: String,
    title: String,
    section: Named,
    verdict: ShownVerdict,
    not_before: Option<ShownDay>,
    by: Option<ShownDue>,
    text: Option<String>,
    technician: Option<String>,
    advice: Vec<String>,
    changes: Option<String>,
    evidence: Option<ShownEvidence>,
    sources: Vec<ShownSource>,
    because: Vec<Said>,
    /// Of these, what the client told.
    told: Vec<Said>,
    /// Of these, what the technician found.
    found: Vec<Said>,
    stop: bool,
    pub(super) tags: Vec<String>,
}

/// How sure we are: a word beside each finding, and what it means, once for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ShownEvidence {
    id: String,
    /// Its first sentence, without the stop.
    word: String,
    says: String,
}

impl ShownEvidence {
    fn of(evidence: &Evidence) -> ShownEvidence {
        let says = tidy(&evidence.says);
        let word = says.split_once(". ").map_or(says.trim_end_matches('.'), |(word, _)| word);
        ShownEvidence { id: evidence.id.clone(), word: word.to_owned(), says }
    }
}

/// The levels of evidence that findings name, each once, in the order of the questionnaire.
pub(super) fn legend(questionnaire: &Questionnaire, assessment: &Assessment) -> Vec<ShownEvidence> {
    let named: Vec<_> = assessment.findings.iter().filter_map(|item| questionnaire[item.rule].evidence).collect();
    let levels = questionnaire.evidence().enumerated().filter(|(index, _)| named.contains(index));
    levels.map(|(_, evidence)| ShownEvidence::of(evidence)).collect()
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownSource {
    id: String,
    number: usize,
    title: String,
    publisher: Option<String>,
    year: Option<String>,
    url: Option<String>,
    /// What sort of work it is, in words.
    kind: Option<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownUnsure {
    question: String,
    ask: String,
    name: String,
    answer: String,
    why: Option<String>,
    clear_up: Option<String>,
    section: Named,
    verdict: ShownVerdict,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownOpen {
    question: String,
    ask: String,
    why: Option<String>,
    section: Named,
    audience: &'static str,
    could_become: ShownVerdict,
    rules: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownScore {
    pub(super) id: String,
    title: String,
    low: i64,
    high: i64,
}

/// A question for the technician: with what was found, or with what can be ticked on paper, or a line to write on.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Examine {
    question: String,
    pub(super) ask: String,
    pub(super) answer: Option<String>,
    pub(super) beside: Vec<Said>,
    help: Option<String>,
    section: Named,
    pub(super) options: Vec<String>,
    /// The drawings of the options, if they have any.
    pub(super) drawings: Vec<Picture>,
    line: bool,
    unit: Option<String>,
    /// Whether it stands in a box of its own, which the questionnaire brings, and not among those to tick.
    pub(super) apart: bool,
    /// Whether it goes through what the client said, which then stands beside it from the beginning.
    pub(super) review: bool,
}

/// All answers of one section.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AnswerPage {
    id: String,
    title: String,
    answers: Vec<Said>,
}

/// The sources that the findings, and what helps to decide, cite, each once, in questionnaire order: a source's number is its place here.
pub(super) struct Cited(Vec<SourceNoteIx>);

impl Cited {
    pub(super) fn new(questionnaire: &Questionnaire, assessment: &Assessment, besides: Vec<SourceNoteIx>) -> Cited {
        let rules = assessment.findings.iter().map(|finding| &questionnaire[finding.rule]);
        let mut cited: Vec<_> = rules.flat_map(|rule| rule.told_sources().iter().copied()).chain(besides).collect();
        cited.sort_unstable();
        cited.dedup();
        Cited(cited)
    }

    /// All of them, by number.
    pub(super) fn sources(&self, labels: &Labels<'_>) -> Vec<ShownSource> {
        self.0.iter().zip(1..).map(|(source, number)| shown_source(labels, *source, number)).collect()
    }

    /// Those of one rule, by number, so that they read `[1] [2]`.
    fn of_rule(&self, labels: &Labels<'_>, rule: &Rule) -> Vec<ShownSource> {
        self.of(labels, rule.told_sources())
    }

    /// Some of them, by number.
    pub(super) fn of(&self, labels: &Labels<'_>, cited: &[SourceNoteIx]) -> Vec<ShownSource> {
        let mut numbered: Vec<_> = cited.iter().map(|source| (self.number(*source), *source)).collect();
        numbered.sort_unstable();
        numbered.into_iter().map(|(number, source)| shown_source(labels, source, number)).collect()
    }

    fn number(&self, source: SourceNoteIx) -> usize {
        let place = self.0.binary_search(&source);
        assert!(place.is_ok(), "a fault of Candidacy: {source:?} of a finding is not among the sources cited");
        let (Ok(place) | Err(place)) = place;
        place + 1
    }
}

fn shown_source(labels: &Labels<'_>, index: SourceNoteIx, number: usize) -> ShownSource {
    let note = &labels.questionnaire[index];
    let for_client = labels.audience != Audience::Technician;
    // A client's page says what a seller's page is, not where it is.
    let named = !(for_client && note.kind == Some(SourceKind::Trade));
    let title = note.for_clients.as_ref().filter(|_| for_client).unwrap_or(&note.title);
    ShownSource {
        id: note.id.clone(),
        number,
        title: title.clone(),
        publisher: note.publisher.clone().filter(|_| named),
        year: note.year.clone(),
        url: note.url.clone().filter(|url| named && is_web_address(url)),
        kind: note.kind.map(SourceKind::says),
    }
}

/// Only such an address may become a link in a page.
fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The verdict of a section, and what is still open of it.
pub(super) fn shown_section(labels: &Labels<'_>, item: &SectionVerdict, waiting: &Waiting) -> ShownSection {
    let named = labels.named(item.section);
    let settled = item.at_least == item.could_become;
    ShownSection {
        id: named.id,
        title: named.title,
        verdict: labels.verdict(item.verdict),
        could_become: labels.verdict(item.could_become),
        settled,
        known: item.verdict.at() > 0 || settled,
        left_to_technician: !settled && waiting.count == 0,
        tags: labels.questionnaire[item.section].tags.clone(),
    }
}

/// First those that only inform, then the others; each in their order. What several advise in the same words, only what decides
/// first of them does. A note that serves a treatment alone is for people who may be treated, and for technicians.
pub(super) fn notes_and_findings(
    labels: &Labels<'_>,
    cited: &Cited,
    assessment: &Assessment,
) -> (Vec<ShownFinding>, Vec<ShownFinding>) {
    let mut advised = BTreeSet::new();
    let serves_treatment =
        |rule: &Rule| rule.verdict.at() == 0 && rule.advice.is_empty() && !rule.advice_if_treated.is_empty();
    let told = assessment.in_order(labels.questionnaire).into_iter().filter(|item| {
        let told = labels.treated || labels.audience == Audience::Technician;
        told || !serves_treatment(&labels.questionnaire[item.rule])
    });
    let all = told.map(|item| {
        let mut finding = shown_finding(labels, cited, item);
        finding.advice.retain(|advice| advised.insert(advice.clone()));
        finding
    });
    all.partition(|finding| finding.verdict.step == 1)
}

fn shown_finding(labels: &Labels<'_>, cited: &Cited, item: &Finding) -> ShownFinding {
    let rule = &labels.questionnaire[item.rule];
    let evidence = rule.evidence.map(|evidence| &labels.questionnaire[evidence]);
    // What was never asked is nothing that anybody told us.
    let answered = || item.because.iter().filter(|reason| reason.answer.is_some());
    let is_found = |reason: &&Reason| labels.questionnaire[reason.question].audience == Audience::Technician;
    ShownFinding {
        rule: rule.id.clone(),
        title: labels.point(rule),
        section: labels.named(rule.section),
        verdict: labels.verdict(rule.verdict),
        not_before: still_to_come(labels, item).map(shown_day),
        by: item.by.map(|by| shown_due(by, labels.situation.day())),
        text: labels.maybe(rule.finding.as_ref()),
        technician: joined(labels.all(rule.technician_for(labels.treated))),
        advice: labels.advice(item.rule),
        changes: labels.maybe(rule.changes_for(labels.treated)),
        evidence: evidence.map(ShownEvidence::of),
        sources: cited.of_rule(labels, rule),
        because: answered().map(|reason| because(labels, reason)).collect(),
        told: answered().filter(|reason| !is_found(reason)).map(|reason| because(labels, reason)).collect(),
        found: answered().filter(is_found).map(|reason| because(labels, reason)).collect(),
        stop: rule.stop,
        tags: rule.tags.clone(),
    }
}

/// Texts one after the other; none if there is none.
fn joined(texts: Vec<String>) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// An answer that decided, in words.
pub(super) fn because(labels: &Labels<'_>, reason: &Reason) -> Said {
    let state = match &reason.answer {
        None => "not_applicable",
        Some(Answer::Given(_)) => "answered",
        Some(Answer::Unsure) => "unsure",
        Some(Answer::Withheld) => "withheld",
        Some(Answer::Skipped) => "open",
    };
    labels.said(&labels.questionnaire[reason.question], reason.answer.as_ref(), state)
}

pub(super) fn shown_unsure(labels: &Labels<'_>, item: &Unsure) -> ShownUnsure {
    let question = &labels.questionnaire[item.question];
    ShownUnsure {
        question: question.id.clone(),
        ask: labels.text(&question.ask),
        name: labels.name(question),
        answer: entry(question, &item.answer),
        why: labels.maybe(question.why.as_ref()),
        clear_up: labels.clear_up(question, &item.answer),
        section: labels.named(question.section),
        verdict: labels.verdict(item.verdict),
    }
}

pub(super) fn shown_open(labels: &Labels<'_>, item: &Open) -> ShownOpen {
    let question = &labels.questionnaire[item.question];
    ShownOpen {
        question: question.id.clone(),
        ask: labels.asks(item.question),
        why: labels.maybe(question.why.as_ref()),
        section: labels.named(question.section),
        audience: question.audience.name(),
        could_become: labels.verdict(item.could_become),
        rules: item.rules().map(|rule| labels.questionnaire[rule].id.clone()).collect(),
    }
}

pub(super) fn shown_scores(labels: &Labels<'_>, assessment: &Assessment) -> Vec<ShownScore> {
    let scores = labels.questionnaire.scores().iter().zip(&assessment.scores);
    let scores = scores.filter(|(score, _)| !score.private);
    scores
        .map(|(score, sum)| ShownScore {
            id: score.id.clone(),
            title: score.title.clone(),
            low: sum.low,
            high: sum.high,
        })
        .collect()
}

/// The sections that have something to show, with what was said in each and what is still open. What the technician has
/// not answered stands under `examine`.
pub(super) fn answer_pages(labels: &Labels<'_>) -> Vec<AnswerPage> {
    let sections = labels.questionnaire.sections().iter();
    let pages = sections.map(|section| AnswerPage {
        id: section.id.clone(),
        title: section.title.clone(),
        answers: section.questions.iter().filter_map(|question| line(labels, question)).collect(),
    });
    pages.filter(|page| !page.answers.is_empty()).collect()
}

/// The questions for the technician that apply or may yet apply.
pub(super) fn to_examine(labels: &Labels<'_>) -> Vec<Examine> {
    let questions = labels.questionnaire.questions().enumerated();
    let asked = questions.filter(|(_, question)| question.audience == Audience::Technician && !question.private);
    let apply = asked.filter(|(index, _)| labels.situation.state(*index) != State::NotApplicable);
    apply.map(|(index, question)| examine(labels, index, question)).collect()
}

/// The tag of technicians' questions that stand on the sheet in `technician_tests`.
const APART: &str = "tests";

fn examine(labels: &Labels<'_>, index: QuestionIx, question: &Question) -> Examine {
    let mut options: Vec<String> = question.options().iter().map(|option| option.label.clone()).collect();
    if matches!(question.kind, QuestionKind::YesNo) {
        options.extend(["Yes", "No"].map(str::to_owned));
    }
    let (line_to_write_on, unit) = match &question.kind {
        QuestionKind::Number { unit, .. } => (true, unit.clone()),
        QuestionKind::Date(_) | QuestionKind::Text => (true, None),
        QuestionKind::YesNo | QuestionKind::Choice(_) | QuestionKind::Scale(_) | QuestionKind::Choices { .. } => {
            (false, None)
        }
    };
    let answer = line(labels, index).filter(|said| said.state != "open").map(|said| said.answer);
    let is_text = matches!(question.kind, QuestionKind::Text);
    Examine {
        question: question.id.clone(),
        ask: labels.text(&question.ask),
        beside: beside(labels, question),
        help: labels.maybe(question.help.as_ref()),
        section: labels.named(question.section),
        line: line_to_write_on,
        drawings: drawings(labels, question),
        options,
        unit,
        // Words that anybody may add, and nobody has, have their room under "Notes".
        apart: question.tags.iter().any(|tag| tag == APART) || (is_text && question.when.is_none() && answer.is_none()),
        review: question.goes_through_answers(),
        answer,
    }
}

/// The drawings to choose from. An option without one would be lost among them, so then there are none.
fn drawings(labels: &Labels<'_>, question: &Question) -> Vec<Picture> {
    let drawn = question.options().iter().map(|option| Picture::of(option, labels.questionnaire.images()));
    drawn.collect::<Option<Vec<Picture>>>().unwrap_or_default()
}

/// What was said to the questions whose ids a question carries as tags. Most tags are no ids.
fn beside(labels: &Labels<'_>, question: &Question) -> Vec<Said> {
    let others = question.tags.iter().filter_map(|tag| labels.questionnaire.question(tag));
    others.filter_map(|other| line(labels, other)).collect()
}

/// What was said to a question; nothing of one that does not apply, that is private, or that the technician has not answered.
fn line(labels: &Labels<'_>, index: QuestionIx) -> Option<Said> {
    let question = &labels.questionnaire[index];
    if question.private {
        return None;
    }
    let answer = labels.response.get(index);
    match labels.situation.state(index) {
        State::NotApplicable => None,
        State::Answered(_) => Some(labels.said(question, answer, "answered")),
        State::Unsure => Some(labels.said(question, answer, "unsure")),
        State::Withheld => Some(labels.said(question, answer, "withheld")),
        State::Open if question.audience == Audience::Technician => None,
        State::Open => Some(labels.said(question, None, "open")),
    }
}
