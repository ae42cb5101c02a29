//! Texts with their gaps filled, and the labels of verdicts, sections and answers: what contract and report are made of.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

use super::labels::{entry, picked, word};
use super::picture::Picture;
use crate::assessment::{Assessment, Situation};
use crate::questionnaire::{Audience, Question, Questionnaire, Rule};
use crate::response::Response;
use crate::template::{Text, one_paragraph};
use crate::value::index::{QuestionIx, RuleIx, SectionIx, VerdictIx, item};
use crate::value::{Answer, Date, Value, day_in_words};

/// One response, ready to fill texts and to look up labels.
pub(super) struct Labels<'a> {
    pub(super) questionnaire: &'a Questionnaire,
    pub(super) response: &'a Response,
    pub(super) situation: &'a Situation<'a>,
    /// Whether the person may be treated: only then is it told what to do about it.
    pub(super) treated: bool,
    /// For whom the report is.
    pub(super) audience: Audience,
    /// The rules whose advice another finding takes back.
    silenced: BTreeSet<RuleIx>,
}

/// A day, for machines and for people.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownDay {
    pub(super) date: String,
    pub(super) words: String,
}

/// A day by which something must be done.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownDue {
    date: String,
    words: String,
    /// Whether that day lies before the day of assessment.
    passed: bool,
}

/// A verdict, and where it stands among all: `step` of `steps`, and a `tone` from 0 (calm) to 4 (stop) for its looks.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ShownVerdict {
    id: String,
    pub(super) title: String,
    says: String,
    pub(super) step: usize,
    steps: usize,
    pub(super) tone: usize,
    /// A sign of its tone, for whoever sees no colour.
    mark: &'static str,
}

/// The signs of the tones: the less of it is full, the more stands in the way.
const MARKS: [&str; 5] = ["●", "◕", "◑", "◔", "✕"];

/// A section by its id and its title.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) title: String,
}

/// A question and what was said to it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Said {
    question: String,
    pub(super) ask: String,
    /// What a report calls the question beside the answer.
    name: String,
    pub(super) answer: String,
    /// `answered`, `unsure`, `withheld`, `open` or `not_applicable`.
    pub(super) state: &'static str,
    audience: &'static str,
    /// The day on which it was said, if that is not the day of assessment.
    day: Option<ShownDay>,
    /// How long ago that was.
    ago: Option<String>,
    /// Whether it is something that the client wrote in their own words.
    note: bool,
    images: Vec<Picture>,
}

impl<'a> Labels<'a> {
    /// Of an assessment.
    pub(super) fn new(situation: &'a Situation<'a>, treated: bool, assessment: &Assessment) -> Labels<'a> {
        let (questionnaire, response) = (situation.questionnaire(), situation.response());
        let found = assessment.findings.iter();
        let silenced = found.flat_map(|finding| &questionnaire[finding.rule].silences).copied().collect();
        Labels { questionnaire, response, situation, treated, audience: assessment.audience, silenced }
    }

    /// A text with its gaps filled, as one paragraph.
    pub(super) fn text(&self, text: &Text) -> String {
        self.paragraph(text).into_owned()
    }

    fn paragraph<'t>(&self, text: &'t Text) -> Cow<'t, str> {
        text.paragraph(|name| {
            let question = self.questionnaire.question(name)?;
            word(&self.questionnaire[question], self.situation, question)
        })
    }

    /// The same, of a text that may not be there; one that comes out empty counts as not there.
    pub(super) fn maybe(&self, text: Option<&Text>) -> Option<String> {
        self.found(text).map(Cow::into_owned)
    }

    /// As [`maybe`](Labels::maybe), copied only if something is filled in.
    pub(super) fn found<'t>(&self, text: Option<&'t Text>) -> Option<Cow<'t, str>> {
        text.map(|text| self.paragraph(text)).filter(|text| !text.is_empty())
    }

    /// The texts that do not come out empty.
    pub(super) fn all<'t>(&self, texts: impl Iterator<Item = &'t Text>) -> Vec<String> {
        texts.filter_map(|text| self.maybe(Some(text))).collect()
    }

    /// What a finding advises this person: no treatment to whom none is given, and nothing that another finding takes back.
    pub(super) fn advice(&self, rule: RuleIx) -> Vec<String> {
        self.advised(self.questionnaire, rule).into_iter().map(Cow::into_owned).collect()
    }

    /// The same, copied only if something is filled in.
    pub(super) fn advised<'q>(&self, questionnaire: &'q Questionnaire, rule: RuleIx) -> Vec<Cow<'q, str>> {
        if self.silenced.contains(&rule) {
            return Vec::new();
        }
        let rule = &questionnaire[rule];
        let helpline = questionnaire.helpline_beside(rule).map(Cow::Borrowed);
        rule.advice_for(self.treated).filter_map(|text| self.found(Some(text))).chain(helpline).collect()
    }

    /// How a "not sure" is cleared up. Who would rather not say knows, and is told nothing.
    pub(super) fn clear_up(&self, question: &Question, answer: &Answer) -> Option<String> {
        match answer {
            Answer::Unsure => self.maybe(question.clear_up.as_ref()),
            Answer::Withheld | Answer::Skipped | Answer::Given(_) => None,
        }
    }

    /// What a report calls a question beside its answer: by its label, or else as it asks.
    pub(super) fn name(&self, question: &Question) -> String {
        question.label.as_deref().map_or_else(|| self.text(&question.ask), |label| tidy(label) + ":")
    }

    /// The point of a rule in a word or a few; of one without, the section that it stands in.
    pub(super) fn point(&self, rule: &Rule) -> String {
        rule.title.as_deref().map_or_else(|| self.questionnaire[rule.section].title.clone(), tidy)
    }

    /// What an open question asks; of one that was answered with a month or a year, which day it was.
    pub(super) fn asks(&self, question: QuestionIx) -> String {
        let ask = self.text(&self.questionnaire[question].ask);
        match self.response.get(question) {
            Some(Answer::Given(Value::Period(period))) => format!("{ask} Which day in {}?", period.in_words()),
            Some(_) | None => ask,
        }
    }

    pub(super) fn verdict(&self, index: VerdictIx) -> ShownVerdict {
        let verdict = &self.questionnaire[index];
        let steps = self.questionnaire.verdicts().len();
        ShownVerdict {
            id: verdict.id.clone(),
            title: verdict.title.clone(),
            says: tidy(&verdict.says),
            step: index.at() + 1,
            steps,
            tone: tone(index.at(), steps),
            mark: item::<&str>(&MARKS, tone(index.at(), steps), "mark"),
        }
    }

    pub(super) fn named(&self, index: SectionIx) -> Named {
        let section = &self.questionnaire[index];
        Named { id: section.id.clone(), title: section.title.clone() }
    }

    /// What was said to a question; nothing shows where no answer is given.
    pub(super) fn said(&self, question: &Question, answer: Option<&Answer>, state: &'static str) -> Said {
        let options = answer.map_or(Vec::new(), |answer| picked(question, answer));
        let earlier = answer.and_then(|_| self.earlier_day(question));
        Said {
            question: question.id.clone(),
            ask: self.text(&question.ask),
            name: self.name(question),
            answer: answer.map_or(String::new(), |answer| entry(question, answer)),
            state,
            audience: question.audience.name(),
            day: earlier.map(shown_day),
            ago: earlier.map(|day| ago(day, self.situation.day())),
            note: answer.is_some_and(|answer| is_clients_note(question, answer)),
            images: options.into_iter().filter_map(|option| Picture::of(option, self.questionnaire.images())).collect(),
        }
    }
}

