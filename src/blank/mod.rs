//! A question set on paper: every question with room for its answer, and in words when it is to be answered.
//!
//! Private questions are left out. Whoever else reads the paper must not read their answers: they are asked in person.

mod letterhead;
mod page;
mod when;

use crate::questionnaire::{Audience, Clinic, Question, QuestionKind, Questionnaire, Section};
use crate::template::{Text, Words};
use crate::value::index::QuestionIx;
use when::OnlyIf;

pub use page::{BlankFormat, blank};

/// A section with what is asked in it.
struct BlankSection {
    title: String,
    intro: Option<String>,
    only_if: Option<String>,
    items: Vec<BlankItem>,
}

/// A question, or several that share a heading.
struct BlankItem {
    /// Its number; the first one's, of several.
    number: usize,
    ask: String,
    help: Option<String>,
    only_if: Option<String>,
    room: Room,
}

/// The room for an answer.
enum Room {
    /// Something to tick: one of them, or all that fit.
    Ticks { options: Vec<BlankOption>, several: bool },
    /// Yes/no questions with one heading.
    Lines(Vec<BlankLine>),
    /// A line to write on, and what is wanted there.
    Line(String),
}

/// A yes/no question below a heading.
struct BlankLine {
    number: usize,
    ask: String,
    /// Whether "not sure" is offered.
    unsure: bool,
}

/// Something to tick.
struct BlankOption {
    label: String,
    help: Option<String>,
    only_if: Option<String>,
    /// The drawing, as SVG.
    image: Option<String>,
}

/// What stands on paper, for those who answer.
struct Blank {
    clinic: Option<Clinic>,
    title: String,
    about: Option<String>,
    /// Whether questions are left out that are asked in person.
    in_person: bool,
    sections: Vec<BlankSection>,
}

impl Blank {
    fn new(questionnaire: &Questionnaire, audience: Audience) -> Blank {
        let paper = Paper { questionnaire, audience, gaps: gaps(questionnaire) };
        let private = |question: &Question| question.private && question.audience.includes(audience);
        Blank {
            clinic: questionnaire.clinic().cloned(),
            title: questionnaire.title().to_owned(),
            about: questionnaire.about().map(str::to_owned).filter(|_| audience != Audience::Technician),
            in_person: questionnaire.questions().iter().any(private),
            sections: paper.sections(),
        }
    }
}

/// What is not known before anybody has answered shows as a gap to fill in the mind.
fn gaps(questionnaire: &Questionnaire) -> Words {
    questionnaire.questions().iter().map(|question| (question.id.clone(), "…".to_owned())).collect()
}

/// Which questions stand on the paper, and under which numbers.
struct Paper<'q> {
    questionnaire: &'q Questionnaire,
    audience: Audience,
    gaps: Words,
}

impl Paper<'_> {
    /// The number of a question, counted among those on the paper from 1; none of one that is not there.
    fn number(&self, question: QuestionIx) -> Option<usize> {
        let before = self.questionnaire.questions().enumerated().take_while(|(index, _)| *index != question);
        let before = before.filter(|(_, one)| self.has(one)).count();
        self.has(&self.questionnaire[question]).then_some(before + 1)
    }

    fn has(&self, question: &Question) -> bool {
        !question.private && question.audience.includes(self.audience)
    }

    fn text(&self, text: &Text) -> String {
        text.fill(&self.gaps).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn maybe(&self, text: Option<&Text>) -> Option<String> {
        text.map(|text| self.text(text)).filter(|text| !text.is_empty())
    }

    fn only_if(&self) -> OnlyIf<'_> {
        OnlyIf { questionnaire: self.questionnaire, number: Box::new(|question| self.number(question)) }
    }

    fn sections(&self) -> Vec<BlankSection> {
        let sections = self.questionnaire.sections().iter();
        sections.map(|section| self.section(section)).filter(|section| !section.items.is_empty()).collect()
    }

    fn section(&self, section: &Section) -> BlankSection {
        let mut items = Vec::new();
        for question in section.questions.iter().filter(|question| self.has(&self.questionnaire[*question])) {
            match self.questionnaire.together_with(question) {
                Some(group)
                    if group.questions.iter().find(|one| self.has(&self.questionnaire[*one])) != Some(question) => {}
                Some(group) => {
                    let lines: Vec<BlankLine> = group.questions.iter().filter_map(|one| self.line(one)).collect();
                    items.push(BlankItem {
                        ask: self.text(&group.title),
                        room: Room::Lines(lines),
                        help: None,
                        ..self.item(question)
                    });
                }
                None => items.push(self.item(question)),
            }
        }
        BlankSection {
            title: section.title.clone(),
            intro: self.maybe(section.intro.as_ref()),
            only_if: section.when.as_ref().map(|when| self.only_if().whole(when)),
            items,
        }
    }

    fn line(&self, index: QuestionIx) -> Option<BlankLine> {
        let question = &self.questionnaire[index];
        Some(BlankLine {
            number: self.number(index)?,
            ask: self.text(&question.ask),
            unsure: question.unsure.is_some(),
        })
    }

    fn item(&self, index: QuestionIx) -> BlankItem {
        let question = &self.questionnaire[index];
        BlankItem {
            number: self.number(index).unwrap_or_default(),
            ask: self.text(&question.ask),
            help: self.maybe(question.help.as_ref()),
            only_if: question.when.as_ref().map(|when| self.only_if().whole(when)),
            room: self.room(question),
        }
    }

    fn room(&self, question: &Question) -> Room {
        let unsure = question.unsure.map(|_| match question.audience {
            Audience::Technician => "Not yet checked",
            Audience::Client | Audience::Everyone => "Not sure",
        });
        let or_unsure = |wanted: &str| match unsure {
            Some(_) => format!("{wanted}, or “not sure”"),
            None => wanted.to_owned(),
        };
        match &question.kind {
            QuestionKind::YesNo => {
                Room::Ticks { options: plain(["Yes", "No"].into_iter().chain(unsure)), several: false }
            }
            QuestionKind::Choice(_) | QuestionKind::Scale(_) => {
                Room::Ticks { options: self.options(question, unsure), several: false }
            }
            QuestionKind::Choices { .. } => Room::Ticks { options: self.options(question, unsure), several: true },
            QuestionKind::Number { unit, .. } => Room::Line(or_unsure(unit.as_deref().unwrap_or("a number"))),
            QuestionKind::Date(_) => Room::Line(or_unsure("day, month or year")),
            QuestionKind::Text => Room::Line("in your own words".to_owned()),
        }
    }

    fn options(&self, question: &Question, unsure: Option<&str>) -> Vec<BlankOption> {
        let options = question.options().iter().map(|option| BlankOption {
            label: option.label.clone(),
            help: option.help.clone(),
            only_if: option.when.as_ref().map(|when| self.only_if().whole(when)),
            image: option.image.map(|image| self.questionnaire.images()[image].svg.clone()),
        });
        options.chain(plain(unsure.into_iter())).collect()
    }
}

fn plain<'l>(labels: impl Iterator<Item = &'l str>) -> Vec<BlankOption> {
    let option = |label: &str| BlankOption { label: label.to_owned(), help: None, only_if: None, image: None };
    labels.map(option).collect()
}
