//! A rule that ends the interview at once. Nothing is deleted before the person has said that the answer behind it is
//! meant; but whoever needs help gets it at once, and is asked nothing.

use candidacy::interview::Interview;
use candidacy::questionnaire::Rule;
use candidacy::report::entry;
use candidacy::value::index::{QuestionIx, RuleIx};

use super::explain::filled;
use super::prompter::{Menu, MenuRow, Notice, Pick, PromptFault, Prompter};

/// What the person said to a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReply {
    /// It stands.
    Confirmed,
    /// The answer was not meant.
    WrongKey,
    /// Leaves; what was answered before is kept.
    Leave,
}

/// A stop that an answer has led to.
#[derive(Clone, Copy, Debug)]
pub struct Stop<'a> {
    /// What stops.
    pub rule: RuleIx,
    /// The question whose answer led to it, if it was answered here.
    pub question: Option<QuestionIx>,
    /// A file with answers that stays as it is.
    pub stays: Option<&'a str>,
}

/// Tells a person of a stop, and asks whether the answer was meant, unless it brings help.
pub fn confirm(
    interview: &Interview<'_>,
    stop: &Stop<'_>,
    prompter: &mut dyn Prompter,
) -> Result<StopReply, PromptFault> {
    let rule = &interview.questionnaire()[stop.rule];
    let menu = match stop.question.filter(|_| !rule.helps) {
        Some(question) => is_that_right(interview, stop, question),
        None => help(interview, rule),
    };
    Ok(match (prompter.choose(&menu)?, rule.helps) {
        (Pick::Row(0), _) => StopReply::Confirmed,
        (Pick::Leave, true) => StopReply::Confirmed,
        (Pick::Leave, false) => StopReply::Leave,
        (Pick::Row(_) | Pick::Back, _) => StopReply::WrongKey,
    })
}

fn is_that_right(interview: &Interview<'_>, stop: &Stop<'_>, index: QuestionIx) -> Menu {
    let question = &interview.questionnaire()[index];
    let answer = interview.response().get(index).map(|answer| entry(question, answer));
    let then = match stop.stays {
        None => "If that is right, the questions end here, and your answers are not kept.".to_owned(),
        Some(file) => format!("If that is right, the questions end here, and of your answers only {file} stays."),
    };
    // A private answer is not said back, nor what was asked.
    let (title, said) = if question.private {
        ("Your last answer".to_owned(), None)
    } else {
        let said = format!("You answered: {}", answer.unwrap_or_default());
        (question.ask.fill(&filled(interview)), Some(said))
    };
    let lines = said.into_iter().chain([then]).collect();
    let rows = vec![MenuRow::new("y", "Yes, that is right"), MenuRow::new("n", "No, go back")];
    let notice = Notice::new(title, lines);
    Menu { notice, question: "Is that right?".to_owned(), rows, careful: true, ..Menu::default() }
}

/// What helps, all of it, and below it a way back for whoever pressed a wrong key.
fn help(interview: &Interview<'_>, rule: &Rule) -> Menu {
    let words = filled(interview);
    let finding = rule.finding.iter().map(|text| text.fill(&words));
    let advice = rule.advice.iter().map(|text| format!("• {}", text.fill(&words)));
    let helpline = interview.questionnaire().helpline_beside(rule).map(|line| format!("• {line}"));
    let lines = finding.chain(advice).chain(helpline).collect();
    let rows = vec![MenuRow::new("1", "End here"), MenuRow::new("2", "That was a wrong key: go back")];
    let notice = Notice::new("We stop here".to_owned(), lines);
    Menu { notice, question: "These lines stay on your screen.".to_owned(), rows, careful: false, ..Menu::default() }
}