impl Labels<'_> {
    /// The day on which a question was answered, if it is known and another than that of assessment.
    fn earlier_day(&self, question: &Question) -> Option<Date> {
        let index = self.questionnaire.question(&question.id)?;
        self.response.answered_on(index).filter(|day| *day != self.situation.day())
    }
}

/// Whether an answer is in the client's own words: it is read with the client, and not printed unasked.
pub(super) fn is_clients_note(question: &Question, answer: &Answer) -> bool {
    question.audience != Audience::Technician && matches!(answer, Answer::Given(Value::Text(_)))
}

pub(super) fn shown_day(date: Date) -> ShownDay {
    ShownDay { date: date.to_string(), words: day_in_words(date) }
}

/// A day by which something must be done, seen from the day of assessment.
pub(super) fn shown_due(by: Date, assessed_on: Date) -> ShownDue {
    ShownDue { date: by.to_string(), words: day_in_words(by), passed: by < assessed_on }
}

/// One paragraph: line breaks and runs of blanks become one blank.
pub(super) fn tidy(text: &str) -> String {
    one_paragraph(text).into_owned()
}

/// 0 for the first verdict, 4 for the last, the others spread between.
fn tone(at: usize, count: usize) -> usize {
    let last = count.saturating_sub(1).max(1);
    (at.min(last) * 4 + last / 2) / last
}

/// How long ago a day was, as people say it: days, then weeks, months and years, each from two on.
pub(super) fn ago(day: Date, today: Date) -> String {
    let days = (today - day).get_days();
    let (count, unit) = match days {
        ..=0 => return "today".to_owned(),
        1 => return "yesterday".to_owned(),
        2..=13 => (days, "days"),
        14..=60 => (days / 7, "weeks"),
        61..=729 => (days / 30, "months"),
        _ => (days / 365, "years"),
    };
    format!("{count} {unit} ago")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_reads_as_people_say_it() {
        let today = Date::constant(2026, 11, 22);
        for (year, month, day, says) in [
            (2026, 11, 22, "today"),
            (2026, 11, 21, "yesterday"),
            (2026, 11, 9, "13 days ago"),
            (2026, 11, 8, "2 weeks ago"),
            (2026, 4, 3, "7 months ago"),
            (2025, 11, 22, "12 months ago"),
            (2024, 4, 3, "2 years ago"),
            (1999, 1, 1, "27 years ago"),
        ] {
            assert_eq!(ago(Date::constant(year, month, day), today), says);
        }
    }
}
