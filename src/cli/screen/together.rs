//! Questions that are asked together, on one screen: each line its own question, answered with one key.
//!
//! Nothing is answered beforehand. A key answers the line where one is and goes on to the next without an answer; Enter goes on
//! once every line has one.

use candidacy::report::entry;
use candidacy::value::Answer;

use super::super::interview::page::{Page, Reply, Row, RowAction, SheetReply};
use super::super::interview::prompter::PromptFault;
use super::layout::{pad, width};
use super::list::{Foot, List, ListAction, ListRow};
use super::window::{Ink, Key, Screen};

/// What stands where no answer is yet.
const NONE: &str = "–";

/// The key that answers all empty lines with No.
const ALL_NO: char = 'a';
/// From so many empty lines on.
const MANY: usize = 2;

/// Asks questions together until each has an answer.
///
/// # Errors
/// The person broke off, or the terminal has gone.
pub fn together(colour: bool, lines: &[Page<'_>]) -> Result<SheetReply, PromptFault> {
    let mut marks: Vec<Option<Answer>> = lines.iter().map(|line| line.earlier.clone()).collect();
    let mut message = lines.iter().find_map(|line| line.fault.clone()).unwrap_or_default();
    let mut list = List::open(Some(next_open(&marks, 0).unwrap_or(0)))?;
    let letters: String = lines.iter().flat_map(answers).map(|row| row.key).collect();
    list.answer_with(format!("{letters}{ALL_NO}"));
    let keys = keys(lines);
    let mut screen = Screen::now(colour);
    let mut height = header(&screen, lines)?;
    loop {
        let rows = rows(lines, &marks);
        let note = all_no(lines, &marks)
            .map_or(String::new(), |empty| format!("{ALL_NO}  The {} empty lines are all No", empty.len()));
        let foot = Foot { note: &note, message: &message, keys: &keys, height };
        let action = list.next(&screen, &rows, &foot)?;
        message.clear();
        match action {
            ListAction::Answer(_, ALL_NO) => {
                for (at, no) in all_no(lines, &marks).into_iter().flatten() {
                    set(&mut marks, at, no);
                    message = "The empty lines are set to No. Read them once more, then press Enter.".to_owned();
                }
            }
            ListAction::Answer(at, letter) => match lines.get(at).and_then(|line| answer(line, letter)) {
                Some(answer) => {
                    set(&mut marks, at, answer);
                    match next_open(&marks, at + 1) {
                        Some(open) => list.go(open),
                        None => "All have an answer. Enter goes on.".clone_into(&mut message),
                    }
                }
                None => "That is no answer to this line.".clone_into(&mut message),
            },
            ListAction::Mark(_) | ListAction::Open => {}
            ListAction::Choose(_) | ListAction::Nowhere => match next_open(&marks, 0) {
                None => return Ok(SheetReply::Answers(marks.into_iter().flatten().collect())),
                Some(open) => {
                    list.go(open);
                    message = left(&marks);
                }
            },
            ListAction::Explain => {
                let at = list.row().unwrap_or(0);
                return Ok(SheetReply::Explain(at, marks));
            }
            ListAction::Back => return Ok(SheetReply::Back),
            ListAction::Resize => {
                screen = Screen::now(colour);
                height = header(&screen, lines)?;
                list.redraw();
            }
        }
    }
}

/// The rows of a page that are an answer, each with its key.
fn answers(line: &Page<'_>) -> Vec<Row> {
    let is_answer = |row: &Row| matches!(row.does, RowAction::Reply(Reply::Answer(_)));
    line.answers().into_iter().chain(line.extras()).filter(is_answer).collect()
}

fn answer(line: &Page<'_>, letter: char) -> Option<Answer> {
    let row = answers(line).into_iter().find(|row| row.key.chars().eq([letter]))?;
    match row.does {
        RowAction::Reply(Reply::Answer(answer)) => Some(answer),
        RowAction::Reply(_) | RowAction::Mark(_) => None,
    }
}

fn set(marks: &mut [Option<Answer>], at: usize, answer: Answer) {
    if let Some(mark) = marks.get_mut(at) {
        *mark = Some(answer);
    }
}

/// The first line without an answer from here on, or else from the top.
fn next_open(marks: &[Option<Answer>], from: usize) -> Option<usize> {
    let open = |range: std::ops::Range<usize>| range.into_iter().find(|at| marks.get(*at).is_some_and(Option::is_none));
    open(from..marks.len()).or_else(|| open(0..from.min(marks.len())))
}

fn left(marks: &[Option<Answer>]) -> String {
    match marks.iter().filter(|mark| mark.is_none()).count() {
        1 => "One line has no answer yet.".to_owned(),
        count => format!("{count} lines have no answer yet."),
    }
}

/// The empty lines, each with its answer No; none if they are few, or one has no such answer.
fn all_no(lines: &[Page<'_>], marks: &[Option<Answer>]) -> Option<Vec<(usize, Answer)>> {
    let empty = lines.iter().zip(marks).enumerate().filter(|(_, (_, mark))| mark.is_none());
    let no = |(at, (line, _)): (usize, (&Page<'_>, _))| Some((at, answer(line, 'n')?));
    empty.map(no).collect::<Option<Vec<_>>>().filter(|empty| empty.len() >= MANY)
}

/// `y yes · n no · u not sure · … · Enter go on · ? why · Esc back`.
fn keys(lines: &[Page<'_>]) -> Vec<Key> {
    let mut marks: Vec<(String, String)> = Vec::new();
    for row in lines.iter().flat_map(answers) {
        let mark = (row.key, row.label.to_lowercase());
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    let letters: Vec<&str> = marks.iter().map(|(letter, _)| letter.as_str()).collect();
    let mut short = letters.join(" ");
    let keys = marks.iter().map(|(letter, does)| Key::new(format!("{letter} {does}"), std::mem::take(&mut short)));
    keys.chain([Key::enter(), Key::why(), Key::back()]).collect()
}

/// Each line with its answer at the right; below the one where one is, what helps to answer it and what was said on an earlier
/// day.
fn rows(lines: &[Page<'_>], marks: &[Option<Answer>]) -> Vec<ListRow> {
    let said = |(line, mark): (&Page<'_>, &Option<Answer>)| {
        mark.as_ref().map_or(NONE.to_owned(), |answer| entry(line.question, answer))
    };
    let labels = lines.iter().flat_map(answers).map(|row| width(&row.label));
    let column = labels.max().unwrap_or(0);
    let row = |(line, mark): (&Page<'_>, &Option<Answer>)| {
        let about: Vec<&str> = line.help.iter().chain(&line.before).map(String::as_str).collect();
        let help = (!about.is_empty()).then(|| about.join(" "));
        ListRow { label: line.ask.clone(), value: Some(pad(&said((line, mark)), column)), help, ..ListRow::default() }
    };
    lines.iter().zip(marks).map(row).collect()
}

/// Draws what stands above the lines; gives the lines that are left.
fn header(screen: &Screen, lines: &[Page<'_>]) -> Result<usize, PromptFault> {
    let Some(first) = lines.first() else { return Ok(screen.rows) };
    let title = first.together.as_ref().map_or("", |above| above.title.as_str());
    let intro = first.intro.as_ref().map(|intro| [vec![String::new()], screen.block(Ink::Dim, intro, 0)].concat());
    let above = [vec![screen.progress(first)], intro.unwrap_or_default(), vec![String::new()]].concat();
    let unsure = lines.iter().any(|line| line.question.unsure.is_some());
    let says =
        if unsure { "Please mark each line. “Not sure” is a good answer, too." } else { "Please mark each line." };
    let says = screen.block(Ink::Dim, says, 0);
    let header = [above, screen.block(Ink::Strong, title, 0), says, vec![String::new()]].concat();
    screen.fresh(&header)?;
    Ok(screen.rows.saturating_sub(header.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use candidacy::value::Value;

    #[test]
    fn the_next_line_without_an_answer_is_found_from_where_one_is() {
        let yes = Some(Answer::Given(Value::YesNo(true)));
        for (marks, from, next) in [
            (vec![None, None], 0, Some(0)),
            (vec![yes.clone(), None], 1, Some(1)),
            (vec![None, yes.clone()], 2, Some(0)),
            (vec![yes.clone(), yes], 1, None),
            (vec![], 0, None),
        ] {
            assert_eq!(next_open(&marks, from), next, "{marks:?} from {from}");
        }
        assert_eq!(left(&[None, None]), "2 lines have no answer yet.");
    }
}
