//! What stands in a person's way, what decides first, and what to do next. The end of an interview and the page of a client
//! say it alike, since both take it from here.

use serde::Serialize;

use super::fill::Labels;
use super::order::{InTheWay, Rank, in_the_way};
use crate::assessment::{Assessment, Finding, Unsure};
use crate::questionnaire::{Audience, Rule};
use crate::value::Answer;

/// The most things that a person is told to do next.
const TO_DO: usize = 3;

/// What is said to whoever keeps an answer back: it is theirs to keep.
const KEPT_BACK: &str = "You need not tell us. A doctor can say to you alone what your answer would mean.";

/// Something that stands in the way, for the reader of this report.
pub(super) struct Point {
    /// The point in a word or a few.
    pub(super) title: String,
    pub(super) text: String,
    /// What its advice is about, where the advice alone may not say it.
    about: Option<String>,
    advice: Vec<String>,
    /// Whether it makes the verdict what it is.
    decides: bool,
    /// Whether it ends by itself, on a day.
    dated: bool,
}

/// All that stands in the way, what decides first.
pub(super) fn points(labels: &Labels<'_>, assessment: &Assessment) -> Vec<Point> {
    let point = |point: InTheWay<'_>| {
        let decides = point.verdict() == assessment.verdict;
        match point {
            InTheWay::Found(finding, rank) => found(labels, assessment, (finding, rank), decides),
            InTheWay::Unclear(unsure) => unclear(labels, unsure, decides),
        }
    };
    in_the_way(labels, assessment).into_iter().map(point).collect()
}

fn found(labels: &Labels<'_>, assessment: &Assessment, (finding, rank): (&Finding, Rank), decides: bool) -> Point {
    let rule = &labels.questionnaire[finding.rule];
    Point {
        title: labels.point(rule),
        about: rule.title.clone(),
        text: told(labels, assessment, rule),
        advice: labels.advice(finding.rule),
        decides,
        dated: rank.until.is_some(),
    }
}

fn unclear(labels: &Labels<'_>, unsure: &Unsure, decides: bool) -> Point {
    let question = &labels.questionnaire[unsure.question];
    let ask = labels.text(&question.ask);
    let said = match unsure.answer {
        _ if question.audience == Audience::Technician => "The technician could not say",
        Answer::Withheld => "You would rather not say",
        Answer::Given(_) => "You know this only roughly",
        Answer::Unsure | Answer::Skipped => "You are not sure about this",
    };
    let named = question.label.as_ref().map_or_else(|| ask.clone(), |label| format!("{label}."));
    // What says by itself what it is about needs no word before it.
    let (about, advice) = match labels.clear_up(question, &unsure.answer) {
        Some(clear_up) => (question.label.clone(), clear_up),
        None if unsure.answer == Answer::Withheld && question.label.is_some() => {
            (question.label.clone(), KEPT_BACK.to_owned())
        }
        None if unsure.answer == Answer::Withheld => (None, format!("{ask} {KEPT_BACK}")),
        None => (None, format!("Find out: {ask}")),
    };
    Point {
        title: "Not clear yet".to_owned(),
        about,
        text: format!("{said}: {named}"),
        advice: vec![advice],
        decides,
        dated: false,
    }
}

/// A rule in the words for the reader; one without words by the part that it belongs to.
pub(super) fn told(labels: &Labels<'_>, assessment: &Assessment, rule: &Rule) -> String {
    let technicians = match assessment.audience {
        Audience::Technician => labels.all(rule.technician_for(labels.treated)),
        Audience::Client | Audience::Everyone => Vec::new(),
    };
    let text = if technicians.is_empty() { labels.maybe(rule.finding.as_ref()) } else { Some(technicians.join(" ")) };
    text.unwrap_or_else(|| labels.questionnaire[rule.section].title.clone())
}

/// Something to do, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ToDo {
    about: Option<String>,
    text: String,
}

impl ToDo {
    /// As one sentence or more.
    pub(super) fn in_words(self) -> String {
        match self.about {
            Some(about) => format!("{about}: {}", self.text),
            None => self.text,
        }
    }
}

/// The first advice of each point that decides, what does not end by itself first, then that of the others, then what else is
/// advised; each once. Where nothing stands in the way, what the notes advise.
pub(super) fn to_do(labels: &Labels<'_>, assessment: &Assessment, points: &[Point]) -> Vec<ToDo> {
    let (mut decide, others): (Vec<&Point>, Vec<&Point>) = points.iter().partition(|point| point.decides);
    decide.sort_by_key(|point| point.dated);
    let in_turn = decide.iter().chain(&others);
    let advice = |point: &Point, skipped: usize, taken: usize| -> Vec<ToDo> {
        let advice = point.advice.iter().skip(skipped).take(taken);
        advice.map(|text| ToDo { about: point.about.clone(), text: text.clone() }).collect()
    };
    let firsts = in_turn.clone().flat_map(|point| advice(point, 0, 1));
    let rest = in_turn.flat_map(|point| advice(point, 1, usize::MAX));
    // Who has something to settle is told of that alone.
    let is_note = |finding: &&Finding| labels.questionnaire[finding.rule].verdict.at() == 0 && points.is_empty();
    let told = assessment.findings.iter().filter(is_note);
    let notes = told.flat_map(|finding| {
        let about = &labels.questionnaire[finding.rule].title;
        labels.advice(finding.rule).into_iter().map(|text| ToDo { about: about.clone(), text })
    });
    let mut to_do: Vec<ToDo> = Vec::new();
    for step in firsts.chain(rest).chain(notes) {
        if to_do.len() < TO_DO && !to_do.iter().any(|known| known.text == step.text) {
            to_do.push(step);
        }
    }
    to_do
}
