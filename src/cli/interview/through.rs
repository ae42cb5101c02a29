//! A technician goes through what the client said: first the answers that a question names, then, if something has changed, all.

use candidacy::interview::Interview;
use candidacy::questionnaire::{Question, QuestionKind};
use candidacy::value::index::QuestionIx;
use candidacy::value::{Answer, Value};

use super::explain::filled;
use super::line::line;
use super::page::Page;
use super::prompter::{Menu, MenuRow, Notice};

/// What a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Through {
    /// An answer of the client's was another: it is asked again.
    Change(QuestionIx),
    /// All answers are shown.
    ShowAll,
    /// This is the answer to the question.
    Answer(Answer),
    /// Why it is asked.
    Explain,
}

/// Whether a question is answered by going through what the client said.
pub fn is_gone_through(question: &Question) -> bool {
    question.goes_through_answers() && matches!(question.kind, QuestionKind::YesNo)
}

/// The answers that the question names, or all, with what each row does.
pub fn through(interview: &Interview<'_>, page: &Page<'_>, all: bool) -> (Menu, Vec<Through>) {
    let (questionnaire, words) = (interview.questionnaire(), filled(interview));
    let named = |index: &QuestionIx| page.question.tags.contains(&questionnaire[*index].id);
    let said = interview.said_by_the_client().into_iter().filter(|index| all || named(index));
    let mut rows: Vec<(MenuRow, Through)> = Vec::new();
    let mut last_section = None;
    for (index, number) in said.zip(1..) {
        let section = questionnaire[index].section;
        let heading = (all && last_section != Some(section)).then(|| questionnaire[section].title.clone());
        last_section = Some(section);
        let row = MenuRow { heading, key: format!("{number}"), label: line(interview, &words, index) };
        rows.push((row, Through::Change(index)));
    }
    if let Some((first, _)) = rows.first_mut().filter(|_| !all) {
        first.heading = Some("The client said:".to_owned());
    }
    let yes_no = |yes| Through::Answer(Answer::Given(Value::YesNo(yes)));
    let unsure = page.question.unsure.map(|_| ("u", "Not yet checked", Through::Answer(Answer::Unsure)));
    let ends: Vec<(&str, &str, Through)> = if all {
        vec![
            ("y", "All of this is right now", yes_no(false)),
            ("n", "It cannot be put right today: the client answers again", yes_no(true)),
        ]
    } else {
        let answers = [
            ("n", "No, nothing else", yes_no(false)),
            ("y", "Yes, something else: show all answers", Through::ShowAll),
        ];
        answers.into_iter().chain(unsure).collect()
    };
    let why = ("?", "Why do we ask this?", Through::Explain);
    for ((key, label, does), at) in ends.into_iter().chain([why]).zip(0..) {
        let heading =
            (at == 0).then(|| if all { "Ready?".to_owned() } else { "Has anything else changed?".to_owned() });
        rows.push((MenuRow { heading, key: key.to_owned(), label: label.to_owned() }, does));
    }
    let title = if all { "All that the client said".to_owned() } else { page.ask.clone() };
    let lines = page.fault.iter().cloned().collect();
    let notice = Notice { title, place: Some(page.place), lines };
    let (rows, does) = rows.into_iter().unzip();
    let question = "Read each line to the client. Choose one to change it.".to_owned();
    (Menu { notice, question, rows, careful: true, names_back: true }, does)
}
