//! What a person who comes back is asked again: old answers one by one, and lists of those that were harmless.

use candidacy::interview::{Interview, LINES, LeftOnReturn};
use candidacy::questionnaire::{Audience, ValidFor};
use candidacy::report::{day_in_words, entry, words};
use candidacy::text::counted;
use candidacy::value::Date;
use candidacy::value::index::QuestionIx;

use super::line::line;
use super::page::Place;
use super::prompter::{Menu, MenuRow, Notice, Prompter};

/// What was said to a question before, as a line below it; none if nothing old is to be asked again there.
pub fn before(interview: &Interview<'_>, index: QuestionIx) -> Option<String> {
    let (answer, answered_on) = interview.before(index)?;
    let question = &interview.questionnaire()[index];
    if question.private {
        return None;
    }
    let theirs = interview.audience() == Audience::Technician && !question.audience.includes(Audience::Technician);
    let who = if theirs { "the client" } else { "you" };
    let when = answered_on.map_or("Earlier".to_owned(), |day| format!("On {}", day_in_words(day)));
    let why = if question.valid_for == ValidFor::Visit { " We ask this at each visit." } else { "" };
    Some(format!("{when} {who} said: {}.{why}", entry(question, answer)))
}

/// A list of old answers to confirm, and the questions behind its first rows; then comes "still so". It is as long as
/// all of it is before the person at once: nobody confirms what was not on the screen.
pub fn list(interview: &Interview<'_>, place: Place, prompter: &dyn Prompter) -> (Menu, Vec<QuestionIx>) {
    let longest = (2..=LINES).rev().map(|most| list_of(interview, place, most));
    { longest }.find(|(menu, _)| prompter.shows_whole(menu)).unwrap_or_else(|| list_of(interview, place, 1))
}

fn list_of(interview: &Interview<'_>, place: Place, most: usize) -> (Menu, Vec<QuestionIx>) {
    let questionnaire = interview.questionnaire();
    let lines = interview.to_confirm(most);
    let words = words(questionnaire, &interview.engine().situation(interview.response()));
    let mut rows = Vec::new();
    let mut last_section = None;
    for (index, number) in lines.iter().zip(1..) {
        let question = &questionnaire[*index];
        let heading = (last_section != Some(question.section)).then(|| questionnaire[question.section].title.clone());
        last_section = Some(question.section);
        rows.push(MenuRow { heading, key: number.to_string(), label: line(interview, &words, *index) });
    }
    let still_so = match lines.len() {
        1 => "This is still so".to_owned(),
        count => format!("All {count} are still so"),
    };
    rows.push(MenuRow { heading: Some("Is all of this still so?".to_owned()), key: "y".to_owned(), label: still_so });
    let days = lines.iter().map(|line| interview.response().answered_on(*line));
    let theirs = interview.audience() == Audience::Technician;
    let title = title(theirs, days.min().flatten());
    let notice = Notice { title, place: Some(place), lines: Vec::new() };
    let question = "Choose a line to change it, or y if nothing has changed.".to_owned();
    (Menu { notice, question, rows, careful: true, names_back: true }, lines)
}

/// Whose answers these are, and of when the oldest is.
fn title(theirs: bool, oldest: Option<Date>) -> String {
    let when = oldest.map_or("earlier".to_owned(), |day| format!("on {}", day_in_words(day)));
    if theirs { format!("Read to the client. Told {when}:") } else { format!("You told us {when}:") }
}

/// How much is asked of a person who comes back, and how many minutes it takes; none if nothing old is to be asked.
pub fn effort(left: &LeftOnReturn, minutes: usize) -> Option<String> {
    let (old, new, lists) = (left.old.len(), left.new.len(), left.lists());
    if old + lists == 0 {
        return None;
    }
    let parts: Vec<String> = [(old, "question"), (lists, "short list")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, thing)| counted(count, thing))
        .collect();
    let new =
        if new == 0 { String::new() } else { format!(", and {} that nobody has answered", counted(new, "question")) };
    let (parts, minutes) = (parts.join(" and "), counted(minutes, "minute"));
    Some(format!("Some answers may have changed: {parts}{new}, about {minutes}."))
}
